//! How does the graph reach the wire?

mod account;
mod budget;
mod client_address;
mod cross_origin;
mod edition;
mod endpoint;
mod event_stream;
pub mod example;
mod fault;
mod graphql;
mod headers;
mod health;
mod lane;
mod limits;
mod live;
mod media_type;
pub mod page;
mod persisted;
mod places;
mod refusal;
mod router;
mod serve;
mod settings;
mod socket;
mod socket_message;
mod stream;
mod subscription;
#[cfg(feature = "otlp")]
mod trace;
mod trusted;
mod vitals;

pub use client_address::{Network, NotANetwork};
pub use cross_origin::{NotAnOrigin, Origin};
pub use endpoint::Endpoint;
pub use health::Awaited;
pub use limits::Limits;
pub use live::Live;
pub use router::router;
pub use serve::{Ending, serve};
pub use settings::{PartialStatus, Settings};
#[cfg(feature = "otlp")]
pub use trace::Traces;
pub use trusted::{Allowed, NotAManifest, Trusted};
pub use vitals::Vitals;
