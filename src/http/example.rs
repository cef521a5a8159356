//! Which example operations does a story bring along?
//!
//! They are the files `*.graphql` of one folder, in the order of their names. An example may bring
//! its variables in a file `*.variables.json` beside it. Whether an example fits the schema is not
//! asked here; whether its file can be trusted is.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::{Map, Value};

/// How many bytes the file of an example or of its variables may have.
pub const MAX_EXAMPLE_BYTES: u64 = 64 * 1024;

/// One example: an operation that a reader can run as it stands.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Example {
    /// The name of its first operation, or of its file when the operation has none.
    pub name: String,
    /// The text of the document, as it stands in the file.
    pub query: String,
    /// The values of its variables, when it has any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variables: Option<Map<String, Value>>,
}

/// Why a file cannot be an example.
#[derive(Debug, thiserror::Error)]
#[error("{}: {reason}", path.display())]
pub struct ExampleError {
    /// The file, or the folder when that cannot be read.
    pub path: PathBuf,
    /// What is wrong with it.
    pub reason: ExampleReason,
}

/// What is wrong with the file of an example.
#[derive(Debug, thiserror::Error)]
pub enum ExampleReason {
    /// The operating system refused to read it.
    #[error("it cannot be read: {0}")]
    Unreadable(#[from] io::Error),
    /// It is a link, a folder, a pipe or a device.
    #[error("it is not a regular file; put the text itself there")]
    NotAFile,
    /// It has more than [`MAX_EXAMPLE_BYTES`].
    #[error("it has more than {MAX_EXAMPLE_BYTES} bytes; make the example smaller")]
    TooBig,
    /// It holds bytes that are not text.
    #[error("byte {0} is not UTF-8; save the file as UTF-8")]
    NotUtf8(usize),
    /// It holds no operation.
    #[error("it is empty; write an operation, or remove the file")]
    Empty,
    /// Another example has the same name, and a reader could not tell them apart.
    #[error("`{name}` is also the name of {}; give the operation another name", other.display())]
    SameName {
        /// The name of both.
        name: String,
        /// The file that had it first.
        other: PathBuf,
    },
    /// The variables are not an object in JSON.
    #[error("the variables are not a JSON object: {0}")]
    NotVariables(serde_json::Error),
}

/// Reads the examples of this folder, in the order of their file names.
///
/// A folder that does not exist holds no examples.
///
/// # Errors
///
/// Returns every problem of every file, so that all of them can be mended at once.
pub fn read_examples(folder: &Path) -> Result<Vec<Example>, Vec<ExampleError>> {
    let files = example_files(folder).map_err(|error| vec![error])?;
    let mut examples = Vec::new();
    let mut errors = Vec::new();
    let mut first_with = HashMap::new();
    for path in files {
        match read_example(&path) {
            Ok(example) => match first_with.get(&example.name) {
                None => {
                    first_with.insert(example.name.clone(), path);
                    examples.push(example);
                }
                Some(other) => errors.push(ExampleError {
                    reason: ExampleReason::SameName {
                        name: example.name,
                        other: PathBuf::clone(other),
                    },
                    path,
                }),
            },
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() {
        Ok(examples)
    } else {
        Err(errors)
    }
}

fn example_files(folder: &Path) -> Result<Vec<PathBuf>, ExampleError> {
    let unreadable = |source: io::Error| ExampleError {
        path: folder.to_owned(),
        reason: source.into(),
    };
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(unreadable)?,
    };
    let mut files = entries
        .map(|entry| entry.map(|entry| entry.path()).map_err(unreadable))
        .collect::<Result<Vec<_>, _>>()?;
    files.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "graphql")
    });
    files.sort();
    Ok(files)
}

fn read_example(path: &Path) -> Result<Example, ExampleError> {
    let query = read_text(path)?;
    let name = operation_name(&query)
        .map(str::to_owned)
        .or_else(|| {
            path.file_stem()
                .map(|stem| stem.to_string_lossy().into_owned())
        })
        .unwrap_or_default();
    let variables = read_variables(&path.with_extension("variables.json"))?;
    Ok(Example {
        name,
        query,
        variables,
    })
}

fn read_variables(path: &Path) -> Result<Option<Map<String, Value>>, ExampleError> {
    match read_text(path) {
        Err(ExampleError {
            reason: ExampleReason::Unreadable(error),
            ..
        }) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        text => serde_json::from_str(&text?)
            .map(Some)
            .map_err(|error| ExampleError {
                path: path.to_owned(),
                reason: ExampleReason::NotVariables(error),
            }),
    }
}

fn read_text(path: &Path) -> Result<String, ExampleError> {
    text_of(path).map_err(|reason| ExampleError {
        path: path.to_owned(),
        reason,
    })
}

fn text_of(path: &Path) -> Result<String, ExampleReason> {
    // The kind is asked before the file is opened, because opening a pipe waits for its writer.
    if !fs::symlink_metadata(path)?.is_file() {
        return Err(ExampleReason::NotAFile);
    }
    let mut bytes = Vec::new();
    File::open(path)?
        .take(MAX_EXAMPLE_BYTES + 1)
        .read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_EXAMPLE_BYTES {
        return Err(ExampleReason::TooBig);
    }
    let text = String::from_utf8(bytes)
        .map_err(|error| ExampleReason::NotUtf8(error.utf8_error().valid_up_to()))?;
    if text.trim().is_empty() {
        return Err(ExampleReason::Empty);
    }
    Ok(text)
}

/// Finds the name of the first operation, or nothing when it has none.
///
/// A look at the words outside of braces, not a parser: a document that is not valid has to be
/// named as well when it is reported.
fn operation_name(document: &str) -> Option<&str> {
    let is_word = |c: char| c == '_' || c.is_ascii_alphanumeric();
    let mut rest = document;
    let mut depth = 0_usize;
    let mut after_keyword = false;
    let mut in_fragment = false;
    loop {
        rest = rest.trim_start_matches(|c: char| !is_word(c) && !"{}()@#\"".contains(c));
        let first = rest.chars().next()?;
        let length = match first {
            '#' => rest.find('\n').unwrap_or(rest.len()),
            '"' => string_length(rest),
            c if is_word(c) => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
            _ => 1,
        };
        let (token, after) = rest.split_at(length);
        rest = after;
        match first {
            '{' if depth == 0 && !in_fragment => return None,
            '{' | '(' => {
                depth += 1;
                after_keyword = false;
            }
            '}' | ')' => {
                depth = depth.saturating_sub(1);
                in_fragment &= depth > 0 || first == ')';
            }
            '@' => after_keyword = false,
            c if is_word(c) && depth == 0 => {
                if after_keyword {
                    return Some(token);
                }
                in_fragment |= token == "fragment";
                after_keyword =
                    !in_fragment && matches!(token, "query" | "mutation" | "subscription");
            }
            _ => {}
        }
    }
}

/// Measures the string that the text begins with, its quotes included.
fn string_length(text: &str) -> usize {
    if let Some(block) = text.strip_prefix("\"\"\"") {
        return block.find("\"\"\"").map_or(text.len(), |end| end + 6);
    }
    let mut escaped = false;
    for (position, c) in text.char_indices().skip(1) {
        match c {
            '"' if !escaped => return position + 1,
            '\n' => return position,
            _ => escaped = c == '\\' && !escaped,
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_name(document: &str, expected: Option<&str>) {
        assert_eq!(operation_name(document), expected, "{document}");
    }

    /// A folder that is removed when the test ends.
    struct Folder(PathBuf);

    impl Folder {
        fn with(test: &str, files: &[(&str, &[u8])]) -> Self {
            let path =
                std::env::temp_dir().join(format!("throughline-{test}-{}", std::process::id()));
            fs::create_dir_all(&path).unwrap();
            for (name, content) in files {
                fs::write(path.join(name), content).unwrap();
            }
            Self(path)
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            // A folder that stays behind in the place for temporary files harms nobody.
            drop(fs::remove_dir_all(&self.0));
        }
    }

    #[test]
    fn an_example_is_named_by_its_first_operation() {
        check_name("query Armorers { people { name } }", Some("Armorers"));
        check_name(
            "# query Not\nquery Armorers($id: ID!) { person(id: $id) { name } }",
            Some("Armorers"),
        );
        check_name("\"A query that asks.\" mutation Add { a }", Some("Add"));
        check_name("\"\"\"A query \"quoted\".\"\"\" query B { a }", Some("B"));
        check_name(
            "fragment F on Person @x(a: {b: 1}) { name } query C { ...F }",
            Some("C"),
        );
        check_name("{ people { query name } }", None);
        check_name("query ($id: ID) { person(id: $id) { name } }", None);
        check_name("query { a }", None);
        check_name("query @live { a }", None);
        check_name("fragment F on Person { name }", None);
        check_name("query", None);
        check_name("}}\"", None);
    }

    #[test]
    fn examples_come_in_the_order_of_their_file_names() {
        let folder = Folder::with(
            "order",
            &[
                (
                    "20-b.graphql",
                    b"query Second($id: ID!) { person(id: $id) { name } }",
                ),
                ("20-b.variables.json", br#"{"id": "alec-baldwin"}"#),
                ("10-a.graphql", b"{ people { nodes { name } } }"),
                ("notes.txt", b"\xff"),
            ],
        );
        let examples = read_examples(&folder.0).unwrap();
        let names: Vec<&str> = examples
            .iter()
            .map(|example| example.name.as_str())
            .collect();
        assert_eq!(names, ["10-a", "Second"]);
        let json = serde_json::to_string(&examples[1]).unwrap();
        assert!(
            json.ends_with(r#""variables":{"id":"alec-baldwin"}}"#),
            "{json}"
        );
    }

    #[test]
    fn every_file_that_cannot_be_an_example_is_reported_with_its_reason() {
        let big = vec![b' '; 64 * 1024 + 1];
        let folder = Folder::with(
            "refused",
            &[
                ("1.graphql", b"query A { \xff }"),
                ("2.graphql", &big),
                ("3.graphql", b" \n"),
                ("4.graphql", b"query A { a }"),
                ("5.graphql", b"query A { b }"),
                ("6.graphql", b"query B { b }"),
                ("6.variables.json", b"[1]"),
            ],
        );
        fs::create_dir_all(folder.0.join("7.graphql")).unwrap();
        let errors = read_examples(&folder.0).unwrap_err();
        let told: Vec<String> = errors.iter().map(ToString::to_string).collect();
        let expected = [
            ("1.graphql", "byte 10 is not UTF-8"),
            ("2.graphql", "more than 65536 bytes"),
            ("3.graphql", "it is empty"),
            ("5.graphql", "`A` is also the name of"),
            ("6.variables.json", "not a JSON object"),
            ("7.graphql", "not a regular file"),
        ];
        assert_eq!(told.len(), expected.len(), "{told:#?}");
        for (line, (file, reason)) in told.iter().zip(expected) {
            assert!(line.contains(file) && line.contains(reason), "{line}");
        }
    }

    #[test]
    fn a_folder_that_does_not_exist_holds_no_examples() {
        assert_eq!(read_examples(Path::new("no/such/folder")).unwrap(), []);
    }
}
