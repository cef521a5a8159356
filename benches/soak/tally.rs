//! What became of how many requests?

use crate::client::Answer;
use crate::latencies::Latencies;
use crate::mix::Weight;
use std::collections::BTreeMap;
use std::io;
use std::sync::Mutex;
use std::time::Duration;

/// What became of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It was answered, without an error.
    Good,
    /// It meant harm, and was refused as it should be.
    Refused,
    /// The server said that it has too much to do.
    Overloaded,
    /// The server did what it must never do; this is what came.
    Error(String),
}

/// How many requests of a kind had which outcome.
#[derive(Debug, Clone, Default)]
pub(crate) struct Counts {
    pub(crate) good: u64,
    pub(crate) refused: u64,
    pub(crate) overloaded: u64,
    pub(crate) errors: u64,
}

/// What was counted, by all who ask.
#[derive(Default)]
pub(crate) struct Tally {
    counted: Mutex<Counted>,
}

#[derive(Default)]
struct Counted {
    kinds: BTreeMap<String, Counts>,
    small: Vec<Duration>,
    others: Vec<Duration>,
    /// What the first errors looked like.
    shown: Vec<String>,
}

/// The most errors that are shown, and the most of one kind.
const MOST_SHOWN: usize = 20;
const MOST_SHOWN_OF_A_KIND: u64 = 2;

/// How late the answers of a minute were.
pub(crate) struct Minute {
    pub(crate) small: Latencies,
    pub(crate) others: Latencies,
    pub(crate) n_requests: usize,
}

impl Outcome {
    /// Returns what became of a request that is to be answered.
    pub(crate) fn of(answered: io::Result<Answer<'_>>) -> Self {
        match answered {
            Ok(answer) if answer.is_good() => Self::Good,
            Ok(answer) if answer.status == 503 => Self::Overloaded,
            Ok(answer) => {
                let body = String::from_utf8_lossy(answer.body);
                let shown: String = body.chars().rev().take(400).collect();
                let shown: String = shown.chars().rev().collect();
                Self::Error(format!("{}: {shown}", answer.status))
            }
            Err(error) => Self::Error(format!("the connection was dropped: {error}")),
        }
    }
}

impl Tally {
    /// Counts a request.
    pub(crate) fn count(&self, kind: &str, outcome: Outcome) {
        self.counted().count(kind, outcome);
    }

    /// Counts a request with the time from when it was due to its answer.
    pub(crate) fn count_timed(&self, kind: &str, weight: Weight, outcome: Outcome, late: Duration) {
        let mut counted = self.counted();
        counted.count(kind, outcome);
        match weight {
            Weight::Small => counted.small.push(late),
            Weight::Other => counted.others.push(late),
        }
    }

    /// Returns the latencies since the last time.
    pub(crate) fn take_latencies(&self) -> Minute {
        let mut counted = self.counted();
        let [small, others] = [
            std::mem::take(&mut counted.small),
            std::mem::take(&mut counted.others),
        ];
        drop(counted);
        Minute {
            n_requests: small.len() + others.len(),
            small: Latencies::of(small),
            others: Latencies::of(others),
        }
    }

    /// Returns the counts of every kind, and what the first errors looked like.
    pub(crate) fn whole(&self) -> (BTreeMap<String, Counts>, Vec<String>) {
        let counted = self.counted();
        (counted.kinds.clone(), counted.shown.clone())
    }

    fn counted(&self) -> std::sync::MutexGuard<'_, Counted> {
        self.counted.lock().expect("nobody panics while counting")
    }
}

impl Counted {
    fn count(&mut self, kind: &str, outcome: Outcome) {
        if !self.kinds.contains_key(kind) {
            self.kinds.insert(kind.to_owned(), Counts::default());
        }
        let counts = self.kinds.get_mut(kind).expect("it was put in");
        match outcome {
            Outcome::Good => counts.good += 1,
            Outcome::Refused => counts.refused += 1,
            Outcome::Overloaded => counts.overloaded += 1,
            Outcome::Error(shown) => {
                counts.errors += 1;
                if self.shown.len() < MOST_SHOWN && counts.errors <= MOST_SHOWN_OF_A_KIND {
                    self.shown.push(format!("{kind}: {shown}"));
                }
            }
        }
    }
}

impl Counts {
    /// Counts what was counted elsewhere as well.
    pub(crate) fn add(&mut self, other: &Self) {
        self.good += other.good;
        self.refused += other.refused;
        self.overloaded += other.overloaded;
        self.errors += other.errors;
    }
}
