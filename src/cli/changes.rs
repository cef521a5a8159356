//! When has something on the disk changed?

use notify::{RecommendedWatcher, RecursiveMode, Watcher};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::{Instant, timeout};

/// How long nothing has to change before it is read: an editor writes a file in several steps, and
/// somebody who copies a folder writes many.
const REST: Duration = Duration::from_millis(200);

/// How long one waits for such a rest.
const PATIENCE: Duration = Duration::from_secs(2);

/// The changes of a folder or a file, from the moment on at which this was made.
pub(super) struct Changes {
    changed: Arc<Notify>,
    /// The folder that is watched.
    folder: PathBuf,
    watcher: notify::Result<RecommendedWatcher>,
}

impl Changes {
    /// Watches a folder with everything below it, or a file, which somebody may replace: so it is
    /// its folder that is watched.
    pub(super) fn of(path: &Path) -> Self {
        if path.is_dir() {
            return Self::within(path, RecursiveMode::Recursive);
        }
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        Self::within(
            folder.unwrap_or(Path::new(".")),
            RecursiveMode::NonRecursive,
        )
    }

    fn within(folder: &Path, mode: RecursiveMode) -> Self {
        let changed = Arc::default();
        let watcher = watcher(folder, mode, &changed);
        Self {
            changed,
            folder: folder.to_owned(),
            watcher,
        }
    }

    /// Warns when the system does not tell of the changes.
    pub(super) fn warn_unless_told(&self) {
        if let Err(error) = &self.watcher {
            let folder = self.folder.display();
            tracing::warn!(
                "cannot watch {folder}: {error}; send SIGHUP when something has changed"
            );
        }
    }

    /// Says that something has changed.
    pub(super) fn tell(&self) {
        self.changed.notify_one();
    }

    /// Waits until something has changed, and then nothing for a while.
    pub(super) async fn rest(&self) {
        self.changed.notified().await;
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE && timeout(REST, self.changed.notified()).await.is_ok() {}
    }
}

/// Watches a folder for changes. Reading it is none.
fn watcher(
    folder: &Path,
    mode: RecursiveMode,
    changed: &Arc<Notify>,
) -> notify::Result<RecommendedWatcher> {
    let changed = Arc::clone(changed);
    let told = move |event: notify::Result<notify::Event>| {
        if !event.is_ok_and(|event| event.kind.is_access()) {
            changed.notify_one();
        }
    };
    let mut watcher = notify::recommended_watcher(told)?;
    watcher.watch(folder, mode)?;
    Ok(watcher)
}
