//! Can a document be named by an id, and do only those of a manifest run?

use super::client::{JSON, QUESTION, Received, answer, query_string, send_to, server};
use crate::support::{SHIPPED, codes};
use axum::Router;
use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::{Request, StatusCode};
use serde_json::{Value, json};
use std::sync::Arc;
use throughline::engine::digest;
use throughline::http::{Settings, Trusted, router};

const OTHER: &str = "{ statistics { claimCount } }";

async fn post(server: &Router, body: Value) -> Received {
    let request = Request::post("/graphql").header(CONTENT_TYPE, JSON);
    let body = Body::from(body.to_string());
    send_to(server, request.body(body).expect("sound")).await
}

async fn get(server: &Router, parameters: &[(&str, &str)]) -> Received {
    let request = Request::get(query_string(parameters));
    send_to(server, request.body(Body::empty()).expect("sound")).await
}

fn extensions(text: &str) -> Value {
    json!({ "persistedQuery": { "version": 1, "sha256Hash": digest(text) } })
}

/// A server that was given one document, under a name that is not its SHA-256.
fn trusting() -> Router {
    let manifest = json!({ "5f2a": QUESTION }).to_string();
    let trusted = Trusted::parse(&manifest, &SHIPPED).expect("it is a manifest");
    let settings = Settings {
        trusted: Some(trusted.into()),
        ..Settings::default()
    };
    router(SHIPPED.clone(), &[], &settings, &Arc::default())
}

#[tokio::test]
async fn a_document_that_was_sent_with_its_digest_has_an_id() {
    let server = server();
    let id = format!("sha256:{}", digest(QUESTION));
    let by_id = json!({ "documentId": id });
    let told = post(&server, by_id.clone()).await.json();
    assert_eq!(codes(&told), ["PERSISTED_QUERY_NOT_FOUND"]);
    let sent = json!({ "query": QUESTION, "extensions": extensions(QUESTION) });
    assert_eq!(post(&server, sent).await.json(), answer());
    assert_eq!(post(&server, by_id).await.json(), answer());
    let by_get = get(&server, &[("documentId", &id)]).await;
    assert_eq!(by_get.json(), answer());
    let unknown = get(&server, &[("documentId", "5f2a")]).await;
    assert_eq!(unknown.status, StatusCode::BAD_REQUEST);
    assert_eq!(codes(&unknown.json()), ["DOCUMENT_NOT_FOUND"]);
    let malformed = post(&server, json!({ "documentId": 7 })).await;
    assert_eq!(codes(&malformed.json()), ["BAD_REQUEST"]);
}

#[tokio::test]
async fn a_trusted_document_runs_by_its_name_its_digest_and_its_text() {
    let server = trusting();
    let id = format!("sha256:{}", digest(QUESTION));
    for body in [
        json!({ "documentId": "5f2a" }),
        json!({ "documentId": id }),
        json!({ "extensions": extensions(QUESTION) }),
        json!({ "query": QUESTION }),
        json!({ "query": QUESTION, "extensions": extensions(QUESTION) }),
    ] {
        assert_eq!(post(&server, body.clone()).await.json(), answer(), "{body}");
    }
    let by_get = get(&server, &[("documentId", "5f2a")]).await;
    assert_eq!(by_get.json(), answer());
}

#[tokio::test]
async fn another_document_than_the_trusted_ones_does_not_run() {
    let server = trusting();
    let id = format!("sha256:{}", digest(OTHER));
    for body in [
        json!({ "query": OTHER }),
        json!({ "query": OTHER, "extensions": extensions(OTHER) }),
        json!({ "extensions": extensions(OTHER) }),
        json!({ "documentId": id }),
        json!({ "documentId": "6e1b" }),
        json!({ "query": format!("{QUESTION} "), "documentId": "5f2a" }),
    ] {
        let refused = post(&server, body.clone()).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{body}");
        assert_eq!(codes(&refused.json()), ["DOCUMENT_NOT_TRUSTED"], "{body}");
    }
    let by_get = get(&server, &[("query", OTHER)]).await;
    assert_eq!(codes(&by_get.json()), ["DOCUMENT_NOT_TRUSTED"]);
    let neither = post(&server, json!({ "variables": {} })).await;
    assert_eq!(codes(&neither.json()), ["BAD_REQUEST"]);
}

#[test]
fn what_is_wrong_with_a_manifest_is_told_with_its_place() {
    let twice = format!("{{\n\"1\": \"{QUESTION}\",\n\"1\": \"{OTHER}\"}}");
    for (text, line, part) in [
        ("", 1, "EOF"),
        ("[]", 1, "expected an object"),
        ("{}", 1, "no document may run"),
        ("{\n  \"1\": 7\n}", 2, "expected a string"),
        (
            "{\n  \"1\": \"{ nope }\"\n}",
            2,
            "the document `1` cannot run",
        ),
        ("{\n  \"1\": \"{\"\n}", 2, "the document `1` cannot run"),
        (&twice, 3, "same hash"),
        ("{\"1\": \"{ __typename }\"}\n{", 2, "trailing"),
    ] {
        let error = Trusted::parse(text, &SHIPPED).expect_err(text);
        assert_eq!(error.line, line, "{error}");
        assert!(error.problem.contains(part), "{error}");
        assert!(error.problem.contains("graphql-codegen"), "{error}");
    }
}
