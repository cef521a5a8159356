//! How does each citation stand against the text of its document?

use super::text::{Absence, Texts};
use crate::dataset::Dataset;
use crate::model::{ClaimIdRef, Digest, SourceIx};
use std::fmt;

/// How a cited paragraph stands against the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// It stands where it stood, word for word.
    Match,
    /// It stands elsewhere in the same document.
    Moved {
        /// The paragraph where it stands, the nearest one when there are several.
        to: u32,
    },
    /// Another text stands in its place, and it stands nowhere else.
    Changed,
    /// There is nothing to compare.
    Missing(Absence),
}

impl State {
    /// The names of all states, in the order in which they are counted.
    pub const NAMES: [&str; 4] = ["match", "moved", "changed", "missing"];

    /// Returns the name of the state.
    pub fn name(&self) -> &'static str {
        Self::NAMES[self.rank()]
    }

    fn rank(&self) -> usize {
        match self {
            Self::Match => 0,
            Self::Moved { .. } => 1,
            Self::Changed => 2,
            Self::Missing(_) => 3,
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Match | Self::Changed => f.write_str(self.name()),
            Self::Moved { to } => write!(f, "moved to paragraph {to}"),
            Self::Missing(absence) => write!(f, "missing: {absence}"),
        }
    }
}

/// What was found about one citation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict<'d> {
    /// The id of the claim that has the citation.
    pub claim: ClaimIdRef<'d>,
    /// The source, as a position in the dataset.
    pub source: SourceIx,
    /// The paragraph that is cited.
    pub paragraph: u32,
    /// How it stands.
    pub state: State,
}

/// How many citations are in each state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally([usize; State::NAMES.len()]);

impl Tally {
    /// Counts verdicts.
    pub fn of(verdicts: &[Verdict<'_>]) -> Self {
        let mut tally = Self::default();
        for verdict in verdicts {
            tally.0[verdict.state.rank()] += 1;
        }
        tally
    }

    /// Returns the name of each state with its count.
    pub fn counts(self) -> [(&'static str, usize); State::NAMES.len()] {
        std::array::from_fn(|at| (State::NAMES[at], self.0[at]))
    }

    /// Returns the number of citations.
    pub fn total(self) -> usize {
        self.0.iter().sum()
    }

    /// Returns whether every citation matches.
    pub fn is_clean(self) -> bool {
        self.0[0] == self.total()
    }
}

/// Compares every citation of a story with the texts, in the order of source, paragraph and claim.
///
/// Each text is read once, and only its digests are kept.
pub fn verify<'d>(dataset: &'d Dataset, texts: &Texts) -> Vec<Verdict<'d>> {
    let sources = dataset.sources.iter();
    let read: Vec<_> = sources.map(|source| texts.digests_of(source)).collect();
    let cited = dataset.claims.iter().flat_map(|claim| {
        let places = claim.cited();
        places.map(move |citation| (citation.source, citation.paragraph, claim.id()))
    });
    let mut cited: Vec<_> = cited.collect();
    cited.sort_unstable();
    let verdict = |(source, paragraph, claim): (SourceIx, u32, ClaimIdRef<'d>)| {
        let at = source.0 as usize;
        let kept = dataset.sources[at].paragraphs.digest(paragraph);
        Verdict {
            claim,
            source,
            paragraph,
            state: match (&read[at], kept) {
                (Ok(found), Some(kept)) => compare(paragraph, kept, found),
                (Err(absence), _) => State::Missing(absence.clone()),
                (Ok(_), None) => State::Missing(Absence::NoDigests),
            },
        }
    };
    cited.into_iter().map(verdict).collect()
}

/// Returns how a paragraph stands whose digest was kept, when the text has these.
fn compare(paragraph: u32, kept: Digest, found: &[Digest]) -> State {
    let same = (1..)
        .zip(found)
        .filter(|&(_, digest)| *digest == kept)
        .map(|(n, _)| n);
    match same.min_by_key(|n: &u32| n.abs_diff(paragraph)) {
        Some(n) if n == paragraph => State::Match,
        Some(to) => State::Moved { to },
        None if paragraph as usize <= found.len() => State::Changed,
        None => State::Missing(Absence::NoParagraph {
            n_paragraphs: found.len(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digests(paragraphs: &[&str]) -> Vec<Digest> {
        paragraphs.iter().map(|text| Digest::of(text)).collect()
    }

    #[test]
    fn a_paragraph_that_stands_twice_matches_where_it_is_cited() {
        let found = digests(&["a", "b", "a"]);
        assert_eq!(compare(1, Digest::of("a"), &found), State::Match);
        assert_eq!(compare(3, Digest::of("a"), &found), State::Match);
    }

    #[test]
    fn a_paragraph_that_moved_is_found_at_the_nearest_place() {
        let found = digests(&["a", "b", "c", "c", "a"]);
        let moved = |paragraph| compare(paragraph, Digest::of("a"), &found);
        assert_eq!(moved(2), State::Moved { to: 1 });
        assert_eq!(moved(4), State::Moved { to: 5 });
        assert_eq!(moved(3), State::Moved { to: 1 });
        assert_eq!(moved(9), State::Moved { to: 5 });
    }

    #[test]
    fn a_paragraph_is_missing_only_beyond_the_end() {
        let found = digests(&["a", "b"]);
        assert_eq!(compare(2, Digest::of("c"), &found), State::Changed);
        assert_eq!(
            compare(3, Digest::of("c"), &found),
            State::Missing(Absence::NoParagraph { n_paragraphs: 2 })
        );
    }
}
