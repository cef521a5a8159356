//! Is everything there that the claims refer to, and does it fit?

use super::draft::{
    CitationDraft, ClaimDraft, Draft, IdUse, ObjectDraft, Place, Reference, Referent,
};
use super::identity::Identity;
use crate::document::{Diagnostic, Likeness, Rule};
use crate::ontology::Predicate;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// What the references of one claim lead to, as positions in the drafts.
#[derive(Debug, Default)]
pub(super) struct Links {
    /// The object; `None` for an attribute.
    pub(super) object: Option<usize>,
    /// Where each citation leads.
    pub(super) citations: Vec<CitationLinks>,
    /// Where the retraction leads.
    pub(super) retraction: Option<RetractionLinks>,
    /// What tells the claim from all others.
    pub(super) identity: Option<Identity>,
}

/// What the references of one citation lead to.
#[derive(Debug)]
pub(super) struct CitationLinks {
    pub(super) source: usize,
    pub(super) attributed_to: Vec<usize>,
}

/// What the references of a retraction lead to.
#[derive(Debug)]
pub(super) struct RetractionLinks {
    pub(super) citation: CitationLinks,
    /// The claim that replaces the one that was withdrawn.
    pub(super) correction: Option<usize>,
}

/// Follows every reference, and tells of those that lead nowhere or to something that does not fit.
///
/// Returns the links of each claim, in the order of the claims.
pub(super) fn check_references(draft: &mut Draft) -> Vec<Links> {
    let claims = std::mem::take(&mut draft.claims);
    let mut first_with: HashMap<Identity, usize> = HashMap::new();
    let mut links = Vec::with_capacity(claims.len());
    for (at, claim) in claims.iter().enumerate() {
        let n_findings = draft.findings.len();
        let mut link = draft.links_of(claim);
        if claim.is_sound && draft.findings.len() == n_findings {
            link.identity = Identity::of(draft, claim, &link);
        }
        if let Some(identity) = link.identity {
            draft.check_derived_id(claim, identity);
            match first_with.entry(identity) {
                Entry::Vacant(slot) => {
                    slot.insert(at);
                }
                Entry::Occupied(first) => {
                    let finding = repeated(claim, &claims[*first.get()].place);
                    draft.findings.push(finding);
                }
            }
        }
        links.push(link);
    }
    draft.check_retractions(&claims, &mut links, &first_with);
    draft.claims = claims;
    links
}

fn repeated(claim: &ClaimDraft, first: &Place) -> Diagnostic {
    claim
        .place
        .finding(Rule::RepeatedClaim, "the same is claimed twice")
        .help("keep one of them, and give it the citations of both: `cite = [\"...\", \"...\"]`")
        .label(&first.document, first.span, "first claimed here")
}

impl Draft {
    /// Tells when the id that is derived for a claim was chosen for something else.
    fn check_derived_id(&mut self, claim: &ClaimDraft, identity: Identity) {
        if claim.id.is_some() {
            return;
        }
        let id = identity.to_id();
        if let Some(IdUse { place, .. }) = self.ids.get(&id) {
            let message = format!("the id `{id}` of this claim is used for something else");
            self.findings.push(
                claim
                    .place
                    .finding(Rule::DuplicateId, message)
                    .help("choose another id there; this one is derived from the claim")
                    .label(&place.document, place.span, "used here"),
            );
        }
    }

    fn links_of(&mut self, claim: &ClaimDraft) -> Links {
        let object = match &claim.object {
            Some(ObjectDraft::Entity(reference)) => self.entity(&claim.place, reference),
            _ => None,
        };
        if let Some(object) = object {
            self.check_object(claim, object);
        }
        let citations = claim.citations.iter();
        let citations = citations.filter_map(|citation| self.links_of_citation(claim, citation));
        let citations = citations.collect();
        let retraction = claim.retraction.as_ref();
        let citation =
            retraction.and_then(|retraction| self.links_of_citation(claim, &retraction.citation));
        Links {
            object,
            citations,
            retraction: citation.map(|citation| RetractionLinks {
                citation,
                correction: None,
            }),
            identity: None,
        }
    }

    fn links_of_citation(
        &mut self,
        claim: &ClaimDraft,
        citation: &CitationDraft,
    ) -> Option<CitationLinks> {
        let source = self.source(&claim.place, &citation.source, citation.paragraph);
        let speakers = citation.attributed_to.iter();
        let speakers = speakers.filter_map(|speaker| self.entity(&claim.place, speaker));
        let attributed_to = speakers.collect();
        Some(CitationLinks {
            source: source?,
            attributed_to,
        })
    }

    fn entity(&mut self, place: &Place, reference: &Reference) -> Option<usize> {
        match self.ids.get(&reference.id).map(|used| used.referent) {
            Some(Referent::Entity(at)) => Some(at),
            Some(Referent::Broken | Referent::Several) => None,
            Some(referent) => {
                let message = format!("`{}` is {}, not an entity", reference.id, noun(referent));
                let finding = finding_at(place, reference, Rule::DanglingEntity, message);
                self.findings
                    .push(finding.help("write the id of an entity"));
                None
            }
            None => {
                let message = format!("there is no entity `{}`", reference.id);
                let known = self.entities.iter().map(|entity| entity.id.as_str());
                let suggestion = suggest(&mut self.likeness, reference, known);
                let finding = finding_at(place, reference, Rule::DanglingEntity, message)
                    .help(format!(
                        "write a file that begins with `entity = \"{}\"`",
                        reference.id
                    ))
                    .maybe_help(suggestion);
                self.findings.push(finding);
                None
            }
        }
    }

    fn source(&mut self, place: &Place, reference: &Reference, paragraph: u32) -> Option<usize> {
        let found = match self.ids.get(&reference.id).map(|used| used.referent) {
            Some(Referent::Source(at)) => at,
            Some(Referent::Broken | Referent::Several) => return None,
            Some(referent) => {
                let message = format!("`{}` is {}, not a source", reference.id, noun(referent));
                let finding = finding_at(place, reference, Rule::DanglingSource, message);
                self.findings.push(finding.help("write the id of a source"));
                return None;
            }
            None => {
                let message = format!("there is no source `{}`", reference.id);
                let sources = self
                    .sources
                    .iter()
                    .filter_map(|draft| draft.source.as_ref());
                let known = sources.map(|source| source.id.as_str());
                let suggestion = suggest(&mut self.likeness, reference, known);
                let finding = finding_at(place, reference, Rule::DanglingSource, message)
                    .help(format!(
                        "write a file that begins with `source = \"{}\"`",
                        reference.id
                    ))
                    .maybe_help(suggestion);
                self.findings.push(finding);
                return None;
            }
        };
        let source = &self.sources[found];
        if let Some(n_paragraphs) = source.n_paragraphs.filter(|&n| paragraph > n) {
            let message = format!("`{}` ends with paragraph {n_paragraphs}", reference.id);
            let finding = finding_at(place, reference, Rule::ParagraphBeyondEnd, message)
                .help("count the lines that hold a non-whitespace character, from 1")
                .label(&source.place.document, source.place.span, "the source");
            self.findings.push(finding);
        }
        Some(found)
    }

    /// Tells when the object is of a type to which the relation does not lead.
    fn check_object(&mut self, claim: &ClaimDraft, object: usize) {
        let Predicate::Relation(id, direction) = claim.predicate else {
            return;
        };
        let ends = self
            .vocabulary
            .relation(id)
            .zip(self.entities[object].type_id);
        let Some((relation, type_id)) = ends else {
            return;
        };
        let (_, wanted) = relation.ends_towards(direction);
        if self.vocabulary.is_a(type_id, wanted) {
            return;
        }
        if let Some(ObjectDraft::Entity(reference)) = &claim.object {
            let name = relation.key_towards(direction);
            let message = format!(
                "`{name}` leads to `{}`, and `{}` is of the type `{}`",
                self.vocabulary.type_name(wanted),
                reference.id,
                self.vocabulary.type_name(type_id),
            );
            let finding = finding_at(&claim.place, reference, Rule::EndsDoNotFit, message)
                .help("write the id of another entity, or choose another relation");
            self.findings.push(finding);
        }
    }
}

/// Returns a finding about a reference in the file of this place.
pub(super) fn finding_at(
    place: &Place,
    reference: &Reference,
    rule: Rule,
    message: impl Into<String>,
) -> Diagnostic {
    Diagnostic::new(rule, &place.document, reference.span, message)
}

/// Returns the sentence that suggests the known id nearest to one that is not known.
pub(super) fn suggest<'a>(
    likeness: &mut Likeness,
    reference: &Reference,
    known: impl Iterator<Item = &'a str>,
) -> Option<String> {
    likeness.suggest(&reference.id, known)
}

/// Returns what a person calls that for which an id stands.
pub(super) fn noun(referent: Referent) -> &'static str {
    match referent {
        Referent::Source(_) => "a source",
        Referent::Entity(_) => "an entity",
        Referent::Claim(_) => "a claim",
        Referent::Broken | Referent::Several => "something else",
    }
}
