//! How well does a path hold?

use super::hop::{Hop, Path};
use crate::graph::{Certainty, ClaimIx, GraphView, RelationshipIx};
use crate::model::{CitationRef, ClaimRef, PartialDate, Period, SourceIx, Stance, Status};
use crate::query::corroboration::{Origin, origin};
use crate::query::passage::{is_said_in, said_claims, speaking_for};
use std::collections::{BTreeSet, HashSet};

/// The most spells of time for which it is worked out whether they overlap.
const MAX_SPELLS: usize = 100;

/// Returns the hop that holds least: of those that somebody contests, or of all when nobody
/// contests any, the first of those with the fewest origins; `None` when there are no hops.
pub fn weakest_hop<'p>(seen: GraphView<'_>, path: &'p Path) -> Option<&'p Hop> {
    let strength = |hop: &&Hop| {
        let at = hop.adjacent.relationship;
        (!is_contested(seen, at), n_origins(seen, at))
    };
    path.hops.iter().min_by_key(strength)
}

/// Returns whether somebody contests a relationship: a claim behind it is denied or disputed, or a
/// passage says that it is not so.
pub fn is_contested(seen: GraphView<'_>, at: RelationshipIx) -> bool {
    let is_against = |claim: ClaimRef<'_>| {
        let denies = |citation: CitationRef<'_>| citation.stance == Stance::Denies;
        matches!(seen.status(claim), Status::Denied | Status::Disputed)
            || seen.citations(claim).any(denies)
    };
    let mut claims = seen.claims_behind(at);
    claims.any(|claim| is_against(seen.graph().claim(claim)))
}

/// Returns the number of origins of a relationship: of those who say so themselves, which are the
/// first to whom a source attributes it, else the source's publisher, else the source.
pub fn n_origins(seen: GraphView<'_>, at: RelationshipIx) -> usize {
    let graph = seen.graph();
    let claims = said_claims(seen, at).map(|claim| graph.claim(claim));
    let origins: HashSet<Origin<'_>> = claims
        .flat_map(|claim| speaking_for(seen, claim))
        .map(|citation| origin(graph, citation))
        .collect();
    origins.len()
}

/// Returns the sources that speak for a relationship, in ascending order of their ids.
pub fn sources_of(seen: GraphView<'_>, at: RelationshipIx) -> BTreeSet<SourceIx> {
    let claims = said_claims(seen, at).map(|claim| seen.graph().claim(claim));
    let citations = claims.flat_map(|claim| speaking_for(seen, claim));
    citations.map(|citation| citation.source).collect()
}

/// Returns whether every hop of a path would be said without one source, as if it had never been
/// published.
pub fn survives_without(seen: GraphView<'_>, path: &Path, source: SourceIx) -> bool {
    let mut hops = path.hops.iter();
    hops.all(|hop| {
        let mut claims = seen.claims_behind(hop.adjacent.relationship);
        claims.any(|claim| {
            let is_read = |other: SourceIx| other != source && seen.shows_source(other);
            is_said_in(seen.graph().claim(claim), is_read)
        })
    })
}

/// Returns whether there was a day on which all hops of a path held at the same time.
///
/// With more spells of time than are compared, it is left open.
pub fn co_temporal(seen: GraphView<'_>, path: &Path) -> Certainty {
    let hops: Vec<Vec<Spell>> = path.hops.iter().map(|hop| spells(seen, hop)).collect();
    if hops.iter().map(Vec::len).sum::<usize>() > MAX_SPELLS {
        return Certainty::Perhaps;
    }
    // Where spells overlap, they do so on a day on which one of them begins; what has no beginning
    // had begun on the first day of all.
    let mut days: BTreeSet<PartialDate> = hops.iter().flatten().flat_map(Spell::days).collect();
    days.extend(PartialDate::new(0, Some(1), Some(1)));
    let on = |day: PartialDate| {
        let held = |spells: &Vec<Spell>| spells.iter().map(|spell| spell.holds(day)).max();
        // A claim without a period may hold at any time.
        let certainties = hops
            .iter()
            .map(|spells| held(spells).unwrap_or(Certainty::Perhaps));
        certainties.min().unwrap_or(Certainty::Yes)
    };
    days.into_iter().map(on).max().unwrap_or(Certainty::No)
}

/// When something was so.
#[derive(PartialEq, Eq)]
struct Spell {
    period: Option<Period>,
    /// The days on which it was certainly first and last said; those between do not matter.
    said: [Option<PartialDate>; 2],
}

impl Spell {
    /// Returns the days on which it may begin, or end, to hold for certain or perhaps.
    fn days(&self) -> impl Iterator<Item = PartialDate> {
        let bounds = self
            .period
            .into_iter()
            .flat_map(|period| [period.start(), period.end()]);
        let dates = bounds.filter_map(|bound| bound.date());
        let dates = dates.chain(self.said.into_iter().flatten());
        dates.flat_map(|date| [date.earliest(), date.latest()])
    }

    fn holds(&self, on: PartialDate) -> Certainty {
        Certainty::of(self.period, self.said.into_iter().flatten(), on)
    }
}

/// Returns the spells of time over which a hop is said to have held, each once, and at most one more
/// than are compared.
fn spells(seen: GraphView<'_>, hop: &Hop) -> Vec<Spell> {
    let graph = seen.graph();
    let spell = |claim: ClaimIx| {
        let claim = graph.claim(claim);
        let citations = speaking_for(seen, claim);
        let dates: Vec<_> = citations
            .map(|c| graph.source(c.source).published)
            .collect();
        let first = dates.iter().copied().min_by_key(|date| date.latest());
        let last = dates.iter().copied().max_by_key(|date| date.earliest());
        Spell {
            period: claim.valid(),
            said: [first, last],
        }
    };
    let mut spells = Vec::new();
    for spell in said_claims(seen, hop.adjacent.relationship).map(spell) {
        if spells.len() <= MAX_SPELLS && !spells.contains(&spell) {
            spells.push(spell);
        }
    }
    spells
}
