//! Does the reader survive whatever a folder may hold?

use super::fixture::{minimal, tests};
use crate::support::files_below;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};
use throughline::dataset::read_texts;
use throughline::document::{Palette, Rule, render};

/// What people and programs put where it does not belong.
const SNIPPETS: [&str; 24] = [
    "[",
    "]",
    "[[",
    "{",
    "}",
    "\"",
    "\"\"\"",
    "'",
    "=",
    ".",
    ",",
    "#",
    "\n",
    "\\",
    "\0",
    "\u{202e}",
    "\u{200b}",
    "é",
    "-",
    "0",
    "99999999999999999999",
    "2021-13",
    "[[alias]]\n",
    "to = \"rust\"\n",
];

/// A small generator of numbers: the same ones on every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).expect("it has 31 bits") % limit.max(1)
    }
}

#[test]
fn damaged_files_are_told_of_and_never_end_the_program() {
    let mut numbers = Numbers(0x5eed);
    let stories = [minimal(), with_constraints()];
    for round in 0..1_000 {
        let mut files = stories[round % 2].clone();
        let paths: Vec<_> = files.keys().cloned().collect();
        for _ in 0..=numbers.below(3) {
            let path = &paths[numbers.below(paths.len())];
            let bytes = files.get_mut(path).expect("it is there");
            let at = numbers.below(bytes.len());
            let to = (at + numbers.below(12)).min(bytes.len());
            let snippet = SNIPPETS[numbers.below(SNIPPETS.len())].bytes();
            bytes.splice(at..to, snippet);
        }
        let reading = read_texts(files);
        let shown = render(&reading.diagnostics, Palette::Plain);
        assert_eq!(shown.is_empty(), reading.diagnostics.is_empty());
    }
}

#[test]
fn a_file_that_ends_anywhere_is_told_of_and_never_ends_the_program() {
    let path = "people/hannah-gutierrez-reed.toml";
    let whole = minimal().remove(path).expect("it is there");
    for end in 0..whole.len() {
        let mut files = minimal();
        files.insert(path.to_owned(), whole[..end].to_vec());
        render(&read_texts(files).diagnostics, Palette::Colored);
    }
}

#[test]
fn hostile_files_are_refused_in_time() {
    let megabyte = |unit: &str| unit.repeat((1 << 20) / unit.len());
    let units = [
        "[",
        "{",
        "a.",
        "[a.",
        "\0",
        "\u{202e}",
        "\"",
        "'''",
        "a=[",
        "\n[[alias]]",
        "x=1\n",
        "=",
        "\\",
        "[a]\n",
        "a=1,",
    ];
    for unit in units {
        let mut files = minimal();
        let text = format!("entity = \"x\"\n{}", megabyte(unit));
        files.insert("people/x.toml".to_owned(), text.into_bytes());
        let start = Instant::now();
        let reading = read_texts(files);
        let shown = render(&reading.diagnostics, Palette::Plain);
        let took = start.elapsed();
        assert!(reading.dataset.is_none(), "{unit:?}");
        assert!(shown.len() < 200_000, "{unit:?} shows {}", shown.len());
        assert!(took < Duration::from_secs(30), "{unit:?} took {took:?}");
    }
}

#[test]
fn a_mistake_in_the_ontology_is_not_told_again_wherever_it_is_used() {
    let mut files: BTreeMap<_, _> = minimal();
    let ontology = files.get_mut("ontology.toml").expect("it is there");
    let text = String::from_utf8(ontology.clone()).expect("it is text");
    *ontology = text
        .replace("from = \"Person\"", "from = \"Persn\"")
        .into_bytes();
    let told = read_texts(files).diagnostics;
    let rules: Vec<_> = told.iter().map(|finding| finding.rule).collect();
    assert_eq!(rules, [Rule::UnknownEnd]);
}

#[test]
fn a_mistake_in_a_row_is_not_told_again_by_constraints() {
    for (row, mistake) in [
        ("values = { charge", "value = { charge"),
        ("text = \"charged\"", "text = \"\""),
        (
            "from = \"Proceeding\"\nto = \"LegalCase\"",
            "to = \"LegalCase\"",
        ),
        ("type = \"integer\"", "type = \"number\""),
        (
            "to = \"Event\"\ninverse = \"killed\"",
            "inverse = \"killed\"",
        ),
    ] {
        let mut files = with_constraints();
        let ontology = files.get_mut("ontology.toml").expect("it is there");
        let text = String::from_utf8(ontology.clone()).expect("it is text");
        assert!(text.contains(row), "{row}");
        *ontology = text.replace(row, mistake).into_bytes();
        let told = read_texts(files).diagnostics;
        let places = told.iter().map(|it| (it.path(), it.position()));
        let lines: Vec<_> = places
            .map(|(path, at)| (path, at.map(|at| at.line)))
            .collect();
        let told: Vec<_> = told.iter().map(ToString::to_string).collect();
        let first = lines[0].1.expect("it has a place");
        for (path, line) in lines {
            assert_eq!(path, "ontology.toml", "{told:#?}");
            assert!(line.is_some_and(|line| line < first + 4), "{told:#?}");
        }
    }
}

/// Returns the files of a story with constraints of every kind, some of them broken.
fn with_constraints() -> BTreeMap<String, Vec<u8>> {
    let constraints = tests().join("constraints");
    let mut files = files_below(&constraints.join("story"));
    files.extend(files_below(&constraints.join("order-of-steps/bad")));
    files
}

#[test]
fn a_file_that_cannot_be_read_is_not_told_of_again_wherever_it_is_named() {
    let mut files = minimal();
    let path = "productions/rust.toml";
    let mut text = files.remove(path).expect("it is there");
    text.extend(b"oops");
    files.insert(path.to_owned(), text);
    let told = read_texts(files).diagnostics;
    let rules: Vec<_> = told.iter().map(|finding| finding.rule).collect();
    assert_eq!(rules, [Rule::TomlSyntax]);
}
