//! How does a timeline look in an answer?

use super::arguments::about_argument;
use super::connections;
use super::fields::{leaf, object, one};
use super::story::{Object, Story};
use super::values::write_date;
use crate::engine::{Argument, Effort, Field, Type};
use crate::query::{About, Era, Found, Moment, MomentKind, claim_in_words, timeline};

/// Declares the entries of timelines.
pub(super) fn types() -> Vec<Type<Story>> {
    let mut types = vec![entry()];
    types.extend(connections::types(
        "Timeline",
        "TimelineEntry",
        "a timeline",
        Vec::new(),
    ));
    types
}

/// Declares the root field.
pub(super) fn field() -> Field<Story> {
    connections::field(
        "timeline",
        "TimelineConnection",
        "What happened, in the order of time: dates that claims give, and the ends of the periods \
         over which claims hold, of claims that are neither denied nor retracted. Dates are in the \
         order of the earliest day that they may mean; of two that begin on the same day, the less \
         precise comes first.",
        |story, _, arguments| {
            let era = Era {
                about: About::of(story.seen(), arguments.about.as_deref()),
                from: arguments.from,
                to: arguments.to,
            };
            Some(story.found(|seen| Found::Timeline(timeline(seen, era))))
        },
    )
    .argument(about_argument())
    .argument(Argument::new(
        "from",
        "Date",
        "The day before which nothing is told that certainly happened then.",
    ))
    .argument(Argument::new(
        "to",
        "Date",
        "The day after which nothing is told that certainly happened then.",
    ))
    .effort(Effort::WorkOut)
}

fn moment(object: Object<'_>) -> Option<&Moment> {
    match object {
        Object::Moment(moment) => Some(moment),
        _ => None,
    }
}

fn entry() -> Type<Story> {
    let fields = vec![
        leaf(
            "date",
            "Date!",
            "When it was, as precisely as the claim tells.",
            |_, object, out| {
                write_date(moment(object)?.date, out);
                Some(())
            },
        ),
        leaf(
            "kind",
            "TimelineKind!",
            "What the claim has to do with the date.",
            |_, object, out| {
                let (_, key, _) = MomentKind::ALL[moment(object)?.kind as usize];
                out.plain_string(&key.to_ascii_uppercase());
                Some(())
            },
        ),
        leaf(
            "text",
            "String!",
            "The claim in plain words.",
            |story, object, out| {
                out.string(&claim_in_words(story.seen(), moment(object)?.claim));
                Some(())
            },
        ),
        one(
            "entity",
            "Entity!",
            "What the claim is about.",
            |story, object, _| {
                let claim = story.graph().claim(moment(object)?.claim);
                Some(Object::Entity(claim.subject()))
            },
        ),
        one(
            "claim",
            "Claim!",
            "The claim that says so.",
            |_, object, _| Some(Object::Claim(moment(object)?.claim)),
        ),
    ];
    object(
        "TimelineEntry",
        "A date in a timeline, with the claim that gives it.",
        &[],
        fields,
    )
}
