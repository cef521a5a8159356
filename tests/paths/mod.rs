//! How are entities connected, and by whose word?

mod answer;
mod hub;
mod neighborhood;
mod properties;
mod via;
