//! Is a subscriber told what changed, whole and once?

mod difference;
mod event_stream;
mod socket;

use crate::support::{engine_after, engine_of};
use std::sync::Arc;
use throughline::engine::Engine;
use throughline::http::{Limits, Live, Settings, Vitals, router, serve};
use throughline::schema::Story;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

const ONTOLOGY: &str = r#"
[story]
name = "News"
description = "What changes."

[type.Person]
plural = "people"
description = "A person."

[type.Film]
plural = "films"
description = "A film."

[attribute.stage]
on = "Film"
type = "text"
description = "How far it had come."

[relation.directed]
from = "Person"
to = "Film"
inverse = "directors"
description = "What the person directed."
inverse-description = "Who directed it."
"#;

const PAPER: &str =
    "source = \"paper\"\nname = \"Paper\"\npublished = \"2024-01-01\"\nparagraphs = 9\n";
const GAZETTE: &str =
    "source = \"gazette\"\nname = \"Gazette\"\npublished = \"2025-01-01\"\nparagraphs = 9\n";
const JOEL: &str = "entity = \"joel\"\ntype = \"Person\"\nname = \"Joel\"\n";

/// A film that is at a stage, as a source says.
pub(crate) fn film(stage: &str, cite: &str) -> String {
    format!(
        "entity = \"rust\"\ntype = \"Film\"\nname = \"Rust\"\n\n\
         [[stage]]\nvalue = \"{stage}\"\ncite = \"{cite}\"\n"
    )
}

/// The same film, and who directed it.
fn directed(stage: &str, cite: &str) -> String {
    film(stage, cite) + "\n[[directors]]\nto = \"joel\"\ncite = \"gazette#2\"\n"
}

fn files(film: &str) -> [(&str, &str); 5] {
    [
        ("ontology.toml", ONTOLOGY),
        ("paper.toml", PAPER),
        ("gazette.toml", GAZETTE),
        ("joel.toml", JOEL),
        ("rust.toml", film),
    ]
}

pub(crate) fn begun(film: &str) -> Engine<Story> {
    engine_of(&files(film))
}

pub(crate) fn followed(old: &Engine<Story>, film: &str) -> Engine<Story> {
    engine_after(old, &files(film))
}

fn snapshot(engine: &Engine<Story>) -> String {
    engine.domain().graph().snapshot().to_owned()
}

/// Serves a story on a port of its own, until the test is over.
async fn served(live: &Live<Story>, requests: Limits) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("it has an address");
    let settings = Settings {
        requests,
        ..Settings::default()
    };
    let vitals = Arc::new(Vitals::default());
    let router = router(live.clone(), &[], &settings, &vitals);
    tokio::spawn(async move {
        let never = std::future::pending();
        serve(listener, router, &settings, &vitals, never).await
    });
    address.to_string()
}

/// Returns how many documents were refused because they do not fit the schema, as the server counts.
async fn n_refused_documents(address: &str) -> u64 {
    let mut stream = TcpStream::connect(address).await.expect("it listens");
    let asked = stream.write_all(b"GET /metrics HTTP/1.0\r\n\r\n").await;
    asked.expect("it listens");
    let mut told = String::new();
    let read = stream.read_to_string(&mut told).await;
    read.expect("it answers");
    let name = r#"throughline_requests_total{code="GRAPHQL_VALIDATION_FAILED",cost="light"} "#;
    let counted = told.lines().find_map(|line| line.strip_prefix(name));
    counted.map_or(0, |n| n.parse().expect("it is a number"))
}
