//! How much may one operation ask for?

use std::time::Duration;

/// The limits of one operation; what exceeds them is refused with the figure in the error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a document.
    pub document_bytes: usize,
    /// Tokens of a document.
    pub tokens: usize,
    /// Nesting of brackets of every kind in a document, and of lists and objects in variables.
    pub nesting: usize,
    /// Nesting of selections; introspection has a rule of its own.
    pub depth: u64,
    /// Aliases of an operation, counted wherever a fragment is spread.
    pub aliases: u64,
    /// Directives of an operation, counted wherever a fragment is spread.
    pub directives: u64,
    /// Fields of an operation, counted wherever a fragment is spread.
    pub fields: u64,
    /// Fragments that spread each other in a row.
    pub fragment_chain: usize,
    /// Values that an answer may hold by its page sizes.
    pub cost: u64,
    /// The estimated cost above which an operation leaves the threads that serve connections.
    pub inline_cost: u64,
    /// Bytes of an answer.
    pub answer_bytes: usize,
    /// The time that an operation may run.
    pub time: Duration,
    /// Bytes of documents whose plans are kept.
    pub cached_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            document_bytes: 64 * 1024,
            tokens: 15_000,
            nesting: 32,
            depth: 24,
            aliases: 30,
            directives: 20,
            fields: 5_000,
            fragment_chain: 50,
            cost: 10_000_000,
            inline_cost: 20_000,
            answer_bytes: 16 * 1024 * 1024,
            time: Duration::from_secs(2),
            cached_bytes: 16 * 1024 * 1024,
        }
    }
}
