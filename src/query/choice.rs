//! What of a list is wanted, and in which order?

use super::cursor::CursorError;
use super::filter::{ClaimTest, EdgeTest, EntityTest, Filter, SourceTest};
use super::list::{Item, List};
use super::order::{self, OrderKey};
use super::work::{Work, WorkDone};
use crate::graph::GraphView;

/// What of a list is wanted, and in which order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Choice {
    /// The condition on each item.
    pub filter: Option<ItemFilter>,
    /// The keys by which items are ordered; by their ids when there are none.
    pub order: Vec<OrderKey>,
    /// What was asked for, spelled so that the same text stands for the same choice.
    pub question: String,
}

/// A condition on the items of a list.
#[derive(Debug, Clone, PartialEq)]
pub enum ItemFilter {
    /// On entities.
    Entity(Filter<EntityTest>),
    /// On relationships.
    Edge(Filter<EdgeTest>),
    /// On claims.
    Claim(Filter<ClaimTest>),
    /// On sources.
    Source(Filter<SourceTest>),
}

impl ItemFilter {
    /// Returns whether an item is wanted; items of another kind are.
    fn wants(&self, seen: GraphView<'_>, item: Item, work: &Work) -> Result<bool, WorkDone> {
        match (self, item) {
            (Self::Entity(filter), Item::Entity(entity)) => filter.wants(seen, entity, work),
            (Self::Edge(filter), Item::Relationship { adjacent, .. }) => {
                filter.wants(seen, adjacent, work)
            }
            (Self::Claim(filter), Item::Claim(claim)) => filter.wants(seen, claim, work),
            (Self::Source(filter), Item::Source(source)) => filter.wants(seen, source, work),
            _ => Ok(true),
        }
    }
}

/// The items of a list that are wanted, in the order that is wanted.
#[derive(Debug, Clone)]
pub struct Chosen {
    /// The list from which they are.
    pub(super) from: List<'static>,
    pub(super) question: String,
    pub(super) items: Vec<Item>,
}

impl Chosen {
    /// Chooses items of a list.
    ///
    /// # Errors
    /// When the work that a request may cause is done.
    pub fn of(
        seen: GraphView<'_>,
        list: List<'_>,
        choice: &Choice,
        work: &Work,
    ) -> Result<Self, WorkDone> {
        let mut items = Vec::new();
        list.try_for_each(seen, list.whole(seen), |item| {
            work.spend(1)?;
            let is_wanted = match &choice.filter {
                Some(filter) => filter.wants(seen, item, work)?,
                None => true,
            };
            if is_wanted {
                items.push(item);
            }
            Ok(())
        })?;
        if !choice.order.is_empty() {
            order::sort(seen, &mut items, &choice.order, work)?;
        }
        let outer = match list {
            List::Chosen(chosen) => &*chosen.question,
            List::Members(&[first, ..]) => seen.graph().id(first),
            _ => "",
        };
        Ok(Self {
            from: list.detached(seen),
            question: format!("{outer}{}", choice.question),
            items,
        })
    }

    /// Returns the items, in the order that is wanted.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// Returns the list from which the items are.
    pub fn list(&self) -> List<'static> {
        self.from
    }

    /// Returns where the item with a key stands.
    pub(super) fn position(&self, seen: GraphView<'_>, key: &str) -> Result<usize, CursorError> {
        let item = self.from.item_of(seen, key)?;
        let mut items = self.items.iter();
        items.position(|of| *of == item).ok_or(CursorError::Stale)
    }
}
