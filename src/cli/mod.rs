//! What can one do on the command line?

mod arguments;
mod changes;
mod check;
mod digest;
mod follow;
mod generate;
mod interrupt;
mod limits;
mod load;
mod log;
mod manifest;
mod output;
mod pack;
mod progress;
mod query;
mod schema;
mod serve;
mod stats;
mod verify;

pub use arguments::run;
pub use schema::difference;
