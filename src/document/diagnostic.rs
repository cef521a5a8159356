//! What is wrong with the data, where, and how is it mended?

use super::rule::Rule;
use super::text::{Document, Position, Span};
use std::fmt;
use std::sync::Arc;

/// How long a message may be.
const MOST_CHARACTERS: usize = 1_000;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The data cannot be served.
    Error,
    /// The data can be served, but somebody should look.
    Warning,
    /// The data can be served, and how often it is so is worth knowing.
    Note,
}

impl Severity {
    /// Every severity, the gravest first.
    pub const ALL: [Self; 3] = [Self::Error, Self::Warning, Self::Note];

    /// Returns the name of the severity.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// A finding about the data.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// The rule that was broken.
    pub rule: Rule,
    /// The file.
    pub document: Arc<Document>,
    /// The place in the file; `None` when the finding is about the file as a whole.
    pub span: Option<Span>,
    /// What is wrong, as one sentence without a full stop.
    pub message: String,
    /// How it is mended, when there is more to say than the message does.
    pub help: Option<String>,
    /// Other places that one has to see to understand.
    pub labels: Vec<Label>,
}

/// A second place that belongs to a finding.
#[derive(Debug, Clone)]
pub struct Label {
    /// The file.
    pub document: Arc<Document>,
    /// The place in the file.
    pub span: Span,
    /// What is to be seen there.
    pub message: String,
}

impl Diagnostic {
    /// Returns a finding at a place in a file.
    pub fn new(
        rule: Rule,
        document: &Arc<Document>,
        span: Span,
        message: impl Into<String>,
    ) -> Self {
        Self {
            span: Some(span),
            ..Self::about(rule, document, message)
        }
    }

    /// Returns a finding about a file as a whole.
    pub fn about(rule: Rule, document: &Arc<Document>, message: impl Into<String>) -> Self {
        Self {
            rule,
            document: Arc::clone(document),
            span: None,
            message: clipped(message.into()),
            help: None,
            labels: Vec::new(),
        }
    }

    /// Adds how it is mended.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(clipped(help.into()));
        self
    }

    /// Adds how it is mended, when that is known.
    #[must_use]
    pub fn maybe_help(mut self, help: Option<String>) -> Self {
        self.help = help.or(self.help);
        self
    }

    /// Adds a second place.
    #[must_use]
    pub fn label(
        mut self,
        document: &Arc<Document>,
        span: Span,
        message: impl Into<String>,
    ) -> Self {
        self.labels.push(Label {
            document: Arc::clone(document),
            span,
            message: message.into(),
        });
        self
    }

    /// Returns how much the finding matters.
    pub fn severity(&self) -> Severity {
        self.rule.severity()
    }

    /// Returns the name of the file.
    pub fn path(&self) -> &str {
        self.document.path()
    }

    /// Returns the place as a person counts it; `None` when the finding is about the file as a whole.
    pub fn position(&self) -> Option<Position> {
        self.span.map(|span| self.document.position(span.start))
    }

    /// Returns what puts findings in the order of reading: file, place, rule.
    pub fn order(&self) -> impl Ord + '_ {
        let lines_before = self.document.lines_before();
        let place = (self.path(), lines_before, self.span);
        (place, self.rule, self.message.as_str())
    }
}

/// Cuts a sentence that quotes somebody's endless text.
fn clipped(mut sentence: String) -> String {
    if let Some((at, _)) = sentence.char_indices().nth(MOST_CHARACTERS) {
        sentence.truncate(at);
        sentence.push_str("...");
    }
    sentence
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.path())?;
        if let Some(Position { line, column }) = self.position() {
            write!(f, ":{line}:{column}")?;
        }
        write!(f, ": {} [{}]: {}", self.severity(), self.rule, self.message)
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
