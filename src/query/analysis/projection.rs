//! Which entities and relationships are analyzed?
//!
//! A projection is an undirected graph: the entities that count, and a link between each two of
//! them that are linked, which knows how many relationships there are between the two. So it is
//! read as a simple graph where parallel relationships do not count, and as a multigraph where they
//! do.

use crate::graph::{GraphView, View};
use crate::model::EntityIx;
use crate::ontology::{Direction, Ontology, RelationId, TypeId};
use crate::query::budget::{Budget, Cut};
use crate::query::list::Relations;
use crate::query::passage::is_said;
use std::fmt::Write as _;

/// Which part of a graph is analyzed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Extent {
    /// The view under which the graph is seen, if there is one.
    pub view: Option<View>,
    /// The relations that count; all when there are none.
    pub relations: Vec<RelationId>,
    /// The concrete types whose entities count; all when there are none.
    pub types: Vec<TypeId>,
}

impl Extent {
    /// Returns a text that spells the extent but for its view, and no other one.
    pub(super) fn spelled(&self, ontology: &Ontology) -> String {
        let mut text = String::new();
        // Writing to a text cannot fail.
        for &relation in &self.relations {
            let _ = write!(text, "{} ", ontology.relation(relation).key);
        }
        text.push('/');
        for &type_id in &self.types {
            let _ = write!(text, " {}", ontology.entity_type(type_id).name.as_str());
        }
        text
    }

    /// Returns the relations that count, from either end.
    pub(super) fn relations(&self) -> Relations {
        Relations {
            types: self.relations.clone(),
            direction: None,
        }
    }
}

/// The position of an entity among those that are analyzed.
pub(super) type Node = u32;

/// One end of the relationships between two entities.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Link {
    /// The entity at the other end; the same one where a relationship leads back to it.
    pub(super) to: Node,
    /// How many relationships there are between the two.
    pub(super) n: u32,
}

/// The part of a graph that is analyzed.
#[derive(Debug)]
pub struct Projection {
    extent: Extent,
    /// The entities, in ascending order.
    entities: Vec<EntityIx>,
    /// The first link of each entity, and one more.
    starts: Vec<u32>,
    /// The links of all entities, those of each in ascending order of the other end.
    links: Vec<Link>,
    n_edges: usize,
}

impl Projection {
    /// Gathers the entities that a view shows, and the relationships between them that somebody says
    /// there are.
    ///
    /// # Errors
    /// When the budget does not suffice.
    pub fn of(seen: GraphView<'_>, extent: Extent, budget: &Budget) -> Result<Self, Cut> {
        let graph = seen.graph();
        let counts = |&entity: &EntityIx| {
            extent.types.is_empty() || extent.types.contains(&graph.type_of(entity))
        };
        let shown = seen.entities_in(graph.entities_of(TypeId::ENTITY));
        let entities: Vec<EntityIx> = shown.iter().filter(counts).collect();
        let mut nodes = vec![None; graph.n_entities()];
        for (node, entity) in (0..).zip(&entities) {
            nodes[entity.0 as usize] = Some(node);
        }
        let mut projection = Self {
            starts: vec![0],
            links: Vec::new(),
            n_edges: 0,
            extent,
            entities,
        };
        let relations = projection.extent.relations();
        let mut others = Vec::new();
        for at in 0..projection.entities.len() {
            let entity = projection.entities[at];
            for (_, direction, places) in relations.groups(seen, entity) {
                budget.follow(places.whole().len())?;
                let adjacent = places.iter().filter(|adjacent| {
                    // What leads back to its beginning is met from both ends.
                    let is_once = adjacent.other != entity || direction == Direction::Forward;
                    is_once && is_said(seen, adjacent.relationship)
                });
                let before = others.len();
                others.extend(adjacent.filter_map(|adjacent| nodes[adjacent.other.0 as usize]));
                if direction == Direction::Forward {
                    projection.n_edges += others.len() - before;
                }
            }
            projection.add_links(&mut others);
        }
        Ok(projection)
    }

    /// Adds the links of the next entity, given the other end of each of its relationships.
    fn add_links(&mut self, others: &mut Vec<Node>) {
        others.sort_unstable();
        for parallel in others.chunk_by(|a, b| a == b) {
            let n = u32::try_from(parallel.len()).expect("relationships are counted in 31 bits");
            let to = parallel[0];
            self.links.push(Link { to, n });
        }
        others.clear();
        let end = u32::try_from(self.links.len()).expect("relationships are counted in 31 bits");
        self.starts.push(end);
    }

    /// Returns which part of the graph it is.
    pub fn extent(&self) -> &Extent {
        &self.extent
    }

    /// Returns the number of entities.
    pub fn n_nodes(&self) -> usize {
        self.entities.len()
    }

    /// Returns the number of relationships, parallel ones included.
    pub fn n_edges(&self) -> usize {
        self.n_edges
    }

    /// Returns the number of bytes that it takes.
    pub fn n_bytes(&self) -> usize {
        size_of_val(self.entities.as_slice())
            + size_of_val(self.starts.as_slice())
            + size_of_val(self.links.as_slice())
    }

    /// Returns the positions of the entities.
    pub(super) fn nodes(&self) -> std::ops::Range<Node> {
        0..Node::try_from(self.entities.len()).expect("entities are counted in 32 bits")
    }

    /// Returns the entity at a position.
    pub(super) fn entity(&self, node: Node) -> EntityIx {
        self.entities[node as usize]
    }

    /// Returns the position of an entity, if it counts.
    pub(super) fn node(&self, entity: EntityIx) -> Option<Node> {
        let at = self.entities.binary_search(&entity).ok()?;
        Node::try_from(at).ok()
    }

    /// Returns the links of an entity, in ascending order of the other end.
    #[inline]
    pub(super) fn links(&self, node: Node) -> &[Link] {
        let at = node as usize;
        &self.links[self.starts[at] as usize..self.starts[at + 1] as usize]
    }

    /// Returns the number of links, each counted from both of its ends.
    pub(super) fn n_links(&self) -> usize {
        self.links.len()
    }

    /// Returns the number of ends that relationships have at an entity: one that leads back to it
    /// counts twice.
    pub(super) fn degree(&self, node: Node) -> u64 {
        let ends = |link: &Link| u64::from(link.n) * if link.to == node { 2 } else { 1 };
        self.links(node).iter().map(ends).sum()
    }
}
