//! What is a question asked of: which sources, known when, valid when?

use super::snapshot::KnowledgeGraph;
use crate::model::{PartialDate, Period, Source, SourceIx};

/// What a question is asked of. Without any restriction, that is all that is known.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct View {
    /// The day on which claims are to hold.
    pub valid_at: Option<PartialDate>,
    /// The day on which claims are to be known.
    pub known_at: Option<PartialDate>,
    /// The sources that count, in ascending order; all when there is no list.
    pub only_sources: Option<Vec<SourceIx>>,
    /// The sources that do not count, in ascending order.
    pub except_sources: Vec<SourceIx>,
}

impl View {
    /// Returns whether nothing is restricted.
    pub fn is_unrestricted(&self) -> bool {
        *self == Self::default()
    }

    /// Returns a text that spells the view, and no other one.
    pub fn spelled(&self, graph: &KnowledgeGraph) -> String {
        let mut text = String::new();
        let mut add = |part: std::fmt::Arguments<'_>| text.push_str(&part.to_string());
        for (name, date) in [("valid", self.valid_at), ("known", self.known_at)] {
            if let Some(date) = date {
                add(format_args!(";{name} {date}"));
            }
        }
        let lists = [
            ("only", self.only_sources.as_deref()),
            (
                "except",
                Some(self.except_sources.as_slice()).filter(|except| !except.is_empty()),
            ),
        ];
        for (name, sources) in lists {
            if let Some(sources) = sources {
                add(format_args!(";{name}"));
                sources
                    .iter()
                    .for_each(|&at| add(format_args!(" {}", graph.source(at).id)));
            }
        }
        text
    }

    /// Returns whether a source is read under the view: it counts, and it was certainly
    /// published by the end of the day, month or year at which claims are to be known.
    pub fn reads(&self, at: SourceIx, source: &Source) -> bool {
        self.would_read(Some(at), source.published)
    }

    /// Returns the same of a source that was published on a date; without a position for one that is
    /// not in the graph.
    pub fn would_read(&self, at: Option<SourceIx>, published: PartialDate) -> bool {
        let is_one = |sources: &[SourceIx]| at.is_some_and(|at| sources.contains(&at));
        let counts =
            self.only_sources.as_deref().is_none_or(is_one) && !is_one(&self.except_sources);
        counts
            && self
                .known_at
                .is_none_or(|known_at| published.has_come_by(known_at))
    }
}

/// Whether a claim holds on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    /// It does not.
    No,
    /// It may.
    Perhaps,
    /// It does.
    Yes,
}

impl Certainty {
    /// Returns whether a claim with a period, or without, holds on a day, when these are the days on
    /// which its sources that are read were published.
    ///
    /// It holds from the last day that its beginning may mean to the first day that its end may
    /// mean. It may hold from the first day of its beginning to the last day of its end. An open
    /// end is vouched for until the day on which a source last said so, and a period that is open
    /// at both ends from the day on which a source first said so; a claim without a period may
    /// hold at any time. A day that is known to the month or the year only may be any day in it.
    pub fn of(
        valid: Option<Period>,
        said: impl Iterator<Item = PartialDate> + Clone,
        on: PartialDate,
    ) -> Self {
        match valid {
            None => Self::Perhaps,
            Some(period) => Self::within(period, said, on),
        }
    }

    fn within(
        period: Period,
        said: impl Iterator<Item = PartialDate> + Clone,
        on: PartialDate,
    ) -> Self {
        let (start, end) = (period.start().date(), period.end().date());
        let is_before = start.is_some_and(|start| on.latest() < start.earliest());
        let is_after = end.is_some_and(|end| end.latest() < on.earliest());
        if is_before || is_after {
            return Self::No;
        }
        match period.certain_days(said) {
            Some((from, to)) if from <= on.earliest() && on.latest() <= to => Self::Yes,
            _ => Self::Perhaps,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(period: &str, said: &str, on: &str, expected: Certainty) {
        let date = |text| PartialDate::parse(text).expect("a date");
        let period = Period::parse(period).expect("a period");
        let found = Certainty::within(period, said.split(' ').map(date), date(on));
        assert_eq!(found, expected, "{period} on {on}");
    }

    #[test]
    fn a_claim_holds_within_its_period() {
        check("2021-10-21", "2023", "2021-10-21", Certainty::Yes);
        check(
            "2021-10-21/2022-01-05",
            "2023",
            "2021-12-24",
            Certainty::Yes,
        );
        check("2021-10-21/2022-01-05", "2023", "2021-10-20", Certainty::No);
        check("2021-10-21/2022-01-05", "2023", "2022-01-06", Certainty::No);
    }

    #[test]
    fn a_partial_bound_leaves_room() {
        check("2021/2023", "2025", "2021-06-01", Certainty::Perhaps);
        check("2021/2023", "2025", "2021-12-31", Certainty::Yes);
        check("2021/2023", "2025", "2023-01-01", Certainty::Yes);
        check("2021/2023", "2025", "2023-01-02", Certainty::Perhaps);
        check("2021/2023", "2025", "2024-01-01", Certainty::No);
        check("2021-10", "2025", "2021-10-21", Certainty::Perhaps);
    }

    #[test]
    fn a_partial_day_may_be_any_day_in_it() {
        check("2021-10-21/2022-01-05", "2023", "2021", Certainty::Perhaps);
        check("2021-10-21/2022-01-05", "2023", "2021-11", Certainty::Yes);
        check("2021-10-21/2022-01-05", "2023", "2020", Certainty::No);
    }

    #[test]
    fn an_open_end_is_vouched_for_until_it_was_last_said() {
        check("2021-10-21/..", "2023-01-21", "2021-10-20", Certainty::No);
        check("2021-10-21/..", "2023-01-21", "2023-01-21", Certainty::Yes);
        check(
            "2021-10-21/..",
            "2023-01-21",
            "2023-01-22",
            Certainty::Perhaps,
        );
        check("2024/..", "2023-01-21", "2024-12-31", Certainty::Perhaps);
    }

    #[test]
    fn an_open_beginning_is_vouched_for_on_the_day_of_the_end_only() {
        check("../2021-10-21", "2023", "2021-10-21", Certainty::Yes);
        check("../2021-10-21", "2023", "2021-10-20", Certainty::Perhaps);
        check("../2021-10-21", "2023", "2021-10-22", Certainty::No);
    }

    #[test]
    fn what_is_open_at_both_ends_is_vouched_for_while_sources_say_so() {
        let said = "2024-12-24 2025-02-06";
        check("../..", said, "2024-12-23", Certainty::Perhaps);
        check("../..", said, "2024-12-24", Certainty::Yes);
        check("../..", said, "2025-01-15", Certainty::Yes);
        check("../..", said, "2025-02-06", Certainty::Yes);
        check("../..", said, "2025-02-07", Certainty::Perhaps);
        check("../..", "2023", "2023-06-01", Certainty::Perhaps);
    }
}
