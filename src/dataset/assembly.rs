//! How do sound drafts become a dataset?

use super::draft::{CitationDraft, ClaimDraft, Draft, ObjectDraft, Place, RetractionDraft};
use super::fingerprint::fingerprint;
use super::tables::Dataset;
use crate::model::{
    Assertion, Citation, Claim, ClaimId, ClaimIx, Claims, Entity, EntityIx, NonEmpty, PartialDate,
    Retraction, Source, SourceIx,
};
use crate::ontology::{Direction, Predicate};
use rayon::iter::IndexedParallelIterator as _;
use rayon::iter::{IntoParallelIterator as _, IntoParallelRefIterator as _, ParallelIterator as _};
use rayon::slice::{ParallelSlice as _, ParallelSliceMut as _};
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
    let (claims, places) = positions.claims(&draft.claims)?;
    draft.claims.into_par_iter().for_each(drop);
    let ontology = Arc::into_inner(draft.vocabulary)?.ontology?;
    let entities = entities.into_iter().collect();
    let dataset = Dataset {
        snapshot: fingerprint(&sources, &entities, &claims),
        n_breaches: vec![0; ontology.constraints.len()],
        ontology,
        sources,
        entities,
        claims,
        warnings: Vec::new(),
    };
    Some((dataset, places))
}

/// How many claims are put into their columns together.
const TOGETHER: usize = 65_536;

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
    /// Returns the claims in the order of [`Dataset::claims`], with the place of each.
    fn claims(&self, drafts: &[ClaimDraft]) -> Option<(Claims, Vec<Place>)> {
        let keys = drafts.par_iter().map(|draft| self.key(draft));
        let keys = keys.zip(0..number(drafts.len()));
        let keys = keys.map(|(key, at)| Some((key?, at)));
        let mut keys: Vec<_> = keys.collect::<Option<_>>()?;
        keys.par_sort_unstable_by(|(a, a_at), (b, b_at)| {
            let id = |at: u32| drafts[at as usize].key().map(ClaimId::to_text);
            a.cmp(b).then_with(|| id(*a_at).cmp(&id(*b_at)))
        });
        let order: Vec<u32> = keys.into_par_iter().map(|(_, at)| at).collect();
        let went = inverted(order.iter().copied());
        let parts = order.par_chunks(TOGETHER).map(|order| {
            let drafts = order.iter().map(|&at| &drafts[at as usize]);
            let claims = drafts.map(|draft| self.claim(draft, &went));
            claims.collect::<Option<Claims>>()
        });
        let parts: Vec<Claims> = parts.collect::<Option<_>>()?;
        let mut claims = Claims::default();
        parts.into_iter().for_each(|part| claims.append(part));
        let places = order
            .par_iter()
            .map(|&at| drafts[at as usize].place.clone());
        Some((claims, places.collect()))
    }

    /// Returns what puts claims in their order, as long as their ids do not have to decide.
    fn key(&self, draft: &ClaimDraft) -> Option<(EntityIx, Predicate, PartialDate)> {
        let (subject, predicate, _) = self.said(draft)?;
        let sources = draft.citations.iter().map(|citation| citation.source.at());
        let published = sources.map(|at| Some(self.published(self.source(at?))));
        let first = published.reduce(|a, b| Some(a?.min(b?)))?;
        Some((subject, predicate, first?))
    }

    /// Returns the subject of a claim, what it is about as seen from there, and the object when it
    /// is a link.
    fn said(&self, draft: &ClaimDraft) -> Option<(EntityIx, Predicate, Option<EntityIx>)> {
        let here = self.entity(draft.subject);
        Some(match (draft.predicate, draft.object.as_ref()?) {
            (predicate @ Predicate::Attribute(_), ObjectDraft::Value(..)) => {
                (here, predicate, None)
            }
            (Predicate::Relation(relation, direction), ObjectDraft::Entity(there)) => {
                let there = self.entity(there.at()?);
                let (subject, object) = match direction {
                    Direction::Forward => (here, there),
                    Direction::Inverse => (there, here),
                };
                let predicate = Predicate::Relation(relation, Direction::Forward);
                (subject, predicate, Some(object))
            }
            _ => return None,
        })
    }

    fn source(&self, at: usize) -> SourceIx {
        SourceIx(self.source_at[at])
    }

    fn published(&self, source: SourceIx) -> PartialDate {
        self.sources[source.0 as usize].published
    }

    fn entity(&self, at: usize) -> EntityIx {
        EntityIx(self.entity_at[at])
    }

    /// Returns the claim, given where each claim went.
    fn claim(&self, draft: &ClaimDraft, went: &[u32]) -> Option<Claim> {
        let (subject, predicate, object) = self.said(draft)?;
        let assertion = match (predicate, object, draft.object.as_ref()?) {
            (Predicate::Relation(relation, _), Some(object), _) => {
                Assertion::Relation { relation, object }
            }
            (Predicate::Attribute(attribute), _, ObjectDraft::Value(value, _)) => {
                let value = value.clone();
                Assertion::Attribute { attribute, value }
            }
            _ => return None,
        };
        let citations = draft.citations.iter().map(|draft| self.citation(draft));
        let mut citations = NonEmpty::new(citations.collect::<Option<_>>()?)?;
        citations.sort_by_key(|citation| {
            let published = self.published(citation.source);
            (published, citation.source, citation.paragraph)
        });
        let retraction = match &draft.retraction {
            Some(draft) => Some(Box::new(self.retraction(draft, went)?)),
            None => None,
        };
        Some(Claim {
            id: draft.key()?.to_claim_id(),
            subject,
            assertion,
            qualifiers: draft.qualifiers.clone(),
            valid: draft.valid,
            status: draft.status,
            citations,
            retraction,
            note: draft.note.clone(),
        })
    }

    fn retraction(&self, draft: &RetractionDraft, went: &[u32]) -> Option<Retraction> {
        let correction = draft.correction.as_ref();
        let correction = correction.and_then(|correction| correction.at());
        Some(Retraction {
            citation: self.citation(&draft.citation)?,
            reason: draft.reason.clone(),
            correction: correction.map(|at| ClaimIx(went[at])),
        })
    }

    fn citation(&self, draft: &CitationDraft) -> Option<Citation> {
        let speakers = draft.attributed_to.iter();
        let speakers = speakers.map(|speaker| Some(self.entity(speaker.at()?)));
        Some(Citation {
            source: self.source(draft.source.at()?),
            paragraph: draft.paragraph,
            stance: draft.stance,
            attributed_to: speakers.collect::<Option<_>>()?,
        })
    }
}
