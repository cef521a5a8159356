//! Does the README tell the truth?

use crate::support::{SHIPPED, parsed};
use serde_json::Value;
use throughline::engine::Request;

const README: &str = include_str!("../README.md");

/// A query of the README with its variables and its answer.
struct Shown {
    query: String,
    variables: Option<Value>,
    answer: Value,
}

/// Returns the queries of the README that are followed by an answer.
fn shown() -> Vec<Shown> {
    let mut shown = Vec::new();
    let mut query: Option<(String, Option<Value>)> = None;
    let mut lines = README.lines();
    while let Some(line) = lines.next() {
        let mut block = || -> String {
            let lines: Vec<_> = lines.by_ref().take_while(|line| *line != "```").collect();
            lines.join("\n")
        };
        if line == "```graphql" {
            query = Some((block(), None));
        } else if line == "```json" {
            let answer = serde_json::from_str(&block()).expect("an answer is JSON");
            if let Some((query, variables)) = query.take() {
                shown.push(Shown {
                    query,
                    variables,
                    answer,
                });
            }
        } else if let Some((_, variables)) = &mut query
            && let Some(text) = line.strip_prefix("With the variables `")
        {
            let json = text.strip_suffix("`:").expect("the variables end the line");
            *variables = Some(serde_json::from_str(json).expect("the variables are JSON"));
        }
    }
    shown
}

#[test]
fn the_queries_are_answered_as_the_readme_says() {
    let shown = shown();
    assert_eq!(shown.len(), 5, "the README shows five queries");
    for Shown {
        query,
        variables,
        answer,
    } in shown
    {
        let mut request = Request::new(&query);
        if let Some(variables) = variables {
            request = request.variables(async_graphql::Variables::from_json(variables));
        }
        let response = parsed(&SHIPPED.answer(&request));
        assert_eq!(response["data"], answer, "{query}");
        assert_eq!(response.get("errors"), None, "{query}");
    }
}

#[test]
fn the_queries_are_those_of_the_first_examples() {
    let folder = crate::support::in_repository("graph-data/queries");
    let examples = throughline::http::example::read_examples(&folder).expect("sound examples");
    let without_comments = |text: &str| {
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        lines.collect::<Vec<_>>().join("\n")
    };
    let shown: Vec<_> = shown().into_iter().map(|shown| shown.query).collect();
    let first: Vec<_> = examples
        .iter()
        .take(5)
        .map(|example| without_comments(example.query.trim_end()))
        .collect();
    assert_eq!(shown, first);
}
