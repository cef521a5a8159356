//! What does the log tell of an operation?
//!
//! Its kind, its name, the digest of its document, its cost, its outcome and its times; never a
//! document, a variable or a part of an answer.

use super::vitals::Class;
use crate::engine::{Domain, Operation};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tracing::Level;

/// When a request was read, and how far it has come.
#[derive(Debug, Clone)]
pub(super) struct Account {
    pub(super) begun: Instant,
    /// What it takes.
    pub(super) class: Class,
    pub(super) told: Option<Told>,
}

/// What is looked up only when it is told.
#[derive(Debug, Clone)]
pub(super) struct Told {
    /// When the operation was ready to run.
    pub(super) prepared: Instant,
    pub(super) kind: &'static str,
    pub(super) operation: String,
    /// The digest of its document.
    pub(super) document: String,
    pub(super) cost: u64,
}

impl Account {
    /// Begins with a request that was read.
    pub(super) fn begin() -> Self {
        Self {
            begun: Instant::now(),
            class: Class::Light,
            told: None,
        }
    }

    /// Notes the operation of the request.
    pub(super) fn prepared<D: Domain>(&mut self, operation: &Operation<D>) {
        if operation.is_heavy() {
            self.class = Class::Heavy;
        }
        if is_told() {
            self.told = Some(Told {
                prepared: Instant::now(),
                kind: operation.kind(),
                operation: operation.name().unwrap_or_default().to_owned(),
                document: operation.document_digest().to_owned(),
                cost: operation.cost(),
            });
        }
    }

    /// Writes what became of the request to the log, and returns the time that it took.
    pub(super) fn end(&self, code: Option<&'static str>, n_bytes: usize) -> Duration {
        let ended = Instant::now();
        if tracing::enabled!(Level::INFO) {
            let told = self.told.as_ref();
            static NEXT_REQUEST: AtomicU64 = AtomicU64::new(1);
            tracing::info!(
                request = NEXT_REQUEST.fetch_add(1, Ordering::Relaxed),
                kind = told.map(|told| told.kind),
                operation = told.map(|told| &*told.operation),
                document = told.map(|told| &*told.document),
                cost = told.map(|told| told.cost),
                class = self.class.as_str(),
                code = code.unwrap_or("OK"),
                bytes = n_bytes,
                prepare_us = told.map(|told| micros(told.prepared - self.begun)),
                execute_us = told.map(|told| micros(ended - told.prepared)),
                "operation"
            );
        }
        #[cfg(feature = "otlp")]
        super::trace::tell(self, ended, code, n_bytes);
        ended - self.begun
    }
}

/// Returns whether anybody is told of each operation.
fn is_told() -> bool {
    #[cfg(feature = "otlp")]
    if super::trace::is_on() {
        return true;
    }
    tracing::enabled!(Level::INFO)
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}
