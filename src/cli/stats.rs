//! How much does the story hold?

use super::arguments::DataFolder;
use super::load::{grouped, load};
use super::output::print;
use crate::document::Severity;
use crate::http::Settings;
use std::fmt::Write as _;
use std::process::ExitCode;

/// Prints how much there is of everything.
pub(super) fn run(folder: &DataFolder) -> ExitCode {
    let loaded = match load(folder, &Settings::default()) {
        Ok(loaded) => loaded,
        Err(code) => return code,
    };
    let graph = loaded.engine.domain().graph();
    let ontology = graph.ontology();
    let mut rows = vec![
        ("sources".to_owned(), graph.sources().len()),
        ("entities".to_owned(), graph.n_entities()),
    ];
    for (type_id, declared) in ontology.types_with_ids() {
        if !declared.is_abstract {
            let n_entities = graph.entities_of(type_id).len();
            rows.push((format!("  {}", declared.plural), n_entities));
        }
    }
    let seen = graph.under(None);
    rows.push(("claims".to_owned(), seen.n_claims()));
    rows.push(("relationships".to_owned(), seen.n_relationships()));
    rows.push(("separate parts".to_owned(), seen.n_components()));
    for severity in [Severity::Warning, Severity::Note] {
        let constraints = ontology.constraints_with_ids();
        let constraints = constraints.filter(|(_, constraint)| constraint.severity == severity);
        let broken = constraints.map(|(id, it)| (format!("  {}", it.key), graph.n_breaches(id)));
        let broken: Vec<_> = broken.collect();
        let n_breaches = broken.iter().map(|(_, n_breaches)| n_breaches).sum();
        rows.push((format!("{severity}s"), n_breaches));
        rows.extend(broken);
    }
    let width = rows.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    let text = rows.iter().fold(String::new(), |mut text, (name, count)| {
        let _ = writeln!(text, "{name:width$}  {:>11}", grouped(*count));
        text
    });
    print(&text)
}
