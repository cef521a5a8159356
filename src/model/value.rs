//! What values can an attribute or a qualifier have?

use super::date::{PartialDate, Period};
use crate::ontology::ValueType;
use rust_decimal::Decimal;
use std::fmt;

/// The value of an attribute or a qualifier.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Words.
    Text(Box<str>),
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
    Url(Box<str>),
    /// An amount in a currency.
    Money(Money),
    /// The position of a value in its enumeration.
    Enumeration(u16),
}

impl Value {
    /// Returns the value in words that a reader can do with, given its declared type.
    pub fn in_words(&self, value_type: &ValueType) -> String {
        match (self, value_type) {
            (Self::Enumeration(at), ValueType::Enumeration(enumeration)) => enumeration
                .values
                .get(usize::from(*at))
                .map_or_else(String::new, |value| value.key.as_str().replace('-', " ")),
            (Self::Text(text) | Self::Url(text), _) => text.to_string(),
            (Self::Integer(number), _) => number.to_string(),
            (Self::Decimal(number), _) => number.to_string(),
            (Self::Boolean(yes), _) => if *yes { "yes" } else { "no" }.to_owned(),
            (Self::Date(date), _) => date.to_string(),
            (Self::Period(period), _) => period.to_string(),
            (Self::Money(money), _) => money.to_string(),
            (Self::Enumeration(at), _) => at.to_string(),
        }
    }
}

/// An amount in a currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
