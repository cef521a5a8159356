//! Which passages speak for a claim, or against it?

use crate::graph::{ClaimIx, GraphView, KnowledgeGraph, RelationshipIx};
use crate::model::{CitationRef, ClaimRef, SourceIx, Stance};

/// The position of a passage among those that a claim cites.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CitationIx {
    /// The claim.
    pub claim: ClaimIx,
    /// The position in [`Claim::cited`].
    at: usize,
}

impl CitationIx {
    /// Returns the passage.
    pub fn citation(self, graph: &KnowledgeGraph) -> Option<CitationRef<'_>> {
        graph.claim(self.claim).cited().nth(self.at)
    }
}

/// Returns the passages of a claim that are read and take such a stance; the retraction is none of
/// them.
pub(super) fn passages(
    seen: GraphView<'_>,
    claim: ClaimIx,
    counts: impl Fn(Stance) -> bool,
) -> impl Iterator<Item = CitationIx> {
    let citations = seen.graph().claim(claim).citations();
    let citations = citations
        .enumerate()
        .filter(move |(_, citation)| counts(citation.stance) && seen.shows_source(citation.source));
    citations.map(move |(at, _)| CitationIx { claim, at })
}

/// Returns the passage that withdraws a claim.
pub(super) fn withdrawal(seen: GraphView<'_>, claim: ClaimIx) -> Option<CitationIx> {
    let withdrawn = seen.graph().claim(claim);
    seen.retraction(withdrawn)?;
    let at = withdrawn.n_citations();
    Some(CitationIx { claim, at })
}

/// Returns whether somebody says that a relationship is there: a claim behind it is
/// [said](says_so).
#[inline]
pub(super) fn is_said(seen: GraphView<'_>, at: RelationshipIx) -> bool {
    said_claims(seen, at).next().is_some()
}

/// Returns the claims behind a relationship that are [said](says_so).
pub(super) fn said_claims<'g>(
    seen: GraphView<'g>,
    at: RelationshipIx,
) -> impl Iterator<Item = ClaimIx> + 'g {
    let claims = seen.claims_behind(at);
    claims.filter(move |&claim| says_so(seen, seen.graph().claim(claim)))
}

/// Returns whether a claim says that something is so: it stands, and a passage that is read does
/// not deny it.
#[inline]
pub(super) fn says_so(seen: GraphView<'_>, claim: ClaimRef<'_>) -> bool {
    is_said_in(claim, |source| seen.shows_source(source))
}

/// Returns whether a claim is said in the sources that are read: it is neither denied nor
/// retracted, and a passage speaks for it.
pub(super) fn is_said_in(claim: ClaimRef<'_>, is_read: impl Fn(SourceIx) -> bool + Copy) -> bool {
    let mut citations = claim.citations();
    citations.any(|citation| citation.stance != Stance::Denies && is_read(citation.source))
        && claim.status_known(is_read).stands()
}

/// Returns the passages that speak for a claim.
pub(super) fn speaking_for<'g>(
    seen: GraphView<'g>,
    claim: ClaimRef<'g>,
) -> impl Iterator<Item = CitationRef<'g>> {
    let citations = seen.citations(claim);
    citations.filter(|citation| citation.stance != Stance::Denies)
}
