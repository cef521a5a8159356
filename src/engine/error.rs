//! What went wrong with an operation, and how is it told to the client?

use super::disclosure::Suggestions;
use super::fault::{Fault, FaultId, INTERNAL};
use super::suggestion;
use serde_json::{Value, json};
use std::fmt::Write as _;

/// A field that could not be answered.
///
/// As thin as a pointer: every field hands on a result, and hardly any fails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError(Box<Problem>);

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Problem {
    /// A stable word for the situation, in capitals.
    pub(super) code: &'static str,
    /// What is wrong and how to mend it.
    pub(super) message: String,
    /// The byte of the document at which it is wrong; the field itself when there is none.
    pub(super) offset: Option<usize>,
    /// The name that was probably meant.
    meant: Option<String>,
}

impl FieldError {
    /// Returns an error with a stable code.
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self(Box::new(Problem {
            code,
            message: message.into(),
            offset: None,
            meant: None,
        }))
    }

    /// Returns the error with the name that was probably meant, which is told where suggestions
    /// are given.
    #[must_use]
    pub fn suggesting(mut self, name: Option<String>) -> Self {
        self.0.meant = name;
        self
    }

    /// Returns the stable word for the situation, in capitals.
    pub fn code(&self) -> &'static str {
        self.0.code
    }

    pub(super) fn into_problem(self) -> Problem {
        *self.0
    }

    /// Returns the error as it is told, with what was probably meant only where that is told.
    pub(super) fn telling(mut self, suggestions: Suggestions) -> Self {
        if let (Some(name), Suggestions::Given) = (self.0.meant.take(), suggestions) {
            let _ = write!(self.0.message, " {}", suggestion::of(&name));
        }
        self
    }

    /// Returns the error with the place in the document at which something is wrong.
    pub(super) fn at(mut self, offset: Option<usize>) -> Self {
        self.0.offset = offset;
        self
    }
}

/// A place in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Location {
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1, in UTF-16 code units as the reference implementation counts.
    pub column: u32,
}

/// A step on the way from the root of an answer to a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathStep {
    /// A response key.
    Key(String),
    /// A position in a list, from 0.
    Index(usize),
}

/// An error as it stands in a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GraphqlError {
    /// A stable word for the situation, in capitals.
    pub code: &'static str,
    /// What is wrong and how to mend it.
    pub message: String,
    /// The places in the document to which it belongs.
    pub locations: Vec<Location>,
    /// The way from the root of the answer; `None` when the operation did not begin.
    pub path: Option<Vec<PathStep>>,
    /// The number of the fault, when it is not the client's.
    pub fault: Option<FaultId>,
}

/// The most bytes of a message that are shown.
const MAX_MESSAGE: usize = 400;

/// The most errors that one response shows.
pub(super) const MAX_ERRORS: usize = 10;

impl GraphqlError {
    /// Returns an error that concerns the whole request.
    pub fn of_request(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            locations: Vec::new(),
            path: None,
            fault: None,
        }
    }

    /// Returns the error that stands for a fault of ours.
    pub fn of_fault(fault: &Fault) -> Self {
        let mut error = Self::of_request(INTERNAL, Fault::mask());
        error.fault = Some(fault.id);
        error
    }

    /// Hides what an error says that is not the client's, and returns it as a fault.
    pub(super) fn masked(&mut self) -> Option<Fault> {
        if self.code != INTERNAL {
            return None;
        }
        let fault = Fault::new(std::mem::replace(
            &mut self.message,
            Fault::mask().to_owned(),
        ));
        self.fault = Some(fault.id);
        Some(fault)
    }

    /// Returns the error with its place in the document.
    #[must_use]
    pub fn at(mut self, location: Location) -> Self {
        self.locations.push(location);
        self
    }

    /// Returns the error as the specification writes it.
    pub fn to_json(&self) -> Value {
        let mut error = json!({ "message": shortened(&self.message) });
        if !self.locations.is_empty() {
            let places = self.locations.iter().take(2);
            error["locations"] = places
                .map(|place| json!({ "line": place.line, "column": place.column }))
                .collect();
        }
        if let Some(path) = &self.path {
            error["path"] = path
                .iter()
                .map(|step| match step {
                    PathStep::Key(key) => json!(key),
                    PathStep::Index(at) => json!(at),
                })
                .collect();
        }
        error["extensions"] = json!({ "code": self.code });
        if let Some(id) = self.fault {
            error["extensions"]["id"] = json!(id.to_string());
        }
        error
    }
}

/// Returns the errors as the specification writes them, none of them long and not more than ten.
pub(super) fn to_json(errors: &[GraphqlError]) -> Value {
    errors
        .iter()
        .take(MAX_ERRORS)
        .map(GraphqlError::to_json)
        .collect()
}

/// Returns the beginning of a message that is too long.
fn shortened(message: &str) -> String {
    if message.len() <= MAX_MESSAGE {
        return message.to_owned();
    }
    let end = message.floor_char_boundary(MAX_MESSAGE);
    format!("{} ...", &message[..end])
}

/// Returns where byte `offset` of a document stands.
pub(super) fn location_of(document: &str, offset: usize) -> Location {
    let before = &document[..document.floor_char_boundary(offset)];
    let mut line = 1;
    let mut line_start = 0;
    let bytes = before.as_bytes();
    for (at, &byte) in bytes.iter().enumerate() {
        let ends_line = byte == b'\n' || (byte == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
        if ends_line {
            line += 1;
            line_start = at + 1;
        }
    }
    let column = before[line_start..].encode_utf16().count() + 1;
    Location {
        line,
        column: u32::try_from(column).unwrap_or(u32::MAX),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_location_counts_lines_of_every_kind_and_columns_in_utf16() {
        let document = "a\nb\r\nc\rd\u{1F600}e";
        let at = |text| location_of(document, document.find(text).expect("in the document"));
        assert_eq!(at("b"), Location { line: 2, column: 1 });
        assert_eq!(at("c"), Location { line: 3, column: 1 });
        assert_eq!(at("e"), Location { line: 4, column: 4 });
    }

    #[test]
    fn a_long_message_is_cut_at_a_character() {
        let message = "\u{e9}".repeat(400);
        assert!(shortened(&message).len() < 410);
    }
}
