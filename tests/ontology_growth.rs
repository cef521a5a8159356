//! Does what is added to the ontology appear everywhere, with nothing built anew?
//!
//! The program that runs here is the same for every story; only texts differ.

use crate::support::{data, engine_of, in_repository, items, response};
use apollo_compiler::Schema;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::process::Command;
use throughline::dataset::read_texts;
use throughline::engine::Engine;
use throughline::schema::Story;

/// What is added: a type, attributes, and a relation with a qualifier of each kind of value.
const ADDED: &str = r#"
[type.Score]
plural = "scores"
description = "A piece of music written for a work."

[attribute.tempo]
on = ["Score", "Production"]
type = "decimal"
description = "How fast it is, in beats a minute."

[attribute.key-signature]
on = "Score"
type = "enum"
values = { c-major = "No sharps and no flats.", a-minor = "As C major, from A." }
plural = "key-signatures"
description = "The scale it is written in."

[relation.composer-of]
from = "Agent"
to = "Score"
inverse = "composers"
accusatory = true
description = "The music that this person is said to have written."
inverse-description = "Those who are said to have written this music."

[relation.composer-of.qualifier.in-words]
type = "text"
identifying = true
description = "In words."

[relation.composer-of.qualifier.opus]
type = "integer"
description = "A whole number."

[relation.composer-of.qualifier.share]
type = "decimal"
description = "A decimal number."

[relation.composer-of.qualifier.is-credited]
type = "boolean"
description = "Yes or no."

[relation.composer-of.qualifier.delivered]
type = "date"
description = "A date."

[relation.composer-of.qualifier.written-during]
type = "period"
description = "A stretch of time."

[relation.composer-of.qualifier.sheet-music]
type = "url"
description = "An address."

[relation.composer-of.qualifier.fee]
type = "money"
description = "An amount."

[relation.composer-of.qualifier.instrument]
type = "enum"
values = { piano = "With keys.", string-quartet = "Four players." }
description = "One of a list."
"#;

const SCORE: &str = r#"
entity = "rust-score"
type = "Score"
name = "Music for Rust"

[[tempo]]
value = "120.50"
cite = "doc-002#5"

[[key-signature]]
value = "a-minor"
cite = "doc-002#5"

[[composers]]
to = "alec-baldwin"
in-words = "all of it"
opus = 1
share = "0.50"
is-credited = true
delivered = "2023-04"
written-during = "2021-10/2023-01"
sheet-music = "https://example.org/score"
fee = "600000 USD"
instrument = "string-quartet"
status = "alleged"
cite = "doc-004#9"
"#;

/// Returns the files of the smallest sound story, with something behind its ontology and a file
/// more.
fn grown(ontology: &str, more: &[(&str, &str)]) -> Vec<(String, String)> {
    let folder = in_repository("tests/minimal");
    let paths = [
        "ontology.toml",
        "cases/new-mexico-v-gutierrez-reed.toml",
        "people/alec-baldwin.toml",
        "people/hannah-gutierrez-reed.toml",
        "productions/rust.toml",
        "sources/doc-002.toml",
        "sources/doc-004.toml",
    ];
    let mut files: Vec<(String, String)> = paths
        .iter()
        .map(|path| {
            let text = fs::read_to_string(folder.join(path)).expect("the story is there");
            ((*path).to_owned(), text)
        })
        .collect();
    files[0].1 += ontology;
    files.extend(
        more.iter()
            .map(|(path, text)| ((*path).to_owned(), (*text).to_owned())),
    );
    files
}

fn engine(files: &[(String, String)]) -> Engine<Story> {
    let files: Vec<_> = files
        .iter()
        .map(|(path, text)| (&**path, &**text))
        .collect();
    engine_of(&files)
}

fn with_score() -> Engine<Story> {
    engine(&grown(ADDED, &[("scores/rust-score.toml", SCORE)]))
}

#[test]
fn an_added_relation_is_a_field_at_both_ends_with_its_qualifiers() {
    let edge = "edges {
        inWords opus share isCredited delivered writtenDuring { start end text } sheetMusic
        fee { amount currency } instrument
        claims { status qualifiers { name text } }
        node { id }
    }";
    let data = data(
        &with_score(),
        &format!(
            "{{
                score(id: \"rust-score\") {{ composers {{ {edge} }} }}
                person(id: \"alec-baldwin\") {{ composerOf {{ totalCount {edge} }} }}
            }}"
        ),
    );
    let expected = |other: &str| {
        json!([{
            "inWords": "all of it",
            "opus": 1,
            "share": "0.50",
            "isCredited": true,
            "delivered": "2023-04",
            "writtenDuring": {
                "start": "2021-10",
                "end": "2023-01",
                "text": "2021-10/2023-01",
            },
            "sheetMusic": "https://example.org/score",
            "fee": { "amount": "600000", "currency": "USD" },
            "instrument": "STRING_QUARTET",
            "claims": [{
                "status": "ALLEGED",
                "qualifiers": [
                    { "name": "in-words", "text": "all of it" },
                    { "name": "opus", "text": "1" },
                    { "name": "share", "text": "0.50" },
                    { "name": "is-credited", "text": "yes" },
                    { "name": "delivered", "text": "2023-04" },
                    { "name": "written-during", "text": "2021-10/2023-01" },
                    { "name": "sheet-music", "text": "https://example.org/score" },
                    { "name": "fee", "text": "600000 USD" },
                    { "name": "instrument", "text": "string quartet" },
                ],
            }],
            "node": { "id": other },
        }])
    };
    assert_eq!(
        data["score"]["composers"]["edges"],
        expected("alec-baldwin")
    );
    assert_eq!(
        data["person"]["composerOf"]["edges"],
        expected("rust-score")
    );
    assert_eq!(data["person"]["composerOf"]["totalCount"], 1);
}

#[test]
fn an_added_type_has_its_root_fields_and_attributes() {
    let data = data(
        &with_score(),
        r#"{
            score(id: "rust-score") { type name tempo keySignatures keySignatureCount }
            scores { totalCount nodes { name } }
            entity(id: "rust-score") { __typename }
            production(id: "rust") { tempo }
            statistics { types { type { name } entityCount } }
        }"#,
    );
    assert_eq!(
        data["score"],
        json!({
            "type": "SCORE",
            "name": "Music for Rust",
            "tempo": "120.50",
            "keySignatures": ["A_MINOR"],
            "keySignatureCount": 1,
        })
    );
    assert_eq!(
        data["scores"],
        json!({ "totalCount": 1, "nodes": [{ "name": "Music for Rust" }] })
    );
    assert_eq!(data["entity"]["__typename"], "Score");
    assert_eq!(data["production"], json!({ "tempo": null }));
    let counted = items(&data["statistics"]["types"]);
    assert!(counted.contains(&json!({ "type": { "name": "Score" }, "entityCount": 1 })));
}

#[test]
fn an_added_relation_filters_relations_from_either_end() {
    let data = data(
        &with_score(),
        r#"{
            person(id: "alec-baldwin") {
                only: relations(types: [COMPOSER_OF]) { edges { relation direction field } }
                other: relations(types: [ARMORER_OF]) { totalCount }
                away: relations(types: [COMPOSER_OF], direction: INVERSE) { totalCount }
            }
            score(id: "rust-score") {
                only: relations(types: [COMPOSER_OF], direction: INVERSE) {
                    edges { relation direction field }
                }
            }
        }"#,
    );
    let edge = |direction: &str, field: &str| json!([{ "relation": "COMPOSER_OF", "direction": direction, "field": field }]);
    let person = &data["person"];
    assert_eq!(person["only"]["edges"], edge("FORWARD", "composerOf"));
    assert_eq!(person["other"]["totalCount"], 0);
    assert_eq!(person["away"]["totalCount"], 0);
    assert_eq!(data["score"]["only"]["edges"], edge("INVERSE", "composers"));
}

#[test]
fn what_was_added_is_told_by_the_ontology_and_described_in_the_schema() {
    let data = data(
        &with_score(),
        r#"{
            ontology { relations {
                key field inverseField isAccusatory description inverseDescription
                from { name } to { name }
                qualifiers { key field valueType isIdentifying values { constant description } }
            } attributes { key field valueType isList on { name } } }
            person: __type(name: "Person") { fields { name description } }
            score: __type(name: "Score") { description fields { name description } }
            instrument: __type(name: "ComposerOfInstrument") { enumValues { name description } }
        }"#,
    );
    let relations = items(&data["ontology"]["relations"]);
    let added = relations.iter().find(|r| r["key"] == "composer-of");
    let added = added.expect("the relation is declared");
    assert_eq!(
        (
            &added["field"],
            &added["inverseField"],
            &added["isAccusatory"]
        ),
        (&json!("composerOf"), &json!("composers"), &json!(true))
    );
    assert_eq!(
        (&added["from"]["name"], &added["to"]["name"]),
        (&json!("Agent"), &json!("Score"))
    );
    let qualifiers = items(&added["qualifiers"]);
    let kinds: Vec<_> = qualifiers.iter().map(|q| &q["valueType"]).collect();
    assert_eq!(
        kinds,
        [
            "text", "integer", "decimal", "boolean", "date", "period", "url", "money", "enum"
        ]
    );
    let identifying: Vec<_> = qualifiers
        .iter()
        .filter(|q| q["isIdentifying"] == true)
        .map(|q| &q["key"])
        .collect();
    assert_eq!(identifying, ["in-words"]);
    let attributes = items(&data["ontology"]["attributes"]);
    let keys = attributes.iter().find(|a| a["key"] == "key-signature");
    assert_eq!(
        keys,
        Some(&json!({
            "key": "key-signature",
            "field": "keySignatures",
            "valueType": "enum",
            "isList": true,
            "on": [{ "name": "Score" }],
        }))
    );

    let described = |of: &str, field: &str| -> Value {
        let fields = items(&data[of]["fields"]);
        let found = fields.iter().find(|known| known["name"] == field);
        found.map_or(Value::Null, |known| known["description"].clone())
    };
    assert_eq!(
        described("person", "composerOf"),
        added["description"],
        "seen from the start"
    );
    assert_eq!(
        described("score", "composers"),
        added["inverseDescription"],
        "seen from the end"
    );
    assert_eq!(
        data["score"]["description"],
        "A piece of music written for a work."
    );
    assert_eq!(
        data["instrument"]["enumValues"],
        json!([
            { "name": "PIANO", "description": "With keys." },
            { "name": "STRING_QUARTET", "description": "Four players." },
        ])
    );
}

#[test]
fn what_was_added_is_checked() {
    let wrong = SCORE
        .replace("opus = 1", "opus = \"first\"")
        .replace("string-quartet", "string-quartett")
        .replace("value = \"a-minor\"", "value = \"b-minor\"");
    let wrong = wrong + "\n[[composer-of]]\nto = \"rust-score\"\ncite = \"doc-002#5\"\n";
    let files = grown(ADDED, &[("scores/rust-score.toml", &wrong)]);
    let reading = read_texts(
        files
            .into_iter()
            .map(|(path, text)| (path, text.into_bytes())),
    );
    let mut rules: Vec<_> = reading.diagnostics.iter().map(|d| d.rule.name()).collect();
    rules.sort_unstable();
    assert_eq!(
        rules,
        [
            "ends-do-not-fit",
            "unknown-enum-value",
            "unknown-enum-value",
            "wrong-value"
        ]
    );
}

#[test]
fn the_built_program_takes_an_added_relation_from_the_folder() {
    let folder =
        Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("growth-{}", std::process::id()));
    for (path, text) in grown(ADDED, &[("scores/rust-score.toml", SCORE)]) {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("it has a parent")).expect("the folder is ours");
        fs::write(path, text).expect("the folder is ours");
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_throughline"));
    let output = command
        .args([
            "query",
            "{ scores { nodes { composers { nodes { id } } } } }",
        ])
        .arg("--data")
        .arg(&folder)
        .output()
        .expect("the program runs");
    let _ = fs::remove_dir_all(&folder);
    let told: Value = serde_json::from_slice(&output.stdout).expect("the answer is JSON");
    assert_eq!(
        told["data"]["scores"]["nodes"],
        json!([{ "composers": { "nodes": [{ "id": "alec-baldwin" }] } }])
    );
}

// ---- Words that are hard to print ----

#[test]
fn descriptions_come_through_the_schema_whatever_they_hold() {
    let hard = [
        r#"He said "no"."#,
        r#""Rust" is the first word."#,
        r#"Three """ in a row."#,
        r"A \ backslash and \n no line break.",
        r"A backslash before the full stop \.",
        "An umlaut \u{fc}, a dash \u{2014} and \u{1f3b5}.",
        "# no comment, { no } (bracket) $x @y.",
    ];
    for description in hard {
        let ontology = format!(
            "\n[type.Score]\nplural = \"scores\"\ndescription = {0}\n\n\
             [attribute.mood]\non = \"Score\"\ntype = \"enum\"\nvalues = {{ sad = {0} }}\n\
             description = {0}\n\n\
             [relation.composer-of]\nfrom = \"Person\"\nto = \"Score\"\ninverse = \"composers\"\n\
             description = {0}\ninverse-description = {0}\n",
            toml_string(description)
        );
        let engine = engine(&grown(&ontology, &[]));
        let schema = Schema::parse_and_validate(engine.sdl(), "schema.graphql");
        let schema = schema.unwrap_or_else(|e| panic!("{description}: {}", e.errors));
        let score = schema.types.get("Score").expect("the type is there");
        assert_eq!(score.description().map(|d| &**d), Some(description));
        let mood = schema.get_enum("Mood").expect("the enumeration is there");
        let sad = mood.values.get("SAD").expect("the value is there");
        assert_eq!(sad.description.as_deref(), Some(description));

        let data = data(
            &engine,
            r#"{
                __type(name: "Score") { description fields { name description } }
                ontology { relations(first: 500) { key description } }
            }"#,
        );
        assert_eq!(data["__type"]["description"], description);
        let fields = items(&data["__type"]["fields"]);
        let composers = fields.iter().find(|field| field["name"] == "composers");
        let told = composers.map(|field| &field["description"]);
        assert_eq!(told, Some(&json!(description)));
        let relations = items(&data["ontology"]["relations"]);
        assert!(relations.contains(&json!({ "key": "composer-of", "description": description })));
    }
}

/// Returns a text as TOML writes it.
fn toml_string(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{escaped}\"")
}

#[test]
fn a_line_break_in_a_description_is_a_space_in_the_schema() {
    let ontology = "\n[type.Score]\nplural = \"scores\"\ndescription = \"\"\"\nA piece of music,\n\
                    written for a work.\"\"\"\n";
    let engine = engine(&grown(ontology, &[]));
    let data = data(&engine, r#"{ __type(name: "Score") { description } }"#);
    assert_eq!(
        data["__type"]["description"],
        "A piece of music, written for a work."
    );
}

// ---- As little as possible ----

#[test]
fn a_story_without_attributes_and_relations_is_served() {
    let engine = engine_of(&[
        (
            "ontology.toml",
            "[story]\nname = \"Rust\"\ndescription = \"A film.\"\n\n\
             [type.Person]\nplural = \"people\"\ndescription = \"A human being.\"\n",
        ),
        (
            "joel-souza.toml",
            "entity = \"joel-souza\"\ntype = \"Person\"\nname = \"Joel Souza\"\n",
        ),
    ]);
    let data = data(
        &engine,
        r#"{
            people { nodes { id name type claims { totalCount } } }
            statistics { sourceCount entityCount claimCount relationshipCount }
            ontology { attributeCount relationCount types { name } }
            sources { nodes { id } }
            __schema { queryType { name } }
        }"#,
    );
    assert_eq!(
        data["people"]["nodes"],
        json!([{
            "id": "joel-souza",
            "name": "Joel Souza",
            "type": "PERSON",
            "claims": { "totalCount": 0 },
        }])
    );
    assert_eq!(data["statistics"]["entityCount"], 1);
    assert_eq!(data["ontology"]["relationCount"], 0);
    let told = response(&engine, "{ people { nodes { relations { totalCount } } } }");
    assert_eq!(
        told["errors"][0]["extensions"]["code"],
        "GRAPHQL_VALIDATION_FAILED"
    );
}

#[test]
fn an_ontology_that_declares_nothing_is_served() {
    let engine = engine_of(&[(
        "ontology.toml",
        "[story]\nname = \"Rust\"\ndescription = \"A film.\"\n",
    )]);
    let data = data(&engine, "{ entities { totalCount nodes { id } } }");
    assert_eq!(data["entities"], json!({ "totalCount": 0, "nodes": [] }));
}
