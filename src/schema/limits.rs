//! How do the limits in force look in an answer?

use super::fields::{leaf, list, object, objects, one};
use super::scalars::enumeration;
use super::story::{Object, Story};
use crate::engine::{Field, Limit, Type, Unit};

/// The number of limits that are told when nothing is said: all of them.
const DEFAULT_LIMITS: u32 = 100;

/// Declares the limits.
pub(super) fn types() -> Vec<Type<Story>> {
    let units = Unit::ALL.map(|(_, name, meaning)| (name.to_ascii_uppercase(), meaning.to_owned()));
    vec![
        limits(),
        limit(),
        enumeration("LimitUnit", "What a limit counts.", units.into()),
    ]
}

/// Declares the root field.
pub(super) fn field() -> Field<Story> {
    one(
        "serviceLimits",
        "ServiceLimits!",
        "How much may be asked of this server, as it is set up.",
        |_, _, _| Some(Object::Limits),
    )
}

fn limits() -> Type<Story> {
    let fields = list(
        ("limits", "limitCount"),
        "ServiceLimit",
        "The limits in force.",
        DEFAULT_LIMITS,
        |story, _| objects(story.limits().iter().map(Object::Limit)),
    );
    let description = "How much may be asked of this server.";
    object("ServiceLimits", description, &[], fields.into())
}

fn limit() -> Type<Story> {
    let fields = vec![
        leaf(
            "name",
            "String!",
            "Its name, as in `documentBytes`.",
            |_, object, out| {
                out.plain_string(&camel_case(limit_of(object)?.name));
                Some(())
            },
        ),
        leaf(
            "value",
            "Int!",
            "The most that is allowed, in its unit.",
            |_, object, out| {
                out.integer(i64::try_from(limit_of(object)?.value).unwrap_or(i64::MAX));
                Some(())
            },
        ),
        leaf("unit", "LimitUnit!", "What it counts.", |_, object, out| {
            out.plain_string(&limit_of(object)?.unit.as_str().to_ascii_uppercase());
            Some(())
        }),
        leaf(
            "description",
            "String!",
            "What it bounds.",
            |_, object, out| {
                out.string(limit_of(object)?.description);
                Some(())
            },
        ),
    ];
    let description = "One limit in force; what exceeds it is refused with an error.";
    object("ServiceLimit", description, &[], fields)
}

fn limit_of(object: Object<'_>) -> Option<&Limit> {
    match object {
        Object::Limit(limit) => Some(limit),
        _ => None,
    }
}

/// Returns a name whose words are joined by underscores as the API spells it.
fn camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |spelled, word| {
        let (initial, rest) = word.split_at(word.len().min(1));
        spelled + &initial.to_ascii_uppercase() + rest
    })
}
