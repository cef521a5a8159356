//! What does one side of a disagreement say, and who takes it?

use crate::graph::{ClaimIx, GraphView, KnowledgeGraph};
use crate::model::{SourceIx, Stance};
use crate::query::passage::{CitationIx, passages};
use std::collections::BTreeSet;

/// The most sides that a sentence lists.
const MOST_LISTED: usize = 5;

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
