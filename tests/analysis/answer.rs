//! What does an answer tell of an analysis?

use crate::support::{ask, codes, data, each, engine_of, items, response};
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use throughline::engine::{Cancellation, Deadline, Engine};
use throughline::query::{Budget, Cut, Extent, Figure, Measure, Projection, work_out};
use throughline::schema::Story;

const ONTOLOGY: &str = r#"
[story]
name = "Circle"
description = "Who knows whom."

[type.Person]
plural = "people"
description = "A person."

[type.Film]
plural = "films"
description = "A film."

[attribute.born]
on = "Person"
type = "date"
description = "The day of birth."

[relation.knows]
from = "Person"
to = "Person"
inverse = "known-by"
description = "Whom the person knows."
inverse-description = "Who knows the person."

[relation.acted-in]
from = "Person"
to = "Film"
inverse = "cast"
description = "Where the person acted."
inverse-description = "Who acted in it."

[relation.acted-in.qualifier.part]
type = "text"
identifying = true
description = "As whom."
"#;

const PAPER: &str = "source = \"paper\"\nname = \"Paper\"\npublished = \"2025\"\nparagraphs = 9\n";

const RADIO: &str = "source = \"radio\"\nname = \"Radio\"\npublished = \"2025\"\nparagraphs = 9\n";

/// Returns an engine over this story, in which Carl plays two parts, and the radio alone says that
/// Ben knows Carl:
///
/// ```text
/// anna -- ben -- carl == harbor -- dora      zoe
/// ```
fn circle() -> Engine<Story> {
    let person = |id: &str, more: &str| {
        let text = format!("entity = \"{id}\"\ntype = \"Person\"\nname = \"{id}\"\n{more}");
        (format!("{id}.toml"), text)
    };
    let acted = |part: &str| {
        format!("\n[[acted-in]]\nto = \"harbor\"\npart = \"{part}\"\ncite = \"paper#1\"\n")
    };
    let knows = |whom: &str, more: &str| format!("\n[[knows]]\nto = \"{whom}\"\n{more}\n");
    let mut files = vec![
        person("anna", &knows("ben", "cite = \"paper#2\"")),
        person("ben", &knows("carl", "cite = \"radio#2\"")),
        person("carl", &(acted("twin") + &acted("other twin"))),
        person(
            "dora",
            &(acted("sailor") + &knows("anna", "status = \"denied\"\ncite = \"paper#3\"")),
        ),
        person("zoe", "\n[[born]]\nvalue = \"1980\"\ncite = \"paper#4\"\n"),
    ];
    let film = "entity = \"harbor\"\ntype = \"Film\"\nname = \"harbor\"\n";
    files.extend(
        [
            ("ontology.toml", ONTOLOGY),
            ("paper.toml", PAPER),
            ("radio.toml", RADIO),
            ("harbor.toml", film),
        ]
        .map(|(path, text)| (path.to_owned(), text.to_owned())),
    );
    let files: Vec<_> = files
        .iter()
        .map(|(p, t)| (p.as_str(), t.as_str()))
        .collect();
    engine_of(&files)
}

/// Returns the fields of an analysis.
#[track_caller]
fn analyzed(arguments: &str, fields: &str) -> Value {
    let query = format!("{{ analysis{arguments} {{ {fields} }} }}");
    data(&circle(), &query)["analysis"].take()
}

/// Compares the ranking by a measure: rank, score, id.
#[track_caller]
fn check_ranking(arguments: &str, measure: &str, expected: &[(u32, f64, &str)]) {
    let fields = format!("centrality({measure}) {{ nodes {{ rank score entity {{ id }} }} }}");
    let analyzed = analyzed(arguments, &fields);
    let found = items(&analyzed["centrality"]["nodes"]);
    assert_eq!(found.len(), expected.len(), "{analyzed}");
    for (found, (rank, score, id)) in found.iter().zip(expected) {
        assert_eq!(
            (&found["rank"], &found["entity"]["id"]),
            (&json!(rank), &json!(id))
        );
        let off = found["score"].as_f64().expect("a score") - score;
        assert!(off.abs() < 1e-11, "{found} instead of {score}");
    }
}

/// Returns the members of each group.
#[track_caller]
fn groups<'v>(analyzed: &'v Value, field: &str) -> Vec<Vec<&'v str>> {
    let groups = items(&analyzed[field]["nodes"]).iter();
    groups
        .map(|group| {
            let members = each(&group["members"]["nodes"], "id");
            assert_eq!(group["size"], members.len());
            members
        })
        .collect()
}

const GROUP: &str = "{ totalCount nodes { size members { nodes { id } } } }";

#[test]
fn the_degree_counts_parallel_relationships_and_none_that_is_denied() {
    let expected = [
        (1, 3.0, "carl"),
        (1, 3.0, "harbor"),
        (3, 2.0, "ben"),
        (4, 1.0, "anna"),
        (4, 1.0, "dora"),
        (6, 0.0, "zoe"),
    ];
    check_ranking("", "measure: DEGREE", &expected);
    let counts = analyzed("", "nodeCount edgeCount");
    assert_eq!(counts, json!({ "nodeCount": 6, "edgeCount": 5 }));
}

#[test]
fn betweenness_is_the_part_of_the_pairs_between_which_an_entity_lies() {
    // Of ten pairs of others, Carl lies between Anna or Ben and the film or Dora.
    let expected = [
        (1, 0.4, "carl"),
        (2, 0.3, "ben"),
        (2, 0.3, "harbor"),
        (4, 0.0, "anna"),
        (4, 0.0, "dora"),
        (4, 0.0, "zoe"),
    ];
    check_ranking("", "measure: BETWEENNESS", &expected);
}

#[test]
fn closeness_counts_whom_one_reaches_and_how_far_they_are() {
    let reached = 4.0 / 5.0;
    let expected = [
        (1, reached * 4.0 / 6.0, "carl"),
        (2, reached * 4.0 / 7.0, "ben"),
        (2, reached * 4.0 / 7.0, "harbor"),
        (4, reached * 4.0 / 10.0, "anna"),
        (4, reached * 4.0 / 10.0, "dora"),
        (6, 0.0, "zoe"),
    ];
    check_ranking("", "measure: CLOSENESS", &expected);
}

#[test]
fn page_rank_solves_its_equations() {
    // With u of an entity alone, a at both ends of Anna, Ben, Carl and b in the middle:
    // u = (0.15 + 0.85 * 2 u) / 5, a = u + 0.85 b / 2, b = u + 0.85 * 2 a.
    let u = 0.03 / 0.66;
    let a = u * 1.425 / 0.2775;
    let b = u + 1.7 * a;
    assert!((2.0 * a + b + 2.0 * u - 1.0_f64).abs() < 1e-12);
    let expected = [
        (1, b, "ben"),
        (2, a, "anna"),
        (2, a, "carl"),
        (4, u, "dora"),
        (4, u, "zoe"),
    ];
    check_ranking(
        "(relations: [KNOWS], types: [PERSON])",
        "measure: PAGERANK",
        &expected,
    );
}

#[test]
fn a_part_of_the_entities_keeps_the_ranks_that_it_has_among_all() {
    let expected = [(1, 3.0, "carl"), (6, 0.0, "zoe")];
    check_ranking(
        "",
        r#"measure: DEGREE, of: ["zoe", "carl", "nobody"]"#,
        &expected,
    );
    check_ranking("", "measure: DEGREE, types: [FILM]", &[(1, 3.0, "harbor")]);
    check_ranking("", "measure: DEGREE, of: []", &[]);
    let anna = [(4, 1.0, "anna")];
    check_ranking(
        "",
        r#"measure: DEGREE, of: ["anna", "harbor"], types: [PERSON]"#,
        &anna,
    );
}

#[test]
fn components_are_what_relationships_connect() {
    let all = analyzed("", &format!("components {GROUP}"));
    let connected = vec!["anna", "ben", "carl", "dora", "harbor"];
    assert_eq!(groups(&all, "components"), [connected, vec!["zoe"]]);
    let known = analyzed("(relations: [KNOWS])", &format!("components {GROUP}"));
    let connected = vec!["anna", "ben", "carl"];
    let alone = |id| vec![id];
    let expected = [connected, alone("dora"), alone("harbor"), alone("zoe")];
    assert_eq!(groups(&known, "components"), expected);
}

#[test]
fn communities_have_more_relationships_within_than_chance_would_give() {
    let found = analyzed("", &format!("modularity communities {GROUP}"));
    let expected = [
        vec!["carl", "dora", "harbor"],
        vec!["anna", "ben"],
        vec!["zoe"],
    ];
    assert_eq!(groups(&found, "communities"), expected);
    // Four of five relationships stay within; the groups have seven and three of ten ends.
    let off = found["modularity"].as_f64().expect("a number") - (0.8 - 0.49 - 0.09);
    assert!(off.abs() < 1e-12, "{found}");
    assert_eq!(
        analyzed("(types: [FILM])", "modularity"),
        json!({ "modularity": null })
    );
}

#[test]
fn a_source_that_is_not_read_takes_its_relationships_away() {
    let view = r#"(view: { exceptSources: ["radio"] })"#;
    let found = analyzed(view, &format!("nodeCount edgeCount components {GROUP}"));
    assert_eq!(found["edgeCount"], 4);
    let expected = [
        vec!["carl", "dora", "harbor"],
        vec!["anna", "ben"],
        vec!["zoe"],
    ];
    assert_eq!(groups(&found, "components"), expected);
    // Of the ten pairs, one is left that somebody lies between.
    let of = r#"measure: BETWEENNESS, of: ["carl", "harbor"]"#;
    check_ranking(view, of, &[(1, 0.1, "harbor"), (2, 0.0, "carl")]);
}

#[test]
fn a_shared_neighbor_is_linked_with_every_one_and_tells_how() {
    let shared = |ids: &str| {
        let fields = format!(
            "sharedNeighbors(of: {ids}) {{ totalCount nodes {{ entity {{ id }} hopCount
             hops {{ from {{ id }} to {{ id }} field direction }} }} }}"
        );
        analyzed("", &fields)["sharedNeighbors"].take()
    };
    let hop = |to: &str, field: &str, direction: &str| {
        json!({ "from": { "id": "harbor" }, "to": { "id": to }, "field": field,
                "direction": direction })
    };
    let found = shared(r#"["dora", "carl", "dora"]"#);
    let hops = [
        hop("carl", "cast", "INVERSE"),
        hop("carl", "cast", "INVERSE"),
        hop("dora", "cast", "INVERSE"),
    ];
    let expected = json!({ "entity": { "id": "harbor" }, "hopCount": 3, "hops": hops });
    assert_eq!(found["nodes"], json!([expected]));
    for none in [
        r#"["anna", "dora"]"#,
        r#"["carl", "nobody"]"#,
        "[]",
        r#"["zoe"]"#,
    ] {
        assert_eq!(shared(none)["totalCount"], 0, "{none}");
    }
    let neighbors = shared(r#"["ben"]"#);
    let ids: Vec<_> = items(&neighbors["nodes"])
        .iter()
        .map(|node| &node["entity"]["id"])
        .collect();
    assert_eq!(ids, ["anna", "carl"]);
}

/// Returns what a page of one item leads to, behind a cursor, and the cursor of that item.
#[track_caller]
fn turned(engine: &Engine<Story>, list: &str, node: &str, after: &Value) -> [Value; 2] {
    let query = format!(
        "{{ analysis {{ {list}, first: 1, after: {after}) {{ edges {{ cursor node {{ {node} }} }} }} }} }}"
    );
    let mut answer = data(engine, &query);
    let lists = answer["analysis"].as_object_mut().expect("an analysis");
    let mut list = lists.values_mut().next().expect("a list").take();
    ["node", "cursor"].map(|of| list["edges"][0][of].take())
}

#[test]
fn every_list_is_paged_and_a_cursor_stays_with_its_list() {
    let engine = circle();
    let degree = "centrality(measure: DEGREE";
    let [first, cursor] = turned(&engine, degree, "entity { id }", &Value::Null);
    assert_eq!(first["entity"]["id"], "carl");
    let [second, _] = turned(&engine, degree, "entity { id }", &cursor);
    assert_eq!(second["entity"]["id"], "harbor");
    let groups = "components(last: null";
    let [first, behind] = turned(&engine, groups, "size", &Value::Null);
    let [second, _] = turned(&engine, groups, "size", &behind);
    assert_eq!([&first["size"], &second["size"]], [5, 1]);
    for other in [
        "centrality(measure: PAGERANK",
        "centrality(measure: DEGREE, types: [PERSON]",
        "components(last: null",
    ] {
        let query = format!("{{ analysis {{ {other}, after: {cursor}) {{ totalCount }} }} }}");
        let response = response(&engine, &query);
        assert_eq!(codes(&response), ["CURSOR_FOREIGN"], "{other}");
    }
}

#[test]
fn members_of_a_group_are_paged() {
    let engine = circle();
    let members = |arguments: &str| {
        let query = format!(
            "{{ analysis {{ components(first: 1) {{ nodes {{ members({arguments}) {{ totalCount
             edges {{ cursor node {{ id name }} }} }} }} }} }} }}"
        );
        data(&engine, &query)["analysis"]["components"]["nodes"][0]["members"].take()
    };
    let first = members("first: 2");
    assert_eq!(first["totalCount"], 5);
    let cursor = &first["edges"][1]["cursor"];
    let next = members(&format!("first: 2, after: {cursor}"));
    let ids = items(&next["edges"]).iter().map(|edge| &edge["node"]["id"]);
    assert_eq!(ids.collect::<Vec<_>>(), ["carl", "dora"]);
}

/// Returns an engine over a story in which one person knows so many others.
fn star(n_others: usize) -> Engine<Story> {
    let person = |id: &str| format!("entity = \"{id}\"\ntype = \"Person\"\nname = \"{id}\"\n");
    let others: Vec<_> = (0..n_others).map(|at| format!("p{at}")).collect();
    let knows = others.iter();
    let knows = knows.map(|id| format!("\n[[knows]]\nto = \"{id}\"\ncite = \"paper#1\"\n"));
    let mut files = vec![
        ("ontology.toml".to_owned(), ONTOLOGY.to_owned()),
        ("paper.toml".to_owned(), PAPER.to_owned()),
        (
            "hub.toml".to_owned(),
            person("hub") + &knows.collect::<String>(),
        ),
    ];
    files.extend(others.iter().map(|id| (format!("{id}.toml"), person(id))));
    let files: Vec<_> = files
        .iter()
        .map(|(p, t)| (p.as_str(), t.as_str()))
        .collect();
    engine_of(&files)
}

#[test]
fn a_measure_that_would_take_too_much_fails_at_once_and_says_how_to_ask_for_less() {
    let query = "{ analysis {
        degree: centrality(measure: DEGREE, first: 1) { nodes { score } }
        betweenness: centrality(measure: BETWEENNESS) { totalCount }
        closeness: centrality(measure: CLOSENESS, first: 1) { nodes { score } } } }";
    let response = response(&star(12_000), query);
    let analysis = &response["data"]["analysis"];
    assert_eq!(analysis["degree"]["nodes"], json!([{ "score": 12_000.0 }]));
    assert_eq!(analysis["closeness"]["nodes"], json!([{ "score": 1.0 }]));
    assert_eq!(analysis["betweenness"], Value::Null);
    assert_eq!(codes(&response), ["ANALYSIS_UNFINISHED"]);
    let message = response["errors"][0]["message"]
        .as_str()
        .expect("a message");
    assert!(
        message.contains("500 million") && message.contains("`relations`"),
        "{message}"
    );
}

#[test]
fn an_analysis_ends_where_its_budget_ends_or_nobody_waits() {
    let story = circle();
    let graph = story.domain().graph();
    let seen = graph.under(None);
    let later = Instant::now() + Duration::from_secs(60);
    let gather = |budget: Budget| Projection::of(seen, Extent::default(), &budget);
    assert_eq!(gather(Budget::new(3, later)).map(drop), Err(Cut::Followed));
    assert_eq!(
        gather(Budget::new(1_000, Instant::now())).map(drop),
        Err(Cut::Time)
    );
    let projection = gather(Budget::new(1_000, later)).expect("a small graph");
    let cancelled = Cancellation::default();
    cancelled.cancel();
    let figures = [Measure::PageRank, Measure::Betweenness, Measure::Closeness];
    let figures = figures.map(Figure::Centrality);
    for figure in figures
        .into_iter()
        .chain([Figure::Components, Figure::Communities])
    {
        let cut = |budget: Budget| work_out(graph, &projection, figure, &budget).err();
        assert_eq!(
            cut(Budget::new(5, later)),
            Some(Cut::Followed),
            "{figure:?}"
        );
        assert_eq!(
            cut(Budget::new(1_000_000, Instant::now())),
            Some(Cut::Time),
            "{figure:?}"
        );
        let unwaited = Deadline::unless(&cancelled, later);
        assert_eq!(
            cut(Budget::new(1_000_000, unwaited)),
            Some(Cut::Time),
            "{figure:?}"
        );
        assert_eq!(cut(Budget::new(1_000_000, later)), None, "{figure:?}");
    }
}

#[test]
fn an_analysis_of_the_shipped_story_counts_what_the_view_shows() {
    let answer = ask(
        "{ analysis { nodeCount components { totalCount } } entities { totalCount }
           then: analysis(view: { knownAt: \"2023-04-24\" }) { nodeCount }
           entitiesThen: entities(view: { knownAt: \"2023-04-24\" }) { totalCount } }",
    );
    assert_eq!(
        answer["analysis"]["nodeCount"],
        answer["entities"]["totalCount"]
    );
    assert_eq!(
        answer["then"]["nodeCount"],
        answer["entitiesThen"]["totalCount"]
    );
    assert!(answer["then"]["nodeCount"].as_u64() < answer["analysis"]["nodeCount"].as_u64());
}

#[test]
fn the_members_of_a_component_are_a_list_like_any_other() {
    let engine = circle();
    let component = |arguments: &str, selection: &str| {
        let query = format!(
            "{{ analysis {{ components(first: 1) {{ nodes {{
                members({arguments}) {{ {selection} }}
            }} }} }} }}"
        );
        data(&engine, &query)["analysis"]["components"]["nodes"][0]["members"].take()
    };
    let wanted = "where: { type: { eq: PERSON } }, orderBy: [{ name: DESC }]";
    let page = component(
        &format!("first: 2, {wanted}"),
        "totalCount nodes { id } pageInfo { endCursor }",
    );
    assert_eq!(page["totalCount"], 4);
    assert_eq!(each(&page["nodes"], "id"), ["dora", "carl"]);
    let after = &page["pageInfo"]["endCursor"];
    let rest = component(&format!("{wanted}, after: {after}"), "nodes { id }");
    assert_eq!(each(&rest["nodes"], "id"), ["ben", "anna"]);

    let groups = component(
        "first: 1",
        "groupBy(by: [{ type: VALUE }]) {
            count keys { constant }
            members(first: 1) { nodes { id } pageInfo { endCursor } }
        }",
    );
    let groups = items(&groups["groupBy"]);
    let counts: Vec<_> = groups.iter().map(|group| &group["count"]).collect();
    assert_eq!(counts, [4, 1]);
    assert!(groups[0]["members"]["pageInfo"]["endCursor"].is_string());
}
