//! Which values are certainly below or above their limits?

use super::facts::{Facts, ends_of, quoted, stands};
use super::ledger::Ledger;
use super::limits::value_type_of;
use crate::model::{ClaimIx, ClaimRef, EntityIx, ValueRef};
use crate::ontology::{AttributeId, ConstraintId, Limit, Predicate};
use std::collections::HashMap;

/// What is within limits.
#[derive(Clone, Copy)]
pub(super) struct Range {
    pub(super) constraint: ConstraintId,
    pub(super) of: Predicate,
    /// The qualifier that holds the value, when it is not the attribute itself.
    pub(super) qualifier: Option<u8>,
    pub(super) minimum: Option<Limit>,
    pub(super) maximum: Option<Limit>,
}

/// A limit, and the claim that tells it when it is not written in the ontology.
type Told<'d> = (Option<ClaimIx>, ValueRef<'d>);

/// Tells of claims that stand with a value beyond the limits.
pub(super) fn check(facts: Facts<'_>, range: Range, ledger: &mut Ledger) {
    let mut known: HashMap<EntityIx, [Option<Told<'_>>; 2]> = HashMap::new();
    for (at, claim) in facts.claims().filter(|(_, claim)| stands(*claim)) {
        let ends = ends_of(claim, range.of);
        let Some(((here, _), value)) = ends.zip(range.value_in(claim)) else {
            continue;
        };
        let limits = known.entry(here);
        let limits = *limits.or_insert_with(|| range.limits_of(facts, here));
        for (side, limit) in Side::BOTH.into_iter().zip(limits) {
            if let Some((teller, limit)) = limit
                && side.is_beyond(value, limit)
            {
                let claims = [Some(at), teller].into_iter().flatten().collect();
                ledger.tell(claims, || range.sentence(facts, here, value, limit));
            }
        }
    }
}

impl Range {
    fn value_in(self, claim: ClaimRef<'_>) -> Option<ValueRef<'_>> {
        let Some(qualifier) = self.qualifier else {
            return claim.value();
        };
        claim.qualifier(qualifier)
    }

    /// Returns the least and the greatest value that is possible for an entity.
    fn limits_of<'d>(self, facts: Facts<'d>, entity: EntityIx) -> [Option<Told<'d>>; 2] {
        let [least, greatest] = facts.limits.of(self.constraint);
        let sides = [
            (Side::Below, self.minimum, least),
            (Side::Above, self.maximum, greatest),
        ];
        sides.map(|(side, limit, written)| match limit {
            Some(Limit::Attribute(attribute)) => side.narrowest(facts, entity, attribute),
            _ => written.map(|limit| (None, limit)),
        })
    }

    fn sentence(
        self,
        facts: Facts<'_>,
        here: EntityIx,
        value: ValueRef<'_>,
        limit: ValueRef<'_>,
    ) -> String {
        let ontology = facts.ontology();
        let qualifiers = ontology.qualifiers(self.of);
        let key = match self.qualifier {
            Some(at) => &qualifiers[usize::from(at)].key,
            None => ontology.key(self.of),
        };
        let [value, limit] = [value, limit].map(|value| {
            let value_type = value_type_of(ontology, self.of, self.qualifier);
            quoted(&value_type.map_or_else(String::new, |it| value.in_words(it)))
        });
        let here = quoted(facts.name(here));
        format!("`{key}` of {here} is {value}, beyond the limit {limit}")
    }
}

/// A side on which a value can be beyond its limit.
#[derive(Clone, Copy)]
enum Side {
    Below,
    Above,
}

impl Side {
    const BOTH: [Self; 2] = [Self::Below, Self::Above];

    fn is_beyond(self, value: ValueRef<'_>, limit: ValueRef<'_>) -> bool {
        match self {
            Self::Below => value.is_certainly_below(limit),
            Self::Above => limit.is_certainly_below(value),
        }
    }

    /// Returns the narrowest limit that an attribute of the same entity sets at all times.
    fn narrowest<'d>(
        self,
        facts: Facts<'d>,
        entity: EntityIx,
        attribute: AttributeId,
    ) -> Option<Told<'d>> {
        let limits = facts.values(entity, attribute);
        let timeless = limits.filter(|(at, _)| facts.claim(*at).valid().is_none());
        let is_narrower = |limit, than| self.is_beyond(than, limit);
        let narrowest = timeless.reduce(|narrowest, next| match is_narrower(next.1, narrowest.1) {
            true => next,
            false => narrowest,
        });
        narrowest.map(|(at, limit)| (Some(at), limit))
    }
}
