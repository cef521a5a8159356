//! How many heavy operations run at once, and how many wait?

use super::fault::caught;
use super::limits::Limits;
use super::refusal::Refusal;
use crate::engine::{Cancellation, Fault};
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};
use tokio::time::timeout;

/// A bounded number of threads with a bounded queue before them.
#[derive(Debug)]
pub(super) struct Lane {
    /// The same ones for as long as the lane is there: each keeps some memory for its work.
    threads: ThreadPool,
    places: Arc<Semaphore>,
    waiting: Semaphore,
    n_places: usize,
    n_waiting: usize,
    patience: Duration,
}

impl Lane {
    /// Returns a lane in which work waits for as long as it may take.
    pub(super) fn new(limits: &Limits, patience: Duration) -> Self {
        let threads = ThreadPoolBuilder::new()
            .num_threads(limits.operations_at_once)
            .thread_name(|at| format!("lane-{at}"))
            .start_handler(|_| step_back());
        Self {
            threads: threads.build().expect("a process can have some threads"),
            places: Arc::new(Semaphore::new(limits.operations_at_once)),
            waiting: Semaphore::new(limits.waiting_operations),
            n_places: limits.operations_at_once,
            n_waiting: limits.waiting_operations,
            patience,
        }
    }

    /// Does some work on a thread of its own; where what is returned is dropped, the work is
    /// cancelled.
    ///
    /// # Errors
    /// At once when the queue is full; after a while when no thread gets free; and when the work
    /// panics.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Cancellation) -> T + Send + 'static,
    ) -> Result<T, Refusal> {
        let place = self.place().await?;
        let awaited = Awaited::default();
        let cancellation = awaited.0.clone();
        let (tell, told) = oneshot::channel();
        self.threads.spawn_fifo(move || {
            let done = caught(|| work(&cancellation));
            // The place is taken for as long as the work goes on, even when nobody waits for it.
            drop(place);
            let _ = tell.send(done);
        });
        let done = told.await;
        done.unwrap_or_else(|_| Err(Fault::new("the lane lost some work")))
            .map_err(Refusal::Fault)
    }

    /// Returns how much work runs, and how much waits.
    pub(super) fn occupied(&self) -> (usize, usize) {
        let running = self.n_places - self.places.available_permits();
        (running, self.n_waiting - self.waiting.available_permits())
    }

    async fn place(&self) -> Result<OwnedSemaphorePermit, Refusal> {
        if let Ok(place) = Arc::clone(&self.places).try_acquire_owned() {
            return Ok(place);
        }
        let waiting = self.waiting.try_acquire();
        let _waiting = waiting.map_err(|_| Refusal::Overloaded)?;
        match timeout(self.patience, Arc::clone(&self.places).acquire_owned()).await {
            Ok(Ok(place)) => Ok(place),
            Ok(Err(_)) | Err(_) => Err(Refusal::Overloaded),
        }
    }
}

/// How far the threads of a lane stand behind the others, as the system's nice value of -20 to 19.
#[cfg(target_os = "linux")]
const NICENESS: i32 = 10;

/// Has the system prefer the threads that serve connections to the calling one.
fn step_back() {
    // Where it is not allowed, the threads stand side by side. Only Linux has it for one thread;
    // elsewhere the whole process would step back.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::setpriority_process(None, NICENESS);
}

/// An answer that somebody waits for, until this is dropped.
#[derive(Default)]
struct Awaited(Cancellation);

impl Drop for Awaited {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    fn lane(patience: Duration) -> Arc<Lane> {
        let limits = Limits {
            operations_at_once: 1,
            waiting_operations: 1,
            ..Limits::default()
        };
        Arc::new(Lane::new(&limits, patience))
    }

    /// Begins work that takes until a word is sent, and waits until it has begun.
    async fn occupy(
        lane: &Arc<Lane>,
    ) -> (
        mpsc::Sender<()>,
        tokio::task::JoinHandle<Result<(), Refusal>>,
    ) {
        let (end, ended) = mpsc::channel::<()>();
        let (begin, begun) = tokio::sync::oneshot::channel();
        let lane = Arc::clone(lane);
        let running = tokio::spawn(async move {
            lane.run(move |_| {
                begin.send(()).expect("somebody waits for it");
                // The test has ended when the other side is gone.
                let _ = ended.recv();
            })
            .await
        });
        begun.await.expect("it begins");
        (end, running)
    }

    #[tokio::test]
    async fn one_more_than_can_wait_is_refused_at_once() {
        let lane = lane(Duration::from_secs(60));
        let (end, running) = occupy(&lane).await;
        let waiting = tokio::spawn({
            let lane = Arc::clone(&lane);
            async move { lane.run(|_| 7).await }
        });
        while lane.waiting.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        let refused = lane.run(|_| 8).await;
        assert!(matches!(refused, Err(Refusal::Overloaded)));
        end.send(()).expect("it waits for this");
        assert!(running.await.expect("it ends").is_ok());
        assert!(matches!(waiting.await.expect("it ends"), Ok(7)));
    }

    #[tokio::test]
    async fn who_waits_too_long_is_refused() {
        let lane = lane(Duration::from_millis(20));
        let (_end, _running) = occupy(&lane).await;
        assert!(matches!(lane.run(|_| ()).await, Err(Refusal::Overloaded)));
    }

    #[tokio::test]
    async fn work_that_nobody_waits_for_is_told_so_and_keeps_its_place_until_it_ends() {
        let lane = lane(Duration::from_secs(60));
        let (begin, begun) = tokio::sync::oneshot::channel();
        let (end, ended) = mpsc::channel::<()>();
        let running = tokio::spawn({
            let lane = Arc::clone(&lane);
            async move {
                lane.run(move |cancellation| {
                    begin.send(()).expect("somebody waits for it");
                    while !cancellation.is_cancelled() {
                        std::thread::yield_now();
                    }
                    let _ = ended.recv();
                })
                .await
            }
        });
        begun.await.expect("it begins");
        running.abort();
        assert!(running.await.is_err_and(|error| error.is_cancelled()));
        assert_eq!(lane.places.available_permits(), 0);
        end.send(()).expect("it waits for this");
        assert!(matches!(lane.run(|_| 7).await, Ok(7)));
    }

    #[tokio::test]
    async fn work_that_panics_is_a_fault_and_gives_its_place_back() {
        let lane = lane(Duration::from_secs(60));
        let failed: Result<(), _> = lane.run(|_| panic!("on purpose")).await;
        assert!(matches!(failed, Err(Refusal::Fault(_))));
        assert!(matches!(lane.run(|_| 7).await, Ok(7)));
    }
}
