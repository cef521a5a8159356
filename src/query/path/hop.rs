//! What is a path made of?

use crate::graph::{Adjacent, ClaimIx, GraphView, KnowledgeGraph, RelationshipIx};
use crate::model::{Citation, Claim, EntityIx, SourceIx, Stance};
use crate::ontology::{Direction, RelationId};
use crate::query::findings::Finding;
use crate::query::list::relationship_key;

/// A relationship, as a step from one entity to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hop {
    /// Where it starts.
    pub from: EntityIx,
    /// How the entities are linked.
    pub relation: RelationId,
    /// The end of the relation at which it starts.
    pub direction: Direction,
    /// Where it leads, and along which relationship.
    pub adjacent: Adjacent,
}

impl Hop {
    /// Returns a relationship as a step from its subject to its object.
    pub fn forward(graph: &KnowledgeGraph, at: RelationshipIx) -> Self {
        let relationship = graph.relationship(at);
        Self {
            from: relationship.subject,
            relation: relationship.relation,
            direction: Direction::Forward,
            adjacent: Adjacent {
                other: relationship.object,
                relationship: at,
            },
        }
    }

    /// Returns where it leads.
    pub fn to(&self) -> EntityIx {
        self.adjacent.other
    }

    /// Returns what puts hops from the same entity in order: the id of the other end, the
    /// relation, its direction, and the order of relationships that have all of these in common.
    pub(super) fn rank(&self) -> (EntityIx, RelationId, Direction, RelationshipIx) {
        let Adjacent {
            other,
            relationship,
        } = self.adjacent;
        (other, self.relation, self.direction, relationship)
    }
}

/// A way from one entity to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    /// Where it begins.
    pub from: EntityIx,
    /// Its hops, each from where the one before leads.
    pub hops: Vec<Hop>,
}

impl Path {
    /// Returns the entities on the path, from its beginning to its end.
    pub fn nodes(&self) -> impl Iterator<Item = EntityIx> + Clone {
        std::iter::once(self.from).chain(self.hops.iter().map(Hop::to))
    }
}

impl Finding for Path {
    const LIST: &'static str = "paths";

    fn key(&self, graph: &KnowledgeGraph) -> String {
        let key = |hop: &Hop| {
            relationship_key(graph, hop.from, hop.relation, hop.direction, hop.adjacent)
        };
        let keys: Vec<String> = self.hops.iter().map(key).collect();
        keys.join("/")
    }
}

/// Returns whether somebody says that a relationship is there: a claim behind it is
/// [said](is_said_in).
#[inline]
pub(in crate::query) fn is_said(seen: GraphView<'_>, at: RelationshipIx) -> bool {
    said_claims(seen, at).next().is_some()
}

/// Returns the claims behind a relationship that are [said](is_said_in).
pub(in crate::query) fn said_claims<'g>(
    seen: GraphView<'g>,
    at: RelationshipIx,
) -> impl Iterator<Item = ClaimIx> + 'g {
    let claims = seen.claims_behind(at);
    let is_said = move |claim| is_said_in(seen.graph().claim(claim), |at| seen.shows_source(at));
    claims.filter(move |&claim| is_said(claim))
}

/// Returns whether a claim is said in the sources that are read: it is neither denied nor
/// retracted, and a passage speaks for it.
pub(super) fn is_said_in(claim: &Claim, is_read: impl Fn(SourceIx) -> bool + Copy) -> bool {
    let mut citations = claim.citations.as_slice().iter();
    citations.any(|citation| citation.stance != Stance::Denies && is_read(citation.source))
        && claim.status_known(is_read).stands()
}

/// Returns the passages that speak for a claim.
pub(super) fn speaking_for<'g>(
    seen: GraphView<'g>,
    claim: &'g Claim,
) -> impl Iterator<Item = &'g Citation> {
    let citations = seen.citations(claim);
    citations.filter(|citation| citation.stance != Stance::Denies)
}
