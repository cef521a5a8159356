//! How does the graph answer over HTTP?

mod addresses;
mod answers;
mod caching;
mod client;
mod connections;
mod disclosure;
mod examples;
mod faults;
mod persisted;
mod rationing;
mod refusals;
mod safety;
mod trusted;
mod vitals;
