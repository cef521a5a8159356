//! Which row of the ontology has this name?

use super::procedure::StandingId;
use super::tables::{AttributeId, Direction, Ontology, RelationId, TypeId};
use std::collections::HashMap;

/// What a claim says, in the order in which claims are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Predicate {
    /// A value.
    Attribute(AttributeId),
    /// A link, seen from this end.
    Relation(RelationId, Direction),
}

/// The rows of an ontology by their names.
#[derive(Debug, Default)]
pub struct Names {
    /// The types.
    pub types: HashMap<String, TypeId>,
    /// The attributes, and the relations under the name at each end.
    pub predicates: HashMap<String, Predicate>,
    /// The standings.
    pub standings: HashMap<String, StandingId>,
}

impl Names {
    /// Returns the names of an ontology.
    pub fn of(ontology: &Ontology) -> Self {
        let types = ontology.types_with_ids();
        let types = types.map(|(id, row)| (row.name.as_str().to_owned(), id));
        let attributes = ontology.attributes_with_ids().map(|(id, row)| {
            let key = row.key.as_str().to_owned();
            (key, Predicate::Attribute(id))
        });
        let relations = ontology.relations_with_ids().flat_map(|(id, row)| {
            Direction::BOTH.map(|direction| {
                let key = row.key_towards(direction).as_str().to_owned();
                (key, Predicate::Relation(id, direction))
            })
        });
        let standings = ontology.standings_with_ids();
        let standings = standings.map(|(id, row)| (row.key.as_str().to_owned(), id));
        Self {
            types: types.collect(),
            predicates: attributes.chain(relations).collect(),
            standings: standings.collect(),
        }
    }
}
