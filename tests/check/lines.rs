//! Is a story in JSON lines read and checked like one in TOML?

use super::fixture::minimal;
use crate::support::{files_below, in_repository, told};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use throughline::dataset::{Reading, read_texts};
use throughline::document::{Palette, render};

type Files = BTreeMap<String, Vec<u8>>;

/// Returns the same story with all sources and entities in one file of lines.
fn in_lines(mut files: Files) -> Files {
    let ontology = files.remove("ontology.toml").expect("it is there");
    let mut lines = String::new();
    for (path, bytes) in files {
        if path.ends_with(".toml") {
            let text = String::from_utf8(bytes).expect("it is text");
            let table: toml::Table = text.parse().expect("it is TOML");
            lines += &format!("{}\n", serde_json::to_string(&table).expect("it is JSON"));
        }
    }
    Files::from([
        ("ontology.toml".to_owned(), ontology),
        ("all.jsonl".to_owned(), lines.into_bytes()),
    ])
}

/// Reads the smallest story with a file of lines beside it.
fn reading(lines: &str) -> Reading {
    let mut files = minimal();
    files.insert("people/more.jsonl".to_owned(), lines.into());
    read_texts(files)
}

fn person(id: &str) -> Value {
    json!({ "entity": id, "type": "Person", "name": format!("Somebody, {id}") })
}

#[test]
fn a_story_in_lines_is_the_same_as_in_toml() {
    for files in [minimal(), files_below(&in_repository("graph-data"))] {
        let mut toml = files.clone();
        toml.retain(|path, _| path.ends_with(".toml"));
        let (toml, lines) = (read_texts(toml), read_texts(in_lines(files)));
        let messages = |reading: &Reading| {
            let findings = reading.diagnostics.iter();
            let messages = findings.map(|d| (d.rule, d.message.clone()));
            messages.collect::<BTreeSet<_>>()
        };
        assert_eq!(messages(&lines), messages(&toml));
        assert_eq!(lines.n_files, 2);
        assert_eq!(lines.dataset, toml.dataset);
    }
}

#[test]
fn what_is_wrong_with_a_value_is_told_with_its_line_and_column() {
    for (key, value, rule) in [
        ("age", json!(99_999_999_999_u64), "error [wrong-value]"),
        ("age", json!(1.5), "error [wrong-value]"),
        ("age", json!(null), "error [wrong-value]"),
        ("age", json!("old"), "error [wrong-value]"),
        ("born", json!("2021-13"), "error [impossible-date]"),
    ] {
        let mut line = person("one");
        line[key] = json!([{ "value": value, "cite": "doc-002#1" }]);
        let line = line.to_string();
        let told = told(&reading(&format!("\r\n{line}\n")));
        assert_eq!(told.len(), 1, "{told:#?}");
        let (before, _) = line.split_once("\"value\":").expect("there is a value");
        let column = before.len() + "\"value\":".len() + 1;
        let start = format!("people/more.jsonl:2:{column}: {rule}");
        assert!(told[0].starts_with(&start), "{told:#?}");
    }
}

#[test]
fn what_is_missing_is_told_in_the_words_of_the_format() {
    for (line, help) in [
        (
            json!({ "entity": "one", "type": "Person" }),
            "add `\"name\": ...`",
        ),
        (
            json!({ "name": "One" }),
            "begin it with `\"entity\": \"...\"`",
        ),
        (
            json!({ "entity": "one", "type": "Person", "name": "One", "alias": "Uno" }),
            "write a list of objects: `\"alias\": [{...}]`",
        ),
    ] {
        let reading = reading(&line.to_string());
        let shown = render(&reading.diagnostics, Palette::Plain);
        assert!(shown.contains(help), "{shown}");
    }
}

#[test]
fn an_id_that_two_lines_give_is_told_with_both_places() {
    let lines = format!("{}\n\n{}\n", person("one"), person("one"));
    let reading = reading(&lines);
    let shown = render(&reading.diagnostics, Palette::Plain);
    assert!(shown.contains("people/more.jsonl:3:11"), "{shown}");
    assert!(shown.contains("people/more.jsonl:1:11"), "{shown}");
}

#[test]
fn a_line_that_cannot_be_read_is_not_told_of_again_wherever_it_is_named() {
    let mut other = person("other");
    other["alias"] = json!([{
        "value": "Another", "cite": { "at": "doc-002#1", "by": "one" },
    }]);
    let told = told(&reading(&format!("{{\"entity\": \"one\", }}\n{other}\n")));
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(told[0].contains("[json-syntax]"), "{told:#?}");
}

#[test]
fn lines_are_counted_through_files_of_any_length() {
    let mut lines: Vec<_> = (0..60_000)
        .map(|n| person(&format!("p-{n}")).to_string())
        .collect();
    lines.push(person("p-59999").to_string());
    lines.push("{".to_owned());
    let reading = reading(&lines.join("\n"));
    let places: Vec<_> = reading.diagnostics.iter().map(|d| d.position()).collect();
    let lines: Vec<_> = places.iter().map(|at| at.map(|at| at.line)).collect();
    assert_eq!(lines, [Some(60_001), Some(60_002)]);
    let first = &reading.diagnostics[0].labels[0];
    assert_eq!(first.document.position(first.span.start).line, 60_000);
}

#[test]
fn a_line_without_end_is_refused_and_the_next_one_is_read() {
    let endless = format!("{{\"entity\": \"{}", "\u{e9}".repeat(6 << 20));
    let told = told(&reading(&format!("{endless}\n{}\n[]\n", person("one"))));
    assert_eq!(told.len(), 2, "{:?}", told.len());
    assert!(told[0].contains("more.jsonl:1:1: error [line-too-long]"));
    assert!(told[1].contains("more.jsonl:3:1: error [json-syntax]"));
}

#[test]
fn damaged_lines_are_told_of_and_never_end_the_program() {
    let whole = in_lines(minimal());
    let snippets = [
        "\"", "{", "]", ",", "\\", "\\u12", "\n", "\0", "-", "1e", "\u{202e}", "nul",
    ];
    let lines = &whole["all.jsonl"];
    for (at, snippet) in (0..lines.len()).zip(snippets.iter().cycle()) {
        let mut files = whole.clone();
        let damaged = files.get_mut("all.jsonl").expect("it is there");
        damaged.splice(at..lines.len().min(at + at % 3), snippet.bytes());
        let reading = read_texts(files);
        let shown = render(&reading.diagnostics, Palette::Plain);
        assert_eq!(shown.is_empty(), reading.diagnostics.is_empty());
    }
}

#[test]
fn a_flood_of_mistakes_is_told_in_time() {
    for unit in ["{\n", "[", "{\"a\":", "\"\n", "\\", "{}\n", "\u{202e}\n"] {
        let reading = reading(&unit.repeat((1 << 20) / unit.len()));
        assert!(reading.dataset.is_none(), "{unit:?}");
        let shown = render(&reading.diagnostics, Palette::Plain);
        assert!(shown.len() < 200_000, "{unit:?} shows {}", shown.len());
    }
}
