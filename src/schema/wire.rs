//! What does each entity look like on the wire?
//!
//! The leaves of which most answers consist, an entity's id, its name, its type and its
//! attributes with one value, are written as JSON once, when a snapshot is taken. Those of one
//! entity lie side by side, in the order of the slots of its type, so that answering one is a
//! copy of a few bytes. They are the answers without a view; under a view each counts as long as
//! the claim behind it is what answers there as well.

use super::values::{constants, write_value};
use crate::engine::{JsonWriter, Leaf, Piece};
use crate::graph::{ClaimIx, GraphView, KnowledgeGraph};
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
    /// What lies behind the attributes, entity by entity, each in the order of its slots.
    behind: Vec<Behind>,
    /// Where that of each entity begins.
    behind_starts: Vec<u32>,
    /// The attributes of each type that have a slot, in the order of their slots.
    slotted: Vec<Vec<AttributeId>>,
    /// The spelled values of each attribute that is an enumeration.
    constants: Vec<Vec<Piece>>,
}

/// The claims behind the leaf of an attribute.
#[derive(Debug, Clone, Copy)]
enum Behind {
    /// There are none, so that nothing answers under any view.
    Nothing,
    /// There is one, which answers wherever it is shown and stands.
    One(ClaimIx),
    /// There are others beside the one that answers without a view, or it answers under some views
    /// only.
    Several(Option<ClaimIx>),
}

impl Behind {
    fn of(seen: GraphView<'_>, entity: EntityIx, attribute: AttributeId) -> Self {
        let answer = seen.answer(entity, attribute);
        match (seen.attribute_claims(entity, attribute).count(), answer) {
            (0, _) => Self::Nothing,
            (1, Some(answer)) => Self::One(answer),
            _ => Self::Several(answer),
        }
    }

    /// Returns the claim that answers without a view.
    fn answer(self) -> Option<ClaimIx> {
        match self {
            Self::Nothing => None,
            Self::One(answer) => Some(answer),
            Self::Several(answer) => answer,
        }
    }
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
            behind: Vec::new(),
            behind_starts: Vec::with_capacity(graph.n_entities()),
            slotted,
            constants,
        };
        let seen = graph.under(None);
        for entity in seen.entities_in(graph.entities_of(TypeId::ENTITY)).iter() {
            let type_at = usize::from(graph.type_of(entity).0);
            wire.behind_starts.push(narrow(wire.behind.len()));
            let mut leaves = Draft::default();
            leaves.add(|json| json.string(graph.id(entity)));
            leaves.add(|json| json.string(graph.name(entity)));
            leaves.add(|json| json.plain_string(&types[type_at]));
            for &id in &wire.slotted[type_at] {
                let behind = Behind::of(seen, entity, id);
                leaves.add(|json| {
                    if let Some(value) = behind.answer().and_then(|answer| graph.value(answer)) {
                        write_value(value, &wire.constants[usize::from(id.0)], json);
                    }
                });
                wire.behind.push(behind);
            }
            wire.starts.push(narrow(wire.records.len()));
            leaves.append_to(&mut wire.records);
        }
        // Room behind the last leaf, for copies in steps of a fixed length.
        wire.records.extend([0; JsonWriter::STEP]);
        wire
    }

    /// Returns the leaves of an entity, as a view shows them.
    #[inline]
    pub(super) fn leaves<'g>(&'g self, seen: GraphView<'g>, entity: EntityIx) -> Leaves<'g> {
        Leaves {
            record: &self.records[self.starts[entity.0 as usize] as usize..],
            under_view: seen.view().map(|_| UnderView {
                wire: self,
                seen,
                entity,
            }),
        }
    }
}

/// The leaves of one object; without a record it has none.
#[derive(Debug, Clone, Copy, Default)]
pub struct Leaves<'g> {
    /// The record of the entity, and what lies behind it.
    record: &'g [u8],
    under_view: Option<UnderView<'g>>,
}

impl Leaves<'_> {
    /// Writes the leaf in a slot of the type of the entity.
    #[inline(always)]
    pub(super) fn write(self, slot: Slot, out: &mut JsonWriter) -> Leaf {
        let attribute = slot.0.checked_sub(Slot::N_COMMON);
        match (self.under_view, attribute) {
            (Some(under_view), Some(at)) if !under_view.is_usual(at.into()) => {
                under_view.write(at.into(), out)
            }
            _ => write_usual(self.record, slot, out),
        }
    }
}

/// Writes a leaf as it stands in a record.
#[inline(always)]
fn write_usual(record: &[u8], slot: Slot, out: &mut JsonWriter) -> Leaf {
    let at = usize::from(slot.0) * POSITION;
    let positions = record.get(at..).and_then(<[u8]>::first_chunk);
    let Some(&[b1, b2, b3, b4, e1, e2, e3, e4]) = positions else {
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

/// An entity under a view.
#[derive(Debug, Clone, Copy)]
struct UnderView<'g> {
    wire: &'g Wire,
    seen: GraphView<'g>,
    entity: EntityIx,
}

impl UnderView<'_> {
    /// Returns whether an attribute, by its place among those with a slot, has the same answer as
    /// without a view.
    #[inline(always)]
    fn is_usual(self, at: usize) -> bool {
        match self.behind(at) {
            Behind::Nothing => true,
            Behind::One(usual) | Behind::Several(Some(usual)) => self.seen.is_answer(usual),
            Behind::Several(None) => false,
        }
    }

    /// Writes an attribute that has another answer than without a view.
    #[inline]
    fn write(self, at: usize, out: &mut JsonWriter) -> Leaf {
        match self.behind(at) {
            Behind::Several(_) => self.write_unusual(at, out),
            Behind::Nothing | Behind::One(_) => Leaf::Null,
        }
    }

    #[inline(never)]
    fn write_unusual(self, at: usize, out: &mut JsonWriter) -> Leaf {
        let type_id = self.seen.graph().type_of(self.entity);
        let attribute = self.wire.slotted[usize::from(type_id.0)][at];
        match self.seen.attribute(self.entity, attribute) {
            Some(value) => {
                write_value(value, &self.wire.constants[usize::from(attribute.0)], out);
                Leaf::Written
            }
            None => Leaf::Null,
        }
    }

    #[inline(always)]
    fn behind(self, at: usize) -> Behind {
        let start = self.wire.behind_starts[self.entity.0 as usize] as usize;
        self.wire.behind[start + at]
    }
}

/// The leaves of one entity, while its record is made.
#[derive(Default)]
struct Draft {
    json: JsonWriter,
    begins: Vec<usize>,
}

impl Draft {
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
