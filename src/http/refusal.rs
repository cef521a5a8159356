//! Why is a request not answered, and what is the client told?

use super::headers::secure;
use super::media_type::MediaType;
use crate::engine::{Answer, Fault, GraphqlError};
use async_graphql::ParseRequestError;
use axum::body::Body;
use axum::http::header::{
    ACCEPT_ENCODING, ALLOW, CACHE_CONTROL, CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use std::num::NonZeroU32;
use std::sync::LazyLock;
use std::time::Duration;

/// A request that is refused before it reaches the engine.
#[derive(Debug, thiserror::Error)]
pub(super) enum Refusal {
    /// The client accepts none of the media types in which answers leave.
    #[error(
        "Answers are `application/graphql-response+json` or `application/json`; accept one of them."
    )]
    NotAcceptable,
    /// The body is not said to be JSON in UTF-8.
    #[error("A request is JSON in UTF-8; send it with `Content-Type: application/json`.")]
    UnsupportedMediaType,
    /// The body is compressed.
    #[error("A body is read as it is; send it without `Content-Encoding`.")]
    UnsupportedEncoding,
    /// The body or the query string is no GraphQL request.
    #[error("{0}")]
    BadRequest(&'static str),
    /// The document that a digest names is not known; the client is to send it.
    #[error("PersistedQueryNotFound")]
    PersistedQueryNotFound,
    /// No document has the id that a request gives.
    #[error("No document has this `documentId`; send the document as `query`.")]
    DocumentNotFound,
    /// The document is none of those that may run.
    #[error("Only the documents that this server was given may run, and this is none of them.")]
    DocumentNotTrusted,
    /// The body is larger than bodies may be.
    #[error("The body has more than {limit} bytes.")]
    BodyTooLarge {
        /// The most bytes of a body.
        limit: usize,
    },
    /// The body did not arrive within the time that it has.
    #[error("The body did not arrive within {} ms; send it again.", limit.as_millis())]
    BodyTooSlow {
        /// The time that a body has.
        limit: Duration,
    },
    /// A mutation arrived by GET, which changes nothing.
    #[error("GET changes nothing; send a mutation by POST.")]
    MutationOverGet,
    /// The endpoint knows no such method.
    #[error("The endpoint is asked by POST, and by GET for what changes nothing.")]
    MethodNotAllowed,
    /// The address of the client has spent what it may spend for the time being.
    #[error("This address has asked for as much as it may; ask again in {wait} s.")]
    BudgetSpent {
        /// The seconds after which there is enough.
        wait: u64,
    },
    /// The request costs more than an address may ever spend at once.
    #[error(
        "This costs {amount}, and an address may spend {most} at once; ask for smaller pages or \
         fewer nested lists."
    )]
    AboveBudget {
        /// What the request costs.
        amount: u64,
        /// The most that an address may spend at once.
        most: NonZeroU32,
    },
    /// As much is asked at once as the server can answer.
    #[error("The server has more to do than it can; ask again in a moment.")]
    Overloaded,
    /// Something of ours went wrong.
    #[error("{}", Fault::mask())]
    Fault(Fault),
}

impl Refusal {
    /// Returns the refusal as a response in a media type.
    pub(super) fn into_response_as(self, media_type: MediaType) -> Response {
        let (status, _) = self.status_and_code();
        let mut response = respond(self.to_answer(), status, media_type);
        if let Some((name, value)) = self.header() {
            response.headers_mut().insert(name, value);
        }
        response
    }

    /// Returns the stable word for the situation.
    pub(super) fn code(&self) -> &'static str {
        self.status_and_code().1
    }

    /// Returns the refusal as an answer.
    pub(super) fn to_answer(&self) -> Answer {
        let (_, code) = self.status_and_code();
        let error = match &self {
            Self::Fault(fault) => GraphqlError::of_fault(fault),
            _ => GraphqlError::of_request(code, self.to_string()),
        };
        Answer::refused(&[error])
    }

    fn status_and_code(&self) -> (StatusCode, &'static str) {
        match self {
            Self::NotAcceptable => (StatusCode::NOT_ACCEPTABLE, "NOT_ACCEPTABLE"),
            Self::UnsupportedMediaType => {
                (StatusCode::UNSUPPORTED_MEDIA_TYPE, "UNSUPPORTED_MEDIA_TYPE")
            }
            Self::UnsupportedEncoding => {
                (StatusCode::UNSUPPORTED_MEDIA_TYPE, "UNSUPPORTED_ENCODING")
            }
            // Clients look for the code, and some take any other status for a failure.
            Self::PersistedQueryNotFound => (StatusCode::OK, "PERSISTED_QUERY_NOT_FOUND"),
            Self::DocumentNotFound => (StatusCode::BAD_REQUEST, "DOCUMENT_NOT_FOUND"),
            Self::DocumentNotTrusted => (StatusCode::FORBIDDEN, "DOCUMENT_NOT_TRUSTED"),
            Self::BadRequest(_) => (StatusCode::BAD_REQUEST, "BAD_REQUEST"),
            Self::BodyTooLarge { .. } => (StatusCode::PAYLOAD_TOO_LARGE, "BODY_TOO_LARGE"),
            Self::BodyTooSlow { .. } => (StatusCode::REQUEST_TIMEOUT, "BODY_TOO_SLOW"),
            Self::BudgetSpent { .. } => (StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED"),
            Self::AboveBudget { .. } => (StatusCode::BAD_REQUEST, "COST_TOO_HIGH"),
            Self::Overloaded => (StatusCode::SERVICE_UNAVAILABLE, "OVERLOADED"),
            Self::Fault(_) => (StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL"),
            Self::MethodNotAllowed => (StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED"),
            Self::MutationOverGet => (StatusCode::METHOD_NOT_ALLOWED, "MUTATION_OVER_GET"),
        }
    }

    /// Returns the header that says what comes next.
    fn header(&self) -> Option<(HeaderName, HeaderValue)> {
        let (name, value) = match self {
            Self::BudgetSpent { wait } => return Some((RETRY_AFTER, HeaderValue::from(*wait))),
            Self::UnsupportedEncoding => (ACCEPT_ENCODING, "identity"),
            Self::MutationOverGet => (ALLOW, "POST"),
            Self::MethodNotAllowed => (ALLOW, "GET, HEAD, POST"),
            Self::BodyTooSlow { .. } => (CONNECTION, "close"),
            Self::Overloaded => (RETRY_AFTER, "1"),
            _ => return None,
        };
        Some((name, HeaderValue::from_static(value)))
    }
}

impl From<ParseRequestError> for Refusal {
    fn from(error: ParseRequestError) -> Self {
        Self::BadRequest(match error {
            ParseRequestError::UnsupportedBatch => "Batches are not answered; send one operation.",
            // What the JSON parser says names types of the code.
            _ => {
                "The body is not a GraphQL request: a JSON object with `query`, and where needed \
                 `variables`, `operationName` and `extensions`."
            }
        })
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        self.into_response_as(MediaType::Json)
    }
}

/// Returns an answer as a response.
pub(super) fn respond(answer: Answer, status: StatusCode, media_type: MediaType) -> Response {
    // Whole headers are copied, because each one that is put in costs as much as all of them.
    static HEADERS: LazyLock<[HeaderMap; 3]> = LazyLock::new(|| {
        MediaType::ALL.map(|media_type| {
            let mut headers = HeaderMap::new();
            headers.insert(CONTENT_TYPE, media_type.header());
            headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
            secure(&mut headers);
            // Has its place already, because a copy that grows is made again.
            headers.insert(CONTENT_LENGTH, HeaderValue::from(0));
            headers
        })
    });
    let mut headers = HEADERS[media_type as usize].clone();
    headers.insert(CONTENT_LENGTH, HeaderValue::from(answer.body.len()));
    let mut response = Response::new(Body::from(answer.body));
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}
