//! Where does one come from an entity in one hop?

use super::condition::Verdicts;
use super::hop::Hop;
use super::via::{State, Via};
use crate::graph::{Adjacent, GraphView, Places};
use crate::model::EntityIx;
use crate::ontology::{Direction, RelationId};
use crate::query::budget::{Budget, Cut};
use crate::query::list::Relations;
use crate::query::passage::is_said;

/// An entity with the state in which a path comes to it.
pub(in crate::query) type Place = (EntityIx, State);

/// Which hops there are.
#[derive(Debug, Clone, Copy)]
pub(in crate::query) struct Walk<'w> {
    pub(in crate::query) seen: GraphView<'w>,
    pub(in crate::query) relations: &'w Relations,
    pub(in crate::query) via: Option<&'w Via>,
    pub(in crate::query) verdicts: &'w Verdicts<'w>,
}

impl<'w> Walk<'w> {
    /// Returns the states in which a path may end.
    pub(super) fn ends(&self) -> &'w [State] {
        self.via.map_or(&[0], Via::ends)
    }

    /// Returns whether a hop counts: somebody says that the relationship is there, and the
    /// conditions let it pass.
    ///
    /// Every hop of every search is asked here.
    #[inline]
    pub(in crate::query) fn admits(&self, hop: &Hop, budget: &Budget) -> Result<bool, Cut> {
        Ok(is_said(self.seen, hop.adjacent.relationship)
            && self.verdicts.let_pass(self.seen, hop, budget)?)
    }

    /// Hands on the hops from a place, and those that are not [admitted](Self::admits) as well, each
    /// with the place to which it leads.
    pub(in crate::query) fn onward(
        &self,
        (entity, state): Place,
        budget: &Budget,
        mut take: impl FnMut(Hop, Place) -> Result<(), Cut>,
    ) -> Result<(), Cut> {
        budget.follow(0)?;
        for (relation, direction, places) in self.groups(entity) {
            let next = match self.via {
                None => Some(0),
                Some(via) => via.next(state, (relation, direction)),
            };
            let Some(next) = next else { continue };
            budget.follow(places.whole().len())?;
            for adjacent in places.iter() {
                let hop = Hop {
                    from: entity,
                    relation,
                    direction,
                    adjacent,
                };
                take(hop, (adjacent.other, next))?;
            }
        }
        Ok(())
    }

    /// Hands on the hops to a place, and those that are not [admitted](Self::admits) as well, each
    /// with the place from which it comes.
    pub(super) fn backward(
        &self,
        (entity, state): Place,
        budget: &Budget,
        mut take: impl FnMut(Hop, Place) -> Result<(), Cut>,
    ) -> Result<(), Cut> {
        budget.follow(0)?;
        for (relation, towards, places) in self.groups_to(entity) {
            let mut hand_on = |before: State| -> Result<(), Cut> {
                budget.follow(places.whole().len())?;
                for adjacent in places.iter() {
                    let hop = Hop {
                        from: adjacent.other,
                        relation,
                        direction: towards,
                        adjacent: Adjacent {
                            other: entity,
                            ..adjacent
                        },
                    };
                    take(hop, (adjacent.other, before))?;
                }
                Ok(())
            };
            match self.via {
                None => hand_on(0)?,
                Some(via) => via
                    .before(state, (relation, towards))
                    .try_for_each(hand_on)?,
            }
        }
        Ok(())
    }

    /// Returns whether a relation counts in one direction or the other.
    pub(in crate::query) fn counts(&self, relation: RelationId) -> bool {
        let types = &self.relations.types;
        let is_named = |via: &Via| via.names(relation);
        (types.is_empty() || types.contains(&relation)) && self.via.is_none_or(is_named)
    }

    /// Returns the number of relationships that lead on from a place, hidden ones included, or to it.
    pub(super) fn n_hops(&self, entity: EntityIx) -> usize {
        let graph = self.seen.graph();
        let spans = graph.all_relationships(entity);
        spans.map(|(_, _, span)| span.len()).sum()
    }

    /// Returns the relationships that an entity has by relations that count.
    fn groups(
        &self,
        entity: EntityIx,
    ) -> impl Iterator<Item = (RelationId, Direction, Places<'w, Adjacent>)> {
        self.relations.groups(self.seen, entity)
    }

    /// Returns the relationships by which one comes to an entity, with the direction of coming.
    fn groups_to(
        &self,
        entity: EntityIx,
    ) -> impl Iterator<Item = (RelationId, Direction, Places<'w, Adjacent>)> {
        let Self {
            seen, relations, ..
        } = *self;
        let all = seen.graph().all_relationships(entity);
        all.map(|(relation, direction, span)| (relation, direction.opposite(), span))
            .filter(|&(relation, towards, _)| relations.count(relation, towards))
            .map(move |(relation, towards, span)| (relation, towards, seen.relationships_in(span)))
    }
}
