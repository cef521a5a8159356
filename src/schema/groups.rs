//! Into which groups does a list fall, over the wire?
//!
//! What a list is divided by is a list of keys, and a key an object in which one field is given,
//! as in an order. A group has its members as a list of their own, with all that lists have.

use super::arguments::{first_argument, kind, skip_argument};
use super::condition_reading::{Reader, items, single};
use super::conditions::{self, Edges, edges};
use super::connections;
use super::entities::has_concrete_type;
use super::fields::{count, leaf, list, object, objects, one};
use super::members::Member;
use super::scalars::enumeration;
use super::standing::accuses;
use super::story::{Object, Story};
use super::values::write_date;
use crate::engine::{Argument, Field, FieldError, Kind, Leaf, Multiplicity, Produce, Type};
use crate::model::{Money, Stance, Status};
use crate::ontology::{Ontology, TypeId, ValueType};
use crate::query::{
    DEFAULT_PAGE, DateUnit, Datum, EntityProperty, GroupKey, GroupOrder, Grouping, Groups, List,
    Property, Whose,
};
use async_graphql::{Name, Value};

/// The enumeration of what values are grouped by which are no dates.
const BY_VALUE: &str = "GroupByValue";

/// The enumeration of what dates are grouped by.
const BY_DATE: &str = "GroupByDate";

/// The enumeration of what items are grouped by that are linked with others.
const BY_RELATED: &str = "GroupByRelated";

/// The most keys by which a list is divided.
const MOST_KEYS: usize = 4;

/// Declares how lists fall into groups.
pub(super) fn types(ontology: &Ontology) -> Vec<Type<Story>> {
    let mut types = core();
    for type_id in ontology.type_ids() {
        let name = ontology.entity_type(type_id).name.as_str();
        types.extend(division(name, name, name, entity_keys(ontology, type_id)));
    }
    for (prefix, edges) in edges(ontology) {
        let keys = edge_keys(ontology, &edges);
        // Edges without details of their own are told like those of any relation.
        types.extend(match edges.relation {
            Some(_) => division(&prefix, prefix.trim_end_matches("Edge"), &prefix, keys),
            None => division(&prefix, "Relation", "RelationEdge", keys),
        });
    }
    if !ontology.relations.is_empty() {
        let mut keys = common_edge_keys(ontology.entity_type(TypeId::ENTITY).name.as_str());
        keys.push(key("relation", BY_VALUE, "The relation."));
        keys.extend(accuses(ontology).then(standing_key));
        types.extend(division("RelationEdge", "Relation", "RelationEdge", keys));
    }
    types.extend(division("Claim", "Claim", "Claim", claim_keys()));
    types.extend(division("Source", "Source", "Source", source_keys()));
    types
}

/// Declares the fields of a list that tell its groups; `prefix` begins the names of their types.
pub(super) fn fields(prefix: &str) -> [Field<Story>; 2] {
    let by = Argument::new(
        "by",
        &format!("[{prefix}GroupKey!]!"),
        format!(
            "What the items of a group have in common, the most important first, at most {MOST_KEYS}; \
             all of them are in one group when it is empty."
        ),
    );
    let order = Argument::new("order", "GroupingOrder", "In which order the groups come.");
    let groups = Produce::objects(|story: &Story, object, arguments, each| {
        let groups = groups_of(story, object, &arguments.grouping)?;
        let from = arguments.skip.unwrap_or(0) as usize;
        let most = arguments.page.size() as usize;
        let mut groups_there = groups.groups.iter().skip(from).take(most);
        groups_there.try_for_each(|group| each(Some(&Object::Group(groups, group))))
    });
    let n_groups = Produce::leaf(|story: &Story, object, arguments, out| {
        let groups = groups_of(story, object, &arguments.grouping)?;
        out.integer(i64::try_from(groups.groups.len()).unwrap_or(i64::MAX));
        Ok(Leaf::Written)
    });
    [
        Field::new(
            "groupBy",
            &format!("[{prefix}Group!]!"),
            "The groups into which the whole list falls, not only the page. An item that has \
             several values is in the group of each; items without a value are a group as well.",
            groups,
        )
        .argument(by.clone())
        .argument(order.default(constant_of(&GroupOrder::default(), &GroupOrder::ALL)))
        .argument(first_argument(DEFAULT_PAGE))
        .argument(skip_argument("groups"))
        .multiplicity(Multiplicity::OwnPage),
        Field::new(
            "groupCount",
            "Int!",
            "The number of groups into which the list falls, however many are given.",
            n_groups,
        )
        .argument(by),
    ]
}

fn constant_of<K: PartialEq>(value: &K, all: &[(K, &str, &str)]) -> Value {
    let found = all.iter().find(|(of, _, _)| of == value);
    let name = found.map_or_else(String::new, |(_, name, _)| name.to_ascii_uppercase());
    Value::Enum(Name::new(name))
}

fn groups_of<'r>(
    story: &'r Story,
    object: Object<'r>,
    grouping: &Grouping,
) -> Result<&'r Groups, FieldError> {
    let (list, _) = connections::page_of(object)?;
    story.groups(list, grouping)
}

/// Declares the keys and the groups of a kind of list; `members` begins the name of the list of
/// members, and `conditions` the names of its conditions.
fn division(
    prefix: &str,
    members: &str,
    conditions: &str,
    keys: Vec<Argument>,
) -> [Type<Story>; 2] {
    let keys_of = list(
        ("keys", "keyCount"),
        "GroupKey",
        "What the items have in common, in the order of `by`.",
        DEFAULT_PAGE,
        |_, object| match object {
            Object::Group(groups, group) => {
                let keys = 0..group.key.len();
                objects(keys.map(move |at| Object::GroupKey(groups, group, at)))
            }
            _ => None,
        },
    );
    let mut fields = Vec::from(keys_of);
    fields.extend([
        count("count", "The number of items.", |_, object| match object {
            Object::Group(_, group) => Some(group.members.items().len()),
            _ => None,
        }),
        connections::field(
            "members",
            &format!("{members}Connection"),
            "The items, in the order of the list.",
            |_, object, _| match object {
                Object::Group(_, group) => Some(List::Chosen(&group.members)),
                _ => None,
            },
        )
        .arguments(conditions::arguments(conditions)),
    ]);
    let what = "Items of a list that have something in common.";
    [
        Type {
            name: format!("{prefix}GroupKey"),
            description: "By what a list falls into groups; just one field is given.".to_owned(),
            kind: Kind::InputObject { fields: keys },
        },
        object(&format!("{prefix}Group"), what, &[], fields),
    ]
}

fn key(name: &str, ty: &str, description: &str) -> Argument {
    Argument::new(name, ty, description)
}

fn value_key(name: &str, value_type: &ValueType, description: &str) -> Argument {
    let ty = match value_type {
        ValueType::Date | ValueType::Period => BY_DATE,
        _ => BY_VALUE,
    };
    key(name, ty, description)
}

fn standing_key() -> Argument {
    key(
        "standing",
        BY_VALUE,
        "Where the accused stands as of the view.",
    )
}

fn entity_keys(ontology: &Ontology, type_id: TypeId) -> Vec<Argument> {
    let mut keys = vec![key("id", BY_VALUE, "Which entity it is.")];
    if has_concrete_type(ontology) {
        keys.push(key("type", BY_VALUE, "The kind of thing."));
    }
    for attribute in &ontology.attributes {
        if ontology.has_attribute(type_id, attribute) {
            let field = attribute
                .plural
                .as_ref()
                .unwrap_or(&attribute.key)
                .to_field();
            keys.push(value_key(
                &field,
                &attribute.value_type,
                &attribute.description,
            ));
        }
    }
    for (_, relation, direction) in ontology.relations_at(type_id) {
        let field = relation.key_towards(direction).to_field();
        let description = format!("Each of those to which the relationships `{field}` lead.");
        keys.push(key(&field, BY_RELATED, &description));
    }
    keys
}

fn edge_keys(ontology: &Ontology, edges: &Edges<'_>) -> Vec<Argument> {
    let mut keys = common_edge_keys(ontology.entity_type(edges.far).name.as_str());
    if let Some((_, relation)) = edges.relation {
        let qualifiers = relation.qualifiers.iter();
        keys.extend(qualifiers.map(|qualifier| {
            let field = qualifier.key.to_field();
            value_key(&field, &qualifier.value_type, &qualifier.description)
        }));
        keys.extend(relation.accusatory.then(standing_key));
    }
    keys
}

fn common_edge_keys(far: &str) -> Vec<Argument> {
    let node = format!("{far}GroupKey");
    vec![
        key(
            "node",
            &node,
            "Something of what the relationship leads to.",
        ),
        key("start", BY_DATE, "When the relationship began."),
        key("end", BY_DATE, "When the relationship ended."),
        key("status", BY_VALUE, "How each claim behind it stands."),
    ]
}

fn claim_keys() -> Vec<Argument> {
    vec![
        key("status", BY_VALUE, "How the claim stands."),
        key("predicate", BY_VALUE, "The attribute or relation."),
        key(
            "subject",
            "EntityGroupKey",
            "Something of what the claim is about.",
        ),
        key(
            "object",
            "EntityGroupKey",
            "Something of what it links with its subject.",
        ),
        key("start", BY_DATE, "When it began to hold."),
        key("end", BY_DATE, "When it ceased to hold."),
        key(
            "published",
            BY_DATE,
            "When the earliest of its sources was published.",
        ),
        key("source", BY_VALUE, "Each of its sources."),
        key("publisher", BY_VALUE, "Each publisher of its sources."),
        key("stance", BY_VALUE, "Each stance of its citations."),
        key(
            "speaker",
            BY_VALUE,
            "Each speaker to whom a citation attributes it.",
        ),
    ]
}

fn source_keys() -> Vec<Argument> {
    vec![
        key("published", BY_DATE, "The date of publication."),
        key("publisher", BY_VALUE, "Who published it."),
    ]
}

/// Declares what does not depend on the ontology.
fn core() -> Vec<Type<Story>> {
    let values = |all: &[(&str, &str)]| {
        let values = all.iter();
        values
            .map(|(name, meaning)| (name.to_ascii_uppercase(), (*meaning).to_owned()))
            .collect()
    };
    let by_value = [("value", "Items with the same value are a group.")];
    let by_related = [
        (
            "entity",
            "Items that are linked with the same entity are a group.",
        ),
        (
            "type",
            "Items that are linked with entities of the same type are a group.",
        ),
    ];
    let units = DateUnit::ALL.map(|(_, name, meaning)| (name, meaning));
    let orders = GroupOrder::ALL.map(|(_, name, meaning)| (name, meaning));
    vec![
        enumeration(BY_VALUE, "How values fall into groups.", values(&by_value)),
        enumeration(BY_DATE, "How dates fall into groups.", values(&units)),
        enumeration(
            BY_RELATED,
            "How links fall into groups.",
            values(&by_related),
        ),
        enumeration(
            "GroupingOrder",
            "In which order groups come.",
            values(&orders),
        ),
        group_key(),
    ]
}

/// What a group has in common for one key.
struct Common<'r> {
    key: &'r GroupKey,
    datum: Option<&'r Datum>,
}

fn common(object: Object<'_>) -> Option<Common<'_>> {
    match object {
        Object::GroupKey(groups, group, at) => Some(Common {
            key: groups.by.get(at)?,
            datum: group.key.get(at)?.as_ref(),
        }),
        _ => None,
    }
}

fn group_key() -> Type<Story> {
    let fields = vec![
        leaf(
            "field",
            "String!",
            "The key, as the names of its fields, joined by dots.",
            |_, object, out| {
                out.plain_string(&common(object)?.key.field);
                Some(())
            },
        ),
        leaf(
            "text",
            "String",
            "What the items have in common, in plain words; null when they have no value.",
            |story, object, out| {
                out.string(&in_words(story, &common(object)?)?);
                Some(())
            },
        ),
        leaf(
            "constant",
            "String",
            "The value of an enumeration, as the schema spells it; null for other kinds.",
            |story, object, out| {
                out.plain_string(&constant(story, &common(object)?)?);
                Some(())
            },
        ),
        leaf(
            "number",
            "Decimal",
            "The number; null for other kinds.",
            |_, object, out| match common(object)?.datum? {
                Datum::Number(number) => {
                    out.displayed(number);
                    Some(())
                }
                _ => None,
            },
        ),
        leaf(
            "date",
            "Date",
            "The date, as precisely as it was asked for and is known; null for other kinds.",
            |_, object, out| match common(object)?.datum? {
                Datum::Date(date) => {
                    write_date(*date, out);
                    Some(())
                }
                _ => None,
            },
        ),
        leaf(
            "boolean",
            "Boolean",
            "Yes or no; null for other kinds.",
            |story, object, out| {
                out.boolean(boolean(story, &common(object)?)?);
                Some(())
            },
        ),
        one(
            "money",
            "Money",
            "The amount of money; null for other kinds.",
            |_, object, _| match *common(object)?.datum? {
                Datum::Money(currency, amount) => Some(Object::Money(Money { amount, currency })),
                _ => None,
            },
        ),
        one(
            "entity",
            "Entity",
            "The entity; null for other kinds.",
            |_, object, _| match common(object)?.datum? {
                Datum::Entity(entity) => Some(Object::Entity(*entity)),
                _ => None,
            },
        ),
        one(
            "source",
            "Source",
            "The source; null for other kinds.",
            |_, object, _| match common(object)?.datum? {
                Datum::Source(source) => Some(Object::Source(*source)),
                _ => None,
            },
        ),
    ];
    object(
        "GroupKey",
        "What the items of a group have in common; all but `field` are null when they have no value.",
        &[],
        fields,
    )
}

/// Returns the kind of the values of an attribute or a qualifier.
fn value_type<'r>(ontology: &'r Ontology, property: &Property) -> Option<&'r ValueType> {
    match property {
        Property::Entity(_, EntityProperty::Attribute(id)) => {
            Some(&ontology.attribute(*id).value_type)
        }
        Property::Qualifier(id, at) => {
            let qualifiers = &ontology.relation(*id).qualifiers;
            Some(&qualifiers.get(usize::from(*at))?.value_type)
        }
        _ => None,
    }
}

fn boolean(story: &Story, common: &Common<'_>) -> Option<bool> {
    let declared = value_type(story.graph().ontology(), &common.key.property);
    match (common.datum?, declared) {
        (Datum::Place(at), Some(ValueType::Boolean)) => Some(*at == 1),
        _ => None,
    }
}

/// Returns the value of an enumeration, as the schema spells it.
fn constant(story: &Story, common: &Common<'_>) -> Option<String> {
    let Datum::Place(place) = *common.datum? else {
        return None;
    };
    let ontology = story.graph().ontology();
    let at = usize::from(place);
    match &common.key.property {
        Property::Entity(_, EntityProperty::Type | EntityProperty::RelatedType(..)) => {
            Some(ontology.types.get(at)?.name.to_constant())
        }
        Property::Relation => Some(ontology.relations.get(at)?.key.to_constant()),
        Property::Standing => Some(ontology.standings.get(at)?.key.to_constant()),
        Property::Status => Some(Status::ALL.get(at)?.1.to_ascii_uppercase()),
        Property::Stance => Some(Stance::ALL.get(at)?.1.to_ascii_uppercase()),
        property => match value_type(ontology, property)? {
            ValueType::Enumeration(declared) => Some(declared.values.get(at)?.key.to_constant()),
            _ => None,
        },
    }
}

fn in_words(story: &Story, common: &Common<'_>) -> Option<String> {
    let graph = story.graph();
    Some(match common.datum? {
        Datum::Text(_, text) => text.to_string(),
        Datum::Number(number) => number.to_string(),
        Datum::Date(date) => date.to_string(),
        Datum::Money(currency, amount) => {
            let (amount, currency) = (*amount, *currency);
            Money { amount, currency }.to_string()
        }
        Datum::Entity(entity) => graph.name(*entity).to_owned(),
        Datum::Source(source) => graph.source(*source).name.clone(),
        Datum::Predicate(predicate) => graph.ontology().key(*predicate).as_str().to_owned(),
        Datum::Place(_) => match boolean(story, common) {
            Some(true) => "yes".to_owned(),
            Some(false) => "no".to_owned(),
            None => constant(story, common)?
                .replace('_', " ")
                .to_ascii_lowercase(),
        },
    })
}

/// Returns by what a coerced list of keys divides a list.
///
/// # Errors
/// When an object has more or fewer keys than one.
pub(super) fn read(
    reader: Reader<'_>,
    type_name: &str,
    value: &Value,
) -> Result<Vec<GroupKey>, FieldError> {
    let prefix = type_name.strip_suffix("GroupKey").unwrap_or_default();
    let n_keys = items(value).len();
    if n_keys > MOST_KEYS {
        let message = format!("`by` has {n_keys} keys; a list is divided by at most {MOST_KEYS}.");
        return Err(FieldError::new("TOO_MANY_KEYS", message));
    }
    let keys = items(value).iter().map(|key| {
        let (name, value) = single(key, "by")?;
        let of_entity = |whose| {
            let (field, value) = single(value, "by")?;
            let property = entity_property(reader, field, value);
            let property = Property::Entity(whose, property);
            Ok(group_by(format!("{name}.{field}"), property, value))
        };
        let property = match (prefix, name) {
            (_, "node") if prefix.ends_with("Edge") => return of_entity(Whose::Item),
            ("Claim", "subject") => return of_entity(Whose::Subject),
            ("Claim", "object") => return of_entity(Whose::Object),
            ("Claim" | "Source", name) => Reader::claim_or_source_property(name),
            _ if prefix.ends_with("Edge") => {
                reader.edge_property(reader.members.relation(prefix), name)
            }
            _ => Property::Entity(Whose::Item, entity_property(reader, name, value)),
        };
        Ok(group_by(name.to_owned(), property, value))
    });
    keys.collect()
}

fn group_by(field: String, property: Property, value: &Value) -> GroupKey {
    GroupKey {
        field,
        property,
        unit: kind(&DateUnit::ALL, value),
    }
}

fn entity_property(reader: Reader<'_>, name: &str, value: &Value) -> EntityProperty {
    match reader.members.member(name) {
        Some(Member::Relation(relation, direction)) => match value {
            Value::Enum(by) if by.as_str() == "TYPE" => {
                EntityProperty::RelatedType(relation, direction)
            }
            _ => EntityProperty::Related(relation, direction),
        },
        _ => reader.entity_property(name),
    }
}
