//! How many independent origins speak for a claim?

use crate::support::{data, engine_of, items};
use serde_json::{Value, json};
use throughline::engine::Engine;
use throughline::schema::Story;

const ONTOLOGY: &str = r#"
[story]
name = "Origins"
description = "Who has it from whom."

[type.Agent]
plural = "agents"
description = "Somebody who speaks."

[attribute.occupation]
on = "Agent"
type = "text"
plural = "occupations"
description = "What they do."
"#;

/// Returns a story in which one claim has these citations.
#[track_caller]
fn story(cite: &str) -> Engine<Story> {
    let source = |id: &str, publisher: &str| {
        format!(
            "source = \"{id}\"\nname = \"The {id}\"\n{publisher}published = \"2025-05-02\"\n\
             paragraphs = 9\n"
        )
    };
    let agent = |id: &str| format!("entity = \"{id}\"\ntype = \"Agent\"\nname = \"{id}\"\n");
    let claim = format!("\n[[occupation]]\nid = \"claim\"\nvalue = \"armorer\"\ncite = [{cite}]\n");
    let files = [
        ("ontology.toml", ONTOLOGY.to_owned()),
        (
            "morning.toml",
            source("morning", "publisher = \"Gazette\"\n"),
        ),
        (
            "evening.toml",
            source("evening", "publisher = \"Gazette\"\n"),
        ),
        ("letter.toml", source("letter", "")),
        ("notice.toml", source("notice", "")),
        ("ann.toml", agent("ann") + &claim),
        ("bob.toml", agent("bob")),
        ("agency.toml", agent("agency")),
    ];
    engine_of(&files.each_ref().map(|(path, text)| (*path, text.as_str())))
}

/// Checks the origins of the claim, each with the sources of its passages, and how many sources
/// there are.
#[track_caller]
fn check(cite: &str, view: &str, expected: &[(&str, &[&str])], n_sources: usize) {
    let query = format!(
        "{{ claim(id: \"claim\"{view}) {{ corroboration {{
            originCount sourceCount
            origins {{ text citations {{ source {{ id }} }} }}
        }} }} }}"
    );
    let found = data(&story(cite), &query)["claim"]["corroboration"].take();
    let origins: Vec<_> = items(&found["origins"])
        .iter()
        .map(|origin| {
            let sources = items(&origin["citations"]).iter();
            let sources = sources.map(|it| it["source"]["id"].as_str().unwrap_or_default());
            let name = origin["text"].as_str().unwrap_or_default();
            (name, sources.collect::<Vec<_>>())
        })
        .collect();
    let expected: Vec<_> = expected
        .iter()
        .map(|(name, ids)| (*name, ids.to_vec()))
        .collect();
    assert_eq!(origins, expected, "{cite}");
    assert_eq!(found["originCount"], expected.len(), "{cite}");
    assert_eq!(found["sourceCount"], n_sources, "{cite}");
}

#[test]
fn sources_that_speak_for_themselves_are_origins_of_their_own() {
    check(
        r#""letter#1", "notice#1""#,
        "",
        &[("The letter", &["letter"]), ("The notice", &["notice"])],
        2,
    );
}

#[test]
fn sources_of_one_publisher_count_once() {
    check(
        r#""morning#1", "evening#1", "letter#1""#,
        "",
        &[
            ("Gazette", &["evening", "morning"]),
            ("The letter", &["letter"]),
        ],
        3,
    );
}

#[test]
fn sources_that_repeat_one_speaker_count_once_however_it_reached_them() {
    check(
        r#"{ at = "letter#1", by = ["bob"] }, { at = "morning#1", by = ["bob", "agency"] },
           { at = "notice#1", by = ["agency"] }"#,
        "",
        &[("bob", &["letter", "morning"]), ("agency", &["notice"])],
        3,
    );
}

#[test]
fn who_denies_speaks_not_for_it() {
    check(
        r#""letter#1", { at = "notice#1", by = ["bob"], stance = "denies" }"#,
        "",
        &[("The letter", &["letter"])],
        1,
    );
    check(r#"{ at = "notice#1", stance = "denies" }"#, "", &[], 0);
}

#[test]
fn only_sources_that_are_read_count() {
    check(
        r#""letter#1", "notice#1", { at = "evening#1", by = ["bob"] }"#,
        r#", view: { exceptSources: ["letter"] }"#,
        &[("bob", &["evening"]), ("The notice", &["notice"])],
        2,
    );
}

#[test]
fn an_origin_tells_what_it_is() {
    let engine = story(r#""letter#1", "morning#1", { at = "notice#1", by = ["bob"] }"#);
    let answer = data(
        &engine,
        "{ claim(id: \"claim\") { corroboration { origins { entity { id } publisher text } } } }",
    );
    let origin = |entity: Value, publisher: Value, text: &str| json!({ "entity": entity, "publisher": publisher, "text": text });
    assert_eq!(
        answer["claim"]["corroboration"]["origins"],
        json!([
            origin(Value::Null, Value::Null, "The letter"),
            origin(Value::Null, json!("Gazette"), "Gazette"),
            origin(json!({ "id": "bob" }), Value::Null, "bob"),
        ])
    );
}
