//! On which thread is an operation executed?
//!
//! Small operations run where they arrive. What may take longer than a moment moves to a bounded
//! lane of threads of its own, so that connections are served in the meantime, and ends when nobody
//! waits for it any more.

use super::fault::{caught, report};
use super::lane::Lane;
use super::limits::Limits;
use super::refusal::Refusal;
use crate::engine::{Answer, Domain, Engine, Operation};
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
    /// When too much is asked at once, or something of ours went wrong.
    pub(super) async fn answer(&self, request: Request) -> Result<Answer, Refusal> {
        let answered = self.answered(request).await;
        match &answered {
            Ok(answer) => answer.faults.iter().for_each(report),
            Err(Refusal::Fault(fault)) => report(fault),
            Err(_) => {}
        }
        answered
    }

    async fn answered(&self, request: Request) -> Result<Answer, Refusal> {
        let at_once = caught(|| match self.engine.prepare_at_once(&request) {
            None => Work::Unprepared,
            Some(Err(refused)) => Work::Done(refused),
            Some(Ok(operation)) if operation.is_heavy() => Work::Prepared(Box::new(operation)),
            Some(Ok(operation)) => Work::Done(operation.execute()),
        });
        let lane = &self.shared.lane;
        match at_once.map_err(Refusal::Fault)? {
            Work::Done(answer) => Ok(answer),
            Work::Prepared(operation) => {
                lane.run(move |cancellation| operation.execute_unless(cancellation))
                    .await
            }
            Work::Unprepared => {
                let engine = self.engine.clone();
                lane.run(move |cancellation| match engine.prepare(&request) {
                    Ok(operation) => operation.execute_unless(cancellation),
                    Err(refused) => refused,
                })
                .await
            }
        }
    }
}

/// How far a request has come on the thread that serves its connection.
enum Work<D: Domain> {
    /// It is answered.
    Done(Answer),
    /// Its operation is heavy.
    Prepared(Box<Operation<D>>),
    /// Its document is long and not known.
    Unprepared,
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
