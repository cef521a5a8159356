//! Which data files are below a folder?
//!
//! Names that begin with a dot are not looked at, and neither is anything but folders and files
//! that end in `.toml` or `.jsonl`.

use super::file::{DataFile, LINES_ENDING, has_ending, unreadable};
use super::reading::ONTOLOGY_FILE;
use crate::document::{Diagnostic, Diagnostics, Document, Rule};
use std::collections::BTreeMap;
use std::fs::{self, File, FileType};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How much a folder may hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// The most bytes of one file.
    pub max_file_bytes: u64,
    /// The most data files.
    pub max_files: usize,
    /// The most folders inside one another, the folder itself not counted.
    pub max_depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_file_bytes: 1 << 20,
            max_files: 100_000,
            max_depth: 16,
        }
    }
}

/// Returns the data files below a folder in the order of their paths; `None` when it is no folder
/// that can be read.
pub(super) fn files_of(
    folder: &Path,
    limits: &Limits,
    findings: &mut Diagnostics,
) -> Option<Vec<DataFile>> {
    let root = match fs::canonicalize(folder).and_then(|root| fs::read_dir(&root).map(|_| root)) {
        Ok(root) => root,
        Err(error) => {
            let (message, help) = cannot_open(folder, &error);
            findings.push(about(Rule::MissingFolder, folder, message).help(help));
            return None;
        }
    };
    let mut walk = Walk {
        folder,
        root,
        limits,
        findings,
        files: BTreeMap::new(),
        links: Vec::new(),
    };
    walk.run();
    Some(walk.into_files())
}

fn cannot_open(folder: &Path, error: &io::Error) -> (String, &'static str) {
    let help = "name the folder of the story with `--data DIR`";
    match error.kind() {
        io::ErrorKind::NotFound => ("there is no such folder".to_owned(), help),
        _ if folder.is_file() => ("this is a file, not a folder".to_owned(), help),
        _ => (format!("this folder cannot be read: {error}"), help),
    }
}

fn about(rule: Rule, path: &Path, message: impl Into<String>) -> Diagnostic {
    let document = Arc::new(Document::new(path.display().to_string(), ""));
    Diagnostic::about(rule, &document, message)
}

/// A folder that is being looked through.
struct Walk<'a> {
    /// The folder as it was named.
    folder: &'a Path,
    /// The folder without links.
    root: PathBuf,
    limits: &'a Limits,
    findings: &'a mut Diagnostics,
    /// The files, from their path below the folder to where they really are.
    files: BTreeMap<PathBuf, PathBuf>,
    /// The links to files of the folder, which may be files that are found anyway.
    links: Vec<(PathBuf, PathBuf)>,
}

impl Walk<'_> {
    fn run(&mut self) {
        let mut folders = vec![(PathBuf::new(), 0)];
        while let Some((below, depth)) = folders.pop() {
            let entries = match self.entries(&below) {
                Ok(entries) => entries,
                Err(error) => {
                    self.tell_unreadable(&below, &error);
                    continue;
                }
            };
            for (path, kind) in entries {
                if kind.is_dir() && depth >= self.limits.max_depth {
                    let most = self.limits.max_depth;
                    let message = format!("folders are nested deeper than {most}");
                    self.tell(Rule::FolderTooDeep, &path, message, "move its files up");
                } else if kind.is_dir() {
                    folders.push((path, depth + 1));
                } else if kind.is_symlink() {
                    self.link(path);
                } else if is_data(&path) && !kind.is_file() {
                    let message = "this is not a file but a pipe, a socket or a device";
                    self.tell(Rule::NotAFile, &path, message, "move it out of the folder");
                } else if is_data(&path) {
                    self.files.insert(path.clone(), self.root.join(&path));
                }
                if self.is_over() {
                    return;
                }
            }
        }
    }

    /// Returns what is directly in a folder, in the order of names.
    fn entries(&self, below: &Path) -> io::Result<Vec<(PathBuf, FileType)>> {
        let mut entries = Vec::new();
        for entry in fs::read_dir(self.root.join(below))? {
            let entry = entry?;
            if !entry.file_name().as_encoded_bytes().starts_with(b".") {
                entries.push((below.join(entry.file_name()), entry.file_type()?));
            }
        }
        entries.sort_by(|(a, _), (b, _)| a.cmp(b));
        Ok(entries)
    }

    /// Looks where a link leads: what is in the folder is read at its own place.
    fn link(&mut self, path: PathBuf) {
        let link = self.root.join(&path);
        let target = match fs::canonicalize(&link) {
            Ok(target) => target,
            Err(error) if is_loop(&error) => {
                self.tell_loop(&path, "itself");
                return;
            }
            Err(error) => {
                self.tell_unreadable(&path, &error);
                return;
            }
        };
        if !target.starts_with(&self.root) {
            let message = format!("this link leaves the folder, to `{}`", target.display());
            let help = "copy what it leads to into the folder";
            self.tell(Rule::LinkLeavesFolder, &path, message, help);
        } else if link.starts_with(&target) {
            self.tell_loop(&path, "a folder that holds it");
        } else if target.is_file() && is_data(&path) {
            self.links.push((path, target));
        }
    }

    fn is_over(&mut self) -> bool {
        let most = self.limits.max_files;
        let is_over = self.files.len() + self.links.len() > most;
        if is_over {
            let message = format!("there are more than {most} data files");
            let help = "put several subjects of the story into folders of their own";
            self.tell(Rule::TooManyFiles, Path::new(""), message, help);
            self.files.clear();
            self.links.clear();
        }
        is_over
    }

    fn into_files(mut self) -> Vec<DataFile> {
        for (path, target) in std::mem::take(&mut self.links) {
            let below = target.strip_prefix(&self.root).unwrap_or(&target);
            if !self.files.contains_key(below) {
                self.files.insert(path, target);
            }
        }
        let files = std::mem::take(&mut self.files);
        files
            .into_iter()
            .filter_map(|(path, target)| self.file(&path, &target))
            .collect()
    }

    fn file(&mut self, path: &Path, target: &Path) -> Option<DataFile> {
        let shown = self.shown(path).display().to_string();
        let most = self.limits.max_file_bytes;
        let mut bytes = Vec::new();
        let file = match File::open(target) {
            // A file of lines may be longer than memory, and is read in portions.
            Ok(file) if has_ending(path, LINES_ENDING) => {
                let n_bytes = file.metadata().map_or(0, |known| known.len());
                return Some(DataFile::of_lines(shown, n_bytes, Box::new(file)));
            }
            file => file,
        };
        match file.and_then(|file| file.take(most + 1).read_to_end(&mut bytes)) {
            Err(error) => self.tell_unreadable(path, &error),
            Ok(n_bytes) if n_bytes as u64 > most => {
                let message = format!("this file has more than {most} bytes");
                let help = "split it: one file for each source or entity";
                self.tell(Rule::FileTooLarge, path, message, help);
            }
            Ok(_) => {
                let is_ontology = path == Path::new(ONTOLOGY_FILE);
                return Some(DataFile::of_bytes(shown, is_ontology, bytes));
            }
        }
        None
    }

    fn shown(&self, path: &Path) -> PathBuf {
        match path.as_os_str().is_empty() {
            true => self.folder.to_owned(),
            false => self.folder.join(path),
        }
    }

    fn tell(&mut self, rule: Rule, path: &Path, message: impl Into<String>, help: &str) {
        let finding = about(rule, &self.shown(path), message);
        self.findings.push(finding.help(help));
    }

    fn tell_loop(&mut self, path: &Path, target: &str) {
        let message = format!("this link leads back to {target}");
        self.tell(Rule::LinkLoop, path, message, "delete the link");
    }

    fn tell_unreadable(&mut self, path: &Path, error: &io::Error) {
        let shown = self.shown(path).display().to_string();
        self.findings.push(unreadable(&shown, error));
    }
}

fn is_data(path: &Path) -> bool {
    has_ending(path, "toml") || has_ending(path, LINES_ENDING)
}

/// Returns whether a link was followed for ever; the standard library has no stable name for it.
fn is_loop(error: &io::Error) -> bool {
    error.kind().to_string().contains("loop")
}
