//! What is at the addresses beside the endpoint?

use super::client::get;
use crate::support::SHIPPED;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;

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
