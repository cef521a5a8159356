//! The command line program `throughline`.

use std::process::ExitCode;

fn main() -> ExitCode {
    throughline::cli::run()
}
