//! How do claims and citations look in an answer?

use super::connections;
use super::corroboration;
use super::entities::NODE;
use super::fields::{Objects, leaf, list, object, objects, one};
use super::scalars::CERTAINTIES;
use super::story::{Object, Story};
use super::values::VALUE;
use super::warnings;
use crate::engine::{Field, Type};
use crate::model::{Assertion, CitationRef, ClaimRef, Retraction, Stance, Status};
use crate::query::{DEFAULT_PAGE, claim_in_words};

/// Declares claims, their details and their citations.
pub(super) fn types() -> Vec<Type<Story>> {
    let mut types = vec![claim(), retraction(), citation(), qualifier_value()];
    types.extend(connections::types_of_items(
        "Claim",
        "Claim",
        "the claims",
        "Claim",
        Vec::new(),
    ));
    types
}

/// Returns the fields of an edge with the claims that assert its relationship.
pub(super) fn claims_behind() -> [Field<Story>; 2] {
    list(
        ("claims", "claimCount"),
        "Claim",
        "The claims behind the relationship, the earliest publication first.",
        DEFAULT_PAGE,
        |story, object| {
            let (_, _, adjacent) = object.relationship()?;
            let claims = story.seen().claims_behind(adjacent.relationship);
            objects(claims.map(Object::Claim))
        },
    )
}

fn claim_of<'r>(story: &'r Story, object: Object<'r>) -> Option<ClaimRef<'r>> {
    match object {
        Object::Claim(claim) => Some(story.graph().claim(claim)),
        _ => None,
    }
}

fn claim() -> Type<Story> {
    let mut fields = vec![
        leaf(
            "id",
            "ID!",
            "The id, unique over everything.",
            |story, object, out| {
                out.string(&claim_of(story, object)?.id());
                Some(())
            },
        ),
        one(
            "subject",
            "Entity!",
            "What the claim is about.",
            |story, object, _| Some(Object::Entity(claim_of(story, object)?.subject())),
        ),
        leaf(
            "predicate",
            "String!",
            "The attribute or relation, as the data files spell it, such as `armorer-of`.",
            |story, object, out| {
                let ontology = story.graph().ontology();
                let predicate = claim_of(story, object)?.predicate();
                out.string(ontology.key(predicate).as_str());
                Some(())
            },
        ),
        one(
            "object",
            "Entity",
            "The entity to which the subject is linked; null when the claim is about a value.",
            |story, object, _| match claim_of(story, object)?.assertion() {
                Assertion::Relation { object, .. } => Some(Object::Entity(object)),
                Assertion::Attribute { .. } => None,
            },
        ),
        one(
            "value",
            VALUE,
            "The value of the subject's attribute; null when the claim is about a link.",
            |story, object, _| match claim_of(story, object)?.assertion() {
                Assertion::Attribute { attribute, value } => {
                    let attribute = story.graph().ontology().attribute(attribute);
                    Some(Object::Value(value, &attribute.value_type))
                }
                Assertion::Relation { .. } => None,
            },
        ),
        leaf(
            "text",
            "String!",
            "The value in plain words, or the name of the entity that is linked.",
            |story, object, out| {
                let graph = story.graph();
                match claim_of(story, object)?.assertion() {
                    Assertion::Relation { object, .. } => out.string(graph.name(object)),
                    Assertion::Attribute { attribute, value } => {
                        let attribute = graph.ontology().attribute(attribute);
                        out.string(&value.in_words(&attribute.value_type));
                    }
                }
                Some(())
            },
        ),
        leaf(
            "sentence",
            "String!",
            "The whole claim in plain words, with how it stands unless a source simply states it.",
            |story, object, out| match object {
                Object::Claim(claim) => {
                    out.string(&claim_in_words(story.seen(), claim));
                    Some(())
                }
                _ => None,
            },
        ),
        one(
            "period",
            "Period",
            "When it was so; null when nobody says.",
            |story, object, _| claim_of(story, object)?.valid().map(Object::Period),
        ),
        leaf(
            "status",
            "ClaimStatus!",
            "How the claim stands.",
            |story, object, out| {
                let status = story.seen().status(claim_of(story, object)?);
                let (_, key, _) = Status::ALL[status as usize];
                out.plain_string(&key.to_ascii_uppercase());
                Some(())
            },
        ),
        leaf(
            "certainty",
            "Certainty",
            "Whether the claim holds on the day for which the view asks; null when the view names \
             no day.",
            |story, object, out| {
                let certainty = story.seen().certainty(claim_of(story, object)?)?;
                let (constant, _) = CERTAINTIES[certainty as usize];
                out.plain_string(constant);
                Some(())
            },
        ),
        one(
            "retraction",
            "Retraction",
            "That the claim was withdrawn; null when it was not, as far as is known.",
            |story, object, _| {
                retraction_of(story, object)?;
                Some(object)
            },
        ),
        leaf(
            "note",
            "String",
            "A remark by whoever keeps the story; null when there is none.",
            |story, object, out| {
                out.string(claim_of(story, object)?.note().as_ref()?);
                Some(())
            },
        ),
    ];
    fields.extend(list(
        ("qualifiers", "qualifierCount"),
        "QualifierValue",
        "The details of the claim, such as a role, a charge or a bound.",
        DEFAULT_PAGE,
        qualifiers_of,
    ));
    fields.extend(list(
        ("citations", "citationCount"),
        "Citation",
        "The passages that assert, report or deny the claim, the earliest publication first.",
        DEFAULT_PAGE,
        |story, object| {
            let citations = story.seen().citations(claim_of(story, object)?);
            objects(citations.map(Object::Citation))
        },
    ));
    fields.push(corroboration::field());
    fields.extend(warnings::fields());
    object(
        "Claim",
        "One sourced, dated assertion about an entity. Claims that disagree stand side by side.",
        &[NODE],
        fields,
    )
}

/// Returns the retraction of a claim; over the wire it is told by the claim that it withdraws.
fn retraction_of<'r>(story: &'r Story, object: Object<'r>) -> Option<&'r Retraction> {
    story.seen().retraction(claim_of(story, object)?)
}

fn retraction() -> Type<Story> {
    let fields = vec![
        one(
            "citation",
            "Citation!",
            "The passage that withdraws the claim.",
            |story, object, _| {
                let retraction = retraction_of(story, object)?;
                Some(Object::Citation(retraction.citation.as_ref()))
            },
        ),
        leaf(
            "reason",
            "String!",
            "Why it was withdrawn, in the words of whoever keeps the story.",
            |story, object, out| {
                out.string(&retraction_of(story, object)?.reason);
                Some(())
            },
        ),
        one(
            "correctedBy",
            "Claim",
            "The claim that replaces the one that was withdrawn; null when none does, or none that \
             the view shows.",
            |story, object, _| {
                let correction = retraction_of(story, object)?.correction;
                let shown = correction.filter(|&claim| story.seen().shows_claim(claim));
                shown.map(Object::Claim)
            },
        ),
    ];
    object(
        "Retraction",
        "That a claim was withdrawn, by whom and why. The claim itself is kept.",
        &[],
        fields,
    )
}

fn qualifiers_of<'r>(story: &'r Story, object: Object<'r>) -> Option<Objects<'r>> {
    let claim = claim_of(story, object)?;
    let ontology = story.graph().ontology();
    let declared = ontology.qualifiers(claim.predicate());
    let qualifiers = claim.qualifiers();
    objects(qualifiers.map(|(at, value)| Object::Qualifier(&declared[usize::from(at)], value)))
}

fn citation_of(object: Object<'_>) -> Option<CitationRef<'_>> {
    match object {
        Object::Citation(citation) => Some(citation),
        _ => None,
    }
}

fn citation() -> Type<Story> {
    let mut fields = vec![
        one("source", "Source!", "The document.", |_, object, _| {
            Some(Object::Source(citation_of(object)?.source))
        }),
        leaf(
            "paragraph",
            "Int!",
            "The paragraph of the document, counted from 1 over the lines that hold a \
             non-whitespace character.",
            |_, object, out| {
                out.integer(citation_of(object)?.paragraph.into());
                Some(())
            },
        ),
        leaf(
            "digest",
            "String",
            "The SHA-256 of the paragraph as it was read, in 64 hexadecimal digits, over its text in \
             UTF-8 and Unicode normalization form C, with each run of whitespace made one space and \
             none at either end; null when nobody had the text at hand.",
            |story, object, out| {
                let citation = citation_of(object)?;
                let source = story.graph().source(citation.source);
                out.displayed(source.paragraphs.digest(citation.paragraph)?);
                Some(())
            },
        ),
        leaf(
            "stance",
            "Stance!",
            "Which side the passage takes on the claim.",
            |_, object, out| {
                let (_, key, _) = Stance::ALL[citation_of(object)?.stance as usize];
                out.plain_string(&key.to_ascii_uppercase());
                Some(())
            },
        ),
    ];
    fields.extend(list(
        ("attributedTo", "attributedToCount"),
        "Entity",
        "Whom the document attributes it to: the speaker first, then through whom it reached \
         the page; empty when the document speaks for itself.",
        DEFAULT_PAGE,
        |_, object| {
            let chain = citation_of(object)?.attributed_to.iter();
            objects(chain.map(|&entity| Object::Entity(entity)))
        },
    ));
    object(
        "Citation",
        "A passage of a source that asserts, reports or denies a claim.",
        &[],
        fields,
    )
}

fn qualifier_value() -> Type<Story> {
    let fields = vec![
        leaf(
            "name",
            "String!",
            "The name of the detail, as the data files spell it.",
            |_, object, out| match object {
                Object::Qualifier(declared, _) => {
                    out.string(declared.key.as_str());
                    Some(())
                }
                _ => None,
            },
        ),
        leaf(
            "text",
            "String!",
            "The value in plain words.",
            |_, object, out| match object {
                Object::Qualifier(declared, value) => {
                    out.string(&value.in_words(&declared.value_type));
                    Some(())
                }
                _ => None,
            },
        ),
        one(
            "value",
            &format!("{VALUE}!"),
            "The value, by its kind.",
            |_, object, _| match object {
                Object::Qualifier(declared, value) => {
                    Some(Object::Value(value, &declared.value_type))
                }
                _ => None,
            },
        ),
    ];
    object("QualifierValue", "A detail of a claim.", &[], fields)
}
