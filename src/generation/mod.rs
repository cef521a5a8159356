//! What would a story of any size look like?
//!
//! The shape is that of real ones, a few hubs and many who are hardly known, vague dates, several
//! citations and people who contradict each other; the content is invented. One seed gives one
//! story, byte for byte, on every machine: all numbers are whole, and come from a generator whose
//! stream is fixed.

mod number;
mod order;
mod spelling;

mod claim;
mod population;
mod source;
mod story;

pub use order::{Order, OrderError};
pub use story::{Part, tell};
