//! How much may one request make the server look at, and until when?

use crate::deadline::Deadline;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The number of items that one request may make the server look at, all its root fields together.
pub const MOST_WORK: u64 = 20_000_000;

/// The number of items that are looked at between two looks at the deadline.
const BETWEEN_LOOKS: u64 = 4_096;

/// Counts what is looked at.
#[derive(Debug)]
pub struct Work {
    most: u64,
    spent: AtomicU64,
    deadline: Option<Deadline>,
    /// The work of which this is a part.
    whole: Option<Arc<Work>>,
}

/// The work that may be done is done, and what was asked for is not complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WorkDone {
    /// As many items were looked at as may be.
    #[error(
        "More than {MOST_WORK} items would have to be looked at; narrow the filter or ask in parts."
    )]
    Looked,
    /// The time is over, or nobody waits any more.
    #[error("The time of the operation was over; narrow the filter or ask in parts.")]
    Time,
}

impl Work {
    /// Returns the work of looking at so many items until a deadline, if there is one.
    pub fn new(most: u64, deadline: Option<Deadline>) -> Self {
        Self {
            most,
            spent: AtomicU64::new(0),
            deadline,
            whole: None,
        }
    }

    /// Returns the work with what it is a part of: what it spends is spent there as well.
    #[must_use]
    pub fn part_of(self, whole: Arc<Self>) -> Self {
        Self {
            whole: Some(whole),
            ..self
        }
    }

    /// Counts a number of items.
    ///
    /// # Errors
    /// When there are fewer left, or the time is over.
    #[inline]
    pub fn spend(&self, n: u64) -> Result<(), WorkDone> {
        let before = self.spent.load(Ordering::Relaxed);
        let after = before.checked_add(n).filter(|&after| after <= self.most);
        let after = after.ok_or(WorkDone::Looked)?;
        // One thread executes an operation, so nobody else counts in between.
        self.spent.store(after, Ordering::Relaxed);
        let looks = |spent: u64| spent.div_ceil(BETWEEN_LOOKS);
        if looks(before) != looks(after) && self.deadline.as_ref().is_some_and(Deadline::is_over) {
            return Err(WorkDone::Time);
        }
        self.whole.as_ref().map_or(Ok(()), |whole| whole.spend(n))
    }

    /// Returns the number of items that may still be looked at.
    pub(super) fn left(&self) -> u64 {
        self.most - self.spent.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_share_what_the_whole_may_spend() {
        let whole = Arc::new(Work::new(10, None));
        let part = || Work::new(7, None).part_of(Arc::clone(&whole));
        let [first, second] = [part(), part()];
        assert_eq!(first.spend(7), Ok(()));
        assert_eq!(first.spend(1), Err(WorkDone::Looked));
        assert_eq!(second.spend(3), Ok(()));
        assert_eq!(second.spend(1), Err(WorkDone::Looked));
        assert_eq!(whole.left(), 0);
    }
}
