//! What do the tests share: the shipped story, and short ways to ask it?

mod folder;
mod server;

pub(crate) use folder::{Folder, files_below, make_pipe};
pub(crate) use server::{Server, program};

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use throughline::dataset::{self, Dataset, Reading, read_texts};
use throughline::engine::{Answer, Engine, Limits, Request, Variables};
use throughline::graph::KnowledgeGraph;
use throughline::schema::{Story, definition};

/// An engine over the shipped story, built once for all tests.
pub(crate) static SHIPPED: LazyLock<Engine<Story>> =
    LazyLock::new(|| engine(shipped(), Limits::default()));

/// Returns an engine over the shipped story with limits of its own.
pub(crate) fn shipped_within(limits: Limits) -> Engine<Story> {
    engine(shipped(), limits)
}

/// Returns an engine over the smallest sound story with limits of its own.
pub(crate) fn smallest_within(limits: Limits) -> Engine<Story> {
    engine(dataset::read(&in_repository("tests/minimal")), limits)
}

/// Returns an engine over a story that is given as texts, each with its path in the folder.
#[track_caller]
pub(crate) fn engine_of(files: &[(&str, &str)]) -> Engine<Story> {
    let texts = files
        .iter()
        .map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
    engine(read_texts(texts), Limits::default())
}

/// Returns an engine over a graph.
#[track_caller]
pub(crate) fn engine_over(graph: KnowledgeGraph, limits: Limits) -> Engine<Story> {
    let table = limits.table();
    engine_with(graph, limits, |graph| Story::new(graph, table))
}

/// Returns an engine over a story that follows another one.
#[track_caller]
pub(crate) fn engine_after(old: &Engine<Story>, files: &[(&str, &str)]) -> Engine<Story> {
    let texts = files
        .iter()
        .map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
    engine_with(sound(read_texts(texts)), old.limits().clone(), |graph| {
        old.domain().followed_by(graph)
    })
}

#[track_caller]
fn engine(reading: Reading, limits: Limits) -> Engine<Story> {
    engine_over(sound(reading), limits)
}

/// Returns the graph of a story in which nothing is wrong.
#[track_caller]
fn sound(reading: Reading) -> KnowledgeGraph {
    KnowledgeGraph::build(dataset_of(reading))
}

/// Returns a story that was read, in which nothing is wrong.
#[track_caller]
pub(crate) fn dataset_of(reading: Reading) -> Dataset {
    let told = told(&reading);
    reading.dataset.unwrap_or_else(|| panic!("{told:#?}"))
}

/// Returns what is told about a story, a warning or a note as well as an error.
pub(crate) fn told(reading: &Reading) -> Vec<String> {
    let findings = reading.diagnostics.iter();
    findings.map(ToString::to_string).collect()
}

#[track_caller]
fn engine_with(
    graph: KnowledgeGraph,
    limits: Limits,
    story: impl FnOnce(KnowledgeGraph) -> Story,
) -> Engine<Story> {
    let definition = definition(graph.ontology());
    let engine = Engine::new(definition, story(graph), limits);
    engine.expect("the schema of a checked story can be served")
}

/// Reads the story of the tests of constraints with a folder beside it laid over it.
pub(crate) fn constrained(folder: &str) -> Reading {
    let constraints = in_repository("tests/constraints");
    let mut files = files_below(&constraints.join("story"));
    files.extend(files_below(&constraints.join(folder)));
    read_texts(files)
}

fn shipped() -> Reading {
    dataset::read(&in_repository("graph-data"))
}

/// Returns the path of a file or folder of the repository.
pub(crate) fn in_repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Returns the data that the shipped story answers; the answer must have no errors.
#[track_caller]
pub(crate) fn ask(query: &str) -> Value {
    data(&SHIPPED, query)
}

/// Returns the data that an engine answers; the answer must have no errors.
#[track_caller]
pub(crate) fn data(engine: &Engine<Story>, query: &str) -> Value {
    let mut response = response(engine, query);
    assert_eq!(response.get("errors"), None, "{query}");
    response["data"].take()
}

/// Returns the whole response of an engine.
#[track_caller]
pub(crate) fn response(engine: &Engine<Story>, query: &str) -> Value {
    parsed(&engine.answer(&Request::new(query)))
}

/// Returns a request with variables.
pub(crate) fn request(query: &str, variables: Value) -> Request {
    Request::new(query).variables(Variables::from_json(variables))
}

/// Returns an answer as JSON, with its keys in the order in which they came.
#[track_caller]
pub(crate) fn parsed(answer: &Answer) -> Value {
    serde_json::from_slice(&answer.body).expect("an answer is JSON")
}

/// Returns the codes of the errors of a response.
#[track_caller]
pub(crate) fn codes(response: &Value) -> Vec<&str> {
    let errors = response["errors"].as_array();
    let code = |error: &'_ Value| -> &'_ str { panic!("no code in {error}") };
    errors
        .map(|errors| {
            errors
                .iter()
                .map(|error| {
                    error["extensions"]["code"]
                        .as_str()
                        .unwrap_or_else(|| code(error))
                })
                .collect()
        })
        .unwrap_or_default()
}

/// Returns the items of a list.
#[track_caller]
pub(crate) fn items(list: &Value) -> &[Value] {
    list.as_array().unwrap_or_else(|| panic!("no list: {list}"))
}

/// Returns what each item of a list has under a key, as text.
#[track_caller]
pub(crate) fn each<'v>(list: &'v Value, key: &str) -> Vec<&'v str> {
    items(list)
        .iter()
        .map(|item| {
            item[key]
                .as_str()
                .unwrap_or_else(|| panic!("no `{key}` in {item}"))
        })
        .collect()
}
