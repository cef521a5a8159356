//! How does the graph answer over HTTP?

mod addresses;
mod answers;
mod client;
mod connections;
mod examples;
mod refusals;
