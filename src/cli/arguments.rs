//! Which command was given, and how does it end?
//!
//! Every command answers how it ended: 0 when all is well, 1 when the data or the surroundings are
//! wrong, 2 when the command line is.

use super::interrupt::Lookout;
use super::limits::LimitArguments;
use super::log::LogArguments;
use super::{check, digest, generate, pack, query, schema, serve, stats, verify};
use crate::engine::{Disclosure, Introspection, Suggestions};
use crate::http::{Network, Origin, PartialStatus, Settings};
use clap::{Args, Parser, Subcommand};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

/// A story as a knowledge graph: every fact sourced and dated, one GraphQL schema.
#[derive(Debug, Parser)]
#[command(name = "throughline", version, args_conflicts_with_subcommands = true)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,

    #[command(flatten)]
    serve: Box<ServeArguments>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the story; what happens when no command is given.
    Serve(Box<ServeArguments>),
    /// Tell everything that is wrong with the data, with the place and the remedy.
    Check(CheckArguments),
    /// Print the GraphQL schema, compare it with a file or write it to one.
    Schema(SchemaArguments),
    /// Execute one GraphQL operation and print the answer.
    Query(QueryArguments),
    /// Tell how much the story holds.
    Stats(DataFolder),
    /// Compare every citation with the texts of the documents.
    Verify(VerifyArguments),
    /// Print what the file of a source says about the text of its document.
    Digest(DigestArguments),
    /// Write an invented story of any size, the same for the same seed.
    Generate(GenerateArguments),
    /// Put a story into one file, from which it is read in a fraction of the time.
    Pack(PackArguments),
}

/// Where the story is.
#[derive(Debug, Args)]
pub(super) struct DataFolder {
    /// The folder that holds the story, or the file into which it was packed.
    #[arg(
        long,
        value_name = "DIR|FILE",
        env = "THROUGHLINE_DATA",
        default_value = "graph-data"
    )]
    pub(super) data: PathBuf,
}

/// How the story is served.
#[derive(Debug, Args)]
pub(super) struct ServeArguments {
    #[command(flatten)]
    pub(super) folder: DataFolder,

    /// The address and port to listen on.
    #[arg(
        long,
        value_name = "ADDR",
        env = "THROUGHLINE_LISTEN",
        default_value = "127.0.0.1:8000"
    )]
    pub(super) listen: SocketAddr,

    /// An origin whose pages may read answers, such as `https://example.org`; none unless told.
    #[arg(
        long = "allow-origin",
        value_name = "ORIGIN",
        env = "THROUGHLINE_ALLOW_ORIGIN",
        value_delimiter = ','
    )]
    pub(super) origins: Vec<Origin>,

    /// A proxy that is believed when it tells for whom it asks, such as `10.0.0.0/8`; none unless
    /// told.
    #[arg(
        long = "trusted-proxy",
        value_name = "ADDR/PREFIX",
        env = "THROUGHLINE_TRUSTED_PROXY",
        value_delimiter = ','
    )]
    pub(super) proxies: Vec<Network>,

    /// A manifest of the documents that may run, a JSON object from hash to text; every one unless
    /// told.
    #[arg(long, value_name = "FILE", env = "THROUGHLINE_TRUSTED_DOCUMENTS")]
    pub(super) trusted_documents: Option<PathBuf>,

    /// Refuse questions about the schema.
    #[arg(long, env = "THROUGHLINE_NO_INTROSPECTION")]
    pub(super) no_introspection: bool,

    /// Leave out of errors what may have been meant.
    #[arg(long, env = "THROUGHLINE_NO_SUGGESTIONS")]
    pub(super) no_suggestions: bool,

    /// Say with status 294 that an answer in `application/graphql-response+json` holds errors
    /// beside its data.
    #[arg(long, env = "THROUGHLINE_STATUS_294")]
    pub(super) status_294: bool,

    #[command(flatten)]
    pub(super) log: LogArguments,

    #[command(flatten)]
    pub(super) limits: LimitArguments,
}

impl ServeArguments {
    /// Returns how the server is set up.
    pub(super) fn settings(&self) -> Settings {
        let disclosure = Disclosure {
            introspection: match self.no_introspection {
                true => Introspection::Refused,
                false => Introspection::Answered,
            },
            suggestions: match self.no_suggestions {
                true => Suggestions::Withheld,
                false => Suggestions::Given,
            },
        };
        Settings {
            disclosure,
            origins: self.origins.clone(),
            proxies: self.proxies.clone(),
            partial_status: match self.status_294 {
                true => PartialStatus::PartialSuccess,
                false => PartialStatus::Ok,
            },
            ..self.limits.settings.clone()
        }
    }
}

/// What is told about the data.
#[derive(Debug, Args)]
pub(super) struct CheckArguments {
    /// Tell how long each phase of the reading took.
    #[arg(long)]
    pub(super) times: bool,

    #[command(flatten)]
    pub(super) folder: DataFolder,
}

/// What is done with the schema.
#[derive(Debug, Args)]
pub(super) struct SchemaArguments {
    #[command(flatten)]
    pub(super) folder: DataFolder,

    /// Compare the schema with this file; end with 1 and print a diff when they differ.
    #[arg(long, value_name = "FILE", conflicts_with = "write")]
    pub(super) check: Option<PathBuf>,

    /// Write the schema to this file.
    #[arg(long, value_name = "FILE")]
    pub(super) write: Option<PathBuf>,
}

/// Which operation is executed.
#[derive(Debug, Args)]
pub(super) struct QueryArguments {
    /// The text of the operation, or `@` and the name of a file that holds it.
    #[arg(value_name = "TEXT|@FILE")]
    pub(super) text: String,

    /// The variables, as a JSON object.
    #[arg(long, value_name = "JSON")]
    pub(super) variables: Option<String>,

    /// The name of the operation, when the text holds several.
    #[arg(long, value_name = "NAME")]
    pub(super) operation: Option<String>,

    #[command(flatten)]
    pub(super) folder: DataFolder,
}

/// What citations are compared with.
#[derive(Debug, Args)]
pub(super) struct VerifyArguments {
    /// The folder that holds the texts of the documents, under the names that the sources give.
    #[arg(long, value_name = "DIR", env = "THROUGHLINE_SOURCES")]
    pub(super) sources: PathBuf,

    /// Print JSON in place of a table.
    #[arg(long)]
    pub(super) json: bool,

    #[command(flatten)]
    pub(super) folder: DataFolder,
}

/// Of which text the digests are printed.
#[derive(Debug, Args)]
pub(super) struct DigestArguments {
    /// The file that holds the text of a document.
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
}

/// How large the story is that is invented, and where it is written.
#[derive(Debug, Args)]
pub(super) struct GenerateArguments {
    /// How many entities it has.
    #[arg(long, value_name = "N")]
    pub(super) entities: u32,

    /// How many claims it has.
    #[arg(long, value_name = "M")]
    pub(super) claims: u32,

    /// What decides everything in it.
    #[arg(long, value_name = "S", default_value_t = 0)]
    pub(super) seed: u64,

    /// The folder that is made; it must not hold anything.
    #[arg(long, value_name = "DIR")]
    pub(super) out: PathBuf,

    /// How many sources it has; one for every fifteen entities unless told.
    #[arg(long, value_name = "K")]
    pub(super) sources: Option<u32>,
}

/// Which story is packed, and into which file.
#[derive(Debug, Args)]
pub(super) struct PackArguments {
    /// The file that is written, or replaced.
    #[arg(long, value_name = "FILE")]
    pub(super) out: PathBuf,

    #[command(flatten)]
    pub(super) folder: DataFolder,
}

/// Runs the command that the command line names.
pub fn run() -> ExitCode {
    let Arguments { command, serve } = Arguments::parse();
    let command = command.unwrap_or(Command::Serve(serve));
    // Those that have something to clear up look out for it themselves.
    let is_ended_by_others = matches!(command, Command::Serve(_) | Command::Generate(_));
    let _lookout = (!is_ended_by_others).then(Lookout::ending);
    match command {
        Command::Serve(arguments) => serve::run(arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Schema(arguments) => schema::run(&arguments),
        Command::Query(arguments) => query::run(&arguments),
        Command::Stats(folder) => stats::run(&folder),
        Command::Verify(arguments) => verify::run(&arguments),
        Command::Digest(arguments) => digest::run(&arguments),
        Command::Generate(arguments) => generate::run(&arguments),
        Command::Pack(arguments) => pack::run(&arguments),
    }
}
