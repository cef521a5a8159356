//! Where did a page end?
//!
//! A cursor names the list it was taken from and the item it stands on, never a position, so it
//! survives a restart and edits elsewhere in the list. It is the base64url form of four bytes
//! that stand for the list, followed by the item's key.

use crate::graph::GraphView;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// A place in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    list: u32,
    key: String,
}

/// Why a cursor cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CursorError {
    /// The text is no cursor.
    #[error("The text is no cursor; pass on `endCursor`, `startCursor` or `cursor` unchanged.")]
    Malformed,
    /// The cursor was taken from another list, or under another view.
    #[error(
        "The cursor was taken from another list or under another view; use it where it was given."
    )]
    Foreign,
    /// The item is no longer in the list.
    #[error("The item of the cursor is no longer in the list; start again from the first page.")]
    Stale,
}

impl Cursor {
    /// Returns the cursor of an item in a list.
    pub fn new(list: u32, key: &str) -> Self {
        Self {
            list,
            key: key.to_owned(),
        }
    }

    /// Returns the cursor that a text spells.
    ///
    /// # Errors
    /// When the text is none.
    pub fn parse(text: &str) -> Result<Self, CursorError> {
        let bytes = URL_SAFE_NO_PAD
            .decode(text)
            .map_err(|_| CursorError::Malformed)?;
        let (list, key) = bytes
            .split_first_chunk::<4>()
            .ok_or(CursorError::Malformed)?;
        let key = str::from_utf8(key).map_err(|_| CursorError::Malformed)?;
        Ok(Self::new(u32::from_be_bytes(*list), key))
    }

    /// Returns the text that spells the cursor.
    pub fn to_text(&self) -> String {
        let mut bytes = self.list.to_be_bytes().to_vec();
        bytes.extend_from_slice(self.key.as_bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Returns the key of the item.
    ///
    /// # Errors
    /// When the cursor was taken from another list.
    pub fn key_in(&self, list: u32) -> Result<&str, CursorError> {
        if self.list == list {
            Ok(&self.key)
        } else {
            Err(CursorError::Foreign)
        }
    }
}

/// Returns the number that stands for a list in its cursors: the 32-bit FNV-1a hash of its name,
/// a slash, the id on which it hangs and the view under which it is read
/// (<https://www.rfc-editor.org/rfc/rfc9923>).
pub(super) fn list_number(name: &str, anchor: &str, seen: GraphView<'_>) -> u32 {
    let view = seen
        .view()
        .map_or_else(String::new, |view| view.spelled(seen.graph()));
    hash(&[name, "/", anchor, &view])
}

/// Returns the 32-bit FNV-1a hash of some texts, one behind the other.
pub(super) fn hash(parts: &[&str]) -> u32 {
    let bytes = parts.iter().flat_map(|part| part.bytes());
    bytes.fold(0x811c_9dc5, |hash: u32, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_as_it_was_written() {
        let cursor = Cursor::new(hash(&["people", "/"]), "alec-baldwin");
        assert_eq!(Cursor::parse(&cursor.to_text()), Ok(cursor));
    }

    #[test]
    fn a_text_that_is_no_cursor_is_refused() {
        for text in ["", "abc", "not base64!", "AAAA", "____"] {
            assert_eq!(Cursor::parse(text), Err(CursorError::Malformed), "{text}");
        }
    }

    #[test]
    fn a_cursor_of_another_list_is_refused() {
        let cursor = Cursor::new(hash(&["armorers", "/", "rust"]), "hannah-gutierrez-reed");
        let elsewhere = hash(&["directors", "/", "rust"]);
        assert_eq!(cursor.key_in(elsewhere), Err(CursorError::Foreign));
    }
}
