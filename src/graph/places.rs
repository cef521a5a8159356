//! What stands where in a list of which a view may hide a part?

use super::span::Span;
use crate::model::Ranked;
use std::ops::Range;

/// A list: a range of a flat array, with what of it is shown.
#[derive(Debug, Clone, Copy)]
pub struct Places<'g, T> {
    all: &'g [T],
    span: Span,
    /// The positions in `all` that are shown; all when there is nothing here.
    shown: Option<&'g Ranked>,
}

impl<'g, T: Copy> Places<'g, T> {
    #[inline]
    pub(super) fn new(all: &'g [T], span: Span, shown: Option<&'g Ranked>) -> Self {
        Self { all, span, shown }
    }

    /// Returns the number of items.
    #[inline]
    pub fn len(self) -> usize {
        match self.shown {
            None => self.span.len(),
            Some(shown) => shown.count(self.span.range()),
        }
    }

    /// Returns whether there are none.
    #[inline]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Returns the items.
    pub fn iter(self) -> impl Iterator<Item = T> + 'g {
        let range = self.span.range();
        let shown = move |&at: &usize| self.shown.is_none_or(|shown| shown.contains(at));
        range.filter(shown).map(move |at| self.all[at])
    }

    /// Hands on the items from the `range.start`-th to the one before the `range.end`-th, until
    /// one is not taken.
    ///
    /// # Errors
    /// Returns the reason for which an item was not taken.
    #[inline]
    pub fn try_for_each<E>(
        self,
        range: Range<usize>,
        mut take: impl FnMut(T) -> Result<(), E>,
    ) -> Result<(), E> {
        match self.shown {
            None => {
                let items = self.whole().get(range).unwrap_or_default();
                items.iter().try_for_each(|&item| take(item))
            }
            Some(shown) => {
                let mut places = shown
                    .positions(self.span.range().start, range.start)
                    .take(range.len());
                places.try_for_each(|at| take(self.all[at]))
            }
        }
    }

    /// Returns all items, hidden ones included, among which a position can be looked up.
    pub fn whole(self) -> &'g [T] {
        &self.all[self.span.range()]
    }

    /// Returns where an item stands among those that are shown, given where it stands, or would
    /// stand, in the [whole](Self::whole) list.
    pub fn position(self, in_whole: Result<usize, usize>) -> Result<usize, usize> {
        let Some(shown) = self.shown else {
            return in_whole;
        };
        let start = self.span.range().start;
        let at = start + in_whole.unwrap_or_else(|at| at);
        let n_before = shown.count(start..at);
        match in_whole {
            Ok(_) if shown.contains(at) => Ok(n_before),
            _ => Err(n_before),
        }
    }
}
