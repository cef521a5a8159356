//! Are the examples of the guide for those who add facts sound and true?

use crate::support::{self, in_repository};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use throughline::dataset::{Dataset, read, read_texts};
use throughline::model::ClaimRef;

const GUIDE: &str = include_str!("../graph-data/README.md");

/// Where the guide turns from facts to what may be said.
const ONTOLOGY_CHAPTER: &str = "\n## The ontology\n";

/// Returns the examples about facts, by the file that the first line of each names.
fn examples() -> BTreeMap<String, String> {
    let (facts, _) = GUIDE.split_once(ONTOLOGY_CHAPTER).expect("the chapter");
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    for block in facts.split("```toml\n").skip(1) {
        let (example, _) = block.split_once("```").expect("the example ends");
        let (path, text) = example.split_once('\n').expect("a line and more");
        let path = path
            .strip_prefix("# ")
            .expect("the first line names a file");
        *files.entry(path.to_owned()).or_default() += &format!("{text}\n");
    }
    files
}

/// Returns the files of the shipped story, each with the id of its subject.
fn shipped_files() -> Vec<(String, String)> {
    let mut files = Vec::new();
    let mut folders = vec![in_repository("graph-data")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("the folder is there") {
            let path = entry.expect("it can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path
                .extension()
                .is_some_and(|extension| extension == "toml")
            {
                let text = fs::read_to_string(&path).expect("it can be read");
                let id = text.lines().next().and_then(|line| line.split('"').nth(1));
                files.push((id.unwrap_or("ontology").to_owned(), text));
            }
        }
    }
    files
}

/// Returns the part of a file that says what it is about.
fn head(text: &str) -> &str {
    text.split_once("\n[[").map_or(text, |(head, _)| head)
}

/// Returns the story of the examples: what they say, under the shipped ontology, about entities
/// and sources of the shipped story of which nothing else is said.
fn story_of_examples() -> Dataset {
    let mut files = examples();
    let told: BTreeSet<String> = files
        .values()
        .filter(|text| text.starts_with("source") || text.starts_with("entity"))
        .filter_map(|text| Some(text.split('"').nth(1)?.to_owned()))
        .collect();
    let shipped = shipped_files().into_iter();
    for (id, text) in shipped.filter(|(id, _)| !told.contains(id)) {
        let name = format!("{id}.toml");
        let suffix = format!("/{name}");
        let example = files.iter_mut().find(|(path, _)| path.ends_with(&suffix));
        if id == "ontology" {
            files.insert(name, text);
        } else if let Some((_, claims)) = example {
            *claims = format!("{}\n\n{claims}", head(&text));
        } else {
            files.insert(name, head(&text).to_owned());
        }
    }
    let files = files.into_iter();
    let reading = read_texts(files.map(|(path, text)| (path, text.into_bytes())));
    assert_eq!(support::told(&reading), Vec::<String>::new());
    reading.dataset.expect("a story without findings")
}

#[test]
fn the_examples_are_accepted_and_nothing_is_told_about_them() {
    let story = story_of_examples();
    assert!(story.claims.len() >= examples().len());
    let retracted = story
        .claims
        .iter()
        .filter(|claim| claim.retraction().is_some());
    assert_eq!(retracted.count(), 1, "the guide shows one correction");
}

#[test]
fn what_the_examples_say_of_the_story_stands_in_the_story() {
    let shipped = read(&in_repository("graph-data"));
    let shipped = shipped.dataset.expect("the shipped story is sound");
    let entities: BTreeSet<_> = shipped
        .entities
        .positions()
        .map(|at| shipped.entities.id(at))
        .collect();
    let claims: BTreeSet<_> = shipped.claims.iter().map(ClaimRef::id).collect();
    let story = story_of_examples();
    let subject = |claim: ClaimRef<'_>| story.entities.id(claim.subject());
    let of_story = story
        .claims
        .iter()
        .filter(|&claim| entities.contains(subject(claim)));
    for claim in of_story {
        assert!(
            claims.contains(&claim.id()),
            "{}: {claim:?}",
            subject(claim)
        );
    }
}

#[test]
fn the_constraints_that_the_guide_shows_are_those_of_the_story() {
    let path = in_repository("graph-data/ontology.toml");
    let ontology = fs::read_to_string(path).expect("it can be read");
    let (_, chapter) = GUIDE.split_once(ONTOLOGY_CHAPTER).expect("the chapter");
    let blocks = chapter.split("```toml\n").skip(1);
    let blocks = blocks.filter_map(|block| Some(block.split_once("```")?.0));
    let rows = blocks.flat_map(|block| block.split("\n\n"));
    let shown: Vec<_> = rows.filter(|row| row.starts_with("[constraint.")).collect();
    assert!(shown.len() >= 6, "the guide shows each kind");
    for row in shown {
        assert!(ontology.contains(row.trim_end()), "{row}");
    }
}
