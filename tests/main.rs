//! What does Throughline promise, seen from outside?

mod check;
mod merged;
