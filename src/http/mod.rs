//! How does the graph reach the wire?

mod endpoint;
pub mod example;
mod graphql;
mod media_type;
pub mod page;
mod refusal;
mod router;

pub use endpoint::Endpoint;
pub use graphql::MAX_BODY;
pub use router::router;
