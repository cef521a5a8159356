//! Who matters in a graph, and how does it hang together?
//!
//! Everything here is asked of a [`Projection`]: the entities and relationships that count, packed
//! side by side, so that a measure reads memory in a row and looks at its budget on the way. Each
//! measure is one function in a file of its own, and says what it computes in the words of the
//! literature.

mod betweenness;
mod centrality;
mod closeness;
mod community;
mod component;
mod degree;
mod figure;
mod page_rank;
mod partition;
mod projection;
mod shared_neighbor;

pub use centrality::{Centrality, Measure, among};
pub use figure::{Figure, work_out};
pub use partition::Partition;
pub use projection::{Extent, Projection};
pub use shared_neighbor::{SharedNeighbor, shared_neighbors};
