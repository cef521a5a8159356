//! How does the graph reach the wire?

mod cross_origin;
mod endpoint;
pub mod example;
mod fault;
mod graphql;
mod headers;
mod lane;
mod limits;
mod media_type;
pub mod page;
mod refusal;
mod router;
mod serve;
mod settings;
mod stream;

pub use cross_origin::{NotAnOrigin, Origin};
pub use endpoint::Endpoint;
pub use limits::Limits;
pub use router::router;
pub use serve::{Ending, serve};
pub use settings::Settings;
