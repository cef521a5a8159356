//! What does a text hold, key by key, and where does each stand?
//!
//! Whatever the syntax, what was read is a tree of tables, lists and plain values, each of which
//! knows its place. The tree lies in one array, which is used again for the next text: reading a
//! value allocates nothing.

use super::characters::{CharacterClass, find_unwelcome, is_plain};
use super::diagnostic::Diagnostic;
use super::diagnostics::Diagnostics;
use super::likeness::Likeness;
use super::rule::Rule;
use super::text::{Document, Span, Syntax};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

/// How many findings of one kind are told for one file or text, and how many values of one list;
/// the rest follows from these more often than not.
pub(super) const MOST_TOLD: usize = 20;

/// How many members a table may have among which a key is sought one by one.
const FEW: usize = 16;

/// The members of all tables and lists of one text; those of one lie side by side.
#[derive(Debug, Default)]
pub(super) struct Tree<'d> {
    members: Vec<Member<'d>>,
    /// For each table of many members their positions in the order of their keys.
    by_key: Vec<u32>,
}

/// A value with its place, and with its key when it stands in a table.
#[derive(Debug)]
pub(super) struct Member<'d> {
    pub(super) key: Cow<'d, str>,
    pub(super) key_span: Span,
    pub(super) span: Span,
    pub(super) value: Value<'d>,
}

/// What stands at a place.
#[derive(Debug)]
pub(super) enum Value<'d> {
    Text(Cow<'d, str>),
    /// A whole number; `None` when it takes more than 64 bits.
    Integer(Option<i64>),
    /// Another number, as it is written.
    Decimal(Cow<'d, str>),
    Boolean(bool),
    /// A date that is no text.
    Date,
    Null,
    List(Children),
    Table(Children),
}

/// Where the members of a table or list lie.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Children {
    start: u32,
    end: u32,
    /// Where their order by key begins, when they are many.
    by_key: u32,
}

impl<'d> Tree<'d> {
    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        self.members.clear();
        self.by_key.clear();
    }

    /// Takes the members of a list.
    pub(super) fn list(&mut self, members: impl Iterator<Item = Member<'d>>) -> Children {
        let start = count(self.members.len());
        self.members.extend(members);
        let end = count(self.members.len());
        let by_key = 0;
        Children { start, end, by_key }
    }

    /// Takes the members of a table, in the order of the file.
    ///
    /// # Errors
    /// Returns the place of a key that is there twice, with the members.
    pub(super) fn table(
        &mut self,
        members: impl Iterator<Item = Member<'d>>,
    ) -> (Children, Option<Span>) {
        let mut children = self.list(members);
        let entries = &self.members[children.range()];
        if entries.len() <= FEW {
            let is_repeated = |&at: &usize| entries[..at].iter().any(|e| e.key == entries[at].key);
            let repeated = (1..entries.len()).find(is_repeated);
            return (children, repeated.map(|at| entries[at].key_span));
        }
        let mut order: Vec<u32> = (children.start..children.end).collect();
        let key = |at: u32| &self.members[at as usize].key;
        order.sort_by(|&a, &b| key(a).cmp(key(b)));
        let repeated = order.windows(2).filter(|pair| key(pair[0]) == key(pair[1]));
        let repeated = repeated.map(|pair| self.members[pair[1] as usize].key_span);
        let repeated = repeated.min();
        children.by_key = count(self.by_key.len());
        self.by_key.append(&mut order);
        (children, repeated)
    }

    fn children(&self, children: Children) -> &[Member<'d>] {
        &self.members[children.range()]
    }

    fn find(&self, children: Children, key: &str) -> Option<&Member<'d>> {
        let entries = self.children(children);
        if entries.len() <= FEW {
            return entries.iter().find(|entry| entry.key == key);
        }
        let start = children.by_key as usize;
        let order = &self.by_key[start..start + entries.len()];
        let key_of = |at: u32| &*self.members[at as usize].key;
        let found = order.binary_search_by(|&at| key_of(at).cmp(key)).ok()?;
        Some(&self.members[order[found] as usize])
    }
}

impl Children {
    fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// Invariant: a text whose places are counted in 32 bits has no more values than bytes.
fn count(n: usize) -> u32 {
    u32::try_from(n).expect("a text has fewer values than bytes")
}

/// A table: its keys, values and place.
#[derive(Debug, Clone, Copy)]
pub struct Row<'t> {
    /// The file.
    pub document: &'t Arc<Document>,
    /// Where the table is announced.
    pub span: Span,
    tree: &'t Tree<'t>,
    children: Children,
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

/// A value and its place.
#[derive(Debug, Clone, Copy)]
pub struct Item<'t> {
    /// The file.
    pub document: &'t Arc<Document>,
    /// Where the value stands.
    pub span: Span,
    tree: &'t Tree<'t>,
    member: &'t Member<'t>,
}

/// What a text is for, which decides the characters that it may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Words {
    /// A name: one line, and every character can be seen.
    Name,
    /// Any other text: lines and tabs are welcome.
    Prose,
}

impl<'t> Row<'t> {
    pub(super) fn new(
        document: &'t Arc<Document>,
        span: Span,
        tree: &'t Tree<'t>,
        children: Children,
    ) -> Self {
        Self {
            document,
            span,
            tree,
            children,
        }
    }

    /// Returns the entries in the order of the file.
    pub fn entries(self) -> impl ExactSizeIterator<Item = Entry<'t>> + use<'t> {
        let members = self.tree.children(self.children).iter();
        members.map(move |member| Entry {
            key: &member.key,
            key_span: member.key_span,
            item: self.item_of(member),
        })
    }

    /// Returns the value of a key.
    pub fn item(self, key: &str) -> Option<Item<'t>> {
        let member = self.tree.find(self.children, key)?;
        Some(self.item_of(member))
    }

    /// Returns where a key stands; where the table is announced when it has no such key.
    pub fn key_span(self, key: &str) -> Span {
        let found = self.tree.find(self.children, key);
        found.map_or(self.span, |member| member.key_span)
    }

    /// Returns the same table, announced by one of its own keys.
    #[must_use]
    pub fn announced_by(self, key: &str) -> Self {
        let span = self.key_span(key);
        Self { span, ..self }
    }

    /// Returns whether there is nothing in it.
    pub fn is_empty(self) -> bool {
        self.children.range().is_empty()
    }

    /// Returns the value of a key that has to be there, or tells that it is missing.
    pub fn required(self, key: &str, owner: &str, findings: &mut Diagnostics) -> Option<Item<'t>> {
        let item = self.item(key);
        if item.is_none() {
            let message = format!("{owner} needs the key `{key}`");
            let help = match self.document.syntax() {
                Syntax::Toml => format!("add a line `{key} = ...`"),
                Syntax::JsonLines => format!("add `\"{key}\": ...`"),
            };
            findings.push(self.finding(Rule::MissingKey, message).help(help));
        }
        item
    }

    /// Returns a finding about the table.
    pub fn finding(self, rule: Rule, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(rule, self.document, self.span, message)
    }

    fn item_of(self, member: &'t Member<'t>) -> Item<'t> {
        Item {
            document: self.document,
            span: member.span,
            tree: self.tree,
            member,
        }
    }
}

impl Entry<'_> {
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
        let help = match &self.member.value {
            Value::Text(_) => "write it without quotes",
            Value::List(_) => "write one value, without brackets",
            Value::Table(_) => "write a plain value, not a table",
            Value::Boolean(_) => "write what is asked for",
            Value::Null => "leave the key out when there is nothing to say",
            Value::Date | Value::Integer(_) | Value::Decimal(_) => "put it in quotes",
        };
        self.finding(Rule::WrongValue, message).help(help)
    }

    /// Returns the string, or `None` when it is none.
    pub fn as_str(&self) -> Option<&'t str> {
        match &self.member.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the string as it is written, or tells that it is no string.
    pub fn string(&self, expected: &str, findings: &mut Diagnostics) -> Option<&'t str> {
        let string = self.as_str();
        if string.is_none() {
            findings.push(self.mismatch(expected));
        }
        string
    }

    /// Returns the text in Unicode normalization form C, or tells why it is none.
    pub fn text(&self, words: Words, findings: &mut Diagnostics) -> Option<String> {
        let string = self.string("a text", findings)?;
        if is_plain(string) && string.bytes().any(|byte| byte != b' ') {
            return Some(string.to_owned());
        }
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
        findings: &mut Diagnostics,
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
    pub fn boolean(&self, findings: &mut Diagnostics) -> Option<bool> {
        match self.member.value {
            Value::Boolean(boolean) => Some(boolean),
            _ => {
                let help = "write `true` or `false`, without quotes";
                findings.push(self.mismatch("`true` or `false`").help(help));
                None
            }
        }
    }

    /// Returns whether it is an integer, however large.
    pub fn is_integer(&self) -> bool {
        matches!(self.member.value, Value::Integer(_))
    }

    /// Returns the integer, or `None` when it is none or takes more than 64 bits.
    pub fn integer(&self) -> Option<i64> {
        match self.member.value {
            Value::Integer(integer) => integer,
            _ => None,
        }
    }

    /// Returns the spelling of a number with a decimal point or an exponent.
    pub fn decimal(&self) -> Option<&'t str> {
        match &self.member.value {
            Value::Decimal(spelled) => Some(spelled),
            _ => None,
        }
    }

    /// Returns the table, or `None` when it is none.
    pub fn row(&self) -> Option<Row<'t>> {
        match self.member.value {
            Value::Table(children) => Some(Row::new(self.document, self.span, self.tree, children)),
            _ => None,
        }
    }

    /// Returns whether it is a list.
    pub fn is_list(&self) -> bool {
        matches!(self.member.value, Value::List(_))
    }

    /// Returns the items of a list, or just this item when it is none.
    pub fn one_or_many(&self) -> impl ExactSizeIterator<Item = Self> + Clone + use<'t> {
        let members = match self.member.value {
            Value::List(children) => self.tree.children(children),
            _ => std::slice::from_ref(self.member),
        };
        let Self { document, tree, .. } = *self;
        members.iter().map(move |member| Self {
            document,
            span: member.span,
            tree,
            member,
        })
    }

    /// Returns what a person calls such a value.
    pub fn noun(&self) -> Cow<'static, str> {
        match self.member.value {
            Value::Text(_) => "a text".into(),
            Value::Integer(_) => "an integer".into(),
            Value::Decimal(_) => "a decimal number".into(),
            Value::Boolean(value) => format!("`{value}`").into(),
            Value::Date => "a date without quotes".into(),
            Value::Null => "`null`".into(),
            Value::List(_) => "a list".into(),
            Value::Table(_) => "a table".into(),
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

/// Tells of characters that no text may have, even outside of strings.
pub(super) fn check_characters(
    document: &Arc<Document>,
    range: Range<usize>,
    findings: &mut Diagnostics,
) {
    let text = &document.text()[range.clone()];
    if is_plain(text) {
        return;
    }
    let unwelcome_anywhere = find_unwelcome(text)
        .filter(|&(_, _, class)| class != CharacterClass::ZeroWidth)
        .take(MOST_TOLD);
    findings.extend(unwelcome_anywhere.map(|(at, c, class)| {
        let start = range.start + at;
        let span = Span::of(start..start + c.len_utf8());
        unwelcome(document, span, c, class)
    }));
}

fn unwelcome(document: &Arc<Document>, span: Span, c: char, class: CharacterClass) -> Diagnostic {
    let noun = class.noun();
    let message = format!("{noun} U+{:04X} has no place here", u32::from(c));
    Diagnostic::new(class.rule(), document, span, message).help("delete it and type the text anew")
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
