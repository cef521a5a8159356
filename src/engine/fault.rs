//! What is told of something of ours that went wrong?

use std::fmt;
use std::hash::{BuildHasher as _, RandomState};

/// The code of an error that is not the client's.
pub(super) const INTERNAL: &str = "INTERNAL";

/// All that a client is told in words.
const MASK: &str = "The server failed to answer; the fault is not in the request.";

/// Something of ours that went wrong: what it was is for the log, the number for the client too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The number under which the log tells what it was.
    pub id: FaultId,
    /// What it was.
    pub what: String,
}

/// A random number that names a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FaultId(u64);

impl Fault {
    /// Returns a fault under a number of its own.
    pub fn new(what: impl Into<String>) -> Self {
        Self {
            id: FaultId(RandomState::new().hash_one(())),
            what: what.into(),
        }
    }

    /// Returns what a client is told of any fault.
    pub fn mask() -> &'static str {
        MASK
    }
}

impl fmt::Display for FaultId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}
