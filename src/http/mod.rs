//! How does the graph reach the wire?

pub mod example;
pub mod page;
