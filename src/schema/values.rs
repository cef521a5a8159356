//! How do values look in an answer?

use super::fields::{leaf, object, one};
use super::story::{Object, Story};
use crate::engine::{Field, JsonWriter, Kind, Piece, Type, digits};
use crate::model::{Bound, Money, PartialDate, Period, Value, ValueRef};
use crate::ontology::{EnumValue, ValueType};

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
pub(super) fn constants(value_type: &ValueType) -> Vec<Piece> {
    match value_type {
        ValueType::Enumeration(enumeration) => {
            let values = enumeration.values.iter();
            values
                .map(|value| Piece::new(&format!("\"{}\"", value.key.to_constant())))
                .collect()
        }
        _ => Vec::new(),
    }
}

/// Writes a value that is a scalar or one of the enumeration values `constants`.
pub(super) fn write_value(value: ValueRef<'_>, constants: &[Piece], out: &mut JsonWriter) {
    match value {
        Value::Text(text) | Value::Url(text) => out.string(text),
        Value::Integer(number) => out.integer(number.into()),
        Value::Decimal(number) => out.displayed(number),
        Value::Boolean(yes) => out.boolean(yes),
        Value::Date(date) => write_date(date, out),
        Value::Enumeration(at) => out.piece(&constants[usize::from(at)]),
        Value::Period(period) => out.displayed(period),
        Value::Money(money) => out.displayed(money),
    }
}

/// Writes a partial date.
pub(super) fn write_date(date: PartialDate, out: &mut JsonWriter) {
    let year = date.year().unsigned_abs();
    let ([y1, y2], [y3, y4]) = (digits((year / 100) as u8), digits((year % 100) as u8));
    match (date.month().map(digits), date.day().map(digits)) {
        (Some([m1, m2]), Some([d1, d2])) => {
            out.bytes([b'"', y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, b'"']);
        }
        (Some([m1, m2]), None) => out.bytes([b'"', y1, y2, y3, y4, b'-', m1, m2, b'"']),
        (None, _) => out.bytes([b'"', y1, y2, y3, y4, b'"']),
    }
}

/// Declares the types of values.
pub(super) fn types() -> Vec<Type<Story>> {
    let held = [
        (ValueType::Text, "in words", "text", "String!", "The words."),
        (
            ValueType::Integer,
            "that is a whole number",
            "integer",
            "Int!",
            "The number.",
        ),
        (
            ValueType::Decimal,
            "that is a decimal number",
            "decimal",
            "Decimal!",
            "The number.",
        ),
        (
            ValueType::Boolean,
            "that is yes or no",
            "boolean",
            "Boolean!",
            "Yes or no.",
        ),
        (
            ValueType::Date,
            "that is a date",
            "date",
            "Date!",
            "The date.",
        ),
        (
            ValueType::Period,
            "that is a stretch of time",
            "period",
            "Period!",
            "The stretch of time.",
        ),
        (
            ValueType::Url,
            "that is an address on the web",
            "url",
            "URL!",
            "The address.",
        ),
        (
            ValueType::Money,
            "that is an amount of money",
            "money",
            "Money!",
            "The amount.",
        ),
    ];
    let mut values: Vec<_> = held
        .into_iter()
        .map(|(value_type, kind, name, ty, description)| {
            let field = held_value(&value_type, name, ty, description);
            let what = format!("A value {kind}.");
            object(type_name(&value_type), &what, &[], vec![field])
        })
        .collect();
    values.push(enumeration_value());
    let union = Type {
        name: VALUE.to_owned(),
        description: "The value of an attribute or a qualifier, by its kind.".to_owned(),
        kind: Kind::Union {
            members: values.iter().map(|member| member.name.clone()).collect(),
        },
    };
    values.extend([union, period(), money()]);
    values
}

/// Declares the field of an object type in [`VALUE`] that gives the value.
fn held_value(value_type: &ValueType, name: &str, ty: &str, description: &str) -> Field<Story> {
    if value_type.is_object() {
        return one(name, ty, description, |_, object, _| match object {
            Object::Value(value, _) => Some(Object::of_value(value)),
            _ => None,
        });
    }
    leaf(name, ty, description, |_, object, out| match object {
        Object::Value(value, _) => {
            write_value(value, &[], out);
            Some(())
        }
        _ => None,
    })
}

fn enumeration_value() -> Type<Story> {
    let fields = vec![
        leaf(
            "constant",
            "String!",
            "The value as the enumeration of its attribute or qualifier spells it.",
            |_, object, out| {
                out.plain_string(&declared(object)?.key.to_constant());
                Some(())
            },
        ),
        leaf(
            "meaning",
            "String!",
            "What the value means.",
            |_, object, out| {
                out.string(&declared(object)?.description);
                Some(())
            },
        ),
    ];
    object(
        "EnumerationValue",
        "A value from a list that the ontology declares.",
        &[],
        fields,
    )
}

/// Returns the declaration of an enumeration value.
fn declared(object: Object<'_>) -> Option<&EnumValue> {
    match object {
        Object::Value(Value::Enumeration(at), ValueType::Enumeration(enumeration)) => {
            enumeration.values.get(usize::from(at))
        }
        _ => None,
    }
}

fn period() -> Type<Story> {
    let bound = |name: &str, description: &str, of: fn(Period) -> Bound| {
        leaf(name, "Date", description, move |_, object, out| {
            let Object::Period(period) = object else {
                return None;
            };
            write_date(of(period).date()?, out);
            Some(())
        })
    };
    let fields = vec![
        bound(
            "start",
            "When it began; null when the beginning is open or unknown.",
            Period::start,
        ),
        bound(
            "end",
            "When it ended, this date included; null when the end is open or unknown.",
            Period::end,
        ),
        leaf(
            "text",
            "String!",
            "The period in the Extended Date/Time Format, such as `2021-10/2023-01`, \
             `2023-04-20/..` or, when it is one date, `2021-10-21`.",
            |_, object, out| match object {
                Object::Period(period) => {
                    out.displayed(period);
                    Some(())
                }
                _ => None,
            },
        ),
    ];
    let description = "A stretch of time, as precisely as anybody says.";
    object("Period", description, &[], fields)
}

fn money() -> Type<Story> {
    let part = |name: &str, ty: &str, description: &str, write: fn(Money, &mut JsonWriter)| {
        leaf(name, ty, description, move |_, object, out| match object {
            Object::Money(money) => {
                write(money, out);
                Some(())
            }
            _ => None,
        })
    };
    let fields = vec![
        part("amount", "Decimal!", "The amount.", |money, out| {
            out.displayed(money.amount);
        }),
        part(
            "currency",
            "String!",
            "The currency, as an ISO 4217 code.",
            |money, out| out.string(money.currency()),
        ),
    ];
    object("Money", "An amount in a currency.", &[], fields)
}
