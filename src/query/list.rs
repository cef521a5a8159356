//! Which lists can be paged, and what stands where in them?
//!
//! Every list is in an order that depends on ids only: entities, sources and the other ends of
//! relationships by id, claims as the graph orders them. A list is asked under the view for which
//! it was made.

use super::choice::Chosen;
use super::cursor::{Cursor, CursorError, hash, list_number};
use super::found::Found;
use super::page::{Page, Window};
use crate::graph::{Adjacent, ClaimIx, GraphView, KnowledgeGraph, Places, Span};
use crate::model::{EntityIx, SourceIx};
use crate::ontology::{Direction, RelationId, TypeId};
use std::ops::Range;

/// A list of a graph.
#[derive(Debug, Clone, Copy)]
pub enum List<'g> {
    /// All entities of a type.
    Entities {
        /// The type, concrete or abstract.
        type_id: TypeId,
        /// The entities.
        span: Span,
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
        span: Span,
    },
    /// The relationships of an entity by any relation.
    AnyRelationships {
        /// The entity.
        from: EntityIx,
        /// The relations that count.
        relations: &'g Relations,
    },
    /// Claims about an entity.
    ClaimsAbout {
        /// The entity.
        entity: EntityIx,
        /// The claims, in ascending order.
        span: Span,
    },
    /// Claims that a source speaks for or against.
    ClaimsFrom {
        /// The source.
        source: SourceIx,
        /// The claims, in ascending order.
        span: Span,
    },
    /// All sources.
    Sources,
    /// Entities that belong together, in ascending order; at least one.
    Members(&'g [EntityIx]),
    /// What was worked out.
    Found(&'g Found),
    /// Items of another list that are wanted, in the order that is wanted.
    Chosen(&'g Chosen),
}

/// Which relations count.
#[derive(Debug, Clone, Default)]
pub struct Relations {
    /// The relations; all when there are none.
    pub types: Vec<RelationId>,
    /// The end at which the entity stands; both when there is none.
    pub direction: Option<Direction>,
}

impl Relations {
    /// Returns whether a relation counts in a direction.
    pub(super) fn count(&self, relation: RelationId, direction: Direction) -> bool {
        (self.types.is_empty() || self.types.contains(&relation))
            && self.direction.is_none_or(|wanted| wanted == direction)
    }

    /// Returns the relationships of an entity by relations that count, grouped by relation, then
    /// direction.
    pub(super) fn groups<'v>(
        &self,
        seen: GraphView<'v>,
        from: EntityIx,
    ) -> impl Iterator<Item = (RelationId, Direction, Places<'v, Adjacent>)> {
        let all = seen.graph().all_relationships(from);
        all.filter(|&(relation, direction, _)| self.count(relation, direction))
            .map(move |(relation, direction, span)| {
                (relation, direction, seen.relationships_in(span))
            })
    }
}

/// What stands at one position of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    /// Something that was worked out, by its position.
    Finding(u32),
}

impl<'g> List<'g> {
    /// Returns all entities of a type.
    pub fn entities(seen: GraphView<'g>, type_id: TypeId) -> Self {
        let span = seen.graph().entities_of(type_id);
        Self::Entities { type_id, span }
    }

    /// Returns the relationships of an entity by one relation.
    #[inline]
    pub fn relationships(
        seen: GraphView<'_>,
        from: EntityIx,
        relation: RelationId,
        direction: Direction,
    ) -> Self {
        Self::Relationships {
            from,
            relation,
            direction,
            span: seen.graph().relationships(from, relation, direction),
        }
    }

    /// Returns the claims that have an entity as their subject or their object.
    pub fn claims_about(seen: GraphView<'g>, entity: EntityIx) -> Self {
        let span = seen.graph().claims_about(entity);
        Self::ClaimsAbout { entity, span }
    }

    /// Returns the claims that a source speaks for or against.
    pub fn claims_from(seen: GraphView<'g>, source: SourceIx) -> Self {
        let span = seen.graph().claims_from(source);
        Self::ClaimsFrom { source, span }
    }

    /// Returns the number of items.
    // Inlined, like what follows, where the kind of the list is known: nothing is left to tell apart.
    #[inline(always)]
    pub fn total(self, seen: GraphView<'_>) -> usize {
        match self {
            Self::Entities { span, .. } => seen.entities_in(span).len(),
            Self::Relationships { span, .. } => seen.relationships_in(span).len(),
            Self::AnyRelationships { .. } => {
                let groups = self.groups(seen);
                groups.map(|(_, _, places)| places.len()).sum()
            }
            Self::ClaimsAbout { span, .. } => seen.claims_about_in(span).len(),
            Self::ClaimsFrom { span, .. } => seen.claims_from_in(span).len(),
            Self::Sources => seen.sources().count(),
            Self::Members(members) => members.len(),
            Self::Found(found) => found.numbered().len(),
            Self::Chosen(chosen) => chosen.items.len(),
        }
    }

    /// Returns which part of the list is on a page.
    ///
    /// # Errors
    /// When a cursor does not belong to the list.
    #[inline(always)]
    pub fn window(self, seen: GraphView<'_>, page: &Page) -> Result<Window, CursorError> {
        page.window(self.total(seen), move |cursor| {
            self.position_of(seen, cursor)
        })
    }

    /// Returns the items at some positions.
    pub fn items(self, seen: GraphView<'_>, window: Window) -> Vec<Item> {
        let mut items = Vec::new();
        let taken: Result<(), std::convert::Infallible> = self.try_for_each(seen, window, |item| {
            items.push(item);
            Ok(())
        });
        let Ok(()) = taken;
        items
    }

    /// Hands on the items at some positions until one is not taken.
    ///
    /// # Errors
    /// Returns the reason for which an item was not taken.
    #[inline]
    pub fn try_for_each<E>(
        self,
        seen: GraphView<'_>,
        window: Window,
        mut take: impl FnMut(Item) -> Result<(), E>,
    ) -> Result<(), E> {
        match self {
            Self::Entities { span, .. } => seen
                .entities_in(span)
                .try_for_each(window.range(), |entity| take(Item::Entity(entity))),
            Self::Relationships {
                relation,
                direction,
                span,
                ..
            } => seen
                .relationships_in(span)
                .try_for_each(window.range(), |adjacent| {
                    take(Item::Relationship {
                        relation,
                        direction,
                        adjacent,
                    })
                }),
            Self::AnyRelationships { .. } => self.try_for_each_group(seen, window, take),
            Self::ClaimsAbout { span, .. } => seen
                .claims_about_in(span)
                .try_for_each(window.range(), |claim| take(Item::Claim(claim))),
            Self::ClaimsFrom { span, .. } => seen
                .claims_from_in(span)
                .try_for_each(window.range(), |claim| take(Item::Claim(claim))),
            Self::Sources => {
                let Range { start, end } = window.range();
                let mut sources = seen.sources().take(end).skip(start);
                sources.try_for_each(|source| take(Item::Source(source)))
            }
            Self::Members(members) => {
                let members = members.get(window.range()).unwrap_or_default();
                members
                    .iter()
                    .try_for_each(|&entity| take(Item::Entity(entity)))
            }
            Self::Chosen(chosen) => {
                let items = chosen.items.get(window.range()).unwrap_or_default();
                items.iter().try_for_each(|&item| take(item))
            }
            Self::Found(_) => {
                let mut found = window.start..window.end;
                found.try_for_each(|at| take(Item::Finding(at)))
            }
        }
    }

    /// Hands on relationships by any relation, which lie in several groups.
    fn try_for_each_group<E>(
        self,
        seen: GraphView<'_>,
        window: Window,
        mut take: impl FnMut(Item) -> Result<(), E>,
    ) -> Result<(), E> {
        let Range { start, end } = window.range();
        let mut n_before = 0;
        for (relation, direction, places) in self.groups(seen) {
            let n = places.len();
            let within = start.saturating_sub(n_before)..end.saturating_sub(n_before).min(n);
            places.try_for_each(within, |adjacent| {
                take(Item::Relationship {
                    relation,
                    direction,
                    adjacent,
                })
            })?;
            n_before += n;
            if n_before >= end {
                break;
            }
        }
        Ok(())
    }

    /// Returns the groups of relationships that count, and none for other lists.
    fn groups<'v>(
        self,
        seen: GraphView<'v>,
    ) -> impl Iterator<Item = (RelationId, Direction, Places<'v, Adjacent>)> {
        let wanted = match self {
            Self::AnyRelationships { from, relations } => Some((from, relations)),
            _ => None,
        };
        wanted
            .into_iter()
            .flat_map(move |(from, relations)| relations.groups(seen, from))
    }

    /// Returns the number that stands for the list, under its view, in its cursors.
    pub(super) fn number(&self, seen: GraphView<'_>) -> u32 {
        let graph = seen.graph();
        let ontology = graph.ontology();
        let (name, anchor) = match *self {
            Self::Entities { type_id, .. } => (ontology.entity_type(type_id).plural.as_str(), ""),
            Self::Relationships {
                from,
                relation,
                direction,
                ..
            } => {
                let key = ontology.relation(relation).key_towards(direction);
                (key.as_str(), graph.id(from))
            }
            Self::AnyRelationships { from, .. } => ("relations", graph.id(from)),
            Self::ClaimsAbout { entity, .. } => ("claims", graph.id(entity)),
            Self::ClaimsFrom { source, .. } => ("claims", graph.source(source).id.as_str()),
            Self::Sources => ("sources", ""),
            Self::Members(members) => ("members", members.first().map_or("", |&of| graph.id(of))),
            Self::Found(found) => found.numbered().name(),
            Self::Chosen(chosen) => {
                return hash(&[&chosen.from.number(seen).to_string(), " ", &chosen.question]);
            }
        };
        list_number(name, anchor, seen)
    }

    /// Returns the cursor of an item.
    pub fn cursor(&self, seen: GraphView<'_>, item: Item) -> Cursor {
        Cursor::new(self.number(seen), &self.key_of(seen, item))
    }

    /// Returns what names an item within the list.
    fn key_of(&self, seen: GraphView<'_>, item: Item) -> String {
        if let Self::Chosen(chosen) = self {
            return chosen.from.key_of(seen, item);
        }
        let graph = seen.graph();
        match item {
            Item::Entity(entity) => graph.id(entity).to_owned(),
            Item::Source(source) => graph.source(source).id.clone(),
            Item::Claim(claim) => graph.claim(claim).id().to_string(),
            Item::Finding(at) => match self {
                Self::Found(found) => found.numbered().key(graph, at),
                _ => String::new(),
            },
            Item::Relationship {
                relation,
                direction,
                adjacent,
            } => match *self {
                Self::AnyRelationships { from, .. } => {
                    relationship_key(graph, from, relation, direction, adjacent)
                }
                Self::Relationships { span, .. } => {
                    parallel_key(graph, seen.relationships_in(span), adjacent)
                }
                _ => String::new(),
            },
        }
    }

    /// Returns the item that a key names.
    ///
    /// # Errors
    /// When the list does not hold it.
    pub(super) fn item_of(&self, seen: GraphView<'_>, key: &str) -> Result<Item, CursorError> {
        let at = self.position_of_key(seen, key)?;
        let at = at.ok().and_then(|at| u32::try_from(at).ok());
        let at = at.ok_or(CursorError::Stale)?;
        let window = Window {
            start: at,
            end: at + 1,
        };
        let items = self.items(seen, window);
        items.first().copied().ok_or(CursorError::Stale)
    }

    /// Returns all positions.
    pub(super) fn whole(&self, seen: GraphView<'_>) -> Window {
        let end = u32::try_from(self.total(seen)).unwrap_or(u32::MAX);
        Window { start: 0, end }
    }

    /// Returns the list without what it borrows, in which the same items have the same keys.
    pub(super) fn detached(&self, seen: GraphView<'_>) -> List<'static> {
        static ALL: Relations = Relations {
            types: Vec::new(),
            direction: None,
        };
        match *self {
            Self::Entities { type_id, span } => List::Entities { type_id, span },
            Self::Relationships {
                from,
                relation,
                direction,
                span,
            } => List::Relationships {
                from,
                relation,
                direction,
                span,
            },
            Self::AnyRelationships { from, .. } => List::AnyRelationships {
                from,
                relations: &ALL,
            },
            Self::ClaimsAbout { entity, span } => List::ClaimsAbout { entity, span },
            Self::ClaimsFrom { source, span } => List::ClaimsFrom { source, span },
            Self::Chosen(chosen) => chosen.from,
            Self::Members(_) => List::Entities {
                type_id: TypeId::ENTITY,
                span: seen.graph().entities_of(TypeId::ENTITY),
            },
            // What was worked out is not chosen from.
            Self::Sources | Self::Found(_) => List::Sources,
        }
    }

    /// Returns where the item of a cursor stands, or where it would stand.
    fn position_of(
        self,
        seen: GraphView<'_>,
        cursor: &Cursor,
    ) -> Result<Result<usize, usize>, CursorError> {
        self.position_of_key(seen, cursor.key_in(self.number(seen))?)
    }

    fn position_of_key(
        &self,
        seen: GraphView<'_>,
        key: &str,
    ) -> Result<Result<usize, usize>, CursorError> {
        let graph = seen.graph();
        let claim = || graph.claim_by_id(key).ok_or(CursorError::Stale);
        Ok(match *self {
            Self::Entities { span, .. } => {
                let places = seen.entities_in(span);
                let id = |&entity: &EntityIx| graph.id(entity).cmp(key);
                places.position(places.whole().binary_search_by(id))
            }
            Self::Sources => {
                let at = seen
                    .sources()
                    .take_while(|&source| graph.source(source).id.as_str() < key)
                    .count();
                match seen.sources().nth(at) {
                    Some(source) if graph.source(source).id == key => Ok(at),
                    _ => Err(at),
                }
            }
            Self::Members(members) => members.binary_search_by(|&of| graph.id(of).cmp(key)),
            Self::ClaimsAbout { span, .. } => {
                let places = seen.claims_about_in(span);
                places.position(places.whole().binary_search(&claim()?))
            }
            Self::ClaimsFrom { span, .. } => {
                let places = seen.claims_from_in(span);
                places.position(places.whole().binary_search(&claim()?))
            }
            Self::Found(found) => Ok(found.numbered().position(graph, key)?),
            Self::Chosen(chosen) => Ok(chosen.position(seen, key)?),
            Self::Relationships { span, .. } => {
                position_of_parallel(graph, seen.relationships_in(span), key)
            }
            Self::AnyRelationships { .. } => {
                let (name, key) = key.split_once('/').ok_or(CursorError::Malformed)?;
                let wanted = relation_named(graph, name).ok_or(CursorError::Stale)?;
                let mut n_before = 0;
                for (relation, direction, places) in self.groups(seen) {
                    if (relation, direction) == wanted {
                        return Ok(position_of_parallel(graph, places, key)
                            .map(|at| n_before + at)
                            .map_err(|at| n_before + at));
                    }
                    if (relation, direction) > wanted {
                        break;
                    }
                    n_before += places.len();
                }
                Err(n_before)
            }
        })
    }
}

/// Returns the key of a relationship among all of an entity: the relation, seen from there, and its
/// key among those of one relation.
pub(super) fn relationship_key(
    graph: &KnowledgeGraph,
    from: EntityIx,
    relation: RelationId,
    direction: Direction,
    adjacent: Adjacent,
) -> String {
    let span = graph.relationships(from, relation, direction);
    let key = parallel_key(graph, graph.under(None).relationships_in(span), adjacent);
    let relation = graph.ontology().relation(relation);
    format!("{}/{key}", relation.key_towards(direction))
}

/// Returns the key of a relationship among those of one relation: the id of the other end, with
/// its number when several lead there.
fn parallel_key(
    graph: &KnowledgeGraph,
    places: Places<'_, Adjacent>,
    adjacent: Adjacent,
) -> String {
    let (_, parallel) = parallel_to(graph, places, graph.id(adjacent.other));
    let id = graph.id(adjacent.other);
    match parallel.iter().position(|other| *other == adjacent) {
        None | Some(0) => id.to_owned(),
        Some(n) => format!("{id}~{n}"),
    }
}

fn position_of_parallel(
    graph: &KnowledgeGraph,
    places: Places<'_, Adjacent>,
    key: &str,
) -> Result<usize, usize> {
    let (id, n_before) = match key.split_once('~') {
        Some((id, n)) => (id, n.parse().unwrap_or(0)),
        None => (key, 0),
    };
    let (first, parallel) = parallel_to(graph, places, id);
    places.position(if n_before < parallel.len() {
        Ok(first + n_before)
    } else {
        Err(first + parallel.len())
    })
}

/// Returns the relationships of a group, hidden ones included, that lead to the entity with an
/// id, and where the first of them stands.
fn parallel_to<'g>(
    graph: &KnowledgeGraph,
    places: Places<'g, Adjacent>,
    id: &str,
) -> (usize, &'g [Adjacent]) {
    let whole = places.whole();
    let first = whole.partition_point(|adjacent| graph.id(adjacent.other) < id);
    let n = whole[first..].partition_point(|adjacent| graph.id(adjacent.other) == id);
    (first, &whole[first..first + n])
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
