//! How does a GraphQL request arrive over HTTP, and how does its answer leave?
//!
//! Follows GraphQL over HTTP (<https://graphql.github.io/graphql-over-http/draft/>): POST with a
//! JSON body, GET with a query string, and an answer in the media type that the client accepts.

use super::budget::Purse;
use super::edition::Tag;
use super::endpoint::Endpoint;
use super::event_stream;
use super::headers::secure;
use super::limits::Limits;
use super::media_type::{MediaType, is_json};
use super::persisted::{Admitted, Asked};
use super::refusal::{Refusal, respond};
use super::socket;
use crate::engine::{Answer, Domain, Fault};
use async_graphql::Variables;
use async_graphql::futures_util::{FutureExt as _, poll};
use async_graphql_axum::GraphQLRequest;
use axum::BoxError;
use axum::body::{Body, Bytes, HttpBody as _};
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::{FromRequest, Request, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_ENCODING;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use serde::Deserialize;
use std::pin::pin;
use std::task::Poll;
use tokio::time::timeout;

/// Answers POST.
pub(super) async fn post<D: Domain>(
    State(endpoint): State<Endpoint<D>>,
    request: Request,
) -> Response {
    let Some(media_type) = MediaType::accepted(request.headers()) else {
        return Refusal::NotAcceptable.into_response();
    };
    let purse = endpoint.purse(request.headers(), request.extensions());
    let answered = match from_body(&endpoint, request, &purse).await {
        Ok(admitted) => answer_by_post(&endpoint, admitted, media_type).await,
        Err(refusal) => Err(refusal),
    };
    told(answered, &purse, media_type)
}

/// Answers GET, and opens a WebSocket where a client asks for one.
pub(super) async fn get<D: Domain>(
    State(endpoint): State<Endpoint<D>>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
    request: Request,
) -> Response {
    if socket::is_asked_for(request.headers()) {
        return match (upgrade, endpoint.place_for_socket()) {
            (Ok(upgrade), Ok(place)) => socket::open(endpoint, upgrade, place, &request),
            (Ok(_), Err(refusal)) => refusal.into_response(),
            (Err(_), _) => Refusal::BadRequest(
                "This does not open a WebSocket: it needs `Connection: Upgrade`, \
                 `Sec-WebSocket-Version: 13` and a `Sec-WebSocket-Key`.",
            )
            .into_response(),
        };
    }
    let Some(media_type) = MediaType::accepted(request.headers()) else {
        return Refusal::NotAcceptable.into_response();
    };
    let purse = endpoint.purse(request.headers(), request.extensions());
    let answered = answer_by_get(&endpoint, &request.into_parts().0, &purse, media_type).await;
    told(answered, &purse, media_type)
}

async fn answer_by_post<D: Domain>(
    endpoint: &Endpoint<D>,
    admitted: Admitted,
    media_type: MediaType,
) -> Result<Response, Refusal> {
    if media_type == MediaType::EventStream {
        // Boxed, because what is seldom done would make every request move its state.
        return Box::pin(event_stream::respond(endpoint, admitted)).await;
    }
    let answer = endpoint.answer(&endpoint.engine(), &admitted).await?;
    Ok(respond_to(endpoint, answer, media_type))
}

async fn answer_by_get<D: Domain>(
    endpoint: &Endpoint<D>,
    received: &Parts,
    purse: &Purse,
    media_type: MediaType,
) -> Result<Response, Refusal> {
    let query_string = received.uri.query().unwrap_or_default();
    let admitted = endpoint.admit(from_query_string(query_string)?, purse)?;
    let request = admitted.request();
    let engine = endpoint.engine();
    if engine.is_mutation(request) {
        return Err(Refusal::MutationOverGet);
    }
    if media_type == MediaType::EventStream {
        return Box::pin(event_stream::respond(endpoint, admitted)).await;
    }
    let edition = endpoint.edition();
    let tag = edition.tag(&engine, request, query_string, &media_type.header());
    if tag.is_known_to(&received.headers) {
        return Ok(unchanged(tag));
    }
    let answer = endpoint.answer(&engine, &admitted).await?;
    let is_repeatable = answer.is_repeatable;
    let mut response = respond_to(endpoint, answer, media_type);
    if is_repeatable {
        tag.say(response.headers_mut());
    }
    Ok(response)
}

/// Returns what a client is told, and what is left of its budget.
fn told(answered: Result<Response, Refusal>, purse: &Purse, media_type: MediaType) -> Response {
    let mut response = answered.unwrap_or_else(|refusal| refusal.into_response_as(media_type));
    purse.tell(response.headers_mut());
    response
}

/// Returns the response to a client that has the answer.
fn unchanged(tag: Tag) -> Response {
    let mut response = StatusCode::NOT_MODIFIED.into_response();
    secure(response.headers_mut());
    tag.say(response.headers_mut());
    response
}

fn respond_to<D: Domain>(
    endpoint: &Endpoint<D>,
    answer: Answer,
    media_type: MediaType,
) -> Response {
    let status = match media_type {
        MediaType::GraphqlResponse if answer.is_refused => StatusCode::BAD_REQUEST,
        MediaType::GraphqlResponse if answer.code.is_some() => endpoint.partial_status(),
        _ => StatusCode::OK,
    };
    respond(answer, status, media_type)
}

/// Reads the request from a body, and finds the document that it means.
async fn from_body<D: Domain>(
    endpoint: &Endpoint<D>,
    request: Request,
    purse: &Purse,
) -> Result<Admitted, Refusal> {
    if !is_json(request.headers()) {
        return Err(Refusal::UnsupportedMediaType);
    }
    if request.headers().contains_key(CONTENT_ENCODING) {
        return Err(Refusal::UnsupportedEncoding);
    }
    let (head, body) = request.into_parts();
    let bytes = bytes_of(body, endpoint.limits()).await?;
    let whole = Request::from_parts(head, Body::from(bytes.clone()));
    endpoint.admit(from_bytes(whole, &bytes)?, purse)
}

/// Reads the request from a body that is there whole.
///
/// The extractor has nothing to wait for, and is not awaited: its state is far larger than that of
/// all the rest, and every request would carry it along.
fn from_bytes(request: Request, bytes: &[u8]) -> Result<Asked, Refusal> {
    let reading = pin!(GraphQLRequest::<Refusal>::from_request(request, &()));
    let read = reading.now_or_never();
    let read = read.ok_or_else(|| Fault::new("the extractor waits for a body that is there"));
    let mut asked = Asked::from(read.map_err(Refusal::Fault)??.into_inner());
    // async-graphql knows no `documentId`, so a body without a document is read again for it.
    if asked.request.query.is_empty() {
        let Named { document_id } = serde_json::from_slice(bytes).map_err(|_| {
            Refusal::BadRequest("A request is one JSON object, and its `documentId` a text.")
        })?;
        asked.document_id = document_id;
    }
    Ok(asked)
}

/// The name of a document in a body.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Named {
    document_id: Option<String>,
}

async fn bytes_of(body: Body, limits: &Limits) -> Result<Bytes, Refusal> {
    let limit = limits.body_bytes;
    // A body that is announced as too large need not arrive.
    if body.size_hint().lower() > limit as u64 {
        return Err(Refusal::BodyTooLarge { limit });
    }
    let mut read = pin!(whole(Limited::new(body, limit)));
    // Most bodies are there with their headers, and need no clock.
    let read = match poll!(read.as_mut()) {
        Poll::Ready(read) => Ok(read),
        Poll::Pending => Box::pin(timeout(limits.body_time, read)).await,
    };
    match read {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(Refusal::BodyTooLarge { limit }),
        Ok(Err(_)) => Err(Refusal::BadRequest("The body ended before it was whole.")),
        Err(_) => Err(Refusal::BodyTooSlow {
            limit: limits.body_time,
        }),
    }
}

/// Reads a body to its end. Most come in one piece, which is taken as it is.
async fn whole(mut body: Limited<Body>) -> Result<Bytes, BoxError> {
    let mut piece = Bytes::new();
    let mut pieces = Vec::new();
    while let Some(frame) = body.frame().await {
        // Trailers say nothing of a request.
        let Ok(data) = frame?.into_data() else {
            continue;
        };
        if body.is_end_stream() && piece.is_empty() && pieces.is_empty() {
            return Ok(data);
        }
        pieces.extend_from_slice(&std::mem::take(&mut piece));
        piece = data;
    }
    pieces.extend_from_slice(&piece);
    Ok(pieces.into())
}

/// The parameters of a request in a query string.
const PARAMETERS: [&str; 5] = [
    "query",
    "documentId",
    "operationName",
    "variables",
    "extensions",
];

/// Reads the request from a query string.
///
/// async-graphql's own reader expects `operation_name` where the specification has
/// `operationName`.
fn from_query_string(text: &str) -> Result<Asked, Refusal> {
    let mut request = async_graphql::Request::new("");
    let mut document_id = None;
    let mut seen = Vec::with_capacity(PARAMETERS.len());
    for (name, value) in form_urlencoded::parse(text.as_bytes()) {
        // What is no UTF-8 is read as this character, which nobody writes.
        if value.contains(char::REPLACEMENT_CHARACTER) {
            return Err(Refusal::BadRequest("A parameter is not text in UTF-8."));
        }
        let parameter = PARAMETERS.iter().find(|parameter| **parameter == name);
        if parameter.is_some_and(|parameter| seen.contains(parameter)) {
            return Err(Refusal::BadRequest(
                "A parameter of the request stands twice.",
            ));
        }
        seen.extend(parameter);
        match &*name {
            "query" => request.query = value.into_owned(),
            "documentId" => document_id = Some(value.into_owned()),
            "operationName" if !value.is_empty() => {
                request.operation_name = Some(value.into_owned());
            }
            "variables" if !value.is_empty() => {
                let json: serde_json::Value = serde_json::from_str(&value)
                    .map_err(|_| Refusal::BadRequest("`variables` is not JSON."))?;
                if !json.is_object() && !json.is_null() {
                    return Err(Refusal::BadRequest("`variables` is not a JSON object."));
                }
                request.variables = Variables::from_json(json);
            }
            "extensions" if !value.is_empty() => {
                let json: serde_json::Value = serde_json::from_str(&value)
                    .map_err(|_| Refusal::BadRequest("`extensions` is not JSON."))?;
                request.extensions = serde_json::from_value::<Option<_>>(json)
                    .map_err(|_| Refusal::BadRequest("`extensions` is not a JSON object."))?
                    .unwrap_or_default();
            }
            _ => {}
        }
    }
    Ok(Asked {
        request,
        document_id,
    })
}
