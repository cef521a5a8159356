//! How is a GraphQL operation checked, compiled and executed?
//!
//! An operation is text until [`Engine::prepare`] has guarded, parsed, validated and compiled it;
//! what remains is a plan that is kept, and executed by writing JSON. The engine knows GraphQL and
//! no story: the types and what produces them come in through a [`Definition`].

mod answer;
mod coerce;
mod compile;
mod definition;
mod disclosure;
mod document;
#[expect(
    clippy::module_inception,
    reason = "the engine is what the module is named after"
)]
mod engine;
mod error;
mod execute;
mod fault;
mod guard;
mod introspection;
mod limits;
mod plan;
mod registry;
mod schema_size;
mod suggestion;
mod tell;
mod variables;
mod writer;

pub use crate::deadline::{Cancellation, Deadline};
pub use answer::Answer;
/// The request as async-graphql defines it: whatever mounts a schema of it can mount the engine.
pub use async_graphql::{Request, Variables};
pub use definition::{
    Argument, Definition, Domain, Effort, Field, Halt, Items, Kind, Leaf, Multiplicity, Produce,
    QUERY, SUBSCRIPTION, Type,
};
pub use disclosure::{Disclosure, Introspection, Suggestions};
pub use document::digest;
pub use engine::{Engine, Operation, SchemaError};
pub use error::{FieldError, GraphqlError, Location, PathStep};
pub use fault::{Fault, FaultId};
pub(crate) use limits::{Figure, limits};
pub use limits::{Limit, Limits, Unit};
pub use writer::{JsonWriter, Piece, digits};
