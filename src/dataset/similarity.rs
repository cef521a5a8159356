//! Which entities could a reader take for one another, because their names look alike?

use super::draft::{ClaimDraft, Draft, ObjectDraft, Place};
use crate::document::{Diagnostics, Rule};
use crate::model::Value;
use crate::ontology::Predicate;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use unicode_security::confusable_detection::skeleton;

/// One name of one entity.
struct Name<'a> {
    text: &'a str,
    entity: usize,
    place: Place,
}

/// Warns of names of different entities that look alike but are not the same.
pub(super) fn check_names(draft: &mut Draft) {
    let mut findings = Diagnostics::default();
    let mut first_with: HashMap<String, Name<'_>> = HashMap::new();
    for name in names_of(draft) {
        match first_with.entry(skeleton(name.text).collect()) {
            Entry::Vacant(slot) => {
                slot.insert(name);
            }
            Entry::Occupied(first) => {
                let first = first.get();
                if first.text != name.text && first.entity != name.entity {
                    let message = format!("`{}` looks like `{}`", name.text, first.text);
                    let finding = name.place.finding(Rule::LookAlikeNames, message);
                    let (document, span) = (&first.place.document, first.place.span);
                    findings.push(
                        finding
                            .help("one of them may be written with letters of another script")
                            .label(document, span, "the name of another entity"),
                    );
                }
            }
        }
    }
    draft.findings.append(&mut findings);
}

fn names_of(draft: &Draft) -> impl Iterator<Item = Name<'_>> {
    let labels = draft
        .entities
        .iter()
        .enumerate()
        .filter_map(|(at, entity)| {
            Some(Name {
                text: entity.name.as_deref()?,
                entity: at,
                place: entity.name_place.clone(),
            })
        });
    let claimed = draft
        .claims
        .iter()
        .filter_map(|claim| claimed_name(draft, claim));
    labels.chain(claimed)
}

fn claimed_name<'a>(draft: &'a Draft, claim: &'a ClaimDraft) -> Option<Name<'a>> {
    let Predicate::Attribute(id) = claim.predicate else {
        return None;
    };
    let is_naming = draft.vocabulary.attribute(id)?.naming;
    match &claim.object {
        Some(ObjectDraft::Value(Value::Text(text), span)) if is_naming => Some(Name {
            text,
            entity: claim.subject,
            place: Place::of(&claim.place.document, *span),
        }),
        _ => None,
    }
}
