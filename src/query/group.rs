//! Into which groups does a list fall?

use super::choice::Chosen;
use super::list::{Item, List};
use super::property::{Datum, Property, read};
use super::work::{Work, WorkDone};
use crate::graph::{GraphView, KnowledgeGraph};
use crate::model::PartialDate;
use std::cmp::{Ordering, Reverse};
use std::slice;

/// How a list falls into groups.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Grouping {
    /// By what, the most important first.
    pub by: Vec<GroupKey>,
    /// In which order the groups come.
    pub order: GroupOrder,
    /// What was asked for, spelled so that the same text stands for the same grouping.
    pub question: String,
}

/// Something by which a list falls into groups.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupKey {
    /// The names of the fields that spell it, joined by dots.
    pub field: String,
    /// What items of a group have in common.
    pub property: Property,
    /// How precisely dates have to agree; just as they are when there is none.
    pub unit: Option<DateUnit>,
}

/// How precise a date is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateUnit {
    /// To the year.
    Year,
    /// To the month.
    Month,
    /// To the day.
    Day,
}

impl DateUnit {
    /// All units, with their spelling and meaning.
    pub const ALL: [(Self, &str, &str); 3] = [
        (Self::Year, "year", "By its year."),
        (
            Self::Month,
            "month",
            "By its month; a date of which only the year is known stands by itself.",
        ),
        (
            Self::Day,
            "day",
            "As precisely as it is known, to the day at best.",
        ),
    ];

    fn truncate(self, date: PartialDate) -> PartialDate {
        let month = date.month().filter(|_| self != Self::Year);
        let day = date.day().filter(|_| self == Self::Day);
        // What is left of a date is a date.
        PartialDate::new(date.year(), month, day).unwrap_or(date)
    }
}

/// In which order groups come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum GroupOrder {
    /// By their keys.
    #[default]
    Key,
    /// By their keys, the greatest first.
    KeyDescending,
    /// The smallest group first.
    Count,
    /// The largest group first.
    CountDescending,
}

impl GroupOrder {
    /// All orders, with their spelling and meaning.
    pub const ALL: [(Self, &str, &str); 4] = [
        (
            Self::Key,
            "key",
            "By the keys; what has no value comes last.",
        ),
        (
            Self::KeyDescending,
            "key_desc",
            "By the keys, the greatest first; what has no value comes last.",
        ),
        (
            Self::Count,
            "count",
            "The smallest group first, then by the keys.",
        ),
        (
            Self::CountDescending,
            "count_desc",
            "The largest group first, then by the keys.",
        ),
    ];
}

/// Items that have the same keys.
#[derive(Debug, Clone)]
pub struct Group {
    /// What they have in common; nothing where they have no value.
    pub key: Vec<Option<Datum>>,
    /// The items, in the order of the list.
    pub members: Chosen,
}

/// The groups of a list.
#[derive(Debug, Clone)]
pub struct Groups {
    /// By what the list fell into them.
    pub by: Vec<GroupKey>,
    /// The groups, in the order that was asked for.
    pub groups: Vec<Group>,
}

impl Groups {
    /// Divides a list into groups. An item that has several values is in the group of each.
    ///
    /// # Errors
    /// When the work that a request may cause is done.
    pub fn of(
        seen: GraphView<'_>,
        list: List<'_>,
        grouping: &Grouping,
        work: &Work,
    ) -> Result<Self, WorkDone> {
        let mut rows = Vec::new();
        list.try_for_each(seen, list.whole(seen), |item| {
            work.spend(1)?;
            let keys = keys_of(seen, item, &grouping.by, work)?;
            rows.extend(keys.into_iter().map(|key| (key, item)));
            Ok(())
        })?;
        let is_descending = grouping.order == GroupOrder::KeyDescending;
        rows.sort_by(|(a, _), (b, _)| compare(a, b, is_descending));

        let question = format!("{} {}", list.number(seen), grouping.question);
        let same = |a: &Row, b: &Row| a.0 == b.0;
        let mut groups: Vec<_> = rows
            .chunk_by(same)
            .map(|rows| Group::of(seen, list, rows, &question))
            .collect();
        match grouping.order {
            GroupOrder::Key | GroupOrder::KeyDescending => {}
            GroupOrder::Count => groups.sort_by_key(|group| group.members.items.len()),
            GroupOrder::CountDescending => {
                groups.sort_by_key(|group| Reverse(group.members.items.len()));
            }
        }
        Ok(Self {
            by: grouping.by.clone(),
            groups,
        })
    }
}

/// An item with one of the keys under which it stands.
type Row = (Vec<Option<Datum>>, Item);

/// Returns the keys under which an item stands: each combination of its values.
fn keys_of(
    seen: GraphView<'_>,
    item: Item,
    by: &[GroupKey],
    work: &Work,
) -> Result<Vec<Vec<Option<Datum>>>, WorkDone> {
    let mut keys = vec![Vec::with_capacity(by.len())];
    for key in by {
        let mut data = read(seen, item, &key.property, work)?;
        for datum in &mut data {
            if let (Datum::Date(date), Some(unit)) = (datum, key.unit) {
                *date = unit.truncate(*date);
            }
        }
        data.sort_unstable();
        data.dedup();
        let data: Vec<_> = match data.is_empty() {
            true => vec![None],
            false => data.into_iter().map(Some).collect(),
        };
        work.spend((keys.len() * data.len()) as u64)?;
        let longer = keys.iter().flat_map(|key| {
            let with = |datum: &Option<Datum>| [key.as_slice(), slice::from_ref(datum)].concat();
            data.iter().map(with)
        });
        keys = longer.collect();
    }
    Ok(keys)
}

/// Compares keys; what has no value comes last, whatever comes first.
fn compare(a: &[Option<Datum>], b: &[Option<Datum>], is_descending: bool) -> Ordering {
    let orders = a.iter().zip(b).map(|(a, b)| match (a, b) {
        (Some(a), Some(b)) if is_descending => b.cmp(a),
        (Some(a), Some(b)) => a.cmp(b),
        (a, b) => a.is_none().cmp(&b.is_none()),
    });
    orders.fold(Ordering::Equal, Ordering::then)
}

impl Group {
    fn of(seen: GraphView<'_>, list: List<'_>, rows: &[Row], question: &str) -> Self {
        let key = rows[0].0.clone();
        let members = Chosen {
            from: list.detached(seen),
            question: format!("{question} {}", spelled(seen.graph(), &key)),
            items: rows.iter().map(|(_, item)| *item).collect(),
        };
        Self { key, members }
    }
}

/// Spells a key so that no other key is spelled the same.
fn spelled(graph: &KnowledgeGraph, key: &[Option<Datum>]) -> String {
    let spell = |datum: &Option<Datum>| match datum {
        None => "-".to_owned(),
        Some(Datum::Text(_, text)) => format!("t{}:{text}", text.len()),
        Some(Datum::Entity(entity)) => format!("e{}", graph.id(*entity)),
        Some(Datum::Source(source)) => format!("s{}", graph.source(*source).id),
        Some(Datum::Date(date)) => format!("d{date}"),
        Some(Datum::Number(number)) => format!("n{}", number.normalize()),
        Some(Datum::Money(currency, amount)) => format!("m{currency:?}{}", amount.normalize()),
        Some(Datum::Place(at)) => format!("p{at}"),
        Some(Datum::Predicate(predicate)) => {
            format!("k{}", graph.ontology().key(*predicate).as_str())
        }
    };
    key.iter().map(spell).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(unit: DateUnit, date: &str, expected: &str) {
        let date = PartialDate::parse(date).expect("a date");
        assert_eq!(unit.truncate(date).to_string(), expected);
    }

    #[test]
    fn a_date_is_cut_to_a_unit_and_never_made_more_precise() {
        check(DateUnit::Year, "2021-10-21", "2021");
        check(DateUnit::Month, "2021-10-21", "2021-10");
        check(DateUnit::Day, "2021-10-21", "2021-10-21");
        check(DateUnit::Month, "2021", "2021");
        check(DateUnit::Day, "2021-10", "2021-10");
    }
}
