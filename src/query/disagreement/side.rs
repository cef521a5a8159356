//! What does one side of a disagreement say, and who takes it?

use crate::graph::{ClaimIx, GraphView, KnowledgeGraph};
use crate::model::{Citation, Claim, SourceIx, Stance};
use std::collections::BTreeSet;

/// One side of a disagreement.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Side {
    /// What it says, in plain words.
    pub text: String,
    /// The claims that say so, in ascending order.
    pub claims: Vec<ClaimIx>,
    /// The passages that take the side, in the order of the claims.
    pub citations: Vec<CitationIx>,
}

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

impl Side {
    /// Returns the side that some claims take, with those of their passages that do not deny.
    pub(super) fn of(seen: GraphView<'_>, text: String, claims: Vec<ClaimIx>) -> Self {
        let citations = claims
            .iter()
            .flat_map(|&claim| passages(seen, claim, |stance| stance != Stance::Denies));
        Self {
            text,
            citations: citations.collect(),
            claims,
        }
    }

    /// Returns the sources that take the side, in ascending order of their ids.
    pub fn sources(&self, graph: &KnowledgeGraph) -> BTreeSet<SourceIx> {
        let citations = self.citations.iter();
        let citations = citations.filter_map(|citation| citation.citation(graph));
        citations.map(|citation| citation.source).collect()
    }
}

/// The most sides that a sentence lists.
const MOST_LISTED: usize = 5;

impl Side {
    /// Returns what the sides say, joined by some words.
    pub(super) fn listed(sides: &[Self], joined_by: &str) -> String {
        let texts = sides
            .iter()
            .take(MOST_LISTED)
            .map(|side| side.text.as_str());
        let mut told = texts.collect::<Vec<_>>().join(joined_by);
        let n_others = sides.len().saturating_sub(MOST_LISTED);
        if n_others > 0 {
            told.push_str(&format!("{joined_by}{n_others} more"));
        }
        told
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
