//! Which answers exclude each other, and which follow each other?

use super::{ONTOLOGY, check, check_pair, claim, told};
use crate::support::engine_of;

#[test]
fn answers_of_which_one_can_be_right_contradict_each_other() {
    check_pair(
        "release-date",
        "value = \"2025-05-01\"\ncite = \"early#1\"",
        "value = \"2025-05-02\"\ncite = [\"later#1\", \"latest#1\"]",
        &["CONTRADICTION release-date: 2025-05-01 [early] / 2025-05-02 [later latest]"],
    );
}

#[test]
fn dates_of_which_one_lies_within_the_other_agree() {
    check_pair(
        "release-date",
        "value = \"2025-05\"\ncite = \"early#1\"",
        "value = \"2025-05-02\"\ncite = \"later#1\"",
        &[],
    );
}

#[test]
fn a_plan_is_not_contradicted_by_what_came_of_it() {
    check_pair(
        "release-date",
        "value = \"2025-05-01\"\nstatus = \"planned\"\ncite = \"early#1\"",
        "value = \"2025-05-02\"\ncite = \"later#1\"",
        &[],
    );
}

#[test]
fn answers_for_the_same_time_contradict_each_other() {
    for (first, second) in [
        ("2023-04-24", "2023-04-24"),
        ("2021/2024", "2022-05"),
        ("2023-04/..", "../.."),
        ("2023-04", "2023-04"),
    ] {
        check_pair(
            "stage",
            &format!("value = \"filming\"\nvalid = \"{first}\"\ncite = [\"early#1\", \"later#1\"]"),
            &format!("value = \"released\"\nvalid = \"{second}\"\ncite = \"later#2\""),
            &["CONTRADICTION stage: filming [early later] / released [later]"],
        );
    }
}

#[test]
fn a_number_that_may_be_a_bound_contradicts_no_other() {
    let number = |number: u8, source: &str| format!("value = {number}\ncite = \"{source}#1\"");
    let at_least = |number: u8, source: &str| {
        format!("value = {number}\nbound = \"at-least\"\ncite = \"{source}#1\"")
    };
    check_pair(
        "award-count",
        &number(12, "early"),
        &number(14, "later"),
        &["CONTRADICTION award-count: 12 [early] / 14 [later]"],
    );
    check_pair(
        "award-count",
        &at_least(12, "early"),
        &number(14, "later"),
        &[],
    );
    check_pair(
        "award-count",
        &at_least(12, "early"),
        &at_least(14, "later"),
        &[],
    );
}

#[test]
fn links_exclude_each_other_in_the_direction_that_is_declared() {
    check_pair(
        "premiered-at",
        "to = \"venice\"\ncite = \"early#1\"",
        "to = \"berlin\"\ncite = \"later#1\"",
        &["CONTRADICTION premiered-at: venice [early] / berlin [later]"],
    );
    check_pair(
        "directors",
        "to = \"ann\"\ncite = \"early#1\"",
        "to = \"bob\"\ncite = \"later#1\"",
        &[],
    );
    let heads = "[[heads]]\nto = \"ann\"\nvalid = \"2023\"\ncite = \"early#1\"\n\n\
                 [[heads]]\nto = \"bob\"\nvalid = \"2023\"\ncite = \"later#1\"\n";
    let festival =
        format!("entity = \"cannes\"\ntype = \"Festival\"\nname = \"cannes\"\n\n{heads}");
    let person = |id: &str| format!("entity = \"{id}\"\ntype = \"Person\"\nname = \"{id}\"\n");
    let source = |id: &str| {
        format!("source = \"{id}\"\nname = \"{id}\"\npublished = \"2024\"\nparagraphs = 1\n")
    };
    let engine = engine_of(&[
        ("ontology.toml", ONTOLOGY),
        ("early.toml", &source("early")),
        ("later.toml", &source("later")),
        ("ann.toml", &person("ann")),
        ("bob.toml", &person("bob")),
        ("cannes.toml", &festival),
    ]);
    let expected = ["CONTRADICTION heads: ann [early] / bob [later]"];
    for about in ["", r#"(about: "cannes")"#, r#"(about: "bob")"#] {
        assert_eq!(told(&engine, about), expected, "{about}");
    }
}

#[test]
fn claims_about_different_things_do_not_disagree() {
    check(
        &[
            claim("release-date", "value = \"2025-05-02\"\ncite = \"early#1\""),
            claim("stage", "value = \"released\"\ncite = \"later#1\""),
            claim("premiered-at", "to = \"venice\"\ncite = \"early#1\""),
            claim("directors", "to = \"ann\"\ncite = \"later#1\""),
            claim("keyword", "value = \"sea\"\ncite = \"early#1\""),
            claim("keyword", "value = \"harbor\"\ncite = \"later#1\""),
        ]
        .concat(),
        &[],
    );
}

// ---- Supersession ----

#[test]
fn change_over_time_is_no_contradiction() {
    for (first, second) in [
        ("2021", "2023-04-24"),
        ("2021-10-21/2023-04", "2023-04-24/.."),
        ("2021-10-21", "2021-10-21/2023"),
        ("2023-04-24/..", "2024-11/.."),
    ] {
        check_pair(
            "stage",
            &format!("value = \"filming\"\nvalid = \"{first}\"\ncite = \"early#1\""),
            &format!("value = \"released\"\nvalid = \"{second}\"\ncite = \"later#1\""),
            &["SUPERSESSION stage: filming [early] / released [later]"],
        );
    }
}

#[test]
fn times_that_may_and_need_not_be_the_same_tell_nothing() {
    for (first, second) in [
        ("valid = \"2023\"", "valid = \"2023-04-24\""),
        ("valid = \"2023\"", ""),
    ] {
        check_pair(
            "stage",
            &format!("value = \"filming\"\n{first}\ncite = \"early#1\""),
            &format!("value = \"released\"\n{second}\ncite = \"later#1\""),
            &[],
        );
    }
}

#[test]
fn the_same_answer_at_a_later_time_supersedes_nothing() {
    check_pair(
        "stage",
        "value = \"filming\"\nvalid = \"2021\"\ncite = \"early#1\"",
        "value = \"filming\"\nvalid = \"2023\"\ncite = \"later#1\"",
        &[],
    );
}
