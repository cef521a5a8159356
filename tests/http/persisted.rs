//! Can a client name a document by its digest?

use super::client::{JSON, QUESTION, Received, answer, query_string, send_to, server};
use crate::support::codes;
use axum::Router;
use axum::body::Body;
use axum::http::header::{ACCEPT, CONTENT_TYPE};
use axum::http::{Request, StatusCode};
use serde_json::{Value, json};
use throughline::engine::digest;

fn extensions(digest: &str) -> Value {
    json!({ "persistedQuery": { "version": 1, "sha256Hash": digest } })
}

async fn post(server: &Router, body: Value) -> Received {
    let request = Request::post("/graphql").header(CONTENT_TYPE, JSON);
    let body = Body::from(body.to_string());
    send_to(server, request.body(body).expect("sound")).await
}

#[tokio::test]
async fn a_document_is_sent_once_and_named_by_its_digest_from_then_on() {
    let server = server();
    let named = json!({ "extensions": extensions(&digest(QUESTION)) });
    let unknown = post(&server, named.clone()).await;
    assert_eq!(unknown.status, StatusCode::OK);
    assert_eq!(codes(&unknown.json()), ["PERSISTED_QUERY_NOT_FOUND"]);
    assert_eq!(
        unknown.json()["errors"][0]["message"],
        "PersistedQueryNotFound"
    );
    let mut sent = named.clone();
    sent["query"] = json!(QUESTION);
    assert_eq!(post(&server, sent).await.json(), answer());
    assert_eq!(post(&server, named.clone()).await.json(), answer());
    let by_get = query_string(&[("extensions", &extensions(&digest(QUESTION)).to_string())]);
    let request = Request::get(by_get).body(Body::empty()).expect("sound");
    assert_eq!(send_to(&server, request).await.json(), answer());
    let events = Request::post("/graphql")
        .header(CONTENT_TYPE, JSON)
        .header(ACCEPT, "text/event-stream")
        .body(Body::from(named.to_string()))
        .expect("sound");
    let events = send_to(&server, events).await;
    assert!(
        events.text().contains(&answer().to_string()),
        "{}",
        events.text()
    );
}

#[tokio::test]
async fn a_digest_that_is_not_the_documents_is_refused_and_not_kept() {
    let server = server();
    let foreign = digest("{ __typename }");
    let body = json!({ "query": QUESTION, "extensions": extensions(&foreign) });
    assert_eq!(codes(&post(&server, body).await.json()), ["BAD_REQUEST"]);
    let named = json!({ "extensions": extensions(&foreign) });
    let told = post(&server, named).await.json();
    assert_eq!(codes(&told), ["PERSISTED_QUERY_NOT_FOUND"]);
    for malformed in [
        json!(7),
        json!({}),
        json!({ "version": 2, "sha256Hash": foreign }),
    ] {
        let body = json!({ "query": QUESTION, "extensions": { "persistedQuery": malformed } });
        assert_eq!(codes(&post(&server, body).await.json()), ["BAD_REQUEST"]);
    }
}
