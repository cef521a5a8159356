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

    /// Returns the finding at a position.
    pub fn get(&self, at: u32) -> Option<&T> {
        self.items.get(at as usize)
    }

    /// Returns the number of findings.
    pub(super) fn len(&self) -> usize {
        self.items.len()
    }

    /// Returns the name of the list and what was asked.
    pub(super) fn name(&self) -> (&str, &str) {
        (T::LIST, &self.question)
    }

    /// Returns the key of the finding at a position; empty when there is none.
    pub(super) fn key(&self, graph: &KnowledgeGraph, at: u32) -> String {
        let found = self.get(at);
        found.map_or_else(String::new, |found| found.key(graph))
    }

    /// Returns where the finding with a key stands.
    pub(super) fn position(&self, graph: &KnowledgeGraph, key: &str) -> Result<usize, CursorError> {
        let mut items = self.items.iter();
        items
            .position(|item| item.key(graph) == key)
            .ok_or(CursorError::Stale)
    }
}
