//! Was a claim withdrawn, where does it say so, and which claim replaces it?

use super::draft::{ClaimDraft, Draft, Reference, Referent, RetractionDraft};
use super::references::{Identities, finding_at, noun, suggest};
use crate::document::{Diagnostic, Item, Rule, Words};
use crate::model::{Identity, PartialDate, Stance};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

const RETRACTION_KEYS: [&str; 3] = ["cite", "reason", "corrected-by"];

const OWNER: &str = "a retraction";

const FORM: &str = "write where it is withdrawn and why: \
                    `retracted = { cite = \"doc-004#5\", reason = \"...\" }`";

/// Returns the finding that a status says that a claim was withdrawn, and nothing more.
pub(super) fn bare_retraction(status: Item<'_>) -> Diagnostic {
    let message = "a status does not tell where and why a claim was withdrawn";
    let help = format!("{FORM}, and leave the status as it was before");
    status.finding(Rule::BareRetraction, message).help(help)
}

impl Draft {
    /// Returns the retraction of a claim, or tells what is wrong with it.
    pub(super) fn retraction(&mut self, item: Item<'_>) -> Option<RetractionDraft> {
        let Some(row) = item.row() else {
            self.findings.push(item.mismatch("a table").help(FORM));
            return None;
        };
        for entry in row.entries() {
            if !RETRACTION_KEYS.contains(&entry.key) {
                self.tell_unknown_key(entry, OWNER, &RETRACTION_KEYS);
            }
        }
        let cite = row.required("cite", OWNER, &mut self.findings);
        let citation = cite.and_then(|item| self.citation(item));
        let reason = row.required("reason", OWNER, &mut self.findings);
        let reason = reason.and_then(|item| item.text(Words::Prose, &mut self.findings));
        let correction = row.item("corrected-by");
        let correction = correction.and_then(|item| self.reference(item));
        if let Some((cite, citation)) = cite.zip(citation.as_ref())
            && citation.stance == Stance::Denies
        {
            let message = "a passage that denies the retraction withdraws nothing";
            let help = "leave the stance out, or delete the retraction";
            let finding = cite.finding(Rule::WrongValue, message).help(help);
            self.findings.push(finding);
        }
        Some(RetractionDraft {
            citation: citation?,
            reason: reason?,
            correction,
        })
    }

    /// Finds the claims that replace others, and tells of retractions that cannot be so.
    ///
    /// The references of the claims were followed, except those to other claims.
    pub(super) fn check_retractions(&mut self, claims: &mut [ClaimDraft], identities: &Identities) {
        let is_whole = claims.iter().all(|claim| claim.identity.is_some());
        let mut corrections = Vec::new();
        for (at, claim) in claims.iter().enumerate() {
            let Some(retraction) = &claim.retraction else {
                continue;
            };
            self.check_date(claim, retraction);
            let Some(reference) = &retraction.correction else {
                continue;
            };
            // What is wrong with the citation of the retraction was told.
            if retraction.citation.source.target.is_none() {
                continue;
            }
            let derived = Identity::parse(&reference.id);
            let derived = derived.filter(|_| self.referent(&reference.id).is_none());
            let found = derived.and_then(|identity| identities.first(identity));
            let correction = match found.filter(|&at| claims[at].id.is_none()) {
                Some(at) => Some(at),
                // It may be the id of a claim with which something is wrong.
                None if derived.is_some() && !is_whole => None,
                None => self.claim_named(claim, reference, claims),
            };
            corrections.extend(correction.map(|correction| (at, correction)));
        }
        for (at, correction) in corrections {
            let retraction = claims[at].retraction.as_mut();
            if let Some(reference) = retraction.and_then(|it| it.correction.as_mut()) {
                reference.target = u32::try_from(correction).ok();
            }
        }
        self.check_cycles(claims);
    }

    /// Returns the claim that has an id of somebody's choice, or tells that there is none.
    fn claim_named(
        &mut self,
        claim: &ClaimDraft,
        reference: &Reference,
        claims: &[ClaimDraft],
    ) -> Option<usize> {
        let finding = |message| finding_at(&claim.place, reference, Rule::DanglingClaim, message);
        match self.referent(&reference.id) {
            Some(Referent::Claim(at)) => Some(at),
            Some(Referent::Broken | Referent::Several) => None,
            Some(referent) => {
                let message = format!("`{}` is {}, not a claim", reference.id, noun(referent));
                let help = "write the id of the claim that replaces this one";
                self.findings.push(finding(message).help(help));
                None
            }
            None => {
                let message = format!("there is no claim `{}`", reference.id);
                let help = match Identity::parse(&reference.id) {
                    Some(_) => "such an id changes with what its claim says; give that claim one \
                                of your choice"
                        .to_owned(),
                    None => format!("give that claim a line `id = \"{}\"`", reference.id),
                };
                let known = claims.iter().filter_map(|claim| claim.id.as_deref());
                let suggestion = suggest(&mut self.likeness, reference, known);
                let finding = finding(message).help(help).maybe_help(suggestion);
                self.findings.push(finding);
                None
            }
        }
    }

    /// Tells when a claim is withdrawn by a source that was published before all that claim it.
    fn check_date(&mut self, claim: &ClaimDraft, retraction: &RetractionDraft) {
        let published = |at: usize| self.sources[at].source.as_ref().map(|s| s.published);
        let sources = claim.citations.iter().map(|citation| citation.source.at());
        let said = sources.flatten();
        let said = said.filter_map(|source| Some((published(source)?, source)));
        let first = said.min_by_key(|(published, _)| published.earliest());
        let withdrawn = retraction.citation.source.at();
        let withdrawn = withdrawn.and_then(published);
        let Some(((said, source), withdrawn)) = first.zip(withdrawn) else {
            return;
        };
        if withdrawn.latest() < said.earliest() {
            let finding = before_said(claim, retraction, withdrawn, said);
            let place = &self.sources[source].place;
            let label = format!("published {said}");
            let finding = finding.label(&place.document, place.span, label);
            self.findings.push(finding);
        }
    }

    /// Tells of claims that replace one another in a circle.
    fn check_cycles(&mut self, claims: &[ClaimDraft]) {
        let correction = |at: usize| {
            let retraction = claims[at].retraction.as_ref()?;
            retraction.correction.as_ref()?.at()
        };
        let mut walked: HashMap<usize, usize> = HashMap::new();
        for start in 0..claims.len() {
            let mut next = correction(start).map(|_| start);
            while let Some(at) = next {
                next = match walked.entry(at) {
                    Entry::Vacant(slot) => {
                        slot.insert(start);
                        correction(at)
                    }
                    Entry::Occupied(walk) => {
                        if *walk.get() == start {
                            let other = correction(at).filter(|&other| other != at);
                            self.findings
                                .extend(circle(&claims[at], other.map(|other| &claims[other])));
                        }
                        None
                    }
                };
            }
        }
    }
}

fn before_said(
    claim: &ClaimDraft,
    retraction: &RetractionDraft,
    withdrawn: PartialDate,
    said: PartialDate,
) -> Diagnostic {
    let source = &retraction.citation.source;
    let message = format!(
        "`{}` was published {withdrawn}, and the first source of the claim {said}",
        source.id
    );
    finding_at(&claim.place, source, Rule::RetractedBeforeSaid, message)
        .help("cite the source that withdraws it, or add the earlier citation of the claim")
}

/// Returns the finding about a claim that is replaced by `other`, which leads back to it, or by
/// itself when there is no other.
fn circle(claim: &ClaimDraft, other: Option<&ClaimDraft>) -> Option<Diagnostic> {
    let reference = claim.retraction.as_ref()?.correction.as_ref()?;
    let finding = |message| finding_at(&claim.place, reference, Rule::CorrectionCycle, message);
    Some(match other {
        None => finding("this claim is corrected by itself")
            .help("write the id of the claim that replaces it, or leave `corrected-by` out"),
        Some(other) => finding("the claim that replaces this one leads back to it")
            .help("leave `corrected-by` out of the claim that was withdrawn last")
            .label(
                &other.place.document,
                other.place.span,
                "the one that replaces it",
            ),
    })
}
