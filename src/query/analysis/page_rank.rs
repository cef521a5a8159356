//! How often is each entity met by somebody who wanders along relationships at random?

use super::projection::Projection;
use crate::query::budget::{Budget, Cut};

/// The part of the steps that go along a relationship; the others go to any entity.
pub(super) const DAMPING: f64 = 0.85;

/// How much all scores together may still change in the last round.
pub(super) const TOLERANCE: f64 = 1e-12;

/// Returns the PageRank of each entity (Page, Brin, Motwani and Winograd, 1998) in the undirected
/// multigraph, by power iteration. Who stands at an entity without relationships goes to any entity.
///
/// A round shrinks the change to 0.85 of what it was or less, so some 180 rounds are enough for any
/// graph.
pub(super) fn page_rank(projection: &Projection, budget: &Budget) -> Result<Vec<f64>, Cut> {
    let n_nodes = projection.n_nodes() as f64;
    let n_ways: Vec<f64> = projection
        .nodes()
        .map(|node| {
            projection
                .links(node)
                .iter()
                .map(|link| f64::from(link.n))
                .sum()
        })
        .collect();
    let mut scores = vec![1.0 / n_nodes; projection.n_nodes()];
    // What each entity hands on along each of its relationships.
    let mut shares = vec![0.0; projection.n_nodes()];
    loop {
        let mut stranded = 0.0;
        for ((share, score), n_ways) in shares.iter_mut().zip(&scores).zip(&n_ways) {
            *share = if *n_ways > 0.0 { score / n_ways } else { 0.0 };
            stranded += if *n_ways > 0.0 { 0.0 } else { *score };
        }
        let from_anywhere = (1.0 - DAMPING + DAMPING * stranded) / n_nodes;
        let mut change = 0.0;
        for node in projection.nodes() {
            let links = projection.links(node);
            budget.follow(links.len())?;
            let handed = links
                .iter()
                .map(|link| shares[link.to as usize] * f64::from(link.n));
            let score = from_anywhere + DAMPING * handed.sum::<f64>();
            change += (score - scores[node as usize]).abs();
            scores[node as usize] = score;
        }
        if change <= TOLERANCE {
            return Ok(scores);
        }
    }
}
