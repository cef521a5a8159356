//! Which claims were withdrawn for others?

use super::dispute::{Disagreement, DisagreementKind};
use super::side::Side;
use crate::graph::{ClaimIx, GraphView};
use crate::query::passage::withdrawal;
use crate::query::wording::said_in_words;

/// Finds the corrections among some claims.
pub(super) fn find(seen: GraphView<'_>, claims: &[ClaimIx], found: &mut Vec<Disagreement>) {
    found.extend(claims.iter().filter_map(|&claim| correction(seen, claim)));
}

fn correction(seen: GraphView<'_>, at: ClaimIx) -> Option<Disagreement> {
    let claim = seen.graph().claim(at);
    let by = seen.retraction(claim)?.correction?;
    if !seen.shows_claim(by) {
        return None;
    }
    let [before, after] = [at, by].map(|at| {
        let text = said_in_words(seen.graph(), at);
        Side::of(seen, text, vec![at])
    });
    let text = format!(
        "\"{}\" was withdrawn, and \"{}\" takes its place.",
        before.text, after.text
    );
    let mut sides = vec![before, after];
    sides[1].citations.extend(withdrawal(seen, at));
    Some(Disagreement {
        kind: DisagreementKind::Correction,
        about: claim.subject(),
        predicate: claim.predicate(),
        sides,
        text,
    })
}
