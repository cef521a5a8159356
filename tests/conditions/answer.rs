//! How do conditions and orders look over the wire?

use crate::support::{SHIPPED, ask, codes, each, items, request, response};
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use throughline::query::{MOST_WORK, Work, WorkDone};

/// Returns the ids that a root list gives under some arguments.
fn ids(list: &str, arguments: &str) -> Vec<String> {
    let query = format!("{{ {list}(first: 500, {arguments}) {{ totalCount nodes {{ id }} }} }}");
    let answer = ask(&query)[list].take();
    let ids = each(&answer["nodes"], "id");
    assert_eq!(answer["totalCount"], ids.len());
    ids.into_iter().map(str::to_owned).collect()
}

#[test]
fn operators_of_one_object_all_have_to_hold() {
    let found = ids(
        "people",
        r#"where: { name: { startsWith: "alec", word: "BALDWIN" } }"#,
    );
    assert_eq!(found, ["alec-baldwin"]);
    assert!(
        ids(
            "people",
            r#"where: { name: { startsWith: "alec", eq: "x" } }"#
        )
        .is_empty()
    );
}

#[test]
fn conditions_are_joined_by_and_or_and_not() {
    let one = r#"{ id: { eq: "joel-souza" } }"#;
    let other = r#"{ id: { eq: "alec-baldwin" } }"#;
    let either = ids("people", &format!("where: {{ or: [{one}, {other}] }}"));
    assert_eq!(either, ["alec-baldwin", "joel-souza"]);
    assert!(ids("people", &format!("where: {{ and: [{one}, {other}] }}")).is_empty());
    let all = ids("people", "where: {}");
    let rest = ids(
        "people",
        &format!("where: {{ not: {{ or: [{one}, {other}] }} }}"),
    );
    assert_eq!(rest.len() + 2, all.len());
    assert!(ids("people", "where: { or: [] }").is_empty());
}

#[test]
fn relations_are_asked_for_some_every_none_and_their_number() {
    let film = r#"node: { id: { eq: "rust" } }"#;
    let directed = |quantified: &str| {
        ids(
            "people",
            &format!("where: {{ directed: {{ {quantified} }} }}"),
        )
    };
    assert_eq!(directed(&format!("some: {{ {film} }}")), ["joel-souza"]);
    let everybody = ids("people", "where: {}").len();
    let none = directed(&format!("none: {{ {film} }}"));
    assert_eq!(none.len() + 1, everybody);
    let only = directed(&format!("every: {{ {film} }}, count: {{ gte: 1 }}"));
    assert!(only.is_empty() || only == ["joel-souza"]);
    assert_eq!(directed("count: { eq: 0 }"), directed("none: {}"));
}

#[test]
fn an_edge_is_asked_for_qualifier_standing_status_and_source() {
    let found = ids(
        "people",
        r#"where: { chargedIn: { some: {
            charge: { contains: "MANSLAUGHTER" }, standing: { eq: DISMISSED },
            status: { in: [REPORTED] }, source: { eq: "doc-002" }
        } } }"#,
    );
    assert_eq!(found, ["alec-baldwin"]);
    let convicted = ids(
        "people",
        "where: { chargedIn: { some: { standing: { in: [CONVICTED] } } } }",
    );
    assert_eq!(convicted, ["hannah-gutierrez-reed"]);
}

#[test]
fn a_condition_obeys_the_view() {
    let standing = "where: { chargedIn: { some: { standing: { eq: CHARGED } } } }";
    let then = ids(
        "people",
        &format!(r#"view: {{ knownAt: "2023-01-21" }}, {standing}"#),
    );
    assert!(then.contains(&"alec-baldwin".to_owned()));
    assert!(!ids("people", standing).contains(&"alec-baldwin".to_owned()));
}

#[test]
fn a_nested_list_is_filtered_on_the_edge_and_on_the_node() {
    let data = ask(r#"{ legalCase(id: "baldwin-criminal-case") {
            steps(
                where: { node: { kind: { in: [DISMISSAL, CHARGES_DROPPED] }, date: { exists: true } } }
                orderBy: [{ node: { date: DESC } }]
            ) { totalCount nodes { date } edges { node { date } } }
        } }"#);
    let steps = &data["legalCase"]["steps"];
    assert_eq!(each(&steps["nodes"], "date"), ["2024-07", "2023-04-20"]);
    assert_eq!(steps["totalCount"], 2);
    assert_eq!(steps["edges"][0]["node"]["date"], "2024-07");
}

#[test]
fn dates_are_asked_for_before_after_during_and_overlaps() {
    let occurred = |test: &str| ids("proceedings", &format!("where: {{ date: {{ {test} }} }}"));
    let dismissal = "baldwin-dismissal-2024".to_owned();
    assert!(occurred(r#"after: "2024-06""#).contains(&dismissal));
    assert!(!occurred(r#"before: "2024-07-15""#).contains(&dismissal));
    assert!(occurred(r#"during: "2024""#).contains(&dismissal));
    assert!(occurred(r#"overlaps: "2024-07-15/..""#).contains(&dismissal));
    assert!(!occurred(r#"during: "2024-07-15/..""#).contains(&dismissal));
    let refused = response(
        &SHIPPED,
        r#"{ proceedings(where: { date: { during: "July" } }) { totalCount } }"#,
    );
    assert_eq!(codes(&refused), ["BAD_ARGUMENT"]);
}

#[test]
fn nulls_come_last_unless_they_are_to_come_first() {
    let dates = |order: &str| -> Vec<Value> {
        let query = format!(
            "{{ proceedings(first: 500, orderBy: [{{ date: {order} }}]) {{ nodes {{ date }} }} }}"
        );
        let answer = ask(&query);
        let nodes = items(&answer["proceedings"]["nodes"]).iter();
        nodes.map(|node| node["date"].clone()).collect()
    };
    let check = |order: &str, nulls_first: bool, descending: bool| {
        let dates = dates(order);
        let n_null = dates.iter().filter(|date| date.is_null()).count();
        assert!(n_null > 0 && n_null < dates.len());
        let (nulls, mut told) = if nulls_first {
            (dates[..n_null].to_vec(), dates[n_null..].to_vec())
        } else {
            (
                dates[dates.len() - n_null..].to_vec(),
                dates[..dates.len() - n_null].to_vec(),
            )
        };
        assert!(nulls.iter().all(Value::is_null), "{order}");
        if descending {
            told.reverse();
        }
        assert!(
            told.is_sorted_by_key(|date| date.as_str()),
            "{order}: {told:?}"
        );
    };
    check("ASC", false, false);
    check("DESC", false, true);
    check("ASC_NULLS_FIRST", true, false);
    check("DESC_NULLS_FIRST", true, true);
}

#[test]
fn ties_are_decided_by_the_next_key_and_then_by_the_id() {
    let data = ask(
        r#"{ proceedings(first: 500, orderBy: [{ kind: ASC }, { date: DESC }]) {
            nodes { id kind date }
        } }"#,
    );
    let nodes = items(&data["proceedings"]["nodes"]);
    let by_kind: Vec<&[Value]> = nodes.chunk_by(|a, b| a["kind"] == b["kind"]).collect();
    assert!(by_kind.iter().any(|group| group.len() > 1));
    for same in by_kind
        .iter()
        .flat_map(|group| group.chunk_by(|a, b| a["date"] == b["date"]))
    {
        assert!(same.is_sorted_by_key(|node| node["id"].as_str()));
    }
    let mut kinds: Vec<_> = by_kind
        .iter()
        .map(|group| group[0]["kind"].to_string())
        .collect();
    let n_kinds = kinds.len();
    kinds.sort_unstable();
    kinds.dedup();
    assert_eq!(kinds.len(), n_kinds);
}

#[test]
fn entities_are_ordered_by_the_number_of_their_relationships_that_are_wanted() {
    let data = ask(
        r#"{ people(first: 3, orderBy: [{ issued: { direction: DESC } }]) {
            nodes { issued { totalCount } }
        } }"#,
    );
    let counts: Vec<_> = items(&data["people"]["nodes"])
        .iter()
        .map(|node| node["issued"]["totalCount"].as_u64().unwrap_or_default())
        .collect();
    assert!(
        counts[0] > 0 && counts.is_sorted_by(|a, b| a >= b),
        "{counts:?}"
    );
    let filtered = ids(
        "people",
        r#"orderBy: [{ directed: { direction: DESC, where: { node: { id: { eq: "rust" } } } } }]"#,
    );
    assert_eq!(filtered[0], "joel-souza");
}

#[test]
fn pages_of_a_chosen_list_never_repeat_or_skip() {
    let chosen = r#"where: { name: { contains: "a" } }, orderBy: [{ type: DESC }]"#;
    assert_eq!(
        codes(&response(
            &SHIPPED,
            &format!("{{ entities({chosen}) {{ totalCount }} }}")
        )),
        ["GRAPHQL_VALIDATION_FAILED"],
        "types are no order"
    );
    let chosen = r#"where: { name: { contains: "a" } }, orderBy: [{ description: DESC }]"#;
    let whole = ids("entities", chosen);
    let (mut after, mut read) = (json!(null), Vec::new());
    loop {
        let query = format!(
            "{{ entities(first: 7, after: {after}, {chosen}) {{
                nodes {{ id }} pageInfo {{ hasNextPage endCursor }}
            }} }}"
        );
        let page = ask(&query)["entities"].take();
        read.extend(each(&page["nodes"], "id").into_iter().map(str::to_owned));
        after = page["pageInfo"]["endCursor"].clone();
        if page["pageInfo"]["hasNextPage"] == json!(false) {
            break;
        }
    }
    assert_eq!(read, whole);
    let elsewhere = format!("{{ entities(first: 7, after: {after}) {{ totalCount }} }}");
    assert_eq!(codes(&response(&SHIPPED, &elsewhere)), ["CURSOR_FOREIGN"]);
}

#[test]
fn a_key_of_an_order_names_one_field() {
    for keys in ["{ name: ASC, id: DESC }", "{}"] {
        let query = format!("{{ people(orderBy: [{keys}]) {{ totalCount }} }}");
        assert_eq!(
            codes(&response(&SHIPPED, &query)),
            ["KEY_NOT_SINGLE"],
            "{keys}"
        );
    }
}

#[test]
fn conditions_come_as_variables() {
    let query = "query($where: PersonWhere, $name: String) {
        people(where: $where) { totalCount }
        named: people(where: { name: { eq: $name } }) { nodes { id } }
    }";
    let variables = json!({
        "where": { "directed": { "some": { "node": { "id": { "eq": "rust" } } } } },
        "name": "Joel Souza",
    });
    let answer = crate::support::parsed(&SHIPPED.answer(&request(query, variables)));
    assert_eq!(answer["data"]["people"]["totalCount"], 1);
    assert_eq!(
        answer["data"]["named"]["nodes"],
        json!([{ "id": "joel-souza" }])
    );
}

#[test]
fn claims_and_sources_are_filtered_too() {
    let data = ask(r#"{
            person(id: "alec-baldwin") {
                claims(first: 100, where: { status: { eq: DENIED }, stance: { eq: DENIES } }) {
                    nodes { status citations { stance } }
                }
            }
            sources(where: { published: { during: "2023" } }, orderBy: [{ published: ASC }]) {
                nodes { id }
            }
            source(id: "doc-001") {
                claims(where: { predicate: { eq: "pulled-trigger-of" } }, orderBy: [{ start: ASC }]) {
                    totalCount
                }
            }
        }"#);
    let claims = items(&data["person"]["claims"]["nodes"]);
    assert!(!claims.is_empty());
    assert!(claims.iter().all(|claim| claim["status"] == "DENIED"));
    assert_eq!(
        each(&data["sources"]["nodes"], "id"),
        ["doc-001", "doc-000"]
    );
    assert_eq!(data["source"]["claims"]["totalCount"], 2);
}

#[test]
fn what_a_request_keeps_is_gone_when_it_is_answered() {
    for _ in 0..3 {
        ids("people", "orderBy: [{ name: DESC }]");
    }
    assert_eq!(SHIPPED.domain().n_kept(), 0);
}

#[test]
fn too_much_work_is_refused_and_nothing_is_cut_short() {
    let work = Work::new(MOST_WORK, None);
    assert_eq!(work.spend(MOST_WORK), Ok(()));
    assert_eq!(work.spend(1), Err(WorkDone::Looked));
    assert_eq!(Work::new(1, None).spend(u64::MAX), Err(WorkDone::Looked));
}

#[test]
fn a_list_is_not_chosen_from_when_the_time_is_over() {
    let work = Work::new(MOST_WORK, Some(Instant::now().into()));
    assert_eq!(work.spend(1), Err(WorkDone::Time));
    let later = Instant::now() + Duration::from_secs(60);
    let later = Work::new(MOST_WORK, Some(later.into()));
    assert_eq!(later.spend(100_000), Ok(()));
}
