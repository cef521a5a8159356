//! Where does apollo-compiler's parser have another grammar than the specification?
//!
//! It leaves out an argument without a value instead of refusing it, and it refuses descriptions of
//! operations, fragments and variables, which the specification has since its edition of September
//! 2025 (<https://spec.graphql.org/September2025/#sec-Descriptions>).

use super::tokens::{Token, Tokens};
use crate::engine::error::{GraphqlError, location_of};
use apollo_compiler::parser::Parser;
use std::borrow::Cow;
use std::ops::Range;

/// Returns a document with spaces in the place of its descriptions, so that every other token
/// stays where it was.
///
/// # Errors
/// When an argument has no value, or a description is no string.
pub(in crate::engine) fn check(document: &str) -> Result<Cow<'_, str>, GraphqlError> {
    let refused = |message: String, at: usize| {
        let error = GraphqlError::of_request("GRAPHQL_PARSE_FAILED", message);
        error.at(location_of(document, at))
    };
    let mut reading = Reading::new(document);
    for token in Tokens::new(document.as_bytes()) {
        if let Some(lonely) = reading.next(token) {
            let name = &document[lonely.clone()];
            let message = format!("Syntax error: The argument `{name}` has no value.");
            return Err(refused(message, lonely.start));
        }
    }
    let mut text = Cow::Borrowed(document);
    for description in reading.descriptions {
        let string = document.get(description.clone()).unwrap_or_default();
        let is_string = Parser::new().parse_ast(format!("{{a(b:{string})}}"), "");
        if is_string.is_err() {
            let message = "Syntax error: The description is no string.".to_owned();
            return Err(refused(message, description.start));
        }
        let spaces = " ".repeat(description.len());
        text.to_mut().replace_range(description, &spaces);
    }
    Ok(text)
}

/// What may come next in a list of arguments.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Expected {
    Name,
    Colon,
    Value,
}

/// An open bracket.
enum Bracket {
    /// A list of arguments, with the name that was read last.
    Arguments(Expected, Range<usize>),
    /// A list of the variables of an operation.
    Variables,
    Other,
}

/// What was read of a document so far.
struct Reading<'d> {
    document: &'d str,
    open: Vec<Bracket>,
    before: Option<Token>,
    /// A string that is a description when the right thing follows.
    candidate: Option<Range<usize>>,
    descriptions: Vec<Range<usize>>,
}

impl<'d> Reading<'d> {
    fn new(document: &'d str) -> Self {
        Self {
            document,
            open: Vec::new(),
            before: None,
            candidate: None,
            descriptions: Vec::new(),
        }
    }

    /// Takes in a token; returns an argument that turns out to have no value.
    fn next(&mut self, token: Token) -> Option<Range<usize>> {
        if let Some(candidate) = self.candidate.take()
            && self.is_described(&token)
        {
            self.descriptions.push(candidate);
        }
        if token.first == b'"' && self.may_describe() {
            self.candidate = Some(token.range());
        }
        let lonely = self.argument(&token);
        match token.first {
            b'(' => self.open.push(Bracket::Arguments(Expected::Name, 0..0)),
            b'{' | b'[' => self.open.push(Bracket::Other),
            b'}' | b')' | b']' => {
                self.open.pop();
            }
            _ => {}
        }
        self.before = Some(token);
        lonely
    }

    /// Returns whether a description may stand here.
    fn may_describe(&self) -> bool {
        let before = self.before.as_ref().map(|token| token.first);
        match self.open.last() {
            None => matches!(before, None | Some(b'}')),
            Some(Bracket::Variables | Bracket::Arguments(Expected::Name, _)) => {
                self.open.len() == 1 && !matches!(before, Some(b'=' | b':' | b'$' | b'@' | b'"'))
            }
            Some(_) => false,
        }
    }

    /// Returns whether a token is the beginning of something that may have a description.
    fn is_described(&self, token: &Token) -> bool {
        match self.open.last() {
            None => {
                // A token may be one byte of a longer character, which is no text.
                let word = self.document.get(token.range());
                let keywords = ["query", "mutation", "subscription", "fragment"];
                word.is_some_and(|word| keywords.contains(&word))
            }
            Some(_) => token.first == b'$',
        }
    }

    /// Follows the arguments of a field or a directive.
    fn argument(&mut self, token: &Token) -> Option<Range<usize>> {
        let bracket = self.open.last_mut()?;
        let Bracket::Arguments(expected, name) = bracket else {
            return None;
        };
        match (*expected, token.first) {
            (Expected::Name, b'$') => *bracket = Bracket::Variables,
            (Expected::Name, b'A'..=b'Z' | b'a'..=b'z' | b'_') => {
                *expected = Expected::Colon;
                *name = token.range();
            }
            (Expected::Colon, b':') => *expected = Expected::Value,
            (Expected::Colon, _) => return Some(name.clone()),
            // The name of a variable follows.
            (Expected::Value, b'$') => {}
            (Expected::Value, _) => *expected = Expected::Name,
            // The default of an argument in a definition, which is refused later.
            (Expected::Name, b'=') => *expected = Expected::Value,
            (Expected::Name, _) => {}
        }
        None
    }
}

#[cfg(test)]
mod tests {
    #[track_caller]
    fn check(document: &str, expected: &str) {
        let text = super::check(document).expect("a document");
        assert_eq!(text, expected);
    }

    #[track_caller]
    fn check_refused(document: &str, column: u32) {
        let refused = super::check(document).expect_err("no document");
        assert_eq!(refused.code, "GRAPHQL_PARSE_FAILED", "{document}");
        assert_eq!(refused.locations[0].column, column, "{document}");
    }

    #[test]
    fn descriptions_become_spaces() {
        check(r#""A." query A { a }"#, "     query A { a }");
        check(
            r#"{ a } """A.""" fragment F on Query { a }"#,
            "{ a }          fragment F on Query { a }",
        );
        check(
            r#"query A("A." $a: ID, "B." $b: ID) { a }"#,
            "query A(     $a: ID,      $b: ID) { a }",
        );
        check(
            "\u{feff}\"\u{e9}\" query A { a }",
            "\u{feff}     query A { a }",
        );
    }

    #[test]
    fn other_strings_stay() {
        for document in [
            r#"{ a(b: "A.", c: ["B."]) }"#,
            r#"query A($a: ID = "A." $b: ID = """B.""") { a }"#,
            r#"query A($a: [ID] = ["A."] $b: ID) { a }"#,
            r#""A." { a }"#,
            r#""A." "B." query A { a }"#,
            r#"{ a } "A." type B { c: ID }"#,
            r#"query A @a(b: "B.") { a }"#,
            "\"A.\" \u{1f600} query",
        ] {
            check(document, document);
        }
    }

    #[test]
    fn a_description_that_is_no_string_is_refused() {
        check_refused("{ a } \"\\q\" query A { a }", 7);
        check_refused("\"A.\nquery A { a }", 1);
    }

    #[test]
    fn an_argument_without_a_value_is_refused() {
        check_refused("{ a(b) }", 5);
        check_refused("{ a(b: 1 c) }", 10);
        check_refused("{ a(b c: 1) }", 5);
        check_refused("{ a(b: [1] c d: $d) }", 12);
        check_refused("{ a @b(c: {d: E} f) }", 18);
        check_refused("query A($a: ID @b(c)) { a }", 19);
    }

    #[test]
    fn arguments_with_values_pass() {
        for document in [
            "{ a(b: 1.5 c: -2, d: E, e: $f, g: {h: [I J]}, k: \"K\") }",
            "query A($a: E = F, $b: [ID!]! @c(d: 1)) { a }",
            "type A { b(c: D = E, f: G): H }",
        ] {
            check(document, document);
        }
    }
}
