//! What does `throughline check` tell, and how does it end?

use super::fixture::tests;
use crate::support::{Folder, files_below};
use std::path::Path;
use std::process::{Command, Output};

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
