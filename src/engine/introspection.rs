//! What does the schema say about itself?
//!
//! Answered by apollo-compiler from the SDL that async-graphql prints: async-graphql's own
//! introspection loses interfaces that implement interfaces.

use super::coerce::Variables;
use super::error::{GraphqlError, location_of};
use super::limits::Limits;
use super::schema_size::SchemaSize;
use apollo_compiler::collections::HashMap;
use apollo_compiler::executable::{ExecutableDocument, Operation};
use apollo_compiler::response::{JsonMap, JsonValue};
use apollo_compiler::schema::Implementers;
use apollo_compiler::validation::Valid;
use apollo_compiler::{Name, Schema, introspection};

/// The schema as introspection sees it.
pub(super) struct Introspection {
    schema: Valid<Schema>,
    implementers: HashMap<Name, Implementers>,
    size: SchemaSize,
}

/// A response key at the root that asks for the schema, and the answer as JSON.
pub(super) type AboutSchema = (String, Vec<u8>);

impl Introspection {
    pub(super) fn new(schema: Valid<Schema>) -> Self {
        Self {
            implementers: schema.implementers_map(),
            size: SchemaSize::of(&schema),
            schema,
        }
    }

    /// Returns the schema against which documents are validated.
    pub(super) fn schema(&self) -> &Valid<Schema> {
        &self.schema
    }

    /// Answers the fields of an operation that ask for the schema.
    ///
    /// # Errors
    /// When the operation nests the lists of the schema too deeply, or asks for too much of it.
    pub(super) fn answers(
        &self,
        text: &str,
        document: &Valid<ExecutableDocument>,
        operation: &Operation,
        variables: &Variables,
        limits: &Limits,
    ) -> Result<Vec<AboutSchema>, GraphqlError> {
        let refused = |error: apollo_compiler::request::RequestError| {
            let refused = GraphqlError::of_request(
                "INTROSPECTION_TOO_DEEP",
                "Introspection nests the lists of the schema too deeply.",
            );
            match error.location() {
                Some(span) => refused.at(location_of(text, span.offset())),
                None => refused,
            }
        };
        introspection::check_max_depth(document, operation).map_err(refused)?;
        let n_values = self.size.values(document, &operation.selection_set);
        if n_values > limits.introspection {
            return Err(GraphqlError::of_request(
                "INTROSPECTION_TOO_LARGE",
                format!(
                    "The answer about the schema may hold {n_values} values; at most {} are \
                     answered at once. Ask for less of it, or read `/schema.graphql`.",
                    limits.introspection
                ),
            ));
        }
        let variables = Valid::assume_valid(to_json_map(variables));
        let answer = introspection::partial_execute(
            &self.schema,
            &self.implementers,
            document,
            operation,
            &variables,
        )
        .map_err(refused)?;
        let answers = answer.data.unwrap_or_default();
        Ok(answers
            .iter()
            .map(|(key, value)| {
                let json = serde_json::to_vec(value).unwrap_or_else(|_| b"null".to_vec());
                (key.as_str().to_owned(), json)
            })
            .collect())
    }
}

fn to_json_map(variables: &Variables) -> JsonMap {
    variables
        .iter()
        .filter_map(|(name, value)| {
            let value: JsonValue =
                serde_json::from_value(serde_json::to_value(value).ok()?).ok()?;
            Some((name.into(), value))
        })
        .collect()
}
