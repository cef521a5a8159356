//! On which thread is an operation executed?
//!
//! Small operations run where they arrive. What may take longer than a moment moves to a bounded
//! lane of threads of its own, so that connections are served in the meantime, and ends when nobody
//! waits for it any more.

use super::account::Account;
use super::fault::{caught, report};
use super::lane::Lane;
use super::limits::Limits;
use super::refusal::Refusal;
use super::vitals::{Class, Moment, Vitals};
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
    vitals: Arc<Vitals>,
}

impl<D: Domain> Endpoint<D> {
    /// Takes an engine, limits for what it does at once, and where to count what it does.
    pub fn new(engine: Engine<D>, limits: Limits, vitals: Arc<Vitals>) -> Self {
        let lane = Lane::new(&limits, engine.limits().time);
        Self {
            engine,
            shared: Arc::new(Shared {
                lane,
                limits,
                vitals,
            }),
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

    /// Checks and executes a request, and tells the log and the vitals of it.
    ///
    /// # Errors
    /// When too much is asked at once, or something of ours went wrong.
    pub(super) async fn answer(&self, request: Request) -> Result<Answer, Refusal> {
        let mut account = Account::begin();
        let answered = self.answered(request, &mut account).await;
        let (code, n_bytes) = match &answered {
            Ok(answer) => {
                answer.faults.iter().for_each(report);
                (answer.code, answer.body.len())
            }
            Err(refusal) => {
                if let Refusal::Fault(fault) = refusal {
                    report(fault);
                }
                (Some(refusal.code()), 0)
            }
        };
        let took = account.end(code, n_bytes);
        self.shared.vitals.count(account.class, code, took);
        answered
    }

    async fn answered(&self, request: Request, account: &mut Account) -> Result<Answer, Refusal> {
        let at_once = caught(|| match self.engine.prepare_at_once(&request) {
            None => Work::Unprepared,
            Some(Err(refused)) => Work::Done(refused),
            Some(Ok(operation)) => {
                account.prepared(&operation);
                match account.class {
                    Class::Heavy => Work::Prepared(Box::new(operation)),
                    Class::Light => Work::Done(operation.execute()),
                }
            }
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
                let mut begun = account.clone();
                let run = lane.run(move |cancellation| {
                    let answer = match engine.prepare(&request) {
                        Ok(operation) => {
                            begun.prepared(&operation);
                            operation.execute_unless(cancellation)
                        }
                        Err(refused) => refused,
                    };
                    (answer, begun)
                });
                let (answer, prepared) = run.await?;
                *account = prepared;
                Ok(answer)
            }
        }
    }

    /// Returns what the server counts, in the text format of OpenMetrics.
    pub(super) fn metrics(&self) -> String {
        let (running, waiting) = self.shared.lane.occupied();
        self.shared.vitals.to_text(&Moment {
            documents_checked: self.engine.n_checked(),
            running,
            waiting,
            size: self.engine.domain().size(),
        })
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
