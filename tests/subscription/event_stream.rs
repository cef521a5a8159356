//! How do answers leave as server-sent events?

use super::{begun, directed, film, followed, n_refused_documents, served, snapshot};
use serde_json::{Value, json};
use throughline::http::{Limits, Live};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::net::TcpStream;

/// The events of a response, read one after the other.
struct Events {
    lines: Lines<BufReader<TcpStream>>,
    head: String,
}

impl Events {
    async fn of(address: &str, query: &str) -> Self {
        let body = json!({ "query": query }).to_string();
        let mut stream = TcpStream::connect(address).await.expect("it listens");
        let request = format!(
            "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n\
             Accept: text/event-stream\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        stream
            .write_all(request.as_bytes())
            .await
            .expect("it listens");
        let mut lines = BufReader::new(stream).lines();
        let mut head = String::new();
        while let Some(line) = lines.next_line().await.expect("it answers")
            && !line.is_empty()
        {
            head.push_str(&line.to_ascii_lowercase());
            head.push('\n');
        }
        Self { lines, head }
    }

    /// Returns the kind of the next event and its data.
    async fn next(&mut self) -> (String, Value) {
        let mut kind = String::new();
        while let Some(line) = self.lines.next_line().await.expect("it goes on") {
            if let Some(of) = line.strip_prefix("event: ") {
                of.clone_into(&mut kind);
            } else if let Some(data) = line.strip_prefix("data:") {
                return (kind, serde_json::from_str(data).unwrap_or_default());
            }
        }
        (kind, Value::Null)
    }
}

#[tokio::test]
async fn a_subscriber_is_told_of_every_snapshot_and_of_the_end() {
    let first = begun(&film("filming", "paper#1"));
    let live = Live::new(first.clone());
    let address = served(&live, Limits::default()).await;
    let query = "subscription { changed { since snapshot claims { sentence } } }";
    let mut events = Events::of(&address, query).await;
    assert!(
        events.head.starts_with("http/1.1 200 ok"),
        "{}",
        events.head
    );
    assert!(events.head.contains("content-type: text/event-stream"));

    let second = followed(&first, &directed("filming", "paper#1"));
    live.replace(second.clone());
    let (kind, told) = events.next().await;
    assert_eq!(kind, "next");
    let change = &told["data"]["changed"];
    assert_eq!(change["since"], snapshot(&first));
    assert_eq!(change["snapshot"], snapshot(&second));
    assert_eq!(
        change["claims"],
        json!([{ "sentence": "Joel: directed Rust" }])
    );

    live.close();
    assert_eq!(events.next().await.0, "complete");
}

#[tokio::test]
async fn since_tells_at_once_what_was_missed() {
    let first = begun(&film("filming", "paper#1"));
    let second = followed(&first, &film("released", "paper#1"));
    let address = served(&Live::new(second), Limits::default()).await;
    let query = format!(
        "subscription {{ changed(since: \"{}\") {{ claimCount }} }}",
        snapshot(&first)
    );
    let (_, told) = Events::of(&address, &query).await.next().await;
    assert_eq!(told["data"]["changed"]["claimCount"], 2);
}

#[tokio::test]
async fn a_query_is_told_once_and_what_is_wrong_as_an_event() {
    let address = served(
        &Live::new(begun(&film("filming", "paper#1"))),
        Limits::default(),
    )
    .await;
    let mut events = Events::of(&address, "{ film(id: \"rust\") { stage } }").await;
    assert_eq!(events.next().await.1["data"]["film"]["stage"], "filming");
    assert_eq!(events.next().await.0, "complete");

    let mut events = Events::of(&address, "{ nope }").await;
    assert!(events.head.starts_with("http/1.1 200 ok"));
    let (kind, told) = events.next().await;
    assert_eq!(kind, "next");
    assert_eq!(
        told["errors"][0]["extensions"]["code"],
        "GRAPHQL_VALIDATION_FAILED"
    );
    assert_eq!(events.next().await.0, "complete");
    assert_eq!(n_refused_documents(&address).await, 1);
}

#[tokio::test]
async fn a_request_without_a_query_is_refused_as_json() {
    let live = Live::new(begun(&film("filming", "paper#1")));
    let address = served(&live, Limits::default()).await;
    let events = Events::of(&address, "").await;
    assert!(
        events.head.starts_with("http/1.1 400 bad request"),
        "{}",
        events.head
    );
    assert!(
        events.head.contains("content-type: application/json"),
        "{}",
        events.head
    );
}
