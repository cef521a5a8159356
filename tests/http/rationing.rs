//! Does a client get as much as its address may ask for, and no more?

use super::client::{JSON, QUESTION, Received, answer, query_string, send_to};
use crate::support::{SHIPPED, codes};
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::header::{ACCEPT, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{Request, StatusCode};
use serde_json::json;
use std::net::SocketAddr;
use std::sync::Arc;
use throughline::engine::Limits;
use throughline::http::{self, Settings, router};

/// A server where an address may spend as much at once, and one more in each minute.
fn rationing(cost_burst: u64) -> Router {
    let settings = Settings {
        requests: http::Limits {
            cost_per_minute: 1,
            cost_burst,
            ..http::Limits::default()
        },
        proxies: vec!["10.0.0.0/8".parse().expect("a network")],
        ..Settings::default()
    };
    router(SHIPPED.clone(), &[], &settings, &Arc::default())
}

/// Returns a question from an address, perhaps for somebody behind it.
fn question(from: &str, behind: Option<&str>) -> Request<Body> {
    let mut request = Request::post("/graphql").header(CONTENT_TYPE, JSON);
    if let Some(client) = behind {
        request = request.header("x-forwarded-for", client);
    }
    let peer: SocketAddr = format!("{from}:4711").parse().expect("an address");
    let body = Body::from(json!({ "query": QUESTION }).to_string());
    let request = request.extension(ConnectInfo(peer));
    request.body(body).expect("sound")
}

async fn ask(server: &Router, from: &str, behind: Option<&str>) -> Received {
    send_to(server, question(from, behind)).await
}

/// What the question costs: the bytes of the document, and the values of the answer.
fn cost() -> u64 {
    let request = async_graphql::Request::new(QUESTION);
    let operation = SHIPPED.prepare(&request);
    QUESTION.len() as u64 + operation.unwrap_or_else(|_| panic!("it is sound")).cost()
}

#[tokio::test]
async fn an_address_that_has_spent_its_budget_is_told_when_there_is_more() {
    let server = rationing(2 * cost() + 1);
    for left in [cost() + 1, 1] {
        let received = ask(&server, "192.0.2.1", None).await;
        assert_eq!(received.json(), answer());
        let told = received.header("ratelimit");
        assert!(told.starts_with(&format!("\"cost\";r={left};t=")), "{told}");
    }
    let refused = ask(&server, "192.0.2.1", None).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(codes(&refused.json()), ["RATE_LIMITED"]);
    let wait: u64 = refused.header(RETRY_AFTER).parse().expect("seconds");
    assert!(wait > 60, "{wait}");
    let size = 2 * cost() + 1;
    let policy = format!("\"cost\";q={size};w={}", size * 60);
    assert_eq!(refused.header("ratelimit-policy"), policy);
    assert_eq!(ask(&server, "192.0.2.2", None).await.json(), answer());
}

#[tokio::test]
async fn by_get_and_as_events_the_same_budget_is_spent() {
    let server = rationing(cost());
    assert_eq!(ask(&server, "192.0.2.1", None).await.json(), answer());
    let peer: SocketAddr = "192.0.2.1:1".parse().expect("an address");
    for accept in [JSON, "text/event-stream"] {
        let request = Request::get(query_string(&[("query", QUESTION)]))
            .header(ACCEPT, accept)
            .extension(ConnectInfo(peer));
        let refused = send_to(&server, request.body(Body::empty()).expect("sound")).await;
        assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS, "{accept}");
        assert_eq!(codes(&refused.json()), ["RATE_LIMITED"]);
    }
}

#[tokio::test]
async fn who_is_behind_a_listed_proxy_has_a_budget_of_its_own() {
    let server = rationing(cost());
    for (from, behind, status) in [
        ("10.0.0.1", Some("192.0.2.1"), StatusCode::OK),
        ("10.0.0.1", Some("192.0.2.2"), StatusCode::OK),
        ("10.0.0.2", Some("192.0.2.1"), StatusCode::TOO_MANY_REQUESTS),
        ("198.51.100.1", Some("192.0.2.3"), StatusCode::OK),
        (
            "198.51.100.1",
            Some("192.0.2.4"),
            StatusCode::TOO_MANY_REQUESTS,
        ),
    ] {
        let received = ask(&server, from, behind).await;
        assert_eq!(received.status, status, "{from} {behind:?}");
    }
}

#[tokio::test]
async fn what_costs_more_than_any_budget_is_refused_as_too_costly() {
    let received = ask(
        &rationing(cost() - QUESTION.len() as u64),
        "192.0.2.1",
        None,
    )
    .await;
    assert_eq!(received.status, StatusCode::BAD_REQUEST);
    assert_eq!(codes(&received.json()), ["COST_TOO_HIGH"]);
    assert_eq!(received.header(RETRY_AFTER), "");
}

#[tokio::test]
async fn unless_an_operator_sets_a_budget_nothing_is_counted() {
    let server = router(SHIPPED.clone(), &[], &Settings::default(), &Arc::default());
    for _ in 0..20 {
        let received = ask(&server, "192.0.2.1", None).await;
        assert_eq!(received.json(), answer());
        assert_eq!(received.header("ratelimit"), "");
    }
    let burst = http::Limits::default().cost_burst;
    assert!(burst >= Limits::default().cost, "what may run can be paid");
}
