//! How much may one request make the server look at?

use std::sync::atomic::{AtomicU64, Ordering};

/// The number of items that one root field may make the server look at.
pub const MOST_WORK: u64 = 20_000_000;

/// Counts down what a root field may still look at.
#[derive(Debug)]
pub struct Work {
    left: AtomicU64,
}

/// The work that a request may cause is done, and its answer is not complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "More than {MOST_WORK} items would have to be looked at; narrow the filter or ask in parts."
)]
pub struct WorkDone;

impl Default for Work {
    fn default() -> Self {
        Self {
            left: AtomicU64::new(MOST_WORK),
        }
    }
}

impl Work {
    /// Counts a number of items.
    ///
    /// # Errors
    /// When there is less left.
    pub fn spend(&self, n: u64) -> Result<(), WorkDone> {
        let left = self.left.load(Ordering::Relaxed);
        let left = left.checked_sub(n).ok_or(WorkDone)?;
        // One thread executes an operation, so nobody else counts in between.
        self.left.store(left, Ordering::Relaxed);
        Ok(())
    }
}
