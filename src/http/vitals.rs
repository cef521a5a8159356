//! How is the server, seen from outside?

use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::{Registry, Unit};
use std::fs;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

/// What the server counts about itself, and whether it takes requests.
///
/// Invariant: every label has few values, whatever clients send.
#[derive(Debug)]
pub struct Vitals {
    is_draining: AtomicBool,
    registry: Registry,
    requests: Family<[(&'static str, &'static str); 2], Counter>,
    /// The requests that were answered without an error, by their class: most requests are, and
    /// need not be looked up.
    answered: [Counter; 2],
    time: [Histogram; 2],
    refused_connections: Counter,
    gauges: Gauges,
}

/// What is looked at when somebody asks.
#[derive(Debug, Default)]
struct Gauges {
    documents_checked: Counter,
    connections: Gauge,
    running: Gauge,
    waiting: Gauge,
    age: Gauge<f64, AtomicU64>,
    memory: Gauge,
    size: Family<[(&'static str, &'static str); 1], Gauge>,
}

/// What an operation takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// It runs where it arrives.
    Light,
    /// It runs in the lane.
    Heavy,
}

impl Class {
    const ALL: [Self; 2] = [Self::Light, Self::Heavy];

    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Heavy => "heavy",
        }
    }
}

/// What a server looks like at one moment, beside what is counted.
#[derive(Debug, Default)]
pub(super) struct Moment {
    /// Documents that were checked because they were not known.
    pub(super) documents_checked: u64,
    /// Heavy operations that run.
    pub(super) running: usize,
    /// Heavy operations that wait.
    pub(super) waiting: usize,
    /// The time since the snapshot is served.
    pub(super) age: Duration,
    /// How much the snapshot holds of what.
    pub(super) size: Vec<(&'static str, usize)>,
}

impl Default for Vitals {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("throughline");
        let requests = Family::<[(&str, &str); 2], Counter>::default();
        registry.register(
            "requests",
            "Requests to the endpoint, by the code of the first error or OK, and by what they take",
            requests.clone(),
        );
        let times = Family::<[(&str, &str); 1], Histogram>::new_with_constructor(|| {
            Histogram::new(exponential_buckets(0.000_05, 4.0, 10))
        });
        registry.register_with_unit(
            "request_duration",
            "Time from a request that was read to its answer",
            Unit::Seconds,
            times.clone(),
        );
        let refused_connections = Counter::default();
        registry.register(
            "connections_refused",
            "Connections above the limit",
            refused_connections.clone(),
        );
        Self {
            is_draining: AtomicBool::new(false),
            answered: Class::ALL.map(|class| {
                requests.get_or_create_owned(&[("code", "OK"), ("cost", class.as_str())])
            }),
            time: Class::ALL.map(|class| times.get_or_create_owned(&[("cost", class.as_str())])),
            requests,
            refused_connections,
            gauges: Gauges::registered(&mut registry),
            registry,
        }
    }
}

impl Gauges {
    fn registered(registry: &mut Registry) -> Self {
        let gauges = Self::default();
        let Self {
            documents_checked,
            connections,
            running,
            waiting,
            age,
            memory,
            size,
        } = &gauges;
        registry.register(
            "documents_checked",
            "Documents that were not known and had to be checked",
            documents_checked.clone(),
        );
        for (name, help, gauge) in [
            ("connections", "Connections that are open", connections),
            ("lane_running", "Heavy operations that run", running),
            ("lane_waiting", "Heavy operations that wait", waiting),
        ] {
            registry.register(name, help, gauge.clone());
        }
        registry.register_with_unit(
            "snapshot_age",
            "Time since the snapshot is served",
            Unit::Seconds,
            age.clone(),
        );
        registry.register_with_unit(
            "resident_memory",
            "Memory that the process holds; 0 where the system does not tell",
            Unit::Bytes,
            memory.clone(),
        );
        registry.register("snapshot_size", "What the snapshot holds", size.clone());
        gauges
    }
}

impl Vitals {
    /// Says that no more requests are to be sent here.
    pub(super) fn drain(&self) {
        self.is_draining.store(true, Ordering::Relaxed);
    }

    /// Returns whether requests may be sent here.
    pub(super) fn is_ready(&self) -> bool {
        !self.is_draining.load(Ordering::Relaxed)
    }

    /// Counts a request that was answered, with the code of its first error.
    pub(super) fn count(&self, class: Class, code: Option<&'static str>, took: Duration) {
        let at = class as usize;
        match code {
            None => self.answered[at].inc(),
            Some(code) => {
                let labels = [("code", code), ("cost", class.as_str())];
                self.requests.get_or_create(&labels).inc()
            }
        };
        self.time[at].observe(took.as_secs_f64());
    }

    /// Counts a connection above the limit.
    pub(super) fn count_refused_connection(&self) {
        self.refused_connections.inc();
    }

    /// Says how many connections are open.
    pub(super) fn connections(&self) -> &Gauge {
        &self.gauges.connections
    }

    /// Returns everything in the text format of OpenMetrics.
    pub(super) fn to_text(&self, moment: &Moment) -> String {
        let gauges = &self.gauges;
        let checked = &gauges.documents_checked;
        checked.inc_by(moment.documents_checked.saturating_sub(checked.get()));
        gauges.running.set(to_i64(moment.running));
        gauges.waiting.set(to_i64(moment.waiting));
        gauges.age.set(moment.age.as_secs_f64());
        gauges.memory.set(resident_memory().unwrap_or(0));
        for (what, size) in &moment.size {
            gauges
                .size
                .get_or_create(&[("of", what)])
                .set(to_i64(*size));
        }
        let mut text = String::new();
        encode(&mut text, &self.registry).expect("a text in memory takes everything");
        text
    }
}

fn to_i64(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Returns the bytes of memory that the process holds, where Linux tells them.
fn resident_memory() -> Option<i64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: i64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}
