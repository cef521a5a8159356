//! Which claims differ between two snapshots?

use super::{begun, directed, film, followed, snapshot};
use crate::support::{codes, each, items, parsed, request};
use serde_json::{Value, json};
use throughline::engine::{Cancellation, Engine};
use throughline::query::MOST_STEPS;
use throughline::schema::Story;

/// Returns what a subscriber is told that knows a snapshot, if anything.
fn told(engine: &Engine<Story>, arguments: &str, since: &str) -> Option<Value> {
    let query = format!(
        "subscription {{ changed{arguments} {{
            since snapshot claimCount
            claims {{ kind id sentence claim {{ id }} subject {{ id }} }}
        }} }}"
    );
    let operation = engine.prepare(&request(&query, json!({})));
    let operation = operation.unwrap_or_else(|refused| panic!("{:?}", parsed(&refused)));
    let news = operation.news(since, &Cancellation::default())?;
    Some(parsed(&news))
}

fn kinds(told: &Value) -> Vec<(&str, &str)> {
    let claims = &told["data"]["changed"]["claims"];
    let told = each(claims, "kind")
        .into_iter()
        .zip(each(claims, "sentence"));
    let mut told: Vec<_> = told.collect();
    told.sort_unstable();
    told
}

#[test]
fn claims_that_came_went_or_changed_are_told() {
    let first = begun(&film("filming", "paper#1"));
    let second = followed(&first, &directed("filming", "gazette#1"));
    let news = told(&second, "", &snapshot(&first)).expect("there is news");
    assert_eq!(
        kinds(&news),
        [
            ("ADDED", "Joel: directed Rust"),
            ("CHANGED", "Rust: stage filming")
        ]
    );
    let change = &news["data"]["changed"];
    assert_eq!(change["since"], snapshot(&first));
    assert_eq!(change["snapshot"], snapshot(&second));
    assert_eq!(change["claimCount"], 2);

    let third = followed(&second, &film("released", "gazette#1"));
    let news = told(&third, "", &snapshot(&second)).expect("there is news");
    assert_eq!(
        kinds(&news),
        [
            ("ADDED", "Rust: stage released"),
            ("REMOVED", "Joel: directed Rust"),
            ("REMOVED", "Rust: stage filming"),
        ]
    );
    let claims = items(&news["data"]["changed"]["claims"]);
    let removed = claims
        .iter()
        .find(|claim| claim["sentence"] == "Joel: directed Rust");
    let removed = removed.expect("it is told");
    assert_eq!(removed["claim"], Value::Null);
    assert_eq!(removed["subject"]["id"], "joel");
}

#[test]
fn who_was_away_is_told_of_several_steps_as_one() {
    let first = begun(&film("filming", "paper#1"));
    let second = followed(&first, &directed("filming", "paper#1"));
    let third = followed(&second, &film("released", "gazette#1"));
    let news = told(&third, "", &snapshot(&first)).expect("there is news");
    // The director came and went in between.
    assert_eq!(
        kinds(&news),
        [
            ("ADDED", "Rust: stage released"),
            ("REMOVED", "Rust: stage filming")
        ]
    );
}

#[test]
fn nothing_is_told_of_what_nobody_asked_for() {
    let first = begun(&film("filming", "paper#1"));
    let second = followed(&first, &film("released", "paper#1"));
    let since = snapshot(&first);
    assert_eq!(told(&second, "", &snapshot(&second)), None);
    assert_eq!(told(&second, "(about: \"joel\")", &since), None);
    assert_eq!(told(&second, "(about: \"nobody\")", &since), None);
    assert_eq!(told(&second, "(types: [PERSON])", &since), None);
    assert!(told(&second, "(about: \"rust\", types: [FILM])", &since).is_some());
}

#[test]
fn a_view_tells_what_it_shows_before_and_after() {
    let first = begun(&film("filming", "paper#1"));
    let second = followed(&first, &directed("filming", "gazette#1"));
    let since = snapshot(&first);
    let of = |view: &str| told(&second, &format!("(view: {{ {view} }})"), &since);
    // The passage moved from a source that is read to one that is not.
    let early = of("knownAt: \"2024\"").expect("there is news");
    assert_eq!(kinds(&early), [("REMOVED", "Rust: stage filming")]);
    let gazette = of("onlySources: [\"gazette\"]").expect("there is news");
    assert_eq!(
        kinds(&gazette),
        [
            ("ADDED", "Joel: directed Rust"),
            ("ADDED", "Rust: stage filming")
        ]
    );
    assert_eq!(of("onlySources: []"), None);
}

#[test]
fn a_snapshot_that_nobody_remembers_is_refused() {
    let first = begun(&film("filming", "paper#1"));
    let news = told(&first, "", "0123").expect("it is told");
    assert_eq!(codes(&news), ["SNAPSHOT_UNKNOWN"]);

    let mut engine = first;
    let stages: Vec<String> = (0..=MOST_STEPS).map(|n| format!("stage {n}")).collect();
    let known: Vec<_> = stages
        .iter()
        .map(|stage| {
            engine = followed(&engine, &film(stage, "paper#1"));
            snapshot(&engine)
        })
        .collect();
    let oldest = told(&engine, "", &known[0]).expect("it is told");
    assert_eq!(each(&oldest["data"]["changed"]["claims"], "kind").len(), 2);
    let before = engine.domain().graph().snapshot();
    assert_ne!(before, known[0]);
    let engine = followed(&engine, &film("one more", "paper#1"));
    let forgotten = told(&engine, "", &known[0]).expect("it is told");
    assert_eq!(codes(&forgotten), ["SNAPSHOT_UNKNOWN"]);
}

#[test]
fn a_subscription_without_a_stream_is_refused() {
    let engine = begun(&film("filming", "paper#1"));
    let query = "subscription { changed { snapshot } }";
    let answer = crate::support::response(&engine, query);
    assert_eq!(codes(&answer), ["SUBSCRIPTION_WITHOUT_STREAM"]);
    let two = "subscription { a: changed { snapshot } b: changed { snapshot } }";
    let answer = crate::support::response(&engine, two);
    assert_eq!(codes(&answer), ["GRAPHQL_VALIDATION_FAILED"]);
}
