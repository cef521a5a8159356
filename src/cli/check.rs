//! Is anything wrong with the data?

use super::arguments::DataFolder;
use crate::dataset::{self, Dataset};
use crate::document::{Palette, Severity, render, summary};
use std::io::{self, IsTerminal as _, Write as _};
use std::process::ExitCode;

/// Tells everything that is wrong on the error output, and a summary on the standard output.
pub(super) fn run(folder: &DataFolder) -> ExitCode {
    let reading = dataset::read(&folder.data);
    let mut err = io::stderr().lock();
    // Nobody is left to tell when an output is closed.
    let _ = err.write_all(render(&reading.diagnostics, palette()).as_bytes());
    let files = match reading.n_files {
        1 => "1 file".to_owned(),
        n => format!("{n} files"),
    };
    let counts = reading.dataset.as_ref().map_or_else(String::new, |story| {
        format!(
            ": {} sources, {} entities, {} claims",
            story.sources.len(),
            story.entities.len(),
            story.claims.len()
        )
    });
    let notes = match reading.dataset.as_ref().map_or(0, n_notes) {
        0 => String::new(),
        1 => "; 1 note".to_owned(),
        n => format!("; {n} notes"),
    };
    let found = summary(&reading.diagnostics);
    let _ = writeln!(io::stdout(), "{found} in {files}{counts}{notes}");
    match reading.dataset {
        Some(_) => ExitCode::SUCCESS,
        None => ExitCode::FAILURE,
    }
}

/// Returns how often constraints are broken that are only notes.
fn n_notes(story: &Dataset) -> usize {
    let constraints = story.ontology.constraints.iter();
    let broken = constraints.zip(&story.n_breaches);
    let notes = broken.filter(|(constraint, _)| constraint.severity == Severity::Note);
    notes.map(|(_, n_breaches)| n_breaches).sum()
}

/// Returns whether the error output takes colors.
pub(super) fn palette() -> Palette {
    let is_declined = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    match io::stderr().is_terminal() && !is_declined {
        true => Palette::Colored,
        false => Palette::Plain,
    }
}
