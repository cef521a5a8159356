//! How long is a connection kept, and how many are there?

use super::client::{QUESTION, answer, query_string, server};
use crate::support::SHIPPED;
use axum::Router;
use axum::routing::get;
use serde_json::Value;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use throughline::http::{Ending, Limits, Settings, Vitals, router, serve};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// A server on a port of its own.
struct Serving {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    ended: JoinHandle<Ending>,
}

impl Serving {
    async fn start(router: Router, limits: Limits) -> Self {
        Self::start_with(router, limits, Arc::default()).await
    }

    async fn start_with(router: Router, limits: Limits, vitals: Arc<Vitals>) -> Self {
        let settings = Settings {
            requests: limits,
            ..Settings::default()
        };
        Self::start_as(router, settings, vitals).await
    }

    async fn start_as(router: Router, settings: Settings, vitals: Arc<Vitals>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("it has an address");
        let (stop, stopped) = oneshot::channel();
        let ended = tokio::spawn(async move {
            let stopped = async {
                stopped.await.expect("somebody says stop");
            };
            serve(listener, router, &settings, &vitals, stopped).await
        });
        Self {
            address,
            stop: Some(stop),
            ended,
        }
    }

    fn stop(&mut self) {
        let stop = self.stop.take().expect("it is stopped once");
        stop.send(()).expect("it waits for this");
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.expect("it listens")
    }

    /// Sends some bytes on a connection of their own.
    async fn send(&self, bytes: impl AsRef<[u8]>) -> TcpStream {
        let mut stream = self.connect().await;
        stream.write_all(bytes.as_ref()).await.expect("it listens");
        stream
    }

    /// Asks a question on a connection of its own, and returns the whole response.
    async fn ask(&self) -> String {
        let mut stream = self.send(question("close")).await;
        rest(&mut stream).await
    }

    #[track_caller]
    fn assert_answers(response: &str) {
        let (head, body) = response.split_once("\r\n\r\n").expect("there is a body");
        assert!(head.starts_with("HTTP/1.1 200 OK"), "{head}");
        let told: Value = serde_json::from_str(body).expect("it is JSON");
        assert_eq!(told, answer());
    }
}

fn question(connection: &str) -> String {
    let address = query_string(&[("query", QUESTION)]);
    format!("GET {address} HTTP/1.1\r\nHost: x\r\nConnection: {connection}\r\n\r\n")
}

/// Reads until the connection is closed; the text that came by then.
async fn rest(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let read = async {
        // A connection that is cut has said what it had to say.
        let _ = stream.read_to_end(&mut bytes).await;
    };
    timeout(LONG, read).await.expect("the connection is closed");
    String::from_utf8(bytes).expect("it is text")
}

const SHORT: Duration = Duration::from_millis(150);

/// Longer than any wait that ends.
const LONG: Duration = Duration::from_secs(20);

fn hasty() -> Limits {
    Limits {
        header_time: SHORT,
        body_time: SHORT,
        answer_time: SHORT,
        stopping_time: SHORT,
        ..Limits::default()
    }
}

#[tokio::test]
async fn headers_that_drip_do_not_keep_a_connection() {
    let serving = Serving::start(server(), hasty()).await;
    let mut stream = serving.connect().await;
    let begun = Instant::now();
    for byte in question("keep-alive").bytes().cycle().take(1_000) {
        if stream.write_all(&[byte]).await.is_err() || begun.elapsed() > SHORT * 4 {
            break;
        }
        tokio::time::sleep(SHORT / 30).await;
    }
    assert!(!rest(&mut stream).await.contains("200 OK"));
    Serving::assert_answers(&serving.ask().await);
}

#[tokio::test]
async fn a_connection_that_says_nothing_is_closed() {
    let serving = Serving::start(server(), hasty()).await;
    assert_eq!(rest(&mut serving.connect().await).await, "");
}

#[tokio::test]
async fn a_connection_is_kept_for_the_next_request_and_closed_when_none_comes() {
    let serving = Serving::start(server(), hasty()).await;
    let mut stream = serving.connect().await;
    for _ in 0..2 {
        stream
            .write_all(question("keep-alive").as_bytes())
            .await
            .expect("it listens");
    }
    let told = rest(&mut stream).await;
    assert_eq!(told.matches("HTTP/1.1 200 OK").count(), 2, "{told}");
}

#[tokio::test]
async fn a_body_that_drips_is_refused_in_time() {
    let limits = Limits {
        header_time: LONG,
        ..hasty()
    };
    let router = router(
        SHIPPED.clone(),
        &[],
        &Settings {
            requests: limits.clone(),
            ..Settings::default()
        },
        &Arc::default(),
    );
    let serving = Serving::start(router, limits).await;
    let mut stream = serving
        .send(
            b"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n\
              Content-Length: 100\r\n\r\n{",
        )
        .await;
    let told = rest(&mut stream).await;
    assert!(
        told.starts_with("HTTP/1.1 408 Request Timeout\r\n"),
        "{told}"
    );
    assert!(told.contains("BODY_TOO_SLOW"), "{told}");
}

#[tokio::test]
async fn an_answer_that_is_not_taken_ends_the_connection() {
    const LENGTH: usize = 64 << 20;
    let router = Router::new().route("/", get(|| async { vec![b'x'; LENGTH] }));
    let serving = Serving::start(router, hasty()).await;
    let mut stream = serving.send(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").await;
    stream.readable().await.expect("the answer begins");
    tokio::time::sleep(SHORT * 3).await;
    let mut taken = Vec::new();
    let read: io::Result<usize> = timeout(LONG, stream.read_to_end(&mut taken))
        .await
        .expect("the connection is closed");
    assert!(
        read.is_err() || taken.len() < LENGTH,
        "{} bytes",
        taken.len()
    );
}

#[tokio::test]
async fn a_peer_that_has_nothing_more_to_say_is_answered() {
    let serving = Serving::start(server(), Limits::default()).await;
    let mut stream = serving.send(question("keep-alive")).await;
    stream.shutdown().await.expect("it is ours");
    Serving::assert_answers(&rest(&mut stream).await);
}

#[tokio::test]
async fn one_connection_too_many_is_told_when_to_come_back() {
    let limits = Limits {
        connections: 1,
        ..Limits::default()
    };
    let serving = Serving::start(server(), limits).await;
    let first = serving.send(question("keep-alive")).await;
    first.readable().await.expect("it is answered");
    let refused = serving.ask().await;
    assert!(
        refused.starts_with("HTTP/1.1 503 Service Unavailable\r\n"),
        "{refused}"
    );
    assert!(refused.contains("\r\nretry-after: 1\r\n"), "{refused}");
    assert_is_secured(&refused);
    drop(first);
    let begun = Instant::now();
    let mut response = serving.ask().await;
    while response.starts_with("HTTP/1.1 503") && begun.elapsed() < LONG {
        response = serving.ask().await;
    }
    Serving::assert_answers(&response);
}

#[tokio::test]
async fn a_request_that_says_not_for_whom_it_is_is_refused_like_any_other() {
    let serving = Serving::start(server(), Limits::default()).await;
    let mut stream = serving
        .send(b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n")
        .await;
    let refused = rest(&mut stream).await;
    assert!(refused.starts_with("HTTP/1.1 400 "), "{refused}");
    assert_is_secured(&refused);
}

/// Holds a response to the headers that keep it from being taken for something else.
#[track_caller]
fn assert_is_secured(response: &str) {
    for header in [
        "x-content-type-options: nosniff",
        "x-frame-options: DENY",
        "content-security-policy: default-src 'none'",
        "cross-origin-resource-policy: same-origin",
    ] {
        assert!(response.contains(header), "no {header}: {response}");
    }
}

#[tokio::test]
async fn one_connection_too_many_of_an_address_is_told_when_to_come_back() {
    let settings = |proxies: &[&str]| Settings {
        requests: Limits {
            connections: 3,
            connections_per_address: 1,
            ..Limits::default()
        },
        proxies: proxies
            .iter()
            .map(|proxy| proxy.parse().expect("a network"))
            .collect(),
        ..Settings::default()
    };
    let serving = Serving::start_as(server(), settings(&[]), Arc::default()).await;
    let first = serving.send(question("keep-alive")).await;
    first.readable().await.expect("it is answered");
    let refused = serving.ask().await;
    assert!(refused.starts_with("HTTP/1.1 503 "), "{refused}");
    assert!(refused.contains("\r\nretry-after: 1\r\n"), "{refused}");

    let trusting = Serving::start_as(server(), settings(&["127.0.0.1"]), Arc::default()).await;
    let of_proxy = trusting.send(question("keep-alive")).await;
    of_proxy.readable().await.expect("it is answered");
    Serving::assert_answers(&trusting.ask().await);
}

#[tokio::test]
async fn headers_beyond_all_bounds_are_refused() {
    let serving = Serving::start(server(), Limits::default()).await;
    for head in [
        format!("GET /graphql?{} HTTP/1.1\r\n", "x".repeat(200_000)),
        format!(
            "GET / HTTP/1.1\r\nHost: x\r\nX: {}\r\n\r\n",
            "x".repeat(200_000)
        ),
        format!(
            "GET / HTTP/1.1\r\nHost: x\r\n{}\r\n",
            "X: y\r\n".repeat(200)
        ),
    ] {
        let mut stream = serving.connect().await;
        // It may close the connection before all is written.
        let _ = stream.write_all(head.as_bytes()).await;
        let told = rest(&mut stream).await;
        assert!(!told.contains("200 OK"), "{told}");
    }
    Serving::assert_answers(&serving.ask().await);
}

#[tokio::test]
async fn nothing_is_read_behind_chunks_that_a_length_may_have_contradicted() {
    let serving = Serving::start(server(), Limits::default()).await;
    let body = r#"{"query":"{ __typename }"}"#;
    for length in ["", "Content-Length: 4\r\n"] {
        let request = format!(
            "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n{length}\
             Transfer-Encoding: chunked\r\n\r\n{:x}\r\n{body}\r\n0\r\n\r\n\
             GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n",
            body.len()
        );
        let mut stream = serving.send(&request).await;
        let told = rest(&mut stream).await;
        assert!(told.starts_with("HTTP/1.1 200"), "{told}");
        assert!(told.contains("connection: close"), "{told}");
        assert_eq!(told.matches("HTTP/1.1").count(), 1, "{told}");
    }
}

#[tokio::test]
async fn a_length_that_is_told_twice_or_in_two_ways_is_refused() {
    let serving = Serving::start(server(), Limits::default()).await;
    for headers in [
        "Content-Length: 5\r\nContent-Length: 6",
        "Content-Length: -1",
        "Content-Length: 5x",
        "Transfer-Encoding: chunked, identity",
        "Transfer-Encoding: xchunked",
    ] {
        let request = format!(
            "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n{headers}\r\n\r\n{}",
            question("keep-alive")
        );
        let mut stream = serving.send(&request).await;
        let told = rest(&mut stream).await;
        assert!(told.starts_with("HTTP/1.1 400"), "{headers}: {told}");
        assert!(!told.contains("200 OK"), "{headers}: {told}");
    }
}

#[tokio::test]
async fn told_to_stop_it_closes_what_is_idle_and_ends() {
    let mut serving = Serving::start(server(), Limits::default()).await;
    let mut idle = serving.send(question("keep-alive")).await;
    idle.readable().await.expect("it is answered");
    serving.stop();
    assert_eq!(serving.ended.await.expect("no panic"), Ending::Finished);
    assert!(rest(&mut idle).await.starts_with("HTTP/1.1 200 OK"));
}

#[tokio::test]
async fn told_to_stop_it_does_not_wait_for_ever() {
    let limits = Limits {
        header_time: LONG,
        ..hasty()
    };
    let mut serving = Serving::start(server(), limits).await;
    let _stream = serving.send(b"GET / HTTP/1.1\r\nHost").await;
    tokio::time::sleep(SHORT / 2).await;
    serving.stop();
    assert_eq!(serving.ended.await.expect("no panic"), Ending::Unfinished);
}

#[tokio::test]
async fn told_to_stop_it_says_that_it_is_not_ready_and_answers_for_a_while() {
    let limits = Limits {
        draining_time: LONG,
        ..Limits::default()
    };
    let vitals = Arc::default();
    let router = router(SHIPPED.clone(), &[], &Settings::default(), &vitals);
    let mut serving = Serving::start_with(router, limits, vitals).await;
    let look = async |serving: &Serving, address: &str| {
        let request = format!("GET {address} HTTP/1.0\r\n\r\n");
        let mut stream = serving.send(&request).await;
        rest(&mut stream).await
    };
    assert!(
        look(&serving, "/health/ready")
            .await
            .ends_with("\r\n\r\nready\n")
    );
    serving.stop();
    let mut told = look(&serving, "/health/ready").await;
    while told.ends_with("ready\n") {
        told = look(&serving, "/health/ready").await;
    }
    assert!(told.starts_with("HTTP/1.0 503 "), "{told}");
    assert!(told.ends_with("\r\n\r\ndraining\n"), "{told}");
    assert!(
        look(&serving, "/health/live")
            .await
            .ends_with("\r\n\r\nlive\n")
    );
    Serving::assert_answers(&serving.ask().await);
    serving.ended.abort();
}
