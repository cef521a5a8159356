//! May an answer be kept, and for how long?

use super::client::{GRAPHQL, JSON, QUESTION, answer, get, post, query_string, send, send_to};
use crate::subscription::{begun, film, followed};
use axum::body::Body;
use axum::http::header::{ACCEPT, CACHE_CONTROL, ETAG, IF_NONE_MATCH, VARY};
use axum::http::{Request, StatusCode};
use serde_json::json;
use std::sync::Arc;
use throughline::http::{Live, Settings, router};

fn question() -> String {
    query_string(&[("query", QUESTION)])
}

fn knowing(address: &str, accept: &str, tags: &str) -> Request<Body> {
    let request = Request::get(address).header(ACCEPT, accept);
    let request = request.header(IF_NONE_MATCH, tags);
    request.body(Body::empty()).expect("sound")
}

#[tokio::test]
async fn an_answer_to_get_is_not_sent_again_to_who_has_it() {
    let first = get(&question()).await;
    assert_eq!(first.header(CACHE_CONTROL), "no-cache");
    assert_eq!(first.header(VARY), "accept");
    let tag = first.header(ETAG);
    assert_eq!(tag.len(), 34, "{tag}");
    for tags in [tag.to_owned(), format!("\"x\", W/{tag}")] {
        let again = send(knowing(&question(), JSON, &tags)).await;
        assert_eq!(again.status, StatusCode::NOT_MODIFIED);
        assert_eq!(again.header(ETAG), tag);
        assert_eq!(again.text(), "");
    }
}

#[tokio::test]
async fn another_question_and_another_media_type_have_other_tags() {
    let first = get(&question()).await;
    let tag = first.header(ETAG);
    let other = query_string(&[("query", "{ statistics { claimCount } }")]);
    for (address, accept) in [(&question(), GRAPHQL), (&other, JSON)] {
        let received = send(knowing(address, accept, tag)).await;
        assert_eq!(received.status, StatusCode::OK);
        assert_ne!(received.header(ETAG), tag);
    }
    let unknown = send(knowing(&question(), JSON, "\"0\"")).await;
    assert_eq!(unknown.json(), answer());
}

#[tokio::test]
async fn what_failed_or_may_differ_the_next_time_is_not_kept() {
    for address in [
        query_string(&[("query", "{ nope }")]),
        query_string(&[("query", "{ people(first: -1) { totalCount } }")]),
        query_string(&[("query", "{ timeline(first: 1) { totalCount } }")]),
        query_string(&[
            ("query", QUESTION),
            ("extensions", r#"{"tell":["timing"]}"#),
        ]),
    ] {
        let received = get(&address).await;
        assert_eq!(received.header(ETAG), "", "{address}");
        assert_eq!(received.header(CACHE_CONTROL), "no-store", "{address}");
    }
    let by_post = post(JSON, json!({ "query": QUESTION }).to_string()).await;
    assert_eq!(by_post.header(CACHE_CONTROL), "no-store");
}

#[tokio::test]
async fn a_tag_holds_for_one_snapshot_and_under_one_set_of_limits() {
    let old = begun(&film("filming", "paper#1"));
    let live = Live::new(old.clone());
    let server = router(live.clone(), &[], &Settings::default(), &Arc::default());
    let asked = query_string(&[("query", "{ film(id: \"rust\") { stage } }")]);
    let first = send_to(&server, knowing(&asked, JSON, "\"0\"")).await;
    let tag = first.header(ETAG);
    let again = send_to(&server, knowing(&asked, JSON, tag)).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    live.replace(followed(&old, &film("finished", "gazette#1")));
    let anew = send_to(&server, knowing(&asked, JSON, tag)).await;
    assert_eq!(anew.json()["data"]["film"]["stage"], "finished");
    assert_ne!(anew.header(ETAG), tag);
    let mut settings = Settings::default();
    settings.set_limit("depth", 7);
    let narrower = router(old, &[], &settings, &Arc::default());
    let elsewhere = send_to(&narrower, knowing(&asked, JSON, tag)).await;
    assert_eq!(elsewhere.status, StatusCode::OK);
}
