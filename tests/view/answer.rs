//! How does a view look over the wire?

use crate::support::{SHIPPED, ask, codes, each, response};
use serde_json::{Value, json};

fn at(view: &str, fields: &str) -> Value {
    let query = fields.replace("VIEW", &format!("view: {{ {view} }}"));
    ask(&query)
}

#[test]
fn a_work_that_no_source_had_told_of_is_not_there() {
    let query =
        r#"{ documentary(id: "last-take", VIEW) { name } documentaries(VIEW) { totalCount } }"#;
    let before = at(r#"knownAt: "2023-01-21""#, query);
    assert_eq!(before["documentary"], Value::Null);
    assert_eq!(before["documentaries"]["totalCount"], 0);
    let after = at(r#"knownAt: "2025-02-06""#, query);
    assert_ne!(after["documentary"], Value::Null);
}

#[test]
fn everything_below_a_root_field_obeys_its_view() {
    let data = ask(r#"{
            person(id: "alec-baldwin", view: { onlySources: ["doc-001"] }) {
                claims(first: 100) { nodes { citations { source { id } } } }
                chargedIn { edges { claims { citations { source { id } } }
                    node { claims(first: 100) { nodes { citations { source { id } } } } } } }
            }
        }"#);
    let text = data.to_string();
    assert!(text.contains("doc-001"), "{text}");
    for other in ["doc-000", "doc-002", "doc-003", "doc-004"] {
        assert!(!text.contains(other), "{text}");
    }
}

#[test]
fn a_source_that_falls_away_takes_what_only_it_says_along() {
    let query = r#"{ sources(VIEW) { nodes { id } } claims: statistics(VIEW) { claimCount } }"#;
    let all = at("", query);
    let without = at(r#"exceptSources: ["doc-003"]"#, query);
    assert_eq!(
        each(&without["sources"]["nodes"], "id"),
        ["doc-000", "doc-001", "doc-002", "doc-004"]
    );
    let count = |data: &Value| data["claims"]["claimCount"].as_u64();
    assert!(count(&without) < count(&all));
}

#[test]
fn two_views_stand_side_by_side_in_one_operation() {
    let response = response(
        &SHIPPED,
        r#"{
            before: sources(view: { knownAt: "2023-01-21" }) { totalCount }
            after: sources(view: { knownAt: "2023-04" }) { totalCount }
            all: sources { totalCount }
        }"#,
    );
    assert_eq!(
        response["data"],
        json!({
            "before": { "totalCount": 1 },
            "after": { "totalCount": 2 },
            "all": { "totalCount": 5 },
        })
    );
}

#[test]
fn the_response_repeats_its_views_and_names_the_snapshot() {
    let snapshot = ask("{ statistics { snapshot } }")["statistics"]["snapshot"].clone();
    let response = response(
        &SHIPPED,
        r#"{
            person(id: "alec-baldwin", view: {
                knownAt: "2023-04-24", validAt: "2023", exceptSources: ["doc-003", "doc-001"]
            }) { name }
            other: person(id: "alec-baldwin") { name }
        }"#,
    );
    assert_eq!(
        response["extensions"],
        json!({
            "snapshot": snapshot,
            "views": {
                "person": {
                    "validAt": "2023",
                    "knownAt": "2023-04-24",
                    "exceptSources": ["doc-001", "doc-003"],
                },
            },
        })
    );
}

#[test]
fn a_view_that_restricts_nothing_is_no_view() {
    for view in ["{}", "null", "{ validAt: null, exceptSources: [] }"] {
        let response = response(
            &SHIPPED,
            &format!("{{ people(view: {view}) {{ totalCount }} }}"),
        );
        assert_eq!(response.get("extensions"), None);
        assert_eq!(response.get("errors"), None);
    }
}

#[test]
fn a_view_may_come_as_a_variable() {
    let request = crate::support::request(
        "query($view: View) { sources(view: $view) { totalCount } }",
        json!({ "view": { "knownAt": "2023-01-21" } }),
    );
    let response = crate::support::parsed(&SHIPPED.answer(&request));
    assert_eq!(response["data"]["sources"]["totalCount"], 1);
    assert_eq!(
        response["extensions"]["views"]["sources"]["knownAt"],
        "2023-01-21"
    );
}

#[test]
fn a_cursor_taken_under_one_view_is_refused_under_another() {
    let page =
        ask(r#"{ people(first: 2, view: { knownAt: "2023-04-24" }) { pageInfo { endCursor } } }"#);
    let cursor = &page["people"]["pageInfo"]["endCursor"];
    let people = |view: &str| {
        let query = format!("{{ people(first: 2, after: {cursor}{view}) {{ nodes {{ id }} }} }}");
        response(&SHIPPED, &query)
    };
    for view in [
        "",
        r#", view: { knownAt: "2023-04-25" }"#,
        r#", view: { validAt: "2023" }"#,
    ] {
        assert_eq!(codes(&people(view)), ["CURSOR_FOREIGN"], "{view}");
    }
    let same = people(r#", view: { knownAt: "2023-04-24" }"#);
    assert_eq!(same.get("errors"), None);
}

#[test]
fn a_view_of_an_unknown_source_is_refused() {
    let query = r#"{ people(view: { onlySources: ["doc-9"] }) { totalCount } }"#;
    assert_eq!(codes(&response(&SHIPPED, query)), ["UNKNOWN_SOURCE"]);
}

#[test]
fn certainty_tells_whether_a_claim_holds_on_the_day() {
    let query = r#"{ person(id: "alec-baldwin", VIEW) {
        claims(first: 500) { nodes { certainty period { text } } }
    } }"#;
    let all = ask(&query.replace(", VIEW", ""));
    let certainties = |data: &Value| -> Vec<Value> {
        let nodes = data["person"]["claims"]["nodes"].as_array().cloned();
        nodes
            .unwrap_or_default()
            .into_iter()
            .map(|mut node| node["certainty"].take())
            .collect()
    };
    assert!(certainties(&all).iter().all(Value::is_null));
    let then = certainties(&at(r#"validAt: "2021-10-21""#, query));
    assert!(
        then.contains(&json!("YES")) && then.contains(&json!("PERHAPS")),
        "{then:?}"
    );
    assert!(then.len() < certainties(&all).len());
}
