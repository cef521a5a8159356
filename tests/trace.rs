//! What is told of a request to a collector of traces?

use crate::support::{Server, program};
use axum::Router;
use axum::body::Bytes;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::routing::post;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::{KeyValue, any_value};
use opentelemetry_proto::tonic::trace::v1::{Span, span::SpanKind};
use prost::Message as _;
use std::net::SocketAddr;
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

/// A collector that takes whatever comes.
struct Collector {
    address: SocketAddr,
    received: Receiver<Bytes>,
    _runtime: Runtime,
}

impl Collector {
    fn start() -> Self {
        let runtime = Runtime::new().expect("threads start");
        let (take, received) = mpsc::channel();
        let router = Router::new().route(
            "/v1/traces",
            post(async move |body: Bytes| {
                take.send(body).expect("the test goes on");
                (
                    StatusCode::OK,
                    [(CONTENT_TYPE, "application/x-protobuf")],
                    "",
                )
            }),
        );
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0"));
        let listener = listener.expect("there is a free port");
        let address = listener.local_addr().expect("it has an address");
        runtime.spawn(async { axum::serve(listener, router).await });
        Self {
            address,
            received,
            _runtime: runtime,
        }
    }

    /// Returns the spans that have come, with the name of the process that sent them.
    fn spans(&self) -> Vec<(String, Span)> {
        let mut spans = Vec::new();
        for bytes in self.received.try_iter() {
            let sent = ExportTraceServiceRequest::decode(bytes).expect("it is a batch of spans");
            for of_resource in sent.resource_spans {
                let resource = of_resource.resource.expect("the resource is told");
                let name = text(&resource.attributes, "service.name");
                let of_scopes = of_resource.scope_spans.into_iter();
                let of_scopes = of_scopes.flat_map(|of_scope| of_scope.spans);
                spans.extend(of_scopes.map(|span| (name.clone(), span)));
            }
        }
        spans
    }
}

/// Returns the text of an attribute.
fn text(attributes: &[KeyValue], key: &str) -> String {
    let attribute = attributes.iter().find(|attribute| attribute.key == key);
    let value = attribute.and_then(|attribute| attribute.value.clone()?.value);
    match value {
        Some(any_value::Value::StringValue(text)) => text,
        other => panic!("{key}: {other:?}"),
    }
}

/// Starts a server that tells a collector.
fn telling(collector: SocketAddr) -> Server {
    let mut command = program(&["--listen", "127.0.0.1:0", "--data", "tests/minimal"]);
    Server::from(
        command
            .env("OTEL_EXPORTER_OTLP_ENDPOINT", format!("http://{collector}"))
            .env("OTEL_BSP_MAX_QUEUE_SIZE", "16"),
    )
}

const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
const CALLER: &str = "b7ad6b7169203331";

/// Asks a question whose parts are easy to find.
fn ask(server: &Server, query: &str) -> String {
    let body = serde_json::json!({ "query": query, "variables": { "secret": "whispered" } });
    let body = body.to_string();
    server.exchange(&format!(
        "POST /graphql HTTP/1.0\r\nContent-Type: application/json\r\n\
         traceparent: 00-{TRACE}-{CALLER}-01\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    ))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn a_request_is_told_below_the_span_of_its_caller_with_its_phases() {
    let collector = Collector::start();
    let mut server = telling(collector.address);
    let query = "query Marked($secret: ID!) { person(id: $secret) { hidden: name } }";
    assert!(ask(&server, query).contains(r#""person":null"#));
    server.signal("TERM");
    assert_eq!(server.exit_code(), Some(0));

    let spans = collector.spans();
    let names: Vec<_> = spans.iter().map(|(_, span)| &*span.name).collect();
    assert_eq!(names, ["prepare", "execute", "query"]);
    let (process, request) = &spans[2];
    assert_eq!(process, "throughline");
    assert_eq!(hex(&request.trace_id), TRACE);
    assert_eq!(hex(&request.parent_span_id), CALLER);
    assert_eq!(request.kind, SpanKind::Server as i32);
    assert_eq!(
        text(&request.attributes, "graphql.operation.name"),
        "Marked"
    );
    assert_eq!(text(&request.attributes, "graphql.operation.type"), "query");
    assert_eq!(
        text(&request.attributes, "throughline.operation.class"),
        "light"
    );
    let document = text(&request.attributes, "throughline.document.sha256");
    assert_eq!(document, throughline::engine::digest(query));
    for (_, phase) in &spans[..2] {
        assert_eq!(phase.parent_span_id, request.span_id);
        assert!(phase.start_time_unix_nano >= request.start_time_unix_nano);
        assert!(phase.end_time_unix_nano <= request.end_time_unix_nano);
    }
    let told = format!("{spans:?}");
    assert!(
        !told.contains("whispered") && !told.contains("hidden"),
        "{told}"
    );
}

#[test]
fn a_refused_request_is_told_with_its_code() {
    let collector = Collector::start();
    let mut server = telling(collector.address);
    assert!(ask(&server, "{ nope }").contains("GRAPHQL_VALIDATION_FAILED"));
    server.signal("TERM");
    assert_eq!(server.exit_code(), Some(0));
    let spans = collector.spans();
    let [(_, refused)] = &spans[..] else {
        panic!("{spans:?}");
    };
    let code = text(&refused.attributes, "error.type");
    assert_eq!(code, "GRAPHQL_VALIDATION_FAILED");
}

#[test]
fn a_collector_that_is_not_there_harms_no_request() {
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").expect("there is a free port");
    let address = nobody.local_addr().expect("it has an address");
    drop(nobody);
    let mut server = telling(address);
    for _ in 0..100 {
        let told = ask(&server, "{ people { totalCount } }");
        assert!(told.contains(r#"{"totalCount":2}"#), "{told}");
    }
    let begun = Instant::now();
    server.signal("TERM");
    assert_eq!(server.exit_code(), Some(0));
    assert!(begun.elapsed() < Duration::from_secs(15));
}
