//! What does one snapshot of the story hold, and how is it reached?

use super::adjacency::{Adjacency, Adjacent, RelationshipIx};
use super::column::{Cell, Column};
use super::text::{TextIx, Texts};
use crate::model::{Assertion, Claim, EntityIx, Source, SourceIx, Status, Value};
use crate::ontology::{AttributeId, Direction, Ontology, RelationId, TypeId};
use petgraph::graph::DiGraph;
use std::collections::HashMap;

/// The position of a claim within one graph; it means nothing outside of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClaimIx(pub u32);

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

/// What every entity has: side by side, because a reader of one thing asks for the others.
#[derive(Debug)]
pub(super) struct Record {
    pub(super) id: TextIx,
    pub(super) name: TextIx,
    pub(super) type_id: TypeId,
    /// The row in the columns of the type.
    pub(super) row: u32,
}

/// An immutable index over checked claims.
///
/// Entities are numbered in ascending order of their ids, so every list that is in the order of
/// its positions is in the order of ids as well.
#[derive(Debug)]
pub struct KnowledgeGraph {
    pub(super) ontology: Ontology,
    pub(super) sources: Vec<Source>,
    pub(super) claims: Vec<Claim>,
    pub(super) texts: Texts,
    pub(super) entities: Vec<Record>,
    /// The ids that entities had before.
    pub(super) former_ids: HashMap<Box<str>, EntityIx>,
    /// The entities of each type, concrete or abstract, in ascending order.
    pub(super) members: Vec<Vec<EntityIx>>,
    /// For each type its attributes' values: `types x attributes` columns, many of them empty.
    pub(super) columns: Vec<Column>,
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
    pub(super) claim_by_id: HashMap<Box<str>, ClaimIx>,
    pub(super) n_components: usize,
}

impl KnowledgeGraph {
    /// Returns the ontology that the graph obeys.
    pub fn ontology(&self) -> &Ontology {
        &self.ontology
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
        self.n_components
    }

    /// Returns the sources, in ascending order of their ids.
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// Returns the claims.
    pub fn claims(&self) -> &[Claim] {
        &self.claims
    }

    /// Returns the source at this position.
    pub fn source(&self, source: SourceIx) -> &Source {
        &self.sources[source.0 as usize]
    }

    /// Returns the claim at this position.
    pub fn claim(&self, claim: ClaimIx) -> &Claim {
        &self.claims[claim.0 as usize]
    }

    /// Returns the entity that has this id, or had it before.
    pub fn entity_by_id(&self, id: &str) -> Option<EntityIx> {
        let compare = |record: &Record| self.texts.text(record.id).cmp(id);
        match self.entities.binary_search_by(compare) {
            Ok(at) => u32::try_from(at).ok().map(EntityIx),
            Err(_) => self.former_ids.get(id).copied(),
        }
    }

    /// Returns the source with this id.
    pub fn source_by_id(&self, id: &str) -> Option<SourceIx> {
        let at = self.sources.binary_search_by(|s| s.id.as_str().cmp(id));
        Some(SourceIx(u32::try_from(at.ok()?).ok()?))
    }

    /// Returns the claim with this id.
    pub fn claim_by_id(&self, id: &str) -> Option<ClaimIx> {
        self.claim_by_id.get(id).copied()
    }

    /// Returns the id of an entity.
    pub fn id(&self, entity: EntityIx) -> &str {
        self.texts.text(self.entities[entity.0 as usize].id)
    }

    /// Returns the label under which readers meet an entity.
    pub fn name(&self, entity: EntityIx) -> &str {
        self.texts.text(self.entities[entity.0 as usize].name)
    }

    /// Returns the concrete type of an entity.
    #[inline]
    pub fn type_of(&self, entity: EntityIx) -> TypeId {
        self.entities[entity.0 as usize].type_id
    }

    /// Returns the entities of a type, concrete or abstract, in ascending order of their ids.
    pub fn entities_of(&self, type_id: TypeId) -> &[EntityIx] {
        &self.members[usize::from(type_id.0)]
    }

    /// Returns the value of an attribute: of those that are neither denied nor retracted, the
    /// one that is valid last; among those, a date that is more precise than another which it
    /// agrees with; among equals, the one that was published first.
    // Inlined wherever it is called, like everything that makes a `Cell`: a wide value that is
    // stored by one function to be taken apart by the next costs more than all the rest.
    pub fn attribute(&self, entity: EntityIx, attribute: AttributeId) -> Option<Cell<'_>> {
        let record = &self.entities[entity.0 as usize];
        let column = column_position(&self.ontology, record.type_id, attribute);
        self.columns[column].cell(record.row, &self.texts)
    }

    /// Returns the claims about an attribute of an entity.
    pub fn attribute_claims(
        &self,
        entity: EntityIx,
        attribute: AttributeId,
    ) -> impl Iterator<Item = ClaimIx> {
        let start = self.claims.partition_point(|claim| match &claim.assertion {
            Assertion::Attribute { attribute: of, .. } => {
                (claim.subject, *of) < (entity, attribute)
            }
            Assertion::Relation { .. } => claim.subject < entity,
        });
        let of_attribute = move |claim: &&Claim| {
            claim.subject == entity
                && matches!(&claim.assertion, Assertion::Attribute { attribute: of, .. } if *of == attribute)
        };
        let n = self.claims[start..].iter().take_while(of_attribute).count();
        (start..start + n).map(|at| ClaimIx(u32::try_from(at).unwrap_or(u32::MAX)))
    }

    /// Returns the values of an attribute that may have several: those of the claims that are
    /// neither denied nor retracted, each once, in the order of the claims.
    pub fn values(&self, entity: EntityIx, attribute: AttributeId) -> Vec<&Value> {
        let mut values = Vec::new();
        for claim in self.attribute_claims(entity, attribute) {
            let claim = self.claim(claim);
            let stands = !matches!(claim.status, Status::Denied | Status::Retracted);
            if let Assertion::Attribute { value, .. } = &claim.assertion
                && stands
                && !values.contains(&value)
            {
                values.push(value);
            }
        }
        values
    }

    /// Returns the claims that have an entity as their subject or their object, in the order of
    /// their positions.
    pub fn claims_about(&self, entity: EntityIx) -> &[ClaimIx] {
        let at = entity.0 as usize;
        &self.entity_claims[self.about_starts[at] as usize..self.about_starts[at + 1] as usize]
    }

    /// Returns the claims that a source says or denies, in the order of their positions.
    pub fn claims_from(&self, source: SourceIx) -> &[ClaimIx] {
        let at = source.0 as usize;
        &self.source_claims[self.source_starts[at] as usize..self.source_starts[at + 1] as usize]
    }

    /// Returns the relationships of one relation in one direction, in ascending order of the
    /// other end.
    pub fn relationships(
        &self,
        entity: EntityIx,
        relation: RelationId,
        direction: Direction,
    ) -> &[Adjacent] {
        self.adjacency.of(entity, relation, direction)
    }

    /// Returns all relationships of an entity, grouped by relation, then direction.
    pub fn all_relationships(
        &self,
        entity: EntityIx,
    ) -> impl Iterator<Item = (RelationId, Direction, &[Adjacent])> {
        self.adjacency.all_of(entity)
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

/// Returns the position of the column that holds an attribute of a type.
#[inline]
pub(super) fn column_position(
    ontology: &Ontology,
    type_id: TypeId,
    attribute: AttributeId,
) -> usize {
    usize::from(type_id.0) * ontology.attributes.len() + usize::from(attribute.0)
}

fn entity_at(node: petgraph::graph::NodeIndex) -> EntityIx {
    EntityIx(u32::try_from(node.index()).expect("nodes are counted in 32 bits"))
}
