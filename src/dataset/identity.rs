//! When do two claims say the same, and which id does a claim have that was given none?
//!
//! A claim is what it says, not who says it or where it is written. Its canonical text is
//!
//! ```text
//! subject hannah-gutierrez-reed
//! predicate charged-in
//! object new-mexico-v-gutierrez-reed
//! qualifier charge involuntary manslaughter
//! valid 2023-01-31/..
//! status reported
//! ```
//!
//! one line for each part, each with a line break at its end: the predicate under the relation's own
//! name, `value` in place of `object` for an attribute, qualifiers in the order of their names,
//! `valid` only when somebody says when. Values are written in their canonical spelling: text in
//! normalization form C with `\` and line breaks written as `\\` and `\n`, numbers without
//! superfluous zeros, dates and periods as EDTF.
//!
//! The derived id is `c-` and the first 65 bits of the SHA-256 of this text, as 13 digits of
//! base32hex in lower case. So it stays when a citation or a note is added, when files move, and
//! when the claim is written at the other end.

use super::draft::{ClaimDraft, Draft, ObjectDraft};
use crate::model::{Identity, Status, Value, ValueRef};
use crate::ontology::{Direction, Predicate, Qualifier, ValueType};
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

/// Returns what tells the claim from all others; `None` when it is not understood.
pub(super) fn identity_of(draft: &Draft, claim: &ClaimDraft) -> Option<Identity> {
    let text = canonical_text(draft, claim)?;
    Some(Identity::from_digest(
        &Sha256::digest(text.as_bytes()).into(),
    ))
}

fn canonical_text(draft: &Draft, claim: &ClaimDraft) -> Option<String> {
    let entity = |at: usize| draft.entities[at].id.as_str();
    let mut text = String::new();
    let (subject, name, object) = match claim.predicate {
        Predicate::Attribute(id) => {
            let attribute = draft.vocabulary.attribute(id)?;
            let Some(ObjectDraft::Value(value, _)) = &claim.object else {
                return None;
            };
            let value = format!("value {}", spelled(value.as_ref(), &attribute.value_type));
            (entity(claim.subject), attribute.key.as_str(), value)
        }
        Predicate::Relation(id, direction) => {
            let relation = draft.vocabulary.relation(id)?;
            let Some(ObjectDraft::Entity(there)) = &claim.object else {
                return None;
            };
            let (subject, object) = match direction {
                Direction::Forward => (claim.subject, there.at()?),
                Direction::Inverse => (there.at()?, claim.subject),
            };
            let object = format!("object {}", entity(object));
            (entity(subject), relation.key.as_str(), object)
        }
    };
    let _ = write!(text, "subject {subject}\npredicate {name}\n{object}\n");
    let known = draft.vocabulary.qualifiers(claim.predicate);
    for line in qualifier_lines(known, &claim.qualifiers) {
        let _ = writeln!(text, "qualifier {line}");
    }
    if let Some(valid) = claim.valid {
        let _ = writeln!(text, "valid {valid}");
    }
    let status = Status::ALL
        .iter()
        .find(|(status, ..)| *status == claim.status);
    let _ = writeln!(text, "status {}", status.map_or("", |(_, name, _)| name));
    Some(text)
}

fn qualifier_lines(known: &[Qualifier], values: &[(u8, Value)]) -> Vec<String> {
    let mut named: Vec<_> = values
        .iter()
        .filter_map(|(at, value)| Some((known.get(usize::from(*at))?, value)))
        .collect();
    named.sort_by_key(|(qualifier, _)| &qualifier.key);
    let line = |(qualifier, value): (&Qualifier, &Value)| {
        format!(
            "{} {}",
            qualifier.key,
            spelled(value.as_ref(), &qualifier.value_type)
        )
    };
    named.into_iter().map(line).collect()
}

/// Returns the canonical spelling of a value.
fn spelled(value: ValueRef<'_>, value_type: &ValueType) -> String {
    match value {
        Value::Text(text) | Value::Url(text) => text.replace('\\', "\\\\").replace('\n', "\\n"),
        Value::Integer(integer) => integer.to_string(),
        Value::Decimal(decimal) => decimal.normalize().to_string(),
        Value::Boolean(boolean) => boolean.to_string(),
        Value::Date(date) => date.to_string(),
        Value::Period(period) => period.to_string(),
        Value::Money(money) => format!("{} {}", money.amount.normalize(), money.currency()),
        Value::Enumeration(at) => match value_type {
            ValueType::Enumeration(values) => values
                .values
                .get(usize::from(at))
                .map_or_else(String::new, |value| value.key.to_string()),
            _ => String::new(),
        },
    }
}
