//! In which portions is a data file read?
//!
//! A TOML file is one portion. A file of JSON lines is as many as it takes, each a number of whole
//! lines, so that several can be read at the same time and none has to be in memory as a whole.

use crate::document::{Diagnostic, Document, Rule};
use std::fmt;
use std::io::{self, Cursor, Read};
use std::path::Path;
use std::sync::Arc;

/// How many bytes a portion of lines has at least, unless it is the last one.
///
/// Invariant: it is more than a line may have.
const PORTION_BYTES: usize = 4 << 20;

/// A data file as it was found.
pub(super) struct DataFile {
    /// The name as messages show it.
    path: String,
    /// Whether it is the ontology.
    pub(super) is_ontology: bool,
    /// How many bytes it has, as far as that is known before it is read.
    pub(super) n_bytes: u64,
    content: Content,
}

/// What is in a data file.
enum Content {
    Whole(Vec<u8>),
    Lines(Box<dyn Read + Send>),
}

/// Some of a data file: all of it, or some of its lines.
pub(super) struct Portion {
    /// The name of the file, as messages show it.
    pub(super) path: String,
    pub(super) bytes: Vec<u8>,
    /// How many lines of the file come before.
    pub(super) lines_before: u32,
    /// How many bytes of the file come before.
    pub(super) bytes_before: u64,
    /// Whether it is all of the file.
    pub(super) is_whole_file: bool,
}

impl DataFile {
    /// Returns a file that is in memory.
    pub(super) fn of_bytes(path: String, is_ontology: bool, bytes: Vec<u8>) -> Self {
        let n_bytes = bytes.len() as u64;
        let content = match has_ending(Path::new(&path), LINES_ENDING) {
            true => Content::Lines(Box::new(Cursor::new(bytes))),
            false => Content::Whole(bytes),
        };
        Self {
            path,
            is_ontology,
            n_bytes,
            content,
        }
    }

    /// Returns a file of lines that are still to be read.
    pub(super) fn of_lines(path: String, n_bytes: u64, lines: Box<dyn Read + Send>) -> Self {
        Self {
            path,
            is_ontology: false,
            n_bytes,
            content: Content::Lines(lines),
        }
    }

    /// Returns the portions of the file, or what keeps them from being read.
    pub(super) fn portions(self) -> Portions {
        let path = self.path;
        let (whole, lines) = match self.content {
            Content::Whole(bytes) => {
                let whole = Portion {
                    path,
                    bytes,
                    lines_before: 0,
                    bytes_before: 0,
                    is_whole_file: true,
                };
                (Some(whole), None)
            }
            Content::Lines(file) => (None, Some(Lines::new(path, file))),
        };
        Portions { whole, lines }
    }
}

impl fmt::Debug for DataFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DataFile({})", self.path)
    }
}

/// The portions of one file.
pub(super) struct Portions {
    whole: Option<Portion>,
    lines: Option<Lines>,
}

impl Iterator for Portions {
    type Item = Result<Portion, Diagnostic>;

    fn next(&mut self) -> Option<Self::Item> {
        let lines = self.lines.as_mut().and_then(Lines::next);
        lines.or_else(|| self.whole.take().map(Ok))
    }
}

/// A file of lines that is being read.
struct Lines {
    path: String,
    file: Option<Box<dyn Read + Send>>,
    /// What was read already.
    begun: Vec<u8>,
    n_lines: u32,
    n_bytes: u64,
}

impl Lines {
    fn new(path: String, file: Box<dyn Read + Send>) -> Self {
        Self {
            path,
            file: Some(file),
            begun: Vec::new(),
            n_lines: 0,
            n_bytes: 0,
        }
    }

    fn next(&mut self) -> Option<Result<Portion, Diagnostic>> {
        let mut file = self.file.take()?;
        let mut bytes = std::mem::take(&mut self.begun);
        let wanted = PORTION_BYTES.saturating_sub(bytes.len());
        let read = (&mut file).take(wanted as u64).read_to_end(&mut bytes);
        let n_read = match read {
            Ok(n_read) => n_read,
            Err(error) => return Some(Err(unreadable(&self.path, &error))),
        };
        let is_last = n_read < wanted;
        if !is_last {
            let rest = match memchr::memrchr(b'\n', &bytes) {
                Some(end) => Ok(bytes.split_off(end + 1)),
                None => {
                    bytes.truncate(whole_characters(&bytes));
                    after_line(&mut file)
                }
            };
            match rest {
                Ok(rest) => self.begun = rest,
                Err(error) => return Some(Err(unreadable(&self.path, &error))),
            }
            self.file = Some(file);
        }
        Some(Ok(self.portion(bytes, is_last)))
    }

    fn portion(&mut self, bytes: Vec<u8>, is_last: bool) -> Portion {
        let portion = Portion {
            path: self.path.clone(),
            lines_before: self.n_lines,
            bytes_before: self.n_bytes,
            is_whole_file: is_last && self.n_bytes == 0,
            bytes,
        };
        let n_lines = memchr::memchr_iter(b'\n', &portion.bytes).count();
        let n_lines = u32::try_from(n_lines).unwrap_or(u32::MAX);
        self.n_lines = self.n_lines.saturating_add(n_lines);
        self.n_bytes += portion.bytes.len() as u64;
        portion
    }
}

/// Returns the finding about a file or folder, under the name that messages show, that cannot be
/// read.
pub(super) fn unreadable(path: &str, error: &io::Error) -> Diagnostic {
    let document = Arc::new(Document::new(path, ""));
    let message = format!("this cannot be read: {error}");
    let help = "see to it that it is there and may be read";
    Diagnostic::about(Rule::Unreadable, &document, message).help(help)
}

/// The ending of the names of files of JSON lines.
pub(super) const LINES_ENDING: &str = "jsonl";

/// Returns whether the name of a file has an ending, in whatever case.
pub(super) fn has_ending(path: &Path, ending: &str) -> bool {
    path.extension()
        .is_some_and(|found| found.eq_ignore_ascii_case(ending))
}

/// Returns how many bytes there are before a character that was cut off at the end.
fn whole_characters(bytes: &[u8]) -> usize {
    match str::from_utf8(bytes) {
        Err(error) if error.error_len().is_none() => error.valid_up_to(),
        _ => bytes.len(),
    }
}

/// Goes past the end of a line that is longer than any may be, and returns what was read of the
/// next one.
fn after_line(file: &mut dyn Read) -> io::Result<Vec<u8>> {
    let mut block = vec![0; PORTION_BYTES];
    loop {
        let n_read = match file.read(&mut block) {
            Ok(n_read) => n_read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if n_read == 0 {
            return Ok(Vec::new());
        }
        if let Some(end) = memchr::memchr(b'\n', &block[..n_read]) {
            block.truncate(n_read);
            return Ok(block.split_off(end));
        }
    }
}
