//! Which snapshot is served, and who hears of the next one?

use crate::engine::{Domain, Engine};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// The engine over the snapshot that is served, which another one can take the place of.
///
/// A request keeps the engine with which it began. Clones share everything.
#[derive(Clone)]
pub struct Live<D: Domain> {
    served: Arc<watch::Sender<Served<D>>>,
}

#[derive(Clone)]
struct Served<D: Domain> {
    engine: Engine<D>,
    since: Instant,
    /// Whether no other one will take its place.
    is_last: bool,
}

impl<D: Domain> Live<D> {
    /// Serves an engine until another one takes its place.
    pub fn new(engine: Engine<D>) -> Self {
        let served = Served {
            engine,
            since: Instant::now(),
            is_last: false,
        };
        Self {
            served: Arc::new(watch::Sender::new(served)),
        }
    }

    /// Returns the engine over the snapshot that is served now.
    pub fn engine(&self) -> Engine<D> {
        self.served.borrow().engine.clone()
    }

    /// Returns the time since the snapshot is served.
    pub(super) fn age(&self) -> Duration {
        self.served.borrow().since.elapsed()
    }

    /// Serves another engine from now on, and tells everybody who waits for it.
    pub fn replace(&self, engine: Engine<D>) {
        self.served.send_modify(|served| {
            served.engine = engine;
            served.since = Instant::now();
        });
    }

    /// Tells everybody who waits for another engine that none will come.
    pub fn close(&self) {
        self.served.send_modify(|served| served.is_last = true);
    }

    /// Returns what tells of every engine that is served from now on.
    pub(super) fn news(&self) -> News<D> {
        News {
            served: self.served.subscribe(),
        }
    }
}

impl<D: Domain> From<Engine<D>> for Live<D> {
    fn from(engine: Engine<D>) -> Self {
        Self::new(engine)
    }
}

/// Tells of one engine after the other; of several that follow each other fast, of the last.
pub(super) struct News<D: Domain> {
    served: watch::Receiver<Served<D>>,
}

impl<D: Domain> News<D> {
    /// Returns the engine that is served, which is no news from now on.
    pub(super) fn engine(&mut self) -> Engine<D> {
        self.served.borrow_and_update().engine.clone()
    }

    /// Waits for news; `None` when none will come.
    pub(super) async fn next(&mut self) -> Option<()> {
        if self.served.borrow().is_last {
            return None;
        }
        self.served.changed().await.ok()?;
        (!self.served.borrow().is_last).then_some(())
    }
}
