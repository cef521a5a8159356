//! What is asked?

use crate::data::MIDDLE;
use axum::body::Bytes;
use serde_json::{Value, json};

/// An operation that every contender answers.
pub(crate) struct Operation {
    /// What the table calls it.
    pub(crate) title: &'static str,
    /// What the document calls it.
    pub(crate) name: &'static str,
    document: String,
    variables: Value,
}

/// The person whom some operations ask about.
const SOMEBODY: &str = "person-012345";

/// The length of the large document: with the JSON around it, it just fits in the body of a
/// request.
const LARGE: usize = 60_000;

impl Operation {
    pub(crate) fn all() -> [Self; 5] {
        [
            Self {
                title: "one entity, 5 fields",
                name: "OneEntity",
                document: "query OneEntity($id: ID!) {
                    person(id: $id) { id name born nationality height }
                }"
                .to_owned(),
                variables: json!({ "id": SOMEBODY }),
            },
            Self {
                title: "3 levels, 500 objects",
                name: "ThreeLevels",
                document: "query ThreeLevels {
                    people(first: 20) {
                        nodes {
                            id
                            name
                            actedIn(first: 4) {
                                nodes { id name actors(first: 5) { nodes { id name born } } }
                            }
                        }
                    }
                }"
                .to_owned(),
                variables: json!({}),
            },
            Self {
                title: "1,000 entities, 6 fields",
                name: "ThousandEntities",
                document: "query ThousandEntities {
                    young: people(first: 500) { nodes { ...Card } }
                    old: people(last: 500) { nodes { ...Card } }
                }
                fragment Card on Person { id name born nationality height occupation }"
                    .to_owned(),
                variables: json!({}),
            },
            Self {
                title: "nested, 10,000 objects",
                name: "Nested",
                document: "query Nested {
                    people(first: 270) {
                        nodes {
                            id
                            name
                            actedIn(first: 4) {
                                totalCount
                                edges {
                                    node {
                                        id
                                        name
                                        released
                                        runtime
                                        actors(first: 25) { nodes { id name born } }
                                    }
                                }
                            }
                        }
                    }
                }"
                .to_owned(),
                variables: json!({}),
            },
            Self {
                title: "large document, tiny answer",
                name: "LargeDocument",
                document: large_document(),
                variables: json!({ "id": SOMEBODY }),
            },
        ]
    }

    /// Returns the body of a request for the operation.
    pub(crate) fn body(&self) -> Bytes {
        self.body_of(&self.document)
    }

    /// Returns the body of the same request under a view of both dates.
    pub(crate) fn body_under_view(&self) -> Bytes {
        let view = format!("view: {{ validAt: \"{MIDDLE}\", knownAt: \"{MIDDLE}\" }}");
        let root_fields = ["person(", "people("];
        let document = root_fields
            .iter()
            .fold(self.document.clone(), |text, field| {
                text.replace(field, &format!("{field}{view}, "))
            });
        self.body_of(&document)
    }

    fn body_of(&self, document: &str) -> Bytes {
        let body = json!({
            "query": document,
            "operationName": self.name,
            "variables": self.variables,
        });
        body.to_string().into()
    }
}

/// Returns a document that repeats the same few fields until it is large.
fn large_document() -> String {
    let mut document = "query LargeDocument($id: ID!) {\n  person(id: $id) {\n".to_owned();
    while document.len() < LARGE {
        document.push_str("    id name born nationality # The same as above.\n");
        document.push_str("    ... on Person { name nationality occupation }\n");
    }
    document.push_str("  }\n}\n");
    document
}
