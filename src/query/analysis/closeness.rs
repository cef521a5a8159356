//! How near is each entity to all others?

use super::projection::{Node, Projection};
use crate::query::budget::{Budget, Cut};

/// How many words of bits there are for the entities from which one search goes out; as many as a
/// line of the processor's cache holds.
const N_WORDS: usize = 8;

/// The entities from which one search goes out, a bit for each.
type Sources = [u64; N_WORDS];

/// Returns the closeness of each entity in the undirected graph, with the correction of Wasserman
/// and Faust for graphs in several parts: with `r` others that can be reached, at a mean distance
/// `d`, of `n` entities, it is `r / (n - 1) / d`.
pub(super) fn closeness(projection: &Projection, budget: &Budget) -> Result<Vec<f64>, Cut> {
    let linked = projection
        .nodes()
        .filter(|&node| !projection.links(node).is_empty());
    let sources: Vec<Node> = linked.collect();
    let searches = sources.chunks(64 * N_WORDS);
    // Each search comes to every entity of a graph in one part, and is made ready for any.
    let size = (projection.n_links() + projection.n_nodes()) as u64;
    budget.afford(size.saturating_mul(searches.len() as u64))?;
    let mut wave = Wave {
        projection,
        met: vec![[0; N_WORDS]; projection.n_nodes()],
        coming: vec![[0; N_WORDS]; projection.n_nodes()],
        farness: vec![Farness::default(); projection.n_nodes()],
    };
    for sources in searches {
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

/// A search from many entities at once: most of a graph is reached from all of them by the same
/// links (Then and others, "The More the Merrier", 2014).
///
/// Distances are the same both ways, so they are counted where the wave arrives.
struct Wave<'p> {
    projection: &'p Projection,
    /// From which sources each entity was reached.
    met: Vec<Sources>,
    /// From which sources each entity is reached in the next step.
    coming: Vec<Sources>,
    farness: Vec<Farness>,
}

impl Wave<'_> {
    fn spread(&mut self, sources: &[Node], budget: &Budget) -> Result<(), Cut> {
        budget.follow(self.met.len())?;
        self.met.fill([0; N_WORDS]);
        let mut front: Vec<(Node, Sources)> = Vec::with_capacity(sources.len());
        for (at, &node) in sources.iter().enumerate() {
            let mut own = [0; N_WORDS];
            own[at / 64] = 1 << (at % 64);
            self.met[node as usize] = own;
            front.push((node, own));
        }
        let mut reached = Vec::new();
        for distance in 1.. {
            for (node, from) in front.drain(..) {
                let links = self.projection.links(node);
                budget.follow(links.len())?;
                for link in links {
                    let coming = &mut self.coming[link.to as usize];
                    if *coming == [0; N_WORDS] {
                        reached.push(link.to);
                    }
                    coming
                        .iter_mut()
                        .zip(from)
                        .for_each(|(coming, from)| *coming |= from);
                }
            }
            for node in reached.drain(..) {
                front.extend(self.arrive(node, distance).map(|fresh| (node, fresh)));
            }
            if front.is_empty() {
                break;
            }
        }
        Ok(())
    }

    /// Counts from how many sources an entity is reached for the first time, and returns these.
    fn arrive(&mut self, node: Node, distance: u64) -> Option<Sources> {
        let at = node as usize;
        let mut fresh = std::mem::take(&mut self.coming[at]);
        fresh
            .iter_mut()
            .zip(&mut self.met[at])
            .for_each(|(fresh, met)| {
                *fresh &= !*met;
                *met |= *fresh;
            });
        let n: u64 = fresh.iter().map(|word| u64::from(word.count_ones())).sum();
        self.farness[at].n_met += n;
        self.farness[at].distance += n * distance;
        (n > 0).then_some(fresh)
    }
}
