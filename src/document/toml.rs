//! What does a TOML text hold?
//!
//! The parser recovers after an error, so that one reading finds several; nesting is bounded before
//! the parser sees the text, because tables inside tables are taken down by recursion.

use super::diagnostic::Diagnostic;
use super::diagnostics::Diagnostics;
use super::rule::Rule;
use super::text::{Document, Span};
use super::tree::{Children, MOST_TOLD, Member, Row, Tree, Value, check_characters};
use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};
use toml_parser::lexer::TokenKind;

/// How deep brackets and dotted keys may be nested.
pub(super) const MAX_NESTING: usize = 48;

/// A TOML text that was read.
#[derive(Debug)]
pub struct Table<'d> {
    document: &'d Arc<Document>,
    tree: Tree<'d>,
    root: Children,
    is_whole: bool,
}

impl<'d> Table<'d> {
    /// Reads a text, and tells what is wrong with its characters and its syntax.
    ///
    /// The table holds what could be understood, even when there are errors.
    pub fn parse(document: &'d Arc<Document>, findings: &mut Diagnostics) -> Self {
        let before = findings.n_found();
        check_characters(document, 0..document.text().len(), findings);
        let mut tree = Tree::default();
        if let Some(span) = too_deep(document.text()) {
            let message = format!("brackets and dotted keys are nested deeper than {MAX_NESTING}");
            let finding = Diagnostic::new(Rule::NestingTooDeep, document, span, message);
            findings.push(finding.help("no value of the format needs more than three brackets"));
            return Self {
                document,
                tree,
                root: Children::default(),
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
        let root = table_of(root.into_inner(), &mut tree);
        Self {
            document,
            tree,
            root,
            is_whole: errors.is_empty(),
        }
    }

    /// Returns whether all of the text was understood.
    pub fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// Returns the table as a row.
    pub fn row(&self) -> Row<'_> {
        Row::new(self.document, Span::of(0..0), &self.tree, self.root)
    }
}

/// Puts a table into the tree, its entries in the order of the file.
fn table_of<'d>(table: DeTable<'d>, tree: &mut Tree<'d>) -> Children {
    let member = |(key, value): (Spanned<DeString<'d>>, Spanned<DeValue<'d>>)| {
        let key_span = Span::of(key.span());
        member_of(key.into_inner(), key_span, value, tree)
    };
    let mut members: Vec<_> = table.into_iter().map(member).collect();
    members.sort_by_key(|member| member.key_span);
    // A key that is there twice was told of by the parser.
    let (children, _) = tree.table(members.into_iter());
    children
}

fn member_of<'d>(
    key: Cow<'d, str>,
    key_span: Span,
    value: Spanned<DeValue<'d>>,
    tree: &mut Tree<'d>,
) -> Member<'d> {
    let span = Span::of(value.span());
    let value = match value.into_inner() {
        DeValue::String(text) => Value::Text(text),
        DeValue::Integer(integer) => {
            Value::Integer(i64::from_str_radix(integer.as_str(), integer.radix()).ok())
        }
        DeValue::Float(float) => Value::Decimal(float.as_str().to_owned().into()),
        DeValue::Boolean(boolean) => Value::Boolean(boolean),
        DeValue::Datetime(_) => Value::Date,
        DeValue::Array(array) => {
            let nameless = |item| member_of(Cow::Borrowed(""), span, item, tree);
            let members: Vec<_> = array.into_iter().map(nameless).collect();
            Value::List(tree.list(members.into_iter()))
        }
        DeValue::Table(table) => Value::Table(table_of(table, tree)),
    };
    Member {
        key,
        key_span,
        span,
        value,
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
