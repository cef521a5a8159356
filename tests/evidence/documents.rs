//! Is the shipped story true to its documents, and written in words of its own?
//!
//! The texts of the documents are no part of this repository. Where they are at hand, in
//! `../shared/sources` or in the folder that `THROUGHLINE_SOURCES` names, they are read; where they
//! are not, these tests say so on the error output.

use super::words::{Copies, words};
use crate::support::in_repository;
use std::env;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use throughline::dataset::{self, Dataset};
use throughline::evidence::{State, Texts, verify};

/// How many words in a row make a copy.
const RUN: usize = 7;

/// Returns the folder of the documents, or tells that it is not at hand and what is not checked.
fn documents(unchecked: &str) -> Option<PathBuf> {
    if let Some(named) = env::var_os("THROUGHLINE_SOURCES") {
        let folder = PathBuf::from(named);
        assert!(folder.is_dir(), "THROUGHLINE_SOURCES names a folder");
        return Some(folder);
    }
    let folder = in_repository("../shared/sources");
    if folder.is_dir() {
        return Some(folder);
    }
    // Written past the harness, which keeps to itself what a test that passes prints.
    let _ = writeln!(
        io::stderr(),
        "NOT CHECKED, because the documents are not at hand: {unchecked}; \
         name their folder with THROUGHLINE_SOURCES"
    );
    None
}

fn shipped() -> Dataset {
    let reading = dataset::read(&in_repository("graph-data"));
    reading.dataset.expect("the shipped story is sound")
}

/// Returns the files below a folder that are text.
fn files(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("the folder can be read").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            let text = fs::read_to_string(&path).expect("the files are text");
            found.push((path, text));
        }
    }
    found
}

/// Returns the titles of documents and the names of works, which are everybody's.
fn titles(story: &Dataset) -> Vec<String> {
    let ontology = &story.ontology;
    let work = ontology
        .types_with_ids()
        .find(|(_, row)| row.name.as_str() == "Work");
    let (work, _) = work.expect("the shipped story declares works");
    let entities = &story.entities;
    let works = entities.positions();
    let works = works.filter(|&at| ontology.is_a(entities.type_of(at), work));
    let titles = story
        .sources
        .iter()
        .filter_map(|source| source.title.clone());
    titles
        .chain(works.map(|work| entities.name(work).to_owned()))
        .collect()
}

/// Returns every text in a TOML value, with its escapes resolved.
fn texts_in(value: &toml::Value, found: &mut Vec<String>) {
    match value {
        toml::Value::String(text) => found.push(text.clone()),
        toml::Value::Array(items) => items.iter().for_each(|item| texts_in(item, found)),
        toml::Value::Table(table) => table.values().for_each(|item| texts_in(item, found)),
        _ => {}
    }
}

#[test]
fn every_citation_of_the_shipped_story_matches() {
    let story = shipped();
    let n_citations: usize = story.claims.iter().map(|c| c.n_citations()).sum();
    let Some(folder) = documents(&format!(
        "whether the {n_citations} citations of the shipped story match"
    )) else {
        return;
    };
    let texts = Texts::open(&folder).expect("the folder can be read");
    let verdicts = verify(&story, &texts);
    assert_eq!(verdicts.len(), n_citations);
    let differing = verdicts.iter().filter(|v| v.state != State::Match);
    let told: Vec<_> = differing.map(|v| format!("{v:?}")).collect();
    assert_eq!(told, Vec::<String>::new());
}

#[test]
fn no_seven_words_in_a_row_stand_in_a_document_titles_excepted() {
    let story = shipped();
    let written = files(&in_repository("graph-data"));
    let Some(folder) = documents(&format!(
        "whether {RUN} words in a row of the {} files of the shipped story stand in a document",
        written.len()
    )) else {
        return;
    };
    let documents: Vec<_> = files(&folder).into_iter().map(|(_, text)| text).collect();
    let copies = Copies::from(&documents, &titles(&story), RUN);
    assert!(copies.len() > 1_000, "the documents have words");
    let mut told = Vec::new();
    for (path, text) in written {
        let mut texts = vec![text];
        if path
            .extension()
            .is_some_and(|extension| extension == "toml")
        {
            let table: toml::Table = texts[0].parse().expect("data files are TOML");
            texts_in(&toml::Value::Table(table), &mut texts);
        }
        for copied in texts.iter().flat_map(|text| copies.in_text(text)) {
            told.push(format!("{}: {copied}", path.display()));
        }
    }
    assert_eq!(told, Vec::<String>::new());
}

#[test]
fn titles_of_documents_and_names_of_works_are_nobodys_own() {
    let titles = titles(&shipped());
    let longest = titles.iter().map(|title| words(title).len()).max();
    assert!(
        longest > Some(RUN),
        "some title is long enough to be taken for a copy"
    );
    assert!(titles.iter().any(|title| title == "Rust"));
}
