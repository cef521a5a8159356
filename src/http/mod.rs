//! How does the graph reach the wire?

mod account;
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
mod vitals;

pub use cross_origin::{NotAnOrigin, Origin};
pub use endpoint::Endpoint;
pub use limits::Limits;
pub use router::router;
pub use serve::{Ending, serve};
pub use settings::Settings;
pub use vitals::Vitals;
