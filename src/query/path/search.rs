//! Which paths lead from one entity to another?
//!
//! Paths are walked in the order of their lengths: first all of the shortest length, then those
//! with one hop more. Of the same length, those come first whose first hop leads to the smaller
//! id, then whose first relation stands first in the ontology, then so on along the path.

use super::condition::{PathFilter, Verdicts};
use super::distance::Distances;
use super::hop::{Hop, Path};
use super::via::Via;
use super::walk::{Place, Walk};
use crate::graph::GraphView;
use crate::model::EntityIx;
use crate::query::budget::{Budget, Cut};
use crate::query::findings::Findings;
use crate::query::list::Relations;
use std::fmt::Write as _;

/// The most hops of a path.
pub const MAX_LENGTH: u8 = 20;

/// The most paths that one search finds.
pub const MAX_PATHS: usize = 10_000;

/// Which paths are searched for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// The first of the shortest ones.
    Shortest,
    /// All of the shortest ones.
    AllShortest,
    /// All that are not too long.
    Simple,
    /// The first so many.
    KShortest,
}

impl Mode {
    /// Every mode with its spelling and its meaning.
    pub const ALL: [(Self, &str, &str); 4] = [
        (
            Self::Shortest,
            "shortest",
            "One path: the first of the shortest ones.",
        ),
        (
            Self::AllShortest,
            "all_shortest",
            "All paths of the shortest length.",
        ),
        (
            Self::Simple,
            "simple",
            "All paths that are no longer than `maxLength`.",
        ),
        (
            Self::KShortest,
            "k_shortest",
            "As many of the shortest paths as `k` says.",
        ),
    ];
}

/// What is searched for.
#[derive(Debug, Clone, Copy)]
pub struct Search<'q> {
    /// The relations that count.
    pub relations: &'q Relations,
    /// The expression that a path has to obey, if there is one.
    pub via: Option<&'q Via>,
    /// The conditions on what a path passes.
    pub filter: &'q PathFilter,
    /// Which paths are wanted.
    pub mode: Mode,
    /// How many, for [`Mode::KShortest`].
    pub k: usize,
    /// The most hops of a path.
    pub max_length: u8,
}

/// The paths that were found, in their order.
#[derive(Debug, Clone)]
pub struct Paths {
    pub(in crate::query) findings: Findings<Path>,
    cut: Option<Cut>,
}

impl Paths {
    /// Returns the path at a position.
    pub fn get(&self, at: u32) -> Option<&Path> {
        self.findings.get(at)
    }

    /// Returns what ended the search before all paths were found, when something did.
    pub fn cut(&self) -> Option<Cut> {
        self.cut
    }
}

/// Searches for paths between two entities; there are none when there is no such entity.
pub fn paths(
    seen: GraphView<'_>,
    ends: Option<(EntityIx, EntityIx)>,
    search: &Search<'_>,
    budget: Budget,
) -> Paths {
    let Some((from, to)) = ends else {
        let findings = Findings::new(String::new(), Vec::new());
        return Paths {
            findings,
            cut: None,
        };
    };
    let verdicts = Verdicts::between(search.filter, &[from, to]);
    let mut seeker = Seeker {
        walk: Walk {
            seen,
            relations: search.relations,
            via: search.via,
            verdicts: &verdicts,
        },
        from,
        to,
        budget,
        hops: Vec::new(),
        goes_on: false,
        found: Vec::new(),
        wanted: match search.mode {
            Mode::Shortest => 1,
            Mode::KShortest => search.k.min(MAX_PATHS),
            Mode::AllShortest | Mode::Simple => usize::MAX,
        },
    };
    let cut = match seeker.seek(search) {
        Err(End::Cut(cut)) => Some(cut),
        Ok(()) | Err(End::Enough) => None,
    };
    Paths {
        findings: Findings::new(question(seen, (from, to), search), seeker.found),
        cut,
    }
}

fn question(seen: GraphView<'_>, (from, to): (EntityIx, EntityIx), search: &Search<'_>) -> String {
    let graph = seen.graph();
    let (_, mode, _) = Mode::ALL[search.mode as usize];
    let via = search.via.map_or("", Via::text);
    let mut question = format!("{} {} {mode} {via}", graph.id(from), graph.id(to));
    let Relations { types, direction } = search.relations;
    for relation in types {
        let _ = write!(question, " {}", graph.ontology().relation(*relation).key);
    }
    let (k, most) = (search.k, search.max_length);
    let _ = write!(
        question,
        " {direction:?} {k} {most} {}",
        search.filter.question
    );
    question
}

/// Why a search ends.
enum End {
    /// What was wanted is found.
    Enough,
    /// A limit was hit.
    Cut(Cut),
}

impl From<Cut> for End {
    fn from(cut: Cut) -> Self {
        Self::Cut(cut)
    }
}

/// A search under way.
struct Seeker<'w> {
    walk: Walk<'w>,
    from: EntityIx,
    to: EntityIx,
    budget: Budget,
    /// The hops of the path that is being walked.
    hops: Vec<Hop>,
    /// Whether some path may be longer than those that were walked.
    goes_on: bool,
    found: Vec<Path>,
    /// How many paths are enough.
    wanted: usize,
}

impl Seeker<'_> {
    fn seek(&mut self, search: &Search<'_>) -> Result<(), End> {
        let (ends, most) = ((self.from, self.to), search.max_length);
        let between = Distances::between(&self.walk, ends, most, &self.budget)?;
        let Some((shortest, mut distances)) = between else {
            return Ok(());
        };
        if self.wanted == 0 {
            return Ok(());
        }
        for length in shortest..=most {
            self.goes_on = false;
            if length > shortest {
                distances.prepare(length, &self.walk, &self.budget)?;
            }
            self.go_on((self.from, 0), length, &distances)?;
            let is_enough = search.mode == Mode::AllShortest && !self.found.is_empty();
            let is_last = length > shortest && !self.goes_on;
            // From an entity to itself leads nothing but standing still.
            if is_enough || is_last || self.from == self.to {
                break;
            }
        }
        Ok(())
    }

    /// Walks on from a place along all paths that have so many hops.
    fn go_on(&mut self, place: Place, length: u8, distances: &Distances) -> Result<(), End> {
        let left = usize::from(length) - self.hops.len();
        if left == 0 {
            return self.keep();
        }
        let mut onward = Vec::new();
        let Self {
            walk,
            budget,
            hops,
            goes_on,
            ..
        } = self;
        let (from, to) = (self.from, self.to);
        walk.onward(place, budget, |hop, next| {
            let Some(distance) = distances.at_least(next) else {
                return Ok(());
            };
            let other = hop.to();
            let is_end = other == to;
            let is_met = other == from || hops.iter().any(|hop| hop.to() == other);
            if is_met || (is_end && left > 1) {
                return Ok(());
            }
            if usize::from(distance) >= left {
                *goes_on = true;
            } else if walk.admits(&hop, budget)? {
                onward.push((hop, next));
            }
            Ok(())
        })?;
        onward.sort_unstable_by_key(|(hop, _)| hop.rank());
        for (hop, next) in onward {
            self.hops.push(hop);
            let walked = self.go_on(next, length, distances);
            self.hops.pop();
            walked?;
        }
        Ok(())
    }

    fn keep(&mut self) -> Result<(), End> {
        if self.found.len() == MAX_PATHS {
            return Err(End::Cut(Cut::Found));
        }
        self.found.push(Path {
            from: self.from,
            hops: self.hops.clone(),
        });
        if self.found.len() == self.wanted {
            return Err(End::Enough);
        }
        Ok(())
    }
}
