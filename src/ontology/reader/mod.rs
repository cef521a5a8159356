//! What does the text of an `ontology.toml` declare, and what is wrong with it?

mod names;
mod predicates;
mod rows;
mod story;
mod types;
mod values;

pub use story::{Reading, read};
