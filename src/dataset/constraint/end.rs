//! Who acts after their end?

use super::facts::{Facts, ends_of, quoted, says_so};
use super::ledger::Ledger;
use crate::model::{ClaimIx, ClaimRef, EntityIx, PartialDate, Value};
use crate::ontology::{AttributeId, Predicate};
use std::collections::HashMap;

/// The last day that an end may mean, and the claim that tells it.
type End = (PartialDate, ClaimIx);

/// Tells of acts that certainly begin after the end of whoever acts.
pub(super) fn check(
    facts: Facts<'_>,
    end: Predicate,
    date: Option<AttributeId>,
    acts: &[Predicate],
    ledger: &mut Ledger,
) {
    let ends = ends(facts, end, date);
    if ends.is_empty() {
        return;
    }
    for (at, claim) in facts.claims().filter(|(_, claim)| says_so(*claim)) {
        let act = acts.iter().find_map(|&act| ends_of(claim, act));
        let Some((actor, other)) = act else {
            continue;
        };
        if let Some(&(day, teller)) = ends.get(&actor)
            && let Some(begun) = begun(facts, claim, other, date)
            && begun.earliest() > day
        {
            ledger.tell(vec![at, teller], || {
                let actor = quoted(facts.name(actor));
                format!("this begins on `{begun}`, after the end of {actor} on `{day}`")
            });
        }
    }
}

/// Returns the latest end of everybody who has one: when it is told in several ways, nothing is
/// after it that is not after all of them.
fn ends(facts: Facts<'_>, end: Predicate, date: Option<AttributeId>) -> HashMap<EntityIx, End> {
    let mut ends: HashMap<EntityIx, End> = HashMap::new();
    for (at, claim) in facts.claims().filter(|(_, claim)| says_so(*claim)) {
        let Some((ended, other)) = ends_of(claim, end) else {
            continue;
        };
        if let Some(day) = over(facts, claim, other, date) {
            let end = ends.entry(ended).or_insert((day, at));
            if day > end.0 {
                *end = (day, at);
            }
        }
    }
    ends
}

/// Returns when an act began: with the period of the claim, or with what it leads to.
fn begun(
    facts: Facts<'_>,
    claim: ClaimRef<'_>,
    other: Option<EntityIx>,
    date: Option<AttributeId>,
) -> Option<PartialDate> {
    match claim.valid() {
        Some(valid) => valid.start().date(),
        None => {
            let (other, date) = other.zip(date)?;
            facts.dates(other, date).map(|(_, date)| date).min()
        }
    }
}

/// Returns the last day that an end may mean: the date itself, the end of the claim's period, or
/// the date of what it leads to.
fn over(
    facts: Facts<'_>,
    claim: ClaimRef<'_>,
    other: Option<EntityIx>,
    date: Option<AttributeId>,
) -> Option<PartialDate> {
    match (claim.value(), claim.valid()) {
        (Some(Value::Date(date)), _) => Some(date.latest()),
        (_, Some(valid)) => valid.end().date().map(PartialDate::latest),
        (_, None) => {
            let (other, date) = other.zip(date)?;
            let dates = facts.dates(other, date);
            dates.map(|(_, date)| date.latest()).max()
        }
    }
}
