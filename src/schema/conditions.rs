//! By what can a list be filtered?
//!
//! A condition is an input object with a field for each thing that can be tested, and tests are
//! objects of operators, one type for each kind of value. All that stands in one object has to
//! hold.

use super::entities::{ENTITY_TYPE, RELATION_TYPE, declared_enumerations, has_concrete_type};
use super::members::{edge_prefix, has_details};
use super::standing::{STANDING, accuses};
use super::story::Story;
use crate::engine::{Argument, Kind, Type};
use crate::ontology::{
    Attribute, Direction, Ontology, Qualifier, Relation, RelationId, TypeId, ValueType,
};
use std::collections::BTreeMap;

/// Declares the input types by which lists are filtered.
pub(super) fn types(ontology: &Ontology) -> Vec<Type<Story>> {
    let mut types = operators(ontology);
    for type_id in ontology.type_ids() {
        types.push(entity_where(ontology, type_id));
    }
    for (prefix, edges) in edges(ontology) {
        types.push(edge_where(ontology, &prefix, &edges));
        types.push(edges_where(&prefix));
    }
    if !ontology.relations.is_empty() {
        types.push(any_edge_where(ontology));
        types.push(hop_where(ontology));
        types.push(path_where());
    }
    types.push(claim_where());
    types.push(source_where());
    types
}

/// Returns the arguments by which a list is filtered and put in order; `prefix` begins the names
/// of their types.
pub(super) fn arguments(prefix: &str) -> [Argument; 2] {
    [
        Argument::new(
            "where",
            &format!("{prefix}Where"),
            "What is wanted of the list, on the page and in its count; everything when left out or \
             null.",
        ),
        Argument::new(
            "orderBy",
            &format!("[{prefix}Order!]"),
            "The keys by which the list is ordered, the most important first; what they leave open \
             is decided by the order that the list has without them.",
        ),
    ]
}

/// What the edges of some relations have in common: what they lead to, and their details.
pub(super) struct Edges<'o> {
    pub(super) far: TypeId,
    /// The relation, when its edges have details of their own.
    pub(super) relation: Option<(RelationId, &'o Relation)>,
}

/// Returns the kinds of edges, by how the names of their input types begin.
pub(super) fn edges(ontology: &Ontology) -> BTreeMap<String, Edges<'_>> {
    let mut edges = BTreeMap::new();
    for (id, relation) in ontology.relations_with_ids() {
        for direction in Direction::BOTH {
            let (_, far) = relation.ends_towards(direction);
            let relation_of_own = has_details(relation).then_some((id, relation));
            edges.insert(
                edge_prefix(ontology, relation, direction),
                Edges {
                    far,
                    relation: relation_of_own,
                },
            );
        }
    }
    edges
}

/// Returns the name of the type of operators for a kind of value; `enumeration` is the name of the
/// enumeration, if it is one.
fn operators_for(value_type: &ValueType, enumeration: &str) -> String {
    match value_type {
        ValueType::Text | ValueType::Url => "TextFilter".to_owned(),
        ValueType::Integer => "IntegerFilter".to_owned(),
        ValueType::Decimal => "DecimalFilter".to_owned(),
        ValueType::Boolean => "BooleanFilter".to_owned(),
        ValueType::Date | ValueType::Period => "DateFilter".to_owned(),
        ValueType::Money => "MoneyFilter".to_owned(),
        ValueType::Enumeration(_) => format!("{enumeration}Filter"),
    }
}

fn input(name: impl Into<String>, description: &str, fields: Vec<Argument>) -> Type<Story> {
    Type {
        name: name.into(),
        description: description.to_owned(),
        kind: Kind::InputObject { fields },
    }
}

fn operators(ontology: &Ontology) -> Vec<Type<Story>> {
    let exists = || {
        Argument::new(
            "exists",
            "Boolean",
            "Whether there is a value; every other operator says no where there is none.",
        )
    };
    let one_of = |ty: &str| {
        [
            Argument::new("eq", ty, "It is this one."),
            Argument::new("ne", ty, "There is a value, and it is not this one."),
            Argument::new("in", &format!("[{ty}!]"), "It is one of these."),
        ]
    };
    let compared = |ty: &str| {
        [
            Argument::new("lt", ty, "It is less."),
            Argument::new("lte", ty, "It is less or the same."),
            Argument::new("gt", ty, "It is greater."),
            Argument::new("gte", ty, "It is greater or the same."),
        ]
    };
    let numbers = |ty: &str| {
        let fields = one_of(ty).into_iter().chain(compared(ty));
        fields.chain([exists()]).collect()
    };
    let text = one_of("String").into_iter().chain([
        Argument::new(
            "contains",
            "String",
            "It has this part; letter case and accents do not count.",
        ),
        Argument::new(
            "startsWith",
            "String",
            "It begins with this; letter case and accents do not count.",
        ),
        Argument::new(
            "word",
            "String",
            "One of its words is this one; letter case and accents do not count.",
        ),
        exists(),
    ]);
    let dates = vec![
        Argument::new("eq", "Date", "It is this date, just as precise."),
        Argument::new(
            "in",
            "[Date!]",
            "It is one of these dates, just as precise.",
        ),
        Argument::new("before", "Date", "It certainly lies before this date."),
        Argument::new("after", "Date", "It certainly lies after this date."),
        Argument::new(
            "during",
            "Interval",
            "It certainly lies within this stretch of time.",
        ),
        Argument::new("overlaps", "Interval", "It may touch this stretch of time."),
        exists(),
    ];
    let money = vec![
        Argument::new("amount", "DecimalFilter", "The amount."),
        Argument::new(
            "currency",
            "TextFilter",
            "The ISO 4217 code of the currency.",
        ),
        exists(),
    ];
    let ids = vec![
        Argument::new("eq", "ID", "It is this one."),
        Argument::new("in", "[ID!]", "It is one of these."),
    ];
    let yes_or_no = vec![Argument::new("eq", "Boolean", "It is this."), exists()];
    let mut types = vec![
        input("IdFilter", "Operators on an id.", ids),
        input("TextFilter", "Operators on words.", text.collect()),
        input(
            "IntegerFilter",
            "Operators on a whole number.",
            numbers("Int"),
        ),
        input(
            "DecimalFilter",
            "Operators on a decimal number.",
            numbers("Decimal"),
        ),
        input("BooleanFilter", "Operators on yes or no.", yes_or_no),
        input(
            "DateFilter",
            "Operators on a partial date or a period.",
            dates,
        ),
        input("MoneyFilter", "Operators on an amount of money.", money),
    ];
    let mut enumeration = |name: &str| {
        let fields = one_of(name).into_iter().chain([exists()]).collect();
        let description = "Operators on a value of an enumeration.";
        types.push(input(format!("{name}Filter"), description, fields));
    };
    for (name, _, _) in declared_enumerations(ontology) {
        enumeration(&name);
    }
    let mut core = vec!["ClaimStatus", "Stance"];
    core.extend(has_concrete_type(ontology).then_some(ENTITY_TYPE));
    core.extend(accuses(ontology).then_some(STANDING));
    core.extend((!ontology.relations.is_empty()).then_some(RELATION_TYPE));
    for name in core {
        let fields = one_of(name).into_iter().filter(|field| field.name != "ne");
        let description = "Operators on a value of an enumeration.";
        types.push(input(
            format!("{name}Filter"),
            description,
            fields.collect(),
        ));
    }
    types
}

/// Returns the fields that join conditions of one type.
fn joins(name: &str) -> [Argument; 3] {
    let list = format!("[{name}!]");
    [
        Argument::new("and", &list, "All of these hold."),
        Argument::new(
            "or",
            &list,
            "One of these holds; none does in an empty list.",
        ),
        Argument::new("not", name, "This does not hold."),
    ]
}

fn entity_where(ontology: &Ontology, type_id: TypeId) -> Type<Story> {
    let declared = ontology.entity_type(type_id);
    let name = format!("{}Where", declared.name);
    let mut fields = joins(&name).to_vec();
    fields.push(Argument::new("id", "IdFilter", "The id."));
    fields.push(Argument::new("name", "TextFilter", "The label."));
    if has_concrete_type(ontology) {
        let ty = format!("{ENTITY_TYPE}Filter");
        fields.push(Argument::new("type", &ty, "The kind of thing."));
    }
    let attributes = ontology.attributes.iter();
    for attribute in attributes.filter(|attribute| ontology.has_attribute(type_id, attribute)) {
        fields.push(attribute_condition(attribute));
    }
    for (_, relation, direction) in ontology.relations_at(type_id) {
        let ty = format!("{}sWhere", edge_prefix(ontology, relation, direction));
        let key = relation.key_towards(direction).to_field();
        let description = format!("The relationships `{key}`.");
        fields.push(Argument::new(key, &ty, description));
    }
    let description = format!("A condition on a {}.", declared.name);
    input(name, &description, fields)
}

fn attribute_condition(attribute: &Attribute) -> Argument {
    let ty = operators_for(&attribute.value_type, &attribute.key.to_type_prefix());
    let description = &attribute.description;
    match &attribute.plural {
        None => Argument::new(attribute.key.to_field(), &ty, description),
        Some(plural) => {
            let description = format!("{description} It holds when one of several values passes.");
            Argument::new(plural.to_field(), &ty, description)
        }
    }
}

fn edges_where(prefix: &str) -> Type<Story> {
    let edge = format!("{prefix}Where");
    let fields = vec![
        Argument::new("some", &edge, "At least one relationship passes."),
        Argument::new(
            "every",
            &edge,
            "Every relationship passes, also when there is none.",
        ),
        Argument::new("none", &edge, "No relationship passes."),
        Argument::new("count", "IntegerFilter", "The number of relationships."),
    ];
    let description = "A condition on the relationships of one entity by one relation.";
    input(format!("{prefix}sWhere"), description, fields)
}

/// Returns the condition on what an edge leads to.
fn node_condition(far: &str) -> Argument {
    Argument::new(
        "node",
        &format!("{far}Where"),
        "What the relationship leads to.",
    )
}

/// Returns the conditions that every relationship has.
fn relationship_conditions() -> [Argument; 3] {
    [
        Argument::new("period", "DateFilter", "When the relationship held."),
        Argument::new(
            "status",
            "ClaimStatusFilter",
            "How a claim behind the relationship stands; one of them has to pass.",
        ),
        Argument::new(
            "source",
            "IdFilter",
            "The source of a claim behind the relationship; one of them has to pass.",
        ),
    ]
}

fn edge_where(ontology: &Ontology, prefix: &str, edges: &Edges<'_>) -> Type<Story> {
    let name = format!("{prefix}Where");
    let mut fields = joins(&name).to_vec();
    fields.push(node_condition(
        ontology.entity_type(edges.far).name.as_str(),
    ));
    fields.extend(relationship_conditions());
    if let Some((_, relation)) = edges.relation {
        let qualifiers = relation.qualifiers.iter();
        fields.extend(qualifiers.map(|qualifier| qualifier_condition(relation, qualifier)));
        if relation.accusatory {
            fields.push(standing_condition());
        }
    }
    input(name, "A condition on a relationship.", fields)
}

fn qualifier_condition(relation: &Relation, qualifier: &Qualifier) -> Argument {
    let enumeration = relation.key.to_type_prefix() + &qualifier.key.to_type_prefix();
    let ty = operators_for(&qualifier.value_type, &enumeration);
    Argument::new(qualifier.key.to_field(), &ty, &qualifier.description)
}

fn standing_condition() -> Argument {
    let ty = format!("{STANDING}Filter");
    Argument::new("standing", &ty, "Where the accused stands as of the view.")
}

/// Returns the conditions on relationships by any relation.
fn any_relationship_conditions(ontology: &Ontology) -> Vec<Argument> {
    let ty = format!("{RELATION_TYPE}Filter");
    let mut fields = vec![Argument::new("relation", &ty, "The relation.")];
    fields.extend(relationship_conditions());
    fields.extend(accuses(ontology).then(standing_condition));
    fields
}

/// Declares the condition on relationships by any relation, as seen from one of their ends.
fn any_edge_where(ontology: &Ontology) -> Type<Story> {
    let name = "RelationEdgeWhere";
    let mut fields = joins(name).to_vec();
    fields.push(node_condition(
        ontology.entity_type(TypeId::ENTITY).name.as_str(),
    ));
    fields.extend(any_relationship_conditions(ontology));
    input(
        name,
        "A condition on a relationship, whatever the relation.",
        fields,
    )
}

/// Declares the condition on relationships that are walked along, from either end.
fn hop_where(ontology: &Ontology) -> Type<Story> {
    let name = "HopWhere";
    let mut fields = joins(name).to_vec();
    fields.extend(any_relationship_conditions(ontology));
    let description = "A condition on a relationship, from whichever end one comes.";
    input(name, description, fields)
}

/// The name of the input type of the conditions on what a path passes.
pub(super) const PATH_WHERE: &str = "PathWhere";

fn path_where() -> Type<Story> {
    let fields = vec![
        Argument::new(
            "nodes",
            "EntityWhere",
            "What every entity that is passed has to fulfill.",
        ),
        Argument::new(
            "edges",
            "HopWhere",
            "What every relationship that is followed has to fulfill.",
        ),
    ];
    let description = "Conditions on the entities and the relationships that are passed.";
    input(PATH_WHERE, description, fields)
}

/// Returns the argument that takes conditions on what is passed; `exempt` names the entities that
/// are passed without a condition.
pub(super) fn path_argument(exempt: &str) -> Argument {
    let description = format!(
        "What the entities and the relationships that are passed have to fulfill, within the search, \
         so that what is nearest is the nearest of these; {exempt} need not fulfill what is asked of \
         `nodes`. Everything may be passed when left out or null."
    );
    Argument::new("where", PATH_WHERE, description)
}

fn claim_where() -> Type<Story> {
    let name = "ClaimWhere";
    let mut fields = joins(name).to_vec();
    fields.extend([
        Argument::new("id", "IdFilter", "The id."),
        Argument::new("status", "ClaimStatusFilter", "How the claim stands."),
        Argument::new(
            "predicate",
            "TextFilter",
            "The attribute or relation, as the data files spell it.",
        ),
        Argument::new("period", "DateFilter", "When it was so."),
        Argument::new("source", "IdFilter", "The source of one of its citations."),
        Argument::new(
            "stance",
            "StanceFilter",
            "The stance of one of its citations.",
        ),
        Argument::new("subject", "EntityWhere", "What the claim is about."),
        Argument::new("object", "EntityWhere", "What it links with its subject."),
    ]);
    input(name, "A condition on a claim.", fields)
}

fn source_where() -> Type<Story> {
    let name = "SourceWhere";
    let mut fields = joins(name).to_vec();
    fields.extend([
        Argument::new("id", "IdFilter", "The id."),
        Argument::new("name", "TextFilter", "The label."),
        Argument::new("title", "TextFilter", "The printed title."),
        Argument::new("publisher", "TextFilter", "Who published it."),
        Argument::new("published", "DateFilter", "The date of publication."),
    ]);
    input(name, "A condition on a source.", fields)
}
