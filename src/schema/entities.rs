//! How do entities look in an answer, with their attributes and relations?

use super::arguments::{DIRECTIONS, first_argument};
use super::claims::claims_behind;
use super::conditions;
use super::connections;
use super::fields::{self, count, leaf, objects, one};
use super::members::edge_prefix;
use super::scalars::enumeration;
use super::standing::{self, Accusatory};
use super::story::{Object, Story};
use super::values::{constants, field_type, write_value};
use super::wire::Slot;
use crate::engine::{Argument, Field, Kind, Leaf, Multiplicity, Produce, Type};
use crate::model::ValueRef;
use crate::ontology::{
    Attribute, AttributeId, Direction, Enumeration, Key, Ontology, Qualifier, Relation, RelationId,
    TypeId, ValueType,
};
use crate::query::{DEFAULT_PAGE, List, period_of, qualifier_of};

/// The name of the interface of everything that has an id.
pub(super) const NODE: &str = "Node";

/// The name of the enumeration of the concrete types.
pub(super) const ENTITY_TYPE: &str = "EntityType";

/// The name of the enumeration of the relations.
pub(super) const RELATION_TYPE: &str = "RelationType";

/// Declares everything that is made from an ontology.
pub(super) fn types(ontology: &Ontology) -> Vec<Type<Story>> {
    let mut types = vec![node()];
    if has_concrete_type(ontology) {
        types.push(entity_type(ontology));
    }
    if !ontology.relations.is_empty() {
        types.push(relation_type(ontology));
    }
    for (type_id, declared) in ontology.types_with_ids() {
        types.push(entity(ontology, type_id));
        let name = declared.name.as_str();
        let what = format!("all entities of type {name}");
        types.extend(connections::types_of_items(
            name,
            name,
            &what,
            name,
            Vec::new(),
        ));
    }
    for relation in &ontology.relations {
        for direction in Direction::BOTH {
            types.extend(relationships(ontology, relation, direction));
        }
    }
    types.extend(any_relationships(ontology));
    if standing::accuses(ontology) {
        types.extend(standing::types(ontology));
    }
    types.extend(enumerations(ontology));
    types
}

fn node() -> Type<Story> {
    Type {
        name: NODE.to_owned(),
        description: "Anything that has an id: an entity, a claim or a source.".to_owned(),
        kind: Kind::Interface {
            fields: vec![
                // What implements the interface produces it.
                leaf("id", "ID!", "The id, unique over everything.", |_, _, _| {
                    None
                })
                .into(),
            ],
            interfaces: Vec::new(),
        },
    }
}

/// Returns whether there can be entities at all; an enumeration of their types needs a value.
pub(super) fn has_concrete_type(ontology: &Ontology) -> bool {
    ontology.types.iter().any(|declared| !declared.is_abstract)
}

fn entity_type(ontology: &Ontology) -> Type<Story> {
    let concrete = ontology
        .types
        .iter()
        .filter(|declared| !declared.is_abstract);
    let values =
        concrete.map(|declared| (declared.name.to_constant(), declared.description.clone()));
    enumeration(
        ENTITY_TYPE,
        "What kind of thing an entity is.",
        values.collect(),
    )
}

fn relation_type(ontology: &Ontology) -> Type<Story> {
    let relations = ontology.relations.iter();
    let values =
        relations.map(|relation| (relation.key.to_constant(), relation.description.clone()));
    enumeration(
        RELATION_TYPE,
        "How two entities are linked, named from where the relation starts.",
        values.collect(),
    )
}

/// Declares the enumerations of attributes and qualifiers.
fn enumerations(ontology: &Ontology) -> Vec<Type<Story>> {
    declared_enumerations(ontology)
        .map(|(name, description, declared)| {
            let values = declared.values.iter();
            let values = values.map(|value| (value.key.to_constant(), value.description.clone()));
            enumeration(name, description, values.collect())
        })
        .collect()
}

/// Returns the enumerations that the ontology declares, with the names of their types and what the
/// attributes and qualifiers mean of which they are the values.
pub(super) fn declared_enumerations(
    ontology: &Ontology,
) -> impl Iterator<Item = (String, &str, &Enumeration)> {
    let attributes = ontology.attributes.iter().flat_map(|attribute| {
        let name = attribute.key.to_type_prefix();
        let own = (name.clone(), &*attribute.description, &attribute.value_type);
        std::iter::once(own).chain(qualifier_values(name, &attribute.qualifiers))
    });
    let relations = ontology
        .relations
        .iter()
        .flat_map(|relation| qualifier_values(relation.key.to_type_prefix(), &relation.qualifiers));
    attributes
        .chain(relations)
        .filter_map(|(name, description, value_type)| match value_type {
            ValueType::Enumeration(declared) => Some((name, description, declared)),
            _ => None,
        })
}

fn qualifier_values(
    prefix: String,
    qualifiers: &[Qualifier],
) -> impl Iterator<Item = (String, &str, &ValueType)> {
    qualifiers.iter().map(move |qualifier| {
        let name = format!("{prefix}{}", qualifier.key.to_type_prefix());
        (name, &*qualifier.description, &qualifier.value_type)
    })
}

fn entity(ontology: &Ontology, type_id: TypeId) -> Type<Story> {
    let declared = ontology.entity_type(type_id);
    let mut fields = core_fields(ontology);
    for (id, attribute) in ontology.attributes_with_ids() {
        if ontology.has_attribute(type_id, attribute) {
            fields.extend(attribute_fields(ontology, type_id, id));
        }
    }
    for (id, _, direction) in ontology.relations_at(type_id) {
        fields.push(relation_field(ontology, id, direction));
    }
    let fields = fields.into_iter().map(Into::into).collect();
    let ancestors = declared.ancestors.iter();
    let interfaces = ancestors
        .map(|&ancestor| ontology.entity_type(ancestor).name.to_string())
        .chain([NODE.to_owned()])
        .collect();
    Type {
        name: declared.name.to_string(),
        description: declared.description.clone(),
        kind: if declared.is_abstract {
            Kind::Interface { fields, interfaces }
        } else {
            Kind::Object { fields, interfaces }
        },
    }
}

/// Returns the fields that every entity has.
fn core_fields(ontology: &Ontology) -> Vec<Field<Story>> {
    let mut fields = vec![
        Field::new(
            "id",
            "ID!",
            "The id, unique over everything.",
            Produce::CommonLeaf(Slot::ID),
        ),
        Field::new(
            "name",
            "String!",
            "The label under which readers meet the entity.",
            Produce::CommonLeaf(Slot::NAME),
        ),
        connections::field(
            "claims",
            "ClaimConnection",
            "The claims that have the entity as their subject or their object.",
            |story, object, _| Some(List::claims_about(story.seen(), object.entity()?)),
        )
        .arguments(conditions::arguments("Claim")),
    ];
    if has_concrete_type(ontology) {
        fields.insert(2, type_field());
    }
    if !ontology.relations.is_empty() {
        fields.push(relations_field());
    }
    fields
}

fn type_field() -> Field<Story> {
    Field::new(
        "type",
        &format!("{ENTITY_TYPE}!"),
        "What kind of thing the entity is.",
        Produce::CommonLeaf(Slot::TYPE),
    )
}

/// Returns the arguments that tell which relations count, seen from `near`.
pub(super) fn relations_arguments(near: &str) -> [Argument; 2] {
    [
        Argument::new(
            "types",
            &format!("[{RELATION_TYPE}!]"),
            "The relations that count; all of them when left out, null or empty.",
        ),
        Argument::new(
            "direction",
            "RelationDirection",
            format!("The end at which {near} stands; both when left out or null."),
        ),
    ]
}

fn relations_field() -> Field<Story> {
    connections::field(
        "relations",
        "RelationConnection",
        "The relationships of the entity, whatever the relation.",
        |_, object, arguments| {
            Some(List::AnyRelationships {
                from: object.entity()?,
                relations: &arguments.relations,
            })
        },
    )
    .arguments(relations_arguments("the entity"))
    .arguments(conditions::arguments("RelationEdge"))
}

fn attribute_fields(ontology: &Ontology, type_id: TypeId, id: AttributeId) -> Vec<Field<Story>> {
    let attribute = ontology.attribute(id);
    match &attribute.plural {
        None => vec![single_value(ontology, type_id, id)],
        Some(plural) => several_values(id, attribute, plural).into(),
    }
}

fn single_value(ontology: &Ontology, type_id: TypeId, id: AttributeId) -> Field<Story> {
    let attribute = ontology.attribute(id);
    let name = attribute.key.to_field();
    let ty = field_type(&attribute.value_type, &attribute.key.to_type_prefix());
    let description = format!("{} Null when nobody says.", attribute.description);
    match Slot::of_attribute(ontology, type_id, id) {
        Some(slot) => Field::new(name, &ty, description, Produce::CommonLeaf(slot)),
        None => one(name, &ty, description, move |story, object, _| {
            let value = story.seen().attribute(object.entity()?, id)?;
            Some(Object::of_value(value))
        }),
    }
}

fn several_values(id: AttributeId, attribute: &Attribute, plural: &Key) -> [Field<Story>; 2] {
    let values = move |story: &'_ Story, object: Object<'_>| -> Option<usize> {
        Some(story.seen().values(object.entity()?, id).len())
    };
    let ty = field_type(&attribute.value_type, &attribute.key.to_type_prefix());
    let list = plural.to_field();
    let counter = format!("{}Count", attribute.key.to_field());
    if attribute.value_type.is_object() {
        return fields::list(
            (&list, &counter),
            &ty,
            attribute.description.clone(),
            DEFAULT_PAGE,
            move |story, object| {
                let values = story.seen().values(object.entity()?, id);
                objects(values.into_iter().map(Object::of_value))
            },
        );
    }
    let constants = constants(&attribute.value_type);
    let produce = Produce::leaf(move |story: &Story, object, arguments, out| {
        let values = object
            .entity()
            .map(|entity| story.seen().values(entity, id));
        let values = values.unwrap_or_default().into_iter();
        out.list(values.take(arguments.page.size() as usize), |out, value| {
            write_value(value, &constants, out);
        });
        Ok(Leaf::Written)
    });
    [
        Field::new(
            &list,
            &format!("[{ty}!]!"),
            attribute.description.clone(),
            produce,
        )
        .argument(first_argument(DEFAULT_PAGE))
        .multiplicity(Multiplicity::OwnPage),
        count(
            counter,
            format!("The number of items of `{list}` in all, however many are given."),
            values,
        ),
    ]
}

fn relation_field(ontology: &Ontology, id: RelationId, direction: Direction) -> Field<Story> {
    let relation = ontology.relation(id);
    let key = relation.key_towards(direction);
    connections::field(
        key.to_field(),
        &format!("{}Connection", key.to_type_prefix()),
        relation.description_towards(direction),
        move |story, object, _| {
            let from = object.entity()?;
            Some(List::relationships(story.seen(), from, id, direction))
        },
    )
    .arguments(conditions::arguments(&edge_prefix(
        ontology, relation, direction,
    )))
}

/// Declares the connection and the edge of a relation in one direction.
fn relationships(
    ontology: &Ontology,
    relation: &Relation,
    direction: Direction,
) -> [Type<Story>; 2] {
    let key = relation.key_towards(direction);
    let (near, far) = relation.ends_towards(direction);
    let what = format!(
        "the relationships `{}` of one {}",
        key.to_field(),
        ontology.entity_type(near).name
    );
    let mut fields: Vec<_> = (0..)
        .zip(&relation.qualifiers)
        .map(|(at, qualifier)| qualifier_field(relation, at, qualifier))
        .collect();
    fields.push(period_field());
    if relation.accusatory {
        fields.extend(standing::fields(ontology, Accusatory::All));
    }
    fields.extend(claims_behind());

    let node = ontology.entity_type(far).name.as_str();
    let items = edge_prefix(ontology, relation, direction);
    connections::types_of_items(&key.to_type_prefix(), node, &what, &items, fields)
}

fn qualifier_field(relation: &Relation, at: u8, qualifier: &Qualifier) -> Field<Story> {
    fn said<'g>(story: &'g Story, object: Object<'g>, at: u8) -> Option<ValueRef<'g>> {
        let (_, _, adjacent) = object.relationship()?;
        qualifier_of(story.seen(), adjacent.relationship, at)
    }
    let name = qualifier.key.to_field();
    let enumeration = relation.key.to_type_prefix() + &qualifier.key.to_type_prefix();
    let ty = field_type(&qualifier.value_type, &enumeration);
    let description = format!(
        "{} Where claims differ, what the earliest of them says; null when none says.",
        qualifier.description
    );
    if qualifier.value_type.is_object() {
        return one(name, &ty, description, move |story, object, _| {
            Some(Object::of_value(said(story, object, at)?))
        });
    }
    let constants = constants(&qualifier.value_type);
    leaf(name, &ty, description, move |story, object, out| {
        write_value(said(story, object, at)?, &constants, out);
        Some(())
    })
}

fn period_field() -> Field<Story> {
    one(
        "period",
        "Period",
        "When the relationship held. Where claims differ, what the earliest of them says; null \
         when none says.",
        |story, object, _| {
            let (_, _, adjacent) = object.relationship()?;
            period_of(story.seen(), adjacent.relationship).map(Object::Period)
        },
    )
}

/// Declares the connection and the edge of relationships by any relation.
fn any_relationships(ontology: &Ontology) -> Vec<Type<Story>> {
    if ontology.relations.is_empty() {
        return Vec::new();
    }
    let fields = relationship_fields(ontology, "the entity that was asked");
    let what = "the relationships of one entity";
    connections::types_of_items("Relation", "Entity", what, "RelationEdge", fields).into()
}

/// Returns the fields of a relationship by any relation, as seen from the entity that `near` names.
pub(super) fn relationship_fields(ontology: &Ontology, near: &str) -> Vec<Field<Story>> {
    let relations = ontology.relations.iter();
    let constants: Vec<String> = relations
        .map(|relation| relation.key.to_constant())
        .collect();
    let mut fields = vec![
        leaf(
            "relation",
            &format!("{RELATION_TYPE}!"),
            "How the entities are linked.",
            move |_, object, out| {
                let (relation, _, _) = object.relationship()?;
                out.plain_string(&constants[usize::from(relation.0)]);
                Some(())
            },
        ),
        leaf(
            "direction",
            "RelationDirection!",
            format!("The end of the relation at which {near} stands."),
            |_, object, out| {
                let (_, direction, _) = object.relationship()?;
                let spelled = DIRECTIONS.iter().find(|(of, _, _)| *of == direction);
                out.plain_string(spelled?.1);
                Some(())
            },
        ),
        leaf(
            "field",
            "String!",
            format!("The field of {near} under which the relationship stands as well."),
            |story, object, out| {
                let (relation, direction, _) = object.relationship()?;
                let relation = story.graph().ontology().relation(relation);
                out.plain_string(&relation.key_towards(direction).to_field());
                Some(())
            },
        ),
        period_field(),
    ];
    if standing::accuses(ontology) {
        fields.extend(standing::fields(ontology, Accusatory::Some));
    }
    fields.extend(claims_behind());
    fields
}
