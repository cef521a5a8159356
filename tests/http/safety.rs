//! What can a page of another origin do, and what does an answer give away?

use super::client::{
    GRAPHQL, JSON, QUESTION, Received, answer, examples, post, query_string, send, send_to,
};
use crate::support::{SHIPPED, codes, in_repository};
use axum::body::Body;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD, CONTENT_SECURITY_POLICY,
    CONTENT_TYPE, ORIGIN, VARY, X_FRAME_OPTIONS,
};
use axum::http::{Method, Request, StatusCode};
use serde_json::json;
use std::sync::Arc;
use throughline::http::{Settings, router};

fn get_with(address: &str, origin: &str) -> Request<Body> {
    let request = Request::get(address).header(ORIGIN, origin);
    request.body(Body::empty()).expect("sound")
}

// ---- Requests that a browser sends without asking ----

/// Sends a body with whatever a form of another origin could say of it.
async fn posted(content_type: Option<&str>, body: String) -> Received {
    let mut request = Request::post("/graphql");
    if let Some(content_type) = content_type {
        request = request.header(CONTENT_TYPE, content_type);
    }
    send(request.body(Body::from(body)).expect("sound")).await
}

#[tokio::test]
async fn an_operation_runs_only_on_the_two_routes_that_no_form_can_take() {
    let as_json = || json!({ "query": QUESTION }).to_string();
    let as_form = || query_string(&[("query", QUESTION)]).replace("/graphql?", "");
    let as_parts = || {
        let operations = as_json();
        format!(
            "--x\r\nContent-Disposition: form-data; name=\"operations\"\r\n\r\n{operations}\r\n\
             --x\r\nContent-Disposition: form-data; name=\"map\"\r\n\r\n{{}}\r\n--x--\r\n"
        )
    };
    for (content_type, body) in [
        (None, as_json()),
        (Some(""), as_json()),
        (Some("text/plain"), as_json()),
        (Some("text/plain;charset=UTF-8"), as_json()),
        (Some("text/plain; application/json"), as_json()),
        (Some("text/json"), as_json()),
        (Some("application/graphql"), QUESTION.to_owned()),
        (Some("application/x-www-form-urlencoded"), as_form()),
        (Some("application/x-www-form-urlencoded"), as_json()),
        (Some("multipart/form-data; boundary=x"), as_parts()),
        (Some("multipart/form-data"), as_json()),
        (Some("application/octet-stream"), as_json()),
    ] {
        let received = posted(content_type, body).await;
        assert_eq!(
            received.status,
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "{content_type:?}"
        );
        assert_eq!(received.json().get("data"), None, "{content_type:?}");
    }
    for content_type in [JSON, "Application/JSON; charset=\"UTF-8\""] {
        assert_eq!(posted(Some(content_type), as_json()).await.json(), answer());
    }
    let by_get = send(get_with(
        &query_string(&[("query", QUESTION)]),
        "https://a.example",
    ))
    .await;
    assert_eq!(by_get.json(), answer());
}

#[tokio::test]
async fn a_form_in_the_address_of_a_post_is_not_read() {
    let address = query_string(&[("query", QUESTION)]);
    let request = Request::post(address).header(CONTENT_TYPE, JSON);
    let received = send(request.body(Body::from("{}")).expect("sound")).await;
    assert_eq!(codes(&received.json()), ["BAD_REQUEST"]);
}

// ---- Other origins ----

fn preflight(origin: &str) -> Request<Body> {
    Request::options("/graphql")
        .header(ORIGIN, origin)
        .header(ACCESS_CONTROL_REQUEST_METHOD, "POST")
        .header(ACCESS_CONTROL_REQUEST_HEADERS, "content-type")
        .body(Body::empty())
        .expect("sound")
}

#[tokio::test]
async fn no_origin_is_allowed_unless_it_was_named() {
    for request in [
        preflight("https://a.example"),
        get_with("/schema.graphql", "https://a.example"),
    ] {
        let received = send(request).await;
        assert_eq!(received.header(ACCESS_CONTROL_ALLOW_ORIGIN), "");
    }
    assert_eq!(
        send(preflight("https://a.example")).await.status,
        StatusCode::METHOD_NOT_ALLOWED
    );
}

#[tokio::test]
async fn an_origin_that_was_named_may_read_answers_and_no_other() {
    let settings = Settings {
        origins: vec!["https://a.example".parse().expect("an origin")],
        ..Settings::default()
    };
    let server = router(SHIPPED.clone(), &[], &settings, &Arc::default());
    for (origin, allowed) in [
        ("https://a.example", "https://a.example"),
        ("https://b.example", ""),
        ("https://a.example.b.example", ""),
        ("http://a.example", ""),
        ("null", ""),
    ] {
        let asked = send_to(&server, preflight(origin)).await;
        assert_eq!(
            asked.header(ACCESS_CONTROL_ALLOW_ORIGIN),
            allowed,
            "{origin}"
        );
        assert_eq!(asked.header(ACCESS_CONTROL_ALLOW_METHODS), "GET,POST");
        let question = query_string(&[("query", QUESTION)]);
        let answered = send_to(&server, get_with(&question, origin)).await;
        assert_eq!(
            answered.header(ACCESS_CONTROL_ALLOW_ORIGIN),
            allowed,
            "{origin}"
        );
        assert_eq!(answered.header(ACCESS_CONTROL_ALLOW_CREDENTIALS), "");
        let varies: Vec<_> = answered.headers.get_all(VARY).iter().collect();
        assert!(
            varies
                .iter()
                .any(|names| names.as_bytes().starts_with(b"origin")),
            "{varies:?}"
        );
        assert_eq!(answered.json(), answer());
    }
}

// ---- What every answer says to a browser, and what none of them says ----

#[tokio::test]
async fn every_answer_is_secured_whatever_it_answers() {
    let allowing = Settings {
        origins: vec!["https://a.example".parse().expect("an origin")],
        ..Settings::default()
    };
    for settings in [Settings::default(), allowing] {
        let server = router(SHIPPED.clone(), &examples(), &settings, &Arc::default());
        for (method, address) in [
            (Method::GET, "/"),
            (Method::GET, "/favicon.svg"),
            (Method::GET, "/examples.json"),
            (Method::GET, "/schema.graphql"),
            (Method::GET, "/health/live"),
            (Method::GET, "/nowhere"),
            (Method::GET, "/graphql"),
            (Method::GET, "/graphql?query={__typename}"),
            (Method::POST, "/graphql"),
            (Method::PUT, "/graphql"),
            (Method::OPTIONS, "/graphql"),
            (Method::POST, "/health/live"),
            (Method::DELETE, "/"),
        ] {
            let request = Request::builder().method(&method).uri(address);
            let request = request.header(ORIGIN, "https://a.example");
            let received = send_to(&server, request.body(Body::empty()).expect("sound")).await;
            let what = format!("{method} {address}");
            assert_eq!(
                received.header("x-content-type-options"),
                "nosniff",
                "{what}"
            );
            // The policy below says the same to a frame, and an answer leads nowhere.
            if !address.starts_with("/graphql") {
                assert_eq!(received.header(X_FRAME_OPTIONS), "DENY", "{what}");
                assert_eq!(received.header("referrer-policy"), "no-referrer", "{what}");
            }
            let policy = received.header(CONTENT_SECURITY_POLICY);
            assert!(policy.starts_with("default-src 'none'"), "{what}: {policy}");
            assert!(
                policy.contains("frame-ancestors 'none'"),
                "{what}: {policy}"
            );
            assert_eq!(received.header("server"), "", "{what}");
        }
    }
}

#[tokio::test]
async fn no_error_names_the_code_behind_it() {
    let own = in_repository("").display().to_string();
    let words = [
        "panick",
        "src/",
        ".rs",
        "serde",
        "async_graphql",
        "apollo",
        "tokio",
        "unwrap",
        "line 1 column",
        &own,
    ];
    for body in [
        "",
        "{",
        "[1,2",
        "null",
        r#"{"query":7}"#,
        r#"{"query":"{"}"#,
        r#"{"query":"{ nope }"}"#,
        r#"{"query":"\u0000"}"#,
        r#"{"query":"{ person(id: 1.5) { id } }"}"#,
        r#"{"query":"query ($a: Nope) { __typename }"}"#,
        r#"{"query":"query ($a: ID!) { person(id: $a) { id } }","variables":{"a":{}}}"#,
        r#"{"query":"{ people(after: \"x\") { totalCount } }"}"#,
        r#"{"query":"{ path(from: \"a\", to: \"b\", via: \"((\") { complete } }"}"#,
        "\u{feff}{}",
    ] {
        let received = post(GRAPHQL, body).await;
        let told = received.text();
        assert!(told.contains("errors"), "{body}: {told}");
        for word in words {
            assert!(!told.contains(word), "{body}: {told}");
        }
    }
}
