//! Are those told who listen?

use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::{Message, client};

/// The number of subscribers of each kind.
const N_OF_A_KIND: usize = 3;

const CHANGED: &str = "subscription { changed { snapshot claimCount } }";

/// What subscribers were told.
#[derive(Clone, Default)]
pub(crate) struct Subscribers(Arc<Mutex<Vec<Subscriber>>>);

/// What one subscriber was told.
#[derive(Default)]
struct Subscriber {
    snapshots: BTreeSet<String>,
    /// Why it is told nothing any more.
    ended: Option<String>,
}

impl Subscribers {
    /// Returns the number of snapshots of which somebody was told.
    pub(crate) fn n_reloads(&self) -> usize {
        let told = self.0.lock().expect("nobody panics while listening");
        let snapshots: BTreeSet<_> = told.iter().flat_map(|one| &one.snapshots).collect();
        snapshots.len()
    }

    /// Returns what is wrong with what subscribers were told, when there were so many changes.
    pub(crate) fn problems(&self, n_changes: usize) -> Vec<String> {
        let told = self.0.lock().expect("nobody panics while listening");
        let mut problems = Vec::new();
        for (at, one) in told.iter().enumerate() {
            if let Some(why) = &one.ended {
                problems.push(format!("subscriber {at} was dropped: {why}"));
            }
            if one.snapshots.len() != n_changes {
                let n = one.snapshots.len();
                problems.push(format!(
                    "subscriber {at} was told of {n} of {n_changes} changes"
                ));
            }
        }
        problems
    }

    fn told(&self, at: usize, told: &Value) {
        let snapshot = told["data"]["changed"]["snapshot"].as_str();
        let mut all = self.0.lock().expect("nobody panics while listening");
        match snapshot {
            Some(snapshot) => {
                all[at].snapshots.insert(snapshot.to_owned());
            }
            None => all[at].ended = Some(format!("told of no snapshot: {told}")),
        }
    }
}

/// Begins to listen, over WebSockets and as server-sent events, until it is over.
pub(crate) fn listen(address: SocketAddr, subscribers: &Subscribers, is_over: &Arc<AtomicBool>) {
    type Way = fn(SocketAddr, &mut dyn FnMut(&Value)) -> String;
    let ways: [Way; 2] = [listen_to_socket, listen_to_events];
    for way in ways.into_iter().cycle().take(2 * N_OF_A_KIND) {
        let mut all = subscribers.0.lock().expect("nobody panics while listening");
        let at = all.len();
        all.push(Subscriber::default());
        drop(all);
        let (subscribers, is_over) = (subscribers.clone(), Arc::clone(is_over));
        // Nobody waits for it: it ends with the server, or before.
        thread::spawn(move || {
            let why = way(address, &mut |told| subscribers.told(at, told));
            if !is_over.load(Ordering::Relaxed) {
                let mut all = subscribers.0.lock().expect("nobody panics while listening");
                all[at].ended = Some(why);
            }
        });
    }
}

/// Hands on what is told over a WebSocket, and returns why it ended.
fn listen_to_socket(address: SocketAddr, hear: &mut dyn FnMut(&Value)) -> String {
    let request = format!("ws://{address}/graphql").into_client_request();
    let mut request = request.expect("it is an address");
    let protocol = "graphql-transport-ws".parse().expect("it is a header");
    request
        .headers_mut()
        .insert("sec-websocket-protocol", protocol);
    let stream = TcpStream::connect(address).expect("the server listens");
    let (mut socket, _) = client(request, stream).expect("it opens");
    let opening = json!({ "type": "connection_init" });
    let asking = json!({ "type": "subscribe", "id": "1", "payload": { "query": CHANGED } });
    for message in [opening, asking] {
        let message = Message::Text(message.to_string().into());
        socket.send(message).expect("the server listens");
    }
    loop {
        let told: Value = match socket.read() {
            Ok(Message::Text(text)) => serde_json::from_str(&text).unwrap_or_default(),
            Ok(Message::Ping(_) | Message::Pong(_)) => continue,
            other => return format!("{other:?}"),
        };
        match told["type"].as_str() {
            Some("connection_ack") => {}
            Some("ping") => {
                let pong = Message::Text(json!({ "type": "pong" }).to_string().into());
                // When the server is gone, the next message tells so.
                let _ = socket.send(pong);
            }
            Some("next") => hear(&told["payload"]),
            _ => return told.to_string(),
        }
    }
}

/// Hands on what is told as server-sent events, and returns why it ended.
fn listen_to_events(address: SocketAddr, hear: &mut dyn FnMut(&Value)) -> String {
    let body = json!({ "query": CHANGED }).to_string();
    let request = format!(
        "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n\
         Accept: text/event-stream\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut stream = TcpStream::connect(address).expect("the server listens");
    let sent = stream.write_all(request.as_bytes());
    sent.expect("the server listens");
    for line in BufReader::new(stream).lines() {
        let line = match line {
            Ok(line) => line,
            Err(error) => return error.to_string(),
        };
        if let Some(data) = line.strip_prefix("data: ") {
            hear(&serde_json::from_str(data).unwrap_or_default());
        }
        if line == "event: complete" {
            return "it is complete".to_owned();
        }
    }
    "the connection was closed".to_owned()
}
