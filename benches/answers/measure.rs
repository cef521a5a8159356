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

/// What is asked again and again of one contender.
pub(crate) struct Course<'c> {
    /// Who answers.
    pub(crate) contender: &'c Contender,
    /// The request.
    pub(crate) body: Bytes,
}

impl Course<'_> {
    /// Returns the length of an answer; it must be one without errors.
    pub(crate) async fn n_bytes(&self) -> usize {
        let answer = self.contender.answer(&self.body).await;
        let parsed: Value = serde_json::from_slice(&answer).expect("the answer is JSON");
        assert!(parsed.get("errors").is_none(), "{parsed}");
        answer.len()
    }

    async fn time(&self, n_requests: u32) -> Duration {
        self.contender.time(&self.body, n_requests).await
    }
}

/// Sees to it that all contenders give the same answer.
pub(crate) async fn agree(contenders: &[Contender], operation: &Operation) {
    let body = operation.body();
    let expected = contenders[0].answer(&body).await;
    let parsed: Value = serde_json::from_slice(&expected).expect("the answer is JSON");
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
}

/// Returns for each course the median CPU time of one request in microseconds.
pub(crate) async fn medians<const N: usize>(
    courses: &[Course<'_>; N],
    rounds: &Rounds,
) -> [f64; N] {
    let mut n_requests = [0; N];
    for (n_requests, course) in n_requests.iter_mut().zip(courses) {
        let Course { contender, body } = course;
        *n_requests = contender.requests_in(rounds.turn, body).await;
    }
    let mut times = [const { Vec::new() }; N];
    for round in 0..rounds.n_rounds {
        for turn in 0..N {
            // Nobody always comes after the same one.
            let at = (turn + round) % N;
            times[at].push(courses[at].time(n_requests[at]).await);
        }
    }
    times.map(|mut times: Vec<Duration>| {
        times.sort_unstable();
        times[times.len() / 2].as_secs_f64() * 1e6
    })
}
