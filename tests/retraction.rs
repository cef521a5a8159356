//! What is answered about a claim that was withdrawn?

use crate::support::{data, each, engine_of};
use serde_json::json;
use throughline::engine::Engine;
use throughline::schema::Story;

const LETTER: &str = r#"
source = "letter"
name = "Letter"
published = "2024-03-06"
paragraphs = 3
"#;

const NOTICE: &str = r#"
source = "notice"
name = "Notice of a correction"
published = "2025-02-06"
paragraphs = 2
"#;

const FILM: &str = r#"
entity = "rust"
type = "Production"
name = "Rust"
"#;

/// A person whose age and function were told wrong at first.
const PERSON: &str = r#"
entity = "zoe"
type = "Person"
name = "Zoe"

[[age]]
value = 42
id = "first-age"
cite = "letter#1"
retracted = { cite = { at = "notice#2", by = ["zoe"] }, reason = "A digit was wrong.", corrected-by = "second-age" }

[[age]]
value = 24
id = "second-age"
cite = "notice#2"

[[born]]
value = "1999"
id = "birth"
cite = "letter#1"
retracted = { cite = "notice#1", reason = "Nobody knows." }

[[alias]]
value = "Zoo"
id = "alias"
cite = "letter#2"
retracted = { cite = "notice#1", reason = "Nobody calls her so." }

[[armorer-of]]
to = "rust"
valid = "2021"
id = "function"
cite = "letter#3"
retracted = { cite = "notice#1", reason = "She was a visitor." }
"#;

fn engine() -> Engine<Story> {
    engine_of(&[
        ("ontology.toml", include_str!("minimal/ontology.toml")),
        ("letter.toml", LETTER),
        ("notice.toml", NOTICE),
        ("rust.toml", FILM),
        ("zoe.toml", PERSON),
    ])
}

#[test]
fn a_retracted_claim_tells_who_withdrew_it_why_and_what_replaces_it() {
    let answer = data(
        &engine(),
        r#"{ claim(id: "first-age") {
            __typename
            text
            status
            citations { source { id } }
            retraction {
                __typename
                reason
                citation { source { id published } paragraph stance attributedTo { name } }
                correctedBy { id text status retraction { reason } }
            }
        } }"#,
    );
    assert_eq!(
        answer["claim"],
        json!({
            "__typename": "Claim",
            "text": "42",
            "status": "RETRACTED",
            "citations": [{ "source": { "id": "letter" } }],
            "retraction": {
                "__typename": "Retraction",
                "reason": "A digit was wrong.",
                "citation": {
                    "source": { "id": "notice", "published": "2025-02-06" },
                    "paragraph": 2,
                    "stance": "REPORTS",
                    "attributedTo": [{ "name": "Zoe" }],
                },
                "correctedBy": {
                    "id": "second-age",
                    "text": "24",
                    "status": "REPORTED",
                    "retraction": null,
                },
            },
        })
    );
}

#[test]
fn what_was_retracted_answers_for_nothing_and_is_kept_among_the_claims() {
    let answer = data(
        &engine(),
        r#"{ person(id: "zoe") {
            age
            born
            aliases
            armorerOf { edges { period { text } claims { id status } } }
            claims { nodes { id } }
        } }"#,
    );
    let person = &answer["person"];
    assert_eq!(person["age"], 24);
    assert_eq!(person["born"], json!(null));
    assert_eq!(person["aliases"], json!([]));
    assert_eq!(person["armorerOf"]["edges"], json!([]));
    assert_eq!(
        each(&person["claims"]["nodes"], "id"),
        ["alias", "first-age", "second-age", "birth", "function"]
    );
}

#[test]
fn a_source_leads_to_what_it_withdraws_each_claim_once() {
    let answer = data(
        &engine(),
        r#"{
            letter: source(id: "letter") { claims { nodes { id } } }
            notice: source(id: "notice") { claims { nodes { id } } }
        }"#,
    );
    assert_eq!(
        each(&answer["letter"]["claims"]["nodes"], "id"),
        ["alias", "first-age", "birth", "function"]
    );
    assert_eq!(
        each(&answer["notice"]["claims"]["nodes"], "id"),
        ["alias", "first-age", "second-age", "birth", "function"]
    );
}

#[test]
fn the_story_as_known_before_a_retraction_still_answers() {
    let answer = data(
        &engine(),
        r#"{ person(id: "zoe", view: { knownAt: "2025-02-05" }) {
            age
            born
            aliases
            armorerOf { edges { period { text } claims { id status retraction { reason } } } }
        } }"#,
    );
    assert_eq!(
        answer["person"],
        json!({
            "age": 42,
            "born": "1999",
            "aliases": ["Zoo"],
            "armorerOf": { "edges": [{
                "period": { "text": "2021" },
                "claims": [{ "id": "function", "status": "REPORTED", "retraction": null }],
            }] },
        })
    );
}
