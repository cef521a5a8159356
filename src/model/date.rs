//! When was something so, as precisely as anybody says?
//!
//! Partial dates and periods follow EDTF, the Extended Date/Time Format of the Library of
//! Congress (<https://www.loc.gov/standards/datetime/>), level 0 with open ends from level 1.

use borsh::{BorshDeserialize, BorshSerialize};
use std::fmt;

/// A date that is known to the year, the month or the day.
///
/// The order is that of the earliest day which the date may mean; of two dates that begin on the
/// same day, the less precise comes first.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize,
)]
pub struct PartialDate {
    year: i16,
    month: u8,
    day: u8,
}

/// Why a text is no partial date or period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// The text does not have the form of a date.
    #[error("`{0}` is not an EDTF date; write 2021, 2021-10 or 2021-10-21")]
    Malformed(String),
    /// The text names a day that is in no calendar.
    #[error("`{0}` is no day in the calendar")]
    Impossible(String),
    /// The period ends before it starts.
    #[error("`{0}` ends before it starts")]
    EndsBeforeStart(String),
}

impl PartialDate {
    /// Returns the date that `text` spells: `2021`, `2021-10` or `2021-10-21`.
    ///
    /// # Errors
    /// When the text has another form or names a day that is in no calendar.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        let malformed = || DateError::Malformed(text.to_owned());
        let mut parts = text.split('-');
        let mut number = |digits: usize| match parts.next() {
            None => Ok(None),
            Some(part) if part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()) => {
                part.parse().map(Some).map_err(|_| malformed())
            }
            Some(_) => Err(malformed()),
        };
        let year: Option<i16> = number(4)?;
        let month = number(2)?;
        let day = number(2)?;
        if parts.next().is_some() {
            return Err(malformed());
        }
        let year = year.ok_or_else(malformed)?;
        Self::new(year, month.map(|m| m as u8), day.map(|d| d as u8))
            .ok_or_else(|| DateError::Impossible(text.to_owned()))
    }

    /// Returns the date, or `None` when it is in no calendar.
    pub fn new(year: i16, month: Option<u8>, day: Option<u8>) -> Option<Self> {
        let fits = (0..=9999).contains(&year)
            && match (month, day) {
                (None, None) => true,
                (None, Some(_)) => false,
                (Some(month), None) => (1..=12).contains(&month),
                (Some(month), Some(day)) => {
                    (1..=12).contains(&month) && (1..=days_in(year, month)).contains(&day)
                }
            };
        fits.then_some(Self {
            year,
            month: month.unwrap_or(0),
            day: day.unwrap_or(0),
        })
    }

    /// Returns the year.
    pub fn year(self) -> i16 {
        self.year
    }

    /// Returns the month, from 1, when it is known.
    pub fn month(self) -> Option<u8> {
        (self.month > 0).then_some(self.month)
    }

    /// Returns the day of the month, from 1, when it is known.
    pub fn day(self) -> Option<u8> {
        (self.day > 0).then_some(self.day)
    }

    /// Returns the date as a number of 23 bits.
    pub(super) fn to_bits(self) -> u32 {
        u32::from(self.year.unsigned_abs()) << 9 | u32::from(self.month) << 5 | u32::from(self.day)
    }

    /// Returns the date that these [bits](Self::to_bits) are.
    #[inline]
    pub(super) fn from_bits(bits: u32) -> Self {
        Self {
            year: (bits >> 9) as i16,
            month: (bits >> 5 & 0xF) as u8,
            day: (bits & 0x1F) as u8,
        }
    }

    /// Returns the first day that the date may mean.
    pub fn earliest(self) -> Self {
        Self {
            month: self.month.max(1),
            day: self.day.max(1),
            ..self
        }
    }

    /// Returns the last day that the date may mean.
    pub fn latest(self) -> Self {
        let month = self.month().unwrap_or(12);
        let day = self.day().unwrap_or_else(|| days_in(self.year, month));
        Self { month, day, ..self }
    }

    /// Returns whether the date has certainly come by the last day that `other` may mean.
    pub fn has_come_by(self, other: Self) -> bool {
        self.latest() <= other.latest()
    }

    /// Returns whether every day that the date may mean is one that `other` may mean.
    pub fn is_within(self, other: Self) -> bool {
        other.earliest() <= self.earliest() && self.latest() <= other.latest()
    }

    /// Returns whether two dates may mean the same, one of them perhaps less precisely.
    pub fn agrees_with(self, other: Self) -> bool {
        self.is_within(other) || other.is_within(self)
    }
}

fn days_in(year: i16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        for part in [self.month(), self.day()].into_iter().flatten() {
            write!(f, "-{part:02}")?;
        }
        Ok(())
    }
}

/// One end of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, BorshSerialize, BorshDeserialize)]
pub enum Bound {
    /// The period has no end on this side, or none that is known.
    Open,
    /// The period reaches to this date, which belongs to it.
    At(PartialDate),
}

impl Bound {
    /// Returns the date, when there is one.
    pub fn date(self) -> Option<PartialDate> {
        match self {
            Self::Open => None,
            Self::At(date) => Some(date),
        }
    }
}

/// A stretch of time.
///
/// Invariant: the latest day of the end is not before the earliest day of the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, BorshSerialize, BorshDeserialize)]
pub struct Period {
    start: Bound,
    end: Bound,
}

impl Period {
    /// Returns the period that `text` spells: a date, or two ends joined by a slash, of which
    /// `..` is an open one.
    ///
    /// # Errors
    /// When the text has another form, names a day that is in no calendar, or ends before it starts.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        let bound = |part: &str| match part {
            ".." => Ok(Bound::Open),
            date => PartialDate::parse(date).map(Bound::At),
        };
        match text.split_once('/') {
            None => PartialDate::parse(text).map(Self::on),
            Some((start, end)) => Self::new(bound(start)?, bound(end)?)
                .ok_or_else(|| DateError::EndsBeforeStart(text.to_owned())),
        }
    }

    /// Returns the period between two bounds, or `None` when it would end before it starts.
    pub fn new(start: Bound, end: Bound) -> Option<Self> {
        let fits = match (start, end) {
            (Bound::At(start), Bound::At(end)) => start.earliest() <= end.latest(),
            _ => true,
        };
        fits.then_some(Self { start, end })
    }

    /// Returns the period that is just this date.
    pub fn on(date: PartialDate) -> Self {
        Self {
            start: Bound::At(date),
            end: Bound::At(date),
        }
    }

    /// Returns the beginning.
    pub fn start(self) -> Bound {
        self.start
    }

    /// Returns the end.
    pub fn end(self) -> Bound {
        self.end
    }

    /// Returns the first and the last day that are certainly in the period, when these are the days
    /// on which somebody said so.
    pub fn certain_days(
        self,
        said: impl Iterator<Item = PartialDate> + Clone,
    ) -> Option<(PartialDate, PartialDate)> {
        let ends = self.certain_ends(said);
        ends.filter(|(from, to)| from <= to)
    }

    /// Returns the day by which the period has certainly begun and the one before which it has
    /// certainly not ended, when these are the days on which somebody said so; of a vague period
    /// the second may come before the first.
    ///
    /// They are the last day that the beginning may mean and the first that the end may mean. An
    /// open end is vouched for until somebody last said so, and a period that is open at both ends
    /// from when somebody first said so; of one that is open at the beginning, only the day of the
    /// end is certain.
    pub fn certain_ends(
        self,
        said: impl Iterator<Item = PartialDate> + Clone,
    ) -> Option<(PartialDate, PartialDate)> {
        let (start, end) = (self.start.date(), self.end.date());
        let from = match start.or(end) {
            Some(date) => date.latest(),
            None => said.clone().map(PartialDate::latest).min()?,
        };
        let to = match end {
            Some(end) => end.earliest(),
            None => said.map(PartialDate::earliest).max()?,
        };
        Some((from, to))
    }

    /// Returns whether the period is over before the other one begins, whatever their dates mean.
    pub fn is_certainly_before(self, other: Self) -> bool {
        match (self.end, other.start) {
            (Bound::At(end), Bound::At(start)) => end.latest() < start.earliest(),
            _ => false,
        }
    }

    /// Returns the days that may be in both periods; `None` when there are none.
    pub fn intersection(self, other: Self) -> Option<Self> {
        let bound = |date: Option<PartialDate>| date.map_or(Bound::Open, Bound::At);
        let days = |bound: [Bound; 2], day: fn(PartialDate) -> PartialDate| {
            bound
                .into_iter()
                .filter_map(move |bound| bound.date().map(day))
        };
        let start = days([self.start, other.start], PartialDate::earliest).max();
        let end = days([self.end, other.end], PartialDate::latest).min();
        Self::new(bound(start), bound(end))
    }

    /// Returns whether two periods may mean the same, one of them perhaps less precisely.
    pub fn agrees_with(self, other: Self) -> bool {
        let agree = |a: Bound, b: Bound| match (a, b) {
            (Bound::At(a), Bound::At(b)) => a.agrees_with(b),
            _ => true,
        };
        agree(self.start, other.start) && agree(self.end, other.end)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bound = |f: &mut fmt::Formatter<'_>, bound: Bound| match bound {
            Bound::Open => f.write_str(".."),
            Bound::At(date) => write!(f, "{date}"),
        };
        bound(f, self.start)?;
        if self.start != self.end || self.start == Bound::Open {
            f.write_str("/")?;
            bound(f, self.end)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_printed_as_precisely_as_it_was_written() {
        for text in ["2021", "2021-10", "2021-10-21", "2024-02-29", "0999"] {
            assert_eq!(
                PartialDate::parse(text).map(|d| d.to_string()),
                Ok(text.to_owned())
            );
        }
    }

    #[test]
    fn a_day_that_is_in_no_calendar_is_refused() {
        for text in [
            "2021-13",
            "2021-00",
            "2021-02-29",
            "1900-02-29",
            "2021-04-31",
        ] {
            assert_eq!(
                PartialDate::parse(text),
                Err(DateError::Impossible(text.to_owned())),
            );
        }
    }

    #[test]
    fn a_text_of_another_form_is_refused() {
        for text in [
            "",
            "21",
            "2021-1",
            "2021-10-2",
            "2021-10-21-01",
            "-2021",
            "+202",
            "yes",
        ] {
            assert_eq!(
                PartialDate::parse(text),
                Err(DateError::Malformed(text.to_owned())),
            );
        }
    }

    #[test]
    fn a_period_is_printed_as_it_was_written() {
        for text in ["2021", "2021/2022-01", "2021-10-21/..", "../2021", "../.."] {
            assert_eq!(
                Period::parse(text).map(|p| p.to_string()),
                Ok(text.to_owned())
            );
        }
    }

    #[test]
    fn a_period_that_may_not_end_before_it_starts_is_refused() {
        assert_eq!(
            Period::parse("2022/2021-12"),
            Err(DateError::EndsBeforeStart("2022/2021-12".to_owned())),
        );
        assert!(Period::parse("2021-10/2021").is_ok());
    }

    #[test]
    fn dates_agree_when_one_is_a_less_precise_form_of_the_other() {
        let agree = |a: &str, b: &str| {
            let date = |text| PartialDate::parse(text).expect("a date");
            date(a).agrees_with(date(b)) && date(b).agrees_with(date(a))
        };
        assert!(agree("2021", "2021-10-21"));
        assert!(agree("2021-10", "2021-10"));
        assert!(!agree("2021-10", "2021-11-01"));
        assert!(!agree("2021", "2022"));
    }

    #[test]
    fn periods_agree_when_both_ends_do() {
        let agree = |a: &str, b: &str| {
            let period = |text| Period::parse(text).expect("a period");
            period(a).agrees_with(period(b)) && period(b).agrees_with(period(a))
        };
        assert!(agree("2021-10/..", "2021/2023"));
        assert!(!agree("2021-10/2022", "2021/2023"));
    }

    #[test]
    fn what_is_certain_of_a_period_leaves_out_what_its_ends_leave_open() {
        let days = |text, said: &[&str]| {
            let said = said.iter();
            let said = said.map(|text| PartialDate::parse(text).expect("a date"));
            let period = Period::parse(text).expect("a period");
            let days = period.certain_days(said);
            days.map(|(from, to)| format!("{from}/{to}"))
        };
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(days("2021/2023", &[]), text("2021-12-31/2023-01-01"));
        assert_eq!(days("2021-10-21", &[]), text("2021-10-21/2021-10-21"));
        assert_eq!(days("2021-10", &["2023"]), None);
        assert_eq!(
            days("2021/..", &["2022-05", "2023-01-21"]),
            text("2021-12-31/2023-01-21")
        );
        assert_eq!(days("2021/..", &[]), None);
        assert_eq!(
            days("../..", &["2022-05", "2023-01-21"]),
            text("2022-05-31/2023-01-21")
        );
        assert_eq!(
            days("../2021-10-21", &["2023"]),
            text("2021-10-21/2021-10-21")
        );
    }

    #[test]
    fn periods_meet_on_the_days_that_may_be_in_both() {
        let meet = |a: &str, b: &str| {
            let period = |text| Period::parse(text).expect("a period");
            assert_eq!(
                period(a).intersection(period(b)),
                period(b).intersection(period(a))
            );
            let days = period(a).intersection(period(b));
            days.map(|days| days.to_string())
        };
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(meet("2021", "2021-10/.."), text("2021-10-01/2021-12-31"));
        assert_eq!(meet("../..", "../2021"), text("../2021-12-31"));
        assert_eq!(meet("2021", "2022/.."), None);
    }

    #[test]
    fn a_period_is_before_another_only_when_no_day_is_in_doubt() {
        let before = |a: &str, b: &str| {
            let period = |text| Period::parse(text).expect("a period");
            period(a).is_certainly_before(period(b))
        };
        assert!(before("2021", "2022-01"));
        assert!(!before("2021", "2021-12-31"));
        assert!(!before("2021/..", "2022"));
        assert!(!before("2021", "../2022"));
    }

    #[test]
    fn dates_are_ordered_by_their_earliest_day() {
        let date = |text| PartialDate::parse(text).expect("a date");
        assert!(date("2021") < date("2021-01"));
        assert!(date("2021-12-31") < date("2022"));
        assert_eq!(date("2024-02").latest(), date("2024-02-29"));
    }
}
