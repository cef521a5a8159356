//! Which value does a text or number in a data file spell?

use crate::document::{Diagnostic, Diagnostics, Item, Likeness, Rule, Words};
use crate::model::{DateError, Decimal, Money, PartialDate, Period, Value};
use crate::ontology::ValueType;

/// Returns the value, or tells why it is none of this type.
pub(super) fn value_of(
    item: Item<'_>,
    value_type: &ValueType,
    words: Words,
    likeness: &mut Likeness,
    findings: &mut Diagnostics,
) -> Option<Value> {
    match value_type {
        ValueType::Text => item
            .text(words, findings)
            .map(|text| Value::Text(text.into())),
        ValueType::Integer => integer_of(item, findings).map(Value::Integer),
        ValueType::Decimal => decimal_of(item, findings).map(Value::Decimal),
        ValueType::Boolean => item.boolean(findings).map(Value::Boolean),
        ValueType::Date => date_of(item, findings).map(Value::Date),
        ValueType::Period => period_of(item, findings).map(Value::Period),
        ValueType::Url => url_of(item, findings).map(|url| Value::Url(url.into())),
        ValueType::Money => money_of(item, findings).map(Value::Money),
        ValueType::Enumeration(values) => {
            let names = || values.values.iter().map(|value| value.key.as_str());
            let name = item.one_of(names, likeness, findings)?;
            let position = values.position(name)?;
            u16::try_from(position).ok().map(Value::Enumeration)
        }
    }
}

/// Returns the date, or tells why it is none.
pub(super) fn date_of(item: Item<'_>, findings: &mut Diagnostics) -> Option<PartialDate> {
    let text = item.string("a date in quotes", findings)?;
    PartialDate::parse(text)
        .map_err(|error| findings.push(date_finding(item, &error)))
        .ok()
}

/// Returns the period, or tells why it is none.
pub(super) fn period_of(item: Item<'_>, findings: &mut Diagnostics) -> Option<Period> {
    let text = item.string("a date or an interval in quotes", findings)?;
    Period::parse(text)
        .map_err(|error| findings.push(date_finding(item, &error)))
        .ok()
}

fn date_finding(item: Item<'_>, error: &DateError) -> Diagnostic {
    let (rule, help) = match error {
        DateError::Malformed(_) => (
            Rule::MalformedDate,
            "an interval joins two dates with a slash: `2021-10/2023-01`, `2023-04-20/..`",
        ),
        DateError::Impossible(_) => (
            Rule::ImpossibleDate,
            "write no more than the source says: the year, or the year and the month",
        ),
        DateError::EndsBeforeStart(_) => (Rule::EndsBeforeStart, "write the earlier date first"),
    };
    item.finding(rule, error.to_string()).help(help)
}

fn integer_of(item: Item<'_>, findings: &mut Diagnostics) -> Option<i32> {
    let integer = item.integer().and_then(|n| i32::try_from(n).ok());
    if integer.is_none() {
        findings.push(match item.is_integer() {
            true => {
                let message = "an integer is from -2147483648 to 2147483647";
                let help = "declare it as `decimal` in the ontology to have larger numbers";
                item.finding(Rule::WrongValue, message).help(help)
            }
            false => item.mismatch("an integer"),
        });
    }
    integer
}

fn decimal_of(item: Item<'_>, findings: &mut Diagnostics) -> Option<Decimal> {
    let parse = |text: &str| {
        Decimal::from_str_exact(text)
            .or_else(|_| Decimal::from_scientific(text))
            .ok()
    };
    let spelled = item.decimal().or_else(|| item.as_str());
    let decimal = match spelled {
        Some(spelled) => parse(spelled),
        None => item.integer().map(Decimal::from),
    };
    if decimal.is_none() {
        let message = "this is not a decimal number that can be kept exactly";
        let help = "write `1.5` or `\"1.50\"`, with at most 28 digits";
        findings.push(item.finding(Rule::WrongValue, message).help(help));
    }
    decimal
}

fn money_of(item: Item<'_>, findings: &mut Diagnostics) -> Option<Money> {
    let text = item.string("an amount of money in quotes", findings)?;
    let money = Money::parse(text);
    if money.is_none() {
        let message = format!("`{text}` is not an amount of money");
        let help = "write the amount, a space and the ISO 4217 code: `\"600000 USD\"`";
        findings.push(item.finding(Rule::WrongValue, message).help(help));
    }
    money
}

/// Returns the address, or tells why it is none.
pub(super) fn url_of(item: Item<'_>, findings: &mut Diagnostics) -> Option<String> {
    let text = item.string("an address in quotes", findings)?;
    let rest = ["https://", "http://"]
        .iter()
        .find_map(|scheme| text.strip_prefix(scheme));
    let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next());
    let fits = host.is_some_and(|host| !host.is_empty())
        && text.chars().all(|c| !c.is_whitespace() && !c.is_control())
        && !text.contains(['"', '<', '>', '\\', '^', '`', '{', '|', '}']);
    if !fits {
        let message = "this is not the address of a page";
        let help = "write it in full: `\"https://example.org/\"`";
        findings.push(item.finding(Rule::WrongValue, message).help(help));
    }
    fits.then(|| text.to_owned())
}
