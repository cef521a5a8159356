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
    /// Gathers relationships, given as (relation, subject, object) in the order of their positions.
    pub(super) fn build(
        n_entities: usize,
        relationships: impl Iterator<Item = (RelationId, EntityIx, EntityIx)>,
    ) -> Self {
        let mut halves: Vec<(EntityIx, u32, Adjacent)> = (0..)
            .map(RelationshipIx)
            .zip(relationships)
            .flat_map(|(relationship, (relation, subject, object))| {
                let half = |at, direction, other| {
                    (
                        at,
                        group_key(relation, direction),
                        Adjacent {
                            other,
                            relationship,
                        },
                    )
                };
                [
                    half(subject, Direction::Forward, object),
                    half(object, Direction::Inverse, subject),
                ]
            })
            .collect();
        halves.sort_unstable_by_key(|&(at, key, adjacent)| {
            (at, key, adjacent.other, adjacent.relationship)
        });

        let mut adjacency = Self::default();
        let mut last = None;
        for (at, key, adjacent) in halves {
            let start = adjacency.position();
            adjacency.open_entities_up_to(at);
            if last != Some((at, key)) {
                adjacency.groups.push(Group { key, start });
                last = Some((at, key));
            }
            adjacency.entries.push(adjacent);
        }
        let n_entities = u32::try_from(n_entities).expect("entities are counted in 32 bits");
        adjacency.open_entities_up_to(EntityIx(n_entities));
        let start = adjacency.position();
        adjacency.groups.push(Group {
            key: u32::MAX,
            start,
        });
        adjacency
    }

    fn position(&self) -> u32 {
        u32::try_from(self.entries.len()).expect("relationships are counted in 31 bits")
    }

    fn open_entities_up_to(&mut self, entity: EntityIx) {
        let n_groups = u32::try_from(self.groups.len()).expect("groups are counted in 32 bits");
        self.firsts.resize(entity.0 as usize + 1, n_groups);
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
