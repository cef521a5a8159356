//! How does a file from the binary become an answer?

use axum::body::{Body, Bytes};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH,
    VARY,
};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode};
use sha2::{Digest, Sha256};

use super::encoding::{Encoding, preferred};

/// How long a browser may keep a file without asking again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Caching {
    /// Forever: the name of the file changes with its content.
    Immutable,
    /// Only after asking whether it is still the same.
    Revalidate,
}

impl Caching {
    fn header(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::Immutable => "public, max-age=31536000, immutable",
            Self::Revalidate => "no-cache",
        })
    }
}

/// A file that the server holds, in all the encodings in which it holds it.
pub(super) struct Asset {
    content_type: &'static str,
    caching: Caching,
    policy: &'static str,
    tag: String,
    identity: Bytes,
    brotli: Option<Bytes>,
    gzip: Option<Bytes>,
}

impl Asset {
    /// Makes a file that the page may use under this content security policy.
    ///
    /// The type follows from the end of the name. A browser asks each time whether the file is
    /// still the same.
    pub(super) fn new(name: &str, policy: &'static str, identity: impl Into<Bytes>) -> Self {
        let identity = identity.into();
        let digest = Sha256::digest(&identity);
        Self {
            content_type: content_type(name),
            caching: Caching::Revalidate,
            policy,
            // Half of a SHA-256 is more than enough to tell two builds of a file apart.
            tag: digest
                .iter()
                .take(16)
                .map(|byte| format!("{byte:02x}"))
                .collect(),
            identity,
            brotli: None,
            gzip: None,
        }
    }

    /// Makes a file whose name changes with its content, so that browsers may keep it forever.
    ///
    /// The name stands for the content; a digest of megabytes would delay the start.
    pub(super) fn immutable(name: &str, policy: &'static str, identity: impl Into<Bytes>) -> Self {
        Self {
            content_type: content_type(name),
            caching: Caching::Immutable,
            policy,
            tag: name.rsplit('/').next().unwrap_or(name).to_owned(),
            identity: identity.into(),
            brotli: None,
            gzip: None,
        }
    }

    /// Adds the same file in other encodings, where there are any.
    pub(super) fn compressed(mut self, brotli: Option<Bytes>, gzip: Option<Bytes>) -> Self {
        self.brotli = brotli;
        self.gzip = gzip;
        self
    }

    /// Answers a request for the file.
    pub(super) fn respond(&self, request: &HeaderMap) -> Response<Body> {
        let (encoding, bytes) = self.written_for(preferred(request));
        let tag = match encoding.name() {
            Some(name) => format!("\"{}-{name}\"", self.tag),
            None => format!("\"{}\"", self.tag),
        };
        let unchanged = request
            .get_all(IF_NONE_MATCH)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .any(|known| names(known, &tag));

        let mut response = Response::new(Body::empty());
        let headers = response.headers_mut();
        headers.insert(CACHE_CONTROL, self.caching.header());
        headers.insert(
            CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(self.policy),
        );
        if self.brotli.is_some() || self.gzip.is_some() {
            headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
        }
        if let Ok(tag) = HeaderValue::try_from(tag) {
            headers.insert(ETAG, tag);
        }
        if unchanged {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            return response;
        }
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(self.content_type));
        if let Some(name) = encoding.name() {
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static(name));
        }
        *response.body_mut() = Body::from(bytes);
        response
    }

    /// Returns the file in this encoding, or as it is when that is not at hand.
    fn written_for(&self, wanted: Encoding) -> (Encoding, Bytes) {
        let held = match wanted {
            Encoding::Brotli => &self.brotli,
            Encoding::Gzip => &self.gzip,
            Encoding::Identity => &None,
        };
        match held {
            Some(bytes) => (wanted, bytes.clone()),
            None => (Encoding::Identity, self.identity.clone()),
        }
    }
}

/// Tells whether an `If-None-Match` header names this tag.
fn names(known: &str, tag: &str) -> bool {
    known
        .split(',')
        .map(str::trim)
        .any(|item| item == "*" || item.trim_start_matches("W/") == tag)
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("ttf") => "font/ttf",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use axum::http::header::ACCEPT_ENCODING;

    use super::*;

    fn script() -> Asset {
        Asset::immutable("assets/a-CNgWpUG0.js", "default-src 'none'", "plain")
            .compressed(Some(Bytes::from("br")), None)
    }

    fn request(accepted: &str) -> HeaderMap {
        HeaderMap::from_iter([(ACCEPT_ENCODING, accepted.parse().unwrap())])
    }

    async fn body(response: Response<Body>) -> String {
        let bytes = axum::body::to_bytes(response.into_body(), 100)
            .await
            .unwrap();
        String::from_utf8(bytes.to_vec()).unwrap()
    }

    #[tokio::test]
    async fn a_file_is_answered_in_the_encoding_that_was_asked_for() {
        let response = script().respond(&request("br, gzip"));
        assert_eq!(response.headers()[CONTENT_ENCODING], "br");
        assert_eq!(response.headers()[VARY], "accept-encoding");
        assert_eq!(
            response.headers()[CONTENT_TYPE],
            "text/javascript; charset=utf-8"
        );
        assert_eq!(body(response).await, "br");
    }

    #[tokio::test]
    async fn a_file_is_answered_as_it_is_when_the_encoding_is_not_at_hand() {
        let response = script().respond(&request("gzip"));
        assert!(!response.headers().contains_key(CONTENT_ENCODING));
        assert_eq!(body(response).await, "plain");
    }

    #[tokio::test]
    async fn a_browser_that_holds_the_same_bytes_is_sent_none() {
        let tag = script().respond(&request("br")).headers()[ETAG].clone();
        let mut again = request("br");
        again.insert(
            IF_NONE_MATCH,
            format!("\"x\", W/{}", tag.to_str().unwrap())
                .parse()
                .unwrap(),
        );
        let response = script().respond(&again);
        assert_eq!(response.status(), StatusCode::NOT_MODIFIED);
        assert_eq!(response.headers()[ETAG], tag);
        assert_eq!(body(response).await, "");
    }

    #[test]
    fn only_a_file_whose_name_changes_with_its_content_is_kept_without_asking() {
        let page = Asset::new("page.html", "default-src 'none'", "a");
        let other = Asset::new("page.html", "default-src 'none'", "b");
        let caching = |asset: &Asset| asset.respond(&request("")).headers()[CACHE_CONTROL].clone();
        assert_eq!(caching(&page), "no-cache");
        assert_eq!(caching(&script()), "public, max-age=31536000, immutable");
        assert_ne!(page.tag, other.tag);
    }

    #[test]
    fn each_encoding_of_a_file_has_a_tag_of_its_own() {
        let tags = ["br", "identity"]
            .map(|accepted| script().respond(&request(accepted)).headers()[ETAG].clone());
        assert_ne!(tags[0], tags[1]);
    }
}
