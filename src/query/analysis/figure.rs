//! What can be worked out of a whole projection, and kept for who asks next?

use super::centrality::{Measure, centrality};
use super::community::communities;
use super::component::components;
use super::partition::Partition;
use super::projection::Projection;
use crate::graph::KnowledgeGraph;
use crate::query::budget::{Budget, Cut};
use crate::query::found::Found;

/// What is worked out of a projection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Figure {
    /// Who matters most.
    Centrality(Measure),
    /// Who is connected at all.
    Components,
    /// Who is more closely connected than with the rest.
    Communities,
}

/// Works out a figure of a projection.
///
/// # Errors
/// When the budget does not suffice.
pub fn work_out(
    graph: &KnowledgeGraph,
    projection: &Projection,
    figure: Figure,
    budget: &Budget,
) -> Result<Found, Cut> {
    let extent = projection.extent().spelled(graph.ontology());
    Ok(match figure {
        Figure::Centrality(measure) => {
            let (_, name, _) = Measure::ALL[measure as usize];
            let question = format!("{name} {extent}");
            Found::Centrality(centrality(projection, measure, question, budget)?)
        }
        Figure::Components => {
            let clusters = components(projection, budget)?;
            Found::Partition(Partition::new(
                ("components", extent),
                projection,
                &clusters,
            ))
        }
        Figure::Communities => {
            let clusters = communities(projection, budget)?;
            Found::Partition(Partition::new(
                ("communities", extent),
                projection,
                &clusters,
            ))
        }
    })
}
