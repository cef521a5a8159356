//! What is said about one entity?

use super::number::Numbers;
use super::population::Population;
use super::source::Sources;
use super::spelling::{N_DAYS, push_alias, push_date, push_id, push_period, push_sentence};
use crate::ontology::{
    AttributeId, Direction, Ontology, Predicate, Qualifier, RelationId, TypeId, ValueType,
};
use std::collections::HashSet;
use std::fmt::Write as _;

/// How often something else is thought of when it was said before.
const MOST_TRIES: u32 = 40;

/// How many of a hundred claims link two entities, where the type has relations.
const RELATIONS: u32 = 70;

/// How many of a hundred claims say something else where only one answer can be right.
const CONTRADICTIONS: u32 = 8;

/// What can be said of the entities of one type.
pub(super) struct Sayings {
    attributes: Vec<AttributeId>,
    relations: Vec<RelationId>,
}

impl Sayings {
    pub(super) fn of(ontology: &Ontology, population: &Population, id: TypeId) -> Self {
        let attributes = ontology.attributes_with_ids();
        let attributes = attributes.filter(|(_, row)| ontology.has_attribute(id, row));
        let relations = ontology.relations_at(id);
        let relations = relations.filter(|(_, row, direction)| {
            *direction == Direction::Forward && population.has(row.to)
        });
        Self {
            attributes: attributes.map(|(id, _)| id).collect(),
            relations: relations.map(|(id, ..)| id).collect(),
        }
    }

    fn any(&self, numbers: &mut Numbers) -> Option<Predicate> {
        let relation = (!self.relations.is_empty() && numbers.happens(RELATIONS)).then(|| {
            let n_relations = u32::try_from(self.relations.len()).unwrap_or(u32::MAX);
            let at = numbers.skewed(n_relations) as usize;
            Predicate::Relation(self.relations[at], Direction::Forward)
        });
        relation.or_else(|| numbers.one_of(&self.attributes).map(Predicate::Attribute))
    }
}

/// What is said about one entity after the other.
pub(super) struct Claims<'s> {
    ontology: &'s Ontology,
    population: &'s Population,
    sources: &'s Sources,
    /// The type of those to whom sources attribute what they say.
    speakers: TypeId,
    /// What was said of the entity: for each attribute and relation its claims as JSON.
    told: Vec<(Predicate, String)>,
    /// What was said of the entity without who says it.
    said: HashSet<String>,
}

impl<'s> Claims<'s> {
    pub(super) fn new(
        ontology: &'s Ontology,
        population: &'s Population,
        sources: &'s Sources,
        speakers: TypeId,
    ) -> Self {
        let told = Vec::new();
        let said = HashSet::new();
        Self {
            ontology,
            population,
            sources,
            speakers,
            told,
            said,
        }
    }

    /// Writes so many claims about an entity as members of a JSON object.
    pub(super) fn push(
        &mut self,
        line: &mut String,
        n_claims: u32,
        sayings: &Sayings,
        numbers: &mut Numbers,
    ) {
        self.told.clear();
        self.said.clear();
        for _ in 0..n_claims {
            self.say(sayings, numbers);
        }
        for (predicate, claims) in &self.told {
            let key = self.ontology.key(*predicate);
            let _ = write!(line, ",\"{key}\":[{claims}]");
        }
    }

    /// Says something that was not said before.
    fn say(&mut self, sayings: &Sayings, numbers: &mut Numbers) {
        let mut n_tries = 0;
        let (predicate, content) = loop {
            n_tries += 1;
            let predicate = sayings
                .any(numbers)
                .expect("every type of the ontology has an attribute");
            let was_told = self.told.iter().any(|(told, _)| *told == predicate);
            let is_exclusive = was_told && self.has_one_answer(predicate);
            if is_exclusive && n_tries < MOST_TRIES && !numbers.happens(CONTRADICTIONS) {
                continue;
            }
            let content = self.content(predicate, n_tries, numbers);
            if self.said.insert(format!("{predicate:?}{content}")) {
                break (predicate, content);
            }
        };
        let told = self.told.iter().position(|(told, _)| *told == predicate);
        let at = told.unwrap_or_else(|| {
            self.told.push((predicate, String::new()));
            self.told.len() - 1
        });
        let mut claims = std::mem::take(&mut self.told[at].1);
        if !claims.is_empty() {
            claims.push(',');
        }
        let _ = write!(claims, "{{{content}");
        self.push_passages(&mut claims, content.ends_with(DENIED), numbers);
        claims.push('}');
        self.told[at].1 = claims;
    }

    fn has_one_answer(&self, predicate: Predicate) -> bool {
        match predicate {
            Predicate::Attribute(id) => self.ontology.attribute(id).plural.is_none(),
            Predicate::Relation(id, direction) => {
                self.ontology.relation(id).is_exclusive_towards(direction)
            }
        }
    }

    /// Returns what a claim says, without who says it.
    fn content(&self, predicate: Predicate, n_tries: u32, numbers: &mut Numbers) -> String {
        let mut content = String::new();
        match predicate {
            Predicate::Attribute(id) => {
                let attribute = self.ontology.attribute(id);
                content.push_str("\"value\":");
                match attribute.naming {
                    true => push_quoted(&mut content, |text| push_alias(text, numbers)),
                    false => push_value(&mut content, &attribute.value_type, numbers),
                }
            }
            Predicate::Relation(id, _) => {
                let to = self.ontology.relation(id).to;
                let other = self.population.known(to, numbers).unwrap_or_default();
                content.push_str("\"to\":");
                push_quoted(&mut content, |text| push_id(text, other));
            }
        }
        for qualifier in self.ontology.qualifiers(predicate) {
            if numbers.happens(30) {
                push_qualifier(&mut content, qualifier, numbers);
            }
        }
        // Who has run out of things to say dates them.
        if numbers.happens(40) || n_tries > MOST_TRIES / 2 {
            content.push_str(",\"valid\":");
            push_quoted(&mut content, |text| push_period(text, numbers));
        }
        content.push_str(status(numbers));
        content
    }

    /// Writes who says it, and who takes it back.
    fn push_passages(&self, claim: &mut String, is_denied: bool, numbers: &mut Numbers) {
        let n_passages = 1 + numbers.times(3, 5);
        let first = self.sources.known(numbers);
        claim.push_str(",\"cite\":");
        if n_passages > 1 {
            claim.push('[');
        }
        let mut source = first;
        for at in 0..n_passages {
            if at > 0 {
                claim.push(',');
                source = self.sources.later(source, numbers);
            }
            self.push_passage(claim, source, is_denied, numbers);
        }
        if n_passages > 1 {
            claim.push(']');
        }
        if numbers.below(100) == 0 {
            claim.push_str(",\"retracted\":{\"cite\":");
            let source = self.sources.later(first, numbers);
            self.sources.push_place(claim, source, numbers);
            claim.push_str(",\"reason\":");
            push_quoted(claim, |text| push_sentence(text, numbers));
            claim.push('}');
        }
    }

    fn push_passage(
        &self,
        claim: &mut String,
        source: u32,
        is_denied: bool,
        numbers: &mut Numbers,
    ) {
        let n_speakers = match numbers.happens(15) {
            true => 1 + numbers.times(2, 2),
            false => 0,
        };
        if n_speakers == 0 && !is_denied {
            self.sources.push_place(claim, source, numbers);
            return;
        }
        claim.push_str("{\"at\":");
        self.sources.push_place(claim, source, numbers);
        for at in 0..n_speakers {
            claim.push_str(if at == 0 { ",\"by\":[" } else { "," });
            let speaker = self.population.known(self.speakers, numbers);
            push_quoted(claim, |text| push_id(text, speaker.unwrap_or_default()));
        }
        if n_speakers > 0 {
            claim.push(']');
        }
        if is_denied {
            claim.push_str(",\"stance\":\"denies\"");
        }
        claim.push('}');
    }
}

/// What the content of a denial ends with.
const DENIED: &str = ",\"status\":\"denied\"";

/// Returns how a claim stands, most often as reported, which nobody writes.
fn status(numbers: &mut Numbers) -> &'static str {
    match numbers.below(100) {
        0..3 => DENIED,
        3..13 => ",\"status\":\"alleged\"",
        13..15 => ",\"status\":\"disputed\"",
        15..17 => ",\"status\":\"planned\"",
        17..18 => ",\"status\":\"admitted\"",
        _ => "",
    }
}

fn push_qualifier(content: &mut String, qualifier: &Qualifier, numbers: &mut Numbers) {
    let _ = write!(content, ",\"{}\":", qualifier.key);
    push_value(content, &qualifier.value_type, numbers);
}

fn push_value(content: &mut String, value_type: &ValueType, numbers: &mut Numbers) {
    match value_type {
        ValueType::Text => push_quoted(content, |text| push_sentence(text, numbers)),
        ValueType::Integer => {
            let _ = write!(content, "{}", 1 + numbers.skewed(1_000_000));
        }
        ValueType::Decimal => {
            let _ = write!(content, "{}.{}", numbers.below(10), 1 + numbers.below(9));
        }
        ValueType::Boolean => content.push_str(if numbers.happens(50) { "true" } else { "false" }),
        ValueType::Date => push_quoted(content, |text| {
            push_date(text, numbers.below(N_DAYS), numbers);
        }),
        ValueType::Period => push_quoted(content, |text| push_period(text, numbers)),
        ValueType::Url => {
            let _ = write!(
                content,
                "\"https://example.org/{}\"",
                numbers.below(u32::MAX)
            );
        }
        ValueType::Money => {
            let code = numbers.one_of(&["EUR", "USD", "GBP"]).unwrap_or_default();
            let _ = write!(content, "\"{}00 {code}\"", 1 + numbers.skewed(100_000));
        }
        ValueType::Enumeration(all) => {
            let n_values = u32::try_from(all.values.len()).unwrap_or(u32::MAX);
            let value = &all.values[numbers.skewed(n_values) as usize];
            let _ = write!(content, "\"{}\"", value.key);
        }
    }
}

fn push_quoted(text: &mut String, push: impl FnOnce(&mut String)) {
    text.push('"');
    push(text);
    text.push('"');
}
