//! Is every code of an error told in the README, and none that is not there?

use crate::support::{files_below, in_repository};
use std::collections::BTreeSet;

const README: &str = include_str!("../README.md");

/// Words in capitals that are no codes of errors: values of enumerations, and what a build is told.
const NO_CODES: [&str; 3] = ["ASC_NULLS_FIRST", "DESC_NULLS_FIRST", "CARGO_PKG_VERSION"];

/// Codes of a single word, which nothing tells from other words in capitals.
const SINGLE_WORDS: [&str; 3] = ["CANCELLED", "INTERNAL", "OVERLOADED"];

/// Returns the words in capitals that stand between quotes.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split('"').filter(|part| {
        let is_of_code = |c: char| c == '_' || c.is_ascii_uppercase();
        part.starts_with(|c: char| c.is_ascii_uppercase()) && part.chars().all(is_of_code)
    })
}

#[test]
fn the_readme_tells_every_code_of_an_error() {
    let mut used = BTreeSet::new();
    for folder in ["src/engine", "src/http", "src/schema", "src/query"] {
        for (_, bytes) in files_below(&in_repository(folder)) {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            let codes = words(code).filter(|word| {
                (word.contains('_') && !NO_CODES.contains(word)) || SINGLE_WORDS.contains(word)
            });
            used.extend(codes.map(str::to_owned));
        }
    }
    let rows = README.lines().filter_map(|line| {
        let code = line.strip_prefix("| `")?.split('`').next()?;
        let is_code = code.chars().all(|c| c == '_' || c.is_ascii_uppercase());
        is_code.then(|| code.to_owned())
    });
    let told: BTreeSet<_> = rows.collect();
    let untold: Vec<_> = used.difference(&told).collect();
    let unused: Vec<_> = told.difference(&used).collect();
    assert!(untold.is_empty(), "the README does not tell of {untold:?}");
    assert!(
        unused.is_empty(),
        "the README tells of {unused:?}, which nothing says"
    );
}
