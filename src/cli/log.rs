//! What does the log tell, and how is it written?

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
        let log = fmt().with_max_level(level).with_writer(std::io::stderr);
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
}
