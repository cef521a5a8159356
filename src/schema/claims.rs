//! How do claims, citations and sources look in an answer?

use super::arguments::first_argument;
use super::connections::{self, count};
use super::entities::NODE;
use super::story::{Object, Story};
use super::values::{VALUE, object, to_text, write_date};
use crate::engine::{Field, FieldError, Halt, Kind, Leaf, Multiplicity, Produce, Type};
use crate::graph::ClaimIx;
use crate::model::{Assertion, Claim, EntityIx, Source, Stance, Status};
use crate::ontology::{Ontology, Qualifier, ValueType};
use crate::query::List;

/// Declares claims, citations and sources.
pub(super) fn types() -> Vec<Type<Story>> {
    let mut types = vec![claim(), citation(), qualifier_value(), source()];
    types.extend(connections::types(
        "Claim",
        "Claim",
        "the claims",
        Vec::new(),
    ));
    types.extend(connections::types(
        "Source",
        "Source",
        "the sources",
        Vec::new(),
    ));
    types
}

/// Returns the fields of a thing that several claims assert.
pub(super) fn claims_behind(
    what: &str,
    claims: impl for<'r> Fn(&'r Story, Object<'r>) -> &'r [ClaimIx] + Send + Sync + Clone + 'static,
) -> [Field<Story>; 2] {
    let counted = claims.clone();
    [
        Field::new(
            "claims",
            "[Claim!]!",
            format!("The claims behind {what}, the earliest publication first."),
            Produce::objects(move |story: &Story, object, arguments, each| {
                let most = arguments.page.size() as usize;
                claims(story, object)
                    .iter()
                    .take(most)
                    .try_for_each(|&claim| each(Some(Object::Claim(claim))))
            }),
        )
        .argument(first_argument())
        .multiplicity(Multiplicity::OwnPage),
        Field::new(
            "claimCount",
            "Int!",
            format!("The number of claims behind {what}."),
            Produce::leaf(move |story: &Story, object, _, out| {
                out.integer(count(counted(story, object).len()));
                Ok(Leaf::Written)
            }),
        ),
    ]
}

/// Declares a field of claims that writes a scalar.
fn claim_leaf(
    name: &str,
    ty: &str,
    description: &str,
    write: fn(&Story, &Claim, &mut crate::engine::JsonWriter) -> Leaf,
) -> Field<Story> {
    let produce = Produce::leaf(move |story: &Story, object: Object<'_>, _, out| {
        let Object::Claim(claim) = object else {
            return Ok(Leaf::Null);
        };
        Ok(write(story, story.graph().claim(claim), out))
    });
    Field::new(name, ty, description, produce)
}

/// Declares a field of claims that leads to one object.
fn claim_object(
    name: &str,
    ty: &str,
    description: &str,
    find: impl for<'r> Fn(&'r Story, &'r Claim) -> Option<Object<'r>> + Send + Sync + 'static,
) -> Field<Story> {
    let produce = Produce::object(move |story: &Story, object, _| {
        let Object::Claim(claim) = object else {
            return Ok(None);
        };
        Ok(find(story, story.graph().claim(claim)))
    });
    Field::new(name, ty, description, produce)
}

fn claim() -> Type<Story> {
    let fields = vec![
        claim_leaf(
            "id",
            "ID!",
            "The id, unique over everything.",
            |_, claim, out| {
                out.string(&claim.id);
                Leaf::Written
            },
        ),
        claim_object(
            "subject",
            "Entity!",
            "What the claim is about.",
            |_, claim| Some(Object::Entity(claim.subject)),
        ),
        claim_leaf(
            "predicate",
            "String!",
            "The attribute or relation, as the data files spell it, such as `armorer-of`.",
            |story, claim, out| {
                out.string(predicate(story.graph().ontology(), claim).0);
                Leaf::Written
            },
        ),
        claim_object(
            "object",
            "Entity",
            "The entity to which the subject is linked; null when the claim is about a value.",
            |_, claim| match claim.assertion {
                Assertion::Relation { object, .. } => Some(Object::Entity(object)),
                Assertion::Attribute { .. } => None,
            },
        ),
        claim_object(
            "value",
            VALUE,
            "The value of the subject's attribute; null when the claim is about a link.",
            |story, claim| match &claim.assertion {
                Assertion::Attribute { attribute, value } => {
                    let attribute = story.graph().ontology().attribute(*attribute);
                    Some(Object::Value(value, &attribute.value_type))
                }
                Assertion::Relation { .. } => None,
            },
        ),
        claim_leaf(
            "text",
            "String!",
            "The value in plain words, or the name of the entity that is linked.",
            |story, claim, out| {
                match &claim.assertion {
                    Assertion::Relation { object, .. } => {
                        out.string(story.graph().name(*object).text);
                    }
                    Assertion::Attribute { attribute, value } => {
                        let attribute = story.graph().ontology().attribute(*attribute);
                        out.string(&to_text(value, &attribute.value_type));
                    }
                }
                Leaf::Written
            },
        ),
        claim_object(
            "period",
            "Period",
            "When it was so; null when nobody says.",
            |_, claim| claim.valid.map(Object::Period),
        ),
        claim_leaf(
            "status",
            "ClaimStatus!",
            "How the claim stands.",
            |_, claim, out| {
                let (_, key, _) = Status::ALL[claim.status as usize];
                out.plain_string(&key.to_ascii_uppercase());
                Leaf::Written
            },
        ),
        claim_leaf(
            "note",
            "String",
            "A remark by whoever keeps the story; null when there is none.",
            |_, claim, out| match &claim.note {
                Some(note) => {
                    out.string(note);
                    Leaf::Written
                }
                None => Leaf::Null,
            },
        ),
    ];
    let fields = fields
        .into_iter()
        .chain(qualifiers())
        .chain(citations())
        .map(Into::into)
        .collect();
    Type {
        name: "Claim".to_owned(),
        description: "One sourced, dated assertion about an entity. Claims that disagree stand \
                      side by side."
            .to_owned(),
        kind: Kind::Object {
            fields,
            interfaces: vec![NODE.to_owned()],
        },
    }
}

/// Returns the name of a claim's attribute or relation and the qualifiers that it declares.
fn predicate<'o>(ontology: &'o Ontology, claim: &Claim) -> (&'o str, &'o [Qualifier]) {
    match &claim.assertion {
        Assertion::Relation { relation, .. } => {
            let relation = ontology.relation(*relation);
            (relation.key.as_str(), &relation.qualifiers)
        }
        Assertion::Attribute { attribute, .. } => {
            let attribute = ontology.attribute(*attribute);
            (attribute.key.as_str(), &attribute.qualifiers)
        }
    }
}

fn qualifiers() -> [Field<Story>; 2] {
    [
        Field::new(
            "qualifiers",
            "[QualifierValue!]!",
            "The details of the claim, such as a role, a charge or a bound.",
            Produce::objects(|story: &Story, object, arguments, each| {
                let Object::Claim(claim) = object else {
                    return Err(no_claim());
                };
                let claim = story.graph().claim(claim);
                let (_, declared) = predicate(story.graph().ontology(), claim);
                let most = arguments.page.size() as usize;
                claim
                    .qualifiers
                    .iter()
                    .take(most)
                    .try_for_each(|(at, value)| {
                        each(Some(Object::Qualifier(&declared[usize::from(*at)], value)))
                    })
            }),
        )
        .argument(first_argument())
        .multiplicity(Multiplicity::OwnPage),
        claim_leaf(
            "qualifierCount",
            "Int!",
            "The number of details of the claim.",
            |_, claim, out| {
                out.integer(count(claim.qualifiers.len()));
                Leaf::Written
            },
        ),
    ]
}

fn citations() -> [Field<Story>; 2] {
    [
        Field::new(
            "citations",
            "[Citation!]!",
            "The passages that speak for or against the claim.",
            Produce::objects(|story: &Story, object, arguments, each| {
                let Object::Claim(claim) = object else {
                    return Err(no_claim());
                };
                let citations = story.graph().claim(claim).citations.as_slice();
                citations
                    .iter()
                    .take(arguments.page.size() as usize)
                    .try_for_each(|citation| each(Some(Object::Citation(citation))))
            }),
        )
        .argument(first_argument())
        .multiplicity(Multiplicity::OwnPage),
        claim_leaf(
            "citationCount",
            "Int!",
            "The number of passages that speak for or against the claim.",
            |_, claim, out| {
                out.integer(count(claim.citations.as_slice().len()));
                Leaf::Written
            },
        ),
    ]
}

fn no_claim() -> Halt {
    FieldError::new("INTERNAL", "A claim was asked for where none is.").into()
}

fn citation() -> Type<Story> {
    let fields = vec![
        Field::new(
            "source",
            "Source!",
            "The document.",
            Produce::object(|_, object, _| {
                Ok(match object {
                    Object::Citation(citation) => Some(Object::Source(citation.source)),
                    _ => None,
                })
            }),
        ),
        Field::new(
            "paragraph",
            "Int!",
            "The paragraph of the document, counted from 1 over the lines that hold a \
             non-whitespace character.",
            Produce::leaf(|_, object, _, out| {
                let Object::Citation(citation) = object else {
                    return Ok(Leaf::Null);
                };
                out.integer(citation.paragraph.into());
                Ok(Leaf::Written)
            }),
        ),
        Field::new(
            "stance",
            "Stance!",
            "Whether the passage speaks for or against the claim.",
            Produce::leaf(|_, object, _, out| {
                let Object::Citation(citation) = object else {
                    return Ok(Leaf::Null);
                };
                let (_, key, _) = Stance::ALL[citation.stance as usize];
                out.plain_string(&key.to_ascii_uppercase());
                Ok(Leaf::Written)
            }),
        ),
        Field::new(
            "attributedTo",
            "[Entity!]!",
            "Whom the document attributes it to: the speaker first, then through whom it \
             reached the page; empty when the document speaks for itself.",
            Produce::objects(|_: &Story, object, arguments, each| {
                let Object::Citation(citation) = object else {
                    return Err(no_claim());
                };
                let most = arguments.page.size() as usize;
                let mut chain = citation.attributed_to.iter().take(most);
                chain.try_for_each(|&entity: &EntityIx| each(Some(Object::Entity(entity))))
            }),
        )
        .argument(first_argument())
        .multiplicity(Multiplicity::OwnPage),
        Field::new(
            "attributedToCount",
            "Int!",
            "The length of the chain in `attributedTo`.",
            Produce::leaf(|_, object, _, out| {
                let Object::Citation(citation) = object else {
                    return Ok(Leaf::Null);
                };
                out.integer(count(citation.attributed_to.len()));
                Ok(Leaf::Written)
            }),
        ),
    ];
    object(
        "Citation",
        "A passage of a source that speaks for or against a claim.",
        fields,
    )
}

fn qualifier_value() -> Type<Story> {
    let leaf = |write: fn(&Qualifier, &crate::model::Value) -> String| {
        Produce::leaf(move |_: &Story, object: Object<'_>, _, out| {
            let Object::Qualifier(declared, value) = object else {
                return Ok(Leaf::Null);
            };
            out.string(&write(declared, value));
            Ok(Leaf::Written)
        })
    };
    let fields = vec![
        Field::new(
            "name",
            "String!",
            "The name of the detail, as the data files spell it.",
            leaf(|declared, _| declared.key.to_string()),
        ),
        Field::new(
            "text",
            "String!",
            "The value in plain words.",
            leaf(|declared, value| to_text(value, &declared.value_type)),
        ),
        Field::new(
            "value",
            &format!("{VALUE}!"),
            "The value, by its kind.",
            Produce::object(|_, object, _| {
                Ok(match object {
                    Object::Qualifier(declared, value) => {
                        let value_type: &ValueType = &declared.value_type;
                        Some(Object::Value(value, value_type))
                    }
                    _ => None,
                })
            }),
        ),
    ];
    object("QualifierValue", "A detail of a claim.", fields)
}

/// Declares a field of sources that writes a scalar.
fn source_leaf(
    name: &str,
    ty: &str,
    description: &str,
    write: fn(&Source, &mut crate::engine::JsonWriter) -> Leaf,
) -> Field<Story> {
    let produce = Produce::leaf(move |story: &Story, object: Object<'_>, _, out| {
        let Object::Source(source) = object else {
            return Ok(Leaf::Null);
        };
        Ok(write(story.graph().source(source), out))
    });
    Field::new(name, ty, description, produce)
}

fn text_or_null(text: Option<&str>, out: &mut crate::engine::JsonWriter) -> Leaf {
    match text {
        Some(text) => {
            out.string(text);
            Leaf::Written
        }
        None => Leaf::Null,
    }
}

fn source() -> Type<Story> {
    let fields = vec![
        source_leaf(
            "id",
            "ID!",
            "The id, unique over everything.",
            |source, out| text_or_null(Some(&source.id), out),
        ),
        source_leaf(
            "name",
            "String!",
            "A short label in the words of whoever keeps the story.",
            |source, out| text_or_null(Some(&source.name), out),
        ),
        source_leaf(
            "title",
            "String",
            "The printed title; null when the document has none.",
            |source, out| text_or_null(source.title.as_deref(), out),
        ),
        source_leaf(
            "publisher",
            "String",
            "Who published it; null when the document does not say.",
            |source, out| text_or_null(source.publisher.as_deref(), out),
        ),
        source_leaf(
            "published",
            "Date!",
            "The date of publication, from which on its claims are known.",
            |source, out| {
                write_date(source.published, out);
                Leaf::Written
            },
        ),
        source_leaf(
            "language",
            "String",
            "The language, as a BCP 47 tag; null when nobody says.",
            |source, out| text_or_null(source.language.as_deref(), out),
        ),
        source_leaf(
            "url",
            "URL",
            "Where it can be read; null when nobody says.",
            |source, out| text_or_null(source.url.as_deref(), out),
        ),
        source_leaf(
            "paragraphCount",
            "Int!",
            "The number of paragraphs: of lines that hold a non-whitespace character.",
            |source, out| {
                out.integer(source.paragraphs.into());
                Leaf::Written
            },
        ),
        Field::new(
            "authors",
            "[String!]!",
            "The bylines.",
            Produce::leaf(|story: &Story, object, arguments, out| {
                let Object::Source(source) = object else {
                    return Ok(Leaf::Null);
                };
                let authors = &story.graph().source(source).authors;
                let most = arguments.page.size() as usize;
                out.list(authors.iter().take(most), |out, author| out.string(author));
                Ok(Leaf::Written)
            }),
        )
        .argument(first_argument())
        .multiplicity(Multiplicity::OwnPage),
        source_leaf(
            "authorCount",
            "Int!",
            "The number of bylines.",
            |source, out| {
                out.integer(count(source.authors.len()));
                Leaf::Written
            },
        ),
        connections::field(
            "claims",
            "ClaimConnection",
            "The claims that the source says or denies.",
            |story, object, _| match object {
                Object::Source(source) => Some(List::ClaimsFrom {
                    source,
                    claims: story.graph().claims_from(source),
                }),
                _ => None,
            },
        ),
    ];
    Type {
        name: "Source".to_owned(),
        description: "A document that claims come from.".to_owned(),
        kind: Kind::Object {
            fields: fields.into_iter().map(Into::into).collect(),
            interfaces: vec![NODE.to_owned()],
        },
    }
}
