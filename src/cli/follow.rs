//! When did something change, and what is served then?
//!
//! The folder of the story is watched, and so is the manifest of the documents that may run; SIGHUP
//! does the same by hand. The new state is read and checked whole before it takes the place of the
//! one that is served; where something is wrong with it, the old one stays, and the log tells what
//! is wrong.

use super::arguments::ServeArguments;
use super::changes::Changes;
use super::load::engine_of;
use super::manifest::Manifest;
use crate::dataset;
use crate::engine::Engine;
use crate::graph::KnowledgeGraph;
use crate::http::{Live, Settings};
use crate::schema::Story;
use std::sync::Arc;
use tokio::task::spawn_blocking;

/// Everything that tells of changes.
///
/// It is made before anything is read, so that nothing is missed that changes in the meantime.
pub(super) struct Watched {
    data: Changes,
    manifest: Option<Changes>,
    hang_ups: HangUps,
}

impl Watched {
    /// Watches what a server is told to serve.
    pub(super) fn begin(arguments: &ServeArguments) -> Self {
        let manifest = arguments.trusted_documents.as_deref();
        Self {
            data: Changes::of(&arguments.folder.data),
            manifest: manifest.map(Changes::of),
            hang_ups: HangUps::listen(),
        }
    }

    /// Serves what there is, whenever it changes, for as long as it is polled.
    pub(super) async fn follow(
        mut self,
        live: Live<Story>,
        arguments: Arc<ServeArguments>,
        settings: Settings,
    ) {
        self.data.warn_unless_told();
        self.manifest.iter().for_each(Changes::warn_unless_told);
        let path = arguments.trusted_documents.clone();
        let manifest = path.zip(settings.trusted.clone());
        let manifest = manifest.map(|(path, allowed)| Manifest::new(path, allowed));
        let settings = Arc::new(settings);
        let data = async {
            loop {
                tokio::select! {
                    () = self.data.rest() => {}
                    () = self.hang_ups.next() => {}
                }
                let (live, settings) = (live.clone(), Arc::clone(&settings));
                let arguments = Arc::clone(&arguments);
                if spawn_blocking(move || serve_anew(&live, &arguments, &settings))
                    .await
                    .is_err()
                {
                    tracing::error!("reading the data failed; {STAYS}");
                }
                // Whether a document fits depends on the schema.
                self.manifest.iter().for_each(Changes::tell);
            }
        };
        let documents = async {
            if let (Some(changes), Some(manifest)) = (&self.manifest, manifest) {
                manifest.follow(changes, &live).await;
            }
        };
        tokio::join!(data, documents);
    }
}

/// What becomes of the snapshot that is served when the data are bad.
const STAYS: &str = "the snapshot that is served stays";

/// Reads the data and serves them, unless something is wrong or nothing has changed.
fn serve_anew(live: &Live<Story>, arguments: &ServeArguments, settings: &Settings) {
    let reading = dataset::read(&arguments.folder.data);
    let Some(dataset) = reading.dataset else {
        return arguments.log.tell_findings(&reading.diagnostics, STAYS);
    };
    let old = live.engine();
    let story = |dataset| old.domain().followed_by(KnowledgeGraph::build(dataset));
    match engine_of(dataset, settings, story) {
        Ok(new) if is_same(&old, &new) => {}
        Ok(new) => {
            new.domain().warm_up();
            let graph = new.domain().graph();
            tracing::info!(
                snapshot = graph.snapshot(),
                sources = graph.sources().len(),
                entities = graph.n_entities(),
                claims = graph.claims().len(),
                "serving another snapshot"
            );
            live.replace(new);
        }
        Err(error) => tracing::error!("{error}; {STAYS}"),
    }
}

fn is_same(old: &Engine<Story>, new: &Engine<Story>) -> bool {
    old.domain().graph().snapshot() == new.domain().graph().snapshot() && old.sdl() == new.sdl()
}

/// Tells of each SIGHUP, where there is such a signal.
struct HangUps {
    #[cfg(unix)]
    signals: Option<tokio::signal::unix::Signal>,
}

impl HangUps {
    #[cfg(unix)]
    fn listen() -> Self {
        use tokio::signal::unix::{SignalKind, signal};
        Self {
            signals: signal(SignalKind::hangup()).ok(),
        }
    }

    #[cfg(unix)]
    async fn next(&mut self) {
        if let Some(signals) = &mut self.signals
            && signals.recv().await.is_some()
        {
            return;
        }
        std::future::pending::<()>().await;
    }

    #[cfg(not(unix))]
    fn listen() -> Self {
        Self {}
    }

    #[cfg(not(unix))]
    async fn next(&mut self) {
        std::future::pending::<()>().await;
    }
}
