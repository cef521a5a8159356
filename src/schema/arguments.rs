//! What do the arguments of a field ask for?

use super::condition_reading::Reader;
use super::conditions::PATH_WHERE;
use super::entities::RELATION_TYPE;
use super::{groups, orders, view};
use crate::engine::{Argument, FieldError};
use crate::graph::{KnowledgeGraph, View};
use crate::model::{PartialDate, SourceIx};
use crate::ontology::{Direction, Ontology, RelationId, TypeId};
use crate::query::{
    ChangeKind, Choice, Cursor, CursorError, DEFAULT_PAGE, DisagreementKind, GroupOrder, Grouping,
    MAX_LENGTH, MAX_NODES, MAX_PAGE, MAX_PATHS, Measure, Mode, Page, PageError, PathFilter,
    Relations, Via, ViaProblem,
};
use crate::search::{Field, Sought};
use async_graphql::Value;

/// The arguments of one field, checked.
#[derive(Debug, Default)]
pub struct Arguments {
    /// The page of a list.
    pub(super) page: Page,
    /// The id of one thing.
    pub(super) id: String,
    /// The ids of those about which a list is asked.
    pub(super) of: Option<Vec<String>>,
    /// The ids of several things.
    pub(super) ids: Option<Vec<String>>,
    /// The id of what is asked about; everything when there is none.
    pub(super) about: Option<String>,
    /// The snapshot since which a subscriber asks.
    pub(super) since: Option<String>,
    /// The day from which on something is asked.
    pub(super) from: Option<PartialDate>,
    /// The day until which something is asked.
    pub(super) to: Option<PartialDate>,
    /// The kinds of changes that are asked for; all when there is no list.
    pub(super) change_kinds: Option<Vec<ChangeKind>>,
    /// The kinds of disagreements that are asked for; all when there is no list.
    pub(super) disagreement_kinds: Option<Vec<DisagreementKind>>,
    /// What of a list is wanted, and in which order.
    pub(super) choice: Option<Box<Choice>>,
    /// Into which groups a list is to fall.
    pub(super) grouping: Grouping,
    /// The number of items of a list without pages that are passed over.
    pub(super) skip: Option<u32>,
    /// The ids of what a path leads from and to.
    pub(super) ends: [String; 2],
    /// The conditions on what a path passes.
    pub(super) path_filter: PathFilter,
    /// The expression that paths have to obey.
    pub(super) via: Option<Via>,
    /// Which paths are asked for.
    pub(super) mode: Option<Mode>,
    /// How many paths are asked for.
    pub(super) k: Option<u32>,
    /// The most hops of a path.
    pub(super) max_length: Option<u32>,
    /// The most hops from what is asked about.
    pub(super) depth: Option<u32>,
    /// The most things that are told.
    pub(super) limit: Option<u32>,
    /// The source that is left away.
    pub(super) source: Option<SourceIx>,
    /// By what it is measured how much entities matter.
    pub(super) measure: Option<Measure>,
    /// The types whose entities count; all when there are none.
    pub(super) types: Vec<TypeId>,
    /// What is searched for.
    pub(super) sought: Sought,
    /// The relations that count.
    pub(super) relations: Relations,
    /// What a root field and everything below it is asked of; all that is known when nothing is
    /// here.
    pub(super) view: Option<View>,
}

impl Arguments {
    /// Checks coerced arguments.
    pub(super) fn read(
        reader: Reader<'_>,
        arguments: &mut dyn Iterator<Item = (&Argument, &Value)>,
    ) -> Result<Self, FieldError> {
        let graph = reader.graph;
        let mut read = Self::default();
        let mut choice = Choice::default();
        let (mut first, mut last, mut after, mut before) = (None, None, None, None);
        for (argument, value) in arguments {
            match argument.name.as_str() {
                "first" => first = integer(value),
                "last" => last = integer(value),
                "after" => after = cursor(value)?,
                "before" => before = cursor(value)?,
                "id" => read.id = id(value),
                "about" => read.about = text(value),
                "since" => read.since = text(value),
                // Days in what happened, and ids of what a path connects.
                "from" => (read.from, read.ends[0]) = (date(value), id(value)),
                "to" => (read.to, read.ends[1]) = (date(value), id(value)),
                "via" => read.via = via(graph.ontology(), value)?,
                "mode" => read.mode = kind(&Mode::ALL, value),
                "k" => read.k = bounded(argument, value, MAX_PATHS)?,
                "maxLength" => read.max_length = bounded(argument, value, MAX_LENGTH.into())?,
                "depth" => read.depth = bounded(argument, value, MAX_LENGTH.into())?,
                "limit" => read.limit = bounded(argument, value, MAX_NODES)?,
                "source" => read.source = source(graph, value)?,
                "ids" => read.ids = Some(ids(argument, value)?),
                "of" => read.of = given(value).map(|list| ids(argument, list)).transpose()?,
                "measure" => read.measure = kind(&Measure::ALL, value),
                "kinds" => {
                    read.change_kinds = kinds(&ChangeKind::ALL, value);
                    read.disagreement_kinds = kinds(&DisagreementKind::ALL, value);
                }
                "text" => seek(&mut read.sought, value)?,
                "fields" => read.sought.fields = kinds(&Field::ALL, value).unwrap_or_default(),
                "relations" => read.relations.types = relations(graph.ontology(), value),
                "types" if argument.ty.type_name() == RELATION_TYPE => {
                    read.relations.types = relations(graph.ontology(), value);
                }
                "types" => {
                    read.types = types(graph.ontology(), value);
                    read.sought.types.clone_from(&read.types);
                }
                "direction" => read.relations.direction = direction(value),
                "where" if argument.ty.type_name() == PATH_WHERE => {
                    read.path_filter = reader.path(value);
                }
                "where" => {
                    choice.filter = reader.filter(argument.ty.type_name(), value);
                    choice.question.push_str(&value.to_string());
                }
                "orderBy" => {
                    choice.order = orders::read(reader, argument.ty.type_name(), value)?;
                    choice.question.push_str(&value.to_string());
                }
                "by" => {
                    read.grouping.by = groups::read(reader, argument.ty.type_name(), value)?;
                    read.grouping.question.push_str(&value.to_string());
                }
                "order" => {
                    read.grouping.order = kind(&GroupOrder::ALL, value).unwrap_or_default();
                }
                "skip" => read.skip = bounded(argument, value, i32::MAX as usize)?,
                "view" => read.view = view::read(graph, value)?,
                _ => {}
            }
        }
        let chooses = choice.filter.is_some() || !choice.order.is_empty();
        read.choice = chooses.then(|| Box::new(choice));
        read.page = Page::new(first, last, after, before).map_err(page_error)?;
        Ok(read)
    }

    /// Returns the number of items that are asked for.
    pub(super) fn n_asked(&self) -> u64 {
        match &self.ids {
            Some(ids) => ids.len() as u64,
            None => u64::from(self.page.size()),
        }
    }
}

/// Returns the arguments that cut a page from a list.
pub(super) fn page_arguments() -> [Argument; 4] {
    let size =
        format!("At most {MAX_PAGE}; {DEFAULT_PAGE} when neither `first` nor `last` is given.");
    [
        Argument::new(
            "first",
            "Int",
            format!("The number of items from the beginning. {size}"),
        ),
        Argument::new(
            "after",
            "String",
            "A cursor from this list; the page begins behind it.",
        ),
        Argument::new(
            "last",
            "Int",
            format!("The number of items from the end; not together with `first`. {size}"),
        ),
        Argument::new(
            "before",
            "String",
            "A cursor from this list; the page ends before it.",
        ),
    ]
}

/// Returns the argument that names what a root field is to be about.
pub(super) fn about_argument() -> Argument {
    Argument::new(
        "about",
        "ID",
        "The id of the entity that is asked about; everything when left out or null, and nothing \
         when there is no such entity.",
    )
}

/// Returns the argument that bounds a list which has no pages, with its default.
pub(super) fn first_argument(default: u32) -> Argument {
    Argument::new(
        "first",
        "Int",
        format!("The most items that are given, up to {MAX_PAGE}."),
    )
    .default(default)
}

/// Returns the argument by which one goes on in a list which has no pages.
pub(super) fn skip_argument(items: &str) -> Argument {
    let description =
        format!("The number of {items} that are passed over, from the beginning of the order.");
    Argument::new("skip", "Int", description).default(0)
}

pub(super) fn cursor_error(error: CursorError) -> FieldError {
    let code = match error {
        CursorError::Malformed => "CURSOR_MALFORMED",
        CursorError::Foreign => "CURSOR_FOREIGN",
        CursorError::Stale => "CURSOR_STALE",
    };
    FieldError::new(code, error.to_string())
}

fn page_error(error: PageError) -> FieldError {
    let code = match error {
        PageError::Negative { .. } => "PAGE_NEGATIVE",
        PageError::TooLarge { .. } => "PAGE_TOO_LARGE",
        PageError::BothEnds => "PAGE_BOTH_ENDS",
    };
    FieldError::new(code, error.to_string())
}

fn integer(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64(),
        _ => None,
    }
}

/// Returns a number that is at least 0 and at most `most`.
fn bounded(argument: &Argument, value: &Value, most: usize) -> Result<Option<u32>, FieldError> {
    let Some(number) = integer(value) else {
        return Ok(None);
    };
    let fits = u32::try_from(number).ok().filter(|&n| n as usize <= most);
    fits.map(Some).ok_or_else(|| {
        let name = &argument.name;
        let message = format!("Argument `{name}` is {number}; it goes from 0 to {most}.");
        FieldError::new("ARGUMENT_OUT_OF_BOUNDS", message)
    })
}

fn via(ontology: &Ontology, value: &Value) -> Result<Option<Via>, FieldError> {
    let expression = text(value).map(|text| Via::parse(ontology, &text));
    expression.transpose().map_err(|error| {
        let message = error.to_string();
        match error.problem {
            ViaProblem::Unexpected { .. } | ViaProblem::BadCount => {
                FieldError::new("VIA_MALFORMED", message)
            }
            ViaProblem::UnknownRelation { closest, .. } => {
                FieldError::new("UNKNOWN_RELATION", message).suggesting(closest)
            }
            ViaProblem::TooInvolved => FieldError::new("VIA_TOO_INVOLVED", message),
        }
    })
}

fn source(graph: &KnowledgeGraph, value: &Value) -> Result<Option<SourceIx>, FieldError> {
    let id = text(value);
    id.map(|id| view::known_source(graph, &id, "Argument `source`"))
        .transpose()
}

fn id(value: &Value) -> String {
    text(value).unwrap_or_default()
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        _ => None,
    }
}

/// Returns the date that a value spells; the scalar has checked it.
pub(super) fn date(value: &Value) -> Option<PartialDate> {
    match value {
        Value::String(text) => PartialDate::parse(text).ok(),
        _ => None,
    }
}

fn cursor(value: &Value) -> Result<Option<Cursor>, FieldError> {
    text(value)
        .map(|text| Cursor::parse(&text).map_err(cursor_error))
        .transpose()
}

/// Returns a value unless it is null.
fn given(value: &Value) -> Option<&Value> {
    (*value != Value::Null).then_some(value)
}

fn ids(argument: &Argument, value: &Value) -> Result<Vec<String>, FieldError> {
    let Value::List(items) = value else {
        return Ok(Vec::new());
    };
    if items.len() > MAX_PAGE as usize {
        let message = format!(
            "`{}` has {} items; at most {MAX_PAGE} are looked up at once.",
            argument.name,
            items.len()
        );
        return Err(FieldError::new("PAGE_TOO_LARGE", message));
    }
    Ok(items.iter().filter_map(text).collect())
}

/// Returns the kinds that a list of enumeration values names, each once, in the order of `all`.
fn kinds<K: Copy>(all: &[(K, &str, &str)], value: &Value) -> Option<Vec<K>> {
    let Value::List(items) = value else {
        return None;
    };
    let is_named = |spelling: &str| {
        let is_it =
            |item: &Value| matches!(item, Value::Enum(name) if name.eq_ignore_ascii_case(spelling));
        items.iter().any(is_it)
    };
    let named = all.iter().filter(|(_, spelling, _)| is_named(spelling));
    Some(named.map(|(kind, _, _)| *kind).collect())
}

/// Returns the kind that an enumeration value names.
pub(super) fn kind<K: Copy>(all: &[(K, &str, &str)], value: &Value) -> Option<K> {
    kinds(all, &Value::List(vec![value.clone()]))?.pop()
}

fn seek(sought: &mut Sought, value: &Value) -> Result<(), FieldError> {
    let text = text(value).unwrap_or_default();
    sought.words_of(&text).map_err(|error| {
        let message = format!("Argument `text`: {error}");
        FieldError::new("TOO_MANY_WORDS", message)
    })
}

/// Returns the relations that a list of enumeration values names, in the order of the ontology.
fn relations(ontology: &Ontology, value: &Value) -> Vec<RelationId> {
    let named = ontology
        .relations_with_ids()
        .filter(|(_, relation)| names(value, &relation.key.to_constant()));
    named.map(|(id, _)| id).collect()
}

/// Returns the types that a list of enumeration values names, in the order of the ontology.
fn types(ontology: &Ontology, value: &Value) -> Vec<TypeId> {
    let named = ontology
        .types_with_ids()
        .filter(|(_, declared)| names(value, &declared.name.to_constant()));
    named.map(|(id, _)| id).collect()
}

/// Returns whether a list of enumeration values has one.
fn names(list: &Value, constant: &str) -> bool {
    let is_it = |item: &Value| matches!(item, Value::Enum(name) if *name == constant);
    matches!(list, Value::List(items) if items.iter().any(is_it))
}

/// The values of the enumeration of directions, with their meaning.
pub(super) const DIRECTIONS: [(Direction, &str, &str); 2] = [
    (
        Direction::Forward,
        "FORWARD",
        "The entity is where the relation starts, as in the armorer of a production.",
    ),
    (
        Direction::Inverse,
        "INVERSE",
        "The entity is where the relation leads, as in a production and its armorers.",
    ),
];

fn direction(value: &Value) -> Option<Direction> {
    let Value::Enum(name) = value else {
        return None;
    };
    DIRECTIONS
        .iter()
        .find(|(_, constant, _)| *name == **constant)
        .map(|(direction, _, _)| *direction)
}
