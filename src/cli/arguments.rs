//! Which command was given, and how does it end?
//!
//! Every command answers how it ended: 0 when all is well, 1 when the data or the surroundings are
//! wrong, 2 when the command line is.

use super::check;
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// A story as a knowledge graph: every fact sourced and dated, one GraphQL schema.
#[derive(Debug, Parser)]
#[command(name = "throughline", version, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Tell everything that is wrong with the data, with the place and the remedy.
    Check(DataFolder),
}

/// Where the story is.
#[derive(Debug, Args)]
pub(super) struct DataFolder {
    /// The folder that holds the story.
    #[arg(
        long,
        value_name = "DIR",
        env = "THROUGHLINE_DATA",
        default_value = "graph-data"
    )]
    pub(super) data: PathBuf,
}

/// Runs the command that the command line names.
pub fn run() -> ExitCode {
    let Arguments { command } = Arguments::parse();
    match command {
        Command::Check(folder) => check::run(&folder),
    }
}
