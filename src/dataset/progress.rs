//! How far is the reading of a folder?

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Phase {
    /// Files are read, and what each says by itself is checked; its steps are bytes.
    Reading,
    /// References are followed.
    Linking,
    /// Everything is put in its order.
    Ordering,
    /// Constraints are checked.
    Checking,
}

impl Phase {
    /// Returns what is being done in words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reading => "reading",
            Self::Linking => "linking",
            Self::Ordering => "ordering",
            Self::Checking => "checking",
        }
    }
}

/// Somebody who is told how far it is.
pub trait Progress: Sync {
    /// Hears that a phase begins, and of how many steps it consists; 0 when nobody counts them.
    fn begin(&self, phase: Phase, n_steps: u64);

    /// Hears that so many steps of the phase are done.
    fn advance(&self, n_steps: u64);
}

/// Nobody is told.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unwatched;

impl Progress for Unwatched {
    fn begin(&self, _phase: Phase, _n_steps: u64) {}

    fn advance(&self, _n_steps: u64) {}
}
