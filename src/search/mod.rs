//! Which entities does a text find, and why?
//!
//! Every name and every other text that the claims give an entity is an [`Entry`] of an
//! [`Index`]. An entity is found when each word that is [`Sought`] is near to a word of one of its
//! entries that the view shows. How near two words are is decided in one place, and no figure of
//! the whole index takes part in it, so what a view hides moves nothing that it shows.

mod entry;
mod fragment;
mod hit;
mod index;
mod sought;
mod word;

pub use entry::{Entry, EntryIx, Field};
pub use fragment::Fragment;
pub use hit::{Hit, Hits, MAX_READ, Match, Score};
pub use index::Index;
pub use sought::{MAX_WORDS, Sought, TooManyWords};
pub use word::folded;
