//! Which claims break which constraint, and how?

use super::claim::ClaimIx;
use crate::ontology::ConstraintId;
use borsh::{BorshDeserialize, BorshSerialize};

/// Claims that together break a constraint.
#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub struct Breach {
    /// What they break.
    pub constraint: ConstraintId,
    /// The claims: the one to look at first, then those that belong to it; never empty.
    pub claims: Vec<ClaimIx>,
    /// How they break it, as one sentence without a full stop.
    pub text: String,
}
