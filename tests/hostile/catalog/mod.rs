//! Which requests mean harm, and what becomes of each?
//!
//! The tests send them one after the other, and the soak among requests of every other kind.

mod documents;
mod requests;
mod sockets;

pub(crate) use documents::{appetites, shapes};
pub(crate) use requests::{bodies, breaches};
pub(crate) use sockets::frames;

use serde_json::json;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;

/// What no answer tells: how the server is built, and where it lies.
const SECRETS: [&str; 8] = [
    "panicked",
    ".rs:",
    "serde",
    "async_graphql",
    "apollo",
    "tantivy",
    "graph-data/",
    "/target/",
];

/// A request with what the response begins with, and what it holds.
#[derive(Clone)]
pub(crate) struct Hostile {
    /// What is wrong with it, in a few words.
    pub(crate) name: &'static str,
    bytes: Vec<u8>,
    /// The status with which it is answered; none when the connection is closed without a word.
    status: Option<u16>,
    holds: &'static str,
}

impl Hostile {
    /// Sends the request on a connection of its own, and returns all that comes until that is
    /// closed.
    pub(crate) fn send(&self, mut stream: TcpStream) -> String {
        // The server may have heard enough before everything is said.
        let _ = stream.write_all(&self.bytes);
        let mut told = Vec::new();
        let _ = stream.read_to_end(&mut told);
        String::from_utf8_lossy(&told).into_owned()
    }

    /// Returns whether that is how the request is to be answered.
    pub(crate) fn is_answered_by(&self, told: &str) -> bool {
        let begins_well = match self.status {
            Some(status) => told.starts_with(&format!("HTTP/1.1 {status} ")),
            None => told.is_empty(),
        };
        begins_well
            && told.contains(self.holds)
            && !SECRETS.iter().any(|secret| told.contains(secret))
    }
}

/// Returns a request that asks for an operation.
fn operation(name: &'static str, query: &str, code: &'static str) -> Hostile {
    body(name, json!({ "query": query }).to_string(), 400, code)
}

/// Returns a request with a body that says that it is JSON.
fn body(name: &'static str, body: impl Into<Vec<u8>>, status: u16, holds: &'static str) -> Hostile {
    let body = body.into();
    let mut bytes = format!(
        "POST /graphql HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\
         Accept: application/graphql-response+json\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        body.len()
    )
    .into_bytes();
    bytes.extend(body);
    raw(name, bytes, status, holds)
}

fn raw(name: &'static str, bytes: impl Into<Vec<u8>>, status: u16, holds: &'static str) -> Hostile {
    Hostile {
        name,
        bytes: bytes.into(),
        status: Some(status),
        holds,
    }
}

fn post(
    name: &'static str,
    headers: &str,
    body: &str,
    status: u16,
    holds: &'static str,
) -> Hostile {
    let head = "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
    raw(
        name,
        format!("{head}{headers}\r\n\r\n{body}"),
        status,
        holds,
    )
}

/// Returns a request to which the server says nothing.
fn unanswered(name: &'static str, bytes: impl Into<Vec<u8>>) -> Hostile {
    let status = None;
    Hostile {
        status,
        ..raw(name, bytes, 0, "")
    }
}
