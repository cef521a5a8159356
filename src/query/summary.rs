//! What do the values of a list come to?

use super::list::List;
use super::property::{Datum, Property, read};
use super::work::{Work, WorkDone};
use crate::graph::GraphView;
use crate::model::Decimal;
use std::slice;

/// What some values of one property come to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Summary {
    /// The number of values.
    pub n: usize,
    /// The number of values that differ.
    pub n_distinct: usize,
    /// The least value; none where values have no order among themselves, as amounts in several
    /// currencies.
    pub minimum: Option<Datum>,
    /// The greatest value.
    pub maximum: Option<Datum>,
    /// The sum, where values are numbers and their sum has at most 28 digits.
    pub sum: Option<Decimal>,
    /// What amounts of money come to, for each currency, by its code.
    pub currencies: Vec<([u8; 3], Self)>,
}

impl Summary {
    /// Sums up what the items of a list have of a property.
    ///
    /// # Errors
    /// When the work that a request may cause is done.
    pub fn of(
        seen: GraphView<'_>,
        list: List<'_>,
        property: &Property,
        work: &Work,
    ) -> Result<Self, WorkDone> {
        let mut data = Vec::new();
        list.try_for_each(seen, list.whole(seen), |item| {
            let found = read(seen, item, property, work)?;
            work.spend(1 + found.len() as u64)?;
            data.extend(found);
            Ok(())
        })?;
        data.sort_unstable();
        Ok(Self::of_sorted(&data))
    }

    /// Sums up values that are in ascending order.
    fn of_sorted(data: &[Datum]) -> Self {
        let in_one_currency = |a: &Datum, b: &Datum| currency(a) == currency(b);
        let currencies = data.chunk_by(in_one_currency).filter_map(|data| {
            let amounts: Vec<_> = data.iter().filter_map(amount).collect();
            Some((currency(&data[0])?, Self::of_sorted(&amounts)))
        });
        let currencies: Vec<_> = currencies.collect();
        let end = |datum: Option<&Datum>| datum.filter(|_| currencies.is_empty()).cloned();
        Self {
            n: data.len(),
            n_distinct: data.chunk_by(|a, b| a == b).count(),
            minimum: end(data.first()),
            maximum: end(data.last()),
            sum: sum(data.iter()),
            currencies,
        }
    }

    /// Returns the mean of values that are numbers, to 28 digits.
    pub fn average(&self) -> Option<Decimal> {
        let n = Decimal::from(self.n);
        self.sum?.checked_div(n).map(|mean| mean.normalize())
    }
}

/// Returns the sum of numbers; none when there are none, or when it has too many digits.
fn sum(mut data: slice::Iter<'_, Datum>) -> Option<Decimal> {
    let Datum::Number(first) = data.next()? else {
        return None;
    };
    data.try_fold(*first, |sum, datum| match datum {
        Datum::Number(number) => sum.checked_add(*number),
        _ => None,
    })
}

fn currency(datum: &Datum) -> Option<[u8; 3]> {
    match datum {
        Datum::Money(currency, _) => Some(*currency),
        _ => None,
    }
}

fn amount(datum: &Datum) -> Option<Datum> {
    match datum {
        Datum::Money(_, amount) => Some(Datum::Number(*amount)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(of: &[&str]) -> Summary {
        let number = |text: &&str| Datum::Number(Decimal::from_str_exact(text).expect("a number"));
        Summary::of_sorted(&of.iter().map(number).collect::<Vec<_>>())
    }

    #[test]
    fn numbers_are_summed_up_exactly() {
        let summary = numbers(&["0.1", "0.2", "0.20"]);
        assert_eq!((summary.n, summary.n_distinct), (3, 2));
        assert_eq!(summary.sum.expect("a sum").to_string(), "0.50");
        let mean = summary.average().expect("a mean").to_string();
        assert_eq!(mean, "0.1666666666666666666666666667");
    }

    #[test]
    fn nothing_comes_to_nothing() {
        let summary = numbers(&[]);
        assert_eq!(summary, Summary::default());
        assert_eq!(summary.average(), None);
    }

    #[test]
    fn a_sum_beyond_all_digits_is_none() {
        let most = Decimal::MAX.to_string();
        let summary = numbers(&[&most, &most]);
        assert_eq!((summary.n, summary.sum), (2, None));
    }

    #[test]
    fn amounts_in_several_currencies_are_summed_up_apart() {
        let money = |code: &[u8; 3], n: u32| Datum::Money(*code, Decimal::from(n));
        let data = [money(b"EUR", 5), money(b"USD", 1), money(b"USD", 3)];
        let summary = Summary::of_sorted(&data);
        assert_eq!((summary.n, summary.minimum, summary.sum), (3, None, None));
        let [(euro, _), (dollar, of_dollars)] = &summary.currencies[..] else {
            panic!("two currencies");
        };
        assert_eq!((euro, dollar), (b"EUR", b"USD"));
        assert_eq!(of_dollars.sum, Some(Decimal::from(4)));
    }
}
