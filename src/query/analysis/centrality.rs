//! Who matters most, by which measure?

use super::betweenness::betweenness;
use super::closeness::closeness;
use super::degree::degree;
use super::page_rank::page_rank;
use super::projection::{Node, Projection};
use crate::graph::KnowledgeGraph;
use crate::model::EntityIx;
use crate::query::budget::{Budget, Cut};
use crate::query::findings::{Finding, Findings};

/// What makes an entity matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Measure {
    /// How many relationships it has.
    Degree,
    /// How often somebody meets it who wanders along relationships.
    PageRank,
    /// On how many of the shortest paths between others it lies.
    Betweenness,
    /// How near it is to all others.
    Closeness,
}

impl Measure {
    /// Every measure with its spelling and its meaning.
    pub const ALL: [(Self, &str, &str); 4] = [
        (
            Self::Degree,
            "degree",
            "How many relationships the entity has. Parallel relationships count each, and one that \
             leads back to the entity counts twice; nothing is divided.",
        ),
        (
            Self::PageRank,
            "pagerank",
            "How often somebody meets the entity who wanders along relationships at random: PageRank \
             with a damping factor of 0.85. Parallel relationships count each; from an entity without \
             any, and in 15 of 100 steps, one goes on to any entity. The scores add up to 1, and are \
             worked out until a round changes all of them by no more than 1e-12 together.",
        ),
        (
            Self::Betweenness,
            "betweenness",
            "How much the others depend on the entity to be connected: for each two others, the part \
             of the shortest paths between them that leads over it, as the mean over all pairs of \
             others. Parallel relationships count once. The exact value, not one from samples.",
        ),
        (
            Self::Closeness,
            "closeness",
            "How near the entity is to the others: 1 divided by its mean distance to those that can \
             be reached, times the part of all others that can. Parallel relationships count once.",
        ),
    ];
}

/// How much an entity matters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Centrality {
    /// The entity.
    pub entity: EntityIx,
    /// Its score, to 12 significant digits.
    pub score: f64,
    /// One more than the number of entities with a higher score.
    pub rank: u32,
}

impl Finding for Centrality {
    const LIST: &'static str = "centrality";

    fn key(&self, graph: &KnowledgeGraph) -> String {
        graph.id(self.entity).to_owned()
    }

    fn has_key(&self, graph: &KnowledgeGraph, key: &str) -> bool {
        graph.id(self.entity) == key
    }
}

/// Works out how much each entity matters: the highest score first, equal ones in the order of the
/// ids.
///
/// # Errors
/// When the budget does not suffice.
pub(super) fn centrality(
    projection: &Projection,
    measure: Measure,
    question: String,
    budget: &Budget,
) -> Result<Findings<Centrality>, Cut> {
    let scores = match measure {
        Measure::Degree => degree(projection),
        Measure::PageRank => page_rank(projection, budget)?,
        Measure::Betweenness => betweenness(projection, budget)?,
        Measure::Closeness => closeness(projection, budget)?,
    };
    let scores = scores.into_iter().map(rounded);
    let mut scored: Vec<(Node, f64)> = projection.nodes().zip(scores).collect();
    scored.sort_by(|(_, a), (_, b)| b.total_cmp(a));
    let mut ranked: Vec<Centrality> = Vec::with_capacity(scored.len());
    for (place, (node, score)) in (1..).zip(scored) {
        let last = ranked.last();
        let same = last.filter(|last| last.score == score);
        ranked.push(Centrality {
            entity: projection.entity(node),
            rank: same.map_or(place, |same| same.rank),
            score,
        });
    }
    Ok(Findings::new(question, ranked))
}

/// Returns those of some entities that are wanted, with the ranks that they have among all.
pub fn among(
    all: &Findings<Centrality>,
    question: &str,
    is_wanted: impl Fn(EntityIx) -> bool,
) -> Findings<Centrality> {
    let wanted = all.items().iter().filter(|found| is_wanted(found.entity));
    let question = format!("{} {question}", all.question());
    Findings::new(question, wanted.copied().collect())
}

/// Sums of fractions depend on the order of their terms in the last digits, which would tell apart
/// what is equal.
fn rounded(score: f64) -> f64 {
    format!("{score:.11e}").parse().unwrap_or(score)
}
