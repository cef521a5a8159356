//! Which story is asked?

use std::convert::Infallible;
use throughline::dataset::read_texts;
use throughline::engine::{Engine, Limits};
use throughline::generation::{Order, Part, tell};
use throughline::graph::KnowledgeGraph;
use throughline::schema::{Story, definition};

/// Returns what answers over a generated story of 1,000 entities with 4,000 claims.
pub(crate) fn engine() -> Engine<Story> {
    let order = Order::new(1_000, 4_000, None, 1).expect("there can be such a story");
    let mut files = [
        (Part::Ontology, "ontology.toml", String::new()),
        (Part::Sources, "sources.jsonl", String::new()),
        (Part::Entities, "entities.jsonl", String::new()),
    ];
    let Ok(()) = tell(&order, |part, line| {
        for (_, _, text) in files.iter_mut().filter(|(of, ..)| *of == part) {
            text.push_str(line);
            text.push('\n');
        }
        Ok::<(), Infallible>(())
    });
    let files = files.map(|(_, path, text)| (path.to_owned(), text.into_bytes()));
    let dataset = read_texts(files).dataset.expect("the story is sound");
    let definition = definition(&dataset.ontology);
    let story = Story::new(KnowledgeGraph::build(dataset), Vec::new());
    Engine::new(definition, story, Limits::default()).expect("the types fit together")
}
