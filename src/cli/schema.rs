//! What does the schema look like, and is it still the one that was agreed upon?

use super::arguments::SchemaArguments;
use super::load::load;
use super::output::{failed, print};
use crate::http::Settings;
use similar::TextDiff;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

/// Prints the schema, compares it with a file or writes it to one.
pub(super) fn run(arguments: &SchemaArguments) -> ExitCode {
    let loaded = match load(&arguments.folder, &Settings::default()) {
        Ok(loaded) => loaded,
        Err(code) => return code,
    };
    let sdl = loaded.engine.sdl();
    match (&arguments.check, &arguments.write) {
        (Some(file), _) => check(sdl, file),
        (None, Some(file)) => write(sdl, file),
        (None, None) => print(sdl),
    }
}

fn check(sdl: &str, file: &Path) -> ExitCode {
    let agreed = match fs::read_to_string(file) {
        Ok(agreed) => agreed,
        Err(error) => return failed(&format!("cannot read {}: {error}", file.display())),
    };
    match difference(&agreed, sdl, &file.display().to_string()) {
        None => ExitCode::SUCCESS,
        Some(difference) => {
            print(&difference);
            failed(&format!(
                "the schema differs from {0}; when that is meant, run `throughline schema --write \
                 {0}`",
                file.display()
            ))
        }
    }
}

/// Returns in what the schema differs from the one that was agreed upon, as a unified diff.
pub fn difference(agreed: &str, sdl: &str, name: &str) -> Option<String> {
    (agreed != sdl).then(|| {
        TextDiff::from_lines(agreed, sdl)
            .unified_diff()
            .context_radius(3)
            .header(name, "the schema of this build")
            .to_string()
    })
}

fn write(sdl: &str, file: &Path) -> ExitCode {
    match fs::write(file, sdl) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failed(&format!("cannot write {}: {error}", file.display())),
    }
}
