//! What is linked with what, ready to be asked?
//!
//! A [`KnowledgeGraph`] is an immutable index over checked claims: one snapshot, from which a
//! request reads everything. Its topology is a petgraph graph; beside it stand typed adjacency,
//! so that one relation of an entity costs its answer and not the degree of the entity. A
//! [`GraphView`] is the graph as a [`View`] shows it.

mod adjacency;
mod build;
mod graph_view;
mod places;
mod position;
mod snapshot;
mod span;
mod view;
mod visible;
mod warnings;

pub use adjacency::{Adjacent, RelationshipIx};
pub use graph_view::GraphView;
pub use places::Places;
pub use snapshot::{KnowledgeGraph, Relationship};
pub use span::Span;
pub use view::{Certainty, View};
pub use visible::Visible;

pub use crate::model::ClaimIx;
