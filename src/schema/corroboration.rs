//! How does an answer tell where a claim comes from?

use super::fields::{count, leaf, list, object, objects, one};
use super::story::{Object, Story};
use crate::engine::{Field, Type};
use crate::graph::ClaimIx;
use crate::model::{CitationRef, SourceIx};
use crate::query::{CitationIx, DEFAULT_PAGE, Origin, origin, origins, repeating};
use std::collections::BTreeSet;

/// Declares corroboration and origins.
pub(super) fn types() -> Vec<Type<Story>> {
    vec![corroboration(), origin_type()]
}

/// Returns the field of a claim that tells where it comes from.
pub(super) fn field() -> Field<Story> {
    one(
        "corroboration",
        "Corroboration!",
        "How many independent origins speak for the claim, and which.",
        |_, object, _| match object {
            Object::Claim(claim) => Some(Object::Corroboration(claim)),
            _ => None,
        },
    )
}

fn claim_of(object: Object<'_>) -> Option<ClaimIx> {
    match object {
        Object::Corroboration(claim) => Some(claim),
        _ => None,
    }
}

fn corroboration() -> Type<Story> {
    let mut fields = Vec::from(list(
        ("origins", "originCount"),
        "Origin",
        "Where the passages that do not deny the claim have it from, the earliest publication \
         first. Sources that pass on what the same speaker says, or that have the same publisher, \
         are one origin.",
        DEFAULT_PAGE,
        |story, object| objects(origins(story.seen(), claim_of(object)?).map(Object::Origin)),
    ));
    fields.push(count(
        "sourceCount",
        "The number of sources that say or report the claim, whatever their origin.",
        |story, object| {
            let origins = origins(story.seen(), claim_of(object)?);
            let passages = origins.flat_map(|first| repeating(story.seen(), first));
            let sources: BTreeSet<SourceIx> = passages.map(|citation| citation.source).collect();
            Some(sources.len())
        },
    ));
    object(
        "Corroboration",
        "How well a claim is founded: what speaks for it, counted by where it comes from.",
        &[],
        fields,
    )
}

fn first_of(object: Object<'_>) -> Option<CitationIx> {
    match object {
        Object::Origin(first) => Some(first),
        _ => None,
    }
}

/// Returns the first passage of an origin.
fn passage_of<'r>(story: &'r Story, object: Object<'r>) -> Option<CitationRef<'r>> {
    first_of(object)?.citation(story.graph())
}

fn origin_type() -> Type<Story> {
    let mut fields = vec![
        leaf(
            "text",
            "String!",
            "Its name: that of the speaker or the publisher, else of the source.",
            |story, object, out| {
                let graph = story.graph();
                match origin(graph, passage_of(story, object)?) {
                    Origin::Speaker(speaker) => out.string(graph.name(speaker)),
                    Origin::Publisher(publisher) => out.string(publisher),
                    Origin::Source(source) => out.string(&graph.source(source).name),
                }
                Some(())
            },
        ),
        one(
            "entity",
            "Entity",
            "The first speaker to whom the passages attribute it; null when sources speak for \
             themselves.",
            |story, object, _| match origin(story.graph(), passage_of(story, object)?) {
                Origin::Speaker(speaker) => Some(Object::Entity(speaker)),
                Origin::Publisher(_) | Origin::Source(_) => None,
            },
        ),
        leaf(
            "publisher",
            "String",
            "The publisher of sources that speak for themselves; null when it is not told, or when \
             they quote somebody.",
            |story, object, out| match origin(story.graph(), passage_of(story, object)?) {
                Origin::Publisher(publisher) => {
                    out.string(publisher);
                    Some(())
                }
                Origin::Speaker(_) | Origin::Source(_) => None,
            },
        ),
    ];
    fields.extend(list(
        ("citations", "citationCount"),
        "Citation",
        "The passages that come from there, the earliest publication first.",
        DEFAULT_PAGE,
        |story, object| objects(repeating(story.seen(), first_of(object)?).map(Object::Citation)),
    ));
    object(
        "Origin",
        "Where what is said of a claim comes from: a speaker, a publisher or a source.",
        &[],
        fields,
    )
}
