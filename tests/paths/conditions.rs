//! Do conditions hold inside the search: for what is passed, for distances, and for what is drawn?

use super::answer::{found, ways};
use super::properties::{Hops, Pattern, links, pattern};
use crate::conditions::properties::{Condition, condition, literal, shows, view_argument};
use crate::support::{ask, codes, data, each, engine_over, items, response};
use crate::view::properties::{N_ENTITIES, N_SOURCES, built, graph, view};
use crate::view::reference::Reference;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use throughline::engine::{Engine, Limits};
use throughline::model::{EntityIx, SourceIx, Status};
use throughline::ontology::{Direction, RelationId};
use throughline::schema::Story;

#[track_caller]
fn n_paths(ends: &str, condition: &str) -> Value {
    let arguments = format!("{ends}, mode: SIMPLE, where: {{ {condition} }}");
    found(&arguments, "totalCount")["totalCount"].take()
}

#[test]
fn the_ends_of_a_path_need_not_fulfill_what_its_other_entities_do() {
    let anna_to_ben = r#"from: "anna", to: "ben""#;
    assert_eq!(n_paths(anna_to_ben, "nodes: { type: { eq: FILM } }"), 2);
    assert_eq!(n_paths(anna_to_ben, "nodes: { type: { eq: PERSON } }"), 0);
    let nobody = r#"nodes: { name: { eq: "Nobody" } }"#;
    assert_eq!(n_paths(r#"from: "anna", to: "harbor""#, nobody), 2);
    assert_eq!(n_paths(r#"from: "anna", to: "anna""#, nobody), 1);
}

#[test]
fn every_hop_fulfills_what_is_asked_of_relationships() {
    let ben_to_carl = r#"from: "ben", to: "carl""#;
    for (condition, n) in [
        ("edges: { standing: { eq: ACCUSED } }", 1),
        ("edges: { not: { standing: { eq: ACCUSED } } }", 0),
        ("edges: { relation: { eq: BLAMED } }", 1),
        ("edges: { relation: { in: [WORKED_ON] } }", 0),
        (r#"edges: { source: { eq: "radio" } }"#, 1),
        (r#"edges: { source: { eq: "paper" } }"#, 0),
        ("edges: { status: { in: [ALLEGED, REPORTED] } }", 1),
        ("edges: { status: { eq: REPORTED } }", 0),
        ("edges: {}", 1),
        ("", 1),
    ] {
        assert_eq!(n_paths(ben_to_carl, condition), n, "{condition}");
    }
    let early = r#"edges: { period: { before: "2021" } }"#;
    assert_eq!(n_paths(r#"from: "anna", to: "harbor""#, early), 1);
}

#[test]
fn a_path_around_what_is_excluded_is_as_short_as_it_can_be() {
    let ends = r#"from: "hannah-gutierrez-reed", to: "rachel-mason""#;
    let around = r#"where: { nodes: { not: { id: { eq: "rust" } } } }"#;
    let answer = ask(&format!(
        "{{ through: path({ends}) {{ length nodes {{ id }} }}
            around: path({ends}, {around}) {{ length nodes {{ id }} }}
            all: paths({ends}, mode: SIMPLE, maxLength: 5, first: 500) {{ nodes {{ length nodes {{ id }} }} }} }}"
    ));
    assert!(each(&answer["through"]["nodes"], "id").contains(&"rust"));
    assert!(!each(&answer["around"]["nodes"], "id").contains(&"rust"));
    let mut others = items(&answer["all"]["nodes"])
        .iter()
        .filter(|path| !each(&path["nodes"], "id").contains(&"rust"));
    let first = others.next().expect("a way around the film");
    assert_eq!(answer["around"]["length"], first["length"]);
}

#[test]
fn a_condition_that_a_story_does_not_know_is_refused() {
    let wrong = r#"{ path(from: "anna", to: "ben", where: { nodes: { color: 1 } }) { length } }"#;
    assert_eq!(
        codes(&response(&ways(), wrong)),
        ["GRAPHQL_VALIDATION_FAILED"]
    );
}

/// A condition on relationships of the random story.
#[derive(Debug, Clone)]
enum HopCondition {
    Relation(&'static str),
    Status(&'static str),
    Source(usize),
    All(Vec<Self>),
    Any(Vec<Self>),
    Not(Box<Self>),
}

fn hop_condition() -> impl Strategy<Value = HopCondition> {
    let leaf = prop_oneof![
        select(&["TOUCHES", "SHADES"][..]).prop_map(HopCondition::Relation),
        select(&["REPORTED", "ALLEGED", "DENIED", "PLANNED"][..]).prop_map(HopCondition::Status),
        (0..N_SOURCES).prop_map(HopCondition::Source),
    ];
    leaf.prop_recursive(2, 8, 3, |inner| {
        let several = || proptest::collection::vec(inner.clone(), 0..3);
        prop_oneof![
            several().prop_map(HopCondition::All),
            several().prop_map(HopCondition::Any),
            inner.clone().prop_map(|of| HopCondition::Not(Box::new(of))),
        ]
    })
}

impl HopCondition {
    /// Returns the condition as the API takes it.
    fn to_json(&self) -> Value {
        let list = |of: &[Self]| of.iter().map(Self::to_json).collect::<Vec<_>>();
        match self {
            Self::Relation(relation) => json!({ "relation": { "eq": relation } }),
            Self::Status(status) => json!({ "status": { "eq": status } }),
            Self::Source(at) => json!({ "source": { "eq": format!("s{at}") } }),
            Self::All(of) => json!({ "and": list(of) }),
            Self::Any(of) => json!({ "or": list(of) }),
            Self::Not(of) => json!({ "not": of.to_json() }),
        }
    }

    /// Tells by looking at every claim whether a relationship may be followed.
    fn wants(
        &self,
        slow: &Reference<'_>,
        subject: EntityIx,
        relation: RelationId,
        object: EntityIx,
    ) -> bool {
        let wants = |of: &Self| of.wants(slow, subject, relation, object);
        let behind = || {
            let all = slow
                .relationships(subject, relation, Direction::Forward)
                .into_iter();
            let claims = all
                .filter(|(other, _)| *other == object)
                .flat_map(|(_, claims)| claims);
            claims.map(|at| slow.graph.claim(at))
        };
        match self {
            Self::Relation(name) => relation == RelationId(u16::from(*name == "SHADES")),
            Self::Status(status) => behind().any(|claim| {
                let told = match slow.is_retracted(claim) {
                    true => Status::Retracted,
                    false => claim.status(),
                };
                format!("{told:?}").eq_ignore_ascii_case(status)
            }),
            Self::Source(at) => behind().any(|claim| {
                let mut cited = claim.citations().map(|citation| citation.source);
                cited.any(|source| source == SourceIx(*at as u32) && slow.reads(source))
            }),
            Self::All(of) => of.iter().all(wants),
            Self::Any(of) => of.iter().any(wants),
            Self::Not(of) => !wants(of),
        }
    }
}

/// Conditions on what is passed.
#[derive(Debug, Clone)]
struct Passed {
    nodes: Option<Condition>,
    edges: Option<HopCondition>,
}

fn passed() -> impl Strategy<Value = Passed> {
    let nodes = proptest::option::of(condition());
    let edges = proptest::option::of(hop_condition());
    (nodes, edges).prop_map(|(nodes, edges)| Passed { nodes, edges })
}

impl Passed {
    fn argument(&self) -> String {
        let nodes = self
            .nodes
            .iter()
            .map(|of| format!("nodes: {}", literal(&of.to_json())));
        let edges = self
            .edges
            .iter()
            .map(|of| format!("edges: {}", literal(&of.to_json())));
        let all: Vec<_> = nodes.chain(edges).collect();
        format!("where: {{ {} }}", all.join(", "))
    }

    /// Returns the hops that may be taken between some ends.
    fn hops(&self, slow: &Reference<'_>, ends: &[EntityIx]) -> Hops {
        let passes = |entity: &EntityIx| {
            let wants = |of: &Condition| of.wants(slow, *entity);
            ends.contains(entity) || self.nodes.as_ref().is_none_or(wants)
        };
        let hops = slow.hops().into_iter();
        let hops = hops.filter(|(from, (to, relation, direction))| {
            let (subject, object) = match direction {
                Direction::Forward => (*from, *to),
                Direction::Inverse => (*to, *from),
            };
            let wants = |of: &HopCondition| of.wants(slow, subject, *relation, object);
            passes(from) && passes(to) && self.edges.as_ref().is_none_or(wants)
        });
        hops.collect()
    }
}

/// Returns a hop as the answer tells it.
fn told(slow: &Reference<'_>, (to, relation, direction): super::properties::Step) -> Value {
    let relation = ["TOUCHES", "SHADES"][usize::from(relation.0)];
    json!({
        "to": { "id": slow.graph.id(to) },
        "relation": relation,
        "direction": format!("{direction:?}").to_uppercase(),
    })
}

/// Compares paths between two entities with the plain enumeration.
fn check_paths(
    engine: &Engine<Story>,
    slow: &Reference<'_>,
    to: EntityIx,
    passed: &Passed,
    pattern: Option<&Pattern>,
) {
    let ends = [EntityIx(0), to];
    let mut all = slow.paths(ends[0], to, 4, &passed.hops(slow, &ends));
    all.retain(|_| ends.iter().all(|&end| shows(slow, end)));
    all.retain(|path| pattern.is_none_or(|pattern| pattern.fits(path)));
    let length = all.first().map(Vec::len);
    let told_path =
        |path: &Vec<_>| -> Value { path.iter().map(|&step| told(slow, step)).collect() };
    let via = pattern.map_or(String::new(), |of| format!(", via: {}", json!(of.text())));
    let arguments = format!(
        "from: \"e0\", to: \"e{}\", maxLength: 4, {}, {}{via}",
        to.0,
        passed.argument(),
        view_argument(&slow.view)
    );
    let fields = "hops { to { id } relation direction }";
    let query = format!(
        "{{ path({arguments}) {{ length }}
            all: paths({arguments}, mode: SIMPLE, first: 500) {{ complete totalCount nodes {{ {fields} }} }}
            shortest: paths({arguments}, mode: ALL_SHORTEST, first: 500) {{ nodes {{ {fields} }} }} }}"
    );
    let answer = data(engine, &query);
    assert_eq!(answer["path"]["length"], json!(length), "{query}");
    assert_eq!(answer["all"]["complete"], true);
    assert_eq!(answer["all"]["totalCount"], all.len(), "{query}");
    let hops = |list: &Value| -> Vec<Value> {
        items(&list["nodes"])
            .iter()
            .map(|path| path["hops"].clone())
            .collect()
    };
    let expected: Vec<_> = all.iter().take(500).map(told_path).collect();
    assert_eq!(hops(&answer["all"]), expected, "{query}");
    let shortest = all.iter().filter(|path| Some(path.len()) == length);
    let expected: Vec<_> = shortest.take(500).map(told_path).collect();
    assert_eq!(hops(&answer["shortest"]), expected, "{query}");
}

/// Compares the neighborhood of an entity with what a plain search finds.
fn check_neighborhood(engine: &Engine<Story>, slow: &Reference<'_>, passed: &Passed) {
    let hops = passed.hops(slow, &[EntityIx(0)]);
    let mut depths = BTreeMap::from([(EntityIx(0), 0)]);
    for depth in 1..=2 {
        let near: BTreeSet<_> = depths.keys().copied().collect();
        for (_, (to, _, _)) in hops.iter().filter(|(from, _)| near.contains(from)) {
            depths.entry(*to).or_insert(depth);
        }
    }
    let query = format!(
        "{{ neighborhood(of: [\"e0\"], depth: 2, {}, {}) {{ complete
            nodes {{ entity {{ id }} depth degree hiddenNeighborCount }}
            edges {{ from {{ id }} to {{ id }} relation direction }} }} }}",
        passed.argument(),
        view_argument(&slow.view),
    );
    let found = data(engine, &query)["neighborhood"].take();
    assert_eq!(found["complete"], true);
    if !shows(slow, EntityIx(0)) {
        assert_eq!(found["nodes"], json!([]));
        return;
    }
    let id = |entity: EntityIx| slow.graph.id(entity);
    let mut nodes: Vec<_> = depths
        .iter()
        .map(|(&entity, &depth)| (depth, entity))
        .collect();
    nodes.sort();
    let node = |&(depth, entity): &(i32, EntityIx)| {
        let own: Vec<_> = hops.iter().filter(|(from, _)| *from == entity).collect();
        let others: BTreeSet<_> = own.iter().map(|(_, step)| step.0).collect();
        let n_hidden = others.iter().filter(|to| !depths.contains_key(to)).count();
        json!({ "entity": { "id": id(entity) }, "depth": depth, "degree": own.len(),
                "hiddenNeighborCount": n_hidden })
    };
    assert_eq!(
        found["nodes"],
        nodes.iter().map(node).collect::<Value>(),
        "{query}"
    );
    let drawn = hops.iter().filter(|(from, (to, _, direction))| {
        *direction == Direction::Forward && depths.contains_key(from) && depths.contains_key(to)
    });
    let edge = |(from, step): &(EntityIx, super::properties::Step)| {
        let mut edge = told(slow, *step);
        edge["from"] = json!({ "id": id(*from) });
        edge
    };
    let expected: Vec<Value> = drawn.map(edge).collect();
    let found = items(&found["edges"]);
    assert_eq!(found.len(), expected.len(), "{query}");
    assert!(expected.iter().all(|edge| found.contains(edge)), "{query}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn conditions_leave_the_paths_that_a_plain_enumeration_leaves(
        (published, values) in graph(),
        (_, links) in links(),
        view in view(),
        conditions in proptest::collection::vec((passed(), proptest::option::of(pattern())), 6),
    ) {
        let claims = values.into_iter().chain(links).collect();
        let engine = engine_over(built(&published, &claims), Limits::default());
        let graph = engine.domain().graph();
        for view in [view, Default::default()] {
            let slow = Reference { graph, view };
            for (at, (passed, pattern)) in conditions.iter().enumerate() {
                let to = EntityIx((at % N_ENTITIES) as u32);
                check_paths(&engine, &slow, to, passed, pattern.as_ref());
                check_neighborhood(&engine, &slow, passed);
            }
        }
    }
}
