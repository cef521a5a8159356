//! Where are the names and texts of a graph kept?
//!
//! All texts of a graph lie in one buffer; a text is a range in it.

/// The place of a text in [`Texts`].
#[derive(Debug, Clone, Copy)]
pub(super) struct TextIx {
    start: u32,
    n_bytes: u32,
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
        let n_bytes = u32::try_from(text.len()).expect("a text is shorter than a data file");
        self.buffer.push_str(text);
        TextIx { start, n_bytes }
    }

    /// Returns the text at this place.
    pub(super) fn text(&self, at: TextIx) -> &str {
        let start = at.start as usize;
        &self.buffer[start..start + at.n_bytes as usize]
    }
}
