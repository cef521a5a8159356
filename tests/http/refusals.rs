//! What is not a request, and how is that told?

use super::client::{GRAPHQL, JSON, QUESTION, answer, get, post, query_string, send};
use crate::support::codes;
use axum::body::Body;
use axum::http::header::{ACCEPT, ALLOW, CONTENT_TYPE};
use axum::http::{Method, Request, StatusCode};
use serde_json::json;
use throughline::http::Limits;

#[tokio::test]
async fn other_methods_are_not_allowed() {
    for method in [Method::PUT, Method::DELETE, Method::PATCH] {
        let request = Request::builder().method(&method).uri("/graphql");
        let received = send(request.body(Body::empty()).expect("sound")).await;
        assert_eq!(received.status, StatusCode::METHOD_NOT_ALLOWED, "{method}");
        let allowed = received.header(ALLOW);
        assert!(
            allowed.contains("GET") && allowed.contains("POST"),
            "{allowed}"
        );
    }
}

#[tokio::test]
async fn a_client_that_accepts_neither_media_type_is_told() {
    let by_post = post("text/html", json!({ "query": QUESTION }).to_string()).await;
    let by_get = Request::get(query_string(&[("query", QUESTION)])).header(ACCEPT, "image/png");
    let by_get = send(by_get.body(Body::empty()).expect("sound")).await;
    for received in [by_post, by_get] {
        assert_eq!(received.status, StatusCode::NOT_ACCEPTABLE);
        assert_eq!(codes(&received.json()), ["NOT_ACCEPTABLE"]);
    }
}

#[tokio::test]
async fn a_body_that_is_not_said_to_be_json_in_utf8_is_not_read() {
    for content_type in [
        None,
        Some("text/plain"),
        Some("application/json; charset=latin1"),
        Some("application/x-www-form-urlencoded"),
        Some("multipart/form-data; boundary=x"),
    ] {
        let mut request = Request::post("/graphql");
        if let Some(content_type) = content_type {
            request = request.header(CONTENT_TYPE, content_type);
        }
        let body = Body::from(json!({ "query": QUESTION }).to_string());
        let received = send(request.body(body).expect("sound")).await;
        assert_eq!(
            received.status,
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "{content_type:?}"
        );
        assert_eq!(codes(&received.json()), ["UNSUPPORTED_MEDIA_TYPE"]);
    }
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_with_and_without_its_length() {
    let query = format!("{QUESTION} #{}", "x".repeat(Limits::default().body_bytes));
    let body = json!({ "query": query }).to_string();
    let chunks = body
        .as_bytes()
        .chunks(1_000)
        .map(|chunk| Ok::<_, std::io::Error>(chunk.to_vec()))
        .collect::<Vec<_>>();
    let stream = async_graphql::futures_util::stream::iter(chunks);
    for body in [Body::from(body), Body::from_stream(stream)] {
        let received = post(JSON, body).await;
        assert_eq!(received.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(codes(&received.json()).len(), 1);
    }
}

#[tokio::test]
async fn a_body_that_is_no_request_is_refused() {
    for body in [
        "",
        "{",
        "[]",
        "7",
        "{}",
        r#"{"query":""}"#,
        r#"{"query":7}"#,
        r#"{"query":"{ __typename }","variables":[]}"#,
        r#"{"query":"{ __typename }","operationName":7}"#,
        r#"[{"query":"{ __typename }"}]"#,
    ] {
        let received = post(GRAPHQL, body).await;
        assert_eq!(received.status, StatusCode::BAD_REQUEST, "{body}");
        let told = received.json();
        assert_eq!(codes(&told), ["BAD_REQUEST"], "{body}");
        assert_eq!(told.get("data"), None, "{body}");
        let message = told["errors"][0]["message"].as_str().unwrap_or_default();
        assert!(!message.contains("serde") && !message.contains("async"));
    }
}

#[tokio::test]
async fn brackets_without_end_in_a_body_do_no_harm() {
    let nested = format!("{}{}", "[".repeat(20_000), "]".repeat(20_000));
    for body in [
        nested.clone(),
        format!(r#"{{"query":"{{ __typename }}","variables":{{"a":{nested}}}}}"#),
        format!(r#"{{"query":"{{ nodes(ids: {nested}) {{ id }} }}"}}"#),
    ] {
        let received = post(GRAPHQL, body).await;
        assert_eq!(received.status, StatusCode::BAD_REQUEST);
        assert_eq!(codes(&received.json()).len(), 1);
    }
}

#[tokio::test]
async fn a_query_string_that_is_no_request_is_refused() {
    for parameters in [
        &[][..],
        &[("query", "")],
        &[("operationName", "A")],
        &[("query", QUESTION), ("variables", "{")],
        &[("query", QUESTION), ("variables", "[1]")],
    ] {
        let received = get(&query_string(parameters)).await;
        assert_eq!(received.status, StatusCode::BAD_REQUEST, "{parameters:?}");
        assert_eq!(codes(&received.json()), ["BAD_REQUEST"], "{parameters:?}");
    }
}

#[tokio::test]
async fn a_mutation_by_get_is_not_allowed_and_by_post_is_not_known() {
    for (query, name) in [
        ("mutation { publish }", ""),
        ("mutation A { publish } query B { __typename }", "A"),
        ("  # comment\n mutation A($a: Int) { publish(a: $a) }", ""),
    ] {
        let received = get(&query_string(&[("query", query), ("operationName", name)])).await;
        assert_eq!(received.status, StatusCode::METHOD_NOT_ALLOWED, "{query}");
        assert_eq!(received.header(ALLOW), "POST");
        assert_eq!(codes(&received.json()), ["MUTATION_OVER_GET"]);
        let body = json!({ "query": query, "operationName": name }).to_string();
        let received = post(GRAPHQL, body).await;
        assert_eq!(received.status, StatusCode::BAD_REQUEST, "{query}");
    }
}

#[tokio::test]
async fn a_question_by_get_may_mention_mutations() {
    let query = "query mutation { statistics { sourceCount } } # mutation { a }";
    let received = get(&query_string(&[("query", query)])).await;
    assert_eq!(received.json(), answer());
}
