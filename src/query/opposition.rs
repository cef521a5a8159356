//! Which sources take another side than a source does?

use super::about::About;
use super::disagreement::{Disagreement, DisagreementKind, Dispute, disagreements};
use super::findings::Findings;
use crate::graph::{GraphView, KnowledgeGraph};
use crate::model::SourceIx;
use std::collections::{BTreeMap, BTreeSet};

/// The contradictions and denials under a view, and which of them each source has a part in.
#[derive(Debug)]
pub struct Oppositions {
    found: Findings<Disagreement>,
    /// The positions of those in which a source takes a side, in ascending order.
    of_source: BTreeMap<SourceIx, Vec<u32>>,
}

impl Oppositions {
    /// Works out who opposes whom.
    pub fn of(seen: GraphView<'_>) -> Self {
        let asked = Dispute {
            about: About::Everything,
            kinds: Some(&[DisagreementKind::Contradiction, DisagreementKind::Denial]),
        };
        let found = disagreements(seen, asked);
        let mut of_source: BTreeMap<SourceIx, Vec<u32>> = BTreeMap::new();
        for (disagreement, at) in found.items().iter().zip(0..) {
            let sides = disagreement.sides.iter();
            let sources: BTreeSet<_> = sides.flat_map(|side| side.sources(seen.graph())).collect();
            for source in sources {
                of_source.entry(source).or_default().push(at);
            }
        }
        Self { found, of_source }
    }

    /// Returns the sources that take another side than a source somewhere, in ascending order of
    /// their ids.
    pub fn opposing(&self, graph: &KnowledgeGraph, source: SourceIx) -> BTreeSet<SourceIx> {
        let disagreements = self.of_source(source);
        disagreements
            .flat_map(|disagreement| opposing_in(graph, disagreement, source))
            .collect()
    }

    /// Returns the disagreements in which two sources take different sides.
    pub fn between<'a>(
        &'a self,
        graph: &'a KnowledgeGraph,
        one: SourceIx,
        other: SourceIx,
    ) -> impl Iterator<Item = &'a Disagreement> {
        self.of_source(one)
            .filter(move |disagreement| opposing_in(graph, disagreement, one).contains(&other))
    }

    fn of_source(&self, source: SourceIx) -> impl Iterator<Item = &Disagreement> {
        let positions = self.of_source.get(&source).into_iter().flatten();
        positions.filter_map(|&at| self.found.get(at))
    }
}

/// Returns the other sources on the sides that stand against one which a source takes.
fn opposing_in(
    graph: &KnowledgeGraph,
    disagreement: &Disagreement,
    source: SourceIx,
) -> BTreeSet<SourceIx> {
    let sides = disagreement.sides.iter().map(|side| side.sources(graph));
    let sides: Vec<_> = sides.collect();
    let n_taken = sides.iter().filter(|side| side.contains(&source)).count();
    let opposite = sides.iter().filter(|side| match n_taken {
        0 => false,
        1 => !side.contains(&source),
        _ => true,
    });
    let mut opposing: BTreeSet<_> = opposite.flatten().copied().collect();
    opposing.remove(&source);
    opposing
}
