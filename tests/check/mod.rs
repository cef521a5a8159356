//! Is every rule of the data held?
//!
//! `tests/invalid` has a folder for each rule: what breaks it (`bad`), the same without the mistake
//! (`good`), and what is told about the bad one (`expected.txt`). Both are laid over the smallest
//! sound story, `tests/minimal`, unless a file `alone` stands beside them.

mod command;
mod constraints;
mod exclusive;
mod fixture;
mod lines;
mod on_disk;
mod ontology;
mod reserved;
mod robustness;
mod sound;

use crate::support::told;
use fixture::Fixture;
use std::collections::BTreeSet;
use throughline::document::{Palette, Rule, Severity, render};

#[test]
fn what_breaks_a_rule_is_told_with_its_place_and_remedy() {
    for Fixture {
        rule,
        bad,
        expected,
        ..
    } in Fixture::all()
    {
        assert_eq!(
            render(&bad.diagnostics, Palette::Plain),
            *expected,
            "{rule}, against its expected.txt"
        );
    }
}

#[test]
fn what_breaks_a_rule_breaks_no_other() {
    for Fixture { rule, bad, .. } in Fixture::all() {
        let broken = bad.diagnostics.iter().map(|finding| finding.rule);
        assert_eq!(broken.collect::<BTreeSet<_>>(), BTreeSet::from([*rule]));
    }
}

#[test]
fn without_the_mistake_nothing_is_told() {
    for Fixture { rule, good, .. } in Fixture::all() {
        assert_eq!(told(good), Vec::<String>::new(), "{rule}");
        assert!(good.dataset.is_some(), "{rule}");
    }
}

#[test]
fn every_finding_says_how_it_is_mended() {
    for Fixture { bad, .. } in Fixture::all() {
        for finding in bad.diagnostics.iter() {
            assert!(finding.help.is_some(), "{finding}");
        }
    }
}

#[test]
fn an_error_leaves_no_story_and_a_warning_does() {
    for Fixture { rule, bad, .. } in Fixture::all() {
        let is_warning = rule.severity() == Severity::Warning;
        assert_eq!(bad.dataset.is_some(), is_warning, "{rule}");
    }
}

#[test]
fn every_folder_of_invalid_input_is_named_after_a_rule() {
    let rules: BTreeSet<_> = Rule::ALL.into_iter().map(Rule::name).collect();
    assert_eq!(fixture::folders(), rules);
}
