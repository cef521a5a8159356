//! May a path pass an entity or a relationship, by the conditions that are asked for?

use super::hop::Hop;
use crate::graph::{GraphView, RelationshipIx};
use crate::model::EntityIx;
use crate::query::budget::{Budget, Cut};
use crate::query::filter::{EdgeTest, EntityTest, Filter};
use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::Hash;

/// Conditions on what a path passes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PathFilter {
    /// The condition on the entities that it passes; its ends need not fulfill it.
    pub nodes: Option<Filter<EntityTest>>,
    /// The condition on the relationships that it follows.
    pub edges: Option<Filter<EdgeTest>>,
    /// What was asked for, spelled so that the same text stands for the same conditions.
    pub question: String,
}

/// What one search found of the entities and relationships that it met; each is tested once.
#[derive(Debug)]
pub(in crate::query) struct Verdicts<'f> {
    filter: &'f PathFilter,
    nodes: Known<EntityIx>,
    edges: Known<RelationshipIx>,
}

type Known<K> = RefCell<HashMap<K, bool>>;

impl<'f> Verdicts<'f> {
    /// Begins a search of which some entities are the ends.
    pub(in crate::query) fn between(filter: &'f PathFilter, ends: &[EntityIx]) -> Self {
        Self {
            filter,
            nodes: RefCell::new(ends.iter().map(|&end| (end, true)).collect()),
            edges: RefCell::default(),
        }
    }

    /// Returns whether a path may take a hop, which both of its ends and the relationship decide.
    #[inline]
    pub(super) fn let_pass(
        &self,
        seen: GraphView<'_>,
        hop: &Hop,
        budget: &Budget,
    ) -> Result<bool, Cut> {
        let Hop { from, adjacent, .. } = *hop;
        let work = budget.work();
        if let Some(filter) = &self.filter.edges {
            let test = || Ok(filter.wants(seen, adjacent, work)?);
            if !once(&self.edges, adjacent.relationship, test)? {
                return Ok(false);
            }
        }
        if let Some(filter) = &self.filter.nodes {
            for entity in [from, adjacent.other] {
                let test = || Ok(filter.wants(seen, entity, work)?);
                if !once(&self.nodes, entity, test)? {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }
}

/// Returns the verdict on something, which is tested when it is met first.
fn once<K: Eq + Hash>(
    known: &Known<K>,
    key: K,
    test: impl FnOnce() -> Result<bool, Cut>,
) -> Result<bool, Cut> {
    let verdict = known.borrow().get(&key).copied();
    if let Some(verdict) = verdict {
        return Ok(verdict);
    }
    let verdict = test()?;
    known.borrow_mut().insert(key, verdict);
    Ok(verdict)
}
