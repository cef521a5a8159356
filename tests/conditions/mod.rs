//! Is a list filtered, put in order, divided and summed up as it is asked for?

mod answer;
mod groups;
mod orders;
pub(crate) mod properties;
