//! How does the API tell what it knows about: the declared types, attributes and relations, and
//! how much there is of each?

use super::fields::{count, leaf, list, object, objects, one};
use super::story::{Object, Story};
use crate::engine::{Field, JsonWriter, Type};
use crate::ontology::{
    Attribute, EntityType, EnumValue, Ontology, Qualifier, Relation, TypeId, ValueType,
};
use crate::query::{DEFAULT_PAGE, List};

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

/// How many declared things a list at the top gives when nothing is said: most stories declare
/// fewer, and a reader expects to see all.
const DEFAULT_DECLARATIONS: u32 = 100;

/// How many things a list within those lists gives when nothing is said, few enough that two of
/// them may be nested.
const DEFAULT_DETAILS: u32 = DEFAULT_PAGE;

/// Finds the declared thing that an object stands for.
type Find<T> = for<'r> fn(&'r Ontology, Object<'r>) -> Option<&'r T>;

/// Declares a field that writes something about a declared thing.
fn about<T: 'static>(
    find: Find<T>,
    ty: &'static str,
) -> impl Fn(&str, &str, fn(&T, &mut JsonWriter)) -> Field<Story> {
    move |name, description, write| {
        leaf(name, ty, description, move |story, object, out| {
            write(find(story.graph().ontology(), object)?, out);
            Some(())
        })
    }
}

fn ontology_itself<'r>(ontology: &'r Ontology, object: Object<'r>) -> Option<&'r Ontology> {
    matches!(object, Object::Ontology).then_some(ontology)
}

fn declared_type<'r>(ontology: &'r Ontology, object: Object<'r>) -> Option<&'r EntityType> {
    match object {
        Object::DeclaredType(id) => Some(ontology.entity_type(id)),
        _ => None,
    }
}

fn attribute<'r>(ontology: &'r Ontology, object: Object<'r>) -> Option<&'r Attribute> {
    match object {
        Object::DeclaredAttribute(id) => Some(ontology.attribute(id)),
        _ => None,
    }
}

fn relation<'r>(ontology: &'r Ontology, object: Object<'r>) -> Option<&'r Relation> {
    match object {
        Object::DeclaredRelation(id) => Some(ontology.relation(id)),
        _ => None,
    }
}

fn qualifier<'r>(_: &'r Ontology, object: Object<'r>) -> Option<&'r Qualifier> {
    match object {
        Object::DeclaredQualifier(declared) => Some(declared),
        _ => None,
    }
}

fn value<'r>(_: &'r Ontology, object: Object<'r>) -> Option<&'r EnumValue> {
    match object {
        Object::DeclaredValue(declared) => Some(declared),
        _ => None,
    }
}

/// Declares the list of the qualifiers of a declared thing.
fn qualifiers<T: 'static>(find: Find<T>, of: fn(&T) -> &Vec<Qualifier>) -> [Field<Story>; 2] {
    list(
        ("qualifiers", "qualifierCount"),
        "QualifierDeclaration",
        "The details that claims about it may carry.",
        DEFAULT_DETAILS,
        move |story, object| {
            let declared = find(story.graph().ontology(), object)?;
            objects(of(declared).iter().map(Object::DeclaredQualifier))
        },
    )
}

/// Declares the list of the enumeration values of a declared thing.
fn values<T: 'static>(find: Find<T>, of: fn(&T) -> &ValueType) -> [Field<Story>; 2] {
    list(
        ("values", "valueCount"),
        "ValueDeclaration",
        "The values of an enumeration; empty for other kinds.",
        DEFAULT_DETAILS,
        move |story, object| {
            let values = match of(find(story.graph().ontology(), object)?) {
                ValueType::Enumeration(enumeration) => enumeration.values.as_slice(),
                _ => &[],
            };
            objects(values.iter().map(Object::DeclaredValue))
        },
    )
}

/// Declares a list of types of a declared thing.
fn type_list<T: 'static>(
    names: (&str, &str),
    description: &str,
    find: Find<T>,
    of: fn(&T) -> &Vec<TypeId>,
) -> [Field<Story>; 2] {
    list(
        names,
        "TypeDeclaration",
        description,
        DEFAULT_DETAILS,
        move |story, object| {
            let declared = find(story.graph().ontology(), object)?;
            objects(of(declared).iter().map(|&id| Object::DeclaredType(id)))
        },
    )
}

fn ontology() -> Type<Story> {
    let text = about(ontology_itself, "String!");
    let mut fields = vec![
        text("name", "The name of the story.", |o, out| {
            out.string(&o.story_name);
        }),
        text("description", "What the story is about.", |o, out| {
            out.string(&o.story_description);
        }),
    ];
    fields.extend(list(
        ("types", "typeCount"),
        "TypeDeclaration",
        "The types of entities, abstract ones included.",
        DEFAULT_DECLARATIONS,
        |story, _| {
            objects(
                story
                    .graph()
                    .ontology()
                    .type_ids()
                    .map(Object::DeclaredType),
            )
        },
    ));
    fields.extend(list(
        ("attributes", "attributeCount"),
        "AttributeDeclaration",
        "The attributes that entities can have.",
        DEFAULT_DECLARATIONS,
        |story, _| {
            let ids = story.graph().ontology().attribute_ids();
            objects(ids.map(Object::DeclaredAttribute))
        },
    ));
    fields.extend(list(
        ("relations", "relationCount"),
        "RelationDeclaration",
        "The relations that can link entities.",
        DEFAULT_DECLARATIONS,
        |story, _| {
            let ids = story.graph().ontology().relation_ids();
            objects(ids.map(Object::DeclaredRelation))
        },
    ));
    object(
        "Ontology",
        "What may be said in this story: its types, attributes and relations.",
        &[],
        fields,
    )
}

fn type_declaration() -> Type<Story> {
    let text = about(declared_type, "String!");
    let flag = about(declared_type, "Boolean!");
    let mut fields = vec![
        text(
            "name",
            "The name, which is also that of the GraphQL type.",
            |t, out| out.string(t.name.as_str()),
        ),
        text(
            "pluralField",
            "The field of `Query` that lists all entities of the type.",
            |t, out| out.string(&t.plural.to_field()),
        ),
        text("description", "What the type stands for.", |t, out| {
            out.string(&t.description);
        }),
        flag(
            "isAbstract",
            "Whether the type only gathers others; it is an interface then.",
            |t, out| out.boolean(t.is_abstract),
        ),
    ];
    fields.extend(type_list(
        ("ancestors", "ancestorCount"),
        "The abstract types to which it belongs, the nearest first.",
        declared_type,
        |t| &t.ancestors,
    ));
    object("TypeDeclaration", "A type of entities.", &[], fields)
}

/// What the values of a declared thing are, for a person.
const VALUE_TYPE: &str =
    "The kind of value: text, integer, decimal, boolean, date, period, url, money or enum.";

fn attribute_declaration() -> Type<Story> {
    let text = about(attribute, "String!");
    let flag = about(attribute, "Boolean!");
    let mut fields = vec![
        text("key", "The name in the data files.", |a, out| {
            out.string(a.key.as_str());
        }),
        text(
            "field",
            "The field of an entity that gives the value or the list of values.",
            |a, out| out.string(&a.plural.as_ref().unwrap_or(&a.key).to_field()),
        ),
        text("valueType", VALUE_TYPE, |a, out| {
            out.string(a.value_type.name());
        }),
        flag(
            "isList",
            "Whether several values may hold at the same time.",
            |a, out| out.boolean(a.plural.is_some()),
        ),
        flag(
            "isNaming",
            "Whether the values are names of the entity.",
            |a, out| out.boolean(a.naming),
        ),
        flag(
            "isReason",
            "Whether the values are reasons, of which different sources may give different ones.",
            |a, out| out.boolean(a.reason),
        ),
        text("description", "What the attribute means.", |a, out| {
            out.string(&a.description);
        }),
    ];
    fields.extend(type_list(
        ("on", "onCount"),
        "The types whose entities may have it.",
        attribute,
        |a| &a.on,
    ));
    fields.extend(values(attribute, |a| &a.value_type));
    fields.extend(qualifiers(attribute, |a| &a.qualifiers));
    object(
        "AttributeDeclaration",
        "An attribute of entities.",
        &[],
        fields,
    )
}

fn relation_declaration() -> Type<Story> {
    let text = about(relation, "String!");
    let flag = about(relation, "Boolean!");
    let end = |name: &str, description: &str, of: fn(&Relation) -> TypeId| {
        one(
            name,
            "TypeDeclaration!",
            description,
            move |story, object, _| {
                let declared = relation(story.graph().ontology(), object)?;
                Some(Object::DeclaredType(of(declared)))
            },
        )
    };
    let mut fields = vec![
        text("key", "The name in the data files.", |r, out| {
            out.string(r.key.as_str());
        }),
        text(
            "field",
            "The field of an entity where the relation starts.",
            |r, out| out.string(&r.key.to_field()),
        ),
        text(
            "inverseField",
            "The field of an entity where the relation leads.",
            |r, out| out.string(&r.inverse.to_field()),
        ),
        end("from", "The type of the entities where it starts.", |r| {
            r.from
        }),
        end("to", "The type of the entities where it leads.", |r| r.to),
        text(
            "description",
            "What the relation means, seen from where it starts.",
            |r, out| out.string(&r.description),
        ),
        text(
            "inverseDescription",
            "What the relation means, seen from where it leads.",
            |r, out| out.string(&r.inverse_description),
        ),
        flag(
            "isAccusatory",
            "Whether it says something about a person that only a court can decide.",
            |r, out| out.boolean(r.accusatory),
        ),
    ];
    fields.extend(qualifiers(relation, |r| &r.qualifiers));
    object(
        "RelationDeclaration",
        "A relation between entities.",
        &[],
        fields,
    )
}

fn qualifier_declaration() -> Type<Story> {
    let text = about(qualifier, "String!");
    let flag = about(qualifier, "Boolean!");
    let mut fields = vec![
        text("key", "The name in the data files.", |q, out| {
            out.string(q.key.as_str());
        }),
        text(
            "field",
            "The field of the edges of a relation that gives the value.",
            |q, out| out.string(&q.key.to_field()),
        ),
        text("valueType", VALUE_TYPE, |q, out| {
            out.string(q.value_type.name());
        }),
        text("description", "What the detail means.", |q, out| {
            out.string(&q.description);
        }),
        flag(
            "isIdentifying",
            "Whether claims that differ in it are about different relationships.",
            |q, out| out.boolean(q.identifying),
        ),
    ];
    fields.extend(values(qualifier, |q| &q.value_type));
    let what = "A detail that claims may carry.";
    object("QualifierDeclaration", what, &[], fields)
}

fn value_declaration() -> Type<Story> {
    let text = about(value, "String!");
    let fields = vec![
        text(
            "constant",
            "The value as the enumeration spells it.",
            |v, out| out.string(&v.key.to_constant()),
        ),
        text("description", "What it means.", |v, out| {
            out.string(&v.description);
        }),
    ];
    object(
        "ValueDeclaration",
        "A value of an enumeration.",
        &[],
        fields,
    )
}

fn statistics() -> Type<Story> {
    let mut fields = vec![
        leaf(
            "snapshot",
            "String!",
            "The snapshot from which is answered: 32 hexadecimal digits over everything that the \
             data say. Two snapshots with the same digits give the same answers.",
            |story, _, out| {
                out.plain_string(story.graph().snapshot());
                Some(())
            },
        ),
        count("sourceCount", "The number of sources.", |story, _| {
            Some(story.seen().sources().count())
        }),
        count("entityCount", "The number of entities.", |story, _| {
            Some(story.seen().n_entities())
        }),
        count("claimCount", "The number of claims.", |story, _| {
            Some(story.seen().n_claims())
        }),
        count(
            "relationshipCount",
            "The number of relationships: links between two entities, each counted once however \
             many claims are behind it.",
            |story, _| Some(story.seen().n_relationships()),
        ),
        count(
            "componentCount",
            "The number of parts of the graph that no relationship connects with each other.",
            |story, _| Some(story.seen().n_components()),
        ),
    ];
    fields.extend(list(
        ("types", "typeCount"),
        "TypeCount",
        "The number of entities of each type, abstract types included.",
        DEFAULT_DECLARATIONS,
        |story, _| objects(story.graph().ontology().type_ids().map(Object::TypeCount)),
    ));
    object("Statistics", "How much the graph holds.", &[], fields)
}

fn type_count() -> Type<Story> {
    let fields = vec![
        one(
            "type",
            "TypeDeclaration!",
            "The type.",
            |_, object, _| match object {
                Object::TypeCount(id) => Some(Object::DeclaredType(id)),
                _ => None,
            },
        ),
        count(
            "entityCount",
            "The number of its entities.",
            |story, object| match object {
                Object::TypeCount(id) => Some(List::entities(story.seen(), id).total(story.seen())),
                _ => None,
            },
        ),
    ];
    object("TypeCount", "How many entities a type has.", &[], fields)
}
