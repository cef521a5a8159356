//! How does a change look in an answer?

use super::arguments::about_argument;
use super::connections;
use super::fields::{leaf, object, one};
use super::story::{Object, Story};
use super::values::write_date;
use crate::engine::{Argument, Effort, Field, Type};
use crate::graph::ClaimIx;
use crate::query::{About, Change, ChangeKind, Found, Interval, answers, change_in_words, changes};

/// Declares changes.
pub(super) fn types() -> Vec<Type<Story>> {
    let mut types = vec![change()];
    types.extend(connections::types(
        "Change",
        "Change",
        "what became known",
        Vec::new(),
    ));
    types
}

/// Declares the root field.
pub(super) fn field() -> Field<Story> {
    connections::field(
        "changes",
        "ChangeConnection",
        "What became known between two days, field by field, in the order in which the sources \
         were published. A source of which only the month or the year is known counts from the \
         last day of it.",
        |story, _, arguments| {
            let interval = Interval {
                about: About::of(story.seen(), arguments.about.as_deref()),
                from: arguments.from?,
                to: arguments.to,
                kinds: arguments.change_kinds.as_deref(),
            };
            Some(story.found(|seen| Found::Changes(changes(seen, interval))))
        },
    )
    .argument(Argument::new(
        "from",
        "Date!",
        "The day by whose end the changes were not yet known. A month or a year means its last \
         day.",
    ))
    .argument(Argument::new(
        "to",
        "Date",
        "The day by whose end the changes were known, itself included; all that came since when \
         left out or null.",
    ))
    .argument(about_argument())
    .argument(Argument::new(
        "kinds",
        "[ChangeKind!]",
        "The kinds of changes that are told; all when left out or null, and none when the list \
         is empty.",
    ))
    .effort(Effort::WorkOut)
}

fn change_of(object: Object<'_>) -> Option<&Change> {
    match object {
        Object::Change(change) => Some(change),
        _ => None,
    }
}

/// Declares a field that leads to a claim that answered for the field that changed.
fn answer(
    name: &str,
    description: &str,
    of: fn([Option<ClaimIx>; 2]) -> Option<ClaimIx>,
) -> Field<Story> {
    one(name, "Claim", description, move |story, object, _| {
        let answers = answers(story.seen(), change_of(object)?);
        of(answers).map(Object::Claim)
    })
}

fn change() -> Type<Story> {
    let fields = vec![
        leaf(
            "kind",
            "ChangeKind!",
            "What has changed.",
            |_, object, out| {
                let (_, key, _) = ChangeKind::ALL[change_of(object)?.kind as usize];
                out.plain_string(&key.to_ascii_uppercase());
                Some(())
            },
        ),
        leaf(
            "date",
            "Date!",
            "When it became known: the publication of the source.",
            |_, object, out| {
                write_date(change_of(object)?.date, out);
                Some(())
            },
        ),
        one(
            "source",
            "Source!",
            "The source that changed it.",
            |_, object, _| Some(Object::Source(change_of(object)?.source)),
        ),
        one(
            "entity",
            "Entity!",
            "What the claim is about.",
            |story, object, _| {
                let claim = story.graph().claim(change_of(object)?.claim);
                Some(Object::Entity(claim.subject()))
            },
        ),
        leaf(
            "field",
            "String!",
            "The attribute or relation, as the data files spell it, such as `armorer-of`.",
            |story, object, out| {
                let claim = story.graph().claim(change_of(object)?.claim);
                let key = story.graph().ontology().key(claim.predicate());
                out.string(key.as_str());
                Some(())
            },
        ),
        one(
            "claim",
            "Claim!",
            "The claim of which something became known, as it stands under the view.",
            |_, object, _| Some(Object::Claim(change_of(object)?.claim)),
        ),
        leaf(
            "text",
            "String!",
            "The change in plain words.",
            |story, object, out| {
                out.string(&change_in_words(story.seen(), change_of(object)?));
                Some(())
            },
        ),
        answer(
            "before",
            "The claim that answered for the field until the day of the change; null when none \
             did, when the answer stayed the same, and for fields with several values.",
            |[before, _]| before,
        ),
        answer(
            "after",
            "The claim that answered for the field from the day of the change on; null when none \
             did, when the answer stayed the same, and for fields with several values.",
            |[_, after]| after,
        ),
    ];
    object(
        "Change",
        "What a source changed about what is known of a claim.",
        &[],
        fields,
    )
}
