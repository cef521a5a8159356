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

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::{Barrier, mpsc};
    use std::thread;

    /// A thing that takes so many bytes.
    struct Thing(usize);

    impl Weighed for Thing {
        fn n_bytes(&self) -> usize {
            self.0
        }
    }

    #[test]
    fn what_several_ask_for_at_once_is_worked_out_once() {
        let kept = Kept::<u8, Thing>::up_to(1 << 20);
        let n_worked_out = AtomicUsize::new(0);
        let (others_start, begun) = (Barrier::new(4), Barrier::new(2));
        let (go_on, wait) = mpsc::channel::<()>();
        let ask = |wait: Option<mpsc::Receiver<()>>| {
            let thing = kept.get_or_work_out(&1, || {
                n_worked_out.fetch_add(1, Ordering::SeqCst);
                if let Some(wait) = wait {
                    begun.wait();
                    wait.recv().expect("the word to go on");
                }
                Ok::<_, ()>(Thing(7))
            });
            assert_eq!(thing.map(|thing| thing.0), Ok(7));
        };
        thread::scope(|scope| {
            scope.spawn(|| ask(Some(wait)));
            begun.wait();
            for _ in 0..3 {
                scope.spawn(|| {
                    others_start.wait();
                    ask(None);
                });
            }
            others_start.wait();
            go_on.send(()).expect("somebody who waits");
        });
        assert_eq!(n_worked_out.into_inner(), 1);
    }

    #[test]
    fn what_failed_is_worked_out_again() {
        let kept = Kept::<u8, Thing>::up_to(1 << 20);
        let failed = kept.get_or_work_out(&1, || Err("too long"));
        assert_eq!(failed.map(|thing| thing.0), Err("too long"));
        let found = kept.get_or_work_out(&1, || Ok::<_, ()>(Thing(7)));
        assert_eq!(found.map(|thing| thing.0), Ok(7));
    }

    #[test]
    fn no_more_is_kept_than_there_is_room_for() {
        let kept = Kept::<u32, Thing>::up_to(100 * 1024);
        for key in 0..1_000 {
            let thing = kept.get_or_work_out(&key, || Ok::<_, ()>(Thing(4 * 1024)));
            assert!(thing.is_ok());
        }
        let within = 1..=100 * 1024;
        assert!(within.contains(&kept.things.weight()));
        let large = kept.get_or_work_out(&1_000, || Ok::<_, ()>(Thing(1 << 20)));
        assert_eq!(large.map(|thing| thing.0), Ok(1 << 20));
        assert!(within.contains(&kept.things.weight()));
    }
}
