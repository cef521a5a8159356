//! How does a path from one entity to another look in an answer?

use super::arguments::Arguments;
use super::conditions::path_argument;
use super::connections;
use super::entities::{relations_arguments, relationship_fields};
use super::fields::{count, leaf, list, object, objects, one};
use super::scalars::CERTAINTIES;
use super::story::{Object, Story};
use crate::engine::{Argument, Effort, Field, FieldError, Leaf, Produce, Type};
use crate::ontology::Ontology;
use crate::query::{
    Cut, DEFAULT_PAGE, Found, Hop, List, MAX_LENGTH, MAX_PATHS, Mode, Path, Paths, Search,
    co_temporal, hop_in_words, is_contested, n_origins, paths, sources_of, survives_without,
    weakest_hop,
};

/// The most hops of a path when nothing is said.
const DEFAULT_LENGTH: u8 = 6;

/// The number of shortest paths when nothing is said.
const DEFAULT_K: u32 = 3;

/// Declares paths and their hops; a story without relations has none.
pub(super) fn types(ontology: &Ontology) -> Vec<Type<Story>> {
    if ontology.relations.is_empty() {
        return Vec::new();
    }
    let what = "the paths from one entity to another";
    let [connection, edge] = connections::types("Path", "Path", what, Vec::new());
    let cut = |object: Object<'_>| Some(paths_of(object)?.cut());
    let connection = connection.fields(completeness(cut));
    vec![path(), hop(ontology), connection, edge]
}

/// Declares the root fields.
pub(super) fn fields(ontology: &Ontology) -> Vec<Field<Story>> {
    if ontology.relations.is_empty() {
        return Vec::new();
    }
    vec![path_field(), paths_field()]
}

fn path_field() -> Field<Story> {
    let produce = Produce::object(|story: &Story, _, arguments: &Arguments| {
        let found = match search(story, arguments, Mode::Shortest) {
            List::Found(Found::Paths(found)) => found,
            _ => return Ok(None),
        };
        match (found.get(0), found.cut()) {
            (Some(path), _) => Ok(Some(Object::Path(path))),
            (None, None) => Ok(None),
            (None, Some(cut)) => Err(unfinished(cut)),
        }
    });
    let description = "The first of the shortest paths from one entity to another; null when there \
                       is none, or no such entity.";
    Field::new("path", "Path", description, produce)
        .arguments(path_arguments())
        .effort(Effort::WorkOut)
}

/// Returns the error of a search that ended before it found anything.
fn unfinished(cut: Cut) -> FieldError {
    let (_, _, reason) = Cut::ALL[cut as usize];
    let message = format!(
        "No path was found before the search had to end, so there may be one. {reason} Ask for a \
         smaller `maxLength`, or for fewer relations."
    );
    FieldError::new("SEARCH_UNFINISHED", message)
}

fn paths_field() -> Field<Story> {
    connections::field(
        "paths",
        "PathConnection",
        format!(
            "The paths from one entity to another, the shortest first; none when there is no such \
             entity. At most {MAX_PATHS} are found; `complete` tells whether there are more."
        ),
        |story, _, arguments| {
            let mode = arguments.mode.unwrap_or(Mode::Shortest);
            Some(search(story, arguments, mode))
        },
    )
    .arguments(path_arguments())
    .argument(Argument::new(
        "mode",
        "PathMode",
        "Which paths are searched for; one of the shortest when left out or null.",
    ))
    .argument(Argument::new(
        "k",
        "Int",
        format!(
            "How many paths are searched for when `mode` is K_SHORTEST, at most {MAX_PATHS}; \
             {DEFAULT_K} when left out or null."
        ),
    ))
    .effort(Effort::WorkOut)
}

fn path_arguments() -> Vec<Argument> {
    let mut arguments = vec![
        Argument::new(
            "from",
            "ID!",
            "The id of the entity at which a path begins.",
        ),
        Argument::new("to", "ID!", "The id of the entity at which a path ends."),
    ];
    arguments.extend(relations_arguments("the entity from which a hop starts"));
    arguments.extend([
        via_argument("a whole path has to obey"),
        path_argument("the ends of a path"),
        Argument::new(
            "maxLength",
            "Int",
            format!(
                "The most hops of a path, from 0 to {MAX_LENGTH}; {DEFAULT_LENGTH} when left out \
                 or null."
            ),
        ),
    ]);
    arguments
}

/// Returns the argument that takes a regular path expression.
pub(super) fn via_argument(what: &str) -> Argument {
    let description = format!(
        "A regular path expression that {what}, over relations as the data files or the API name \
         them, seen from either end: `a/b` is `a` and then `b`, `a|b` one of them, `^a` the way of \
         `a` from its end, `a*`, `a+`, `a?` and `a{{1,3}}` are repetitions, and parentheses group. \
         Any way when left out or null."
    );
    Argument::new("via", "String", description)
}

fn search<'r>(story: &'r Story, arguments: &Arguments, mode: Mode) -> List<'r> {
    story.found(|seen| {
        let [from, to] = &arguments.ends;
        let ends = seen.entity_by_id(from).zip(seen.entity_by_id(to));
        let max_length = arguments
            .max_length
            .and_then(|most| u8::try_from(most).ok());
        let search = Search {
            relations: &arguments.relations,
            via: arguments.via.as_ref(),
            filter: &arguments.path_filter,
            mode,
            k: arguments.k.unwrap_or(DEFAULT_K) as usize,
            max_length: max_length.unwrap_or(DEFAULT_LENGTH),
        };
        Found::Paths(paths(seen, ends, &search, story.budget()))
    })
}

fn paths_of(object: Object<'_>) -> Option<&Paths> {
    match object {
        Object::Connection(List::Found(Found::Paths(found)), _) => Some(found),
        _ => None,
    }
}

/// Returns the fields that tell whether everything was found, given what ended the search.
pub(super) fn completeness(cut: fn(Object<'_>) -> Option<Option<Cut>>) -> [Field<Story>; 2] {
    [
        leaf(
            "complete",
            "Boolean!",
            "Whether everything was found. If not, what was found is what comes first.",
            move |_, object, out| {
                out.boolean(cut(object)?.is_none());
                Some(())
            },
        ),
        leaf(
            "limit",
            "SearchLimit",
            "Why the search ended before everything was found; null when it did not.",
            move |_, object, out| {
                let (_, key, _) = Cut::ALL[cut(object)?? as usize];
                out.plain_string(&key.to_ascii_uppercase());
                Some(())
            },
        ),
    ]
}

fn path_of(object: Object<'_>) -> Option<&Path> {
    match object {
        Object::Path(path) => Some(path),
        _ => None,
    }
}

fn path() -> Type<Story> {
    let mut fields = vec![count("length", "The number of hops.", |_, object| {
        Some(path_of(object)?.hops.len())
    })];
    fields.extend(list(
        ("nodes", "nodeCount"),
        "Entity",
        "The entities on the path, from its beginning to its end.",
        u32::from(MAX_LENGTH) + 1,
        |_, object| objects(path_of(object)?.nodes().map(Object::Entity)),
    ));
    fields.extend(list(
        ("hops", "hopCount"),
        "Hop",
        "The relationships along the path, from its beginning to its end.",
        MAX_LENGTH.into(),
        |_, object| objects(path_of(object)?.hops.iter().map(Object::Hop)),
    ));
    fields.extend([
        one(
            "weakestHop",
            "Hop",
            "The hop that holds least: of those that somebody contests, or of all when nobody \
             contests any, the first of those with the fewest origins. Null when there are no hops.",
            |story, object, _| Some(Object::Hop(weakest_hop(story.seen(), path_of(object)?)?)),
        ),
        leaf(
            "coTemporal",
            "Certainty!",
            "Whether there was a day on which all hops held at the same time, by their periods. \
             What nobody dates may have held at any time.",
            |story, object, out| {
                let certainty = co_temporal(story.seen(), path_of(object)?);
                out.plain_string(CERTAINTIES[certainty as usize].0);
                Some(())
            },
        ),
        survives_without_field(),
    ]);
    object(
        "Path",
        "A way from one entity to another along relationships that somebody says there are. It \
         meets no entity twice.",
        &[],
        fields,
    )
}

fn survives_without_field() -> Field<Story> {
    let produce = Produce::leaf(|story: &Story, object, arguments: &Arguments, out| {
        let asked = path_of(object).zip(arguments.source);
        let survives = asked.map(|(path, source)| survives_without(story.seen(), path, source));
        Ok(match survives {
            Some(survives) => {
                out.boolean(survives);
                Leaf::Written
            }
            None => Leaf::Null,
        })
    });
    let description = "Whether every hop would be there if one source had never been published.";
    Field::new("survivesWithout", "Boolean!", description, produce).argument(Argument::new(
        "source",
        "ID!",
        "The id of the source.",
    ))
}

fn hop_of(object: Object<'_>) -> Option<&Hop> {
    match object {
        Object::Hop(hop) => Some(hop),
        _ => None,
    }
}

fn hop(ontology: &Ontology) -> Type<Story> {
    let mut fields = vec![
        one(
            "from",
            "Entity!",
            "Where the hop starts.",
            |_, object, _| Some(Object::Entity(hop_of(object)?.from)),
        ),
        one("to", "Entity!", "Where the hop leads.", |_, object, _| {
            Some(Object::Entity(hop_of(object)?.to()))
        }),
        leaf(
            "explanation",
            "String!",
            "What links the two in a plain sentence: who says so unless a source says it itself, \
             who denies it, and, when it accuses somebody, where the accused stands as of the view.",
            |story, object, out| {
                out.string(&hop_in_words(story.seen(), hop_of(object)?));
                Some(())
            },
        ),
        count(
            "originCount",
            "The number of origins: of those who say so themselves, which are the first to whom a \
             source attributes it, else the publisher of the source, else the source.",
            |story, object| {
                let at = hop_of(object)?.adjacent.relationship;
                Some(n_origins(story.seen(), at))
            },
        ),
        leaf(
            "contested",
            "Boolean!",
            "Whether somebody contests the relationship: a claim behind it is denied or disputed, \
             or a passage says that it is not so.",
            |story, object, out| {
                let at = hop_of(object)?.adjacent.relationship;
                out.boolean(is_contested(story.seen(), at));
                Some(())
            },
        ),
    ];
    fields.extend(list(
        ("sources", "sourceCount"),
        "Source",
        "The sources that speak for the relationship, in the order of their ids.",
        DEFAULT_PAGE,
        |story, object| {
            let at = hop_of(object)?.adjacent.relationship;
            objects(sources_of(story.seen(), at).into_iter().map(Object::Source))
        },
    ));
    fields.extend(relationship_fields(
        ontology,
        "the entity from which the hop starts",
    ));
    object(
        "Hop",
        "A relationship as a step from one entity to another.",
        &[],
        fields,
    )
}
