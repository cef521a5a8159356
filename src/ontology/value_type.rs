//! Which kinds of value can an attribute or a qualifier have?

use super::key::Key;

/// The kind of value that an attribute or a qualifier takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ValueType {
    /// Words.
    Text,
    /// A whole number of 32 bits.
    Integer,
    /// A decimal number, kept exactly.
    Decimal,
    /// Yes or no.
    Boolean,
    /// A date known to the year, the month or the day.
    Date,
    /// A stretch of time with partial dates or open ends.
    Period,
    /// The address of a resource on the web.
    Url,
    /// An amount in a currency.
    Money,
    /// One of the values that the ontology lists.
    Enumeration(Enumeration),
}

impl ValueType {
    /// The spellings that an ontology may use, in the order of the documentation.
    pub const NAMES: [&str; 9] = [
        "text", "integer", "decimal", "boolean", "date", "period", "url", "money", "enum",
    ];

    /// Returns the spelling of this value type in an ontology.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Integer => "integer",
            Self::Decimal => "decimal",
            Self::Boolean => "boolean",
            Self::Date => "date",
            Self::Period => "period",
            Self::Url => "url",
            Self::Money => "money",
            Self::Enumeration(_) => "enum",
        }
    }

    /// Returns whether a value has parts, so that one asks for them and not for the value.
    pub fn is_object(&self) -> bool {
        matches!(self, Self::Period | Self::Money)
    }
}

/// The values of an enumeration, in the order in which the ontology lists them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enumeration {
    /// The values; never empty.
    pub values: Vec<EnumValue>,
}

impl Enumeration {
    /// Returns the position of the value that is spelled `key`.
    pub fn position(&self, key: &str) -> Option<usize> {
        self.values
            .iter()
            .position(|value| value.key.as_str() == key)
    }
}

/// One value of an enumeration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnumValue {
    /// Its spelling.
    pub key: Key,
    /// What it means.
    pub description: String,
}
