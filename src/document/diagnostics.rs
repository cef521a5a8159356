//! What is wrong, and how much more of it is there than anybody reads?

use super::diagnostic::{Diagnostic, Severity};
use std::ops::{Deref, DerefMut};

/// The most findings that are kept.
const MOST_KEPT: usize = 10_000;

/// What is wrong: the first findings, as a list, and how many there are beyond them.
#[derive(Debug, Clone, Default)]
pub struct Diagnostics {
    kept: Vec<Diagnostic>,
    /// How many errors and how many others are not kept.
    n_left_out: [usize; 2],
}

impl Diagnostics {
    /// Adds a finding.
    pub fn push(&mut self, finding: Diagnostic) {
        match self.kept.len() < MOST_KEPT {
            true => self.kept.push(finding),
            false => self.leave_out(&finding),
        }
    }

    /// Adds all findings of others.
    pub fn append(&mut self, others: &mut Self) {
        self.extend(others.kept.drain(..));
        for (n, more) in self.n_left_out.iter_mut().zip(&mut others.n_left_out) {
            *n += std::mem::take(more);
        }
    }

    /// Returns how many there are, those that are not kept included.
    pub fn n_found(&self) -> usize {
        self.kept.len() + self.n_left_out.iter().sum::<usize>()
    }

    /// Returns how many there are of a severity, those that are not kept included.
    pub fn n_of(&self, severity: Severity) -> usize {
        let kept = self.kept.iter().filter(|it| it.severity() == severity);
        let left_out = match severity {
            Severity::Error => self.n_left_out[0],
            Severity::Warning => self.n_left_out[1],
            Severity::Note => 0,
        };
        kept.count() + left_out
    }

    /// Puts those that are kept in the order of files and lines.
    pub fn sort(&mut self) {
        self.kept.sort_by(|a, b| a.order().cmp(&b.order()));
    }

    fn leave_out(&mut self, finding: &Diagnostic) {
        self.n_left_out[usize::from(finding.severity() != Severity::Error)] += 1;
    }
}

impl Deref for Diagnostics {
    type Target = [Diagnostic];

    fn deref(&self) -> &[Diagnostic] {
        &self.kept
    }
}

impl DerefMut for Diagnostics {
    fn deref_mut(&mut self) -> &mut [Diagnostic] {
        &mut self.kept
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, findings: I) {
        findings.into_iter().for_each(|finding| self.push(finding));
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(findings: I) -> Self {
        let mut gathered = Self::default();
        gathered.extend(findings);
        gathered
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Document, Rule};
    use std::sync::Arc;

    #[test]
    fn what_is_not_kept_is_counted() {
        let document = Arc::new(Document::new("x", ""));
        let finding = |rule| Diagnostic::about(rule, &document, "it is wrong");
        let mut findings = Diagnostics::default();
        let mut others = Diagnostics::default();
        for _ in 0..MOST_KEPT {
            findings.push(finding(Rule::NoCitation));
            others.push(finding(Rule::DoubtfulClaim));
        }
        others.push(finding(Rule::NoCitation));
        findings.append(&mut others);
        assert_eq!(findings.len(), MOST_KEPT);
        assert_eq!(findings.n_found(), 2 * MOST_KEPT + 1);
        assert_eq!(findings.n_of(Severity::Error), MOST_KEPT + 1);
        assert_eq!(findings.n_of(Severity::Warning), MOST_KEPT);
        assert_eq!(others.n_found(), 0);
    }
}
