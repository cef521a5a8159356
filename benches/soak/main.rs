//! Does the server stay as it was, however long it is asked?
//!
//! Starts the program with a copy of the shipped data, measures how many requests of a mix it
//! answers in a second, and then asks for 70 percent of that, whether it keeps up or not. Once a
//! minute the data change, sometimes into a state that must not be served; subscribers listen, and
//! requests that mean harm come in between. `--minutes N` says for how long; an hour is usual. It
//! ends with an error when one of ours was seen, or when the memory has grown.

#[path = "../load/client.rs"]
mod client;
#[path = "../../tests/support/folder.rs"]
#[expect(dead_code, reason = "the tests use folders in more ways")]
mod folder;
#[path = "../../tests/hostile/catalog/mod.rs"]
mod hostile;
#[path = "../load/latencies.rs"]
mod latencies;
mod load;
mod mix;
mod report;
#[path = "../../tests/support/server.rs"]
#[expect(dead_code, reason = "the tests use servers in more ways")]
mod server;
mod story;
mod subscriber;
mod tally;

use load::{closed_loop, hostile_loop, open_loop};
use mix::Mix;
use report::Report;
use server::{Server, program};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};
use story::Story;
use subscriber::{Subscribers, listen};
use tally::Tally;

/// The part of its capacity that is asked of the server.
const PART: f64 = 0.7;

const MINUTE: Duration = Duration::from_secs(60);

fn main() -> ExitCode {
    let Some(minutes) = minutes() else {
        eprintln!("usage: cargo bench --bench soak -- [--minutes N]");
        return ExitCode::FAILURE;
    };
    let story = Story::copy();
    let mut command = program(&["serve", "--listen", "127.0.0.1:0"]);
    let server = Server::from(command.arg("--data").arg(story.folder()));
    let mix = Mix::of(server.address, &story);
    println!(
        "measuring what the server can do with {} kinds of requests",
        mix.n_kinds()
    );
    let capacity = closed_loop(server.address, &mix);
    println!(
        "capacity: {capacity:.0} requests a second, of which {:.0} are asked",
        capacity * PART
    );
    soak(&server, story, &mix, capacity * PART, minutes).conclude()
}

/// Asks for some minutes, for so much in a second, and returns what was seen.
fn soak(server: &Server, mut story: Story, mix: &Mix, pace: f64, minutes: u32) -> Report {
    let tally = Tally::default();
    let is_over = Arc::new(AtomicBool::new(false));
    let subscribers = Subscribers::default();
    listen(server.address, &subscribers, &is_over);
    let mut report = Report::begin();
    thread::scope(|scope| {
        scope.spawn(|| open_loop(server.address, mix, pace, &tally, &is_over));
        scope.spawn(|| hostile_loop(server.address, &tally, &is_over));
        let begun = Instant::now();
        for minute in 1..=minutes {
            story.change();
            thread::sleep((begun + MINUTE * minute).saturating_duration_since(Instant::now()));
            let n_bytes = resident_memory(server.child.id());
            report.minute(&tally.take_latencies(), n_bytes, subscribers.n_reloads());
        }
        is_over.store(true, Ordering::Relaxed);
    });
    report.end(&tally, &subscribers, story.n_sound())
}

/// Returns the number of minutes that was asked for; `None` when that is no number.
fn minutes() -> Option<u32> {
    let mut arguments = std::env::args();
    match arguments.find(|argument| argument == "--minutes") {
        Some(_) => arguments.next()?.parse().ok(),
        None => Some(60),
    }
}

/// Returns the bytes of memory that a process holds.
fn resident_memory(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"));
    let status = status.expect("Linux tells how a process is, and the server runs");
    let mut lines = status.lines();
    let line = lines.find_map(|line| line.strip_prefix("VmRSS:")?.trim().strip_suffix(" kB"));
    let kibibytes: u64 = line
        .and_then(|text| text.parse().ok())
        .expect("Linux tells the memory of a process");
    kibibytes * 1024
}

/// Returns the path of a file or folder of the repository.
fn in_repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}
