//! Which lists do things have of which most have none?

use super::column;
use super::rank::Ranked;
use borsh::{BorshDeserialize, BorshSerialize};

/// A list for each of many owners, where most lists are empty: a bit for each owner, and the items
/// of those that have some one behind the other.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize)]
pub(super) struct Lists<T> {
    n_owners: usize,
    owners: Ranked,
    /// Where the items of each owner that has some begin, and where the last ones end.
    #[borsh(deserialize_with = "column::read")]
    starts: Vec<u32>,
    #[borsh(deserialize_with = "column::read")]
    items: Vec<T>,
}

impl<T> Default for Lists<T> {
    fn default() -> Self {
        Self {
            n_owners: 0,
            owners: Ranked::default(),
            starts: vec![0],
            items: Vec::new(),
        }
    }
}

impl<T> Lists<T> {
    /// Appends the list of the next owner.
    ///
    /// # Panics
    /// When there are more than 2^32 items.
    pub(super) fn push(&mut self, items: impl IntoIterator<Item = T>) {
        let n_before = self.items.len();
        self.items.extend(items);
        let has_some = self.items.len() > n_before;
        if has_some {
            let end = u32::try_from(self.items.len()).expect("items are counted in 32 bits");
            self.starts.push(end);
        }
        self.owners.push(self.n_owners, has_some);
        self.n_owners += 1;
    }

    /// Returns the list of an owner.
    #[inline]
    pub(super) fn of(&self, owner: usize) -> &[T] {
        if !self.owners.contains(owner) {
            return &[];
        }
        let at = self.owners.rank(owner);
        &self.items[self.starts[at] as usize..self.starts[at + 1] as usize]
    }

    /// Appends other lists, each item of them changed.
    ///
    /// # Panics
    /// When there are more than 2^32 items.
    pub(super) fn append(&mut self, other: Self, change: impl Fn(T) -> T) {
        for owner in 0..other.n_owners {
            self.owners
                .push(self.n_owners + owner, other.owners.contains(owner));
        }
        self.n_owners += other.n_owners;
        let n_items = u32::try_from(self.items.len()).expect("items are counted in 32 bits");
        let ends = other.starts.into_iter().skip(1);
        self.starts.extend(ends.map(|end| n_items + end));
        self.items.extend(other.items.into_iter().map(change));
    }

    /// Returns whether all lists are empty.
    pub(super) fn are_empty(&self) -> bool {
        self.items.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_owner_has_its_list_and_most_have_none() {
        let mut lists = Lists::default();
        assert!(lists.are_empty());
        let of = |owner: usize| {
            vec![
                owner;
                if owner.is_multiple_of(7) {
                    owner % 5
                } else {
                    0
                }
            ]
        };
        (0..300).for_each(|owner| lists.push(of(owner)));
        for owner in 0..300 {
            assert_eq!(lists.of(owner), of(owner));
        }
        assert!(!lists.are_empty());
        let mut joined = Lists::default();
        for part in [0..7, 7..100, 100..300] {
            let mut lists = Lists::default();
            part.for_each(|owner| lists.push(of(owner)));
            joined.append(lists, |item| item);
        }
        assert_eq!(joined, lists);
    }
}
