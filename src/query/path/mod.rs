//! How are two entities connected?
//!
//! A path leads from one entity to another along relationships that a view shows and somebody
//! says there are, and never meets an entity twice. Which ways it may take is told by relations, a
//! direction, conditions, and a regular path expression, compiled to a deterministic automaton. A
//! search from both ends tells how far it is; then the paths are walked, the shortest first, so an
//! answer that a budget cuts short still begins as the whole one would.

mod condition;
mod distance;
mod explanation;
mod expression;
mod hop;
mod search;
mod strength;
mod via;
mod walk;

pub use condition::PathFilter;
pub(super) use condition::Verdicts;
pub use explanation::hop_in_words;
pub use expression::{ViaError, ViaProblem};
pub use hop::{Hop, Path};
pub use search::{MAX_LENGTH, MAX_PATHS, Mode, Paths, Search, paths};
pub use strength::{
    co_temporal, is_contested, n_origins, sources_of, survives_without, weakest_hop,
};
pub use via::Via;
pub(super) use walk::{Place, Walk};
