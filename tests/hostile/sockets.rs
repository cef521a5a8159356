//! What becomes of a WebSocket that means harm?

use super::{answers_at_once, resident_memory};
use crate::support::{Server, in_repository, program};
use serde_json::json;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::{Message, WebSocket, client};

fn server() -> Server {
    let data = in_repository("graph-data");
    let short = ["--limit-init-time", "300", "--limit-silence-time", "300"];
    let mut command = program(&["serve", "--listen", "127.0.0.1:0"]);
    Server::from(command.args(short).arg("--data").arg(data))
}

fn open(server: &Server) -> WebSocket<TcpStream> {
    let request = format!("ws://{}/graphql", server.address).into_client_request();
    let mut request = request.expect("it is an address");
    let protocol = "graphql-transport-ws".parse().expect("it is a header");
    request
        .headers_mut()
        .insert("sec-websocket-protocol", protocol);
    let stream = server.connect();
    stream
        .set_read_timeout(Some(Duration::from_secs(10)))
        .expect("it is a socket");
    let (socket, _) = client(request, stream).expect("it opens");
    socket
}

fn opened(server: &Server) -> WebSocket<TcpStream> {
    let mut socket = open(server);
    say(&mut socket, &json!({ "type": "connection_init" }));
    assert!(socket.read().expect("it answers").is_text());
    socket
}

fn say(socket: &mut WebSocket<TcpStream>, message: &serde_json::Value) {
    // The server may have heard enough before everything is said.
    let _ = socket.send(Message::Text(message.to_string().into()));
}

fn subscribe(id: &str, query: &str) -> serde_json::Value {
    json!({ "type": "subscribe", "id": id, "payload": { "query": query } })
}

/// Returns the code with which the server closes the socket; 0 when it is just gone.
fn closed(socket: &mut WebSocket<TcpStream>) -> u16 {
    loop {
        match socket.read() {
            Ok(Message::Close(frame)) => return frame.map_or(0, |frame| frame.code.into()),
            Ok(_) => {}
            Err(_) => return 0,
        }
    }
}

#[test]
fn floods_of_messages_are_answered_or_closed_and_harm_nobody_else() {
    let server = server();
    let mut memory = Vec::new();
    for _ in 0..4 {
        let mut pings = opened(&server);
        for _ in 0..1_000 {
            say(&mut pings, &json!({ "type": "ping" }));
            assert!(pings.read().expect("it answers").is_text());
        }
        let mut unread = opened(&server);
        for n in 0..200 {
            say(
                &mut unread,
                &subscribe(&format!("q{n}"), "{ people { nodes { name } } }"),
            );
        }
        let mut many = opened(&server);
        for n in 0..50 {
            say(
                &mut many,
                &subscribe(&n.to_string(), "subscription { changed { snapshot } }"),
            );
        }
        for _ in 0..40 {
            let told = many.read().expect("it answers").to_string();
            assert!(told.contains("TOO_MANY_SUBSCRIPTIONS"), "{told}");
        }
        assert!(answers_at_once(&server));
        drop((pings, unread, many));
        memory.push(resident_memory(&server));
    }
    if let [_, early, .., late] = memory[..] {
        assert!(late <= early * 11 / 10, "the memory grows: {memory:?}");
    }
}

#[test]
fn an_operation_over_a_socket_has_the_limits_of_any_other() {
    let server = server();
    let deep = format!(
        "{{ people {} {}",
        "{ nodes { relations ".repeat(20),
        "} }".repeat(20)
    );
    let path = r#"{ paths(from: "rust", to: "alec-baldwin", mode: SIMPLE, maxLength: 99) { totalCount } }"#;
    for (query, code) in [
        (deep.as_str(), "NESTING_TOO_DEEP"),
        ("{ nope }", "GRAPHQL_VALIDATION_FAILED"),
        (path, "ARGUMENT_OUT_OF_BOUNDS"),
    ] {
        let mut socket = opened(&server);
        say(&mut socket, &subscribe("1", query));
        let told = socket.read().expect("it answers").to_string();
        assert!(told.contains(code), "{told}");
    }
    assert!(answers_at_once(&server));
}

#[test]
fn sockets_that_say_nothing_are_closed_and_their_places_are_free_again() {
    let server = server();
    let mut sockets: Vec<_> = (0..40).map(|_| open(&server)).collect();
    assert!(answers_at_once(&server));
    assert!(sockets.iter_mut().all(|socket| closed(socket) == 4408));
    let mut silent = opened(&server);
    assert_eq!(closed(&mut silent), 1001);
    assert!(answers_at_once(&server));
}

#[test]
fn a_half_of_a_handshake_is_refused() {
    let server = server();
    let head = "GET /graphql HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n";
    for (more, status) in [
        ("", "400"),
        (
            "Sec-WebSocket-Version: 7\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n",
            "400",
        ),
        ("Sec-WebSocket-Version: 13\r\n", "400"),
    ] {
        let mut stream = server.connect();
        let request = format!("{head}{more}\r\n");
        stream
            .write_all(request.as_bytes())
            .expect("the server listens");
        let mut told = [0; 12];
        stream.read_exact(&mut told).expect("the server answers");
        assert_eq!(
            String::from_utf8_lossy(&told),
            format!("HTTP/1.1 {status}"),
            "{more}"
        );
    }
    assert!(answers_at_once(&server));
}
