//! How does the graph answer over HTTP?

mod addresses;
mod answers;
mod client;
mod examples;
mod refusals;
