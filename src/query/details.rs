//! What do the claims behind a relationship say of its details?

use crate::graph::{GraphView, RelationshipIx};
use crate::model::{Claim, Value};

/// Returns the value of a qualifier, by its position: what the first claim says that stands and
/// says anything of it.
pub fn qualifier_of(seen: GraphView<'_>, at: RelationshipIx, number: u8) -> Option<&Value> {
    first_of(seen, at, |claim| {
        let said = claim.qualifiers.iter().find(|(of, _)| *of == number)?;
        Some(&said.1)
    })
}

/// Returns the period during which a relationship held: that of the first claim that stands and
/// has one.
pub fn period_of(seen: GraphView<'_>, at: RelationshipIx) -> Option<Value> {
    first_of(seen, at, |claim| claim.valid.map(Value::Period))
}

fn first_of<'g, T>(
    seen: GraphView<'g>,
    at: RelationshipIx,
    detail: impl Fn(&'g Claim) -> Option<T>,
) -> Option<T> {
    seen.claims_behind(at)
        .map(|claim| seen.graph().claim(claim))
        .filter(|claim| seen.stands(claim))
        .find_map(detail)
}
