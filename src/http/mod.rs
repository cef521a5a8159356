//! How does the graph reach the wire?

mod account;
mod cross_origin;
mod edition;
mod endpoint;
mod event_stream;
pub mod example;
mod fault;
mod graphql;
mod headers;
mod lane;
mod limits;
mod live;
mod media_type;
pub mod page;
mod persisted;
mod refusal;
mod router;
mod serve;
mod settings;
mod socket;
mod socket_message;
mod stream;
mod subscription;
mod trusted;
mod vitals;

pub use cross_origin::{NotAnOrigin, Origin};
pub use endpoint::Endpoint;
pub use limits::Limits;
pub use live::Live;
pub use router::router;
pub use serve::{Ending, serve};
pub use settings::Settings;
pub use trusted::{NotAManifest, Trusted};
pub use vitals::Vitals;
