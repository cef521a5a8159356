//! Why is a hop there, in a plain sentence?

use super::hop::Hop;
use crate::graph::{ClaimIx, GraphView};
use crate::model::{CitationRef, ClaimRef, EntityIx, Stance, Status};
use crate::query::passage::{said_claims, speaking_for};
use crate::query::standing::{said_of, standing};
use crate::query::wording::assertion_in_words;
use std::collections::BTreeSet;

/// Returns what a hop says, who says so unless a source says it itself, who denies it, and, when it
/// accuses somebody, where the accused stand: `Joel Souza: directed Rust.`
pub fn hop_in_words(seen: GraphView<'_>, hop: &Hop) -> String {
    let graph = seen.graph();
    let at = hop.adjacent.relationship;
    let said = || said_claims(seen, at);
    let is_plain = |&claim: &ClaimIx| is_plain(seen, graph.claim(claim));
    // What a source says itself tells more than what somebody is said to have said.
    let Some(claim) = said().find(is_plain).or_else(|| said().next()) else {
        return String::new();
    };
    let claim = graph.claim(claim);
    let subject = graph.name(claim.subject());
    let assertion = assertion_in_words(graph, claim.assertion());
    let standing = standing(seen, at);
    let mut text = format!("{subject}: {assertion}");
    if standing.is_none() {
        text.push_str(&said_of(seen, at));
    }
    if !is_plain_status(seen.status(claim)) {
        let (_, status, _) = Status::ALL[seen.status(claim) as usize];
        text.push_str(&format!(", {status}"));
    }
    if let Some(citation) = passed_on(seen, claim) {
        text.push_str(&format!(", {}", speakers_in_words(seen, citation)));
    }
    let denied_by = denials(seen, hop);
    if !denied_by.is_empty() {
        text.push_str(&format!("; denied by {}", listed(denied_by)));
    }
    match standing {
        Some(standing) => text.push_str(&format!("; where that stands: {}", standing.text)),
        None => text.push('.'),
    }
    text
}

fn is_plain_status(status: Status) -> bool {
    matches!(status, Status::Reported)
}

/// Returns whether a source says a claim itself, and simply.
fn is_plain(seen: GraphView<'_>, claim: ClaimRef<'_>) -> bool {
    is_plain_status(seen.status(claim)) && passed_on(seen, claim).is_none()
}

/// Returns the first passage in which somebody is said to say a claim, when no source says so
/// itself, or when it is more or less than reported.
fn passed_on<'g>(seen: GraphView<'g>, claim: ClaimRef<'g>) -> Option<CitationRef<'g>> {
    let mut citations = speaking_for(seen, claim);
    let asserts = |citation: &CitationRef<'_>| citation.stance == Stance::Asserts;
    let is_own = speaking_for(seen, claim).any(|citation| asserts(&citation));
    let is_simple = is_plain_status(seen.status(claim)) && is_own;
    citations.next().filter(|_| !is_simple)
}

/// Returns who says so according to a passage: the speaker, through whom, and in which source.
fn speakers_in_words(seen: GraphView<'_>, citation: CitationRef<'_>) -> String {
    let graph = seen.graph();
    let source = &graph.source(citation.source).name;
    let name = |&entity: &EntityIx| graph.name(entity).to_owned();
    match citation.attributed_to.split_first() {
        None => format!("as told in \"{source}\""),
        Some((speaker, [])) => format!("according to {} in \"{source}\"", name(speaker)),
        Some((speaker, through)) => {
            let through = listed(through.iter().map(name));
            let speaker = name(speaker);
            format!("according to {speaker} through {through} in \"{source}\"")
        }
    }
}

/// Returns the names of those who deny what a hop says: speakers, or else publishers or sources.
fn denials(seen: GraphView<'_>, hop: &Hop) -> BTreeSet<String> {
    let graph = seen.graph();
    let claims = seen.claims_behind(hop.adjacent.relationship);
    let passages = claims.flat_map(|claim| seen.citations(graph.claim(claim)));
    let denying = passages.filter(|citation| citation.stance == Stance::Denies);
    let who = |citation: CitationRef<'_>| match citation.attributed_to.first() {
        Some(&speaker) => graph.name(speaker).to_owned(),
        None => {
            let source = graph.source(citation.source);
            source.publisher.as_ref().unwrap_or(&source.name).clone()
        }
    };
    denying.map(who).collect()
}

fn listed(names: impl IntoIterator<Item = String>) -> String {
    let names: Vec<String> = names.into_iter().collect();
    names.join(", ")
}
