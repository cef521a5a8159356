//! What is answered, and in which media type?

use super::client::{GRAPHQL, JSON, QUESTION, answer, get, post, query_string, send, send_to};
use crate::support::{SHIPPED, codes};
use axum::body::Body;
use axum::http::header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::http::{Request, StatusCode};
use serde_json::{Value, json};
use std::sync::Arc;
use throughline::http::{PartialStatus, Settings, router};

#[tokio::test]
async fn a_question_by_post_is_answered_in_the_accepted_media_type() {
    for (accept, media_type) in [
        (JSON, JSON),
        (GRAPHQL, GRAPHQL),
        ("*/*", JSON),
        (
            "application/graphql-response+json, application/json;q=0.9",
            GRAPHQL,
        ),
        ("text/html, application/json;q=0.5", JSON),
    ] {
        let received = post(accept, json!({ "query": QUESTION }).to_string()).await;
        assert_eq!(received.status, StatusCode::OK, "{accept}");
        let expected = format!("{media_type}; charset=utf-8");
        assert_eq!(received.header(CONTENT_TYPE), expected, "{accept}");
        assert_eq!(received.json(), answer(), "{accept}");
        assert_eq!(received.header(CACHE_CONTROL), "no-store");
        assert_eq!(received.header(X_CONTENT_TYPE_OPTIONS), "nosniff");
    }
}

#[tokio::test]
async fn without_an_accept_header_the_answer_is_json() {
    let request = Request::post("/graphql").header(CONTENT_TYPE, JSON);
    let body = Body::from(json!({ "query": QUESTION }).to_string());
    let received = send(request.body(body).expect("sound")).await;
    assert_eq!(
        received.header(CONTENT_TYPE),
        "application/json; charset=utf-8"
    );
    assert_eq!(received.json(), answer());
}

#[tokio::test]
async fn a_refused_operation_is_a_failure_only_in_the_media_type_of_graphql() {
    for query in [
        "{ nope }",
        "{",
        "query A { a: __typename } query B { a: __typename }",
    ] {
        let body = json!({ "query": query }).to_string();
        let graphql = post(GRAPHQL, body.clone()).await;
        let plain = post(JSON, body).await;
        assert_eq!(graphql.status, StatusCode::BAD_REQUEST, "{query}");
        assert_eq!(plain.status, StatusCode::OK, "{query}");
        assert_eq!(graphql.json(), plain.json(), "{query}");
        assert_eq!(graphql.json().get("data"), None, "{query}");
    }
}

#[tokio::test]
async fn a_failed_field_is_no_failure_of_the_request() {
    let body = json!({ "query": "{ people(first: -1) { totalCount } }" }).to_string();
    for accept in [JSON, GRAPHQL] {
        let received = post(accept, body.clone()).await;
        assert_eq!(received.status, StatusCode::OK);
        assert_eq!(received.json()["data"], Value::Null);
        assert_eq!(codes(&received.json()), ["PAGE_NEGATIVE"]);
    }
}

#[tokio::test]
async fn errors_beside_data_have_a_status_of_their_own_where_that_is_wanted() {
    let settings = Settings {
        partial_status: PartialStatus::PartialSuccess,
        ..Settings::default()
    };
    let server = router(SHIPPED.clone(), &[], &settings, &Arc::default());
    let partial = "{ people(first: -1) { totalCount } }";
    for (query, accept, status) in [
        (partial, GRAPHQL, 294),
        (partial, JSON, 200),
        (QUESTION, GRAPHQL, 200),
        ("{ nope }", GRAPHQL, 400),
    ] {
        let request = Request::post("/graphql").header(CONTENT_TYPE, JSON);
        let body = Body::from(json!({ "query": query }).to_string());
        let request = request.header(ACCEPT, accept).body(body).expect("sound");
        assert_eq!(send_to(&server, request).await.status, status, "{query}");
    }
}

#[tokio::test]
async fn a_request_by_post_carries_variables_and_the_name_of_an_operation() {
    let body = json!({
        "query": "query A { a: __typename } query B($id: ID!) { person(id: $id) { name } }",
        "operationName": "B",
        "variables": { "id": "joel-souza" },
        "extensions": {},
    });
    let received = post(JSON, body.to_string()).await;
    assert_eq!(received.json()["data"]["person"]["name"], "Joel Souza");
}

#[tokio::test]
async fn a_question_by_get_is_answered_like_one_by_post() {
    let address = query_string(&[
        (
            "query",
            "query A { a: __typename } query B($id: ID!) { person(id: $id) { name } }",
        ),
        ("operationName", "B"),
        ("variables", r#"{"id":"joel-souza"}"#),
    ]);
    let received = get(&address).await;
    assert_eq!(received.status, StatusCode::OK);
    assert_eq!(received.json()["data"]["person"]["name"], "Joel Souza");
}

#[tokio::test]
async fn over_get_the_operation_is_named_as_the_specification_spells_it() {
    let address = query_string(&[
        (
            "query",
            "query A { a: __typename } query B { b: __typename }",
        ),
        ("operation_name", "B"),
    ]);
    assert_eq!(
        codes(&get(&address).await.json()),
        ["OPERATION_NAME_REQUIRED"]
    );
}
