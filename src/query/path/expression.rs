//! What does a regular path expression say?
//!
//! `attorney-of/charged-in` is a sequence, `directed|produced` an alternative, `^directed` an
//! inverse, `follows*`, `follows+`, `follows?` and `follows{1,3}` are repetitions, and parentheses
//! group. A relation has the name of the data files or of the API, seen from either end.

use crate::document::Likeness;
use crate::ontology::{Direction, Key, Ontology, RelationId};
use std::fmt;

/// The most bytes of an expression.
const MAX_BYTES: usize = 1_000;

/// The most groups within each other.
const MAX_NESTING: u32 = 20;

/// The most repetitions that can be counted: no path is longer.
const MAX_REPETITIONS: u32 = super::search::MAX_LENGTH as u32;

/// A step along a relation, from the end at which one stands.
pub(super) type Step = (RelationId, Direction);

/// A regular path expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Expression {
    /// A hop.
    Step(Step),
    /// One after the other.
    Sequence(Vec<Expression>),
    /// One of several.
    Alternative(Vec<Expression>),
    /// The same several times: at least and, if there is a bound, at most.
    Repetition(Box<Expression>, u32, Option<u32>),
}

/// What is wrong with an expression, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("Argument `via`, character {column}: {problem}")]
pub struct ViaError {
    /// The place, counted in characters from 1.
    pub column: usize,
    /// What is wrong there.
    pub problem: ViaProblem,
}

/// What is wrong with an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ViaProblem {
    /// Something else should stand there.
    Unexpected {
        /// What should stand there.
        expected: &'static str,
        /// What stands there; nothing when the expression ends.
        found: Option<char>,
    },
    /// There is no such relation.
    UnknownRelation {
        /// The name.
        name: String,
        /// The name that was probably meant.
        closest: Option<String>,
    },
    /// A repetition has a count that makes no sense.
    BadCount,
    /// The expression is longer, deeper or more involved than any question needs.
    TooInvolved,
}

impl fmt::Display for ViaProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unexpected {
                expected,
                found: Some(found),
            } => write!(f, "expected {expected}, found `{found}`."),
            Self::Unexpected {
                expected,
                found: None,
            } => write!(f, "expected {expected}, and the expression ends."),
            Self::UnknownRelation { name, .. } => write!(
                f,
                "there is no relation `{name}`; `ontology` lists those that there are."
            ),
            Self::BadCount => write!(
                f,
                "a repetition is counted from 0 to {MAX_REPETITIONS}, the lower bound first, as in \
                 {{1,3}}."
            ),
            Self::TooInvolved => f.write_str(
                "the expression is too long, too deep or repeats too much; ask for less at once.",
            ),
        }
    }
}

/// Reads an expression over the relations of an ontology.
///
/// # Errors
/// When it is none, names a relation that there is not, or is too involved.
pub(super) fn parse(ontology: &Ontology, text: &str) -> Result<Expression, ViaError> {
    let mut reader = Reader {
        ontology,
        text,
        at: 0,
        nesting: 0,
    };
    if text.len() > MAX_BYTES {
        return Err(reader.error(ViaProblem::TooInvolved));
    }
    let expression = reader.alternative()?;
    match reader.peek() {
        None => Ok(expression),
        Some(_) => Err(reader.unexpected("`/`, `|`, a repetition or the end")),
    }
}

struct Reader<'t> {
    ontology: &'t Ontology,
    text: &'t str,
    at: usize,
    nesting: u32,
}

impl Reader<'_> {
    fn alternative(&mut self) -> Result<Expression, ViaError> {
        let mut branches = vec![self.sequence()?];
        while self.take('|') {
            branches.push(self.sequence()?);
        }
        Ok(single(branches, Expression::Alternative))
    }

    fn sequence(&mut self) -> Result<Expression, ViaError> {
        let mut parts = vec![self.element()?];
        while self.take('/') {
            parts.push(self.element()?);
        }
        Ok(single(parts, Expression::Sequence))
    }

    fn element(&mut self) -> Result<Expression, ViaError> {
        if self.take('^') {
            return Ok(self.element()?.inverted());
        }
        self.repeated()
    }

    fn repeated(&mut self) -> Result<Expression, ViaError> {
        let mut expression = self.primary()?;
        while let Some((least, most)) = self.repetition()? {
            expression = Expression::Repetition(Box::new(expression), least, most);
        }
        Ok(expression)
    }

    fn primary(&mut self) -> Result<Expression, ViaError> {
        if !self.take('(') {
            return self.name();
        }
        self.nesting += 1;
        if self.nesting > MAX_NESTING {
            return Err(self.error(ViaProblem::TooInvolved));
        }
        let expression = self.alternative()?;
        self.nesting -= 1;
        self.expect(')', "`)`, `/`, `|` or a repetition")?;
        Ok(expression)
    }

    fn name(&mut self) -> Result<Expression, ViaError> {
        let found = self.peek();
        let rest = &self.text[self.at..];
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        let name = &rest[..rest.find(|c| !is_part(c)).unwrap_or(rest.len())];
        if found.is_none() || name.is_empty() {
            return Err(self.unexpected("the name of a relation, `^` or `(`"));
        }
        match step_named(self.ontology, name) {
            Some(step) => {
                self.at += name.len();
                Ok(Expression::Step(step))
            }
            None => Err(self.error(ViaProblem::UnknownRelation {
                name: name.to_owned(),
                closest: closest(self.ontology, name),
            })),
        }
    }

    fn repetition(&mut self) -> Result<Option<(u32, Option<u32>)>, ViaError> {
        let counts = match self.peek() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => return self.counted().map(Some),
            _ => return Ok(None),
        };
        self.at += 1;
        Ok(Some(counts))
    }

    /// Reads `{2}`, `{1,3}`, `{1,}` or `{,3}`.
    fn counted(&mut self) -> Result<(u32, Option<u32>), ViaError> {
        let start = self.at;
        self.at += 1;
        let least = self.number();
        let most = if self.take(',') { self.number() } else { least };
        let is_empty = least.is_none() && most.is_none();
        self.expect('}', "a count, `,` or `}`")?;
        let counts = (least.unwrap_or(0), most);
        let in_bounds = |n: &u32| *n <= MAX_REPETITIONS;
        let fits = in_bounds(&counts.0)
            && most.iter().all(in_bounds)
            && most.is_none_or(|most| counts.0 <= most && most > 0);
        if is_empty || !fits {
            self.at = start;
            return Err(self.error(ViaProblem::BadCount));
        }
        Ok(counts)
    }

    fn number(&mut self) -> Option<u32> {
        self.peek();
        let rest = &self.text[self.at..];
        let end = rest.find(|c: char| !c.is_ascii_digit());
        let digits = &rest[..end.unwrap_or(rest.len())];
        self.at += digits.len();
        // More digits than fit are more than the bound.
        (!digits.is_empty()).then(|| digits.parse().unwrap_or(u32::MAX))
    }

    /// Returns the next character that is no space, and stands on it.
    fn peek(&mut self) -> Option<char> {
        let rest = &self.text[self.at..];
        let trimmed = rest.trim_start();
        self.at += rest.len() - trimmed.len();
        trimmed.chars().next()
    }

    fn take(&mut self, wanted: char) -> bool {
        let is_it = self.peek() == Some(wanted);
        self.at += if is_it { wanted.len_utf8() } else { 0 };
        is_it
    }

    fn expect(&mut self, wanted: char, expected: &'static str) -> Result<(), ViaError> {
        if self.take(wanted) {
            Ok(())
        } else {
            Err(self.unexpected(expected))
        }
    }

    fn unexpected(&mut self, expected: &'static str) -> ViaError {
        let found = self.peek();
        self.error(ViaProblem::Unexpected { expected, found })
    }

    fn error(&self, problem: ViaProblem) -> ViaError {
        ViaError {
            column: self.text[..self.at].chars().count() + 1,
            problem,
        }
    }
}

impl Expression {
    /// Returns the expression for the same way, gone from its end.
    fn inverted(self) -> Self {
        let inverted = |parts: Vec<Self>| parts.into_iter().map(Self::inverted);
        match self {
            Self::Step((relation, direction)) => Self::Step((relation, direction.opposite())),
            Self::Sequence(parts) => Self::Sequence(inverted(parts).rev().collect()),
            Self::Alternative(parts) => Self::Alternative(inverted(parts).collect()),
            Self::Repetition(repeated, least, most) => {
                Self::Repetition(Box::new(repeated.inverted()), least, most)
            }
        }
    }
}

fn single(mut parts: Vec<Expression>, several: fn(Vec<Expression>) -> Expression) -> Expression {
    match parts.pop() {
        Some(only) if parts.is_empty() => only,
        last => {
            parts.extend(last);
            several(parts)
        }
    }
}

/// Returns the names of every relation, seen from either end.
fn names(ontology: &Ontology) -> impl Iterator<Item = (Step, &Key)> {
    ontology.relations_with_ids().flat_map(|(id, relation)| {
        Direction::BOTH.map(|direction| ((id, direction), relation.key_towards(direction)))
    })
}

fn step_named(ontology: &Ontology, name: &str) -> Option<Step> {
    let is_it =
        |key: &Key| key.as_str() == name || key.to_field() == name || key.to_constant() == name;
    let mut named = names(ontology).filter(|(_, key)| is_it(key));
    named.next().map(|(step, _)| step)
}

fn closest(ontology: &Ontology, name: &str) -> Option<String> {
    let names = names(ontology).map(|(_, key)| key);
    if name.contains('-') || !name.contains(|c: char| c.is_ascii_uppercase()) {
        let closest = Likeness::default().closest(name, names.map(Key::as_str));
        return closest.map(str::to_owned);
    }
    let fields: Vec<String> = names.map(Key::to_field).collect();
    let closest = Likeness::default().closest(name, fields.iter().map(String::as_str));
    closest.map(str::to_owned)
}
