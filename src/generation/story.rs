//! How is a whole story told, line by line?

use super::claim::{Claims, Sayings};
use super::number::Numbers;
use super::order::Order;
use super::population::Population;
use super::source::Sources;
use super::spelling::{push_id, push_name};
use crate::document::Document;
use crate::ontology::{self, Ontology};
use std::fmt::Write as _;
use std::sync::Arc;

/// What may be said in a generated story.
const ONTOLOGY: &str = include_str!("ontology.toml");

/// A part of a story that has files of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// What may be said; one text.
    Ontology,
    /// The documents; a JSON object for each.
    Sources,
    /// The entities with their claims; a JSON object for each.
    Entities,
}

/// Tells a story, and passes on each of its lines, without a line break at the end.
///
/// What is kept in memory grows with the entities and sources, and not with the claims.
///
/// # Errors
/// When a line is not taken, with the reason.
pub fn tell<E>(
    order: &Order,
    mut pass_on: impl FnMut(Part, &str) -> Result<(), E>,
) -> Result<(), E> {
    let ontology = ontology();
    pass_on(Part::Ontology, ONTOLOGY.trim_end())?;
    let numbers = |stream| Numbers::new(order.seed, stream);
    let sources = Sources::tell(order, &mut numbers(0), |line| pass_on(Part::Sources, line))?;
    let population = Population::new(&ontology, order, &mut numbers(1));
    let mut numbers = numbers(2);
    let mut counts = population.n_claims(order.n_claims);
    let mut line = String::new();
    for (type_id, entities) in population.types() {
        let sayings = Sayings::of(&ontology, &population, type_id);
        let mut claims = Claims::new(&ontology, &population, &sources, type_id);
        for (entity, n_claims) in entities.zip(&mut counts) {
            line.clear();
            line.push_str("{\"entity\":\"");
            push_id(&mut line, entity);
            let name = &ontology.entity_type(type_id).name;
            let _ = write!(line, "\",\"type\":\"{name}\",\"name\":\"");
            push_name(&mut line, entity);
            line.push('"');
            claims.push(&mut line, n_claims, &sayings, &mut numbers);
            line.push('}');
            pass_on(Part::Entities, &line)?;
        }
    }
    Ok(())
}

fn ontology() -> Ontology {
    let document = Arc::new(Document::new("ontology.toml", ONTOLOGY));
    ontology::read(&document).ontology
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_wrong_with_the_ontology() {
        let document = Arc::new(Document::new("ontology.toml", ONTOLOGY));
        let told = ontology::read(&document).diagnostics;
        let told: Vec<_> = told.iter().map(ToString::to_string).collect();
        assert_eq!(told, Vec::<String>::new());
    }
}
