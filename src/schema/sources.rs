//! How do sources look in an answer?

use super::arguments::first_argument;
use super::conditions;
use super::connections;
use super::entities::NODE;
use super::fields::{count, leaf, object};
use super::story::{Object, Story};
use super::values::write_date;
use crate::engine::{Field, Leaf, Multiplicity, Produce, Type};
use crate::model::Source;
use crate::query::{DEFAULT_PAGE, List};

/// Declares sources.
pub(super) fn types() -> Vec<Type<Story>> {
    let mut types = vec![source()];
    types.extend(connections::types(
        "Source",
        "Source",
        "the sources",
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
    let fields = vec![
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
    object(
        "Source",
        "A document that claims come from.",
        &[NODE],
        fields,
    )
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
