//! What becomes of a request that means harm, and of the server that gets it?
//!
//! Every request states its outcome. After each, the server answers a plain question at once, and in
//! the end its memory is what it was.

mod documents;
mod requests;
mod sockets;

use crate::support::{Server, in_repository, program};
use serde_json::json;
use std::io::{Read as _, Write as _};
use std::time::{Duration, Instant};

/// A request with what the response begins with, and what it holds.
struct Hostile {
    name: &'static str,
    bytes: Vec<u8>,
    status: u16,
    holds: &'static str,
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
    Hostile {
        name,
        bytes,
        status,
        holds,
    }
}

/// The time in which a plain question is answered.
const AT_ONCE: Duration = Duration::from_millis(100);

/// Sends every request several times, and checks what becomes of it and of the server.
#[track_caller]
fn harms_nothing(requests: &[Hostile]) {
    let data = in_repository("graph-data");
    let mut command = program(&["serve", "--listen", "127.0.0.1:0"]);
    let short = ["--limit-header-time", "300", "--limit-body-time", "300"];
    let server = Server::from(command.args(short).arg("--data").arg(data));
    let mut memory = Vec::new();
    for _ in 0..4 {
        for request in requests {
            check(&server, request);
            assert!(answers_at_once(&server), "after {}", request.name);
        }
        memory.push(resident_memory(&server));
    }
    if let [_, early, .., late] = memory[..] {
        assert!(late <= early * 11 / 10, "the memory grows: {memory:?}");
    }
}

#[track_caller]
fn check(server: &Server, request: &Hostile) {
    let mut stream = server.connect();
    // The server may have heard enough before everything is said.
    let _ = stream.write_all(&request.bytes);
    let mut told = Vec::new();
    let _ = stream.read_to_end(&mut told);
    let told = String::from_utf8_lossy(&told);
    let status = format!("HTTP/1.1 {} ", request.status);
    let shown: String = told.chars().take(600).collect();
    let name = request.name;
    assert!(told.starts_with(&status), "{name}: {shown}");
    assert!(told.contains(request.holds), "{name}: {shown}");
}

/// Returns whether one of three plain questions is answered at once: the tests are not alone on
/// their machine.
fn answers_at_once(server: &Server) -> bool {
    (0..3).any(|_| {
        let begun = Instant::now();
        let told = server.exchange("GET /graphql?query={__typename} HTTP/1.0\r\n\r\n");
        told.ends_with(r#"{"data":{"__typename":"Query"}}"#) && begun.elapsed() < AT_ONCE
    })
}

fn resident_memory(server: &Server) -> u64 {
    let told = server.exchange("GET /metrics HTTP/1.0\r\n\r\n");
    let mut lines = told.lines();
    let value = lines.find_map(|line| line.strip_prefix("throughline_resident_memory_bytes "));
    value.and_then(|value| value.parse().ok()).unwrap_or(0)
}
