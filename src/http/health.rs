//! Does the process live, and does it take requests?

use super::headers::secured;
use super::vitals::Vitals;
use axum::Router;
use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use axum::middleware::map_response;
use axum::response::IntoResponse;
use axum::routing::get;
use std::sync::{Arc, OnceLock};

/// A router that comes later: until it is there, everybody is told that the story is being read.
///
/// Clones share everything.
#[derive(Debug, Clone)]
pub struct Awaited {
    arrived: Arc<OnceLock<Router>>,
    loading: Router,
}

impl Default for Awaited {
    fn default() -> Self {
        let loading = Router::new()
            .route("/health/live", get(live))
            .fallback(loading)
            .layer(map_response(secured));
        Self {
            arrived: Arc::default(),
            loading,
        }
    }
}

impl From<Router> for Awaited {
    fn from(router: Router) -> Self {
        let awaited = Self::default();
        awaited.arrive(router);
        awaited
    }
}

impl Awaited {
    /// Answers with a router from now on, unless another one has come before.
    pub fn arrive(&self, router: Router) {
        let _ = self.arrived.set(router);
    }

    /// Returns what answers now.
    pub(super) fn router(&self) -> &Router {
        self.arrived.get().unwrap_or(&self.loading)
    }
}

/// Returns the addresses at which a server that has its story tells how it is.
pub(super) fn routes(vitals: &Arc<Vitals>) -> Router {
    let vitals = Arc::clone(vitals);
    Router::new().route("/health/live", get(live)).route(
        "/health/ready",
        get(move || async move { readiness(&vitals) }),
    )
}

async fn live() -> &'static str {
    "live\n"
}

async fn loading() -> impl IntoResponse {
    let headers = [(RETRY_AFTER, "1")];
    (StatusCode::SERVICE_UNAVAILABLE, headers, "loading\n")
}

fn readiness(vitals: &Vitals) -> (StatusCode, &'static str) {
    match vitals.is_ready() {
        true => (StatusCode::OK, "ready\n"),
        false => (StatusCode::SERVICE_UNAVAILABLE, "draining\n"),
    }
}
