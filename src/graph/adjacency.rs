//! Who is linked with whom, by which relation, and seen from which end?

use super::span::Span;
use crate::model::{EntityIx, Ranked};
use crate::ontology::{Direction, RelationId};

/// The position of a relationship within one graph; it means nothing outside of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RelationshipIx(pub u32);

/// A relationship as seen from one of its ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Adjacent {
    /// The entity at the other end.
    pub other: EntityIx,
    /// The relationship.
    pub relationship: RelationshipIx,
}

/// One relation of an entity in one direction.
#[derive(Debug, Clone, Copy)]
struct Group {
    key: u32,
    start: u32,
}

/// For each entity its relationships, grouped by relation and direction.
///
/// Within a group they are in ascending order of the other end.
#[derive(Debug, Default)]
pub(super) struct Adjacency {
    /// The first group of each entity, and one more.
    firsts: Vec<u32>,
    /// The groups of all entities, and one more.
    groups: Vec<Group>,
    entries: Vec<Adjacent>,
}

fn group_key(relation: RelationId, direction: Direction) -> u32 {
    u32::from(relation.0) * 2 + u32::from(direction == Direction::Inverse)
}

fn group_name(key: u32) -> (RelationId, Direction) {
    let direction = Direction::BOTH[(key % 2) as usize];
    (RelationId((key / 2) as u16), direction)
}

impl Adjacency {
    /// Gathers relationships, given as (relation, subject, object) in the order of their positions,
    /// which is their ascending order.
    ///
    /// # Panics
    /// When there are 2^31 relationships.
    pub(super) fn build(
        n_entities: usize,
        relationships: &[(RelationId, EntityIx, EntityIx)],
    ) -> Self {
        let mut starts = vec![0u32; n_entities + 1];
        for &(_, subject, object) in relationships {
            starts[subject.0 as usize + 1] += 1;
            starts[object.0 as usize + 1] += 1;
        }
        let mut n_entries = 0u32;
        for start in &mut starts {
            n_entries = n_entries.checked_add(*start).expect("2^31 relationships");
            *start = n_entries;
        }
        let nowhere = Adjacent {
            other: EntityIx(0),
            relationship: RelationshipIx(0),
        };
        let mut entries = vec![nowhere; n_entries as usize];
        let mut keys = vec![0u32; n_entries as usize];
        let mut next = starts.clone();
        let mut put = |at: EntityIx, key, other, relationship| {
            let place = &mut next[at.0 as usize];
            entries[*place as usize] = Adjacent {
                other,
                relationship,
            };
            keys[*place as usize] = key;
            *place += 1;
        };
        // Relation by relation, first from the subjects and then from the objects: so each entity
        // gets its groups in their order, and each group is in the order of the other ends.
        let mut position = (0..).map(RelationshipIx);
        for same in relationships.chunk_by(|a, b| a.0 == b.0) {
            let key = |direction| group_key(same[0].0, direction);
            let numbered: Vec<_> = position.by_ref().take(same.len()).zip(same).collect();
            for &(at, &(_, subject, object)) in &numbered {
                put(subject, key(Direction::Forward), object, at);
            }
            for &(at, &(_, subject, object)) in &numbered {
                put(object, key(Direction::Inverse), subject, at);
            }
        }
        let mut adjacency = Self {
            firsts: Vec::with_capacity(starts.len()),
            groups: Vec::new(),
            entries,
        };
        for at in 0..n_entities {
            adjacency.firsts.push(adjacency.n_groups());
            let range = starts[at] as usize..starts[at + 1] as usize;
            let mut start = starts[at];
            for same in keys[range].chunk_by(|a, b| a == b) {
                let key = same[0];
                adjacency.groups.push(Group { key, start });
                start += same.len() as u32;
            }
        }
        adjacency.firsts.push(adjacency.n_groups());
        adjacency.groups.push(Group {
            key: u32::MAX,
            start: n_entries,
        });
        adjacency
    }

    fn n_groups(&self) -> u32 {
        u32::try_from(self.groups.len()).expect("groups are counted in 32 bits")
    }

    fn groups_of(&self, entity: EntityIx) -> std::ops::Range<usize> {
        let at = entity.0 as usize;
        self.firsts[at] as usize..self.firsts[at + 1] as usize
    }

    fn span_of_group(&self, group: usize) -> Span {
        Span::new(self.groups[group].start, self.groups[group + 1].start)
    }

    /// Gathers the places of those relationships that count.
    pub(super) fn ranked(&self, counts: impl Fn(usize) -> bool) -> Ranked {
        Ranked::gather(self.entries.len(), |at| {
            counts(self.entries[at].relationship.0 as usize)
        })
    }

    /// Returns every relationship from both of its ends.
    #[inline]
    pub(super) fn entries(&self) -> &[Adjacent] {
        &self.entries
    }

    /// Returns the relationships of one relation in one direction.
    pub(super) fn of(&self, entity: EntityIx, relation: RelationId, direction: Direction) -> Span {
        let wanted = group_key(relation, direction);
        let groups = self.groups_of(entity);
        match self.groups[groups.clone()].binary_search_by_key(&wanted, |group| group.key) {
            Ok(at) => self.span_of_group(groups.start + at),
            Err(_) => Span::default(),
        }
    }

    /// Returns every group of relationships, by relation, then direction.
    pub(super) fn all_of(
        &self,
        entity: EntityIx,
    ) -> impl Iterator<Item = (RelationId, Direction, Span)> {
        self.groups_of(entity).map(|group| {
            let (relation, direction) = group_name(self.groups[group].key);
            (relation, direction, self.span_of_group(group))
        })
    }
}
