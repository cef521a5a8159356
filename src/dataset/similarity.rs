//! Which entities could a reader take for one another, because their names look alike?

use super::draft::{ClaimDraft, Draft, EntityDraft, ObjectDraft};
use crate::document::{Diagnostic, Diagnostics, Document, Rule, Span};
use crate::model::Value;
use crate::ontology::Predicate;
use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};
use rayon::slice::ParallelSliceMut as _;
use std::hash::{DefaultHasher, Hasher as _};
use std::sync::Arc;
use unicode_security::confusable_detection::skeleton;

/// One name of one entity.
struct Name<'a> {
    text: &'a str,
    entity: usize,
    document: &'a Arc<Document>,
    span: Span,
}

/// Warns of names of different entities that look alike but are not the same.
pub(super) fn check_names(draft: &mut Draft) {
    let n_names = draft.entities.len() + draft.claims.len();
    let hashes = (0..n_names).into_par_iter();
    let hashes = hashes.filter_map(|at| Some((hash_of(name_at(draft, at)?.text), at)));
    let mut hashes: Vec<_> = hashes.collect();
    hashes.par_sort_unstable();
    let mut findings = Diagnostics::default();
    for group in hashes.chunk_by(|a, b| a.0 == b.0) {
        let mut names = group.iter().filter_map(|&(_, at)| name_at(draft, at));
        let first = names.next();
        let others = names.zip(first.iter().cycle());
        let others = others.filter(|(name, first)| {
            first.text != name.text
                && first.entity != name.entity
                && skeleton(first.text).eq(skeleton(name.text))
        });
        findings.extend(others.map(|(name, first)| finding(&name, first)));
    }
    draft.findings.append(&mut findings);
}

fn finding(name: &Name<'_>, first: &Name<'_>) -> Diagnostic {
    let message = format!("`{}` looks like `{}`", name.text, first.text);
    Diagnostic::new(Rule::LookAlikeNames, name.document, name.span, message)
        .help("one of them may be written with letters of another script")
        .label(first.document, first.span, "the name of another entity")
}

/// Returns a number that is the same for names that look alike, and hardly for others.
fn hash_of(name: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    skeleton(name).for_each(|c| hasher.write_u32(c.into()));
    hasher.finish()
}

/// Returns the name at a position among the labels of the entities and then the claims, if there
/// is one.
fn name_at(draft: &Draft, at: usize) -> Option<Name<'_>> {
    match at.checked_sub(draft.entities.len()) {
        None => label(draft.entities.get(at)?, at),
        Some(at) => claimed_name(draft, draft.claims.get(at)?),
    }
}

fn label(entity: &EntityDraft, at: usize) -> Option<Name<'_>> {
    Some(Name {
        text: entity.name.as_deref()?,
        entity: at,
        document: &entity.name_place.document,
        span: entity.name_place.span,
    })
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
            document: &claim.place.document,
            span: *span,
        }),
        _ => None,
    }
}
