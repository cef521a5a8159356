//! In which order do the items of a list come?

use super::list::Item;
use super::property::{Datum, Property, read};
use super::work::{Work, WorkDone};
use crate::graph::GraphView;
use std::cmp::Ordering;

/// One key by which items are put in order; the first that differs decides, and then the place in
/// the list without an order, which is that of the ids.
#[derive(Debug, Clone, PartialEq)]
pub struct OrderKey {
    /// What is compared.
    pub by: Property,
    /// Whether the greatest comes first.
    pub is_descending: bool,
    /// Whether items without a value come first.
    pub nulls_first: bool,
}

/// Puts items in order.
///
/// # Errors
/// When the work that a request may cause is done.
pub(super) fn sort(
    seen: GraphView<'_>,
    items: &mut Vec<Item>,
    keys: &[OrderKey],
    work: &Work,
) -> Result<(), WorkDone> {
    let mut keyed = Vec::with_capacity(items.len());
    for item in items.drain(..) {
        work.spend(keys.len() as u64)?;
        let first = |key: &OrderKey| Ok(read(seen, item, &key.by, work)?.into_iter().next());
        let of_keys: Result<Vec<_>, _> = keys.iter().map(first).collect();
        keyed.push((of_keys?, item));
    }
    keyed.sort_by(|(a, _), (b, _)| {
        let orders = keys.iter().zip(a.iter().zip(b));
        let mut orders = orders.map(|(key, (a, b))| order(key, a.as_ref(), b.as_ref()));
        orders
            .find(|order| order.is_ne())
            .unwrap_or(Ordering::Equal)
    });
    items.extend(keyed.into_iter().map(|(_, item)| item));
    Ok(())
}

fn order(key: &OrderKey, a: Option<&Datum>, b: Option<&Datum>) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) if key.is_descending => b.cmp(a),
        (Some(a), Some(b)) => a.cmp(b),
        (None, None) => Ordering::Equal,
        (None, Some(_)) if key.nulls_first => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (Some(_), None) => order(key, b, a).reverse(),
    }
}
