//! Which messages go over a WebSocket, and how are they spelled?

use super::limits::Limits;
use super::persisted::Asked;
use crate::engine::{Answer, Request, Variables};
use async_graphql::Extensions;
use axum::extract::ws::{CloseFrame, Message, Utf8Bytes};
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// A message of a client.
#[derive(Debug)]
pub(super) enum Incoming {
    /// It opens the connection.
    ConnectionInit,
    /// It asks whether anybody is there.
    Ping(Option<Object>),
    /// It is there.
    Pong,
    /// It asks for an operation.
    Subscribe {
        /// What names the operation while it runs.
        id: String,
        /// What it asks.
        payload: Payload,
    },
    /// It wants no more of an operation.
    Complete {
        /// What names the operation.
        id: String,
    },
}

type Object = Map<String, Value>;

/// What an operation asks.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Payload {
    /// There unless the document is named.
    query: Option<String>,
    document_id: Option<String>,
    operation_name: Option<String>,
    variables: Option<Object>,
    extensions: Option<Extensions>,
}

impl Payload {
    /// Returns whether there is a document, or a name for it.
    fn has_document(&self) -> bool {
        self.query.is_some() || self.document_id.is_some() || self.extensions.is_some()
    }

    pub(super) fn into_asked(self) -> Asked {
        let variables = Value::Object(self.variables.unwrap_or_default());
        let query = self.query.unwrap_or_default();
        let mut request = Request::new(query).variables(Variables::from_json(variables));
        request.operation_name = self.operation_name;
        request.extensions = self.extensions.unwrap_or_default();
        Asked {
            request,
            document_id: self.document_id,
        }
    }
}

/// A message as it is written.
#[derive(Deserialize)]
struct Written {
    #[serde(rename = "type")]
    kind: String,
    id: Option<String>,
    payload: Option<Value>,
}

impl Incoming {
    /// Reads a message.
    ///
    /// # Errors
    /// When it is none of the protocol; returns what is wrong.
    pub(super) fn parse(text: &str) -> Result<Self, &'static str> {
        const NO_OBJECT: &str = "The payload is an object";
        let written: Written = serde_json::from_str(text)
            .map_err(|_| "A message is a JSON object with a type of the protocol")?;
        let id = written.id.filter(|id| !id.is_empty());
        let id = id.ok_or("The message needs an id");
        let object = |payload| match payload {
            None | Some(Value::Null) => Ok(None),
            Some(Value::Object(payload)) => Ok(Some(payload)),
            Some(_) => Err(NO_OBJECT),
        };
        match written.kind.as_str() {
            "connection_init" => object(written.payload).map(|_| Self::ConnectionInit),
            "ping" => object(written.payload).map(Self::Ping),
            "pong" => object(written.payload).map(|_| Self::Pong),
            "complete" => Ok(Self::Complete { id: id? }),
            "subscribe" => {
                let payload = serde_json::from_value(written.payload.unwrap_or_default())
                    .ok()
                    .filter(Payload::has_document);
                Ok(Self::Subscribe {
                    id: id?,
                    payload: payload.ok_or(
                        "The payload has a query, and perhaps operationName, variables and \
                         extensions",
                    )?,
                })
            }
            _ => Err("The type of the message is not of the protocol"),
        }
    }
}

/// A message of the server.
#[derive(Debug)]
pub(super) enum Outgoing {
    /// The connection is open.
    ConnectionAck,
    /// Is anybody there?
    Ping,
    /// Somebody is here.
    Pong(Option<Object>),
    /// An answer to an operation.
    Next {
        /// What names the operation.
        id: String,
        /// The response as JSON.
        payload: String,
    },
    /// The operation is not answered.
    Error {
        /// What names the operation.
        id: String,
        /// The errors as a JSON list.
        errors: String,
    },
    /// All of the operation is answered.
    Complete {
        /// What names the operation.
        id: String,
    },
}

impl Outgoing {
    /// Returns the message that tells an answer.
    pub(super) fn answer(id: &str, answer: &Answer) -> Self {
        let id = id.to_owned();
        if answer.is_refused {
            let errors = Self::errors_of(answer);
            return Self::Error { id, errors };
        }
        let payload = String::from_utf8_lossy(&answer.body).into_owned();
        Self::Next { id, payload }
    }

    /// Returns the errors of a refusal as a JSON list.
    pub(super) fn errors_of(refused: &Answer) -> String {
        let response: Value = serde_json::from_slice(&refused.body).unwrap_or_default();
        response["errors"].to_string()
    }

    /// Spells the message.
    pub(super) fn into_message(self) -> Message {
        let text = match self {
            Self::ConnectionAck => json!({ "type": "connection_ack" }).to_string(),
            Self::Ping => json!({ "type": "ping" }).to_string(),
            Self::Pong(None) => json!({ "type": "pong" }).to_string(),
            Self::Pong(Some(payload)) => json!({ "type": "pong", "payload": payload }).to_string(),
            Self::Next { id, payload } => spelled(&id, "next", Some(&payload)),
            Self::Error { id, errors } => spelled(&id, "error", Some(&errors)),
            Self::Complete { id } => spelled(&id, "complete", None),
        };
        Message::Text(text.into())
    }
}

/// Spells a message about an operation, whose payload is JSON already.
fn spelled(id: &str, kind: &str, payload: Option<&str>) -> String {
    let id = Value::from(id);
    match payload {
        Some(payload) => format!("{{\"id\":{id},\"type\":\"{kind}\",\"payload\":{payload}}}"),
        None => format!("{{\"id\":{id},\"type\":\"{kind}\"}}"),
    }
}

/// Why a socket is closed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Closing {
    code: u16,
    reason: String,
}

/// The most bytes of the reason in a closing frame.
const REASON_BYTES: usize = 123;

impl Closing {
    pub(super) fn new(code: u16, reason: impl Into<String>) -> Self {
        let mut reason = reason.into();
        let end = reason.floor_char_boundary(REASON_BYTES);
        reason.truncate(end);
        Self { code, reason }
    }

    /// Returns why a socket is closed from which nothing can be read.
    pub(super) fn of(error: &axum::Error, limits: &Limits) -> Self {
        // The library tells the kinds of its errors apart by what it says only.
        let told = error.to_string();
        if told.contains("too long") {
            let most = limits.message_bytes;
            return Self::new(1009, format!("A message has at most {most} bytes"));
        }
        if told.contains("UTF-8") {
            return Self::new(1007, "A message is text in UTF-8");
        }
        Self::new(1002, "The frames cannot be read")
    }

    pub(super) fn into_message(self) -> Message {
        Message::Close(Some(CloseFrame {
            code: self.code,
            reason: Utf8Bytes::from(self.reason),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_of_another_form_is_refused() {
        for text in [
            "",
            "[]",
            "{}",
            r#"{ "type": "start" }"#,
            r#"{ "type": "ping", "payload": 7 }"#,
            r#"{ "type": "subscribe", "payload": { "query": "{ a }" } }"#,
            r#"{ "type": "subscribe", "id": "", "payload": { "query": "{ a }" } }"#,
            r#"{ "type": "subscribe", "id": "1" }"#,
            r#"{ "type": "subscribe", "id": "1", "payload": { "query": 1 } }"#,
            r#"{ "type": "subscribe", "id": "1", "payload": { "query": "", "variables": [] } }"#,
            r#"{ "type": "complete" }"#,
        ] {
            assert!(Incoming::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_reason_is_cut_at_a_character() {
        let closing = Closing::new(4409, "\u{e9}".repeat(100));
        assert_eq!(closing.reason, "\u{e9}".repeat(61));
    }
}
