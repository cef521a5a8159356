//! What does one snapshot of the story hold, and how is it reached?

use super::adjacency::{Adjacency, RelationshipIx};
use super::position::Positions;
use super::span::Span;
use super::visible::Links;
use super::warnings::Warnings;
use crate::model::{
    Breach, ClaimId, ClaimIx, ClaimRef, Claims, Entities, EntityIx, Identity, Source, SourceIx,
    ValueRef,
};
use crate::ontology::{
    AttributeId, ConstraintId, Direction, Ontology, Predicate, RelationId, TypeId,
};
use petgraph::graph::DiGraph;
use std::collections::HashMap;
use std::sync::OnceLock;

/// A link between two entities, with every claim that asserts it.
#[derive(Debug, Clone, Copy)]
pub struct Relationship<'g> {
    /// How they are linked.
    pub relation: RelationId,
    /// Where the relation starts.
    pub subject: EntityIx,
    /// Where it leads.
    pub object: EntityIx,
    /// The claims behind it, in the order of their earliest publication; never empty.
    pub claims: &'g [ClaimIx],
}

/// An immutable index over checked claims.
///
/// Entities are numbered in ascending order of their ids, so every list that is in the order of
/// its positions is in the order of ids as well.
#[derive(Debug)]
pub struct KnowledgeGraph {
    pub(super) ontology: Ontology,
    pub(super) sources: Vec<Source>,
    pub(super) claims: Claims,
    pub(super) entities: Entities,
    pub(super) entity_ids: Positions,
    /// The ids that entities had before.
    pub(super) former_ids: HashMap<Box<str>, EntityIx>,
    /// The first of each type's entities in `members`, and one more.
    pub(super) member_starts: Vec<u32>,
    /// The entities of each type, concrete or abstract, in ascending order.
    pub(super) members: Vec<EntityIx>,
    /// Entities as nodes and relationships as edges, both by their positions.
    pub(super) topology: DiGraph<TypeId, RelationId>,
    pub(super) adjacency: Adjacency,
    /// The first of each relationship's claims in `relationship_claims`, and one more.
    pub(super) claim_starts: Vec<u32>,
    pub(super) relationship_claims: Vec<ClaimIx>,
    /// The first of each entity's claims in `entity_claims`, and one more.
    pub(super) about_starts: Vec<u32>,
    pub(super) entity_claims: Vec<ClaimIx>,
    /// The first of each source's claims in `source_claims`, and one more.
    pub(super) source_starts: Vec<u32>,
    pub(super) source_claims: Vec<ClaimIx>,
    pub(super) claim_ids: Positions,
    /// What is shown without a view, where retractions leave some relationships without a claim.
    pub(super) unrestricted: Option<Box<Links>>,
    /// How many parts there are, once somebody asked.
    pub(super) n_components: OnceLock<usize>,
    pub(super) snapshot: String,
    pub(super) warnings: Warnings,
}

impl KnowledgeGraph {
    /// Returns the ontology that the graph obeys.
    pub fn ontology(&self) -> &Ontology {
        &self.ontology
    }

    /// Returns what names the snapshot: 32 hexadecimal digits over everything that the data say.
    pub fn snapshot(&self) -> &str {
        &self.snapshot
    }

    /// Returns the number of entities.
    pub fn n_entities(&self) -> usize {
        self.entities.len()
    }

    /// Returns the number of relationships.
    pub fn n_relationships(&self) -> usize {
        self.topology.edge_count()
    }

    /// Returns the number of parts that no relationship connects with each other.
    pub fn n_components(&self) -> usize {
        let count = || petgraph::algo::connected_components(&self.topology);
        *self.n_components.get_or_init(count)
    }

    /// Returns the sources, in ascending order of their ids.
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// Returns the claims.
    pub fn claims(&self) -> &Claims {
        &self.claims
    }

    /// Returns where claims break a constraint that warns, in the order of the constraints.
    pub fn warnings(&self) -> &[Breach] {
        &self.warnings.all
    }

    /// Returns how often a constraint is broken.
    pub fn n_breaches(&self, constraint: ConstraintId) -> usize {
        self.warnings.n_breaches[usize::from(constraint.0)]
    }

    /// Returns the source at this position.
    pub fn source(&self, source: SourceIx) -> &Source {
        &self.sources[source.0 as usize]
    }

    /// Returns the claim at this position.
    #[inline]
    pub fn claim(&self, claim: ClaimIx) -> ClaimRef<'_> {
        self.claims.at(claim)
    }

    /// Returns the entity that has this id, or had it before.
    pub fn entity_by_id(&self, id: &str) -> Option<EntityIx> {
        let is_at = |at| self.id(EntityIx(at)) == id;
        let found = self.entity_ids.find(|hashes| hashes.of(id), is_at);
        let former = || self.former_ids.get(id).copied();
        found.map(EntityIx).or_else(former)
    }

    /// Returns the source with this id.
    pub fn source_by_id(&self, id: &str) -> Option<SourceIx> {
        let at = self.sources.binary_search_by(|s| s.id.as_str().cmp(id));
        Some(SourceIx(u32::try_from(at.ok()?).ok()?))
    }

    /// Returns the claim with this id.
    pub fn claim_by_id(&self, id: &str) -> Option<ClaimIx> {
        let find = |key: ClaimId<&str>| {
            let is_at = |at| self.claim(ClaimIx(at)).key() == key;
            self.claim_ids.find(|hashes| hashes.of_claim(key), is_at)
        };
        let derived = Identity::parse(id).map(ClaimId::Derived);
        let found = derived.and_then(find).or_else(|| find(ClaimId::Chosen(id)));
        found.map(ClaimIx)
    }

    /// Returns the value that a claim gives to an attribute; `None` when it is about a link.
    pub fn value(&self, claim: ClaimIx) -> Option<ValueRef<'_>> {
        self.claim(claim).value()
    }

    /// Returns the id of an entity.
    pub fn id(&self, entity: EntityIx) -> &str {
        self.entities.id(entity)
    }

    /// Returns the label under which readers meet an entity.
    pub fn name(&self, entity: EntityIx) -> &str {
        self.entities.name(entity)
    }

    /// Returns the concrete type of an entity.
    #[inline]
    pub fn type_of(&self, entity: EntityIx) -> TypeId {
        self.entities.type_of(entity)
    }

    /// Returns the entities of a type, concrete or abstract, in ascending order of their ids.
    #[inline]
    pub fn entities_of(&self, type_id: TypeId) -> Span {
        Span::between(&self.member_starts, usize::from(type_id.0))
    }

    /// Returns the claims that have an entity as their subject or their object, in the order of
    /// their positions.
    #[inline]
    pub fn claims_about(&self, entity: EntityIx) -> Span {
        Span::between(&self.about_starts, entity.0 as usize)
    }

    /// Returns the claims that a source says, denies or retracts, in the order of their positions.
    #[inline]
    pub fn claims_from(&self, source: SourceIx) -> Span {
        Span::between(&self.source_starts, source.0 as usize)
    }

    /// Returns the relationships of one relation in one direction, in ascending order of the
    /// other end.
    #[inline]
    pub fn relationships(
        &self,
        entity: EntityIx,
        relation: RelationId,
        direction: Direction,
    ) -> Span {
        self.adjacency.of(entity, relation, direction)
    }

    /// Returns all relationships of an entity, grouped by relation, then direction.
    pub fn all_relationships(
        &self,
        entity: EntityIx,
    ) -> impl Iterator<Item = (RelationId, Direction, Span)> {
        self.adjacency.all_of(entity)
    }

    /// Returns the claims about an attribute of an entity, which lie side by side among all claims.
    pub fn claims_about_attribute(&self, entity: EntityIx, attribute: AttributeId) -> Span {
        let about = &self.entity_claims[self.claims_about(entity).range()];
        // Claims are in the order of their subjects, so those about attributes lie together.
        let start = about.partition_point(|&at| self.claim(at).subject() < entity);
        let own = about[start..].iter().copied();
        // Those about attributes come before those about relations.
        let attribute_of = |at: &ClaimIx| {
            let claim = self.claim(*at);
            match claim.predicate() {
                Predicate::Attribute(of) if claim.subject() == entity => Some(of),
                _ => None,
            }
        };
        let mut claims = own
            .take_while(|at| attribute_of(at).is_some_and(|of| of <= attribute))
            .filter(|at| attribute_of(at) == Some(attribute));
        let first = claims.next();
        first.map_or_else(Span::default, |ClaimIx(first)| {
            let last = claims.last().map_or(first, |ClaimIx(last)| last);
            Span::new(first, last + 1)
        })
    }

    /// Returns the relationship at this position.
    pub fn relationship(&self, at: RelationshipIx) -> Relationship<'_> {
        let edge = &self.topology.raw_edges()[at.0 as usize];
        let at = at.0 as usize;
        let claims = self.claim_starts[at] as usize..self.claim_starts[at + 1] as usize;
        Relationship {
            relation: edge.weight,
            subject: entity_at(edge.source()),
            object: entity_at(edge.target()),
            claims: &self.relationship_claims[claims],
        }
    }
}

fn entity_at(node: petgraph::graph::NodeIndex) -> EntityIx {
    EntityIx(u32::try_from(node.index()).expect("nodes are counted in 32 bits"))
}
