//! Does the client have this answer already?
//!
//! As long as the snapshot, the schema and the limits are the same, the same request by GET is
//! answered alike; a tag over all of them says so before anything is executed.

use super::settings::Settings;
use crate::engine::{Domain, Engine, Request};
use axum::http::header::{CACHE_CONTROL, ETAG, IF_NONE_MATCH, VARY};
use axum::http::{HeaderMap, HeaderValue};
use sha2::{Digest as _, Sha256};

/// Everything on which an answer depends besides the engine and the request.
#[derive(Debug, Clone)]
pub(super) struct Edition(Sha256);

/// What names the answer to one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tag(HeaderValue);

impl Edition {
    /// Returns the edition of answers under these settings.
    pub(super) fn of(settings: &Settings) -> Self {
        let limits = settings.limits();
        let limits = limits.iter().map(|limit| (limit.name, limit.value));
        let mut digest = Sha256::new().chain_update(env!("CARGO_PKG_VERSION"));
        for (name, value) in limits {
            digest.update(name);
            digest.update(value.to_le_bytes());
        }
        Self(digest)
    }

    /// Returns the tag of the answer that an engine gives to a request, which came in a query
    /// string and is answered in a media type.
    pub(super) fn tag<D: Domain>(
        &self,
        engine: &Engine<D>,
        request: &Request,
        query_string: &str,
        media_type: &HeaderValue,
    ) -> Tag {
        let mut digest = self.0.clone().chain_update(engine.edition());
        // Each part begins with its length, so that none can pass for a part of another.
        for part in [
            media_type.as_bytes(),
            request.query.as_bytes(),
            query_string.as_bytes(),
        ] {
            digest.update(part.len().to_le_bytes());
            digest.update(part);
        }
        let digest = digest.finalize();
        let digits: String = digest[..16]
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let tag = HeaderValue::try_from(format!("\"{digits}\""));
        Tag(tag.expect("digits in quotation marks are a header"))
    }
}

impl Tag {
    /// Returns whether a client says that it has the answer.
    pub(super) fn is_known_to(&self, headers: &HeaderMap) -> bool {
        let own = self.0.as_bytes();
        headers.get_all(IF_NONE_MATCH).iter().any(|known| {
            let mut tags = known.as_bytes().split(|byte| *byte == b',');
            tags.any(|tag| {
                let tag = tag.trim_ascii();
                tag.strip_prefix(b"W/").unwrap_or(tag) == own
            })
        })
    }

    /// Says that an answer may be kept, and used again after asking for it by its tag.
    pub(super) fn say(self, headers: &mut HeaderMap) {
        headers.insert(ETAG, self.0);
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        headers.insert(VARY, HeaderValue::from_static("accept"));
    }
}
