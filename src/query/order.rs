//! In which order do the items of a list come?

use super::details::{period_of, qualifier_of};
use super::filter::{EdgeTest, Filter};
use super::list::Item;
use super::work::{Work, WorkDone};
use crate::graph::{ClaimIx, GraphView};
use crate::model::{Decimal, EntityIx, PartialDate, SourceIx, Value};
use crate::ontology::{AttributeId, Direction, RelationId};
use crate::search::folded;
use std::cmp::Ordering;

/// One key by which items are put in order; the first that differs decides, and then the place in
/// the list without an order, which is that of the ids.
#[derive(Debug, Clone, PartialEq)]
pub struct OrderKey {
    /// What is compared.
    pub by: OrderBy,
    /// Whether the greatest comes first.
    pub is_descending: bool,
    /// Whether items without a value come first.
    pub nulls_first: bool,
}

/// What of an item is compared.
#[derive(Debug, Clone, PartialEq)]
pub enum OrderBy {
    /// Something of an entity, or of the other end of a relationship.
    Entity(EntityKey),
    /// The value of a qualifier of a relationship, by the qualifier's position.
    Qualifier(u8),
    /// When the relationship or the claim began to hold.
    Start,
    /// When the relationship or the claim ceased to hold.
    End,
    /// When the source, or the earliest source of the claim, was published.
    Published,
    /// The name of the source.
    SourceName,
    /// The publisher of the source.
    Publisher,
}

/// What of an entity is compared.
#[derive(Debug, Clone, PartialEq)]
pub enum EntityKey {
    /// The id.
    Id,
    /// The name; letter case and accents count only between names that are else the same.
    Name,
    /// The value of an attribute.
    Attribute(AttributeId),
    /// The number of relationships by a relation that are wanted.
    Count {
        /// The relation.
        relation: RelationId,
        /// The end at which the entity stands.
        direction: Direction,
        /// Which of them count.
        edges: Filter<EdgeTest>,
    },
}

/// A value as it is compared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Compared {
    Text(String, String),
    Number(Decimal),
    Date(PartialDate),
    Money([u8; 3], Decimal),
}

impl Compared {
    fn text(text: &str) -> Self {
        Self::Text(folded(text), text.to_owned())
    }

    fn of(value: &Value) -> Option<Self> {
        Some(match value {
            Value::Text(text) | Value::Url(text) => Self::text(text),
            Value::Integer(number) => Self::Number(Decimal::from(*number)),
            Value::Decimal(number) => Self::Number(*number),
            Value::Boolean(yes) => Self::Number(Decimal::from(u8::from(*yes))),
            Value::Date(date) => Self::Date(*date),
            Value::Period(period) => Self::Date(period.start().date()?),
            Value::Money(money) => Self::Money(money.currency, money.amount),
            Value::Enumeration(at) => Self::Number(Decimal::from(*at)),
        })
    }
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
        let of_keys = keys.iter().map(|key| compared(seen, item, &key.by, work));
        keyed.push((of_keys.collect::<Result<Vec<_>, _>>()?, item));
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

fn order(key: &OrderKey, a: Option<&Compared>, b: Option<&Compared>) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) if key.is_descending => b.cmp(a),
        (Some(a), Some(b)) => a.cmp(b),
        (None, None) => Ordering::Equal,
        (None, Some(_)) if key.nulls_first => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (Some(_), None) => order(key, b, a).reverse(),
    }
}

fn compared(
    seen: GraphView<'_>,
    item: Item,
    by: &OrderBy,
    work: &Work,
) -> Result<Option<Compared>, WorkDone> {
    let graph = seen.graph();
    let value = |value: Option<&Value>| value.and_then(Compared::of);
    Ok(match (by, item) {
        (OrderBy::Entity(key), Item::Entity(entity)) => of_entity(seen, entity, key, work)?,
        (OrderBy::Entity(key), Item::Relationship { adjacent, .. }) => {
            of_entity(seen, adjacent.other, key, work)?
        }
        (OrderBy::Qualifier(number), Item::Relationship { adjacent, .. }) => {
            value(qualifier_of(seen, adjacent.relationship, *number))
        }
        (OrderBy::Start | OrderBy::End, Item::Relationship { adjacent, .. }) => {
            end_of(period_of(seen, adjacent.relationship).as_ref(), by)
        }
        (OrderBy::Start | OrderBy::End, Item::Claim(claim)) => {
            end_of(graph.claim(claim).valid.map(Value::Period).as_ref(), by)
        }
        (OrderBy::Published, Item::Claim(claim)) => published(seen, claim).map(Compared::Date),
        (_, Item::Source(source)) => of_source(seen, source, by),
        _ => None,
    })
}

fn end_of(period: Option<&Value>, by: &OrderBy) -> Option<Compared> {
    let Some(Value::Period(period)) = period else {
        return None;
    };
    let bound = match by {
        OrderBy::End => period.end(),
        _ => period.start(),
    };
    bound.date().map(Compared::Date)
}

fn published(seen: GraphView<'_>, claim: ClaimIx) -> Option<PartialDate> {
    let graph = seen.graph();
    let citations = seen.citations(graph.claim(claim));
    citations.map(|c| graph.source(c.source).published).min()
}

fn of_source(seen: GraphView<'_>, source: SourceIx, by: &OrderBy) -> Option<Compared> {
    let source = seen.graph().source(source);
    match by {
        OrderBy::Published => Some(Compared::Date(source.published)),
        OrderBy::SourceName => Some(Compared::text(&source.name)),
        OrderBy::Publisher => source.publisher.as_deref().map(Compared::text),
        _ => None,
    }
}

fn of_entity(
    seen: GraphView<'_>,
    entity: EntityIx,
    key: &EntityKey,
    work: &Work,
) -> Result<Option<Compared>, WorkDone> {
    let graph = seen.graph();
    Ok(match key {
        EntityKey::Id => Some(Compared::Number(Decimal::from(entity.0))),
        EntityKey::Name => Some(Compared::text(graph.name(entity))),
        EntityKey::Attribute(attribute) => {
            seen.attribute(entity, *attribute).and_then(Compared::of)
        }
        EntityKey::Count {
            relation,
            direction,
            edges,
        } => {
            let span = graph.relationships(entity, *relation, *direction);
            let mut n = 0;
            for adjacent in seen.relationships_in(span).iter() {
                n += u32::from(edges.wants(seen, adjacent, work)?);
            }
            Some(Compared::Number(Decimal::from(n)))
        }
    })
}
