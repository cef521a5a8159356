//! Is what became known between two days told, field by field?

use crate::support::{ask, data, engine_of, items, response};
use serde_json::{Value, json};
use throughline::engine::Engine;
use throughline::schema::Story;

const ONTOLOGY: &str = r#"
[story]
name = "News"
description = "What became known when."

[type.Film]
plural = "films"
description = "A film."

[attribute.release-date]
on = "Film"
type = "date"
description = "The day of its release."

[attribute.title]
on = "Film"
type = "text"
plural = "titles"
description = "What it was called."

[relation.follows]
from = "Film"
to = "Film"
inverse = "followed-by"
description = "What came before it."
inverse-description = "What came after it."
"#;

const FILMS: &str = r#"
entity = "rust"
type = "Film"
name = "Rust"

[[release-date]]
id = "first-date"
value = "2024"
cite = "monday#1"
retracted = { cite = "friday#1", reason = "The year was wrong.", corrected-by = "second-date" }

[[release-date]]
id = "second-date"
value = "2025-05-02"
cite = "friday#2"

[[title]]
id = "title"
value = "Ore"
cite = ["tuesday#1", "monday#2", "tuesday#2", { at = "friday#3", stance = "denies" }]

[[follows]]
id = "order"
to = "iron"
valid = "2022"
cite = "month#1"
retracted = { cite = "friday#4", reason = "They have nothing to do with each other." }
"#;

const OTHER: &str = "entity = \"iron\"\ntype = \"Film\"\nname = \"Iron\"\n";

fn engine() -> Engine<Story> {
    engine_with(FILMS)
}

fn engine_with(film: &str) -> Engine<Story> {
    let source = |id: &str, published: &str| {
        format!("source = \"{id}\"\nname = \"{id}\"\npublished = \"{published}\"\nparagraphs = 9\n")
    };
    engine_of(&[
        ("ontology.toml", ONTOLOGY),
        ("monday.toml", &source("monday", "2023-05-01")),
        ("tuesday.toml", &source("tuesday", "2023-05-02")),
        ("month.toml", &source("month", "2023-05")),
        ("friday.toml", &source("friday", "2023-06-02")),
        ("sunday.toml", &source("sunday", "2023-06-04")),
        ("rust.toml", film),
        ("iron.toml", OTHER),
    ])
}

/// Compares the kind, the source and the claim of each change.
#[track_caller]
fn check(arguments: &str, expected: &[[&str; 3]]) {
    let query = format!(
        "{{ changes({arguments}) {{ totalCount nodes {{ kind source {{ id }} claim {{ id }} }} }} }}"
    );
    let answer = data(&engine(), &query);
    let changes = &answer["changes"];
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let found: Vec<_> = items(&changes["nodes"])
        .iter()
        .map(|node| [&node["kind"], &node["source"]["id"], &node["claim"]["id"]].map(text))
        .collect();
    assert_eq!(found, expected, "{arguments}");
    assert_eq!(changes["totalCount"], expected.len());
}

const DATE_ADDED: [&str; 3] = ["ADDED", "monday", "first-date"];
const TITLE_ADDED: [&str; 3] = ["ADDED", "monday", "title"];
const TITLE_CONFIRMED: [&str; 3] = ["CONFIRMED", "tuesday", "title"];
const ORDER_ADDED: [&str; 3] = ["ADDED", "month", "order"];
const DATE_CORRECTED: [&str; 3] = ["CORRECTED", "friday", "first-date"];
const CORRECTION_ADDED: [&str; 3] = ["ADDED", "friday", "second-date"];
const TITLE_DENIED: [&str; 3] = ["DENIED", "friday", "title"];
const ORDER_RETRACTED: [&str; 3] = ["RETRACTED", "friday", "order"];

#[test]
fn changes_are_told_in_the_order_of_publication_and_then_field_by_field() {
    let all = [
        DATE_ADDED,
        TITLE_ADDED,
        TITLE_CONFIRMED,
        ORDER_ADDED,
        DATE_CORRECTED,
        CORRECTION_ADDED,
        TITLE_DENIED,
        ORDER_RETRACTED,
    ];
    check(r#"from: "2020""#, &all);
}

#[test]
fn what_was_known_before_the_interval_is_not_told_and_what_was_published_on_its_last_day_is() {
    check(
        r#"from: "2023-05-01", to: "2023-05-02""#,
        &[TITLE_CONFIRMED],
    );
    check(r#"from: "2023-05-02", to: "2023-05-02""#, &[]);
    check(r#"from: "2023-06-02", to: "2023-05-01""#, &[]);
}

#[test]
fn a_source_of_an_unknown_day_counts_from_the_last_day_that_it_may_mean() {
    check(r#"from: "2023-05-02", to: "2023-05-31""#, &[ORDER_ADDED]);
    check(r#"from: "2023-05-02", to: "2023-05-30""#, &[]);
    check(
        r#"from: "2022", to: "2023-05""#,
        &[DATE_ADDED, TITLE_ADDED, TITLE_CONFIRMED, ORDER_ADDED],
    );
}

#[test]
fn kinds_and_what_they_are_about_can_be_chosen() {
    let denied = r#"from: "2020", kinds: [DENIED, RETRACTED]"#;
    check(denied, &[TITLE_DENIED, ORDER_RETRACTED]);
    check(r#"from: "2020", kinds: []"#, &[]);
    check(
        r#"from: "2020", about: "iron""#,
        &[ORDER_ADDED, ORDER_RETRACTED],
    );
    check(r#"from: "2020", about: "nothing""#, &[]);
}

#[test]
fn what_the_view_does_not_read_changes_nothing() {
    let without_friday = r#"from: "2020", view: { exceptSources: ["friday"] }"#;
    let until_may = r#"from: "2020", to: "2024", view: { knownAt: "2023-05-31" }"#;
    let before_friday = [DATE_ADDED, TITLE_ADDED, TITLE_CONFIRMED, ORDER_ADDED];
    check(without_friday, &before_friday);
    check(until_may, &before_friday);
    check(
        r#"from: "2020", about: "rust", view: { exceptSources: ["monday"], validAt: "2021" }"#,
        &[
            ["ADDED", "tuesday", "title"],
            CORRECTION_ADDED,
            TITLE_DENIED,
        ],
    );
}

#[test]
fn a_correction_that_is_not_known_leaves_a_retraction() {
    let corrected_later = FILMS.replace("cite = \"friday#2\"", "cite = \"sunday#1\"");
    assert_ne!(corrected_later, FILMS);
    let engine = engine_with(&corrected_later);
    let query = r#"{ changes(from: "2023-06-01", kinds: [CORRECTED, RETRACTED]) {
        nodes { kind claim { id } }
    } }"#;
    let retracted = |id: &str| json!({ "kind": "RETRACTED", "claim": { "id": id } });
    let nodes = [retracted("first-date"), retracted("order")];
    assert_eq!(data(&engine, query)["changes"]["nodes"], json!(nodes));
}

#[test]
fn the_answer_for_a_field_is_told_where_it_has_changed() {
    let query = r#"{ changes(from: "2023-04", about: "rust") {
        nodes { date field entity { id } text before { id } after { id } }
    } }"#;
    let answer = data(&engine(), query);
    let change = |date: &str, field: &str, text: &str, before: Value, after: Value| {
        json!({
            "date": date, "field": field, "entity": { "id": "rust" }, "text": text,
            "before": before, "after": after,
        })
    };
    let claim = |id: &str| json!({ "id": id });
    let (first, second) = (claim("first-date"), claim("second-date"));
    let nothing = Value::Null;
    let expected = [
        change(
            "2023-05-01",
            "release-date",
            "Rust: release date 2024 (retracted), first told in \"monday\"",
            nothing.clone(),
            first.clone(),
        ),
        change(
            "2023-05-01",
            "title",
            "Rust: title Ore, first told in \"monday\"",
            nothing.clone(),
            nothing.clone(),
        ),
        change(
            "2023-05-02",
            "title",
            "Rust: title Ore, told again in \"tuesday\"",
            nothing.clone(),
            nothing.clone(),
        ),
        change(
            "2023-05",
            "follows",
            "Rust: follows Iron (retracted), first told in \"month\"",
            nothing.clone(),
            nothing.clone(),
        ),
        change(
            "2023-06-02",
            "release-date",
            "Rust: release date 2024 (retracted), corrected in \"friday\" to release date 2025-05-02",
            first.clone(),
            second.clone(),
        ),
        change(
            "2023-06-02",
            "release-date",
            "Rust: release date 2025-05-02, first told in \"friday\"",
            first,
            second,
        ),
        change(
            "2023-06-02",
            "title",
            "Rust: title Ore, denied in \"friday\"",
            nothing.clone(),
            nothing.clone(),
        ),
        change(
            "2023-06-02",
            "follows",
            "Rust: follows Iron (retracted), withdrawn in \"friday\"",
            nothing.clone(),
            nothing,
        ),
    ];
    assert_eq!(answer["changes"]["nodes"], json!(expected));
}

#[test]
fn changes_are_paged_and_a_cursor_belongs_to_one_question() {
    let engine = engine();
    let page = |arguments: &str| {
        let query = format!(
            "{{ changes({arguments}) {{ pageInfo {{ hasNextPage endCursor }}
                nodes {{ kind claim {{ id }} }} }} }}"
        );
        response(&engine, &query)
    };
    let whole = page(r#"from: "2020", first: 100"#)["data"]["changes"]["nodes"].take();
    let (mut after, mut found) = (Value::Null, Vec::new());
    loop {
        let mut answer = page(&format!(r#"from: "2020", first: 3, after: {after}"#));
        let page = answer["data"]["changes"].take();
        found.extend_from_slice(items(&page["nodes"]));
        after = page["pageInfo"]["endCursor"].clone();
        if page["pageInfo"]["hasNextPage"] != json!(true) {
            break;
        }
    }
    assert_eq!(json!(found), whole);
    for other in [
        r#"from: "2021""#,
        r#"from: "2020", to: "2024""#,
        r#"from: "2020", kinds: [ADDED]"#,
        r#"from: "2020", about: "rust""#,
        r#"from: "2020", view: { knownAt: "2023" }"#,
    ] {
        let refused = page(&format!("{other}, after: {after}"));
        let code = &refused["errors"][0]["extensions"]["code"];
        assert_eq!(code, "CURSOR_FOREIGN", "{other}");
    }
}

#[test]
fn the_last_document_adds_the_dismissal_to_what_is_known_of_the_actor() {
    let query = r#"{ changes(from: "2024-12-23", to: "2024-12-24", about: "alec-baldwin", first: 500) {
        totalCount
        nodes { kind date source { id } field entity { id } }
    } }"#;
    let answer = ask(query);
    let nodes = items(&answer["changes"]["nodes"]);
    assert_eq!(answer["changes"]["totalCount"], nodes.len());
    for node in nodes {
        assert_eq!(node["date"], "2024-12-24");
        assert_eq!(node["source"]["id"], "doc-003");
    }
    let steps: Vec<&str> = nodes
        .iter()
        .filter(|node| node["kind"] == "ADDED" && node["field"] == "concerns")
        .filter_map(|node| node["entity"]["id"].as_str())
        .collect();
    assert!(steps.contains(&"baldwin-dismissal-2024"), "{steps:?}");
    assert!(!steps.contains(&"baldwin-charge"), "{steps:?}");
}
