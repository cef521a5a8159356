//! What may a stranger send, and what has to hold whatever it is?
//!
//! Each function takes any bytes and panics when something does not hold. The fuzzer looks for
//! such bytes, and the tests try those again that once were interesting.

use std::sync::LazyLock;
use throughline::dataset::{Reading, read_texts};
use throughline::engine::{Answer, Engine, Limits, Request, Variables};
use throughline::graph::KnowledgeGraph;
use throughline::model::{PartialDate, Period};
use throughline::query::{Cursor, Via};
use throughline::schema::{Story, definition};

const ONTOLOGY: &str = r#"
[story]
name = "Fuzz"
description = "A story in which anything may be asked."

[type.Person]
plural = "people"
description = "A person."

[type.Film]
plural = "films"
description = "A film."

[attribute.born]
on = "Person"
type = "date"
description = "The date of birth."

[attribute.fee]
on = "Person"
type = "money"
description = "What they were paid."

[attribute.word]
on = "Entity"
type = "text"
plural = "words"
description = "A word."

[relation.directed]
from = "Person"
to = "Film"
inverse = "directors"
description = "What the person directed."
inverse-description = "Who directed it."

[relation.directed.qualifier.part]
type = "integer"
description = "Which part of it."
"#;

const PAPER: &str =
    "source = \"paper\"\nname = \"Paper\"\npublished = \"2024-01\"\nparagraphs = 9\n";

const ANN: &str = r#"
entity = "ann"
type = "Person"
name = "Ann"

[[born]]
value = "1970-02"
cite = "paper#1"

[[fee]]
value = "10.50 USD"
cite = "paper#2"

[[directed]]
to = "rust"
part = 1
valid = "2021/.."
cite = { at = "paper#3", by = ["bob"] }
"#;

const BOB: &str = "entity = \"bob\"\ntype = \"Person\"\nname = \"Bob\"\n";
const RUST: &str = "entity = \"rust\"\ntype = \"Film\"\nname = \"Rust\"\n";

static ENGINE: LazyLock<Engine<Story>> = LazyLock::new(|| {
    let dataset = story(None).dataset.expect("the story is sound");
    let definition = definition(&dataset.ontology);
    let limits = Limits::default();
    let story = Story::new(KnowledgeGraph::build(dataset), limits.table());
    Engine::new(definition, story, limits).expect("it can be served")
});

/// Reads the story, with one more file.
fn story(more: Option<(&str, &[u8])>) -> Reading {
    let files = [
        ("ontology.toml", ONTOLOGY),
        ("paper.toml", PAPER),
        ("ann.toml", ANN),
        ("bob.toml", BOB),
        ("rust.toml", RUST),
    ];
    let files = files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()));
    let more = more.map(|(path, bytes)| (path.to_owned(), bytes.to_vec()));
    read_texts(files.into_iter().chain(more))
}

/// Holds an answer to being a response that clients can read.
fn check(answer: &Answer) {
    let response: serde_json::Value =
        serde_json::from_slice(&answer.body).expect("an answer is JSON");
    let errors = response.get("errors").and_then(|errors| errors.as_array());
    assert!(response.get("data").is_some() || errors.is_some_and(|errors| !errors.is_empty()));
    assert!(answer.faults.is_empty(), "{:?}", answer.faults);
}

/// Any text is answered as a document.
pub fn document(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    check(&ENGINE.answer(&Request::new(text)));
}

/// Any JSON is answered as variables.
pub fn variables(bytes: &[u8]) {
    const QUERY: &str = "query($id: ID!, $where: PersonWhere, $order: [PersonOrder!],
        $by: [PersonGroupKey!]!, $view: View, $first: Int, $after: String) {
      person(id: $id, view: $view) { name }
      people(where: $where, orderBy: $order, first: $first, after: $after, view: $view) {
        totalCount
        groupBy(by: $by) { count keys { text } }
        aggregate { fee { currencies { average } } born { minimum } }
        nodes { name directed(where: { part: { gte: 1 } }) { edges { part } } }
      }
    }";
    let Ok(variables) = serde_json::from_slice(bytes) else {
        return;
    };
    let request = Request::new(QUERY).variables(Variables::from_json(variables));
    check(&ENGINE.answer(&request));
}

/// Any file beside sound ones is read, or told wrong.
pub fn data_file(bytes: &[u8]) {
    read("more.toml", bytes);
}

/// Any file of JSON lines is read, or told wrong.
pub fn data_lines(bytes: &[u8]) {
    read("more.jsonl", bytes);
}

fn read(path: &str, bytes: &[u8]) {
    let reading = story(Some((path, bytes)));
    assert!(reading.dataset.is_some() || !reading.diagnostics.is_empty());
    for diagnostic in reading.diagnostics.iter() {
        assert!(!diagnostic.to_string().is_empty());
    }
    if let Some(dataset) = reading.dataset {
        KnowledgeGraph::build(dataset);
    }
}

/// Any text is a path expression, or told wrong at a place in it.
pub fn path_expression(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let ontology = ENGINE.domain().graph().ontology();
    if Via::parse(ontology, &text).is_ok() {
        let query =
            "query($via: String!) { paths(from: \"ann\", to: \"bob\", via: $via) { totalCount } }";
        let variables = serde_json::json!({ "via": text });
        let request = Request::new(query).variables(Variables::from_json(variables));
        check(&ENGINE.answer(&request));
    }
}

/// What is a date or a period is spelled so that it is the same again.
pub fn date(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(date) = PartialDate::parse(&text) {
        assert_eq!(PartialDate::parse(&date.to_string()), Ok(date));
        assert!(date.earliest() <= date.latest());
        assert!(date.is_within(date));
    }
    if let Ok(period) = Period::parse(&text) {
        assert_eq!(Period::parse(&period.to_string()), Ok(period));
        assert!(period.agrees_with(period));
    }
}

/// What is a cursor is spelled so that it is the same again, and any text is answered as one.
pub fn cursor(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(cursor) = Cursor::parse(&text) {
        assert_eq!(Cursor::parse(&cursor.to_text()), Ok(cursor));
    }
    let query = "query($c: String) {
        after: people(after: $c) { nodes { id } pageInfo { hasNextPage } }
        before: people(before: $c, last: 1) { nodes { id } }
    }";
    let variables = serde_json::json!({ "c": text });
    check(&ENGINE.answer(&Request::new(query).variables(Variables::from_json(variables))));
}
