//! What does an answer cost, beside the same JSON written by hand and beside stock async-graphql?
//!
//! All three answer the same requests through an axum router in this process, in alternation and
//! on one thread, and the CPU time of the whole process is counted. The figures are for reading;
//! nothing fails on them. The engine answers each request once more under a view of both dates, which
//! hides a good part of the graph. `-- --quick` runs a few rounds, to see that it works; `-- Nested` runs
//! only the operation of that name.

mod data;
mod hand;
mod measure;
mod operation;
mod stock;

use axum::Router;
use data::Data;
use measure::{Contender, Course, Rounds};
use operation::Operation;
use std::sync::Arc;
use throughline::engine::{Engine, Limits};
use throughline::graph::KnowledgeGraph;
use throughline::schema::{Story, definition};

fn main() {
    // Cargo passes `--bench` as well.
    let (options, names): (Vec<_>, Vec<_>) = std::env::args()
        .skip(1)
        .partition(|argument| argument.starts_with('-'));
    let rounds = if options.iter().any(|option| option == "--quick") {
        Rounds::QUICK
    } else {
        Rounds::FULL
    };
    let data = Arc::new(Data::generate());
    let engine = engine(&data);
    let contenders = [
        Contender::new("hand", hand::router(Arc::clone(&data))),
        Contender::new("engine", engine),
        Contender::new("stock", stock::router(data)),
    ];
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .expect("a runtime starts");
    println!(
        "CPU time of one request in microseconds, median of {} rounds",
        rounds.n_rounds
    );
    println!(
        "{:<28} {:>9} {:>10} {:>10} {:>10} {:>12} {:>13} {:>11} {:>10} {:>12}",
        "query",
        "bytes",
        "hand",
        "engine",
        "stock",
        "engine/hand",
        "stock/engine",
        "view bytes",
        "view",
        "view/engine"
    );
    let is_wanted =
        |operation: &Operation| names.is_empty() || names.iter().any(|n| n == operation.name);
    for operation in Operation::all().into_iter().filter(is_wanted) {
        runtime.block_on(measure::agree(&contenders, &operation));
        let course = |contender, body| Course { contender, body };
        let [hand, engine, stock] = &contenders;
        let courses = [
            course(hand, operation.body()),
            course(engine, operation.body()),
            course(stock, operation.body()),
            course(engine, operation.body_under_view()),
        ];
        let n_bytes = runtime.block_on(courses[1].n_bytes());
        let n_view_bytes = runtime.block_on(courses[3].n_bytes());
        let [hand, engine, stock, view] = runtime.block_on(measure::medians(&courses, &rounds));
        println!(
            "{:<28} {n_bytes:>9} {hand:>10.1} {engine:>10.1} {stock:>10.1} {:>12.2} {:>13.1} \
             {n_view_bytes:>11} {view:>10.1} {:>12.2}",
            operation.title,
            engine / hand,
            stock / engine,
            view / engine,
        );
    }
}

fn engine(data: &Data) -> Router {
    let dataset = data.to_dataset();
    let definition = definition(&dataset.ontology);
    let story = Story::new(KnowledgeGraph::build(dataset), Vec::new());
    let engine = Engine::new(definition, story, Limits::default()).expect("the types fit together");
    throughline::http::router(
        engine,
        &[],
        &throughline::http::Settings::default(),
        &Arc::default(),
    )
}
