//! How does a graph come from checked claims?

use super::adjacency::Adjacency;
use super::position::Positions;
use super::snapshot::{KnowledgeGraph, Record};
use super::text::Texts;
use super::view::{Certainty, View};
use super::visible::Visible;
use super::warnings::Warnings;
use crate::dataset::Dataset;
use crate::model::{Assertion, Claim, ClaimIx, Entity, EntityIx, Source, Value};
use crate::ontology::{AttributeId, Ontology, RelationId, TypeId};
use petgraph::graph::{DiGraph, NodeIndex};
use rayon::iter::ParallelIterator as _;
use rayon::slice::ParallelSlice as _;
use sha2::{Digest as _, Sha256};
use std::cmp::Ordering;
use std::fmt::{self, Write as _};
use std::ops::Range;

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
        } = dataset;
        let snapshot = fingerprint(&sources, &entities, &claims);
        let mut texts = Texts::default();
        let former_ids = (0..)
            .map(EntityIx)
            .zip(&entities)
            .flat_map(|(at, e)| e.former_ids.iter().map(move |id| (id.as_str().into(), at)))
            .collect();
        let (member_starts, members) = members_by_type(&ontology, &entities);
        let records = records(&entities, &mut texts);
        let relationships = Relationships::gather(&ontology, &claims);
        let topology = relationships.to_topology(&records);
        let (about_starts, entity_claims) = gathered(entities.len(), &claims, ClaimIx, ends);
        let (source_starts, source_claims) = gathered(sources.len(), &claims, ClaimIx, cited);
        let entity_ids = Positions::gather(entities.len(), |at| &entities[at as usize].id);
        let claim_ids = Positions::gather(claims.len(), |at| &claims[at as usize].id);
        let mut graph = Self {
            adjacency: Adjacency::build(entities.len(), relationships.ends.iter().copied()),
            n_components: petgraph::algo::connected_components(&topology),
            topology,
            claim_starts: relationships.starts,
            relationship_claims: relationships.claims,
            ontology,
            sources,
            claims,
            texts,
            entities: records,
            entity_ids,
            former_ids,
            member_starts,
            members,
            about_starts,
            entity_claims,
            source_starts,
            source_claims,
            claim_ids,
            unrestricted: None,
            snapshot,
            warnings: Warnings::new(warnings, n_breaches),
        };
        let is_retracted = |claim: &Claim| claim.retraction.is_some();
        if graph.claims.iter().any(is_retracted) {
            graph.unrestricted = Some(Box::new(Visible::of(&graph, View::default())));
        }
        graph
    }
}

/// How many things a digest is made of, of which several are made at the same time.
const TOGETHER: usize = 4096;

/// Returns what names everything that the data say: the first half of a SHA-256 over the digests
/// of their parts, in hexadecimal digits.
fn fingerprint(sources: &[Source], entities: &[Entity], claims: &[Claim]) -> String {
    struct Hash(Sha256);
    impl fmt::Write for Hash {
        fn write_str(&mut self, text: &str) -> fmt::Result {
            self.0.update(text);
            Ok(())
        }
    }
    fn digest_of(said: impl fmt::Debug) -> [u8; 32] {
        let mut hash = Hash(Sha256::new());
        write!(hash, "{said:?}").expect("hashing never fails");
        hash.0.finalize().into()
    }
    let entities = entities.par_chunks(TOGETHER).map(digest_of);
    let claims = claims.par_chunks(TOGETHER).map(digest_of);
    let parts: Vec<_> = entities.chain(claims).collect();
    let mut hash = Sha256::new();
    hash.update(digest_of(sources));
    parts.iter().for_each(|digest| hash.update(digest));
    let digits = hash.finalize();
    digits[..16]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Puts the entities of each type one behind the other.
fn members_by_type(ontology: &Ontology, entities: &[Entity]) -> (Vec<u32>, Vec<EntityIx>) {
    gathered(
        ontology.types.len(),
        entities,
        EntityIx,
        |entity, pass_on| {
            pass_on(usize::from(entity.type_id.0));
            for ancestor in &ontology.entity_type(entity.type_id).ancestors {
                pass_on(usize::from(ancestor.0));
            }
        },
    )
}

fn records(entities: &[Entity], texts: &mut Texts) -> Vec<Record> {
    let record = |entity: &Entity| Record {
        id: texts.push(&entity.id),
        name: texts.push(&entity.name),
        type_id: entity.type_id,
    };
    entities.iter().map(record).collect()
}

/// Returns the ranges of claims about the same attribute of the same entity.
pub(super) fn attribute_groups(claims: &[Claim]) -> impl Iterator<Item = Range<usize>> {
    let same = |a: &Claim, b: &Claim| {
        a.subject == b.subject && attribute_of(a).is_some() && attribute_of(a) == attribute_of(b)
    };
    let mut start = 0;
    let groups = claims.chunk_by(same).map(move |group| {
        let range = start..start + group.len();
        start = range.end;
        range
    });
    groups.filter(|group| attribute_of(&claims[group.start]).is_some())
}

fn attribute_of(claim: &Claim) -> Option<AttributeId> {
    match &claim.assertion {
        Assertion::Attribute { attribute, .. } => Some(*attribute),
        Assertion::Relation { .. } => None,
    }
}

/// Returns which of some claims that stand answers for an attribute: the one that holds most
/// certainly; among those, the one that is valid last; among those, a date that is more precise
/// than another which it agrees with; among equals, the one that comes first.
pub(super) fn preferred<'c>(
    claims: impl Iterator<Item = (ClaimIx, &'c Claim)>,
    certainty: impl Fn(&Claim) -> Option<Certainty>,
) -> Option<ClaimIx> {
    let began = |claim: &Claim| claim.valid.and_then(|valid| valid.start().date());
    let rank = |claim: &Claim| (certainty(claim), began(claim));
    let answers = |claim: &Claim, best: &Claim| match rank(claim).cmp(&rank(best)) {
        Ordering::Greater => true,
        Ordering::Equal => refines(claim, best),
        Ordering::Less => false,
    };
    let best = claims.reduce(|best, next| if answers(next.1, best.1) { next } else { best })?;
    Some(best.0)
}

/// Returns whether the date that a claim gives lies within the less precise one of another.
fn refines(claim: &Claim, other: &Claim) -> bool {
    match (&claim.assertion, &other.assertion) {
        (
            Assertion::Attribute {
                value: Value::Date(date),
                ..
            },
            Assertion::Attribute {
                value: Value::Date(vague),
                ..
            },
        ) => date.is_within(*vague) && date != vague,
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
    fn gather(ontology: &Ontology, claims: &[Claim]) -> Self {
        let mut asserted: Vec<(RelationId, EntityIx, EntityIx, ClaimIx)> = (0..)
            .map(ClaimIx)
            .zip(claims)
            .filter_map(|(at, claim)| match claim.assertion {
                Assertion::Relation { relation, object } => {
                    Some((relation, claim.subject, object, at))
                }
                Assertion::Attribute { .. } => None,
            })
            .collect();
        let identity =
            |at: ClaimIx, relation| identifying(ontology, relation, &claims[at.0 as usize]);
        asserted.sort_by(|a, b| {
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

    fn to_topology(&self, records: &[Record]) -> DiGraph<TypeId, RelationId> {
        let mut topology = DiGraph::with_capacity(records.len(), self.ends.len());
        for record in records {
            topology.add_node(record.type_id);
        }
        for &(relation, subject, object) in &self.ends {
            let node = |entity: EntityIx| NodeIndex::new(entity.0 as usize);
            topology.add_edge(node(subject), node(object), relation);
        }
        topology
    }
}

fn position(at: usize) -> u32 {
    u32::try_from(at).expect("claims are counted in 31 bits")
}

/// Returns the qualifiers that tell one relationship from another.
fn identifying<'c>(
    ontology: &Ontology,
    relation: RelationId,
    claim: &'c Claim,
) -> impl Iterator<Item = (u8, &'c Value)> {
    let declared = &ontology.relation(relation).qualifiers;
    claim
        .qualifiers
        .iter()
        .filter(|(at, _)| declared[usize::from(*at)].identifying)
        .map(|(at, value)| (*at, value))
        .collect::<Vec<_>>()
        .into_iter()
}

/// Orders lists of identifying qualifiers by a spelling that is stable across snapshots.
fn compare<'c>(
    a: impl Iterator<Item = (u8, &'c Value)>,
    b: impl Iterator<Item = (u8, &'c Value)>,
) -> Ordering {
    let spelled = |(at, value): (u8, &Value)| (at, format!("{value:?}"));
    a.map(spelled).cmp(b.map(spelled))
}

/// Passes on the entities that a claim is about: its subject and its object.
fn ends(claim: &Claim, pass_on: &mut dyn FnMut(usize)) {
    pass_on(claim.subject.0 as usize);
    match claim.assertion {
        Assertion::Relation { object, .. } if object != claim.subject => {
            pass_on(object.0 as usize);
        }
        _ => {}
    }
}

/// Passes on the sources that a claim cites, each once.
fn cited(claim: &Claim, pass_on: &mut dyn FnMut(usize)) {
    for (at, citation) in claim.cited().enumerate() {
        if claim.cited().take(at).all(|c| c.source != citation.source) {
            pass_on(citation.source.0 as usize);
        }
    }
}

/// Puts the items of each of `n` owners one behind the other, in ascending order; `owners` passes
/// on those of one item.
fn gathered<T, I: Copy>(
    n: usize,
    items: &[T],
    position: fn(u32) -> I,
    owners: impl Fn(&T, &mut dyn FnMut(usize)),
) -> (Vec<u32>, Vec<I>) {
    let mut starts = vec![0u32; n + 1];
    for item in items {
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
