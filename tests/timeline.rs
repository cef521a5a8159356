//! Is what happened told in the order of time?

use crate::support::{ask, data, each, engine_of, items};
use serde_json::{Value, json};

const ONTOLOGY: &str = r#"
[story]
name = "Order"
description = "What happened when."

[type.Person]
plural = "people"
description = "A person."

[type.Film]
plural = "films"
description = "A film."

[attribute.release-date]
on = "Film"
type = "date"
description = "The day of its release."

[attribute.stage]
on = "Film"
type = "text"
description = "How far it had come."

[relation.directed]
from = "Person"
to = "Film"
inverse = "directors"
description = "What the person directed."
inverse-description = "Who directed it."
"#;

const SOURCE: &str =
    "source = \"paper\"\nname = \"Paper\"\npublished = \"2025-05-02\"\nparagraphs = 9\n";

const FILM: &str = r#"
entity = "rust"
type = "Film"
name = "Rust"

[[release-date]]
value = "2025-05"
cite = "paper#1"

[[stage]]
value = "filming"
valid = "2021-10/2021-10-21"
cite = "paper#2"

[[stage]]
value = "awaiting release"
valid = "2021-10-21"
status = "denied"
cite = "paper#2"

[[directors]]
to = "joel-souza"
valid = "2021/.."
cite = "paper#3"
"#;

const PERSON: &str = "entity = \"joel-souza\"\ntype = \"Person\"\nname = \"Joel Souza\"\n";

#[track_caller]
fn check(arguments: &str, expected: &[(&str, &str, &str)]) {
    let engine = engine_of(&[
        ("ontology.toml", ONTOLOGY),
        ("paper.toml", SOURCE),
        ("rust.toml", FILM),
        ("souza.toml", PERSON),
    ]);
    let query = format!("{{ timeline{arguments} {{ totalCount nodes {{ date kind text }} }} }}");
    let answer = data(&engine, &query);
    let found: Vec<_> = items(&answer["timeline"]["nodes"])
        .iter()
        .map(|node| ["date", "kind", "text"].map(|key| node[key].as_str().unwrap_or_default()))
        .map(|[date, kind, text]| (date, kind, text))
        .collect();
    assert_eq!(found, expected, "{arguments}");
    assert_eq!(answer["timeline"]["totalCount"], expected.len());
}

const DIRECTED: (&str, &str, &str) = ("2021", "BEGAN", "Joel Souza: directed Rust");
const FILMING: (&str, &str, &str) = ("2021-10", "BEGAN", "Rust: stage filming");
const END_OF_FILMING: (&str, &str, &str) = ("2021-10-21", "ENDED", "Rust: stage filming");
const RELEASE: (&str, &str, &str) = ("2025-05", "DATED", "Rust: release date 2025-05");

#[test]
fn dates_and_ends_of_periods_come_in_the_order_of_their_earliest_days() {
    check("", &[DIRECTED, FILMING, END_OF_FILMING, RELEASE]);
}

#[test]
fn an_entity_is_told_with_the_dates_of_what_it_is_linked_with() {
    check(r#"(about: "joel-souza")"#, &[DIRECTED, RELEASE]);
    check(r#"(about: "nobody")"#, &[]);
}

#[test]
fn an_era_holds_what_may_have_happened_in_it() {
    check(r#"(from: "2021-10-22")"#, &[DIRECTED, FILMING, RELEASE]);
    check(r#"(from: "2022", to: "2025-05-01")"#, &[RELEASE]);
    check(r#"(to: "2021-09")"#, &[DIRECTED]);
}

#[test]
fn a_timeline_obeys_its_view_and_is_paged() {
    let page = |after: &Value| {
        let query = format!(
            r#"{{ timeline(about: "alec-baldwin", first: 7, after: {after},
                view: {{ knownAt: "2023-04-24" }}) {{
                totalCount pageInfo {{ hasNextPage endCursor }}
                nodes {{ date claim {{ citations {{ source {{ id }} }} }} }}
            }} }}"#
        );
        ask(&query)["timeline"].take()
    };
    let (mut after, mut dates) = (Value::Null, Vec::new());
    loop {
        let page = page(&after);
        for node in items(&page["nodes"]) {
            for citation in items(&node["claim"]["citations"]) {
                assert!(
                    ["doc-000", "doc-001"]
                        .contains(&citation["source"]["id"].as_str().unwrap_or(""))
                );
            }
        }
        dates.extend(each(&page["nodes"], "date").into_iter().map(str::to_owned));
        after = page["pageInfo"]["endCursor"].clone();
        if page["pageInfo"]["hasNextPage"] != json!(true) {
            assert_eq!(page["totalCount"], dates.len());
            break;
        }
    }
    assert!(dates.len() > 7);
}
