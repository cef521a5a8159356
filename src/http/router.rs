//! Which addresses are there?

use super::cross_origin;
use super::endpoint::Endpoint;
use super::example::Example;
use super::headers::secured;
use super::live::Live;
use super::refusal::Refusal;
use super::settings::Settings;
use super::vitals::Vitals;
use super::{graphql, page};
use crate::engine::Domain;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::middleware::map_response;
use axum::response::IntoResponse;
use axum::routing::get;
use std::sync::Arc;

/// Returns everything that the server answers, address by address.
pub fn router<D: Domain>(
    live: impl Into<Live<D>>,
    examples: &[Example],
    settings: &Settings,
    vitals: &Arc<Vitals>,
) -> Router {
    let endpoint = Endpoint::new(live, settings, Arc::clone(vitals));
    let (whether_ready, counting) = (Arc::clone(vitals), endpoint.clone());
    let beside = Router::new()
        .route("/schema.graphql", get(sdl::<D>))
        .with_state(endpoint.clone())
        .route("/health/live", get(|| async { text("live\n") }))
        .route(
            "/health/ready",
            get(move || async move { readiness(&whether_ready) }),
        )
        .route("/metrics", get(move || async move { metrics(&counting) }))
        .merge(page::routes(examples))
        .fallback(|| async { StatusCode::NOT_FOUND })
        .layer(map_response(secured));
    // What the endpoint answers is secured where it is made.
    let methods = get(graphql::get).post(graphql::post);
    let asked = Router::new()
        .route(
            "/graphql",
            methods.fallback(|| async { Refusal::MethodNotAllowed }),
        )
        .with_state(endpoint);
    cross_origin::allow(beside.merge(asked), &settings.origins)
}

async fn sdl<D: Domain>(State(endpoint): State<Endpoint<D>>) -> impl IntoResponse {
    text(endpoint.engine().sdl().to_owned())
}

fn readiness(vitals: &Vitals) -> impl IntoResponse + use<> {
    if vitals.is_ready() {
        (StatusCode::OK, text("ready\n"))
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, text("draining\n"))
    }
}

fn metrics<D: Domain>(endpoint: &Endpoint<D>) -> impl IntoResponse + use<D> {
    let content_type = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(CONTENT_TYPE, content_type)], endpoint.metrics())
}

fn text<B: Into<Bytes>>(body: B) -> impl IntoResponse + use<B> {
    ([(CONTENT_TYPE, "text/plain; charset=utf-8")], body.into())
}
