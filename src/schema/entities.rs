//! How do entities look in an answer, with their attributes and relations?

use super::arguments::first_argument;
use super::claims::claims_behind;
use super::connections::{self, count};
use super::scalars::enumeration;
use super::story::{Object, Story};
use super::values::{constants, field_type, write_cell, write_value};
use crate::engine::{Argument, Field, Kind, Leaf, Multiplicity, Produce, Type};
use crate::graph::{Cell, KnowledgeGraph, Relationship};
use crate::model::{Claim, Status, Value};
use crate::ontology::{
    Attribute, AttributeId, Direction, Ontology, Qualifier, Relation, RelationId, TypeId, ValueType,
};
use crate::query::{Item, List};

/// The name of the interface of everything that has an id.
pub(super) const NODE: &str = "Node";

/// The name of the enumeration of the concrete types.
const ENTITY_TYPE: &str = "EntityType";

/// The name of the enumeration of the relations.
pub(super) const RELATION_TYPE: &str = "RelationType";

/// Declares everything that is made from an ontology.
pub(super) fn types(ontology: &Ontology) -> Vec<Type<Story>> {
    let mut types = vec![node(), entity_type(ontology)];
    if !ontology.relations.is_empty() {
        types.push(relation_type(ontology));
    }
    for (type_id, declared) in ontology.types_with_ids() {
        types.push(entity(ontology, type_id));
        let name = declared.name.as_str();
        let what = format!("all entities of type {name}");
        types.extend(connections::types(name, name, &what, Vec::new()));
    }
    for relation in &ontology.relations {
        for direction in Direction::BOTH {
            types.extend(relationships(ontology, relation, direction));
        }
    }
    types.extend(any_relationships(ontology));
    types.extend(enumerations(ontology));
    types
}

fn node() -> Type<Story> {
    let unreachable = Produce::leaf(|_, _, _, _| Ok(Leaf::Null));
    Type {
        name: NODE.to_owned(),
        description: "Anything that has an id: an entity, a claim or a source.".to_owned(),
        kind: Kind::Interface {
            fields: vec![
                Field::new("id", "ID!", "The id, unique over everything.", unreachable).into(),
            ],
            interfaces: Vec::new(),
        },
    }
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
    let mut types = Vec::new();
    let mut declare = |name: String, description: &str, value_type: &ValueType| {
        if let ValueType::Enumeration(declared) = value_type {
            let values = declared.values.iter();
            let values = values.map(|value| (value.key.to_constant(), value.description.clone()));
            types.push(enumeration(name, description, values.collect()));
        }
    };
    for attribute in &ontology.attributes {
        let name = attribute.key.to_type_prefix();
        declare(name.clone(), &attribute.description, &attribute.value_type);
        for qualifier in &attribute.qualifiers {
            declare(
                name.clone() + &qualifier.key.to_type_prefix(),
                &qualifier.description,
                &qualifier.value_type,
            );
        }
    }
    for relation in &ontology.relations {
        for qualifier in &relation.qualifiers {
            declare(
                relation.key.to_type_prefix() + &qualifier.key.to_type_prefix(),
                &qualifier.description,
                &qualifier.value_type,
            );
        }
    }
    types
}

fn entity(ontology: &Ontology, type_id: TypeId) -> Type<Story> {
    let declared = ontology.entity_type(type_id);
    let mut fields = core_fields(ontology);
    for (id, attribute) in ontology.attributes_with_ids() {
        if ontology.has_attribute(type_id, attribute) {
            fields.extend(attribute_fields(id, attribute));
        }
    }
    for (id, relation) in ontology.relations_with_ids() {
        for direction in Direction::BOTH {
            let (near, _) = relation.ends_towards(direction);
            if ontology.is_a(type_id, near) {
                fields.push(relation_field(id, relation, direction));
            }
        }
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
    let type_constants: Vec<String> = ontology
        .types
        .iter()
        .map(|declared| declared.name.to_constant())
        .collect();
    let mut fields = vec![
        Field::new(
            "id",
            "ID!",
            "The id, unique over everything.",
            Produce::leaf(|story: &Story, object, _, out| {
                let Object::Entity(entity) = object else {
                    return Ok(Leaf::Null);
                };
                out.plain_string(story.graph().id(entity));
                Ok(Leaf::Written)
            }),
        ),
        Field::new(
            "name",
            "String!",
            "The label under which readers meet the entity.",
            Produce::leaf(|story: &Story, object, _, out| {
                let Object::Entity(entity) = object else {
                    return Ok(Leaf::Null);
                };
                write_cell(Cell::Text(story.graph().name(entity)), &[], out);
                Ok(Leaf::Written)
            }),
        ),
        Field::new(
            "type",
            &format!("{ENTITY_TYPE}!"),
            "What kind of thing the entity is.",
            Produce::leaf(move |story: &Story, object, _, out| {
                let Object::Entity(entity) = object else {
                    return Ok(Leaf::Null);
                };
                let type_id = story.graph().type_of(entity);
                out.plain_string(&type_constants[usize::from(type_id.0)]);
                Ok(Leaf::Written)
            }),
        ),
        connections::field(
            "claims",
            "ClaimConnection",
            "The claims that have the entity as their subject or their object.",
            |story, object, _| {
                let entity = object.entity()?;
                Some(List::ClaimsAbout {
                    entity,
                    claims: story.graph().claims_about(entity),
                })
            },
        ),
    ];
    if !ontology.relations.is_empty() {
        fields.push(relations_field());
    }
    fields
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
                direction: arguments.direction,
            })
        },
    )
    .argument(Argument::new(
        "types",
        &format!("[{RELATION_TYPE}!]"),
        "The relations that count; all of them when left out, null or empty.",
    ))
    .argument(Argument::new(
        "direction",
        "RelationDirection",
        "The end at which the entity stands; both when left out or null.",
    ))
}

fn attribute_fields(id: AttributeId, attribute: &Attribute) -> Vec<Field<Story>> {
    match &attribute.plural {
        None => vec![single_value(id, attribute)],
        Some(plural) => vec![
            values_list(id, attribute, &plural.to_field()),
            values_count(id, attribute),
        ],
    }
}

fn single_value(id: AttributeId, attribute: &Attribute) -> Field<Story> {
    let ty = field_type(&attribute.value_type, &attribute.key.to_type_prefix());
    let produce = match attribute.value_type {
        ValueType::Period | ValueType::Money => Produce::object(move |story: &Story, object, _| {
            let Object::Entity(entity) = object else {
                return Ok(None);
            };
            Ok(match story.graph().attribute(entity, id) {
                Some(Cell::Period(period)) => Some(Object::Period(period)),
                Some(Cell::Money(money)) => Some(Object::Money(money)),
                _ => None,
            })
        }),
        _ => {
            let constants = constants(&attribute.value_type);
            Produce::leaf(move |story: &Story, object, _, out| {
                let Object::Entity(entity) = object else {
                    return Ok(Leaf::Null);
                };
                let Some(cell) = story.graph().attribute(entity, id) else {
                    return Ok(Leaf::Null);
                };
                write_cell(cell, &constants, out);
                Ok(Leaf::Written)
            })
        }
    };
    let description = format!("{} Null when nobody says.", attribute.description);
    Field::new(attribute.key.to_field(), &ty, description, produce)
}

fn values_list(id: AttributeId, attribute: &Attribute, name: &str) -> Field<Story> {
    let ty = field_type(&attribute.value_type, &attribute.key.to_type_prefix());
    let produce = match attribute.value_type {
        ValueType::Period | ValueType::Money => {
            Produce::objects(move |story: &Story, object, arguments, each| {
                let values = object
                    .entity()
                    .map(|entity| story.graph().values(entity, id));
                let most = arguments.page.size() as usize;
                values
                    .unwrap_or_default()
                    .into_iter()
                    .take(most)
                    .try_for_each(|value| {
                        each(match value {
                            Value::Period(period) => Some(Object::Period(*period)),
                            Value::Money(money) => Some(Object::Money(*money)),
                            _ => None,
                        })
                    })
            })
        }
        _ => {
            let constants = constants(&attribute.value_type);
            Produce::leaf(move |story: &Story, object, arguments, out| {
                let values = object
                    .entity()
                    .map(|entity| story.graph().values(entity, id));
                let most = arguments.page.size() as usize;
                out.list(
                    values.unwrap_or_default().into_iter().take(most),
                    |out, value| {
                        write_value(value, &constants, out);
                    },
                );
                Ok(Leaf::Written)
            })
        }
    };
    Field::new(
        name,
        &format!("[{ty}!]!"),
        attribute.description.clone(),
        produce,
    )
    .argument(first_argument())
    .multiplicity(Multiplicity::OwnPage)
}

fn values_count(id: AttributeId, attribute: &Attribute) -> Field<Story> {
    let name = format!("{}Count", attribute.key.to_field());
    let list = attribute
        .plural
        .as_ref()
        .map_or_else(String::new, |plural| plural.to_field());
    let produce = Produce::leaf(move |story: &Story, object, _, out| {
        let values = object
            .entity()
            .map(|entity| story.graph().values(entity, id));
        out.integer(count(values.unwrap_or_default().len()));
        Ok(Leaf::Written)
    });
    Field::new(
        name,
        "Int!",
        format!("The number of values in `{list}`."),
        produce,
    )
}

fn relation_field(id: RelationId, relation: &Relation, direction: Direction) -> Field<Story> {
    let key = relation.key_towards(direction);
    connections::field(
        key.to_field(),
        &format!("{}Connection", key.to_type_prefix()),
        relation.description_towards(direction),
        move |story, object, _| {
            let from = object.entity()?;
            Some(List::relationships(story.graph(), from, id, direction))
        },
    )
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
    fields.extend(claims_behind("the relationship", |story, object| {
        relationship_of(story.graph(), object).map_or(&[], |relationship| relationship.claims)
    }));

    let node = ontology.entity_type(far).name.as_str();
    connections::types(&key.to_type_prefix(), node, &what, fields)
}

fn relationship_of<'g>(graph: &'g KnowledgeGraph, object: Object<'g>) -> Option<Relationship<'g>> {
    let (_, _, adjacent) = object.relationship()?;
    Some(graph.relationship(adjacent.relationship))
}

/// Returns what the claims behind a relationship say of a detail: what the first of them says
/// that is neither denied nor retracted.
fn said_of_relationship<'g, T>(
    graph: &'g KnowledgeGraph,
    object: Object<'g>,
    detail: impl Fn(&'g Claim) -> Option<T>,
) -> Option<T> {
    let claims = relationship_of(graph, object)?.claims;
    claims
        .iter()
        .map(|&claim| graph.claim(claim))
        .filter(|claim| !matches!(claim.status, Status::Denied | Status::Retracted))
        .find_map(detail)
}

fn qualifier_field(relation: &Relation, at: u8, qualifier: &Qualifier) -> Field<Story> {
    let said = move |claim: &'_ Claim| -> Option<usize> {
        claim.qualifiers.iter().position(|(of, _)| *of == at)
    };
    let enumeration = relation.key.to_type_prefix() + &qualifier.key.to_type_prefix();
    let ty = field_type(&qualifier.value_type, &enumeration);
    let produce = match qualifier.value_type {
        ValueType::Period | ValueType::Money => Produce::object(move |story: &Story, object, _| {
            let value = said_of_relationship(story.graph(), object, |claim| {
                said(claim).map(|at| &claim.qualifiers[at].1)
            });
            Ok(match value {
                Some(Value::Period(period)) => Some(Object::Period(*period)),
                Some(Value::Money(money)) => Some(Object::Money(*money)),
                _ => None,
            })
        }),
        _ => {
            let constants = constants(&qualifier.value_type);
            Produce::leaf(move |story: &Story, object, _, out| {
                let value = said_of_relationship(story.graph(), object, |claim| {
                    said(claim).map(|at| &claim.qualifiers[at].1)
                });
                let Some(value) = value else {
                    return Ok(Leaf::Null);
                };
                write_value(value, &constants, out);
                Ok(Leaf::Written)
            })
        }
    };
    let description = format!(
        "{} Where claims differ, what the earliest of them says; null when none says.",
        qualifier.description
    );
    Field::new(qualifier.key.to_field(), &ty, description, produce)
}

fn period_field() -> Field<Story> {
    Field::new(
        "period",
        "Period",
        "When the relationship held. Where claims differ, what the earliest of them says; null \
         when none says.",
        Produce::object(|story: &Story, object, _| {
            let valid = said_of_relationship(story.graph(), object, |claim| claim.valid);
            Ok(valid.map(Object::Period))
        }),
    )
}

/// Declares the connection and the edge of relationships by any relation.
fn any_relationships(ontology: &Ontology) -> Vec<Type<Story>> {
    if ontology.relations.is_empty() {
        return Vec::new();
    }
    let relations = ontology.relations.iter();
    let constants: Vec<String> = relations
        .map(|relation| relation.key.to_constant())
        .collect();
    let mut fields = vec![
        Field::new(
            "relation",
            &format!("{RELATION_TYPE}!"),
            "How the entities are linked.",
            Produce::leaf(move |_: &Story, object, _, out| {
                let Some((relation, _, _)) = object.relationship() else {
                    return Ok(Leaf::Null);
                };
                out.plain_string(&constants[usize::from(relation.0)]);
                Ok(Leaf::Written)
            }),
        ),
        Field::new(
            "direction",
            "RelationDirection!",
            "The end of the relation at which the entity stands that was asked.",
            Produce::leaf(|_: &Story, object, _, out| {
                let Some((_, direction, _)) = object.relationship() else {
                    return Ok(Leaf::Null);
                };
                out.plain_string(match direction {
                    Direction::Forward => "FORWARD",
                    Direction::Inverse => "INVERSE",
                });
                Ok(Leaf::Written)
            }),
        ),
        Field::new(
            "field",
            "String!",
            "The field of the entity that was asked under which the relationship stands as well.",
            Produce::leaf(|story: &Story, object, _, out| {
                let Object::Edge(
                    _,
                    _,
                    Item::Relationship {
                        relation,
                        direction,
                        ..
                    },
                ) = object
                else {
                    return Ok(Leaf::Null);
                };
                let relation = story.graph().ontology().relation(relation);
                out.plain_string(&relation.key_towards(direction).to_field());
                Ok(Leaf::Written)
            }),
        ),
        period_field(),
    ];
    fields.extend(claims_behind("the relationship", |story, object| {
        relationship_of(story.graph(), object).map_or(&[], |relationship| relationship.claims)
    }));
    let what = "the relationships of one entity";
    connections::types("Relation", "Entity", what, fields).into()
}
