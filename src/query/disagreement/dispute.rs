//! Which disagreements are there under a view?
//!
//! Claims about the same question lie together once they are sorted by whom they are about and by
//! their predicate, so all of it takes as long as sorting the claims that may disagree.

use super::answer::{self, Answered};
use super::side::Side;
use super::{correction, denial, exclusive, telling};
use crate::graph::{ClaimIx, GraphView, KnowledgeGraph};
use crate::model::EntityIx;
use crate::ontology::Predicate;
use crate::query::about::About;
use crate::query::findings::{Finding, Findings};
use std::collections::BTreeSet;

/// What a list of disagreements holds.
#[derive(Debug, Clone, Copy, Default)]
pub struct Dispute<'a> {
    /// What they are about.
    pub about: About,
    /// The kinds that count; all when there is no list.
    pub kinds: Option<&'a [DisagreementKind]>,
}

/// Claims that disagree, or take the place of each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disagreement {
    /// In what way.
    pub kind: DisagreementKind,
    /// Whom or what the claims are about.
    pub about: EntityIx,
    /// What they say about it, seen from there.
    pub predicate: Predicate,
    /// What stands against each other; never empty.
    pub sides: Vec<Side>,
    /// All of it in one plain sentence.
    pub text: String,
}

/// In what way claims disagree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DisagreementKind {
    /// They exclude each other.
    Contradiction,
    /// One side says that it is not so.
    Denial,
    /// They tell the same in other words, or for other reasons.
    Wording,
    /// They are about different times.
    Supersession,
    /// One was withdrawn for the other.
    Correction,
}

impl DisagreementKind {
    /// Every kind with its spelling and its meaning.
    pub const ALL: [(Self, &str, &str); 5] = [
        (
            Self::Contradiction,
            "contradiction",
            "The same question has answers that exclude each other at the same time: at most one \
             side can be right. Plans are left out, and so are dates of which one is a less precise \
             form of the other.",
        ),
        (
            Self::Denial,
            "denial",
            "Something is denied or disputed. The first side says that it is so, the second that it \
             is not; when no source that is read says that it is so, there is only the denial.",
        ),
        (
            Self::Wording,
            "wording",
            "Sources tell the same thing in different words, or give different reasons for it. All \
             sides can be right.",
        ),
        (
            Self::Supersession,
            "supersession",
            "The answer changed: the sides are about times that follow each other, the earliest \
             first. This is change, and no contradiction.",
        ),
        (
            Self::Correction,
            "correction",
            "A claim was withdrawn and replaced: the first side is what was withdrawn, the second \
             what replaces it.",
        ),
    ];
}

impl Disagreement {
    /// Returns the claims on all sides.
    pub fn claims(&self) -> impl Iterator<Item = ClaimIx> {
        self.sides.iter().flat_map(|side| &side.claims).copied()
    }

    /// Returns whether an entity is at either end of one of the claims.
    fn mentions(&self, graph: &KnowledgeGraph, entity: EntityIx) -> bool {
        let mut ends = self.claims().flat_map(|at| graph.claim(at).ends());
        ends.any(|end| end == entity)
    }

    /// Returns what puts disagreements in order.
    fn rank(&self) -> (EntityIx, Predicate, DisagreementKind, Option<ClaimIx>) {
        (self.about, self.predicate, self.kind, self.claims().next())
    }
}

impl Finding for Disagreement {
    const LIST: &'static str = "disagreements";

    fn key(&self, graph: &KnowledgeGraph) -> String {
        let (_, kind, _) = DisagreementKind::ALL[self.kind as usize];
        let predicate = graph.ontology().key(self.predicate);
        let first = self.claims().next();
        let first = first.map_or_else(String::new, |claim| graph.claim(claim).id().to_string());
        format!("{kind}/{predicate}/{first}")
    }
}

/// Works out disagreements, in the order of whom they are about, of the predicate and of the kind.
pub fn disagreements(seen: GraphView<'_>, asked: Dispute<'_>) -> Findings<Disagreement> {
    let graph = seen.graph();
    let claims = claims(seen, asked.about);
    let mut found = Vec::new();
    correction::find(seen, &claims, &mut found);
    let said = |a: &ClaimIx, b: &ClaimIx| {
        let (a, b) = (graph.claim(*a), graph.claim(*b));
        (a.subject(), a.predicate()) == (b.subject(), b.predicate())
    };
    for claims in claims.chunk_by(said) {
        denial::find(seen, claims, &mut found);
    }
    let mut answered = answer::gather(seen, &claims);
    answered.sort_unstable_by(Answered::compare);
    for answers in answered.chunk_by(Answered::is_to_the_same_question) {
        exclusive::find(seen, answers, &mut found);
        telling::find(seen, answers, &mut found);
    }
    found.retain(|disagreement| {
        let is_about = match asked.about {
            About::Entity(entity) => disagreement.mentions(graph, entity),
            About::Everything | About::Nothing => true,
        };
        let is_asked = |kinds: &[_]| kinds.contains(&disagreement.kind);
        is_about && asked.kinds.is_none_or(is_asked)
    });
    found.sort_by_key(Disagreement::rank);
    Findings::new(question(seen, asked), found)
}

fn question(seen: GraphView<'_>, asked: Dispute<'_>) -> String {
    let about = asked.about.spelled(seen);
    match asked.kinds {
        None => about.to_owned(),
        Some(kinds) => format!("{about} {kinds:?}"),
    }
}

/// Returns the claims among which disagreements are sought, in ascending order: those about an
/// entity, and those that answer the same questions about what it is linked with.
fn claims(seen: GraphView<'_>, about: About) -> Vec<ClaimIx> {
    let about = match about {
        About::Everything => return seen.claims().collect(),
        About::Entity(entity) => entity,
        About::Nothing => return Vec::new(),
    };
    let graph = seen.graph();
    let own = |entity| seen.claims_about_in(graph.claims_about(entity)).iter();
    let ends = own(about).flat_map(|claim| graph.claim(claim).ends());
    let ends: BTreeSet<EntityIx> = ends.collect();
    let claims: BTreeSet<ClaimIx> = ends.into_iter().flat_map(own).collect();
    claims.into_iter().collect()
}
