//! Which steps of legal cases come in an order that cannot be?

use super::facts::{Facts, ends_of, quoted, says_so};
use super::ledger::Ledger;
use crate::model::{Bound, ClaimIx, EntityIx, PartialDate, Period};
use crate::ontology::{Direction, Predicate, Procedure, ValueType};
use std::collections::HashMap;

/// The most claims about the kind or the days of a step that are named.
const MOST_NAMED: usize = 8;

/// Tells of steps that follow another although they may not, or although they happened before it.
///
/// `after` has for each kind of step those that it may follow; a kind without a list may follow
/// any.
pub(super) fn order(facts: Facts<'_>, after: &[Option<Vec<u16>>], ledger: &mut Ledger) {
    let Some(procedure) = facts.ontology().procedure() else {
        return;
    };
    let follows = Predicate::Relation(procedure.follows, Direction::Forward);
    let mut steps: HashMap<EntityIx, Step<'_>> = HashMap::new();
    for (at, claim) in facts.claims().filter(|(_, claim)| says_so(*claim)) {
        let Some((later, Some(earlier))) = ends_of(claim, follows) else {
            continue;
        };
        for step in [later, earlier] {
            let step_of = || Step::of(facts, procedure, step);
            steps.entry(step).or_insert_with(step_of);
        }
        let (later, earlier) = (&steps[&later], &steps[&earlier]);
        if !later.may_follow(earlier, after) {
            let kinds = later.kind_claims().chain(earlier.kind_claims());
            ledger.tell(std::iter::once(at).chain(kinds).collect(), || {
                let (later, earlier) = (later.described(facts), earlier.described(facts));
                format!("{later} cannot follow {earlier}")
            });
        }
        if let Some((days, before)) = later.happened.zip(earlier.happened)
            && days.is_certainly_before(before)
        {
            let dates = later.dates.iter().chain(&earlier.dates).copied();
            ledger.tell(std::iter::once(at).chain(dates).collect(), || {
                let (later, earlier) = (later.name(facts), earlier.name(facts));
                format!("{later} follows {earlier}, and happened before it")
            });
        }
    }
}

/// Tells of steps of some kinds without an earlier one of the kinds that they need, in the same
/// case and about the same person.
pub(super) fn earlier(facts: Facts<'_>, kinds: &[u16], needs: &[u16], ledger: &mut Ledger) {
    let Some(procedure) = facts.ontology().procedure() else {
        return;
    };
    let first = first_of(facts, procedure, needs);
    for step in steps(facts, procedure).filter(|step| step.is_any_of(kinds)) {
        let over = step.happened.and_then(|days| days.end().date());
        for matter in step.matters(facts) {
            let first = first.get(&(matter.case, matter.person));
            let has_earlier = first.is_some_and(|first| match first.zip(over) {
                Some((first, over)) => first <= over,
                None => true,
            });
            if !has_earlier {
                let claims = step.kind_claims().chain([matter.concerns, matter.step_of]);
                ledger.tell(claims.collect(), || {
                    let (step, person) = (step.described(facts), quoted(facts.name(matter.person)));
                    let needed = listed(facts, procedure, needs);
                    format!("{step} needs an earlier {needed} of {person} in the same case")
                });
            }
        }
    }
}

/// Returns for each case and person the first day on which a step of these kinds may have
/// happened; `None` for one that may have happened at any time.
fn first_of(
    facts: Facts<'_>,
    procedure: &Procedure,
    kinds: &[u16],
) -> HashMap<(EntityIx, EntityIx), Option<PartialDate>> {
    let mut first = HashMap::new();
    for step in steps(facts, procedure).filter(|step| step.is_any_of(kinds)) {
        let begun = step.happened.and_then(|days| days.start().date());
        for matter in step.matters(facts) {
            let earliest = first.entry((matter.case, matter.person)).or_insert(begun);
            *earliest = begun.min(*earliest);
        }
    }
    first
}

/// Returns the steps of all cases.
fn steps<'d>(facts: Facts<'d>, procedure: &'d Procedure) -> impl Iterator<Item = Step<'d>> {
    let entities = &facts.dataset.entities;
    let is_step = move |at: &EntityIx| facts.ontology().is_a(entities.type_of(*at), procedure.step);
    let steps = entities.positions().filter(is_step);
    steps.map(move |at| Step::of(facts, procedure, at))
}

/// A step, as far as the claims say so.
struct Step<'d> {
    procedure: &'d Procedure,
    entity: EntityIx,
    /// The kinds that it is said to be of, with the claims.
    kinds: Vec<(ClaimIx, u16)>,
    /// The days on which it may have happened; `None` when the claims leave no such day.
    happened: Option<Period>,
    /// The first claims about the days.
    dates: Vec<ClaimIx>,
}

/// A case in which a step is about a person.
struct Matter {
    case: EntityIx,
    person: EntityIx,
    /// The claim that the step is of the case.
    step_of: ClaimIx,
    /// The claim that it is about the person.
    concerns: ClaimIx,
}

impl<'d> Step<'d> {
    fn of(facts: Facts<'d>, procedure: &'d Procedure, entity: EntityIx) -> Self {
        let bounds = [
            (Some(procedure.date), Limits::Both),
            (procedure.not_before, Limits::Start),
            (procedure.not_after, Limits::End),
        ];
        let mut dates = Vec::new();
        let mut happened = Period::new(Bound::Open, Bound::Open);
        for (attribute, limits) in bounds {
            let attribute = attribute.into_iter();
            for (at, date) in attribute.flat_map(|attribute| facts.dates(entity, attribute)) {
                dates.push(at);
                let days = limits.period(date);
                happened = happened.zip(days).and_then(|(a, b)| a.intersection(b));
            }
        }
        dates.truncate(MOST_NAMED);
        Self {
            procedure,
            entity,
            kinds: facts.enumerated(entity, procedure.kind).collect(),
            happened,
            dates,
        }
    }

    /// Returns the first claims about the kind.
    fn kind_claims(&self) -> impl Iterator<Item = ClaimIx> {
        self.kinds.iter().map(|(at, _)| *at).take(MOST_NAMED)
    }

    fn is_any_of(&self, kinds: &[u16]) -> bool {
        self.kinds.iter().any(|(_, kind)| kinds.contains(kind))
    }

    /// Returns whether a step of one of its kinds may follow one of the other's kinds.
    fn may_follow(&self, other: &Self, after: &[Option<Vec<u16>>]) -> bool {
        let may = |kind: u16| {
            let listed = after[usize::from(kind)].as_ref();
            listed.is_none_or(|listed| other.is_any_of(listed))
        };
        let is_known = !self.kinds.is_empty() && !other.kinds.is_empty();
        !is_known || self.kinds.iter().any(|&(_, kind)| may(kind))
    }

    fn matters(&self, facts: Facts<'_>) -> Vec<Matter> {
        let people: Vec<_> = facts
            .objects(self.entity, self.procedure.concerns)
            .collect();
        let cases = facts.objects(self.entity, self.procedure.case);
        let matters = cases.flat_map(|(step_of, case)| {
            people.iter().map(move |&(concerns, person)| Matter {
                case,
                person,
                step_of,
                concerns,
            })
        });
        matters.collect()
    }

    fn name(&self, facts: Facts<'_>) -> String {
        quoted(facts.name(self.entity))
    }

    /// Returns the name and the kinds.
    fn described(&self, facts: Facts<'_>) -> String {
        let kinds: Vec<_> = self.kinds.iter().map(|(_, kind)| *kind).collect();
        let kinds = listed(facts, self.procedure, &kinds);
        format!("{} ({kinds})", self.name(facts))
    }
}

/// What a date says about when a step happened.
#[derive(Clone, Copy)]
enum Limits {
    Both,
    Start,
    End,
}

impl Limits {
    fn period(self, date: PartialDate) -> Option<Period> {
        let at = Bound::At(date);
        match self {
            Self::Both => Some(Period::on(date)),
            Self::Start => Period::new(at, Bound::Open),
            Self::End => Period::new(Bound::Open, at),
        }
    }
}

/// Returns the names of kinds of step as they are listed in a sentence.
fn listed(facts: Facts<'_>, procedure: &Procedure, kinds: &[u16]) -> String {
    let ValueType::Enumeration(all) = &facts.ontology().attribute(procedure.kind).value_type else {
        return String::new();
    };
    let mut kinds = kinds.to_vec();
    kinds.sort_unstable();
    kinds.dedup();
    let names = kinds.iter().map(|&kind| &all.values[usize::from(kind)].key);
    let names: Vec<_> = names.map(|name| format!("`{name}`")).collect();
    names.join(" or ")
}
