//! Do the groups of a list, and what its values come to, follow from the claims?

use super::properties::{links, shows, single, view_argument};
use crate::support::{SHIPPED, ask, codes, data, each, engine_over, items, response};
use crate::view::properties::{N_ENTITIES, built, graph, view};
use crate::view::reference::Reference;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use throughline::engine::Limits;
use throughline::model::{Decimal, EntityIx, PartialDate, ValueRef as Stored};
use throughline::ontology::AttributeId;

/// By what the random story is divided: the key as the API takes it, and the texts that an entity
/// has for it.
type Key = (&'static str, fn(&Reference<'_>, EntityIx) -> Vec<String>);

const KEYS: [Key; 7] = [
    ("{ weight: VALUE }", |slow, entity| {
        let weight = single(slow, entity, 0).into_iter();
        weight.filter_map(integer).map(|n| n.to_string()).collect()
    }),
    ("{ found: YEAR }", |slow, entity| cut_date(slow, entity, 4)),
    ("{ found: MONTH }", |slow, entity| cut_date(slow, entity, 7)),
    ("{ found: DAY }", |slow, entity| cut_date(slow, entity, 10)),
    ("{ tags: VALUE }", tags),
    ("{ touches: ENTITY }", |slow, entity| {
        let others = links(slow, entity, "touches").into_iter();
        others
            .map(|(other, _)| slow.graph.name(other).to_owned())
            .collect()
    }),
    ("{ shadedBy: TYPE }", |slow, entity| {
        let types = links(slow, entity, "shadedBy")
            .into_iter()
            .map(|(other, _)| {
                let of = slow.graph.type_of(other);
                slow.graph
                    .ontology()
                    .entity_type(of)
                    .name
                    .as_str()
                    .to_lowercase()
            });
        types.collect()
    }),
];

fn integer(value: Stored<'_>) -> Option<i32> {
    match value {
        Stored::Integer(number) => Some(number),
        _ => None,
    }
}

fn date(slow: &Reference<'_>, entity: EntityIx) -> Option<PartialDate> {
    match single(slow, entity, 1) {
        Some(Stored::Date(date)) => Some(date),
        _ => None,
    }
}

fn cut_date(slow: &Reference<'_>, entity: EntityIx, most: usize) -> Vec<String> {
    let text = date(slow, entity).map(|date| date.to_string());
    text.into_iter()
        .map(|text| text.chars().take(most).collect())
        .collect()
}

fn tags(slow: &Reference<'_>, entity: EntityIx) -> Vec<String> {
    let claims = slow.candidates(entity, AttributeId(2));
    let tags = claims
        .iter()
        .filter_map(|(at, _)| match slow.graph.value(*at) {
            Some(Stored::Text(tag)) => Some(tag.to_string()),
            _ => None,
        });
    tags.collect()
}

/// Divides entities by looking at each of them for two keys, one after the other.
fn divided(slow: &Reference<'_>, keys: [Key; 2]) -> BTreeMap<[Option<String>; 2], Vec<String>> {
    let mut groups: BTreeMap<_, Vec<String>> = BTreeMap::new();
    for entity in (0..N_ENTITIES as u32)
        .map(EntityIx)
        .filter(|&entity| shows(slow, entity))
    {
        let [first, second] = keys.map(|(_, texts)| {
            let mut texts: Vec<_> = texts(slow, entity).into_iter().map(Some).collect();
            if texts.is_empty() {
                texts.push(None);
            }
            texts.sort();
            texts.dedup();
            texts
        });
        for a in &first {
            for b in &second {
                let group = groups.entry([a.clone(), b.clone()]).or_default();
                group.push(slow.graph.id(entity).to_owned());
            }
        }
    }
    groups
}

/// Returns what numbers come to, as the API tells it.
fn totals(numbers: &[i32]) -> Value {
    let sum = Decimal::from(numbers.iter().map(|&n| i64::from(n)).sum::<i64>());
    let mut distinct = numbers.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    let is_empty = numbers.is_empty();
    json!({
        "count": numbers.len(),
        "countDistinct": distinct.len(),
        "minimum": distinct.first(),
        "maximum": distinct.last(),
        "sum": (!is_empty).then(|| sum.to_string()),
        "average": (!is_empty).then(|| (sum / Decimal::from(numbers.len())).normalize().to_string()),
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn groups_and_totals_are_those_of_a_search_through_all_claims(
        (published, claims) in graph(),
        view in view(),
        (first, second) in (0..KEYS.len(), 0..KEYS.len()),
    ) {
        let engine = engine_over(built(&published, &claims), Limits::default());
        let slow = Reference { graph: engine.domain().graph(), view };
        let keys = [KEYS[first], KEYS[second]];
        let query = format!(
            "{{ things({}) {{
                aggregate {{ weight {{ count countDistinct minimum maximum sum average }} }}
                groupCount(by: [{1}, {2}])
                groupBy(by: [{1}, {2}], first: 500) {{
                    keys {{ text }} count members(first: 500) {{ nodes {{ id }} }}
                }}
            }} }}",
            view_argument(&slow.view), keys[0].0, keys[1].0,
        );
        let answer = data(&engine, &query)["things"].take();

        let shown = (0..N_ENTITIES as u32).map(EntityIx).filter(|&entity| shows(&slow, entity));
        let weights: Vec<_> = shown.filter_map(|of| single(&slow, of, 0).and_then(integer)).collect();
        prop_assert_eq!(&answer["aggregate"]["weight"], &totals(&weights), "{}", query);

        let expected = divided(&slow, keys);
        prop_assert_eq!(&answer["groupCount"], expected.len());
        let mut found = BTreeMap::new();
        for group in items(&answer["groupBy"]) {
            let text = |at: usize| group["keys"][at]["text"].as_str().map(str::to_owned);
            let ids: Vec<_> = each(&group["members"]["nodes"], "id");
            prop_assert_eq!(&group["count"], ids.len());
            let ids: Vec<_> = ids.into_iter().map(str::to_owned).collect();
            prop_assert!(found.insert([text(0), text(1)], ids).is_none(), "{}", query);
        }
        prop_assert_eq!(found, expected, "{}", query);
    }
}

#[test]
fn groups_are_given_by_their_keys_or_by_their_size() {
    let counts = |order: &str| {
        let by = "by: [{ published: YEAR }, { publisher: VALUE }]";
        let query = format!(
            "{{ sources {{ groupBy({by}, order: {order}) {{ count keys {{ date }} }} }} }}"
        );
        let groups = ask(&query)["sources"]["groupBy"].take();
        let one = |group: &Value| {
            let year = group["keys"][0]["date"].as_str().map(str::to_owned);
            (
                year.expect("a year"),
                group["count"].as_u64().expect("a number"),
            )
        };
        items(&groups).iter().map(one).collect::<Vec<_>>()
    };
    let by_key = counts("KEY");
    assert!(by_key.is_sorted_by_key(|(year, _)| year));
    assert!(counts("KEY_DESC").is_sorted_by(|(a, _), (b, _)| a >= b));
    assert!(counts("COUNT").is_sorted_by_key(|(_, n)| *n));
    assert!(counts("COUNT_DESC").is_sorted_by(|(_, a), (_, b)| a >= b));
    assert_eq!(by_key.iter().map(|(_, n)| n).sum::<u64>(), 5);
}

#[test]
fn groups_are_passed_over_and_counted() {
    let whole = ask(
        "{ people { groupCount(by: [{ id: VALUE }]) groupBy(by: [{ id: VALUE }], first: 500) { keys { entity { id } } } } }",
    );
    let part = ask(
        "{ people { groupBy(by: [{ id: VALUE }], first: 2, skip: 3) { keys { entity { id } } } } }",
    );
    let groups = items(&whole["people"]["groupBy"]);
    assert_eq!(whole["people"]["groupCount"], groups.len());
    assert_eq!(items(&part["people"]["groupBy"]), &groups[3..5]);
    let negative = "{ people { groupBy(by: [], skip: -1) { count } } }";
    assert_eq!(
        codes(&response(&SHIPPED, negative)),
        ["ARGUMENT_OUT_OF_BOUNDS"]
    );
}

#[test]
fn the_members_of_a_group_are_a_list_of_their_own() {
    let data = ask("{ entities {
            groupBy(by: [{ type: VALUE }], order: COUNT_DESC, first: 1) {
                keys { constant }
                members(first: 1, orderBy: [{ name: DESC }]) {
                    totalCount
                    pageInfo { endCursor hasNextPage }
                    aggregate { name { maximum count } }
                    groupBy(by: [{ id: VALUE }], first: 1) { count members { totalCount } }
                    nodes { name type }
                }
            }
        } }");
    let group = &data["entities"]["groupBy"][0];
    let members = &group["members"];
    assert_eq!(members["nodes"][0]["type"], group["keys"][0]["constant"]);
    assert_eq!(
        members["nodes"][0]["name"],
        members["aggregate"]["name"]["maximum"]
    );
    assert_eq!(members["aggregate"]["name"]["count"], members["totalCount"]);
    assert_eq!(
        members["groupBy"][0],
        json!({ "count": 1, "members": { "totalCount": 1 } })
    );
    assert_eq!(members["pageInfo"]["hasNextPage"], true);
}

#[test]
fn claims_are_divided_by_who_says_so_and_when() {
    let data = ask(r#"{ production(id: "rust") { claims {
            totalCount
            bySource: groupBy(by: [{ source: VALUE }]) {
                count keys { source { id claims { totalCount } } }
            }
            byStatus: groupBy(by: [{ status: VALUE }, { published: YEAR }]) {
                count keys { field constant date }
            }
        } } }"#);
    let claims = &data["production"]["claims"];
    let total = claims["totalCount"].as_u64().expect("a number");
    for group in items(&claims["bySource"]) {
        assert!(
            group["count"].as_u64() <= group["keys"][0]["source"]["claims"]["totalCount"].as_u64()
        );
    }
    let by_status = items(&claims["byStatus"]);
    let n: u64 = by_status
        .iter()
        .filter_map(|group| group["count"].as_u64())
        .sum();
    assert_eq!(n, total);
    assert_eq!(
        each(&by_status[0]["keys"], "field"),
        ["status", "published"]
    );
}

#[test]
fn accusations_are_divided_by_where_the_accused_stand() {
    let data = ask(
        r#"{ person(id: "hannah-gutierrez-reed", view: { knownAt: "2023-04-24" }) {
            chargedIn { groupBy(by: [{ standing: VALUE }, { node: { id: VALUE } }]) {
                keys { field constant text entity { id } }
                members { edges { standing } }
            } }
        } }"#,
    );
    let group = &data["person"]["chargedIn"]["groupBy"][0];
    assert_eq!(each(&group["keys"], "field"), ["standing", "node.id"]);
    assert_eq!(
        group["members"]["edges"][0]["standing"],
        group["keys"][0]["constant"]
    );
    assert_eq!(group["keys"][0]["text"], "charged");
    assert!(group["keys"][1]["entity"]["id"].is_string());
}

#[test]
fn a_key_of_a_grouping_names_one_field() {
    for keys in ["{}", "{ type: VALUE, id: VALUE }"] {
        let query = format!("{{ people {{ groupCount(by: [{keys}]) }} }}");
        assert_eq!(
            codes(&response(&SHIPPED, &query)),
            ["KEY_NOT_SINGLE"],
            "{keys}"
        );
    }
    let five = "{ people { groupCount(by: [{ id: VALUE }, { id: VALUE }, { id: VALUE }, { id: VALUE }, { id: VALUE }]) } }";
    assert_eq!(codes(&response(&SHIPPED, five)), ["TOO_MANY_KEYS"]);
    let one = ask("{ people { totalCount groupBy(by: []) { count keys { text } } } }");
    let people = &one["people"];
    assert_eq!(
        people["groupBy"],
        json!([{ "count": people["totalCount"], "keys": [] }])
    );
    assert_eq!(SHIPPED.domain().n_kept(), 0);
}
