//! Are the rules of GraphQL over WebSocket kept, and a breach told by its code?

use super::{begun, directed, film, followed, n_refused_documents, served, snapshot};
use async_graphql::futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use std::time::Duration;
use throughline::engine::digest;
use throughline::http::{Limits, Live};
use throughline::schema::Story;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// A client of a server.
struct Client(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Client {
    async fn with_headers(address: &str, headers: &[(&'static str, &str)]) -> Self {
        let request = format!("ws://{address}/graphql").into_client_request();
        let mut request = request.expect("it is an address");
        for (name, value) in headers {
            let value = value.parse().expect("it is the value of a header");
            request.headers_mut().insert(*name, value);
        }
        let (socket, _) = connect_async(request).await.expect("it opens");
        Self(socket)
    }

    async fn connect(address: &str) -> Self {
        let protocol = [("sec-websocket-protocol", "graphql-transport-ws")];
        Self::with_headers(address, &protocol).await
    }

    async fn opened(address: &str) -> Self {
        let mut client = Self::connect(address).await;
        client.say(&json!({ "type": "connection_init" })).await;
        assert_eq!(client.hear().await, json!({ "type": "connection_ack" }));
        client
    }

    async fn say(&mut self, message: &Value) {
        self.send(Message::Text(message.to_string().into())).await;
    }

    async fn send(&mut self, message: Message) {
        self.0.send(message).await.expect("it listens");
    }

    async fn subscribe(&mut self, id: &str, query: &str) {
        let payload = json!({ "query": query });
        self.say(&json!({ "type": "subscribe", "id": id, "payload": payload }))
            .await;
    }

    async fn message(&mut self) -> Message {
        let next = timeout(Duration::from_secs(20), self.0.next()).await;
        let next = next.expect("it says something").expect("it is open");
        next.expect("it can be read")
    }

    async fn hear(&mut self) -> Value {
        match self.message().await {
            Message::Text(text) => serde_json::from_str(&text).expect("it is JSON"),
            other => panic!("{other:?}"),
        }
    }

    /// Returns the code and the reason with which the socket is closed.
    async fn closed(&mut self) -> (u16, String) {
        loop {
            if let Message::Close(Some(frame)) = self.message().await {
                return (frame.code.into(), frame.reason.to_string());
            }
        }
    }
}

async fn server() -> (Live<Story>, String) {
    server_with(Limits::default()).await
}

async fn server_with(limits: Limits) -> (Live<Story>, String) {
    let live = Live::new(begun(&film("filming", "paper#1")));
    let address = served(&live, limits).await;
    (live, address)
}

const CHANGED: &str = "subscription { changed { snapshot claimCount } }";

#[tokio::test]
async fn a_subscriber_is_told_of_every_snapshot_until_it_has_enough() {
    let (live, address) = server().await;
    let mut client = Client::opened(&address).await;
    client.subscribe("a", CHANGED).await;
    client.subscribe("b", CHANGED).await;
    // The answer to what was said later tells that both have begun.
    client.subscribe("c", "{ statistics { claimCount } }").await;
    assert_eq!(
        client.hear().await["payload"]["data"]["statistics"]["claimCount"],
        1
    );
    assert_eq!(
        client.hear().await,
        json!({ "id": "c", "type": "complete" })
    );
    tokio::time::sleep(Duration::from_millis(100)).await;

    let second = followed(&live.engine(), &directed("filming", "paper#1"));
    live.replace(second.clone());
    let mut heard = [client.hear().await, client.hear().await];
    heard.sort_by_key(|message| message["id"].to_string());
    for (message, id) in heard.iter().zip(["a", "b"]) {
        assert_eq!(message["id"], id);
        assert_eq!(message["type"], "next");
        let change = json!({ "snapshot": snapshot(&second), "claimCount": 1 });
        assert_eq!(message["payload"]["data"]["changed"], change);
    }
    client.say(&json!({ "type": "complete", "id": "a" })).await;
    client
        .say(&json!({ "type": "complete", "id": "unknown" }))
        .await;
    client
        .say(&json!({ "type": "ping", "payload": { "n": 1 } }))
        .await;
    assert_eq!(
        client.hear().await,
        json!({ "type": "pong", "payload": { "n": 1 } })
    );
    live.replace(followed(&second, &film("released", "paper#1")));
    assert_eq!(client.hear().await["id"], "b");
    live.close();
    assert_eq!(
        client.hear().await,
        json!({ "id": "b", "type": "complete" })
    );
}

#[tokio::test]
async fn an_operation_that_is_not_valid_is_told_as_an_error_and_its_id_is_free_again() {
    let (_live, address) = server().await;
    let mut client = Client::opened(&address).await;
    for query in ["{ nope }", "subscription { nope }", "{"] {
        client.subscribe("1", query).await;
        let told = client.hear().await;
        assert_eq!(
            (&told["type"], &told["id"]),
            (&json!("error"), &json!("1")),
            "{told}"
        );
        assert!(told["payload"][0]["message"].is_string(), "{told}");
    }
    assert_eq!(n_refused_documents(&address).await, 2);
    let since = "subscription { changed(since: \"unknown\") { snapshot } }";
    client.subscribe("1", since).await;
    let told = client.hear().await;
    assert_eq!(told["payload"][0]["extensions"]["code"], "SNAPSHOT_UNKNOWN");
}

#[tokio::test]
async fn an_operation_with_variables_and_a_name_is_answered() {
    let (_live, address) = server().await;
    let mut client = Client::opened(&address).await;
    let payload = json!({
        "query": "query A($id: ID!) { film(id: $id) { name } } query B { __typename }",
        "operationName": "A",
        "variables": { "id": "rust" },
        "extensions": null,
    });
    client
        .say(&json!({ "type": "subscribe", "id": "q", "payload": payload }))
        .await;
    let told = client.hear().await;
    assert_eq!(
        told["payload"],
        json!({ "data": { "film": { "name": "Rust" } } })
    );
}

#[tokio::test]
async fn a_document_that_is_named_by_its_digest_is_asked_for_and_then_known() {
    let (_live, address) = server().await;
    let mut client = Client::opened(&address).await;
    let document = "{ film(id: \"rust\") { name } }";
    let named = json!({ "persistedQuery": { "version": 1, "sha256Hash": digest(document) } });
    for (payload, kind) in [
        (json!({ "extensions": named }), "error"),
        (json!({ "query": document, "extensions": named }), "next"),
        (json!({ "extensions": named }), "next"),
    ] {
        let asked = json!({ "type": "subscribe", "id": "p", "payload": payload });
        client.say(&asked).await;
        let told = client.hear().await;
        assert_eq!(told["type"], kind, "{told}");
        let code = &told["payload"][0]["extensions"]["code"];
        match kind {
            "error" => assert_eq!(code, "PERSISTED_QUERY_NOT_FOUND"),
            _ => assert_eq!(client.hear().await["type"], "complete"),
        }
    }
}

#[tokio::test]
async fn a_socket_without_the_subprotocol_is_closed_with_4406() {
    let (_live, address) = server().await;
    let mut client = Client::with_headers(&address, &[]).await;
    assert_eq!(client.closed().await.0, 4406);
}

#[tokio::test]
async fn a_message_that_is_none_is_closed_with_4400() {
    let (_live, address) = server().await;
    for message in [
        Message::Text("nonsense".into()),
        Message::Text(r#"{ "type": "stop", "id": "1" }"#.into()),
        Message::Text(r#"{ "type": "connection_init", "payload": [] }"#.into()),
        Message::Text(r#"{ "type": "subscribe", "id": "1", "payload": {} }"#.into()),
        Message::Binary(vec![1, 2, 3].into()),
    ] {
        let mut client = Client::connect(&address).await;
        client.send(message).await;
        assert_eq!(client.closed().await.0, 4400);
    }
}

#[tokio::test]
async fn who_subscribes_before_the_connection_is_open_is_closed_with_4401() {
    let (_live, address) = server().await;
    let mut client = Client::connect(&address).await;
    client.subscribe("1", CHANGED).await;
    assert_eq!(client.closed().await, (4401, "Unauthorized".to_owned()));
}

#[tokio::test]
async fn a_page_of_somebody_else_is_closed_with_4403() {
    let (_live, address) = server().await;
    let of = |origin: &'static str| {
        [
            ("sec-websocket-protocol", "graphql-transport-ws"),
            ("origin", origin),
        ]
    };
    for origin in ["https://elsewhere.example", "null"] {
        let mut client = Client::with_headers(&address, &of(origin)).await;
        client.say(&json!({ "type": "connection_init" })).await;
        assert_eq!(
            client.closed().await,
            (4403, "Forbidden".to_owned()),
            "{origin}"
        );
    }
}

#[tokio::test]
async fn who_does_not_open_the_connection_in_time_is_closed_with_4408() {
    let init_time = Duration::from_millis(50);
    let (_live, address) = server_with(Limits {
        init_time,
        ..Limits::default()
    })
    .await;
    let mut client = Client::connect(&address).await;
    assert_eq!(client.closed().await.0, 4408);
}

#[tokio::test]
async fn an_id_that_is_in_use_is_closed_with_4409() {
    let (_live, address) = server().await;
    let mut client = Client::opened(&address).await;
    client.subscribe("same", CHANGED).await;
    client.subscribe("same", CHANGED).await;
    let reason = "Subscriber for same already exists".to_owned();
    assert_eq!(client.closed().await, (4409, reason));
}

#[tokio::test]
async fn who_opens_the_connection_twice_is_closed_with_4429() {
    let (_live, address) = server().await;
    let mut client = Client::opened(&address).await;
    client.say(&json!({ "type": "connection_init" })).await;
    assert_eq!(client.closed().await.0, 4429);
}

#[tokio::test]
async fn a_message_that_is_too_long_is_closed_with_1009() {
    let (_live, address) = server().await;
    let mut client = Client::opened(&address).await;
    let long = json!({ "type": "ping", "payload": { "x": "x".repeat(64 * 1024) } });
    client.say(&long).await;
    assert_eq!(client.closed().await.0, 1009);
}

#[tokio::test]
async fn one_subscription_too_many_is_refused_and_the_others_go_on() {
    let (live, address) = server_with(Limits {
        subscriptions: 2,
        ..Limits::default()
    })
    .await;
    let mut client = Client::opened(&address).await;
    for id in ["1", "2", "3"] {
        client.subscribe(id, CHANGED).await;
    }
    let told = client.hear().await;
    assert_eq!((&told["type"], &told["id"]), (&json!("error"), &json!("3")));
    assert_eq!(
        told["payload"][0]["extensions"]["code"],
        "TOO_MANY_SUBSCRIPTIONS"
    );
    client.say(&json!({ "type": "complete", "id": "1" })).await;
    client.subscribe("3", "{ __typename }").await;
    assert_eq!(client.hear().await["id"], "3");
    drop(live);
}

#[tokio::test]
async fn a_client_that_closes_is_answered_with_its_code() {
    let (_live, address) = server().await;
    let mut client = Client::opened(&address).await;
    client.subscribe("a", CHANGED).await;
    let frame = CloseFrame {
        code: 1000.into(),
        reason: "Normal Closure".into(),
    };
    client.send(Message::Close(Some(frame))).await;
    assert_eq!(client.closed().await.0, 1000);
    assert!(client.0.next().await.is_none(), "the server ends it");
}

#[tokio::test]
async fn a_silent_peer_is_asked_and_then_closed() {
    let silence_time = Duration::from_millis(80);
    let (_live, address) = server_with(Limits {
        silence_time,
        ..Limits::default()
    })
    .await;
    let mut client = Client::opened(&address).await;
    assert_eq!(client.hear().await, json!({ "type": "ping" }));
    client.say(&json!({ "type": "pong" })).await;
    assert_eq!(client.hear().await, json!({ "type": "ping" }));
    assert_eq!(client.closed().await.0, 1001);
}

#[tokio::test]
async fn who_has_spent_its_budget_is_told_and_keeps_the_socket() {
    let limits = Limits {
        cost_per_minute: 1,
        cost_burst: 60,
        ..Limits::default()
    };
    let (_live, address) = server_with(limits).await;
    let mut client = Client::opened(&address).await;
    let question = "{ film(id: \"rust\") { name } }";
    client.subscribe("1", question).await;
    assert_eq!(client.hear().await["type"], "next");
    assert_eq!(client.hear().await["type"], "complete");
    client.subscribe("2", question).await;
    let told = client.hear().await;
    assert_eq!(told["payload"][0]["extensions"]["code"], "RATE_LIMITED");
    client.say(&json!({ "type": "ping" })).await;
    assert_eq!(client.hear().await["type"], "pong");
}

#[tokio::test]
async fn one_socket_too_many_is_refused() {
    let (_live, address) = server_with(Limits {
        sockets: 1,
        ..Limits::default()
    })
    .await;
    let _first = Client::opened(&address).await;
    let second = connect_async(format!("ws://{address}/graphql")).await;
    let told = second.expect_err("it is refused").to_string();
    assert!(told.contains("503"), "{told}");
}
