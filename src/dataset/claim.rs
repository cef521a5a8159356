//! What does one claim in a file say?

use super::draft::{ClaimDraft, Draft, ObjectDraft, Place, Reference, Referent};
use super::retraction::bare_retraction;
use super::value::{period_of, value_of};
use crate::document::{Diagnostic, Entry, Item, Row, Rule, Words};
use crate::model::{Status, Value};
use crate::ontology::{
    Attribute, Direction, Ontology, Predicate, Qualifier, Relation, TypeId, ValueType,
};
use std::sync::Arc;

/// The keys that every claim may have.
const COMMON_KEYS: [&str; 6] = ["valid", "status", "cite", "retracted", "id", "note"];

impl Draft {
    pub(super) fn read_claim(
        &mut self,
        row: Row<'_>,
        name: &str,
        subject: usize,
        predicate: Predicate,
    ) {
        let n_findings = self.findings.n_found();
        self.check_subject(row, name, subject, predicate);
        let object = self.object(row, name, predicate);
        let qualifiers = self.claim_qualifiers(row, name, predicate);
        let id = row.item("id");
        let here = Referent::Claim(self.claims.len());
        let id = id.and_then(|item| self.declare(item, here));
        let valid = row.item("valid");
        let valid = valid.and_then(|item| period_of(item, &mut self.findings));
        let status = row.item("status").and_then(|item| self.status(item));
        let citations = self.citations(row);
        let retraction = row.item("retracted");
        let retraction = retraction.and_then(|item| self.retraction(item));
        let note = row.item("note");
        let note = note.and_then(|item| item.text(Words::Prose, &mut self.findings));
        self.claims.push(ClaimDraft {
            place: Place::of(row.document, row.span),
            id,
            identity: None,
            subject,
            predicate,
            object,
            qualifiers,
            valid,
            status: status.unwrap_or(Status::Reported),
            citations,
            retraction: retraction.map(Box::new),
            note,
            is_sound: self.findings.n_found() == n_findings,
        });
    }

    /// Tells when the entity is of a type that cannot be the subject.
    fn check_subject(&mut self, row: Row<'_>, name: &str, subject: usize, predicate: Predicate) {
        let type_id = self.entities[subject].type_id;
        let Some((ontology, type_id)) = self.vocabulary.ontology.as_ref().zip(type_id) else {
            return;
        };
        let finding = match predicate {
            Predicate::Attribute(id) => {
                attribute_does_not_fit(ontology, type_id, ontology.attribute(id))
            }
            Predicate::Relation(id, direction) => {
                ends_do_not_fit(ontology, type_id, ontology.relation(id), direction)
            }
        };
        if let Some((rule, wanted, help)) = finding {
            let found = &ontology.entity_type(type_id).name;
            let message = format!("`{name}` is for {wanted}, not for `{found}`");
            self.findings.push(row.finding(rule, message).help(help));
        }
    }

    fn object(&mut self, row: Row<'_>, name: &str, predicate: Predicate) -> Option<ObjectDraft> {
        let key = object_key(predicate);
        let item = row.item(key).or_else(|| {
            let owner = format!("`{name}`");
            row.required(key, &owner, &mut self.findings)
        })?;
        match predicate {
            Predicate::Relation(..) => self.reference(item).map(ObjectDraft::Entity),
            Predicate::Attribute(id) => {
                let vocabulary = Arc::clone(&self.vocabulary);
                let attribute = vocabulary.attribute(id)?;
                let words = match attribute.naming {
                    true => Words::Name,
                    false => Words::Prose,
                };
                let value = self.value(item, &attribute.value_type, words)?;
                Some(ObjectDraft::Value(value, item.span))
            }
        }
    }

    fn value(&mut self, item: Item<'_>, value_type: &ValueType, words: Words) -> Option<Value> {
        value_of(
            item,
            value_type,
            words,
            &mut self.likeness,
            &mut self.findings,
        )
    }

    /// Returns the id that a value names.
    pub(super) fn reference(&mut self, item: Item<'_>) -> Option<Reference> {
        let id = item.string("an id", &mut self.findings)?;
        Some(Reference::new(id, item.span))
    }

    fn claim_qualifiers(
        &mut self,
        row: Row<'_>,
        name: &str,
        predicate: Predicate,
    ) -> Vec<(u8, Value)> {
        let object_key = object_key(predicate);
        let vocabulary = Arc::clone(&self.vocabulary);
        let known = vocabulary.qualifiers(predicate);
        let mut values = Vec::new();
        for entry in row.entries() {
            if COMMON_KEYS.contains(&entry.key) || entry.key == object_key {
                continue;
            }
            let mut numbered = (0..=u8::MAX).zip(known);
            match numbered.find(|(_, qualifier)| qualifier.key.as_str() == entry.key) {
                Some((position, qualifier)) => {
                    let value = self.value(entry.item, &qualifier.value_type, Words::Prose);
                    values.extend(value.map(|value| (position, value)));
                }
                None => {
                    let finding = self.unknown_qualifier(entry, name, known, object_key);
                    self.findings.push(finding);
                }
            }
        }
        values.sort_by_key(|&(position, _)| position);
        values
    }

    fn unknown_qualifier(
        &mut self,
        entry: Entry<'_>,
        name: &str,
        qualifiers: &[Qualifier],
        object_key: &str,
    ) -> Diagnostic {
        let qualifiers = qualifiers.iter().map(|qualifier| qualifier.key.as_str());
        let known = || {
            std::iter::once(object_key)
                .chain(COMMON_KEYS)
                .chain(qualifiers.clone())
        };
        let listed: Vec<_> = known().map(|key| format!("`{key}`")).collect();
        let suggestion = self.likeness.suggest(entry.key, known());
        let message = format!("`{name}` has no qualifier `{}`", entry.key);
        entry
            .finding(Rule::UnknownQualifier, message)
            .help(format!("its keys are {}", listed.join(", ")))
            .maybe_help(suggestion)
    }

    fn status(&mut self, item: Item<'_>) -> Option<Status> {
        let names = || Status::ALL.iter().map(|&(_, name, _)| name);
        let name = item.one_of(names, &mut self.likeness, &mut self.findings)?;
        let found = Status::ALL.iter().find(|(_, spelled, _)| *spelled == name);
        let &(status, ..) = found?;
        if status == Status::Retracted {
            self.findings.push(bare_retraction(item));
            return None;
        }
        Some(status)
    }
}

/// Returns the key under which a claim names its other end or its value.
fn object_key(predicate: Predicate) -> &'static str {
    match predicate {
        Predicate::Relation(..) => "to",
        Predicate::Attribute(_) => "value",
    }
}

/// What is broken by a subject of the wrong type, what was wanted, and the remedy.
type Mismatch = Option<(Rule, String, String)>;

fn attribute_does_not_fit(ontology: &Ontology, type_id: TypeId, attribute: &Attribute) -> Mismatch {
    if ontology.has_attribute(type_id, attribute) {
        return None;
    }
    let name = |&id: &TypeId| format!("`{}`", ontology.entity_type(id).name);
    let wanted: Vec<_> = attribute.on.iter().map(name).collect();
    let found = name(&type_id);
    let help = format!("add {found} to its `on` in the ontology, or choose another attribute");
    Some((Rule::AttributeDoesNotFit, wanted.join(", "), help))
}

fn ends_do_not_fit(
    ontology: &Ontology,
    type_id: TypeId,
    relation: &Relation,
    direction: Direction,
) -> Mismatch {
    let (here, there) = relation.ends_towards(direction);
    if ontology.is_a(type_id, here) {
        return None;
    }
    let wanted = format!("`{}`", ontology.entity_type(here).name);
    let mut others = Direction::BOTH.into_iter().filter(|&d| d != direction);
    let other = others.find(|_| ontology.is_a(type_id, there));
    let help = match other.map(|other| relation.key_towards(other)) {
        Some(other) => format!("seen from here it is `[[{other}]]`"),
        None => "choose another relation, or correct the type of the entity".to_owned(),
    };
    Some((Rule::EndsDoNotFit, wanted, help))
}
