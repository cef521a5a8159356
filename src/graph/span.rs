//! Which part of a flat array is a list?
//!
//! Every list of a graph, the entities of a type, the relationships of an entity by one relation,
//! the claims about an entity and those of a source, is a range of an array that holds all lists
//! of its kind one behind the other.

use std::ops::Range;

/// A list, as the range that it takes in the flat array of its kind.
///
/// It means something within one graph and for one kind of list only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    #[inline]
    pub(super) fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// Returns the list at a position, of lists that lie one behind the other.
    #[inline]
    pub(super) fn between(starts: &[u32], at: usize) -> Self {
        Self::new(starts[at], starts[at + 1])
    }

    /// Returns the number of items.
    #[inline]
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Returns whether there are no items.
    #[inline]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Returns the positions in the array.
    #[inline]
    pub(super) fn positions(self) -> Range<u32> {
        self.start..self.end
    }

    /// Returns the range in the array.
    #[inline]
    pub(super) fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}
