//! What is a path made of?

use crate::graph::{Adjacent, KnowledgeGraph, RelationshipIx};
use crate::model::EntityIx;
use crate::ontology::{Direction, RelationId};
use crate::query::findings::Finding;
use crate::query::list::relationship_key;

/// A relationship, as a step from one entity to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hop {
    /// Where it starts.
    pub from: EntityIx,
    /// How the entities are linked.
    pub relation: RelationId,
    /// The end of the relation at which it starts.
    pub direction: Direction,
    /// Where it leads, and along which relationship.
    pub adjacent: Adjacent,
}

impl Hop {
    /// Returns where it leads.
    pub fn to(&self) -> EntityIx {
        self.adjacent.other
    }

    /// Returns what puts hops from the same entity in order: the id of the other end, the
    /// relation, its direction, and the order of relationships that have all of these in common.
    pub(in crate::query) fn rank(&self) -> (EntityIx, RelationId, Direction, RelationshipIx) {
        let Adjacent {
            other,
            relationship,
        } = self.adjacent;
        (other, self.relation, self.direction, relationship)
    }
}

/// A way from one entity to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    /// Where it begins.
    pub from: EntityIx,
    /// Its hops, each from where the one before leads.
    pub hops: Vec<Hop>,
}

impl Path {
    /// Returns the entities on the path, from its beginning to its end.
    pub fn nodes(&self) -> impl Iterator<Item = EntityIx> + Clone {
        std::iter::once(self.from).chain(self.hops.iter().map(Hop::to))
    }
}

impl Finding for Path {
    const LIST: &'static str = "paths";

    fn key(&self, graph: &KnowledgeGraph) -> String {
        let key = |hop: &Hop| {
            relationship_key(graph, hop.from, hop.relation, hop.direction, hop.adjacent)
        };
        let keys: Vec<String> = self.hops.iter().map(key).collect();
        keys.join("/")
    }
}
