//! Which number comes next?

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore as _, SeedableRng as _};

/// A stream of numbers that a seed decides.
pub(super) struct Numbers(ChaCha8Rng);

/// Of eight entities that could be meant, in how many cases only the better known half is.
const EIGHTHS_FOR_THE_KNOWN: u64 = 7;

impl Numbers {
    /// Returns one of the streams of a seed.
    pub(super) fn new(seed: u64, stream: u64) -> Self {
        let mut generator = ChaCha8Rng::seed_from_u64(seed);
        generator.set_stream(stream);
        Self(generator)
    }

    /// Returns a number below a limit, all of them equally often; 0 when the limit is 0.
    pub(super) fn below(&mut self, limit: u32) -> u32 {
        let product = u64::from(self.0.next_u32()) * u64::from(limit);
        u32::try_from(product >> u32::BITS).expect("the upper half of a product has 32 bits")
    }

    /// Returns whether something happens that does so in some of a hundred cases.
    pub(super) fn happens(&mut self, of_hundred: u32) -> bool {
        self.below(100) < of_hundred
    }

    /// Returns how often in a row something happens that does so in some of eight cases.
    pub(super) fn times(&mut self, of_eight: u64, most: u32) -> u32 {
        let eighth = |bits: u32| u64::from(bits >> 29);
        let happens = (0..most).take_while(|_| eighth(self.0.next_u32()) < of_eight);
        u32::try_from(happens.count()).expect("it is at most `most`")
    }

    /// Returns a number below a limit by a power law, the small ones most often.
    ///
    /// Each time that the better known half is meant, the rest is halved; so a place is named about
    /// as often as the place to the power of -0.8.
    pub(super) fn skewed(&mut self, limit: u32) -> u32 {
        let halvings = self.times(EIGHTHS_FOR_THE_KNOWN, limit.max(1).ilog2());
        self.below((limit >> halvings).max(1).min(limit))
    }

    /// Returns one of several items, all of them equally often.
    pub(super) fn one_of<T: Copy>(&mut self, items: &[T]) -> Option<T> {
        let n_items = u32::try_from(items.len()).unwrap_or(u32::MAX);
        items.get(self.below(n_items) as usize).copied()
    }
}
