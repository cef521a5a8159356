//! Are the paths those that a plain enumeration finds, whatever the graph, the view and the
//! expression?

use crate::view::properties::{
    Content, DATES, N_ENTITIES, N_SOURCES, PERIODS, STATUSES, Said, built, said, view,
};
use crate::view::reference::Reference;
use proptest::prelude::*;
use proptest::sample::select;
use std::collections::BTreeSet;
use throughline::graph::{Certainty, KnowledgeGraph, View, Visible};
use throughline::model::{Assertion, ClaimRef, EntityIx, SourceIx, Stance, Status};
use throughline::ontology::{Direction, RelationId};
use throughline::query::{
    Budget, Mode, PathFilter, Paths, Relations, Search, Via, co_temporal, paths, survives_without,
};

/// A hop: where it leads, and along which relation.
pub(crate) type Step = (EntityIx, RelationId, Direction);

/// Hops, each with where it starts.
pub(crate) type Hops = BTreeSet<(EntityIx, Step)>;

/// A regular path expression.
#[derive(Debug, Clone)]
pub(super) enum Pattern {
    Step(&'static str),
    Inverse(Box<Pattern>),
    Sequence(Vec<Pattern>),
    Alternative(Vec<Pattern>),
    Repetition(Box<Pattern>, usize, Option<usize>),
}

pub(super) fn pattern() -> impl Strategy<Value = Pattern> {
    let name = select(&["touches", "touchedBy", "shades", "shaded-by"][..]);
    name.prop_map(Pattern::Step)
        .prop_recursive(2, 6, 3, |inner| {
            let several = || proptest::collection::vec(inner.clone(), 1..4);
            prop_oneof![
                inner.clone().prop_map(|of| Pattern::Inverse(of.into())),
                several().prop_map(Pattern::Sequence),
                several().prop_map(Pattern::Alternative),
                (inner.clone(), 0..3_usize, proptest::option::of(1..3_usize)).prop_map(
                    |(of, least, more)| {
                        Pattern::Repetition(of.into(), least, more.map(|more| least + more))
                    }
                ),
            ]
        })
}

impl Pattern {
    pub(super) fn text(&self) -> String {
        let joined = |parts: &[Self], by: &str| {
            let parts: Vec<String> = parts.iter().map(Self::text).collect();
            format!("({})", parts.join(by))
        };
        match self {
            Self::Step(name) => (*name).to_owned(),
            Self::Inverse(of) => format!("^({})", of.text()),
            Self::Sequence(parts) => joined(parts, "/"),
            Self::Alternative(parts) => joined(parts, " | "),
            Self::Repetition(of, 0, None) => format!("({})*", of.text()),
            Self::Repetition(of, 1, None) => format!("({})+", of.text()),
            Self::Repetition(of, 0, Some(1)) => format!("({})?", of.text()),
            Self::Repetition(of, least, None) => format!("({}){{{least},}}", of.text()),
            Self::Repetition(of, least, Some(most)) => {
                format!("({}){{{least},{most}}}", of.text())
            }
        }
    }

    /// Returns how many steps from a place on the pattern can stand for, for each way to read it.
    fn ends(&self, steps: &[(RelationId, Direction)], from: usize) -> BTreeSet<usize> {
        match self {
            Self::Step(name) => {
                let wanted = match *name {
                    "touches" => (RelationId(0), Direction::Forward),
                    "touchedBy" => (RelationId(0), Direction::Inverse),
                    "shades" => (RelationId(1), Direction::Forward),
                    _ => (RelationId(1), Direction::Inverse),
                };
                let fits = steps.get(from) == Some(&wanted);
                fits.then_some(from + 1).into_iter().collect()
            }
            Self::Inverse(of) => {
                // The way of the inverse is the way of the pattern, walked from its end.
                let turned = steps.iter().rev();
                let turned: Vec<_> = turned
                    .map(|&(relation, direction)| (relation, direction.opposite()))
                    .collect();
                let n = steps.len();
                let from_end = |end: usize| of.ends(&turned, n - end).contains(&(n - from));
                (from..=n).filter(|&end| from_end(end)).collect()
            }
            Self::Sequence(parts) => parts.iter().fold(BTreeSet::from([from]), |ends, part| {
                ends.into_iter()
                    .flat_map(|end| part.ends(steps, end))
                    .collect()
            }),
            Self::Alternative(parts) => parts
                .iter()
                .flat_map(|part| part.ends(steps, from))
                .collect(),
            Self::Repetition(of, least, most) => {
                let most = most.unwrap_or(least + steps.len());
                let (mut found, mut ends) = (BTreeSet::new(), BTreeSet::from([from]));
                for n in 0..=most {
                    if n >= *least {
                        found.extend(&ends);
                    }
                    ends = ends
                        .into_iter()
                        .flat_map(|end| of.ends(steps, end))
                        .collect();
                }
                found
            }
        }
    }

    pub(super) fn fits(&self, path: &[Step]) -> bool {
        let steps: Vec<_> = path
            .iter()
            .map(|&(_, relation, towards)| (relation, towards))
            .collect();
        self.ends(&steps, 0).contains(&steps.len())
    }
}

impl Reference<'_> {
    /// Returns whether somebody whose source is read says what a claim says.
    fn says(&self, claim: ClaimRef<'_>) -> bool {
        let mut citations = claim.citations();
        claim.status() != Status::Denied
            && !self.is_retracted(claim)
            && citations.any(|c| self.reads(c.source) && c.stance != Stance::Denies)
    }

    /// Returns every hop that somebody says there is, each once.
    pub(crate) fn hops(&self) -> Hops {
        let mut hops = BTreeSet::new();
        for (_, claim) in self.claims() {
            if let Assertion::Relation { relation, object } = claim.assertion()
                && self.says(claim)
            {
                hops.insert((claim.subject(), (object, relation, Direction::Forward)));
                hops.insert((object, (claim.subject(), relation, Direction::Inverse)));
            }
        }
        hops
    }

    /// Returns all paths along some hops, in the order of their lengths, then of what they meet.
    pub(super) fn paths(
        &self,
        from: EntityIx,
        to: EntityIx,
        most: usize,
        hops: &Hops,
    ) -> Vec<Vec<Step>> {
        let mut level = vec![Vec::new()];
        let mut found = Vec::new();
        for _ in 0..=most {
            let end = |path: &[Step]| path.last().map_or(from, |step| step.0);
            found.extend(level.iter().filter(|path| end(path) == to).cloned());
            let mut next = Vec::new();
            for path in level.iter().filter(|path| end(path) != to) {
                for (_, step) in hops.iter().filter(|(at, _)| *at == end(path)) {
                    if step.0 != from && path.iter().all(|met: &Step| met.0 != step.0) {
                        next.push([path.as_slice(), &[*step]].concat());
                    }
                }
            }
            level = next;
        }
        found.sort_by(|a, b| (a.len(), a).cmp(&(b.len(), b)));
        found
    }

    /// Asks every day of some years whether all hops held.
    fn co_temporal(&self, from: EntityIx, path: &[Step]) -> Certainty {
        let days = (2019..=2023).flat_map(|year| {
            (1..=12).flat_map(move |month| (1..=31).map(move |day| (year, month, day)))
        });
        let days =
            days.filter_map(|(y, m, d)| throughline::model::PartialDate::new(y, Some(m), Some(d)));
        let held = |on| {
            let day = Reference {
                graph: self.graph,
                view: View {
                    valid_at: Some(on),
                    ..self.view.clone()
                },
            };
            let mut at = from;
            let hops = path.iter().map(|&(other, relation, direction)| {
                let ends = match direction {
                    Direction::Forward => (at, other),
                    Direction::Inverse => (other, at),
                };
                at = other;
                let claims = self.claims().into_iter().map(|(_, claim)| claim);
                let behind = claims.filter(|claim| match claim.assertion() {
                    Assertion::Relation {
                        relation: of,
                        object,
                    } => (claim.subject(), object) == ends && of == relation && self.says(*claim),
                    Assertion::Attribute { .. } => false,
                });
                behind
                    .filter_map(|claim| day.certainty(claim))
                    .max()
                    .unwrap_or(Certainty::No)
            });
            hops.min().unwrap_or(Certainty::Yes)
        };
        days.map(held).max().unwrap_or(Certainty::No)
    }
}

pub(crate) fn links()
-> impl Strategy<Value = (Vec<&'static str>, std::collections::BTreeMap<Content, Said>)> {
    let relation = select(&["touches", "shades"][..]);
    let says = (relation, 0..N_ENTITIES).prop_map(|(of, n)| format!("{of} to \"e{n}\""));
    let period = proptest::option::of(select(&PERIODS[..]));
    let content = (0..N_ENTITIES, says, period, select(&STATUSES[..]));
    let published = proptest::collection::vec(select(&DATES[..]), N_SOURCES);
    (
        published,
        proptest::collection::btree_map(content, said(), 5..30),
    )
}

fn steps_of(found: &Paths) -> Vec<Vec<Step>> {
    let paths = (0..).map_while(|at| found.get(at));
    let step = |hop: &throughline::query::Hop| (hop.to(), hop.relation, hop.direction);
    paths
        .map(|path| path.hops.iter().map(step).collect())
        .collect()
}

/// Compares all modes of a search with the paths that there are.
fn check(
    graph: &KnowledgeGraph,
    view: &View,
    (from, to): (EntityIx, EntityIx),
    pattern: Option<&Pattern>,
    most: u8,
) {
    let visible = Visible::of(graph, view.clone());
    let seen = graph.under(Some(&visible));
    let slow = Reference {
        graph,
        view: view.clone(),
    };
    let text = pattern.map(Pattern::text);
    let via = text
        .as_deref()
        .map(|text| Via::parse(graph.ontology(), text));
    let via = via
        .transpose()
        .unwrap_or_else(|error| panic!("{text:?}: {error}"));
    let mut all = slow.paths(from, to, most.into(), &slow.hops());
    all.retain(|path| pattern.is_none_or(|pattern| pattern.fits(path)));
    let shortest = all.first().map_or(0, Vec::len);
    let n_shortest = all.iter().filter(|path| path.len() == shortest).count();
    for (mode, n) in [
        (Mode::Simple, all.len()),
        (Mode::Shortest, 1),
        (Mode::AllShortest, n_shortest),
        (Mode::KShortest, 3),
    ] {
        let search = Search {
            relations: &Relations::default(),
            via: via.as_ref(),
            filter: &PathFilter::default(),
            mode,
            k: 3,
            max_length: most,
        };
        let found = paths(seen, Some((from, to)), &search, Budget::until(None));
        assert_eq!(found.cut(), None);
        assert_eq!(
            steps_of(&found),
            all[..n.min(all.len())],
            "{mode:?} {text:?}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn paths_are_those_that_a_plain_enumeration_finds(
        (published, claims) in links(),
        views in proptest::collection::vec(view(), 3),
        patterns in proptest::collection::vec(pattern(), 4),
        most in 0..6_u8,
    ) {
        let graph = built(&published, &claims);
        for view in views.iter().chain([&View::default()]) {
            for to in 0..3 {
                let ends = (EntityIx(0), EntityIx(to));
                check(&graph, view, ends, None, most);
                for pattern in &patterns {
                    check(&graph, view, ends, Some(pattern), most);
                }
            }
        }
    }

    #[test]
    fn a_path_survives_without_a_source_when_it_is_found_under_a_view_without_it(
        (published, claims) in links(),
        view in view(),
    ) {
        let graph = built(&published, &claims);
        let visible = Visible::of(&graph, view.clone());
        let seen = graph.under(Some(&visible));
        let relations = Relations::default();
        let search = Search { relations: &relations, via: None, filter: &PathFilter::default(), mode: Mode::Simple, k: 0, max_length: 4 };
        let ends = Some((EntityIx(0), EntityIx(1)));
        let found = paths(seen, ends, &search, Budget::until(None));
        for source in (0..N_SOURCES as u32).map(SourceIx) {
            let mut without = view.clone();
            without.except_sources.push(source);
            let slow = Reference { graph: &graph, view: without };
            let left = slow.paths(EntityIx(0), EntityIx(1), 4, &slow.hops());
            let all = steps_of(&found);
            for (path, steps) in (0..).map_while(|at| found.get(at)).zip(all) {
                prop_assert_eq!(survives_without(seen, path, source), left.contains(&steps));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20))]

    #[test]
    fn hops_are_co_temporal_when_there_is_a_day_on_which_all_held(
        (published, claims) in links(),
        mut view in view(),
    ) {
        view.valid_at = None;
        let graph = built(&published, &claims);
        let visible = Visible::of(&graph, view.clone());
        let seen = graph.under(Some(&visible));
        let slow = Reference { graph: &graph, view };
        let relations = Relations::default();
        let search = Search { relations: &relations, via: None, filter: &PathFilter::default(), mode: Mode::KShortest, k: 2, max_length: 3 };
        for to in [1, 2] {
            let ends = Some((EntityIx(0), EntityIx(to)));
            let found = paths(seen, ends, &search, Budget::until(None));
            let all = steps_of(&found);
            for (path, steps) in (0..).map_while(|at| found.get(at)).zip(all) {
                prop_assert_eq!(co_temporal(seen, path), slow.co_temporal(EntityIx(0), &steps));
            }
        }
    }
}
