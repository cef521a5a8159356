//! How does the graph answer over HTTP?

use crate::support::{SHIPPED, codes, each, in_repository, request, response};
use axum::Router;
use axum::body::Body;
use axum::http::header::{ACCEPT, ALLOW, CACHE_CONTROL, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use serde_json::{Value, json};
use std::fs;
use throughline::http::example::{Example, read_examples};
use throughline::http::{MAX_BODY, router};
use tower::ServiceExt as _;

const JSON: &str = "application/json";
const GRAPHQL: &str = "application/graphql-response+json";

fn examples() -> Vec<Example> {
    read_examples(&in_repository("graph-data/queries")).expect("the examples are sound")
}

fn server() -> Router {
    router(SHIPPED.clone(), &examples())
}

/// A response, read to its end.
struct Received {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Received {
    fn header(&self, name: impl axum::http::header::AsHeaderName) -> &str {
        let value = self.headers.get(name);
        value.map_or("", |value| value.to_str().expect("it is text"))
    }

    fn text(&self) -> &str {
        str::from_utf8(&self.body).expect("it is text")
    }

    #[track_caller]
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("it is JSON")
    }
}

async fn send(request: Request<Body>) -> Received {
    let response = server().oneshot(request).await.expect("it answers");
    let (head, body) = response.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await;
    Received {
        status: head.status,
        headers: head.headers,
        body: body.expect("the body comes to its end").to_vec(),
    }
}

async fn get(address: &str) -> Received {
    send(Request::get(address).body(Body::empty()).expect("sound")).await
}

/// Sends a body as JSON, with what the client accepts.
async fn post(accept: &str, body: impl Into<Body>) -> Received {
    let request = Request::post("/graphql")
        .header(CONTENT_TYPE, JSON)
        .header(ACCEPT, accept);
    send(request.body(body.into()).expect("sound")).await
}

fn query_string(parameters: &[(&str, &str)]) -> String {
    let mut written = form_urlencoded::Serializer::new(String::new());
    let written = written.extend_pairs(parameters).finish();
    format!("/graphql?{written}")
}

const QUESTION: &str = "{ statistics { sourceCount } }";

fn answer() -> Value {
    json!({ "data": { "statistics": { "sourceCount": 5 } } })
}

// ---- What is answered, and in which media type ----

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

// ---- What is not a request ----

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
    let query = format!("{QUESTION} #{}", "x".repeat(MAX_BODY));
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

// ---- The other addresses ----

#[tokio::test]
async fn the_schema_is_served_as_text() {
    let received = get("/schema.graphql").await;
    assert_eq!(received.status, StatusCode::OK);
    assert_eq!(received.header(CONTENT_TYPE), "text/plain; charset=utf-8");
    assert_eq!(received.text(), SHIPPED.sdl());
}

#[tokio::test]
async fn the_server_says_that_it_lives_and_is_ready() {
    assert_eq!(get("/health/live").await.text(), "live\n");
    assert_eq!(get("/health/ready").await.text(), "ready\n");
}

#[tokio::test]
async fn an_unknown_address_is_not_found() {
    for address in ["/nowhere", "/graphql/", "/schema", "/health"] {
        assert_eq!(
            get(address).await.status,
            StatusCode::NOT_FOUND,
            "{address}"
        );
    }
}

// ---- The examples ----

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
