//! What does a graph answer under a view?
//!
//! Everything that a view can hide is asked here and nowhere else, so nothing can be asked of a
//! graph without obeying the view that was chosen.

use super::adjacency::{Adjacent, RelationshipIx};
use super::build::preferred;
use super::places::Places;
use super::snapshot::KnowledgeGraph;
use super::span::Span;
use super::view::{Certainty, View};
use super::visible::{Links, Visible, certainty};
use crate::model::{
    Breach, CitationRef, ClaimIx, ClaimRef, EntityIx, Retraction, SourceIx, Status, ValueRef,
};
use crate::ontology::AttributeId;

/// A graph as a view shows it.
#[derive(Debug, Clone, Copy)]
pub struct GraphView<'g> {
    graph: &'g KnowledgeGraph,
    /// What is shown; everything when there is nothing here.
    visible: Option<&'g Visible>,
}

impl KnowledgeGraph {
    /// Returns the graph as a view shows it; all of it when there is none.
    #[inline]
    pub fn under<'g>(&'g self, visible: Option<&'g Visible>) -> GraphView<'g> {
        GraphView {
            graph: self,
            visible,
        }
    }
}

impl<'g> GraphView<'g> {
    /// Returns the graph itself, of which a view hides nothing: what the things in it are.
    #[inline]
    pub fn graph(self) -> &'g KnowledgeGraph {
        self.graph
    }

    /// Returns the view, when there is one.
    pub fn view(self) -> Option<&'g View> {
        self.visible.map(Visible::view)
    }

    /// Returns whether an entity is known: a claim that is known mentions it, whenever it holds.
    pub fn shows_entity(self, entity: EntityIx) -> bool {
        self.visible
            .is_none_or(|visible| visible.shows_entity(entity))
    }

    /// Returns whether a source is read.
    pub fn shows_source(self, source: SourceIx) -> bool {
        self.visible
            .is_none_or(|visible| visible.shows_source(source))
    }

    /// Returns whether a claim is known, and may hold on the day of the view.
    pub fn shows_claim(self, claim: ClaimIx) -> bool {
        self.visible
            .is_none_or(|visible| visible.shows_claim(claim))
    }

    /// Returns the entity that has this id, or had it before.
    pub fn entity_by_id(self, id: &str) -> Option<EntityIx> {
        let found = self.graph.entity_by_id(id);
        found.filter(|&entity| self.shows_entity(entity))
    }

    /// Returns the source with this id.
    pub fn source_by_id(self, id: &str) -> Option<SourceIx> {
        let found = self.graph.source_by_id(id);
        found.filter(|&source| self.shows_source(source))
    }

    /// Returns the claim with this id.
    pub fn claim_by_id(self, id: &str) -> Option<ClaimIx> {
        let found = self.graph.claim_by_id(id);
        found.filter(|&claim| self.shows_claim(claim))
    }

    /// Returns the sources, in ascending order of their ids.
    pub fn sources(self) -> impl Iterator<Item = SourceIx> {
        let sources = (0..).map(SourceIx).take(self.graph.sources().len());
        sources.filter(move |&source| self.shows_source(source))
    }

    /// Returns the claims, in the order of their positions.
    pub fn claims(self) -> impl Iterator<Item = ClaimIx> {
        let claims = (0..).map(ClaimIx).take(self.graph.claims().len());
        claims.filter(move |&claim| self.shows_claim(claim))
    }

    /// Returns the entities in a span that [`KnowledgeGraph::entities_of`] returns.
    #[inline]
    pub fn entities_in(self, span: Span) -> Places<'g, EntityIx> {
        Places::new(&self.graph.members, span, self.visible.map(|v| &v.members))
    }

    /// Returns the relationships of an entity in one span that [`KnowledgeGraph::relationships`] returns.
    #[inline]
    pub fn relationships_in(self, span: Span) -> Places<'g, Adjacent> {
        let all = self.graph.adjacency.entries();
        Places::new(all, span, self.links().map(|links| &links.adjacent))
    }

    /// Returns the claims in a span that [`KnowledgeGraph::claims_about`] returns.
    #[inline]
    pub fn claims_about_in(self, span: Span) -> Places<'g, ClaimIx> {
        Places::new(
            &self.graph.entity_claims,
            span,
            self.visible.map(|v| &v.about),
        )
    }

    /// Returns the claims in a span that [`KnowledgeGraph::claims_from`] returns.
    #[inline]
    pub fn claims_from_in(self, span: Span) -> Places<'g, ClaimIx> {
        Places::new(
            &self.graph.source_claims,
            span,
            self.visible.map(|v| &v.cited),
        )
    }

    /// Returns the claims about an attribute of an entity.
    pub fn attribute_claims(
        self,
        entity: EntityIx,
        attribute: AttributeId,
    ) -> impl Iterator<Item = ClaimIx> {
        self.claims_in(self.graph.claims_about_attribute(entity, attribute))
    }

    /// Returns the claims in a span that [`KnowledgeGraph::claims_about_attribute`] returns.
    fn claims_in(self, span: Span) -> impl Iterator<Item = ClaimIx> {
        let claims = span.positions().map(ClaimIx);
        claims.filter(move |&claim| self.shows_claim(claim))
    }

    /// Returns the claim that answers for an attribute of an entity: of those that are neither
    /// denied nor retracted the one that holds most certainly on the day of the view; among
    /// those, the one that is valid last; among those, a date that is more precise than another
    /// which it agrees with; among equals, the one that was published first.
    pub fn answer(self, entity: EntityIx, attribute: AttributeId) -> Option<ClaimIx> {
        self.answer_in(self.graph.claims_about_attribute(entity, attribute))
    }

    /// Returns the [answer](Self::answer) in a span that
    /// [`KnowledgeGraph::claims_about_attribute`] returns.
    #[inline]
    pub fn answer_in(self, span: Span) -> Option<ClaimIx> {
        let mut claims = span.positions().map(ClaimIx);
        match self.visible {
            None => self.answer_among(span, |_| true),
            Some(visible) => claims.find(|&claim| visible.is_answer(claim)),
        }
    }

    /// Returns the claim that would be the [answer](Self::answer) in a span that
    /// [`KnowledgeGraph::claims_about_attribute`] returns, if of the sources that are read only
    /// some were.
    pub fn answer_among(self, span: Span, sources: impl Fn(SourceIx) -> bool) -> Option<ClaimIx> {
        let reads = |source| self.shows_source(source) && sources(source);
        let candidates = self
            .claims_in(span)
            .map(|at| (at, self.graph.claim(at)))
            .filter(|(_, claim)| claim.is_known(reads) && claim.status_known(reads).stands());
        let on = self.view().and_then(|view| view.valid_at);
        preferred(candidates, |claim| {
            on.map(|on| certainty(self.graph, reads, claim, on))
        })
    }

    /// Returns the value of an attribute that has one: that of its [answer](Self::answer).
    pub fn attribute(self, entity: EntityIx, attribute: AttributeId) -> Option<ValueRef<'g>> {
        self.graph.value(self.answer(entity, attribute)?)
    }

    /// Returns the values of an attribute that may have several: those of the claims that are
    /// neither denied nor retracted, each once, in the order of the claims.
    pub fn values(self, entity: EntityIx, attribute: AttributeId) -> Vec<ValueRef<'g>> {
        let mut values = Vec::new();
        for claim in self.attribute_claims(entity, attribute) {
            if let Some(value) = self.graph.value(claim)
                && self.stands(self.graph.claim(claim))
                && !values.contains(&value)
            {
                values.push(value);
            }
        }
        values
    }

    /// Returns the claims behind a relationship, in the order of their earliest publication.
    pub fn claims_behind(self, relationship: RelationshipIx) -> impl Iterator<Item = ClaimIx> + 'g {
        let claims = self.graph.relationship(relationship).claims.iter().copied();
        claims.filter(move |&claim| self.shows_claim(claim))
    }

    /// Returns the passages that speak for or against a claim, the earliest publication first.
    pub fn citations(self, claim: ClaimRef<'g>) -> impl Iterator<Item = CitationRef<'g>> {
        let citations = claim.citations();
        citations.filter(move |citation| self.shows_source(citation.source))
    }

    /// Returns the warnings about a claim that rest on nothing that is hidden.
    pub fn warnings_on(self, claim: ClaimIx) -> impl Iterator<Item = &'g Breach> {
        let warnings = self.graph.warnings.on(claim);
        warnings.filter(move |warning| warning.claims.iter().all(|&at| self.shows_claim(at)))
    }

    /// Returns how a claim stands.
    pub fn status(self, claim: ClaimRef<'_>) -> Status {
        claim.status_known(|source| self.shows_source(source))
    }

    /// Returns the retraction of a claim, when it is known.
    pub fn retraction(self, claim: ClaimRef<'g>) -> Option<&'g Retraction> {
        claim.retraction_known(|source| self.shows_source(source))
    }

    /// Returns whether a claim is neither denied nor retracted.
    pub fn stands(self, claim: ClaimRef<'_>) -> bool {
        self.status(claim).stands()
    }

    /// Returns whether a claim holds on the day of the view; `None` when the view names no day.
    pub fn certainty(self, claim: ClaimRef<'_>) -> Option<Certainty> {
        self.visible?.certainty(self.graph, claim)
    }

    /// Returns the number of entities.
    pub fn n_entities(self) -> usize {
        self.visible.map_or(self.graph.n_entities(), |visible| {
            visible.n_entities(self.graph)
        })
    }

    /// Returns the number of relationships.
    pub fn n_relationships(self) -> usize {
        self.links().map_or(self.graph.n_relationships(), |links| {
            links.n_relationships(self.graph)
        })
    }

    /// Returns the number of parts that no relationship connects with each other.
    pub fn n_components(self) -> usize {
        match self.links() {
            None => self.graph.n_components(),
            Some(links) => self.n_entities() - links.n_joined(self.graph),
        }
    }

    /// Returns the number of claims.
    pub fn n_claims(self) -> usize {
        self.visible.map_or(self.graph.claims().len(), |visible| {
            visible.n_claims(self.graph)
        })
    }

    /// Returns what says which relationships are shown; every one is when there is nothing here.
    fn links(self) -> Option<&'g Links> {
        let shown = self.visible.map(|visible| &visible.links);
        shown.or(self.graph.unrestricted.as_deref())
    }
}
