//! Which addresses are there?

use super::endpoint::Endpoint;
use super::example::Example;
use super::settings::Settings;
use super::{graphql, page};
use crate::engine::{Domain, Engine};
use axum::Router;
use axum::body::Bytes;
use axum::http::header::{CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::response::IntoResponse;
use axum::routing::get;

/// Returns everything that the server answers, address by address.
pub fn router<D: Domain>(engine: Engine<D>, examples: &[Example], settings: &Settings) -> Router {
    let sdl = Bytes::from(engine.sdl().to_owned());
    Router::new()
        .route("/graphql", get(graphql::get).post(graphql::post))
        .route("/schema.graphql", get(move || async { text(sdl) }))
        .route("/health/live", get(|| async { text("live\n") }))
        .route("/health/ready", get(|| async { text("ready\n") }))
        .with_state(Endpoint::new(engine, settings.requests.clone()))
        .merge(page::routes(examples))
}

fn text(body: impl Into<Bytes>) -> impl IntoResponse {
    let headers = [
        (CONTENT_TYPE, "text/plain; charset=utf-8"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, body.into())
}
