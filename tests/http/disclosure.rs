//! What is told of the schema to those who do not know it?

use crate::support::{codes, in_repository, parsed, request, response};
use serde_json::{Value, json};
use throughline::dataset;
use throughline::engine::{Disclosure, Engine, Introspection, Limits, Suggestions};
use throughline::graph::KnowledgeGraph;
use throughline::schema::{Story, definition};

fn engine(disclosure: Disclosure) -> Engine<Story> {
    let dataset = dataset::read(&in_repository("tests/minimal")).dataset;
    let dataset = dataset.expect("the smallest story is sound");
    let definition = definition(&dataset.ontology).disclosing(disclosure);
    let story = Story::new(KnowledgeGraph::build(dataset), Vec::new());
    Engine::new(definition, story, Limits::default()).expect("it can be served")
}

#[test]
fn introspection_can_be_refused_and_type_names_are_still_told() {
    let engine = engine(Disclosure {
        introspection: Introspection::Refused,
        ..Disclosure::default()
    });
    for query in [
        "{ __schema { types { name } } }",
        "{ a: __typename ...F } fragment F on Query { __type(name: \"Query\") { name } }",
    ] {
        let told = response(&engine, query);
        assert_eq!(codes(&told), ["INTROSPECTION_REFUSED"], "{query}");
        assert_eq!(told.get("data"), None);
    }
    let told = response(&engine, "{ __typename }");
    assert_eq!(told["data"]["__typename"], "Query");
}

#[test]
fn suggestions_can_be_withheld() {
    let withholding = engine(Disclosure {
        suggestions: Suggestions::Withheld,
        ..Disclosure::default()
    });
    let giving = engine(Disclosure::default());
    let order =
        "query ($order: OrderDirection) { people(orderBy: [{ name: $order }]) { totalCount } }";
    for (query, variables) in [
        ("{ peopel { totalCount } }", Value::Null),
        ("{ people(frist: 1) { totalCount } }", Value::Null),
        (
            r#"{ paths(from: "ann", to: "rust", via: "armourer-of") { totalCount } }"#,
            Value::Null,
        ),
        (
            "query ($via: String) { paths(from: \"ann\", to: \"rust\", via: $via) { totalCount } }",
            json!({ "via": "armourer-of" }),
        ),
        (order, json!({ "order": "DECS" })),
    ] {
        let message = |engine: &Engine<Story>| {
            let told = parsed(&engine.answer(&request(query, variables.clone())));
            told["errors"][0]["message"].to_string()
        };
        assert!(
            message(&giving).contains("Did you mean"),
            "{}",
            message(&giving)
        );
        assert!(!message(&withholding).contains("Did you mean"), "{query}");
    }
}
