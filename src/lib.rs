//! Throughline serves a story as a knowledge graph: people, works and cases linked by typed
//! relations, every fact with its source, through one GraphQL schema.
//!
//! The modules form a ladder; each knows only those above it in this list.

use mimalloc::MiMalloc;

pub mod cli;
pub mod dataset;
pub mod deadline;
pub mod document;
pub mod engine;
pub mod evidence;
pub mod generation;
pub mod graph;
pub mod http;
pub mod model;
pub mod ontology;
pub mod query;
pub mod schema;
pub mod search;

/// Gives back what a burst of requests took, and takes less time than the system's allocator.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;
