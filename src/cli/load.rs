//! How do data become something that can be asked?

use super::arguments::DataFolder;
use super::check::palette;
use super::output::failed;
use super::progress;
use crate::dataset::Dataset;
use crate::document::{Diagnostic, Rule, render, summary};
use crate::engine::{Engine, SchemaError};
use crate::graph::KnowledgeGraph;
use crate::http::Settings;
use crate::schema::{Story, definition};
use std::io::{self, Write as _};
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// A story that is ready to be asked.
pub(super) struct Loaded {
    /// What answers.
    pub(super) engine: Engine<Story>,
    /// How long it took to read and check the files and to build the graph.
    pub(super) time: Duration,
}

/// Reads, checks and indexes a story; when something is wrong with it, tells everything on the
/// error output.
///
/// # Errors
/// Returns the exit code of a process that cannot go on.
pub(super) fn load(folder: &DataFolder, settings: &Settings) -> Result<Loaded, ExitCode> {
    let begun = Instant::now();
    let dataset = read(folder, "nothing is served")?;
    let story = |dataset| Story::new(KnowledgeGraph::build(dataset), settings.limits());
    let engine = engine_of(dataset, settings, story).map_err(|error| failed(&error.to_string()))?;
    Ok(Loaded {
        engine,
        time: begun.elapsed(),
    })
}

/// Makes what answers from a dataset, of which `story` takes the snapshot.
///
/// # Errors
/// When the types of the story do not fit together.
pub(super) fn engine_of(
    dataset: Dataset,
    settings: &Settings,
    story: impl FnOnce(Dataset) -> Story,
) -> Result<Engine<Story>, SchemaError> {
    let definition = definition(&dataset.ontology).disclosing(settings.disclosure);
    Engine::new(definition, story(dataset), settings.operations.clone())
}

/// Reads and checks a story; when something is wrong with it, tells everything on the error output,
/// and what follows from it.
///
/// # Errors
/// Returns the exit code of a process that cannot go on.
pub(super) fn read(folder: &DataFolder, consequence: &str) -> Result<Dataset, ExitCode> {
    let (reading, _) = progress::read(folder);
    reading.dataset.ok_or_else(|| {
        let mut err = io::stderr().lock();
        // Nobody is left to tell when the output is closed.
        let _ = match no_story(&reading.diagnostics) {
            Some(line) => writeln!(err, "{line}"),
            None => {
                let findings = render(&reading.diagnostics, palette());
                let summary = summary(&reading.diagnostics);
                writeln!(err, "{findings}{summary}; {consequence}")
            }
        };
        ExitCode::FAILURE
    })
}

/// Returns the one line that tells of a folder that is not there, or of a file that is no story.
fn no_story(diagnostics: &[Diagnostic]) -> Option<String> {
    let [finding] = diagnostics else {
        return None;
    };
    matches!(finding.rule, Rule::MissingFolder | Rule::BadPack).then(|| {
        let help = finding.help.as_deref().unwrap_or_default();
        format!("error: {}: {}; {help}", finding.path(), finding.message)
    })
}

/// Returns a number with a thin grouping of its digits, as in `1,234`.
pub(super) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_grouped_by_thousands() {
        for (number, text) in [
            (0, "0"),
            (999, "999"),
            (1000, "1,000"),
            (1_234_567, "1,234,567"),
        ] {
            assert_eq!(grouped(number), text);
        }
    }
}
