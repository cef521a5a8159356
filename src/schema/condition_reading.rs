//! What does a condition in a request ask for?

use super::arguments::date;
use super::members::{Member, Members};
use crate::engine::FieldError;
use crate::graph::KnowledgeGraph;
use crate::model::{Decimal, Period, SourceIx, Stance, Status};
use crate::ontology::{
    Enumeration, Ontology, Qualifier, RelationId, StandingId, TypeId, ValueType,
};
use crate::query::{
    ClaimTest, DateTest, EdgeTest, EntityProperty, EntityTest, Filter, ItemFilter, NumberTest,
    PathFilter, Property, Quantifier, SourceTest, TextTest, ValueTest,
};
use async_graphql::Value;

/// What a condition is read with.
#[derive(Clone, Copy)]
pub(super) struct Reader<'g> {
    pub(super) graph: &'g KnowledgeGraph,
    pub(super) members: &'g Members,
}

/// Returns the fields of a coerced object that are given and not null.
pub(super) fn given(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let fields = match value {
        Value::Object(fields) => Some(fields),
        _ => None,
    };
    let fields = fields.into_iter().flatten();
    fields
        .map(|(name, value)| (name.as_str(), value))
        .filter(|(_, value)| **value != Value::Null)
}

/// Returns the one field that an object of an argument gives.
///
/// # Errors
/// When it gives more or fewer.
pub(super) fn single<'v>(
    object: &'v Value,
    argument: &str,
) -> Result<(&'v str, &'v Value), FieldError> {
    let mut fields = given(object);
    match (fields.next(), fields.next()) {
        (Some(field), None) => Ok(field),
        _ => {
            let message = format!(
                "Each object of `{argument}` names one key; write `[{{ a: ... }}, {{ b: ... }}]` \
                 for two."
            );
            Err(FieldError::new("KEY_NOT_SINGLE", message))
        }
    }
}

pub(super) fn items(value: &Value) -> &[Value] {
    match value {
        Value::List(items) => items,
        _ => &[],
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Enum(name) => name.to_string(),
        _ => String::new(),
    }
}

fn texts(value: &Value) -> Vec<String> {
    items(value).iter().map(text).collect()
}

impl Reader<'_> {
    /// Returns the condition that a value of an input type spells; `None` when it asks for nothing.
    pub(super) fn filter(&self, type_name: &str, value: &Value) -> Option<ItemFilter> {
        given(value).next()?;
        Some(match type_name.strip_suffix("Where")? {
            "Claim" => ItemFilter::Claim(self.claim(value)),
            "Source" => ItemFilter::Source(self.source(value)),
            prefix if prefix.ends_with("Edge") => {
                ItemFilter::Edge(self.edge(self.members.relation(prefix), value))
            }
            _ => ItemFilter::Entity(self.entity(value)),
        })
    }

    /// Returns the conditions on what a path passes.
    pub(super) fn path(&self, value: &Value) -> PathFilter {
        let field =
            |wanted| given(value).find_map(move |(name, value)| (name == wanted).then_some(value));
        PathFilter {
            nodes: field("nodes").map(|value| self.entity(value)),
            edges: field("edges").map(|value| self.edge(None, value)),
            question: value.to_string(),
        }
    }

    fn ontology(&self) -> &Ontology {
        self.graph.ontology()
    }

    fn entity(&self, value: &Value) -> Filter<EntityTest> {
        joined(
            value,
            &|value| self.entity(value),
            &|name, value| match name {
                "id" => all(ids(value), EntityTest::Id),
                "name" => all(text_tests(value), EntityTest::Name),
                "type" => all(self.types(value), EntityTest::Type),
                field => match self.members.member(field) {
                    Some(Member::Attribute(id)) => {
                        let value_type = &self.ontology().attribute(id).value_type;
                        let tests = value_tests(value_type, value);
                        all(tests, |test| EntityTest::Attribute(id, test))
                    }
                    Some(Member::Relation(relation, direction)) => {
                        let quantified = self.quantified(relation, value);
                        all(quantified, |(quantifier, edges)| EntityTest::Relation {
                            relation,
                            direction,
                            quantifier,
                            edges,
                        })
                    }
                    None => Vec::new(),
                },
            },
        )
    }

    fn quantified(
        &self,
        relation: RelationId,
        value: &Value,
    ) -> Vec<(Quantifier, Filter<EdgeTest>)> {
        let mut quantified = Vec::new();
        for (name, value) in given(value) {
            let quantifier = match name {
                "some" => Quantifier::Some,
                "every" => Quantifier::Every,
                "none" => Quantifier::None,
                _ => {
                    let counts = number_tests(value).into_iter().map(Quantifier::Count);
                    quantified.extend(counts.map(|count| (count, Filter::All(Vec::new()))));
                    continue;
                }
            };
            quantified.push((quantifier, self.edge(Some(relation), value)));
        }
        quantified
    }

    pub(super) fn edge(&self, relation: Option<RelationId>, value: &Value) -> Filter<EdgeTest> {
        joined(
            value,
            &|value| self.edge(relation, value),
            &|name, value| match name {
                "relation" => all(self.relations(value), EdgeTest::Relation),
                "node" => vec![Filter::Is(EdgeTest::Node(Box::new(self.entity(value))))],
                "period" => all(value_tests(&ValueType::Period, value), EdgeTest::Period),
                "status" => all(statuses(value), EdgeTest::Status),
                "standing" => all(self.standings(value), EdgeTest::Standing),
                "source" => all(self.sources(value), EdgeTest::Source),
                field => {
                    let Some((qualifier, at)) = self.qualifier(relation, field) else {
                        return Vec::new();
                    };
                    let tests = value_tests(&qualifier.value_type, value);
                    all(tests, |test| EdgeTest::Qualifier(at, test))
                }
            },
        )
    }

    /// Returns the qualifier behind a field of the edges of a relation, with its position.
    pub(super) fn qualifier(
        &self,
        relation: Option<RelationId>,
        field: &str,
    ) -> Option<(&Qualifier, u8)> {
        let qualifiers = &self.ontology().relation(relation?).qualifiers;
        let mut numbered = qualifiers.iter().zip(0u8..);
        numbered.find(|(qualifier, _)| qualifier.key.to_field() == field)
    }

    /// Returns what a field of the edges of a relation stands for.
    pub(super) fn edge_property(&self, relation: Option<RelationId>, field: &str) -> Property {
        match (field, relation) {
            ("end", _) => Property::End,
            ("relation", _) => Property::Relation,
            ("standing", _) => Property::Standing,
            ("status", _) => Property::Status,
            (field, Some(id)) if field != "start" => {
                let found = self.qualifier(relation, field);
                Property::Qualifier(id, found.map_or(u8::MAX, |(_, at)| at))
            }
            _ => Property::Start,
        }
    }

    /// Returns what a field of an entity stands for that is no relation.
    pub(super) fn entity_property(&self, field: &str) -> EntityProperty {
        match (field, self.members.member(field)) {
            ("name", _) => EntityProperty::Name,
            ("type", _) => EntityProperty::Type,
            (_, Some(Member::Attribute(attribute))) => EntityProperty::Attribute(attribute),
            _ => EntityProperty::Itself,
        }
    }

    /// Returns what a field of a claim or a source stands for.
    pub(super) fn claim_or_source_property(field: &str) -> Property {
        match field {
            "status" => Property::Status,
            "predicate" => Property::Predicate,
            "start" => Property::Start,
            "end" => Property::End,
            "source" => Property::Source,
            "name" => Property::SourceName,
            "publisher" => Property::Publisher,
            "stance" => Property::Stance,
            "speaker" => Property::Speaker,
            _ => Property::Published,
        }
    }

    fn claim(&self, value: &Value) -> Filter<ClaimTest> {
        joined(
            value,
            &|value| self.claim(value),
            &|name, value| match name {
                "id" => all(ids(value), ClaimTest::Id),
                "status" => all(statuses(value), ClaimTest::Status),
                "predicate" => all(text_tests(value), ClaimTest::Predicate),
                "period" => all(value_tests(&ValueType::Period, value), ClaimTest::Period),
                "source" => all(self.sources(value), ClaimTest::Source),
                "stance" => all(stances(value), ClaimTest::Stance),
                "subject" => vec![Filter::Is(ClaimTest::Subject(self.entity(value)))],
                _ => vec![Filter::Is(ClaimTest::Object(self.entity(value)))],
            },
        )
    }

    fn source(&self, value: &Value) -> Filter<SourceTest> {
        joined(
            value,
            &|value| self.source(value),
            &|name, value| match name {
                "id" => all(ids(value), SourceTest::Id),
                "name" => all(text_tests(value), SourceTest::Name),
                "title" => all(value_tests(&ValueType::Text, value), SourceTest::Title),
                "publisher" => all(value_tests(&ValueType::Text, value), SourceTest::Publisher),
                _ => all(value_tests(&ValueType::Date, value), SourceTest::Published),
            },
        )
    }

    fn types(&self, value: &Value) -> Vec<Vec<TypeId>> {
        let ontology = self.ontology();
        constants(value, |wanted| {
            let mut types = ontology.types_with_ids();
            types.find_map(|(id, of)| (of.name.to_constant() == wanted).then_some(id))
        })
    }

    fn relations(&self, value: &Value) -> Vec<Vec<RelationId>> {
        let ontology = self.ontology();
        constants(value, |wanted| {
            let mut relations = ontology.relations_with_ids();
            relations.find_map(|(id, of)| (of.key.to_constant() == wanted).then_some(id))
        })
    }

    fn standings(&self, value: &Value) -> Vec<Vec<StandingId>> {
        let ontology = self.ontology();
        constants(value, |wanted| {
            let mut standings = ontology.standing_ids();
            standings.find(|&id| ontology.standing(id).key.to_constant() == wanted)
        })
    }

    fn sources(&self, value: &Value) -> Vec<Vec<SourceIx>> {
        let found = |id: &String| self.graph.source_by_id(id);
        let lists = ids(value).into_iter();
        lists
            .map(|ids| ids.iter().filter_map(found).collect())
            .collect()
    }
}

/// Reads a condition: what joins others, and tests, all of which have to pass.
fn joined<T>(
    value: &Value,
    condition: &dyn Fn(&Value) -> Filter<T>,
    tests: &dyn Fn(&str, &Value) -> Vec<Filter<T>>,
) -> Filter<T> {
    let mut all = Vec::new();
    for (name, value) in given(value) {
        match name {
            "and" => all.extend(items(value).iter().map(condition)),
            "or" => all.push(Filter::Any(items(value).iter().map(condition).collect())),
            "not" => all.push(Filter::Not(Box::new(condition(value)))),
            name => all.extend(tests(name, value)),
        }
    }
    Filter::All(all)
}

fn all<T, U>(tests: Vec<T>, test: impl Fn(T) -> U) -> Vec<Filter<U>> {
    let tests = tests.into_iter();
    tests.map(|of| Filter::Is(test(of))).collect()
}

/// Returns the lists of ids of which each has to hold the id.
fn ids(value: &Value) -> Vec<Vec<String>> {
    given(value)
        .map(|(operator, value)| match operator {
            "in" => texts(value),
            _ => vec![text(value)],
        })
        .collect()
}

/// Returns the lists of values of which each has to hold the value.
fn constants<T>(value: &Value, named: impl Fn(&str) -> Option<T>) -> Vec<Vec<T>> {
    let lists = ids(value).into_iter();
    let named = |names: Vec<String>| names.iter().filter_map(|name| named(name)).collect();
    lists.map(named).collect()
}

fn statuses(value: &Value) -> Vec<Vec<Status>> {
    constants(value, |wanted| {
        let mut all = Status::ALL.into_iter();
        all.find_map(|(status, key, _)| key.eq_ignore_ascii_case(wanted).then_some(status))
    })
}

fn stances(value: &Value) -> Vec<Vec<Stance>> {
    constants(value, |wanted| {
        let mut all = Stance::ALL.into_iter();
        all.find_map(|(stance, key, _)| key.eq_ignore_ascii_case(wanted).then_some(stance))
    })
}

/// Returns the tests of a kind of value that an object of operators asks for.
fn value_tests(value_type: &ValueType, value: &Value) -> Vec<ValueTest> {
    let exists = given(value).filter_map(|(operator, value)| match (operator, value) {
        ("exists", Value::Boolean(wanted)) => Some(ValueTest::Exists(*wanted)),
        _ => None,
    });
    let mut tests: Vec<ValueTest> = exists.collect();
    match value_type {
        ValueType::Text | ValueType::Url => {
            tests.extend(text_tests(value).into_iter().map(ValueTest::Text));
        }
        ValueType::Integer | ValueType::Decimal => {
            tests.extend(number_tests(value).into_iter().map(ValueTest::Number));
        }
        ValueType::Boolean => tests.extend(given(value).filter_map(|test| match test {
            ("eq", Value::Boolean(wanted)) => Some(ValueTest::Boolean(*wanted)),
            _ => None,
        })),
        ValueType::Date | ValueType::Period => {
            tests.extend(date_tests(value).into_iter().map(ValueTest::Date));
        }
        ValueType::Money => {
            for (part, value) in given(value) {
                match part {
                    "amount" => {
                        tests.extend(number_tests(value).into_iter().map(ValueTest::Amount));
                    }
                    "currency" => {
                        tests.extend(text_tests(value).into_iter().map(ValueTest::Currency));
                    }
                    _ => {}
                }
            }
        }
        ValueType::Enumeration(declared) => tests.extend(enumeration_tests(declared, value)),
    }
    tests
}

fn text_tests(value: &Value) -> Vec<TextTest> {
    let test = |(operator, value): (&str, &Value)| {
        Some(match operator {
            "eq" => TextTest::In(vec![text(value)]),
            "ne" => TextTest::NotIn(vec![text(value)]),
            "in" => TextTest::In(texts(value)),
            "contains" => TextTest::Contains(text(value).as_str().into()),
            "startsWith" => TextTest::StartsWith(text(value).as_str().into()),
            "word" => TextTest::Word(text(value).as_str().into()),
            _ => return None,
        })
    };
    given(value).filter_map(test).collect()
}

fn number_tests(value: &Value) -> Vec<NumberTest> {
    let test = |(operator, value): (&str, &Value)| {
        if operator == "in" {
            let numbers = items(value).iter().filter_map(number);
            return Some(NumberTest::In(numbers.collect()));
        }
        let number = number(value)?;
        Some(match operator {
            "eq" => NumberTest::In(vec![number]),
            "ne" => NumberTest::NotIn(vec![number]),
            "lt" => NumberTest::Less(number),
            "lte" => NumberTest::AtMost(number),
            "gt" => NumberTest::Greater(number),
            "gte" => NumberTest::AtLeast(number),
            _ => return None,
        })
    };
    given(value).filter_map(test).collect()
}

/// Returns the number that a value spells; the scalars have checked it.
fn number(value: &Value) -> Option<Decimal> {
    match value {
        Value::Number(number) => number.as_i64().map(Decimal::from),
        Value::String(text) => Decimal::from_str_exact(text).ok(),
        _ => None,
    }
}

fn date_tests(value: &Value) -> Vec<DateTest> {
    let interval = |value: &Value| Period::parse(&text(value)).ok();
    let test = |(operator, value): (&str, &Value)| {
        Some(match operator {
            "eq" => DateTest::In(vec![date(value)?]),
            "in" => DateTest::In(items(value).iter().filter_map(date).collect()),
            "before" => DateTest::Before(date(value)?),
            "after" => DateTest::After(date(value)?),
            "during" => DateTest::During(interval(value)?),
            "overlaps" => DateTest::Overlaps(interval(value)?),
            _ => return None,
        })
    };
    given(value).filter_map(test).collect()
}

fn enumeration_tests(declared: &Enumeration, value: &Value) -> Vec<ValueTest> {
    let places = |names: Vec<String>| -> Vec<u16> {
        let values = declared.values.iter().zip(0u16..);
        let is_named =
            |at: &(&crate::ontology::EnumValue, u16)| names.contains(&at.0.key.to_constant());
        values.filter(is_named).map(|(_, at)| at).collect()
    };
    let all = || declared.values.iter().zip(0u16..).map(|(_, at)| at);
    let test = |(operator, value): (&str, &Value)| {
        Some(ValueTest::Enumeration(match operator {
            "eq" => places(vec![text(value)]),
            "in" => places(texts(value)),
            "ne" => {
                let unwanted = places(vec![text(value)]);
                all().filter(|at| !unwanted.contains(at)).collect()
            }
            _ => return None,
        }))
    };
    given(value).filter_map(test).collect()
}
