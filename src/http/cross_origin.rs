//! Which pages of other origins may read answers?

use super::budget::{RATE_LIMIT, RATE_LIMIT_POLICY};
use super::headers::secured;
use axum::Router;
use axum::http::header::{CONTENT_TYPE, ETAG, HOST, ORIGIN, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderValue, Method, Uri};
use axum::middleware::map_response;
use std::str::FromStr;
use std::time::Duration;
use tower_http::cors::CorsLayer;

/// Where a page comes from: a scheme, a host and perhaps a port, as in `https://example.org`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin(HeaderValue);

/// A text that is no origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "an origin is `http://` or `https://` with a host and perhaps a port, as in \
     `https://example.org`, in lower case and without a path"
)]
pub struct NotAnOrigin;

impl FromStr for Origin {
    type Err = NotAnOrigin;

    fn from_str(text: &str) -> Result<Self, NotAnOrigin> {
        let host = text
            .strip_prefix("https://")
            .or_else(|| text.strip_prefix("http://"))
            .ok_or(NotAnOrigin)?;
        let is_host = !host.contains(['/', '?', '#', '@', '*']) && *host == host.to_lowercase();
        let uri: Uri = text.parse().map_err(|_| NotAnOrigin)?;
        match HeaderValue::from_str(text) {
            Ok(value) if is_host && uri.host().is_some() => Ok(Self(value)),
            _ => Err(NotAnOrigin),
        }
    }
}

/// Returns whether the page that sends a request may read the answer: it is served from the same
/// address, its origin is listed, or there is no page.
///
/// Browsers ask this by themselves, but not for WebSockets.
pub(super) fn may_read(headers: &HeaderMap, origins: &[Origin]) -> bool {
    let Some(origin) = headers.get(ORIGIN) else {
        return true;
    };
    let address = origin.to_str().ok().and_then(|text| text.split_once("://"));
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    let is_ours = matches!((address, host), (Some((_, address)), Some(host))
        if address.eq_ignore_ascii_case(host));
    is_ours || origins.iter().any(|Origin(listed)| listed == origin)
}

/// Lets pages of some origins read the answers of some routes; without any, nothing changes.
pub(super) fn allow(router: Router, origins: &[Origin]) -> Router {
    if origins.is_empty() {
        return router;
    }
    let origins = origins.iter().map(|Origin(value)| value.clone());
    let layer = CorsLayer::new()
        .allow_origin(origins.collect::<Vec<_>>())
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([CONTENT_TYPE])
        .expose_headers([ETAG, RETRY_AFTER, RATE_LIMIT, RATE_LIMIT_POLICY])
        .max_age(Duration::from_secs(3600));
    // What the layer answers by itself is secured as well.
    router.layer(layer).layer(map_response(secured))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_a_scheme_with_a_host_and_nothing_more() {
        for text in [
            "https://example.org",
            "http://localhost:3000",
            "http://[::1]:80",
        ] {
            assert!(text.parse::<Origin>().is_ok(), "{text}");
        }
        for text in [
            "",
            "*",
            "null",
            "example.org",
            "https://",
            "https://example.org/",
            "https://example.org?x",
            "https://Example.org",
            "https://a@example.org",
            "https://*.example.org",
            "ftp://example.org",
            "https://exa mple.org",
            "https://example.org\n",
        ] {
            assert_eq!(text.parse::<Origin>(), Err(NotAnOrigin), "{text}");
        }
    }
}
