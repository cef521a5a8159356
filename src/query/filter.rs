//! Which items of a list are wanted?

use super::details::{period_of, qualifier_of};
use super::property::STANDING_WORK;
use super::standing::standing;
use super::value_test::{NumberTest, TextTest, ValueTest};
use super::work::{Work, WorkDone};
use crate::graph::{Adjacent, ClaimIx, GraphView};
use crate::model::{Decimal, EntityIx, SourceIx, Stance, Status, Value};
use crate::ontology::{AttributeId, Direction, RelationId, StandingId, TypeId};

/// Conditions that are joined.
#[derive(Debug, Clone, PartialEq)]
pub enum Filter<T> {
    /// All of them hold.
    All(Vec<Self>),
    /// One of them holds.
    Any(Vec<Self>),
    /// It does not hold.
    Not(Box<Self>),
    /// This one holds.
    Is(T),
}

/// A condition on an entity.
#[derive(Debug, Clone, PartialEq)]
pub enum EntityTest {
    /// The id is one of these.
    Id(Vec<String>),
    /// The name passes.
    Name(TextTest),
    /// The type is one of these.
    Type(Vec<TypeId>),
    /// The value of an attribute passes; of an attribute that may have several, one of them.
    Attribute(AttributeId, ValueTest),
    /// The relationships by a relation pass.
    Relation {
        /// The relation.
        relation: RelationId,
        /// The end at which the entity stands.
        direction: Direction,
        /// How many of them have to pass.
        quantifier: Quantifier,
        /// The condition on each.
        edges: Filter<EdgeTest>,
    },
}

/// How many relationships have to pass a condition.
#[derive(Debug, Clone, PartialEq)]
pub enum Quantifier {
    /// At least one.
    Some,
    /// All, also when there are none.
    Every,
    /// None.
    None,
    /// A number that passes itself.
    Count(NumberTest),
}

/// A condition on a relationship, as seen from one of its ends.
#[derive(Debug, Clone, PartialEq)]
pub enum EdgeTest {
    /// It is by one of these relations.
    Relation(Vec<RelationId>),
    /// The other end passes.
    Node(Box<Filter<EntityTest>>),
    /// The value of a qualifier passes, by the qualifier's position.
    Qualifier(u8, ValueTest),
    /// The period during which it held passes.
    Period(ValueTest),
    /// One of the claims behind it stands in one of these ways.
    Status(Vec<Status>),
    /// The accused stands at one of these places.
    Standing(Vec<StandingId>),
    /// One of these sources says something of it.
    Source(Vec<SourceIx>),
}

/// A condition on a claim.
#[derive(Debug, Clone, PartialEq)]
pub enum ClaimTest {
    /// The id is one of these.
    Id(Vec<String>),
    /// It stands in one of these ways.
    Status(Vec<Status>),
    /// The name of its attribute or relation passes.
    Predicate(TextTest),
    /// The period during which it holds passes.
    Period(ValueTest),
    /// One of its citations is from one of these sources.
    Source(Vec<SourceIx>),
    /// One of its citations takes one of these stances.
    Stance(Vec<Stance>),
    /// What it is about passes.
    Subject(Filter<EntityTest>),
    /// The entity that it links with its subject passes.
    Object(Filter<EntityTest>),
}

/// A condition on a source.
#[derive(Debug, Clone, PartialEq)]
pub enum SourceTest {
    /// The id is one of these.
    Id(Vec<String>),
    /// The name passes.
    Name(TextTest),
    /// The title passes.
    Title(ValueTest),
    /// The publisher passes.
    Publisher(ValueTest),
    /// The date of publication passes.
    Published(ValueTest),
}

impl<T> Filter<T> {
    fn holds(&self, is: &mut impl FnMut(&T) -> Result<bool, WorkDone>) -> Result<bool, WorkDone> {
        match self {
            Self::All(filters) => {
                for filter in filters {
                    if !filter.holds(is)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Self::Any(filters) => {
                for filter in filters {
                    if filter.holds(is)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            Self::Not(filter) => Ok(!filter.holds(is)?),
            Self::Is(test) => is(test),
        }
    }
}

impl Filter<EntityTest> {
    /// Returns whether an entity is wanted.
    ///
    /// # Errors
    /// When the work that a request may cause is done.
    pub fn wants(
        &self,
        seen: GraphView<'_>,
        entity: EntityIx,
        work: &Work,
    ) -> Result<bool, WorkDone> {
        work.spend(1)?;
        self.holds(&mut |test| test.passes(seen, entity, work))
    }
}

impl EntityTest {
    fn passes(&self, seen: GraphView<'_>, entity: EntityIx, work: &Work) -> Result<bool, WorkDone> {
        let graph = seen.graph();
        Ok(match self {
            Self::Id(wanted) => wanted
                .iter()
                .any(|id| seen.entity_by_id(id) == Some(entity)),
            Self::Name(test) => test.passes(graph.name(entity)),
            Self::Type(wanted) => {
                let type_id = graph.type_of(entity);
                wanted.iter().any(|&of| graph.ontology().is_a(type_id, of))
            }
            Self::Attribute(attribute, test) => {
                if graph.ontology().attribute(*attribute).plural.is_none() {
                    return Ok(test.passes(seen.attribute(entity, *attribute)));
                }
                let values = seen.values(entity, *attribute);
                match test {
                    ValueTest::Exists(wanted) => values.is_empty() != *wanted,
                    test => values.into_iter().any(|value| test.passes(Some(value))),
                }
            }
            Self::Relation {
                relation,
                direction,
                quantifier,
                edges,
            } => {
                let span = graph.relationships(entity, *relation, *direction);
                let places = seen.relationships_in(span);
                let edge = |adjacent| edges.wants(seen, adjacent, work);
                match quantifier {
                    Quantifier::Some => any(places.iter(), edge)?,
                    Quantifier::None => !any(places.iter(), edge)?,
                    Quantifier::Every => {
                        !any(places.iter(), |adjacent| edge(adjacent).map(|wants| !wants))?
                    }
                    Quantifier::Count(test) => {
                        let mut n = 0;
                        if *edges == Filter::All(Vec::new()) {
                            n = places.len();
                        } else {
                            for adjacent in places.iter() {
                                n += usize::from(edge(adjacent)?);
                            }
                        }
                        test.passes(Decimal::from(n))
                    }
                }
            }
        })
    }
}

fn any<T>(
    items: impl Iterator<Item = T>,
    wants: impl Fn(T) -> Result<bool, WorkDone>,
) -> Result<bool, WorkDone> {
    for item in items {
        if wants(item)? {
            return Ok(true);
        }
    }
    Ok(false)
}

impl Filter<EdgeTest> {
    /// Returns whether a relationship is wanted.
    ///
    /// # Errors
    /// When the work that a request may cause is done.
    pub fn wants(
        &self,
        seen: GraphView<'_>,
        adjacent: Adjacent,
        work: &Work,
    ) -> Result<bool, WorkDone> {
        work.spend(1)?;
        self.holds(&mut |test| test.passes(seen, adjacent, work))
    }
}

impl EdgeTest {
    fn passes(
        &self,
        seen: GraphView<'_>,
        adjacent: Adjacent,
        work: &Work,
    ) -> Result<bool, WorkDone> {
        let at = adjacent.relationship;
        let graph = seen.graph();
        let claims = || seen.claims_behind(at).map(|claim| graph.claim(claim));
        Ok(match self {
            Self::Relation(wanted) => wanted.contains(&graph.relationship(at).relation),
            Self::Node(filter) => filter.wants(seen, adjacent.other, work)?,
            Self::Qualifier(number, test) => test.passes(qualifier_of(seen, at, *number)),
            Self::Period(test) => test.passes(period_of(seen, at).map(Value::Period)),
            Self::Status(wanted) => claims().any(|claim| wanted.contains(&seen.status(claim))),
            Self::Standing(wanted) => {
                work.spend(STANDING_WORK)?;
                standing(seen, at).is_some_and(|found| wanted.contains(&found.standing))
            }
            Self::Source(wanted) => claims().any(|claim| {
                let mut citations = seen.citations(claim);
                citations.any(|citation| wanted.contains(&citation.source))
            }),
        })
    }
}

impl Filter<ClaimTest> {
    /// Returns whether a claim is wanted.
    ///
    /// # Errors
    /// When the work that a request may cause is done.
    pub fn wants(
        &self,
        seen: GraphView<'_>,
        claim: ClaimIx,
        work: &Work,
    ) -> Result<bool, WorkDone> {
        work.spend(1)?;
        self.holds(&mut |test| test.passes(seen, claim, work))
    }
}

impl ClaimTest {
    fn passes(&self, seen: GraphView<'_>, at: ClaimIx, work: &Work) -> Result<bool, WorkDone> {
        let graph = seen.graph();
        let claim = graph.claim(at);
        Ok(match self {
            Self::Id(wanted) => wanted.iter().any(|id| **id == *claim.id()),
            Self::Status(wanted) => wanted.contains(&seen.status(claim)),
            Self::Predicate(test) => test.passes(graph.ontology().key(claim.predicate()).as_str()),
            Self::Period(test) => test.passes(claim.valid().map(Value::Period)),
            Self::Source(wanted) => seen.citations(claim).any(|c| wanted.contains(&c.source)),
            Self::Stance(wanted) => seen.citations(claim).any(|c| wanted.contains(&c.stance)),
            Self::Subject(filter) => filter.wants(seen, claim.subject(), work)?,
            Self::Object(filter) => match claim.object() {
                Some(object) => filter.wants(seen, object, work)?,
                None => false,
            },
        })
    }
}

impl Filter<SourceTest> {
    /// Returns whether a source is wanted.
    ///
    /// # Errors
    /// When the work that a request may cause is done.
    pub fn wants(
        &self,
        seen: GraphView<'_>,
        source: SourceIx,
        work: &Work,
    ) -> Result<bool, WorkDone> {
        work.spend(1)?;
        let source = seen.graph().source(source);
        self.holds(&mut |test| {
            Ok(match test {
                SourceTest::Id(wanted) => wanted.contains(&source.id),
                SourceTest::Name(test) => test.passes(&source.name),
                SourceTest::Title(test) => test.passes(source.title.as_deref().map(Value::Text)),
                SourceTest::Publisher(test) => {
                    test.passes(source.publisher.as_deref().map(Value::Text))
                }
                SourceTest::Published(test) => test.passes(Some(Value::Date(source.published))),
            })
        })
    }
}
