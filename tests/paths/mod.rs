//! How are two entities connected, and by whose word?

mod answer;
mod properties;
mod via;
