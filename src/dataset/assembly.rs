//! How do sound drafts become a dataset?

use super::draft::{CitationDraft, ClaimDraft, Draft, ObjectDraft, Place, RetractionDraft};
use super::tables::Dataset;
use crate::model::{
    Assertion, Citation, Claim, ClaimId, ClaimIx, Claims, Entity, EntityIx, NonEmpty, PartialDate,
    Retraction, Source, SourceIx,
};
use crate::ontology::{Direction, Predicate};
use rayon::iter::IndexedParallelIterator as _;
use rayon::iter::{IntoParallelIterator as _, IntoParallelRefIterator as _, ParallelIterator as _};
use rayon::slice::ParallelSliceMut as _;
use std::cmp::Ordering;
use std::sync::Arc;

/// Returns the dataset, everything in its order and no constraint checked, with the place of each
/// claim; `None` never happens to sound drafts, whose references were followed.
pub(super) fn assemble(draft: Draft) -> Option<(Dataset, Vec<Place>)> {
    let mut sources: Vec<_> = draft
        .sources
        .into_iter()
        .map(|draft| draft.source)
        .collect::<Option<_>>()?;
    let source_at = sort(&mut sources, |a, b| a.id.cmp(&b.id));
    let entities = draft.entities.into_iter().map(|draft| {
        Some(Entity {
            id: draft.id,
            former_ids: draft.former_ids,
            type_id: draft.type_id?,
            name: draft.name?,
        })
    });
    let mut entities: Vec<_> = entities.collect::<Option<_>>()?;
    let entity_at = sort(&mut entities, |a, b| a.id.cmp(&b.id));
    // Nothing looks up an id any more.
    drop(draft.ids);
    let positions = Positions {
        sources: &sources,
        source_at,
        entity_at,
    };
    let claims = draft.claims.into_par_iter();
    let claims = claims.map(|claim| positions.claim(claim));
    let claims: Vec<(Claim, Place)> = claims.collect::<Option<_>>()?;
    let (mut claims, claim_at, places) = in_order(claims, &sources);
    claims.move_corrections(|ClaimIx(at)| ClaimIx(claim_at[at as usize]));
    let ontology = Arc::into_inner(draft.vocabulary)?.ontology?;
    let dataset = Dataset {
        n_breaches: vec![0; ontology.constraints.len()],
        ontology,
        sources,
        entities: entities.into_iter().collect(),
        claims,
        warnings: Vec::new(),
    };
    Some((dataset, places))
}

/// Sorts items, and returns where each position went.
fn sort<T: Send>(items: &mut Vec<T>, order: impl Fn(&T, &T) -> Ordering + Sync) -> Vec<u32> {
    let mut numbered: Vec<_> = items.drain(..).zip(0u32..).collect();
    numbered.par_sort_by(|(a, _), (b, _)| order(a, b));
    let went = inverted(numbered.iter().map(|&(_, from)| from));
    items.extend(numbered.into_iter().map(|(item, _)| item));
    went
}

/// Returns where each position went, from where each came.
fn inverted(came: impl ExactSizeIterator<Item = u32>) -> Vec<u32> {
    let mut went = vec![0; came.len()];
    for (to, from) in (0u32..).zip(came) {
        went[from as usize] = to;
    }
    went
}

/// Puts claims in the order of [`Dataset::claims`], and returns them with where each position went
/// and the place of each.
fn in_order(claims: Vec<(Claim, Place)>, sources: &[Source]) -> (Claims, Vec<u32>, Vec<Place>) {
    let keys = claims.par_iter().map(|(claim, _)| order(claim, sources));
    let mut keys: Vec<_> = keys.zip(0..number(claims.len())).collect();
    keys.par_sort_unstable_by(|(a, a_at), (b, b_at)| {
        let id = |at: u32| claims[at as usize].0.id.to_text();
        a.cmp(b).then_with(|| id(*a_at).cmp(&id(*b_at)))
    });
    let mut drafted: Vec<_> = claims.into_iter().map(Some).collect();
    let mut claims = Claims::default();
    let mut places = Vec::with_capacity(drafted.len());
    for &(_, from) in &keys {
        let (claim, place) = drafted[from as usize]
            .take()
            .expect("each claim goes to one place");
        claims.push(claim);
        places.push(place);
    }
    (claims, inverted(keys.iter().map(|&(_, from)| from)), places)
}

/// Returns what puts claims in the order of [`Dataset::claims`], as long as their ids do not have
/// to decide.
fn order(claim: &Claim, sources: &[Source]) -> (EntityIx, Predicate, Option<PartialDate>) {
    let citations = claim.citations.as_slice().iter();
    let published = citations.map(|citation| sources[citation.source.0 as usize].published);
    (claim.subject, claim.assertion.predicate(), published.min())
}

fn number(at: usize) -> u32 {
    u32::try_from(at).expect("claims are counted in 32 bits")
}

/// Where sources and entities went when they were sorted.
struct Positions<'s> {
    sources: &'s [Source],
    source_at: Vec<u32>,
    entity_at: Vec<u32>,
}

impl Positions<'_> {
    fn entity(&self, at: usize) -> EntityIx {
        EntityIx(self.entity_at[at])
    }

    /// Returns the claim; which one replaces it is told by its position in the drafts.
    fn claim(&self, draft: ClaimDraft) -> Option<(Claim, Place)> {
        let here = self.entity(draft.subject);
        let (subject, assertion) = match (draft.predicate, draft.object?) {
            (Predicate::Attribute(attribute), ObjectDraft::Value(value, _)) => {
                (here, Assertion::Attribute { attribute, value })
            }
            (Predicate::Relation(relation, direction), ObjectDraft::Entity(there)) => {
                let there = self.entity(there.at()?);
                let (subject, object) = match direction {
                    Direction::Forward => (here, there),
                    Direction::Inverse => (there, here),
                };
                (subject, Assertion::Relation { relation, object })
            }
            _ => return None,
        };
        let citations = draft.citations.iter().map(|draft| self.citation(draft));
        let mut citations = NonEmpty::new(citations.collect::<Option<_>>()?)?;
        citations.sort_by_key(|citation| {
            let published = self.sources[citation.source.0 as usize].published;
            (published, citation.source, citation.paragraph)
        });
        let retraction = match draft.retraction {
            Some(draft) => Some(Box::new(self.retraction(*draft)?)),
            None => None,
        };
        let claim = Claim {
            id: match draft.id {
                Some(id) => ClaimId::Chosen(id.into()),
                None => ClaimId::Derived(draft.identity?),
            },
            subject,
            assertion,
            qualifiers: draft.qualifiers,
            valid: draft.valid,
            status: draft.status,
            citations,
            retraction,
            note: draft.note,
        };
        Some((claim, draft.place))
    }

    fn retraction(&self, draft: RetractionDraft) -> Option<Retraction> {
        let correction = draft.correction.and_then(|correction| correction.target);
        Some(Retraction {
            citation: self.citation(&draft.citation)?,
            reason: draft.reason,
            correction: correction.map(ClaimIx),
        })
    }

    fn citation(&self, draft: &CitationDraft) -> Option<Citation> {
        let speakers = draft.attributed_to.iter();
        let speakers = speakers.map(|speaker| Some(self.entity(speaker.at()?)));
        Some(Citation {
            source: SourceIx(self.source_at[draft.source.at()?]),
            paragraph: draft.paragraph,
            stance: draft.stance,
            attributed_to: speakers.collect::<Option<_>>()?,
        })
    }
}
