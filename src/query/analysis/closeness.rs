//! How near is each entity to all others?

use super::projection::{Node, Projection};
use crate::query::budget::{Budget, Cut};

/// Returns the closeness of each entity in the undirected graph, with the correction of Wasserman
/// and Faust for graphs in several parts: with `r` others that can be reached, at a mean distance
/// `d`, of `n` entities, it is `r / (n - 1) / d`.
pub(super) fn closeness(projection: &Projection, budget: &Budget) -> Result<Vec<f64>, Cut> {
    let mut wave = Wave {
        projection,
        met: vec![0; projection.n_nodes()],
        coming: vec![0; projection.n_nodes()],
        farness: vec![Farness::default(); projection.n_nodes()],
    };
    let linked = projection
        .nodes()
        .filter(|&node| !projection.links(node).is_empty());
    let sources: Vec<Node> = linked.collect();
    for sources in sources.chunks(64) {
        wave.spread(sources, budget)?;
    }
    let n_others = projection.n_nodes().saturating_sub(1) as f64;
    let score = |Farness { n_met, distance }: Farness| {
        let n_met = n_met as f64;
        if distance == 0 {
            0.0
        } else {
            n_met / n_others * (n_met / distance as f64)
        }
    };
    Ok(wave.farness.into_iter().map(score).collect())
}

/// How far an entity is from those that were looked at.
#[derive(Debug, Clone, Copy, Default)]
struct Farness {
    /// How many of them it can be reached from, itself left out.
    n_met: u64,
    /// The sum of their distances.
    distance: u64,
}

/// A search from up to 64 entities at once, a bit for each: most of a graph is reached from all of
/// them by the same links (Then and others, "The More the Merrier", 2014).
///
/// Distances are the same both ways, so they are counted where the wave arrives.
struct Wave<'p> {
    projection: &'p Projection,
    /// From which sources each entity was reached.
    met: Vec<u64>,
    /// From which sources each entity is reached in the next step.
    coming: Vec<u64>,
    farness: Vec<Farness>,
}

impl Wave<'_> {
    fn spread(&mut self, sources: &[Node], budget: &Budget) -> Result<(), Cut> {
        budget.follow(self.met.len() / 64)?;
        self.met.fill(0);
        let mut front: Vec<(Node, u64)> = sources
            .iter()
            .enumerate()
            .map(|(at, &node)| (node, 1 << at))
            .collect();
        for &(node, bit) in &front {
            self.met[node as usize] |= bit;
        }
        let mut reached = Vec::new();
        for distance in 1.. {
            for (node, bits) in front.drain(..) {
                let links = self.projection.links(node);
                budget.follow(links.len())?;
                for link in links {
                    let coming = &mut self.coming[link.to as usize];
                    if *coming == 0 {
                        reached.push(link.to);
                    }
                    *coming |= bits;
                }
            }
            for node in reached.drain(..) {
                let at = node as usize;
                let fresh = std::mem::take(&mut self.coming[at]) & !self.met[at];
                if fresh == 0 {
                    continue;
                }
                self.met[at] |= fresh;
                self.farness[at].n_met += u64::from(fresh.count_ones());
                self.farness[at].distance += u64::from(fresh.count_ones()) * distance;
                front.push((node, fresh));
            }
            if front.is_empty() {
                break;
            }
        }
        Ok(())
    }
}
