//! Which types, attributes, relations, standings and constraints does the story declare, and what
//! fits where?

use super::constraint::{Constraint, ConstraintId};
use super::key::{Key, TypeName};
use super::names::Predicate;
use super::procedure::{Procedure, Standing, StandingId};
use super::value_type::ValueType;
use borsh::{BorshDeserialize, BorshSerialize};

/// The position of an entity type in [`Ontology::types`].
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize,
)]
pub struct TypeId(pub u16);

impl TypeId {
    /// The built-in abstract type to which every entity belongs.
    pub const ENTITY: Self = Self(0);
}

/// The position of an attribute in [`Ontology::attributes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AttributeId(pub u16);

/// The position of a relation in [`Ontology::relations`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RelationId(pub u16);

/// The end at which one stands when one looks along a relation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// From the subject to the object, under the relation's own name.
    Forward,
    /// From the object to the subject, under the inverse name.
    Inverse,
}

impl Direction {
    /// Both directions, the relation's own first.
    pub const BOTH: [Self; 2] = [Self::Forward, Self::Inverse];

    /// Returns the direction from the other end.
    pub fn opposite(self) -> Self {
        match self {
            Self::Forward => Self::Inverse,
            Self::Inverse => Self::Forward,
        }
    }
}

/// The declared types, attributes, relations, standings and constraints of a story.
///
/// Invariant: every id held inside points into the tables, and every name is unique in the
/// spelling of each border; the reader of `ontology.toml` guarantees both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ontology {
    /// The story's name.
    pub story_name: String,
    /// What the story is about.
    pub story_description: String,
    /// The types, with the built-in `Entity` first.
    pub types: Vec<EntityType>,
    /// The attributes, in the order of the file.
    pub attributes: Vec<Attribute>,
    /// The relations, in the order of the file.
    pub relations: Vec<Relation>,
    /// The standings in the order of the file, with the built-in `accused` first.
    pub standings: Vec<Standing>,
    /// What must hold among the claims, in the order of the file.
    pub constraints: Vec<Constraint>,
    pub(super) procedure: Option<Procedure>,
}

impl Ontology {
    /// Returns the type with this id.
    pub fn entity_type(&self, id: TypeId) -> &EntityType {
        &self.types[usize::from(id.0)]
    }

    /// Returns the attribute with this id.
    pub fn attribute(&self, id: AttributeId) -> &Attribute {
        &self.attributes[usize::from(id.0)]
    }

    /// Returns the relation with this id.
    pub fn relation(&self, id: RelationId) -> &Relation {
        &self.relations[usize::from(id.0)]
    }

    /// Returns the standing with this id.
    pub fn standing(&self, id: StandingId) -> &Standing {
        &self.standings[usize::from(id.0)]
    }

    /// Returns the constraint with this id.
    pub fn constraint(&self, id: ConstraintId) -> &Constraint {
        &self.constraints[usize::from(id.0)]
    }

    /// Returns the name of an attribute, or that of a relation at the end where one stands.
    pub fn key(&self, of: Predicate) -> &Key {
        match of {
            Predicate::Attribute(id) => &self.attribute(id).key,
            Predicate::Relation(id, direction) => self.relation(id).key_towards(direction),
        }
    }

    /// Returns the details that claims about an attribute or relation may carry.
    pub fn qualifiers(&self, of: Predicate) -> &[Qualifier] {
        match of {
            Predicate::Attribute(id) => &self.attribute(id).qualifiers,
            Predicate::Relation(id, _) => &self.relation(id).qualifiers,
        }
    }

    /// Returns how the steps of legal cases are told; `None` when the story has no such steps.
    pub fn procedure(&self) -> Option<&Procedure> {
        self.procedure.as_ref()
    }

    /// Returns the ids of the types.
    pub fn type_ids(&self) -> impl ExactSizeIterator<Item = TypeId> + use<> {
        ids(self.types.len()).map(TypeId)
    }

    /// Returns the ids of the attributes.
    pub fn attribute_ids(&self) -> impl ExactSizeIterator<Item = AttributeId> + use<> {
        ids(self.attributes.len()).map(AttributeId)
    }

    /// Returns the ids of the relations.
    pub fn relation_ids(&self) -> impl ExactSizeIterator<Item = RelationId> + use<> {
        ids(self.relations.len()).map(RelationId)
    }

    /// Returns the ids of the standings.
    pub fn standing_ids(&self) -> impl ExactSizeIterator<Item = StandingId> + use<> {
        ids(self.standings.len()).map(StandingId)
    }

    /// Returns the types with their ids.
    pub fn types_with_ids(&self) -> impl Iterator<Item = (TypeId, &EntityType)> {
        self.type_ids().zip(&self.types)
    }

    /// Returns the attributes with their ids.
    pub fn attributes_with_ids(&self) -> impl Iterator<Item = (AttributeId, &Attribute)> {
        self.attribute_ids().zip(&self.attributes)
    }

    /// Returns the relations with their ids.
    pub fn relations_with_ids(&self) -> impl Iterator<Item = (RelationId, &Relation)> {
        self.relation_ids().zip(&self.relations)
    }

    /// Returns the standings with their ids.
    pub fn standings_with_ids(&self) -> impl Iterator<Item = (StandingId, &Standing)> {
        self.standing_ids().zip(&self.standings)
    }

    /// Returns the constraints with their ids.
    pub fn constraints_with_ids(&self) -> impl Iterator<Item = (ConstraintId, &Constraint)> {
        let ids = ids(self.constraints.len()).map(ConstraintId);
        ids.zip(&self.constraints)
    }

    /// Returns whether everything of type `id` is also a `wanted`.
    pub fn is_a(&self, id: TypeId, wanted: TypeId) -> bool {
        id == wanted || self.entity_type(id).ancestors.contains(&wanted)
    }

    /// Returns whether entities of type `id` may have the attribute.
    pub fn has_attribute(&self, id: TypeId, attribute: &Attribute) -> bool {
        attribute.on.iter().any(|&on| self.is_a(id, on))
    }

    /// Returns the relations at whose ends entities of a type may stand, with the direction in
    /// which one sees them from there.
    pub fn relations_at(
        &self,
        id: TypeId,
    ) -> impl Iterator<Item = (RelationId, &Relation, Direction)> {
        let towards = |(relation_id, relation)| {
            Direction::BOTH.map(|direction| (relation_id, relation, direction))
        };
        let all = self.relations_with_ids().flat_map(towards);
        all.filter(move |(_, relation, direction)| {
            self.is_a(id, relation.ends_towards(*direction).0)
        })
    }
}

/// Returns the positions of a table.
///
/// Invariant: a table has at most 65,535 rows; the reader of `ontology.toml` refuses more.
fn ids(n_rows: usize) -> std::ops::Range<u16> {
    0..u16::try_from(n_rows).expect("the reader refuses larger tables")
}

/// A kind of entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityType {
    /// Its name in the singular.
    pub name: TypeName,
    /// Its name in the plural.
    pub plural: Key,
    /// What it stands for.
    pub description: String,
    /// Whether it only gathers other types; no entity is directly of an abstract type.
    pub is_abstract: bool,
    /// Every abstract type it belongs to, nearest first, `Entity` last; empty for `Entity`.
    pub ancestors: Vec<TypeId>,
    /// The concrete types it covers, in ascending order; only itself when it is concrete.
    pub concrete: Vec<TypeId>,
}

/// A kind of value that entities can have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// Its name.
    pub key: Key,
    /// The types that may have it, as declared; their descendants may as well.
    pub on: Vec<TypeId>,
    /// The kind of its values.
    pub value_type: ValueType,
    /// The name of the list, when several values may hold at the same time.
    pub plural: Option<Key>,
    /// Whether its values are names of the entity.
    pub naming: bool,
    /// Whether its values are reasons, of which different sources may give different ones.
    pub reason: bool,
    /// Whether of two values that hold at the same time at most one can be right.
    pub exclusive: bool,
    /// What it means.
    pub description: String,
    /// The details that its claims may carry.
    pub qualifiers: Vec<Qualifier>,
}

/// A kind of link between two entities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// Its name, seen from the subject.
    pub key: Key,
    /// Its name, seen from the object.
    pub inverse: Key,
    /// The type of the subject.
    pub from: TypeId,
    /// The type of the object.
    pub to: TypeId,
    /// What it means, seen from the subject.
    pub description: String,
    /// What it means, seen from the object.
    pub inverse_description: String,
    /// Whether it says something about a person that only a court can decide.
    pub accusatory: bool,
    /// The directions in which one sees at most one other end at a time.
    pub exclusive: Vec<Direction>,
    /// The details that its claims may carry.
    pub qualifiers: Vec<Qualifier>,
}

impl Relation {
    /// Returns the name under which the relation is seen in this direction.
    pub fn key_towards(&self, direction: Direction) -> &Key {
        match direction {
            Direction::Forward => &self.key,
            Direction::Inverse => &self.inverse,
        }
    }

    /// Returns what the relation means in this direction.
    pub fn description_towards(&self, direction: Direction) -> &str {
        match direction {
            Direction::Forward => &self.description,
            Direction::Inverse => &self.inverse_description,
        }
    }

    /// Returns whether of two ends that are seen in this direction at the same time at most one can
    /// be right.
    pub fn is_exclusive_towards(&self, direction: Direction) -> bool {
        self.exclusive.contains(&direction)
    }

    /// Returns the type at which one stands and the type that one sees in this direction.
    pub fn ends_towards(&self, direction: Direction) -> (TypeId, TypeId) {
        match direction {
            Direction::Forward => (self.from, self.to),
            Direction::Inverse => (self.to, self.from),
        }
    }
}

/// A detail that a claim may carry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Qualifier {
    /// Its name.
    pub key: Key,
    /// The kind of its value.
    pub value_type: ValueType,
    /// What it means.
    pub description: String,
    /// Whether claims that differ in it are about different relationships.
    pub identifying: bool,
}
