//! How does an invented story come into a folder?
//!
//! It is written beside the folder, under a name that begins with a dot, and takes the folder's
//! name when it is whole; so there is never half a story.

use super::arguments::GenerateArguments;
use super::interrupt::{Interruption, interrupted};
use super::load::grouped;
use super::output::{failed, print};
use crate::dataset::partial;
use crate::generation::{Order, Part, tell};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::Path;
use std::process::ExitCode;

/// How many bytes a file of lines has before the next one is begun.
const FILE_BYTES: usize = 64 << 20;

/// Writes a story.
pub(super) fn run(arguments: &GenerateArguments) -> ExitCode {
    let GenerateArguments {
        entities,
        claims,
        seed,
        sources,
        ref out,
    } = *arguments;
    let order = match Order::new(entities, claims, sources, seed) {
        Ok(order) => order,
        Err(error) => return failed(&error.to_string()),
    };
    let shown = out.display();
    let Some(partial) = partial(out) else {
        return failed(&format!("{shown} is not the name of a folder"));
    };
    if is_taken(out) {
        return failed(&format!(
            "{shown} is there already; name a folder that is not"
        ));
    }
    let interruption = Interruption::await_it();
    let written = fs::create_dir_all(&partial)
        .and_then(|()| write(&order, &partial, &interruption))
        .and_then(|()| fs::rename(&partial, out));
    match written {
        Ok(()) => print(&format!(
            "{} entities and {} claims in {shown}\n",
            grouped(entities as usize),
            grouped(claims as usize)
        )),
        Err(error) => {
            // What cannot be cleared up has a name that nobody takes for a story.
            let _ = fs::remove_dir_all(&partial);
            match interruption.has_come() {
                true => interrupted(),
                false => failed(&format!("cannot write {shown}: {error}")),
            }
        }
    }
}

/// Returns whether there is something under a name, an empty folder apart.
fn is_taken(out: &Path) -> bool {
    match fs::read_dir(out) {
        Ok(mut entries) => entries.next().is_some(),
        Err(error) => error.kind() != io::ErrorKind::NotFound,
    }
}

fn write(order: &Order, folder: &Path, interruption: &Interruption) -> io::Result<()> {
    let mut files = Files {
        folder,
        part: Part::Ontology,
        n_files: 0,
        n_bytes: 0,
        file: BufWriter::new(File::create(folder.join(name(Part::Ontology, 0)))?),
    };
    tell(order, |part, line| {
        if interruption.has_come() {
            return Err(io::ErrorKind::Interrupted.into());
        }
        files.push(part, line)
    })?;
    files.file.flush()
}

/// The files of a story, one of which is being written.
struct Files<'f> {
    folder: &'f Path,
    part: Part,
    /// How many files of the part were written before.
    n_files: usize,
    n_bytes: usize,
    file: BufWriter<File>,
}

impl Files<'_> {
    fn push(&mut self, part: Part, line: &str) -> io::Result<()> {
        if part != self.part || self.n_bytes >= FILE_BYTES {
            self.n_files = match part == self.part {
                true => self.n_files + 1,
                false => 0,
            };
            self.part = part;
            self.n_bytes = 0;
            let path = self.folder.join(name(part, self.n_files));
            let mut whole = std::mem::replace(&mut self.file, BufWriter::new(File::create(path)?));
            whole.flush()?;
        }
        self.n_bytes += line.len() + 1;
        self.file.write_all(line.as_bytes())?;
        self.file.write_all(b"\n")
    }
}

fn name(part: Part, number: usize) -> String {
    match part {
        Part::Ontology => "ontology.toml".to_owned(),
        Part::Sources => format!("sources-{number:03}.jsonl"),
        Part::Entities => format!("entities-{number:03}.jsonl"),
    }
}
