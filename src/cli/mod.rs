//! What can one do on the command line?

mod arguments;
mod check;

pub use arguments::run;
