//! How is a long list read back into room of its size?
//!
//! Borsh lets a list grow while it reads it, because the length that precedes it may be a lie. A
//! column has tens of millions of items, and would be moved again and again.

use borsh::BorshDeserialize;
use borsh::io::{Read, Result};

/// For how many items room is made before any of them was seen.
const MOST_EXPECTED: usize = 1 << 26;

/// Reads a list into room that is made for it at once.
pub(super) fn read<T: BorshDeserialize, R: Read>(reader: &mut R) -> Result<Vec<T>> {
    let n_items = u32::deserialize_reader(reader)? as usize;
    let mut items = Vec::with_capacity(n_items.min(MOST_EXPECTED));
    for _ in 0..n_items {
        items.push(T::deserialize_reader(reader)?);
    }
    Ok(items)
}
