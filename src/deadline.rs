//! Until when may work go on?

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// A word to those who work that nobody waits for what they do; without it, somebody does.
///
/// Clones are the same word.
#[derive(Debug, Clone, Default)]
pub struct Cancellation(Arc<AtomicBool>);

/// The moment by which work has to be done. It comes at once when nobody waits for it any more.
///
/// Whoever works for long asks for it again and again, after a bounded amount of work.
#[derive(Debug, Clone)]
pub struct Deadline {
    at: Instant,
    cancellation: Option<Cancellation>,
}

impl Cancellation {
    /// Tells those who work to end.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Returns whether nobody waits any more.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

impl Deadline {
    /// Returns the deadline of work that may be cancelled before.
    pub fn unless(cancellation: &Cancellation, at: Instant) -> Self {
        Self {
            at,
            cancellation: Some(cancellation.clone()),
        }
    }

    /// Returns the same deadline, or an earlier one.
    #[must_use]
    pub fn no_later_than(self, at: Instant) -> Self {
        Self {
            at: self.at.min(at),
            ..self
        }
    }

    /// Returns whether nobody waits any more.
    pub fn is_cancelled(&self) -> bool {
        let cancellation = self.cancellation.as_ref();
        cancellation.is_some_and(Cancellation::is_cancelled)
    }

    /// Returns whether no more work is to be done.
    pub fn is_over(&self) -> bool {
        self.is_cancelled() || Instant::now() >= self.at
    }
}

impl From<Instant> for Deadline {
    /// Returns the deadline of work that nobody cancels.
    fn from(at: Instant) -> Self {
        Self {
            at,
            cancellation: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_deadline_is_over_when_it_has_come_and_when_nobody_waits() {
        let later = Instant::now() + Duration::from_secs(60);
        assert!(Deadline::from(Instant::now()).is_over());
        assert!(!Deadline::from(later).is_over());
        let cancellation = Cancellation::default();
        let deadline = Deadline::unless(&cancellation, later);
        assert!(!deadline.is_over());
        assert!(deadline.clone().no_later_than(Instant::now()).is_over());
        cancellation.cancel();
        assert!(deadline.is_over() && deadline.is_cancelled());
    }
}
