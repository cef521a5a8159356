//! Can a citation be checked against the text of its document?

mod answer;
mod command;
mod documents;
mod words;
