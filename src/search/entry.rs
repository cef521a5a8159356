//! Which texts can be found, and what shows them?

use crate::graph::{GraphView, KnowledgeGraph};
use crate::model::{Assertion, ClaimIx, ClaimRef, EntityIx, Value};
use crate::ontology::{Key, Ontology};

/// Where a text stands, the more telling place first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// It is the label under which readers meet the entity.
    Name,
    /// It is the value of an attribute whose values are names.
    Alias,
    /// It is the value of another attribute.
    Attribute,
    /// It is a detail of a claim.
    Qualifier,
    /// It is a remark on a claim.
    Note,
}

impl Field {
    /// Every field with its spelling and its meaning.
    pub const ALL: [(Self, &str, &str); 5] = [
        (
            Self::Name,
            "name",
            "The label under which readers meet the entity.",
        ),
        (
            Self::Alias,
            "alias",
            "Another name of the entity, which a claim gives it.",
        ),
        (
            Self::Attribute,
            "attribute",
            "The value of an attribute in words that are no name.",
        ),
        (
            Self::Qualifier,
            "qualifier",
            "A detail of a claim about the entity in words, such as a role.",
        ),
        (
            Self::Note,
            "note",
            "A remark on a claim about the entity by whoever keeps the story.",
        ),
    ];

    /// Returns what a word counts there, in thousandths.
    pub(super) fn weight(self) -> u32 {
        match self {
            Self::Name => 1000,
            Self::Alias => 900,
            Self::Attribute => 450,
            Self::Qualifier => 400,
            Self::Note => 300,
        }
    }
}

/// The position of an entry within one index; it means nothing outside of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryIx(pub(super) u32);

/// A text that belongs to an entity.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// The entity.
    pub entity: EntityIx,
    /// The claim that gives the text; none for the label of the entity.
    pub claim: Option<ClaimIx>,
    /// Where the text stands.
    pub field: Field,
    /// The position of the qualifier, where it is one.
    qualifier: u8,
}

impl Entry {
    /// Returns the texts of a graph, each with its entry: names first, then field by field.
    pub(super) fn all(graph: &KnowledgeGraph) -> Vec<Self> {
        let entities = (0..graph.n_entities()).map(|at| Self {
            entity: EntityIx(narrow(at)),
            claim: None,
            field: Field::Name,
            qualifier: 0,
        });
        let mut entries: Vec<Self> = entities.collect();
        for (at, claim) in (0..).map(ClaimIx).zip(graph.claims().iter()) {
            Self::add_those_of(graph.ontology(), at, claim, &mut entries);
        }
        entries.sort_by_key(|entry| entry.field);
        entries
    }

    fn add_those_of(
        ontology: &Ontology,
        at: ClaimIx,
        claim: ClaimRef<'_>,
        entries: &mut Vec<Self>,
    ) {
        let mut add = |field, qualifier| {
            entries.push(Self {
                entity: claim.subject(),
                claim: Some(at),
                field,
                qualifier,
            });
        };
        if let Assertion::Attribute {
            attribute,
            value: Value::Text(_),
        } = claim.assertion()
        {
            match ontology.attribute(attribute).naming {
                true => add(Field::Alias, 0),
                false => add(Field::Attribute, 0),
            }
        }
        for (qualifier, value) in claim.qualifiers() {
            if matches!(value, Value::Text(_)) {
                add(Field::Qualifier, qualifier);
            }
        }
        if claim.note().is_some() {
            add(Field::Note, 0);
        }
    }

    /// Returns whether a view shows the text.
    pub fn is_shown(&self, seen: GraphView<'_>) -> bool {
        match self.claim {
            None => seen.shows_entity(self.entity),
            Some(claim) => seen.shows_claim(claim),
        }
    }

    /// Returns the text.
    pub fn text<'g>(&self, graph: &'g KnowledgeGraph) -> &'g str {
        let Some(claim) = self.claim.map(|claim| graph.claim(claim)) else {
            return graph.name(self.entity);
        };
        let value = match self.field {
            Field::Note => return claim.note().unwrap_or_default(),
            Field::Qualifier => claim.qualifier(self.qualifier),
            Field::Name | Field::Alias | Field::Attribute => claim.value(),
        };
        match value {
            Some(Value::Text(text)) => text,
            _ => "",
        }
    }

    /// Returns the name of the attribute or qualifier that has the text; none for a name or note.
    pub fn key<'g>(&self, graph: &'g KnowledgeGraph) -> Option<&'g Key> {
        let ontology = graph.ontology();
        let predicate = graph.claim(self.claim?).predicate();
        match self.field {
            Field::Name | Field::Note => None,
            Field::Alias | Field::Attribute => Some(ontology.key(predicate)),
            Field::Qualifier => {
                let qualifiers = ontology.qualifiers(predicate);
                let qualifier = qualifiers.get(usize::from(self.qualifier))?;
                Some(&qualifier.key)
            }
        }
    }
}

pub(super) fn narrow(at: usize) -> u32 {
    u32::try_from(at).expect("the texts of a graph are counted in 31 bits")
}
