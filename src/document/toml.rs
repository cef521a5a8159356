//! What does a TOML text hold, key by key, and where does each stand?
//!
//! The parser recovers after an error, so that one reading finds several; nesting is bounded before
//! the parser sees the text, because tables inside tables are taken down by recursion.

use super::characters::{CharacterClass, find_unwelcome};
use super::diagnostic::Diagnostic;
use super::likeness::Likeness;
use super::rule::Rule;
use super::text::{Document, Span};
use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;
use toml::de::{DeTable, DeValue};
use toml_parser::lexer::TokenKind;
use unicode_normalization::UnicodeNormalization;

/// How deep brackets and dotted keys may be nested.
const MAX_NESTING: usize = 48;

/// How many findings of one kind are told for one file or text, and how many values of one list;
/// the rest follows from these more often than not.
const MOST_TOLD: usize = 20;

/// A TOML text that was read.
#[derive(Debug)]
pub struct Table<'d> {
    document: &'d Arc<Document>,
    root: DeTable<'d>,
    is_whole: bool,
}

/// A table of TOML: its keys, values and place.
#[derive(Debug, Clone, Copy)]
pub struct Row<'t> {
    /// The file.
    pub document: &'t Arc<Document>,
    /// Where the table is announced.
    pub span: Span,
    table: &'t DeTable<'t>,
}

/// A key and its value.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'t> {
    /// The key.
    pub key: &'t str,
    /// Where the key stands.
    pub key_span: Span,
    /// The value.
    pub item: Item<'t>,
}

/// A value of TOML and its place.
#[derive(Debug, Clone, Copy)]
pub struct Item<'t> {
    /// The file.
    pub document: &'t Arc<Document>,
    /// Where the value stands.
    pub span: Span,
    /// The value.
    pub value: &'t DeValue<'t>,
}

/// What a text is for, which decides the characters that it may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Words {
    /// A name: one line, and every character can be seen.
    Name,
    /// Any other text: lines and tabs are welcome.
    Prose,
}

impl<'d> Table<'d> {
    /// Reads a text, and tells what is wrong with its characters and its syntax.
    ///
    /// The table holds what could be understood, even when there are errors.
    pub fn parse(document: &'d Arc<Document>, findings: &mut Vec<Diagnostic>) -> Self {
        let before = findings.len();
        check_characters(document, findings);
        if let Some(span) = too_deep(document.text()) {
            let message = format!("brackets and dotted keys are nested deeper than {MAX_NESTING}");
            let finding = Diagnostic::new(Rule::NestingTooDeep, document, span, message);
            findings.push(finding.help("no value of the format needs more than three brackets"));
            return Self {
                document,
                root: DeTable::new(),
                is_whole: false,
            };
        }
        let bad_lines: HashSet<_> = findings[before..].iter().map(line_of).collect();
        let (root, errors) = DeTable::parse_recoverable(document.text());
        let syntax = errors.iter().map(|error| syntax_error(document, error));
        findings.extend(
            syntax
                .filter(|finding| !bad_lines.contains(&line_of(finding)))
                .take(MOST_TOLD),
        );
        Self {
            document,
            root: root.into_inner(),
            is_whole: errors.is_empty(),
        }
    }

    /// Returns whether all of the text was understood.
    pub fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// Returns the table as a row.
    pub fn row(&self) -> Row<'_> {
        Row {
            document: self.document,
            span: Span::of(0..0),
            table: &self.root,
        }
    }
}

fn line_of(finding: &Diagnostic) -> Option<u32> {
    let line = |span: Span| finding.document.line_number(span.start);
    finding.span.map(line)
}

fn syntax_error(document: &Arc<Document>, error: &toml::de::Error) -> Diagnostic {
    let message = format!("this is not TOML: {}", error.message());
    let end = document.text().len();
    let span = Span::of(error.span().unwrap_or(end..end));
    let help = match error.message() {
        "duplicate key" => "write each key once; a claim is `[[key]]` with two brackets",
        message if message.contains("quoted") => "put it in quotes",
        _ => "look for a quote or a bracket that is missing here or before",
    };
    Diagnostic::new(Rule::TomlSyntax, document, span, message).help(help)
}

/// Tells of characters that no text may have, even outside of strings.
fn check_characters(document: &Arc<Document>, findings: &mut Vec<Diagnostic>) {
    let unwelcome_anywhere = find_unwelcome(document.text())
        .filter(|&(_, _, class)| class != CharacterClass::ZeroWidth)
        .take(MOST_TOLD);
    findings.extend(unwelcome_anywhere.map(|(at, c, class)| {
        let span = Span::of(at..at + c.len_utf8());
        unwelcome(document, span, c, class)
    }));
}

fn unwelcome(document: &Arc<Document>, span: Span, c: char, class: CharacterClass) -> Diagnostic {
    let noun = class.noun();
    let message = format!("{noun} U+{:04X} has no place here", u32::from(c));
    Diagnostic::new(class.rule(), document, span, message).help("delete it and type the text anew")
}

/// Returns where a text is nested too deep.
fn too_deep(text: &str) -> Option<Span> {
    let mut dots_before = vec![];
    let (mut depth, mut dots) = (0, 0);
    for token in toml_parser::Source::new(text).lex() {
        match token.kind() {
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => {
                dots_before.push(dots);
                dots = 0;
                depth += 1;
            }
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => {
                if let Some(before) = dots_before.pop() {
                    depth -= dots + 1;
                    dots = before;
                }
            }
            TokenKind::Dot => {
                dots += 1;
                depth += 1;
            }
            TokenKind::Comma | TokenKind::Newline => {
                depth -= dots;
                dots = 0;
            }
            _ => {}
        }
        if depth > MAX_NESTING {
            return Some(Span::of(token.span().start()..token.span().end()));
        }
    }
    None
}

impl<'t> Row<'t> {
    /// Returns the entries in the order of the file.
    pub fn entries(&self) -> Vec<Entry<'t>> {
        let mut entries: Vec<_> = self
            .table
            .iter()
            .map(|(key, value)| Entry {
                key: key.get_ref(),
                key_span: Span::of(key.span()),
                item: self.item_of(value.get_ref(), value.span()),
            })
            .collect();
        entries.sort_by_key(|entry| entry.key_span);
        entries
    }

    /// Returns the value of a key.
    pub fn item(&self, key: &str) -> Option<Item<'t>> {
        let value = self.table.get(key)?;
        Some(self.item_of(value.get_ref(), value.span()))
    }

    /// Returns where a key stands; where the table is announced when it has no such key.
    pub fn key_span(&self, key: &str) -> Span {
        let found = self.table.get_key_value(key);
        found.map_or(self.span, |(key, _)| Span::of(key.span()))
    }

    /// Returns the same table, announced by one of its own keys.
    #[must_use]
    pub fn announced_by(self, key: &str) -> Self {
        let span = self.key_span(key);
        Self { span, ..self }
    }

    /// Returns whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.table.is_empty()
    }

    /// Returns the value of a key that has to be there, or tells that it is missing.
    pub fn required(
        &self,
        key: &str,
        owner: &str,
        findings: &mut Vec<Diagnostic>,
    ) -> Option<Item<'t>> {
        let item = self.item(key);
        if item.is_none() {
            let message = format!("{owner} needs the key `{key}`");
            let help = format!("add a line `{key} = ...`");
            findings.push(self.finding(Rule::MissingKey, message).help(help));
        }
        item
    }

    /// Returns a finding about the table.
    pub fn finding(&self, rule: Rule, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(rule, self.document, self.span, message)
    }

    fn item_of(&self, value: &'t DeValue<'t>, span: Range<usize>) -> Item<'t> {
        Item {
            document: self.document,
            span: Span::of(span),
            value,
        }
    }
}

impl<'t> Entry<'t> {
    /// Returns a finding about the key.
    pub fn finding(&self, rule: Rule, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(rule, self.item.document, self.key_span, message)
    }
}

impl<'t> Item<'t> {
    /// Returns a finding about the value.
    pub fn finding(&self, rule: Rule, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(rule, self.document, self.span, message)
    }

    /// Returns the finding that the value is not what was expected.
    pub fn mismatch(&self, expected: &str) -> Diagnostic {
        let message = format!("expected {expected}, found {}", self.noun());
        let help = match self.value {
            DeValue::String(_) => "write it without quotes",
            DeValue::Array(_) => "write one value, without brackets",
            DeValue::Table(_) => "write a plain value, not a table",
            DeValue::Boolean(_) => "write what is asked for",
            DeValue::Datetime(_) | DeValue::Integer(_) | DeValue::Float(_) => "put it in quotes",
        };
        self.finding(Rule::WrongValue, message).help(help)
    }

    /// Returns the string as it is written, or tells that it is no string.
    pub fn string(&self, expected: &str, findings: &mut Vec<Diagnostic>) -> Option<&'t str> {
        let string = self.value.as_str();
        if string.is_none() {
            findings.push(self.mismatch(expected));
        }
        string
    }

    /// Returns the text in Unicode normalization form C, or tells why it is none.
    pub fn text(&self, words: Words, findings: &mut Vec<Diagnostic>) -> Option<String> {
        let string = self.string("a text", findings)?;
        let mut is_sound = true;
        for (_, c, class) in unwelcome_in(string, words) {
            is_sound = false;
            // Characters that stand there bare were told of with the whole file.
            if class == CharacterClass::ZeroWidth || !self.raw().contains(c) {
                findings.push(unwelcome(self.document, self.place_of(c), c, class));
            }
        }
        if is_sound && string.chars().all(char::is_whitespace) {
            let finding = self.finding(Rule::EmptyText, "this text is empty");
            findings.push(finding.help("write it, or delete what needs it"));
            return None;
        }
        is_sound.then(|| string.nfc().collect())
    }

    /// Returns the text when it is one of these, or tells that it is not.
    pub fn one_of<'n, N>(
        &self,
        names: impl Fn() -> N,
        likeness: &mut Likeness,
        findings: &mut Vec<Diagnostic>,
    ) -> Option<&'t str>
    where
        N: Iterator<Item = &'n str>,
    {
        let text = self.string("one of the listed values", findings)?;
        if names().any(|name| name == text) {
            return Some(text);
        }
        let listed: Vec<_> = names()
            .take(MOST_TOLD)
            .map(|name| format!("`{name}`"))
            .collect();
        let more = if names().nth(MOST_TOLD).is_some() {
            ", ..."
        } else {
            ""
        };
        let message = format!("there is no value `{text}`");
        let finding = self
            .finding(Rule::UnknownEnumValue, message)
            .help(format!("the values are {}{more}", listed.join(", ")))
            .maybe_help(likeness.suggest(text, names()));
        findings.push(finding);
        None
    }

    /// Returns the boolean, or tells that it is none.
    pub fn boolean(&self, findings: &mut Vec<Diagnostic>) -> Option<bool> {
        let boolean = self.value.as_bool();
        if boolean.is_none() {
            let help = "write `true` or `false`, without quotes";
            findings.push(self.mismatch("`true` or `false`").help(help));
        }
        boolean
    }

    /// Returns the integer, or `None` when it is none or takes more than 64 bits.
    pub fn integer(&self) -> Option<i64> {
        let integer = self.value.as_integer()?;
        i64::from_str_radix(integer.as_str(), integer.radix()).ok()
    }

    /// Returns the table, or `None` when it is none.
    pub fn row(&self) -> Option<Row<'t>> {
        let table = self.value.as_table()?;
        Some(Row {
            document: self.document,
            span: self.span,
            table,
        })
    }

    /// Returns the items of a list, or just this item when it is none.
    pub fn one_or_many(&self) -> Vec<Self> {
        let Some(array) = self.value.as_array() else {
            return vec![*self];
        };
        let item = |value: &'t toml::Spanned<DeValue<'t>>| Self {
            document: self.document,
            span: Span::of(value.span()),
            value: value.get_ref(),
        };
        array.iter().map(item).collect()
    }

    /// Returns what a person calls such a value.
    pub fn noun(&self) -> Cow<'static, str> {
        match self.value {
            DeValue::String(_) => "a text".into(),
            DeValue::Integer(_) => "an integer".into(),
            DeValue::Float(_) => "a decimal number".into(),
            DeValue::Boolean(value) => format!("`{value}`").into(),
            DeValue::Datetime(_) => "a date without quotes".into(),
            DeValue::Array(_) => "a list".into(),
            DeValue::Table(_) => "a table".into(),
        }
    }

    fn raw(&self) -> &'t str {
        let bytes = self.span.start as usize..self.span.end as usize;
        self.document.text().get(bytes).unwrap_or_default()
    }

    /// Returns where a character stands in the text, or the whole text when it is written as an
    /// escape.
    fn place_of(&self, c: char) -> Span {
        self.raw().find(c).map_or(self.span, |at| {
            let start = self.span.start as usize + at;
            Span::of(start..start + c.len_utf8())
        })
    }
}

/// Returns each unwelcome character of a text once.
fn unwelcome_in(text: &str, words: Words) -> Vec<(usize, char, CharacterClass)> {
    let mut unwelcome: Vec<_> = find_unwelcome(text)
        .filter(|&(_, _, class)| words == Words::Name || class != CharacterClass::ZeroWidth)
        .collect();
    if words == Words::Name {
        let breaks = text
            .char_indices()
            .filter(|&(_, c)| matches!(c, '\t' | '\n' | '\r'));
        unwelcome.extend(breaks.map(|(at, c)| (at, c, CharacterClass::Control)));
    }
    unwelcome.sort_by_key(|&(at, c, _)| (c, at));
    unwelcome.dedup_by_key(|&mut (_, c, _)| c);
    unwelcome.truncate(MOST_TOLD);
    unwelcome
}
