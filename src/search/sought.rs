//! What is sought, and how near does a word come to it?

use super::entry::Field;
use super::word::words;
use crate::graph::KnowledgeGraph;
use crate::ontology::TypeId;

/// The most words that are sought at once.
pub const MAX_WORDS: usize = 16;

/// What is sought.
#[derive(Debug, Clone, Default)]
pub struct Sought {
    /// The types whose entities count, concrete ones; all when there are none.
    pub types: Vec<TypeId>,
    /// Where the text may stand; anywhere when there are none.
    pub fields: Vec<Field>,
    terms: Vec<Term>,
}

/// A text has more words than are sought at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("The text has more than {MAX_WORDS} words; leave out the common ones.")]
pub struct TooManyWords;

impl Sought {
    /// Seeks the words of a text, of which the last may be the beginning of a word.
    ///
    /// # Errors
    /// When there are too many words.
    pub fn words_of(&mut self, text: &str) -> Result<(), TooManyWords> {
        let mut terms: Vec<_> = words(text).take(MAX_WORDS + 1).map(Term::of).collect();
        if terms.len() > MAX_WORDS {
            return Err(TooManyWords);
        }
        if let Some(last) = terms.last_mut() {
            last.ending = Ending::Open;
        }
        self.terms = terms;
        Ok(())
    }

    /// Returns a text that spells what is sought, and nothing else.
    pub fn spelled(&self, graph: &KnowledgeGraph) -> String {
        let words: Vec<_> = self.terms.iter().map(|term| term.word.as_str()).collect();
        let names = self.types.iter();
        let names = names.map(|&id| graph.ontology().entity_type(id).name.as_str());
        let types: Vec<_> = names.collect();
        let fields: Vec<_> = self
            .fields
            .iter()
            .map(|field| format!("{field:?}"))
            .collect();
        format!(
            "{}/{}/{}",
            words.join(" "),
            types.join(" "),
            fields.join(" ")
        )
    }

    pub(super) fn terms(&self) -> &[Term] {
        &self.terms
    }
}

/// A word that is sought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Term {
    pub(super) word: String,
    pub(super) ending: Ending,
    /// The most typing errors that are forgiven.
    pub(super) n_forgiven: u8,
}

/// Where a word that is sought ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// Where it ends.
    Closed,
    /// Perhaps later: it is still being typed.
    Open,
}

/// Words with fewer letters begin as they are typed.
const FIRST_LETTER_FORGIVEN: usize = 6;

impl Term {
    fn of(word: super::word::Word) -> Self {
        let word = word.folded;
        Self {
            n_forgiven: n_forgiven(&word),
            ending: Ending::Closed,
            word,
        }
    }

    /// Returns how near a word is, in thousandths; nothing when it is another word.
    pub(super) fn nearness(&self, word: &str) -> Option<u32> {
        if word == self.word {
            return Some(1000);
        }
        if self.ending == Ending::Open && word.starts_with(&self.word) {
            return Some(900);
        }
        if !self.may_begin_as(word) {
            return None;
        }
        let whole = strsim::osa_distance(&self.word, word);
        let of_whole = self.forgives(whole, 700);
        match self.ending {
            Ending::Closed => of_whole,
            Ending::Open => of_whole.max(self.forgives(self.n_errors_in_beginning(word), 600)),
        }
    }

    fn may_begin_as(&self, word: &str) -> bool {
        self.word.chars().nth(FIRST_LETTER_FORGIVEN - 1).is_some()
            || self.word.chars().next() == word.chars().next()
    }

    /// Returns how near a word with some typing errors is, given how near it is with one.
    fn forgives(&self, n_errors: usize, with_one: u32) -> Option<u32> {
        let is_forgiven = n_errors <= usize::from(self.n_forgiven);
        match n_errors {
            1 if is_forgiven => Some(with_one),
            2 if is_forgiven => Some(with_one - 200),
            _ => None,
        }
    }

    /// Returns how many typing errors are in the beginning of a word that comes nearest.
    fn n_errors_in_beginning(&self, word: &str) -> usize {
        let n_letters = self.word.chars().count();
        let n_forgiven = usize::from(self.n_forgiven);
        let beginnings = word.char_indices().map(|(at, _)| &word[..at]);
        beginnings
            .skip(n_letters - n_forgiven)
            .take(2 * n_forgiven + 1)
            .map(|beginning| strsim::osa_distance(&self.word, beginning))
            .min()
            .unwrap_or(usize::MAX)
    }
}

/// Returns how many typing errors are forgiven in a word; a number is right or another number.
fn n_forgiven(word: &str) -> u8 {
    if word.chars().any(char::is_numeric) {
        return 0;
    }
    match word.chars().count() {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(word: &str, ending: Ending) -> Term {
        Term {
            n_forgiven: n_forgiven(word),
            word: word.to_owned(),
            ending,
        }
    }

    #[track_caller]
    fn check(word: &str, ending: Ending, ranked: &[&str], others: &[&str]) {
        let term = term(word, ending);
        let near = |word: &&str| term.nearness(word);
        let nearness: Vec<_> = ranked.iter().map(near).collect();
        assert!(nearness.iter().all(Option::is_some), "{word}: {nearness:?}");
        assert!(nearness.is_sorted_by(|a, b| a > b), "{word}: {nearness:?}");
        let near_others: Vec<_> = others.iter().filter_map(near).collect();
        assert_eq!(near_others, [0; 0], "{word}");
    }

    #[test]
    fn a_word_with_fewer_errors_is_nearer() {
        check(
            "gutierrez",
            Ending::Closed,
            &["gutierrez", "gutierez", "guttierez"],
            &["gutierrezville", "gutters", "reed"],
        );
        check("halyna", Ending::Closed, &["halyna", "galyna"], &["alina"]);
    }

    #[test]
    fn a_word_still_being_typed_is_a_beginning() {
        check(
            "baldw",
            Ending::Open,
            &["baldw", "baldwin", "badlwin"],
            &["bad", "wald", "bawl"],
        );
        check("a", Ending::Open, &["a", "alec"], &["baldwin"]);
    }

    #[test]
    fn a_short_word_begins_as_it_is_typed() {
        check(
            "rust",
            Ending::Closed,
            &["rust", "ruts"],
            &["just", "trust"],
        );
        check("alex", Ending::Closed, &["alex", "alec"], &["lex", "flex"]);
        check("ann", Ending::Closed, &["ann"], &["an", "anna"]);
    }

    #[test]
    fn a_number_is_right_or_another() {
        check("2021", Ending::Closed, &["2021"], &["2022", "202"]);
    }
}
