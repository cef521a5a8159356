//! What do `throughline verify` and `throughline digest` tell, and how do they end?

use crate::support::{Folder, make_pipe};
use serde_json::{Value, json};
use std::path::Path;
use std::process::{Command, Output};
use throughline::evidence::MAX_TEXT_BYTES;

/// Three paragraphs, as a typesetter may leave them.
const LETTER: &str =
    "To the \u{201c}crew\u{201d}\n\n  Zo\u{eb} counted  the rounds.\nA bell rang.\n";

/// A story whose one source is a letter, with a claim for each paragraph, and the folder of texts.
struct Story(Folder);

impl Story {
    /// Returns the story of the letter, whose text is there as it was read.
    fn of_letter() -> Self {
        let story = Self(Folder::empty());
        let ontology = include_bytes!("../minimal/ontology.toml");
        story.0.write("story/ontology.toml", ontology);
        story.text_becomes(LETTER);
        story.source_says(&text(&digest(&story.0.path("texts/letter.txt")).stdout));
        let claims = (1..=3).map(|n| {
            format!("[[alias]]\nvalue = \"Z{n}\"\nid = \"claim-{n}\"\ncite = \"letter#{n}\"\n\n")
        });
        let person = format!(
            "entity = \"zoe\"\ntype = \"Person\"\nname = \"Zo\u{eb}\"\n\n{}",
            claims.collect::<String>()
        );
        story.0.write("story/zoe.toml", person.as_bytes());
        story
    }

    fn text_becomes(&self, text: &str) {
        self.0.write("texts/letter.txt", text.as_bytes());
    }

    fn text_is_gone(&self) {
        std::fs::remove_file(self.0.path("texts/letter.txt")).expect("the folder is ours");
    }

    /// Writes the file of the source with these lines at its end.
    fn source_says(&self, lines: &str) {
        let file = format!("source = \"letter\"\nname = \"Letter\"\npublished = \"2024\"\n{lines}");
        self.0.write("story/letter.toml", file.as_bytes());
    }

    fn verify(&self, options: &[&str]) -> Output {
        verify(&self.0.path("texts"), &self.0.path("story"), options)
    }

    /// Compares what is told about the three citations, and how it ends.
    #[track_caller]
    fn check(&self, states: [&str; 3], summary: &str, code: i32) {
        let output = self.verify(&[]);
        assert_eq!(text(&output.stderr), "");
        let told = text(&output.stdout);
        let lines: Vec<_> = told.lines().skip(1).collect();
        let expected = [1, 2, 3].map(|n| format!("  claim-{n}  letter#{n}  {}", states[n - 1]));
        assert_eq!(lines[..3], expected);
        assert_eq!(lines[3..], [summary]);
        assert_eq!(output.status.code(), Some(code));
    }

    /// Compares why all citations are missing.
    #[track_caller]
    fn check_missing(&self, reason: &str) {
        let state = format!("missing: {reason}");
        self.check([&state; 3], "3 citations: 3 missing", 1);
    }
}

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_throughline"));
    command.env_remove("THROUGHLINE_SOURCES");
    command.env_remove("THROUGHLINE_DATA");
    command
}

fn verify(texts: &Path, story: &Path, options: &[&str]) -> Output {
    let mut command = program();
    command.arg("verify").arg("--sources").arg(texts);
    command.arg("--data").arg(story).args(options);
    command.output().expect("the program runs")
}

fn digest(file: &Path) -> Output {
    let output = program().arg("digest").arg(file).output();
    output.expect("the program runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("it is text")
}

// ---- What is compared ----

#[test]
fn the_passage_that_withdraws_a_claim_is_compared_as_well() {
    let story = Story::of_letter();
    let person = "entity = \"zoe\"\ntype = \"Person\"\nname = \"Zoe\"\n\n[[alias]]\nvalue = \"Z\"\n\
                  id = \"claim-1\"\ncite = \"letter#1\"\nretracted = { cite = \"letter#3\", reason = \
                  \"It was another.\" }\n";
    story.0.write("story/zoe.toml", person.as_bytes());
    story.text_becomes(&LETTER.replace("bell", "gong"));
    let output = story.verify(&[]);
    let told = text(&output.stdout);
    let lines: Vec<_> = told.lines().skip(1).collect();
    assert_eq!(
        lines,
        [
            "  claim-1  letter#1  match",
            "  claim-1  letter#3  changed",
            "2 citations: 1 match, 1 changed"
        ]
    );
}

// ---- The four states ----

#[test]
fn a_text_that_is_as_it_was_read_matches() {
    let story = Story::of_letter();
    story.check(["match"; 3], "3 citations: 3 match", 0);
}

#[test]
fn spaces_empty_lines_and_the_unicode_form_do_not_matter() {
    let story = Story::of_letter();
    story.text_becomes(
        "\u{feff}To the\u{a0}\u{201c}crew\u{201d}\r\n\r\n\r\n\tZoe\u{308} counted the rounds. \r\n \
         \u{2003}\r\nA bell\trang.",
    );
    story.check(["match"; 3], "3 citations: 3 match", 0);
}

#[test]
fn a_paragraph_that_stands_elsewhere_has_moved() {
    let story = Story::of_letter();
    let [first, second, third] = paragraphs();
    story.text_becomes(&format!("Dear all,\n{first}\n{second}\n{third}\n"));
    story.check(
        [
            "moved to paragraph 2",
            "moved to paragraph 3",
            "moved to paragraph 4",
        ],
        "3 citations: 3 moved",
        1,
    );
}

#[test]
fn a_paragraph_with_another_word_has_changed() {
    let story = Story::of_letter();
    story.text_becomes(&LETTER.replace("bell", "phone"));
    story.check(
        ["match", "match", "changed"],
        "3 citations: 2 match, 1 changed",
        1,
    );
}

#[test]
fn a_paragraph_with_other_quotation_marks_has_changed() {
    let story = Story::of_letter();
    story.text_becomes(&LETTER.replace(['\u{201c}', '\u{201d}'], "\""));
    story.check(
        ["changed", "match", "match"],
        "3 citations: 2 match, 1 changed",
        1,
    );
}

#[test]
fn a_paragraph_beyond_the_end_is_missing() {
    let story = Story::of_letter();
    let [first, _, third] = paragraphs();
    story.text_becomes(&format!("{first}\n{third}\n"));
    story.check(
        ["match", "changed", "moved to paragraph 2"],
        "3 citations: 1 match, 1 moved, 1 changed",
        1,
    );
    story.text_becomes(first);
    let missing = "missing: the text ends with paragraph 1";
    let summary = "3 citations: 1 match, 2 missing";
    story.check(["match", missing, missing], summary, 1);
}

fn paragraphs() -> [&'static str; 3] {
    let lines: Vec<_> = LETTER.lines().filter(|line| !line.is_empty()).collect();
    lines.try_into().expect("the letter has three paragraphs")
}

// ---- Nothing to compare ----

#[test]
fn a_text_that_is_not_there_is_missing() {
    let story = Story::of_letter();
    story.text_is_gone();
    story.check_missing("there is no file `letter.txt`");
}

#[test]
fn a_source_without_digests_is_told_where_they_come_from() {
    let story = Story::of_letter();
    story.source_says("file = \"letter.txt\"\nparagraphs = 3\n");
    story.check_missing("the source has no digests; `throughline digest FILE` prints them");
}

#[test]
fn a_source_that_names_no_file_is_told_so() {
    let story = Story::of_letter();
    let lines = text(&digest(&story.0.path("texts/letter.txt")).stdout);
    story.source_says(lines.split_once('\n').expect("the first line is `file`").1);
    story.check_missing("the source names no `file`");
}

#[test]
fn a_link_out_of_the_folder_is_not_followed_and_one_within_is() {
    let story = Story::of_letter();
    story.text_is_gone();
    story.0.write("elsewhere/letter.txt", LETTER.as_bytes());
    story.0.link("texts/letter.txt", "../elsewhere/letter.txt");
    story.check_missing("`letter.txt` leads out of the folder");
    story.text_is_gone();
    story.0.write("texts/kept/letter.txt", LETTER.as_bytes());
    story.0.link("texts/letter.txt", "kept/letter.txt");
    story.check(["match"; 3], "3 citations: 3 match", 0);
}

#[test]
fn a_pipe_or_a_folder_is_not_read() {
    let story = Story::of_letter();
    story.text_is_gone();
    make_pipe(&story.0.path("texts/letter.txt"));
    story.check_missing("`letter.txt` is not a file");
    story.text_is_gone();
    story.0.write("texts/letter.txt/letter.txt", b"");
    story.check_missing("`letter.txt` is not a file");
}

#[test]
fn a_text_is_read_up_to_a_limit() {
    let story = Story::of_letter();
    let of_length = |n_bytes: u64| {
        let n_spaces = n_bytes as usize - LETTER.len();
        story.text_becomes(&format!("{LETTER}{}", " ".repeat(n_spaces)));
    };
    of_length(MAX_TEXT_BYTES);
    story.check(["match"; 3], "3 citations: 3 match", 0);
    of_length(MAX_TEXT_BYTES + 1);
    story.check_missing("`letter.txt` has more than 16777216 bytes");
}

#[test]
fn bytes_that_are_not_utf8_are_told_with_their_place() {
    let story = Story::of_letter();
    story.0.write("texts/letter.txt", b"To the crew\nZo\xeb");
    story.check_missing("`letter.txt` is not UTF-8, at offset 14");
}

// ---- Forms and ends ----

#[test]
fn each_source_is_announced_with_its_file_and_its_counts() {
    let story = Story::of_letter();
    let output = text(&story.verify(&[]).stdout);
    let first = output.lines().next();
    assert_eq!(first, Some("letter (letter.txt): 3 citations: 3 match"));
}

#[test]
fn the_json_form_tells_the_same() {
    let story = Story::of_letter();
    let [first, second, _] = paragraphs();
    story.text_becomes(&format!("{first}\nA phone rang.\n{second}\n"));
    let citations = |options| {
        let output = story.verify(options);
        let json: Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
        (json, output.status.code())
    };
    let expected = json!({
        "allMatch": false,
        "citationCount": 3,
        "counts": { "match": 1, "moved": 1, "changed": 1, "missing": 0 },
        "citations": [
            { "claim": "claim-1", "source": "letter", "paragraph": 1, "state": "match" },
            {
                "claim": "claim-2", "source": "letter", "paragraph": 2, "state": "moved",
                "movedTo": 3,
            },
            { "claim": "claim-3", "source": "letter", "paragraph": 3, "state": "changed" },
        ],
    });
    assert_eq!(citations(&["--json"]), (expected, Some(1)));
    story.text_is_gone();
    let (json, code) = citations(&["--json"]);
    assert_eq!(json["citations"][0]["state"], "missing");
    assert_eq!(
        json["citations"][0]["reason"],
        "there is no file `letter.txt`"
    );
    assert_eq!(code, Some(1));
    story.text_becomes(LETTER);
    let (json, code) = citations(&["--json"]);
    assert_eq!((&json["allMatch"], code), (&json!(true), Some(0)));
}

#[test]
fn a_story_without_citations_has_nothing_that_differs() {
    let story = Story::of_letter();
    story.0.write(
        "story/zoe.toml",
        b"entity = \"zoe\"\ntype = \"Person\"\nname = \"Z\"\n",
    );
    let output = story.verify(&[]);
    assert_eq!(text(&output.stdout), "no citations\n");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn a_folder_of_texts_that_is_not_there_is_told() {
    let story = Story::of_letter();
    let output = verify(&story.0.path("nowhere"), &story.0.path("story"), &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).starts_with("error: cannot read the folder "));
    assert_eq!(text(&output.stdout), "");
}

#[test]
fn a_broken_story_is_told_and_nothing_is_verified() {
    let story = Story::of_letter();
    story.source_says("paragraphs = 2\n");
    let output = story.verify(&[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).starts_with("error[paragraph-beyond-end]"));
    assert!(text(&output.stderr).ends_with("1 error; nothing is verified\n"));
}

#[test]
fn the_folder_of_texts_has_to_be_named() {
    let output = program().arg("verify").output().expect("the program runs");
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn the_folder_of_texts_may_come_from_the_environment() {
    let story = Story::of_letter();
    let mut command = program();
    command
        .arg("verify")
        .arg("--data")
        .arg(story.0.path("story"));
    command.env("THROUGHLINE_SOURCES", story.0.path("texts"));
    let output = command.output().expect("the program runs");
    assert_eq!(output.status.code(), Some(0));
}

// ---- Digests ----

#[test]
fn digests_are_printed_as_the_lines_of_a_source() {
    let folder = Folder::empty();
    folder.write("The \"letter\".txt", b"abc\n\n  abc \n");
    let output = digest(&folder.path("The \"letter\".txt"));
    assert_eq!(
        text(&output.stdout),
        "file = 'The \"letter\".txt'\n\
         paragraphs = [\n    \
         \"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\",\n    \
         \"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\",\n\
         ]\n"
    );
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn what_has_no_digests_is_told() {
    let folder = Folder::empty();
    folder.write("empty.txt", b" \n\n");
    folder.write(".hidden.txt", b"abc");
    folder.write("latin.txt", b"Zo\xeb");
    for (name, told) in [
        ("empty.txt", "has no paragraph"),
        (".hidden.txt", "rename the file"),
        ("latin.txt", "is not UTF-8, at offset 2"),
        ("nothing.txt", "there is no file"),
    ] {
        let output = digest(&folder.path(name));
        assert_eq!(output.status.code(), Some(1), "{name}");
        assert_eq!(text(&output.stdout), "", "{name}");
        assert!(text(&output.stderr).contains(told), "{name}");
    }
}
