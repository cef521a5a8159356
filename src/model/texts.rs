//! Where are names and texts kept?
//!
//! All texts of one kind lie in one buffer; a text is a range in it, which ends where the next one
//! begins.

use super::column;
use borsh::{BorshDeserialize, BorshSerialize};

/// The place of a text in [`Texts`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub struct TextIx(pub(super) u32);

/// The buffer that holds texts.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize)]
pub struct Texts {
    buffer: String,
    /// Where each text begins, and where the last one ends.
    #[borsh(deserialize_with = "column::read")]
    starts: Vec<u32>,
}

impl Default for Texts {
    fn default() -> Self {
        Self {
            buffer: String::new(),
            starts: vec![0],
        }
    }
}

impl Texts {
    /// Appends a text.
    ///
    /// # Panics
    /// When the texts exceed 4 GiB.
    pub fn push(&mut self, text: &str) -> TextIx {
        let at = self.starts.len() - 1;
        self.buffer.push_str(text);
        let end = u32::try_from(self.buffer.len()).expect("the texts of a graph fit in 4 GiB");
        self.starts.push(end);
        TextIx(u32::try_from(at).expect("there are fewer texts than bytes"))
    }

    /// Returns the number of texts.
    pub(super) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// Appends other texts.
    ///
    /// # Panics
    /// When the texts exceed 4 GiB.
    pub(super) fn append(&mut self, other: &Self) {
        let n_bytes = self.buffer.len();
        self.buffer.push_str(&other.buffer);
        u32::try_from(self.buffer.len()).expect("the texts of a graph fit in 4 GiB");
        let ends = other.starts.iter().skip(1);
        self.starts.extend(ends.map(|end| n_bytes as u32 + end));
    }

    /// Returns the text at this place.
    #[inline]
    pub fn text(&self, at: TextIx) -> &str {
        let at = at.0 as usize;
        &self.buffer[self.starts[at] as usize..self.starts[at + 1] as usize]
    }
}
