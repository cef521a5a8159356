//! Is a packed story the same story, and is everything else refused?

use crate::support::{Folder, in_repository, program, told};
use std::fs;
use std::path::Path;
use std::process::Output;
use throughline::dataset::{Dataset, pack, read};
use throughline::document::Rule;

fn shipped() -> Dataset {
    let reading = read(&in_repository("graph-data"));
    reading.dataset.expect("the shipped story is sound")
}

/// Packs the shipped story, and returns where.
fn packed(folder: &Folder) -> std::path::PathBuf {
    let file = folder.path("story.pack");
    pack(&shipped(), &in_repository("graph-data"), &file).expect("it can be packed");
    file
}

/// Returns why a file is refused.
fn refused(file: &Path) -> String {
    let reading = read(file);
    assert_eq!(reading.dataset, None);
    let [finding] = &reading.diagnostics[..] else {
        panic!("{:?}", told(&reading));
    };
    assert_eq!(finding.rule, Rule::BadPack);
    assert!(finding.help.is_some(), "{finding}");
    finding.message.clone()
}

fn run(arguments: &[&str], data: &Path) -> Output {
    let mut command = program(arguments);
    command.arg("--data").arg(data);
    command.output().expect("the program runs")
}

#[test]
fn a_packed_story_is_the_story_that_was_packed() {
    let folder = Folder::empty();
    let reading = read(&packed(&folder));
    assert_eq!(told(&reading), Vec::<String>::new());
    assert_eq!(reading.dataset, Some(shipped()));
}

#[test]
fn the_same_story_is_packed_into_the_same_bytes() {
    let (one, other) = (Folder::empty(), Folder::empty());
    let bytes = [&one, &other].map(|folder| fs::read(packed(folder)).expect("it was written"));
    assert!(bytes[0] == bytes[1]);
}

#[test]
fn a_file_with_any_byte_changed_is_refused() {
    let folder = Folder::empty();
    let bytes = fs::read(packed(&folder)).expect("it was written");
    let changed = folder.path("changed.pack");
    let places = (0..200).chain((200..bytes.len()).step_by(bytes.len() / 200));
    for at in places {
        let mut bytes = bytes.clone();
        bytes[at] ^= 1;
        fs::write(&changed, bytes).expect("it can be written");
        let why = refused(&changed);
        let expected = match at {
            0..8 => "neither a folder nor a packed story",
            8..12 => "was packed in form",
            _ => "damaged",
        };
        // The length of a part is in its entry as well.
        let is_told = why.contains(expected) || why.contains("bytes where it should have");
        assert!(is_told, "{at}: {why}");
    }
}

#[test]
fn a_file_that_ends_too_early_or_too_late_is_refused() {
    let folder = Folder::empty();
    let mut bytes = fs::read(packed(&folder)).expect("it was written");
    let other = folder.path("other.pack");
    let lengths = (0..200).chain((200..bytes.len()).step_by(bytes.len() / 50));
    for length in lengths {
        fs::write(&other, &bytes[..length]).expect("it can be written");
        let why = refused(&other);
        let expected = match length {
            0..8 => "neither a folder nor a packed story",
            _ => "bytes where it should have",
        };
        assert!(why.contains(expected), "{length}: {why}");
    }
    bytes.push(0);
    fs::write(&other, &bytes).expect("it can be written");
    assert!(refused(&other).contains("bytes where it should have"));
}

#[test]
fn a_file_that_is_something_else_is_refused() {
    let folder = Folder::empty();
    folder.write("notes.txt", b"These are notes about a story.\n");
    assert!(refused(&folder.path("notes.txt")).contains("neither a folder nor"));
    assert!(refused(&in_repository("graph-data/ontology.toml")).contains("neither a folder nor"));
}

#[test]
fn every_command_reads_a_packed_story_like_the_folder() {
    let folder = Folder::empty();
    let file = folder.path("story.pack");
    let shipped = in_repository("graph-data");
    let mut command = program(&["pack", "--out"]);
    let output = command.arg(&file).arg("--data").arg(&shipped).output();
    let output = output.expect("the program runs");
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let query = "{ statistics { claimCount snapshot } search(text: \"rust\") { totalCount } }";
    for arguments in [&["stats"][..], &["query", query], &["schema"]] {
        let [there, here] = [&shipped, &file].map(|data| run(arguments, data));
        assert_eq!(there, here, "{arguments:?}");
        assert_eq!(here.status.code(), Some(0), "{here:?}");
    }
}

#[test]
fn what_cannot_be_packed_is_one_clear_line() {
    let folder = Folder::empty();
    let file = packed(&folder);
    let nowhere = folder.path("no/such/folder/story.pack");
    let shipped = in_repository("graph-data");
    for (data, out, expected) in [
        (
            &file,
            &folder.path("again.pack"),
            "is a file; name the folder",
        ),
        (&shipped, &nowhere, "cannot pack"),
        (
            &folder.path("missing"),
            &folder.path("x.pack"),
            "there is no such folder",
        ),
    ] {
        let mut command = program(&["pack", "--out"]);
        let output = command.arg(out).arg("--data").arg(data).output();
        let output = output.expect("the program runs");
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{told}");
        assert!(
            told.starts_with("error: ") && told.contains(expected),
            "{told}"
        );
        assert_eq!(told.lines().count(), 1, "{told}");
        assert!(!out.exists());
    }
}
