//! Which documents may run where only some may?
//!
//! A manifest names them, in the format in which the client preset of graphql-codegen writes it: a
//! JSON object from the hash of a document, whichever the generator was told to use, to its text.

use crate::engine::{Domain, Engine, digest};
use serde::Deserializer;
use serde::de::{DeserializeSeed, Error as _, MapAccess, Visitor};
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

/// The documents of a manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trusted {
    /// Each document under the name that the manifest gives it, and under its SHA-256.
    by_name: HashMap<String, Arc<str>>,
}

/// The documents that may run now, which those of another manifest can take the place of.
///
/// Clones share everything.
#[derive(Debug, Clone)]
pub struct Allowed(Arc<RwLock<Arc<Trusted>>>);

/// Why a text is no manifest, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{line}:{column}: {problem}")]
pub struct NotAManifest {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1; of a document, where it ends.
    pub column: usize,
    /// What is wrong and how to mend it.
    pub problem: String,
}

impl Trusted {
    /// Reads a manifest, all of whose documents have to fit the schema of an engine.
    ///
    /// # Errors
    /// When it is none, or a document does not fit.
    pub fn parse<D: Domain>(text: &str, engine: &Engine<D>) -> Result<Self, NotAManifest> {
        let mut json = serde_json::Deserializer::from_str(text);
        let read = json.deserialize_map(Manifest(engine)).and_then(|by_name| {
            json.end()?;
            Ok(Self { by_name })
        });
        read.map_err(|error| NotAManifest::of(&error))
    }

    /// Returns the document that has this name, or this SHA-256.
    pub(super) fn named(&self, name: &str) -> Option<&str> {
        self.by_name.get(name).map(|text| &**text)
    }

    /// Returns whether a document is one of the manifest.
    pub(super) fn has(&self, text: &str) -> bool {
        self.by_name.contains_key(&digest(text))
    }
}

impl From<Trusted> for Allowed {
    fn from(trusted: Trusted) -> Self {
        Self(Arc::new(RwLock::new(Arc::new(trusted))))
    }
}

impl Allowed {
    /// Returns the documents that may run now.
    pub fn now(&self) -> Arc<Trusted> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Lets these documents run from now on, and no others.
    pub fn replace(&self, trusted: Trusted) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(trusted);
    }
}

impl NotAManifest {
    fn of(error: &serde_json::Error) -> Self {
        let (line, column) = (error.line(), error.column());
        let told = error.to_string();
        let place = format!(" at line {line} column {column}");
        let problem = told.strip_suffix(&place).unwrap_or(&told);
        Self {
            line,
            column,
            problem: format!(
                "{problem}; a manifest is a JSON object from the hash of each document to its \
                 text, as the client preset of graphql-codegen writes it"
            ),
        }
    }
}

/// Reads the documents one after the other.
struct Manifest<'a, D: Domain>(&'a Engine<D>);

impl<'de, D: Domain> Visitor<'de> for Manifest<'_, D> {
    type Value = HashMap<String, Arc<str>>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut by_name = HashMap::new();
        while let Some(name) = entries.next_key()? {
            entries.next_value_seed(Entry {
                engine: self.0,
                name,
                by_name: &mut by_name,
            })?;
        }
        match by_name.is_empty() {
            true => Err(A::Error::custom("no document may run")),
            false => Ok(by_name),
        }
    }
}

/// Reads one document and checks it where it stands, so that what is wrong is told with its place.
struct Entry<'a, D: Domain> {
    engine: &'a Engine<D>,
    name: String,
    by_name: &'a mut HashMap<String, Arc<str>>,
}

impl<'de, D: Domain> DeserializeSeed<'de> for Entry<'_, D> {
    type Value = ();

    fn deserialize<T: Deserializer<'de>>(self, json: T) -> Result<(), T::Error> {
        json.deserialize_str(self)
    }
}

impl<D: Domain> Visitor<'_> for Entry<'_, D> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a string")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<(), E> {
        let name = self.name;
        self.engine.check(text).map_err(|errors| {
            let problem = errors.first().map_or("", |error| &error.message);
            E::custom(format!("the document `{name}` cannot run: {problem}"))
        })?;
        let text: Arc<str> = text.into();
        for name in [digest(&text), name] {
            let before = self.by_name.insert(name, Arc::clone(&text));
            if before.is_some_and(|before| before != text) {
                return Err(E::custom("two documents have the same hash"));
            }
        }
        Ok(())
    }
}
