//! Which scalars and enumerations does every story have?

use super::arguments::DIRECTIONS;
use super::story::Story;
use crate::engine::{Kind, Type};
use crate::model::{Decimal, PartialDate, Period, Stance, Status};
use crate::query::{ChangeKind, Cut, DifferenceKind, DisagreementKind, Measure, Mode, MomentKind};
use crate::search::Field;
use async_graphql::Value;

/// Returns the scalars and enumerations that do not depend on the ontology.
pub(super) fn types() -> Vec<Type<Story>> {
    vec![
        scalar(
            "Date",
            "A date that is known to the year, the month or the day, in the Extended Date/Time \
             Format: `2021`, `2021-10` or `2021-10-21`.",
            "https://www.loc.gov/standards/datetime/",
            |text| {
                PartialDate::parse(text)
                    .map(drop)
                    .map_err(|error| error.to_string())
            },
        ),
        scalar(
            "Interval",
            "A stretch of time in the Extended Date/Time Format: a date, or two dates joined by a \
             slash, of which `..` stands for an open end: `2021-10`, `2021-10/2023`, `2023-04-20/..`.",
            "https://www.loc.gov/standards/datetime/",
            |text| {
                Period::parse(text)
                    .map(drop)
                    .map_err(|error| error.to_string())
            },
        ),
        scalar(
            "Decimal",
            "A decimal number as a string, exact to its last digit.",
            "https://www.w3.org/TR/xmlschema11-2/#decimal",
            |text| {
                Decimal::from_str_exact(text)
                    .map(drop)
                    .map_err(|_| format!("`{text}` is not a decimal number."))
            },
        ),
        scalar(
            "URL",
            "The address of a resource on the web.",
            "https://url.spec.whatwg.org/",
            |_| Ok(()),
        ),
        constants(
            "ClaimStatus",
            "How a claim stands.",
            &Status::ALL.map(|(_, key, meaning)| (key, meaning)),
        ),
        constants(
            "Stance",
            "Which side a passage takes on a claim: whether the source says so itself, passes on \
             what somebody else says, or has it denied.",
            &Stance::ALL.map(|(_, key, meaning)| (key, meaning)),
        ),
        constants(
            "Certainty",
            "Whether something holds, as far as sources tell.",
            &CERTAINTIES,
        ),
        constants(
            "TimelineKind",
            "What a claim has to do with a date.",
            &MomentKind::ALL.map(|(_, key, meaning)| (key, meaning)),
        ),
        constants(
            "ChangeKind",
            "How a source can change what is known of a claim.",
            &ChangeKind::ALL.map(|(_, key, meaning)| (key, meaning)),
        ),
        constants(
            "ClaimDifferenceKind",
            "How a claim differs from what it was.",
            &DifferenceKind::ALL.map(|(_, key, meaning)| (key, meaning)),
        ),
        constants(
            "DisagreementKind",
            "In what way claims disagree, or take the place of each other.",
            &DisagreementKind::ALL.map(|(_, key, meaning)| (key, meaning)),
        ),
        constants(
            "PathMode",
            "Which paths are searched for; of a length, they are in the order of the ids and \
             relations along them.",
            &Mode::ALL.map(|(_, key, meaning)| (key, meaning)),
        ),
        constants(
            "SearchLimit",
            "Why a search ended before everything was found.",
            &Cut::ALL.map(|(_, key, meaning)| (key, meaning)),
        ),
        constants(
            "CentralityMeasure",
            "What makes an entity matter. Relationships are read without direction; each measure \
             gives the figures of the function of NetworkX that has its name.",
            &Measure::ALL.map(|(_, key, meaning)| (key, meaning)),
        ),
        constants(
            "SearchField",
            "Where a text stands that is searched.",
            &Field::ALL.map(|(_, key, meaning)| (key, meaning)),
        ),
        constants(
            "RelationDirection",
            "The end of a relation at which an entity stands.",
            &DIRECTIONS.map(|(_, constant, meaning)| (constant, meaning)),
        ),
    ]
}

/// The certainties in ascending order, with their meaning.
pub(super) const CERTAINTIES: [(&str, &str); 3] = [
    ("NO", "It does not hold."),
    (
        "PERHAPS",
        "It may: its period is known in part only, its end is open and no source vouches for it any \
         more, or nobody says when it was so.",
    ),
    ("YES", "It does, as far as its sources tell."),
];

fn scalar(
    name: &str,
    description: &str,
    specified_by: &str,
    check: fn(&str) -> Result<(), String>,
) -> Type<Story> {
    Type {
        name: name.to_owned(),
        description: description.to_owned(),
        kind: Kind::Scalar {
            specified_by: specified_by.to_owned(),
            check: Box::new(move |value| match value {
                Value::String(text) => check(text),
                value => Err(format!("Expected a string, found {value}.")),
            }),
        },
    }
}

fn constants(name: &str, description: &str, values: &[(&str, &str)]) -> Type<Story> {
    let values = values
        .iter()
        .map(|(value, meaning)| (value.to_ascii_uppercase(), (*meaning).to_owned()));
    enumeration(name, description, values.collect())
}

/// Declares an enumeration.
pub(super) fn enumeration(
    name: impl Into<String>,
    description: impl Into<String>,
    values: Vec<(String, String)>,
) -> Type<Story> {
    Type {
        name: name.into(),
        description: description.into(),
        kind: Kind::Enumeration { values },
    }
}
