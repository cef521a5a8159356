//! On how many of the shortest paths between others does each entity lie?

use super::component::components;
use super::projection::{Node, Projection};
use crate::query::budget::{Budget, Cut};

/// Returns the betweenness of each entity in the undirected simple graph (Brandes, "A Faster
/// Algorithm for Betweenness Centrality", 2001), as the part of all pairs of others: of the shortest
/// paths between the two, the part that it lies on, without ends.
pub(super) fn betweenness(projection: &Projection, budget: &Budget) -> Result<Vec<f64>, Cut> {
    let n_followed = n_followed(projection, budget)?;
    budget.afford(n_followed)?;
    let mut sweep = Sweep::new(projection);
    for source in projection.nodes() {
        sweep.out(source, budget)?;
        sweep.back(source, budget)?;
    }
    let n = projection.n_nodes() as f64;
    // Each pair was counted from both ends.
    let n_pairs = ((n - 1.0) * (n - 2.0)).max(1.0);
    Ok(sweep
        .scores
        .into_iter()
        .map(|score| score / n_pairs)
        .collect())
}

/// Returns how much will be followed: from each entity, twice the links of its part of the graph.
fn n_followed(projection: &Projection, budget: &Budget) -> Result<u64, Cut> {
    let parts = components(projection, budget)?;
    let n_followed = parts.iter().map(|nodes| {
        let visit = |&node: &Node| 2 * (projection.links(node).len() as u64 + 1);
        (nodes.len() as u64).saturating_mul(nodes.iter().map(visit).sum())
    });
    Ok(n_followed.fold(0, u64::saturating_add))
}

/// A place on the shortest paths from a source.
#[derive(Debug, Clone, Copy)]
struct Stop {
    /// How far it is from the source; [`NOT_MET`] when it was not reached.
    distance: u32,
    /// How many shortest paths lead there.
    n_paths: f64,
    /// How much it counts for those before it: the part of the paths to others that go over it.
    dependency: f64,
}

const NOT_MET: Stop = Stop {
    distance: u32::MAX,
    n_paths: 0.0,
    dependency: 0.0,
};

/// A search from one source after the other, which leaves everything as it was.
struct Sweep<'p> {
    projection: &'p Projection,
    stops: Vec<Stop>,
    /// The entities that were reached, the nearest first.
    order: Vec<Node>,
    scores: Vec<f64>,
}

impl<'p> Sweep<'p> {
    fn new(projection: &'p Projection) -> Self {
        Self {
            projection,
            stops: vec![NOT_MET; projection.n_nodes()],
            order: Vec::new(),
            scores: vec![0.0; projection.n_nodes()],
        }
    }

    /// Goes out breadth-first, and counts the shortest paths.
    fn out(&mut self, source: Node, budget: &Budget) -> Result<(), Cut> {
        self.stops[source as usize] = Stop {
            distance: 0,
            n_paths: 1.0,
            ..NOT_MET
        };
        self.order.push(source);
        let mut at = 0;
        while let Some(&node) = self.order.get(at) {
            at += 1;
            let Stop {
                distance, n_paths, ..
            } = self.stops[node as usize];
            let links = self.projection.links(node);
            budget.follow(links.len())?;
            for link in links {
                let stop = &mut self.stops[link.to as usize];
                if stop.distance == u32::MAX {
                    stop.distance = distance + 1;
                    self.order.push(link.to);
                }
                if stop.distance == distance + 1 {
                    // More than a number can hold count as so many as it can.
                    stop.n_paths = (stop.n_paths + n_paths).min(f64::MAX);
                }
            }
        }
        Ok(())
    }

    /// Comes back from the farthest, and hands on to those before it what each counts.
    fn back(&mut self, source: Node, budget: &Budget) -> Result<(), Cut> {
        for &node in self.order.iter().rev() {
            let stop = self.stops[node as usize];
            let links = self.projection.links(node);
            budget.follow(links.len())?;
            let share = (1.0 + stop.dependency) / stop.n_paths;
            for link in links {
                let before = &mut self.stops[link.to as usize];
                // The source has nobody before it: its distance less one is that of nobody.
                if before.distance == stop.distance.wrapping_sub(1) {
                    before.dependency += before.n_paths * share;
                }
            }
            if node != source {
                self.scores[node as usize] += stop.dependency;
            }
        }
        for node in self.order.drain(..) {
            self.stops[node as usize] = NOT_MET;
        }
        Ok(())
    }
}
