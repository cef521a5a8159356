//! How long does a processor work on one request?

use crate::operation::Operation;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::header::{ACCEPT, CONTENT_TYPE};
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt;
use rustix::time::{ClockId, clock_gettime};
use serde_json::Value;
use std::time::Duration;
use tower::ServiceExt;

/// Something that answers requests.
pub(crate) struct Contender {
    name: &'static str,
    router: Router,
}

/// How much is measured.
pub(crate) struct Rounds {
    /// How often each contender has its turn.
    pub(crate) n_rounds: usize,
    /// The CPU time of a turn.
    turn: Duration,
}

impl Rounds {
    pub(crate) const FULL: Self = Self {
        n_rounds: 201,
        turn: Duration::from_millis(20),
    };
    pub(crate) const QUICK: Self = Self {
        n_rounds: 3,
        turn: Duration::from_millis(5),
    };
}

impl Contender {
    pub(crate) fn new(name: &'static str, router: Router) -> Self {
        Self { name, router }
    }

    async fn answer(&self, body: &Bytes) -> Bytes {
        let request = Request::post("/graphql")
            .header(CONTENT_TYPE, "application/json")
            .header(ACCEPT, "application/json")
            .body(Body::from(body.clone()))
            .expect("the request is well formed");
        let response = self.router.clone().oneshot(request).await;
        let response = response.expect("routers do not fail");
        assert_eq!(response.status(), StatusCode::OK, "{}", self.name);
        let body = response.into_body().collect().await;
        body.expect("the body is in memory").to_bytes()
    }

    /// Returns the CPU time of one request, as the mean of some.
    async fn time(&self, body: &Bytes, n_requests: u32) -> Duration {
        let begun = cpu_time();
        for _ in 0..n_requests {
            std::hint::black_box(self.answer(body).await);
        }
        (cpu_time() - begun) / n_requests
    }

    /// Returns the number of requests that fill a turn.
    async fn requests_in(&self, turn: Duration, body: &Bytes) -> u32 {
        // The first requests fill the caches.
        self.time(body, 3).await;
        let one = self.time(body, 10).await.max(Duration::from_nanos(1));
        u32::try_from(turn.as_nanos() / one.as_nanos())
            .unwrap_or(u32::MAX)
            .max(1)
    }
}

/// Returns the CPU time that the process, with all its threads, has taken so far.
fn cpu_time() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::try_from(time).expect("CPU time is positive")
}

/// Sees to it that all contenders give the same answer, and returns its length.
pub(crate) async fn agree(
    contenders: &[Contender; 3],
    operation: &Operation,
    body: &[u8],
) -> usize {
    let body = Bytes::copy_from_slice(body);
    let expected = contenders[0].answer(&body).await;
    let parsed: Value = serde_json::from_slice(&expected).expect("the answer is JSON");
    assert!(parsed.get("errors").is_none(), "{parsed}");
    for contender in &contenders[1..] {
        let answer = contender.answer(&body).await;
        let answer: Value = serde_json::from_slice(&answer).expect("the answer is JSON");
        // Not `assert_eq`, which would print two long answers.
        assert!(
            answer == parsed,
            "{} answers {} differently",
            contender.name,
            operation.name
        );
    }
    expected.len()
}

/// Returns for each contender the median CPU time of one request in microseconds.
pub(crate) async fn medians(contenders: &[Contender; 3], body: &[u8], rounds: &Rounds) -> [f64; 3] {
    let body = Bytes::copy_from_slice(body);
    let mut n_requests = [0; 3];
    for (at, contender) in contenders.iter().enumerate() {
        n_requests[at] = contender.requests_in(rounds.turn, &body).await;
    }
    let mut times: [Vec<Duration>; 3] = Default::default();
    for round in 0..rounds.n_rounds {
        for turn in 0..3 {
            // Nobody always comes after the same one.
            let at = (turn + round) % 3;
            times[at].push(contenders[at].time(&body, n_requests[at]).await);
        }
    }
    times.map(|mut times| {
        times.sort_unstable();
        times[times.len() / 2].as_secs_f64() * 1e6
    })
}
