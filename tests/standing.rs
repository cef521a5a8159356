//! Is nobody shown as more than what the steps of their case decided, as of the view?

use crate::support::{SHIPPED, ask, data, engine_of, items};
use serde_json::{Value, json};
use throughline::engine::{Engine, Request};
use throughline::schema::Story;

/// Returns the standing of a person in the shipped story, under a view.
fn shipped(person: &str, relation: &str, view: &str) -> Value {
    let query = format!(
        r#"{{ person(id: "{person}", view: {{ {view} }}) {{ {relation} {{ edges {{
            standing standingText standingSince standingContested
            standingClaims(first: 100) {{ citations {{ source {{ published }} }} }}
        }} }} }} }}"#
    );
    ask(&query)["person"][relation]["edges"][0].take()
}

#[test]
fn a_charge_is_told_as_it_stood_on_each_day() {
    let stood = |known_at: &str| {
        let view = format!("knownAt: {known_at:?}");
        let edge = shipped("alec-baldwin", "chargedIn", &view);
        [edge["standing"].clone(), edge["standingSince"].clone()]
    };
    assert_eq!(stood("2023-01-21"), [json!("CHARGED"), Value::Null]);
    let dropped = [json!("CHARGES_DROPPED"), json!("2023-04-20")];
    assert_eq!(stood("2023-04-24"), dropped);
    let dismissed = [json!("DISMISSED"), json!("2024-07")];
    assert_eq!(stood("2024-12-24"), dismissed);
    assert_eq!(stood("2025-05-02"), dismissed);
}

#[test]
fn offense_and_outcome_travel_together_with_the_newest_outcome_first() {
    let edge = shipped("alec-baldwin", "chargedIn", r#"knownAt: "2024-12-24""#);
    let text = edge["standingText"].as_str().unwrap_or_default();
    let at = |words: &str| {
        text.find(words)
            .unwrap_or_else(|| panic!("{words}: {text}"))
    };
    assert!(text.starts_with("Case dismissed in July 2024"), "{text}");
    assert!(at("involuntary manslaughter") < at("appeal withdrawn"));
    assert!(at("appeal withdrawn") < at("charges dropped on 20 April 2023"));
    assert!(at("charges dropped") < at("charged by 20 January 2023"));
}

#[test]
fn a_dismissal_that_rules_out_new_charges_differs_from_one_that_does_not() {
    let words = |view: &str| {
        let edge = shipped("alec-baldwin", "chargedIn", view);
        edge["standingText"]
            .as_str()
            .map(str::to_owned)
            .unwrap_or_default()
    };
    let possible = "(new charges are possible)";
    assert!(words(r#"knownAt: "2023-04-24""#).contains(possible));
    let ruled_out = "July 2024 (new charges are ruled out)";
    assert!(words("").contains(ruled_out));
    let before_it_was_told = words(r#"knownAt: "2024-12-24""#);
    assert!(
        !before_it_was_told.contains(ruled_out),
        "{before_it_was_told}"
    );
}

#[test]
fn a_conviction_shows_from_the_step_that_convicts_with_what_came_after() {
    let armorer = "hannah-gutierrez-reed";
    let before = shipped(armorer, "chargedIn", r#"knownAt: "2023-04-24""#);
    assert_eq!(before["standing"], "CHARGED");
    let earlier = shipped(armorer, "convictedIn", r#"validAt: "2023-06""#);
    assert_ne!(earlier["standing"], "CONVICTED");
    let after = shipped(armorer, "convictedIn", "");
    assert_eq!(after["standing"], "CONVICTED");
    let text = after["standingText"].as_str().unwrap_or_default();
    for words in [
        "decision appealed",
        "motion denied in September 2024",
        "sentenced",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[test]
fn a_standing_rests_on_claims_that_its_view_shows() {
    let edge = shipped("alec-baldwin", "chargedIn", r#"knownAt: "2023-04-24""#);
    let claims = items(&edge["standingClaims"]);
    assert!(!claims.is_empty());
    for citation in claims.iter().flat_map(|claim| items(&claim["citations"])) {
        let published = citation["source"]["published"].as_str().unwrap_or("9999");
        assert!(published <= "2023-04-24", "{published}");
    }
}

#[test]
fn an_accusation_outside_of_a_case_stays_one() {
    let edge = shipped("alec-baldwin", "pulledTriggerOf", "");
    assert_eq!(edge["standing"], "ACCUSED");
    assert_eq!(edge["standingText"], "Accused: reported, disputed, denied.");
}

#[test]
fn no_accusatory_edge_of_the_story_stands_bare() {
    let graph = SHIPPED.domain().graph();
    let mut n_edges = 0;
    for relation in graph.ontology().relations.iter().filter(|r| r.accusatory) {
        for (near, field) in [
            (relation.from, &relation.key),
            (relation.to, &relation.inverse),
        ] {
            let list = graph.ontology().entity_type(near).plural.to_field();
            let field = field.to_field();
            let query = format!(
                "{{ {list}(first: 500) {{ nodes {{ {field} {{ edges {{ standing standingText }} }} }} }} }}"
            );
            let answer = ask(&query);
            for node in items(&answer[&list]["nodes"]) {
                for edge in items(&node[&field]["edges"]) {
                    n_edges += 1;
                    let text = edge["standingText"].as_str().unwrap_or_default();
                    assert!(text.ends_with('.'), "{text}");
                }
            }
        }
    }
    assert!(n_edges > 20);
}

#[test]
fn the_general_edge_tells_the_standing_as_well() {
    let answer = ask(
        r#"{ person(id: "alec-baldwin") { relations(first: 500) { edges { field standing } } } }"#,
    );
    for edge in items(&answer["person"]["relations"]["edges"]) {
        let accuses = [
            "chargedIn",
            "defendantIn",
            "accusedOf",
            "fired",
            "pulledTriggerOf",
        ]
        .contains(&edge["field"].as_str().unwrap_or_default());
        assert_eq!(edge["standing"].is_null(), !accuses, "{edge}");
    }
}

const ONTOLOGY: &str = r#"
[story]
name = "Case"
description = "A case and its steps."

[type.Person]
plural = "people"
description = "A person."

[type.LegalCase]
plural = "legal-cases"
description = "A case."

[type.Proceeding]
plural = "proceedings"
description = "A step."

[attribute.kind]
on = "Proceeding"
type = "enum"
values = { charge = "A charge.", dismissal = "A dismissal.", acquittal = "An acquittal.", hearing = "A hearing." }
description = "What sort of step it is."

[attribute.date]
on = "Proceeding"
type = "date"
description = "When it was."

[relation.charged-in]
from = "Person"
to = "LegalCase"
inverse = "charged"
accusatory = true
description = "The cases with charges."
inverse-description = "Those who were charged."

[relation.step-of]
from = "Proceeding"
to = "LegalCase"
inverse = "steps"
description = "The case."
inverse-description = "The steps."

[relation.concerns]
from = "Proceeding"
to = "Person"
inverse = "concerned-by"
description = "Whom it concerns."
inverse-description = "The steps that concern them."

[relation.follows]
from = "Proceeding"
to = "Proceeding"
inverse = "followed-by"
description = "The step before."
inverse-description = "The step after."

[standing.charged]
text = "charged"
description = "Charges are open."

[standing.dismissed]
text = "case dismissed"
description = "The charges ended."

[standing.acquitted]
text = "found not guilty"
description = "A verdict of not guilty."

[procedure]
step = "Proceeding"
kind = "kind"
date = "date"
case = "step-of"
concerns = "concerns"
follows = "follows"

[procedure.standings]
charge = "charged"
dismissal = "dismissed"
acquittal = "acquitted"

[procedure.told]
hearing = "heard"
"#;

const PERSON: &str = r#"
entity = "somebody"
type = "Person"
name = "Somebody"

[[charged-in]]
to = "case"
cite = "early#1"
"#;

/// A step of the case: its id, its kind, its date, whom it concerns and what else it has.
fn step(id: &str, kind: &str, date: &str, concerns: &str, more: &str) -> String {
    let date = match date {
        "" => String::new(),
        date => format!("[[date]]\nvalue = \"{date}\"\ncite = \"early#1\"\n"),
    };
    format!(
        "entity = \"{id}\"\ntype = \"Proceeding\"\nname = \"{id}\"\n\
         [[kind]]\nvalue = \"{kind}\"\ncite = \"early#1\"\n{date}\
         [[step-of]]\nto = \"case\"\ncite = \"early#1\"\n\
         [[concerns]]\nto = \"{concerns}\"\ncite = \"early#1\"\n{more}"
    )
}

fn engine(steps: &[String]) -> Engine<Story> {
    let source = |id: &str, published: &str| {
        format!("source = \"{id}\"\nname = \"S\"\npublished = \"{published}\"\nparagraphs = 9\n")
    };
    let mut files = vec![
        ("ontology.toml".to_owned(), ONTOLOGY.to_owned()),
        ("early.toml".to_owned(), source("early", "2023-01-01")),
        ("late.toml".to_owned(), source("late", "2025-01-01")),
        ("somebody.toml".to_owned(), PERSON.to_owned()),
        (
            "other.toml".to_owned(),
            "entity = \"other\"\ntype = \"Person\"\nname = \"Other\"\n".to_owned(),
        ),
        (
            "case.toml".to_owned(),
            "entity = \"case\"\ntype = \"LegalCase\"\nname = \"Case\"\n".to_owned(),
        ),
    ];
    let steps = steps.iter().enumerate();
    files.extend(steps.map(|(at, text)| (format!("step-{at}.toml"), text.clone())));
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    engine_of(&files)
}

#[track_caller]
fn check(steps: &[String], view: &str, standing: &str, text: &str) {
    let engine = engine(steps);
    let query = format!(
        "{{ person(id: \"somebody\"{view}) {{ chargedIn {{ edges {{ standing standingText }} }} }} }}"
    );
    let answer = data(&engine, &query);
    assert_eq!(
        answer["person"]["chargedIn"]["edges"][0],
        json!({ "standing": standing, "standingText": text })
    );
}

#[test]
fn without_a_step_an_accusation_is_all_there_is() {
    check(&[], "", "ACCUSED", "Accused: reported.");
}

#[test]
fn a_step_that_concerns_somebody_else_decides_nothing() {
    let steps = [
        step("a", "charge", "2022", "somebody", ""),
        step("b", "acquittal", "2023", "other", ""),
    ];
    check(&steps, "", "CHARGED", "Charged in 2022.");
}

#[test]
fn steps_count_in_the_order_of_time_and_not_of_files() {
    let steps = [
        step("a", "dismissal", "2022-11", "somebody", ""),
        step("b", "charge", "2022-03-01", "somebody", ""),
        step("c", "hearing", "2022-12-01", "somebody", ""),
    ];
    let text = "Case dismissed in November 2022; since then heard on 1 December 2022; before that \
                charged on 1 March 2022.";
    check(&steps, "", "DISMISSED", text);
    let view = r#", view: { validAt: "2022-10" }"#;
    check(&steps, view, "CHARGED", "Charged on 1 March 2022.");
    let view = r#", view: { validAt: "2022-11-15" }"#;
    let text = "Charged on 1 March 2022; perhaps by then case dismissed in November 2022.";
    check(&steps, view, "CHARGED", text);
}

#[test]
fn a_step_without_a_date_comes_behind_the_one_that_it_follows() {
    let follows = "[[follows]]\nto = \"b\"\ncite = \"early#1\"\n";
    let steps = [
        step("a", "charge", "", "somebody", follows),
        step("b", "dismissal", "2022-11", "somebody", ""),
    ];
    let text = "Charged; before that case dismissed in November 2022.";
    check(&steps, "", "CHARGED", text);
}

#[test]
fn sources_that_date_a_step_differently_make_the_standing_contested() {
    let other_date = "[[date]]\nvalue = \"2023-02\"\ncite = \"late#1\"\n";
    let engine = engine(&[step("a", "charge", "2022-03", "somebody", other_date)]);
    let contested = |view: &str| {
        let query = format!(
            "{{ person(id: \"somebody\"{view}) {{ chargedIn {{ edges {{ standingContested standingText }} }} }} }}"
        );
        let answer = data(&engine, &query);
        let edge = &answer["person"]["chargedIn"]["edges"][0];
        assert_eq!(
            edge["standingText"]
                .as_str()
                .is_some_and(|text| text.contains("(sources differ)")),
            edge["standingContested"] == json!(true)
        );
        edge["standingContested"].clone()
    };
    assert_eq!(contested(""), true);
    assert_eq!(contested(r#", view: { exceptSources: ["late"] }"#), false);
}

#[test]
fn steps_that_follow_each_other_in_a_circle_still_give_an_answer() {
    let behind = |id: &str| format!("[[follows]]\nto = \"{id}\"\ncite = \"early#1\"\n");
    let engine = engine(&[
        step("a", "charge", "2022-03", "somebody", &behind("b")),
        step("b", "dismissal", "2022-04", "somebody", &behind("a")),
    ]);
    let query = "{ person(id: \"somebody\") { chargedIn { edges { standing } } } }";
    let answer = engine.answer(&Request::new(query));
    let text = String::from_utf8_lossy(&answer.body);
    assert!(
        text.contains("CHARGED") || text.contains("DISMISSED"),
        "{text}"
    );
}
