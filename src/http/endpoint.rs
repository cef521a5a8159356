//! On which thread is an operation executed?
//!
//! Small operations run where they arrive. What may take longer than a moment moves to a bounded
//! lane of threads of its own, so that connections are served in the meantime.

use crate::engine::{Answer, Domain, Engine, GraphqlError};
use async_graphql::futures_util::stream::{self, BoxStream, StreamExt};
use async_graphql::{Data, Executor, Request, Response, ServerError};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// An engine that can be mounted wherever an async-graphql schema can.
///
/// Clones share everything.
#[derive(Clone)]
pub struct Endpoint<D: Domain> {
    engine: Engine<D>,
    lane: Arc<Semaphore>,
}

impl<D: Domain> Endpoint<D> {
    /// Takes an engine; at most two heavy operations a processor run at once.
    pub fn new(engine: Engine<D>) -> Self {
        let n_processors = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            engine,
            lane: Arc::new(Semaphore::new(2 * n_processors)),
        }
    }

    /// Returns the engine.
    pub fn engine(&self) -> &Engine<D> {
        &self.engine
    }

    /// Checks and executes a request.
    pub async fn answer(&self, request: Request) -> Answer {
        match self.engine.prepare_at_once(&request) {
            None => {
                let engine = self.engine.clone();
                self.on_lane(move || engine.answer(&request)).await
            }
            Some(Err(refused)) => refused,
            Some(Ok(operation)) if operation.is_heavy() => {
                self.on_lane(move || operation.execute()).await
            }
            Some(Ok(operation)) => operation.execute(),
        }
    }

    async fn on_lane(&self, work: impl FnOnce() -> Answer + Send + 'static) -> Answer {
        let failed = || {
            let message = "The server failed to answer; the fault is not in the request.";
            Answer::refused(&[GraphqlError::of_request("INTERNAL", message)])
        };
        let Ok(_place) = self.lane.acquire().await else {
            return failed();
        };
        let done = tokio::task::spawn_blocking(work).await;
        done.unwrap_or_else(|_| failed())
    }
}

impl<D: Domain> Executor for Endpoint<D> {
    async fn execute(&self, request: Request) -> Response {
        let answer = self.answer(request).await;
        serde_json::from_slice(&answer.body).unwrap_or_else(|error| {
            Response::from_errors(vec![ServerError::new(error.to_string(), None)])
        })
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
