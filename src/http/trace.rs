//! What is told of a request to whoever gathers traces?
//!
//! A span for each operation, below that of the caller where it names one, with a span below it for
//! each of its phases, in the protocol of OpenTelemetry. They hold names, digests, figures and
//! codes; never a document, a variable or a part of an answer.

use super::account::{Account, Told};
use axum::extract::Request;
use axum::http::HeaderMap;
use axum::middleware::Next;
use axum::response::Response;
use opentelemetry::propagation::{Extractor, TextMapPropagator as _};
use opentelemetry::trace::{
    FutureExt as _, Span as _, SpanBuilder, SpanKind, Status, TraceContextExt as _,
    TracerProvider as _,
};
use opentelemetry::{Context, Key, KeyValue};
use opentelemetry_otlp::{
    OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, SpanExporter as Otlp,
};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::error::{OTelSdkError, OTelSdkResult};
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::{SdkTracer, SdkTracerProvider, SpanData, SpanExporter};
use std::env;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant, SystemTime};
use tokio::runtime::Handle;
use tokio::task::spawn_blocking;

/// What makes the spans, once traces are gathered.
static TRACER: OnceLock<SdkTracer> = OnceLock::new();

/// The variables of the environment that name a collector.
const ENDPOINTS: [&str; 2] = [
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT,
    OTEL_EXPORTER_OTLP_ENDPOINT,
];

/// The time that the last spans have to leave once the server stops.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// The most bytes of a header that is read from a caller; none needs more
/// (<https://www.w3.org/TR/trace-context/#tracestate-limits>).
const HEADER_BYTES: usize = 512;

/// The most characters of a name that a client gives.
const NAME_CHARACTERS: usize = 100;

/// The traces of a process, which leave in batches from a queue of a bounded length; where it is
/// full, spans are dropped.
#[derive(Debug)]
pub struct Traces(Option<SdkTracerProvider>);

impl Traces {
    /// Begins to gather traces, where the environment names a collector.
    ///
    /// # Errors
    /// Says what is wrong with the environment.
    pub fn begin() -> Result<Self, String> {
        let is_wanted = |name| env::var_os(name).is_some_and(|endpoint| !endpoint.is_empty());
        if !ENDPOINTS.into_iter().any(is_wanted) {
            return Ok(Self(None));
        }
        let exporter = Otlp::builder().with_http().build();
        let exporter = exporter.map_err(|error| format!("cannot send traces: {error}"))?;
        let provider = SdkTracerProvider::builder()
            .with_resource(resource())
            .with_batch_exporter(OnRuntime {
                exporter: Arc::new(exporter),
                runtime: Handle::current(),
            })
            .build();
        // Whoever began first goes on.
        let _ = TRACER.set(provider.tracer("throughline"));
        Ok(Self(Some(provider)))
    }

    /// Sends what has not been sent, within a moment.
    pub async fn end(self) {
        let Some(provider) = self.0 else { return };
        let ended = spawn_blocking(move || provider.shutdown_with_timeout(LAST_WORDS)).await;
        if !matches!(ended, Ok(Ok(()))) {
            tracing::warn!("the last spans may not have reached the collector of traces");
        }
    }
}

/// Returns what the environment tells about the process, which has a name in any case.
fn resource() -> Resource {
    let told = Resource::builder().build();
    let name = told.get(&Key::from_static_str("service.name"));
    let is_named = name.is_some_and(|name| !name.as_str().starts_with("unknown_service"));
    match is_named {
        true => told,
        false => Resource::builder().with_service_name("throughline").build(),
    }
}

/// Sends spans from the threads of the server: the queue has a thread of its own, on which no
/// connection can be driven.
#[derive(Debug)]
struct OnRuntime {
    exporter: Arc<Otlp>,
    runtime: Handle,
}

impl SpanExporter for OnRuntime {
    fn export(&self, spans: Vec<SpanData>) -> impl Future<Output = OTelSdkResult> + Send {
        let exporter = Arc::clone(&self.exporter);
        let sent = self
            .runtime
            .spawn(async move { exporter.export(spans).await });
        async move {
            let sent = sent.await;
            sent.unwrap_or_else(|error| Err(OTelSdkError::InternalFailure(error.to_string())))
        }
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.exporter.shutdown_with_timeout(timeout)
    }

    fn set_resource(&mut self, resource: &Resource) {
        // Nothing has been sent when the resource is set, so nobody else has the exporter.
        if let Some(exporter) = Arc::get_mut(&mut self.exporter) {
            exporter.set_resource(resource);
        }
    }
}

/// Answers a request below the span that its caller names.
pub(super) async fn continued(request: Request, next: Next) -> Response {
    let propagator = TraceContextPropagator::new();
    let caller = propagator.extract_with_context(&Context::new(), &Headers(request.headers()));
    next.run(request).with_context(caller).await
}

struct Headers<'a>(&'a HeaderMap);

impl Extractor for Headers<'_> {
    fn get(&self, name: &str) -> Option<&str> {
        let value = self.0.get(name)?.to_str().ok()?;
        (value.len() <= HEADER_BYTES).then_some(value)
    }

    fn keys(&self) -> Vec<&str> {
        self.0.keys().map(|name| name.as_str()).collect()
    }
}

/// Returns whether traces are gathered.
pub(super) fn is_on() -> bool {
    TRACER.get().is_some()
}

/// Tells of a request that has ended.
pub(super) fn tell(account: &Account, ended: Instant, code: Option<&'static str>, n_bytes: usize) {
    let Some(tracer) = TRACER.get() else { return };
    let now = SystemTime::now();
    let at = |moment: Instant| now - ended.saturating_duration_since(moment);
    let told = account.told.as_ref();
    let kind = told.map_or("GraphQL Operation", |told| told.kind);
    let mut attributes = told.map(attributes).unwrap_or_default();
    attributes.extend([
        KeyValue::new("throughline.operation.class", account.class.as_str()),
        KeyValue::new("http.response.body.size", to_i64(n_bytes as u64)),
    ]);
    attributes.extend(code.map(|code| KeyValue::new("error.type", code)));
    let caller = Context::current();
    let mut span = SpanBuilder::from_name(kind)
        .with_kind(SpanKind::Server)
        .with_start_time(at(account.begun))
        .with_attributes(attributes)
        .start_with_context(tracer, &caller);
    // What a client did wrong is no failure of the server.
    if let Some(code @ ("INTERNAL" | "OVERLOADED")) = code {
        span.set_status(Status::error(code));
    }
    let context = caller.with_span(span);
    if let Some(told) = told {
        for (name, from, to) in [
            ("prepare", account.begun, told.prepared),
            ("execute", told.prepared, ended),
        ] {
            SpanBuilder::from_name(name)
                .with_start_time(at(from))
                .start_with_context(tracer, &context)
                .end_with_timestamp(at(to));
        }
    }
    context.span().end_with_timestamp(now);
}

fn attributes(told: &Told) -> Vec<KeyValue> {
    let name: String = told.operation.chars().take(NAME_CHARACTERS).collect();
    vec![
        KeyValue::new("graphql.operation.type", told.kind),
        KeyValue::new("graphql.operation.name", name),
        KeyValue::new("throughline.document.sha256", told.document.clone()),
        KeyValue::new("throughline.operation.cost", to_i64(told.cost)),
    ]
}

fn to_i64(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
