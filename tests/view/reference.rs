//! What does a view show, when every claim is looked at for every question?
//!
//! Slow and plain: the answers of the indexed views are compared with these.

use throughline::graph::{Certainty, ClaimIx, KnowledgeGraph, View};
use throughline::model::{
    Assertion, ClaimRef, EntityIx, PartialDate, SourceIx, Stance, Status, Value,
};
use throughline::ontology::{AttributeId, Direction, Predicate, RelationId};

pub(crate) struct Reference<'g> {
    pub(crate) graph: &'g KnowledgeGraph,
    pub(crate) view: View,
}

/// The claims that have a property.
type Claims<'c, 'g> = Vec<(ClaimIx, ClaimRef<'g>)>;

impl<'g> Reference<'g> {
    pub(crate) fn reads(&self, source: SourceIx) -> bool {
        let listed = |list: &[SourceIx]| list.contains(&source);
        let published = self.graph.source(source).published.latest();
        self.view.only_sources.as_deref().is_none_or(listed)
            && !listed(&self.view.except_sources)
            && self.view.known_at.is_none_or(|at| published <= at.latest())
    }

    fn is_known(&self, claim: ClaimRef<'_>) -> bool {
        let mut citations = claim.citations();
        citations.any(|citation| self.reads(citation.source))
    }

    /// Goes through the worlds that a period allows for, and asks each of them.
    pub(crate) fn certainty(&self, claim: ClaimRef<'_>) -> Option<Certainty> {
        let on = self.view.valid_at?;
        let Some(period) = claim.valid() else {
            return Some(Certainty::Perhaps);
        };
        let (never, always) = (day("0000-01-01"), day("9999-12-31"));
        let said = claim.citations();
        let said = said.filter(|c| self.reads(c.source) && c.stance != Stance::Denies);
        let said = said.map(|c| self.graph.source(c.source).published);
        let said_first = said.clone().map(PartialDate::latest).min();
        let said_last = said.map(PartialDate::earliest).max();
        let span = |date: PartialDate| [date.earliest(), date.latest()];
        let starts = match (period.start().date(), period.end().date()) {
            (Some(start), _) => span(start),
            (None, Some(_)) => [never, always],
            (None, None) => [never, said_first.unwrap_or(always)],
        };
        let ends = period
            .end()
            .date()
            .map_or([said_last.unwrap_or(never), always], span);
        let mut told = Vec::new();
        for start in [starts[0], starts[1].min(ends[1])] {
            for end in [ends[0].max(starts[0]), ends[1]] {
                for on in span(on) {
                    if start <= end {
                        told.push(start <= on && on <= end);
                    }
                }
            }
        }
        // A day within a vague question may be inside although neither end of the question is.
        let inside = starts[0] <= on.latest() && on.earliest() <= ends[1];
        Some(match (told.iter().all(|&holds| holds), inside) {
            (true, _) => Certainty::Yes,
            (false, true) => Certainty::Perhaps,
            (false, false) => Certainty::No,
        })
    }

    pub(crate) fn claims(&self) -> Claims<'_, 'g> {
        self.known()
            .into_iter()
            .filter(|(_, claim)| self.certainty(*claim) != Some(Certainty::No))
            .collect()
    }

    fn known(&self) -> Claims<'_, 'g> {
        let all = (0..).map(ClaimIx).zip(self.graph.claims().iter());
        all.filter(|(_, claim)| self.is_known(*claim)).collect()
    }

    pub(crate) fn shows_entity(&self, entity: EntityIx) -> bool {
        self.known().iter().any(|(_, claim)| {
            let citations = claim.citations();
            let retraction = claim.retraction().into_iter().map(|r| r.citation.as_ref());
            let mut speakers = citations
                .chain(retraction)
                .filter(|citation| self.reads(citation.source))
                .flat_map(|citation| citation.attributed_to);
            is_about(*claim, entity) || speakers.any(|&speaker| speaker == entity)
        })
    }

    pub(crate) fn claims_about(&self, entity: EntityIx) -> Vec<ClaimIx> {
        let about = self.claims().into_iter();
        let about = about.filter(|(_, claim)| is_about(*claim, entity));
        about.map(|(at, _)| at).collect()
    }

    pub(crate) fn claims_from(&self, source: SourceIx) -> Vec<ClaimIx> {
        let cites = |claim: ClaimRef<'_>| {
            let mut citations = claim.citations();
            let retraction = claim.retraction();
            citations.any(|c| c.source == source)
                || retraction.is_some_and(|r| r.citation.source == source)
        };
        let from = self.claims().into_iter();
        let from = from.filter(|(_, claim)| self.reads(source) && cites(*claim));
        from.map(|(at, _)| at).collect()
    }

    pub(crate) fn is_retracted(&self, claim: ClaimRef<'_>) -> bool {
        let retraction = claim.retraction();
        retraction.is_some_and(|retraction| self.reads(retraction.citation.source))
    }

    /// Returns the values that stand for an attribute, with what decides between them.
    pub(crate) fn candidates(&self, of: EntityIx, asked: AttributeId) -> Claims<'_, 'g> {
        let candidates = self.claims().into_iter();
        candidates
            .filter(|(_, claim)| {
                claim.subject() == of
                    && claim.status() != Status::Denied
                    && !self.is_retracted(*claim)
                    && claim.predicate() == Predicate::Attribute(asked)
            })
            .collect()
    }

    pub(crate) fn answer(&self, of: EntityIx, attribute: AttributeId) -> Option<ClaimIx> {
        let began = |claim: ClaimRef<'_>| claim.valid().and_then(|valid| valid.start().date());
        let key = |claim: ClaimRef<'_>| (self.certainty(claim), began(claim));
        let mut candidates = self.candidates(of, attribute);
        let best = candidates.iter().map(|(_, claim)| key(*claim)).max()?;
        candidates.retain(|(_, claim)| key(*claim) == best);
        let finer = |claim: ClaimRef<'_>, than: ClaimRef<'_>| match (date_of(claim), date_of(than))
        {
            (Some(claim), Some(than)) => claim != than && claim.is_within(than),
            _ => false,
        };
        let first = candidates[0];
        let answer =
            candidates.iter().fold(
                first,
                |best, next| {
                    if finer(next.1, best.1) { *next } else { best }
                },
            );
        Some(answer.0)
    }

    /// Returns the entities at the far end of a relation, each with the claims behind the link.
    pub(crate) fn relationships(
        &self,
        from: EntityIx,
        asked: RelationId,
        direction: Direction,
    ) -> Vec<(EntityIx, Vec<ClaimIx>)> {
        let mut found: Vec<(EntityIx, Vec<ClaimIx>)> = Vec::new();
        for (at, claim) in self.claims() {
            let Assertion::Relation { relation, object } = claim.assertion() else {
                continue;
            };
            let (near, far) = match direction {
                Direction::Forward => (claim.subject(), object),
                Direction::Inverse => (object, claim.subject()),
            };
            if relation != asked || near != from {
                continue;
            }
            match found.iter_mut().find(|(other, _)| *other == far) {
                Some((_, claims)) => claims.push(at),
                None => found.push((far, vec![at])),
            }
        }
        found.retain(|(_, claims)| {
            let mut claims = claims.iter().map(|&at| self.graph.claim(at));
            claims.any(|claim| !self.is_retracted(claim))
        });
        found.sort();
        found
    }
}

fn is_about(claim: ClaimRef<'_>, entity: EntityIx) -> bool {
    claim.subject() == entity || claim.object() == Some(entity)
}

fn date_of(claim: ClaimRef<'_>) -> Option<PartialDate> {
    match claim.value() {
        Some(Value::Date(date)) => Some(date),
        _ => None,
    }
}

fn day(text: &str) -> PartialDate {
    PartialDate::parse(text).expect("a day")
}
