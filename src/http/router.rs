//! Which addresses are there?

use super::cross_origin;
use super::endpoint::Endpoint;
use super::example::Example;
use super::headers::secured;
use super::health;
use super::live::Live;
use super::refusal::Refusal;
use super::settings::Settings;
use super::vitals::Vitals;
use super::{graphql, page};
use crate::engine::Domain;
use axum::Router;
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
    let counting = endpoint.clone();
    let beside = Router::new()
        .route("/schema.graphql", get(sdl::<D>))
        .with_state(endpoint.clone())
        .route("/metrics", get(move || async move { metrics(&counting) }))
        .merge(health::routes(vitals))
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
    #[cfg(feature = "otlp")]
    let asked = asked.layer(axum::middleware::from_fn(super::trace::continued));
    cross_origin::allow(beside.merge(asked), &settings.origins)
}

async fn sdl<D: Domain>(State(endpoint): State<Endpoint<D>>) -> impl IntoResponse {
    endpoint.engine().sdl().to_owned()
}

fn metrics<D: Domain>(endpoint: &Endpoint<D>) -> impl IntoResponse + use<D> {
    let content_type = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(CONTENT_TYPE, content_type)], endpoint.metrics())
}
