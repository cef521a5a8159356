//! Which items of a long list count, and how many of them stand before a place?
//!
//! A bit for each item, and for each word of bits the number of those set before it: counting in
//! a range and finding the n-th item cost the same however long the list is.

use super::column;
use borsh::{BorshDeserialize, BorshSerialize};
use std::ops::Range;

const WORD: usize = u64::BITS as usize;

/// A set of positions that can be counted and numbered.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize)]
pub struct Ranked {
    #[borsh(deserialize_with = "column::read")]
    words: Vec<u64>,
    /// How many positions are in the set before each word, and one more.
    #[borsh(deserialize_with = "column::read")]
    before: Vec<u32>,
}

impl Default for Ranked {
    fn default() -> Self {
        Self::from_words(Vec::new())
    }
}

impl Ranked {
    /// Appends the position behind the first `n`, of which each was gathered or appended.
    #[inline]
    pub(super) fn push(&mut self, n: usize, counts: bool) {
        if n.is_multiple_of(WORD) {
            self.words.push(0);
            self.before.extend(self.before.last().copied());
        }
        if let Some((word, before)) = self.words.last_mut().zip(self.before.last_mut()) {
            *word |= u64::from(counts) << (n % WORD);
            *before += u32::from(counts);
        }
    }

    /// Gathers those of the first `n` positions that count.
    pub fn gather(n: usize, counts: impl Fn(usize) -> bool) -> Self {
        let mut words = vec![0; n.div_ceil(WORD)];
        for at in (0..n).filter(|&at| counts(at)) {
            words[at / WORD] |= 1 << (at % WORD);
        }
        Self::from_words(words)
    }

    fn from_words(words: Vec<u64>) -> Self {
        let mut before = Vec::with_capacity(words.len() + 1);
        let mut n = 0;
        before.push(n);
        for word in &words {
            n += word.count_ones();
            before.push(n);
        }
        Self { words, before }
    }

    /// Returns whether a position is in the set.
    #[inline]
    pub fn contains(&self, at: usize) -> bool {
        self.words[at / WORD] >> (at % WORD) & 1 == 1
    }

    /// Returns how many positions of the set are in a range.
    #[inline]
    pub fn count(&self, range: Range<usize>) -> usize {
        self.rank(range.end) - self.rank(range.start)
    }

    /// Returns how many positions of the set stand before one.
    #[inline]
    pub(super) fn rank(&self, at: usize) -> usize {
        let (word, bit) = (at / WORD, at % WORD);
        let partial = match bit {
            0 => 0,
            bit => (self.words[word] & ((1 << bit) - 1)).count_ones(),
        };
        (self.before[word] + partial) as usize
    }

    /// Returns the positions of the set from the `n`-th of those at or behind `start`.
    pub fn positions(&self, start: usize, n: usize) -> impl Iterator<Item = usize> {
        let wanted = self.rank(start) + n;
        // The last word before which not more than the wanted number are set.
        let word = self.before.partition_point(|&n| n as usize <= wanted) - 1;
        let mut bits = self.words.get(word).copied().unwrap_or(0);
        for _ in self.before[word] as usize..wanted {
            bits &= bits.wrapping_sub(1);
        }
        let (mut word, mut bits) = (word, bits);
        std::iter::from_fn(move || {
            while bits == 0 {
                word += 1;
                bits = *self.words.get(word)?;
            }
            let at = word * WORD + bits.trailing_zeros() as usize;
            bits &= bits - 1;
            Some(at)
        })
    }

    /// Returns the number of bytes that the set takes.
    pub fn n_bytes(&self) -> usize {
        size_of_val(self.words.as_slice()) + size_of_val(self.before.as_slice())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_counted_and_numbered_as_in_a_plain_list() {
        let sets: [fn(usize) -> bool; 5] = [
            |_| true,
            |_| false,
            |at| at.is_multiple_of(3),
            |at| (60..70).contains(&at) || at == 199,
            |at| at / 64 == 1,
        ];
        for (counts, n) in sets.into_iter().flat_map(|set| [(set, 200), (set, 128)]) {
            let ranked = Ranked::gather(n, counts);
            let plain: Vec<usize> = (0..n).filter(|&at| counts(at)).collect();
            for start in 0..=n {
                let behind: Vec<usize> = plain.iter().copied().filter(|&at| at >= start).collect();
                assert_eq!(ranked.count(start..n), behind.len());
                for skipped in 0..=behind.len() {
                    let found: Vec<usize> = ranked.positions(start, skipped).collect();
                    assert_eq!(found, behind[skipped..]);
                }
            }
        }
    }

    #[test]
    fn a_set_that_grows_is_the_same_as_one_that_was_gathered() {
        for n in [0, 1, 63, 64, 65, 200] {
            let counts = |at: usize| at.is_multiple_of(3);
            let mut grown = Ranked::default();
            (0..n).for_each(|at| grown.push(at, counts(at)));
            assert_eq!(grown, Ranked::gather(n, counts));
        }
    }

    #[test]
    fn an_empty_list_has_no_positions() {
        let ranked = Ranked::gather(0, |_| true);
        assert_eq!(ranked.count(0..0), 0);
        assert_eq!(ranked.positions(0, 0).count(), 0);
    }
}
