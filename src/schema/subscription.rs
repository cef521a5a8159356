//! What is a subscriber told?

use super::arguments::about_argument;
use super::entities::{ENTITY_TYPE, has_concrete_type};
use super::fields::{leaf, list, object, objects, one};
use super::story::{Object, Story};
use super::view;
use crate::engine::{Argument, Effort, Field, FieldError, SUBSCRIPTION, Type};
use crate::ontology::Ontology;
use crate::query::{DEFAULT_PAGE, Difference, DifferenceKind, Differences};

/// Declares subscriptions; a story without types has none.
pub(super) fn types(ontology: &Ontology) -> Vec<Type<Story>> {
    if !has_concrete_type(ontology) {
        return Vec::new();
    }
    let what = "What a client can be told as it happens, over a WebSocket with the protocol \
                `graphql-transport-ws` or as server-sent events.";
    vec![
        object(SUBSCRIPTION, what, &[], vec![changed()]),
        snapshot_change(),
        claim_difference(),
    ]
}

fn changed() -> Field<Story> {
    one(
        "changed",
        "SnapshotChange!",
        "What changed in the data, claim by claim, whenever the server has read them anew. What \
         changes while a client is slow or away is told at once, from the snapshot that it saw \
         last.",
        |story, _, _| story.differences().map(Object::Differences),
    )
    .argument(about_argument())
    .argument(Argument::new(
        "types",
        &format!("[{ENTITY_TYPE}!]"),
        "The kinds of things about which one is told; all when left out, null or empty.",
    ))
    .argument(Argument::new(
        "since",
        "ID",
        "The snapshot that the client knows, to be told first what changed since then; the one \
         that is served when left out or null.",
    ))
    .argument(view::argument())
    .effort(Effort::WorkOut)
}

/// Returns the error of a subscriber who asks since a snapshot from which no way is known.
pub(super) fn unknown_snapshot(snapshot: &str) -> FieldError {
    let message = format!(
        "Nobody remembers what changed since the snapshot `{snapshot}`; read what you need anew, \
         and subscribe without `since`."
    );
    FieldError::new("SNAPSHOT_UNKNOWN", message)
}

fn snapshot_change() -> Type<Story> {
    fn differences_of(object: Object<'_>) -> Option<&Differences> {
        match object {
            Object::Differences(differences) => Some(differences),
            _ => None,
        }
    }
    let mut fields = vec![
        leaf("since", "ID!", "The snapshot before.", |_, object, out| {
            out.string(&differences_of(object)?.since);
            Some(())
        }),
        leaf(
            "snapshot",
            "ID!",
            "The snapshot to which the changes lead; with it as `since`, a subscription goes on \
             without a gap.",
            |story, _, out| {
                out.plain_string(story.graph().snapshot());
                Some(())
            },
        ),
    ];
    fields.extend(list(
        ("claims", "claimCount"),
        "ClaimDifference",
        "The claims that differ, in the order of their ids.",
        DEFAULT_PAGE,
        |_, object| {
            objects(
                differences_of(object)?
                    .claims
                    .iter()
                    .map(Object::Difference),
            )
        },
    ));
    object(
        "SnapshotChange",
        "How the data differ from what they were.",
        &[],
        fields,
    )
}

fn difference_of(object: Object<'_>) -> Option<&Difference> {
    match object {
        Object::Difference(difference) => Some(difference),
        _ => None,
    }
}

fn claim_difference() -> Type<Story> {
    let fields = vec![
        leaf(
            "kind",
            "ClaimDifferenceKind!",
            "In what way the claim differs.",
            |_, object, out| {
                let (_, key, _) = DifferenceKind::ALL[difference_of(object)?.kind as usize];
                out.plain_string(&key.to_ascii_uppercase());
                Some(())
            },
        ),
        leaf("id", "ID!", "The id of the claim.", |_, object, out| {
            out.string(&difference_of(object)?.id);
            Some(())
        }),
        leaf(
            "sentence",
            "String!",
            "The claim in plain words; as it was, when it is no longer there.",
            |_, object, out| {
                out.string(&difference_of(object)?.sentence);
                Some(())
            },
        ),
        one(
            "claim",
            "Claim",
            "The claim; null when it is no longer there.",
            |_, object, _| difference_of(object)?.claim.map(Object::Claim),
        ),
        one(
            "subject",
            "Entity",
            "What the claim is, or was, about; null when that is no longer there either.",
            |_, object, _| difference_of(object)?.subject.map(Object::Entity),
        ),
    ];
    object(
        "ClaimDifference",
        "A claim that is not as it was.",
        &[],
        fields,
    )
}
