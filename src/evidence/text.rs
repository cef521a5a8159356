//! What does the text of a document say, and why can it not be read?
//!
//! The folder of texts is not trusted: a file is read within a limit, only when it is a file, and
//! only when it really is in the folder.

use crate::model::{Digest, Source, paragraphs};
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// The most bytes that a text may have.
pub const MAX_TEXT_BYTES: u64 = 16 << 20;

/// A folder that holds the texts of documents.
#[derive(Debug)]
pub struct Texts {
    /// The folder without links.
    root: PathBuf,
}

/// Why there is nothing to compare a cited paragraph with.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Absence {
    /// The source says how many paragraphs it has, and not which.
    #[error("the source has no digests; `throughline digest FILE` prints them")]
    NoDigests,
    /// The source does not say which file holds its text.
    #[error("the source names no `file`")]
    NoFileName,
    /// The folder has no such file.
    #[error("there is no file `{0}`")]
    NoFile(String),
    /// The file is a link to another folder.
    #[error("`{0}` leads out of the folder")]
    LeavesFolder(String),
    /// The name is that of a folder, a pipe, a socket or a device.
    #[error("`{0}` is not a file")]
    NotAFile(String),
    /// The text has more than [`MAX_TEXT_BYTES`].
    #[error("`{0}` has more than {MAX_TEXT_BYTES} bytes")]
    TooLarge(String),
    /// The text has another encoding.
    #[error("`{name}` is not UTF-8, at offset {offset}")]
    NotUtf8 {
        /// The name of the file.
        name: String,
        /// How many bytes are sound before the first that is not.
        offset: usize,
    },
    /// The file cannot be read.
    #[error("`{name}` cannot be read: {reason}")]
    Unreadable {
        /// The name of the file.
        name: String,
        /// What the operating system says.
        reason: String,
    },
    /// The text ends before the paragraph.
    #[error("the text ends with paragraph {n_paragraphs}")]
    NoParagraph {
        /// The number of paragraphs in the text.
        n_paragraphs: usize,
    },
}

impl Texts {
    /// Opens a folder.
    ///
    /// # Errors
    /// When it is no folder that can be read.
    pub fn open(folder: &Path) -> io::Result<Self> {
        let root = fs::canonicalize(folder)?;
        fs::read_dir(&root)?;
        Ok(Self { root })
    }

    /// Returns the digests of the paragraphs that the text of a source has.
    ///
    /// # Errors
    /// When there is nothing to compare, or no text to compare it with.
    pub fn digests_of(&self, source: &Source) -> Result<Vec<Digest>, Absence> {
        if source.paragraphs.digest(1).is_none() {
            return Err(Absence::NoDigests);
        }
        let name = source.file.as_ref().ok_or(Absence::NoFileName)?;
        let path = fs::canonicalize(self.root.join(name)).map_err(|e| unreadable(name, &e))?;
        if !path.starts_with(&self.root) {
            return Err(Absence::LeavesFolder(name.clone()));
        }
        let text = read_text(&path, name)?;
        Ok(paragraphs(&text).map(Digest::of).collect())
    }
}

/// Reads the text of a document; `name` is what the file is called when something is wrong with it.
///
/// # Errors
/// When it is no file, or not one that can be read, or not one of text within the limit.
pub fn read_text(path: &Path, name: &str) -> Result<String, Absence> {
    let metadata = fs::metadata(path).map_err(|error| unreadable(name, &error))?;
    // Opening a pipe would wait for somebody to write to it.
    if !metadata.is_file() {
        return Err(Absence::NotAFile(name.to_owned()));
    }
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(MAX_TEXT_BYTES + 1).read_to_end(&mut bytes))
        .map_err(|error| unreadable(name, &error))?;
    if bytes.len() as u64 > MAX_TEXT_BYTES {
        return Err(Absence::TooLarge(name.to_owned()));
    }
    String::from_utf8(bytes).map_err(|error| Absence::NotUtf8 {
        name: name.to_owned(),
        offset: error.utf8_error().valid_up_to(),
    })
}

fn unreadable(name: &str, error: &io::Error) -> Absence {
    let name = name.to_owned();
    match error.kind() {
        io::ErrorKind::NotFound => Absence::NoFile(name),
        _ => Absence::Unreadable {
            name,
            reason: error.to_string(),
        },
    }
}
