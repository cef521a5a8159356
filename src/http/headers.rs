//! What keeps an answer from being taken for something else in a browser?

use axum::body::Body;
use axum::http::header::{
    CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response};

/// What is said of whatever a browser may show as a page; an answer to an operation is never one,
/// and each header is a part of what it costs.
const PAGE_HEADERS: [(HeaderName, &str); 5] = [
    (X_FRAME_OPTIONS, "DENY"),
    (REFERRER_POLICY, "no-referrer"),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
];

/// What an answer may load and do that is no page: nothing.
const NO_PAGE: &str = "default-src 'none'; frame-ancestors 'none'";

/// Adds the headers of every answer, as few as there can be; a page has brought a policy of its own.
pub(super) fn secure(headers: &mut HeaderMap) {
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers
        .entry(CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(NO_PAGE));
}

/// Returns a response with the headers of every answer, and of what may be shown as a page.
pub(super) async fn secured(mut response: Response<Body>) -> Response<Body> {
    let headers = response.headers_mut();
    secure(headers);
    for (name, value) in &PAGE_HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}
