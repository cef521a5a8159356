//! When did the data change, and what is served then?
//!
//! The folder is watched, and SIGHUP does the same by hand. The new state is read and checked
//! whole before it takes the place of the one that is served; where something is wrong with it,
//! the old one stays, and everything that is wrong is told on the error output.

use super::arguments::DataFolder;
use super::load::{engine_of, grouped, read};
use crate::engine::Engine;
use crate::graph::KnowledgeGraph;
use crate::http::{Live, Settings};
use crate::schema::Story;
use notify::{RecommendedWatcher, RecursiveMode, Watcher};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;
use tokio::task::spawn_blocking;
use tokio::time::{Instant, timeout};

/// How long nothing has to change before the data are read: an editor writes a file in several
/// steps, and somebody who copies a folder writes many.
const REST: Duration = Duration::from_millis(200);

/// How long one waits for such a rest.
const PATIENCE: Duration = Duration::from_secs(2);

/// Serves what the folder holds, whenever it changes, for as long as it is polled.
pub(super) async fn follow(live: Live<Story>, data: PathBuf, settings: Settings) {
    let settings = Arc::new(settings);
    let changed = Arc::new(Notify::new());
    let _watcher = match watcher(&data, &changed) {
        Ok(watcher) => Some(watcher),
        Err(error) => {
            tell(&format!(
                "cannot watch {}: {error}; send SIGHUP when the data have changed",
                data.display()
            ));
            None
        }
    };
    tokio::join!(notify_of_signals(&changed), async {
        loop {
            rest_after_change(&changed).await;
            let (live, data, settings) = (live.clone(), data.clone(), Arc::clone(&settings));
            if spawn_blocking(move || serve_anew(&live, data, &settings))
                .await
                .is_err()
            {
                tell("reading the data failed; the snapshot that is served stays");
            }
        }
    });
}

/// Waits until something has changed, and then nothing for a while.
async fn rest_after_change(changed: &Notify) {
    changed.notified().await;
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE && timeout(REST, changed.notified()).await.is_ok() {}
}

/// Watches a folder for changes. Reading it is none.
fn watcher(data: &Path, changed: &Arc<Notify>) -> notify::Result<RecommendedWatcher> {
    let changed = Arc::clone(changed);
    let told = move |event: notify::Result<notify::Event>| {
        if !event.is_ok_and(|event| event.kind.is_access()) {
            changed.notify_one();
        }
    };
    let mut watcher = notify::recommended_watcher(told)?;
    watcher.watch(data, RecursiveMode::Recursive)?;
    Ok(watcher)
}

/// Tells of each SIGHUP.
#[cfg(unix)]
async fn notify_of_signals(changed: &Notify) {
    use tokio::signal::unix::{SignalKind, signal};
    if let Ok(mut hung_up) = signal(SignalKind::hangup()) {
        while hung_up.recv().await.is_some() {
            changed.notify_one();
        }
    }
}

/// There is no such signal.
#[cfg(not(unix))]
async fn notify_of_signals(_changed: &Notify) {}

/// Reads the data and serves them, unless something is wrong or nothing has changed.
fn serve_anew(live: &Live<Story>, data: PathBuf, settings: &Settings) {
    let Ok(dataset) = read(&DataFolder { data }, "the snapshot that is served stays") else {
        return;
    };
    let old = live.engine();
    let story = |dataset| old.domain().followed_by(KnowledgeGraph::build(dataset));
    match engine_of(dataset, settings, story) {
        Ok(new) if is_same(&old, &new) => {}
        Ok(new) => {
            let graph = new.domain().graph();
            tell(&format!(
                "serving snapshot {}: {} sources, {} entities and {} claims",
                graph.snapshot(),
                grouped(graph.sources().len()),
                grouped(graph.n_entities()),
                grouped(graph.claims().len()),
            ));
            live.replace(new);
        }
        Err(error) => tell(&format!("{error}; the snapshot that is served stays")),
    }
}

fn is_same(old: &Engine<Story>, new: &Engine<Story>) -> bool {
    old.domain().graph().snapshot() == new.domain().graph().snapshot() && old.sdl() == new.sdl()
}

fn tell(line: &str) {
    // Nobody is left to tell when the output is closed.
    let _ = writeln!(io::stderr(), "{line}");
}
