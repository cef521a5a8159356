//! How are operations answered over a WebSocket?
//!
//! Follows GraphQL over WebSocket
//! (<https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md>), whose subprotocol is
//! `graphql-transport-ws`: the client opens the connection with a message, each operation has an id
//! that nobody else has while it runs, and a breach of the rules closes the socket with a code.

use super::budget::Purse;
use super::cross_origin;
use super::endpoint::Endpoint;
use super::limits::Limits;
use super::socket_message::{Closing, Incoming, Outgoing, Payload};
use super::subscription::Answers;
use crate::engine::{Answer, Domain, GraphqlError};
use axum::extract::Request;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::http::HeaderMap;
use axum::http::header::UPGRADE;
use axum::response::Response;
use std::collections::HashMap;
use std::ops::ControlFlow;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, mpsc};
use tokio::task::AbortHandle;
use tokio::time::{Instant, sleep_until, timeout};

/// The subprotocol that is spoken.
const PROTOCOL: &str = "graphql-transport-ws";

/// The most answers of one socket that wait until they are sent.
const WAITING_ANSWERS: usize = 4;

/// The time that a peer has to close a socket that we close.
const PARTING_TIME: Duration = Duration::from_secs(1);

/// Whether the page from which a socket is opened may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Page {
    /// It is ours, is listed, or there is no page.
    Allowed,
    /// It is a page of somebody else.
    Foreign,
}

/// Returns whether a request asks for a WebSocket; what else a connection could become is not
/// spoken here, and may be offered all the same.
pub(super) fn is_asked_for(headers: &HeaderMap) -> bool {
    let offers = headers.get_all(UPGRADE).iter();
    let mut offers = offers.flat_map(|offer| offer.as_bytes().split(|byte| *byte == b','));
    offers.any(|offer| offer.trim_ascii().eq_ignore_ascii_case(b"websocket"))
}

/// Opens a socket.
pub(super) fn open<D: Domain>(
    endpoint: Endpoint<D>,
    upgrade: WebSocketUpgrade,
    place: OwnedSemaphorePermit,
    request: &Request,
) -> Response {
    let page = match cross_origin::may_read(request.headers(), endpoint.origins()) {
        true => Page::Allowed,
        false => Page::Foreign,
    };
    let purse = endpoint.purse(request.headers(), request.extensions());
    let most = endpoint.limits().message_bytes;
    let upgrade = upgrade
        .protocols([PROTOCOL])
        .max_message_size(most)
        .max_frame_size(most);
    upgrade.on_upgrade(async move |socket| {
        let _place = place;
        serve(socket, endpoint, page, purse).await;
    })
}

async fn serve<D: Domain>(mut socket: WebSocket, endpoint: Endpoint<D>, page: Page, purse: Purse) {
    let speaks = socket.protocol().is_some_and(|name| name == PROTOCOL);
    let closing = match speaks {
        true => {
            Connection::new(endpoint, page, purse)
                .serve(&mut socket)
                .await
        }
        false => Closing::new(4406, "Subprotocol not acceptable"),
    };
    part(socket, closing).await;
}

/// Says why the socket is closed, and reads on until the peer has closed it as well.
///
/// A peer that closed first is answered by reading on. One that did not may have more on the way,
/// and a connection that is dropped over unread bytes is reset, with what was said last.
async fn part(mut socket: WebSocket, closing: Closing) {
    // A peer that is gone hears nothing.
    let _ = socket.send(closing.into_message()).await;
    let heard_out = async { while let Some(Ok(_)) = socket.recv().await {} };
    // Whoever does not close in time is left.
    let _ = timeout(PARTING_TIME, heard_out).await;
}

/// A socket that speaks the protocol.
struct Connection<D: Domain> {
    endpoint: Endpoint<D>,
    page: Page,
    /// What the client pays with.
    purse: Purse,
    /// The operations that run, by their ids.
    operations: HashMap<String, Running>,
    answers: mpsc::Sender<Outgoing>,
    waiting: mpsc::Receiver<Outgoing>,
    is_open: bool,
    /// When the peer has to have said something.
    expected: Instant,
}

/// An operation that runs, until this is dropped.
struct Running(AbortHandle);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl<D: Domain> Connection<D> {
    fn new(endpoint: Endpoint<D>, page: Page, purse: Purse) -> Self {
        let (answers, waiting) = mpsc::channel(WAITING_ANSWERS);
        let expected = Instant::now() + endpoint.limits().init_time;
        Self {
            endpoint,
            page,
            purse,
            operations: HashMap::new(),
            answers,
            waiting,
            is_open: false,
            expected,
        }
    }

    /// Serves until the socket is to be closed, and returns why.
    async fn serve(mut self, socket: &mut WebSocket) -> Closing {
        let mut is_asked = false;
        loop {
            let step = tokio::select! {
                received = socket.recv() => {
                    is_asked = false;
                    self.receive(socket, received).await
                }
                Some(outgoing) = self.waiting.recv() => self.send(socket, outgoing).await,
                () = sleep_until(self.expected) => {
                    if !self.is_open {
                        return Closing::new(4408, "Connection initialisation timeout");
                    }
                    if is_asked {
                        return Closing::new(1001, "Nobody answered a ping");
                    }
                    is_asked = true;
                    self.expect();
                    say(socket, Outgoing::Ping).await
                }
            };
            if let ControlFlow::Break(closing) = step {
                return closing;
            }
        }
    }

    fn limits(&self) -> &Limits {
        self.endpoint.limits()
    }

    fn expect(&mut self) {
        self.expected = Instant::now() + self.limits().silence_time;
    }

    async fn receive(
        &mut self,
        socket: &mut WebSocket,
        received: Option<Result<Message, axum::Error>>,
    ) -> ControlFlow<Closing> {
        let text = match received {
            Some(Ok(Message::Text(text))) => text,
            Some(Ok(Message::Binary(_))) => {
                return ControlFlow::Break(Closing::new(4400, "Messages are text"));
            }
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => return ControlFlow::Continue(()),
            Some(Ok(Message::Close(_))) | None => {
                return ControlFlow::Break(Closing::new(1000, ""));
            }
            Some(Err(error)) => return ControlFlow::Break(Closing::of(&error, self.limits())),
        };
        match Incoming::parse(&text) {
            Ok(message) => self.obey(socket, message).await,
            Err(reason) => ControlFlow::Break(Closing::new(4400, reason)),
        }
    }

    async fn obey(&mut self, socket: &mut WebSocket, message: Incoming) -> ControlFlow<Closing> {
        if self.is_open {
            self.expect();
        }
        match message {
            Incoming::ConnectionInit if self.is_open => {
                ControlFlow::Break(Closing::new(4429, "Too many initialisation requests"))
            }
            Incoming::ConnectionInit if self.page == Page::Foreign => {
                ControlFlow::Break(Closing::new(4403, "Forbidden"))
            }
            Incoming::ConnectionInit => {
                self.is_open = true;
                self.expect();
                say(socket, Outgoing::ConnectionAck).await
            }
            Incoming::Ping(payload) => say(socket, Outgoing::Pong(payload)).await,
            Incoming::Pong => ControlFlow::Continue(()),
            Incoming::Complete { id } => {
                self.operations.remove(&id);
                ControlFlow::Continue(())
            }
            Incoming::Subscribe { .. } if !self.is_open => {
                ControlFlow::Break(Closing::new(4401, "Unauthorized"))
            }
            Incoming::Subscribe { id, .. } if self.operations.contains_key(&id) => {
                let reason = format!("Subscriber for {id} already exists");
                ControlFlow::Break(Closing::new(4409, reason))
            }
            Incoming::Subscribe { id, .. }
                if self.operations.len() >= self.limits().subscriptions =>
            {
                let errors = too_many(self.limits().subscriptions);
                say(socket, Outgoing::Error { id, errors }).await
            }
            Incoming::Subscribe { id, payload } => {
                self.begin(id, payload);
                ControlFlow::Continue(())
            }
        }
    }

    /// Begins an operation.
    fn begin(&mut self, id: String, payload: Payload) {
        let endpoint = self.endpoint.clone();
        let (purse, answers) = (self.purse.clone(), self.answers.clone());
        let running = tokio::spawn(run(endpoint, purse, id.clone(), payload, answers));
        self.operations.insert(id, Running(running.abort_handle()));
    }

    /// Sends what an operation told, unless the client has no more interest in it.
    async fn send(&mut self, socket: &mut WebSocket, outgoing: Outgoing) -> ControlFlow<Closing> {
        let is_wanted = match &outgoing {
            Outgoing::Next { id, .. } => self.operations.contains_key(id),
            Outgoing::Error { id, .. } | Outgoing::Complete { id } => {
                self.operations.remove(id).is_some()
            }
            _ => true,
        };
        match is_wanted {
            true => say(socket, outgoing).await,
            false => ControlFlow::Continue(()),
        }
    }
}

async fn say(socket: &mut WebSocket, outgoing: Outgoing) -> ControlFlow<Closing> {
    match socket.send(outgoing.into_message()).await {
        Ok(()) => ControlFlow::Continue(()),
        Err(_) => ControlFlow::Break(Closing::new(1001, "")),
    }
}

/// Runs an operation to its end. Where answers are not taken, nothing more is worked out.
async fn run<D: Domain>(
    endpoint: Endpoint<D>,
    purse: Purse,
    id: String,
    payload: Payload,
    answers: mpsc::Sender<Outgoing>,
) {
    let told = async |outgoing| answers.send(outgoing).await.is_ok();
    let answers = match endpoint.admit(payload.into_asked(), &purse) {
        Ok(admitted) => Answers::of(&endpoint, admitted).await,
        Err(refusal) => Err(refusal),
    };
    let mut subscription = match answers {
        Ok(Answers::Many(subscription)) => subscription,
        Ok(Answers::One(answer)) => {
            let is_refused = answer.is_refused;
            if told(Outgoing::answer(&id, &answer)).await && !is_refused {
                told(Outgoing::Complete { id }).await;
            }
            return;
        }
        Err(refusal) => {
            let errors = Outgoing::errors_of(&refusal.to_answer());
            told(Outgoing::Error { id, errors }).await;
            return;
        }
    };
    while let Some(answer) = subscription.next().await {
        if !told(Outgoing::answer(&id, &answer)).await || answer.is_refused {
            return;
        }
    }
    told(Outgoing::Complete { id }).await;
}

fn too_many(most: usize) -> String {
    let message = format!(
        "A socket has at most {most} operations at a time; end one, or open another socket."
    );
    let error = GraphqlError::of_request("TOO_MANY_SUBSCRIPTIONS", message);
    Outgoing::errors_of(&Answer::refused(&[error]))
}
