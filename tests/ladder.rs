//! Does each floor of the house know only those below it?
//!
//! Reads the sources as text: what a module may name is a matter of its words, and a word that is
//! not allowed shows here before it becomes a habit.

use crate::support::in_repository;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The floors, the lowest first, each with the floors that it may name.
const FLOORS: [(&str, &[&str]); 14] = [
    ("deadline", &[]),
    ("document", &[]),
    ("ontology", &["document"]),
    ("generation", &["document", "ontology"]),
    ("model", &["ontology"]),
    ("dataset", &["document", "ontology", "model"]),
    ("evidence", &["model", "dataset"]),
    ("graph", &["ontology", "model", "dataset"]),
    ("search", &["ontology", "model", "graph"]),
    (
        "query",
        &[
            "deadline", "document", "ontology", "model", "graph", "search",
        ],
    ),
    ("engine", &["deadline", "document"]),
    (
        "schema",
        &[
            "deadline", "ontology", "model", "graph", "search", "query", "engine",
        ],
    ),
    ("http", &["engine"]),
    (
        "cli",
        &[
            "document",
            "generation",
            "model",
            "dataset",
            "evidence",
            "graph",
            "engine",
            "schema",
            "http",
        ],
    ),
];

/// Words that only some floors may use.
const WORDS: [(&str, &[&str]); 18] = [
    ("petgraph", &["graph", "query"]),
    ("tantivy", &["search"]),
    ("async_graphql", &["engine", "schema", "http"]),
    ("async_graphql_axum", &["http"]),
    ("axum", &["http", "cli"]),
    ("hyper", &["http"]),
    ("tower", &["http"]),
    ("tower_http", &["http"]),
    ("tracing", &["http", "cli"]),
    ("prometheus_client", &["http"]),
    ("tokio", &["http", "cli"]),
    ("opentelemetry", &["http"]),
    ("opentelemetry_otlp", &["http"]),
    ("opentelemetry_sdk", &["http"]),
    ("async", &["http", "cli", "engine"]),
    ("apollo_compiler", &["engine"]),
    ("clap", &["cli"]),
    ("governor", &["http"]),
];

/// The floors that neither wait nor touch the outside world, and what they never name.
const PURE: [&str; 9] = [
    "deadline",
    "document",
    "generation",
    "ontology",
    "model",
    "graph",
    "search",
    "query",
    "schema",
];
const OUTSIDE: [&str; 7] = [
    "std::fs",
    "std::net",
    "std::io",
    "std::env",
    "std::process",
    "serde",
    "Serialize",
];

/// The longest that a file may be, in lines.
const MAX_LINES: usize = 600;

/// Returns the text of every Rust file below a folder, by its path from there.
fn sources(folder: &str) -> BTreeMap<String, String> {
    fn gather(root: &Path, folder: &Path, found: &mut BTreeMap<String, String>) {
        let entries = fs::read_dir(folder).expect("the folder of sources can be read");
        for entry in entries {
            let path = entry.expect("the folder of sources can be read").path();
            if path.ends_with("node_modules") {
                continue;
            }
            if path.is_dir() {
                gather(root, &path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(root).expect("it is below");
                let text = fs::read_to_string(&path).expect("sources are text");
                found.insert(name.to_string_lossy().replace('\\', "/"), text);
            }
        }
    }
    let root = in_repository(folder);
    let mut found = BTreeMap::new();
    gather(&root, &root, &mut found);
    assert!(!found.is_empty(), "{folder} holds sources");
    found
}

/// Returns the floor to which a file belongs; `main` and `lib` are none.
fn floor_of(path: &str) -> &str {
    path.split(['/', '.']).next().unwrap_or_default()
}

/// Returns the code of a file: what stands before its tests, without comments.
fn code(text: &str) -> String {
    let before_tests = text.split("#[cfg(test)]\nmod tests").next();
    let lines = before_tests.unwrap_or_default().lines();
    let code = lines.map(|line| line.split("//").next().unwrap_or_default());
    code.collect::<Vec<_>>().join("\n")
}

/// Returns whether a text holds a path or a word that is not part of a longer one.
fn names(code: &str, word: &str) -> bool {
    let is_part = |c: char| c == '_' || c.is_alphanumeric();
    code.match_indices(word).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let after = code[at + word.len()..].chars().next();
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    })
}

/// Returns the floors that a file names through the crate.
fn floors_named(code: &str) -> Vec<&str> {
    code.match_indices("crate::")
        .map(|(at, prefix)| {
            let rest = &code[at + prefix.len()..];
            let end = rest.find(|c: char| c != '_' && !c.is_alphanumeric());
            &rest[..end.unwrap_or(rest.len())]
        })
        .collect()
}

#[test]
fn every_module_of_the_crate_stands_on_the_ladder() {
    let library = fs::read_to_string(in_repository("src/lib.rs")).expect("the library is there");
    let declared: Vec<_> = library
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .collect();
    let mut floors = FLOORS.map(|(floor, _)| floor);
    floors.sort_unstable();
    assert_eq!(declared, floors);
}

#[test]
fn a_floor_may_name_only_floors_below_it() {
    for (at, (floor, below)) in FLOORS.iter().enumerate() {
        let lower: Vec<_> = FLOORS[..at].iter().map(|(name, _)| *name).collect();
        for name in *below {
            assert!(lower.contains(name), "{floor} stands below {name}");
        }
    }
}

#[test]
fn a_floor_names_only_the_floors_it_is_built_on() {
    for (path, text) in sources("src") {
        let Some((floor, below)) = FLOORS.iter().find(|(name, _)| *name == floor_of(&path)) else {
            continue;
        };
        let code = code(&text);
        for named in floors_named(&code) {
            assert!(
                named == *floor || below.contains(&named),
                "src/{path} names crate::{named}, and {floor} may not"
            );
        }
    }
}

#[test]
fn a_library_is_named_only_on_its_floors() {
    for (path, text) in sources("src") {
        let code = code(&text);
        let floor = floor_of(&path);
        for (word, floors) in WORDS {
            assert!(
                floors.contains(&floor) || !names(&code, word),
                "src/{path} names `{word}`, which belongs to {floors:?}"
            );
        }
    }
}

#[test]
fn what_only_thinks_never_touches_the_outside_world() {
    for (path, text) in sources("src") {
        if !PURE.contains(&floor_of(&path)) {
            continue;
        }
        let code = code(&text);
        for word in OUTSIDE {
            assert!(!names(&code, word), "src/{path} names `{word}`");
        }
    }
}

#[test]
fn every_file_opens_with_the_question_it_answers() {
    for folder in ["src", "tests"] {
        for (path, text) in sources(folder) {
            assert!(text.starts_with("//! "), "{folder}/{path}");
        }
    }
}

#[test]
fn no_file_is_too_long_to_be_read() {
    for folder in ["src", "tests"] {
        for (path, text) in sources(folder) {
            let n_lines = text.lines().count();
            assert!(
                n_lines <= MAX_LINES,
                "{folder}/{path} has {n_lines} lines; split it by concept"
            );
        }
    }
}

#[test]
fn a_face_has_no_code_of_its_own() {
    for (path, text) in sources("src") {
        if path.ends_with("mod.rs") {
            for keyword in ["fn", "struct", "enum", "impl", "trait", "const"] {
                assert!(
                    !names(&code(&text), keyword),
                    "src/{path} has a `{keyword}`"
                );
            }
        }
    }
}
