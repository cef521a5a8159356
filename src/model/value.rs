//! What values can an attribute or a qualifier have?

use super::date::{PartialDate, Period};
use crate::ontology::ValueType;
use borsh::{BorshDeserialize, BorshSerialize};
use rust_decimal::Decimal;
use std::fmt;

/// The value of an attribute or a qualifier, with its words in a form of their own.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value<T = Box<str>> {
    /// Words.
    Text(T),
    /// A whole number.
    Integer(i32),
    /// A decimal number, kept exactly.
    Decimal(Decimal),
    /// Yes or no.
    Boolean(bool),
    /// A partial date.
    Date(PartialDate),
    /// A stretch of time.
    Period(Period),
    /// An address on the web.
    Url(T),
    /// An amount in a currency.
    Money(Money),
    /// The position of a value in its enumeration.
    Enumeration(u16),
}

/// A value whose words are kept elsewhere.
pub type ValueRef<'c> = Value<&'c str>;

impl Value {
    /// Returns the value with its words left where they are.
    pub fn as_ref(&self) -> ValueRef<'_> {
        match self {
            Self::Text(text) => Value::Text(text),
            Self::Url(text) => Value::Url(text),
            Self::Integer(number) => Value::Integer(*number),
            Self::Decimal(number) => Value::Decimal(*number),
            Self::Boolean(yes) => Value::Boolean(*yes),
            Self::Date(date) => Value::Date(*date),
            Self::Period(period) => Value::Period(*period),
            Self::Money(money) => Value::Money(*money),
            Self::Enumeration(at) => Value::Enumeration(*at),
        }
    }
}

impl ValueRef<'_> {
    /// Returns the value in words that a reader can do with, given its declared type.
    pub fn in_words(self, value_type: &ValueType) -> String {
        match (self, value_type) {
            (Self::Enumeration(at), ValueType::Enumeration(enumeration)) => enumeration
                .values
                .get(usize::from(at))
                .map_or_else(String::new, |value| value.key.as_str().replace('-', " ")),
            (Self::Text(text) | Self::Url(text), _) => text.to_owned(),
            (Self::Integer(number), _) => number.to_string(),
            (Self::Decimal(number), _) => number.to_string(),
            (Self::Boolean(yes), _) => if yes { "yes" } else { "no" }.to_owned(),
            (Self::Date(date), _) => date.to_string(),
            (Self::Period(period), _) => period.to_string(),
            (Self::Money(money), _) => money.to_string(),
            (Self::Enumeration(at), _) => at.to_string(),
        }
    }

    /// Returns whether both values may be right as answers to one question: they are the same, one
    /// is a less precise form of the other, or they cannot be compared, as amounts in two currencies.
    pub fn agrees_with(self, other: Self) -> bool {
        match (self, other) {
            (Self::Date(a), Self::Date(b)) => a.agrees_with(b),
            (Self::Period(a), Self::Period(b)) => a.agrees_with(b),
            (Self::Money(a), Self::Money(b)) => a.currency != b.currency || a.amount == b.amount,
            (a, b) => a == b,
        }
    }

    /// Returns whether a value is below another of its kind, however vague their dates are; values
    /// that have no order never are.
    pub fn is_certainly_below(self, other: Self) -> bool {
        match (self, other) {
            (Self::Integer(a), Self::Integer(b)) => a < b,
            (Self::Decimal(a), Self::Decimal(b)) => a < b,
            (Self::Date(a), Self::Date(b)) => a.latest() < b.earliest(),
            (Self::Money(a), Self::Money(b)) => a.currency == b.currency && a.amount < b.amount,
            _ => false,
        }
    }
}

/// An amount in a currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub struct Money {
    /// The amount, kept exactly.
    pub amount: Decimal,
    /// The ISO 4217 code: three capital ASCII letters.
    pub currency: [u8; 3],
}

impl Money {
    /// Returns the amount of money that `text` spells: an amount and a code, `600000 USD`.
    ///
    /// `None` when the text is something else.
    pub fn parse(text: &str) -> Option<Self> {
        let (amount, code) = text.split_once(' ')?;
        let currency: [u8; 3] = code.as_bytes().try_into().ok()?;
        let amount = Decimal::from_str_exact(amount).ok()?;
        currency
            .iter()
            .all(u8::is_ascii_uppercase)
            .then_some(Self { amount, currency })
    }

    /// Returns the ISO 4217 code.
    pub fn currency(&self) -> &str {
        str::from_utf8(&self.currency).unwrap_or_default()
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.amount, self.currency())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> ValueRef<'static> {
        Value::Date(PartialDate::parse(text).expect("a date"))
    }

    fn money(text: &str) -> ValueRef<'static> {
        Value::Money(Money::parse(text).expect("an amount"))
    }

    #[test]
    fn values_agree_when_both_may_be_right() {
        assert!(date("2021").agrees_with(date("2021-10-21")));
        assert!(!date("2021").agrees_with(date("2022")));
        assert!(money("1.50 USD").agrees_with(money("1.5 USD")));
        assert!(money("1 USD").agrees_with(money("2 EUR")));
        assert!(!money("1 USD").agrees_with(money("2 USD")));
        assert!(!Value::Boolean(true).agrees_with(Value::Boolean(false)));
    }

    #[test]
    fn a_value_is_below_another_only_when_that_is_certain() {
        assert!(date("2021").is_certainly_below(date("2022-01")));
        assert!(!date("2021").is_certainly_below(date("2021-12-31")));
        assert!(money("1 USD").is_certainly_below(money("2 USD")));
        assert!(!money("1 USD").is_certainly_below(money("2 EUR")));
        assert!(Value::Integer(-1).is_certainly_below(Value::Integer(0)));
        assert!(!Value::Integer(0).is_certainly_below(Value::Integer(0)));
        assert!(!Value::Boolean(false).is_certainly_below(Value::Boolean(true)));
    }
}
