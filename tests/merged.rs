//! Does an id lead somewhere after two files were merged?

use crate::support::engine_of;
use throughline::engine::Engine;
use throughline::model::{ClaimIx, EntityIx};
use throughline::schema::Story;

const ONTOLOGY: &str = r#"
[story]
name = "A film"
description = "A film and its people."

[type.Person]
plural = "people"
description = "A human being."

[type.Film]
plural = "films"
description = "A film."

[relation.directed]
from = "Person"
to = "Film"
inverse = "directors"
description = "The films that this person directed."
inverse-description = "The people who directed this film."
"#;

const SOURCE: &str = r#"
source = "doc"
name = "An article"
published = "2021-10-21"
paragraphs = 3
"#;

const PERSON: &str = r#"
entity = "joel-souza"
formerly = ["the-director", "j-souza"]
type = "Person"
name = "Joel Souza"
"#;

const FILM: &str = r#"
entity = "rust"
type = "Film"
name = "Rust"

[[directors]]
to = "the-director"
cite = ["doc#3", "doc#1"]
"#;

fn engine() -> Engine<Story> {
    engine_of(&[
        ("ontology.toml", ONTOLOGY),
        ("doc.toml", SOURCE),
        ("joel-souza.toml", PERSON),
        ("rust.toml", FILM),
    ])
}

#[test]
fn a_former_id_leads_to_the_entity_that_had_it() {
    let engine = engine();
    let seen = engine.domain().seen();
    let now = seen.entity_by_id("joel-souza");
    assert_eq!(now, Some(EntityIx(0)));
    for former in ["the-director", "j-souza"] {
        assert_eq!(seen.entity_by_id(former), now, "{former}");
    }
    assert_eq!(seen.entity_by_id("nobody"), None);
}

#[test]
fn other_files_may_still_refer_to_a_former_id() {
    let engine = engine();
    let graph = engine.domain().graph();
    let claim = graph.claim(ClaimIx(0));
    assert_eq!(graph.id(claim.subject()), "joel-souza");
}

#[test]
fn citations_are_told_in_the_order_of_publication_and_paragraph() {
    let engine = engine();
    let graph = engine.domain().graph();
    let citations = graph.claim(ClaimIx(0)).citations();
    let paragraphs: Vec<u32> = citations.map(|citation| citation.paragraph).collect();
    assert_eq!(paragraphs, [1, 3]);
}
