//! Which frames and messages break the rules of a WebSocket?

use super::{Hostile, raw};
use serde_json::{Value, json};

/// The first byte of a frame that holds a whole text.
const TEXT: u8 = 0x81;

/// Returns handshakes with frames and messages that break the rules, each with the reason for which
/// the socket is closed.
pub(crate) fn frames() -> Vec<Hostile> {
    let mut all = unreadable();
    all.extend(unruly());
    all
}

/// Returns frames that cannot be read.
fn unreadable() -> Vec<Hostile> {
    const REASON: &str = "The frames cannot be read";
    let large = &frame(TEXT, &[b'x'; 70_000])[..];
    [
        (
            "a text that is not masked",
            &[TEXT, 2, b'h', b'i'][..],
            REASON,
        ),
        ("a kind that there is not", &frame(0x83, b""), REASON),
        ("a bit of no extension", &frame(0xC1, b"{}"), REASON),
        ("a going on of nothing", &frame(0x80, b"{}"), REASON),
        (
            "a text within a text",
            &[frame(0x01, b"{"), frame(TEXT, b"}")].concat(),
            REASON,
        ),
        ("a ping in parts", &frame(0x09, b""), REASON),
        ("a ping that is too long", &frame(0x89, &[0; 200]), REASON),
        ("a close of one byte", &frame(0x88, b"x"), REASON),
        (
            "a close with a code that there is not",
            &frame(0x88, &[0, 99]),
            "Protocol violation",
        ),
        (
            "a text that is none",
            &frame(TEXT, b"\xff\xfe"),
            "A message is text in UTF-8",
        ),
        ("a message that is too long", large, "A message has at most"),
        (
            "a length beyond all lengths",
            &[
                TEXT, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0,
            ],
            "A message has at most",
        ),
    ]
    .map(|(name, bytes, reason)| socket(name, &[opening(), bytes.to_vec()].concat(), reason))
    .to_vec()
}

/// Returns messages that the protocol does not allow, and more of them than anybody needs.
fn unruly() -> Vec<Hostile> {
    let opened = |message: Value| [opening(), text(&message)].concat();
    let subscribe = |id: &str, query: &str| {
        text(&json!({ "type": "subscribe", "id": id, "payload": { "query": query } }))
    };
    let changed = "subscription { changed { snapshot } }";
    let deep = format!(
        r#"{{"type":"ping","payload":{}1{}}}"#,
        r#"{"a":"#.repeat(8_000),
        "}".repeat(8_000)
    );
    let no_object = "A message is a JSON object";
    [
        ("bytes for a text", [opening(), frame(0x82, b"{}")].concat(), "Messages are text"),
        ("no message", [opening(), frame(TEXT, b"hello")].concat(), no_object),
        ("a list for a message", opened(json!([])), no_object),
        ("messages in messages", [opening(), frame(TEXT, deep.as_bytes())].concat(), no_object),
        ("a kind of message of a server", opened(json!({ "type": "next", "id": "1" })), "The type of the message"),
        ("opened twice", [opening(), opening()].concat(), "Too many initialisation requests"),
        ("opened with a text", text(&json!({ "type": "connection_init", "payload": "x" })), "The payload is an object"),
        ("asked before it is open", subscribe("1", changed), "Unauthorized"),
        ("an id that is in use", [opening(), subscribe("1", changed), subscribe("1", changed)].concat(), "Subscriber for 1 already exists"),
        ("an id of nothing", [opening(), subscribe("", changed)].concat(), "The message needs an id"),
        ("a number for an id", opened(json!({ "type": "complete", "id": 1 })), no_object),
        ("a subscription to nothing", opened(json!({ "type": "subscribe", "id": "1" })), "The payload has a query"),
        ("variables that are a list", opened(json!({ "type": "subscribe", "id": "1", "payload": { "query": "{a}", "variables": [] } })), "The payload has a query"),
        ("more subscriptions than there may be", [opening(), many(50, |at| subscribe(&at.to_string(), changed))].concat(), "TOO_MANY_SUBSCRIPTIONS"),
        ("begun and ended over and over", [opening(), many(500, |_| [subscribe("1", changed), text(&json!({ "type": "complete", "id": "1" }))].concat())].concat(), "connection_ack"),
        ("a flood of pings", [opening(), many(2_000, |_| text(&json!({ "type": "ping" })))].concat(), r#"{"type":"pong"}"#),
        ("a text in thousands of parts", [opening(), frame(0x01, br#"{"type":"ping"}"#), many(5_000, |_| frame(0x00, b"")), frame(0x80, b"")].concat(), r#"{"type":"pong"}"#),
    ]
    .map(|(name, bytes, reason)| socket(name, &bytes, reason))
    .to_vec()
}

/// Returns a handshake with what follows it; in the end the socket is closed.
fn socket(name: &'static str, frames: &[u8], holds: &'static str) -> Hostile {
    let handshake =
        b"GET /graphql HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
        Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\
        Sec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n";
    raw(
        name,
        [handshake, frames, &frame(0x88, b"")].concat(),
        101,
        holds,
    )
}

fn opening() -> Vec<u8> {
    text(&json!({ "type": "connection_init" }))
}

fn text(message: &Value) -> Vec<u8> {
    frame(TEXT, message.to_string().as_bytes())
}

fn many(n: usize, part: impl Fn(usize) -> Vec<u8>) -> Vec<u8> {
    (0..n).flat_map(part).collect()
}

/// Returns a frame with its first byte, under the mask that changes nothing.
fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    const MASKED: u8 = 0x80;
    let mut bytes = vec![first];
    match payload.len() {
        n @ 0..126 => bytes.push(MASKED | n as u8),
        n @ 126..0x1_0000 => {
            bytes.push(MASKED | 126);
            bytes.extend((n as u16).to_be_bytes());
        }
        n => {
            bytes.push(MASKED | 127);
            bytes.extend((n as u64).to_be_bytes());
        }
    }
    bytes.extend([0; 4]);
    bytes.extend(payload);
    bytes
}
