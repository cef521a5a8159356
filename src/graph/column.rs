//! What value does an attribute have, entity by entity?

use super::text::{TextIx, Texts};
use crate::model::{Decimal, Money, PartialDate, Period, Value};

/// The value of an attribute, borrowed from the graph.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell<'g> {
    /// Words, or an address on the web.
    Text(&'g str),
    /// A whole number.
    Integer(i32),
    /// A decimal number.
    Decimal(Decimal),
    /// Yes or no.
    Boolean(bool),
    /// A partial date.
    Date(PartialDate),
    /// A stretch of time.
    Period(Period),
    /// An amount in a currency.
    Money(Money),
    /// The position of a value in its enumeration.
    Enumeration(u16),
}

/// A value as a column keeps it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Stored {
    Text(TextIx),
    Integer(i32),
    Boolean(bool),
    Date(PartialDate),
    Enumeration(u16),
    /// The position of a wide value in [`Column::wide`].
    Wide(u32),
}

/// The values of one attribute for the entities of one type, by their rows.
#[derive(Debug, Default)]
pub(super) struct Column {
    rows: Vec<Option<Stored>>,
    wide: Vec<Wide>,
}

/// A value that is too wide for a row.
#[derive(Debug, Clone, Copy)]
enum Wide {
    Decimal(Decimal),
    Period(Period),
    Money(Money),
}

impl Column {
    /// Puts a value into a row.
    pub(super) fn set(&mut self, row: u32, value: &Value, texts: &mut Texts) {
        let row = row as usize;
        if self.rows.len() <= row {
            self.rows.resize(row + 1, None);
        }
        self.rows[row] = Some(match value {
            Value::Text(text) | Value::Url(text) => Stored::Text(texts.push(text)),
            Value::Integer(number) => Stored::Integer(*number),
            Value::Boolean(yes) => Stored::Boolean(*yes),
            Value::Date(date) => Stored::Date(*date),
            Value::Enumeration(at) => Stored::Enumeration(*at),
            Value::Decimal(number) => self.store_wide(Wide::Decimal(*number)),
            Value::Period(period) => self.store_wide(Wide::Period(*period)),
            Value::Money(money) => self.store_wide(Wide::Money(*money)),
        });
    }

    fn store_wide(&mut self, value: Wide) -> Stored {
        self.wide.push(value);
        let at = u32::try_from(self.wide.len() - 1).expect("claims are counted in 32 bits");
        Stored::Wide(at)
    }

    /// Returns the value in a row.
    pub(super) fn cell<'g>(&'g self, row: u32, texts: &'g Texts) -> Option<Cell<'g>> {
        let stored = (*self.rows.get(row as usize)?)?;
        Some(match stored {
            Stored::Text(at) => Cell::Text(texts.text(at)),
            Stored::Integer(number) => Cell::Integer(number),
            Stored::Boolean(yes) => Cell::Boolean(yes),
            Stored::Date(date) => Cell::Date(date),
            Stored::Enumeration(at) => Cell::Enumeration(at),
            Stored::Wide(at) => self.wide_cell(at),
        })
    }

    fn wide_cell(&self, at: u32) -> Cell<'static> {
        match self.wide[at as usize] {
            Wide::Decimal(number) => Cell::Decimal(number),
            Wide::Period(period) => Cell::Period(period),
            Wide::Money(money) => Cell::Money(money),
        }
    }
}
