//! What does the folder say, and what is wrong with it?

mod tables;

pub use tables::Dataset;
