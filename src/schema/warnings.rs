//! How does an answer tell what is doubtful about a claim?

use super::fields::{leaf, list, object, objects};
use super::story::{Object, Story};
use crate::engine::{Field, Type};
use crate::model::Breach;
use crate::query::DEFAULT_PAGE;

/// Declares what a warning tells.
pub(super) fn types() -> Vec<Type<Story>> {
    let mut fields = vec![
        leaf(
            "constraint",
            "String!",
            "The name of the constraint that is not kept, as the ontology spells it.",
            |story, object, out| {
                let ontology = story.graph().ontology();
                out.string(ontology.constraint(breach(object)?.constraint).key.as_str());
                Some(())
            },
        ),
        leaf(
            "rule",
            "String!",
            "What must hold.",
            |story, object, out| {
                let ontology = story.graph().ontology();
                out.string(&ontology.constraint(breach(object)?.constraint).description);
                Some(())
            },
        ),
        leaf(
            "text",
            "String!",
            "How the claims do not keep it, in one sentence.",
            |_, object, out| {
                out.string(&format!("{}.", breach(object)?.text));
                Some(())
            },
        ),
    ];
    fields.extend(list(
        ("claims", "claimCount"),
        "Claim",
        "The claims that together do not keep it.",
        DEFAULT_PAGE,
        |_, object| objects(breach(object)?.claims.iter().copied().map(Object::Claim)),
    ));
    let description = "Something that does not fit what the ontology says must hold.";
    vec![object("Warning", description, &[], fields)]
}

/// Returns the fields that tell the warnings about a claim.
pub(super) fn fields() -> [Field<Story>; 2] {
    list(
        ("warnings", "warningCount"),
        "Warning",
        "What does not fit about the claim, by the constraints of the ontology and as far as the \
         view shows the claims that do not fit each other.",
        DEFAULT_PAGE,
        |story, object| match object {
            Object::Claim(claim) => objects(story.seen().warnings_on(claim).map(Object::Warning)),
            _ => None,
        },
    )
}

fn breach(object: Object<'_>) -> Option<&Breach> {
    match object {
        Object::Warning(breach) => Some(breach),
        _ => None,
    }
}
