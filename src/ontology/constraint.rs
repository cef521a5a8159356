//! What must hold among the claims of a story, beyond what each of them may say?

use super::key::Key;
use super::names::Predicate;
use super::tables::AttributeId;
use crate::document::Severity;
use borsh::{BorshDeserialize, BorshSerialize};

/// The position of a constraint in [`Ontology::constraints`](super::Ontology::constraints).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize,
)]
pub struct ConstraintId(pub u16);

/// Something that must hold among the claims of a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Constraint {
    /// Its name.
    pub key: Key,
    /// How much it matters when it is broken: an error is not served, a warning is shown with the
    /// claims, and a note is counted.
    pub severity: Severity,
    /// What must hold.
    pub description: String,
    /// How that is checked.
    pub kind: ConstraintKind,
}

/// How a constraint is checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConstraintKind {
    /// A step that follows another is of a kind that may follow it, and does not happen before it.
    StepOrder {
        /// The kinds that each kind may follow, in the order of the enumeration; `None` when it
        /// may follow any.
        after: Vec<Option<Vec<u16>>>,
    },
    /// A step of one kind needs an earlier one in the same case that concerns the same person.
    EarlierStep {
        /// The kinds that need it.
        kinds: Vec<u16>,
        /// The kinds of which one is needed.
        needs: Vec<u16>,
    },
    /// Nothing acts after its end.
    End {
        /// What tells the end of whoever stands at this end of it.
        end: Predicate,
        /// The date of what is at the other end, for claims without a period of their own.
        date: Option<AttributeId>,
        /// What does not begin after the end, seen from whoever acts.
        acts: Vec<Predicate>,
    },
    /// Of two answers that hold at the same time at most one is right.
    Exclusive {
        /// What has one answer at a time, relations seen from where there is one other end.
        of: Vec<Predicate>,
    },
    /// A claim carries a qualifier.
    RequiredQualifier {
        /// What the claim is about.
        of: Predicate,
        /// The position of the qualifier.
        qualifier: u8,
    },
    /// A value is within limits.
    Range {
        /// What the claim is about.
        of: Predicate,
        /// The position of the qualifier that holds the value; `None` for the attribute itself.
        qualifier: Option<u8>,
        /// The least value.
        minimum: Option<Limit>,
        /// The greatest value.
        maximum: Option<Limit>,
    },
}

/// Where the limit of a range is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// In the row of the constraint, as a value that is read with the values of claims.
    Written,
    /// By another attribute of the same entity.
    Attribute(AttributeId),
}
