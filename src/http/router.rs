//! Which addresses are there?

use super::cross_origin;
use super::endpoint::Endpoint;
use super::example::Example;
use super::headers::secured;
use super::refusal::Refusal;
use super::settings::Settings;
use super::{graphql, page};
use crate::engine::{Domain, Engine};
use axum::Router;
use axum::body::Bytes;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::middleware::map_response;
use axum::response::IntoResponse;
use axum::routing::get;

/// Returns everything that the server answers, address by address.
pub fn router<D: Domain>(engine: Engine<D>, examples: &[Example], settings: &Settings) -> Router {
    let sdl = Bytes::from(engine.sdl().to_owned());
    let beside = Router::new()
        .route("/schema.graphql", get(move || async { text(sdl) }))
        .route("/health/live", get(|| async { text("live\n") }))
        .route("/health/ready", get(|| async { text("ready\n") }))
        .merge(page::routes(examples))
        .fallback(|| async { StatusCode::NOT_FOUND })
        .layer(map_response(secured));
    // What the endpoint answers is secured where it is made.
    let methods = get(graphql::get).post(graphql::post);
    let endpoint = Router::new()
        .route(
            "/graphql",
            methods.fallback(|| async { Refusal::MethodNotAllowed }),
        )
        .with_state(Endpoint::new(engine, settings.requests.clone()));
    cross_origin::allow(beside.merge(endpoint), &settings.origins)
}

fn text(body: impl Into<Bytes>) -> impl IntoResponse {
    ([(CONTENT_TYPE, "text/plain; charset=utf-8")], body.into())
}
