//! How do the tests speak HTTP with the server?

use crate::support::{SHIPPED, in_repository};
use axum::Router;
use axum::body::Body;
use axum::http::header::{ACCEPT, CONTENT_TYPE};
use axum::http::{HeaderMap, Request, StatusCode};
use serde_json::{Value, json};
use std::sync::Arc;
use throughline::http::example::{Example, read_examples};
use throughline::http::{Settings, router};
use tower::ServiceExt as _;

pub(crate) const JSON: &str = "application/json";
pub(crate) const GRAPHQL: &str = "application/graphql-response+json";

pub(crate) fn examples() -> Vec<Example> {
    read_examples(&in_repository("graph-data/queries")).expect("the examples are sound")
}

pub(crate) fn server() -> Router {
    router(
        SHIPPED.clone(),
        &examples(),
        &Settings::default(),
        &Arc::default(),
    )
}

/// A response, read to its end.
pub(crate) struct Received {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Received {
    pub(crate) fn header(&self, name: impl axum::http::header::AsHeaderName) -> &str {
        let value = self.headers.get(name);
        value.map_or("", |value| value.to_str().expect("it is text"))
    }

    pub(crate) fn text(&self) -> &str {
        str::from_utf8(&self.body).expect("it is text")
    }

    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("it is JSON")
    }
}

pub(crate) async fn send(request: Request<Body>) -> Received {
    send_to(&server(), request).await
}

pub(crate) async fn send_to(server: &Router, request: Request<Body>) -> Received {
    let response = server.clone().oneshot(request).await.expect("it answers");
    let (head, body) = response.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await;
    Received {
        status: head.status,
        headers: head.headers,
        body: body.expect("the body comes to its end").to_vec(),
    }
}

pub(crate) async fn get(address: &str) -> Received {
    send(Request::get(address).body(Body::empty()).expect("sound")).await
}

/// Sends a body as JSON, with what the client accepts.
pub(crate) async fn post(accept: &str, body: impl Into<Body>) -> Received {
    let request = Request::post("/graphql")
        .header(CONTENT_TYPE, JSON)
        .header(ACCEPT, accept);
    send(request.body(body.into()).expect("sound")).await
}

pub(crate) fn query_string(parameters: &[(&str, &str)]) -> String {
    let mut written = form_urlencoded::Serializer::new(String::new());
    let written = written.extend_pairs(parameters).finish();
    format!("/graphql?{written}")
}

pub(crate) const QUESTION: &str = "{ statistics { sourceCount } }";

pub(crate) fn answer() -> Value {
    json!({ "data": { "statistics": { "sourceCount": 5 } } })
}
