//! What does a name in a data file mean?

use crate::ontology::{
    self, Attribute, AttributeId, Names, Ontology, Predicate, Qualifier, Relation, RelationId,
    TypeId,
};
use std::collections::HashSet;

/// The ontology, looked up by name.
#[derive(Debug)]
pub(super) struct Vocabulary {
    pub(super) ontology: Option<Ontology>,
    names: Names,
    broken: HashSet<String>,
}

impl Vocabulary {
    pub(super) fn new(reading: ontology::Reading) -> Self {
        if !reading.is_legible {
            return Self::illegible();
        }
        let ontology = reading.ontology;
        Self {
            names: Names::of(&ontology),
            broken: reading.broken,
            ontology: Some(ontology),
        }
    }

    /// Returns the vocabulary of a story whose ontology cannot be read: every name may be right.
    pub(super) fn illegible() -> Self {
        Self {
            ontology: None,
            names: Names::default(),
            broken: HashSet::new(),
        }
    }

    pub(super) fn type_named(&self, name: &str) -> Option<TypeId> {
        self.names.types.get(name).copied()
    }

    pub(super) fn predicate_named(&self, name: &str) -> Option<Predicate> {
        // A broken name may stand in the table all the same, for a row that clashes with it.
        self.names
            .predicates
            .get(name)
            .filter(|_| !self.broken.contains(name))
            .copied()
    }

    /// Returns whether a name that is not known may be blamed on whoever uses it.
    pub(super) fn can_judge(&self, name: &str) -> bool {
        self.ontology.is_some() && !self.broken.contains(name)
    }

    pub(super) fn type_names(&self) -> impl Iterator<Item = &str> {
        self.names.types.keys().map(String::as_str)
    }

    pub(super) fn predicate_names(&self) -> impl Iterator<Item = &str> {
        self.names.predicates.keys().map(String::as_str)
    }

    pub(super) fn is_a(&self, id: TypeId, wanted: TypeId) -> bool {
        self.ontology.as_ref().is_some_and(|o| o.is_a(id, wanted))
    }

    pub(super) fn type_name(&self, id: TypeId) -> &str {
        let ontology = self.ontology.as_ref();
        ontology.map_or("", |o| o.entity_type(id).name.as_str())
    }

    pub(super) fn attribute(&self, id: AttributeId) -> Option<&Attribute> {
        self.ontology.as_ref().map(|o| o.attribute(id))
    }

    pub(super) fn relation(&self, id: RelationId) -> Option<&Relation> {
        self.ontology.as_ref().map(|o| o.relation(id))
    }

    pub(super) fn qualifiers(&self, predicate: Predicate) -> &[Qualifier] {
        let ontology = self.ontology.as_ref();
        ontology.map_or(&[], |ontology| ontology.qualifiers(predicate))
    }
}
