//! What do small requests feel of heavy ones?
//!
//! A server of the program runs in this process, on a port of its own. One client asks a small
//! question at a steady pace, as many do, and its latencies are told twice: alone, and beside
//! clients that saturate the lane of heavy operations. The ratio is what counts; nothing fails on
//! it. `-- --quick` takes a few seconds.

mod client;
#[path = "../answers/data.rs"]
#[expect(dead_code, reason = "the other bench reads the data in more ways")]
mod data;
mod latencies;

use client::{Client, Request};
use data::Data;
use latencies::Latencies;
use serde_json::json;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, Instant};
use throughline::engine::Engine;
use throughline::graph::KnowledgeGraph;
use throughline::http::{Settings, router, serve};
use throughline::schema::{Story, definition};

/// The time between two small requests.
const PACE: Duration = Duration::from_millis(4);

/// The number of clients that ask heavy questions, one after the other.
const HEAVY_CLIENTS: usize = 8;

const SMALL: &str = r#"{ person(id: "person-012345") { id name type born } }"#;

const HEAVY: &str = r"{ productions(first: 500, orderBy: [{ name: DESC }]) {
    nodes { name directors { nodes { name directed(first: 20) { nodes { name } } } } }
} }";

fn main() {
    let is_quick = std::env::args().any(|argument| argument == "--quick");
    let time = Duration::from_secs(if is_quick { 2 } else { 20 });
    let address = start();
    let small = Request::new(&json!({ "query": SMALL }));
    let heavy = Request::new(&json!({ "query": HEAVY }));
    // What is asked for the first time is compiled first.
    let mut first = client(address);
    assert!(
        [&small, &heavy]
            .iter()
            .all(|request| is_answered(&mut first, request))
    );

    println!("latency of a small request in microseconds, every {PACE:?} for {time:?}");
    println!(
        "{:<40} {:>8} {:>8} {:>8} {:>8}",
        "", "p50", "p99", "most", "heavy/s"
    );
    let alone = latencies(address, &small, time);
    print("alone", &alone, 0.0);
    let (beside, n_heavy) = beside_heavy(address, &small, &heavy, time);
    let title = format!("beside {HEAVY_CLIENTS} clients with heavy ones");
    print(&title, &beside, n_heavy as f64 / time.as_secs_f64());
    let ratio =
        |of: fn(&Latencies) -> Duration| of(&beside).as_secs_f64() / of(&alone).as_secs_f64();
    println!(
        "{:<40} {:>8.2} {:>8.2} {:>8.2}",
        "beside / alone",
        ratio(|l| l.at(0.5)),
        ratio(|l| l.at(0.99)),
        ratio(|l| l.at(1.0)),
    );
}

/// Starts a server over the generated graph.
fn start() -> SocketAddr {
    let dataset = Data::generate().to_dataset();
    let settings = Settings::default();
    let types = definition(&dataset.ontology);
    let story = Story::new(KnowledgeGraph::build(dataset), settings.limits());
    let engine = Engine::new(types, story, settings.operations.clone());
    let engine = engine.expect("the types fit together");
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build();
        runtime.expect("a runtime starts").block_on(async move {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await;
            let listener = listener.expect("there is a free port");
            tell.send(listener.local_addr().expect("it has an address"))
                .expect("somebody waits for it");
            let vitals = Arc::default();
            let router = router(engine, &[], &settings, &vitals);
            let never = std::future::pending();
            serve(listener, router, &settings, &vitals, never).await
        })
    });
    told.recv().expect("the server starts")
}

/// Prints latencies, and how many heavy requests were answered beside in a second.
fn print(title: &str, latencies: &Latencies, heavy: f64) {
    let micros = |part| latencies.at(part).as_micros();
    println!(
        "{title:<40} {:>8} {:>8} {:>8} {heavy:>8.1}",
        micros(0.5),
        micros(0.99),
        micros(1.0)
    );
}

/// Returns a client that is connected.
fn client(address: SocketAddr) -> Client {
    Client::connect(address).expect("the server listens")
}

/// Returns whether a request is answered without an error.
fn is_answered(client: &mut Client, request: &Request) -> bool {
    let answer = client.ask(request);
    answer.expect("the server answers").is_good()
}

/// Asks at a steady pace. A request that could not be sent in time, because the answer before it
/// was late, counts from the moment at which it was due.
fn latencies(address: SocketAddr, request: &Request, time: Duration) -> Latencies {
    let mut client = client(address);
    let begun = Instant::now();
    let mut latencies = Vec::new();
    let mut due = begun;
    while due < begun + time {
        thread::sleep(due.saturating_duration_since(Instant::now()));
        assert!(is_answered(&mut client, request));
        latencies.push(due.elapsed());
        due += PACE;
    }
    Latencies::of(latencies)
}

/// Asks at a steady pace while other clients ask for as much as they get.
fn beside_heavy(
    address: SocketAddr,
    small: &Request,
    heavy: &Request,
    time: Duration,
) -> (Latencies, usize) {
    let is_over = AtomicBool::new(false);
    let n_answered = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..HEAVY_CLIENTS {
            scope.spawn(|| {
                let mut client = client(address);
                while !is_over.load(Ordering::Relaxed) {
                    assert!(is_answered(&mut client, heavy));
                    n_answered.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        let found = latencies(address, small, time);
        is_over.store(true, Ordering::Relaxed);
        (found, n_answered.load(Ordering::Relaxed))
    })
}
