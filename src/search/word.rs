//! What are the words of a text, whatever their case, accents and hyphens?

use std::ops::Range;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The most letters of a word that count; longer words are told apart by their beginnings.
pub(super) const MAX_LETTERS: usize = 40;

/// A word in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// Its letters and digits without accents, in lower case.
    pub(super) folded: String,
    /// The bytes of the text that it takes.
    pub(super) bytes: Range<usize>,
}

/// Returns a text in a form in which letter case and accents do not count.
pub fn folded(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let letters = text.nfkd().filter(|letter| !is_combining_mark(*letter));
    let mut folded = String::with_capacity(text.len());
    for letter in letters.flat_map(char::to_lowercase) {
        match plain(letter) {
            Some(letters) => folded.push_str(letters),
            None => folded.push(letter),
        }
    }
    folded
}

/// Returns the words of a text: letters and digits that stand together, with their accents. An
/// apostrophe is a part of its word that does not count, and everything else parts words.
pub(super) fn words(text: &str) -> impl Iterator<Item = Word> {
    let mut rest = text.char_indices().peekable();
    std::iter::from_fn(move || {
        loop {
            let (start, first) = rest.find(|(_, c)| c.is_alphanumeric())?;
            let mut end = start + first.len_utf8();
            while let Some((at, c)) = rest.next_if(|(_, c)| is_part_of_word(*c)) {
                if !is_apostrophe(c) {
                    end = at + c.len_utf8();
                }
            }
            let folded = folded(&text[start..end]);
            let letters = folded.chars().filter(|c| c.is_alphanumeric());
            let folded: String = letters.take(MAX_LETTERS).collect();
            if !folded.is_empty() {
                let bytes = start..end;
                return Some(Word { folded, bytes });
            }
        }
    })
}

fn is_part_of_word(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c) || is_apostrophe(c)
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2bc}')
}

/// Returns how a Latin letter is written without the stroke or the tie that is part of it.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{df}' => "ss",
        '\u{e6}' => "ae",
        '\u{f0}' | '\u{111}' => "d",
        '\u{f8}' => "o",
        '\u{fe}' => "th",
        '\u{127}' => "h",
        '\u{131}' => "i",
        '\u{142}' => "l",
        '\u{153}' => "oe",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<_> = words(text).map(|word| word.folded).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn case_accents_and_hyphens_do_not_count() {
        check("Gutierrez-Reed", &["gutierrez", "reed"]);
        check("Guti\u{e9}rrez", &["gutierrez"]);
        check("Gutie\u{301}rrez", &["gutierrez"]);
        check("S\u{f8}ren Wa\u{142}\u{119}sa", &["soren", "walesa"]);
        check("STRA\u{1e9e}E", &["strasse"]);
    }

    #[test]
    fn an_apostrophe_parts_no_word() {
        check(
            "Sheriff's Sheriff\u{2019}s 'quoted'",
            &["sheriffs", "sheriffs", "quoted"],
        );
    }

    #[test]
    fn what_is_no_letter_and_no_digit_parts_words() {
        check(
            " \"a\" AND (b OR *c*):2021-10 ",
            &["a", "and", "b", "or", "c", "2021", "10"],
        );
        check("", &[]);
        check("-- ' \u{301} ' !", &[]);
    }

    #[test]
    fn a_word_takes_its_place_in_the_text() {
        let text = "Zo\u{eb}'s  r\u{f4}le'";
        let found: Vec<_> = words(text).map(|word| &text[word.bytes]).collect();
        assert_eq!(found, ["Zo\u{eb}'s", "r\u{f4}le"]);
    }

    #[test]
    fn a_long_word_counts_by_its_beginning() {
        check(&"x".repeat(100_000), &[&"x".repeat(MAX_LETTERS)]);
    }
}
