//! What became known between two days?
//!
//! A source changes what is known of a claim: it is the first that tells it, it says it again,
//! denies it or withdraws it. Changes are in the order in which their sources were published, of
//! the same day in the order of the sources, and for each source in the order of the claims,
//! which puts those about the same field of the same entity side by side.

use super::about::About;
use super::findings::{Finding, Findings};
use super::wording::{assertion_in_words, claim_in_words};
use crate::graph::{ClaimIx, GraphView, KnowledgeGraph};
use crate::model::{Assertion, CitationRef, PartialDate, SourceIx, Stance};
use std::collections::BTreeSet;

/// Which changes are asked for.
#[derive(Debug, Clone, Copy)]
pub struct Interval<'a> {
    /// What they are about.
    pub about: About,
    /// The day by whose end the changes were not yet known.
    pub from: PartialDate,
    /// The day by whose end they were; any later one when there is none.
    pub to: Option<PartialDate>,
    /// What has changed; all kinds when there is no list.
    pub kinds: Option<&'a [ChangeKind]>,
}

impl Interval<'_> {
    /// Returns whether what was published on a date became known in the interval.
    pub fn spans(&self, published: PartialDate) -> bool {
        !published.has_come_by(self.from) && self.to.is_none_or(|to| published.has_come_by(to))
    }

    fn counts(&self, change: &Change) -> bool {
        self.spans(change.date) && self.kinds.is_none_or(|kinds| kinds.contains(&change.kind))
    }
}

/// What a source changed about what is known of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// When it became known.
    pub date: PartialDate,
    /// The source that changed it.
    pub source: SourceIx,
    /// The claim.
    pub claim: ClaimIx,
    /// What has changed.
    pub kind: ChangeKind,
}

/// How a source can change what is known of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// No source told the claim before.
    Added,
    /// It was told before, and another source says or reports it.
    Confirmed,
    /// The source has a passage that denies it.
    Denied,
    /// The source withdraws it.
    Retracted,
    /// The source withdraws it, and another claim that is known by then takes its place.
    Corrected,
}

impl ChangeKind {
    /// Every kind with its spelling and its meaning.
    pub const ALL: [(Self, &str, &str); 5] = [
        (Self::Added, "added", "The claim became known."),
        (
            Self::Confirmed,
            "confirmed",
            "Another source says or reports a claim that was known.",
        ),
        (
            Self::Denied,
            "denied",
            "The source has a passage that denies the claim.",
        ),
        (
            Self::Retracted,
            "retracted",
            "The claim was withdrawn, and nothing is known to take its place.",
        ),
        (
            Self::Corrected,
            "corrected",
            "The claim was withdrawn, and another one takes its place.",
        ),
    ];
}

impl Finding for Change {
    const LIST: &'static str = "changes";

    fn key(&self, graph: &KnowledgeGraph) -> String {
        let (_, kind, _) = ChangeKind::ALL[self.kind as usize];
        let (claim, source) = (graph.claim(self.claim), graph.source(self.source));
        format!("{kind}/{}/{}", claim.id(), source.id)
    }
}

/// Works out what became known in an interval, of the claims that the view shows.
pub fn changes(seen: GraphView<'_>, interval: Interval<'_>) -> Findings<Change> {
    let mut changes: Vec<Change> = claims(seen, interval)
        .into_iter()
        .flat_map(|claim| changes_of(seen, claim))
        .filter(|change| interval.counts(change))
        .collect();
    changes.sort_by_key(|change| {
        let Change {
            date,
            source,
            claim,
            kind,
        } = *change;
        (date.latest(), source, claim, kind)
    });
    Findings::new(question(seen, interval), changes)
}

/// Returns the claims that answered for the field of a change before and after the day of the
/// change: none where the answer stayed the same, and for a relation or an attribute that may
/// have several values.
///
/// The answers are those of the day before and of the day itself, with all that was published on
/// it, so each costs as much as the claims about the field.
pub fn answers(seen: GraphView<'_>, change: &Change) -> [Option<ClaimIx>; 2] {
    let graph = seen.graph();
    let claim = graph.claim(change.claim);
    let Assertion::Attribute { attribute, .. } = claim.assertion() else {
        return [None, None];
    };
    if graph.ontology().attribute(attribute).plural.is_some() {
        return [None, None];
    }
    let day = change.date.latest();
    let published = |source| graph.source(source).published.latest();
    let claims = graph.claims_about_attribute(claim.subject(), attribute);
    let before = seen.answer_among(claims, |source| published(source) < day);
    let after = seen.answer_among(claims, |source| published(source) <= day);
    if before == after {
        [None, None]
    } else {
        [before, after]
    }
}

/// Returns a change in words, such as `Rust: stage filming, first told in "Paper"`.
pub fn change_in_words(seen: GraphView<'_>, change: &Change) -> String {
    let graph = seen.graph();
    let done = match change.kind {
        ChangeKind::Added => "first told",
        ChangeKind::Confirmed => "told again",
        ChangeKind::Denied => "denied",
        ChangeKind::Retracted => "withdrawn",
        ChangeKind::Corrected => "corrected",
    };
    let claim = claim_in_words(seen, change.claim);
    let mut words = format!(
        "{claim}, {done} in \"{}\"",
        graph.source(change.source).name
    );
    if change.kind == ChangeKind::Corrected
        && let Some(correction) = correction(seen, change.claim)
    {
        let assertion = graph.claim(correction).assertion();
        words.push_str(&format!(" to {}", assertion_in_words(graph, assertion)));
    }
    words
}

fn question(seen: GraphView<'_>, interval: Interval<'_>) -> String {
    let to = interval.to.map_or_else(String::new, |to| to.to_string());
    let spelled = |kind: &ChangeKind| ChangeKind::ALL[*kind as usize].1;
    let kinds = interval.kinds.map_or_else(
        || "*".to_owned(),
        |kinds| kinds.iter().map(spelled).collect::<Vec<_>>().join(" "),
    );
    let about = interval.about.spelled(seen);
    format!("{about} {}/{to} {kinds}", interval.from)
}

/// Returns the claims about which something may have become known, each once.
fn claims(seen: GraphView<'_>, interval: Interval<'_>) -> BTreeSet<ClaimIx> {
    let graph = seen.graph();
    match interval.about {
        About::Everything => {
            let sources = seen.sources();
            let published = sources.filter(|&at| interval.spans(graph.source(at).published));
            let told = published.flat_map(|at| seen.claims_from_in(graph.claims_from(at)).iter());
            told.collect()
        }
        About::Entity(entity) => {
            let claims = seen.claims_about_in(graph.claims_about(entity));
            claims.iter().collect()
        }
        About::Nothing => BTreeSet::new(),
    }
}

/// Returns everything that sources changed about what is known of a claim.
fn changes_of(seen: GraphView<'_>, at: ClaimIx) -> Vec<Change> {
    let graph = seen.graph();
    let published = |source| graph.source(source).published;
    let mut citations: Vec<CitationRef<'_>> = seen.citations(graph.claim(at)).collect();
    citations.sort_by_key(|citation| (published(citation.source).latest(), citation.source));
    let mut changes = Vec::new();
    let mut add = |date, source, kind| {
        changes.push(Change {
            date,
            source,
            claim: at,
            kind,
        });
    };
    let mut is_known = false;
    for told in citations.chunk_by(|a, b| a.source == b.source) {
        let source = told[0].source;
        let denies = |citation: &CitationRef<'_>| citation.stance == Stance::Denies;
        if !is_known {
            add(published(source), source, ChangeKind::Added);
        } else if !told.iter().all(denies) {
            add(published(source), source, ChangeKind::Confirmed);
        }
        if told.iter().any(denies) {
            add(published(source), source, ChangeKind::Denied);
        }
        is_known = true;
    }
    if let Some((date, source)) = withdrawn(seen, at) {
        let is_known = |claim| known_since(seen, claim).is_some_and(|day| day.has_come_by(date));
        let kind = match correction(seen, at) {
            Some(correction) if is_known(correction) => ChangeKind::Corrected,
            _ => ChangeKind::Retracted,
        };
        add(date, source, kind);
    }
    changes
}

/// Returns when a claim counted as retracted, and the source that withdraws it: a claim that is
/// withdrawn before any source that is read tells it counts as retracted once one does.
fn withdrawn(seen: GraphView<'_>, at: ClaimIx) -> Option<(PartialDate, SourceIx)> {
    let graph = seen.graph();
    let source = seen.retraction(graph.claim(at))?.citation.source;
    let dates = [known_since(seen, at)?, graph.source(source).published];
    let date = dates.into_iter().max_by_key(|date| date.latest())?;
    Some((date, source))
}

/// Returns the date on which a claim became known.
fn known_since(seen: GraphView<'_>, at: ClaimIx) -> Option<PartialDate> {
    let graph = seen.graph();
    let citations = seen.citations(graph.claim(at));
    let published = citations.map(|citation| graph.source(citation.source).published);
    published.min_by_key(|date| date.latest())
}

/// Returns the claim that takes the place of one that was withdrawn.
fn correction(seen: GraphView<'_>, at: ClaimIx) -> Option<ClaimIx> {
    let correction = seen.retraction(seen.graph().claim(at))?.correction;
    correction.filter(|&claim| seen.shows_claim(claim))
}
