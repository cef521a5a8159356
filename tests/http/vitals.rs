//! What does the server tell of itself, to operators and on request?

use super::client::{JSON, Received, examples, send_to};
use crate::support::SHIPPED;
use axum::Router;
use axum::body::Body;
use axum::http::Request;
use axum::http::header::CONTENT_TYPE;
use serde_json::{Value, json};
use std::sync::Arc;
use throughline::http::{Live, Settings, router};
use throughline::schema::Story;

fn server() -> Router {
    server_of(Live::new(SHIPPED.clone()))
}

fn server_of(live: Live<Story>) -> Router {
    router(live, &examples(), &Settings::default(), &Arc::default())
}

async fn ask(server: &Router, body: Value) -> Received {
    let request = Request::post("/graphql").header(CONTENT_TYPE, JSON);
    let body = Body::from(body.to_string());
    send_to(server, request.body(body).expect("sound")).await
}

async fn metrics(server: &Router) -> Received {
    let request = Request::get("/metrics").body(Body::empty());
    send_to(server, request.expect("sound")).await
}

/// Returns the value of a metric with its labels.
#[track_caller]
fn value(metrics: &Received, name: &str) -> f64 {
    let mut lines = metrics.text().lines();
    let line = lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    let value = line.unwrap_or_else(|| panic!("no {name} in {}", metrics.text()));
    value.parse().expect("a number")
}

#[tokio::test]
async fn requests_are_counted_by_code_and_by_what_they_take() {
    let server = server();
    for (query, n) in [
        ("{ statistics { sourceCount } }", 3),
        ("{ nope }", 2),
        ("{ timeline(first: 1) { totalCount } }", 1),
    ] {
        for _ in 0..n {
            ask(&server, json!({ "query": query })).await;
        }
    }
    let told = metrics(&server).await;
    assert_eq!(
        told.header(CONTENT_TYPE),
        "application/openmetrics-text; version=1.0.0; charset=utf-8"
    );
    for (name, expected) in [
        (r#"throughline_requests_total{code="OK",cost="light"}"#, 3.0),
        (r#"throughline_requests_total{code="OK",cost="heavy"}"#, 1.0),
        (
            r#"throughline_requests_total{code="GRAPHQL_VALIDATION_FAILED",cost="light"}"#,
            2.0,
        ),
        (
            r#"throughline_request_duration_seconds_count{cost="light"}"#,
            5.0,
        ),
        (r#"throughline_snapshot_size{of="sources"}"#, 5.0),
        ("throughline_lane_running", 0.0),
        ("throughline_connections", 0.0),
    ] {
        assert_eq!(value(&told, name), expected, "{name}");
    }
    assert!(value(&told, "throughline_documents_checked_total") >= 1.0);
    assert!(told.text().ends_with("# EOF\n"));
    if cfg!(target_os = "linux") {
        assert!(value(&told, "throughline_resident_memory_bytes") > 1_000_000.0);
    }
}

#[tokio::test]
async fn a_snapshot_is_as_old_as_it_is_served() {
    let live = Live::new(SHIPPED.clone());
    let server = server_of(live.clone());
    let age = async || value(&metrics(&server).await, "throughline_snapshot_age_seconds");
    let mut before = age().await;
    while before < 0.3 {
        before = age().await;
    }
    live.replace(SHIPPED.clone());
    assert!(age().await < before);
}

#[tokio::test]
async fn what_clients_write_is_in_no_metric() {
    let server = server();
    ask(
        &server,
        json!({ "query": "query Marked { statistics { sourceCount } }" }),
    )
    .await;
    ask(
        &server,
        json!({ "query": "{ marked }", "operationName": "Marked" }),
    )
    .await;
    let told = metrics(&server).await;
    assert!(!told.text().to_lowercase().contains("marked"));
}

#[tokio::test]
async fn a_response_tells_cost_and_timing_when_it_is_asked_to() {
    let server = server();
    let ask = async |tell: Value| {
        let query = r#"{ people(first: 2, view: { knownAt: "2024-12-31" }) { nodes { name } } }"#;
        let body = json!({ "query": query, "extensions": { "tell": tell } });
        ask(&server, body).await.json()["extensions"].take()
    };
    let told = ask(json!(["cost", "timing", "nothing"])).await;
    assert!(told["cost"]["estimated"].as_u64() > Some(1), "{told}");
    assert_eq!(told["cost"]["limit"], 10_000_000);
    assert!(told["timing"]["executingMicroseconds"].is_u64(), "{told}");
    assert!(told["timing"]["preparingMicroseconds"].is_u64(), "{told}");
    assert!(told["snapshot"].is_string(), "{told}");
    let told = ask(json!(["cost"])).await;
    assert_eq!(told.get("timing"), None);
    for nothing in [json!([]), json!("cost"), json!(7), Value::Null] {
        let told = ask(nothing).await;
        assert!(
            told.get("cost").is_none() && told.get("snapshot").is_some(),
            "{told}"
        );
    }
}

#[tokio::test]
async fn by_get_the_extensions_are_read_as_well() {
    let address = super::client::query_string(&[
        ("query", "{ __typename }"),
        ("extensions", r#"{"tell":["cost"]}"#),
    ]);
    let received = super::client::get(&address).await;
    assert!(received.json()["extensions"]["cost"].is_object());
}
