//! Are the bytes of a document few and flat enough for a parser?

use crate::engine::error::{GraphqlError, location_of};
use crate::engine::limits::Limits;
use std::ops::Range;

/// Refuses a document that is too long, has too many tokens or nests its brackets too deeply.
///
/// Reads each byte once and keeps nothing but counters. Whether brackets match and strings end is
/// the parser's matter: a document that passes here cannot exhaust its stack.
pub(in crate::engine) fn check(document: &str, limits: &Limits) -> Result<(), GraphqlError> {
    let n_bytes = document.len();
    if n_bytes > limits.document_bytes {
        return Err(GraphqlError::of_request(
            "DOCUMENT_TOO_LARGE",
            format!(
                "The document has {n_bytes} bytes; at most {} are read.",
                limits.document_bytes
            ),
        ));
    }
    let mut n_tokens: usize = 0;
    let mut nesting: usize = 0;
    for token in Tokens::new(document.as_bytes()) {
        n_tokens += 1;
        match token.first {
            b'{' | b'[' | b'(' => nesting += 1,
            b'}' | b']' | b')' => nesting = nesting.saturating_sub(1),
            _ => {}
        }
        let exceeded = if nesting > limits.nesting {
            Some(("NESTING_TOO_DEEP", "Brackets are nested", limits.nesting))
        } else if n_tokens > limits.tokens {
            Some(("TOO_MANY_TOKENS", "The document has tokens", limits.tokens))
        } else {
            None
        };
        if let Some((code, what, limit)) = exceeded {
            let message = format!("{what} beyond the limit of {limit}.");
            return Err(
                GraphqlError::of_request(code, message).at(location_of(document, token.start))
            );
        }
    }
    Ok(())
}

/// Where a token stands and how it begins, which is enough to tell names, strings and punctuators
/// apart.
pub(super) struct Token {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) first: u8,
}

impl Token {
    /// Returns the bytes of the token.
    pub(super) fn range(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// The tokens of a document; numbers and spreads may come in several pieces.
pub(super) struct Tokens<'d> {
    bytes: &'d [u8],
    at: usize,
}

impl<'d> Tokens<'d> {
    pub(super) fn new(bytes: &'d [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    fn skip_while(&mut self, wanted: impl Fn(u8) -> bool) {
        let rest = &self.bytes[self.at..];
        self.at += rest.iter().position(|&b| !wanted(b)).unwrap_or(rest.len());
    }

    /// Moves behind a string whose opening quote was read.
    fn skip_string(&mut self) {
        if self.bytes[self.at..].starts_with(b"\"\"") {
            self.at += 2;
            self.skip_block_string();
            return;
        }
        while let Some(&byte) = self.bytes.get(self.at) {
            self.at += 1;
            match byte {
                b'\\' => self.at += 1,
                b'"' | b'\n' | b'\r' => return,
                _ => {}
            }
        }
        self.at = self.bytes.len();
    }

    fn skip_block_string(&mut self) {
        while self.at < self.bytes.len() {
            let rest = &self.bytes[self.at..];
            if rest.starts_with(b"\"\"\"") {
                self.at += 3;
                return;
            }
            self.at += if rest.starts_with(b"\\\"\"\"") { 4 } else { 1 };
        }
        self.at = self.bytes.len();
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let start = self.at;
            let &byte = self.bytes.get(start)?;
            self.at += 1;
            match byte {
                b' ' | b'\t' | b'\n' | b'\r' | b',' => continue,
                b'#' => {
                    self.skip_while(|b| b != b'\n' && b != b'\r');
                    continue;
                }
                0xef if self.bytes[start..].starts_with(BYTE_ORDER_MARK) => {
                    self.at = start + BYTE_ORDER_MARK.len();
                    continue;
                }
                b'"' => self.skip_string(),
                _ if is_word(byte) => self.skip_while(is_word),
                _ => {}
            }
            self.at = self.at.min(self.bytes.len());
            return Some(Token {
                start,
                end: self.at,
                first: byte,
            });
        }
    }
}

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(document: &str, code: Option<&str>) {
        let limits = Limits {
            tokens: 100,
            ..Limits::default()
        };
        let refused = super::check(document, &limits).err();
        assert_eq!(refused.map(|error| error.code), code, "{document}");
    }

    #[test]
    fn brackets_of_every_kind_count_towards_the_nesting() {
        for (open, close) in [("[", "]"), ("{", "}"), ("(", ")"), ("[{(", ")}]")] {
            let flat = 30 / open.len();
            check(&(open.repeat(flat) + &close.repeat(flat)), None);
            check(&open.repeat(33), Some("NESTING_TOO_DEEP"));
        }
    }

    #[test]
    fn brackets_in_strings_and_comments_do_not_count() {
        let many = "[".repeat(40);
        check(&format!("{{ a(b: \"{many}\") }}"), None);
        check(&format!("{{ a(b: \"\\\"{many}\") }}"), None);
        check(
            &format!("{{ a(b: \"\"\"\"{many} \\\"\"\" {many}\"\"\") }}"),
            None,
        );
        check(&format!("# {many}\n{{ a }}"), None);
        check(
            &format!("{{ a(b: \"\") }} {many}"),
            Some("NESTING_TOO_DEEP"),
        );
        check(&format!("{{ a(b: \"\"\"{many}\"\"\") }}"), None);
        check(&format!("{{ a(b: \"\"\"\"\"\" c: \"\"\"{many}"), None);
        check(
            &format!("{{ a(b: \"\"\"\"\"\") }} {many}"),
            Some("NESTING_TOO_DEEP"),
        );
    }

    #[test]
    fn closing_first_does_not_make_room_for_opening() {
        check(
            &format!("{}{}", "}".repeat(40), "{".repeat(33)),
            Some("NESTING_TOO_DEEP"),
        );
    }

    #[test]
    fn tokens_are_counted_and_not_the_space_between_them() {
        check(&"a ".repeat(100), None);
        check(&"a ".repeat(101), Some("TOO_MANY_TOKENS"));
        check(&" , ".repeat(1000), None);
        check(&"!".repeat(101), Some("TOO_MANY_TOKENS"));
    }

    #[test]
    fn a_string_that_does_not_end_ends_the_reading() {
        for document in ["\"", "\"\"\"", "\"\\", "\"\"\"\\\"\"", "{ a(b: \"\u{1F600}"] {
            check(document, None);
        }
    }

    #[test]
    fn a_document_over_the_limit_of_bytes_is_refused() {
        check(&" ".repeat(64 * 1024 + 1), Some("DOCUMENT_TOO_LARGE"));
    }
}
