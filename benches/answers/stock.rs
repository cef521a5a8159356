//! What does the same answer cost from async-graphql as it comes: derived types, its own executor
//! and its own axum service?

use crate::data::{Data, Occupation, Person, Production};
use async_graphql::{
    Context, EmptyMutation, EmptySubscription, ID, InputValueError, InputValueResult, Object,
    Scalar, ScalarType, Schema, Value,
};
use async_graphql_axum::GraphQL;
use axum::Router;
use axum::routing::post_service;
use std::sync::Arc;
use throughline::model::PartialDate;

/// Returns the route that answers any operation over people and productions.
pub(crate) fn router(data: Arc<Data>) -> Router {
    let schema = Schema::build(Query, EmptyMutation, EmptySubscription)
        .data(data)
        .finish();
    Router::new().route("/graphql", post_service(GraphQL::new(schema)))
}

struct Date(PartialDate);

#[Scalar]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        match &value {
            Value::String(text) => PartialDate::parse(text)
                .map(Self)
                .map_err(InputValueError::custom),
            _ => Err(InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

struct Query;

#[Object]
impl Query {
    async fn person<'d>(&self, ctx: &Context<'d>, id: ID) -> Option<PersonNode<'d>> {
        let data: &Arc<Data> = ctx.data_unchecked();
        let person = data.person_by_id(&id)?;
        Some(PersonNode { data, person })
    }

    async fn people<'d>(
        &self,
        ctx: &Context<'d>,
        first: Option<usize>,
        last: Option<usize>,
    ) -> PeopleConnection<'d> {
        let data: &Arc<Data> = ctx.data_unchecked();
        let total = data.people.len();
        let page = match (first, last) {
            (_, Some(last)) => total.saturating_sub(last)..total,
            (first, None) => 0..first.unwrap_or(25).min(total),
        };
        PeopleConnection {
            data,
            page: &data.people[page],
            total,
        }
    }
}

struct PeopleConnection<'d> {
    data: &'d Data,
    page: &'d [Person],
    total: usize,
}

#[Object]
impl<'d> PeopleConnection<'d> {
    async fn nodes(&self) -> Vec<PersonNode<'d>> {
        let data = self.data;
        let people = self.page.iter();
        people.map(|person| PersonNode { data, person }).collect()
    }

    async fn total_count(&self) -> usize {
        self.total
    }
}

struct PersonNode<'d> {
    data: &'d Data,
    person: &'d Person,
}

#[Object(name = "Person")]
impl<'d> PersonNode<'d> {
    async fn id(&self) -> ID {
        ID(self.person.id.clone())
    }

    async fn name(&self) -> &str {
        &self.person.name
    }

    async fn born(&self) -> Option<Date> {
        Some(Date(self.person.born))
    }

    async fn nationality(&self) -> Option<&str> {
        Some(&self.person.nationality)
    }

    async fn height(&self) -> Option<i32> {
        Some(self.person.height)
    }

    async fn occupation(&self) -> Option<Occupation> {
        Some(self.person.occupation)
    }

    async fn acted_in(&self, first: Option<usize>) -> ActedInConnection<'d> {
        ActedInConnection::new(self.data, &self.person.acted_in, first)
    }

    async fn directed(&self, first: Option<usize>) -> ActedInConnection<'d> {
        ActedInConnection::new(self.data, &self.person.directed, first)
    }
}

struct ProductionNode<'d> {
    data: &'d Data,
    production: &'d Production,
}

#[Object(name = "Production")]
impl<'d> ProductionNode<'d> {
    async fn id(&self) -> ID {
        ID(self.production.id.clone())
    }

    async fn name(&self) -> &str {
        &self.production.name
    }

    async fn released(&self) -> Option<Date> {
        Some(Date(self.production.released))
    }

    async fn runtime(&self) -> Option<i32> {
        Some(self.production.runtime)
    }

    async fn actors(&self, first: Option<usize>) -> ActorsConnection<'d> {
        ActorsConnection::new(self.data, &self.production.actors, first)
    }
}

/// Declares a connection and its edge over positions of an array.
macro_rules! connection {
    ($connection:ident, $edge:ident, $node:ident { $field:ident } of $array:ident) => {
        struct $connection<'d> {
            data: &'d Data,
            page: &'d [u32],
            total: usize,
        }

        impl<'d> $connection<'d> {
            fn new(data: &'d Data, all: &'d [u32], first: Option<usize>) -> Self {
                Self {
                    data,
                    page: &all[..first.unwrap_or(25).min(all.len())],
                    total: all.len(),
                }
            }

            fn node(data: &'d Data, at: u32) -> $node<'d> {
                $node {
                    data,
                    $field: &data.$array[at as usize],
                }
            }
        }

        #[Object]
        impl<'d> $connection<'d> {
            async fn nodes(&self) -> Vec<$node<'d>> {
                let page = self.page.iter();
                page.map(|&at| Self::node(self.data, at)).collect()
            }

            async fn edges(&self) -> Vec<$edge<'d>> {
                let page = self.page.iter();
                page.map(|&at| $edge {
                    node: Self::node(self.data, at),
                })
                .collect()
            }

            async fn total_count(&self) -> usize {
                self.total
            }
        }

        struct $edge<'d> {
            node: $node<'d>,
        }

        #[Object]
        impl<'d> $edge<'d> {
            async fn node(&self) -> &$node<'d> {
                &self.node
            }
        }
    };
}

connection!(ActedInConnection, ActedInEdge, ProductionNode { production } of productions);
connection!(ActorsConnection, ActorsEdge, PersonNode { person } of people);
