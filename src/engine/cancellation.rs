//! Does anybody still wait for the answer?

use std::sync::atomic::{AtomicBool, Ordering};

/// A word to an operation that nobody waits for its answer; without it, somebody does.
///
/// The operation asks for it where it looks at the clock.
#[derive(Debug, Default)]
pub struct Cancellation(AtomicBool);

impl Cancellation {
    /// Tells the operation to end.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Returns whether the operation was told to end.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
