//! What does a text hold that has a JSON object in each line?
//!
//! A reader of its own, because every key and value has to know its place, and because nothing is
//! allocated for a value that has no escapes. What is wrong with one line does not keep the next
//! from being read; of a line with a mistake, the members before it are known.

use super::diagnostic::Diagnostic;
use super::diagnostics::Diagnostics;
use super::rule::Rule;
use super::text::{Document, Span};
use super::toml::MAX_NESTING;
use super::tree::{Children, MOST_TOLD, Member, Row, Tree, Value, check_characters};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

/// The most bytes of a line.
const MAX_LINE_BYTES: usize = 1 << 20;

/// What some programs write before the first character of a file.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The lines of a text, read one after the other.
#[derive(Debug)]
pub struct JsonLines<'d> {
    document: &'d Arc<Document>,
    /// Where the next line begins.
    next: usize,
    tree: Tree<'d>,
    /// The members of what is being read, which is not whole yet.
    open: Vec<Member<'d>>,
    n_told: usize,
}

/// A line that was read.
#[derive(Debug, Clone, Copy)]
pub struct JsonLine<'l> {
    /// What it says, as far as it was understood.
    pub row: Row<'l>,
    /// Whether all of it was understood.
    pub is_whole: bool,
}

impl<'d> JsonLines<'d> {
    /// Begins with the first line of a text.
    pub fn new(document: &'d Arc<Document>) -> Self {
        Self {
            document,
            next: 0,
            tree: Tree::default(),
            open: Vec::new(),
            n_told: 0,
        }
    }

    /// Reads the next line that is not blank, and tells what is wrong with its characters and its
    /// syntax.
    pub fn next(&mut self, findings: &mut Diagnostics) -> Option<JsonLine<'_>> {
        let line = self.next_line()?;
        let before = findings.n_found();
        let root = match self.fault_of_whole(&line) {
            Some(fault) => Err((Children::default(), fault)),
            None => {
                check_characters(self.document, line.clone(), findings);
                self.read(line.clone())
            }
        };
        let (root, fault) = match root {
            Ok(root) => (root, None),
            Err((root, fault)) => (root, Some(fault)),
        };
        let is_whole = fault.is_none() && findings.n_found() == before;
        // What follows from characters that have no place there is not told again.
        if let Some(fault) = fault.filter(|_| findings.n_found() == before)
            && self.n_told < MOST_TOLD
        {
            self.n_told += 1;
            findings.push(fault.told(self.document));
        }
        let row = Row::new(self.document, Span::of(line), &self.tree, root);
        Some(JsonLine { row, is_whole })
    }

    /// Returns where the next line is that is not blank, without the blanks around it.
    fn next_line(&mut self) -> Option<Range<usize>> {
        let text = self.document.text();
        loop {
            let rest = text.get(self.next..).filter(|rest| !rest.is_empty())?;
            let length = memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
            let start = self.next;
            self.next += length + 1;
            let line = &rest[..length];
            let is_blank = |c: char| matches!(c, ' ' | '\t' | '\r');
            let trimmed = line.trim_start_matches(is_blank);
            let start = start + line.len() - trimmed.len();
            let trimmed = trimmed.trim_end_matches(is_blank);
            if !trimmed.is_empty() {
                return Some(start..start + trimmed.len());
            }
        }
    }

    /// Returns what is wrong with a line before it is read.
    fn fault_of_whole(&self, line: &Range<usize>) -> Option<Fault> {
        if line.len() > MAX_LINE_BYTES {
            return Some(Fault {
                rule: Rule::LineTooLong,
                at: line.start..line.start + 1,
                message: format!("this line has more than {MAX_LINE_BYTES} bytes"),
                help: "write some of the claims at the other end of their relations, in the lines \
                       of other entities",
            });
        }
        let begins_with_mark = self.document.text()[line.clone()].starts_with(BYTE_ORDER_MARK);
        begins_with_mark.then(|| Fault {
            help: "save the file as UTF-8 without it",
            ..Fault::new(
                line.start..line.start + BYTE_ORDER_MARK.len(),
                "a byte order mark comes first",
            )
        })
    }

    /// Reads an object that is all of a line; when something is wrong, returns its first members
    /// and what that is.
    fn read(&mut self, line: Range<usize>) -> Result<Children, (Children, Fault)> {
        self.tree.clear();
        self.open.clear();
        let mut reader = Reader {
            text: &self.document.text()[..line.end],
            at: line.start,
            depth: 0,
            tree: &mut self.tree,
            open: &mut self.open,
        };
        reader.whole_object().map_err(|fault| {
            let (known, _) = self.tree.table(self.open.drain(..));
            (known, fault)
        })
    }
}

/// What is wrong with a line.
struct Fault {
    rule: Rule,
    at: Range<usize>,
    message: String,
    help: &'static str,
}

impl Fault {
    fn new(at: Range<usize>, what: &str) -> Self {
        Self {
            rule: Rule::JsonSyntax,
            at,
            message: format!("this is not JSON: {what}"),
            help: "look for a quote, a comma or a bracket that is missing here or before",
        }
    }

    fn told(self, document: &Arc<Document>) -> Diagnostic {
        let span = Span::of(self.at);
        Diagnostic::new(self.rule, document, span, self.message).help(self.help)
    }
}

/// A line that is being read.
struct Reader<'d, 'p> {
    /// The text up to the end of the line.
    text: &'d str,
    at: usize,
    depth: usize,
    tree: &'p mut Tree<'d>,
    open: &'p mut Vec<Member<'d>>,
}

impl<'d> Reader<'d, '_> {
    fn whole_object(&mut self) -> Result<Children, Fault> {
        if self.peek() != Some(b'{') {
            return Err(Fault {
                help: "each line is one source or one entity: `{\"entity\": \"...\", ...}`",
                ..Fault::new(self.here(), "a line is an object in curly brackets")
            });
        }
        let root = self.object()?;
        self.skip_blanks();
        match self.at < self.text.len() {
            true => Err(Fault {
                help: "write each object in a line of its own",
                ..Fault::new(self.here(), "something comes after the object")
            }),
            false => Ok(root),
        }
    }

    fn object(&mut self) -> Result<Children, Fault> {
        self.enter()?;
        let mark = self.open.len();
        let mut is_first = true;
        while self.has_another(b'}', is_first)? {
            is_first = false;
            let member = self.entry()?;
            self.open.push(member);
        }
        self.depth -= 1;
        let (children, repeated) = self.tree.table(self.open.drain(mark..));
        match repeated {
            Some(Span { start, end }) => Err(Fault {
                help: "write each key once; several claims are a list in square brackets",
                ..Fault::new(start as usize..end as usize, "this key is there twice")
            }),
            None => Ok(children),
        }
    }

    fn entry(&mut self) -> Result<Member<'d>, Fault> {
        let start = self.at;
        if self.peek() != Some(b'"') {
            return Err(Fault::new(self.here(), "a key in double quotes is missing"));
        }
        let key = self.string()?;
        let key_span = Span::of(start..self.at);
        self.skip_blanks();
        if self.peek() != Some(b':') {
            return Err(Fault::new(self.here(), "a colon is missing"));
        }
        self.at += 1;
        self.skip_blanks();
        let (span, value) = self.value()?;
        Ok(Member {
            key,
            key_span,
            span,
            value,
        })
    }

    fn list(&mut self) -> Result<Children, Fault> {
        self.enter()?;
        let mark = self.open.len();
        let mut is_first = true;
        while self.has_another(b']', is_first)? {
            is_first = false;
            let (span, value) = self.value()?;
            self.open.push(Member {
                key: Cow::Borrowed(""),
                key_span: span,
                span,
                value,
            });
        }
        self.depth -= 1;
        Ok(self.tree.list(self.open.drain(mark..)))
    }

    /// Goes past the bracket that opens an object or a list.
    fn enter(&mut self) -> Result<(), Fault> {
        if self.depth >= MAX_NESTING {
            return Err(Fault {
                rule: Rule::NestingTooDeep,
                at: self.here(),
                message: format!("brackets are nested deeper than {MAX_NESTING}"),
                help: "no value of the format needs more than four brackets",
            });
        }
        self.depth += 1;
        self.at += 1;
        Ok(())
    }

    /// Goes to the next member, or past the bracket that closes.
    fn has_another(&mut self, close: u8, is_first: bool) -> Result<bool, Fault> {
        self.skip_blanks();
        match self.peek() {
            Some(byte) if byte == close => {
                self.at += 1;
                Ok(false)
            }
            Some(b',') if !is_first => {
                self.at += 1;
                self.skip_blanks();
                match self.peek() {
                    Some(byte) if byte == close => {
                        Err(Fault::new(self.here(), "nothing comes after the comma"))
                    }
                    _ => Ok(true),
                }
            }
            Some(_) if is_first => Ok(true),
            Some(_) => Err(Fault::new(self.here(), "a comma is missing")),
            None => Err(Fault::new(self.here(), "the line ends before its brackets")),
        }
    }

    fn value(&mut self) -> Result<(Span, Value<'d>), Fault> {
        let start = self.at;
        let value = match self.peek() {
            Some(b'"') => Value::Text(self.string()?),
            Some(b'{') => Value::Table(self.object()?),
            Some(b'[') => Value::List(self.list()?),
            Some(b'-' | b'0'..=b'9') => self.number()?,
            _ => self.word()?,
        };
        Ok((Span::of(start..self.at), value))
    }

    fn word(&mut self) -> Result<Value<'d>, Fault> {
        let rest = &self.text[self.at..];
        let words = [
            ("true", Value::Boolean(true)),
            ("false", Value::Boolean(false)),
            ("null", Value::Null),
        ];
        let found = words.into_iter().find(|(word, _)| rest.starts_with(word));
        let Some((word, value)) = found else {
            return Err(Fault {
                help: "put it in double quotes when it is a text",
                ..Fault::new(self.here(), "a value is missing")
            });
        };
        self.at += word.len();
        Ok(value)
    }

    fn number(&mut self) -> Result<Value<'d>, Fault> {
        let start = self.at;
        self.at += usize::from(self.peek() == Some(b'-'));
        let whole = self.digits()?;
        if whole.len() > 1 && self.text[whole].starts_with('0') {
            let what = "a number begins with a zero";
            return Err(Fault::new(start..self.at, what));
        }
        let mut is_whole = true;
        if self.peek() == Some(b'.') {
            is_whole = false;
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.peek() {
            is_whole = false;
            self.at += 1;
            self.at += usize::from(matches!(self.peek(), Some(b'+' | b'-')));
            self.digits()?;
        }
        let spelled = &self.text[start..self.at];
        Ok(match is_whole {
            true => Value::Integer(spelled.parse().ok()),
            false => Value::Decimal(Cow::Borrowed(spelled)),
        })
    }

    fn digits(&mut self) -> Result<Range<usize>, Fault> {
        let rest = &self.text.as_bytes()[self.at..];
        let n_digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if n_digits == 0 {
            return Err(Fault::new(self.here(), "a digit is missing"));
        }
        self.at += n_digits;
        Ok(self.at - n_digits..self.at)
    }

    /// Reads a text in double quotes.
    fn string(&mut self) -> Result<Cow<'d, str>, Fault> {
        let open = self.at;
        self.at += 1;
        let mut spelled = String::new();
        let mut from = self.at;
        loop {
            let rest = &self.text.as_bytes()[self.at..];
            let is_special = |&byte: &u8| matches!(byte, b'"' | b'\\' | 0..b' ');
            let Some(length) = rest.iter().position(is_special) else {
                return Err(Fault::new(open..open + 1, "this quote is not closed"));
            };
            self.at += length;
            match rest[length] {
                b'"' => {
                    let last = &self.text[from..self.at];
                    self.at += 1;
                    return Ok(match spelled.is_empty() && from == open + 1 {
                        true => Cow::Borrowed(last),
                        false => Cow::Owned(spelled + last),
                    });
                }
                b'\\' => {
                    spelled.push_str(&self.text[from..self.at]);
                    spelled.push(self.escape()?);
                    from = self.at;
                }
                _ => {
                    let what = "a control character in a text is written as an escape";
                    return Err(Fault::new(self.here(), what));
                }
            }
        }
    }

    fn escape(&mut self) -> Result<char, Fault> {
        let start = self.at;
        let escaped = self.text.as_bytes().get(start + 1).copied();
        self.at += 2;
        Ok(match escaped {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.code_point(start),
            _ => {
                let end = self.text.len().min(start + 1);
                return Err(Fault {
                    help: "a backslash is written twice",
                    ..Fault::new(start..end, "there is no such escape")
                });
            }
        })
    }

    /// Reads the digits of `\u0041`, or of a pair of surrogates.
    fn code_point(&mut self, start: usize) -> Result<char, Fault> {
        let unit = self.four_digits();
        let pair = unit.filter(|unit| (0xD800..0xDC00).contains(unit));
        let code = match pair {
            Some(high) if self.text[self.at..].starts_with("\\u") => {
                self.at += 2;
                let low = self.four_digits();
                let low = low.filter(|low| (0xDC00..0xE000).contains(low));
                low.map(|low| 0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00))
            }
            _ => unit,
        };
        code.and_then(char::from_u32).ok_or_else(|| {
            let end = self.text.len().min(start + 2);
            Fault::new(start..end, "this escape is no character")
        })
    }

    fn four_digits(&mut self) -> Option<u32> {
        let digits = self.text.get(self.at..self.at + 4)?;
        let is_hexadecimal = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        self.at += 4;
        u32::from_str_radix(digits, 16)
            .ok()
            .filter(|_| is_hexadecimal)
    }

    fn skip_blanks(&mut self) {
        while let Some(b' ' | b'\t' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    #[inline]
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Returns the place of the character that is next.
    fn here(&self) -> Range<usize> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let length = rest.chars().next().map_or(0, char::len_utf8);
        self.at..self.at + length
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads one line; returns its text under `a`, or what is wrong with it and where.
    fn read(line: &str) -> Result<Option<String>, String> {
        let document = Arc::new(Document::new("x.jsonl", line));
        let mut findings = Diagnostics::default();
        let mut lines = JsonLines::new(&document);
        let text = lines.next(&mut findings).and_then(|line| {
            let item = line.row.item("a")?;
            item.as_str().map(str::to_owned)
        });
        match findings.first() {
            Some(finding) => Err(finding.to_string()),
            None => Ok(text),
        }
    }

    #[test]
    fn a_text_is_what_its_escapes_spell() {
        let text = |line| read(line).expect("it is JSON").expect("it is a text");
        assert_eq!(text(r#"{"a":"b"}"#), "b");
        assert_eq!(text(r#" { "a" : "\u0041\n\\\"\/" } "#), "A\n\\\"/");
        assert_eq!(text(r#"{"\u0061":"\ud83d\ude00 é"}"#), "\u{1f600} é");
    }

    #[test]
    fn what_is_no_json_is_told_with_its_place() {
        for (line, place) in [
            ("[1]", 1),
            ("{\"a\":\"b\"", 9),
            ("{\"a\":\"b\"} x", 11),
            ("{\"a\":\"b\",}", 10),
            ("{\"a\":01}", 6),
            ("{\"a\":1.}", 8),
            ("{\"a\":tru}", 6),
            ("{\"a\":\"\\x\"}", 7),
            ("{\"a\":\"\\ud83d\"}", 7),
            ("{\"a\":\"b}", 6),
            ("{\"a\":1,\"b\":2,\"a\":3}", 14),
            ("{a:1}", 2),
            ("\u{feff}{}", 1),
        ] {
            let told = read(line).expect_err(line);
            assert!(told.starts_with(&format!("x.jsonl:1:{place}: ")), "{told}");
        }
    }

    #[test]
    fn brackets_without_end_are_refused() {
        let told = read(&format!("{{\"a\":{}", "[".repeat(100_000)));
        let told = told.expect_err("it is too deep");
        assert!(told.contains("nesting-too-deep"), "{told}");
    }
}
