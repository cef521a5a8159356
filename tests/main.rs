//! What does Throughline promise, seen from outside?

mod support;

mod check;
mod ladder;
mod merged;
mod pages;
mod questions;
mod readme;
mod schema;
