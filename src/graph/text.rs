//! Where are the names and texts of a graph kept?
//!
//! All texts of a graph lie in one buffer; a text is a range in it. Whether a text can be printed
//! between quotes as it is was found out once, when the graph was built.

/// A text of the graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Label<'g> {
    /// The text.
    pub text: &'g str,
    /// Whether it holds neither quotation marks nor backslashes nor control characters.
    pub is_plain: bool,
}

/// The place of a text in [`Texts`].
#[derive(Debug, Clone, Copy)]
pub(super) struct TextIx {
    start: u32,
    /// The length in bytes, doubled, plus one when the text is plain.
    length: u32,
}

/// The buffer that holds every text.
#[derive(Debug, Default)]
pub(super) struct Texts {
    buffer: String,
}

impl Texts {
    /// Appends a text.
    ///
    /// # Panics
    /// When the texts of one graph exceed 4 GiB.
    pub(super) fn push(&mut self, text: &str) -> TextIx {
        let start = u32::try_from(self.buffer.len()).expect("the texts of a graph fit in 4 GiB");
        let length = u32::try_from(text.len()).expect("a text is shorter than a data file");
        self.buffer.push_str(text);
        let is_plain = text.bytes().all(|b| b >= 0x20 && b != b'"' && b != b'\\');
        TextIx {
            start,
            length: length * 2 + u32::from(is_plain),
        }
    }

    /// Returns the text at this place.
    pub(super) fn label(&self, at: TextIx) -> Label<'_> {
        let start = at.start as usize;
        Label {
            text: &self.buffer[start..start + (at.length / 2) as usize],
            is_plain: at.length % 2 == 1,
        }
    }
}
