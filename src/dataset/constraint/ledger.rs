//! How are the constraints of an ontology checked, and what becomes of their breaches?

use super::facts::Facts;
use super::range::{self, Range};
use super::{WrittenLimits, end, exclusive, qualifier, steps};
use crate::dataset::Dataset;
use crate::dataset::draft::Place;
use crate::document::{Diagnostic, Diagnostics, Rule, Severity};
use crate::model::{Breach, ClaimIx};
use crate::ontology::{Constraint, ConstraintId, ConstraintKind};

/// The most other claims that a finding shows.
const MOST_SHOWN: usize = 4;

/// Checks the constraints of a dataset whose claims stand at these places.
///
/// Every breach of an error or a warning becomes a finding; those of a warning are kept in the
/// dataset as well, and all are counted there. There is no dataset when an error is broken.
pub(in crate::dataset) fn check(
    mut dataset: Dataset,
    limits: &WrittenLimits,
    places: &[Place],
    findings: &mut Diagnostics,
) -> Option<Dataset> {
    let facts = Facts {
        dataset: &dataset,
        limits,
    };
    let mut is_sound = true;
    let mut warnings = Vec::new();
    let mut n_breaches = Vec::new();
    for (id, constraint) in dataset.ontology.constraints_with_ids() {
        let mut ledger = Ledger::new(id, constraint.severity);
        examine(facts, id, constraint, &mut ledger);
        let told = ledger.breaches.iter();
        findings.extend(told.map(|breach| finding(constraint, breach, places)));
        n_breaches.push(ledger.n_breaches);
        is_sound &= constraint.severity != Severity::Error || ledger.n_breaches == 0;
        warnings.append(&mut ledger.breaches);
    }
    dataset.warnings = warnings;
    dataset.n_breaches = n_breaches;
    is_sound.then_some(dataset)
}

fn examine(facts: Facts<'_>, id: ConstraintId, constraint: &Constraint, ledger: &mut Ledger) {
    match &constraint.kind {
        ConstraintKind::StepOrder { after } => steps::order(facts, after, ledger),
        ConstraintKind::EarlierStep { kinds, needs } => {
            steps::earlier(facts, kinds, needs, ledger);
        }
        ConstraintKind::End { end, date, acts } => end::check(facts, *end, *date, acts, ledger),
        ConstraintKind::Exclusive { of } => exclusive::check(facts, of, ledger),
        ConstraintKind::RequiredQualifier { of, qualifier } => {
            qualifier::check(facts, *of, *qualifier, ledger);
        }
        &ConstraintKind::Range {
            of,
            qualifier,
            minimum,
            maximum,
        } => {
            let range = Range {
                constraint: id,
                of,
                qualifier,
                minimum,
                maximum,
            };
            range::check(facts, range, ledger);
        }
    }
}

/// The breaches of one constraint.
pub(super) struct Ledger {
    constraint: ConstraintId,
    severity: Severity,
    /// The breaches, unless they are only counted.
    breaches: Vec<Breach>,
    n_breaches: usize,
}

impl Ledger {
    fn new(constraint: ConstraintId, severity: Severity) -> Self {
        Self {
            constraint,
            severity,
            breaches: Vec::new(),
            n_breaches: 0,
        }
    }

    /// Notes a breach: the claims, the one to look at first at the beginning, and how they break
    /// the constraint.
    pub(super) fn tell(&mut self, claims: Vec<ClaimIx>, text: impl FnOnce() -> String) {
        self.n_breaches += 1;
        if self.severity != Severity::Note {
            self.breaches.push(Breach {
                constraint: self.constraint,
                claims,
                text: text(),
            });
        }
    }
}

/// Returns what is told of a breach.
fn finding(constraint: &Constraint, breach: &Breach, places: &[Place]) -> Diagnostic {
    let rule = match constraint.severity {
        Severity::Error => Rule::BrokenConstraint,
        Severity::Warning | Severity::Note => Rule::DoubtfulClaim,
    };
    let message = format!("`{}`: {}", constraint.key, breach.text);
    let mut help = format!("{} {}", constraint.description, remedy(&constraint.kind));
    if constraint.severity == Severity::Warning {
        help.push_str(" Where the sources disagree, leave it so.");
    }
    let mut places = breach.claims.iter().map(|at| &places[at.0 as usize]);
    let first = places.next().expect("a breach has at least one claim");
    let finding = first.finding(rule, message).help(help);
    places.take(MOST_SHOWN).fold(finding, |finding, place| {
        finding.label(&place.document, place.span, "this belongs to it")
    })
}

/// Returns how a breach is mended, as a sentence.
fn remedy(kind: &ConstraintKind) -> &'static str {
    match kind {
        ConstraintKind::StepOrder { .. } => {
            "Correct the kinds, the dates or the order of the steps."
        }
        ConstraintKind::EarlierStep { .. } => {
            "Add the earlier step, or say whom it concerns and to which case it belongs."
        }
        ConstraintKind::End { .. } => "Correct one of the dates.",
        ConstraintKind::Exclusive { .. } => {
            "Say with `valid` when each was so, or with `retracted` which one was withdrawn."
        }
        ConstraintKind::RequiredQualifier { .. } => "Add the qualifier.",
        ConstraintKind::Range { .. } => {
            "Correct what is mistaken, or say with `retracted` what was withdrawn."
        }
    }
}
