//! What happened, in the order of time?
//!
//! A moment is the date of something that is dated, or an end of the period over which a claim
//! holds. Moments are in the order of the earliest day that their dates may mean; of two that
//! begin on the same day the less precise comes first, then what was dated, what held, what began
//! and what ended, then the order of the claims.

use super::about::About;
use super::findings::{Finding, Findings};
use crate::graph::{ClaimIx, GraphView, KnowledgeGraph};
use crate::model::{Bound, ClaimRef, PartialDate, Value};
use std::collections::BTreeSet;

/// What a timeline tells.
#[derive(Debug, Clone, Copy, Default)]
pub struct Era {
    /// What it is about.
    pub about: About,
    /// The day before which nothing is told that certainly happened then.
    pub from: Option<PartialDate>,
    /// The day after which nothing is told that certainly happened then.
    pub to: Option<PartialDate>,
}

impl Era {
    /// Returns whether something may have happened on a day of the era.
    pub fn touches(&self, date: PartialDate) -> bool {
        self.from
            .is_none_or(|from| from.earliest() <= date.latest())
            && self.to.is_none_or(|to| date.earliest() <= to.latest())
    }
}

/// One entry of a timeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// When it was.
    pub date: PartialDate,
    /// What the claim has to do with the date.
    pub kind: MomentKind,
    /// The claim that says so.
    pub claim: ClaimIx,
}

/// What a claim has to do with a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MomentKind {
    /// The claim gives the date of its subject.
    Dated,
    /// What the claim says held on the date.
    Held,
    /// What the claim says began.
    Began,
    /// What the claim says ended.
    Ended,
}

impl MomentKind {
    /// Every kind with its spelling and its meaning.
    pub const ALL: [(Self, &str, &str); 4] = [
        (
            Self::Dated,
            "dated",
            "The claim gives this date to its subject.",
        ),
        (
            Self::Held,
            "held",
            "What the claim says was so on this date.",
        ),
        (Self::Began, "began", "What the claim says began."),
        (Self::Ended, "ended", "What the claim says ended."),
    ];
}

impl Finding for Moment {
    const LIST: &'static str = "timeline";

    fn key(&self, graph: &KnowledgeGraph) -> String {
        let (_, kind, _) = MomentKind::ALL[self.kind as usize];
        format!("{kind}/{}", graph.claim(self.claim).id())
    }
}

/// Works out the moments of an era, of claims that are neither denied nor retracted: those about
/// an entity, and the dates of what it is linked with.
pub fn timeline(seen: GraphView<'_>, era: Era) -> Findings<Moment> {
    let mut moments: Vec<Moment> = claims(seen, era.about)
        .into_iter()
        .filter(|&(claim, _)| seen.stands(seen.graph().claim(claim)))
        .flat_map(|(at, told)| moments_of(seen.graph().claim(at), at, told))
        .filter(|moment| era.touches(moment.date))
        .collect();
    moments.sort_unstable();
    Findings::new(question(seen, era), moments)
}

fn question(seen: GraphView<'_>, era: Era) -> String {
    let date = |date: Option<PartialDate>| date.map_or_else(String::new, |date| date.to_string());
    let about = era.about.spelled(seen);
    format!("{about} {}/{}", date(era.from), date(era.to))
}

/// How much of a claim belongs to a timeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Told {
    /// The date that it gives, and the ends of its period.
    Whole,
    /// The date that it gives: it is about something else than what the timeline is about.
    Date,
}

/// Returns the claims that a timeline is made of, each once.
fn claims(seen: GraphView<'_>, about: About) -> BTreeSet<(ClaimIx, Told)> {
    let about = match about {
        About::Everything => return seen.claims().map(|claim| (claim, Told::Whole)).collect(),
        About::Entity(entity) => entity,
        About::Nothing => return BTreeSet::new(),
    };
    let graph = seen.graph();
    let own = |entity| seen.claims_about_in(graph.claims_about(entity)).iter();
    let linked = graph.all_relationships(about).flat_map(|(_, _, span)| {
        let adjacent = seen.relationships_in(span).iter();
        adjacent.map(|adjacent| adjacent.other)
    });
    let dates = linked
        .filter(|&other| other != about)
        .flat_map(|other| own(other).filter(move |&claim| graph.claim(claim).subject() == other));
    own(about)
        .map(|claim| (claim, Told::Whole))
        .chain(dates.map(|claim| (claim, Told::Date)))
        .collect()
}

fn moments_of(claim: ClaimRef<'_>, at: ClaimIx, told: Told) -> impl Iterator<Item = Moment> {
    let dated = match claim.value() {
        Some(Value::Date(date)) => Some(date),
        _ => None,
    };
    let period = claim.valid().filter(|_| told == Told::Whole);
    let (start, end) = match period.map(|period| (period.start(), period.end())) {
        Some((start, end)) => (start, end),
        None => (Bound::Open, Bound::Open),
    };
    let kinds = if start == end {
        [(MomentKind::Held, start), (MomentKind::Ended, Bound::Open)]
    } else {
        [(MomentKind::Began, start), (MomentKind::Ended, end)]
    };
    let ends = kinds.into_iter().map(|(kind, bound)| (kind, bound.date()));
    [(MomentKind::Dated, dated)]
        .into_iter()
        .chain(ends)
        .filter_map(move |(kind, date)| {
            Some(Moment {
                date: date?,
                kind,
                claim: at,
            })
        })
}
