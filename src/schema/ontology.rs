//! How does the API tell what it knows about: the declared types, attributes and relations, and
//! how much there is of each?

use super::arguments::first_argument;
use super::connections::count;
use super::story::{Object, Story};
use super::values::object;
use crate::engine::{Field, JsonWriter, Leaf, Multiplicity, Produce, Type};
use crate::ontology::{Attribute, EntityType, EnumValue, Ontology, Qualifier, Relation, ValueType};

/// Declares the types that describe the ontology and the whole.
pub(super) fn types() -> Vec<Type<Story>> {
    vec![
        ontology(),
        type_declaration(),
        attribute_declaration(),
        relation_declaration(),
        qualifier_declaration(),
        value_declaration(),
        statistics(),
        type_count(),
    ]
}

/// Declares a list together with the field that counts it.
fn list(
    name: &str,
    ty: &str,
    description: &str,
    find: impl for<'r> Fn(&'r Story, Object<'r>) -> Vec<Object<'r>> + Send + Sync + Clone + 'static,
) -> [Field<Story>; 2] {
    let counted = find.clone();
    let singular = name.strip_suffix('s').unwrap_or(name);
    [
        Field::new(
            name,
            &format!("[{ty}!]!"),
            description,
            Produce::objects(move |story: &Story, object, arguments, each| {
                let most = arguments.page.size() as usize;
                let mut found = find(story, object).into_iter().take(most);
                found.try_for_each(|object| each(Some(object)))
            }),
        )
        .argument(first_argument().default(100))
        .multiplicity(Multiplicity::OwnPage),
        Field::new(
            format!("{singular}Count"),
            "Int!",
            format!("The number of items that `{name}` can give."),
            Produce::leaf(move |story: &Story, object, _, out| {
                out.integer(count(counted(story, object).len()));
                Ok(Leaf::Written)
            }),
        ),
    ]
}

/// Declares a field that writes something about a declared thing, which `find` looks up.
fn leaf<T: ?Sized + 'static>(
    name: &str,
    ty: &str,
    description: &str,
    find: for<'r> fn(&'r Ontology, Object<'r>) -> Option<&'r T>,
    write: fn(&T, &mut JsonWriter),
) -> Field<Story> {
    let produce = Produce::leaf(move |story: &Story, object: Object<'_>, _, out| {
        match find(story.graph().ontology(), object) {
            Some(found) => {
                write(found, out);
                Ok(Leaf::Written)
            }
            None => Ok(Leaf::Null),
        }
    });
    Field::new(name, ty, description, produce)
}

fn ontology() -> Type<Story> {
    fn itself<'r>(ontology: &'r Ontology, _: Object<'r>) -> Option<&'r Ontology> {
        Some(ontology)
    }
    let mut fields = vec![
        leaf(
            "name",
            "String!",
            "The name of the story.",
            itself,
            |o, out| {
                out.string(&o.story_name);
            },
        ),
        leaf(
            "description",
            "String!",
            "What the story is about.",
            itself,
            |o, out| out.string(&o.story_description),
        ),
    ];
    fields.extend(list(
        "types",
        "TypeDeclaration",
        "The types of entities, abstract ones included.",
        |story, _| {
            let ids = story.graph().ontology().types_with_ids();
            ids.map(|(id, _)| Object::DeclaredType(id)).collect()
        },
    ));
    fields.extend(list(
        "attributes",
        "AttributeDeclaration",
        "The attributes that entities can have.",
        |story, _| {
            let ids = story.graph().ontology().attributes_with_ids();
            ids.map(|(id, _)| Object::DeclaredAttribute(id)).collect()
        },
    ));
    fields.extend(list(
        "relations",
        "RelationDeclaration",
        "The relations that can link entities.",
        |story, _| {
            let ids = story.graph().ontology().relations_with_ids();
            ids.map(|(id, _)| Object::DeclaredRelation(id)).collect()
        },
    ));
    object(
        "Ontology",
        "What may be said in this story: its types, attributes and relations.",
        fields,
    )
}

fn declared_type<'r>(ontology: &'r Ontology, object: Object<'r>) -> Option<&'r EntityType> {
    match object {
        Object::DeclaredType(id) | Object::TypeCount(id) => Some(ontology.entity_type(id)),
        _ => None,
    }
}

fn type_declaration() -> Type<Story> {
    let mut fields = vec![
        leaf(
            "name",
            "String!",
            "The name, which is also that of the GraphQL type.",
            declared_type,
            |t, out| out.string(t.name.as_str()),
        ),
        leaf(
            "pluralField",
            "String!",
            "The field of `Query` that lists all entities of the type.",
            declared_type,
            |t, out| out.string(&t.plural.to_field()),
        ),
        leaf(
            "description",
            "String!",
            "What the type stands for.",
            declared_type,
            |t, out| out.string(&t.description),
        ),
        leaf(
            "isAbstract",
            "Boolean!",
            "Whether the type only gathers others; it is an interface then.",
            declared_type,
            |t, out| out.boolean(t.is_abstract),
        ),
    ];
    fields.extend(list(
        "ancestors",
        "TypeDeclaration",
        "The abstract types to which it belongs, the nearest first.",
        |story, object| {
            let declared = declared_type(story.graph().ontology(), object);
            let ancestors = declared.into_iter().flat_map(|t| &t.ancestors);
            ancestors.map(|&id| Object::DeclaredType(id)).collect()
        },
    ));
    object("TypeDeclaration", "A type of entities.", fields)
}

fn attribute_declaration() -> Type<Story> {
    fn attribute<'r>(ontology: &'r Ontology, object: Object<'r>) -> Option<&'r Attribute> {
        match object {
            Object::DeclaredAttribute(id) => Some(ontology.attribute(id)),
            _ => None,
        }
    }
    let mut fields = vec![
        leaf(
            "key",
            "String!",
            "The name in the data files.",
            attribute,
            |a, out| {
                out.string(a.key.as_str());
            },
        ),
        leaf(
            "field",
            "String!",
            "The field of an entity that gives the value or the list of values.",
            attribute,
            |a, out| out.string(&a.plural.as_ref().unwrap_or(&a.key).to_field()),
        ),
        leaf(
            "valueType",
            "String!",
            "The kind of value: text, integer, decimal, boolean, date, period, url, money or enum.",
            attribute,
            |a, out| out.string(a.value_type.name()),
        ),
        leaf(
            "isList",
            "Boolean!",
            "Whether several values may hold at the same time.",
            attribute,
            |a, out| out.boolean(a.plural.is_some()),
        ),
        leaf(
            "isNaming",
            "Boolean!",
            "Whether the values are names of the entity.",
            attribute,
            |a, out| out.boolean(a.naming),
        ),
        leaf(
            "description",
            "String!",
            "What the attribute means.",
            attribute,
            |a, out| out.string(&a.description),
        ),
    ];
    fields.extend(list(
        "on",
        "TypeDeclaration",
        "The types whose entities may have it.",
        |story, object| {
            let declared = attribute(story.graph().ontology(), object);
            let on = declared.into_iter().flat_map(|a| &a.on);
            on.map(|&id| Object::DeclaredType(id)).collect()
        },
    ));
    fields.extend(list(
        "values",
        "ValueDeclaration",
        "The values of an enumeration; empty for other kinds.",
        |story, object| {
            let declared = attribute(story.graph().ontology(), object);
            declared_values(declared.map(|a| &a.value_type))
        },
    ));
    fields.extend(list(
        "qualifiers",
        "QualifierDeclaration",
        "The details that claims about it may carry.",
        |story, object| {
            let declared = attribute(story.graph().ontology(), object);
            let qualifiers = declared.into_iter().flat_map(|a| &a.qualifiers);
            qualifiers.map(Object::DeclaredQualifier).collect()
        },
    ));
    object("AttributeDeclaration", "An attribute of entities.", fields)
}

fn declared_values(value_type: Option<&ValueType>) -> Vec<Object<'_>> {
    match value_type {
        Some(ValueType::Enumeration(enumeration)) => enumeration
            .values
            .iter()
            .map(Object::DeclaredValue)
            .collect(),
        _ => Vec::new(),
    }
}

fn relation_declaration() -> Type<Story> {
    fn relation<'r>(ontology: &'r Ontology, object: Object<'r>) -> Option<&'r Relation> {
        match object {
            Object::DeclaredRelation(id) => Some(ontology.relation(id)),
            _ => None,
        }
    }
    let end = |name: &str, description: &str, of: fn(&Relation) -> crate::ontology::TypeId| {
        let produce = Produce::object(move |story: &Story, object: Object<'_>, _| {
            let found = relation(story.graph().ontology(), object);
            Ok(found.map(|found| Object::DeclaredType(of(found))))
        });
        Field::new(name, "TypeDeclaration!", description, produce)
    };
    let mut fields = vec![
        leaf(
            "key",
            "String!",
            "The name in the data files.",
            relation,
            |r, out| {
                out.string(r.key.as_str());
            },
        ),
        leaf(
            "field",
            "String!",
            "The field of an entity where the relation starts.",
            relation,
            |r, out| out.string(&r.key.to_field()),
        ),
        leaf(
            "inverseField",
            "String!",
            "The field of an entity where the relation leads.",
            relation,
            |r, out| out.string(&r.inverse.to_field()),
        ),
        end("from", "The type of the entities where it starts.", |r| {
            r.from
        }),
        end("to", "The type of the entities where it leads.", |r| r.to),
        leaf(
            "description",
            "String!",
            "What the relation means, seen from where it starts.",
            relation,
            |r, out| out.string(&r.description),
        ),
        leaf(
            "inverseDescription",
            "String!",
            "What the relation means, seen from where it leads.",
            relation,
            |r, out| out.string(&r.inverse_description),
        ),
        leaf(
            "isAccusatory",
            "Boolean!",
            "Whether it says something about a person that only a court can decide.",
            relation,
            |r, out| out.boolean(r.accusatory),
        ),
    ];
    fields.extend(list(
        "qualifiers",
        "QualifierDeclaration",
        "The details that claims about it may carry.",
        |story, object| {
            let declared = relation(story.graph().ontology(), object);
            let qualifiers = declared.into_iter().flat_map(|r| &r.qualifiers);
            qualifiers.map(Object::DeclaredQualifier).collect()
        },
    ));
    object(
        "RelationDeclaration",
        "A relation between entities.",
        fields,
    )
}

fn qualifier_declaration() -> Type<Story> {
    fn qualifier<'r>(_: &'r Ontology, object: Object<'r>) -> Option<&'r Qualifier> {
        match object {
            Object::DeclaredQualifier(declared) => Some(declared),
            _ => None,
        }
    }
    let mut fields = vec![
        leaf(
            "key",
            "String!",
            "The name in the data files.",
            qualifier,
            |q, out| {
                out.string(q.key.as_str());
            },
        ),
        leaf(
            "field",
            "String!",
            "The field of the edges of a relation that gives the value.",
            qualifier,
            |q, out| out.string(&q.key.to_field()),
        ),
        leaf(
            "valueType",
            "String!",
            "The kind of value: text, integer, decimal, boolean, date, period, url, money or enum.",
            qualifier,
            |q, out| out.string(q.value_type.name()),
        ),
        leaf(
            "description",
            "String!",
            "What the detail means.",
            qualifier,
            |q, out| out.string(&q.description),
        ),
        leaf(
            "isIdentifying",
            "Boolean!",
            "Whether claims that differ in it are about different relationships.",
            qualifier,
            |q, out| out.boolean(q.identifying),
        ),
    ];
    fields.extend(list(
        "values",
        "ValueDeclaration",
        "The values of an enumeration; empty for other kinds.",
        |story, object| {
            let declared = qualifier(story.graph().ontology(), object);
            declared_values(declared.map(|q| &q.value_type))
        },
    ));
    object(
        "QualifierDeclaration",
        "A detail that claims may carry.",
        fields,
    )
}

fn value_declaration() -> Type<Story> {
    fn value<'r>(_: &'r Ontology, object: Object<'r>) -> Option<&'r EnumValue> {
        match object {
            Object::DeclaredValue(declared) => Some(declared),
            _ => None,
        }
    }
    let fields = vec![
        leaf(
            "constant",
            "String!",
            "The value as the enumeration spells it.",
            value,
            |v, out| out.string(&v.key.to_constant()),
        ),
        leaf(
            "description",
            "String!",
            "What it means.",
            value,
            |v, out| {
                out.string(&v.description);
            },
        ),
    ];
    object("ValueDeclaration", "A value of an enumeration.", fields)
}

fn statistics() -> Type<Story> {
    let figure = |name: &str, description: &str, of: fn(&Story) -> usize| {
        let produce = Produce::leaf(move |story: &Story, _: Object<'_>, _, out| {
            out.integer(count(of(story)));
            Ok(Leaf::Written)
        });
        Field::new(name, "Int!", description, produce)
    };
    let mut fields = vec![
        figure("sourceCount", "The number of sources.", |story| {
            story.graph().sources().len()
        }),
        figure("entityCount", "The number of entities.", |story| {
            story.graph().n_entities()
        }),
        figure("claimCount", "The number of claims.", |story| {
            story.graph().claims().len()
        }),
        figure(
            "relationshipCount",
            "The number of relationships: links between two entities, each counted once \
             however many claims are behind it.",
            |story| story.graph().n_relationships(),
        ),
        figure(
            "componentCount",
            "The number of parts of the graph that no relationship connects with each other.",
            |story| story.graph().n_components(),
        ),
    ];
    fields.extend(list(
        "types",
        "TypeCount",
        "The number of entities of each type, abstract types included.",
        |story, _| {
            let ids = story.graph().ontology().types_with_ids();
            ids.map(|(id, _)| Object::TypeCount(id)).collect()
        },
    ));
    object("Statistics", "How much the graph holds.", fields)
}

fn type_count() -> Type<Story> {
    let fields = vec![
        Field::new(
            "type",
            "TypeDeclaration!",
            "The type.",
            Produce::object(|_: &Story, object, _| {
                Ok(match object {
                    Object::TypeCount(id) => Some(Object::DeclaredType(id)),
                    _ => None,
                })
            }),
        ),
        Field::new(
            "entityCount",
            "Int!",
            "The number of its entities.",
            Produce::leaf(|story: &Story, object, _, out| {
                let Object::TypeCount(id) = object else {
                    return Ok(Leaf::Null);
                };
                out.integer(count(story.graph().entities_of(id).len()));
                Ok(Leaf::Written)
            }),
        ),
    ];
    object("TypeCount", "How many entities a type has.", fields)
}
