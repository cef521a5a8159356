//! How do sources look in an answer?

use super::arguments::first_argument;
use super::conditions;
use super::connections;
use super::disagreements::contradicted_by;
use super::entities::NODE;
use super::fields::{count, leaf, list, object, objects};
use super::story::{Object, Story};
use super::values::write_date;
use crate::engine::{Field, Leaf, Multiplicity, Produce, Type};
use crate::graph::GraphView;
use crate::model::{EntityIx, Source, SourceIx};
use crate::query::{DEFAULT_PAGE, List};
use std::collections::BTreeSet;

/// Declares sources.
pub(super) fn types() -> Vec<Type<Story>> {
    let mut types = vec![source()];
    types.extend(connections::types_of_items(
        "Source",
        "Source",
        "the sources",
        "Source",
        Vec::new(),
    ));
    types
}

fn source_of<'r>(story: &'r Story, object: Object<'r>) -> Option<&'r Source> {
    match object {
        Object::Source(source) => Some(story.graph().source(source)),
        _ => None,
    }
}

/// Declares a field that writes a text of a source.
fn text(
    name: &str,
    ty: &str,
    description: &str,
    of: fn(&Source) -> Option<&String>,
) -> Field<Story> {
    leaf(name, ty, description, move |story, object, out| {
        out.string(of(source_of(story, object)?)?);
        Some(())
    })
}

fn source() -> Type<Story> {
    let mut fields = vec![
        text("id", "ID!", "The id, unique over everything.", |source| {
            Some(&source.id)
        }),
        text(
            "name",
            "String!",
            "A short label in the words of whoever keeps the story.",
            |source| Some(&source.name),
        ),
        text(
            "title",
            "String",
            "The printed title; null when the document has none.",
            |source| source.title.as_ref(),
        ),
        text(
            "publisher",
            "String",
            "Who published it; null when the document does not say.",
            |source| source.publisher.as_ref(),
        ),
        leaf(
            "published",
            "Date!",
            "The date of publication, from which on its claims are known.",
            |story, object, out| {
                write_date(source_of(story, object)?.published, out);
                Some(())
            },
        ),
        text(
            "language",
            "String",
            "The language, as a BCP 47 tag; null when nobody says.",
            |source| source.language.as_ref(),
        ),
        text(
            "url",
            "URL",
            "Where it can be read; null when nobody says.",
            |source| source.url.as_ref(),
        ),
        count(
            "paragraphCount",
            "The number of paragraphs: of lines that hold a non-whitespace character.",
            |story, object| Some(source_of(story, object)?.paragraphs.count() as usize),
        ),
        authors(),
        count("authorCount", "The number of bylines.", |story, object| {
            Some(source_of(story, object)?.authors.len())
        }),
        connections::field(
            "claims",
            "ClaimConnection",
            "The claims that the source says, denies or retracts.",
            |story, object, _| match object {
                Object::Source(source) => Some(List::claims_from(story.seen(), source)),
                _ => None,
            },
        )
        .arguments(conditions::arguments("Claim")),
    ];
    fields.extend(list(
        ("entities", "entityCount"),
        "Entity",
        "What the claims of the source are about, at either end, in the order of their ids.",
        DEFAULT_PAGE,
        |story, object| match object {
            Object::Source(source) => {
                let mentioned = mentioned(story.seen(), source);
                objects(mentioned.into_iter().map(Object::Entity))
            }
            _ => None,
        },
    ));
    fields.extend(contradicted_by());
    object(
        "Source",
        "A document that claims come from.",
        &[NODE],
        fields,
    )
}

/// Returns the entities that the claims of a source mention.
fn mentioned(seen: GraphView<'_>, source: SourceIx) -> BTreeSet<EntityIx> {
    let graph = seen.graph();
    let claims = seen.claims_from_in(graph.claims_from(source)).iter();
    let ends = claims.flat_map(|claim| graph.claim(claim).ends());
    ends.collect()
}

fn authors() -> Field<Story> {
    let produce = Produce::leaf(|story: &Story, object, arguments, out| {
        let Some(source) = source_of(story, object) else {
            return Ok(Leaf::Null);
        };
        let authors = source.authors.iter().take(arguments.page.size() as usize);
        out.list(authors, |out, author| out.string(author));
        Ok(Leaf::Written)
    });
    Field::new("authors", "[String!]!", "The bylines.", produce)
        .argument(first_argument(DEFAULT_PAGE))
        .multiplicity(Multiplicity::OwnPage)
}
