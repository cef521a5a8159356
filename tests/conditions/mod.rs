//! Is a list filtered and put in order as it is asked for?

mod answer;
mod properties;
