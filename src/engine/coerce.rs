//! Does a value fit its input type, and what does it become?
//!
//! The rules are those of the specification's section on input coercion
//! (<https://spec.graphql.org/September2025/#sec-Input-Values>).

use super::definition::{Argument, Definition, Domain, Kind};
use super::disclosure::Suggestions;
use super::suggestion;
use apollo_compiler::ast;
use async_graphql::Value;
use async_graphql::dynamic::TypeRef;
use async_graphql::indexmap::IndexMap;
use async_graphql::{Name, Number};
use std::fmt::Write;
use std::sync::Arc;

/// The coerced variables of an operation; one that was neither given nor has a default is absent.
///
/// Operations have few variables, so a list is searched faster than a table.
#[derive(Debug, Default)]
pub(super) struct Variables(Vec<(Arc<str>, Value)>);

impl Variables {
    /// Returns no variables, with room for some.
    pub(super) fn with_capacity(capacity: usize) -> Self {
        Self(Vec::with_capacity(capacity))
    }

    /// Adds a variable; an operation declares each name once.
    pub(super) fn insert(&mut self, name: &Arc<str>, value: Value) {
        self.0.push((Arc::clone(name), value));
    }

    /// Returns the value of a variable.
    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        let found = self.0.iter().find(|(of, _)| **of == *name);
        found.map(|(_, value)| value)
    }

    /// Returns the names and values.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (&**name, value))
    }

    /// Returns whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Returns what a value from outside becomes as an input of type `ty`.
///
/// # Errors
/// Says in words where in the value something does not fit.
pub(super) fn from_value<D: Domain>(
    definition: &Definition<D>,
    ty: &TypeRef,
    value: &Value,
) -> Result<Value, String> {
    match ty {
        TypeRef::NonNull(nullable) => match value {
            Value::Null => Err(format!("Expected a value of type {ty}, found null.")),
            value => from_value(definition, nullable, value),
        },
        _ if matches!(value, Value::Null) => Ok(Value::Null),
        TypeRef::List(item) => match value {
            Value::List(values) => values
                .iter()
                .enumerate()
                .map(|(at, value)| {
                    from_value(definition, item, value)
                        .map_err(|e| format!("At position {at}: {e}"))
                })
                .collect::<Result<_, _>>()
                .map(Value::List),
            value => Ok(Value::List(vec![from_value(definition, item, value)?])),
        },
        TypeRef::Named(name) => named_from_value(definition, name, value),
    }
}

fn named_from_value<D: Domain>(
    definition: &Definition<D>,
    name: &str,
    value: &Value,
) -> Result<Value, String> {
    if let Some(fitting) = built_in(name, value) {
        return fitting.ok_or_else(|| does_not_fit(name, value));
    }
    match definition.type_named(name).map(|declared| &declared.kind) {
        Some(Kind::Enumeration { values }) => match value {
            Value::String(text) => {
                enumerated(name, values, text, definition.disclosure.suggestions)
            }
            Value::Enum(text) => enumerated(name, values, text, definition.disclosure.suggestions),
            value => Err(does_not_fit(name, value)),
        },
        Some(Kind::Scalar { check, .. }) => check(value).map(|()| value.clone()),
        Some(Kind::InputObject { fields }) => match value {
            Value::Object(given) => object_from_value(definition, name, fields, given),
            value => Err(does_not_fit(name, value)),
        },
        _ => Err(format!("{name} is not an input type.")),
    }
}

/// Returns a value of a scalar that is built into GraphQL: `None` when `name` is no such scalar,
/// and `Some(None)` when the value does not fit it.
fn built_in(name: &str, value: &Value) -> Option<Option<Value>> {
    Some(match (name, value) {
        ("Int", Value::Number(number)) => whole(number)
            .and_then(|whole| i32::try_from(whole).ok())
            .map(Value::from),
        ("Float", Value::Number(_))
        | ("String" | "ID", Value::String(_))
        | ("Boolean", Value::Boolean(_)) => Some(value.clone()),
        ("ID", Value::Number(number)) => whole(number).map(|whole| Value::from(whole.to_string())),
        ("Int" | "Float" | "String" | "ID" | "Boolean", _) => None,
        _ => return None,
    })
}

/// Returns a number without a fraction, also when it was written with one, as in `1.0`.
fn whole(number: &Number) -> Option<i64> {
    number.as_i64().or_else(|| {
        let float = number.as_f64()?;
        (float.fract() == 0.0 && float.abs() < 9e15).then_some(float as i64)
    })
}

fn enumerated(
    name: &str,
    values: &[(String, String)],
    text: &str,
    suggestions: Suggestions,
) -> Result<Value, String> {
    if values.iter().any(|(value, _)| value == text) {
        return Ok(Value::Enum(Name::new(text)));
    }
    let known: Vec<_> = values.iter().map(|(value, _)| value.as_str()).collect();
    let mut message = format!("`{text}` is not a value of the enumeration {name}.");
    if suggestions == Suggestions::Given
        && let Some(suggestion) = suggestion::nearest(text, &known)
    {
        let _ = write!(message, " {suggestion}");
    }
    Err(message)
}

fn does_not_fit(name: &str, value: &Value) -> String {
    format!("Expected a value of type {name}, found {value}.")
}

fn object_from_value<D: Domain>(
    definition: &Definition<D>,
    name: &str,
    fields: &[Argument],
    given: &IndexMap<Name, Value>,
) -> Result<Value, String> {
    if let Some(unknown) = given
        .keys()
        .find(|key| !fields.iter().any(|f| f.name == key.as_str()))
    {
        return Err(format!("{name} has no field `{unknown}`."));
    }
    let mut object = IndexMap::new();
    for field in fields {
        match given.get(field.name.as_str()) {
            Some(value) => {
                let value = from_value(definition, &field.ty, value)
                    .map_err(|e| format!("In `{}`: {e}", field.name))?;
                object.insert(Name::new(&field.name), value);
            }
            None => left_out(name, field, &mut object)?,
        }
    }
    Ok(Value::Object(object))
}

/// Puts the default in the place of an input field that was left out.
fn left_out(
    name: &str,
    field: &Argument,
    object: &mut IndexMap<Name, Value>,
) -> Result<(), String> {
    match &field.default {
        Some(default) => {
            object.insert(Name::new(&field.name), default.clone());
            Ok(())
        }
        None if matches!(field.ty, TypeRef::NonNull(_)) => {
            Err(format!("{name} needs a value for `{}`.", field.name))
        }
        None => Ok(()),
    }
}

/// Returns what a literal becomes as an input of type `ty`, or `None` when it is a variable that
/// has no value.
///
/// # Errors
/// Says in words where in the literal something does not fit.
pub(super) fn from_literal<D: Domain>(
    definition: &Definition<D>,
    ty: &TypeRef,
    literal: &ast::Value,
    variables: &Variables,
) -> Result<Option<Value>, String> {
    if let ast::Value::Variable(name) = literal {
        return match (variables.get(name.as_str()), ty) {
            (Some(Value::Null), TypeRef::NonNull(_)) => Err(format!(
                "Expected a value of type {ty}, found null in `${name}`."
            )),
            // Validation has seen to it that the variable's type fits.
            (value, _) => Ok(value.cloned()),
        };
    }
    match ty {
        TypeRef::NonNull(nullable) => match literal {
            ast::Value::Null => Err(format!("Expected a value of type {ty}, found null.")),
            literal => from_literal(definition, nullable, literal, variables),
        },
        _ if matches!(literal, ast::Value::Null) => Ok(Some(Value::Null)),
        TypeRef::List(item) => {
            let item =
                |literal: &ast::Value| match from_literal(definition, item, literal, variables)? {
                    Some(value) => Ok(value),
                    None if matches!(**item, TypeRef::NonNull(_)) => Err(format!(
                        "Expected a value of type {item}, found nothing in a list."
                    )),
                    None => Ok(Value::Null),
                };
            match literal {
                ast::Value::List(literals) => literals
                    .iter()
                    .map(|literal| item(literal))
                    .collect::<Result<_, _>>()
                    .map(|values| Some(Value::List(values))),
                literal => Ok(Some(Value::List(vec![item(literal)?]))),
            }
        }
        TypeRef::Named(name) => named_from_literal(definition, name, literal, variables).map(Some),
    }
}

fn named_from_literal<D: Domain>(
    definition: &Definition<D>,
    name: &str,
    literal: &ast::Value,
    variables: &Variables,
) -> Result<Value, String> {
    match definition.type_named(name).map(|declared| &declared.kind) {
        Some(Kind::InputObject { fields }) => {
            let ast::Value::Object(given) = literal else {
                return Err(format!(
                    "Expected an object of type {name}, found {literal}."
                ));
            };
            let mut object = IndexMap::new();
            for field in fields {
                let literal = given.iter().find(|(key, _)| *key == field.name.as_str());
                let value = match literal {
                    Some((_, literal)) => from_literal(definition, &field.ty, literal, variables)
                        .map_err(|e| format!("In `{}`: {e}", field.name))?,
                    None => None,
                };
                match value {
                    Some(value) => {
                        object.insert(Name::new(&field.name), value);
                    }
                    None => left_out(name, field, &mut object)?,
                }
            }
            Ok(Value::Object(object))
        }
        // A variable's value may spell an enumeration value as a string; a literal may not.
        Some(Kind::Enumeration { .. }) if !matches!(literal, ast::Value::Enum(_)) => Err(format!(
            "Expected a value of the enumeration {name}, found {literal}."
        )),
        // An id keeps its digits, however many they are.
        _ if name == "ID"
            && let ast::Value::Int(digits) = literal =>
        {
            Ok(Value::from(digits.as_str()))
        }
        _ => named_from_value(definition, name, &plain(literal, variables)),
    }
}

/// Returns the value that a literal spells, whatever its type.
fn plain(literal: &ast::Value, variables: &Variables) -> Value {
    match literal {
        ast::Value::Null => Value::Null,
        ast::Value::Boolean(yes) => Value::Boolean(*yes),
        ast::Value::String(text) => Value::from(text.as_str()),
        ast::Value::Enum(name) => Value::Enum(Name::new(name)),
        ast::Value::Int(digits) => number(digits.as_str()),
        ast::Value::Float(digits) => number(digits.as_str()),
        ast::Value::Variable(name) => variables.get(name.as_str()).cloned().unwrap_or_default(),
        ast::Value::List(items) => {
            Value::List(items.iter().map(|item| plain(item, variables)).collect())
        }
        ast::Value::Object(fields) => Value::Object(
            fields
                .iter()
                .map(|(name, value)| (Name::new(name), plain(value, variables)))
                .collect(),
        ),
    }
}

fn number(digits: &str) -> Value {
    serde_json::from_str::<Number>(digits).map_or(Value::Null, Value::Number)
}

/// Returns whether a literal holds a variable.
pub(super) fn holds_variable(literal: &ast::Value) -> bool {
    match literal {
        ast::Value::Variable(_) => true,
        ast::Value::List(items) => items.iter().any(|item| holds_variable(item)),
        ast::Value::Object(fields) => fields.iter().any(|(_, value)| holds_variable(value)),
        _ => false,
    }
}

/// Returns the type that a document writes, as the definition writes it.
pub(super) fn type_ref(ty: &ast::Type) -> TypeRef {
    match ty {
        ast::Type::Named(name) => TypeRef::named(name.as_str()),
        ast::Type::NonNullNamed(name) => TypeRef::named_nn(name.as_str()),
        ast::Type::List(item) => TypeRef::List(Box::new(type_ref(item))),
        ast::Type::NonNullList(item) => {
            TypeRef::NonNull(Box::new(TypeRef::List(Box::new(type_ref(item)))))
        }
    }
}
