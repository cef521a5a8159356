//! Is it safe to look at this document at all?
//!
//! [`tokens`] reads the bytes before any parser does; [`shape`] measures the parsed document before
//! anything walks through its fragments. Both are linear in the size of the document.

pub(super) mod shape;
pub(super) mod tokens;
