//! Can a citation be checked against the text of its document?

mod command;
