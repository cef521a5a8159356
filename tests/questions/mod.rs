//! Does the shipped story answer what a reader would ask?

mod as_known;
mod told;
