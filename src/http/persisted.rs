//! Which document does a request mean that names it by its digest?
//!
//! Automatic Persisted Queries as Apollo Client does them: a client sends the SHA-256 of a document,
//! and the document itself only when it is told that the server does not know it.

use super::refusal::Refusal;
use crate::engine::{Request, digest};
use async_graphql::Value;
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use std::sync::Arc;

/// The documents that clients have sent with their digests, as many as there is room for.
#[derive(Debug)]
pub(super) struct Persisted {
    documents: Cache<String, Arc<str>, Weight>,
}

/// Documents weigh their bytes, and what it takes to find them.
#[derive(Debug, Clone)]
struct Weight;

impl Weighter<String, Arc<str>> for Weight {
    fn weight(&self, digest: &String, text: &Arc<str>) -> u64 {
        256 + digest.len() as u64 + text.len() as u64
    }
}

/// A guess at the number of documents, with which their table is sized.
const ESTIMATED_DOCUMENTS: usize = 1_000;

/// A request whose document is there, under whatever name it came.
#[derive(Debug, Clone)]
pub(super) struct Admitted(Arc<Request>);

impl Admitted {
    /// Returns the request with its document.
    pub(super) fn request(&self) -> &Arc<Request> {
        &self.0
    }
}

impl Persisted {
    /// Returns a store of as many bytes.
    pub(super) fn new(most_bytes: u64) -> Self {
        Self {
            documents: Cache::with_weighter(ESTIMATED_DOCUMENTS, most_bytes, Weight),
        }
    }

    /// Puts the document into a request that names it, and keeps the one that comes with its name.
    ///
    /// # Errors
    /// When there is no document, or it is not the one that the digest names.
    pub(super) fn admit(&self, mut request: Request) -> Result<Admitted, Refusal> {
        match request.extensions.get("persistedQuery") {
            Some(named) => {
                let named = named_digest(named).ok_or(Refusal::BadRequest(
                    "`persistedQuery` has `version`, which is 1, and `sha256Hash`.",
                ))?;
                match request.query.is_empty() {
                    true => request.query = self.find(named)?,
                    false => self.keep(named, &request.query)?,
                }
            }
            None if request.query.is_empty() => {
                return Err(Refusal::BadRequest(
                    "The request has no `query`; it is the text of the document.",
                ));
            }
            None => {}
        }
        Ok(Admitted(Arc::new(request)))
    }

    fn find(&self, digest: &str) -> Result<String, Refusal> {
        let known = self.documents.get(digest);
        known
            .map(|text| String::from(&*text))
            .ok_or(Refusal::PersistedQueryNotFound)
    }

    fn keep(&self, named: &str, text: &str) -> Result<(), Refusal> {
        // Invariant: every document stands under its own digest, so what is known need not be kept
        // again.
        if self
            .documents
            .get(named)
            .is_some_and(|known| *known == *text)
        {
            return Ok(());
        }
        let own = digest(text);
        if own != named {
            return Err(Refusal::BadRequest(
                "`sha256Hash` is not the SHA-256 of `query`.",
            ));
        }
        self.documents.insert(own, text.into());
        Ok(())
    }
}

/// Returns the digest that the extension of a request gives.
fn named_digest(named: &Value) -> Option<&str> {
    let Value::Object(members) = named else {
        return None;
    };
    match (members.get("version"), members.get("sha256Hash")) {
        (Some(version), Some(Value::String(digest))) if *version == Value::from(1) => Some(digest),
        _ => None,
    }
}
