//! Does an operation end when nobody waits for its answer?

use crate::support::{SHIPPED, Server, codes, in_repository, parsed, program};
use serde_json::{Value, json};
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};
use throughline::engine::{Cancellation, Request};

#[test]
fn a_cancelled_operation_ends_where_it_looks_at_the_clock() {
    let cancelled = Cancellation::default();
    cancelled.cancel();
    for query in [
        "{ entities(first: 500) { nodes { id } } }",
        "{ timeline(first: 1) { totalCount } }",
        r#"{ people(view: { knownAt: "2024-01-01" }) { totalCount } }"#,
    ] {
        let operation = SHIPPED.prepare(&Request::new(query));
        let operation = operation.unwrap_or_else(|refused| panic!("{refused:?}"));
        let told = parsed(&operation.execute_unless(&cancelled));
        assert_eq!(codes(&told), ["CANCELLED"], "{query}");
        assert_eq!(told["data"], Value::Null, "{query}");
        let told = parsed(&operation.execute_unless(&Cancellation::default()));
        assert_eq!(told.get("errors"), None, "{query}");
    }
}

/// Many searches that find more than they have time for.
fn searches() -> String {
    let search =
        r#"paths(from: "alec-baldwin", to: "rust", mode: SIMPLE, maxLength: 20) { totalCount }"#;
    let searches = (0..20).map(|at| format!("a{at}: {search} "));
    json!({ "query": format!("{{ {} }}", searches.collect::<String>()) }).to_string()
}

/// Sends a request for which the lane works, and returns the connection.
fn asked(server: &Server) -> TcpStream {
    let body = searches();
    let request = format!(
        "POST /graphql HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut stream = server.connect();
    let sent = stream.write_all(request.as_bytes());
    sent.expect("the server listens");
    stream
}

/// Waits until so many operations run in the lane, and returns how long that took.
fn until_running(server: &Server, n: u32) -> Duration {
    let begun = Instant::now();
    let line = format!("\nthroughline_lane_running {n}\n");
    while !server
        .exchange("GET /metrics HTTP/1.0\r\n\r\n")
        .contains(&line)
    {
        assert!(begun.elapsed() < Duration::from_secs(20), "not {n} run");
    }
    begun.elapsed()
}

#[test]
fn a_client_that_goes_away_leaves_its_place_in_the_lane_to_the_next() {
    let mut command = program(&["serve", "--listen", "127.0.0.1:0"]);
    let command = command.args(["--limit-time", "10000"]);
    let server = Server::from(command.arg("--data").arg(in_repository("graph-data")));
    let begun = Instant::now();
    let mut answer = String::new();
    let read = asked(&server).read_to_string(&mut answer);
    read.expect("the server answers");
    let whole = begun.elapsed();
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");

    let gone = asked(&server);
    until_running(&server, 1);
    drop(gone);
    let left = until_running(&server, 0);
    assert!(left < whole / 4, "{left:?} of {whole:?}");
}
