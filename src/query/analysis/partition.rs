//! How are entities parted into clusters?

use super::projection::{Node, Projection};
use crate::graph::KnowledgeGraph;
use crate::model::EntityIx;
use crate::query::cursor::CursorError;
use crate::query::findings::Numbered;
use std::cmp::Reverse;

/// Clusters of positions: the largest first, then the one with the smallest member.
pub(super) struct Clusters {
    /// The members of all clusters, those of each in ascending order.
    members: Vec<Node>,
    /// The first member of each cluster, and one more.
    starts: Vec<u32>,
}

impl Clusters {
    /// Gathers those that have the same label; labels are below the number of nodes.
    pub(super) fn of(labels: &[Node]) -> Self {
        let mut sizes = vec![0; labels.len()];
        let mut order = Vec::new();
        for &label in labels {
            if sizes[label as usize] == 0 {
                order.push(label);
            }
            sizes[label as usize] += 1;
        }
        // Labels were met in the order of the smallest members.
        order.sort_by_key(|&label| Reverse(sizes[label as usize]));
        let mut starts = vec![0];
        let mut next = vec![0; labels.len()];
        let mut end = 0;
        for label in order {
            next[label as usize] = end;
            end += sizes[label as usize];
            starts.push(end);
        }
        let mut members = vec![0; labels.len()];
        for (node, &label) in (0..).zip(labels) {
            let place = &mut next[label as usize];
            members[*place as usize] = node;
            *place += 1;
        }
        Self { members, starts }
    }

    /// Returns the clusters.
    pub(super) fn iter(&self) -> impl Iterator<Item = &[Node]> {
        let bounds = self.starts.windows(2);
        bounds.map(|bounds| &self.members[bounds[0] as usize..bounds[1] as usize])
    }
}

/// Entities that were parted into clusters: the largest first, then the one with the smallest id.
#[derive(Debug, Clone)]
pub struct Partition {
    /// The name of the list of clusters, and what was asked.
    name: (&'static str, String),
    members: Vec<EntityIx>,
    starts: Vec<u32>,
    modularity: Option<f64>,
}

impl Partition {
    pub(super) fn new(
        name: (&'static str, String),
        projection: &Projection,
        clusters: &Clusters,
    ) -> Self {
        let members = clusters.members.iter();
        Self {
            name,
            members: members.map(|&node| projection.entity(node)).collect(),
            starts: clusters.starts.clone(),
            modularity: modularity(projection, clusters),
        }
    }

    /// Returns the members of the cluster at a position, in ascending order.
    pub fn cluster(&self, at: u32) -> Option<&[EntityIx]> {
        let end = *self.starts.get(at as usize + 1)?;
        Some(&self.members[self.starts[at as usize] as usize..end as usize])
    }

    /// Returns by how much more relationships stay within a cluster than would if their ends were
    /// dealt out at random (Newman and Girvan, 2004); `None` when there are no relationships.
    pub fn modularity(&self) -> Option<f64> {
        self.modularity
    }
}

impl Numbered for Partition {
    fn len(&self) -> usize {
        self.starts.len() - 1
    }

    fn n_bytes(&self) -> usize {
        size_of_val(self.members.as_slice()) + size_of_val(self.starts.as_slice())
    }

    fn name(&self) -> (&str, &str) {
        (self.name.0, &self.name.1)
    }

    /// A cluster is named by its first member, which is in no other.
    fn key(&self, graph: &KnowledgeGraph, at: u32) -> String {
        let first = self.cluster(at).and_then(<[EntityIx]>::first);
        first.map_or_else(String::new, |&first| graph.id(first).to_owned())
    }

    fn position(&self, graph: &KnowledgeGraph, key: &str) -> Result<usize, CursorError> {
        let is_it = |&start: &u32| graph.id(self.members[start as usize]) == key;
        let mut starts = self.starts[..self.len()].iter();
        starts.position(is_it).ok_or(CursorError::Stale)
    }
}

/// The sum is one of whole numbers, so it does not depend on the order of the clusters.
fn modularity(projection: &Projection, clusters: &Clusters) -> Option<f64> {
    let n_edges = projection.n_edges() as i128;
    let mut cluster_of = vec![0; projection.n_nodes()];
    for (cluster, nodes) in (0_u32..).zip(clusters.iter()) {
        nodes
            .iter()
            .for_each(|&node| cluster_of[node as usize] = cluster);
    }
    let of_cluster = |nodes: &[Node]| {
        let (mut n_ends, mut n_ends_within) = (0, 0);
        for &node in nodes {
            n_ends += i128::from(projection.degree(node));
            for link in projection.links(node) {
                if cluster_of[link.to as usize] == cluster_of[node as usize] {
                    let n_ends = if link.to == node { 2 } else { 1 };
                    n_ends_within += n_ends * i128::from(link.n);
                }
            }
        }
        2 * n_edges * n_ends_within - n_ends * n_ends
    };
    let sum: i128 = clusters.iter().map(of_cluster).sum();
    (n_edges > 0).then(|| sum as f64 / (4 * n_edges * n_edges) as f64)
}
