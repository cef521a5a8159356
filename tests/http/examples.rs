//! Are the examples served, and is each of them answered?

use super::client::{examples, get};
use crate::support::{SHIPPED, codes, each, in_repository, request, response};
use serde_json::Value;
use std::fs;
use throughline::http::example::Example;

#[tokio::test]
async fn the_examples_are_served_in_the_order_of_their_files() {
    let served = get("/examples.json").await.json();
    let mut files: Vec<_> = fs::read_dir(in_repository("graph-data/queries"))
        .expect("the examples are there")
        .map(|entry| entry.expect("it can be read").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "graphql"))
        .collect();
    files.sort();
    let served = each(&served, "query");
    let texts: Vec<_> = files
        .iter()
        .map(|path| fs::read_to_string(path).expect("it is text"))
        .collect();
    assert_eq!(served, texts);
}

#[test]
fn every_example_is_named_explained_and_answered() {
    for example in examples() {
        let Example {
            name,
            query,
            variables,
        } = example;
        assert!(
            query.starts_with("# ") && query.contains(&format!("query {name}")),
            "{name} begins with a comment and has a name"
        );
        let variables = variables.map_or(Value::Null, Value::Object);
        let answer = SHIPPED.answer(&request(&query, variables));
        let told: Value = serde_json::from_slice(&answer.body).expect("it is JSON");
        assert_eq!(told.get("errors"), None, "{name}");
        let data = told["data"].as_object().expect("there is data");
        assert!(!data.values().any(Value::is_null), "{name} finds something");
    }
}

#[test]
fn an_example_with_variables_is_not_answered_without_them() {
    let needing = examples()
        .into_iter()
        .filter(|example| example.query.contains("!)") || example.query.contains("!,"));
    let mut n_needing = 0;
    for example in needing {
        n_needing += 1;
        assert!(example.variables.is_some(), "{}", example.name);
        assert_eq!(
            codes(&response(&SHIPPED, &example.query)),
            ["BAD_VARIABLE"],
            "{}",
            example.name
        );
    }
    assert!(n_needing > 0);
}
