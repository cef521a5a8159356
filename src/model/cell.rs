//! Where are the values of claims kept?
//!
//! A value is 32 bits and its kind: the value itself where it fits, else its position among those
//! of its kind.

use super::column;
use super::date::{PartialDate, Period};
use super::texts::{TextIx, Texts};
use super::value::{Money, Value, ValueRef};
use borsh::{BorshDeserialize, BorshSerialize};
use rust_decimal::Decimal;

/// What the 32 bits of a cell are.
#[derive(Debug, Clone, Copy, PartialEq, BorshSerialize, BorshDeserialize)]
pub(super) enum Kind {
    /// No value, but the position of an entity.
    Entity,
    /// The place of a text.
    Text,
    /// The number.
    Integer,
    /// A position among the decimal numbers.
    Decimal,
    /// 0 or 1.
    Boolean,
    /// The date.
    Date,
    /// A position among the periods.
    Period,
    /// The place of a text.
    Url,
    /// A position among the amounts of money.
    Money,
    /// The position of a value in its enumeration.
    Enumeration,
}

/// What does not fit into a cell.
#[derive(Debug, Clone, PartialEq, Default, BorshSerialize, BorshDeserialize)]
pub(super) struct Cells {
    pub(super) texts: Texts,
    #[borsh(deserialize_with = "column::read")]
    decimals: Vec<Decimal>,
    #[borsh(deserialize_with = "column::read")]
    periods: Vec<Period>,
    #[borsh(deserialize_with = "column::read")]
    amounts: Vec<Money>,
}

impl Cells {
    /// Puts a value into a cell.
    pub(super) fn push(&mut self, value: &Value) -> (u32, Kind) {
        match value {
            Value::Text(text) => (self.texts.push(text).0, Kind::Text),
            Value::Integer(number) => (number.cast_unsigned(), Kind::Integer),
            Value::Decimal(number) => (append(&mut self.decimals, *number), Kind::Decimal),
            Value::Boolean(yes) => (u32::from(*yes), Kind::Boolean),
            Value::Date(date) => (date.to_bits(), Kind::Date),
            Value::Period(period) => (append(&mut self.periods, *period), Kind::Period),
            Value::Url(text) => (self.texts.push(text).0, Kind::Url),
            Value::Money(amount) => (append(&mut self.amounts, *amount), Kind::Money),
            Value::Enumeration(at) => (u32::from(*at), Kind::Enumeration),
        }
    }

    /// Appends the values of other cells, and returns how far they were moved.
    pub(super) fn append(&mut self, mut other: Self) -> Moved {
        let moved = Moved {
            texts: position(self.texts.len()),
            decimals: position(self.decimals.len()),
            periods: position(self.periods.len()),
            amounts: position(self.amounts.len()),
        };
        self.texts.append(&other.texts);
        self.decimals.append(&mut other.decimals);
        self.periods.append(&mut other.periods);
        self.amounts.append(&mut other.amounts);
        moved
    }

    /// Returns the value in a cell; `None` when it is an entity.
    #[inline]
    pub(super) fn value(&self, bits: u32, kind: Kind) -> Option<ValueRef<'_>> {
        let at = bits as usize;
        Some(match kind {
            Kind::Entity => return None,
            Kind::Text => Value::Text(self.texts.text(TextIx(bits))),
            Kind::Integer => Value::Integer(bits.cast_signed()),
            Kind::Decimal => Value::Decimal(self.decimals[at]),
            Kind::Boolean => Value::Boolean(bits != 0),
            Kind::Date => Value::Date(PartialDate::from_bits(bits)),
            Kind::Period => Value::Period(self.periods[at]),
            Kind::Url => Value::Url(self.texts.text(TextIx(bits))),
            Kind::Money => Value::Money(self.amounts[at]),
            Kind::Enumeration => Value::Enumeration(bits as u16),
        })
    }
}

/// How far values were moved when they were appended.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moved {
    texts: u32,
    decimals: u32,
    periods: u32,
    amounts: u32,
}

impl Moved {
    /// Returns what a cell holds now.
    pub(super) fn bits(self, bits: u32, kind: Kind) -> u32 {
        bits + match kind {
            Kind::Text | Kind::Url => self.texts,
            Kind::Decimal => self.decimals,
            Kind::Period => self.periods,
            Kind::Money => self.amounts,
            Kind::Entity | Kind::Integer | Kind::Boolean | Kind::Date | Kind::Enumeration => 0,
        }
    }
}

fn append<T>(items: &mut Vec<T>, item: T) -> u32 {
    items.push(item);
    position(items.len() - 1)
}

fn position(at: usize) -> u32 {
    u32::try_from(at).expect("values are counted in 32 bits")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_comes_out_of_its_cell_as_it_went_in() {
        let date = PartialDate::parse("2021-10").expect("a date");
        let values: [Value; 10] = [
            Value::Text("words".into()),
            Value::Text("".into()),
            Value::Integer(-7),
            Value::Decimal(Decimal::new(150, 2)),
            Value::Boolean(true),
            Value::Date(date),
            Value::Period(Period::on(date)),
            Value::Url("https://example.org/".into()),
            Value::Money(Money::parse("1.50 USD").expect("an amount")),
            Value::Enumeration(u16::MAX),
        ];
        let mut cells = Cells::default();
        let places: Vec<_> = values.iter().map(|value| cells.push(value)).collect();
        for (value, (bits, kind)) in values.iter().zip(places) {
            assert_eq!(cells.value(bits, kind), Some(value.as_ref()));
        }
        assert_eq!(cells.value(0, Kind::Entity), None);
    }
}
