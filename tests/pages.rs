//! How does one walk through a list that is longer than a page?

use crate::support::{SHIPPED, ask, codes, data, each, engine_of, items, response};
use serde_json::Value;
use throughline::engine::Engine;
use throughline::schema::Story;

/// The fields of a connection that a walk reads.
const WALKED: &str = "totalCount \
     nodes { id } \
     edges { cursor node { id } } \
     pageInfo { hasNextPage hasPreviousPage startCursor endCursor }";

/// The lists that are walked: how to ask for one page, with `PAGE` for its arguments, and how to
/// reach it in the answer.
const LISTS: [(&str, &str); 7] = [
    ("{ people(PAGE) { WALKED } }", "/people"),
    ("{ entities(PAGE) { WALKED } }", "/entities"),
    ("{ sources(PAGE) { WALKED } }", "/sources"),
    (
        r#"{ person(id: "alec-baldwin") { claims(PAGE) { WALKED } } }"#,
        "/person/claims",
    ),
    (
        r#"{ source(id: "doc-003") { claims(PAGE) { WALKED } } }"#,
        "/source/claims",
    ),
    (
        r#"{ person(id: "alec-baldwin") { relations(PAGE) { WALKED } } }"#,
        "/person/relations",
    ),
    (
        r#"{ legalCase(id: "baldwin-criminal-case") { steps(PAGE) { WALKED } } }"#,
        "/legalCase/steps",
    ),
];

fn page(list: (&str, &str), arguments: &str) -> Value {
    let (query, place) = list;
    let query = query.replace("PAGE", arguments).replace("WALKED", WALKED);
    let data = ask(&query);
    let found = data.pointer(place);
    found.unwrap_or_else(|| panic!("{place} in {data}")).clone()
}

fn ids_of(page: &Value) -> Vec<String> {
    let ids = each(&page["nodes"], "id");
    ids.into_iter().map(str::to_owned).collect()
}

fn cursors_of(page: &Value) -> Vec<String> {
    let cursors = each(&page["edges"], "cursor");
    cursors.into_iter().map(str::to_owned).collect()
}

#[test]
fn a_walk_forward_meets_every_item_once_and_in_order() {
    for list in LISTS {
        let whole = page(list, "first: 500");
        let all = cursors_of(&whole);
        for size in [1, 3, 7] {
            let mut met = Vec::new();
            let mut after = "null".to_owned();
            loop {
                let page = page(list, &format!("first: {size}, after: {after}"));
                assert_eq!(page["totalCount"], whole["totalCount"], "{}", list.1);
                met.extend(cursors_of(&page));
                if page["pageInfo"]["hasNextPage"] == false {
                    break;
                }
                assert_eq!(items(&page["nodes"]).len(), size, "{}", list.1);
                after = page["pageInfo"]["endCursor"].to_string();
            }
            assert_eq!(met, all, "{} in pages of {size}", list.1);
        }
    }
}

#[test]
fn a_walk_backward_meets_every_item_once_and_in_reverse_order() {
    for list in LISTS {
        let all = cursors_of(&page(list, "last: 500"));
        for size in [1, 3, 7] {
            let mut met = Vec::new();
            let mut before = "null".to_owned();
            loop {
                let page = page(list, &format!("last: {size}, before: {before}"));
                let mut cursors = cursors_of(&page);
                cursors.extend(met);
                met = cursors;
                if page["pageInfo"]["hasPreviousPage"] == false {
                    break;
                }
                before = page["pageInfo"]["startCursor"].to_string();
            }
            assert_eq!(met, all, "{} in pages of {size}", list.1);
        }
    }
}

#[test]
fn no_two_items_of_a_list_share_a_cursor() {
    for list in LISTS {
        let mut cursors = cursors_of(&page(list, "first: 500"));
        let n_items = cursors.len();
        cursors.sort();
        cursors.dedup();
        assert_eq!(cursors.len(), n_items, "{}", list.1);
        assert!(n_items > 4, "{} has {n_items} items", list.1);
    }
}

#[test]
fn nodes_and_edges_of_a_page_are_the_same_items() {
    for list in LISTS {
        let page = page(list, "first: 6");
        let edges: Vec<_> = items(&page["edges"])
            .iter()
            .map(|edge| edge["node"]["id"].as_str().unwrap_or_default().to_owned())
            .collect();
        assert_eq!(ids_of(&page), edges, "{}", list.1);
        let cursors = cursors_of(&page);
        assert_eq!(page["pageInfo"]["startCursor"], cursors[0].as_str());
        assert_eq!(
            page["pageInfo"]["endCursor"].as_str(),
            cursors.last().map(String::as_str)
        );
    }
}

#[test]
fn a_page_tells_whether_there_is_more_on_either_side() {
    for list in LISTS {
        let all = cursors_of(&page(list, "first: 500"));
        let more = |arguments: &str| {
            let page = page(list, arguments);
            let info = &page["pageInfo"];
            (info["hasPreviousPage"] == true, info["hasNextPage"] == true)
        };
        let last = all.len() - 1;
        assert_eq!(more("first: 500"), (false, false), "{}", list.1);
        assert_eq!(more("first: 2"), (false, true), "{}", list.1);
        assert_eq!(more("last: 2"), (true, false), "{}", list.1);
        let middle = format!("first: 1, after: {:?}", all[1]);
        assert_eq!(more(&middle), (true, true), "{}", list.1);
        let behind_the_end = format!("first: 1, after: {:?}", all[last]);
        assert_eq!(more(&behind_the_end), (true, false), "{}", list.1);
        let before_the_beginning = format!("last: 1, before: {:?}", all[0]);
        assert_eq!(more(&before_the_beginning), (false, true), "{}", list.1);
    }
}

#[test]
fn a_page_between_two_cursors_holds_neither_of_them() {
    for list in LISTS {
        let all = cursors_of(&page(list, "first: 500"));
        let between = page(
            list,
            &format!("first: 500, after: {:?}, before: {:?}", all[0], all[4]),
        );
        assert_eq!(cursors_of(&between), all[1..4], "{}", list.1);
    }
}

#[test]
fn an_empty_page_has_no_cursors() {
    let page = page(LISTS[0], "first: 0");
    assert_eq!(items(&page["nodes"]).len(), 0);
    assert_eq!(page["pageInfo"]["startCursor"], Value::Null);
    assert_eq!(page["pageInfo"]["endCursor"], Value::Null);
    assert_eq!(page["pageInfo"]["hasNextPage"], true);
}

#[test]
fn a_page_has_25_items_when_nothing_is_said() {
    let page = page(LISTS[1], "first: null");
    assert_eq!(items(&page["nodes"]).len(), 25);
    let data = ask("{ entities { nodes { id } } }");
    assert_eq!(items(&data["entities"]["nodes"]).len(), 25);
}

#[test]
fn relations_are_walked_across_their_groups_under_a_filter() {
    let list = (
        r#"{ event(id: "rust-shooting") {
            relations(types: [KILLED_IN, INJURED_IN, AROSE_FROM, USED_IN], PAGE) { WALKED }
        } }"#,
        "/event/relations",
    );
    let all = cursors_of(&page(list, "first: 500"));
    let mut met = Vec::new();
    let mut after = "null".to_owned();
    for _ in 0..all.len() {
        let page = page(list, &format!("first: 1, after: {after}"));
        met.extend(cursors_of(&page));
        after = page["pageInfo"]["endCursor"].to_string();
    }
    assert_eq!(met, all);

    // A cursor on an item that the filter leaves out stands where the item would stand.
    let unfiltered = (
        r#"{ event(id: "rust-shooting") { relations(PAGE) { WALKED } } }"#,
        "/event/relations",
    );
    let everything = cursors_of(&page(unfiltered, "first: 500"));
    let at = everything.iter().position(|cursor| *cursor == all[1]);
    let left_out = everything
        .iter()
        .skip(at.expect("filtered relations are relations"))
        .find(|cursor| !all.contains(cursor))
        .expect("the filter leaves something out");
    let expected: Vec<_> = everything
        .iter()
        .skip_while(|cursor| *cursor != left_out)
        .filter(|cursor| all.contains(cursor))
        .cloned()
        .collect();
    let page = page(list, &format!("first: 500, after: {left_out:?}"));
    assert_eq!(cursors_of(&page), expected);
}

// ---- Cursors that cannot be used ----

#[test]
fn a_text_that_is_no_cursor_is_refused() {
    for text in ["", "no cursor", "%%%", "AAAA"] {
        let query = format!("{{ people(after: {text:?}) {{ totalCount }} }}");
        assert_eq!(
            codes(&response(&SHIPPED, &query)),
            ["CURSOR_MALFORMED"],
            "{text}"
        );
    }
}

#[test]
fn a_cursor_of_another_list_is_refused() {
    for from in LISTS {
        let cursor = &cursors_of(&page(from, "first: 1"))[0];
        for to in LISTS {
            let arguments = format!("after: {cursor:?}");
            let query = to.0.replace("PAGE", &arguments).replace("WALKED", WALKED);
            let told = response(&SHIPPED, &query);
            let expected: &[&str] = if from == to { &[] } else { &["CURSOR_FOREIGN"] };
            assert_eq!(codes(&told), expected, "{} at {}", from.1, to.1);
        }
    }
}

#[test]
fn a_page_size_out_of_bounds_is_refused() {
    for (arguments, code) in [
        ("first: 501", "PAGE_TOO_LARGE"),
        ("last: 2147483647", "PAGE_TOO_LARGE"),
        ("first: -1", "PAGE_NEGATIVE"),
        ("last: -2147483648", "PAGE_NEGATIVE"),
        ("first: 1, last: 1", "PAGE_BOTH_ENDS"),
    ] {
        for (query, place) in LISTS {
            let query = query.replace("PAGE", arguments).replace("WALKED", WALKED);
            assert_eq!(
                codes(&response(&SHIPPED, &query)),
                [code],
                "{arguments} at {place}"
            );
        }
        let shorter = arguments.starts_with("first: ") && !arguments.contains("last");
        if shorter {
            let query = format!("{{ ontology {{ types({arguments}) {{ name }} }} }}");
            assert_eq!(codes(&response(&SHIPPED, &query)), [code], "{arguments}");
        }
    }
}

#[test]
fn a_refused_page_leaves_the_fields_beside_it() {
    let told = response(
        &SHIPPED,
        r#"{ statistics { sourceCount } person(id: "alec-baldwin") { claims(first: -1) { totalCount } } }"#,
    );
    assert_eq!(told["data"]["statistics"]["sourceCount"], 5);
    assert_eq!(told["data"]["person"], Value::Null);
    assert_eq!(
        told["errors"][0]["path"],
        serde_json::json!(["person", "claims"])
    );
}

// ---- Cursors and edits ----

const ONTOLOGY: &str = r#"
[story]
name = "Rust"
description = "The film."

[type.Person]
plural = "people"
description = "A human being."

[type.Production]
plural = "productions"
description = "A film."

[relation.crew-of]
from = "Person"
to = "Production"
inverse = "crew"
description = "The productions on which this person worked."
inverse-description = "Those who worked on this production."

[relation.crew-of.qualifier.role]
type = "text"
identifying = true
description = "What the person did."
"#;

const SOURCE: &str = r#"
source = "doc-000"
name = "An article"
published = "2023-04-24"
paragraphs = 10
"#;

/// Returns a story in which these people worked on a film, each in two roles.
fn crew(ids: &[&str]) -> Engine<Story> {
    let people: Vec<(String, String)> = ids
        .iter()
        .map(|id| {
            let role = |role: &str| {
                format!(
                    "[[crew-of]]\nto = \"rust\"\nrole = \"{role}\"\nid = \"{id}-{role}\"\n\
                     cite = \"doc-000#1\"\n"
                )
            };
            let text = format!(
                "entity = \"{id}\"\ntype = \"Person\"\nname = \"{id}\"\n{}{}",
                role("grip"),
                role("gaffer")
            );
            (format!("people/{id}.toml"), text)
        })
        .collect();
    let mut files = vec![
        ("ontology.toml", ONTOLOGY),
        ("doc-000.toml", SOURCE),
        (
            "rust.toml",
            "entity = \"rust\"\ntype = \"Production\"\nname = \"Rust\"\n",
        ),
    ];
    files.extend(people.iter().map(|(path, text)| (&**path, &**text)));
    engine_of(&files)
}

/// The lists of such a story, each with the arguments of a page where `PAGE` stands.
const CREW_LISTS: [(&str, &str); 3] = [
    (
        "{ people(PAGE) { edges { cursor node { id } } } }",
        "/people/edges",
    ),
    (
        r#"{ production(id: "rust") { crew(PAGE) { edges { cursor node { id } } } } }"#,
        "/production/crew/edges",
    ),
    (
        r#"{ production(id: "rust") { relations(PAGE) { edges { cursor node { id } } } } }"#,
        "/production/relations/edges",
    ),
];

fn edges(engine: &Engine<Story>, list: (&str, &str), arguments: &str) -> Vec<(String, String)> {
    let data = data(engine, &list.0.replace("PAGE", arguments));
    let edges = data.pointer(list.1).expect("the list is there");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    items(edges)
        .iter()
        .map(|edge| (text(&edge["node"]["id"]), text(&edge["cursor"])))
        .collect()
}

#[test]
fn cursors_are_the_same_after_the_graph_is_built_anew() {
    for list in CREW_LISTS {
        let first = edges(&crew(&["a", "b", "c"]), list, "first: 500");
        let second = edges(&crew(&["a", "b", "c"]), list, "first: 500");
        assert_eq!(first, second, "{}", list.1);
    }
}

#[test]
fn cursors_hold_their_place_when_other_items_come_and_go() {
    let before = crew(&["b", "c", "d"]);
    let after = crew(&["a", "c", "cc", "d"]);
    for list in CREW_LISTS {
        let all = edges(&before, list, "first: 500");
        let (_, cursor) = all.iter().rfind(|(id, _)| id == "c").expect("c is there");
        let mut behind: Vec<_> = edges(&after, list, &format!("first: 500, after: {cursor:?}"))
            .into_iter()
            .map(|(id, _)| id)
            .collect();
        behind.dedup();
        assert_eq!(behind, ["cc", "d"], "{}", list.1);
    }
}

#[test]
fn a_cursor_whose_item_was_removed_goes_on_where_the_item_stood() {
    let before = crew(&["a", "b", "c", "d"]);
    let after = crew(&["a", "c", "d"]);
    for list in CREW_LISTS {
        let all = edges(&before, list, "first: 500");
        let (_, cursor) = all.iter().find(|(id, _)| id == "b").expect("b is there");
        let ids = |arguments: &str| {
            let mut ids: Vec<_> = edges(&after, list, arguments)
                .into_iter()
                .map(|(id, _)| id)
                .collect();
            ids.dedup();
            ids
        };
        assert_eq!(
            ids(&format!("first: 500, after: {cursor:?}")),
            ["c", "d"],
            "{}",
            list.1
        );
        assert_eq!(
            ids(&format!("last: 500, before: {cursor:?}")),
            ["a"],
            "{}",
            list.1
        );
    }
}

#[test]
fn several_relationships_to_one_entity_have_cursors_of_their_own() {
    let engine = crew(&["a", "b"]);
    for list in &CREW_LISTS[1..] {
        let all = edges(&engine, *list, "first: 500");
        let ids: Vec<_> = all.iter().map(|(id, _)| id.as_str()).collect();
        assert_eq!(ids, ["a", "a", "b", "b"]);
        for (at, (_, cursor)) in all.iter().enumerate() {
            let behind = edges(&engine, *list, &format!("first: 500, after: {cursor:?}"));
            assert_eq!(behind, all[at + 1..], "{} behind {at}", list.1);
        }
    }
}

#[test]
fn a_cursor_of_a_claim_that_is_gone_is_refused_as_stale() {
    let claims = (
        r#"{ production(id: "rust") { claims(PAGE) { edges { cursor node { id } } } } }"#,
        "/production/claims/edges",
    );
    let all = edges(&crew(&["a", "b"]), claims, "first: 500");
    let (_, cursor) = all
        .iter()
        .find(|(id, _)| id == "a-grip")
        .expect("it is there");
    let query = claims.0.replace("PAGE", &format!("after: {cursor:?}"));
    let told = response(&crew(&["b"]), &query);
    assert_eq!(codes(&told), ["CURSOR_STALE"]);
}
