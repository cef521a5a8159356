//! How do sound drafts become a dataset?

use super::draft::{CitationDraft, ClaimDraft, Draft, ObjectDraft, Place, RetractionDraft};
use super::references::{CitationLinks, Links, RetractionLinks};
use super::tables::Dataset;
use crate::model::{
    Assertion, Citation, Claim, ClaimIx, Entity, EntityIx, NonEmpty, PartialDate, Retraction,
    Source, SourceIx,
};
use crate::ontology::{Direction, Predicate};
use std::sync::Arc;

/// Returns the dataset, everything in its order and no constraint checked, with the place of each
/// claim; `None` never happens to sound drafts.
pub(super) fn assemble(draft: Draft, links: Vec<Links>) -> Option<(Dataset, Vec<Place>)> {
    let mut sources: Vec<_> = draft
        .sources
        .into_iter()
        .map(|draft| draft.source)
        .collect::<Option<_>>()?;
    let source_at = reorder(&mut sources, |all: &mut [(u32, Source)]| {
        all.sort_by(|(_, a), (_, b)| a.id.cmp(&b.id));
    });
    let entities = draft.entities.into_iter().map(|draft| {
        Some(Entity {
            id: draft.id,
            former_ids: draft.former_ids,
            type_id: draft.type_id?,
            name: draft.name?,
        })
    });
    let mut entities: Vec<_> = entities.collect::<Option<_>>()?;
    let entity_at = reorder(&mut entities, |all: &mut [(u32, Entity)]| {
        all.sort_by(|(_, a), (_, b)| a.id.cmp(&b.id));
    });
    let positions = Positions {
        source_at,
        entity_at,
    };
    let claims = draft.claims.into_iter().zip(links);
    let claims = claims.map(|(claim, links)| positions.claim(claim, links));
    let mut claims: Vec<(Claim, Place)> = claims.collect::<Option<_>>()?;
    for (claim, _) in &mut claims {
        claim.citations.sort_by_key(|citation| {
            let published = sources[citation.source.0 as usize].published;
            (published, citation.source, citation.paragraph)
        });
    }
    let claim_at = reorder(&mut claims, |all| {
        all.sort_by_cached_key(|(_, (claim, _))| order(claim, &sources));
    });
    for retraction in claims
        .iter_mut()
        .filter_map(|(claim, _)| claim.retraction.as_mut())
    {
        let correction = retraction.correction;
        retraction.correction = correction.map(|ClaimIx(at)| ClaimIx(claim_at[at as usize]));
    }
    let (claims, places) = claims.into_iter().unzip();
    let ontology = Arc::into_inner(draft.vocabulary)?.ontology?;
    let dataset = Dataset {
        n_breaches: vec![0; ontology.constraints.len()],
        ontology,
        sources,
        entities,
        claims,
        warnings: Vec::new(),
    };
    Some((dataset, places))
}

/// Sorts items that are numbered by their positions, and returns where each position went.
fn reorder<T>(items: &mut Vec<T>, sort: impl FnOnce(&mut [(u32, T)])) -> Vec<u32> {
    let mut numbered: Vec<_> = (0u32..).zip(items.drain(..)).collect();
    sort(&mut numbered);
    let mut went = vec![0; numbered.len()];
    for (to, (from, _)) in (0u32..).zip(&numbered) {
        went[*from as usize] = to;
    }
    items.extend(numbered.into_iter().map(|(_, item)| item));
    went
}

/// Returns what puts claims in the order of [`Dataset::claims`].
fn order(claim: &Claim, sources: &[Source]) -> (EntityIx, Predicate, Option<PartialDate>, String) {
    let citations = claim.citations.as_slice().iter();
    let published = citations.map(|citation| sources[citation.source.0 as usize].published);
    (
        claim.subject,
        claim.assertion.predicate(),
        published.min(),
        claim.id.clone(),
    )
}

/// Where sources and entities went when they were sorted.
struct Positions {
    source_at: Vec<u32>,
    entity_at: Vec<u32>,
}

impl Positions {
    fn entity(&self, at: usize) -> EntityIx {
        EntityIx(self.entity_at[at])
    }

    /// Returns the claim; which one replaces it is told by its position in the drafts.
    fn claim(&self, draft: ClaimDraft, links: Links) -> Option<(Claim, Place)> {
        let here = self.entity(draft.subject);
        let (subject, assertion) = match (draft.predicate, draft.object?) {
            (Predicate::Attribute(attribute), ObjectDraft::Value(value, _)) => {
                (here, Assertion::Attribute { attribute, value })
            }
            (Predicate::Relation(relation, direction), ObjectDraft::Entity(_)) => {
                let there = self.entity(links.object?);
                let (subject, object) = match direction {
                    Direction::Forward => (here, there),
                    Direction::Inverse => (there, here),
                };
                (subject, Assertion::Relation { relation, object })
            }
            _ => return None,
        };
        let citations = draft.citations.into_iter().zip(links.citations);
        let citations = citations.map(|(citation, links)| self.citation(&citation, &links));
        let retraction = draft.retraction.zip(links.retraction);
        let retraction = retraction.map(|(draft, links)| self.retraction(draft, &links));
        let claim = Claim {
            id: match draft.id {
                Some(id) => id,
                None => links.identity?.to_id(),
            },
            subject,
            assertion,
            qualifiers: draft.qualifiers,
            valid: draft.valid,
            status: draft.status,
            citations: NonEmpty::new(citations.collect())?,
            retraction: retraction.map(Box::new),
            note: draft.note,
        };
        Some((claim, draft.place))
    }

    fn retraction(&self, draft: RetractionDraft, links: &RetractionLinks) -> Retraction {
        let correction = links.correction.and_then(|at| u32::try_from(at).ok());
        Retraction {
            citation: self.citation(&draft.citation, &links.citation),
            reason: draft.reason,
            correction: correction.map(ClaimIx),
        }
    }

    fn citation(&self, draft: &CitationDraft, links: &CitationLinks) -> Citation {
        let speakers = links.attributed_to.iter();
        Citation {
            source: SourceIx(self.source_at[links.source]),
            paragraph: draft.paragraph,
            stance: draft.stance,
            attributed_to: speakers.map(|&at| self.entity(at)).collect(),
        }
    }
}
