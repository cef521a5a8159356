//! How does a graph come from checked claims?

use super::adjacency::Adjacency;
use super::position::{Hashes, Positions};
use super::snapshot::KnowledgeGraph;
use super::view::Certainty;
use super::visible::Links;
use super::warnings::Warnings;
use crate::dataset::Dataset;
use crate::model::{
    ClaimIx, ClaimRef, Claims, Entities, EntityIx, Source, SourceIx, Value, ValueRef,
};
use crate::ontology::{Ontology, Predicate, RelationId, TypeId};
use petgraph::graph::{DiGraph, NodeIndex};
use rayon::slice::ParallelSliceMut as _;
use std::cmp::Ordering;
use std::ops::Range;
use std::sync::OnceLock;

impl KnowledgeGraph {
    /// Builds the graph over the claims of a dataset.
    ///
    /// # Panics
    /// When the dataset breaks its own invariants, or holds more than 2^31 claims or 4 GiB of text.
    pub fn build(dataset: Dataset) -> Self {
        let Dataset {
            ontology,
            sources,
            entities,
            claims,
            warnings,
            n_breaches,
            snapshot,
        } = dataset;
        let ends = || Relationships::gather(&ontology, &claims).into_linked(&entities);
        let (linked, listed) = rayon::join(ends, || Listed::gather(&sources, &entities, &claims));
        let (member_starts, members) = members_by_type(&ontology, &entities);
        let former_ids = entities.former_ids();
        let former_ids = former_ids.map(|(id, at)| (id.into(), at)).collect();
        let mut graph = Self {
            adjacency: linked.adjacency,
            topology: linked.topology,
            n_components: OnceLock::new(),
            claim_starts: linked.claim_starts,
            relationship_claims: linked.claims,
            snapshot,
            entity_ids: listed.entity_ids,
            claim_ids: listed.claim_ids,
            about_starts: listed.about.0,
            entity_claims: listed.about.1,
            source_starts: listed.cited.0,
            source_claims: listed.cited.1,
            ontology,
            sources,
            claims,
            entities,
            former_ids,
            member_starts,
            members,
            unrestricted: None,
            warnings: Warnings::new(warnings, n_breaches),
        };
        if graph.claims.have_retractions() {
            let counts = |claim| graph.claim(claim).retraction().is_none();
            graph.unrestricted = Some(Box::new(Links::of(&graph, counts)));
        }
        graph
    }
}

/// What is found by an id, or belongs to an entity or a source.
struct Listed {
    entity_ids: Positions,
    claim_ids: Positions,
    about: (Vec<u32>, Vec<ClaimIx>),
    cited: (Vec<u32>, Vec<ClaimIx>),
}

impl Listed {
    fn gather(sources: &[Source], entities: &Entities, claims: &Claims) -> Self {
        let ids = || {
            let entity_id = |hashes: &Hashes, at| hashes.of(entities.id(EntityIx(at)));
            let claim_id = |hashes: &Hashes, at| hashes.of_claim(claims.at(ClaimIx(at)).key());
            (
                Positions::gather(entities.len(), entity_id),
                Positions::gather(claims.len(), claim_id),
            )
        };
        let lists = || {
            (
                gathered(entities.len(), claims.iter(), ClaimIx, ends),
                gathered(sources.len(), claims.iter(), ClaimIx, cited),
            )
        };
        let ((entity_ids, claim_ids), (about, cited)) = rayon::join(ids, lists);
        Self {
            entity_ids,
            claim_ids,
            about,
            cited,
        }
    }
}

/// Puts the entities of each type one behind the other.
fn members_by_type(ontology: &Ontology, entities: &Entities) -> (Vec<u32>, Vec<EntityIx>) {
    gathered(
        ontology.types.len(),
        entities.positions(),
        EntityIx,
        |entity, pass_on| {
            let type_id = entities.type_of(entity);
            pass_on(usize::from(type_id.0));
            for ancestor in &ontology.entity_type(type_id).ancestors {
                pass_on(usize::from(ancestor.0));
            }
        },
    )
}

/// Returns the ranges of claims about the same attribute of the same entity.
pub(super) fn attribute_groups(claims: &Claims) -> impl Iterator<Item = Range<usize>> {
    let about = |at: usize| {
        let claim = claims.at(ClaimIx(position(at)));
        let is_value = claim.object().is_none();
        is_value.then(|| (claim.subject(), claim.predicate()))
    };
    let mut next = 0;
    std::iter::from_fn(move || {
        let start = (next..claims.len()).find(|&at| about(at).is_some())?;
        let asked = about(start);
        let end = (start..claims.len()).find(|&at| about(at) != asked);
        next = end.unwrap_or(claims.len());
        Some(start..next)
    })
}

/// Returns which of some claims that stand answers for an attribute: the one that holds most
/// certainly; among those, the one that is valid last; among those, a date that is more precise
/// than another which it agrees with; among equals, the one that comes first.
pub(super) fn preferred<'c>(
    claims: impl Iterator<Item = (ClaimIx, ClaimRef<'c>)>,
    certainty: impl Fn(ClaimRef<'_>) -> Option<Certainty>,
) -> Option<ClaimIx> {
    let began = |claim: ClaimRef<'_>| claim.valid().and_then(|valid| valid.start().date());
    let rank = |claim: ClaimRef<'_>| (certainty(claim), began(claim));
    let answers = |claim: ClaimRef<'_>, best: ClaimRef<'_>| match rank(claim).cmp(&rank(best)) {
        Ordering::Greater => true,
        Ordering::Equal => refines(claim, best),
        Ordering::Less => false,
    };
    let best = claims.reduce(|best, next| if answers(next.1, best.1) { next } else { best })?;
    Some(best.0)
}

/// Returns whether the date that a claim gives lies within the less precise one of another.
fn refines(claim: ClaimRef<'_>, other: ClaimRef<'_>) -> bool {
    match (claim.value(), other.value()) {
        (Some(Value::Date(date)), Some(Value::Date(vague))) => {
            date.is_within(vague) && date != vague
        }
        _ => false,
    }
}

/// The relationships behind the claims; the fields at one position belong together.
#[derive(Default)]
struct Relationships {
    ends: Vec<(RelationId, EntityIx, EntityIx)>,
    starts: Vec<u32>,
    claims: Vec<ClaimIx>,
}

impl Relationships {
    /// Gathers the claims that assert the same relationship: the same relation between the same
    /// entities with the same identifying qualifiers.
    fn gather(ontology: &Ontology, claims: &Claims) -> Self {
        let mut asserted: Vec<(RelationId, EntityIx, EntityIx, ClaimIx)> = (0..)
            .map(ClaimIx)
            .zip(claims.iter())
            .filter_map(|(at, claim)| match (claim.predicate(), claim.object()) {
                (Predicate::Relation(relation, _), Some(object)) => {
                    Some((relation, claim.subject(), object, at))
                }
                _ => None,
            })
            .collect();
        let identity = |at: ClaimIx, relation| identifying(ontology, relation, claims.at(at));
        asserted.par_sort_unstable_by(|a, b| {
            (a.0, a.1, a.2)
                .cmp(&(b.0, b.1, b.2))
                .then_with(|| compare(identity(a.3, a.0), identity(b.3, b.0)))
                .then(a.3.cmp(&b.3))
        });

        let mut gathered = Self::default();
        let same = |a: &(RelationId, EntityIx, EntityIx, ClaimIx),
                    b: &(RelationId, EntityIx, EntityIx, ClaimIx)| {
            (a.0, a.1, a.2) == (b.0, b.1, b.2)
                && compare(identity(a.3, a.0), identity(b.3, b.0)).is_eq()
        };
        for group in asserted.chunk_by(same) {
            let (relation, subject, object, _) = group[0];
            gathered.ends.push((relation, subject, object));
            gathered.starts.push(position(gathered.claims.len()));
            gathered
                .claims
                .extend(group.iter().map(|asserted| asserted.3));
        }
        gathered.starts.push(position(gathered.claims.len()));
        gathered
    }

    /// Returns what is reached through them.
    fn into_linked(self, entities: &Entities) -> Linked {
        let (topology, adjacency) = rayon::join(
            || {
                let mut topology = DiGraph::with_capacity(entities.len(), self.ends.len());
                for entity in entities.positions() {
                    topology.add_node(entities.type_of(entity));
                }
                for &(relation, subject, object) in &self.ends {
                    let node = |entity: EntityIx| NodeIndex::new(entity.0 as usize);
                    topology.add_edge(node(subject), node(object), relation);
                }
                topology
            },
            || Adjacency::build(entities.len(), &self.ends),
        );
        Linked {
            topology,
            adjacency,
            claim_starts: self.starts,
            claims: self.claims,
        }
    }
}

/// What is reached through relationships.
struct Linked {
    topology: DiGraph<TypeId, RelationId>,
    adjacency: Adjacency,
    claim_starts: Vec<u32>,
    claims: Vec<ClaimIx>,
}

fn position(at: usize) -> u32 {
    u32::try_from(at).expect("claims are counted in 31 bits")
}

/// Returns the qualifiers that tell one relationship from another.
fn identifying<'c>(
    ontology: &Ontology,
    relation: RelationId,
    claim: ClaimRef<'c>,
) -> impl Iterator<Item = (u8, ValueRef<'c>)> {
    let declared = &ontology.relation(relation).qualifiers;
    let qualifiers = claim.qualifiers();
    qualifiers.filter(move |(at, _)| declared[usize::from(*at)].identifying)
}

/// Orders lists of identifying qualifiers by a spelling that is stable across snapshots.
fn compare<'c>(
    a: impl Iterator<Item = (u8, ValueRef<'c>)>,
    b: impl Iterator<Item = (u8, ValueRef<'c>)>,
) -> Ordering {
    let spelled = |(at, value): (u8, ValueRef<'_>)| (at, format!("{value:?}"));
    a.map(spelled).cmp(b.map(spelled))
}

/// Passes on the entities that a claim is about: its subject and its object.
fn ends(claim: ClaimRef<'_>, pass_on: &mut dyn FnMut(usize)) {
    pass_on(claim.subject().0 as usize);
    if let Some(object) = claim.object().filter(|&object| object != claim.subject()) {
        pass_on(object.0 as usize);
    }
}

/// Passes on the sources that a claim cites, each once: passages of the same one stand side by
/// side, except for the one that withdraws the claim.
fn cited(claim: ClaimRef<'_>, pass_on: &mut dyn FnMut(usize)) {
    let mut last = None;
    for source in claim.citations().map(|citation| citation.source) {
        if last != Some(source) {
            pass_on(source.0 as usize);
            last = Some(source);
        }
    }
    let withdrawn = claim.retraction().map(|it| it.citation.source);
    let is_new = |source: &SourceIx| claim.citations().all(|it| it.source != *source);
    if let Some(source) = withdrawn.filter(is_new) {
        pass_on(source.0 as usize);
    }
}

/// Puts the items of each of `n` owners one behind the other, in ascending order; `owners` passes
/// on those of one item.
fn gathered<T, I: Copy>(
    n: usize,
    items: impl Iterator<Item = T> + Clone,
    position: fn(u32) -> I,
    owners: impl Fn(T, &mut dyn FnMut(usize)),
) -> (Vec<u32>, Vec<I>) {
    let mut starts = vec![0u32; n + 1];
    for item in items.clone() {
        owners(item, &mut |owner| starts[owner + 1] += 1);
    }
    for at in 0..n {
        starts[at + 1] += starts[at];
    }
    let mut next = starts.clone();
    let mut gathered = vec![position(0); starts[n] as usize];
    for (at, item) in (0..).map(position).zip(items) {
        owners(item, &mut |owner| {
            gathered[next[owner] as usize] = at;
            next[owner] += 1;
        });
    }
    (starts, gathered)
}
