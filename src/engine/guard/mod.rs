//! Is it safe to look at this document at all?
//!
//! [`tokens`] and [`grammar`] read the bytes before any parser does; [`shape`] measures the parsed
//! document before anything walks through its fragments. All are linear in the size of the document.

pub(super) mod grammar;
pub(super) mod shape;
pub(super) mod tokens;
