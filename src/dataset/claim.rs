//! What does one claim in a file say?

use super::draft::{ClaimDraft, Draft, ObjectDraft, Place, Reference, Referent};
use super::value::period_of;
use super::vocabulary::Predicate;
use crate::document::{Diagnostic, Entry, Item, Row, Rule, Words};
use crate::model::{Status, Value};
use crate::ontology::ValueType;

/// The keys that every claim may have.
const COMMON_KEYS: [&str; 5] = ["valid", "status", "cite", "id", "note"];

impl Draft {
    pub(super) fn read_claim(
        &mut self,
        row: Row<'_>,
        name: &str,
        subject: usize,
        predicate: Predicate,
    ) {
        let n_findings = self.findings.len();
        self.check_subject(row, name, subject, predicate);
        let object = self.object(row, name, predicate);
        let qualifiers = self.claim_qualifiers(row, name, predicate);
        let id = row.item("id");
        let id = id.and_then(|item| self.declare(item, Referent::Claim));
        let valid = row.item("valid");
        let valid = valid.and_then(|item| period_of(item, &mut self.findings));
        let status = row.item("status").and_then(|item| self.status(item));
        let citations = self.citations(row);
        let note = row.item("note");
        let note = note.and_then(|item| item.text(Words::Prose, &mut self.findings));
        self.claims.push(ClaimDraft {
            place: Place::of(row.document, row.span),
            id,
            subject,
            predicate,
            object,
            qualifiers,
            valid,
            status: status.unwrap_or(Status::Reported),
            citations,
            note,
            is_sound: self.findings.len() == n_findings,
        });
    }

    /// Tells when the entity is of a type that cannot be the subject.
    fn check_subject(&mut self, row: Row<'_>, name: &str, subject: usize, predicate: Predicate) {
        let vocabulary = &self.vocabulary;
        let Some((ontology, type_id)) = vocabulary
            .ontology
            .as_ref()
            .zip(self.entities[subject].type_id)
        else {
            return;
        };
        let type_name = vocabulary.type_name(type_id);
        let finding = match predicate {
            Predicate::Attribute(id) => {
                let attribute = ontology.attribute(id);
                let on = attribute.on.iter().map(|&on| vocabulary.type_name(on));
                let on: Vec<_> = on.map(|name| format!("`{name}`")).collect();
                let message = format!("`{name}` is for {}, not for `{type_name}`", on.join(", "));
                (!ontology.has_attribute(type_id, attribute))
                    .then(|| row.finding(Rule::AttributeDoesNotFit, message))
            }
            Predicate::Relation(id, direction) => {
                let relation = ontology.relation(id);
                let (here, there) = relation.ends_towards(direction);
                let wanted = vocabulary.type_name(here);
                let message = format!("`{name}` starts from `{wanted}`, not from `{type_name}`");
                let other = relation.key_towards(match direction {
                    crate::ontology::Direction::Forward => crate::ontology::Direction::Inverse,
                    crate::ontology::Direction::Inverse => crate::ontology::Direction::Forward,
                });
                let turned = ontology.is_a(type_id, there);
                let help = turned.then(|| format!("seen from here it is `[[{other}]]`"));
                (!ontology.is_a(type_id, here))
                    .then(|| row.finding(Rule::EndsDoNotFit, message).maybe_help(help))
            }
        };
        self.findings.extend(finding);
    }

    fn object(&mut self, row: Row<'_>, name: &str, predicate: Predicate) -> Option<ObjectDraft> {
        let owner = format!("`{name}`");
        match predicate {
            Predicate::Relation(..) => {
                let item = row.required("to", &owner, &mut self.findings)?;
                self.reference(item).map(ObjectDraft::Entity)
            }
            Predicate::Attribute(id) => {
                let item = row.required("value", &owner, &mut self.findings)?;
                let attribute = self.vocabulary.attribute(id)?;
                let words = match attribute.naming {
                    true => Words::Name,
                    false => Words::Prose,
                };
                let value_type = attribute.value_type.clone();
                let value = self.value(item, &value_type, words)?;
                Some(ObjectDraft::Value(value, item.span))
            }
        }
    }

    /// Returns the id that a value names.
    pub(super) fn reference(&mut self, item: Item<'_>) -> Option<Reference> {
        let id = item.string("an id", &mut self.findings)?.to_owned();
        let span = item.span;
        Some(Reference { id, span })
    }

    fn claim_qualifiers(
        &mut self,
        row: Row<'_>,
        name: &str,
        predicate: Predicate,
    ) -> Vec<(u8, Value)> {
        let object_key = match predicate {
            Predicate::Relation(..) => "to",
            Predicate::Attribute(_) => "value",
        };
        let mut values = Vec::new();
        for entry in row.entries() {
            if COMMON_KEYS.contains(&entry.key) || entry.key == object_key {
                continue;
            }
            match self.qualifier(entry.key, predicate) {
                Some((position, value_type)) => {
                    let value = self.value(entry.item, &value_type, Words::Prose);
                    values.extend(value.map(|value| (position, value)));
                }
                None => {
                    let finding = self.unknown_qualifier(entry, name, predicate, object_key);
                    self.findings.push(finding);
                }
            }
        }
        values.sort_by_key(|&(position, _)| position);
        values
    }

    fn qualifier(&self, key: &str, predicate: Predicate) -> Option<(u8, ValueType)> {
        let mut qualifiers = (0..=u8::MAX).zip(self.vocabulary.qualifiers(predicate));
        let (position, qualifier) = qualifiers.find(|(_, q)| q.key.as_str() == key)?;
        Some((position, qualifier.value_type.clone()))
    }

    fn unknown_qualifier(
        &mut self,
        entry: Entry<'_>,
        name: &str,
        predicate: Predicate,
        object_key: &str,
    ) -> Diagnostic {
        let qualifiers = self.vocabulary.qualifiers(predicate);
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
        let name = self.one_of(item, || Status::ALL.iter().map(|&(_, name, _)| name))?;
        let found = Status::ALL.iter().find(|(_, spelled, _)| *spelled == name);
        found.map(|&(status, ..)| status)
    }
}
