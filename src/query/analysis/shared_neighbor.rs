//! Who is linked with every one of some entities?

use super::projection::{Link, Node, Projection};
use crate::graph::{Adjacent, GraphView, KnowledgeGraph};
use crate::model::EntityIx;
use crate::query::budget::{Budget, Cut};
use crate::query::findings::{Finding, Findings};
use crate::query::passage::is_said;
use crate::query::path::Hop;

/// An entity that is linked with every one of some others.
#[derive(Debug, Clone, PartialEq)]
pub struct SharedNeighbor {
    /// The entity.
    pub entity: EntityIx,
    /// Its relationships to the others, in the order of their ids.
    pub hops: Vec<Hop>,
}

impl Finding for SharedNeighbor {
    const LIST: &'static str = "sharedNeighbors";

    fn key(&self, graph: &KnowledgeGraph) -> String {
        graph.id(self.entity).to_owned()
    }

    fn has_key(&self, graph: &KnowledgeGraph, key: &str) -> bool {
        graph.id(self.entity) == key
    }
}

/// Finds the entities that are linked with every one of some others, which are left out themselves;
/// in the order of their ids. There are none when one of the others is not in the projection, or
/// when no others are given.
///
/// # Errors
/// When the budget does not suffice.
pub fn shared_neighbors(
    seen: GraphView<'_>,
    projection: &Projection,
    ids: &[String],
    budget: &Budget,
) -> Result<Findings<SharedNeighbor>, Cut> {
    let graph = seen.graph();
    let nodes: Option<Vec<Node>> = ids
        .iter()
        .map(|id| projection.node(seen.entity_by_id(id)?))
        .collect();
    let mut nodes = nodes.unwrap_or_default();
    nodes.sort_unstable();
    nodes.dedup();
    let shared = shared(projection, &nodes, budget)?;
    let mut found: Vec<SharedNeighbor> = shared
        .into_iter()
        .map(|node| SharedNeighbor {
            entity: projection.entity(node),
            hops: Vec::new(),
        })
        .collect();
    for node in nodes {
        add_hops(
            seen,
            projection,
            projection.entity(node),
            &mut found,
            budget,
        )?;
    }
    found
        .iter_mut()
        .for_each(|found| found.hops.sort_unstable_by_key(Hop::rank));
    let extent = projection.extent().spelled(graph.ontology());
    Ok(Findings::new(format!("{} {extent}", ids.join(" ")), found))
}

/// Returns the neighbors that some nodes have in common, without these.
fn shared(projection: &Projection, nodes: &[Node], budget: &Budget) -> Result<Vec<Node>, Cut> {
    let fewest = nodes
        .iter()
        .min_by_key(|&&node| projection.links(node).len());
    let Some(&fewest) = fewest else {
        return Ok(Vec::new());
    };
    let mut shared = Vec::new();
    for candidate in projection.links(fewest) {
        budget.follow(nodes.len())?;
        let is_linked = |&node: &Node| {
            let links = projection.links(node);
            links
                .binary_search_by_key(&candidate.to, |link: &Link| link.to)
                .is_ok()
        };
        if nodes.binary_search(&candidate.to).is_err() && nodes.iter().all(is_linked) {
            shared.push(candidate.to);
        }
    }
    Ok(shared)
}

/// Adds the relationships that lead from some entities, given in ascending order, to another.
fn add_hops(
    seen: GraphView<'_>,
    projection: &Projection,
    to: EntityIx,
    found: &mut [SharedNeighbor],
    budget: &Budget,
) -> Result<(), Cut> {
    let relations = projection.extent().relations();
    for (relation, direction, places) in relations.groups(seen, to) {
        budget.follow(places.whole().len())?;
        for Adjacent {
            other,
            relationship,
        } in places.iter()
        {
            let at = found.binary_search_by_key(&other, |found| found.entity);
            if let Ok(at) = at
                && is_said(seen, relationship)
            {
                found[at].hops.push(Hop {
                    from: other,
                    relation,
                    direction: direction.opposite(),
                    adjacent: Adjacent {
                        other: to,
                        relationship,
                    },
                });
            }
        }
    }
    Ok(())
}
