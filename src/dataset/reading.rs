//! How does a folder, or any set of texts, become a dataset?

use super::assembly::assemble;
use super::constraint::{self, WrittenLimits};
use super::draft::Draft;
use super::file::{DataFile, Portion};
use super::folder::{Limits, files_of};
use super::pack::unpack;
use super::progress::{Phase, Progress, Unwatched};
use super::references::check_references;
use super::similarity::check_names;
use super::tables::Dataset;
use super::vocabulary::Vocabulary;
use crate::document::{
    Diagnostic, Diagnostics, Document, JsonLines, Rule, Severity, Span, Syntax, Table,
};
use crate::ontology;
use rayon::iter::{ParallelBridge as _, ParallelIterator as _};
use std::path::Path;
use std::sync::Arc;

/// The name of the file that declares what may be said, at the top of the folder.
pub const ONTOLOGY_FILE: &str = "ontology.toml";

/// What was read, and what is wrong with it.
#[derive(Debug)]
pub struct Reading {
    /// The story; `None` when there are errors.
    pub dataset: Option<Dataset>,
    /// Everything that is wrong, in the order of files and lines.
    pub diagnostics: Diagnostics,
    /// How many data files there are.
    pub n_files: usize,
}

/// Reads a folder within the usual limits.
///
/// All problems are told at once; a folder that cannot be read is one of them.
pub fn read(folder: &Path) -> Reading {
    read_within(folder, &Limits::default())
}

/// Reads a folder within limits.
///
/// All problems are told at once; a folder that cannot be read is one of them.
pub fn read_within(folder: &Path, limits: &Limits) -> Reading {
    read_watched(folder, limits, &Unwatched)
}

/// Reads a folder within limits, or a packed story, and tells how far it is.
///
/// All problems are told at once; a folder that cannot be read is one of them.
pub fn read_watched(folder: &Path, limits: &Limits, progress: &dyn Progress) -> Reading {
    if folder.is_file() {
        return read_packed(folder, progress);
    }
    let mut findings = Diagnostics::default();
    let files = files_of(folder, limits, &mut findings);
    let shown = folder.display().to_string();
    match files {
        None => finish(None, findings, 0),
        Some(files) => read_files(&shown, files, findings, progress),
    }
}

fn read_packed(file: &Path, progress: &dyn Progress) -> Reading {
    progress.begin(Phase::Reading, 0);
    let unpacked = unpack(file);
    match unpacked {
        Ok(dataset) => finish(Some(dataset), Diagnostics::default(), 1),
        Err(error) => {
            let document = Arc::new(Document::new(file.display().to_string(), ""));
            let finding = Diagnostic::about(Rule::BadPack, &document, error.to_string());
            let mut findings = Diagnostics::default();
            findings.push(finding.help(error.help()));
            finish(None, findings, 1)
        }
    }
}

/// Reads texts that come from elsewhere, each with its path below the folder that it would be in.
///
/// All problems are told at once.
pub fn read_texts(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Reading {
    let files = files.into_iter().map(|(path, bytes)| {
        let is_ontology = path == ONTOLOGY_FILE;
        DataFile::of_bytes(path, is_ontology, bytes)
    });
    read_files(".", files.collect(), Diagnostics::default(), &Unwatched)
}

fn read_files(
    folder: &str,
    files: Vec<DataFile>,
    mut findings: Diagnostics,
    progress: &dyn Progress,
) -> Reading {
    let n_files = files.len();
    let whole = Arc::new(Document::new(folder, ""));
    if n_files == 0 {
        if findings.is_empty() {
            let message = "there are no data files in this folder";
            let help = "add `ontology.toml` and a `.toml` file for each source and entity";
            findings.push(Diagnostic::about(Rule::EmptyFolder, &whole, message).help(help));
        }
        return finish(None, findings, 0);
    }
    let (ontology, subjects): (Vec<_>, Vec<_>) =
        files.into_iter().partition(|file| file.is_ontology);
    let (vocabulary, limits) = match ontology.into_iter().next() {
        Some(file) => read_ontology(file, &mut findings),
        None => {
            let message = format!("there is no `{ONTOLOGY_FILE}` in this folder");
            let help = "declare in it the types, attributes and relations of the story";
            findings.push(Diagnostic::about(Rule::MissingOntology, &whole, message).help(help));
            (Vocabulary::illegible(), WrittenLimits::default())
        }
    };
    let mut draft = Draft::new(vocabulary, findings);
    read_subjects(subjects, &mut draft, progress);
    progress.begin(Phase::Linking, 0);
    draft.check_ids();
    check_references(&mut draft);
    check_names(&mut draft);
    let mut findings = std::mem::take(&mut draft.findings);
    let is_sound = findings.n_of(Severity::Error) == 0;
    progress.begin(Phase::Ordering, 0);
    let assembled = if is_sound { assemble(draft) } else { None };
    progress.begin(Phase::Checking, 0);
    let dataset = assembled
        .and_then(|(dataset, places)| constraint::check(dataset, &limits, &places, &mut findings));
    finish(dataset, findings, n_files)
}

fn finish(dataset: Option<Dataset>, mut diagnostics: Diagnostics, n_files: usize) -> Reading {
    diagnostics.sort();
    Reading {
        dataset,
        diagnostics,
        n_files,
    }
}

fn read_ontology(file: DataFile, findings: &mut Diagnostics) -> (Vocabulary, WrittenLimits) {
    let Some(Ok(portion)) = file.portions().next() else {
        return (Vocabulary::illegible(), WrittenLimits::default());
    };
    let (document, is_sound) = decode(portion, findings);
    if !is_sound || is_empty(&document, findings) {
        return (Vocabulary::illegible(), WrittenLimits::default());
    }
    let mut reading = ontology::read(&document);
    findings.append(&mut reading.diagnostics);
    let limits = WrittenLimits::read(&document, &reading.ontology, findings);
    (Vocabulary::new(reading), limits)
}

/// Reads the portions of all files at the same time, and puts what they say in the order of the
/// files.
fn read_subjects(files: Vec<DataFile>, draft: &mut Draft, progress: &dyn Progress) {
    progress.begin(Phase::Reading, files.iter().map(|file| file.n_bytes).sum());
    let portions = files.into_iter().flat_map(DataFile::portions);
    let parts = portions.enumerate().par_bridge().map(|(at, portion)| {
        let mut part = draft.part();
        match portion {
            Ok(portion) => {
                let n_bytes = portion.bytes.len() as u64;
                read_portion(portion, &mut part);
                progress.advance(n_bytes);
            }
            Err(unreadable) => part.findings.push(unreadable),
        }
        (at, part)
    });
    let mut parts: Vec<_> = parts.collect();
    parts.sort_unstable_by_key(|&(at, _)| at);
    for (_, part) in parts {
        draft.append(part);
    }
}

fn read_portion(portion: Portion, draft: &mut Draft) {
    let is_whole_file = portion.is_whole_file;
    let (document, is_sound) = decode(portion, &mut draft.findings);
    if is_sound && is_whole_file && is_empty(&document, &mut draft.findings) {
        return;
    }
    match document.syntax() {
        Syntax::Toml => read_table(&document, is_sound, draft),
        Syntax::JsonLines => read_lines(&document, is_sound, draft),
    }
}

fn read_table(document: &Arc<Document>, is_sound: bool, draft: &mut Draft) {
    let mut findings = Diagnostics::default();
    let table = Table::parse(document, &mut findings);
    // Bytes that are no text were told of; what follows from them was not.
    if is_sound {
        draft.findings.append(&mut findings);
    }
    if is_sound && table.is_whole() {
        draft.read(table.row());
    } else {
        draft.declare_broken(table.row());
    }
}

fn read_lines(document: &Arc<Document>, is_sound: bool, draft: &mut Draft) {
    let mut lines = JsonLines::new(document);
    let mut findings = Diagnostics::default();
    while let Some(line) = lines.next(&mut findings) {
        if is_sound && line.is_whole {
            draft.read(line.row);
        } else {
            draft.declare_broken(line.row);
        }
    }
    if is_sound {
        draft.findings.append(&mut findings);
    }
}

/// Tells whether a file says nothing.
fn is_empty(document: &Arc<Document>, findings: &mut Diagnostics) -> bool {
    let is_comment = |line: &str| match document.syntax() {
        Syntax::Toml => line.starts_with('#'),
        Syntax::JsonLines => false,
    };
    let says_something = |line: &str| !line.trim().is_empty() && !is_comment(line.trim());
    let is_empty = !document.text().lines().any(says_something);
    if is_empty {
        let message = "this file says nothing";
        let help = "write it, or delete it";
        findings.push(Diagnostic::about(Rule::EmptyFile, document, message).help(help));
    }
    is_empty
}

/// Returns the text of a file, and whether it is what the file holds; bytes that are no text are
/// told of and replaced.
fn decode(portion: Portion, findings: &mut Diagnostics) -> (Arc<Document>, bool) {
    let Portion {
        path,
        bytes,
        lines_before,
        bytes_before,
        ..
    } = portion;
    let document = |text| Arc::new(Document::lines_of(path, text, lines_before));
    let error = match String::from_utf8(bytes) {
        Ok(text) => return (document(text), true),
        Err(error) => error,
    };
    let at = error.utf8_error().valid_up_to();
    let byte = error.as_bytes().get(at).copied().unwrap_or_default();
    let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
    let document = document(text);
    let offset = bytes_before + at as u64;
    let message = format!("this is not UTF-8: byte 0x{byte:02X} at offset {offset}");
    let span = Span::of(at..at + char::REPLACEMENT_CHARACTER.len_utf8());
    findings.push(
        Diagnostic::new(Rule::NotUtf8, &document, span, message)
            .help("save the file with the encoding UTF-8"),
    );
    (document, false)
}
