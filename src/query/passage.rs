//! Which passages speak for a claim, or against it?

use crate::graph::{ClaimIx, GraphView, KnowledgeGraph};
use crate::model::{Citation, Claim, Stance};

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
    pub fn citation(self, graph: &KnowledgeGraph) -> Option<&Citation> {
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
    let citations = seen.graph().claim(claim).citations.as_slice().iter();
    let citations = citations
        .enumerate()
        .filter(move |(_, citation)| counts(citation.stance) && seen.shows_source(citation.source));
    citations.map(move |(at, _)| CitationIx { claim, at })
}

/// Returns the passage that withdraws a claim.
pub(super) fn withdrawal(seen: GraphView<'_>, claim: ClaimIx) -> Option<CitationIx> {
    let withdrawn = seen.graph().claim(claim);
    seen.retraction(withdrawn)?;
    let at = withdrawn.citations.as_slice().len();
    Some(CitationIx { claim, at })
}

/// Returns whether a claim says that something is so: it stands, and a passage that is read does
/// not deny it.
pub(super) fn says_so(seen: GraphView<'_>, claim: &Claim) -> bool {
    let mut citations = seen.citations(claim);
    seen.stands(claim) && citations.any(|citation| citation.stance != Stance::Denies)
}
