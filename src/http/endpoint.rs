//! On which thread is an operation executed?
//!
//! Small operations run where they arrive. What may take longer than a moment moves to a bounded
//! lane of threads of its own, so that connections are served in the meantime, and ends when nobody
//! waits for it any more.

use super::account::Account;
use super::budget::{Budget, Purse};
use super::client_address::{Network, client_address};
use super::cross_origin::Origin;
use super::edition::Edition;
use super::fault::{caught, report};
use super::lane::Lane;
use super::limits::Limits;
use super::live::Live;
use super::persisted::{Admitted, Asked, Persisted};
use super::refusal::Refusal;
use super::settings::Settings;
use super::subscription::Answers;
use super::vitals::{Moment, Vitals};
use crate::engine::{Answer, Domain, Engine, Operation};
use async_graphql::futures_util::stream::{self, BoxStream, StreamExt};
use async_graphql::{Data, Executor, Request, Response, ServerError};
use axum::extract::ConnectInfo;
use axum::http::{Extensions, HeaderMap, StatusCode};
use std::net::{Ipv6Addr, SocketAddr};
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// An engine that can be mounted wherever an async-graphql schema can.
///
/// Clones share everything.
#[derive(Clone)]
pub struct Endpoint<D: Domain> {
    live: Live<D>,
    shared: Arc<Shared>,
}

struct Shared {
    lane: Lane,
    sockets: Arc<Semaphore>,
    limits: Limits,
    origins: Vec<Origin>,
    vitals: Arc<Vitals>,
    edition: Edition,
    /// What clients may ask for over time; nothing is counted without it.
    budget: Option<Arc<Budget>>,
    proxies: Vec<Network>,
    persisted: Persisted,
    partial_status: StatusCode,
}

impl<D: Domain> Endpoint<D> {
    /// Takes what is served, how, and where to count what is done.
    pub fn new(live: impl Into<Live<D>>, settings: &Settings, vitals: Arc<Vitals>) -> Self {
        let live = live.into();
        let limits = settings.requests.clone();
        let of_operations = live.engine().limits().clone();
        let lane = Lane::new(&limits, of_operations.time);
        Self {
            live,
            shared: Arc::new(Shared {
                lane,
                sockets: Arc::new(Semaphore::new(limits.sockets)),
                limits,
                origins: settings.origins.clone(),
                vitals,
                edition: Edition::of(settings),
                budget: Budget::new(&settings.requests).map(Arc::new),
                proxies: settings.proxies.clone(),
                persisted: Persisted::new(of_operations.cached_bytes, settings.trusted.clone()),
                partial_status: settings.partial_status.code(),
            }),
        }
    }

    /// Returns the engine over the snapshot that is served now.
    pub fn engine(&self) -> Engine<D> {
        self.live.engine()
    }

    /// Returns what is served.
    pub(super) fn live(&self) -> &Live<D> {
        &self.live
    }

    /// Returns where operations run that may take longer than a moment.
    pub(super) fn lane(&self) -> &Lane {
        &self.shared.lane
    }

    /// Returns the limits of requests in force.
    pub fn limits(&self) -> &Limits {
        &self.shared.limits
    }

    /// Returns the origins whose pages may read answers.
    pub(super) fn origins(&self) -> &[Origin] {
        &self.shared.origins
    }

    /// Returns a place for a WebSocket.
    ///
    /// # Errors
    /// When as many are open as may be.
    pub(super) fn place_for_socket(&self) -> Result<OwnedSemaphorePermit, Refusal> {
        let place = Arc::clone(&self.shared.sockets).try_acquire_owned();
        place.map_err(|_| Refusal::Overloaded)
    }

    /// Returns the status of an answer that holds errors beside its data.
    pub(super) fn partial_status(&self) -> StatusCode {
        self.shared.partial_status
    }

    /// Returns on what answers depend besides the engine and the request.
    pub(super) fn edition(&self) -> &Edition {
        &self.shared.edition
    }

    /// Returns what the sender of a request pays with.
    pub(super) fn purse(&self, headers: &HeaderMap, extensions: &Extensions) -> Purse {
        let Some(budget) = &self.shared.budget else {
            return Purse::default();
        };
        let peer = extensions.get::<ConnectInfo<SocketAddr>>();
        // Whoever comes by another way than a connection pays together.
        let peer = peer.map_or(Ipv6Addr::UNSPECIFIED.into(), |ConnectInfo(peer)| peer.ip());
        Purse::of(budget, client_address(peer, headers, &self.shared.proxies))
    }

    /// Finds the document that a request means. Every request comes this way, however it arrives.
    ///
    /// # Errors
    /// When there is no such document, it may not run, or the client has spent what it may.
    pub(super) fn admit(
        &self,
        asked: impl Into<Asked>,
        purse: &Purse,
    ) -> Result<Admitted, Refusal> {
        let admitted = self.shared.persisted.admit(asked.into(), purse);
        if let Err(refusal) = &admitted {
            self.tell(&Account::begin(), Err(refusal));
        }
        admitted
    }

    /// Checks and executes a request, and tells the log and the vitals of it.
    ///
    /// # Errors
    /// When too much is asked at once, or something of ours went wrong.
    pub(super) async fn answer(
        &self,
        engine: &Engine<D>,
        admitted: &Admitted,
    ) -> Result<Answer, Refusal> {
        let account = Account::begin();
        let prepared = self.prepare(engine, admitted).await;
        self.finish(account, prepared).await
    }

    /// Executes what was prepared, and tells the log and the vitals of it, or why it is refused.
    ///
    /// # Errors
    /// When too much is asked at once, or something of ours went wrong.
    pub(super) async fn finish(
        &self,
        mut account: Account,
        prepared: Result<Result<Operation<D>, Answer>, Refusal>,
    ) -> Result<Answer, Refusal> {
        let answered = match prepared {
            Ok(Ok(operation)) => {
                account.prepared(&operation);
                self.execute(operation).await
            }
            Ok(Err(refused)) => Ok(refused),
            Err(refusal) => Err(refusal),
        };
        self.tell(&account, answered.as_ref());
        answered
    }

    /// Tells the log and the vitals how a request was answered.
    pub(super) fn tell(&self, account: &Account, answered: Result<&Answer, &Refusal>) {
        let (code, n_bytes) = match answered {
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
    }

    /// Checks a request, finds or makes the plan of its operation, and has its cost paid.
    ///
    /// # Errors
    /// When too much is asked at once or over time, or something of ours went wrong.
    pub(super) async fn prepare(
        &self,
        engine: &Engine<D>,
        admitted: &Admitted,
    ) -> Result<Result<Operation<D>, Answer>, Refusal> {
        let request = admitted.request();
        let at_once = caught(|| engine.prepare_at_once(request)).map_err(Refusal::Fault)?;
        let prepared = match at_once {
            Some(prepared) => prepared,
            None => {
                let (engine, request) = (engine.clone(), Arc::clone(request));
                let prepared = self.lane().run(move |_| engine.prepare(&request));
                // Boxed, like what follows: the seldom way would make every request move its state.
                Box::pin(prepared).await?
            }
        };
        if let Ok(operation) = &prepared {
            admitted.purse().pay(operation.cost())?;
        }
        Ok(prepared)
    }

    /// Executes an operation.
    ///
    /// # Errors
    /// When too much is asked at once, or something of ours went wrong.
    async fn execute(&self, operation: Operation<D>) -> Result<Answer, Refusal> {
        if !operation.is_heavy() {
            return caught(|| operation.execute()).map_err(Refusal::Fault);
        }
        let lane = self.lane();
        Box::pin(lane.run(move |cancellation| operation.execute_unless(cancellation))).await
    }

    /// Returns what the server counts, in the text format of OpenMetrics.
    pub(super) fn metrics(&self) -> String {
        let engine = self.live.engine();
        let (running, waiting) = self.shared.lane.occupied();
        self.shared.vitals.to_text(&Moment {
            documents_checked: engine.n_checked(),
            running,
            waiting,
            age: self.live.age(),
            size: engine.domain().size(),
        })
    }
}

impl<D: Domain> Executor for Endpoint<D> {
    async fn execute(&self, request: Request) -> Response {
        let answered = match self.admit(request, &Purse::default()) {
            Ok(admitted) => self.answer(&self.engine(), &admitted).await,
            Err(refusal) => Err(refusal),
        };
        match answered {
            Ok(answer) => response(&answer),
            Err(refusal) => failed(refusal.to_string()),
        }
    }

    fn execute_stream(
        &self,
        request: Request,
        _session_data: Option<Arc<Data>>,
    ) -> BoxStream<'static, Response> {
        let endpoint = self.clone();
        let answers = async move {
            let answers = match endpoint.admit(request, &Purse::default()) {
                Ok(admitted) => Answers::of(&endpoint, admitted).await,
                Err(refusal) => Err(refusal),
            };
            match answers {
                Ok(answers) => answers
                    .into_stream()
                    .map(|answer| response(&answer))
                    .boxed(),
                Err(refusal) => stream::iter([failed(refusal.to_string())]).boxed(),
            }
        };
        stream::once(answers).flatten().boxed()
    }
}

fn response(answer: &Answer) -> Response {
    serde_json::from_slice(&answer.body).unwrap_or_else(|error| failed(error.to_string()))
}

fn failed(message: String) -> Response {
    Response::from_errors(vec![ServerError::new(message, None)])
}
