//! How much may one search look at?

use std::time::{Duration, Instant};

/// The most relationships that one search follows.
const MAX_FOLLOWED: usize = 4_000_000;

/// The most time that one search takes.
const MAX_TIME: Duration = Duration::from_millis(500);

/// The number of relationships that are followed between two looks at the clock.
const FOLLOWED_BETWEEN_LOOKS: usize = 4_096;

/// What ended a search before everything was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// As many relationships were followed as one search may follow.
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
            "As many relationships were followed as one search may follow, 4,000,000.",
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

/// What is left for one search.
#[derive(Debug, Clone)]
pub struct Budget {
    whole: usize,
    left: usize,
    until_look: usize,
    deadline: Instant,
}

impl Budget {
    /// Returns the budget of a search that follows at most so many relationships and ends by a
    /// deadline.
    pub fn new(most: usize, deadline: Instant) -> Self {
        Self {
            whole: most,
            left: most,
            until_look: 0,
            deadline,
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
    /// When that is more than what is left.
    #[inline]
    pub(in crate::query) fn follow(&mut self, n: usize) -> Result<(), Cut> {
        // Coming to an entity costs something even when nothing leads on from there.
        let n = n + 1;
        self.left = self.left.checked_sub(n).ok_or(Cut::Followed)?;
        if self.until_look > n {
            self.until_look -= n;
            return Ok(());
        }
        self.until_look = FOLLOWED_BETWEEN_LOOKS;
        if Instant::now() < self.deadline {
            Ok(())
        } else {
            Err(Cut::Time)
        }
    }

    /// Returns whether following some relationships would leave half of the whole budget.
    pub(super) fn leaves_half(&self, n: usize) -> bool {
        self.left.saturating_sub(n) > self.whole / 2
    }
}
