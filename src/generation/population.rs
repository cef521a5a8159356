//! Who is of which type, how much is said of each, and who is named by others?

use super::number::Numbers;
use super::order::Order;
use crate::ontology::{Ontology, TypeId};
use std::ops::Range;

/// How much more is said of the most discussed entity than of one of whom the least is said, as
/// the power of three halves.
const MOST_LEVELS: u32 = 16;

/// How much more claims an entity may have than the average allows, so that its line stays short.
const MOST_CLAIMS: u64 = 1_500;

/// The entities of a story by their numbers; within a type, low numbers are named most often.
pub(super) struct Population {
    /// The numbers of each type, in the order of the ontology; none for an abstract one.
    by_type: Vec<Range<u32>>,
    /// The numbers that each type covers, itself or its descendants.
    covered: Vec<Vec<Range<u32>>>,
    /// How many claims there are before those of each entity, in parts of `whole`.
    shares: Vec<u16>,
    whole: u64,
}

impl Population {
    pub(super) fn new(ontology: &Ontology, order: &Order, numbers: &mut Numbers) -> Self {
        let by_type = by_type(ontology, order.n_entities);
        let covered = ontology.types.iter().map(|row| {
            let concrete = row.concrete.iter();
            let ranges = concrete.map(|id| by_type[usize::from(id.0)].clone());
            ranges.filter(|range| !range.is_empty()).collect()
        });
        let covered = covered.collect();
        let average = u64::from(order.n_claims) / u64::from(order.n_entities) + 1;
        let highest = (MOST_CLAIMS / average).max(1).ilog2() * 3 / 2;
        let share = |_| {
            let level = numbers.times(4, highest.min(MOST_LEVELS));
            let weight = 8 * 3u32.pow(level) / 2u32.pow(level);
            u16::try_from(weight).expect("sixteen powers of three halves fit in 16 bits")
        };
        let shares: Vec<_> = (0..order.n_entities).map(share).collect();
        let whole = shares.iter().map(|&share| u64::from(share)).sum();
        Self {
            by_type,
            covered,
            shares,
            whole,
        }
    }

    /// Returns the types that have entities, with the numbers of these.
    pub(super) fn types(&self) -> impl Iterator<Item = (TypeId, Range<u32>)> {
        let types = (0..).map(TypeId).zip(self.by_type.iter().cloned());
        types.filter(|(_, range)| !range.is_empty())
    }

    /// Returns how many of the claims each entity has, in the order of their numbers.
    pub(super) fn n_claims(&self, n_claims: u32) -> impl Iterator<Item = u32> {
        let mut before = 0u64;
        let until = move |shares: u64| u128::from(shares) * u128::from(n_claims);
        self.shares.iter().map(move |&share| {
            let after = before + u64::from(share);
            let whole = u128::from(self.whole);
            let count = until(after) / whole - until(before) / whole;
            before = after;
            u32::try_from(count).expect("there are not more than all claims")
        })
    }

    /// Returns whether there is anybody of a type.
    pub(super) fn has(&self, id: TypeId) -> bool {
        !self.covered[usize::from(id.0)].is_empty()
    }

    /// Returns somebody of a type, most often one who is well known.
    pub(super) fn known(&self, id: TypeId, numbers: &mut Numbers) -> Option<u32> {
        let ranges = &self.covered[usize::from(id.0)];
        let n_entities = ranges.iter().map(ExactSizeIterator::len).sum::<usize>();
        let n_entities = u32::try_from(n_entities).unwrap_or(u32::MAX);
        let mut at = numbers.below(n_entities);
        for range in ranges {
            let length = range.end - range.start;
            if at < length {
                return Some(range.start + numbers.skewed(length));
            }
            at -= length;
        }
        None
    }
}

/// Gives each concrete type half of what those before it left, and the last one the rest.
fn by_type(ontology: &Ontology, n_entities: u32) -> Vec<Range<u32>> {
    let concrete = |id: TypeId| !ontology.entity_type(id).is_abstract;
    let n_concrete = ontology.type_ids().filter(|&id| concrete(id)).count();
    let (mut start, mut n_given) = (0, 0);
    let range = |id: TypeId| {
        if !concrete(id) {
            return start..start;
        }
        n_given += 1;
        let left = n_entities - start;
        let taken = match n_given == n_concrete {
            true => left,
            false => left.div_ceil(2),
        };
        let range = start..start + taken;
        start = range.end;
        range
    };
    ontology.type_ids().map(range).collect()
}
