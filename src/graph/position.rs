//! Where does something with an id stand?
//!
//! A table of positions, found by the hashes of the ids that stand there. The ids themselves are
//! kept once, by what has them.

use crate::model::ClaimId;
use hashbrown::{DefaultHashBuilder, HashTable};
use std::hash::BuildHasher;

/// The positions of things that have ids, each of its own.
#[derive(Debug)]
pub(super) struct Positions {
    table: HashTable<u32>,
    hashes: Hashes,
}

/// How ids are hashed.
#[derive(Debug, Clone, Default)]
pub(super) struct Hashes(DefaultHashBuilder);

impl Hashes {
    /// Returns the hash of the id of a claim: one that was derived is one already.
    #[inline]
    pub(super) fn of_claim(&self, id: ClaimId<&str>) -> u64 {
        match id {
            ClaimId::Chosen(id) => self.of(id),
            ClaimId::Derived(identity) => identity.low_bits(),
        }
    }

    /// Returns the hash of an id.
    #[inline]
    pub(super) fn of(&self, id: &str) -> u64 {
        self.0.hash_one(id)
    }
}

impl Positions {
    /// Gathers the first `n` positions, given the hash of the id that stands at each.
    ///
    /// # Panics
    /// When they are not counted in 32 bits, as everything in a graph is.
    pub(super) fn gather(n: usize, hash_at: impl Fn(&Hashes, u32) -> u64) -> Self {
        let hashes = Hashes::default();
        let mut table = HashTable::with_capacity(n);
        for at in 0..u32::try_from(n).expect("a graph counts in 32 bits") {
            table.insert_unique(hash_at(&hashes, at), at, |&at| hash_at(&hashes, at));
        }
        Self { table, hashes }
    }

    /// Returns the position of an id, given how it is hashed and whether it stands somewhere.
    #[inline]
    pub(super) fn find(
        &self,
        hash: impl FnOnce(&Hashes) -> u64,
        is_at: impl Fn(u32) -> bool,
    ) -> Option<u32> {
        let found = self.table.find(hash(&self.hashes), |&at| is_at(at));
        found.copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_id_is_found_where_it_stands_and_no_other_is() {
        let ids: Vec<String> = (0..1000).map(|number| format!("person-{number}")).collect();
        let positions = Positions::gather(ids.len(), |hashes, at| hashes.of(&ids[at as usize]));
        let find = |id: &str| positions.find(|hashes| hashes.of(id), |at| ids[at as usize] == id);
        for (at, id) in (0..).zip(&ids) {
            assert_eq!(find(id), Some(at));
        }
        assert_eq!(find("person-1000"), None);
        assert_eq!(find(""), None);
    }

    #[test]
    fn nothing_is_found_among_no_ids() {
        let positions = Positions::gather(0, |_, _| 0);
        assert_eq!(positions.find(|_| 0, |_| true), None);
    }
}
