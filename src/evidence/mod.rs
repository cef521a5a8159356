//! Do the documents still say what is cited from them?
//!
//! A source keeps the digest of each of its paragraphs, and never the text. Whoever has the texts
//! at hand can tell for every citation whether its paragraph is the one that was read.

mod text;
mod verification;

pub use text::{Absence, MAX_TEXT_BYTES, Texts, read_text};
pub use verification::{State, Tally, Verdict, verify};
