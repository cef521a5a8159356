//! What does the text of an `ontology.toml` declare, and what is wrong with it?

mod constraints;
mod mentions;
mod names;
mod predicates;
mod procedure;
mod rows;
mod story;
mod types;
mod values;

pub use story::{Reading, read};
