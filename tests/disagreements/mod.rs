//! Is it told where sources disagree, and nowhere else?

mod asked;
mod exclusive;
mod shipped;
mod sides;
mod sources;

use crate::support::{data, each, engine_of, items};
use serde_json::Value;
use throughline::engine::Engine;
use throughline::schema::Story;

const ONTOLOGY: &str = r#"
[story]
name = "Dispute"
description = "Who says what."

[type.Person]
plural = "people"
description = "A person."

[type.Film]
plural = "films"
description = "A film."

[type.Festival]
plural = "festivals"
description = "A festival."

[attribute.release-date]
on = "Film"
type = "date"
exclusive = true
description = "The day of its release."

[attribute.stage]
on = "Film"
type = "enum"
values = { planned = "It was planned.", filming = "It was shot.", released = "It was out." }
exclusive = true
description = "How far it had come."

[attribute.award-count]
on = "Film"
type = "integer"
exclusive = true
description = "How many awards it won."

[attribute.award-count.qualifier.bound]
type = "enum"
values = { at-least = "This number or more.", about = "Roughly this number." }
description = "How the number is to be read."

[attribute.synopsis]
on = "Film"
type = "text"
description = "What it is about."

[attribute.keyword]
on = "Film"
type = "text"
plural = "keywords"
description = "A word for it."

[attribute.ground]
on = "Film"
type = "text"
plural = "grounds"
reason = true
description = "Why it was put off."

[relation.premiered-at]
from = "Film"
to = "Festival"
inverse = "premieres"
exclusive = "to"
description = "Where it was shown first."
inverse-description = "What was shown there first."

[relation.headed]
from = "Person"
to = "Festival"
inverse = "heads"
exclusive = "from"
description = "The festival that the person headed."
inverse-description = "Who headed it."

[relation.directed]
from = "Person"
to = "Film"
inverse = "directors"
description = "What the person directed."
inverse-description = "Who directed it."

[relation.directed.qualifier.part]
type = "text"
description = "Which part of it."
"#;

/// A claim that one source makes and another one denies.
const DENIED_IN_PASSING: &str = r#"
[[directors]]
to = "ann"
cite = ["early#1", { at = "later#2", by = ["bob"], stance = "denies" }]
"#;

/// Claims about a film on which sources disagree in several ways.
const SEVERAL: &str = r#"
[[release-date]]
value = "2025-05-01"
cite = "early#1"

[[release-date]]
value = "2025-05-02"
cite = "later#1"

[[synopsis]]
value = "A storm at sea."
cite = "early#1"

[[synopsis]]
value = "A ship in distress."
cite = "latest#1"

[[premiered-at]]
to = "venice"
cite = "early#1"

[[premiered-at]]
to = "berlin"
cite = "latest#1"
"#;

/// Returns a story about a film, two festivals and two people, told by three sources.
#[track_caller]
fn story(claims: &str) -> Engine<Story> {
    let source = |id: &str, published: &str| {
        format!("source = \"{id}\"\nname = \"{id}\"\npublished = \"{published}\"\nparagraphs = 9\n")
    };
    let entity =
        |id: &str, of: &str| format!("entity = \"{id}\"\ntype = \"{of}\"\nname = \"{id}\"\n");
    let files = [
        ("ontology.toml", ONTOLOGY.to_owned()),
        ("early.toml", source("early", "2023-04-24")),
        ("later.toml", source("later", "2024-12-24")),
        ("latest.toml", source("latest", "2025-05-02")),
        ("venice.toml", entity("venice", "Festival")),
        ("berlin.toml", entity("berlin", "Festival")),
        ("ann.toml", entity("ann", "Person")),
        ("bob.toml", entity("bob", "Person")),
        ("rust.toml", entity("rust", "Film") + claims),
    ];
    engine_of(&files.each_ref().map(|(path, text)| (*path, text.as_str())))
}

/// Returns each disagreement as a line: kind, predicate, and what each side says with its sources.
#[track_caller]
fn told(engine: &Engine<Story>, arguments: &str) -> Vec<String> {
    let query = format!(
        "{{ disagreements{arguments} {{ totalCount nodes {{
            kind predicate sideCount sides {{ text sources {{ id }} sourceCount }}
        }} }} }}"
    );
    let found = &data(engine, &query)["disagreements"];
    let nodes = items(&found["nodes"]);
    assert_eq!(found["totalCount"], nodes.len(), "{arguments}");
    let line = |node: &Value| {
        let side = |side: &Value| {
            let sources = each(&side["sources"], "id").join(" ");
            format!("{} [{sources}]", side["text"].as_str().unwrap_or_default())
        };
        let sides: Vec<_> = items(&node["sides"]).iter().map(side).collect();
        assert_eq!(node["sideCount"], sides.len());
        let text = |key: &str| node[key].as_str().unwrap_or_default().to_owned();
        format!(
            "{} {}: {}",
            text("kind"),
            text("predicate"),
            sides.join(" / ")
        )
    };
    nodes.iter().map(line).collect()
}

#[track_caller]
fn check(claims: &str, expected: &[&str]) {
    assert_eq!(told(&story(claims), ""), expected, "{claims}");
}

/// Returns a claim of the film.
fn claim(key: &str, rest: &str) -> String {
    format!("\n[[{key}]]\n{rest}\n")
}

#[track_caller]
fn check_pair(key: &str, first: &str, second: &str, expected: &[&str]) {
    check(&(claim(key, first) + &claim(key, second)), expected);
}
