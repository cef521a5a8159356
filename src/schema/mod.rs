//! What can be asked over the wire?
//!
//! The types of the GraphQL schema: some of them core types that every story has, most of them
//! made from the ontology. Each field is declared once, together with what produces it.

mod aggregates;
mod analysis;
mod arguments;
mod changes;
mod claims;
mod condition_reading;
mod conditions;
mod connections;
mod corroboration;
mod disagreements;
mod entities;
mod fields;
mod groups;
mod kept;
mod limits;
mod members;
mod neighborhood;
mod ontology;
mod orders;
mod paths;
mod root;
mod scalars;
mod search;
mod sources;
mod standing;
mod story;
mod subscription;
mod timeline;
mod values;
mod view;
mod warnings;
mod wire;

pub use arguments::Arguments;
pub use root::definition;
pub use story::{Object, Story};
pub use wire::Slot;
