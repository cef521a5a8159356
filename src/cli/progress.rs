//! How is somebody at a terminal told how far the reading is?

use super::arguments::DataFolder;
use crate::dataset::{self, Limits, Phase, Progress, Reading};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// How long it may take before anything is shown.
const PATIENCE: Duration = Duration::from_millis(500);

/// Reads and checks the data with a bar, and returns how long each phase took.
pub(super) fn read(folder: &DataFolder) -> (Reading, Vec<(Phase, Duration)>) {
    let bar = Bar::new();
    let reading = dataset::read_watched(&folder.data, &Limits::default(), &bar);
    let times = bar.times();
    (reading, times)
}

/// A bar on the error output, with an estimate; nothing where that is no terminal.
///
/// It is gone when it is dropped.
struct Bar {
    bar: ProgressBar,
    begun: Instant,
    phases: Mutex<Vec<(Phase, Instant)>>,
}

impl Bar {
    fn new() -> Self {
        Self {
            bar: ProgressBar::hidden(),
            begun: Instant::now(),
            phases: Mutex::default(),
        }
    }

    /// Returns how long each phase took that began.
    fn times(&self) -> Vec<(Phase, Duration)> {
        let phases = self.phases.lock().map(|phases| phases.clone());
        let phases = phases.unwrap_or_default();
        let next = phases.iter().skip(1).map(|&(_, begun)| begun);
        let ends = next.chain([Instant::now()]);
        let times = phases.iter().zip(ends);
        times
            .map(|(&(phase, begun), end)| (phase, end - begun))
            .collect()
    }

    fn show(&self) {
        if self.bar.is_hidden() && self.begun.elapsed() > PATIENCE {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }
}

impl Progress for Bar {
    fn begin(&self, phase: Phase, n_steps: u64) {
        if let Ok(mut phases) = self.phases.lock() {
            phases.push((phase, Instant::now()));
        }
        let form = match n_steps {
            0 => "{msg}",
            _ => "{msg} {wide_bar} {percent:>3}%, {eta} left",
        };
        let style = ProgressStyle::with_template(form).expect("the forms are ours");
        self.show();
        self.bar.reset();
        self.bar.set_style(style);
        self.bar.set_length(n_steps);
        self.bar.set_message(phase.name());
        self.bar.tick();
    }

    fn advance(&self, n_steps: u64) {
        self.show();
        self.bar.inc(n_steps);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
