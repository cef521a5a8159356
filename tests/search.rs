//! Does a text find what it means, and say why?

use crate::support::{SHIPPED, ask, codes, items, parsed, request, response};
use serde_json::{Value, json};

const SEARCH: &str = "query($text: String!, $types: [EntityType!], $fields: [SearchField!],
    $view: View) {
  search(text: $text, types: $types, fields: $fields, view: $view, first: 200) {
    totalCount complete
    nodes { entity { id name type } score matchCount
      matches(first: 200) {
        field key fragment score claim { id citations { source { id } } }
        highlights { start end }
      }
    }
  }
}";

/// Searches the shipped story with these variables.
#[track_caller]
fn search(variables: Value) -> Value {
    let mut answer = parsed(&SHIPPED.answer(&request(SEARCH, variables)));
    assert_eq!(answer.get("errors"), None);
    answer["data"]["search"].take()
}

/// Returns the ids of the entities that are found.
fn found(search: &Value) -> Vec<&str> {
    let nodes = items(&search["nodes"]).iter();
    nodes
        .map(|node| node["entity"]["id"].as_str().unwrap_or_default())
        .collect()
}

#[test]
fn what_is_meant_comes_first() {
    for (text, first) in [
        ("gutierrez reed", "hannah-gutierrez-reed"),
        ("Guti\u{e9}rrez\u{2013}Reed", "hannah-gutierrez-reed"),
        ("Gutierez Reid", "hannah-gutierrez-reed"),
        ("hanna gutierres", "hannah-gutierrez-reed"),
        ("reed gutierrez hannah", "hannah-gutierrez-reed"),
        ("HALYNA HUTCHINS", "halyna-hutchins"),
        ("galyna hutchins", "halyna-hutchins"),
        ("Haly\u{144}a Hutchings", "halyna-hutchins"),
        ("alec b", "alec-baldwin"),
        ("Alex Baldwin", "alec-baldwin"),
        ("baldwni", "alec-baldwin"),
        ("hilar", "hilaria-baldwin"),
        ("rust", "rust"),
        ("russt", "rust"),
        ("last take", "last-take"),
        ("the mad hater", "the-mad-hatter"),
        ("carmack", "mary-carmack-altwies"),
        ("cormack-altweis", "mary-carmack-altwies"),
        ("morrisey", "karri-morrissey"),
        ("stefanopoulos", "george-stephanopoulos"),
        ("stephanopul", "george-stephanopoulos"),
        ("souza joel", "joel-souza"),
        ("sheriffs office", "sheriffs-office"),
        ("sheriff's off", "sheriffs-office"),
        ("energa", "camerimage-2024"),
        ("fbi", "fbi"),
        ("gun", "gun"),
    ] {
        let search = search(json!({ "text": text }));
        assert_eq!(
            found(&search).first(),
            Some(&first),
            "{text}: {:?}",
            found(&search)
        );
        assert_eq!(search["complete"], true);
    }
}

#[test]
fn everything_is_found_first_by_its_own_name() {
    let entities = ask("{ entities(first: 500) { totalCount nodes { id name } } }");
    let nodes = items(&entities["entities"]["nodes"]);
    assert_eq!(entities["entities"]["totalCount"], nodes.len());
    for entity in nodes {
        let search = search(json!({ "text": entity["name"] }));
        let first = &search["nodes"][0];
        assert_eq!(first["entity"]["name"], entity["name"]);
        assert_eq!(first["score"], 1.0, "{entity}");
        assert!(found(&search).contains(&entity["id"].as_str().unwrap_or_default()));
    }
}

#[test]
fn a_name_comes_before_a_mention() {
    let search = search(json!({ "text": "baldwin" }));
    let fields: Vec<_> = items(&search["nodes"])
        .iter()
        .map(|node| node["matches"][0]["field"].as_str().unwrap_or_default())
        .collect();
    let n_names = fields.iter().take_while(|&&field| field == "NAME").count();
    assert!(n_names > 5 && n_names < fields.len(), "{fields:?}");
    assert!(!fields[n_names..].contains(&"NAME"), "{fields:?}");
}

#[test]
fn a_hit_says_why_it_matches() {
    let hit = &search(json!({ "text": "hanah gutier" }))["nodes"][0];
    let matches = items(&hit["matches"]);
    assert_eq!(hit["matchCount"], matches.len());
    assert_eq!(
        matches[0],
        json!({
            "field": "NAME", "key": null, "fragment": "Hannah Gutierrez-Reed", "claim": null,
            "score": matches[0]["score"],
            "highlights": [{ "start": 0, "end": 6 }, { "start": 7, "end": 16 }],
        })
    );
    let aliases = matches.iter().filter(|found| found["field"] == "ALIAS");
    let aliases: Vec<_> = aliases.collect();
    assert_eq!(aliases.len(), 2, "{matches:#?}");
    for alias in aliases {
        assert_eq!(alias["key"], "alias");
        assert_eq!(items(&alias["claim"]["citations"]).len(), 1);
    }
    let scores: Vec<_> = matches
        .iter()
        .map(|found| found["score"].as_f64())
        .collect();
    assert!(scores.is_sorted_by(|a, b| a >= b), "{scores:?}");
}

#[test]
fn words_may_stand_in_different_texts_of_an_entity() {
    let search = search(json!({ "text": "gutierrez armorer" }));
    assert_eq!(found(&search)[0], "hannah-gutierrez-reed");
    let matches = items(&search["nodes"][0]["matches"]);
    for field in ["NAME", "ATTRIBUTE"] {
        assert!(
            matches.iter().any(|found| found["field"] == field),
            "{matches:#?}"
        );
    }
}

#[test]
fn only_the_types_and_fields_count_that_are_asked_for() {
    let all = search(json!({ "text": "baldwin" }));
    let people = search(json!({ "text": "baldwin", "types": ["PERSON"] }));
    let nodes = items(&all["nodes"]).iter();
    let expected = nodes.filter(|node| node["entity"]["type"] == "PERSON");
    assert_eq!(
        items(&people["nodes"]),
        expected.cloned().collect::<Vec<_>>()
    );

    let notes = search(json!({ "text": "baldwin", "fields": ["NOTE", "ALIAS"] }));
    for node in items(&notes["nodes"]) {
        for found in items(&node["matches"]) {
            assert!(["NOTE", "ALIAS"].contains(&found["field"].as_str().unwrap_or_default()));
        }
    }
    assert!(found(&notes).contains(&"alec-baldwin"));
    let empty = json!({ "text": "baldwin", "types": [], "fields": [] });
    assert_eq!(search(empty), all);
}

/// Returns every match as the entity, the field, the id of the claim and the fragment.
fn matches(search: &Value) -> Vec<[String; 4]> {
    let mut all = Vec::new();
    for node in items(&search["nodes"]) {
        assert_eq!(node["matchCount"], items(&node["matches"]).len());
        for found in items(&node["matches"]) {
            let told = [
                &node["entity"]["id"],
                &found["field"],
                &found["claim"]["id"],
            ];
            let [entity, field, claim] = told.map(|text| text.as_str().unwrap_or("").to_owned());
            all.push([entity, field, claim, found["fragment"].to_string()]);
        }
    }
    all.sort();
    all
}

#[test]
fn a_view_shows_the_matches_whose_claims_it_shows() {
    let views = [
        json!({ "exceptSources": ["doc-002"] }),
        json!({ "onlySources": ["doc-001"] }),
        json!({ "knownAt": "2023-04-24" }),
        json!({ "knownAt": "2024", "validAt": "2021-10-21" }),
        json!({ "onlySources": [] }),
    ];
    for text in ["halyna", "rust", "camerimage", "charge", "derived"] {
        let all = matches(&search(json!({ "text": text })));
        for view in &views {
            let is_shown = |id: &str| {
                let query =
                    "query($id: ID!, $view: View) { nodes(ids: [$id], view: $view) { id } }";
                let request = request(query, json!({ "id": id, "view": view }));
                parsed(&SHIPPED.answer(&request))["data"]["nodes"][0] != Value::Null
            };
            let shown = all.iter().filter(|[entity, _, claim, _]| {
                is_shown(if claim.is_empty() { entity } else { claim })
            });
            let seen = matches(&search(json!({ "text": text, "view": view })));
            assert_eq!(seen, shown.cloned().collect::<Vec<_>>(), "{text} {view}");
        }
    }
}

#[test]
fn a_name_that_only_a_hidden_source_gives_is_not_found() {
    let named = |view: Value| {
        let search = search(json!({ "text": "EnergaCamerimage", "view": view }));
        search["totalCount"].clone()
    };
    assert_eq!(named(Value::Null), 1);
    assert_eq!(named(json!({ "onlySources": ["doc-004"] })), 1);
    assert_eq!(named(json!({ "exceptSources": ["doc-004"] })), 0);
    assert_eq!(named(json!({ "knownAt": "2025-01" })), 0);
}

#[test]
fn a_score_does_not_depend_on_what_a_view_hides() {
    let score = |view: Value| {
        let search = search(json!({ "text": "halyna hutchins", "view": view }));
        search["nodes"][0]["score"].clone()
    };
    assert_eq!(
        score(Value::Null),
        score(json!({ "onlySources": ["doc-000"] }))
    );
}

#[test]
fn pages_join_to_the_whole() {
    let whole = search(json!({ "text": "baldwin" }));
    let page = |after: &Value| {
        let query = format!(
            "{{ search(text: \"baldwin\", first: 7, after: {after}) {{
                totalCount pageInfo {{ hasNextPage endCursor }} nodes {{ entity {{ id }} }}
            }} }}"
        );
        ask(&query)["search"].take()
    };
    let (mut after, mut ids) = (Value::Null, Vec::new());
    loop {
        let page = page(&after);
        assert_eq!(page["totalCount"], whole["totalCount"]);
        ids.extend(found(&page).into_iter().map(str::to_owned));
        after = page["pageInfo"]["endCursor"].clone();
        if page["pageInfo"]["hasNextPage"] != json!(true) {
            break;
        }
    }
    assert_eq!(ids, found(&whole));

    let elsewhere = |arguments: &str| {
        response(
            &SHIPPED,
            &format!("{{ search({arguments}, after: {after}) {{ totalCount }} }}"),
        )
    };
    let arguments = [r#"text: "rust""#, r#"text: "baldwin", fields: [NAME]"#];
    for arguments in arguments {
        assert_eq!(codes(&elsewhere(arguments)), ["CURSOR_FOREIGN"]);
    }
}

#[test]
fn a_text_has_no_operators_and_may_be_anything() {
    let expected = found(&search(json!({ "text": "alec baldwin" }))).len();
    for text in ["+alec AND", "\"alec", "(alec", "alec*", "NOT alec^2 OR"] {
        search(json!({ "text": text }));
    }
    for text in [
        "+alec -baldwin",
        "\"alec baldwin\"",
        "(alec:[baldwin}",
        "alec\u{0}\u{202e}baldwin~*",
    ] {
        assert_eq!(
            found(&search(json!({ "text": text }))).len(),
            expected,
            "{text}"
        );
    }
    for text in ["", " ", "\u{0}", "*:*", "-- \" {", "\u{301}\u{200b}"] {
        let search = search(json!({ "text": text }));
        assert_eq!(
            (&search["totalCount"], &search["complete"]),
            (&json!(0), &json!(true))
        );
    }
    for text in [
        "x".repeat(20_000),
        "\u{fdfa}".repeat(5_000),
        "\u{1f600}".repeat(5_000),
    ] {
        assert_eq!(search(json!({ "text": text }))["totalCount"], 0);
    }
}

#[test]
fn a_text_of_too_many_words_is_refused() {
    let search = |n: usize| {
        let query = format!(
            "{{ search(text: \"{}\") {{ totalCount }} }}",
            "on ".repeat(n)
        );
        response(&SHIPPED, &query)
    };
    assert_eq!(search(16).get("errors"), None);
    let refused = search(17);
    assert_eq!(codes(&refused), ["TOO_MANY_WORDS"]);
    let message = refused["errors"][0]["message"].as_str().unwrap_or_default();
    assert!(
        message.contains("at most 16") || message.contains("more than 16"),
        "{message}"
    );
}
