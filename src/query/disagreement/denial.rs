//! What is denied, by whom, and who says that it is so?

use super::answer::Times;
use super::dispute::{Disagreement, DisagreementKind};
use super::side::Side;
use crate::graph::{ClaimIx, GraphView};
use crate::model::{ClaimRef, Stance, Status};
use crate::query::passage::passages;
use crate::query::wording::said_in_words;
use std::collections::BTreeMap;

/// How many denials of one thing are compared with each claim that says it is so; of more, the
/// first are.
const MOST_COMPARED: usize = 64;

/// Finds what is denied among the claims with one subject and one predicate.
pub(super) fn find(seen: GraphView<'_>, claims: &[ClaimIx], found: &mut Vec<Disagreement>) {
    let denied = |&at: &ClaimIx| how_denied(seen, at).is_some();
    if !claims.iter().any(denied) {
        return;
    }
    let mut contents: BTreeMap<String, Vec<ClaimIx>> = BTreeMap::new();
    for &at in claims {
        let content = format!("{:?}", seen.graph().claim(at).assertion());
        contents.entry(content).or_default().push(at);
    }
    found.extend(contents.values().filter_map(|claims| denial(seen, claims)));
}

/// Returns whether a claim is denied or disputed, and which of the two.
fn how_denied(seen: GraphView<'_>, at: ClaimIx) -> Option<Status> {
    let claim = seen.graph().claim(at);
    let is_denied = passages(seen, at, |stance| stance == Stance::Denies).next();
    match (seen.status(claim), is_denied) {
        (Status::Retracted, _) => None,
        (Status::Denied, _) | (_, Some(_)) => Some(Status::Denied),
        (Status::Disputed, None) => Some(Status::Disputed),
        _ => None,
    }
}

/// Returns the denial among claims that say the same of the same.
fn denial(seen: GraphView<'_>, claims: &[ClaimIx]) -> Option<Disagreement> {
    let graph = seen.graph();
    let with_status = |wanted| {
        let claims = claims.iter().copied();
        let claims = claims.filter(move |&at| how_denied(seen, at) == Some(wanted));
        claims.collect::<Vec<ClaimIx>>()
    };
    let (denied, disputed) = (with_status(Status::Denied), with_status(Status::Disputed));
    let contested = || denied.iter().chain(&disputed).copied();
    let first = graph.claim(contested().next()?);
    let is_met = |at: ClaimIx| {
        let claim = graph.claim(at);
        let mut contested = contested().take(MOST_COMPARED);
        contested.any(|other| other == at || covers(seen, graph.claim(other), claim))
    };
    let speaking = claims.iter().copied().filter(|&at| is_met(at));
    let speaking = speaking.filter(|&at| speaks_for(seen, at));
    let said = said_in_words(graph, *claims.first()?);
    let affirmed = Side::of(seen, said.clone(), speaking.collect());
    let (word, against) = match denied.is_empty() {
        false => ("denied", denied),
        true => ("disputed", disputed),
    };
    let against = against_it(seen, format!("{said} ({word})"), against);
    let mut text = format!("\"{said}\" is {word}.");
    let mut sides = vec![affirmed, against];
    if sides[0].claims.is_empty() {
        sides.remove(0);
        text = format!("\"{said}\" is {word}, and no source that is read says that it is so.");
    }
    Some(Disagreement {
        kind: DisagreementKind::Denial,
        about: first.subject(),
        predicate: first.predicate(),
        sides,
        text,
    })
}

/// Returns whether a passage that is read says that a claim is so; one with the status of being
/// denied may have such a passage, too.
fn speaks_for(seen: GraphView<'_>, at: ClaimIx) -> bool {
    let mut saying = passages(seen, at, |stance| stance != Stance::Denies);
    seen.status(seen.graph().claim(at)) != Status::Retracted && saying.next().is_some()
}

/// Returns whether what denies one claim denies another that says the same: it holds under each
/// condition of the first, and perhaps at the same time.
fn covers(seen: GraphView<'_>, denied: ClaimRef<'_>, other: ClaimRef<'_>) -> bool {
    let mut conditions = denied.qualifiers();
    let may_coincide = match (Times::of(seen, denied), Times::of(seen, other)) {
        (Some(a), Some(b)) => !a.is_certainly_before(&b) && !b.is_certainly_before(&a),
        _ => true,
    };
    may_coincide && conditions.all(|condition| other.qualifiers().any(|of| of == condition))
}

/// Returns the side of those who deny: the passages that do; where there are none, those that tell
/// of the denial.
fn against_it(seen: GraphView<'_>, text: String, claims: Vec<ClaimIx>) -> Side {
    let denying = |&at: &ClaimIx| passages(seen, at, |stance| stance == Stance::Denies);
    let citations: Vec<_> = claims.iter().flat_map(denying).collect();
    if citations.is_empty() {
        return Side::of(seen, text, claims);
    }
    Side {
        text,
        claims,
        citations,
    }
}
