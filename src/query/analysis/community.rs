//! Which entities are more closely connected with each other than with the rest?
//!
//! The method of Blondel and others ("Fast Unfolding of Communities in Large Networks", 2008), known
//! as Louvain: each entity moves to the community of a neighbor where modularity gains most, until
//! none does; then communities become the nodes of a smaller graph, and so on. Entities come in the
//! order of their ids, and gains are compared as whole numbers, so the same graph always has the
//! same communities. What they leave disconnected within a community is parted at last.

use super::component::components_along;
use super::partition::Clusters;
use super::projection::{Node, Projection};
use crate::query::budget::{Budget, Cut};

/// Returns communities of the undirected multigraph, each connected within itself.
pub(super) fn communities(projection: &Projection, budget: &Budget) -> Result<Clusters, Cut> {
    let mut community_of: Vec<Node> = projection.nodes().collect();
    let mut level = Level::of(projection);
    loop {
        let (moved, n_communities) = level.communities(budget)?;
        for community in &mut community_of {
            *community = moved[*community as usize];
        }
        if n_communities == level.degrees.len() {
            break;
        }
        level = level.merged(&moved, n_communities, budget)?;
    }
    components_along(projection, budget, |one, other| {
        community_of[one as usize] == community_of[other as usize]
    })
}

/// A graph whose nodes are communities of the one below.
struct Level {
    /// The first link of each node, and one more.
    starts: Vec<usize>,
    /// The links of all nodes with others, and how many relationships each stands for.
    links: Vec<(Node, u64)>,
    /// The number of ends that relationships have at each node, those within it included.
    degrees: Vec<u64>,
}

impl Level {
    fn of(projection: &Projection) -> Self {
        let mut level = Self {
            starts: vec![0],
            links: Vec::with_capacity(projection.n_links()),
            degrees: projection
                .nodes()
                .map(|node| projection.degree(node))
                .collect(),
        };
        for node in projection.nodes() {
            let others = projection.links(node).iter().filter(|link| link.to != node);
            level
                .links
                .extend(others.map(|link| (link.to, u64::from(link.n))));
            level.starts.push(level.links.len());
        }
        level
    }

    fn links(&self, node: usize) -> &[(Node, u64)] {
        &self.links[self.starts[node]..self.starts[node + 1]]
    }

    /// Moves nodes until modularity gains nothing any more. Returns the community of each node, and
    /// how many there are.
    fn communities(&self, budget: &Budget) -> Result<(Vec<Node>, usize), Cut> {
        let n_ends: u64 = self.degrees.iter().sum();
        let mut community_of: Vec<Node> = (0..).take(self.degrees.len()).collect();
        let mut ends_in = self.degrees.clone();
        let mut tally = Tally::new(self.degrees.len());
        let mut moves = true;
        while moves {
            moves = false;
            for (node, &degree) in self.degrees.iter().enumerate() {
                let links = self.links(node);
                budget.follow(links.len())?;
                let own = community_of[node];
                ends_in[own as usize] -= degree;
                let near = links.iter().map(|&(to, n)| (community_of[to as usize], n));
                tally.count(near);
                // The gain in modularity, times 2 m^2 for m relationships.
                let gain = |community: Node| {
                    let within = i128::from(n_ends) * i128::from(tally.of(community));
                    within - i128::from(ends_in[community as usize]) * i128::from(degree)
                };
                let mut best = (gain(own), own);
                for &community in &tally.counted {
                    let found = gain(community);
                    if found > best.0 || (found == best.0 && best.1 != own && community < best.1) {
                        best = (found, community);
                    }
                }
                tally.clear();
                ends_in[best.1 as usize] += degree;
                community_of[node] = best.1;
                moves |= best.1 != own;
            }
        }
        Ok(renumbered(community_of))
    }

    /// Returns the graph of communities.
    fn merged(&self, community_of: &[Node], n: usize, budget: &Budget) -> Result<Self, Cut> {
        let mut members = vec![Vec::new(); n];
        let mut degrees = vec![0; n];
        for (node, &community) in community_of.iter().enumerate() {
            members[community as usize].push(node);
            degrees[community as usize] += self.degrees[node];
        }
        let mut merged = Self {
            starts: vec![0],
            links: Vec::new(),
            degrees,
        };
        let mut tally = Tally::new(n);
        for (community, members) in (0..).zip(members) {
            for node in members {
                let links = self.links(node);
                budget.follow(links.len())?;
                let to = links.iter().map(|&(to, n)| (community_of[to as usize], n));
                tally.count(to.filter(|&(to, _)| to != community));
            }
            let counted = tally.counted.iter();
            merged.links.extend(counted.map(|&to| (to, tally.of(to))));
            merged.starts.push(merged.links.len());
            tally.clear();
        }
        Ok(merged)
    }
}

/// Returns communities with the numbers from 0 on, in the order in which they are met, and how many
/// there are.
fn renumbered(mut community_of: Vec<Node>) -> (Vec<Node>, usize) {
    let mut numbers = vec![None; community_of.len()];
    let mut n = 0;
    for community in &mut community_of {
        let number = numbers[*community as usize].get_or_insert(n);
        n = n.max(*number + 1);
        *community = *number;
    }
    (community_of, n as usize)
}

/// How many relationships lead to each of some communities.
struct Tally {
    counts: Vec<u64>,
    /// The communities that were counted, each once.
    counted: Vec<Node>,
}

impl Tally {
    fn new(n: usize) -> Self {
        Self {
            counts: vec![0; n],
            counted: Vec::new(),
        }
    }

    fn count(&mut self, to: impl Iterator<Item = (Node, u64)>) {
        for (community, n) in to {
            let count = &mut self.counts[community as usize];
            if *count == 0 {
                self.counted.push(community);
            }
            *count += n;
        }
    }

    fn of(&self, community: Node) -> u64 {
        self.counts[community as usize]
    }

    fn clear(&mut self) {
        for community in self.counted.drain(..) {
            self.counts[community as usize] = 0;
        }
    }
}
