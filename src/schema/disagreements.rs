//! How does a disagreement look in an answer?

use super::arguments::about_argument;
use super::connections;
use super::fields::{leaf, list, object, objects, one};
use super::story::{Object, Story};
use crate::engine::{Argument, Effort, Field, Type};
use crate::query::{
    About, DEFAULT_PAGE, Disagreement, DisagreementKind, Dispute, Found, Side, disagreements,
};

/// Declares disagreements, their sides, and who takes another side.
pub(super) fn types() -> Vec<Type<Story>> {
    let mut types = vec![disagreement(), side(), opposing_source()];
    types.extend(connections::types(
        "Disagreement",
        "Disagreement",
        "the disagreements",
        Vec::new(),
    ));
    types
}

/// Declares the root field.
pub(super) fn field() -> Field<Story> {
    connections::field(
        "disagreements",
        "DisagreementConnection",
        "Where claims disagree, or take the place of each other, in the order of the ids of what \
         they are about. What is told of different times is change, and no contradiction.",
        |story, _, arguments| {
            let asked = Dispute {
                about: About::of(story.seen(), arguments.about.as_deref()),
                kinds: arguments.disagreement_kinds.as_deref(),
            };
            Some(story.found(|seen| Found::Disagreements(disagreements(seen, asked))))
        },
    )
    .argument(about_argument())
    .argument(Argument::new(
        "kinds",
        "[DisagreementKind!]",
        "The kinds of disagreements that are told; all when left out or null, and none when the \
         list is empty.",
    ))
    .effort(Effort::WorkOut)
}

/// Returns the fields of a source with the sources that take another side.
pub(super) fn contradicted_by() -> [Field<Story>; 2] {
    list(
        ("contradictedBy", "contradictedByCount"),
        "OpposingSource",
        "The sources with a passage that takes another side than this one in a contradiction or a \
         denial, be it their own or that of somebody whom they quote, in the order of their ids.",
        DEFAULT_PAGE,
        |story, object| match object {
            Object::Source(source) => {
                let opposing = story.oppositions().opposing(story.graph(), source);
                let opposing = opposing.into_iter();
                objects(opposing.map(move |other| Object::Opposing(source, other)))
            }
            _ => None,
        },
    )
}

fn disagreement_of(object: Object<'_>) -> Option<&Disagreement> {
    match object {
        Object::Disagreement(disagreement) => Some(disagreement),
        _ => None,
    }
}

fn disagreement() -> Type<Story> {
    let mut fields = vec![
        leaf(
            "kind",
            "DisagreementKind!",
            "In what way the sides differ.",
            |_, object, out| {
                let (_, key, _) = DisagreementKind::ALL[disagreement_of(object)?.kind as usize];
                out.plain_string(&key.to_ascii_uppercase());
                Some(())
            },
        ),
        leaf(
            "text",
            "String!",
            "The disagreement in one plain sentence.",
            |_, object, out| {
                out.string(&disagreement_of(object)?.text);
                Some(())
            },
        ),
        one(
            "about",
            "Entity!",
            "What the claims are about.",
            |_, object, _| Some(Object::Entity(disagreement_of(object)?.about)),
        ),
        leaf(
            "predicate",
            "String!",
            "The attribute or relation on which they differ, seen from there, as the data files \
             spell it, such as `armorer-of`.",
            |story, object, out| {
                let predicate = disagreement_of(object)?.predicate;
                out.string(story.graph().ontology().key(predicate).as_str());
                Some(())
            },
        ),
    ];
    fields.extend(list(
        ("sides", "sideCount"),
        "DisagreementSide",
        "What stands against each other.",
        DEFAULT_PAGE,
        |_, object| objects(disagreement_of(object)?.sides.iter().map(Object::Side)),
    ));
    object(
        "Disagreement",
        "Claims that disagree, or take the place of each other, with who takes which side.",
        &[],
        fields,
    )
}

fn side_of(object: Object<'_>) -> Option<&Side> {
    match object {
        Object::Side(side) => Some(side),
        _ => None,
    }
}

fn side() -> Type<Story> {
    let mut fields = vec![leaf(
        "text",
        "String!",
        "What the side says, in plain words.",
        |_, object, out| {
            out.string(&side_of(object)?.text);
            Some(())
        },
    )];
    fields.extend(list(
        ("claims", "claimCount"),
        "Claim",
        "The claims that say so.",
        DEFAULT_PAGE,
        |_, object| objects(side_of(object)?.claims.iter().copied().map(Object::Claim)),
    ));
    fields.extend(list(
        ("sources", "sourceCount"),
        "Source",
        "The sources of the passages that take the side, in the order of their ids.",
        DEFAULT_PAGE,
        |story, object| {
            let sources = side_of(object)?.sources(story.graph());
            objects(sources.into_iter().map(Object::Source))
        },
    ));
    fields.extend(list(
        ("citations", "citationCount"),
        "Citation",
        "The passages that take the side, each with whom the document attributes it to; on the \
         side of a denial those that deny.",
        DEFAULT_PAGE,
        |story, object| {
            let citations = side_of(object)?.citations.iter();
            let passages = citations.filter_map(|at| at.citation(story.graph()));
            objects(passages.map(Object::Citation))
        },
    ));
    object(
        "DisagreementSide",
        "One side of a disagreement: what it says, and who says it where.",
        &[],
        fields,
    )
}

fn opposing_source() -> Type<Story> {
    let mut fields = vec![one(
        "source",
        "Source!",
        "The source that takes another side.",
        |_, object, _| match object {
            Object::Opposing(_, other) => Some(Object::Source(other)),
            _ => None,
        },
    )];
    fields.extend(list(
        ("disagreements", "disagreementCount"),
        "Disagreement",
        "The contradictions and denials in which the two take different sides.",
        DEFAULT_PAGE,
        |story, object| match object {
            Object::Opposing(one, other) => {
                let between = story.oppositions().between(story.graph(), one, other);
                objects(between.map(Object::Disagreement))
            }
            _ => None,
        },
    ));
    object(
        "OpposingSource",
        "A source that takes another side than the one that was asked about.",
        &[],
        fields,
    )
}
