//! On which thread is an operation executed?
//!
//! Small operations run where they arrive. What may take longer than a moment moves to a bounded
//! lane of threads of its own, so that connections are served in the meantime, and ends when nobody
//! waits for it any more.

use super::lane::Lane;
use super::limits::Limits;
use super::refusal::Refusal;
use crate::engine::{Answer, Domain, Engine};
use async_graphql::futures_util::stream::{self, BoxStream, StreamExt};
use async_graphql::{Data, Executor, Request, Response, ServerError};
use std::sync::Arc;

/// An engine that can be mounted wherever an async-graphql schema can.
///
/// Clones share everything.
#[derive(Clone)]
pub struct Endpoint<D: Domain> {
    engine: Engine<D>,
    shared: Arc<Shared>,
}

struct Shared {
    lane: Lane,
    limits: Limits,
}

impl<D: Domain> Endpoint<D> {
    /// Takes an engine, and limits for what it does at once.
    pub fn new(engine: Engine<D>, limits: Limits) -> Self {
        let lane = Lane::new(&limits, engine.limits().time);
        Self {
            engine,
            shared: Arc::new(Shared { lane, limits }),
        }
    }

    /// Returns the engine.
    pub fn engine(&self) -> &Engine<D> {
        &self.engine
    }

    /// Returns the limits of requests in force.
    pub fn limits(&self) -> &Limits {
        &self.shared.limits
    }

    /// Checks and executes a request.
    ///
    /// # Errors
    /// When too much is asked at once.
    pub(super) async fn answer(&self, request: Request) -> Result<Answer, Refusal> {
        match self.engine.prepare_at_once(&request) {
            None => {
                let engine = self.engine.clone();
                self.shared
                    .lane
                    .run(move |cancellation| match engine.prepare(&request) {
                        Ok(operation) => operation.execute_unless(cancellation),
                        Err(refused) => refused,
                    })
                    .await
            }
            Some(Err(refused)) => Ok(refused),
            Some(Ok(operation)) if operation.is_heavy() => {
                self.shared
                    .lane
                    .run(move |cancellation| operation.execute_unless(cancellation))
                    .await
            }
            Some(Ok(operation)) => Ok(operation.execute()),
        }
    }
}

impl<D: Domain> Executor for Endpoint<D> {
    async fn execute(&self, request: Request) -> Response {
        let failed = |message: String| Response::from_errors(vec![ServerError::new(message, None)]);
        match self.answer(request).await {
            Ok(answer) => serde_json::from_slice(&answer.body)
                .unwrap_or_else(|error| failed(error.to_string())),
            Err(refusal) => failed(refusal.to_string()),
        }
    }

    fn execute_stream(
        &self,
        request: Request,
        _session_data: Option<Arc<Data>>,
    ) -> BoxStream<'static, Response> {
        let endpoint = self.clone();
        stream::once(async move { endpoint.execute(request).await }).boxed()
    }
}
