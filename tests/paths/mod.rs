//! How are entities connected, and by whose word?

mod answer;
mod conditions;
mod hub;
mod neighborhood;
pub(crate) mod properties;
mod via;
