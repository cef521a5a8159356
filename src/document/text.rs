//! Where in a text file is something?

use std::ops::Range;
use std::path::Path;
use std::sync::OnceLock;

/// How a text says what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Syntax {
    /// One TOML document.
    Toml,
    /// A JSON object in each line.
    JsonLines,
}

/// A text file, or some of its lines: its name and its characters.
#[derive(Debug)]
pub struct Document {
    path: String,
    text: String,
    /// How many lines of the file come before.
    lines_before: u32,
    line_starts: OnceLock<Vec<u32>>,
}

/// A stretch of a document, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

/// A place as a person counts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line, from 1.
    pub line: u32,
    /// The character in the line, from 1.
    pub column: u32,
}

impl Document {
    /// Returns the document with this name and text.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self::lines_of(path, text, 0)
    }

    /// Returns the lines of a long file that come after so many others.
    pub fn lines_of(path: impl Into<String>, text: impl Into<String>, lines_before: u32) -> Self {
        Self {
            path: path.into(),
            text: text.into(),
            lines_before,
            line_starts: OnceLock::new(),
        }
    }

    /// Returns how the text says what it says, which its name tells.
    pub fn syntax(&self) -> Syntax {
        match Path::new(&self.path).extension() {
            Some(ending) if ending.eq_ignore_ascii_case("jsonl") => Syntax::JsonLines,
            _ => Syntax::Toml,
        }
    }

    /// Returns how many lines of the file come before the text.
    pub(super) fn lines_before(&self) -> u32 {
        self.lines_before
    }

    /// Returns the name of the file, as messages show it.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the place of a byte; a byte beyond the end, or within a character, stands for the
    /// nearest one before.
    pub fn position(&self, byte: u32) -> Position {
        let byte = self.nearest(byte);
        let line = self.line_of(byte);
        let column = self.text[self.line_start(line)..byte].chars().count();
        Position {
            line: number(line + 1).saturating_add(self.lines_before),
            column: number(column + 1),
        }
    }

    /// Returns the line of a byte, from 1; it takes less work than the whole place.
    pub fn line_number(&self, byte: u32) -> u32 {
        number(self.line_of(byte as usize) + 1).saturating_add(self.lines_before)
    }

    /// Returns the bytes of a line that is counted from 1, without its line break.
    pub fn line(&self, line: u32) -> Range<usize> {
        let line = line.saturating_sub(self.lines_before).max(1);
        let index = (line as usize - 1).min(self.line_starts().len() - 1);
        let start = self.line_start(index);
        let length = self.text[start..].find('\n');
        let end = length.map_or(self.text.len(), |length| start + length);
        let end = start + self.text[start..end].trim_end_matches('\r').len();
        start..end
    }

    /// Returns the byte at which the character begins that holds this byte.
    pub(super) fn nearest(&self, byte: u32) -> usize {
        let byte = (byte as usize).min(self.text.len());
        let boundary = (0..=byte).rev().find(|&at| self.text.is_char_boundary(at));
        boundary.unwrap_or_default()
    }

    fn line_of(&self, byte: usize) -> usize {
        self.line_starts()
            .partition_point(|&start| start as usize <= byte)
            .saturating_sub(1)
    }

    fn line_start(&self, index: usize) -> usize {
        self.line_starts()[index] as usize
    }

    fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let breaks = self.text.bytes().enumerate().filter(|&(_, b)| b == b'\n');
            std::iter::once(0)
                .chain(breaks.map(|(at, _)| number(at + 1)))
                .collect()
        })
    }
}

impl Span {
    /// Returns the span of these bytes; bytes beyond 4 GiB are cut off.
    pub fn of(bytes: Range<usize>) -> Self {
        Self {
            start: number(bytes.start),
            end: number(bytes.end.max(bytes.start)),
        }
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_counted_in_lines_and_characters() {
        let document = Document::new("a.toml", "é = 1\r\nü = 2\n");
        let position = |byte| {
            let Position { line, column } = document.position(byte);
            (line, column)
        };
        assert_eq!(position(0), (1, 1));
        assert_eq!(position(1), (1, 1));
        assert_eq!(position(2), (1, 2));
        assert_eq!(position(10), (2, 2));
        assert_eq!(position(99), (3, 1));
        assert_eq!(&document.text()[document.line(1)], "é = 1");
        assert_eq!(&document.text()[document.line(9)], "");
    }

    #[test]
    fn an_empty_document_has_one_empty_line() {
        let document = Document::new("a.toml", "");
        assert_eq!(document.line(1), 0..0);
        assert_eq!(document.position(0), Position { line: 1, column: 1 });
    }
}
