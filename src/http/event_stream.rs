//! How do answers leave as server-sent events?
//!
//! Follows the distinct connections mode of GraphQL over Server-Sent Events
//! (<https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md>): each operation has a
//! connection of its own, and what is wrong with an operation is told on it.

use super::endpoint::Endpoint;
use super::headers::secure;
use super::persisted::Admitted;
use super::refusal::Refusal;
use super::subscription::Answers;
use crate::engine::{Answer, Domain};
use async_graphql::futures_util::stream::{self, StreamExt};
use axum::http::HeaderValue;
use axum::http::header::CACHE_CONTROL;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use std::convert::Infallible;
use std::time::Duration;

/// How long a connection is silent before something is sent to keep it.
const KEEP_ALIVE: Duration = Duration::from_secs(12);

/// Answers a request with events.
///
/// # Errors
/// When too much is asked at once.
pub(super) async fn respond<D: Domain>(
    endpoint: &Endpoint<D>,
    admitted: Admitted,
) -> Result<Response, Refusal> {
    let answers = Answers::of(endpoint, admitted).await?.into_stream();
    let complete = Event::default().event("complete").data("");
    let events = answers
        .map(|answer| next(&answer))
        .chain(stream::iter([complete]));
    let keep_alive = KeepAlive::new().interval(KEEP_ALIVE);
    let sse = Sse::new(events.map(Ok::<_, Infallible>)).keep_alive(keep_alive);
    let mut response = sse.into_response();
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    secure(headers);
    Ok(response)
}

fn next(answer: &Answer) -> Event {
    Event::default()
        .event("next")
        .data(String::from_utf8_lossy(&answer.body))
}
