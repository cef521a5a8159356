//! Who matters in the graph, and how does it hang together?

mod answer;
mod properties;
