//! What do the claims behind a relationship say of its details?

use crate::graph::{GraphView, RelationshipIx};
use crate::model::{ClaimRef, Period, ValueRef};

/// Returns the value of a qualifier, by its position: what the first claim says that stands and
/// says anything of it.
pub fn qualifier_of(seen: GraphView<'_>, at: RelationshipIx, number: u8) -> Option<ValueRef<'_>> {
    first_of(seen, at, |claim| claim.qualifier(number))
}

/// Returns the period during which a relationship held: that of the first claim that stands and
/// has one.
pub fn period_of(seen: GraphView<'_>, at: RelationshipIx) -> Option<Period> {
    first_of(seen, at, ClaimRef::valid)
}

fn first_of<'g, T>(
    seen: GraphView<'g>,
    at: RelationshipIx,
    detail: impl Fn(ClaimRef<'g>) -> Option<T>,
) -> Option<T> {
    seen.claims_behind(at)
        .map(|claim| seen.graph().claim(claim))
        .filter(|&claim| seen.stands(claim))
        .find_map(detail)
}
