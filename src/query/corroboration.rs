//! How many independent origins speak for a claim?
//!
//! Sources that pass on what the same speaker says, or that have the same publisher, are one
//! origin: the second of them adds nothing to the first.

use super::passage::{CitationIx, passages};
use crate::graph::{ClaimIx, GraphView, KnowledgeGraph};
use crate::model::{CitationRef, EntityIx, SourceIx, Stance};
use std::collections::HashSet;

/// Where what a passage says comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Origin<'g> {
    /// Whoever said it first, as the source tells.
    Speaker(EntityIx),
    /// The publisher of sources that say it themselves.
    Publisher(&'g str),
    /// A source that says it itself, and does not tell its publisher.
    Source(SourceIx),
}

/// Returns where what a passage says comes from.
pub fn origin<'g>(graph: &'g KnowledgeGraph, citation: CitationRef<'_>) -> Origin<'g> {
    let publisher = graph.source(citation.source).publisher.as_deref();
    match (citation.attributed_to.first(), publisher) {
        (Some(&speaker), _) => Origin::Speaker(speaker),
        (None, Some(publisher)) => Origin::Publisher(publisher),
        (None, None) => Origin::Source(citation.source),
    }
}

/// Returns the first passage of each origin that speaks for a claim, the earliest publication
/// first.
pub fn origins(seen: GraphView<'_>, claim: ClaimIx) -> impl Iterator<Item = CitationIx> {
    let graph = seen.graph();
    let mut known = HashSet::new();
    speaking_for(seen, claim).filter(move |at| {
        let citation = at.citation(graph);
        citation.is_some_and(|citation| known.insert(origin(graph, citation)))
    })
}

/// Returns the passages that speak for the same claim and have the same origin as one of them, that
/// one included.
pub fn repeating<'g>(
    seen: GraphView<'g>,
    first: CitationIx,
) -> impl Iterator<Item = CitationRef<'g>> {
    let graph = seen.graph();
    let wanted = first
        .citation(graph)
        .map(|citation| origin(graph, citation));
    let passages = speaking_for(seen, first.claim).filter_map(|at| at.citation(graph));
    passages.filter(move |citation| Some(origin(graph, *citation)) == wanted)
}

fn speaking_for(seen: GraphView<'_>, claim: ClaimIx) -> impl Iterator<Item = CitationIx> {
    passages(seen, claim, |stance| stance != Stance::Denies)
}
