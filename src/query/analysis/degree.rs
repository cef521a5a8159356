//! How many relationships does each entity have?

use super::projection::Projection;

/// Returns the degree of each entity in the multigraph: a relationship that leads back to the entity
/// counts twice.
pub(super) fn degree(projection: &Projection) -> Vec<f64> {
    let degrees = projection.nodes().map(|node| projection.degree(node));
    degrees.map(|degree| degree as f64).collect()
}
