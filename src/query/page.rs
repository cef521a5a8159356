//! Which part of a list is asked for?

use super::cursor::{Cursor, CursorError};
use std::ops::Range;

/// The number of items on a page when nothing is said.
pub const DEFAULT_PAGE: u32 = 25;

/// The most items on a page.
pub const MAX_PAGE: u32 = 500;

/// A request for a part of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    first: Option<u32>,
    last: Option<u32>,
    after: Option<Cursor>,
    before: Option<Cursor>,
}

/// Why a page cannot be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PageError {
    /// A page has a negative size.
    #[error("`{name}` is {size}; a page has 0 to {MAX_PAGE} items.")]
    Negative {
        /// The argument.
        name: &'static str,
        /// The size.
        size: i64,
    },
    /// A page is too large.
    #[error("`{name}` is {size}; a page has at most {MAX_PAGE} items, use `pageInfo` to go on.")]
    TooLarge {
        /// The argument.
        name: &'static str,
        /// The size.
        size: i64,
    },
    /// Both ends of a list are asked for.
    #[error("`first` and `last` are both given; a page begins at one end.")]
    BothEnds,
}

/// The part of a list that is on a page, as positions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The position of the first item.
    pub start: u32,
    /// The position behind the last item.
    pub end: u32,
}

impl Window {
    fn new(start: usize, end: usize) -> Self {
        // Items are counted in 32 bits, like everything in a graph.
        let narrow = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self {
            start: narrow(start),
            end: narrow(end),
        }
    }

    /// Returns the positions.
    #[inline]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl Page {
    /// Returns the request for a page.
    ///
    /// # Errors
    /// When a size is out of bounds or both ends are asked for.
    pub fn new(
        first: Option<i64>,
        last: Option<i64>,
        after: Option<Cursor>,
        before: Option<Cursor>,
    ) -> Result<Self, PageError> {
        if first.is_some() && last.is_some() {
            return Err(PageError::BothEnds);
        }
        Ok(Self {
            first: page_size("first", first)?,
            last: page_size("last", last)?,
            after,
            before,
        })
    }

    /// Returns the most items that the page may have.
    pub fn size(&self) -> u32 {
        self.first.or(self.last).unwrap_or(DEFAULT_PAGE)
    }

    /// Returns which of `total` items are on the page; `position_of` finds the item of a cursor:
    /// `Ok` where it stands, `Err` where it would stand.
    ///
    /// # Errors
    /// When a cursor does not belong to the list.
    #[inline(always)]
    pub fn window(
        &self,
        total: usize,
        position_of: impl Fn(&Cursor) -> Result<Result<usize, usize>, CursorError>,
    ) -> Result<Window, CursorError> {
        let start = match &self.after {
            None => 0,
            Some(cursor) => position_of(cursor)?.map_or_else(|at| at, |at| at + 1),
        };
        let end = match &self.before {
            None => total,
            Some(cursor) => position_of(cursor)?.unwrap_or_else(|at| at),
        };
        let end = end.max(start);
        let size = self.size() as usize;
        Ok(if self.last.is_some() {
            Window::new(start.max(end.saturating_sub(size)), end)
        } else {
            Window::new(start, end.min(start + size))
        })
    }
}

fn page_size(name: &'static str, size: Option<i64>) -> Result<Option<u32>, PageError> {
    match size {
        None => Ok(None),
        Some(size) if size < 0 => Err(PageError::Negative { name, size }),
        Some(size) => u32::try_from(size)
            .ok()
            .filter(|size| *size <= MAX_PAGE)
            .map(Some)
            .ok_or(PageError::TooLarge { name, size }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(
        first: Option<i64>,
        last: Option<i64>,
        after: Option<&str>,
        before: Option<&str>,
        expected: (u32, u32),
    ) {
        let cursor = |key: Option<&str>| key.map(|key| Cursor::new(1, key));
        let page = Page::new(first, last, cursor(after), cursor(before)).expect("a page");
        // A list of the even numbers below 20.
        let window = page.window(10, |cursor| {
            let number: usize = cursor
                .key_in(1)?
                .parse()
                .map_err(|_| CursorError::Malformed)?;
            Ok(if number.is_multiple_of(2) {
                Ok(number / 2)
            } else {
                Err(number.div_ceil(2))
            })
        });
        let (start, end) = expected;
        assert_eq!(window, Ok(Window { start, end }));
    }

    #[test]
    fn a_page_begins_at_either_end() {
        check(None, None, None, None, (0, 10));
        check(Some(3), None, None, None, (0, 3));
        check(None, Some(3), None, None, (7, 10));
        check(Some(0), None, None, None, (0, 0));
    }

    #[test]
    fn a_page_lies_between_its_cursors() {
        check(Some(3), None, Some("4"), None, (3, 6));
        check(None, Some(3), None, Some("8"), (1, 4));
        check(Some(9), None, Some("4"), Some("10"), (3, 5));
    }

    #[test]
    fn a_cursor_whose_item_is_gone_stands_where_the_item_stood() {
        check(Some(2), None, Some("5"), None, (3, 5));
        check(None, Some(2), None, Some("5"), (1, 3));
    }

    #[test]
    fn cursors_in_the_wrong_order_leave_nothing() {
        check(Some(3), None, Some("10"), Some("4"), (6, 6));
    }

    #[test]
    fn a_size_out_of_bounds_is_refused() {
        let first = |size| Page::new(Some(size), None, None, None).map(|page| page.size());
        assert_eq!(first(500), Ok(500));
        assert!(matches!(first(501), Err(PageError::TooLarge { .. })));
        assert!(matches!(first(-1), Err(PageError::Negative { .. })));
        assert_eq!(
            Page::new(Some(1), Some(1), None, None),
            Err(PageError::BothEnds)
        );
    }
}
