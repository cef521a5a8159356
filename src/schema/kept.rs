//! What was worked out of late, and is kept for who asks next?

use crate::graph::Visible;
use crate::query::{Found, Projection};
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use std::hash::Hash;
use std::sync::Arc;

/// A guess at the number of things that are kept, with which their table is sized.
const ESTIMATED: usize = 64;

/// What keeping one thing takes beside the thing itself, in bytes.
const BESIDE: u64 = 1024;

/// Something that takes a known amount of memory.
pub(super) trait Weighed {
    /// Returns the number of bytes that it takes.
    fn n_bytes(&self) -> usize;
}

impl Weighed for Visible {
    fn n_bytes(&self) -> usize {
        self.n_bytes()
    }
}

impl Weighed for Projection {
    fn n_bytes(&self) -> usize {
        self.n_bytes()
    }
}

impl Weighed for Found {
    fn n_bytes(&self) -> usize {
        self.n_bytes()
    }
}

/// Things that were worked out, as many as fit into a number of bytes.
#[derive(Debug)]
pub(super) struct Kept<K, V> {
    things: Cache<K, Arc<V>, Weight>,
}

impl<K: Clone + Eq + Hash, V: Weighed> Kept<K, V> {
    pub(super) fn up_to(n_bytes: u64) -> Self {
        Self {
            things: Cache::with_weighter(ESTIMATED, n_bytes, Weight),
        }
    }

    /// Returns the thing with a key, and works it out where it is not kept; who asks for it in the
    /// meantime waits.
    ///
    /// # Errors
    /// Returns the reason for which it was not worked out.
    pub(super) fn get_or_work_out<E>(
        &self,
        key: &K,
        work_out: impl FnOnce() -> Result<V, E>,
    ) -> Result<Arc<V>, E> {
        self.things
            .get_or_insert_with(key, || work_out().map(Arc::new))
    }
}

/// Things weigh what they take of memory.
#[derive(Debug, Clone)]
struct Weight;

impl<K, V: Weighed> Weighter<K, Arc<V>> for Weight {
    fn weight(&self, _key: &K, thing: &Arc<V>) -> u64 {
        BESIDE + thing.n_bytes() as u64
    }
}
