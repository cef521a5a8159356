//! How do values look in an answer?

use super::story::{Object, Story};
use crate::engine::{Field, JsonWriter, Kind, Leaf, Produce, Type};
use crate::graph::Cell;
use crate::model::{Bound, Money, PartialDate, Period, Value};
use crate::ontology::{Key, ValueType};

/// The name of the union of all values.
pub(super) const VALUE: &str = "Value";

/// Returns the name of the object type that holds a value of this kind in [`VALUE`].
pub(super) fn type_name(value_type: &ValueType) -> &'static str {
    match value_type {
        ValueType::Text => "TextValue",
        ValueType::Integer => "IntegerValue",
        ValueType::Decimal => "DecimalValue",
        ValueType::Boolean => "BooleanValue",
        ValueType::Date => "DateValue",
        ValueType::Period => "PeriodValue",
        ValueType::Url => "UrlValue",
        ValueType::Money => "MoneyValue",
        ValueType::Enumeration(_) => "EnumerationValue",
    }
}

/// Returns the GraphQL type of a field with values of this kind; `enumeration` is the name of
/// the type that an enumeration has in the schema.
pub(super) fn field_type(value_type: &ValueType, enumeration: &str) -> String {
    match value_type {
        ValueType::Text => "String",
        ValueType::Integer => "Int",
        ValueType::Decimal => "Decimal",
        ValueType::Boolean => "Boolean",
        ValueType::Date => "Date",
        ValueType::Period => "Period",
        ValueType::Url => "URL",
        ValueType::Money => "Money",
        ValueType::Enumeration(_) => enumeration,
    }
    .to_owned()
}

/// Returns the spelled values of an enumeration, by their positions; empty for other kinds.
pub(super) fn constants(value_type: &ValueType) -> Vec<String> {
    match value_type {
        ValueType::Enumeration(enumeration) => {
            let values = enumeration.values.iter();
            values.map(|value| value.key.to_constant()).collect()
        }
        _ => Vec::new(),
    }
}

/// Writes a value that is a scalar or one of the enumeration values `constants`.
#[inline]
pub(super) fn write_cell(cell: Cell<'_>, constants: &[String], out: &mut JsonWriter) {
    match cell {
        Cell::Text(label) if label.is_plain => out.plain_string(label.text),
        Cell::Text(label) => out.string(label.text),
        Cell::Integer(number) => out.integer(number.into()),
        Cell::Decimal(number) => out.displayed(number),
        Cell::Boolean(yes) => out.boolean(yes),
        Cell::Date(date) => write_date(date, out),
        Cell::Enumeration(at) => out.plain_string(&constants[usize::from(at)]),
        // Periods and amounts are objects of their own.
        Cell::Period(period) => out.displayed(period),
        Cell::Money(money) => out.displayed(money),
    }
}

/// Writes a value of a claim or a qualifier that is a scalar or an enumeration value.
pub(super) fn write_value(value: &Value, constants: &[String], out: &mut JsonWriter) {
    match value {
        Value::Text(text) | Value::Url(text) => out.string(text),
        Value::Integer(number) => out.integer((*number).into()),
        Value::Decimal(number) => out.displayed(number),
        Value::Boolean(yes) => out.boolean(*yes),
        Value::Date(date) => write_date(*date, out),
        Value::Enumeration(at) => out.plain_string(&constants[usize::from(*at)]),
        Value::Period(period) => out.displayed(period),
        Value::Money(money) => out.displayed(money),
    }
}

/// Returns a value in words that a reader can do with.
pub(super) fn to_text(value: &Value, value_type: &ValueType) -> String {
    match (value, value_type) {
        (Value::Enumeration(at), ValueType::Enumeration(enumeration)) => enumeration
            .values
            .get(usize::from(*at))
            .map_or_else(String::new, |value| value.key.as_str().replace('-', " ")),
        (Value::Text(text) | Value::Url(text), _) => text.to_string(),
        (Value::Integer(number), _) => number.to_string(),
        (Value::Decimal(number), _) => number.to_string(),
        (Value::Boolean(yes), _) => if *yes { "yes" } else { "no" }.to_owned(),
        (Value::Date(date), _) => date.to_string(),
        (Value::Period(period), _) => period.to_string(),
        (Value::Money(money), _) => money.to_string(),
        (Value::Enumeration(at), _) => at.to_string(),
    }
}

/// Writes a partial date.
pub(super) fn write_date(date: PartialDate, out: &mut JsonWriter) {
    let mut digits = *b"\"0000-00-00\"";
    let year = date.year().unsigned_abs();
    for (at, power) in [(1, 1000), (2, 100), (3, 10), (4, 1)] {
        digits[at] += u8::try_from(year / power % 10).unwrap_or(0);
    }
    let mut end = 5;
    for part in [date.month(), date.day()].into_iter().flatten() {
        digits[end + 1] += part / 10;
        digits[end + 2] += part % 10;
        end += 3;
    }
    digits[end] = b'"';
    out.raw(&digits[..=end]);
}

/// Returns what a spelled enumeration value means.
fn meaning<'v>(value: &Value, value_type: &'v ValueType) -> Option<(&'v Key, &'v str)> {
    match (value, value_type) {
        (Value::Enumeration(at), ValueType::Enumeration(enumeration)) => enumeration
            .values
            .get(usize::from(*at))
            .map(|declared| (&declared.key, declared.description.as_str())),
        _ => None,
    }
}

/// Declares the types of values.
pub(super) fn types() -> Vec<Type<Story>> {
    let mut types = vec![period(), money()];
    let scalars = [
        (ValueType::Text, "text", "String!", "The words."),
        (ValueType::Integer, "integer", "Int!", "The number."),
        (ValueType::Decimal, "decimal", "Decimal!", "The number."),
        (ValueType::Boolean, "boolean", "Boolean!", "Yes or no."),
        (ValueType::Date, "date", "Date!", "The date."),
        (ValueType::Url, "url", "URL!", "The address."),
    ];
    for (value_type, field, ty, description) in scalars {
        let write = Produce::leaf(|_, object, _, out| {
            let Object::Value(value, _) = object else {
                return Ok(Leaf::Null);
            };
            write_value(value, &[], out);
            Ok(Leaf::Written)
        });
        types.push(value_object(
            &value_type,
            vec![Field::new(field, ty, description, write)],
        ));
    }
    types.push(value_object(
        &ValueType::Period,
        vec![Field::new(
            "period",
            "Period!",
            "The stretch of time.",
            Produce::object(|_, object, _| {
                Ok(match object {
                    Object::Value(Value::Period(period), _) => Some(Object::Period(*period)),
                    _ => None,
                })
            }),
        )],
    ));
    types.push(value_object(
        &ValueType::Money,
        vec![Field::new(
            "money",
            "Money!",
            "The amount.",
            Produce::object(|_, object, _| {
                Ok(match object {
                    Object::Value(Value::Money(money), _) => Some(Object::Money(*money)),
                    _ => None,
                })
            }),
        )],
    ));
    types.push(enumeration_value());
    let members = ValueType::NAMES
        .iter()
        .map(|name| {
            let capital = name[..1].to_ascii_uppercase() + &name[1..];
            match *name {
                "enum" => "EnumerationValue".to_owned(),
                _ => format!("{capital}Value"),
            }
        })
        .collect();
    types.push(Type {
        name: VALUE.to_owned(),
        description: "The value of an attribute or a qualifier, by its kind.".to_owned(),
        kind: Kind::Union { members },
    });
    types
}

fn value_object(value_type: &ValueType, fields: Vec<Field<Story>>) -> Type<Story> {
    let kind = match value_type {
        ValueType::Text => "in words",
        ValueType::Integer => "that is a whole number",
        ValueType::Decimal => "that is a decimal number",
        ValueType::Boolean => "that is yes or no",
        ValueType::Date => "that is a date",
        ValueType::Period => "that is a stretch of time",
        ValueType::Url => "that is an address on the web",
        ValueType::Money => "that is an amount of money",
        ValueType::Enumeration(_) => "from a list that the ontology declares",
    };
    object(type_name(value_type), &format!("A value {kind}."), fields)
}

/// Declares an object type that implements no interface.
pub(super) fn object(name: &str, description: &str, fields: Vec<Field<Story>>) -> Type<Story> {
    Type {
        name: name.to_owned(),
        description: description.to_owned(),
        kind: Kind::Object {
            fields: fields.into_iter().map(Into::into).collect(),
            interfaces: Vec::new(),
        },
    }
}

fn enumeration_value() -> Type<Story> {
    let fields = vec![
        Field::new(
            "constant",
            "String!",
            "The value as the enumeration of its attribute or qualifier spells it.",
            Produce::leaf(|_, object, _, out| {
                let Object::Value(value, value_type) = object else {
                    return Ok(Leaf::Null);
                };
                let Some((key, _)) = meaning(value, value_type) else {
                    return Ok(Leaf::Null);
                };
                out.string(&key.to_constant());
                Ok(Leaf::Written)
            }),
        ),
        Field::new(
            "meaning",
            "String!",
            "What the value means.",
            Produce::leaf(|_, object, _, out| {
                let Object::Value(value, value_type) = object else {
                    return Ok(Leaf::Null);
                };
                let Some((_, meaning)) = meaning(value, value_type) else {
                    return Ok(Leaf::Null);
                };
                out.string(meaning);
                Ok(Leaf::Written)
            }),
        ),
    ];
    object(
        "EnumerationValue",
        "A value from a list that the ontology declares.",
        fields,
    )
}

fn period() -> Type<Story> {
    let bound = |of: fn(Period) -> Bound| {
        Produce::leaf(move |_: &Story, object: Object<'_>, _, out| {
            let Object::Period(period) = object else {
                return Ok(Leaf::Null);
            };
            match of(period) {
                Bound::Open => Ok(Leaf::Null),
                Bound::At(date) => {
                    write_date(date, out);
                    Ok(Leaf::Written)
                }
            }
        })
    };
    object(
        "Period",
        "A stretch of time, as precisely as anybody says.",
        vec![
            Field::new(
                "start",
                "Date",
                "When it began; null when the beginning is open or unknown.",
                bound(Period::start),
            ),
            Field::new(
                "end",
                "Date",
                "When it ended, this date included; null when the end is open or unknown.",
                bound(Period::end),
            ),
            Field::new(
                "text",
                "String!",
                "The period in the Extended Date/Time Format, such as `2021-10/2023-01`, \
                 `2023-04-20/..` or, when it is one date, `2021-10-21`.",
                Produce::leaf(|_, object, _, out| {
                    let Object::Period(period) = object else {
                        return Ok(Leaf::Null);
                    };
                    out.displayed(period);
                    Ok(Leaf::Written)
                }),
            ),
        ],
    )
}

fn money() -> Type<Story> {
    let part = |write: fn(Money, &mut JsonWriter)| {
        Produce::leaf(move |_: &Story, object: Object<'_>, _, out| {
            let Object::Money(money) = object else {
                return Ok(Leaf::Null);
            };
            write(money, out);
            Ok(Leaf::Written)
        })
    };
    object(
        "Money",
        "An amount in a currency.",
        vec![
            Field::new(
                "amount",
                "Decimal!",
                "The amount.",
                part(|money, out| out.displayed(money.amount)),
            ),
            Field::new(
                "currency",
                "String!",
                "The currency, as an ISO 4217 code.",
                part(|money, out| out.string(money.currency())),
            ),
        ],
    )
}
