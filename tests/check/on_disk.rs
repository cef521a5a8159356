//! What breaks the rules that only a disk can break: pipes, links, deep and large folders?

use super::fixture::minimal;
use crate::support::{Folder, make_pipe, told};
use std::fs;
use throughline::dataset::{Limits, Reading, read, read_texts, read_within};
use throughline::document::{Diagnostic, Document, Rule};

impl Folder {
    /// Returns a folder that holds the smallest sound story.
    pub(super) fn with_story() -> Self {
        let folder = Self::empty();
        for (path, bytes) in minimal() {
            folder.write(&format!("story/{path}"), &bytes);
        }
        folder
    }

    /// Reads the story, and names its files as if the folder were the current one.
    fn reading(&self, limits: &Limits) -> Reading {
        let mut reading = read_within(&self.path("story"), limits);
        for finding in reading.diagnostics.iter_mut() {
            self.shorten(finding);
        }
        reading
    }

    fn shorten(&self, finding: &mut Diagnostic) {
        let prefix = self.path("").display().to_string();
        let path = finding.path().replace(&prefix, "");
        let text = finding.document.text().to_owned();
        finding.document = Document::new(path, text).into();
        finding.message = finding.message.replace(&prefix, "");
    }
}

/// Returns the readings of the folder that breaks a rule and of the one that keeps it, when the
/// rule is one that only a disk can break.
pub(super) fn readings(rule: Rule) -> Option<(Reading, Reading)> {
    let (bad, good) = (Folder::with_story(), Folder::with_story());
    let mut limits = Limits::default();
    match rule {
        Rule::MissingFolder => fs::remove_dir_all(bad.path("story")).expect("the folder is ours"),
        Rule::BadPack => {
            fs::remove_dir_all(bad.path("story")).expect("the folder is ours");
            bad.write("story", b"These are notes about a story.\n");
        }
        Rule::Unreadable => bad.link("story/people/gone.toml", "nobody.toml"),
        Rule::FileTooLarge => {
            limits.max_file_bytes = 4_000;
            bad.write("story/people/long.toml", "#".repeat(4_001).as_bytes());
            good.write("story/people/long.txt", "#".repeat(4_001).as_bytes());
        }
        Rule::LineTooLong => {
            let line = |n_blanks| format!("{{\"entity\":\"x\",{}", " ".repeat(n_blanks));
            let rest = "\"type\":\"Person\",\"name\":\"X\"}\n";
            bad.write("story/people/x.jsonl", (line(1 << 20) + rest).as_bytes());
            good.write("story/people/x.jsonl", (line(1 << 19) + rest).as_bytes());
        }
        Rule::TooManyFiles => {
            limits.max_files = minimal().len();
            bad.write("story/people/one-more.toml", b"");
            good.write("story/people/one-more.txt", b"");
        }
        Rule::FolderTooDeep => {
            limits.max_depth = 3;
            bad.write("story/a/b/c/d/deep.toml", b"");
            good.write("story/a/b/c/README.md", b"");
        }
        Rule::NotAFile => {
            make_pipe(&bad.path("story/people/pipe.toml"));
            make_pipe(&good.path("story/people/pipe"));
        }
        Rule::LinkLeavesFolder => {
            bad.write("elsewhere/outside.toml", b"");
            bad.link("story/people/outside.toml", "../../elsewhere/outside.toml");
            bad.link("story/people/outside", "../../elsewhere");
            good.link("story/people/inside.toml", "alec-baldwin.toml");
            good.link("story/people/inside", "../sources");
        }
        Rule::LinkLoop => {
            bad.link("story/people/all", "..");
            bad.link("story/people/self.toml", "self.toml");
            good.link("story/all", "people");
        }
        Rule::TooManyRows => return Some((many_values(65_536), many_values(65_535))),
        _ => return None,
    }
    Some((bad.reading(&limits), good.reading(&limits)))
}

/// Reads an ontology with one enumeration of so many values.
fn many_values(n_values: usize) -> Reading {
    let values: Vec<_> = (0..n_values).map(|n| format!("v{n}=\".\"")).collect();
    let ontology = format!(
        "[story]\nname = \"Rust\"\ndescription = \"A film.\"\n\n[attribute.kind]\non = \"Entity\"\n\
         type = \"enum\"\nvalues = {{{}}}\ndescription = \"A kind.\"\n",
        values.join(",")
    );
    read_texts([("ontology.toml".to_owned(), ontology.into_bytes())])
}

#[test]
fn a_data_file_that_is_a_link_within_the_folder_is_read_once() {
    let folder = Folder::with_story();
    folder.write(
        "story/kept/joel-souza.txt",
        b"entity = \"joel-souza\"\ntype = \"Person\"\nname = \"Joel Souza\"\n",
    );
    folder.link("story/people/joel-souza.toml", "../kept/joel-souza.txt");
    folder.link("story/people/joel.toml", "alec-baldwin.toml");
    let reading = read(&folder.path("story"));
    assert_eq!(told(&reading), Vec::<String>::new());
    assert_eq!(reading.n_files, minimal().len() + 1);
}

#[test]
fn names_that_begin_with_a_dot_are_not_looked_at() {
    let folder = Folder::with_story();
    folder.write("story/.git/config.toml", b"not a story");
    folder.link("story/people/.#alec-baldwin.toml", "nobody@nowhere");
    assert!(read(&folder.path("story")).dataset.is_some());
}

#[test]
fn folders_inside_one_another_without_end_are_refused() {
    let folder = Folder::with_story();
    folder.write(&format!("story/{}/x.toml", vec!["d"; 400].join("/")), b"");
    let reading = read(&folder.path("story"));
    assert_eq!(reading.diagnostics.len(), 1);
    assert_eq!(reading.diagnostics[0].rule, Rule::FolderTooDeep);
}

#[test]
fn a_device_is_not_opened() {
    let folder = Folder::with_story();
    folder.link("story/people/zero.toml", "/dev/zero");
    let reading = read(&folder.path("story"));
    assert_eq!(reading.diagnostics[0].rule, Rule::LinkLeavesFolder);
}
