//! Which part of a text is shown, and which words in it are meant?

use super::entry::EntryIx;
use super::index::Index;
use super::sought::Sought;
use super::word::words;
use crate::graph::KnowledgeGraph;
use std::ops::Range;

/// A part of a text with the words that were sought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fragment<'g> {
    /// The text, or the part of it in which most of the words stand.
    pub text: &'g str,
    /// The words that were sought, as characters of the part.
    pub highlights: Vec<Range<usize>>,
}

/// The most characters of a fragment.
const MAX_CHARACTERS: usize = 200;

/// The characters that are shown before the first word that was sought, if there are as many.
const LEAD: usize = 40;

impl Index {
    /// Returns the part of an entry that shows what was sought.
    pub fn fragment<'g>(
        &self,
        graph: &'g KnowledgeGraph,
        sought: &Sought,
        entry: EntryIx,
    ) -> Fragment<'g> {
        fragment(self.entry(entry).text(graph), sought)
    }
}

fn fragment<'t>(text: &'t str, sought: &Sought) -> Fragment<'t> {
    let words: Vec<_> = words(text).collect();
    let is_sought = |word: &str| sought.terms().iter().any(|t| t.nearness(word).is_some());
    let meant = words.iter().filter(|word| is_sought(&word.folded));
    let meant: Vec<_> = meant.map(|word| word.bytes.clone()).collect();
    let beginnings = words.iter().map(|word| word.bytes.start);
    let shown = part(text, beginnings, &meant);
    let n_characters = |bytes: Range<usize>| text[bytes].chars().count();
    let within = meant.iter().filter(|word| shown.start <= word.start);
    let within = within.filter(|word| word.start < shown.end);
    let highlights = within.map(|word| {
        let start = n_characters(shown.start..word.start);
        start..start + n_characters(word.start..word.end.min(shown.end))
    });
    Fragment {
        highlights: highlights.collect(),
        text: &text[shown],
    }
}

/// Returns the bytes of a text that are shown: from the beginning of a word on, so many that no
/// other part as long has more of the words that are meant.
fn part(
    text: &str,
    mut beginnings: impl Iterator<Item = usize>,
    meant: &[Range<usize>],
) -> Range<usize> {
    let after = |start: usize, n: usize| match text[start..].char_indices().nth(n) {
        Some((at, _)) => start + at,
        None => text.len(),
    };
    if after(0, MAX_CHARACTERS) == text.len() {
        return 0..text.len();
    }
    let n_within = |from: usize| {
        let end = after(from, MAX_CHARACTERS - LEAD);
        let n_before = |n: usize| meant[..n].partition_point(|word| word.start < from);
        let n_ended = meant.partition_point(|word| word.end <= end);
        n_ended - n_before(n_ended)
    };
    // Of parts with as many words, the first.
    let firsts = meant.iter().map(|word| word.start);
    let first = firsts.rev().max_by_key(|&from| n_within(from)).unwrap_or(0);
    let lead = text[..first].char_indices().rev().nth(LEAD - 1);
    let start = match lead {
        None | Some((0, _)) => 0,
        Some((lead, _)) => beginnings.find(|&at| at >= lead).unwrap_or(first),
    };
    let end = after(start, MAX_CHARACTERS);
    // The last word is left out when it is cut, unless it is the one that is meant.
    match text[start..end].rfind(char::is_whitespace) {
        Some(last) if end < text.len() && start + last > first => start..start + last,
        _ => start..end,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, sought: &str, expected: &[&str]) -> String {
        let mut words = Sought::default();
        words.words_of(sought).expect("few words");
        let fragment = fragment(text, &words);
        let characters: Vec<char> = fragment.text.chars().collect();
        let highlights = fragment.highlights.iter();
        let highlights = highlights.map(|range| characters[range.clone()].iter().collect());
        assert_eq!(highlights.collect::<Vec<String>>(), expected, "{text}");
        assert!(characters.len() <= MAX_CHARACTERS);
        fragment.text.to_owned()
    }

    #[test]
    fn a_short_text_is_shown_whole() {
        let text = "Zo\u{eb} was the Armorer's aide.";
        assert_eq!(check(text, "zoe armorer", &["Zo\u{eb}", "Armorer's"]), text);
        assert_eq!(check("", "armorer", &[]), "");
    }

    #[test]
    fn of_a_long_text_the_part_is_shown_that_has_most_of_the_words() {
        let filler = "\u{e9}t\u{e9} ".repeat(60);
        let text = format!("The set. {filler}The armorer left the set. {filler}");
        let shown = check(&text, "armorer set", &["armorer", "set"]);
        assert!(
            shown.starts_with("\u{e9}t\u{e9}") && shown.ends_with("\u{e9}t\u{e9}"),
            "{shown}"
        );
        assert!(check(&text, "nothing", &[]).starts_with("The set."));
    }

    #[test]
    fn a_word_without_an_end_is_cut() {
        let text = format!("- {}", "x".repeat(5000));
        check(&text, "xxxx", &[&"x".repeat(MAX_CHARACTERS - 2)]);
    }
}
