//! Which entities are connected at all?

use super::partition::Clusters;
use super::projection::{Node, Projection};
use crate::query::budget::{Budget, Cut};
use petgraph::unionfind::UnionFind;

/// Returns the connected components of the undirected graph.
pub(super) fn components(projection: &Projection, budget: &Budget) -> Result<Clusters, Cut> {
    components_along(projection, budget, |_, _| true)
}

/// Returns what is connected by links that count.
pub(super) fn components_along(
    projection: &Projection,
    budget: &Budget,
    counts: impl Fn(Node, Node) -> bool,
) -> Result<Clusters, Cut> {
    let mut parts = UnionFind::<Node>::new(projection.n_nodes());
    for node in projection.nodes() {
        let links = projection.links(node);
        budget.follow(links.len())?;
        for link in links.iter().filter(|link| counts(node, link.to)) {
            parts.union(node, link.to);
        }
    }
    Ok(Clusters::of(&parts.into_labeling()))
}
