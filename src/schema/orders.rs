//! In which order can a list be given?
//!
//! An order is a list of keys, and a key an object in which one field is given: the fields of an
//! object have no order among themselves.

use super::condition_reading::{Reader, given, single};
use super::conditions::{Edges, edges};
use super::members::{Member, edge_prefix};
use super::scalars::enumeration;
use super::story::Story;
use crate::engine::{Argument, FieldError, Kind, Type};
use crate::ontology::{Ontology, RelationId, TypeId};
use crate::query::{EntityProperty, Filter, OrderKey, Property, Whose};
use async_graphql::Value;

/// The name of the enumeration of directions.
const DIRECTION: &str = "OrderDirection";

/// The directions with their meaning, and whether they are descending and put nulls first.
const DIRECTIONS: [(&str, bool, bool, &str); 4] = [
    (
        "ASC",
        false,
        false,
        "The least first, and what has no value last.",
    ),
    (
        "DESC",
        true,
        false,
        "The greatest first, and what has no value last.",
    ),
    (
        "ASC_NULLS_FIRST",
        false,
        true,
        "What has no value first, then the least.",
    ),
    (
        "DESC_NULLS_FIRST",
        true,
        true,
        "What has no value first, then the greatest.",
    ),
];

/// Declares the input types by which lists are put in order.
pub(super) fn types(ontology: &Ontology) -> Vec<Type<Story>> {
    let values = DIRECTIONS.iter();
    let values = values.map(|(name, _, _, meaning)| ((*name).to_owned(), (*meaning).to_owned()));
    let mut types = vec![enumeration(
        DIRECTION,
        "Which end of an order comes first.",
        values.collect(),
    )];
    for type_id in ontology.type_ids() {
        types.push(entity_order(ontology, type_id));
    }
    for (prefix, edges) in edges(ontology) {
        types.push(edge_order(ontology, &prefix, &edges));
        types.push(count_order(&prefix));
    }
    if !ontology.relations.is_empty() {
        let far = ontology.entity_type(TypeId::ENTITY).name.as_str();
        types.push(order("RelationEdge", edge_keys(far)));
    }
    types.push(order(
        "Claim",
        vec![
            key(
                "published",
                "When the earliest of its sources was published.",
            ),
            key("start", "When it began to hold."),
            key("end", "When it ceased to hold."),
        ],
    ));
    types.push(order(
        "Source",
        vec![
            key("published", "The date of publication."),
            key("name", "The label."),
            key("publisher", "Who published it."),
        ],
    ));
    types
}

fn key(name: impl Into<String>, description: impl Into<String>) -> Argument {
    Argument::new(name, DIRECTION, description)
}

fn order(prefix: &str, fields: Vec<Argument>) -> Type<Story> {
    Type {
        name: format!("{prefix}Order"),
        description: "A key of an order; just one field is given.".to_owned(),
        kind: Kind::InputObject { fields },
    }
}

fn entity_order(ontology: &Ontology, type_id: TypeId) -> Type<Story> {
    let mut fields = vec![
        key("id", "The id."),
        key("name", "The label; letter case and accents decide last."),
    ];
    for attribute in &ontology.attributes {
        if ontology.has_attribute(type_id, attribute) && attribute.plural.is_none() {
            fields.push(key(attribute.key.to_field(), attribute.description.clone()));
        }
    }
    for (_, relation, direction) in ontology.relations_at(type_id) {
        let field = relation.key_towards(direction).to_field();
        let ty = format!("{}CountOrder", edge_prefix(ontology, relation, direction));
        let description = format!("The number of relationships `{field}`.");
        fields.push(Argument::new(field, &ty, description));
    }
    order(ontology.entity_type(type_id).name.as_str(), fields)
}

fn edge_keys(far: &str) -> Vec<Argument> {
    let node = format!("{far}Order");
    vec![
        Argument::new(
            "node",
            &node,
            "Something of what the relationship leads to.",
        ),
        key("start", "When the relationship began."),
        key("end", "When the relationship ended."),
    ]
}

fn edge_order(ontology: &Ontology, prefix: &str, edges: &Edges<'_>) -> Type<Story> {
    let mut fields = edge_keys(ontology.entity_type(edges.far).name.as_str());
    if let Some((_, relation)) = edges.relation {
        let qualifiers = relation.qualifiers.iter();
        fields.extend(
            qualifiers
                .map(|qualifier| key(qualifier.key.to_field(), qualifier.description.clone())),
        );
    }
    order(prefix, fields)
}

fn count_order(prefix: &str) -> Type<Story> {
    let fields = vec![
        Argument::new(
            "direction",
            &format!("{DIRECTION}!"),
            "Which end comes first.",
        ),
        Argument::new(
            "where",
            &format!("{prefix}Where"),
            "Which relationships count.",
        ),
    ];
    Type {
        name: format!("{prefix}CountOrder"),
        description: "An order by the number of relationships.".to_owned(),
        kind: Kind::InputObject { fields },
    }
}

/// Returns the keys for which a coerced list of objects asks.
///
/// # Errors
/// When an object has more or fewer keys than one.
pub(super) fn read(
    reader: Reader<'_>,
    type_name: &str,
    value: &Value,
) -> Result<Vec<OrderKey>, FieldError> {
    let Value::List(keys) = value else {
        return Ok(Vec::new());
    };
    let prefix = type_name.strip_suffix("Order").unwrap_or_default();
    let keys = keys.iter().map(|key| {
        let (name, value) = single(key, "orderBy")?;
        match prefix {
            "Claim" | "Source" => Ok(directed(Reader::claim_or_source_property(name), value)),
            prefix if prefix.ends_with("Edge") => {
                edge_key(reader, reader.members.relation(prefix), name, value)
            }
            _ => Ok(entity_key(reader, name, value)),
        }
    });
    keys.collect()
}

fn directed(by: Property, direction: &Value) -> OrderKey {
    let named = |name: &str| matches!(direction, Value::Enum(of) if of.as_str() == name);
    let found = DIRECTIONS.iter().find(|(name, ..)| named(name));
    let (is_descending, nulls_first) = found
        .map_or((false, false), |&(_, is_descending, nulls_first, _)| {
            (is_descending, nulls_first)
        });
    OrderKey {
        by,
        is_descending,
        nulls_first,
    }
}

fn edge_key(
    reader: Reader<'_>,
    relation: Option<RelationId>,
    name: &str,
    value: &Value,
) -> Result<OrderKey, FieldError> {
    if name == "node" {
        let (name, value) = single(value, "orderBy")?;
        return Ok(entity_key(reader, name, value));
    }
    Ok(directed(reader.edge_property(relation, name), value))
}

fn entity_key(reader: Reader<'_>, name: &str, value: &Value) -> OrderKey {
    let of_entity =
        |property, direction| directed(Property::Entity(Whose::Item, property), direction);
    let Some(Member::Relation(relation, towards)) = reader.members.member(name) else {
        return of_entity(reader.entity_property(name), value);
    };
    let mut direction = &Value::Null;
    let mut edges = Filter::All(Vec::new());
    for (name, value) in given(value) {
        match name {
            "where" => edges = reader.edge(Some(relation), value),
            _ => direction = value,
        }
    }
    let count = EntityProperty::Count {
        relation,
        direction: towards,
        edges,
    };
    of_entity(count, direction)
}
