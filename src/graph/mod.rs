//! What is linked with what, ready to be asked?
//!
//! A [`KnowledgeGraph`] is an immutable index over checked claims: one snapshot, from which a
//! request reads everything. Its topology is a petgraph graph; beside it stand typed adjacency,
//! so that one relation of an entity costs its answer and not the degree of the entity, and a
//! column for each attribute.

mod adjacency;
mod build;
mod column;
mod snapshot;
mod text;

pub use adjacency::{Adjacent, RelationshipIx};
pub use column::Cell;
pub use snapshot::{ClaimIx, KnowledgeGraph, Relationship};
