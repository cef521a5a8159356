//! Who denies, words or corrects what others say?

use super::{DENIED_IN_PASSING, check, check_pair, claim, story, told};
use crate::support::data;
use serde_json::{Value, json};

#[test]
fn a_passage_that_denies_stands_against_those_that_say_so() {
    check(
        DENIED_IN_PASSING,
        &["DENIAL directed: ann: directed rust [early] / ann: directed rust (denied) [later]"],
    );
    check_pair(
        "directors",
        "to = \"ann\"\ncite = \"early#1\"",
        "to = \"bob\"\ncite = \"later#1\"",
        &[],
    );
}

#[test]
fn a_denial_shows_who_denies_and_where() {
    let answer = data(
        &story(DENIED_IN_PASSING),
        "{ disagreements { nodes { text about { id } sides {
            claimCount claims { citationCount }
            citationCount citations { source { id } paragraph stance attributedTo { name } }
        } } } }",
    );
    let side = |source: &str, paragraph: u8, stance: &str, by: Value| {
        json!({
            "claimCount": 1,
            "claims": [{ "citationCount": 2 }],
            "citationCount": 1,
            "citations": [{
                "source": { "id": source },
                "paragraph": paragraph,
                "stance": stance,
                "attributedTo": by,
            }],
        })
    };
    assert_eq!(
        answer["disagreements"]["nodes"],
        json!([{
            "text": "\"ann: directed rust\" is denied.",
            "about": { "id": "ann" },
            "sides": [
                side("early", 1, "ASSERTS", json!([])),
                side("later", 2, "DENIES", json!([{ "name": "bob" }])),
            ],
        }])
    );
}

#[test]
fn a_denied_claim_stands_against_one_that_says_the_same() {
    let denied = |rest: &str| {
        format!(
            "to = \"ann\"\nstatus = \"denied\"\n{rest}\ncite = {{ at = \"later#1\", by = [\"ann\"], stance = \"denies\" }}"
        )
    };
    let said = |rest: &str| format!("to = \"ann\"\n{rest}\ncite = \"early#1\"");
    let both =
        ["DENIAL directed: ann: directed rust [early] / ann: directed rust (denied) [later]"];
    let alone = ["DENIAL directed: ann: directed rust (denied) [later]"];
    check_pair("directors", &said(""), &denied(""), &both);
    check_pair("directors", &said("part = \"first\""), &denied(""), &both);
    check_pair("directors", &said(""), &denied("part = \"first\""), &alone);
    check_pair(
        "directors",
        &said("valid = \"2021\""),
        &denied("valid = \"2021-10\""),
        &both,
    );
    check_pair(
        "directors",
        &said("valid = \"2021\""),
        &denied("valid = \"2023\""),
        &alone,
    );
}

#[test]
fn what_is_disputed_is_told_with_the_passages_that_tell_both_sides() {
    check(
        &claim(
            "directors",
            "to = \"ann\"\nstatus = \"disputed\"\ncite = \"early#1\"",
        ),
        &["DENIAL directed: ann: directed rust [early] / ann: directed rust (disputed) [early]"],
    );
}

#[test]
fn a_denied_answer_contradicts_no_other() {
    check_pair(
        "release-date",
        "value = \"2025-05-01\"\nstatus = \"denied\"\ncite = { at = \"early#1\", stance = \"denies\" }",
        "value = \"2025-05-02\"\ncite = \"later#1\"",
        &["DENIAL release-date: rust: release date 2025-05-01 (denied) [early]"],
    );
}

// ---- Wording ----

#[test]
fn different_sources_may_tell_one_thing_in_different_words() {
    let value = |words: &str, source: &str| format!("value = \"{words}\"\ncite = \"{source}#1\"");
    check_pair(
        "synopsis",
        &value("A storm at sea.", "early"),
        &value("A ship in distress.", "later"),
        &["WORDING synopsis: A storm at sea. [early] / A ship in distress. [later]"],
    );
    let once = value("A storm at sea.", "early");
    check_pair(
        "synopsis",
        &once,
        &value("A ship in distress.", "early"),
        &[],
    );
    check_pair("keyword", &once, &value("ship", "later"), &[]);
    check_pair(
        "synopsis",
        &format!("{once}\nvalid = \"2021\""),
        &format!(
            "{}\nvalid = \"2023\"",
            value("A ship in distress.", "later")
        ),
        &[],
    );
}

#[test]
fn reasons_of_different_sources_are_told_side_by_side() {
    let ground =
        |words: &str, cite: &str| claim("ground", &format!("value = \"{words}\"\ncite = [{cite}]"));
    check(
        &(ground("the weather", "\"early#1\", \"latest#1\"") + &ground("a strike", "\"later#1\"")),
        &["WORDING ground: the weather [early latest] / a strike [later]"],
    );
    check(
        &(ground("the weather", "\"early#1\"") + &ground("a strike", "\"early#1\", \"later#1\"")),
        &[],
    );
}

// ---- Correction ----

fn corrected(by: &str) -> String {
    let first = format!(
        "value = \"2025-05-01\"\ncite = \"early#1\"\n\
         retracted = {{ cite = \"latest#2\", reason = \"A digit was wrong.\"{by} }}"
    );
    claim("release-date", &first)
        + &claim(
            "release-date",
            "id = \"second-date\"\nvalue = \"2025-05-02\"\ncite = \"later#1\"",
        )
}

#[test]
fn a_correction_is_no_contradiction_once_it_is_known() {
    let engine = story(&corrected(", corrected-by = \"second-date\""));
    assert_eq!(
        told(&engine, ""),
        [
            "CORRECTION release-date: rust: release date 2025-05-01 [early] / \
          rust: release date 2025-05-02 [later latest]"
        ]
    );
    assert_eq!(
        told(&engine, r#"(view: { knownAt: "2025-01" })"#),
        ["CONTRADICTION release-date: 2025-05-01 [early] / 2025-05-02 [later]"]
    );
}

#[test]
fn a_claim_that_was_withdrawn_for_nothing_is_no_correction() {
    check(&corrected(""), &[]);
}
