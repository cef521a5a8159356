//! How deep and how wide is a document once its fragments are spread?
//!
//! Each fragment is measured once, whatever the number of places that spread it, and all sums
//! saturate, so a few levels of fragments that double each other cost no more than they are long.

use crate::engine::error::{GraphqlError, location_of};
use crate::engine::limits::Limits;
use apollo_compiler::ast::{
    Definition, DirectiveList, Document, FragmentDefinition, OperationDefinition, Selection,
};
use apollo_compiler::parser::SourceSpan;
use std::collections::HashMap;

/// What a selection amounts to when its fragments are spread.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Shape {
    depth: u64,
    fields: u64,
    aliases: u64,
    directives: u64,
}

impl Shape {
    /// Puts another selection beside this one.
    fn add(&mut self, other: Self) {
        self.depth = self.depth.max(other.depth);
        self.fields = self.fields.saturating_add(other.fields);
        self.aliases = self.aliases.saturating_add(other.aliases);
        self.directives = self.directives.saturating_add(other.directives);
    }

    /// Returns the first limit that the shape exceeds, with its code and in words.
    fn excess(&self, limits: &Limits) -> Option<(&'static str, String)> {
        [
            (
                "DEPTH_TOO_GREAT",
                "nests selections",
                self.depth,
                limits.depth,
            ),
            (
                "TOO_MANY_ALIASES",
                "has aliases",
                self.aliases,
                limits.aliases,
            ),
            (
                "TOO_MANY_DIRECTIVES",
                "has directives",
                self.directives,
                limits.directives,
            ),
            (
                "TOO_MANY_FIELDS",
                "selects fields",
                self.fields,
                limits.fields,
            ),
        ]
        .into_iter()
        .find(|(_, _, count, limit)| count > limit)
        .map(|(code, what, count, limit)| {
            let message = format!(
                "The operation {what} beyond the limit of {limit}: {count}, with every fragment \
                 counted where it is spread."
            );
            (code, message)
        })
    }
}

/// Refuses a document whose operations or fragments are too deep or too wide, or whose fragments
/// spread themselves.
pub(in crate::engine) fn check(
    text: &str,
    document: &Document,
    limits: &Limits,
) -> Result<(), GraphqlError> {
    let mut measure = Measure {
        fragments: HashMap::new(),
        measured: HashMap::new(),
        chain: Vec::new(),
        limits,
    };
    for definition in &document.definitions {
        if let Definition::FragmentDefinition(fragment) = definition {
            measure.fragments.entry(&fragment.name).or_insert(fragment);
        }
    }
    for definition in &document.definitions {
        let (shape, span) = match definition {
            Definition::OperationDefinition(operation) => {
                (measure.operation(operation), operation.location())
            }
            Definition::FragmentDefinition(fragment) => {
                (measure.fragment(&fragment.name), fragment.location())
            }
            _ => continue,
        };
        let refused = |code, message, span: Option<SourceSpan>| {
            let error = GraphqlError::of_request(code, message);
            match span {
                Some(span) => error.at(location_of(text, span.offset())),
                None => error,
            }
        };
        let shape = shape.map_err(|chain| chain.refused(limits, &refused))?;
        if let Some((code, message)) = shape.excess(limits) {
            return Err(refused(code, message, span));
        }
    }
    Ok(())
}

/// Why a chain of fragments cannot be followed.
enum Chain {
    /// The fragment leads back to itself.
    Cycle(String, Option<SourceSpan>),
    /// Too many fragments spread each other in a row.
    TooLong(Option<SourceSpan>),
}

impl Chain {
    fn refused(
        self,
        limits: &Limits,
        refused: &impl Fn(&'static str, String, Option<SourceSpan>) -> GraphqlError,
    ) -> GraphqlError {
        match self {
            Self::Cycle(name, span) => refused(
                "FRAGMENT_CYCLE",
                format!("The fragment `{name}` spreads itself, directly or through others."),
                span,
            ),
            Self::TooLong(span) => refused(
                "FRAGMENT_CHAIN_TOO_LONG",
                format!(
                    "Fragments spread each other beyond the limit of {} in a row.",
                    limits.fragment_chain
                ),
                span,
            ),
        }
    }
}

struct Measure<'d> {
    fragments: HashMap<&'d str, &'d FragmentDefinition>,
    measured: HashMap<&'d str, Shape>,
    chain: Vec<&'d str>,
    limits: &'d Limits,
}

impl<'d> Measure<'d> {
    fn operation(&mut self, operation: &'d OperationDefinition) -> Result<Shape, Chain> {
        let mut shape = self.selections(&operation.selection_set)?;
        shape.add(directives(&operation.directives));
        for variable in &operation.variables {
            shape.add(directives(&variable.directives));
        }
        Ok(shape)
    }

    fn fragment(&mut self, name: &'d str) -> Result<Shape, Chain> {
        if let Some(&shape) = self.measured.get(name) {
            return Ok(shape);
        }
        let Some(&fragment) = self.fragments.get(name) else {
            // Validation tells of fragments that do not exist.
            return Ok(Shape::default());
        };
        if self.chain.contains(&name) {
            return Err(Chain::Cycle(name.to_owned(), fragment.name.location()));
        }
        if self.chain.len() >= self.limits.fragment_chain {
            return Err(Chain::TooLong(fragment.name.location()));
        }
        self.chain.push(name);
        let mut shape = self.selections(&fragment.selection_set)?;
        shape.add(directives(&fragment.directives));
        self.chain.pop();
        self.measured.insert(name, shape);
        Ok(shape)
    }

    // The recursion is bounded: the guard over the bytes bounds the nesting within a definition,
    // and the limit on chains bounds the number of definitions in a row.
    fn selections(&mut self, selections: &'d [Selection]) -> Result<Shape, Chain> {
        let mut sum = Shape::default();
        for selection in selections {
            match selection {
                Selection::Field(field) => {
                    let below = self.selections(&field.selection_set)?;
                    let is_introspection = matches!(field.name.as_str(), "__schema" | "__type");
                    sum.add(directives(&field.directives));
                    sum.add(Shape {
                        depth: if is_introspection { 1 } else { below.depth + 1 },
                        fields: below.fields.saturating_add(1),
                        aliases: below
                            .aliases
                            .saturating_add(u64::from(field.alias.is_some())),
                        directives: below.directives,
                    });
                }
                Selection::FragmentSpread(spread) => {
                    sum.add(directives(&spread.directives));
                    let fragment = self.fragment(&spread.fragment_name)?;
                    sum.add(fragment);
                }
                Selection::InlineFragment(inline) => {
                    sum.add(directives(&inline.directives));
                    let below = self.selections(&inline.selection_set)?;
                    sum.add(below);
                }
            }
        }
        Ok(sum)
    }
}

fn directives(directives: &DirectiveList) -> Shape {
    Shape {
        directives: directives.len() as u64,
        ..Shape::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use apollo_compiler::parser::Parser;
    use std::fmt::Write;

    #[track_caller]
    fn check(text: &str, code: Option<&str>) {
        let document = Parser::new().parse_ast(text, "").expect("a document");
        let refused = super::check(text, &document, &Limits::default()).err();
        assert_eq!(refused.map(|error| error.code), code, "{text}");
    }

    fn doubling(levels: usize) -> String {
        let mut text = "{ ...F0 }".to_owned();
        for level in 0..levels {
            let next = level + 1;
            let _ = write!(
                text,
                " fragment F{level} on Query {{ ...F{next} ...F{next} }}"
            );
        }
        let _ = write!(text, " fragment F{levels} on Query {{ a }}");
        text
    }

    #[test]
    fn fragments_that_double_each_other_are_counted_without_being_walked() {
        // Walking all 2^49 spreads would not end within the lifetime of whoever runs this.
        check(&doubling(28), Some("TOO_MANY_FIELDS"));
        check(&doubling(49), Some("TOO_MANY_FIELDS"));
    }

    #[test]
    fn a_fragment_that_leads_back_to_itself_is_refused() {
        check(
            "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }",
            Some("FRAGMENT_CYCLE"),
        );
        check("{ a } fragment A on Query { ...A }", Some("FRAGMENT_CYCLE"));
    }

    #[test]
    fn a_chain_of_fragments_has_a_limit() {
        let mut text = "{ ...F0 }".to_owned();
        for level in 0..60 {
            let _ = write!(text, " fragment F{level} on Query {{ ...F{} }}", level + 1);
        }
        text.push_str(" fragment F60 on Query { a }");
        check(&text, Some("FRAGMENT_CHAIN_TOO_LONG"));
    }

    #[test]
    fn depth_counts_fields_and_not_inline_fragments() {
        let nested = |n: usize| format!("{}{{ a }}{}", "{ a ".repeat(n), "}".repeat(n));
        check(&nested(23), None);
        check(&nested(24), Some("DEPTH_TOO_GREAT"));
        let inline = |n: usize| format!("{{ {} a {} }}", "... {".repeat(n), "}".repeat(n));
        check(&inline(30), None);
    }

    #[test]
    fn depth_reaches_through_fragments() {
        let deep = format!("{}a{}", "a {".repeat(20), "}".repeat(20));
        check(
            &format!("{{ a {{ b {{ c {{ d {{ ...F }} }} }} }} }} fragment F on Query {{ {deep} }}"),
            Some("DEPTH_TOO_GREAT"),
        );
    }

    #[test]
    fn aliases_and_directives_count_wherever_a_fragment_is_spread() {
        let text = |selection: &str| {
            let spreads = "...F ".repeat(6);
            format!("{{ {spreads} }} fragment F on Query {{ {selection} }}")
        };
        check(&text("a: x b: x c: x d: x e: x"), None);
        check(
            &text("a: x b: x c: x d: x e: x f: x"),
            Some("TOO_MANY_ALIASES"),
        );
        check(
            &text("a @skip(if: true) b @skip(if: true) c @skip(if: true)"),
            None,
        );
        check(
            &text("a @skip(if: true) @include(if: true) b @skip(if: true) c @a"),
            Some("TOO_MANY_DIRECTIVES"),
        );
    }
}
