//! What does each entity look like on the wire?
//!
//! The leaves of which most answers consist, an entity's id, its name, its type and its
//! attributes with one value, are written as JSON once, when a snapshot is taken. Those of one
//! entity lie side by side, in the order of the slots of its type, so that answering one is a
//! copy of a few bytes.

use super::values::{constants, write_cell};
use crate::engine::{JsonWriter, Leaf, Piece};
use crate::graph::{Cell, KnowledgeGraph};
use crate::model::EntityIx;
use crate::ontology::{AttributeId, Ontology, TypeId};

/// The position of a leaf among those of its type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot(u16);

impl Slot {
    /// The id.
    pub(super) const ID: Self = Self(0);
    /// The name.
    pub(super) const NAME: Self = Self(1);
    /// The type.
    pub(super) const TYPE: Self = Self(2);
    /// The number of leaves that every entity has.
    const N_COMMON: u16 = 3;

    /// Returns the slot of an attribute of a type, when it has one value without parts.
    pub(super) fn of_attribute(
        ontology: &Ontology,
        type_id: TypeId,
        attribute: AttributeId,
    ) -> Option<Self> {
        let attributes = slotted(ontology, type_id);
        let slots = (Self::N_COMMON..).map(Self);
        attributes
            .zip(slots)
            .find_map(|(of, slot)| (of == attribute).then_some(slot))
    }
}

/// Returns the attributes of a type that have one value without parts.
fn slotted(ontology: &Ontology, type_id: TypeId) -> impl Iterator<Item = AttributeId> {
    ontology
        .attributes_with_ids()
        .filter(move |(_, attribute)| {
            attribute.plural.is_none()
                && !attribute.value_type.is_object()
                && ontology.has_attribute(type_id, attribute)
        })
        .map(|(id, _)| id)
}

/// The leaves of all entities as JSON.
#[derive(Debug)]
pub(super) struct Wire {
    /// For each entity a record: where the leaf of each slot begins, and where the last one ends,
    /// counted from the beginning of the record; then the leaves. A leaf without bytes has no
    /// value.
    records: Vec<u8>,
    /// Where the record of each entity begins.
    starts: Vec<u32>,
}

/// The number of bytes of a position within a record.
const POSITION: usize = size_of::<u32>();

impl Wire {
    /// Writes the leaves of every entity.
    ///
    /// # Panics
    /// When they exceed 4 GiB.
    pub(super) fn of(graph: &KnowledgeGraph) -> Self {
        let ontology = graph.ontology();
        let types: Vec<String> = ontology
            .types
            .iter()
            .map(|declared| declared.name.to_constant())
            .collect();
        let constants: Vec<Vec<Piece>> = ontology
            .attributes
            .iter()
            .map(|attribute| constants(&attribute.value_type))
            .collect();
        let slotted: Vec<Vec<AttributeId>> = ontology
            .type_ids()
            .map(|type_id| slotted(ontology, type_id).collect())
            .collect();
        let mut wire = Self {
            records: Vec::new(),
            starts: Vec::with_capacity(graph.n_entities()),
        };
        for &entity in graph.entities_of(TypeId::ENTITY) {
            let type_at = usize::from(graph.type_of(entity).0);
            let mut leaves = Leaves::default();
            leaves.add(|json| json.string(graph.id(entity)));
            leaves.add(|json| write_cell(Cell::Text(graph.name(entity)), &[], json));
            leaves.add(|json| json.plain_string(&types[type_at]));
            for &id in &slotted[type_at] {
                leaves.add(|json| {
                    if let Some(cell) = graph.attribute(entity, id) {
                        write_cell(cell, &constants[usize::from(id.0)], json);
                    }
                });
            }
            wire.starts.push(narrow(wire.records.len()));
            leaves.append_to(&mut wire.records);
        }
        // Room behind the last leaf, for copies in steps of a fixed length.
        wire.records.extend([0; JsonWriter::STEP]);
        wire
    }

    /// Writes a leaf of an entity of the type to which the slot belongs.
    #[inline(always)]
    pub(super) fn write(&self, entity: EntityIx, slot: Slot, out: &mut JsonWriter) -> Leaf {
        let record = &self.records[self.starts[entity.0 as usize] as usize..];
        let at = usize::from(slot.0) * POSITION;
        let Some(&[b1, b2, b3, b4, e1, e2, e3, e4]) = record[at..].first_chunk() else {
            return Leaf::Null;
        };
        let begin = u32::from_le_bytes([b1, b2, b3, b4]) as usize;
        let end = u32::from_le_bytes([e1, e2, e3, e4]) as usize;
        if begin == end {
            return Leaf::Null;
        }
        out.start_of(&record[begin..], end - begin);
        Leaf::Written
    }
}

/// The leaves of one entity.
#[derive(Default)]
struct Leaves {
    json: JsonWriter,
    begins: Vec<usize>,
}

impl Leaves {
    fn add(&mut self, write: impl FnOnce(&mut JsonWriter)) {
        self.begins.push(self.json.n_bytes());
        write(&mut self.json);
    }

    fn append_to(self, records: &mut Vec<u8>) {
        let json = self.json.into_bytes();
        let n_positions = self.begins.len() + 1;
        for position in self.begins.into_iter().chain([json.len()]) {
            let from_record = narrow(n_positions * POSITION + position);
            records.extend(from_record.to_le_bytes());
        }
        records.extend(json);
    }
}

fn narrow(position: usize) -> u32 {
    u32::try_from(position).expect("the leaves of a snapshot fit in 4 GiB")
}
