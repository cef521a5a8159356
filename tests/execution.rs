//! What does an operation answer, and which operations are never begun?

use crate::support::{
    SHIPPED, ask, codes, each, items, parsed, request, response, shipped_within, smallest_within,
};
use async_graphql::Executor;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};
use throughline::engine::{Engine, Limits, Request};
use throughline::http::{self, Endpoint};
use throughline::schema::Story;

// ---- Refusals before anything runs ----

/// Checks that a document is refused with one error of this code, without data.
#[track_caller]
fn refused(query: &str, code: &str) -> Value {
    let told = response(&SHIPPED, query);
    assert_eq!(codes(&told), [code], "{}", &query[..query.len().min(200)]);
    assert_eq!(told.get("data"), None, "nothing was executed");
    told
}

#[test]
fn a_document_that_is_too_long_is_refused() {
    let comment = "#".repeat(Limits::default().document_bytes);
    refused(&format!("{{ __typename }} {comment}"), "DOCUMENT_TOO_LARGE");
}

#[test]
fn a_document_with_too_many_tokens_is_refused() {
    let fields = "a ".repeat(Limits::default().tokens);
    refused(&format!("{{ {fields} }}"), "TOO_MANY_TOKENS");
}

#[test]
fn brackets_of_every_kind_are_refused_when_they_nest_too_deeply() {
    let nested = |open: &str, close: &str| format!("{}{}", open.repeat(2_000), close.repeat(2_000));
    let lists = nested("[", "]");
    let objects = format!("{}1{}", "{a:".repeat(1_000), "}".repeat(1_000));
    for query in [
        format!("{{ nodes(ids: {lists}) {{ id }} }}"),
        format!("query($a: [ID!] = {lists}) {{ __typename }}"),
        format!("{{ __typename @skip(if: {lists}) }}"),
        format!("{{ nodes(ids: {objects}) {{ id }} }}"),
        format!("query($a: {}) {{ __typename }}", nested("[", "]")),
        nested("{", "}"),
        nested("{a(b:", ")}"),
        "[".repeat(4_000),
        "{a".repeat(2_000),
    ] {
        refused(&query, "NESTING_TOO_DEEP");
    }
}

#[test]
fn brackets_within_strings_and_comments_do_not_count() {
    let brackets = "[".repeat(2_000);
    let told = response(
        &SHIPPED,
        &format!("{{ person(id: {brackets:?}) {{ id }} }} # {brackets}"),
    );
    assert_eq!(told, json!({ "data": { "person": null } }));
}

/// Returns a document whose fragments spread the next one twice, so many levels deep.
fn doubling(levels: usize) -> String {
    let mut text = "{ ...F0 }".to_owned();
    for level in 0..levels {
        let next = level + 1;
        let _ = write!(
            text,
            " fragment F{level} on Query {{ ...F{next} ...F{next} }}"
        );
    }
    text + &format!(" fragment F{levels} on Query {{ __typename }}")
}

#[test]
fn fragments_that_double_28_times_are_refused_at_once() {
    let begun = Instant::now();
    refused(&doubling(28), "TOO_MANY_FIELDS");
    // Following each of the 268 million spreads would take minutes, whatever the machine.
    assert!(begun.elapsed() < Duration::from_secs(5));
}

#[test]
fn fragments_that_lead_back_to_themselves_are_refused() {
    let told = refused(
        "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }",
        "FRAGMENT_CYCLE",
    );
    let message = told["errors"][0]["message"].as_str().unwrap_or_default();
    assert!(message.contains("`A`"), "{message}");
}

#[test]
fn a_chain_of_fragments_that_is_too_long_is_refused() {
    let mut query = "{ ...F0 }".to_owned();
    for level in 0..60 {
        let _ = write!(query, " fragment F{level} on Query {{ ...F{} }}", level + 1);
    }
    query += " fragment F60 on Query { __typename }";
    refused(&query, "FRAGMENT_CHAIN_TOO_LONG");
}

#[test]
fn selections_that_nest_too_deeply_are_refused_wherever_they_are_written() {
    let deep = |n: usize| format!("{}id{}", "relations { nodes { ".repeat(n), " } }".repeat(n));
    let direct = format!("{{ entity(id: \"rust\") {{ {} }} }}", deep(12));
    refused(&direct, "DEPTH_TOO_GREAT");
    let through_fragments = format!(
        "{{ entity(id: \"rust\") {{ relations {{ nodes {{ ...F }} }} }} }} \
         fragment F on Entity {{ {} }}",
        deep(11)
    );
    refused(&through_fragments, "DEPTH_TOO_GREAT");
}

#[test]
fn too_many_aliases_are_refused() {
    let aliases = |n: usize| {
        let fields: Vec<_> = (0..n).map(|n| format!("a{n}: __typename")).collect();
        format!("{{ {} }}", fields.join(" "))
    };
    let most = usize::try_from(Limits::default().aliases).expect("a small number");
    assert_eq!(response(&SHIPPED, &aliases(most)).get("errors"), None);
    refused(&aliases(most + 1), "TOO_MANY_ALIASES");
}

#[test]
fn too_many_directives_are_refused() {
    let directives = |n: usize| {
        let fields = "__typename @skip(if: false) ".repeat(n);
        format!("{{ {fields} }}")
    };
    let most = usize::try_from(Limits::default().directives).expect("a small number");
    assert_eq!(response(&SHIPPED, &directives(most)).get("errors"), None);
    refused(&directives(most + 1), "TOO_MANY_DIRECTIVES");
}

#[test]
fn an_operation_that_may_answer_too_much_is_refused_with_the_figure() {
    let query = "{ entities(first: 500) { nodes { relations(first: 500) { nodes { \
                 relations(first: 500) { totalCount nodes { id } } } } } } }";
    let told = refused(query, "COST_TOO_HIGH");
    let message = told["errors"][0]["message"].as_str().unwrap_or_default();
    let figures: Vec<u64> = message
        .split(|c: char| !c.is_ascii_digit())
        .filter_map(|figure| figure.parse().ok())
        .collect();
    let most = Limits::default().cost;
    assert_eq!(figures.get(1), Some(&most), "{message}");
    assert!(figures[0] > 500 * 500 * 500, "{message}");
}

#[test]
fn page_sizes_in_variables_count_into_the_cost() {
    let query = "query($n: Int) { entities(first: $n) { nodes { relations(first: $n) { nodes { \
                 relations(first: $n) { nodes { id } } } } } } }";
    let answer = |n: u32| parsed(&SHIPPED.answer(&request(query, json!({ "n": n }))));
    assert_eq!(answer(10).get("errors"), None);
    assert_eq!(codes(&answer(500)), ["COST_TOO_HIGH"]);
}

#[test]
fn fields_behind_fragments_on_interfaces_count_into_the_cost() {
    let direct = "{ entities(first: 500) { nodes { claims(first: 500) { nodes { \
                  citations(first: 500) { paragraph } } } } } }";
    let behind = "{ entities(first: 500) { nodes { ...F } } } fragment F on Agent { \
                  claims(first: 500) { nodes { citations(first: 500) { paragraph } } } }";
    refused(direct, "COST_TOO_HIGH");
    refused(behind, "COST_TOO_HIGH");
}

#[test]
fn variables_that_nest_too_deeply_are_refused() {
    let nested = |depth: usize| (0..depth).fold(json!("rust"), |inner, _| json!([inner]));
    let query = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }";
    let answer = |ids: Value| parsed(&SHIPPED.answer(&request(query, json!({ "ids": ids }))));
    assert_eq!(codes(&answer(nested(100))), ["NESTING_TOO_DEEP"]);
    assert_eq!(codes(&answer(nested(2))), ["BAD_VARIABLE"]);
    assert_eq!(answer(nested(1)).get("errors"), None);
}

#[test]
fn at_most_ten_short_errors_are_told_whatever_was_sent() {
    let long = "x".repeat(1_000);
    let unknown: String = (0..50).fold(String::new(), |text, n| text + &format!("{long}{n} "));
    let ids: Vec<_> = items(&ask("{ people(first: 500) { nodes { id } } }")["people"]["nodes"])
        .iter()
        .map(|person| person["id"].to_string())
        .collect();
    let failing = format!(
        "{{ nodes(ids: [{}]) {{ ... on Person {{ claims(first: -1) {{ totalCount }} }} }} }}",
        ids.join(", ")
    );
    let arguments = format!("{{ person(id: 1, {long}: \"{long}\") {{ id(a: {long}) }} }}");
    let garbage = "!".repeat(5_000);
    for query in [
        format!("{{ {unknown} }}"),
        failing,
        arguments,
        garbage,
        format!("query {long} {{ __typename }} query {long} {{ __typename }}"),
        format!("{{ ...{long} }}"),
        format!("\"{long}"),
    ] {
        let answer = SHIPPED.answer(&Request::new(&*query));
        let told = parsed(&answer);
        let n_errors = codes(&told).len();
        assert!((1..=10).contains(&n_errors), "{n_errors} errors");
        for error in items(&told["errors"]) {
            let message = error["message"].as_str().unwrap_or_default();
            assert!(message.len() < 500, "{} bytes", message.len());
            assert!(error["locations"].as_array().is_none_or(|l| l.len() <= 2));
        }
        assert!(answer.body.len() < 16_000, "{} bytes", answer.body.len());
    }
}

#[test]
fn fields_that_do_not_merge_are_refused_in_depth() {
    refused(
        r#"{ person(id: "a") { claims { nodes { x: predicate } } claims { nodes { x: text } } } }"#,
        "GRAPHQL_VALIDATION_FAILED",
    );
}

// ---- Which operation, with which variables ----

const TWO: &str = "query A { statistics { claimCount } } query B { statistics { sourceCount } }";

#[test]
fn of_several_operations_the_named_one_is_executed() {
    let mut named = Request::new(TWO);
    named.operation_name = Some("B".to_owned());
    let told = parsed(&SHIPPED.answer(&named));
    assert_eq!(
        told,
        json!({ "data": { "statistics": { "sourceCount": 5 } } })
    );
}

#[test]
fn of_several_operations_one_has_to_be_named() {
    refused(TWO, "OPERATION_NAME_REQUIRED");
    let mut named = Request::new(TWO);
    named.operation_name = Some("C".to_owned());
    let told = parsed(&SHIPPED.answer(&named));
    assert_eq!(codes(&told), ["UNKNOWN_OPERATION"]);
}

#[test]
fn variables_that_do_not_fit_are_refused_with_their_name() {
    let query = "query($first: Int = 3, $id: ID!, $types: [RelationType!]) { person(id: $id) { \
                 relations(first: $first, types: $types) { totalCount } } }";
    for (variables, name) in [
        (json!({}), "$id"),
        (json!({ "id": null }), "$id"),
        (json!({ "id": ["a"] }), "$id"),
        (json!({ "id": "a", "first": "3" }), "$first"),
        (json!({ "id": "a", "first": 2_147_483_648_u64 }), "$first"),
        (json!({ "id": "a", "first": 1.5 }), "$first"),
        (json!({ "id": "a", "types": ["NO_SUCH"] }), "$types"),
        (json!({ "id": "a", "types": [null] }), "$types"),
    ] {
        let told = parsed(&SHIPPED.answer(&request(query, variables.clone())));
        assert_eq!(codes(&told), ["BAD_VARIABLE"], "{variables}");
        let error = &told["errors"][0];
        let message = error["message"].as_str().unwrap_or_default();
        assert!(message.contains(&format!("`{name}`")), "{message}");
        assert_eq!(error["locations"][0]["line"], 1);
        assert_eq!(told.get("data"), None);
    }
}

#[test]
fn variables_have_defaults_and_single_values_become_lists() {
    let query = "query($first: Int = 2, $types: [RelationType!]) { person(id: \"alec-baldwin\") { \
                 relations(first: $first, types: $types) { nodes { id } edges { relation } } } }";
    let answer = |variables: Value| parsed(&SHIPPED.answer(&request(query, variables)));
    let by_default = answer(json!({}));
    let relations = &by_default["data"]["person"]["relations"];
    assert_eq!(items(&relations["nodes"]).len(), 2);
    let single = answer(json!({ "types": "PRODUCED" }));
    let relations = &single["data"]["person"]["relations"];
    assert_eq!(each(&relations["edges"], "relation"), ["PRODUCED"]);
    let unused = answer(json!({ "nobody": { "asked": [1] } }));
    assert_eq!(unused, by_default);
}

#[test]
fn skip_and_include_follow_their_variables_on_every_run() {
    let query = "query($yes: Boolean!) { statistics { claimCount @skip(if: $yes) \
                 sourceCount @include(if: $yes) } }";
    for (yes, key) in [
        (true, "sourceCount"),
        (false, "claimCount"),
        (true, "sourceCount"),
    ] {
        let told = parsed(&SHIPPED.answer(&request(query, json!({ "yes": yes }))));
        let statistics = told["data"]["statistics"].as_object().expect("an object");
        assert_eq!(statistics.keys().collect::<Vec<_>>(), [key]);
    }
}

// ---- What an answer looks like ----

#[test]
fn keys_are_in_the_order_of_the_document_and_duplicates_are_merged() {
    let answer = SHIPPED.answer(&Request::new(
        r#"{
            b: person(id: "joel-souza") { name ...More name }
            a: __typename
            b: person(id: "joel-souza") { id }
        }
        fragment More on Person { kind: __typename type }"#,
    ));
    assert_eq!(
        String::from_utf8_lossy(&answer.body),
        r#"{"data":{"b":{"name":"Joel Souza","kind":"Person","type":"PERSON","id":"joel-souza"},"a":"Query"}}"#
    );
}

#[test]
fn fragments_apply_to_the_types_behind_interfaces_and_unions() {
    let data = ask(r#"{
        nodes(ids: ["alec-baldwin", "rust", "doc-000", "nobody"]) {
            __typename
            ... on Entity { name }
            ... on Agent { agent: __typename }
            ... on Source { paragraphCount }
        }
        proceeding(id: "baldwin-funding-request") { claims(first: 500) { nodes {
            value { ... on MoneyValue { money { amount currency } } }
        } } }
    }"#);
    assert_eq!(
        data["nodes"],
        json!([
            { "__typename": "Person", "name": "Alec Baldwin", "agent": "Person" },
            { "__typename": "Production", "name": "Rust" },
            { "__typename": "Source", "paragraphCount": 10 },
            null,
        ])
    );
    let claims = items(&data["proceeding"]["claims"]["nodes"]);
    let amount = claims.iter().find_map(|claim| claim["value"].get("money"));
    assert_eq!(
        amount,
        Some(&json!({ "amount": "600000", "currency": "USD" }))
    );
}

#[test]
fn introspection_is_answered_beside_data() {
    let data = ask(r#"{
        statistics { sourceCount }
        __type(name: "Person") { kind interfaces { name } }
        other: __schema { queryType { name } }
    }"#);
    assert_eq!(
        data,
        json!({
            "statistics": { "sourceCount": 5 },
            "__type": {
                "kind": "OBJECT",
                "interfaces": [{ "name": "Agent" }, { "name": "Entity" }, { "name": "Node" }],
            },
            "other": { "queryType": { "name": "Query" } },
        })
    );
}

#[test]
fn an_unknown_id_is_no_error() {
    let data = ask(r#"{
        person(id: "nobody") { name }
        ofAnotherType: person(id: "rust") { name }
        node(id: "nobody") { id }
        claim(id: "") { id }
    }"#);
    assert_eq!(
        data,
        json!({ "person": null, "ofAnotherType": null, "node": null, "claim": null })
    );
}

#[test]
fn a_failed_field_makes_the_nearest_nullable_place_null_and_tells_its_path() {
    let told = response(
        &SHIPPED,
        "{\n  statistics { sourceCount }\n  nodes(ids: [\"doc-000\", \"rust\"]) {\n    id\n    \
         ... on Production {\n      broken: claims(first: -1) { totalCount }\n    }\n  }\n}",
    );
    assert_eq!(
        told["data"],
        json!({ "statistics": { "sourceCount": 5 }, "nodes": [{ "id": "doc-000" }, null] })
    );
    let error = &told["errors"][0];
    assert_eq!(error["path"], json!(["nodes", 1, "broken"]));
    assert_eq!(error["locations"], json!([{ "line": 6, "column": 7 }]));
    assert_eq!(error["extensions"]["code"], "PAGE_NEGATIVE");
}

#[test]
fn a_failure_that_no_nullable_place_catches_makes_all_data_null() {
    let told = response(
        &SHIPPED,
        "{ statistics { sourceCount } people(first: -1) { totalCount } }",
    );
    assert_eq!(told["data"], Value::Null);
    assert_eq!(told["errors"][0]["path"], json!(["people"]));
}

// ---- Limits while an operation runs ----

const LARGE: &str = "{ entities(first: 500) { nodes { id name claims { nodes { id text } } } } }";

#[test]
fn an_answer_that_grows_too_large_is_cut_off_with_an_error() {
    let engine = shipped_within(Limits {
        answer_bytes: 2_000,
        ..Limits::default()
    });
    let told = response(&engine, LARGE);
    assert_eq!(told["data"], Value::Null);
    assert_eq!(codes(&told), ["ANSWER_TOO_LARGE"]);
    let small = response(&engine, "{ statistics { sourceCount } }");
    assert_eq!(small.get("errors"), None);
}

#[test]
fn an_operation_that_runs_too_long_is_ended_with_an_error() {
    let engine = shipped_within(Limits {
        time: Duration::ZERO,
        ..Limits::default()
    });
    let told = response(&engine, LARGE);
    assert_eq!(told["data"], Value::Null);
    assert_eq!(codes(&told), ["DEADLINE_EXCEEDED"]);
}

#[test]
fn every_limit_is_the_one_that_was_given() {
    let query = "{ a: statistics { sourceCount } person(id: \"a\") @skip(if: true) { id } }";
    let usual = Limits::default();
    let answered = response(&smallest_within(usual.clone()), query);
    assert_eq!(answered.get("errors"), None);
    let codes_within = |limits: Limits| {
        let told = response(&smallest_within(limits), query);
        let code = codes(&told).first().map(|code| (*code).to_owned());
        code.unwrap_or_default()
    };
    for (limits, code) in [
        (
            Limits {
                document_bytes: 10,
                ..usual.clone()
            },
            "DOCUMENT_TOO_LARGE",
        ),
        (
            Limits {
                tokens: 5,
                ..usual.clone()
            },
            "TOO_MANY_TOKENS",
        ),
        (
            Limits {
                nesting: 1,
                ..usual.clone()
            },
            "NESTING_TOO_DEEP",
        ),
        (
            Limits {
                depth: 1,
                ..usual.clone()
            },
            "DEPTH_TOO_GREAT",
        ),
        (
            Limits {
                aliases: 0,
                ..usual.clone()
            },
            "TOO_MANY_ALIASES",
        ),
        (
            Limits {
                directives: 0,
                ..usual.clone()
            },
            "TOO_MANY_DIRECTIVES",
        ),
        (
            Limits {
                fields: 1,
                ..usual.clone()
            },
            "TOO_MANY_FIELDS",
        ),
        (Limits { cost: 1, ..usual }, "COST_TOO_HIGH"),
    ] {
        assert_eq!(codes_within(limits), code);
    }
}

// ---- What is kept ----

/// Returns a document that is long enough to be worth remembering.
fn long_document(n: usize) -> String {
    format!(
        "{{ statistics {{ sourceCount }} }} # {n} {}",
        "x".repeat(4_000)
    )
}

#[test]
fn what_was_checked_is_remembered_within_a_bound() {
    let engine = smallest_within(Limits {
        cached_bytes: 1024 * 1024,
        ..Limits::default()
    });
    let known = |engine: &Engine<Story>| {
        let documents = (0..200).map(long_document);
        documents
            .filter(|text| engine.prepare_at_once(&Request::new(text)).is_some())
            .count()
    };
    assert_eq!(known(&engine), 0);
    for n in 0..200 {
        assert_eq!(response(&engine, &long_document(n)).get("errors"), None);
    }
    // Each document weighs at least 16 times its 4,000 bytes.
    let n_known = known(&engine);
    assert!((1..=16).contains(&n_known), "{n_known} are remembered");
}

#[test]
fn the_same_text_is_answered_the_same_with_and_without_the_cache() {
    let forgetful = shipped_within(Limits {
        cached_bytes: 0,
        ..Limits::default()
    });
    for query in [LARGE, "{ nope }", "{ people(first: -1) { totalCount } }"] {
        let first = SHIPPED.answer(&Request::new(query)).body;
        let again = SHIPPED.answer(&Request::new(query)).body;
        let anew = forgetful.answer(&Request::new(query)).body;
        assert!(first == again && again == anew, "{query}");
    }
}

// ---- Mounted as a schema of async-graphql ----

#[tokio::test]
async fn mounted_as_an_executor_the_engine_gives_the_same_response() {
    let endpoint = Endpoint::new(SHIPPED.clone(), &http::Settings::default(), Arc::default());
    for query in [
        "{ statistics { sourceCount } }",
        "{ people(first: 2) { nodes { name } } }",
        "{ people(first: -1) { totalCount } }",
        r#"{ person(id: "alec-baldwin") { claims(first: 501) { totalCount } } }"#,
        LARGE,
    ] {
        let mounted = endpoint.execute(Request::new(query)).await;
        let mounted = serde_json::to_value(mounted).expect("a response is JSON");
        assert_eq!(mounted, response(&SHIPPED, query), "{query}");
    }
}

#[tokio::test]
async fn mounted_as_an_executor_the_engine_refuses_with_the_same_errors() {
    let endpoint = Endpoint::new(SHIPPED.clone(), &http::Settings::default(), Arc::default());
    for query in ["{ nope }", "{", TWO, &*doubling(28), &long_document(1)[1..]] {
        let mounted = endpoint.execute(Request::new(query)).await;
        let mounted = serde_json::to_value(mounted).expect("a response is JSON");
        let told = response(&SHIPPED, query);
        assert_eq!(mounted["errors"], told["errors"], "{query}");
        assert_ne!(mounted["errors"], Value::Null);
    }
}
