//! How does a GraphQL request arrive over HTTP, and how does its answer leave?
//!
//! Follows GraphQL over HTTP (<https://graphql.github.io/graphql-over-http/draft/>): POST with a
//! JSON body, GET with a query string, and an answer in the media type that the client accepts.

use super::endpoint::Endpoint;
use crate::engine::{Answer, Domain, GraphqlError};
use async_graphql::{ParseRequestError, Variables};
use async_graphql_axum::GraphQLRequest;
use axum::body::Body;
use axum::extract::{FromRequest, Request, State};
use axum::http::header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use http_body_util::Limited;

/// The most bytes of a request's body.
pub const MAX_BODY: usize = 64 * 1024;

/// The media type of JSON, which is in UTF-8 unless something else is said.
const JSON: &str = "application/json";

/// The media type in which an answer leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MediaType {
    /// `application/json`, in which a refusal of the operation is still a success of the transport.
    Json,
    /// `application/graphql-response+json`, in which it is not.
    GraphqlResponse,
}

impl MediaType {
    fn header(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::Json => "application/json; charset=utf-8",
            Self::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
        })
    }

    /// Returns the media type that a client accepts, the one it prefers when it accepts both.
    pub(super) fn accepted(headers: &HeaderMap) -> Option<Self> {
        let accepted = headers.get_all(ACCEPT);
        match accepted.iter().next() {
            None => return Some(Self::Json),
            // What many clients send need not be taken apart: nothing behind it weighs more.
            Some(first) if first == JSON => return Some(Self::Json),
            Some(_) => {}
        }
        accepted
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .filter_map(media_range)
            .reduce(|best, next| if next.1 > best.1 { next } else { best })
            .map(|(media_type, _)| media_type)
    }
}

/// Returns the media type that one range of an `Accept` header allows, with its weight in
/// thousandths.
fn media_range(range: &str) -> Option<(MediaType, u16)> {
    let mut parts = range.split(';').map(str::trim);
    let range = parts.next()?;
    let is = |name: &str| range.eq_ignore_ascii_case(name);
    let media_type = if is(JSON) || is("application/*") || is("*/*") {
        MediaType::Json
    } else if is("application/graphql-response+json") {
        MediaType::GraphqlResponse
    } else {
        return None;
    };
    let mut weight = 1000;
    for part in parts {
        let (name, value) = part.split_once('=')?;
        match name.trim().to_ascii_lowercase().as_str() {
            "q" => weight = quality(value.trim())?,
            "charset" if !value.trim().trim_matches('"').eq_ignore_ascii_case("utf-8") => {
                return None;
            }
            _ => {}
        }
    }
    (weight > 0).then_some((media_type, weight))
}

fn quality(text: &str) -> Option<u16> {
    let quality: f32 = text.parse().ok()?;
    (0.0..=1.0)
        .contains(&quality)
        .then_some((quality * 1000.0) as u16)
}

/// A request that is refused before it reaches the engine.
pub(super) struct Refusal {
    status: StatusCode,
    code: &'static str,
    message: String,
}

impl Refusal {
    fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            status,
            code,
            message: message.into(),
        }
    }

    fn into_response_as(self, media_type: MediaType) -> Response {
        let error = GraphqlError::of_request(self.code, self.message);
        respond(Answer::refused(&[error]), self.status, media_type)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        self.into_response_as(MediaType::Json)
    }
}

impl From<ParseRequestError> for Refusal {
    fn from(error: ParseRequestError) -> Self {
        let bad = |message: &str| Self::new(StatusCode::BAD_REQUEST, "BAD_REQUEST", message);
        match error {
            ParseRequestError::PayloadTooLarge => too_large(),
            ParseRequestError::Io(error) if is_over_limit(&error) => too_large(),
            ParseRequestError::UnsupportedBatch => {
                bad("Batches are not answered; send one operation.")
            }
            // What the JSON parser says names types of the code.
            _ => bad(
                "The body is not a GraphQL request: a JSON object with `query`, and where needed \
                 `variables`, `operationName` and `extensions`.",
            ),
        }
    }
}

fn is_over_limit(error: &std::io::Error) -> bool {
    error.to_string().contains("length limit exceeded")
}

fn too_large() -> Refusal {
    Refusal::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        "BODY_TOO_LARGE",
        format!("The body has more than {MAX_BODY} bytes."),
    )
}

fn not_acceptable() -> Refusal {
    Refusal::new(
        StatusCode::NOT_ACCEPTABLE,
        "NOT_ACCEPTABLE",
        "Answers are `application/graphql-response+json` or `application/json`; accept one of them.",
    )
}

/// Answers POST.
pub(super) async fn post<D: Domain>(
    State(endpoint): State<Endpoint<D>>,
    request: Request,
) -> Response {
    let Some(media_type) = MediaType::accepted(request.headers()) else {
        return not_acceptable().into_response();
    };
    if !is_json(request.headers()) {
        let refusal = Refusal::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "UNSUPPORTED_MEDIA_TYPE",
            "A request is JSON in UTF-8; send it with `Content-Type: application/json`.",
        );
        return refusal.into_response_as(media_type);
    }
    let request = request.map(|body| Body::new(Limited::new(body, MAX_BODY)));
    match GraphQLRequest::<Refusal>::from_request(request, &()).await {
        Ok(request) => answer(&endpoint, request.into_inner(), media_type).await,
        Err(refusal) => refusal.into_response_as(media_type),
    }
}

/// Answers GET.
pub(super) async fn get<D: Domain>(
    State(endpoint): State<Endpoint<D>>,
    request: Request,
) -> Response {
    let Some(media_type) = MediaType::accepted(request.headers()) else {
        return not_acceptable().into_response();
    };
    match from_query_string(request.uri().query().unwrap_or_default()) {
        Ok(request) => answer(&endpoint, request, media_type).await,
        Err(refusal) => refusal.into_response_as(media_type),
    }
}

async fn answer<D: Domain>(
    endpoint: &Endpoint<D>,
    request: async_graphql::Request,
    media_type: MediaType,
) -> Response {
    if request.query.is_empty() {
        let message = "The request has no `query`; it is the text of the document.";
        return Refusal::new(StatusCode::BAD_REQUEST, "BAD_REQUEST", message)
            .into_response_as(media_type);
    }
    let answer = endpoint.answer(request).await;
    let status = match media_type {
        MediaType::GraphqlResponse if answer.is_refused => StatusCode::BAD_REQUEST,
        _ => StatusCode::OK,
    };
    respond(answer, status, media_type)
}

fn respond(answer: Answer, status: StatusCode, media_type: MediaType) -> Response {
    let mut response = Response::new(Body::from(answer.body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, media_type.header());
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

/// Returns whether the body is said to be JSON in UTF-8.
fn is_json(headers: &HeaderMap) -> bool {
    let Some(value) = headers.get(CONTENT_TYPE).and_then(|v| v.to_str().ok()) else {
        return false;
    };
    if value == JSON {
        return true;
    }
    let mut parts = value.split(';').map(str::trim);
    let is_json = parts
        .next()
        .is_some_and(|essence| essence.eq_ignore_ascii_case(JSON));
    let is_utf8 = parts.all(|parameter| match parameter.split_once('=') {
        Some((name, value)) if name.trim().eq_ignore_ascii_case("charset") => {
            value.trim().trim_matches('"').eq_ignore_ascii_case("utf-8")
        }
        _ => true,
    });
    is_json && is_utf8
}

/// Reads the request from a query string.
///
/// async-graphql's own reader expects `operation_name` where the specification has
/// `operationName`.
fn from_query_string(text: &str) -> Result<async_graphql::Request, Refusal> {
    let bad = |message: &str| Refusal::new(StatusCode::BAD_REQUEST, "BAD_REQUEST", message);
    let mut request = async_graphql::Request::new("");
    for (name, value) in form_urlencoded::parse(text.as_bytes()) {
        match &*name {
            "query" => request.query = value.into_owned(),
            "operationName" if !value.is_empty() => {
                request.operation_name = Some(value.into_owned());
            }
            "variables" if !value.is_empty() => {
                let json: serde_json::Value =
                    serde_json::from_str(&value).map_err(|_| bad("`variables` is not JSON."))?;
                if !json.is_object() && !json.is_null() {
                    return Err(bad("`variables` is not a JSON object."));
                }
                request.variables = Variables::from_json(json);
            }
            "extensions" if !value.is_empty() => {
                let json: serde_json::Value =
                    serde_json::from_str(&value).map_err(|_| bad("`extensions` is not JSON."))?;
                if !json.is_object() && !json.is_null() {
                    return Err(bad("`extensions` is not a JSON object."));
                }
            }
            _ => {}
        }
    }
    Ok(request)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(accept: &str, expected: Option<MediaType>) {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, accept.parse().expect("a header"));
        assert_eq!(MediaType::accepted(&headers), expected, "{accept}");
    }

    #[test]
    fn the_preferred_of_the_accepted_media_types_is_answered() {
        let graphql = Some(MediaType::GraphqlResponse);
        check("application/graphql-response+json", graphql);
        check("application/json", Some(MediaType::Json));
        check("*/*", Some(MediaType::Json));
        check("text/html, */*;q=0.5", Some(MediaType::Json));
        check(
            "application/graphql-response+json, application/json;q=0.9",
            graphql,
        );
        check(
            "application/json;q=0.5, application/graphql-response+json;q=0.7",
            graphql,
        );
        check("application/graphql-response+json; charset=utf-8", graphql);
        check("text/html", None);
        check("application/json; charset=latin1", None);
        check("application/json;q=0", None);
    }

    #[test]
    fn without_an_accept_header_the_answer_is_json() {
        assert_eq!(
            MediaType::accepted(&HeaderMap::new()),
            Some(MediaType::Json)
        );
    }
}
