//! Does everything below a root field obey its view?

mod answer;
mod properties;
mod reference;
mod warnings;
