//! How does a story come into one file?

use super::arguments::PackArguments;
use super::load::{grouped, read};
use super::output::{failed, print};
use crate::dataset::pack;
use std::fs;
use std::process::ExitCode;

/// Reads, checks and packs a story.
pub(super) fn run(arguments: &PackArguments) -> ExitCode {
    let PackArguments { out, folder } = arguments;
    if folder.data.is_file() {
        let data = folder.data.display();
        return failed(&format!(
            "{data} is a file; name the folder of the story that is to be packed"
        ));
    }
    let dataset = match read(folder, "nothing is packed") {
        Ok(dataset) => dataset,
        Err(code) => return code,
    };
    let shown = out.display();
    match pack(&dataset, &folder.data, out).map(|()| fs::metadata(out)) {
        Ok(metadata) => print(&format!(
            "{} sources, {} entities and {} claims in {shown}, {} bytes\n",
            grouped(dataset.sources.len()),
            grouped(dataset.entities.len()),
            grouped(dataset.claims.len()),
            grouped(metadata.map_or(0, |metadata| metadata.len()) as usize),
        )),
        Err(error) => failed(&format!("cannot pack {shown}: {error}")),
    }
}
