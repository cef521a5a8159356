//! What do the claims say about one thing?
//!
//! The claims of a dataset are in the order of their subjects and predicates, so what they say
//! about one of them is a range that is found by halving.

use crate::dataset::{Dataset, constraint::WrittenLimits};
use crate::model::{
    Assertion, ClaimIx, ClaimRef, EntityIx, PartialDate, Stance, Status, Value, ValueRef,
};
use crate::ontology::{AttributeId, Direction, Ontology, Predicate, RelationId};

/// The most characters of a value that are quoted.
const MOST_QUOTED: usize = 100;

/// A dataset, asked for what its claims say.
#[derive(Clone, Copy)]
pub(super) struct Facts<'d> {
    pub(super) dataset: &'d Dataset,
    pub(super) limits: &'d WrittenLimits,
}

impl<'d> Facts<'d> {
    pub(super) fn ontology(self) -> &'d Ontology {
        &self.dataset.ontology
    }

    /// Returns the claims with their positions.
    pub(super) fn claims(self) -> impl Iterator<Item = (ClaimIx, ClaimRef<'d>)> {
        self.claims_from(0)
    }

    fn claims_from(self, start: usize) -> impl Iterator<Item = (ClaimIx, ClaimRef<'d>)> {
        let positions = u32::try_from(start).into_iter().flat_map(|start| start..);
        let claims = positions.take(self.dataset.claims.len() - start);
        claims.map(move |at| (ClaimIx(at), self.claim(ClaimIx(at))))
    }

    pub(super) fn claim(self, at: ClaimIx) -> ClaimRef<'d> {
        self.dataset.claims.at(at)
    }

    pub(super) fn name(self, entity: EntityIx) -> &'d str {
        self.dataset.entities.name(entity)
    }

    /// Returns the claims that say something of a subject, in their order.
    fn saying(
        self,
        subject: EntityIx,
        predicate: Predicate,
    ) -> impl Iterator<Item = (ClaimIx, ClaimRef<'d>)> {
        let about = (subject, predicate);
        let said_of = |claim: ClaimRef<'_>| (claim.subject(), claim.predicate());
        let start = self
            .dataset
            .claims
            .partition_point(|claim| said_of(claim) < about);
        let rest = self.claims_from(start);
        rest.take_while(move |(_, claim)| said_of(*claim) == about)
            .filter(|(_, claim)| says_so(*claim))
    }

    /// Returns the values that an attribute of a subject is said to have.
    pub(super) fn values(
        self,
        subject: EntityIx,
        attribute: AttributeId,
    ) -> impl Iterator<Item = (ClaimIx, ValueRef<'d>)> {
        let claims = self.saying(subject, Predicate::Attribute(attribute));
        claims.filter_map(|(at, claim)| Some((at, claim.value()?)))
    }

    /// Returns the dates that an attribute of a subject is said to have.
    pub(super) fn dates(
        self,
        subject: EntityIx,
        attribute: AttributeId,
    ) -> impl Iterator<Item = (ClaimIx, PartialDate)> {
        let values = self.values(subject, attribute);
        values.filter_map(|(at, value)| match value {
            Value::Date(date) => Some((at, date)),
            _ => None,
        })
    }

    /// Returns the enumeration values that an attribute of a subject is said to have.
    pub(super) fn enumerated(
        self,
        subject: EntityIx,
        attribute: AttributeId,
    ) -> impl Iterator<Item = (ClaimIx, u16)> {
        let values = self.values(subject, attribute);
        values.filter_map(|(at, value)| match value {
            Value::Enumeration(position) => Some((at, position)),
            _ => None,
        })
    }

    /// Returns where a relation is said to lead from a subject.
    pub(super) fn objects(
        self,
        subject: EntityIx,
        relation: RelationId,
    ) -> impl Iterator<Item = (ClaimIx, EntityIx)> {
        let claims = self.saying(subject, Predicate::Relation(relation, Direction::Forward));
        claims.filter_map(|(at, claim)| Some((at, claim.object()?)))
    }

    /// Returns the days on which sources that say so were published.
    pub(super) fn said(self, claim: ClaimRef<'d>) -> impl Iterator<Item = PartialDate> + Clone {
        let citations = claim.citations();
        let saying = citations.filter(|citation| citation.stance != Stance::Denies);
        saying.map(move |it| self.dataset.sources[it.source.0 as usize].published)
    }
}

/// Returns words as they are quoted in a sentence.
pub(super) fn quoted(words: &str) -> String {
    match words.char_indices().nth(MOST_QUOTED) {
        Some((at, _)) => format!("`{}...`", &words[..at]),
        None => format!("`{words}`"),
    }
}

/// Returns whether a claim stands: it is neither denied nor retracted.
pub(super) fn stands(claim: ClaimRef<'_>) -> bool {
    claim.status_known(|_| true).stands()
}

/// Returns whether a claim says that something is so: it stands, some passage does not deny it,
/// and it is more than a plan.
pub(super) fn says_so(claim: ClaimRef<'_>) -> bool {
    let mut citations = claim.citations();
    stands(claim)
        && claim.status() != Status::Planned
        && citations.any(|citation| citation.stance != Stance::Denies)
}

/// Returns the ends of what a claim says, the one at which one stands first, when it says something
/// of this kind; an attribute has only one.
pub(super) fn ends_of(claim: ClaimRef<'_>, of: Predicate) -> Option<(EntityIx, Option<EntityIx>)> {
    match (claim.assertion(), of) {
        (Assertion::Attribute { attribute, .. }, Predicate::Attribute(id)) if attribute == id => {
            Some((claim.subject(), None))
        }
        (Assertion::Relation { relation, object }, Predicate::Relation(id, direction))
            if relation == id =>
        {
            Some(match direction {
                Direction::Forward => (claim.subject(), Some(object)),
                Direction::Inverse => (object, Some(claim.subject())),
            })
        }
        _ => None,
    }
}
