//! What was seen, and is it as it should be?

use crate::subscriber::Subscribers;
use crate::tally::{Counts, Minute, Tally};
use std::process::ExitCode;

/// What was seen, minute by minute.
pub(crate) struct Report {
    /// The memory of the server at the end of each minute, in bytes.
    memory: Vec<u64>,
    problems: Vec<String>,
}

/// The minutes in which the server becomes what it stays.
const WARMING_MINUTES: usize = 5;

/// By how much its memory may grow after that, in percent.
const MOST_GROWTH: u64 = 10;

impl Report {
    pub(crate) fn begin() -> Self {
        println!(
            "{:>6} {:>9} {:>10} {:>10} {:>10} {:>10} {:>8} {:>8}",
            "minute",
            "requests",
            "small p50",
            "small p99",
            "other p50",
            "other p99",
            "MiB",
            "reloads"
        );
        Self {
            memory: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// Takes what was seen in a minute; latencies are told in microseconds.
    pub(crate) fn minute(&mut self, seen: &Minute, n_bytes: u64, n_reloads: usize) {
        self.memory.push(n_bytes);
        let [small, others] = [&seen.small, &seen.others]
            .map(|latencies| [0.5, 0.99].map(|part| latencies.at(part).as_micros()));
        println!(
            "{:>6} {:>9} {:>10} {:>10} {:>10} {:>10} {:>8} {:>8}",
            self.memory.len(),
            seen.n_requests,
            small[0],
            small[1],
            others[0],
            others[1],
            n_bytes >> 20,
            n_reloads
        );
    }

    /// Takes what was seen in all.
    pub(crate) fn end(mut self, tally: &Tally, subscribers: &Subscribers, n_changes: u32) -> Self {
        let (kinds, shown) = tally.whole();
        println!(
            "\n{:<28} {:>9} {:>9} {:>10} {:>7}",
            "kind", "good", "refused", "overloaded", "errors"
        );
        let mut whole = Counts::default();
        for (kind, counts) in &kinds {
            print(kind, counts);
            whole.add(counts);
        }
        print("all", &whole);
        if whole.errors > 0 {
            self.problems
                .push(format!("{} errors of ours", whole.errors));
        }
        self.problems.extend(shown);
        self.problems
            .extend(subscribers.problems(n_changes as usize));
        self.judge_memory();
        self
    }

    /// Tells what is wrong, and returns how the program ends.
    pub(crate) fn conclude(self) -> ExitCode {
        for problem in &self.problems {
            println!("WRONG: {problem}");
        }
        if self.problems.is_empty() {
            println!("no error of ours, and the memory is flat");
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }

    fn judge_memory(&mut self) {
        let warm = WARMING_MINUTES.min(self.memory.len().div_ceil(2));
        // Two snapshots at a time leave room for two, sooner or later.
        let early = self.memory.iter().take(warm).max();
        let (Some(&early), Some(&late)) = (early, self.memory.last()) else {
            return;
        };
        println!(
            "\nmemory: at most {} MiB in the first {warm} minutes, {} MiB in the end",
            early >> 20,
            late >> 20
        );
        if late > early + early * MOST_GROWTH / 100 {
            self.problems.push(format!(
                "the memory has grown by more than {MOST_GROWTH} percent"
            ));
        }
    }
}

fn print(kind: &str, counts: &Counts) {
    println!(
        "{kind:<28} {:>9} {:>9} {:>10} {:>7}",
        counts.good, counts.refused, counts.overloaded, counts.errors
    );
}
