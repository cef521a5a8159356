//! What does the server tell of its schema beyond the answer?

/// What clients may learn of the schema without knowing it; everything unless something else is
/// said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Disclosure {
    /// Whether `__schema` and `__type` are answered.
    pub introspection: Introspection,
    /// Whether an error names what may have been meant.
    pub suggestions: Suggestions,
}

/// Whether `__schema` and `__type` are answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Introspection {
    /// They are answered.
    #[default]
    Answered,
    /// They are refused.
    Refused,
}

/// Whether an error names what may have been meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Suggestions {
    /// An error names the nearest name.
    #[default]
    Given,
    /// An error names only what is wrong.
    Withheld,
}
