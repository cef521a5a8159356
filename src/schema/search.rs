//! How does a search look in an answer?

use super::connections;
use super::entities::{ENTITY_TYPE, has_concrete_type};
use super::fields::{float, leaf, list, object, objects, one};
use super::story::{Object, Story};
use crate::engine::{Argument, Effort, Field, Type};
use crate::ontology::Ontology;
use crate::query::{Found, search};
use crate::search::{self, Fragment, Hit, MAX_READ, MAX_WORDS, Match, Score};

/// Declares what is found.
pub(super) fn types() -> Vec<Type<Story>> {
    let [connection, edge] = connections::types("Search", "SearchHit", "a search", Vec::new());
    vec![
        connection.fields([complete()]),
        edge,
        hit(),
        a_match(),
        highlight(),
    ]
}

/// Declares the root field.
pub(super) fn field(ontology: &Ontology) -> Field<Story> {
    let field = connections::field(
        "search",
        "SearchConnection",
        "The entities that a text finds, those that fit best first, and in the order of their ids \
         among equals. An entity is found when every word of the text is found in one of its \
         texts: its name, its other names, the values of its attributes that are words, and the \
         details and notes of claims about it. Names come before other texts. Case, accents, \
         hyphens and apostrophes do not count; the last word may be the beginning of one; a \
         typing error is forgiven in words of four letters and more, two in words of eight and \
         more. There are no operators: everything but letters and digits parts words. Sources, \
         and what they say in their own words, are not searched.",
        |story, _, arguments| {
            let index = story.index();
            let sought = &arguments.sought;
            Some(story.found(|seen| Found::Search(search(seen, index, sought))))
        },
    )
    .argument(Argument::new(
        "text",
        "String!",
        format!(
            "The words that are searched for, at most {MAX_WORDS}; a text without words finds \
             nothing."
        ),
    ))
    .argument(Argument::new(
        "fields",
        "[SearchField!]",
        "Where the words may stand; anywhere when left out, null or empty.",
    ))
    .effort(Effort::WorkOut);
    if !has_concrete_type(ontology) {
        return field;
    }
    field.argument(Argument::new(
        "types",
        &format!("[{ENTITY_TYPE}!]"),
        "The types whose entities count; all of them when left out, null or empty.",
    ))
}

fn complete() -> Field<Story> {
    leaf(
        "complete",
        "Boolean!",
        format!(
            "Whether everything was looked at. At most {MAX_READ} texts are, the same number for \
             each word; when there are more, texts with words that are less near are left out \
             first, and names last, and `totalCount` counts what was found until then."
        ),
        |story, _, out| {
            out.boolean(story.search()?.complete);
            Some(())
        },
    )
}

fn hit() -> Type<Story> {
    let mut fields = vec![
        one("entity", "Entity!", "The entity.", |_, object, _| {
            Some(Object::Entity(hit_of(object)?.entity))
        }),
        score(
            "How well the entity fits: over the words of the text, the mean of how well each fits \
             where it fits best.",
            |object| Some(hit_of(object)?.score),
        ),
    ];
    fields.extend(list(
        ("matches", "matchCount"),
        "SearchMatch",
        "The texts in which the entity is found, those that fit best first.",
        5,
        |_, object| objects(hit_of(object)?.matches.iter().map(Object::Match)),
    ));
    object(
        "SearchHit",
        "An entity that a text finds, and why.",
        &[],
        fields,
    )
}

fn a_match() -> Type<Story> {
    let mut fields = vec![
        leaf(
            "field",
            "SearchField!",
            "Where the text stands.",
            |story, object, out| {
                let (_, key, _) = search::Field::ALL[entry_of(story, object)?.field as usize];
                out.plain_string(&key.to_ascii_uppercase());
                Some(())
            },
        ),
        leaf(
            "key",
            "String",
            "The attribute or qualifier that has the text, as the data files spell it, such as \
             `alias`; null when it is a name or a note.",
            |story, object, out| {
                out.string(entry_of(story, object)?.key(story.graph())?.as_str());
                Some(())
            },
        ),
        leaf(
            "fragment",
            "String!",
            "The text; of a long one, the part in which most of the words stand.",
            |story, object, out| {
                out.string(fragment_of(story, object)?.text);
                Some(())
            },
        ),
        score(
            "How well the text fits: over the words that are searched for, the mean of how well \
             each fits.",
            |object| Some(match_of(object)?.score),
        ),
        one(
            "claim",
            "Claim",
            "The claim that gives the text, which also tells how it stands; null for the name of \
             the entity.",
            |story, object, _| entry_of(story, object)?.claim.map(Object::Claim),
        ),
    ];
    fields.extend(list(
        ("highlights", "highlightCount"),
        "SearchHighlight",
        "The words of the fragment that are near to those that are searched for.",
        25,
        |story, object| {
            let words = fragment_of(story, object)?.highlights.into_iter();
            objects(words.map(|word| Object::Highlight(word.start, word.end)))
        },
    ));
    object(
        "SearchMatch",
        "A text in which words are found that are searched for.",
        &[],
        fields,
    )
}

fn highlight() -> Type<Story> {
    let end = |name: &str, description: &str, of: fn(usize, usize) -> usize| {
        leaf(name, "Int!", description, move |_, object, out| {
            let Object::Highlight(start, end) = object else {
                return None;
            };
            out.integer(i64::try_from(of(start, end)).ok()?);
            Some(())
        })
    };
    object(
        "SearchHighlight",
        "A word in a fragment, by its place. Places are counted in characters, which are Unicode \
         code points, from 0.",
        &[],
        vec![
            end("start", "The place of its first character.", |start, _| {
                start
            }),
            end("end", "The place behind its last character.", |_, end| end),
        ],
    )
}

fn score(
    description: &str,
    of: impl Fn(Object<'_>) -> Option<Score> + Send + Sync + 'static,
) -> Field<Story> {
    let description = format!("{description} Above 0, and 1 for the name itself.");
    float("score", "Float!", description, move |object| {
        Some(of(object)?.as_fraction())
    })
}

fn hit_of(object: Object<'_>) -> Option<&Hit> {
    match object {
        Object::Hit(hit) => Some(hit),
        _ => None,
    }
}

fn match_of(object: Object<'_>) -> Option<&Match> {
    match object {
        Object::Match(found) => Some(found),
        _ => None,
    }
}

fn entry_of<'r>(story: &'r Story, object: Object<'_>) -> Option<&'r search::Entry> {
    Some(story.index().entry(match_of(object)?.entry))
}

fn fragment_of<'r>(story: &'r Story, object: Object<'_>) -> Option<Fragment<'r>> {
    let sought = &story.search()?.sought;
    let entry = match_of(object)?.entry;
    Some(story.index().fragment(story.graph(), sought, entry))
}
