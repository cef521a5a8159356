//! Which answers exclude each other, and which follow each other?

use super::answer::{Answer, Answered, Times};
use super::dispute::{Disagreement, DisagreementKind};
use super::side::Side;
use crate::graph::GraphView;
use crate::model::Value;
use crate::ontology::{Ontology, Predicate};

/// With how many answers for the same time an answer is compared; where more compete, all are told.
const MOST_COMPARED: usize = 64;

/// Finds what excludes each other, and what changed, among the answers to one question.
pub(super) fn find(seen: GraphView<'_>, answers: &[Answered<'_>], found: &mut Vec<Disagreement>) {
    let [first, _, ..] = answers else {
        return;
    };
    if !is_exclusive(seen.graph().ontology(), first.predicate) {
        return;
    }
    let topic = first.topic(seen);
    let sides = contradicting(seen, answers);
    if sides.len() > 1 {
        let told = Side::listed(&sides, "; ");
        let text = format!("At most one answer to \"{topic}\" can be right: {told}.");
        found.push(first.disagreement(DisagreementKind::Contradiction, sides, text));
    }
    let sides = succeeding(seen, answers);
    if sides.len() > 1 {
        let told = Side::listed(&sides, "; then ");
        let text = format!("The answer to \"{topic}\" changed over time: {told}.");
        found.push(first.disagreement(DisagreementKind::Supersession, sides, text));
    }
}

/// Returns whether a question has at most one answer at a time.
pub(super) fn is_exclusive(ontology: &Ontology, predicate: Predicate) -> bool {
    match predicate {
        Predicate::Attribute(id) => ontology.attribute(id).exclusive,
        Predicate::Relation(id, direction) => ontology.relation(id).is_exclusive_towards(direction),
    }
}

/// Returns the answers that exclude another one for the same time.
fn contradicting(seen: GraphView<'_>, answers: &[Answered<'_>]) -> Vec<Side> {
    let mut answers: Vec<&Answered<'_>> = answers.iter().collect();
    let days = |it: &Answered<'_>| it.times.map(|times| times.surely);
    answers.sort_by_key(|it| (days(it), it.claim));
    let mut held: Vec<usize> = Vec::new();
    let mut is_excluded = vec![false; answers.len()];
    for (at, next) in answers.iter().enumerate() {
        held.retain(|&other| may_still_hold(answers[other], next));
        is_excluded[at] = held.len() >= MOST_COMPARED;
        if is_excluded[at] {
            continue;
        }
        for &other in &held {
            if exclude_each_other(answers[other], next) {
                is_excluded[other] = true;
                is_excluded[at] = true;
            }
        }
        held.push(at);
    }
    let excluded = answers.into_iter().zip(is_excluded);
    let excluded = excluded.filter_map(|(answer, is_excluded)| is_excluded.then_some(answer));
    Answered::sides(seen, excluded)
}

/// Returns whether an answer may hold for the days of one that comes after it in the order of the
/// days on which they surely hold.
fn may_still_hold(held: &Answered<'_>, next: &Answered<'_>) -> bool {
    match (held.times, next.times) {
        (Some(held), Some(next)) => held.surely == next.surely || next.surely.0 <= held.surely.1,
        (None, None) => true,
        _ => false,
    }
}

/// Returns whether of two answers at most one can be right.
fn exclude_each_other(a: &Answered<'_>, b: &Answered<'_>) -> bool {
    let coincide = match (a.times, b.times) {
        (Some(a), Some(b)) => a.certainly_coincide(&b),
        (None, None) => true,
        _ => false,
    };
    coincide && !a.answer.agrees_with(b.answer) && !may_be_bound(a)
}

/// Returns whether an answer is a number under a condition, which may say that it is a bound.
fn may_be_bound(it: &Answered<'_>) -> bool {
    let is_number = matches!(
        it.answer,
        Answer::Value(Value::Integer(_) | Value::Decimal(_) | Value::Money(_))
    );
    is_number && !it.conditions.is_empty()
}

/// Answers that are the same, for times that follow each other.
struct Stretch<'a, 'g> {
    answers: Vec<&'a Answered<'g>>,
    /// The times of that answer among them that holds longest.
    longest: Times,
}

/// Returns the answers that follow each other in time, as far as that is certain.
fn succeeding(seen: GraphView<'_>, answers: &[Answered<'_>]) -> Vec<Side> {
    let dated = answers.iter().filter_map(|it| Some((it.times?, it)));
    let mut dated: Vec<_> = dated.collect();
    dated.sort_by_key(|(times, it)| (times.surely, it.claim));
    let mut stretches: Vec<Stretch<'_, '_>> = Vec::new();
    for (times, it) in dated {
        match stretches.last_mut() {
            Some(last) if last.answers[0].answer == it.answer => {
                last.answers.push(it);
                if times.perhaps.1 > last.longest.perhaps.1 {
                    last.longest = times;
                }
            }
            Some(last) if !last.longest.is_followed_by(&times) => {}
            _ => stretches.push(Stretch {
                answers: vec![it],
                longest: times,
            }),
        }
    }
    let stretches = stretches.into_iter();
    let sides = stretches.flat_map(|stretch| Answered::sides(seen, stretch.answers.into_iter()));
    sides.collect()
}
