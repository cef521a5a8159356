//! How are entities connected, and by whose word?

mod answer;
mod conditions;
mod hub;
mod neighborhood;
mod properties;
mod via;
