//! What does the file of a source say about the text of its document?

use super::arguments::DigestArguments;
use super::output::{failed, print};
use crate::evidence::read_text;
use crate::model::{Digest, is_file_name, paragraphs};
use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;

/// Prints the lines that name the file and the digest of each paragraph, ready to be pasted.
pub(super) fn run(arguments: &DigestArguments) -> ExitCode {
    match lines(&arguments.file) {
        Ok(lines) => print(&lines),
        Err(message) => failed(&message),
    }
}

fn lines(file: &Path) -> Result<String, String> {
    let shown = file.display().to_string();
    let text = read_text(file, &shown).map_err(|absence| absence.to_string())?;
    let name = file.file_name().and_then(|name| name.to_str());
    let name = name.filter(|name| is_file_name(name)).ok_or_else(|| {
        format!("the name of `{shown}` cannot stand in a source; rename the file")
    })?;
    let mut lines = format!("file = {}\nparagraphs = [\n", toml::Value::from(name));
    let mut digests = paragraphs(&text).map(Digest::of).peekable();
    if digests.peek().is_none() {
        return Err(format!("`{shown}` has no paragraph"));
    }
    for digest in digests {
        let _ = writeln!(lines, "    \"{digest}\",");
    }
    lines.push_str("]\n");
    Ok(lines)
}
