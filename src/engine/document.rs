//! May this text be executed, and which plans does it have?

use super::coerce::{self, Variables};
use super::compile::{Conditions, compile};
use super::definition::{Definition, Domain};
use super::disclosure::Suggestions;
use super::error::{GraphqlError, location_of};
use super::guard;
use super::limits::Limits;
use super::plan::Plan;
use super::suggestion;
use super::variables;
use apollo_compiler::diagnostic::ToCliReport;
use apollo_compiler::executable::{ExecutableDocument, Operation};
use apollo_compiler::parser::Parser;
use apollo_compiler::validation::{DiagnosticList, Valid, WithErrors};
use apollo_compiler::{Node, Schema, ast};
use async_graphql::Value;
use async_graphql::dynamic::TypeRef;
use sha2::{Digest as _, Sha256};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

/// A document that was parsed and validated.
pub(super) struct Document {
    pub(super) text: String,
    pub(super) executable: Valid<ExecutableDocument>,
    operations: Vec<DeclaredOperation>,
    /// A number that no other document of the process has.
    number: u64,
    digest: OnceLock<String>,
}

/// What a plan is kept under: the document's number, the position of the operation, and how its
/// conditions turn out.
pub(super) type PlanKey = (u64, usize, Conditions);

/// An operation of a document.
struct DeclaredOperation {
    node: Node<Operation>,
    variables: Vec<DeclaredVariable>,
}

struct DeclaredVariable {
    name: Arc<str>,
    ty: TypeRef,
    /// The coerced default, or why it does not fit.
    default: Option<Result<Value, String>>,
    is_condition: bool,
    offset: usize,
}

/// An operation together with the variables of one request.
pub(super) struct Chosen {
    pub(super) operation: Node<Operation>,
    pub(super) variables: Variables,
    pub(super) plan_key: PlanKey,
}

impl Document {
    /// Guards, parses and validates a text.
    ///
    /// # Errors
    /// Returns what is wrong with it.
    pub(super) fn check<D: Domain>(
        text: &str,
        schema: &Valid<Schema>,
        definition: &Definition<D>,
        limits: &Limits,
    ) -> Result<Self, Vec<GraphqlError>> {
        let known = match definition.disclosure.suggestions {
            Suggestions::Given => Some(schema),
            Suggestions::Withheld => None,
        };
        let syntax = parse(text, limits)?
            .map_err(|found| errors_of(text, "GRAPHQL_PARSE_FAILED", &found.errors, known))?;
        guard::shape::check(text, &syntax, limits).map_err(|error| vec![error])?;
        let executable = syntax
            .to_executable_validate(schema)
            .map_err(|found| errors_of(text, "GRAPHQL_VALIDATION_FAILED", &found.errors, known))?;
        variables::check(text, &executable, schema)?;
        static NEXT_NUMBER: AtomicU64 = AtomicU64::new(0);
        let conditions = condition_variables(&syntax);
        let operations = executable
            .operations
            .iter()
            .map(|node| declared(definition, node, &conditions))
            .collect();
        Ok(Self {
            text: text.to_owned(),
            executable,
            operations,
            number: NEXT_NUMBER.fetch_add(1, Ordering::Relaxed),
            digest: OnceLock::new(),
        })
    }

    /// Returns the SHA-256 of the text in hexadecimal digits.
    pub(super) fn digest(&self) -> &str {
        self.digest.get_or_init(|| digest(&self.text))
    }

    /// Finds the operation of a request and coerces its variables.
    ///
    /// # Errors
    /// When there is no such operation, or a variable does not fit.
    pub(super) fn choose<D: Domain>(
        &self,
        definition: &Definition<D>,
        name: Option<&str>,
        given: &async_graphql::Variables,
    ) -> Result<Chosen, GraphqlError> {
        let at = self.operation_named(name)?;
        let declared = &self.operations[at];
        let variables = self.coerce_variables(definition, declared, given)?;
        let conditions = conditions(declared, &variables);
        Ok(Chosen {
            operation: declared.node.clone(),
            variables,
            plan_key: (self.number, at, conditions),
        })
    }

    /// Compiles a chosen operation.
    ///
    /// # Errors
    /// When the plan would be too large.
    pub(super) fn compile<D: Domain>(
        &self,
        definition: &Definition<D>,
        domain: &D,
        chosen: &Chosen,
        limits: &Limits,
    ) -> Result<Plan<D>, GraphqlError> {
        let (_, _, conditions) = &chosen.plan_key;
        compile(
            definition,
            domain,
            &self.executable,
            &chosen.operation,
            conditions,
            limits,
        )
    }

    fn operation_named(&self, name: Option<&str>) -> Result<usize, GraphqlError> {
        let named = |operation: &DeclaredOperation, wanted: &str| {
            let name = operation.node.name.as_ref();
            name.is_some_and(|name| name.as_str() == wanted)
        };
        match (name, self.operations.as_slice()) {
            (Some(name), operations) => operations
                .iter()
                .position(|operation| named(operation, name))
                .ok_or_else(|| {
                    let message = format!("The document has no operation named `{name}`.");
                    GraphqlError::of_request("UNKNOWN_OPERATION", message)
                }),
            (None, [_]) => Ok(0),
            (None, []) => Err(GraphqlError::of_request(
                "UNKNOWN_OPERATION",
                "The document has no operation.",
            )),
            (None, _) => Err(GraphqlError::of_request(
                "OPERATION_NAME_REQUIRED",
                "The document has several operations; say which one with `operationName`.",
            )),
        }
    }

    fn coerce_variables<D: Domain>(
        &self,
        definition: &Definition<D>,
        operation: &DeclaredOperation,
        given: &async_graphql::Variables,
    ) -> Result<Variables, GraphqlError> {
        let mut variables = Variables::with_capacity(operation.variables.len());
        for declared in &operation.variables {
            let refused = |reason: String| {
                let message = format!("Variable `${}`: {reason}", declared.name);
                GraphqlError::of_request("BAD_VARIABLE", message)
                    .at(location_of(&self.text, declared.offset))
            };
            match given.get(&*declared.name) {
                Some(value) => {
                    let value = coerce::from_value(definition, &declared.ty, value);
                    variables.insert(&declared.name, value.map_err(refused)?);
                }
                None => match &declared.default {
                    Some(default) => {
                        let default = default.clone().map_err(refused)?;
                        variables.insert(&declared.name, default);
                    }
                    None if matches!(declared.ty, TypeRef::NonNull(_)) => {
                        let ty = &declared.ty;
                        return Err(refused(format!("A value of type {ty} is required.")));
                    }
                    None => {}
                },
            }
        }
        Ok(variables)
    }
}

/// Returns how the conditions of an operation turn out.
fn conditions(operation: &DeclaredOperation, variables: &Variables) -> Conditions {
    let conditions = operation.variables.iter().filter(|v| v.is_condition);
    Conditions(
        conditions
            .map(|declared| {
                let yes = match variables.get(&declared.name) {
                    Some(Value::Boolean(yes)) => Some(*yes),
                    _ => None,
                };
                (declared.name.to_string(), yes)
            })
            .collect(),
    )
}

fn declared<D: Domain>(
    definition: &Definition<D>,
    node: &Node<Operation>,
    conditions: &[String],
) -> DeclaredOperation {
    let variables = node
        .variables
        .iter()
        .map(|variable| {
            let name = variable.name.as_str();
            let ty = coerce::type_ref(&variable.ty);
            let default = variable.default_value.as_ref().map(|literal| {
                coerce::from_literal(definition, &ty, literal, &Variables::default())
                    .map(Option::unwrap_or_default)
            });
            DeclaredVariable {
                name: name.into(),
                default,
                // Another operation of the document may have a variable of this name and another
                // type.
                is_condition: ty.type_name() == "Boolean" && conditions.iter().any(|c| c == name),
                ty,
                offset: variable.location().map_or(0, |span| span.offset()),
            }
        })
        .collect();
    DeclaredOperation {
        node: node.clone(),
        variables,
    }
}

/// Returns the variables on which any `@skip` or `@include` of a document depends.
fn condition_variables(document: &ast::Document) -> Vec<String> {
    fn walk(selections: &[ast::Selection], found: &mut Vec<String>) {
        for selection in selections {
            let (directives, below): (_, &[ast::Selection]) = match selection {
                ast::Selection::Field(field) => (&field.directives, &field.selection_set),
                ast::Selection::FragmentSpread(spread) => (&spread.directives, &[]),
                ast::Selection::InlineFragment(inline) => {
                    (&inline.directives, &inline.selection_set)
                }
            };
            for name in ["skip", "include"] {
                let condition = directives
                    .get(name)
                    .and_then(|directive| directive.specified_argument_by_name("if"));
                if let Some(ast::Value::Variable(name)) = condition.map(|value| &**value) {
                    found.push(name.to_string());
                }
            }
            walk(below, found);
        }
    }
    let mut found = Vec::new();
    for definition in &document.definitions {
        match definition {
            ast::Definition::OperationDefinition(node) => walk(&node.selection_set, &mut found),
            ast::Definition::FragmentDefinition(node) => walk(&node.selection_set, &mut found),
            _ => {}
        }
    }
    found
}

/// Returns the SHA-256 of a text in hexadecimal digits.
pub fn digest(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Returns whether the operation of a request is a mutation, for all that its text tells: a
/// document that cannot be read has none.
pub(super) fn asks_for_mutation(text: &str, name: Option<&str>, limits: &Limits) -> bool {
    let Ok(Ok(syntax)) = parse(text, limits) else {
        return false;
    };
    let mut operations = syntax.definitions.iter().filter_map(|definition| {
        let operation = definition.as_operation_definition()?;
        let is_meant = name.is_none() || operation.name.as_deref() == name;
        is_meant.then_some(operation.operation_type)
    });
    let first = operations.next();
    first == Some(ast::OperationType::Mutation) && operations.next().is_none()
}

/// Parses a text that the guards let through.
///
/// # Errors
/// Returns what a guard refused; what the parser refused is inside.
fn parse(
    text: &str,
    limits: &Limits,
) -> Result<Result<ast::Document, WithErrors<ast::Document>>, Vec<GraphqlError>> {
    guard::tokens::check(text, limits).map_err(|error| vec![error])?;
    let readable = guard::grammar::check(text).map_err(|error| vec![error])?;
    Ok(Parser::new()
        .recursion_limit(limits.nesting * 8)
        .token_limit(limits.document_bytes)
        .parse_ast(&*readable, ""))
}

/// Returns what apollo-compiler found, with suggestions from the schema where it may be told.
fn errors_of(
    text: &str,
    code: &'static str,
    found: &DiagnosticList,
    known: Option<&Valid<Schema>>,
) -> Vec<GraphqlError> {
    let findings: Vec<_> = found
        .iter()
        .map(|finding| (finding.error.to_string(), finding.error.location()))
        .collect();
    // A selection that lost its only field to a typing error is not empty for that.
    let has_unknown = findings
        .iter()
        .any(|(text, _)| text.contains(NO_SUCH_FIELD));
    findings
        .into_iter()
        .filter(|(text, _)| !has_unknown || !text.contains(EMPTY_SELECTION))
        .take(super::error::MAX_ERRORS)
        .map(|(finding, span)| {
            let mut message = sentence(&finding);
            let suggestion = known.and_then(|schema| suggestion::for_finding(&finding, schema));
            if let Some(suggestion) = suggestion {
                message = format!("{message} {suggestion}");
            }
            let error = GraphqlError::of_request(code, message);
            match span {
                Some(span) => error.at(location_of(text, span.offset())),
                None => error,
            }
        })
        .collect()
}

/// What apollo-compiler says of a field that does not exist.
const NO_SUCH_FIELD: &str = " does not have a field ";

/// What apollo-compiler says of a selection that is left empty.
const EMPTY_SELECTION: &str = "must have a subselection set";

/// Returns a message with a capital letter and a full stop.
fn sentence(message: &str) -> String {
    let mut chars = message.chars();
    let first = chars.next().map(|c| c.to_ascii_uppercase());
    let mut sentence: String = first.into_iter().chain(chars).collect();
    if !sentence.ends_with(['.', '?', '!']) {
        sentence.push('.');
    }
    sentence
}
