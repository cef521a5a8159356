//! Which warnings are there about a claim?

use crate::model::{Breach, ClaimIx};

/// The warnings of a graph, and how often its constraints are broken.
#[derive(Debug)]
pub(super) struct Warnings {
    /// Where claims break a constraint that warns, in the order of the constraints.
    pub(super) all: Vec<Breach>,
    /// Each claim with a warning about it, as a position in `all`, in ascending order.
    by_claim: Vec<(ClaimIx, usize)>,
    /// How often each constraint is broken, in the order of the ontology.
    pub(super) n_breaches: Vec<usize>,
}

impl Warnings {
    pub(super) fn new(all: Vec<Breach>, n_breaches: Vec<usize>) -> Self {
        let claims = |(at, warning): (usize, &Breach)| {
            let claims = warning.claims.clone();
            claims.into_iter().map(move |claim| (claim, at))
        };
        let mut by_claim: Vec<_> = all.iter().enumerate().flat_map(claims).collect();
        by_claim.sort_unstable();
        by_claim.dedup();
        Self {
            all,
            by_claim,
            n_breaches,
        }
    }

    /// Returns the warnings about a claim.
    pub(super) fn on(&self, claim: ClaimIx) -> impl Iterator<Item = &Breach> {
        let start = self.by_claim.partition_point(|(other, _)| *other < claim);
        let about = self.by_claim[start..].iter();
        let about = about.take_while(move |(other, _)| *other == claim);
        about.map(|(_, at)| &self.all[*at])
    }
}
