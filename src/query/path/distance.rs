//! How far is it to the end of a path?
//!
//! A breadth-first search from both ends at once, level by level, and always from the end where
//! less has to be followed. Distances count hops that may be taken; a shortest way that meets an
//! entity twice is no path, so they are bounds from below.

use super::hop::Hop;
use super::walk::{Place, Walk};
use crate::model::EntityIx;
use crate::query::budget::{Budget, Cut};
use std::collections::HashMap;

/// How far it is from places to the end.
pub(super) struct Distances {
    end: Side,
    /// The distances from places on shortest ways, as long as only those are asked for.
    shortest: Option<HashMap<Place, u8>>,
}

/// What was reached from one end.
struct Side {
    sense: Sense,
    distance: HashMap<Place, u8>,
    /// The places at the greatest distance.
    frontier: Vec<Place>,
    depth: u8,
    /// The number of relationships that the next level has to follow.
    cost: usize,
}

/// Which way one goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sense {
    Onward,
    Backward,
}

impl Distances {
    /// Returns the length of the shortest way, with the distances from the places on all ways of
    /// this length; `None` when no way is at most so long.
    pub(super) fn between(
        walk: &Walk<'_>,
        (from, to): (EntityIx, EntityIx),
        most: u8,
        budget: &Budget,
    ) -> Result<Option<(u8, Self)>, Cut> {
        let ends = walk.ends().iter();
        let mut start = Side::new(walk, Sense::Onward, vec![(from, 0)]);
        let mut end = Side::new(walk, Sense::Backward, ends.map(|&s| (to, s)).collect());
        loop {
            let meeting: Vec<Place> = match start.frontier.len() < end.frontier.len() {
                true => start.met(&end).collect(),
                false => end.met(&start).collect(),
            };
            let length = start.depth + end.depth;
            if !meeting.is_empty() {
                let shortest = start.ways_to(meeting, length, walk, budget)?;
                let shortest = Some(shortest);
                return Ok(Some((length, Self { end, shortest })));
            }
            if length == most || start.frontier.is_empty() || end.frontier.is_empty() {
                return Ok(None);
            }
            if start.cost < end.cost {
                start.extend(walk, budget)?;
            } else {
                end.extend(walk, budget)?;
            }
        }
    }

    /// Prepares for ways of another length than the shortest, as far as half of the budget allows.
    pub(super) fn prepare(
        &mut self,
        length: u8,
        walk: &Walk<'_>,
        budget: &Budget,
    ) -> Result<(), Cut> {
        self.shortest = None;
        let end = &mut self.end;
        while end.depth + 1 < length && !end.frontier.is_empty() && budget.leaves_half(end.cost) {
            end.extend(walk, budget)?;
        }
        Ok(())
    }

    /// Returns how far it is at least from a place to the end; `None` when no way leads there, or
    /// none that is asked for.
    pub(super) fn at_least(&self, place: Place) -> Option<u8> {
        match (self.end.distance.get(&place), &self.shortest) {
            (Some(&distance), _) => Some(distance),
            (None, Some(shortest)) => shortest.get(&place).copied(),
            (None, None) if self.end.frontier.is_empty() => None,
            (None, None) => Some(self.end.depth + 1),
        }
    }
}

impl Side {
    fn new(walk: &Walk<'_>, sense: Sense, places: Vec<Place>) -> Self {
        let mut side = Self {
            sense,
            distance: places.iter().map(|&place| (place, 0)).collect(),
            frontier: places,
            depth: 0,
            cost: 0,
        };
        side.count(walk);
        side
    }

    fn count(&mut self, walk: &Walk<'_>) {
        let frontier = self.frontier.iter();
        self.cost = frontier.map(|&(entity, _)| walk.n_hops(entity)).sum();
    }

    /// Goes one hop further.
    fn extend(&mut self, walk: &Walk<'_>, budget: &Budget) -> Result<(), Cut> {
        self.depth += 1;
        for place in std::mem::take(&mut self.frontier) {
            let take = |hop: Hop, place: Place| {
                if !self.distance.contains_key(&place) && walk.admits(&hop, budget)? {
                    self.distance.insert(place, self.depth);
                    self.frontier.push(place);
                }
                Ok(())
            };
            match self.sense {
                Sense::Onward => walk.onward(place, budget, take)?,
                Sense::Backward => walk.backward(place, budget, take)?,
            }
        }
        self.count(walk);
        Ok(())
    }

    /// Returns the outermost places that are the outermost of the other side as well.
    fn met(&self, other: &Self) -> impl Iterator<Item = Place> {
        let is_met = |place: &Place| other.distance.get(place) == Some(&other.depth);
        self.frontier.iter().copied().filter(is_met)
    }

    /// Returns the distances to the end from the places that lie on ways of a length through some
    /// of the outermost places.
    fn ways_to(
        &self,
        through: Vec<Place>,
        length: u8,
        walk: &Walk<'_>,
        budget: &Budget,
    ) -> Result<HashMap<Place, u8>, Cut> {
        let mut found = HashMap::new();
        let mut level = through;
        for depth in (0..self.depth).rev() {
            let mut before = Vec::new();
            for place in level {
                walk.backward(place, budget, |hop, place| {
                    if self.distance.get(&place) == Some(&depth)
                        && !found.contains_key(&place)
                        && walk.admits(&hop, budget)?
                    {
                        found.insert(place, length - depth);
                        before.push(place);
                    }
                    Ok(())
                })?;
            }
            level = before;
        }
        Ok(found)
    }
}
