//! How many instructions does an answer take, and are they more than they were?
//!
//! Instructions do not depend on how fast or how busy a machine is. Valgrind counts those of five
//! operations over a small generated story, and this program compares them with what is written in
//! `baseline.txt`. It fails where one takes a tenth more; `-- --write` writes what it counts.

mod operation;
mod story;

use operation::Operation;
use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use throughline::engine::{Engine, Request};
use throughline::schema::Story;

/// By how much an operation may grow, in percent.
const MOST_GROWTH: u64 = 10;

/// The function whose instructions are counted.
const COUNTED: &str = "*answer_once*";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let Some(name) = arguments.iter().find_map(|it| it.strip_prefix("--count=")) {
        count(name);
        return ExitCode::SUCCESS;
    }
    let counts = Operation::ALL.map(|operation| (operation.name, counted(operation.name)));
    let baseline = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/instructions/baseline.txt");
    if arguments.iter().any(|it| it == "--write") {
        let lines = counts.map(|(name, n)| format!("{name} {n}\n"));
        fs::write(&baseline, lines.concat()).expect("the baseline can be written");
        return ExitCode::SUCCESS;
    }
    let text = fs::read_to_string(&baseline).expect("the baseline can be read");
    let mut code = ExitCode::SUCCESS;
    println!(
        "{:<14} {:>14} {:>14} {:>9}",
        "operation", "baseline", "now", "change"
    );
    for (name, now) in counts {
        let before = before(&text, name);
        let change = (now as f64 / before as f64 - 1.0) * 100.0;
        println!("{name:<14} {before:>14} {now:>14} {change:>8.1}%");
        if now * 100 > before * (100 + MOST_GROWTH) {
            println!(
                "{name} takes {MOST_GROWTH} percent more than in {}",
                baseline.display()
            );
            code = ExitCode::FAILURE;
        }
    }
    code
}

/// Returns the count in the text of a baseline.
fn before(baseline: &str, name: &str) -> u64 {
    let mut rows = baseline.lines().filter_map(|line| line.split_once(' '));
    let found = rows.find(|(of, _)| *of == name);
    let found = found.and_then(|(_, n)| n.parse().ok());
    found.unwrap_or_else(|| panic!("the baseline has no number for {name}; run with `--write`"))
}

/// Answers an operation a few times, the last time so that it is counted.
fn count(name: &str) {
    let operation = Operation::ALL.into_iter().find(|it| it.name == name);
    let operation = operation.expect("it is one of those that are counted");
    let engine = story::engine();
    let request = operation.request(&engine);
    // What is made once for a document or a view is no part of an answer.
    for _ in 0..3 {
        let answer = engine.answer(&request);
        let text = String::from_utf8_lossy(&answer.body);
        assert!(!text.contains("\"errors\""), "{name}: {text}");
    }
    black_box(answer_once(&engine, &request));
}

/// Answers a request, lets go of the answer, and returns how long it was.
#[inline(never)]
fn answer_once(engine: &Engine<Story>, request: &Request) -> usize {
    let answer = engine.answer(black_box(request));
    black_box(answer.body.len())
}

/// Returns the instructions of an operation, as Valgrind counts them.
fn counted(name: &str) -> u64 {
    let program: PathBuf = std::env::current_exe().expect("a program knows where it is");
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(format!("--toggle-collect={COUNTED}"))
        .arg(program)
        .arg(format!("--count={name}"))
        .output()
        .expect("valgrind is installed");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}");
    let collected = told
        .lines()
        .find_map(|line| line.split_once("Collected : "));
    let collected = collected.and_then(|(_, n)| n.trim().parse().ok());
    collected
        .filter(|&n| n > 0)
        .unwrap_or_else(|| panic!("valgrind does not tell what it collected: {told}"))
}
