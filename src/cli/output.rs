//! How does a command hand over what was asked for?

use std::io::{self, ErrorKind, Write as _};
use std::process::ExitCode;

/// Writes a text to the standard output, and returns how the command ends.
///
/// A reader that went away has what it wanted; an output that cannot be written is a failure.
pub(super) fn print(text: &str) -> ExitCode {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => failed(&format!("cannot write the output: {error}")),
    }
}

/// Tells in one line why a command failed, and returns how it ends.
pub(super) fn failed(message: &str) -> ExitCode {
    // Nobody is left to tell when the error output is closed.
    let _ = writeln!(io::stderr(), "error: {message}");
    ExitCode::FAILURE
}
