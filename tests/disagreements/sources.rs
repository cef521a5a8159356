//! Which sources contradict a source, and what does it mention?

use super::{SEVERAL, story};
use crate::support::{ask, data, each};
use serde_json::{Value, json};

fn opposing(found: &Value) -> Value {
    let answer = &found["source"];
    assert_eq!(
        answer["contradictedByCount"],
        answer["contradictedBy"].as_array().map_or(0, Vec::len)
    );
    answer["contradictedBy"].clone()
}

#[track_caller]
fn check(source: &str, view: &str, expected: &Value) {
    let query = format!(
        "{{ source(id: \"{source}\"{view}) {{
            contradictedByCount
            contradictedBy {{ source {{ id }} disagreements {{ predicate }} disagreementCount }}
        }} }}"
    );
    assert_eq!(
        opposing(&data(&story(SEVERAL), &query)),
        *expected,
        "{source}{view}"
    );
}

#[test]
fn a_source_is_contradicted_by_those_that_take_another_side() {
    let by = |source: &str, predicate: &str| {
        json!({
            "source": { "id": source },
            "disagreements": [{ "predicate": predicate }],
            "disagreementCount": 1,
        })
    };
    check(
        "early",
        "",
        &json!([by("later", "release-date"), by("latest", "premiered-at")]),
    );
    check("later", "", &json!([by("early", "release-date")]));
    check(
        "early",
        r#", view: { exceptSources: ["later"] }"#,
        &json!([by("latest", "premiered-at")]),
    );
    check(
        "later",
        r#", view: { exceptSources: ["early"] }"#,
        &json!([]),
    );
}

#[test]
fn a_source_that_tells_both_sides_is_not_contradicted_by_itself() {
    let answer = ask(r#"{ source(id: "doc-001") {
        contradictedByCount contradictedBy { source { id } disagreements { predicate } }
    } }"#);
    let opposing = opposing(&answer);
    let sources: Vec<_> = opposing
        .as_array()
        .map(|all| all.iter().map(|it| it["source"]["id"].clone()).collect())
        .unwrap_or_default();
    assert_eq!(sources, ["doc-000", "doc-002"]);
}

#[test]
fn a_source_mentions_what_is_at_either_end_of_its_claims() {
    let engine = story(SEVERAL);
    let mentioned = |source: &str, view: &str| {
        let query =
            format!("{{ source(id: \"{source}\"{view}) {{ entities {{ id }} entityCount }} }}");
        let answer = data(&engine, &query);
        let entities = each(&answer["source"]["entities"], "id");
        assert_eq!(answer["source"]["entityCount"], entities.len());
        entities.join(" ")
    };
    assert_eq!(mentioned("early", ""), "rust venice");
    assert_eq!(mentioned("later", ""), "rust");
    assert_eq!(mentioned("latest", ""), "berlin rust");
}
