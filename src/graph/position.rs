//! Where does something with an id stand?
//!
//! A table of positions, found by the hashes of the ids that stand there. The ids themselves are
//! kept once, by what has them.

use hashbrown::{DefaultHashBuilder, HashTable};
use std::hash::BuildHasher;
use std::ops::Deref;

/// The positions of things that have ids, each of its own.
#[derive(Debug)]
pub(super) struct Positions {
    table: HashTable<u32>,
    hashes: DefaultHashBuilder,
}

impl Positions {
    /// Gathers the first `n` positions, given the id that stands at each.
    ///
    /// # Panics
    /// When they are not counted in 32 bits, as everything in a graph is.
    pub(super) fn gather<I: Deref<Target = str>>(n: usize, id_at: impl Fn(u32) -> I) -> Self {
        let hashes = DefaultHashBuilder::default();
        let hash = |&at: &u32| hashes.hash_one(&*id_at(at));
        let mut table = HashTable::with_capacity(n);
        for at in 0..u32::try_from(n).expect("a graph counts in 32 bits") {
            table.insert_unique(hash(&at), at, hash);
        }
        Self { table, hashes }
    }

    /// Returns the position at which an id stands.
    #[inline]
    pub(super) fn find<I: Deref<Target = str>>(
        &self,
        id: &str,
        id_at: impl Fn(u32) -> I,
    ) -> Option<u32> {
        let is_it = |&at: &u32| *id_at(at) == *id;
        self.table.find(self.hashes.hash_one(id), is_it).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_id_is_found_where_it_stands_and_no_other_is() {
        let ids: Vec<String> = (0..1000).map(|number| format!("person-{number}")).collect();
        let id_at = |at: u32| ids[at as usize].as_str();
        let positions = Positions::gather(ids.len(), id_at);
        for (at, id) in (0..).zip(&ids) {
            assert_eq!(positions.find(id, id_at), Some(at));
        }
        assert_eq!(positions.find("person-1000", id_at), None);
        assert_eq!(positions.find("", id_at), None);
    }

    #[test]
    fn nothing_is_found_among_no_ids() {
        let positions = Positions::gather(0, |_| "");
        assert_eq!(positions.find("", |_| ""), None);
    }
}
