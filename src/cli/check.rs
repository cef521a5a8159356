//! Is anything wrong with the data?

use super::arguments::CheckArguments;
use super::progress::read;
use crate::dataset::Dataset;
use crate::document::{Palette, Severity, render, summary};
use std::io::{self, IsTerminal as _, Write as _};
use std::process::ExitCode;

/// Tells everything that is wrong on the error output, and a summary on the standard output.
pub(super) fn run(arguments: &CheckArguments) -> ExitCode {
    let (reading, times) = read(&arguments.folder);
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
    let mut out = io::stdout().lock();
    let _ = writeln!(out, "{found} in {files}{counts}{notes}");
    for (phase, time) in times.into_iter().filter(|_| arguments.times) {
        let _ = writeln!(out, "{:<9} {:>9.3} s", phase.name(), time.as_secs_f64());
    }
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
