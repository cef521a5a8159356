//! What changed from one snapshot to another, claim by claim?
//!
//! A snapshot knows how its claims came from those of the snapshots before it, as far back as a
//! bound allows. What is no longer there is kept as an imprint, because nothing else remembers it.

use super::about::About;
use super::wording::claim_in_words;
use crate::graph::{Certainty, ClaimIx, GraphView, KnowledgeGraph, View};
use crate::model::{CitationRef, ClaimIdRef, ClaimRef, EntityIx, PartialDate, Period};
use crate::ontology::{TypeId, TypeName};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The most steps from snapshot to snapshot that are remembered.
pub const MOST_STEPS: usize = 64;

/// The most claims in all steps that are remembered, but for the newest step.
pub const MOST_REMEMBERED: usize = 200_000;

/// How a snapshot came from those before it, the newest step last.
#[derive(Debug, Clone, Default)]
pub struct History {
    steps: Vec<Arc<Step>>,
}

/// What one snapshot changed about the one before it.
#[derive(Debug)]
struct Step {
    from: String,
    /// The claims that differ, by their ids, as they were; nothing where there was no such claim.
    before: BTreeMap<String, Option<Imprint>>,
}

/// What is remembered of a claim that is no longer as it was.
#[derive(Debug, Clone)]
struct Imprint {
    sentence: String,
    subject: String,
    /// The entities at its ends, with their types.
    ends: Vec<(String, TypeName)>,
    /// Its sources, with the dates of their publication.
    sources: Vec<(String, PartialDate)>,
    valid: Option<Period>,
}

/// How a claim differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DifferenceKind {
    /// It was not there before.
    Added,
    /// What is kept of it besides its assertion is not the same.
    Changed,
    /// It is no longer there.
    Removed,
}

impl DifferenceKind {
    /// Every kind with its spelling and its meaning.
    pub const ALL: [(Self, &str, &str); 3] = [
        (Self::Added, "added", "The claim was not there before."),
        (
            Self::Changed,
            "changed",
            "The same claim is told by other passages, attributed to others, withdrawn or noted \
             otherwise.",
        ),
        (
            Self::Removed,
            "removed",
            "The claim is no longer there: what it says was changed or taken out of the data.",
        ),
    ];
}

/// A claim that differs between two snapshots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// In what way.
    pub kind: DifferenceKind,
    /// The id of the claim.
    pub id: String,
    /// The claim in words, as it is, or as it was when it is no longer there.
    pub sentence: String,
    /// The claim, when it is there.
    pub claim: Option<ClaimIx>,
    /// What it is, or was, about, when that is still there.
    pub subject: Option<EntityIx>,
}

/// What changed since a snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Differences {
    /// The snapshot before.
    pub since: String,
    /// The claims that differ, in the order of their ids.
    pub claims: Vec<Difference>,
}

/// Which differences are asked for.
#[derive(Debug, Clone, Copy)]
pub struct Watched<'a> {
    /// The entity that a claim links or describes.
    pub about: About,
    /// The types of one of the entities that it links or describes; all when there are none.
    pub types: &'a [TypeId],
}

impl History {
    /// Returns the history of a snapshot that follows another one.
    #[must_use]
    pub fn followed(&self, old: &KnowledgeGraph, new: &KnowledgeGraph) -> Self {
        let mut steps = self.steps.clone();
        if old.snapshot() != new.snapshot() {
            steps.push(Arc::new(Step::between(old, new)));
        }
        let sizes = steps.iter().rev().map(|step| step.before.len());
        let totals = sizes.scan(0, |total, n| {
            *total += n;
            Some(*total)
        });
        let n_kept = totals
            .take(MOST_STEPS)
            .take_while(|&n| n <= MOST_REMEMBERED);
        let n_kept = n_kept.count().max(1);
        Self {
            steps: steps.split_off(steps.len().saturating_sub(n_kept)),
        }
    }

    /// Returns what changed since a snapshot, as the view shows it; `None` when it is not known
    /// how the snapshot came from that one.
    pub fn since(
        &self,
        seen: GraphView<'_>,
        snapshot: &str,
        watched: Watched<'_>,
    ) -> Option<Differences> {
        let graph = seen.graph();
        let mut before: BTreeMap<&str, Option<&Imprint>> = BTreeMap::new();
        if snapshot != graph.snapshot() {
            let first = self.steps.iter().rposition(|step| step.from == snapshot)?;
            for step in &self.steps[first..] {
                for (id, imprint) in &step.before {
                    // What a claim was like at first is what counts.
                    before.entry(id).or_insert(imprint.as_ref());
                }
            }
        }
        let told = before.into_iter();
        let told = told.filter_map(|(id, before)| difference(seen, id, before, watched));
        Some(Differences {
            since: snapshot.to_owned(),
            claims: told.collect(),
        })
    }
}

impl Step {
    fn between(old: &KnowledgeGraph, new: &KnowledgeGraph) -> Self {
        let mut before = BTreeMap::new();
        for (at, claim) in numbered(old) {
            let is_same = new
                .claim_by_id(&claim.id())
                .is_some_and(|of| is_same(old, claim, new, new.claim(of)));
            if !is_same {
                before.insert(claim.id().to_string(), Some(Imprint::of(old, at)));
            }
        }
        for (_, claim) in numbered(new) {
            if old.claim_by_id(&claim.id()).is_none() {
                before.insert(claim.id().to_string(), None);
            }
        }
        let from = old.snapshot().to_owned();
        Self { from, before }
    }
}

fn numbered(graph: &KnowledgeGraph) -> impl Iterator<Item = (ClaimIx, ClaimRef<'_>)> {
    (0..).map(ClaimIx).zip(graph.claims().iter())
}

/// Returns whether a claim of one graph is kept in another just as it is; its id stands for what it
/// says.
fn is_same(old: &KnowledgeGraph, a: ClaimRef<'_>, new: &KnowledgeGraph, b: ClaimRef<'_>) -> bool {
    fn cited<'g>(
        graph: &'g KnowledgeGraph,
        claim: ClaimRef<'g>,
    ) -> impl Iterator<Item = (&'g str, u32, u8, Vec<&'g str>)> {
        claim.cited().map(move |citation: CitationRef<'_>| {
            let speakers = citation.attributed_to.iter();
            (
                graph.source(citation.source).id.as_str(),
                citation.paragraph,
                citation.stance as u8,
                speakers.map(|&speaker| graph.id(speaker)).collect(),
            )
        })
    }
    fn withdrawn<'g>(
        graph: &'g KnowledgeGraph,
        claim: ClaimRef<'g>,
    ) -> Option<(&'g str, Option<ClaimIdRef<'g>>)> {
        let retraction = claim.retraction()?;
        let correction = retraction.correction;
        let correction = correction.map(|at| graph.claim(at).id());
        Some((&retraction.reason, correction))
    }
    a.note() == b.note()
        && a.status() == b.status()
        && a.valid() == b.valid()
        && withdrawn(old, a) == withdrawn(new, b)
        && cited(old, a).eq(cited(new, b))
}

impl Imprint {
    fn of(graph: &KnowledgeGraph, at: ClaimIx) -> Self {
        let claim = graph.claim(at);
        let named = |of| graph.ontology().entity_type(graph.type_of(of)).name.clone();
        let end = |of| (graph.id(of).to_owned(), named(of));
        let source = |citation: CitationRef<'_>| {
            let source = graph.source(citation.source);
            (source.id.clone(), source.published)
        };
        Self {
            sentence: claim_in_words(graph.under(None), at),
            subject: graph.id(claim.subject()).to_owned(),
            ends: claim.ends().map(end).collect(),
            sources: claim.citations().map(source).collect(),
            valid: claim.valid(),
        }
    }

    /// Returns whether a view shows what is remembered.
    fn is_shown(&self, graph: &KnowledgeGraph, view: &View) -> bool {
        let is_read = |(id, published): &&(String, PartialDate)| {
            view.would_read(graph.source_by_id(id), *published)
        };
        let read = self.sources.iter().filter(is_read);
        let said = read.map(|(_, published)| *published);
        said.clone().next().is_some()
            && view
                .valid_at
                .is_none_or(|day| Certainty::of(self.valid, said, day) != Certainty::No)
    }

    fn is_watched(&self, graph: &KnowledgeGraph, watched: Watched<'_>) -> bool {
        let ontology = graph.ontology();
        let type_of = |name: &TypeName| {
            let mut types = ontology.types_with_ids();
            types.find_map(|(id, declared)| (declared.name == *name).then_some(id))
        };
        let ends = self.ends.iter();
        let ends = ends.map(|(id, name)| (graph.entity_by_id(id), type_of(name)));
        watched.counts(graph, &ends.collect::<Vec<_>>())
    }
}

impl Watched<'_> {
    /// Returns whether one with such ends is asked for.
    fn counts(self, graph: &KnowledgeGraph, ends: &[(Option<EntityIx>, Option<TypeId>)]) -> bool {
        let is_about = match self.about {
            About::Everything => true,
            About::Entity(entity) => ends.iter().any(|&(end, _)| end == Some(entity)),
            About::Nothing => false,
        };
        let is_a = |of: TypeId| {
            self.types
                .iter()
                .any(|&wanted| graph.ontology().is_a(of, wanted))
        };
        is_about && (self.types.is_empty() || ends.iter().any(|&(_, of)| of.is_some_and(is_a)))
    }
}

/// Returns how a claim differs from what it was, as the view shows both; `None` when it does not.
fn difference(
    seen: GraphView<'_>,
    id: &str,
    before: Option<&Imprint>,
    watched: Watched<'_>,
) -> Option<Difference> {
    let graph = seen.graph();
    let before = before
        .filter(|was| seen.view().is_none_or(|view| was.is_shown(graph, view)))
        .filter(|was| was.is_watched(graph, watched));
    let after = seen.claim_by_id(id).filter(|&at| {
        let ends = graph.claim(at).ends();
        let ends = ends.map(|end| (Some(end), Some(graph.type_of(end))));
        watched.counts(graph, &ends.collect::<Vec<_>>())
    });
    let kind = match (before, after) {
        (None, Some(_)) => DifferenceKind::Added,
        (Some(_), Some(_)) => DifferenceKind::Changed,
        (Some(_), None) => DifferenceKind::Removed,
        (None, None) => return None,
    };
    let subject = match (before, after) {
        (_, Some(at)) => Some(graph.claim(at).subject()),
        (Some(was), None) => seen.entity_by_id(&was.subject),
        (None, None) => None,
    };
    let sentence = match after {
        Some(at) => claim_in_words(seen, at),
        None => before.map_or_else(String::new, |was| was.sentence.clone()),
    };
    Some(Difference {
        kind,
        id: id.to_owned(),
        sentence,
        claim: after,
        subject,
    })
}
