//! Which documents may run where only those of a manifest may, and when does that change?

use super::changes::Changes;
use crate::engine::{Engine, digest};
use crate::evidence::read_text;
use crate::http::{Allowed, Live, Trusted};
use crate::schema::Story;
use std::path::{Path, PathBuf};
use tokio::task::spawn_blocking;

/// Reads the documents of a manifest.
///
/// # Errors
/// Says what is wrong with it.
pub(super) fn read_manifest(path: &Path, engine: &Engine<Story>) -> Result<Trusted, String> {
    parse(path, &text(path)?, engine)
}

/// A manifest that may change.
#[derive(Clone)]
pub(super) struct Manifest {
    path: PathBuf,
    allowed: Allowed,
    /// The text that was read last and the schema that it was compared with, as digests: what was
    /// told of them is not told twice.
    tried: Option<[String; 2]>,
}

impl Manifest {
    /// Returns the manifest whose documents may run now.
    pub(super) fn new(path: PathBuf, allowed: Allowed) -> Self {
        Self {
            path,
            allowed,
            tried: None,
        }
    }

    /// Lets the documents run that the manifest has, whenever it changes, for as long as it is
    /// polled.
    pub(super) async fn follow(mut self, changes: &Changes, live: &Live<Story>) {
        loop {
            changes.rest().await;
            let (mut manifest, engine) = (self.clone(), live.engine());
            let read = spawn_blocking(move || {
                manifest.read_anew(&engine);
                manifest
            });
            match read.await {
                Ok(manifest) => self = manifest,
                Err(_) => tracing::error!("reading the manifest failed; {STAYS}"),
            }
        }
    }

    /// Reads the manifest, and lets its documents run unless something is wrong or nothing has
    /// changed.
    fn read_anew(&mut self, engine: &Engine<Story>) {
        let text = text(&self.path);
        let read = text.as_deref().unwrap_or_else(|problem| problem);
        let tried = Some([digest(read), digest(engine.sdl())]);
        if self.tried == tried {
            return;
        }
        self.tried = tried;
        match text.and_then(|text| parse(&self.path, &text, engine)) {
            Ok(trusted) if trusted == *self.allowed.now() => {}
            Ok(trusted) => {
                self.allowed.replace(trusted);
                tracing::info!(
                    manifest = %self.path.display(),
                    "the documents of another manifest may run"
                );
            }
            Err(problem) => tracing::error!("{problem}; {STAYS}"),
        }
    }
}

/// What becomes of the manifest in force when the next one is bad.
const STAYS: &str = "the manifest that was read before stays";

fn text(path: &Path) -> Result<String, String> {
    read_text(path, &path.display().to_string()).map_err(|absence| absence.to_string())
}

fn parse(path: &Path, text: &str, engine: &Engine<Story>) -> Result<Trusted, String> {
    Trusted::parse(text, engine).map_err(|error| format!("{}:{error}", path.display()))
}
