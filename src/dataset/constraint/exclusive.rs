//! Which answers cannot be right at the same time?

use super::facts::{Facts, ends_of, quoted, says_so};
use super::ledger::Ledger;
use crate::model::{ClaimIx, ClaimRef, EntityIx, PartialDate, ValueRef};
use crate::ontology::{Predicate, ValueType};
use std::collections::{BTreeMap, BTreeSet};

/// How many different answers are compared at one time; where more compete, all are told.
const MOST_COMPARED: usize = 16;

/// The most answers that a sentence lists.
const MOST_LISTED: usize = 5;

/// Tells of claims that give different answers to a question that has one at a time.
///
/// Answers about times that may differ are change, and no contradiction: claims without a period
/// are compared with each other, and claims with one where the periods certainly share a day.
/// Claims that differ in a qualifier of an attribute, or in an identifying one of a relation, are
/// answers to different questions.
pub(super) fn check(facts: Facts<'_>, of: &[Predicate], ledger: &mut Ledger) {
    let mut asked = Vec::new();
    for &predicate in of {
        let answers = facts.claims().filter(|(_, claim)| says_so(*claim));
        let answers = answers.filter_map(|(at, claim)| {
            let (here, _) = ends_of(claim, predicate)?;
            Some((predicate, here, at))
        });
        asked.extend(answers);
    }
    asked.sort_unstable();
    for group in asked.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        let [(predicate, here, _), _, ..] = *group else {
            continue;
        };
        let claims = group.iter().map(|&(_, _, at)| at);
        for claims in by_qualifiers(facts, predicate, claims).into_values() {
            for conflict in conflicts(facts, predicate, &claims) {
                let claims: Vec<_> = conflict.into_iter().collect();
                ledger.tell(claims.clone(), || sentence(facts, predicate, here, &claims));
            }
        }
    }
}

/// Returns claims about the same question together.
fn by_qualifiers(
    facts: Facts<'_>,
    predicate: Predicate,
    claims: impl Iterator<Item = ClaimIx>,
) -> BTreeMap<String, Vec<ClaimIx>> {
    let declared = facts.ontology().qualifiers(predicate);
    let tells_apart = |at: u8| match predicate {
        Predicate::Attribute(_) => true,
        Predicate::Relation(..) => declared[usize::from(at)].identifying,
    };
    let mut questions: BTreeMap<String, Vec<ClaimIx>> = BTreeMap::new();
    for at in claims {
        let qualifiers = facts.claim(at).qualifiers();
        let telling: Vec<_> = qualifiers.filter(|(at, _)| tells_apart(*at)).collect();
        let question = format!("{telling:?}");
        questions.entry(question).or_default().push(at);
    }
    questions
}

/// What a claim answers.
#[derive(Clone, Copy, PartialEq)]
enum Answer<'d> {
    Value(ValueRef<'d>),
    Entity(EntityIx),
}

impl<'d> Answer<'d> {
    fn of(claim: ClaimRef<'d>, predicate: Predicate) -> Option<Self> {
        match claim.value() {
            Some(value) => Some(Self::Value(value)),
            None => Some(Self::Entity(ends_of(claim, predicate)?.1?)),
        }
    }

    fn agrees_with(self, other: Self) -> bool {
        match (self, other) {
            (Self::Value(a), Self::Value(b)) => a.agrees_with(b),
            (a, b) => a == b,
        }
    }

    fn quoted(self, facts: Facts<'_>, value_type: Option<&ValueType>) -> String {
        match (self, value_type) {
            (Self::Value(value), Some(value_type)) => quoted(&value.in_words(value_type)),
            (Self::Entity(entity), _) => quoted(facts.name(entity)),
            (Self::Value(_), None) => String::new(),
        }
    }
}

/// The first and the last day on which a claim certainly holds; `None` for a claim that is about no
/// time.
///
/// In their order, what is about no time comes first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Days(Option<(PartialDate, PartialDate)>);

impl Days {
    /// Returns the days on which a claim certainly holds; `None` when that is certain of no day.
    fn of(facts: Facts<'_>, claim: ClaimRef<'_>) -> Option<Self> {
        match claim.valid() {
            None => Some(Self(None)),
            Some(valid) => valid
                .certain_days(facts.said(claim))
                .map(|days| Self(Some(days))),
        }
    }

    /// Returns whether an answer still holds on days that are later in the order.
    ///
    /// On the day on which one answer ends and the next begins, one follows the other.
    fn reach(self, later: Self) -> bool {
        match (self.0, later.0) {
            (Some((_, to)), Some((from, _))) => to > from || self == later,
            (one, other) => one == other,
        }
    }

    /// Returns the days from the beginning of the later ones to whatever ends last.
    fn extended_by(self, later: Self) -> Self {
        Self(
            self.0
                .zip(later.0)
                .map(|((_, end), (from, to))| (from, end.max(to))),
        )
    }
}

/// An answer while the claims are gone through in the order of their days.
struct Held<'d> {
    answer: Answer<'d>,
    /// From the beginning of the last claim that gives it to the day on which all have ended.
    days: Days,
    /// The claims that give it and were not yet told.
    claims: Vec<(Days, ClaimIx)>,
}

/// Returns the claims whose answers exclude each other, those that share a time together.
fn conflicts(facts: Facts<'_>, predicate: Predicate, claims: &[ClaimIx]) -> Vec<BTreeSet<ClaimIx>> {
    let dated = claims.iter().map(|&at| (at, facts.claim(at)));
    let dated = dated.filter_map(|(at, claim)| Some((Days::of(facts, claim)?, at)));
    let mut dated: Vec<_> = dated.collect();
    dated.sort_unstable();
    let mut conflicts = Vec::new();
    let mut conflict = BTreeSet::new();
    let mut held: Vec<Held<'_>> = Vec::new();
    for (days, at) in dated {
        held.retain(|held| held.days.reach(days));
        if held.is_empty() && !conflict.is_empty() {
            conflicts.push(std::mem::take(&mut conflict));
        }
        if let Some(answer) = Answer::of(facts.claim(at), predicate) {
            compare(&mut held, answer, (days, at), &mut conflict);
        }
    }
    conflicts.extend(Some(conflict).filter(|conflict| !conflict.is_empty()));
    conflicts
}

/// Compares an answer with those that are held at its time, notes what it excludes, and holds it.
fn compare<'d>(
    held: &mut Vec<Held<'d>>,
    answer: Answer<'d>,
    (days, at): (Days, ClaimIx),
    conflict: &mut BTreeSet<ClaimIx>,
) {
    let is_crowded = held.len() >= MOST_COMPARED;
    let mut is_excluded = is_crowded;
    for other in held.iter_mut() {
        if !other.answer.agrees_with(answer) {
            is_excluded = true;
            // What does not reach these days reaches no later ones either.
            let claims = other.claims.drain(..);
            let sharing = claims.filter(|(other, _)| other.reach(days));
            conflict.extend(sharing.map(|(_, at)| at));
        }
    }
    if is_excluded {
        conflict.insert(at);
    }
    let untold = Some((days, at)).filter(|_| !is_excluded);
    match held.iter_mut().find(|held| held.answer == answer) {
        Some(same) => {
            same.days = same.days.extended_by(days);
            same.claims.extend(untold);
        }
        None if is_crowded => {}
        None => held.push(Held {
            answer,
            days,
            claims: untold.into_iter().collect(),
        }),
    }
}

fn sentence(facts: Facts<'_>, predicate: Predicate, here: EntityIx, claims: &[ClaimIx]) -> String {
    let ontology = facts.ontology();
    let value_type = match predicate {
        Predicate::Attribute(id) => Some(&ontology.attribute(id).value_type),
        Predicate::Relation(..) => None,
    };
    let mut answers: Vec<String> = Vec::new();
    for &at in claims {
        let answer = Answer::of(facts.claim(at), predicate);
        let answer = answer.map(|answer| answer.quoted(facts, value_type));
        let is_new = |answer: &String| !answers.contains(answer);
        if let Some(answer) = answer.filter(is_new) {
            answers.push(answer);
        }
        if answers.len() > MOST_LISTED {
            break;
        }
    }
    if answers.len() > MOST_LISTED {
        answers.truncate(MOST_LISTED);
        answers.push("others".to_owned());
    }
    let last = answers.pop().unwrap_or_default();
    let key = ontology.key(predicate);
    let here = quoted(facts.name(here));
    format!(
        "`{key}` of {here} is {} and {last}, of which at most one can be right",
        answers.join(", ")
    )
}
