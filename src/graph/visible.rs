//! What of a graph does a view show?
//!
//! Every list of a graph is a range in a flat array. A view is worked out once: a bit for each
//! place of each array. From there on, counting a list and turning to a page of it cost the same
//! as without a view.

use super::build::{attribute_groups, preferred};
use super::snapshot::KnowledgeGraph;
use super::view::{Certainty, View};
use crate::model::{ClaimIx, ClaimRef, EntityIx, PartialDate, Ranked, SourceIx, Stance, Status};
use petgraph::unionfind::UnionFind;
use std::sync::OnceLock;

/// What a view shows of one graph.
#[derive(Debug)]
pub struct Visible {
    view: View,
    sources: Ranked,
    claims: Ranked,
    /// The claims that answer for an attribute which has one value.
    answers: Ranked,
    entities: Ranked,
    pub(super) links: Links,
    pub(super) members: Ranked,
    pub(super) about: Ranked,
    pub(super) cited: Ranked,
}

impl Visible {
    /// Works out what a view shows of a graph.
    pub fn of(graph: &KnowledgeGraph, view: View) -> Self {
        let sources = Ranked::gather(graph.sources.len(), |at| {
            let source = SourceIx(narrow(at));
            view.reads(source, graph.source(source))
        });
        let reads = |source: SourceIx| sources.contains(source.0 as usize);
        let is_known = |at: usize| graph.claim(ClaimIx(narrow(at))).is_known(reads);
        let known = Ranked::gather(graph.claims.len(), is_known);
        let entities = mentioned(graph, &known, reads);
        let claims = match view.valid_at {
            None => known,
            Some(on) => Ranked::gather(graph.claims.len(), |at| {
                let claim = graph.claim(ClaimIx(narrow(at)));
                known.contains(at) && certainty(graph, reads, claim, on) > Certainty::No
            }),
        };
        let mut visible = Self {
            entities,
            answers: Ranked::default(),
            links: Links::default(),
            members: Ranked::default(),
            about: Ranked::default(),
            cited: Ranked::default(),
            view,
            sources,
            claims,
        };
        visible.answers = visible.answering(graph);
        visible.members = Ranked::gather(graph.members.len(), |at| {
            visible.shows_entity(graph.members[at])
        });
        visible.links = Links::of(graph, |claim| {
            visible.shows_claim(claim) && visible.status(graph.claim(claim)) != Status::Retracted
        });
        visible.about = Ranked::gather(graph.entity_claims.len(), |at| {
            visible.shows_claim(graph.entity_claims[at])
        });
        visible.cited = Ranked::gather(graph.source_claims.len(), |at| {
            visible.shows_claim(graph.source_claims[at])
        });
        visible
    }

    /// Returns the view.
    pub fn view(&self) -> &View {
        &self.view
    }

    /// Returns the number of bytes that are kept for the view.
    pub fn n_bytes(&self) -> usize {
        [
            &self.sources,
            &self.claims,
            &self.answers,
            &self.entities,
            &self.links.relationships,
            &self.members,
            &self.links.adjacent,
            &self.about,
            &self.cited,
        ]
        .into_iter()
        .map(Ranked::n_bytes)
        .sum()
    }

    pub(super) fn shows_entity(&self, entity: EntityIx) -> bool {
        self.entities.contains(entity.0 as usize)
    }

    pub(super) fn shows_source(&self, source: SourceIx) -> bool {
        self.sources.contains(source.0 as usize)
    }

    pub(super) fn shows_claim(&self, claim: ClaimIx) -> bool {
        self.claims.contains(claim.0 as usize)
    }

    pub(super) fn is_answer(&self, claim: ClaimIx) -> bool {
        self.answers.contains(claim.0 as usize)
    }

    /// Returns how a claim stands.
    fn status(&self, claim: ClaimRef<'_>) -> Status {
        claim.status_known(|source| self.shows_source(source))
    }

    pub(super) fn n_claims(&self, graph: &KnowledgeGraph) -> usize {
        self.claims.count(0..graph.claims.len())
    }

    pub(super) fn n_entities(&self, graph: &KnowledgeGraph) -> usize {
        self.entities.count(0..graph.entities.len())
    }

    /// Returns whether a claim holds on the day of the view; `None` when the view names no day.
    pub(super) fn certainty(
        &self,
        graph: &KnowledgeGraph,
        claim: ClaimRef<'_>,
    ) -> Option<Certainty> {
        let on = self.view.valid_at?;
        Some(certainty(
            graph,
            |source| self.shows_source(source),
            claim,
            on,
        ))
    }

    /// Gathers, for each attribute of each entity, the claim that answers for it.
    fn answering(&self, graph: &KnowledgeGraph) -> Ranked {
        let mut answers = vec![false; graph.claims.len()];
        for group in attribute_groups(&graph.claims) {
            let claims = group.map(|at| ClaimIx(narrow(at)));
            let claims = claims.map(|at| (at, graph.claim(at)));
            let candidates =
                claims.filter(|&(at, claim)| self.shows_claim(at) && self.status(claim).stands());
            let certainty = |claim: ClaimRef<'_>| self.certainty(graph, claim);
            if let Some(answer) = preferred(candidates, certainty) {
                answers[answer.0 as usize] = true;
            }
        }
        Ranked::gather(answers.len(), |at| answers[at])
    }
}

/// Which relationships are shown.
#[derive(Debug, Default)]
pub(super) struct Links {
    relationships: Ranked,
    pub(super) adjacent: Ranked,
    n_joined: OnceLock<usize>,
}

impl Links {
    /// Gathers the relationships of which a claim counts: a relationship is there when a claim
    /// about it is, other than one that was withdrawn.
    pub(super) fn of(graph: &KnowledgeGraph, counts: impl Fn(ClaimIx) -> bool) -> Self {
        let relationships = Ranked::gather(graph.n_relationships(), |at| {
            let range = graph.claim_starts[at] as usize..graph.claim_starts[at + 1] as usize;
            let mut claims = graph.relationship_claims[range].iter();
            claims.any(|&claim| counts(claim))
        });
        Self {
            adjacent: graph.adjacency.ranked(|at| relationships.contains(at)),
            relationships,
            n_joined: OnceLock::new(),
        }
    }

    pub(super) fn n_relationships(&self, graph: &KnowledgeGraph) -> usize {
        self.relationships.count(0..graph.n_relationships())
    }

    /// Returns how many parts fewer there are than entities, because relationships that are
    /// shown connect them.
    pub(super) fn n_joined(&self, graph: &KnowledgeGraph) -> usize {
        *self.n_joined.get_or_init(|| {
            let mut parts = UnionFind::new(graph.n_entities());
            let edges = graph.topology.raw_edges().iter().enumerate();
            edges
                .filter(|(at, _)| self.relationships.contains(*at))
                .filter(|(_, edge)| parts.union(edge.source().index(), edge.target().index()))
                .count()
        })
    }
}

/// Returns whether a claim holds on a day, given the sources that are read.
pub(super) fn certainty(
    graph: &KnowledgeGraph,
    reads: impl Fn(SourceIx) -> bool,
    claim: ClaimRef<'_>,
    on: PartialDate,
) -> Certainty {
    let citations = claim.citations();
    let said =
        citations.filter(|citation| reads(citation.source) && citation.stance != Stance::Denies);
    let said = said.map(|citation| graph.source(citation.source).published);
    Certainty::of(claim.valid(), said, on)
}

/// Gathers the entities that claims mention: as subject or object, or as those to whom a
/// citation that is read attributes what it says.
fn mentioned(graph: &KnowledgeGraph, known: &Ranked, reads: impl Fn(SourceIx) -> bool) -> Ranked {
    let mut mentioned = vec![false; graph.n_entities()];
    let mut mention = |entity: EntityIx| mentioned[entity.0 as usize] = true;
    for claim in (0..graph.claims.len()).filter(|&at| known.contains(at)) {
        let claim = graph.claim(ClaimIx(narrow(claim)));
        claim.ends().for_each(&mut mention);
        for citation in claim.cited().filter(|citation| reads(citation.source)) {
            citation
                .attributed_to
                .iter()
                .copied()
                .for_each(&mut mention);
        }
    }
    Ranked::gather(mentioned.len(), |at| mentioned[at])
}

fn narrow(at: usize) -> u32 {
    u32::try_from(at).expect("claims are counted in 31 bits")
}
