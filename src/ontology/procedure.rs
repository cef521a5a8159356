//! Where can a person stand in a legal case, and which steps of a case decide it?

use super::key::Key;
use super::tables::{AttributeId, RelationId, TypeId};

/// The position of a standing in [`Ontology::standings`](super::Ontology::standings).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StandingId(pub u16);

impl StandingId {
    /// The built-in standing of somebody who is accused, when no step of a case is known.
    pub const ACCUSED: Self = Self(0);
}

/// A place where a person can stand in a legal case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Its name.
    pub key: Key,
    /// What it means.
    pub description: String,
    /// The words that say it in a sentence, such as `case dismissed`.
    pub text: String,
}

/// How the steps of legal cases are told, and what each of them decides.
///
/// Invariant: attributes are of the kinds that their fields tell, steps may have them, and steps
/// fit the ends of the relations; the reader of `ontology.toml` guarantees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Procedure {
    /// The type of the steps.
    pub step: TypeId,
    /// The enumeration that says what sort of step it is.
    pub kind: AttributeId,
    /// The date of a step.
    pub date: AttributeId,
    /// The earliest date that a step can have, when it has no date.
    pub not_before: Option<AttributeId>,
    /// The latest date that a step can have, when it has no date.
    pub not_after: Option<AttributeId>,
    /// Leads from a step to its case.
    pub case: RelationId,
    /// Leads from a step to those whose standing it is about.
    pub concerns: RelationId,
    /// Leads from a step to the one that it comes after.
    pub follows: RelationId,
    /// Whether a step rules out that the same charges are brought again.
    pub bars_new_charges: Option<AttributeId>,
    /// What each kind of step decides, in the order of the enumeration.
    pub effects: Vec<Effect>,
}

impl Procedure {
    /// Returns what a step of this kind decides, by the kind's position in its enumeration.
    pub fn effect(&self, kind: u16) -> &Effect {
        &self.effects[usize::from(kind)]
    }
}

/// What a step of one kind decides about those whom it concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// They stand there from then on.
    Leads(StandingId),
    /// Their standing stays, and is told together with these words, such as `appeal withdrawn`.
    Told(String),
    /// Nothing.
    Nothing,
}
