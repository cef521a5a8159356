//! What does a name in a condition or an order mean?
//!
//! Conditions and orders name the fields of the API; this is the way back from a field to the
//! attribute, relation or qualifier behind it.

use crate::ontology::{AttributeId, Direction, Ontology, Relation, RelationId};
use std::collections::HashMap;

/// What stands behind the fields of entities and the input types of edges.
#[derive(Debug)]
pub(super) struct Members {
    fields: HashMap<String, Member>,
    /// The relations whose edges have conditions of their own, by the prefix of the types.
    edges: HashMap<String, RelationId>,
}

/// What stands behind a field of entities.
#[derive(Debug, Clone, Copy)]
pub(super) enum Member {
    /// An attribute.
    Attribute(AttributeId),
    /// A relation, seen in a direction.
    Relation(RelationId, Direction),
}

impl Members {
    pub(super) fn of(ontology: &Ontology) -> Self {
        let attributes = ontology.attributes_with_ids().map(|(id, attribute)| {
            let key = attribute.plural.as_ref().unwrap_or(&attribute.key);
            (key.to_field(), Member::Attribute(id))
        });
        let towards = |(id, relation)| Direction::BOTH.map(|direction| (id, relation, direction));
        let relations = || ontology.relations_with_ids().flat_map(towards);
        let fields = relations().map(|(id, relation, direction)| {
            let field = relation.key_towards(direction).to_field();
            (field, Member::Relation(id, direction))
        });
        let edges = relations().filter(|(_, relation, _)| has_details(relation));
        Self {
            fields: attributes.chain(fields).collect(),
            edges: edges
                .map(|(id, relation, direction)| (edge_prefix(ontology, relation, direction), id))
                .collect(),
        }
    }

    /// Returns what stands behind a field of entities.
    pub(super) fn member(&self, field: &str) -> Option<Member> {
        self.fields.get(field).copied()
    }

    /// Returns the relation whose edges a prefix stands for; none when it stands for the edges of
    /// all relations without details that lead to one type.
    pub(super) fn relation(&self, prefix: &str) -> Option<RelationId> {
        self.edges.get(prefix).copied()
    }
}

/// Returns how the names of the input types for the edges of a relation begin. Relations without
/// details of their own share them by the type to which they lead.
pub(super) fn edge_prefix(
    ontology: &Ontology,
    relation: &Relation,
    direction: Direction,
) -> String {
    let (_, far) = relation.ends_towards(direction);
    if has_details(relation) {
        format!("{}Edge", relation.key_towards(direction).to_type_prefix())
    } else {
        format!("{}Edge", ontology.entity_type(far).name)
    }
}

/// Returns whether the edges of a relation have something that others do not have.
pub(super) fn has_details(relation: &Relation) -> bool {
    relation.accusatory || !relation.qualifiers.is_empty()
}
