//! What may have been worked out for a root field?

use super::analysis::{Centrality, Partition, SharedNeighbor};
use super::changes::Change;
use super::disagreement::Disagreement;
use super::findings::{Findings, Numbered};
use super::neighborhood::Neighborhood;
use super::path::Paths;
use super::search::TextSearch;
use super::timeline::Moment;

/// A list that was worked out, of one of the kinds that there are.
#[derive(Debug, Clone)]
pub enum Found {
    /// What happened, in the order of time.
    Timeline(Findings<Moment>),
    /// What became known, in the order of publication.
    Changes(Findings<Change>),
    /// Where claims disagree, in the order of whom they are about.
    Disagreements(Findings<Disagreement>),
    /// How two entities are connected, the shortest paths first.
    Paths(Paths),
    /// The entities that a text finds.
    Search(TextSearch),
    /// What lies around some entities.
    Neighborhood(Neighborhood),
    /// How much entities matter, the highest score first.
    Centrality(Findings<Centrality>),
    /// How entities are parted into clusters, the largest first.
    Partition(Partition),
    /// The entities that are linked with every one of some others.
    SharedNeighbors(Findings<SharedNeighbor>),
}

impl Found {
    /// Returns the number of bytes that the list takes, without what its items refer to.
    pub fn n_bytes(&self) -> usize {
        self.numbered().n_bytes()
    }

    /// Returns what all lists have that were worked out.
    pub(super) fn numbered(&self) -> &dyn Numbered {
        match self {
            Self::Timeline(found) => found,
            Self::Changes(found) => found,
            Self::Disagreements(found) => found,
            Self::Paths(found) => &found.findings,
            Self::Search(search) => &search.hits,
            Self::Neighborhood(found) => &found.nodes,
            Self::Centrality(found) => found,
            Self::Partition(found) => found,
            Self::SharedNeighbors(found) => found,
        }
    }
}
