//! Is everything there that the claims refer to, and does it fit?

use super::draft::{
    CitationDraft, ClaimDraft, Draft, IdUse, ObjectDraft, Place, Reference, Referent,
};
use super::identity::identity_of;
use crate::document::{Diagnostic, Diagnostics, Likeness, Rule};
use crate::model::Identity;
use crate::ontology::Predicate;
use rayon::iter::ParallelIterator as _;
use rayon::slice::ParallelSliceMut as _;

/// How many claims are looked at together.
const TOGETHER: usize = 4096;

/// Follows every reference, and tells of those that lead nowhere or to something that does not fit.
pub(super) fn check_references(draft: &mut Draft) {
    let mut claims = std::mem::take(&mut draft.claims);
    let linked = claims.par_chunks_mut(TOGETHER).map(|claims| {
        let mut linking = Linking::over(draft);
        claims.iter_mut().for_each(|claim| linking.link(claim));
        linking.findings
    });
    let linked: Vec<_> = linked.collect();
    for mut findings in linked {
        draft.findings.append(&mut findings);
    }
    let identities = Identities::of(&claims);
    draft.check_identities(&claims, &identities);
    draft.check_retractions(&mut claims, &identities);
    draft.claims = claims;
}

/// Which claim has which identity: in their order, the first claim of several first.
pub(super) struct Identities(Vec<(Identity, u32)>);

impl Identities {
    fn of(claims: &[ClaimDraft]) -> Self {
        let numbered = claims.iter().zip(0u32..);
        let known = numbered.filter_map(|(claim, at)| Some((claim.identity?, at)));
        let mut known: Vec<_> = known.collect();
        known.par_sort_unstable();
        Self(known)
    }

    /// Returns the first claim with an identity.
    pub(super) fn first(&self, identity: Identity) -> Option<usize> {
        let at = self.0.partition_point(|&(other, _)| other < identity);
        let found = self.0.get(at).filter(|(other, _)| *other == identity);
        found.map(|&(_, claim)| claim as usize)
    }
}

fn repeated_claim(claim: &ClaimDraft, first: &Place) -> Diagnostic {
    claim
        .place
        .finding(Rule::RepeatedClaim, "the same is claimed twice")
        .help("keep one of them, and give it the citations of both: `cite = [\"...\", \"...\"]`")
        .label(&first.document, first.span, "first claimed here")
}

impl Draft {
    /// Tells of claims that are made twice, and when the id that is derived for a claim was chosen
    /// for something else.
    fn check_identities(&mut self, claims: &[ClaimDraft], identities: &Identities) {
        let same = |a: &(Identity, u32), b: &(Identity, u32)| a.0 == b.0;
        for group in identities.0.chunk_by(same).filter(|group| group.len() > 1) {
            let mut claims = group.iter().map(|&(_, at)| &claims[at as usize]);
            let first = claims.next();
            let repeated = claims.zip(first.into_iter().cycle());
            let repeated = repeated.map(|(claim, first)| repeated_claim(claim, &first.place));
            self.findings.extend(repeated);
        }
        for (id, IdUse { place, .. }) in &self.ids {
            let identity = Identity::parse(id);
            let derived = identity.and_then(|identity| identities.first(identity));
            let derived = derived.map(|at| &claims[at]);
            if let Some(claim) = derived.filter(|claim| claim.id.is_none()) {
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
    }
}

/// The following of the references of some claims.
struct Linking<'d> {
    draft: &'d Draft,
    likeness: Likeness,
    findings: Diagnostics,
}

impl<'d> Linking<'d> {
    fn over(draft: &'d Draft) -> Self {
        Self {
            draft,
            likeness: draft.likeness.clone(),
            findings: Diagnostics::default(),
        }
    }

    /// Follows the references of a claim.
    fn link(&mut self, claim: &mut ClaimDraft) {
        let n_findings = self.findings.n_found();
        let place = claim.place.clone();
        if let Some(ObjectDraft::Entity(reference)) = &mut claim.object {
            reference.target = self.entity(&place, reference);
            self.check_object(&place, claim.predicate, reference);
        }
        for citation in &mut claim.citations {
            self.link_citation(&place, citation);
        }
        if let Some(retraction) = &mut claim.retraction {
            self.link_citation(&place, &mut retraction.citation);
        }
        if claim.is_sound && self.findings.n_found() == n_findings {
            claim.identity = identity_of(self.draft, claim);
        }
    }

    fn link_citation(&mut self, place: &Place, citation: &mut CitationDraft) {
        citation.source.target = self.source(place, &citation.source, citation.paragraph);
        for speaker in &mut citation.attributed_to {
            speaker.target = self.entity(place, speaker);
        }
    }

    fn entity(&mut self, place: &Place, reference: &Reference) -> Option<u32> {
        match self.draft.referent(&reference.id) {
            Some(Referent::Entity(at)) => u32::try_from(at).ok(),
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
                let known = self.draft.entities.iter().map(|entity| entity.id.as_str());
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

    fn source(&mut self, place: &Place, reference: &Reference, paragraph: u32) -> Option<u32> {
        let found = match self.draft.referent(&reference.id) {
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
                    .draft
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
        let source = &self.draft.sources[found];
        if let Some(n_paragraphs) = source.n_paragraphs.filter(|&n| paragraph > n) {
            let message = format!("`{}` ends with paragraph {n_paragraphs}", reference.id);
            let finding = finding_at(place, reference, Rule::ParagraphBeyondEnd, message)
                .help("count the lines that hold a non-whitespace character, from 1")
                .label(&source.place.document, source.place.span, "the source");
            self.findings.push(finding);
        }
        u32::try_from(found).ok()
    }

    /// Tells when the object is of a type to which the relation does not lead.
    fn check_object(&mut self, place: &Place, predicate: Predicate, object: &Reference) {
        let Draft {
            vocabulary,
            entities,
            ..
        } = self.draft;
        let (Predicate::Relation(id, direction), Some(at)) = (predicate, object.at()) else {
            return;
        };
        let ends = vocabulary.relation(id).zip(entities[at].type_id);
        let Some((relation, type_id)) = ends else {
            return;
        };
        let (_, wanted) = relation.ends_towards(direction);
        if vocabulary.is_a(type_id, wanted) {
            return;
        }
        let name = relation.key_towards(direction);
        let message = format!(
            "`{name}` leads to `{}`, and `{}` is of the type `{}`",
            vocabulary.type_name(wanted),
            object.id,
            vocabulary.type_name(type_id),
        );
        let finding = finding_at(place, object, Rule::EndsDoNotFit, message)
            .help("write the id of another entity, or choose another relation");
        self.findings.push(finding);
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
