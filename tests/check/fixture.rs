//! What breaks a rule, and what is the same without the mistake?

use super::on_disk;
use crate::support::files_below;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use throughline::dataset::{Reading, read_texts};
use throughline::document::Rule;

/// The two readings of the folder of one rule.
pub(super) struct Fixture {
    pub(super) rule: Rule,
    pub(super) bad: Reading,
    pub(super) good: Reading,
    pub(super) expected: String,
}

impl Fixture {
    /// Returns the fixture of every rule.
    pub(super) fn all() -> &'static [Self] {
        static ALL: LazyLock<Vec<Fixture>> =
            LazyLock::new(|| Rule::ALL.into_iter().map(Fixture::of).collect());
        &ALL
    }

    /// Returns the fixture of a rule; those that no repository can hold are made on the disk.
    fn of(rule: Rule) -> Self {
        let folder = tests().join("invalid").join(rule.name());
        let expected = fs::read_to_string(folder.join("expected.txt"))
            .unwrap_or_else(|error| panic!("{rule} needs an expected.txt: {error}"));
        let (bad, good) = on_disk::readings(rule).unwrap_or_else(|| {
            let is_alone = folder.join("alone").exists();
            let reading = |twin: &str| {
                let mut files = BTreeMap::new();
                if !is_alone {
                    files = minimal();
                }
                files.extend(files_below(&folder.join(twin)));
                files.retain(|path, _| path.ends_with(".toml") || path.ends_with(".jsonl"));
                read_texts(files)
            };
            (reading("bad"), reading("good"))
        });
        Self {
            rule,
            bad,
            good,
            expected,
        }
    }
}

/// Returns the names of the folders of invalid input.
pub(super) fn folders() -> BTreeSet<String> {
    let folders = fs::read_dir(tests().join("invalid")).expect("the folder is there");
    let name = |entry: fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
    folders
        .map(|entry| name(entry.expect("it can be read")))
        .collect()
}

/// Returns the files of the smallest sound story.
pub(super) fn minimal() -> BTreeMap<String, Vec<u8>> {
    files_below(&tests().join("minimal"))
}

/// Returns the folder of the tests.
pub(super) fn tests() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}
