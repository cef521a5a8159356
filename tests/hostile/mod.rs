//! What becomes of a request that means harm, and of the server that gets it?
//!
//! Every request states its outcome. After each, the server answers a plain question at once, and in
//! the end its memory is what it was.

mod catalog;
mod sockets;

use crate::support::{Server, in_repository, program};
use catalog::{Hostile, appetites, bodies, breaches, frames, shapes};
use std::time::{Duration, Instant};

#[test]
fn a_document_of_a_harmful_shape_is_refused_and_harms_nothing() {
    harms_nothing(&shapes());
}

#[test]
fn a_question_that_asks_for_too_much_is_refused_or_answered_in_part_and_harms_nothing() {
    harms_nothing(&appetites());
}

#[test]
fn a_body_that_is_no_request_is_refused_and_harms_nothing() {
    harms_nothing(&bodies());
}

#[test]
fn a_request_that_http_does_not_know_is_refused_and_harms_nothing() {
    harms_nothing(&breaches());
}

#[test]
fn a_socket_that_breaks_the_rules_is_closed_and_harms_nothing() {
    harms_nothing(&frames());
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
    let told = request.send(server.connect());
    let shown: String = told.chars().take(600).collect();
    assert!(request.is_answered_by(&told), "{}: {shown}", request.name);
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
