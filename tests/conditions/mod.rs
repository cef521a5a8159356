//! Is a list filtered, put in order, divided and summed up as it is asked for?

mod answer;
mod groups;
pub(crate) mod properties;
