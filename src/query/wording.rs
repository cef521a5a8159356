//! How is something told in a plain sentence?

use crate::graph::{ClaimIx, GraphView, KnowledgeGraph};
use crate::model::{Assertion, PartialDate, Status, ValueRef};

/// Returns a claim in words, such as `Hannah Gutierrez-Reed: armorer of Rust`; how it stands is
/// told with it unless a source simply states it.
pub fn claim_in_words(seen: GraphView<'_>, claim: ClaimIx) -> String {
    let words = said_in_words(seen.graph(), claim);
    match seen.status(seen.graph().claim(claim)) {
        Status::Reported => words,
        status => {
            let (_, status, _) = Status::ALL[status as usize];
            format!("{words} ({status})")
        }
    }
}

/// Returns what a claim says in words, however it stands.
pub(super) fn said_in_words(graph: &KnowledgeGraph, claim: ClaimIx) -> String {
    let claim = graph.claim(claim);
    let subject = graph.name(claim.subject());
    format!(
        "{subject}: {}",
        assertion_in_words(graph, claim.assertion())
    )
}

/// Returns what a claim says of its subject in words, such as `armorer of Rust`.
pub fn assertion_in_words(graph: &KnowledgeGraph, assertion: Assertion<ValueRef<'_>>) -> String {
    let ontology = graph.ontology();
    let (key, object) = match assertion {
        Assertion::Relation { relation, object } => {
            let key = &ontology.relation(relation).key;
            (key, graph.name(object).to_owned())
        }
        Assertion::Attribute { attribute, value } => {
            let attribute = ontology.attribute(attribute);
            (&attribute.key, value.in_words(&attribute.value_type))
        }
    };
    format!("{} {object}", key.as_str().replace('-', " "))
}

/// Returns a date in words: `20 April 2023`, `July 2024` or `2023`.
pub fn date_in_words(date: PartialDate) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let year = date.year();
    let month = date.month().map(|month| MONTHS[usize::from(month) - 1]);
    match (date.day(), month) {
        (Some(day), Some(month)) => format!("{day} {month} {year}"),
        (None, Some(month)) => format!("{month} {year}"),
        (_, None) => year.to_string(),
    }
}
