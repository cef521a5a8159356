//! What does a reader see at `/`, and what may it do in the browser?
//!
//! GraphiQL where the build could embed it, a plain page of our own elsewhere. Every byte comes from
//! the binary, and a content security policy keeps the browser from asking anyone else.

mod asset;
mod encoding;
mod graphiql;
mod plain;
mod routes;

pub use routes::routes;
