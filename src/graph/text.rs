//! Where are the names and texts of a graph kept?
//!
//! All texts of a graph lie in one buffer, each between quotation marks, so that a text without
//! escapes is a string of JSON as it lies there. Whether it is was found out once, when the graph
//! was built.

/// A text of the graph.
#[derive(Debug, Clone, Copy)]
pub struct Label<'g> {
    buffer: &'g str,
    at: TextIx,
}

impl<'g> Label<'g> {
    /// Returns the text.
    #[inline(always)]
    pub fn text(self) -> &'g str {
        let start = self.at.start as usize + 1;
        &self.buffer[start..start + self.at.n_bytes()]
    }

    /// Returns the text as a string of JSON, when nothing in it needs an escape: the string is the
    /// given number of bytes at the beginning of the given ones.
    ///
    /// What follows behind the string lets a reader copy it in steps of a fixed length.
    #[inline(always)]
    pub fn json(self) -> Option<(&'g [u8], usize)> {
        let is_plain = self.at.length % 2 == 1;
        is_plain.then(|| {
            let start = self.at.start as usize;
            (&self.buffer.as_bytes()[start..], self.at.n_bytes() + 2)
        })
    }
}

impl PartialEq for Label<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.text() == other.text()
    }
}

/// The place of a text in [`Texts`].
#[derive(Debug, Clone, Copy)]
pub(super) struct TextIx {
    /// The position of the quotation mark before the text.
    start: u32,
    /// The length in bytes, doubled, plus one when the text is plain.
    length: u32,
}

impl TextIx {
    #[inline(always)]
    fn n_bytes(self) -> usize {
        (self.length / 2) as usize
    }
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
        self.buffer.push('"');
        self.buffer.push_str(text);
        self.buffer.push('"');
        let is_plain = text.bytes().all(|b| b >= 0x20 && b != b'"' && b != b'\\');
        TextIx {
            start,
            length: length * 2 + u32::from(is_plain),
        }
    }

    /// Returns the text at this place.
    #[inline(always)]
    pub(super) fn label(&self, at: TextIx) -> Label<'_> {
        Label {
            buffer: &self.buffer,
            at,
        }
    }
}
