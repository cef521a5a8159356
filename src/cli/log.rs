//! What does the log tell, and how is it written?

use crate::document::{Diagnostic, Diagnostics, MOST_SHOWN, Palette, Position, render, summary};
use clap::{Args, ValueEnum};
use std::panic;
use tracing::Level;
use tracing_subscriber::fmt;

/// How the log is written.
#[derive(Debug, Args)]
pub(super) struct LogArguments {
    /// How the log is written to the error output.
    #[arg(
        long,
        value_name = "FORM",
        env = "THROUGHLINE_LOG",
        default_value = "text"
    )]
    log: Form,

    /// The least important events that the log tells; `info` tells every operation.
    #[arg(
        long,
        value_name = "LEVEL",
        env = "THROUGHLINE_LOG_LEVEL",
        default_value = "warn"
    )]
    log_level: Importance,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Form {
    /// Lines for people.
    Text,
    /// A JSON object in each line.
    Json,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Importance {
    /// What went wrong.
    Error,
    /// What may go wrong.
    Warn,
    /// What happens, operation by operation.
    Info,
}

impl LogArguments {
    /// Writes the log from now on.
    pub(super) fn begin(&self) {
        let level = match self.log_level {
            Importance::Error => Level::ERROR,
            Importance::Warn => Level::WARN,
            Importance::Info => Level::INFO,
        };
        // Nobody is left to tell that the log cannot be written.
        let log = fmt()
            .with_max_level(level)
            .with_writer(std::io::stderr)
            .log_internal_errors(false);
        match self.log {
            Form::Text => log.with_ansi(false).init(),
            Form::Json => log.json().flatten_event(true).init(),
        }
        // A panic is told where it is caught; the log tells its place.
        panic::set_hook(Box::new(|panic| {
            let place = panic.location().map(ToString::to_string);
            tracing::error!(place, "panicked");
        }));
    }

    /// Tells what is wrong with data that were read, and what follows from it: as people read it,
    /// or finding by finding.
    pub(super) fn tell_findings(&self, diagnostics: &Diagnostics, consequence: &str) {
        let summary = summary(diagnostics);
        match self.log {
            Form::Text => {
                let findings = render(diagnostics, Palette::Plain);
                tracing::error!("{summary}; {consequence}\n\n{}", findings.trim_end());
            }
            Form::Json => {
                diagnostics.iter().take(MOST_SHOWN).for_each(tell_finding);
                tracing::error!("{summary}; {consequence}");
            }
        }
    }
}

fn tell_finding(finding: &Diagnostic) {
    let position = finding.position();
    tracing::error!(
        severity = finding.severity().name(),
        file = finding.path(),
        line = position.map(|Position { line, .. }| line),
        column = position.map(|Position { column, .. }| column),
        rule = %finding.rule,
        help = finding.help,
        "{}",
        finding.message
    );
}
