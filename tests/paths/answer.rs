//! What does an answer tell of a path?

use crate::support::{ask, codes, data, each, engine_of, items, response};
use serde_json::{Value, json};
use throughline::engine::Engine;
use throughline::schema::Story;

const ONTOLOGY: &str = r#"
[story]
name = "Ways"
description = "Who is connected with whom."

[type.Person]
plural = "people"
description = "A person."

[type.Film]
plural = "films"
description = "A film."

[relation.worked-on]
from = "Person"
to = "Film"
inverse = "workers"
description = "What the person worked on."
inverse-description = "Who worked on it."

[relation.worked-on.qualifier.capacity]
type = "text"
identifying = true
description = "As what."

[relation.blamed]
from = "Person"
to = "Person"
inverse = "blamed-by"
accusatory = true
description = "Whom the person is said to have wronged."
inverse-description = "Who is said to have wronged the person."
"#;

const PAPER: &str = "source = \"paper\"\nname = \"Paper\"\npublisher = \"Press\"\n\
                     published = \"2025-05-02\"\nparagraphs = 9\n";

const RADIO: &str =
    "source = \"radio\"\nname = \"Radio\"\npublished = \"2025-06\"\nparagraphs = 9\n";

const ANNA: &str = r#"
entity = "anna"
type = "Person"
name = "Anna"

[[worked-on]]
to = "harbor"
capacity = "producer"
valid = "2020/2021"
cite = ["paper#1", "radio#1"]

[[worked-on]]
to = "harbor"
capacity = "writer"
valid = "2020"
cite = "paper#2"

[[blamed]]
to = "carl"
status = "denied"
cite = { at = "paper#3", by = ["anna"], stance = "denies" }
"#;

const BEN: &str = r#"
entity = "ben"
type = "Person"
name = "Ben"

[[worked-on]]
to = "harbor"
status = "alleged"
valid = "2022"
cite = { at = "paper#4", by = ["carl", "anna"] }

[[worked-on]]
to = "harbor"
status = "denied"
cite = { at = "radio#4", by = ["ben"], stance = "denies" }

[[blamed]]
to = "carl"
status = "alleged"
cite = { at = "radio#5", by = ["anna"] }
"#;

pub(super) fn ways() -> Engine<Story> {
    let person =
        |id: &str, name: &str| format!("entity = \"{id}\"\ntype = \"Person\"\nname = \"{name}\"\n");
    engine_of(&[
        ("ontology.toml", ONTOLOGY),
        ("paper.toml", PAPER),
        ("radio.toml", RADIO),
        (
            "harbor.toml",
            "entity = \"harbor\"\ntype = \"Film\"\nname = \"Harbor\"\n",
        ),
        ("anna.toml", ANNA),
        ("ben.toml", BEN),
        ("carl.toml", &person("carl", "Carl")),
    ])
}

/// Returns the paths of a search.
#[track_caller]
pub(super) fn found(arguments: &str, fields: &str) -> Value {
    let query = format!("{{ paths({arguments}) {{ {fields} }} }}");
    data(&ways(), &query)["paths"].take()
}

#[test]
fn parallel_relationships_are_different_paths_in_a_fixed_order() {
    let arguments = r#"from: "anna", to: "ben", mode: ALL_SHORTEST"#;
    let fields = "totalCount complete limit nodes { length hops { claims { sentence \
                  qualifiers { text } } } }";
    let paths = found(arguments, fields);
    assert_eq!(paths["totalCount"], 2);
    assert_eq!(
        (&paths["complete"], &paths["limit"]),
        (&json!(true), &json!(null))
    );
    let capacity =
        |path: usize| paths["nodes"][path]["hops"][0]["claims"][0]["qualifiers"][0]["text"].clone();
    assert_eq!([capacity(0), capacity(1)], ["producer", "writer"]);
}

#[test]
fn a_hop_tells_who_says_so_and_who_denies_it() {
    let hops = "from { id } to { id } field direction relation explanation contested originCount \
                sources { id } claimCount standing";
    let query = format!(
        r#"{{ path(from: "anna", to: "ben") {{ length nodes {{ id }} weakestHop {{ {hops} }}
            hops {{ {hops} }} }} }}"#
    );
    let answer = data(&ways(), &query);
    let path = &answer["path"];
    assert_eq!(path["length"], 2);
    assert_eq!(each(&path["nodes"], "id"), ["anna", "harbor", "ben"]);
    assert_eq!(
        path["hops"][0],
        json!({
            "from": { "id": "anna" }, "to": { "id": "harbor" },
            "field": "workedOn", "direction": "FORWARD", "relation": "WORKED_ON",
            "explanation": "Anna: worked on Harbor; capacity: producer.",
            "contested": false, "originCount": 2,
            "sources": [{ "id": "paper" }, { "id": "radio" }],
            "claimCount": 1, "standing": null,
        })
    );
    assert_eq!(
        path["hops"][1],
        json!({
            "from": { "id": "harbor" }, "to": { "id": "ben" },
            "field": "workers", "direction": "INVERSE", "relation": "WORKED_ON",
            "explanation":
                "Ben: worked on Harbor, alleged, according to Carl through Anna in \"Paper\"; \
                 denied by Ben.",
            "contested": true, "originCount": 1,
            "sources": [{ "id": "paper" }],
            "claimCount": 2, "standing": null,
        })
    );
    assert_eq!(path["weakestHop"], path["hops"][1]);
}

#[test]
fn an_accusation_never_stands_without_its_standing() {
    let query = r#"{ path(from: "carl", to: "ben") { hops {
        explanation standing standingText } } }"#;
    let answer = data(&ways(), query);
    assert_eq!(
        answer["path"]["hops"][0],
        json!({
            "explanation":
                "Ben: blamed Carl, alleged, according to Anna in \"Radio\"; where that stands: \
                 Accused: alleged.",
            "standing": "ACCUSED",
            "standingText": "Accused: alleged.",
        })
    );
}

#[test]
fn what_everybody_who_speaks_of_it_denies_connects_nobody() {
    let only_denied = r#"from: "anna", to: "carl", types: [BLAMED]"#;
    assert_eq!(found(only_denied, "totalCount")["totalCount"], 0);
}

#[test]
fn a_path_tells_without_which_source_it_would_not_be() {
    let survives = |path: &str| {
        let query = format!(
            r#"{{ path({path}) {{
                paper: survivesWithout(source: "paper") radio: survivesWithout(source: "radio")
            }} }}"#
        );
        data(&ways(), &query)["path"].take()
    };
    assert_eq!(
        survives(r#"from: "anna", to: "harbor""#),
        json!({ "paper": true, "radio": true })
    );
    assert_eq!(
        survives(r#"from: "harbor", to: "ben""#),
        json!({ "paper": false, "radio": true })
    );
    assert_eq!(
        survives(r#"from: "ben", to: "carl""#),
        json!({ "paper": true, "radio": false })
    );
    let unknown = r#"{ path(from: "anna", to: "ben") { survivesWithout(source: "leaflet") } }"#;
    assert_eq!(codes(&response(&ways(), unknown)), ["UNKNOWN_SOURCE"]);
}

#[test]
fn periods_tell_whether_hops_held_at_the_same_time() {
    let co_temporal = |to: &str, view: &str| {
        let query = format!(r#"{{ path(from: "anna", to: "{to}"{view}) {{ coTemporal }} }}"#);
        data(&ways(), &query)["path"]["coTemporal"].take()
    };
    assert_eq!(co_temporal("ben", ""), "NO");
    assert_eq!(co_temporal("harbor", ""), "YES");
    assert_eq!(co_temporal("anna", ""), "YES");
    assert_eq!(co_temporal("carl", ""), "NO");
}

#[test]
fn paths_obey_their_view() {
    let arguments = |view: &str| format!(r#"from: "anna", to: "ben", view: {{ {view} }}"#);
    let total = |view: &str| found(&arguments(view), "totalCount")["totalCount"].clone();
    assert_eq!(total(""), 1);
    assert_eq!(total(r#"exceptSources: ["paper"]"#), 0);
    assert_eq!(total(r#"knownAt: "2025-05-01""#), 0);
    assert_eq!(total(r#"validAt: "2023""#), 0);
}

#[test]
fn what_is_not_there_has_no_path_and_everything_leads_to_itself() {
    let length = |from: &str, to: &str| {
        let query =
            format!(r#"{{ path(from: "{from}", to: "{to}") {{ length nodes {{ id }} }} }}"#);
        data(&ways(), &query)["path"].take()
    };
    assert_eq!(length("anna", "nobody"), json!(null));
    assert_eq!(length("nobody", "anna"), json!(null));
    assert_eq!(
        length("anna", "anna"),
        json!({ "length": 0, "nodes": [{ "id": "anna" }] })
    );
    assert_eq!(
        found(r#"from: "nobody", to: "anna""#, "totalCount complete")["complete"],
        true
    );
}

#[test]
fn a_number_out_of_bounds_is_refused() {
    for wrong in ["maxLength: 21", "maxLength: -1", "k: -1", "k: 10001"] {
        let query = format!(r#"{{ paths(from: "anna", to: "ben", {wrong}) {{ totalCount }} }}"#);
        assert_eq!(
            codes(&response(&ways(), &query)),
            ["ARGUMENT_OUT_OF_BOUNDS"],
            "{wrong}"
        );
    }
    assert_eq!(
        found(r#"from: "anna", to: "ben", maxLength: 1"#, "totalCount")["totalCount"],
        0
    );
}

#[test]
fn paths_are_paged_like_every_list() {
    let search = r#"from: "hannah-gutierrez-reed", to: "rachel-mason", mode: SIMPLE, maxLength: 4"#;
    let page = |arguments: &str| {
        let query = format!(
            "{{ paths({search}{arguments}) {{ totalCount nodes {{ nodes {{ id }} length }}
                edges {{ cursor }} pageInfo {{ hasNextPage endCursor }} }} }}"
        );
        ask(&query)["paths"].take()
    };
    let whole = page(", first: 100");
    let n = items(&whole["nodes"]).len();
    assert!(n > 3 && whole["totalCount"] == n, "{n} paths");
    let (mut after, mut met) = (Value::Null, Vec::new());
    loop {
        let page = page(&format!(", first: 2, after: {after}"));
        met.extend(
            each(&page["edges"], "cursor")
                .into_iter()
                .map(str::to_owned),
        );
        after = page["pageInfo"]["endCursor"].clone();
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
    }
    assert_eq!(met, each(&whole["edges"], "cursor"));
    let lengths: Vec<_> = items(&whole["nodes"])
        .iter()
        .map(|path| path["length"].as_i64())
        .collect();
    assert!(lengths.is_sorted());
}

#[test]
fn the_armorer_is_connected_with_the_director_of_the_documentary() {
    let answer = ask(
        r#"{ path(from: "hannah-gutierrez-reed", to: "rachel-mason") {
        hops { field explanation sources { id } } } }"#,
    );
    let hops = &answer["path"]["hops"];
    assert_eq!(
        each(hops, "field"),
        ["armorerOf", "cinematographers", "friends"]
    );
    assert_eq!(
        each(hops, "explanation"),
        [
            "Hannah Gutierrez-Reed: armorer of Rust.",
            "Halyna Hutchins: cinematographer of Rust.",
            "Rachel Mason: friend of Halyna Hutchins.",
        ]
    );
    for hop in items(hops) {
        assert!(!items(&hop["sources"]).is_empty());
    }
}
