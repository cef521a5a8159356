//! What does `throughline check` tell, and how does it end?

use super::fixture::tests;
use crate::support::{Folder, files_below, program};
use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::Duration;

fn check(folder: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_throughline"));
    let command = command.arg("check").arg("--data").arg(folder);
    command.output().expect("the program runs")
}

fn text(bytes: &[u8]) -> &str {
    str::from_utf8(bytes).expect("it is text")
}

#[test]
fn a_sound_story_ends_with_0_and_is_counted() {
    let output = check(&tests().join("minimal"));
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(text(&output.stderr), "");
    assert_eq!(
        text(&output.stdout),
        "no errors in 7 files: 2 sources, 4 entities, 3 claims\n"
    );
}

#[test]
fn the_time_of_each_phase_is_told_to_who_asks() {
    let mut command = program(&["check", "--times", "--data", "tests/minimal"]);
    let output = command.output().expect("the program runs");
    let told = text(&output.stdout).lines().skip(1);
    let phases: Vec<_> = told.map(|line| line.split(' ').next()).collect();
    let expected = ["reading", "linking", "ordering", "checking"];
    assert_eq!(phases, expected.map(Some));
}

/// Returns whether a process takes an interruption into its own hands.
fn handles_interruptions(id: u32) -> bool {
    let status = fs::read_to_string(format!("/proc/{id}/status"));
    let status = status.expect("the process runs");
    let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:"));
    let caught = u64::from_str_radix(caught.expect("it is told").trim(), 16);
    caught.expect("it is hexadecimal") & 1 << 1 != 0
}

#[test]
fn who_interrupts_the_reading_ends_it_at_once_with_130() {
    let folder = Folder::with_story();
    let endless = File::create(folder.path("story/people/endless.jsonl"));
    // It takes no room on the disk, and longer to be read than anybody waits.
    let grown = endless.and_then(|file| file.set_len(1 << 42));
    grown.expect("the folder is ours");
    let mut command = program(&["check", "--data"]);
    let command = command.arg(folder.path("story")).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program runs");
    while !handles_interruptions(child.id()) {
        thread::sleep(Duration::from_millis(10));
    }
    let id = child.id().to_string();
    let sent = Command::new("kill").args(["-s", "INT", &id]).status();
    assert!(sent.expect("kill is there").success());
    assert_eq!(child.wait().expect("it ends").code(), Some(130));
    let mut told = String::new();
    let stderr = child.stderr.as_mut().expect("it is a pipe");
    stderr.read_to_string(&mut told).expect("it is text");
    assert_eq!(told, "", "there is no bar where there is no terminal");
}

#[test]
fn an_error_ends_with_1_and_tells_where() {
    let folder = Folder::with_story();
    folder.write(
        "story/people/x.toml",
        b"entity = \"x\"\ntype = \"Person\"\nnmae = \"X\"\n",
    );
    let output = check(&folder.path("story"));
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("people/x.toml:3:1\n"));
    assert!(text(&output.stderr).contains("did you mean `name`?"));
    assert_eq!(text(&output.stdout), "2 errors in 8 files\n");
}

#[test]
fn a_warning_alone_ends_with_0() {
    let folder = Folder::with_story();
    let text_of_file = "entity = \"x\"\ntype = \"Person\"\nname = \"\u{410}lec Baldwin\"\n";
    folder.write("story/people/x.toml", text_of_file.as_bytes());
    let output = check(&folder.path("story"));
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stderr).starts_with("warning[look-alike-names]"));
    assert!(text(&output.stdout).starts_with("1 warning in 8 files: "));
}

#[test]
fn what_breaks_a_note_is_counted_and_nothing_is_told() {
    let folder = Folder::empty();
    for layer in ["story", "charge-is-named/bad"] {
        for (path, text) in files_below(&tests().join("constraints").join(layer)) {
            folder.write(&path, &text);
        }
    }
    let output = check(&folder.path(""));
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(text(&output.stderr), "");
    let stdout = text(&output.stdout);
    assert!(stdout.starts_with("no errors in "), "{stdout}");
    assert!(stdout.ends_with(" claims; 1 note\n"), "{stdout}");
}

#[test]
fn a_missing_folder_is_told_and_ends_with_1() {
    let output = check(Path::new("no-such-folder"));
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("there is no such folder"));
}

#[test]
fn the_folder_may_come_from_the_environment() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_throughline"));
    let command = command
        .arg("check")
        .env("THROUGHLINE_DATA", tests().join("minimal"));
    let output = command.output().expect("the program runs");
    assert!(text(&output.stdout).contains("3 claims"));
}

#[test]
fn an_unknown_option_ends_with_2() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_throughline"));
    let output = command.args(["check", "--dta", "x"]).output();
    assert_eq!(output.expect("the program runs").status.code(), Some(2));
}
