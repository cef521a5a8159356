//! How do connections come in, and how long is each of them kept?
//!
//! The accept loop stands on hyper. Each connection has a place, bounded in number; each step of an
//! exchange has a time: the headers, the body, and the answer until it is taken. HTTP/1.1 is
//! spoken; TLS and HTTP/2 are what a proxy in front is for.

use super::headers::secured;
use super::health::Awaited;
use super::limits::Limits;
use super::places::{Place, Places};
use super::settings::Settings;
use super::stream::Stream;
use super::vitals::Vitals;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use axum::http::header::{CONNECTION, CONTENT_LENGTH, HOST, RETRY_AFTER, TRANSFER_ENCODING};
use axum::http::uri::Authority;
use axum::http::{HeaderValue, Response, StatusCode, Version};
use axum::response::IntoResponse;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use prometheus_client::metrics::gauge::Gauge;
use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::{sleep, timeout};
use tower::ServiceExt;

/// How serving came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Every request was answered.
    Finished,
    /// The time was over, and some requests were not answered.
    Unfinished,
}

/// Serves until `stopped` ends, and then lets requests in flight finish.
pub async fn serve(
    listener: TcpListener,
    served: impl Into<Awaited>,
    settings: &Settings,
    vitals: &Arc<Vitals>,
    stopped: impl Future<Output = ()>,
) -> Ending {
    let limits = &settings.requests;
    let (stop, stopping) = watch::channel(());
    let connections = Connections {
        places: Places::new(limits, &settings.proxies),
        refusals: Arc::new(Semaphore::new(MOST_REFUSALS)),
        protocol: protocol(limits),
        limits: limits.clone(),
        served: served.into(),
        vitals: Arc::clone(vitals),
        stopping,
    };
    connections.take_until(&listener, stopped).await;
    vitals.drain();
    connections
        .take_until(&listener, sleep(limits.draining_time))
        .await;
    drop(listener);
    drop(stop);
    match timeout(limits.stopping_time, connections.places.all_free()).await {
        Ok(()) => Ending::Finished,
        Err(_) => Ending::Unfinished,
    }
}

/// The most connections above the limit that are told so at the same time; others are closed.
const MOST_REFUSALS: usize = 64;

/// The most bytes of a request's line and headers; a document in a query string is among them.
const HEAD_BYTES: usize = 128 * 1024;

fn protocol(limits: &Limits) -> http1::Builder {
    let mut protocol = http1::Builder::new();
    protocol
        .timer(TokioTimer::new())
        .header_read_timeout(limits.header_time)
        .max_buf_size(HEAD_BYTES);
    protocol
}

/// Waits a moment when the process is out of something, such as files, and not at all when it was
/// the peer's fault.
async fn rest_after(error: &io::Error) {
    let is_of_the_peer = matches!(
        error.kind(),
        io::ErrorKind::ConnectionRefused
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
    );
    if !is_of_the_peer {
        sleep(Duration::from_millis(100)).await;
    }
}

/// Returns whether a request says whom it is for, as HTTP/1.1 wants it.
fn has_one_host(request: &Request<Incoming>) -> bool {
    let mut hosts = request.headers().get_all(HOST).iter();
    match (hosts.next(), hosts.next()) {
        (Some(host), None) => is_host(host.as_bytes()),
        (None, _) => request.version() < Version::HTTP_11,
        (Some(_), Some(_)) => false,
    }
}

/// Returns whether a text is a host, perhaps with a port; a request may say that it has none.
fn is_host(text: &[u8]) -> bool {
    text.is_empty() || (!text.contains(&b'@') && Authority::try_from(text).is_ok())
}

/// Returns whether a body is as it stands, or in chunks and not changed in another way: whoever
/// stands in front of the server has to find its end at the same place.
fn has_plain_body(request: &Request<Incoming>) -> bool {
    let mut codings = request.headers().get_all(TRANSFER_ENCODING).iter();
    let coding = codings.next();
    codings.next().is_none()
        && coding.is_none_or(|coding| coding.as_bytes().eq_ignore_ascii_case(b"chunked"))
}

/// Answers a request that may mean two things; what follows on the connection may mean two as well.
async fn unclear() -> Response<Body> {
    let closing = [(CONNECTION, "close")];
    secured((StatusCode::BAD_REQUEST, closing).into_response()).await
}

/// The connections that are open.
struct Connections {
    places: Places,
    refusals: Arc<Semaphore>,
    protocol: http1::Builder,
    limits: Limits,
    served: Awaited,
    vitals: Arc<Vitals>,
    /// Closed when no more requests are read.
    stopping: watch::Receiver<()>,
}

impl Connections {
    /// Takes connections until something ends.
    async fn take_until(&self, listener: &TcpListener, end: impl Future<Output = ()>) {
        let mut end = pin!(end);
        loop {
            tokio::select! {
                biased;
                () = &mut end => return,
                accepted = listener.accept() => match accepted {
                    Ok((stream, peer)) => self.take(stream, peer),
                    Err(error) => rest_after(&error).await,
                },
            }
        }
    }

    /// Serves a connection, or tells its peer that there are too many.
    fn take(&self, stream: TcpStream, peer: SocketAddr) {
        // Answers are written whole, so waiting for more to send with them gains nothing.
        let _ = stream.set_nodelay(true);
        if let Some(place) = self.places.take(peer.ip()) {
            tokio::spawn(self.serve(stream, peer, place));
            return;
        }
        self.vitals.count_refused_connection();
        if let Ok(place) = Arc::clone(&self.refusals).try_acquire_owned() {
            tokio::spawn(refuse(stream, place));
        }
    }

    fn serve(
        &self,
        stream: TcpStream,
        peer: SocketAddr,
        place: Place,
    ) -> impl Future<Output = ()> + use<> {
        let served = self.served.clone();
        let service = service_fn(move |request: Request<Incoming>| {
            let is_clear = has_one_host(&request) && has_plain_body(&request);
            let router = is_clear.then(|| served.router().clone());
            let is_in_chunks = request.headers().contains_key(TRANSFER_ENCODING);
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(peer));
            async move {
                let mut response = match router {
                    Some(router) => router.oneshot(request).await?,
                    None => unclear().await,
                };
                // A length beside the chunks is not seen here; whoever stands in front of the server
                // may have gone by it, and what follows would begin at two places.
                if is_in_chunks {
                    let headers = response.headers_mut();
                    headers.insert(CONNECTION, HeaderValue::from_static("close"));
                }
                Ok::<_, Infallible>(response)
            }
        });
        let stream = TokioIo::new(Stream::new(stream, self.limits.answer_time));
        let connection = self
            .protocol
            .serve_connection(stream, service)
            .with_upgrades();
        let mut stopping = self.stopping.clone();
        let counted = Counted::new(self.vitals.connections());
        async move {
            let _taken = (place, counted);
            let mut connection = pin!(connection);
            // How a connection ends is its peer's business.
            tokio::select! {
                _ = connection.as_mut() => return,
                _ = stopping.changed() => connection.as_mut().graceful_shutdown(),
            }
            let _ = connection.await;
        }
    }
}

/// A connection that is counted for as long as it is open.
struct Counted(Gauge);

impl Counted {
    fn new(open: &Gauge) -> Self {
        open.inc();
        Self(open.clone())
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.dec();
    }
}

/// Tells a peer that there are too many connections.
///
/// What it sends is read for a moment and thrown away: a connection that is closed with bytes unread
/// takes the answer back.
async fn refuse(mut stream: TcpStream, _place: OwnedSemaphorePermit) {
    let told = async {
        stream.write_all(&refusal().await).await?;
        stream.shutdown().await?;
        let mut sent = [0; 1024];
        while stream.read(&mut sent).await? > 0 {}
        Ok::<_, io::Error>(())
    };
    // Whether the peer listens is its own business.
    let _ = timeout(Duration::from_secs(1), told).await;
}

/// Returns the answer to one connection too many, as it goes over the wire.
async fn refusal() -> Vec<u8> {
    let told = [
        (RETRY_AFTER, "1"),
        (CONTENT_LENGTH, "0"),
        (CONNECTION, "close"),
    ];
    let response = (StatusCode::SERVICE_UNAVAILABLE, told).into_response();
    let mut bytes = b"HTTP/1.1 503 Service Unavailable\r\n".to_vec();
    for (name, value) in secured(response).await.headers() {
        bytes.extend([name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"].concat());
    }
    bytes.extend(b"\r\n");
    bytes
}
