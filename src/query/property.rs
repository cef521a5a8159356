//! What of an item can be compared, grouped and summed up?

use super::details::{period_of, qualifier_of};
use super::filter::{EdgeTest, Filter};
use super::list::Item;
use super::standing::standing;
use super::work::{Work, WorkDone};
use crate::graph::{Adjacent, ClaimIx, GraphView};
use crate::model::{Decimal, EntityIx, Money, PartialDate, Period, SourceIx, Value, ValueRef};
use crate::ontology::{AttributeId, Direction, Predicate, RelationId};
use crate::search::folded;

/// Something of an item of a list.
#[derive(Debug, Clone, PartialEq)]
pub enum Property {
    /// Something of an entity.
    Entity(Whose, EntityProperty),
    /// A qualifier of a relationship, by its position among those of the relation.
    Qualifier(RelationId, u8),
    /// When the relationship or the claim began to hold.
    Start,
    /// When the relationship or the claim ceased to hold.
    End,
    /// By which relation the relationship links.
    Relation,
    /// Where the accused of the relationship stands.
    Standing,
    /// How the claim, or each claim behind the relationship, stands.
    Status,
    /// The attribute or relation of the claim.
    Predicate,
    /// Which sides the citations of the claim take.
    Stance,
    /// To whom the citations of the claim attribute it first.
    Speaker,
    /// The sources of the claim, or the source itself.
    Source,
    /// When the source, or the earliest source of the claim, was published.
    Published,
    /// The name of the source.
    SourceName,
    /// Who published the source, or the sources of the claim.
    Publisher,
}

/// Which entity of an item is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// The entity that the item is, or the other end of the relationship.
    Item,
    /// What the claim is about.
    Subject,
    /// The entity that the claim links with its subject.
    Object,
}

/// Something of an entity.
#[derive(Debug, Clone, PartialEq)]
pub enum EntityProperty {
    /// Which one it is.
    Itself,
    /// The name; letter case and accents count only between names that are else the same.
    Name,
    /// The type.
    Type,
    /// The value of an attribute, or each of its values.
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
    /// Each entity to which a relation leads.
    Related(RelationId, Direction),
    /// The type of each entity to which a relation leads.
    RelatedType(RelationId, Direction),
}

/// What an item has of a property, as it is compared with what others have of the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Datum {
    /// Words: folded, and as they are spelled.
    Text(Box<str>, Box<str>),
    /// A number.
    Number(Decimal),
    /// A date.
    Date(PartialDate),
    /// An amount in a currency, by its code.
    Money([u8; 3], Decimal),
    /// A position among what is declared: the values of an enumeration, types, relations.
    Place(u16),
    /// A predicate, an attribute before a relation.
    Predicate(Predicate),
    /// An entity.
    Entity(EntityIx),
    /// A source.
    Source(SourceIx),
}

impl Datum {
    fn text(text: &str) -> Self {
        Self::Text(folded(text).into(), text.into())
    }

    /// Returns how a value is compared; a period by its beginning.
    pub fn of(value: ValueRef<'_>) -> Option<Self> {
        Some(match value {
            Value::Text(text) | Value::Url(text) => Self::text(text),
            Value::Integer(number) => Self::Number(Decimal::from(number)),
            Value::Decimal(number) => Self::Number(number),
            Value::Boolean(yes) => Self::Place(u16::from(yes)),
            Value::Date(date) => Self::Date(date),
            Value::Period(period) => Self::Date(period.start().date()?),
            Value::Money(Money { amount, currency }) => Self::Money(currency, amount),
            Value::Enumeration(at) => Self::Place(at),
        })
    }
}

/// Returns what an item has of a property, in the order in which the graph holds it.
///
/// # Errors
/// When the work that a request may cause is done.
pub(super) fn read(
    seen: GraphView<'_>,
    item: Item,
    property: &Property,
    work: &Work,
) -> Result<Vec<Datum>, WorkDone> {
    if let Property::Entity(whose, property) = property {
        return match entity(seen, item, *whose) {
            Some(entity) => of_entity(seen, entity, property, work),
            None => Ok(Vec::new()),
        };
    }
    match item {
        Item::Relationship { adjacent, .. } => of_relationship(seen, adjacent, property, work),
        Item::Claim(claim) => Ok(of_claim(seen, claim, property)),
        Item::Source(source) => Ok(of_source(seen, source, property)),
        Item::Entity(_) | Item::Finding(_) => Ok(Vec::new()),
    }
}

fn entity(seen: GraphView<'_>, item: Item, whose: Whose) -> Option<EntityIx> {
    match (item, whose) {
        (Item::Entity(entity), _) => Some(entity),
        (Item::Relationship { adjacent, .. }, _) => Some(adjacent.other),
        (Item::Claim(claim), Whose::Object) => seen.graph().claim(claim).object(),
        (Item::Claim(claim), _) => Some(seen.graph().claim(claim).subject()),
        (Item::Source(_) | Item::Finding(_), _) => None,
    }
}

fn one(datum: impl Into<Option<Datum>>) -> Vec<Datum> {
    datum.into().into_iter().collect()
}

fn of_entity(
    seen: GraphView<'_>,
    entity: EntityIx,
    property: &EntityProperty,
    work: &Work,
) -> Result<Vec<Datum>, WorkDone> {
    let graph = seen.graph();
    let related = |relation, direction| {
        let places = seen.relationships_in(graph.relationships(entity, relation, direction));
        work.spend(places.len() as u64)?;
        Ok(places.iter().map(|adjacent| adjacent.other))
    };
    Ok(match property {
        EntityProperty::Itself => one(Datum::Entity(entity)),
        EntityProperty::Name => one(Datum::text(graph.name(entity))),
        EntityProperty::Type => one(Datum::Place(graph.type_of(entity).0)),
        EntityProperty::Attribute(id) if graph.ontology().attribute(*id).plural.is_some() => {
            let values = seen.values(entity, *id).into_iter();
            values.filter_map(Datum::of).collect()
        }
        EntityProperty::Attribute(id) => one(seen.attribute(entity, *id).and_then(Datum::of)),
        EntityProperty::Count {
            relation,
            direction,
            edges,
        } => {
            let span = graph.relationships(entity, *relation, *direction);
            let mut n = 0;
            for adjacent in seen.relationships_in(span).iter() {
                n += u32::from(edges.wants(seen, adjacent, work)?);
            }
            one(Datum::Number(Decimal::from(n)))
        }
        EntityProperty::Related(relation, direction) => {
            related(*relation, *direction)?.map(Datum::Entity).collect()
        }
        EntityProperty::RelatedType(relation, direction) => related(*relation, *direction)?
            .map(|other| Datum::Place(graph.type_of(other).0))
            .collect(),
    })
}

fn of_relationship(
    seen: GraphView<'_>,
    adjacent: Adjacent,
    property: &Property,
    work: &Work,
) -> Result<Vec<Datum>, WorkDone> {
    let at = adjacent.relationship;
    let graph = seen.graph();
    let relation = graph.relationship(at).relation;
    let period = || period_of(seen, at);
    Ok(match property {
        Property::Qualifier(of, number) if *of == relation => {
            one(qualifier_of(seen, at, *number).and_then(Datum::of))
        }
        Property::Start => one(start(period())),
        Property::End => one(end(period())),
        Property::Relation => one(Datum::Place(relation.0)),
        Property::Standing => {
            work.spend(STANDING_WORK)?;
            one(standing(seen, at).map(|found| Datum::Place(found.standing.0)))
        }
        Property::Status => seen
            .claims_behind(at)
            .map(|claim| Datum::Place(seen.status(graph.claim(claim)) as u16))
            .collect(),
        _ => Vec::new(),
    })
}

/// What it takes to decide a standing, as the number of items that are looked at.
pub(super) const STANDING_WORK: u64 = 20;

fn start(period: Option<Period>) -> Option<Datum> {
    period?.start().date().map(Datum::Date)
}

fn end(period: Option<Period>) -> Option<Datum> {
    period?.end().date().map(Datum::Date)
}

fn of_claim(seen: GraphView<'_>, at: ClaimIx, property: &Property) -> Vec<Datum> {
    let graph = seen.graph();
    let claim = graph.claim(at);
    let sources = || seen.citations(claim).map(|citation| citation.source);
    match property {
        Property::Start => one(start(claim.valid())),
        Property::End => one(end(claim.valid())),
        Property::Status => one(Datum::Place(seen.status(claim) as u16)),
        Property::Predicate => one(Datum::Predicate(claim.predicate())),
        Property::Stance => {
            let citations = seen.citations(claim);
            citations.map(|c| Datum::Place(c.stance as u16)).collect()
        }
        Property::Speaker => {
            let citations = seen.citations(claim);
            let speakers = citations.filter_map(|c| c.attributed_to.first());
            speakers.map(|&speaker| Datum::Entity(speaker)).collect()
        }
        Property::Published => {
            let dates = sources().map(|source| graph.source(source).published);
            one(dates.min().map(Datum::Date))
        }
        property => sources()
            .flat_map(|source| of_source(seen, source, property))
            .collect(),
    }
}

fn of_source(seen: GraphView<'_>, at: SourceIx, property: &Property) -> Vec<Datum> {
    let source = seen.graph().source(at);
    match property {
        Property::Source => one(Datum::Source(at)),
        Property::Published => one(Datum::Date(source.published)),
        Property::SourceName => one(Datum::text(&source.name)),
        Property::Publisher => one(source.publisher.as_deref().map(Datum::text)),
        _ => Vec::new(),
    }
}
