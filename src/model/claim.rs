//! What does somebody say, and how do we know that they say it?

use super::date::Period;
use super::entity::EntityIx;
use super::identity::ClaimId;
use super::source::SourceIx;
use super::value::Value;
use crate::ontology::{AttributeId, Direction, Predicate, RelationId};
use borsh::{BorshDeserialize, BorshSerialize};

/// The position of a claim within one dataset or one graph; it means nothing outside of it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize,
)]
pub struct ClaimIx(pub u32);

/// One sourced, dated assertion, as it is put into a table of [`Claims`](super::Claims).
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// The slug by which everything refers to it.
    pub id: ClaimId,
    /// What it is about.
    pub subject: EntityIx,
    /// What it says about the subject.
    pub assertion: Assertion,
    /// Details, as positions in the predicate's qualifiers with their values, in ascending order.
    pub qualifiers: Vec<(u8, Value)>,
    /// When it was so; `None` when nobody says.
    pub valid: Option<Period>,
    /// How it stands as long as it is not retracted.
    pub status: Status,
    /// Who says it, and where.
    pub citations: NonEmpty<Citation>,
    /// That it was withdrawn, if it was; in a box, because that is rare.
    pub retraction: Option<Box<Retraction>>,
    /// A remark by whoever keeps the story.
    pub note: Option<String>,
}

/// What a claim says about its subject.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Assertion<V = Value> {
    /// That it is linked to another entity.
    Relation {
        /// How it is linked.
        relation: RelationId,
        /// To what.
        object: EntityIx,
    },
    /// That it has a value.
    Attribute {
        /// Which attribute.
        attribute: AttributeId,
        /// Which value.
        value: V,
    },
}

impl<V> Assertion<V> {
    /// Returns which attribute or relation it is about, seen from the subject.
    pub fn predicate(&self) -> Predicate {
        match self {
            Self::Relation { relation, .. } => Predicate::Relation(*relation, Direction::Forward),
            Self::Attribute { attribute, .. } => Predicate::Attribute(*attribute),
        }
    }
}

/// A place in a source that says something about a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub struct Citation<S = Vec<EntityIx>> {
    /// The source.
    pub source: SourceIx,
    /// The paragraph, counted from 1 over the lines that hold a non-whitespace character.
    pub paragraph: u32,
    /// Which side the passage takes.
    pub stance: Stance,
    /// Whom the source attributes it to: the speaker first, then through whom it reached the page.
    pub attributed_to: S,
}

/// A citation whose speakers are kept elsewhere.
pub type CitationRef<'c> = Citation<&'c [EntityIx]>;

impl Citation {
    /// Returns the citation with its speakers left where they are.
    pub fn as_ref(&self) -> CitationRef<'_> {
        Citation {
            source: self.source,
            paragraph: self.paragraph,
            stance: self.stance,
            attributed_to: &self.attributed_to,
        }
    }
}

/// That a claim was withdrawn; it counts from the publication of the source that says so.
#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub struct Retraction {
    /// Who withdraws it, and where.
    pub citation: Citation,
    /// Why, in the words of whoever keeps the story.
    pub reason: String,
    /// The claim that replaces it.
    pub correction: Option<ClaimIx>,
}

/// How a claim stands.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize,
)]
pub enum Status {
    /// The source states it as a fact.
    Reported,
    /// Somebody claims it, and the source passes the claim on.
    Alleged,
    /// The person whom it concerns concedes it.
    Admitted,
    /// The person whom it concerns denies it.
    Denied,
    /// It is contested, and the source tells both sides.
    Disputed,
    /// It is announced or intended for a time after the source.
    Planned,
    /// A court has decided it.
    Adjudicated,
    /// It was withdrawn; never written in a file, but what a retraction makes of a claim.
    Retracted,
}

impl Status {
    /// Returns whether a claim with this status says that it is so: it is neither denied nor
    /// retracted.
    pub fn stands(self) -> bool {
        !matches!(self, Self::Denied | Self::Retracted)
    }

    /// Every status with its spelling in data files and its meaning.
    pub const ALL: [(Self, &str, &str); 8] = [
        (
            Self::Reported,
            "reported",
            "The source states it as a fact.",
        ),
        (
            Self::Alleged,
            "alleged",
            "Somebody claims it, and the source passes the claim on.",
        ),
        (
            Self::Admitted,
            "admitted",
            "The person whom it concerns concedes it.",
        ),
        (
            Self::Denied,
            "denied",
            "The person whom it concerns denies it.",
        ),
        (
            Self::Disputed,
            "disputed",
            "It is contested, and the source tells both sides.",
        ),
        (
            Self::Planned,
            "planned",
            "It is announced or intended for a time after the source.",
        ),
        (Self::Adjudicated, "adjudicated", "A court has decided it."),
        (Self::Retracted, "retracted", "It was withdrawn."),
    ];
}

/// Which side a passage takes on a claim.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize,
)]
pub enum Stance {
    /// The source says so itself.
    Asserts,
    /// The source passes on that somebody else says so, and takes no side.
    Reports,
    /// The passage says that it is not so.
    Denies,
}

impl Stance {
    /// Every stance with its spelling in data files and its meaning.
    pub const ALL: [(Self, &str, &str); 3] = [
        (Self::Asserts, "asserts", "The source says so itself."),
        (
            Self::Reports,
            "reports",
            "The source passes on that somebody else says so, and takes no side itself.",
        ),
        (
            Self::Denies,
            "denies",
            "The passage says that it is not so; where it is attributed to somebody, the denial \
             is theirs.",
        ),
    ];
}

/// A list that holds at least one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NonEmpty<T>(Vec<T>);

impl<T> NonEmpty<T> {
    /// Returns the items as a non-empty list, or `None` when there are none.
    pub fn new(items: Vec<T>) -> Option<Self> {
        (!items.is_empty()).then_some(Self(items))
    }

    /// Puts the items in the order of their keys; equal ones stay as they are.
    pub fn sort_by_key<K: Ord>(&mut self, key: impl FnMut(&T) -> K) {
        self.0.sort_by_key(key);
    }

    /// Returns the items.
    pub fn as_slice(&self) -> &[T] {
        &self.0
    }
}
