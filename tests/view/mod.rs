//! Does everything below a root field obey its view?

mod answer;
pub(crate) mod properties;
pub(crate) mod reference;
mod warnings;
