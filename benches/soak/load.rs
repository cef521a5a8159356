//! Who asks, and at what pace?

use crate::client::Client;
use crate::hostile::{Hostile, appetites, bodies, breaches, frames, shapes};
use crate::mix::{Chance, Mix, Weight};
use crate::tally::{Outcome, Tally};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// The number of clients of each weight who ask at a pace, each on a connection of its own.
const N_CLIENTS: u32 = 32;

/// The number of clients who ask for as much as they get.
const N_GREEDY: u64 = 16;

/// How long caches are filled before anything is measured, and how long it is measured.
const WARMING: Duration = Duration::from_secs(5);
const MEASURING: Duration = Duration::from_secs(15);

/// The time between two requests that mean harm.
const BETWEEN_HOSTILE: Duration = Duration::from_millis(100);

/// The server closes connections on which nothing comes for a while.
const IDLE: Duration = Duration::from_secs(3);

/// Returns how many requests of the mix the server answers in a second.
pub(crate) fn closed_loop(address: SocketAddr, mix: &Mix) -> f64 {
    let is_over = AtomicBool::new(false);
    let n_good = AtomicU64::new(0);
    thread::scope(|scope| {
        for seed in 0..N_GREEDY {
            let (is_over, n_good) = (&is_over, &n_good);
            scope.spawn(move || {
                let mut chance = Chance::new(seed);
                let mut client = Client::connect(address).expect("the server listens");
                while !is_over.load(Ordering::Relaxed) {
                    let weight = Weight::any(&mut chance);
                    let (_, request) = mix.request(weight, &mut chance);
                    let answer = client.ask(request).expect("the server answers");
                    n_good.fetch_add(u64::from(answer.is_good()), Ordering::Relaxed);
                }
            });
        }
        thread::sleep(WARMING);
        n_good.store(0, Ordering::Relaxed);
        thread::sleep(MEASURING);
        let n_good = n_good.load(Ordering::Relaxed);
        is_over.store(true, Ordering::Relaxed);
        n_good as f64 / MEASURING.as_secs_f64()
    })
}

/// Asks for so much in a second until it is over, whether the server keeps up or not.
pub(crate) fn open_loop(
    address: SocketAddr,
    mix: &Mix,
    requests_in_a_second: f64,
    tally: &Tally,
    is_over: &AtomicBool,
) {
    thread::scope(|scope| {
        for weight in Weight::ALL {
            let of_a_client = requests_in_a_second * weight.part() / f64::from(N_CLIENTS);
            let between = Duration::from_secs_f64(1.0 / of_a_client);
            for seed in 0..N_CLIENTS {
                let client = AtPace {
                    address,
                    mix,
                    weight,
                    between,
                    tally,
                };
                scope.spawn(move || client.ask(is_over, seed));
            }
        }
    });
}

/// A client who asks at a pace.
struct AtPace<'s> {
    address: SocketAddr,
    mix: &'s Mix,
    weight: Weight,
    /// The mean time between two requests.
    between: Duration,
    tally: &'s Tally,
}

impl AtPace<'_> {
    /// Asks as many independent people do: the time to the next request does not depend on the last.
    ///
    /// A request that could not be sent in time, because the answer before it was late, counts from
    /// the moment at which it was due.
    fn ask(&self, is_over: &AtomicBool, seed: u32) {
        let mut chance = Chance::new(1_000 + u64::from(seed));
        let mut client: Option<Client> = None;
        let mut last = Instant::now();
        let mut due = Instant::now();
        loop {
            due += self.between.mul_f64(-chance.part().ln());
            thread::sleep(due.saturating_duration_since(Instant::now()));
            if is_over.load(Ordering::Relaxed) {
                return;
            }
            let (kind, request) = self.mix.request(self.weight, &mut chance);
            if last.elapsed() > IDLE {
                client = None;
            }
            let outcome = match client
                .take()
                .map_or_else(|| Client::connect(self.address), Ok)
            {
                Ok(mut connected) => {
                    let outcome = Outcome::of(connected.ask(request));
                    if outcome == Outcome::Good {
                        client = Some(connected);
                    }
                    outcome
                }
                Err(error) => Outcome::Error(format!("nobody listens: {error}")),
            };
            last = Instant::now();
            let late = due.elapsed();
            self.tally
                .count_timed(&kind.name, self.weight, outcome, late);
        }
    }
}

/// Sends requests that mean harm, one after the other, until it is over.
pub(crate) fn hostile_loop(address: SocketAddr, tally: &Tally, is_over: &AtomicBool) {
    let requests = [shapes(), appetites(), bodies(), breaches(), frames()].concat();
    for request in requests.iter().cycle() {
        thread::sleep(BETWEEN_HOSTILE);
        if is_over.load(Ordering::Relaxed) {
            return;
        }
        tally.count("harm", outcome_of(request, address));
    }
}

fn outcome_of(request: &Hostile, address: SocketAddr) -> Outcome {
    let stream = match TcpStream::connect(address) {
        Ok(stream) => stream,
        Err(error) => return Outcome::Error(format!("nobody listens: {error}")),
    };
    let told = request.send(stream);
    if request.is_answered_by(&told) {
        return Outcome::Refused;
    }
    if told.starts_with("HTTP/1.1 503 ") {
        return Outcome::Overloaded;
    }
    let shown: String = told.chars().take(400).collect();
    Outcome::Error(format!("{}: {shown}", request.name))
}
