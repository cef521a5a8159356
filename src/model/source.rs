//! Where do claims come from?

use super::date::PartialDate;

/// The position of a source within one dataset or one graph; it means nothing outside of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceIx(pub u32);

/// A document that claims come from.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// The number of paragraphs: of lines that hold a non-whitespace character.
    pub paragraphs: u32,
}
