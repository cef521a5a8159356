//! How much may one search or analysis look at?

use super::work::{Work, WorkDone};
use crate::deadline::Deadline;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The most relationships that one search follows; what else is looked at, such as an entity that is
/// tested, counts like one.
const MAX_FOLLOWED: u64 = 4_000_000;

/// The most time that one search takes.
const MAX_TIME: Duration = Duration::from_millis(500);

/// The most relationships that one analysis follows.
pub const MAX_ANALYZED: u64 = 500_000_000;

/// The most time that one analysis takes.
pub const MAX_ANALYSIS_TIME: Duration = Duration::from_millis(1_500);

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
            "As much was looked at as one search may look at, 4,000,000 relationships that are \
             followed and things that are tested, or as one request may, 20,000,000.",
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

/// What one search or analysis may look at.
#[derive(Debug)]
pub struct Budget {
    whole: u64,
    work: Work,
}

impl Budget {
    /// Returns the budget of a search that follows at most so many relationships and ends by a
    /// deadline.
    pub fn new(most: u64, deadline: impl Into<Deadline>) -> Self {
        Self {
            whole: most,
            work: Work::new(most, Some(deadline.into())),
        }
    }

    /// Returns the budget of a search that begins at once, as part of an operation that has to end
    /// by a deadline, if there is one.
    pub fn until(deadline: Option<Deadline>) -> Self {
        Self::within(MAX_FOLLOWED, MAX_TIME, deadline)
    }

    /// Returns the budget with the work of the operation of which it is a part.
    #[must_use]
    pub fn part_of(self, operation: Arc<Work>) -> Self {
        let work = self.work.part_of(operation);
        Self { work, ..self }
    }

    /// Returns the budget of an analysis that begins at once, as part of an operation that has to
    /// end by a deadline, if there is one.
    pub fn of_analysis(deadline: Option<Deadline>) -> Self {
        Self::within(MAX_ANALYZED, MAX_ANALYSIS_TIME, deadline)
    }

    fn within(most: u64, time: Duration, deadline: Option<Deadline>) -> Self {
        let own = Instant::now() + time;
        let deadline = deadline.map_or(own.into(), |deadline| deadline.no_later_than(own));
        Self::new(most, deadline)
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
    pub(in crate::query) fn work(&self) -> &Work {
        &self.work
    }

    /// Takes nothing, and tells at once whether following some relationships is too much.
    ///
    /// # Errors
    /// When that is more than what is left.
    pub(in crate::query) fn afford(&self, n: u64) -> Result<(), Cut> {
        if n > self.work.left() {
            return Err(Cut::Followed);
        }
        Ok(())
    }

    /// Returns whether following some relationships would leave half of the whole budget.
    pub(in crate::query) fn leaves_half(&self, n: usize) -> bool {
        self.work.left().saturating_sub(n as u64) > self.whole / 2
    }
}
