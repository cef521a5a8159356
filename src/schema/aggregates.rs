//! What do the values of a list come to, over the wire?
//!
//! A list has an object with a field for each thing of its items that can be summed up, and what
//! it comes to is an object of one type for each kind of value.

use super::conditions::{Edges, edges};
use super::connections::page_of;
use super::fields::{count, leaf, list, object, objects};
use super::story::{Object, Story};
use super::values::write_date;
use crate::engine::{Effort, Field, JsonWriter, Produce, Type};
use crate::model::Decimal;
use crate::ontology::{Ontology, TypeId, ValueType};
use crate::query::{DEFAULT_PAGE, Datum, EntityProperty, Property, Summary, Whose};

/// Declares what lists come to.
pub(super) fn types(ontology: &Ontology) -> Vec<Type<Story>> {
    let mut types = of_values();
    for type_id in ontology.type_ids() {
        types.push(of_entities(ontology, type_id));
    }
    for (prefix, edges) in edges(ontology) {
        types.push(of_edges(ontology, &prefix, &edges));
    }
    if !ontology.relations.is_empty() {
        types.push(aggregate(
            "RelationEdge",
            edge_fields(ontology, TypeId::ENTITY),
        ));
    }
    types.push(of_claims());
    types.push(of_sources());
    types
}

/// Declares the field of a list that tells what it comes to; `prefix` begins the name of its type.
pub(super) fn field(prefix: &str) -> Field<Story> {
    let produce = Produce::object(|_: &Story, object, _| {
        let (list, _) = page_of(object)?;
        Ok(Some(Object::Aggregate(list, Whose::Item)))
    });
    Field::new(
        "aggregate",
        &format!("{prefix}Aggregate!"),
        "What the values of the whole list come to, not only of the page.",
        produce,
    )
}

fn aggregate(prefix: &str, fields: Vec<Field<Story>>) -> Type<Story> {
    let description = "What the values of a list come to.";
    object(&format!("{prefix}Aggregate"), description, &[], fields)
}

fn of_entities(ontology: &Ontology, type_id: TypeId) -> Type<Story> {
    let mut fields = vec![
        of_entity(
            "id",
            &COUNTED,
            "Which entities there are.",
            EntityProperty::Itself,
        ),
        of_entity("name", &ValueType::Text, "The label.", EntityProperty::Name),
    ];
    for (id, attribute) in ontology.attributes_with_ids() {
        if ontology.has_attribute(type_id, attribute) {
            let key = attribute.plural.as_ref().unwrap_or(&attribute.key);
            let property = EntityProperty::Attribute(id);
            let (name, description) = (key.to_field(), &attribute.description);
            fields.push(of_entity(
                &name,
                &attribute.value_type,
                description,
                property,
            ));
        }
    }
    aggregate(ontology.entity_type(type_id).name.as_str(), fields)
}

fn of_edges(ontology: &Ontology, prefix: &str, edges: &Edges<'_>) -> Type<Story> {
    let mut fields = edge_fields(ontology, edges.far);
    if let Some((id, relation)) = edges.relation {
        for (qualifier, at) in relation.qualifiers.iter().zip(0..) {
            let name = qualifier.key.to_field();
            let property = Property::Qualifier(id, at);
            let (ty, description) = (&qualifier.value_type, &qualifier.description);
            fields.push(of_item(&name, ty, description, property));
        }
    }
    aggregate(prefix, fields)
}

fn edge_fields(ontology: &Ontology, far: TypeId) -> Vec<Field<Story>> {
    let far = ontology.entity_type(far).name.as_str();
    let [start, end] = ends("the relationships");
    let what = "What the relationships lead to, once for each relationship.";
    vec![of_whose("node", far, what, Whose::Item), start, end]
}

/// Declares what the beginnings and the ends of periods come to.
fn ends(what: &str) -> [Field<Story>; 2] {
    let began = format!("When {what} began to hold.");
    let ended = format!("When {what} ceased to hold.");
    [
        of_item("start", &ValueType::Date, &began, Property::Start),
        of_item("end", &ValueType::Date, &ended, Property::End),
    ]
}

fn of_claims() -> Type<Story> {
    let [start, end] = ends("the claims");
    let (about, links) = (
        "What the claims are about.",
        "What the claims link with it.",
    );
    let published = "When the earliest source of each claim was published.";
    let fields = vec![
        of_whose("subject", "Entity", about, Whose::Subject),
        of_whose("object", "Entity", links, Whose::Object),
        of_item(
            "published",
            &ValueType::Date,
            published,
            Property::Published,
        ),
        start,
        end,
    ];
    aggregate("Claim", fields)
}

fn of_sources() -> Type<Story> {
    let published = "When the sources were published.";
    let publisher = "Who published them.";
    let fields = vec![
        of_item(
            "published",
            &ValueType::Date,
            published,
            Property::Published,
        ),
        of_item(
            "publisher",
            &ValueType::Text,
            publisher,
            Property::Publisher,
        ),
    ];
    aggregate("Source", fields)
}

/// Declares what the entities of the items come to.
fn of_whose(name: &str, prefix: &str, description: &str, whose: Whose) -> Field<Story> {
    let produce = Produce::object(move |_: &Story, object, _| {
        Ok(match object {
            Object::Aggregate(list, _) => Some(Object::Aggregate(list, whose)),
            _ => None,
        })
    });
    Field::new(name, &format!("{prefix}Aggregate!"), description, produce)
}

fn of_entity(
    name: &str,
    value_type: &ValueType,
    description: &str,
    property: EntityProperty,
) -> Field<Story> {
    summary(name, value_type, description, move |whose| {
        Property::Entity(whose, property.clone())
    })
}

fn of_item(
    name: &str,
    value_type: &ValueType,
    description: &str,
    property: Property,
) -> Field<Story> {
    summary(name, value_type, description, move |_| property.clone())
}

/// Declares the field that tells what the values of a property come to.
fn summary(
    name: &str,
    value_type: &ValueType,
    description: &str,
    property: impl Fn(Whose) -> Property + Send + Sync + 'static,
) -> Field<Story> {
    let produce = Produce::object(move |story: &Story, object, _| match object {
        Object::Aggregate(list, whose) => {
            let summary = story.summary(list, &property(whose))?;
            Ok(Some(Object::Summary(summary)))
        }
        _ => Ok(None),
    });
    let ty = format!("{}Aggregate!", kind_of(value_type));
    Field::new(name, &ty, description, produce).effort(Effort::WorkOut)
}

/// What values are of which there is nothing to tell but their number.
const COUNTED: ValueType = ValueType::Boolean;

/// Returns how the name of the type begins that tells what values of a kind come to.
fn kind_of(value_type: &ValueType) -> &'static str {
    match value_type {
        ValueType::Text | ValueType::Url => "Text",
        ValueType::Integer => "Integer",
        ValueType::Decimal => "Decimal",
        ValueType::Date | ValueType::Period => "Date",
        ValueType::Money => "Money",
        ValueType::Boolean | ValueType::Enumeration(_) => "Value",
    }
}

/// Declares what values come to, for each kind of value.
fn of_values() -> Vec<Type<Story>> {
    let kind = |kind: &str, what: &str, more: Vec<Field<Story>>| {
        let fields = counts().into_iter().chain(more).collect();
        let description = format!("What some {what} come to; items without a value do not count.");
        object(&format!("{kind}Aggregate"), &description, &[], fields)
    };
    let ends = |ty: &str, order: &str| -> Vec<_> { extremes(ty, order).into() };
    let numbers = |ty: &str| -> Vec<_> { extremes(ty, "").into_iter().chain(totals()).collect() };
    let currencies = list(
        ("currencies", "currencyCount"),
        "CurrencyAggregate",
        "What the amounts come to, for each currency, in the order of the codes.",
        DEFAULT_PAGE,
        |_, object| objects(summary_of(object)?.currencies.iter().map(Object::Currency)),
    );
    let code = leaf(
        "currency",
        "String!",
        "The ISO 4217 code of the currency.",
        |_, object, out| {
            let Object::Currency((code, _)) = object else {
                return None;
            };
            out.string(str::from_utf8(code).ok()?);
            Some(())
        },
    );
    let mut of_currency = numbers("Decimal");
    of_currency.insert(0, code);
    let folded = ", letter case and accents aside";
    let vague = "; of periods, by their beginnings; a year stands before the days in it";
    vec![
        kind("Value", "values", Vec::new()),
        kind("Text", "texts", ends("String", folded)),
        kind("Integer", "whole numbers", numbers("Int")),
        kind("Decimal", "decimal numbers", numbers("Decimal")),
        kind("Date", "dates", ends("Date", vague)),
        kind("Money", "amounts of money", currencies.into()),
        kind("Currency", "amounts in one currency", of_currency),
    ]
}

fn summary_of(object: Object<'_>) -> Option<&Summary> {
    match object {
        Object::Summary(summary) | Object::Currency((_, summary)) => Some(summary),
        _ => None,
    }
}

fn counts() -> [Field<Story>; 2] {
    [
        count("count", "The number of values.", |_, object| {
            Some(summary_of(object)?.n)
        }),
        count(
            "countDistinct",
            "The number of values that differ from each other.",
            |_, object| Some(summary_of(object)?.n_distinct),
        ),
    ]
}

fn extremes(ty: &str, order: &str) -> [Field<Story>; 2] {
    let extreme = |name: &str, which: &str, of: fn(&Summary) -> Option<&Datum>| {
        let description = format!("The {which}{order}; null when there is none.");
        let is_whole = ty == "Int";
        leaf(name, ty, description, move |_, object, out| {
            write(of(summary_of(object)?)?, is_whole, out);
            Some(())
        })
    };
    [
        extreme("minimum", "least", |summary| summary.minimum.as_ref()),
        extreme("maximum", "greatest", |summary| summary.maximum.as_ref()),
    ]
}

fn totals() -> [Field<Story>; 2] {
    let total = |name: &str, description: &str, of: fn(&Summary) -> Option<Decimal>| {
        leaf(name, "Decimal", description, move |_, object, out| {
            out.displayed(of(summary_of(object)?)?);
            Some(())
        })
    };
    [
        total(
            "sum",
            "The sum; null when there is nothing to add, or when it has more than 28 digits.",
            |summary| summary.sum,
        ),
        total(
            "average",
            "The arithmetic mean, rounded to 28 digits; null when there is no sum.",
            Summary::average,
        ),
    ]
}

fn write(datum: &Datum, is_whole: bool, out: &mut JsonWriter) {
    match datum {
        Datum::Text(_, text) => out.string(text),
        Datum::Date(date) => write_date(*date, out),
        Datum::Number(number) if is_whole => {
            out.integer(i64::try_from(*number).unwrap_or(i64::MAX));
        }
        Datum::Number(number) => out.displayed(number),
        _ => out.null(),
    }
}
