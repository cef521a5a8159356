//! Is every constraint that an ontology can declare checked, with the severity that it declares?
//!
//! `tests/constraints/story` is a sound story that declares constraints of every kind; beside it
//! stands a folder for each of them: what breaks it (`bad`), the same without the mistake (`good`),
//! and what is told about the bad one (`expected.txt`), with how often each constraint is broken.

use super::fixture::{minimal, tests};
use crate::support::{SHIPPED, constrained};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt::Write as _;
use std::fs;
use std::mem::discriminant;
use throughline::dataset::{ONTOLOGY_FILE, Reading, read_texts};
use throughline::document::{Palette, Severity, render};

/// The folder of the sound story.
const STORY: &str = "story";

/// Returns the names of the constraints with their severities, as the sound story declares them.
fn declared() -> BTreeMap<String, Severity> {
    let story = constrained(STORY).dataset.expect("it is sound");
    let constraints = story.ontology.constraints.into_iter();
    constraints
        .map(|constraint| (constraint.key.to_string(), constraint.severity))
        .collect()
}

/// Returns how often constraints are broken, one line for each that is.
fn counted(reading: &Reading) -> String {
    let mut counted = String::new();
    if let Some(story) = &reading.dataset {
        for (constraint, n_breaches) in story.ontology.constraints.iter().zip(&story.n_breaches) {
            if *n_breaches > 0 {
                let _ = writeln!(counted, "{} {n_breaches}", constraint.key);
            }
        }
    }
    counted
}

#[test]
fn what_breaks_a_constraint_is_told_as_it_is_declared() {
    for (name, severity) in declared() {
        let bad = constrained(&format!("{name}/bad"));
        let told = render(&bad.diagnostics, Palette::Plain) + &counted(&bad);
        let expected = tests().join("constraints").join(&name).join("expected.txt");
        let expected = fs::read_to_string(expected).unwrap_or_default();
        assert_eq!(told, expected, "{name}, against its expected.txt");
        assert_eq!(bad.dataset.is_none(), severity == Severity::Error, "{name}");
    }
}

#[test]
fn what_breaks_a_constraint_breaks_no_other() {
    for (name, severity) in declared() {
        let bad = constrained(&format!("{name}/bad"));
        let named = format!("`{name}`: ");
        for finding in bad.diagnostics.iter() {
            assert!(finding.message.starts_with(&named), "{finding}");
            assert!(finding.help.is_some(), "{finding}");
        }
        let is_note = severity == Severity::Note;
        assert_eq!(bad.diagnostics.is_empty(), is_note, "{name}");
    }
}

#[test]
fn what_breaks_no_constraint_is_served_without_a_word() {
    for (name, _) in declared() {
        let good = constrained(&format!("{name}/good"));
        let told = render(&good.diagnostics, Palette::Plain) + &counted(&good);
        assert_eq!(told, "", "{name}");
        assert!(good.dataset.is_some(), "{name}");
    }
}

#[test]
fn every_kind_and_every_severity_has_a_folder() {
    let story = constrained(STORY).dataset.expect("it is sound");
    let constraints = &story.ontology.constraints;
    let kinds: HashSet<_> = constraints
        .iter()
        .map(|constraint| discriminant(&constraint.kind))
        .collect();
    assert_eq!(kinds.len(), 6);
    let severities: BTreeSet<_> = constraints.iter().map(|it| it.severity).collect();
    assert_eq!(severities, BTreeSet::from(Severity::ALL));
    let folders = fs::read_dir(tests().join("constraints")).expect("the folder is there");
    let folders = folders.map(|folder| folder.expect("it can be read").file_name());
    let folders: BTreeSet<_> = folders
        .map(|name| name.to_string_lossy().into_owned())
        .collect();
    let mut expected: BTreeSet<_> = declared().into_keys().collect();
    expected.insert(STORY.to_owned());
    assert_eq!(folders, expected);
}

#[test]
fn a_limit_is_a_value_of_the_type_that_it_bounds() {
    for (of, limit, rule) in [
        ("age", "\"0\"", "wrong-value"),
        ("born", "1888", "wrong-value"),
        ("born", "\"1888-13\"", "impossible-date"),
        ("budget", "\"0\"", "wrong-value"),
    ] {
        let mut files = minimal();
        let row = format!(
            "\n[constraint.x]\nseverity = \"note\"\nkind = \"range\"\nof = \"{of}\"\n\
             minimum = {limit}\ndescription = \"It holds.\"\n"
        );
        let ontology = files.get_mut(ONTOLOGY_FILE).expect("there is one");
        ontology.extend_from_slice(row.as_bytes());
        let reading = read_texts(files);
        let told: Vec<_> = reading.diagnostics.iter().collect();
        let [finding] = *told else {
            panic!("{of} {limit}: {told:?}");
        };
        assert_eq!(finding.rule.name(), rule);
        assert_eq!(finding.path(), ONTOLOGY_FILE);
    }
}

#[test]
fn the_shipped_story_warns_where_its_sources_contradict_each_other() {
    let graph = SHIPPED.domain().graph();
    let warned: Vec<_> = graph
        .warnings()
        .iter()
        .map(|warning| {
            let constraint = &graph.ontology().constraint(warning.constraint).key;
            let subject = graph.claim(warning.claims[0]).subject();
            format!("{constraint} {}", graph.id(subject))
        })
        .collect();
    assert_eq!(warned, ["date-not-too-late gutierrez-reed-charge"]);
}
