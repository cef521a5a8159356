//! Was the program told to stop before it was ready?

use std::process::{self, ExitCode};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use tokio::runtime::Builder;
use tokio::sync::oneshot;

/// How a program ends that was interrupted, as shells tell it.
const INTERRUPTED: u8 = 130;

/// Looks out for Ctrl-C for as long as it is kept.
pub(super) struct Lookout {
    /// Closed when it is dropped, which ends the thread that waits.
    _kept: oneshot::Sender<()>,
}

impl Lookout {
    /// Returns a lookout that ends the program at once.
    pub(super) fn ending() -> Self {
        Self::calling(|| process::exit(i32::from(INTERRUPTED)))
    }

    fn calling(then: impl FnOnce() + Send + 'static) -> Self {
        let (kept, dropped) = oneshot::channel();
        thread::spawn(move || {
            // Where no signal can be waited for, it ends the program as it always did.
            let Ok(runtime) = Builder::new_current_thread().enable_all().build() else {
                return;
            };
            runtime.block_on(async {
                tokio::select! {
                    Ok(()) = tokio::signal::ctrl_c() => then(),
                    _ = dropped => {}
                }
            });
        });
        Self { _kept: kept }
    }
}

/// Whether somebody pressed Ctrl-C, for work that has to clear up.
pub(super) struct Interruption {
    has_come: Arc<AtomicBool>,
    _lookout: Lookout,
}

impl Interruption {
    /// Begins to look out.
    pub(super) fn await_it() -> Self {
        let has_come = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&has_come);
        Self {
            has_come,
            _lookout: Lookout::calling(move || told.store(true, Ordering::Relaxed)),
        }
    }

    /// Returns whether it has come.
    pub(super) fn has_come(&self) -> bool {
        self.has_come.load(Ordering::Relaxed)
    }
}

/// Returns how a command ends that was interrupted.
pub(super) fn interrupted() -> ExitCode {
    ExitCode::from(INTERRUPTED)
}
