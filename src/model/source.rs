//! Where do claims come from?

use super::date::PartialDate;
use super::digest::Digest;
use borsh::{BorshDeserialize, BorshSerialize};

/// The position of a source within one dataset or one graph; it means nothing outside of it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize,
)]
pub struct SourceIx(pub u32);

/// A document that claims come from.
#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub struct Source {
    /// The slug by which citations refer to it.
    pub id: String,
    /// A short label in the words of whoever keeps the story.
    pub name: String,
    /// The printed title, when the document has one.
    pub title: Option<String>,
    /// Who published it, when the document says so.
    pub publisher: Option<String>,
    /// The bylines.
    pub authors: Vec<String>,
    /// The date of publication.
    pub published: PartialDate,
    /// The language, as a BCP 47 tag.
    pub language: Option<String>,
    /// Where it can be read.
    pub url: Option<String>,
    /// The plain name of the file that holds the text, in the folder of documents.
    pub file: Option<String>,
    /// What is known of its paragraphs.
    pub paragraphs: Paragraphs,
}

/// What is known of the paragraphs of a source.
#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub enum Paragraphs {
    /// How many there are; nobody had the text at hand.
    Counted(u32),
    /// The digest of each, in their order.
    Digested(Vec<Digest>),
}

impl Paragraphs {
    /// Returns how many there are.
    pub fn count(&self) -> u32 {
        match self {
            Self::Counted(count) => *count,
            Self::Digested(digests) => u32::try_from(digests.len()).unwrap_or(u32::MAX),
        }
    }

    /// Returns the digest of a paragraph, counted from 1; `None` when nobody knows it.
    pub fn digest(&self, paragraph: u32) -> Option<Digest> {
        match self {
            Self::Counted(_) => None,
            Self::Digested(digests) => {
                let at = usize::try_from(paragraph).ok()?.checked_sub(1)?;
                digests.get(at).copied()
            }
        }
    }
}

/// Returns whether a text names a file in a folder and can lead nowhere else.
pub fn is_file_name(text: &str) -> bool {
    (1..=255).contains(&text.len())
        && !text.starts_with('.')
        && !text.contains(['/', '\\', ':'])
        && !text.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_found_under_the_number_of_its_paragraph() {
        let digests = [Digest::of("one"), Digest::of("two")];
        let paragraphs = Paragraphs::Digested(digests.to_vec());
        assert_eq!(paragraphs.count(), 2);
        let found: Vec<_> = (0..4).map(|n| paragraphs.digest(n)).collect();
        assert_eq!(found, [None, Some(digests[0]), Some(digests[1]), None]);
        assert_eq!(Paragraphs::Counted(2).count(), 2);
        assert_eq!(Paragraphs::Counted(2).digest(1), None);
    }

    #[test]
    fn a_file_name_leads_nowhere_else() {
        for name in [
            "report.txt",
            "The report, part 2 (final).txt",
            "\u{e9}t\u{e9}",
        ] {
            assert!(is_file_name(name), "{name}");
        }
        for name in [
            "",
            ".",
            "..",
            ".hidden",
            "/etc/passwd",
            "a/b",
            "a\\b",
            "c:a",
            "a\0",
            "a\n",
            &"a".repeat(256),
        ] {
            assert!(!is_file_name(name), "{name}");
        }
    }
}
