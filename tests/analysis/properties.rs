//! Are the figures those of their definitions, whatever the graph and the view?

use crate::paths::properties::links;
use crate::view::properties::{N_ENTITIES, built, view};
use crate::view::reference::Reference;
use proptest::prelude::*;
use std::collections::BTreeSet;
use throughline::graph::{KnowledgeGraph, View, Visible};
use throughline::model::EntityIx;
use throughline::ontology::{Direction, RelationId};
use throughline::query::{
    Budget, Extent, Figure, Found, Measure, Projection, shared_neighbors, work_out,
};

/// A graph as a table: how many relationships there are between each two entities that count.
struct Table {
    nodes: Vec<EntityIx>,
    n: [[u64; N_ENTITIES]; N_ENTITIES],
}

impl Table {
    fn of(slow: &Reference<'_>, extent: &Extent) -> Self {
        let counts = |at: EntityIx| {
            let is_wanted =
                |types: &[_]| types.is_empty() || types.contains(&slow.graph.type_of(at));
            slow.shows_entity(at) && is_wanted(&extent.types)
        };
        let mut n = [[0; N_ENTITIES]; N_ENTITIES];
        for (from, (to, relation, direction)) in slow.hops() {
            let is_wanted = extent.relations.is_empty() || extent.relations.contains(&relation);
            if is_wanted && direction == Direction::Forward && counts(from) && counts(to) {
                let (from, to) = (from.0 as usize, to.0 as usize);
                n[from][to] += 1;
                if from != to {
                    n[to][from] += 1;
                }
            }
        }
        let nodes = (0..N_ENTITIES as u32)
            .map(EntityIx)
            .filter(|&at| counts(at));
        Self {
            nodes: nodes.collect(),
            n,
        }
    }

    fn between(&self, one: EntityIx, other: EntityIx) -> u64 {
        self.n[one.0 as usize][other.0 as usize]
    }

    fn n_edges(&self) -> u64 {
        let nodes = self.nodes.iter();
        let pairs = nodes.flat_map(|&a| self.nodes.iter().map(move |&b| (a, b)));
        pairs
            .filter(|(a, b)| a <= b)
            .map(|(a, b)| self.between(a, b))
            .sum()
    }

    fn degree(&self, of: EntityIx) -> u64 {
        let others = self.nodes.iter().map(|&other| self.between(of, other));
        others.sum::<u64>() + self.between(of, of)
    }

    /// Returns the distance of two entities with the number of shortest paths between them, found
    /// by going on step by step from all that was reached.
    fn paths(&self, from: EntityIx, to: EntityIx) -> Option<(usize, u64)> {
        let mut ways = vec![(from, 1_u64)];
        let mut met = BTreeSet::from([from]);
        for distance in 0..=N_ENTITIES {
            if let Some((_, n)) = ways.iter().find(|(at, _)| *at == to) {
                return Some((distance, *n));
            }
            let fresh: Vec<_> = self.nodes.iter().filter(|at| !met.contains(at)).collect();
            let next = fresh.into_iter().map(|&at| {
                let before = ways.iter().filter(|&&(way, _)| self.between(way, at) > 0);
                (at, before.map(|(_, n)| n).sum())
            });
            let next: Vec<_> = next.filter(|&(_, n)| n > 0).collect();
            met.extend(next.iter().map(|&(at, _)| at));
            ways = next;
        }
        None
    }

    fn betweenness(&self, of: EntityIx) -> f64 {
        let mut sum = 0.0;
        let others: Vec<_> = self.nodes.iter().filter(|&&at| at != of).collect();
        for (at, &&from) in others.iter().enumerate() {
            for &&to in &others[..at] {
                let ways = [(from, to), (from, of), (of, to)].map(|(a, b)| self.paths(a, b));
                if let [
                    Some((whole, all)),
                    Some((one, before)),
                    Some((other, behind)),
                ] = ways
                    && one + other == whole
                {
                    sum += (before * behind) as f64 / all as f64;
                }
            }
        }
        let n = others.len() as f64;
        if sum == 0.0 {
            0.0
        } else {
            sum / (n * (n - 1.0) / 2.0)
        }
    }

    fn closeness(&self, of: EntityIx) -> f64 {
        let others = self.nodes.iter().filter(|&&at| at != of);
        let distances: Vec<_> = others.filter_map(|&at| self.paths(of, at)).collect();
        let sum: usize = distances.iter().map(|(distance, _)| distance).sum();
        let n = distances.len() as f64;
        if sum == 0 {
            0.0
        } else {
            n / (self.nodes.len() - 1) as f64 * n / sum as f64
        }
    }

    /// Returns what a score would be after one more round, given all scores.
    fn page_rank(&self, of: EntityIx, score: impl Fn(EntityIx) -> f64) -> f64 {
        let n_nodes = self.nodes.len() as f64;
        let handed = self.nodes.iter().map(|&from| {
            let n_ways: u64 = self.nodes.iter().map(|&to| self.between(from, to)).sum();
            let part = if n_ways == 0 {
                1.0 / n_nodes
            } else {
                self.between(from, of) as f64 / n_ways as f64
            };
            score(from) * part
        });
        0.15 / n_nodes + 0.85 * handed.sum::<f64>()
    }

    /// Returns the modularity of groups as its definition has it: over all pairs of entities.
    fn modularity(&self, groups: &[Vec<EntityIx>]) -> f64 {
        let ends = 2.0 * self.n_edges() as f64;
        let mut sum = 0.0;
        for group in groups {
            for &one in group {
                for &other in group {
                    let loops = if one == other { 2 } else { 1 };
                    let chance = self.degree(one) as f64 * self.degree(other) as f64 / ends;
                    sum += (loops * self.between(one, other)) as f64 - chance;
                }
            }
        }
        sum / ends
    }

    /// Returns the parts of some entities that hang together.
    fn parts(&self, of: &[EntityIx]) -> Vec<Vec<EntityIx>> {
        let mut left: BTreeSet<EntityIx> = of.iter().copied().collect();
        let mut parts = Vec::new();
        while let Some(first) = left.pop_first() {
            let mut part = vec![first];
            let mut at = 0;
            while let Some(&from) = part.get(at) {
                let is_near = |to: &EntityIx| self.between(from, *to) > 0;
                let near: BTreeSet<_> = left.iter().copied().filter(is_near).collect();
                left.retain(|to| !near.contains(to));
                part.extend(near);
                at += 1;
            }
            part.sort_unstable();
            parts.push(part);
        }
        parts.sort_by_key(|part| (std::cmp::Reverse(part.len()), part[0]));
        parts
    }
}

/// Returns a figure, for which there is time enough.
fn figure(graph: &KnowledgeGraph, projection: &Projection, figure: Figure) -> Found {
    let found = work_out(graph, projection, figure, &Budget::of_analysis(None));
    found.expect("a small graph is analyzed at once")
}

fn groups(
    graph: &KnowledgeGraph,
    projection: &Projection,
    of: Figure,
) -> (Vec<Vec<EntityIx>>, Option<f64>) {
    match figure(graph, projection, of) {
        Found::Partition(found) => {
            let groups = (0..).map_while(|at| found.cluster(at)).map(<[_]>::to_vec);
            (groups.collect(), found.modularity())
        }
        _ => panic!("{of:?} is no partition"),
    }
}

#[track_caller]
fn assert_near(found: f64, expected: f64, what: Measure) {
    assert!(
        (found - expected).abs() < 1e-11,
        "{what:?}: {found} instead of {expected}"
    );
}

fn check_measures(graph: &KnowledgeGraph, projection: &Projection, table: &Table) {
    for (measure, _, _) in Measure::ALL {
        let Found::Centrality(found) = figure(graph, projection, Figure::Centrality(measure))
        else {
            panic!("{measure:?} is no ranking");
        };
        let found = found.items();
        let score = |at| {
            found
                .iter()
                .find(|found| found.entity == at)
                .map_or(0.0, |found| found.score)
        };
        let ranked: BTreeSet<_> = found.iter().map(|found| found.entity).collect();
        assert_eq!(ranked, table.nodes.iter().copied().collect());
        for (at, one) in found.iter().enumerate() {
            let expected = match measure {
                Measure::Degree => table.degree(one.entity) as f64,
                Measure::PageRank => table.page_rank(one.entity, score),
                Measure::Betweenness => table.betweenness(one.entity),
                Measure::Closeness => table.closeness(one.entity),
            };
            assert_near(one.score, expected, measure);
            let n_above = found.iter().filter(|other| other.score > one.score).count();
            assert_eq!(one.rank as usize, n_above + 1);
            let before = at.checked_sub(1).map(|before| found[before]);
            assert!(before.is_none_or(|before| {
                before.score > one.score || before.score == one.score && before.entity < one.entity
            }));
        }
        let sum: f64 = found.iter().map(|found| found.score).sum();
        match measure {
            Measure::Degree => assert_eq!(sum, 2.0 * projection.n_edges() as f64),
            Measure::PageRank if !found.is_empty() => assert_near(sum, 1.0, measure),
            _ => {}
        }
    }
}

fn check_groups(graph: &KnowledgeGraph, projection: &Projection, table: &Table) {
    let (components, _) = groups(graph, projection, Figure::Components);
    assert_eq!(components, table.parts(&table.nodes));
    let (communities, modularity) = groups(graph, projection, Figure::Communities);
    let mut members: Vec<_> = communities.concat();
    members.sort_unstable();
    assert_eq!(members, table.nodes);
    for community in &communities {
        assert_eq!(
            table.parts(community).len(),
            1,
            "{community:?} does not hang together"
        );
    }
    assert_eq!(modularity.is_some(), table.n_edges() > 0);
    if let Some(modularity) = modularity {
        assert!((modularity - table.modularity(&communities)).abs() < 1e-12);
        let alone: Vec<_> = table.nodes.iter().map(|&at| vec![at]).collect();
        assert!(modularity >= table.modularity(&alone) - 1e-12);
    }
}

fn check_neighbors(
    slow: &Reference<'_>,
    projection: &Projection,
    visible: &Visible,
    table: &Table,
) {
    let graph = slow.graph;
    let seen = graph.under(Some(visible));
    for (one, other) in [(0, 1), (2, 3), (4, 4), (0, 5)] {
        let of = [EntityIx(one), EntityIx(other)];
        let ids = of.map(|at| graph.id(at).to_owned());
        let found = shared_neighbors(seen, projection, &ids, &Budget::of_analysis(None));
        let found = found.expect("a small graph is analyzed at once");
        let is_there = of.iter().all(|at| table.nodes.contains(at));
        let is_shared = |at: &&EntityIx| {
            is_there && !of.contains(at) && of.iter().all(|&of| table.between(**at, of) > 0)
        };
        let expected: Vec<_> = table.nodes.iter().filter(is_shared).copied().collect();
        let entities: Vec<_> = found.items().iter().map(|found| found.entity).collect();
        assert_eq!(entities, expected);
        for found in found.items() {
            let others: BTreeSet<_> = of.iter().collect();
            let n = others.iter().map(|&&of| table.between(found.entity, of));
            assert_eq!(found.hops.len() as u64, n.sum::<u64>());
            assert!(
                found
                    .hops
                    .iter()
                    .all(|hop| hop.from == found.entity && of.contains(&hop.to()))
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn figures_are_those_of_their_definitions(
        (published, claims) in links(),
        views in proptest::collection::vec(view(), 2),
        relation in proptest::option::of(0..2_u16),
        kind in proptest::option::weighted(0.3, 0..N_ENTITIES as u32),
    ) {
        let graph = built(&published, &claims);
        for view in views.into_iter().chain([View::default()]) {
            let visible = Visible::of(&graph, view.clone());
            let seen = graph.under(Some(&visible));
            let extent = Extent {
                view: Some(view.clone()),
                relations: relation.map(RelationId).into_iter().collect(),
                types: kind.map(|at| graph.type_of(EntityIx(at))).into_iter().collect(),
            };
            let slow = Reference { graph: &graph, view };
            let table = Table::of(&slow, &extent);
            let projection = Projection::of(seen, extent, &Budget::of_analysis(None));
            let projection = projection.expect("a small graph is gathered at once");
            prop_assert_eq!(projection.n_nodes(), table.nodes.len());
            prop_assert_eq!(projection.n_edges() as u64, table.n_edges());
            check_measures(&graph, &projection, &table);
            check_groups(&graph, &projection, &table);
            check_neighbors(&slow, &projection, &visible, &table);
        }
    }
}
