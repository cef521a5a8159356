//! Which words in a row stand in a text and in a document?
//!
//! A word is a run of letters and digits, whatever its case, so that an apostrophe or a hyphen
//! makes two words of one: this finds more copies than a reader would.

use std::collections::HashSet;

/// Every run of words of some documents.
pub(super) struct Copies {
    runs: HashSet<Vec<String>>,
    length: usize,
}

impl Copies {
    /// Returns the runs of so many words in documents, except those that are part of a title.
    pub(super) fn from(documents: &[String], titles: &[String], length: usize) -> Self {
        let runs_of = |text: &String| runs(&words(text), length);
        let mut found: HashSet<_> = documents.iter().flat_map(runs_of).collect();
        for run in titles.iter().flat_map(runs_of) {
            found.remove(&run);
        }
        let runs = found;
        Self { runs, length }
    }

    /// Returns how many different runs there are.
    pub(super) fn len(&self) -> usize {
        self.runs.len()
    }

    /// Returns the runs of a text that stand in a document.
    pub(super) fn in_text(&self, text: &str) -> Vec<String> {
        let runs = runs(&words(text), self.length);
        let copied = runs.into_iter().filter(|run| self.runs.contains(run));
        copied.map(|run| run.join(" ")).collect()
    }
}

/// Returns the words of a text.
pub(super) fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

fn runs(words: &[String], length: usize) -> Vec<Vec<String>> {
    words.windows(length).map(<[String]>::to_vec).collect()
}

/// A document of an old story that everybody may copy.
const FOX: &str = "One morning, the quick brown fox jumped over \u{201c}The Lazy Dog\u{201d}.";

fn copied(title: &str, text: &str) -> Vec<String> {
    Copies::from(&[FOX.to_owned()], &[title.to_owned()], 7).in_text(text)
}

#[test]
fn a_planted_run_is_found_whatever_its_case_and_punctuation() {
    let text = "note = \"A quick-brown FOX jumped\\tover; 'the' lazy (dog)\"";
    assert_eq!(
        copied("", &text.replace("\\t", "\t")),
        [
            "quick brown fox jumped over the lazy",
            "brown fox jumped over the lazy dog"
        ]
    );
}

#[test]
fn a_run_that_goes_on_over_lines_is_found() {
    let text = "the quick brown\nfox jumped\n\nover The";
    assert_eq!(copied("", text), ["the quick brown fox jumped over the"]);
}

#[test]
fn six_words_in_a_row_are_no_copy() {
    let text = "The quick brown fox jumped over a lazy dog.";
    assert_eq!(copied("", text), Vec::<String>::new());
}

#[test]
fn a_run_within_a_title_is_no_copy_and_one_that_leaves_it_is() {
    let title = "Brown Fox Jumped Over the Lazy Dog";
    assert_eq!(
        copied(title, &format!("title = \"{title}\"")),
        Vec::<String>::new()
    );
    assert_eq!(
        copied(title, &format!("The quick {title}")),
        [
            "the quick brown fox jumped over the",
            "quick brown fox jumped over the lazy"
        ]
    );
}
