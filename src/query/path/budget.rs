//! How much may one search look at?

use crate::query::work::{Work, WorkDone};
use std::time::{Duration, Instant};

/// The most relationships that one search follows; what else is looked at, such as an entity that is
/// tested, counts like one.
const MAX_FOLLOWED: u64 = 4_000_000;

/// The most time that one search takes.
const MAX_TIME: Duration = Duration::from_millis(500);

/// What ended a search before everything was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// As much was looked at as one search may look at.
    Followed,
    /// The time was over.
    Time,
    /// As much was found as one search may find.
    Found,
}

impl Cut {
    /// Every reason with its spelling and its meaning.
    pub const ALL: [(Self, &str, &str); 3] = [
        (
            Self::Followed,
            "followed",
            "As much was looked at as one search may look at: 4,000,000 relationships that are \
             followed and things that are tested.",
        ),
        (
            Self::Time,
            "time",
            "The search took as long as one may take, 500 ms, or the time of the operation was \
             over.",
        ),
        (
            Self::Found,
            "found",
            "As much was found as one search may find.",
        ),
    ];
}

impl From<WorkDone> for Cut {
    fn from(done: WorkDone) -> Self {
        match done {
            WorkDone::Looked => Self::Followed,
            WorkDone::Time => Self::Time,
        }
    }
}

/// What one search may look at.
#[derive(Debug)]
pub struct Budget {
    whole: u64,
    work: Work,
}

impl Budget {
    /// Returns the budget of a search that follows at most so many relationships and ends by a
    /// deadline.
    pub fn new(most: u64, deadline: Instant) -> Self {
        Self {
            whole: most,
            work: Work::new(most, Some(deadline)),
        }
    }

    /// Returns the budget of a search that begins at once, as part of an operation that has to end
    /// by a deadline, if there is one.
    pub fn until(deadline: Option<Instant>) -> Self {
        let own = Instant::now() + MAX_TIME;
        Self::new(
            MAX_FOLLOWED,
            deadline.map_or(own, |deadline| deadline.min(own)),
        )
    }

    /// Takes what it costs to follow some relationships.
    ///
    /// # Errors
    /// When that is more than what is left, or the time is over.
    #[inline]
    pub(in crate::query) fn follow(&self, n: usize) -> Result<(), Cut> {
        // Coming to an entity costs something even when nothing leads on from there.
        Ok(self.work.spend(n as u64 + 1)?)
    }

    /// Returns what is left, for tests of what is met on the way.
    pub(super) fn work(&self) -> &Work {
        &self.work
    }

    /// Returns whether following some relationships would leave half of the whole budget.
    pub(super) fn leaves_half(&self, n: usize) -> bool {
        self.work.left().saturating_sub(n as u64) > self.whole / 2
    }
}
