//! Which document does a request mean that only names it, and may it run?
//!
//! Automatic Persisted Queries as Apollo Client does them: a client sends the SHA-256 of a document,
//! and the document itself only when it is told that the server does not know it. `documentId` as
//! the draft of GraphQL over HTTP has it
//! (<https://github.com/graphql/graphql-over-http/blob/main/spec/Appendix%20A%20--%20Persisted%20Documents.md>):
//! `sha256:` with the same digest, or the name that a manifest gives.

use super::budget::Purse;
use super::refusal::Refusal;
use super::trusted::Allowed;
use crate::engine::{Request, digest};
use async_graphql::Value;
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use std::sync::Arc;

/// The documents that clients have sent with their digests, as many as there is room for.
#[derive(Debug)]
pub(super) struct Persisted {
    documents: Cache<String, Arc<str>, Weight>,
    trusted: Option<Allowed>,
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

/// A request whose document is there, under whatever name it came, and what it is paid with.
#[derive(Debug, Clone)]
pub(super) struct Admitted {
    request: Arc<Request>,
    purse: Purse,
}

impl Admitted {
    /// Returns the request with its document.
    pub(super) fn request(&self) -> &Arc<Request> {
        &self.request
    }

    /// Returns what the request is paid with.
    pub(super) fn purse(&self) -> &Purse {
        &self.purse
    }
}

/// A request as it arrives, which may name its document in place of bringing it.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) request: Request,
    /// The name of the document; it counts where there is no text.
    pub(super) document_id: Option<String>,
}

impl From<Request> for Asked {
    fn from(request: Request) -> Self {
        Self {
            request,
            document_id: None,
        }
    }
}

impl Persisted {
    /// Returns a store of as many bytes, and of the documents that may run where only some may.
    pub(super) fn new(most_bytes: u64, trusted: Option<Allowed>) -> Self {
        Self {
            documents: Cache::with_weighter(ESTIMATED_DOCUMENTS, most_bytes, Weight),
            trusted,
        }
    }

    /// Puts the document into a request that names it, and keeps the one that comes with its
    /// digest.
    ///
    /// # Errors
    /// When there is no document, it is not the one that the digest names, it may not run, or the
    /// client has spent what it may.
    pub(super) fn admit(&self, mut asked: Asked, purse: &Purse) -> Result<Admitted, Refusal> {
        let request = &mut asked.request;
        let named = request.extensions.get("persistedQuery");
        let digest = named.map(named_digest).transpose()?;
        if request.query.is_empty() {
            request.query = match (&asked.document_id, digest) {
                (Some(id), _) => self.find(id)?,
                (None, Some(digest)) => self.find_by_digest(digest)?,
                (None, None) => {
                    return Err(Refusal::BadRequest(
                        "The request has no `query`; it is the text of the document.",
                    ));
                }
            };
        } else {
            let text = &request.query;
            if self
                .trusted
                .as_ref()
                .is_some_and(|trusted| !trusted.now().has(text))
            {
                return Err(Refusal::DocumentNotTrusted);
            }
            if let Some(digest) = digest {
                self.keep(digest, text)?;
            }
        }
        purse.pay(request.query.len() as u64)?;
        Ok(Admitted {
            request: Arc::new(asked.request),
            purse: purse.clone(),
        })
    }

    fn find(&self, id: &str) -> Result<String, Refusal> {
        match (id.strip_prefix("sha256:"), &self.trusted) {
            (Some(digest), _) => self.find_by_digest(digest),
            (None, Some(trusted)) => {
                let known = trusted.now().named(id).map(str::to_owned);
                known.ok_or(Refusal::DocumentNotTrusted)
            }
            (None, None) => Err(Refusal::DocumentNotFound),
        }
    }

    fn find_by_digest(&self, digest: &str) -> Result<String, Refusal> {
        if let Some(trusted) = &self.trusted {
            let known = trusted.now().named(digest).map(str::to_owned);
            return known.ok_or(Refusal::DocumentNotTrusted);
        }
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
fn named_digest(named: &Value) -> Result<&str, Refusal> {
    if let Value::Object(members) = named
        && let Some(Value::String(digest)) = members.get("sha256Hash")
        && members.get("version") == Some(&Value::from(1))
    {
        return Ok(digest);
    }
    Err(Refusal::BadRequest(
        "`persistedQuery` has `version`, which is 1, and `sha256Hash`.",
    ))
}
