//! What does each entity look like on the wire?
//!
//! The leaves of which most answers consist, an entity's id, its name, its type and its
//! attributes with one value, are written as JSON once, when a snapshot is taken. Those of one
//! entity lie side by side, in the order of the slots of its type, so that answering one is a
//! copy of a few bytes. They are the answers without a view; under a view they are copied where
//! the one claim about an attribute is shown, and written anew where several could answer.

use super::values::{constants, write_value};
use crate::engine::{JsonWriter, Leaf, Piece};
use crate::graph::{ClaimIx, GraphView, KnowledgeGraph, Span};
use crate::model::EntityIx;
use crate::ontology::{AttributeId, Ontology, TypeId};
use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};

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
    records: Records,
    /// The attributes of each type that have a slot, in the order of their slots.
    slotted: Vec<Vec<AttributeId>>,
    /// The spelled values of each attribute that is an enumeration.
    constants: Vec<Vec<Piece>>,
}

/// The leaves of some entities, one behind the other.
#[derive(Debug, Default)]
struct Records {
    /// For each entity a record: where the leaf of each slot begins, and where the last one ends,
    /// counted from the beginning of the record; then the leaves. A leaf without bytes has no
    /// value.
    bytes: Vec<u8>,
    /// Where the record of each entity begins.
    starts: Vec<u32>,
    /// The claims about the attributes, entity by entity, each in the order of its slots.
    behind: Vec<Span>,
    /// Where those of each entity begin.
    behind_starts: Vec<u32>,
}

/// The number of bytes of a position within a record.
const POSITION: usize = size_of::<u32>();

/// How many entities are written together.
const TOGETHER: usize = 16_384;

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
            records: Records::default(),
            slotted,
            constants,
        };
        let n_entities = graph.n_entities();
        let chunks = (0..n_entities.div_ceil(TOGETHER)).into_par_iter();
        let written = chunks.map(|chunk| {
            let start = chunk * TOGETHER;
            let mut records = Records::default();
            for at in start..n_entities.min(start + TOGETHER) {
                wire.write(graph, EntityIx(narrow(at)), &types, &mut records);
            }
            records
        });
        let written: Vec<Records> = written.collect();
        wire.records = Records::joined(written);
        wire
    }

    /// Appends the record of an entity.
    fn write(&self, graph: &KnowledgeGraph, entity: EntityIx, types: &[String], to: &mut Records) {
        let type_at = usize::from(graph.type_of(entity).0);
        to.behind_starts.push(narrow(to.behind.len()));
        let mut leaves = Draft::default();
        leaves.add(|json| json.string(graph.id(entity)));
        leaves.add(|json| json.string(graph.name(entity)));
        leaves.add(|json| json.plain_string(&types[type_at]));
        for &id in &self.slotted[type_at] {
            let claims = graph.claims_about_attribute(entity, id);
            let answer = graph.under(None).answer_in(claims);
            leaves.add(|json| {
                if let Some(value) = answer.and_then(|answer| graph.value(answer)) {
                    write_value(value, &self.constants[usize::from(id.0)], json);
                }
            });
            to.behind.push(claims);
        }
        to.starts.push(narrow(to.bytes.len()));
        leaves.append_to(&mut to.bytes);
    }

    /// Returns the leaves of an entity, as a view shows them.
    #[inline]
    pub(super) fn leaves<'g>(&'g self, seen: GraphView<'g>, entity: EntityIx) -> Leaves<'g> {
        Leaves {
            record: &self.records.bytes[self.records.starts[entity.0 as usize] as usize..],
            under_view: seen.view().map(|_| UnderView {
                wire: self,
                seen,
                entity,
            }),
        }
    }
}

impl Records {
    /// Returns records one behind the other.
    fn joined(parts: Vec<Self>) -> Self {
        let total = |n: fn(&Self) -> usize| parts.iter().map(n).sum();
        let mut joined = Self {
            bytes: Vec::with_capacity(total(|part| part.bytes.len()) + JsonWriter::STEP),
            starts: Vec::with_capacity(total(|part| part.starts.len())),
            behind: Vec::with_capacity(total(|part| part.behind.len())),
            behind_starts: Vec::with_capacity(total(|part| part.behind_starts.len())),
        };
        for mut part in parts {
            let (n_bytes, n_behind) = (narrow(joined.bytes.len()), narrow(joined.behind.len()));
            let starts = part.starts.iter().map(|start| start + n_bytes);
            joined.starts.extend(starts);
            let starts = part.behind_starts.iter().map(|start| start + n_behind);
            joined.behind_starts.extend(starts);
            joined.bytes.append(&mut part.bytes);
            joined.behind.append(&mut part.behind);
        }
        // A position is counted in 32 bits, the last one too.
        narrow(joined.bytes.len());
        // Room behind the last leaf, for copies in steps of a fixed length.
        joined.bytes.extend([0; JsonWriter::STEP]);
        joined
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
            (Some(under_view), Some(at)) => under_view.write(self.record, slot, at.into(), out),
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
    /// Writes the attribute in a slot; `at` is its place among those that have one.
    #[inline]
    fn write(self, record: &[u8], slot: Slot, at: usize, out: &mut JsonWriter) -> Leaf {
        let start = self.wire.records.behind_starts[self.entity.0 as usize] as usize;
        let claims = self.wire.records.behind[start + at];
        let Some(answer) = self.seen.answer_in(claims) else {
            return Leaf::Null;
        };
        // What is the only claim answers without a view as well, unless it was withdrawn since.
        if claims.len() == 1 && matches!(write_usual(record, slot, out), Leaf::Written) {
            return Leaf::Written;
        }
        self.write_answer(answer, at, out)
    }

    #[inline(never)]
    fn write_answer(self, answer: ClaimIx, at: usize, out: &mut JsonWriter) -> Leaf {
        let graph = self.seen.graph();
        let attribute = self.wire.slotted[usize::from(graph.type_of(self.entity).0)][at];
        match graph.value(answer) {
            Some(value) => {
                write_value(value, &self.wire.constants[usize::from(attribute.0)], out);
                Leaf::Written
            }
            None => Leaf::Null,
        }
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
