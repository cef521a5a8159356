//! What was worked out for one request, and how is it paged?
//!
//! Most lists lie in the index. Others, such as a timeline, are worked out when they are asked
//! for, and kept until the request is answered.

use super::cursor::CursorError;
use crate::graph::KnowledgeGraph;

/// Something that is worked out.
pub trait Finding {
    /// The name of the list, as the field spells it that leads to it.
    const LIST: &'static str;

    /// Returns what names the finding within its list, and keeps naming it while the data stay.
    fn key(&self, graph: &KnowledgeGraph) -> String;

    /// Returns whether this is the key of the finding.
    fn has_key(&self, graph: &KnowledgeGraph, key: &str) -> bool {
        self.key(graph) == key
    }
}

/// A list that was worked out.
#[derive(Debug, Clone)]
pub struct Findings<T> {
    /// What was asked: lists with the same question are the same list, and share their cursors.
    question: String,
    items: Vec<T>,
}

impl<T: Finding> Findings<T> {
    /// Keeps what was found, in its order; `question` spells what was asked.
    pub fn new(question: String, items: Vec<T>) -> Self {
        Self { question, items }
    }

    /// Returns what was asked.
    pub(super) fn question(&self) -> &str {
        &self.question
    }

    /// Returns the findings, in their order.
    pub fn items(&self) -> &[T] {
        &self.items
    }

    /// Returns the finding at a position.
    pub fn get(&self, at: u32) -> Option<&T> {
        self.items.get(at as usize)
    }
}

/// What a page is cut from, whatever was found.
pub(super) trait Numbered {
    /// Returns the number of findings.
    fn len(&self) -> usize;

    /// Returns the number of bytes that the findings take, without what they refer to.
    fn n_bytes(&self) -> usize;

    /// Returns the name of the list and what was asked.
    fn name(&self) -> (&str, &str);

    /// Returns the key of the finding at a position; empty when there is none.
    fn key(&self, graph: &KnowledgeGraph, at: u32) -> String;

    /// Returns where the finding with a key stands.
    fn position(&self, graph: &KnowledgeGraph, key: &str) -> Result<usize, CursorError>;
}

impl<T: Finding> Numbered for Findings<T> {
    fn len(&self) -> usize {
        self.items.len()
    }

    fn n_bytes(&self) -> usize {
        size_of_val(self.items.as_slice())
    }

    fn name(&self) -> (&str, &str) {
        (T::LIST, &self.question)
    }

    fn key(&self, graph: &KnowledgeGraph, at: u32) -> String {
        let found = self.get(at);
        found.map_or_else(String::new, |found| found.key(graph))
    }

    fn position(&self, graph: &KnowledgeGraph, key: &str) -> Result<usize, CursorError> {
        let mut items = self.items.iter();
        items
            .position(|item| item.has_key(graph, key))
            .ok_or(CursorError::Stale)
    }
}
