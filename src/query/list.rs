//! Which lists can be paged, and what stands where in them?
//!
//! Every list is in an order that depends on ids only: entities, sources and the other ends of
//! relationships by id, claims as the graph orders them.

use super::cursor::{Cursor, CursorError, list_number};
use super::page::{Page, Window};
use crate::graph::{Adjacent, ClaimIx, KnowledgeGraph};
use crate::model::{EntityIx, SourceIx};
use crate::ontology::{Direction, RelationId, TypeId};

/// A list of a graph.
#[derive(Debug, Clone, Copy)]
pub enum List<'g> {
    /// All entities of a type.
    Entities {
        /// The type, concrete or abstract.
        type_id: TypeId,
        /// The entities.
        entities: &'g [EntityIx],
    },
    /// The relationships of an entity by one relation.
    Relationships {
        /// The entity.
        from: EntityIx,
        /// The relation.
        relation: RelationId,
        /// The end at which the entity stands.
        direction: Direction,
        /// The relationships.
        adjacent: &'g [Adjacent],
    },
    /// The relationships of an entity by any relation.
    AnyRelationships {
        /// The entity.
        from: EntityIx,
        /// The relations that count; all when there are none.
        relations: &'g [RelationId],
        /// The direction that counts; both when there is none.
        direction: Option<Direction>,
    },
    /// Claims about an entity.
    ClaimsAbout {
        /// The entity.
        entity: EntityIx,
        /// The claims, in ascending order.
        claims: &'g [ClaimIx],
    },
    /// Claims that a source says or denies.
    ClaimsFrom {
        /// The source.
        source: SourceIx,
        /// The claims, in ascending order.
        claims: &'g [ClaimIx],
    },
    /// All sources.
    Sources,
}

/// What stands at one position of a list.
#[derive(Debug, Clone, Copy)]
pub enum Item {
    /// An entity.
    Entity(EntityIx),
    /// A relationship, as seen from the entity on which the list hangs.
    Relationship {
        /// How the entities are linked.
        relation: RelationId,
        /// The end at which one stands.
        direction: Direction,
        /// The other end.
        adjacent: Adjacent,
    },
    /// A claim.
    Claim(ClaimIx),
    /// A source.
    Source(SourceIx),
}

impl<'g> List<'g> {
    /// Returns all entities of a type.
    pub fn entities(graph: &'g KnowledgeGraph, type_id: TypeId) -> Self {
        Self::Entities {
            type_id,
            entities: graph.entities_of(type_id),
        }
    }

    /// Returns the relationships of an entity by one relation.
    pub fn relationships(
        graph: &'g KnowledgeGraph,
        from: EntityIx,
        relation: RelationId,
        direction: Direction,
    ) -> Self {
        Self::Relationships {
            from,
            relation,
            direction,
            adjacent: graph.relationships(from, relation, direction),
        }
    }

    /// Returns the number of items.
    pub fn total(&self, graph: &'g KnowledgeGraph) -> usize {
        match self {
            Self::Entities { entities, .. } => entities.len(),
            Self::Relationships { adjacent, .. } => adjacent.len(),
            Self::AnyRelationships { .. } => self
                .groups(graph)
                .map(|(_, _, adjacent)| adjacent.len())
                .sum(),
            Self::ClaimsAbout { claims, .. } | Self::ClaimsFrom { claims, .. } => claims.len(),
            Self::Sources => graph.sources().len(),
        }
    }

    /// Returns which part of the list is on a page.
    ///
    /// # Errors
    /// When a cursor does not belong to the list.
    pub fn window(&self, graph: &'g KnowledgeGraph, page: &Page) -> Result<Window, CursorError> {
        page.window(self.total(graph), |cursor| self.position_of(graph, cursor))
    }

    /// Returns the items at some positions, with their positions.
    pub fn items(
        self,
        graph: &'g KnowledgeGraph,
        window: Window,
    ) -> impl Iterator<Item = (usize, Item)> {
        // Relationships by any relation lie in several groups; all other lists are one slice.
        let mut groups = self.groups(graph);
        let mut group: Option<(RelationId, Direction, &[Adjacent])> = None;
        let mut skipped = 0;
        (window.start..window.end).map_while(move |at| {
            let item = match self {
                Self::AnyRelationships { .. } => loop {
                    if let Some((relation, direction, adjacent)) = group
                        && let Some(&adjacent) = adjacent.get(at - skipped)
                    {
                        break Item::Relationship {
                            relation,
                            direction,
                            adjacent,
                        };
                    }
                    skipped += group.map_or(0, |(_, _, adjacent)| adjacent.len());
                    group = Some(groups.next()?);
                },
                list => list.item(at)?,
            };
            Some((at, item))
        })
    }

    /// Hands on the items at some positions, with their positions, until one is not taken.
    ///
    /// # Errors
    /// Returns the reason for which an item was not taken.
    #[inline]
    pub fn try_for_each<E>(
        self,
        graph: &'g KnowledgeGraph,
        window: Window,
        mut take: impl FnMut(usize, Item) -> Result<(), E>,
    ) -> Result<(), E> {
        // The same as over `items`, with the kind of the list looked at once.
        let positions = window.start..window.end;
        match self {
            Self::Entities { entities, .. } => {
                let entities = entities.get(positions.clone()).unwrap_or_default();
                let mut items = positions.zip(entities);
                items.try_for_each(|(at, &entity)| take(at, Item::Entity(entity)))
            }
            Self::Relationships {
                relation,
                direction,
                adjacent,
                ..
            } => {
                let adjacent = adjacent.get(positions.clone()).unwrap_or_default();
                let mut items = positions.zip(adjacent);
                items.try_for_each(|(at, &adjacent)| {
                    let item = Item::Relationship {
                        relation,
                        direction,
                        adjacent,
                    };
                    take(at, item)
                })
            }
            list => {
                let mut items = list.items(graph, window);
                items.try_for_each(|(at, item)| take(at, item))
            }
        }
    }

    /// Returns the item at a position of a list that is one slice.
    fn item(self, at: usize) -> Option<Item> {
        Some(match self {
            Self::Entities { entities, .. } => Item::Entity(*entities.get(at)?),
            Self::Relationships {
                relation,
                direction,
                adjacent,
                ..
            } => Item::Relationship {
                relation,
                direction,
                adjacent: *adjacent.get(at)?,
            },
            Self::ClaimsAbout { claims, .. } | Self::ClaimsFrom { claims, .. } => {
                Item::Claim(*claims.get(at)?)
            }
            Self::Sources => Item::Source(SourceIx(u32::try_from(at).ok()?)),
            Self::AnyRelationships { .. } => return None,
        })
    }

    /// Returns the groups of relationships that count, and none for other lists.
    fn groups(
        self,
        graph: &'g KnowledgeGraph,
    ) -> impl Iterator<Item = (RelationId, Direction, &'g [Adjacent])> {
        let wanted = match self {
            Self::AnyRelationships {
                from,
                relations,
                direction,
            } => Some((from, relations, direction)),
            _ => None,
        };
        wanted
            .into_iter()
            .flat_map(move |(from, relations, wanted)| {
                graph
                    .all_relationships(from)
                    .filter(move |(relation, direction, _)| {
                        (relations.is_empty() || relations.contains(relation))
                            && wanted.is_none_or(|wanted| wanted == *direction)
                    })
            })
    }

    /// Returns the number that stands for the list in its cursors.
    fn number(&self, graph: &KnowledgeGraph) -> u32 {
        let ontology = graph.ontology();
        match *self {
            Self::Entities { type_id, .. } => {
                list_number(ontology.entity_type(type_id).plural.as_str(), "")
            }
            Self::Relationships {
                from,
                relation,
                direction,
                ..
            } => {
                let key = ontology.relation(relation).key_towards(direction);
                list_number(key.as_str(), graph.id(from))
            }
            Self::AnyRelationships { from, .. } => list_number("relations", graph.id(from)),
            Self::ClaimsAbout { entity, .. } => list_number("claims", graph.id(entity)),
            Self::ClaimsFrom { source, .. } => list_number("claims", &graph.source(source).id),
            Self::Sources => list_number("sources", ""),
        }
    }

    /// Returns the cursor of the item at a position.
    pub fn cursor(&self, graph: &'g KnowledgeGraph, at: usize, item: Item) -> Cursor {
        let key = match item {
            Item::Entity(entity) => graph.id(entity).to_owned(),
            Item::Source(source) => graph.source(source).id.clone(),
            Item::Claim(claim) => graph.claim(claim).id.clone(),
            Item::Relationship {
                relation,
                direction,
                adjacent,
            } => {
                let group = self.adjacent_of(graph, relation, direction);
                let at = match self {
                    Self::AnyRelationships { .. } => at - self.n_before(graph, relation, direction),
                    _ => at,
                };
                let key = parallel_key(graph, group, at, adjacent);
                match self {
                    Self::AnyRelationships { .. } => {
                        let relation = graph.ontology().relation(relation);
                        format!("{}/{key}", relation.key_towards(direction))
                    }
                    _ => key,
                }
            }
        };
        Cursor::new(self.number(graph), &key)
    }

    fn adjacent_of(
        &self,
        graph: &'g KnowledgeGraph,
        relation: RelationId,
        direction: Direction,
    ) -> &'g [Adjacent] {
        match *self {
            Self::Relationships { from, .. } | Self::AnyRelationships { from, .. } => {
                graph.relationships(from, relation, direction)
            }
            _ => &[],
        }
    }

    /// Returns the number of relationships in the groups before one.
    fn n_before(
        &self,
        graph: &'g KnowledgeGraph,
        relation: RelationId,
        direction: Direction,
    ) -> usize {
        self.groups(graph)
            .take_while(|(of, towards, _)| (*of, *towards) < (relation, direction))
            .map(|(_, _, adjacent)| adjacent.len())
            .sum()
    }

    /// Returns where the item of a cursor stands, or where it would stand.
    fn position_of(
        &self,
        graph: &'g KnowledgeGraph,
        cursor: &Cursor,
    ) -> Result<Result<usize, usize>, CursorError> {
        let key = cursor.key_in(self.number(graph))?;
        Ok(match *self {
            Self::Entities { entities, .. } => {
                entities.binary_search_by(|&entity| graph.id(entity).cmp(key))
            }
            Self::Sources => graph
                .sources()
                .binary_search_by(|source| source.id.as_str().cmp(key)),
            Self::ClaimsAbout { claims, .. } | Self::ClaimsFrom { claims, .. } => {
                let claim = graph.claim_by_id(key).ok_or(CursorError::Stale)?;
                claims.binary_search(&claim)
            }
            Self::Relationships { adjacent, .. } => position_of_parallel(graph, adjacent, key),
            Self::AnyRelationships { .. } => {
                let (name, key) = key.split_once('/').ok_or(CursorError::Malformed)?;
                let (relation, direction) =
                    relation_named(graph, name).ok_or(CursorError::Stale)?;
                let before = self.n_before(graph, relation, direction);
                let counts = self
                    .groups(graph)
                    .any(|(of, towards, _)| (of, towards) == (relation, direction));
                if counts {
                    let adjacent = self.adjacent_of(graph, relation, direction);
                    position_of_parallel(graph, adjacent, key)
                        .map(|at| before + at)
                        .map_err(|at| before + at)
                } else {
                    Err(before)
                }
            }
        })
    }
}

/// Returns the key of a relationship among those of one relation: the id of the other end, with
/// its number when several lead there.
fn parallel_key(
    graph: &KnowledgeGraph,
    group: &[Adjacent],
    at: usize,
    adjacent: Adjacent,
) -> String {
    let same = |a: &&Adjacent| a.other == adjacent.other;
    let n_before = group[..at].iter().rev().take_while(same).count();
    let id = graph.id(adjacent.other);
    match n_before {
        0 => id.to_owned(),
        n => format!("{id}~{n}"),
    }
}

fn position_of_parallel(
    graph: &KnowledgeGraph,
    group: &[Adjacent],
    key: &str,
) -> Result<usize, usize> {
    let (id, n_before) = match key.split_once('~') {
        Some((id, n)) => (id, n.parse().unwrap_or(0)),
        None => (key, 0),
    };
    let first = group.partition_point(|adjacent| graph.id(adjacent.other) < id);
    let same = |adjacent: &&Adjacent| graph.id(adjacent.other) == id;
    let n_same = group[first..].iter().take_while(same).count();
    if n_before < n_same {
        Ok(first + n_before)
    } else {
        Err(first + n_same)
    }
}

fn relation_named(graph: &KnowledgeGraph, name: &str) -> Option<(RelationId, Direction)> {
    graph
        .ontology()
        .relations_with_ids()
        .find_map(|(id, relation)| {
            Direction::BOTH
                .into_iter()
                .find(|&direction| relation.key_towards(direction).as_str() == name)
                .map(|direction| (id, direction))
        })
}
