//! Does a value fit what is asked for?
//!
//! A test that compares says no where there is no value; only `Exists` can say that there is
//! none.

use crate::model::{Bound, Decimal, PartialDate, Period, Value, ValueRef};
use crate::search::folded;

/// A test of a value.
#[derive(Debug, Clone, PartialEq)]
pub enum ValueTest {
    /// Whether there is a value.
    Exists(bool),
    /// A test of words or an address.
    Text(TextTest),
    /// A test of a whole or a decimal number.
    Number(NumberTest),
    /// Whether the answer is this one.
    Boolean(bool),
    /// A test of a date or a period.
    Date(DateTest),
    /// A test of an amount.
    Amount(NumberTest),
    /// A test of a currency.
    Currency(TextTest),
    /// Whether the value is one of these, by their positions in the enumeration.
    Enumeration(Vec<u16>),
}

/// A test of words.
#[derive(Debug, Clone, PartialEq)]
pub enum TextTest {
    /// The words are one of these, to the letter.
    In(Vec<String>),
    /// The words are there and none of these.
    NotIn(Vec<String>),
    /// The words hold this part; letter case and accents do not count.
    Contains(Folded),
    /// The words begin with this part; letter case and accents do not count.
    StartsWith(Folded),
    /// One of the words is this one; letter case and accents do not count.
    Word(Folded),
}

/// Words without letter case and accents, folded once for all that they are compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folded(String);

impl From<&str> for Folded {
    fn from(text: &str) -> Self {
        Self(folded(text))
    }
}

/// A test of a number.
#[derive(Debug, Clone, PartialEq)]
pub enum NumberTest {
    /// The number is one of these.
    In(Vec<Decimal>),
    /// The number is there and none of these.
    NotIn(Vec<Decimal>),
    /// The number is less than this one.
    Less(Decimal),
    /// The number is at most this one.
    AtMost(Decimal),
    /// The number is greater than this one.
    Greater(Decimal),
    /// The number is at least this one.
    AtLeast(Decimal),
}

/// A test of a date, or of a period from its first to its last day.
#[derive(Debug, Clone, PartialEq)]
pub enum DateTest {
    /// The date is one of these, as precisely as they are written.
    In(Vec<PartialDate>),
    /// It certainly lies before this date.
    Before(PartialDate),
    /// It certainly lies after this date.
    After(PartialDate),
    /// It certainly lies within this period.
    During(Period),
    /// It may touch this period.
    Overlaps(Period),
}

impl ValueTest {
    /// Returns whether a value passes.
    pub fn passes(&self, value: Option<ValueRef<'_>>) -> bool {
        let Some(value) = value else {
            return *self == Self::Exists(false);
        };
        match (self, value) {
            (Self::Exists(wanted), _) => *wanted,
            (Self::Text(test), Value::Text(text) | Value::Url(text)) => test.passes(text),
            (Self::Number(test), Value::Integer(number)) => test.passes(Decimal::from(number)),
            (Self::Number(test), Value::Decimal(number)) => test.passes(number),
            (Self::Boolean(wanted), Value::Boolean(yes)) => *wanted == yes,
            (Self::Date(test), Value::Date(date)) => test.passes(Period::on(date)),
            (Self::Date(test), Value::Period(period)) => test.passes(period),
            (Self::Amount(test), Value::Money(money)) => test.passes(money.amount),
            (Self::Currency(test), Value::Money(money)) => test.passes(money.currency()),
            (Self::Enumeration(wanted), Value::Enumeration(at)) => wanted.contains(&at),
            _ => false,
        }
    }
}

impl TextTest {
    /// Returns whether words pass.
    pub fn passes(&self, text: &str) -> bool {
        match self {
            Self::In(wanted) => wanted.iter().any(|wanted| wanted == text),
            Self::NotIn(unwanted) => unwanted.iter().all(|unwanted| unwanted != text),
            Self::Contains(Folded(part)) => folded(text).contains(part),
            Self::StartsWith(Folded(part)) => folded(text).starts_with(part),
            Self::Word(Folded(word)) => {
                let text = folded(text);
                let mut words = text.split(|letter: char| !letter.is_alphanumeric());
                words.any(|of_text| of_text == word)
            }
        }
    }
}

impl NumberTest {
    /// Returns whether a number passes.
    pub fn passes(&self, number: Decimal) -> bool {
        match self {
            Self::In(wanted) => wanted.contains(&number),
            Self::NotIn(unwanted) => !unwanted.contains(&number),
            Self::Less(than) => number < *than,
            Self::AtMost(most) => number <= *most,
            Self::Greater(than) => number > *than,
            Self::AtLeast(least) => number >= *least,
        }
    }
}

impl DateTest {
    /// Returns whether a stretch of time passes; a date is the stretch that is just this date.
    pub fn passes(&self, period: Period) -> bool {
        match self {
            Self::In(wanted) => {
                let date = period.start().date();
                period.start() == period.end() && date.is_some_and(|date| wanted.contains(&date))
            }
            Self::Before(date) => period.is_certainly_before(Period::on(*date)),
            Self::After(date) => Period::on(*date).is_certainly_before(period),
            Self::During(within) => {
                let begins = match (within.start(), period.start()) {
                    (Bound::Open, _) => true,
                    (Bound::At(_), Bound::Open) => false,
                    (Bound::At(from), Bound::At(first)) => from.earliest() <= first.earliest(),
                };
                let ends = match (period.end(), within.end()) {
                    (_, Bound::Open) => true,
                    (Bound::Open, Bound::At(_)) => false,
                    (Bound::At(last), Bound::At(to)) => last.latest() <= to.latest(),
                };
                begins && ends
            }
            Self::Overlaps(other) => period.intersection(*other).is_some(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> PartialDate {
        PartialDate::parse(text).expect("a date")
    }

    fn period(text: &str) -> Period {
        Period::parse(text).expect("a period")
    }

    #[test]
    fn letter_case_and_accents_do_not_count_where_a_part_is_sought() {
        let passes = |test: TextTest, text| test.passes(text);
        assert!(passes(TextTest::Contains("KYIV".into()), "Old Kyiv"));
        assert!(passes(
            TextTest::StartsWith("zoe".into()),
            "Zo\u{eb} Saldana"
        ));
        assert!(passes(TextTest::Word("reed".into()), "Gutierrez-Reed"));
        assert!(!passes(TextTest::Word("guti".into()), "Gutierrez-Reed"));
        assert!(!passes(TextTest::In(vec!["rust".into()]), "Rust"));
    }

    #[test]
    fn a_missing_value_passes_no_test_but_that_it_is_missing() {
        let tests = [
            ValueTest::Exists(true),
            ValueTest::Text(TextTest::NotIn(vec!["Rust".into()])),
            ValueTest::Number(NumberTest::Less(Decimal::from(5))),
            ValueTest::Date(DateTest::Before(date("2021"))),
        ];
        assert!(tests.iter().all(|test| !test.passes(None)));
        assert!(ValueTest::Exists(false).passes(None));
    }

    #[test]
    fn a_partial_date_is_before_or_after_only_when_every_day_of_it_is() {
        let passes = |test: &DateTest, text| test.passes(period(text));
        let before = DateTest::Before(date("2021-10"));
        assert!(passes(&before, "2021-09-30"));
        assert!(!passes(&before, "2021"));
        assert!(!passes(&before, "2021-10-01"));
        let after = DateTest::After(date("2021-10"));
        assert!(passes(&after, "2021-11"));
        assert!(!passes(&after, "2021"));
    }

    #[test]
    fn a_period_is_within_another_for_certain_and_overlaps_it_perhaps() {
        let passes = |test: &DateTest, text| test.passes(period(text));
        let during = DateTest::During(period("2021-03/2021"));
        assert!(passes(&during, "2021-03-01/2021-12-31"));
        assert!(!passes(&during, "2021"));
        assert!(!passes(&during, "2021-05/.."));
        let overlaps = DateTest::Overlaps(period("2021-03/2021-05"));
        assert!(passes(&overlaps, "2021"));
        assert!(passes(&overlaps, "../2021-03-01"));
        assert!(!passes(&overlaps, "2021-06-01/.."));
    }
}
