//! Does a neighborhood tell what lies around, and what it leaves out?

use crate::support::{SHIPPED, ask, codes, each, items, response};
use crate::view::properties::{N_ENTITIES, built, view};
use crate::view::reference::Reference;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use throughline::graph::Visible;
use throughline::model::EntityIx;
use throughline::ontology::Direction;
use throughline::query::{Budget, PathFilter, Relations, Vicinity, neighborhood};

const FIELDS: &str = "nodeCount edgeCount complete limit \
    nodes { entity { id } depth degree hiddenNeighborCount } \
    edges { from { id } to { id } field direction explanation }";

fn around(arguments: &str) -> Value {
    ask(&format!("{{ neighborhood({arguments}) {{ {FIELDS} }} }}"))["neighborhood"].take()
}

fn ids(found: &Value) -> Vec<&str> {
    let id = |node: &'_ Value| -> &'_ str { panic!("no id in {node}") };
    items(&found["nodes"])
        .iter()
        .map(|node| node["entity"]["id"].as_str().unwrap_or_else(|| id(node)))
        .collect()
}

#[test]
fn nearer_entities_come_first_and_then_the_order_of_ids() {
    let found = around(r#"of: ["hannah-gutierrez-reed"], depth: 2, limit: 500"#);
    assert_eq!(
        (&found["complete"], &found["limit"]),
        (&json!(true), &json!(null))
    );
    let keys: Vec<_> = items(&found["nodes"])
        .iter()
        .map(|node| (node["depth"].as_u64(), node["entity"]["id"].as_str()))
        .collect();
    assert!(keys.is_sorted(), "{keys:?}");
    assert_eq!(keys[0], (Some(0), Some("hannah-gutierrez-reed")));
    assert_eq!(found["nodeCount"], keys.len());
    assert_eq!(found["edgeCount"], items(&found["edges"]).len());
}

#[test]
fn every_edge_links_two_nodes_from_where_its_relation_starts() {
    let found = around(r#"of: ["rust", "alec-baldwin"], limit: 500"#);
    let nodes: BTreeSet<_> = ids(&found).into_iter().collect();
    let edges = items(&found["edges"]);
    assert!(edges.len() >= nodes.len() - 2);
    let order = ids(&found);
    let starts = edges.iter().map(|edge| {
        let from = edge["from"]["id"].as_str();
        order.iter().position(|id| Some(*id) == from)
    });
    assert!(starts.is_sorted());
    for edge in edges {
        assert_eq!(edge["direction"], "FORWARD");
        for end in ["from", "to"] {
            assert!(
                nodes.contains(edge[end]["id"].as_str().unwrap_or("")),
                "{edge}"
            );
        }
    }
}

#[test]
fn edges_that_one_list_does_not_give_are_given_by_the_next() {
    let slice = |arguments: &str| {
        let query = format!(
            r#"{{ neighborhood(of: ["rust"]) {{ edgeCount edges{arguments} {{ explanation }} }} }}"#
        );
        ask(&query)["neighborhood"].take()
    };
    let all = slice("");
    let n = items(&all["edges"]).len();
    assert!(n > 3);
    let next = slice("(first: 2, skip: 1)");
    assert_eq!(items(&next["edges"]), &items(&all["edges"])[1..3]);
    assert_eq!(next["edgeCount"], n);
    assert_eq!(slice(&format!("(skip: {n})"))["edges"], json!([]));
}

#[test]
fn a_limit_leaves_entities_out_and_says_how_many() {
    let all = around(r#"of: ["rust"], limit: 500"#);
    let found = around(r#"of: ["rust"], limit: 5"#);
    assert_eq!(
        (&found["complete"], &found["limit"]),
        (&json!(false), &json!("FOUND"))
    );
    assert_eq!(ids(&found), ids(&all)[..5]);
    let hidden = found["nodes"][0]["hiddenNeighborCount"].as_u64();
    assert_eq!(hidden, all["nodeCount"].as_u64().map(|n| n - 5));
    assert_eq!(found["nodes"][0]["degree"], all["nodes"][0]["degree"]);
    assert_eq!(around(r#"of: ["rust"], limit: 0"#)["complete"], false);
}

#[test]
fn relations_and_an_expression_say_where_to_look() {
    let found = around(r#"of: ["rust"], types: [ARMORER_OF]"#);
    assert_eq!(ids(&found), ["rust", "hannah-gutierrez-reed"]);
    assert_eq!(each(&found["edges"], "field"), ["armorerOf"]);
    assert_eq!(found["nodes"][0]["degree"], 1);
    let found = around(r#"of: ["rust"], types: [ARMORER_OF], direction: FORWARD"#);
    assert_eq!(ids(&found), ["rust"]);
    let found = around(r#"of: ["rust"], depth: 3, via: "cinematographers/friends""#);
    let friends = ["julee-metz", "rachel-mason"];
    assert_eq!(
        ids(&found),
        [&["rust", "halyna-hutchins"][..], &friends].concat()
    );
    let wrong = r#"{ neighborhood(of: ["rust"], via: "friend") { nodeCount } }"#;
    assert_eq!(codes(&response(&SHIPPED, wrong)), ["UNKNOWN_RELATION"]);
}

#[test]
fn an_id_that_names_nothing_is_passed_over() {
    assert_eq!(
        ids(&around(r#"of: ["nobody", "rust"], depth: 0"#)),
        ["rust"]
    );
    assert_eq!(around("of: []")["nodeCount"], 0);
    let hidden = r#"of: ["last-take"], view: { knownAt: "2023-04-24" }"#;
    assert_eq!(around(hidden)["nodeCount"], 0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn a_neighborhood_is_what_a_search_through_all_claims_finds(
        (published, claims) in super::properties::links(),
        view in view(),
        depth in 0..4_u8,
    ) {
        let graph = built(&published, &claims);
        let visible = Visible::of(&graph, view.clone());
        let slow = Reference { graph: &graph, view };
        let hops = slow.hops();
        let vicinity = Vicinity {
            of: &[EntityIx(0)],
            depth,
            relations: &Relations::default(),
            via: None,
            filter: &PathFilter::default(),
            limit: 500,
        };
        let found = neighborhood(graph.under(Some(&visible)), &vicinity, Budget::until(None));
        prop_assert_eq!(found.cut(), None);
        let mut near = BTreeSet::from([EntityIx(0)]);
        for _ in 0..depth {
            let onward = hops.iter().filter(|(from, _)| near.contains(from));
            let onward: Vec<_> = onward.map(|(_, step)| step.0).collect();
            near.extend(onward);
        }
        let nodes: BTreeSet<_> = found.nodes().iter().map(|node| node.entity).collect();
        prop_assert_eq!(&nodes, &near);
        prop_assert_eq!(found.nodes().len(), nodes.len());
        let expected: BTreeSet<_> = hops
            .iter()
            .filter(|(from, (to, _, direction))| {
                *direction == Direction::Forward && near.contains(from) && near.contains(to)
            })
            .copied()
            .collect();
        let edges = found.edges().iter();
        let edges: Vec<_> = edges.map(|hop| (hop.from, (hop.to(), hop.relation, hop.direction))).collect();
        prop_assert_eq!(edges.len(), expected.len());
        prop_assert_eq!(edges.into_iter().collect::<BTreeSet<_>>(), expected);
        for node in found.nodes() {
            let own: Vec<_> = hops.iter().filter(|(from, _)| *from == node.entity).collect();
            let hidden: BTreeSet<_> = own.iter().map(|(_, step)| step.0).filter(|to| !near.contains(to)).collect();
            let links = node.links.expect("there was time");
            prop_assert_eq!((links.n_relationships, links.n_hidden), (own.len(), hidden.len()));
        }
        prop_assert!(near.len() <= N_ENTITIES);
    }
}
