//! May each variable stand where it stands?
//!
//! The rule "All Variable Usages Are Allowed" of the specification
//! (<https://spec.graphql.org/September2025/#sec-All-Variable-Usages-Are-Allowed>).
//! apollo-compiler looks at whole arguments only, not into lists and objects, and takes a default
//! of null for one that is not null.

use super::error::{GraphqlError, location_of};
use apollo_compiler::ast;
use apollo_compiler::executable as exe;
use apollo_compiler::executable::ExecutableDocument;
use apollo_compiler::validation::Valid;
use apollo_compiler::{Node, Schema};
use std::collections::HashSet;

/// Tells of variables that stand where their type does not fit.
///
/// # Errors
/// Returns an error for the first one of each operation.
pub(super) fn check(
    text: &str,
    document: &Valid<ExecutableDocument>,
    schema: &Valid<Schema>,
) -> Result<(), Vec<GraphqlError>> {
    let with_variables = document
        .operations
        .iter()
        .filter(|operation| !operation.variables.is_empty());
    let errors: Vec<GraphqlError> = with_variables
        .filter_map(|operation| {
            let usages = Usages {
                document,
                schema,
                variables: &operation.variables,
            };
            let set = &operation.selection_set;
            usages.selections(set, &mut HashSet::new()).err()
        })
        .take(super::error::MAX_ERRORS)
        .map(|misplaced| misplaced.to_error(text))
        .collect();
    if errors.is_empty() {
        Ok(())
    } else {
        Err(errors)
    }
}

/// A variable that stands where its type does not fit.
struct Misplaced {
    name: String,
    declared: String,
    expected: String,
    offset: Option<usize>,
}

impl Misplaced {
    fn to_error(&self, text: &str) -> GraphqlError {
        let Self {
            name,
            declared,
            expected,
            offset,
        } = self;
        let message = format!(
            "The variable `${name}` is declared as {declared} and stands where {expected} is \
             expected."
        );
        let error = GraphqlError::of_request("GRAPHQL_VALIDATION_FAILED", message);
        match offset {
            Some(offset) => error.at(location_of(text, *offset)),
            None => error,
        }
    }
}

/// Whether the place of a value has a default of its own.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    WithDefault,
    WithoutDefault,
}

impl Place {
    fn of(declared: &ast::InputValueDefinition) -> Self {
        match declared.default_value {
            Some(_) => Self::WithDefault,
            None => Self::WithoutDefault,
        }
    }
}

/// The usages of the variables of one operation.
struct Usages<'d> {
    document: &'d ExecutableDocument,
    schema: &'d Schema,
    variables: &'d [Node<ast::VariableDefinition>],
}

impl<'d> Usages<'d> {
    // The guard bounds the nesting of selections and of values, and the length of chains.
    fn selections(
        &self,
        set: &'d exe::SelectionSet,
        spread: &mut HashSet<&'d str>,
    ) -> Result<(), Misplaced> {
        for selection in &set.selections {
            self.directives(selection.directives())?;
            match selection {
                exe::Selection::Field(field) => {
                    self.arguments(&field.arguments, &field.definition.arguments)?;
                    self.selections(&field.selection_set, spread)?;
                }
                exe::Selection::InlineFragment(inline) => {
                    self.selections(&inline.selection_set, spread)?;
                }
                exe::Selection::FragmentSpread(named) => {
                    if let Some(fragment) = self.document.fragments.get(&named.fragment_name)
                        && spread.insert(named.fragment_name.as_str())
                    {
                        self.directives(&fragment.directives)?;
                        self.selections(&fragment.selection_set, spread)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn directives(&self, directives: &ast::DirectiveList) -> Result<(), Misplaced> {
        directives.iter().try_for_each(|directive| {
            let declared = self.schema.directive_definitions.get(&directive.name);
            let arguments = declared.map(|declared| declared.arguments.as_slice());
            self.arguments(&directive.arguments, arguments.unwrap_or_default())
        })
    }

    fn arguments(
        &self,
        written: &[Node<ast::Argument>],
        declared: &[Node<ast::InputValueDefinition>],
    ) -> Result<(), Misplaced> {
        written.iter().try_for_each(|argument| {
            match declared.iter().find(|d| d.name == argument.name) {
                Some(of) => self.value(&argument.value, &of.ty, Place::of(of)),
                None => Ok(()),
            }
        })
    }

    fn value(
        &self,
        value: &Node<ast::Value>,
        expected: &ast::Type,
        place: Place,
    ) -> Result<(), Misplaced> {
        match &**value {
            ast::Value::Variable(name) => {
                let declared = self.variables.iter().find(|v| v.name == *name);
                match declared.filter(|declared| !is_allowed(declared, expected, place)) {
                    None => Ok(()),
                    Some(declared) => Err(Misplaced {
                        name: name.to_string(),
                        declared: declared.ty.to_string(),
                        expected: expected.to_string(),
                        offset: value.location().map(|span| span.offset()),
                    }),
                }
            }
            ast::Value::List(items) => items
                .iter()
                .try_for_each(|item| self.value(item, expected.item_type(), Place::WithoutDefault)),
            ast::Value::Object(fields) => {
                let input = self.schema.get_input_object(expected.inner_named_type());
                fields.iter().try_for_each(|(name, value)| {
                    match input.and_then(|input| input.fields.get(name)) {
                        Some(of) => self.value(value, &of.ty, Place::of(of)),
                        None => Ok(()),
                    }
                })
            }
            _ => Ok(()),
        }
    }
}

fn is_allowed(variable: &ast::VariableDefinition, expected: &ast::Type, place: Place) -> bool {
    if !expected.is_non_null() || variable.ty.is_non_null() {
        return variable.ty.is_assignable_to(expected);
    }
    let default = variable.default_value.as_deref();
    let has_value = default.is_some_and(|default| !default.is_null());
    (has_value || place == Place::WithDefault)
        && variable.ty.is_assignable_to(&expected.clone().nullable())
}
