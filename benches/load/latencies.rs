//! How late are answers?

use std::time::Duration;

/// Latencies, in ascending order.
pub(crate) struct Latencies(Vec<Duration>);

impl Latencies {
    pub(crate) fn of(mut latencies: Vec<Duration>) -> Self {
        latencies.sort_unstable();
        Self(latencies)
    }

    /// Returns the latency that a part of the requests do not exceed; zero when there are none.
    pub(crate) fn at(&self, part: f64) -> Duration {
        let last = self.0.len().saturating_sub(1);
        let at = self.0.get((last as f64 * part) as usize);
        at.copied().unwrap_or_default()
    }
}
