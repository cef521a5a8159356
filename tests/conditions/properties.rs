//! Does a condition find what a search through all claims finds, whatever the condition?

use crate::support::{data, engine_over};
use crate::view::properties::{N_ENTITIES, built, graph, view};
use crate::view::reference::Reference;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};
use throughline::engine::Limits;
use throughline::graph::View;
use throughline::model::{EntityIx, PartialDate, ValueRef as Stored};
use throughline::ontology::{AttributeId, Direction, RelationId};

/// A condition on entities of the random story.
#[derive(Debug, Clone)]
pub(crate) enum Condition {
    Weight(&'static str, i32),
    NoWeight(bool),
    Found(&'static str, &'static str),
    Tag(&'static str, &'static str),
    Links(&'static str, &'static str, Box<Self>),
    Count(&'static str, &'static str, usize),
    Status(&'static str),
    All(Vec<Self>),
    Any(Vec<Self>),
    Not(Box<Self>),
}

const RELATIONS: [&str; 4] = ["touches", "touchedBy", "shades", "shadedBy"];

pub(crate) fn condition() -> impl Strategy<Value = Condition> {
    let numbers = select(&["eq", "ne", "lt", "lte", "gt", "gte"][..]);
    let dates = select(&["eq", "before", "after", "during", "overlaps"][..]);
    let days = select(&["2020", "2020-06", "2020-06-15", "2021", "2021-12"][..]);
    let texts = select(&["eq", "ne", "contains", "startsWith", "word"][..]);
    let leaf = prop_oneof![
        (numbers.clone(), -1..4_i32).prop_map(|(operator, n)| Condition::Weight(operator, n)),
        any::<bool>().prop_map(Condition::NoWeight),
        (dates, days).prop_map(|(operator, date)| Condition::Found(operator, date)),
        (texts, select(&["t0", "T1", "t", "x"][..]))
            .prop_map(|(operator, text)| Condition::Tag(operator, text)),
        (select(&RELATIONS[..]), numbers, 0..3_usize)
            .prop_map(|(relation, operator, n)| Condition::Count(relation, operator, n)),
        select(&["REPORTED", "ALLEGED", "DENIED", "PLANNED"][..]).prop_map(Condition::Status),
    ];
    leaf.prop_recursive(4, 24, 3, |inner| {
        let quantifiers = select(&["some", "every", "none"][..]);
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..3).prop_map(Condition::All),
            proptest::collection::vec(inner.clone(), 0..3).prop_map(Condition::Any),
            inner.clone().prop_map(|of| Condition::Not(Box::new(of))),
            (select(&RELATIONS[..]), quantifiers, inner).prop_map(|(relation, quantifier, of)| {
                Condition::Links(relation, quantifier, Box::new(of))
            }),
        ]
    })
}

impl Condition {
    /// Returns the condition as the API takes it.
    pub(crate) fn to_json(&self) -> Value {
        let list = |of: &[Self]| of.iter().map(Self::to_json).collect::<Vec<_>>();
        match self {
            Self::Weight(operator, n) => json!({ "weight": { *operator: n } }),
            Self::NoWeight(exists) => json!({ "weight": { "exists": exists } }),
            Self::Found(operator, date) => json!({ "found": { *operator: date } }),
            Self::Tag(operator, text) => json!({ "tags": { *operator: text } }),
            Self::Links(relation, quantifier, of) => {
                json!({ *relation: { *quantifier: { "node": of.to_json() } } })
            }
            Self::Count(relation, operator, n) => {
                json!({ *relation: { "count": { *operator: n } } })
            }
            Self::Status(status) => {
                json!({ "touches": { "some": { "status": { "eq": status } } } })
            }
            Self::All(of) => json!({ "and": list(of) }),
            Self::Any(of) => json!({ "or": list(of) }),
            Self::Not(of) => json!({ "not": of.to_json() }),
        }
    }

    /// Tells by looking at every claim whether an entity is wanted.
    pub(crate) fn wants(&self, slow: &Reference<'_>, entity: EntityIx) -> bool {
        match self {
            Self::Weight(operator, n) => match single(slow, entity, 0) {
                Some(Stored::Integer(weight)) => {
                    compare(operator, i64::from(weight), i64::from(*n))
                }
                _ => false,
            },
            Self::NoWeight(exists) => single(slow, entity, 0).is_some() == *exists,
            Self::Found(operator, date) => match single(slow, entity, 1) {
                Some(Stored::Date(found)) => compare_dates(operator, found, day(date)),
                _ => false,
            },
            Self::Tag(operator, text) => {
                let claims = slow.candidates(entity, AttributeId(2));
                let mut tags = claims
                    .iter()
                    .filter_map(|(at, _)| match slow.graph.value(*at) {
                        Some(Stored::Text(tag)) => Some(tag),
                        _ => None,
                    });
                tags.any(|tag| match *operator {
                    "eq" => *tag == **text,
                    "ne" => *tag != **text,
                    "contains" => tag.to_lowercase().contains(&text.to_lowercase()),
                    "startsWith" => tag.to_lowercase().starts_with(&text.to_lowercase()),
                    _ => tag.to_lowercase() == text.to_lowercase(),
                })
            }
            Self::Links(relation, quantifier, of) => {
                let links = links(slow, entity, relation);
                let mut passes = links.iter().map(|(other, _)| of.wants(slow, *other));
                match *quantifier {
                    "some" => passes.any(|passes| passes),
                    "every" => passes.all(|passes| passes),
                    _ => !passes.any(|passes| passes),
                }
            }
            Self::Count(relation, operator, n) => compare(
                operator,
                links(slow, entity, relation).len() as i64,
                *n as i64,
            ),
            Self::Status(status) => links(slow, entity, "touches").iter().any(|(_, claims)| {
                let mut statuses = claims.iter().map(|&at| slow.graph.claim(at));
                statuses.any(|of| {
                    !slow.is_retracted(of)
                        && format!("{:?}", of.status()).eq_ignore_ascii_case(status)
                })
            }),
            Self::All(of) => of.iter().all(|of| of.wants(slow, entity)),
            Self::Any(of) => of.iter().any(|of| of.wants(slow, entity)),
            Self::Not(of) => !of.wants(slow, entity),
        }
    }
}

/// Returns whether an entity is there; without a view, also one that no claim mentions.
pub(crate) fn shows(slow: &Reference<'_>, entity: EntityIx) -> bool {
    slow.view.is_unrestricted() || slow.shows_entity(entity)
}

pub(super) fn single<'g>(
    slow: &Reference<'g>,
    entity: EntityIx,
    attribute: u16,
) -> Option<Stored<'g>> {
    slow.graph
        .value(slow.answer(entity, AttributeId(attribute))?)
}

pub(super) fn links(
    slow: &Reference<'_>,
    entity: EntityIx,
    relation: &str,
) -> Vec<(EntityIx, Vec<throughline::graph::ClaimIx>)> {
    let (at, direction) = match relation {
        "touches" => (0, Direction::Forward),
        "touchedBy" => (0, Direction::Inverse),
        "shades" => (1, Direction::Forward),
        _ => (1, Direction::Inverse),
    };
    slow.relationships(entity, RelationId(at), direction)
}

fn compare(operator: &str, a: i64, b: i64) -> bool {
    match operator {
        "eq" => a == b,
        "ne" => a != b,
        "lt" => a < b,
        "lte" => a <= b,
        "gt" => a > b,
        _ => a >= b,
    }
}

fn compare_dates(operator: &str, found: PartialDate, asked: PartialDate) -> bool {
    match operator {
        "eq" => found == asked,
        "before" => found.latest() < asked.earliest(),
        "after" => found.earliest() > asked.latest(),
        "during" => found.is_within(asked),
        _ => found.latest() >= asked.earliest() && found.earliest() <= asked.latest(),
    }
}

fn day(text: &str) -> PartialDate {
    PartialDate::parse(text).expect("a date")
}

/// The strings that stand for values of enumerations.
const CONSTANTS: [&str; 6] = [
    "REPORTED", "ALLEGED", "DENIED", "PLANNED", "TOUCHES", "SHADES",
];

/// Writes a value as a GraphQL literal, in which values of enumerations are no strings.
pub(crate) fn literal(value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let fields: Vec<_> = fields
                .iter()
                .map(|(name, value)| format!("{name}: {}", literal(value)))
                .collect();
            format!("{{ {} }}", fields.join(", "))
        }
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(literal).collect();
            format!("[{}]", items.join(", "))
        }
        Value::String(text) if CONSTANTS.contains(&text.as_str()) => text.clone(),
        value => value.to_string(),
    }
}

pub(crate) fn view_argument(view: &View) -> String {
    let date = |name: &str, date: Option<PartialDate>| {
        date.map_or(String::new(), |date| format!("{name}: \"{date}\", "))
    };
    let ids = |sources: &[throughline::model::SourceIx]| {
        let ids: Vec<_> = sources
            .iter()
            .map(|source| format!("\"s{}\"", source.0))
            .collect();
        ids.join(", ")
    };
    let only = view.only_sources.as_ref();
    let only = only.map_or(String::new(), |only| {
        format!("onlySources: [{}], ", ids(only))
    });
    format!(
        "view: {{ {}{}{only}exceptSources: [{}] }}",
        date("validAt", view.valid_at),
        date("knownAt", view.known_at),
        ids(&view.except_sources),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn a_condition_finds_what_a_search_through_all_claims_finds(
        (published, claims) in graph(),
        view in view(),
        conditions in proptest::collection::vec(condition(), 12),
    ) {
        let engine = engine_over(built(&published, &claims), Limits::default());
        let slow = Reference { graph: engine.domain().graph(), view };
        for condition in conditions {
            let query = format!(
                "{{ things(first: 500, where: {}, {}) {{ totalCount nodes {{ id }} }} }}",
                literal(&condition.to_json()),
                view_argument(&slow.view),
            );
            let answer = data(&engine, &query);
            let found: Vec<_> = crate::support::each(&answer["things"]["nodes"], "id")
                .into_iter()
                .map(str::to_owned)
                .collect();
            let expected: Vec<_> = (0..N_ENTITIES as u32)
                .map(EntityIx)
                .filter(|&entity| shows(&slow, entity) && condition.wants(&slow, entity))
                .map(|entity| slow.graph.id(entity).to_owned())
                .collect();
            prop_assert_eq!(&found, &expected, "{}", query);
            prop_assert_eq!(&answer["things"]["totalCount"], &json!(found.len()));
        }
    }
}
