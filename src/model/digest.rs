//! Is a paragraph still the one that was read?
//!
//! Paragraph *n* of a document is its *n*-th line that holds a non-whitespace character. Its digest
//! is the SHA-256 of its normalized text in UTF-8: Unicode normalization form C, each run of
//! whitespace made one space, none at either end. Quotation marks, dashes and letters stay as they
//! are printed: a changed character is a changed paragraph.
//!
//! Lines end with a line feed, whitespace is what Unicode calls `White_Space`, and a byte order
//! mark at the beginning of the document is not looked at.

use borsh::{BorshDeserialize, BorshSerialize};
use sha2::{Digest as _, Sha256};
use std::fmt;
use unicode_normalization::UnicodeNormalization;

/// The digest of a paragraph.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize)]
pub struct Digest([u8; 32]);

impl Digest {
    /// Returns the digest of a paragraph, whatever its whitespace and its Unicode form are.
    pub fn of(paragraph: &str) -> Self {
        let composed: String = paragraph.nfc().collect();
        let words: Vec<_> = composed.split_whitespace().collect();
        Self(Sha256::digest(words.join(" ")).into())
    }

    /// Returns the digest that a text spells: 64 hexadecimal digits, letters in lower case.
    ///
    /// `None` when the text is something else.
    pub fn parse(text: &str) -> Option<Self> {
        let digits: &[u8; 64] = text.as_bytes().try_into().ok()?;
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = value_of(pair[0])? << 4 | value_of(pair[1])?;
        }
        Some(Self(bytes))
    }
}

fn value_of(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let halves = |byte: u8| [byte >> 4, byte & 15];
        let spelled: String = self
            .0
            .into_iter()
            .flat_map(halves)
            .map(|half| char::from(DIGITS[usize::from(half)]))
            .collect();
        f.write_str(&spelled)
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

/// Returns the paragraphs of a document in their order.
pub fn paragraphs(text: &str) -> impl Iterator<Item = &str> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    text.split('\n')
        .filter(|line| !line.chars().all(char::is_whitespace))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_the_sha_256_of_the_normalized_text() {
        assert_eq!(
            Digest::of("abc").to_string(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }

    #[test]
    fn whitespace_and_unicode_form_do_not_change_a_digest() {
        let digest = Digest::of("Zo\u{eb} said so.");
        for same in [
            "  Zo\u{eb} said so.\r",
            "Zo\u{eb}\u{a0}said\t \u{2003}so.",
            "\u{3000}Zoe\u{308} said so.\u{85}",
        ] {
            assert_eq!(Digest::of(same), digest, "{same:?}");
        }
    }

    #[test]
    fn quotation_marks_dashes_and_letters_change_a_digest() {
        let digest = Digest::of("\"Rust\" - the film");
        for other in [
            "\u{201c}Rust\u{201d} - the film",
            "'Rust' - the film",
            "\"Rust\" \u{2013} the film",
            "\"rust\" - the film",
            "\"Rust\" - thefilm",
            "\"Rust\" - the\u{200b} film",
        ] {
            assert_ne!(Digest::of(other), digest, "{other:?}");
        }
    }

    #[test]
    fn a_digest_is_read_as_it_is_printed() {
        let digest = Digest::of("Rust");
        assert_eq!(Digest::parse(&digest.to_string()), Some(digest));
    }

    #[test]
    fn what_is_not_64_digits_in_lower_case_is_no_digest() {
        let digits = Digest::of("Rust").to_string();
        assert_ne!(digits, digits.to_uppercase());
        for text in [
            "",
            &digits[1..],
            &format!("{digits}0"),
            &digits.to_uppercase(),
            &format!("{} ", &digits[1..]),
            &format!("g{}", &digits[1..]),
            &format!("\u{e9}{}", &digits[2..]),
        ] {
            assert_eq!(Digest::parse(text), None, "{text}");
        }
    }

    #[test]
    fn lines_that_show_nothing_are_no_paragraphs() {
        let text = "\u{FEFF}one\n\n \t\r\n two\r\n\u{a0}\nthree\rfour";
        let found: Vec<_> = paragraphs(text).collect();
        assert_eq!(found, ["one", " two\r", "three\rfour"]);
        assert_eq!(paragraphs(" \n\n").count(), 0);
    }
}
