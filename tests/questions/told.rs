//! Does the story answer what a reader asks of all its documents together?
//!
//! One operation for each question; what is compared is the answer as JSON, not prose.

use crate::support::{ask, each, items};
use serde_json::{Value, json};

// ---- Asked straight out ----

#[test]
fn the_armorer_is_known_under_every_printed_name() {
    let data = ask(r#"{ production(id: "rust") { armorers { nodes { name aliases } } } }"#);
    assert_eq!(
        data["production"]["armorers"]["nodes"],
        json!([{
            "name": "Hannah Gutierrez-Reed",
            "aliases": ["Hannah Gutierrez Reed", "Hannah Gutierrez"],
        }])
    );
}

#[test]
fn the_premiere_of_the_documentary_is_an_announcement() {
    let data = ask(r#"{
        documentary(id: "last-take") {
            premiereDate
            premieredAt { edges {
                node { participants { nodes { name } } }
                claims { status citations { source { published } } }
            } }
        }
    }"#);
    assert_eq!(
        data["documentary"],
        json!({
            "premiereDate": "2025-03-11",
            "premieredAt": { "edges": [{
                "node": { "participants": { "nodes": [{ "name": "Hulu" }] } },
                "claims": [{
                    "status": "PLANNED",
                    "citations": [{ "source": { "published": "2025-02-06" } }],
                }],
            }] },
        })
    );
}

#[test]
fn screenplay_and_story_have_different_authors() {
    let data = ask(r#"{
        production(id: "rust") {
            screenwriters { nodes { name } }
            storyAuthors { nodes { name } }
        }
    }"#);
    let film = &data["production"];
    assert_eq!(
        each(&film["screenwriters"]["nodes"], "name"),
        ["Joel Souza"]
    );
    assert_eq!(
        each(&film["storyAuthors"]["nodes"], "name"),
        ["Alec Baldwin", "Joel Souza"]
    );
}

#[test]
fn a_school_without_a_degree_stands_beside_the_one_that_gave_it() {
    let data = ask(r#"{
        person(id: "halyna-hutchins") { educatedAt { edges { degree field node { name } } } }
    }"#);
    assert_eq!(
        data["person"]["educatedAt"]["edges"],
        json!([
            {
                "degree": null,
                "field": null,
                "node": { "name": "American Film Institute" },
            },
            {
                "degree": "graduate degree",
                "field": "international journalism",
                "node": { "name": "Kyiv National University" },
            },
        ])
    );
}

#[test]
fn two_lawyers_spoke_when_the_appeal_was_given_up() {
    let data = ask(r#"{
        proceeding(id: "baldwin-appeal-withdrawn") {
            kind
            discussedIn { nodes { issuedBy { nodes { name attorneyOf { nodes { id } } } } } }
        }
    }"#);
    let step = &data["proceeding"];
    assert_eq!(step["kind"], "APPEAL_WITHDRAWN");
    let speakers = items(&step["discussedIn"]["nodes"])
        .iter()
        .flat_map(|statement| items(&statement["issuedBy"]["nodes"]));
    let lawyers: Vec<_> = speakers
        .filter(|speaker| each(&speaker["attorneyOf"]["nodes"], "id") == ["alec-baldwin"])
        .map(|lawyer| &lawyer["name"])
        .collect();
    assert_eq!(lawyers, ["Alex Spiro", "Luke Nikas"]);
}

// ---- Over several links ----

#[test]
fn who_was_wounded_wrote_the_screenplay_and_directed() {
    let data = ask(r#"{
        event(id: "rust-shooting") { injured { nodes {
            name
            wroteScreenplayOf { nodes { id } }
            directed { nodes { id } }
        } } }
    }"#);
    assert_eq!(
        data["event"]["injured"]["nodes"],
        json!([{
            "name": "Joel Souza",
            "wroteScreenplayOf": { "nodes": [{ "id": "rust" }] },
            "directed": { "nodes": [{ "id": "rust" }] },
        }])
    );
}

#[test]
fn the_functions_of_one_person_in_the_film_come_from_several_documents() {
    let data = ask(r#"{
        person(id: "alec-baldwin") {
            relations(direction: FORWARD, first: 500) { edges {
                relation
                node { id }
                claims { citations { source { id } } }
            } }
            starredIn { edges { part } }
        }
    }"#);
    let edges = items(&data["person"]["relations"]["edges"]);
    let in_film: Vec<_> = edges
        .iter()
        .filter(|edge| edge["node"]["id"] == "rust")
        .collect();
    let functions: Vec<_> = in_film.iter().map(|edge| &edge["relation"]).collect();
    assert_eq!(functions, ["WROTE_STORY_OF", "STARRED_IN", "PRODUCED"]);
    assert_eq!(data["person"]["starredIn"]["edges"][0]["part"], "lead");
    let sources = |edge: &Value| -> Vec<String> {
        let claims = items(&edge["claims"]).iter();
        let citations = claims.flat_map(|claim| items(&claim["citations"]));
        citations
            .map(|citation| citation["source"]["id"].to_string())
            .collect()
    };
    let per_function: Vec<_> = in_film.iter().map(|edge| sources(edge)).collect();
    assert_ne!(per_function[0], per_function[1]);
    assert_ne!(per_function[1], per_function[2]);
}

#[test]
fn everyone_charged_over_the_shooting_stands_with_what_became_of_it() {
    let data = ask(r#"{
        event(id: "rust-shooting") { gaveRiseTo { nodes { ... on LegalCase {
            charged { edges { charge node { name } } }
            convicted { nodes { name } }
            steps { nodes { kind date barsNewCharges prisonMonths } }
        } } } }
    }"#);
    let cases: Vec<_> = items(&data["event"]["gaveRiseTo"]["nodes"])
        .iter()
        .filter(|case| {
            !case["charged"]["edges"]
                .as_array()
                .is_none_or(Vec::is_empty)
        })
        .collect();
    let charged: Vec<_> = cases.iter().map(|case| &case["charged"]["edges"]).collect();
    let with_charge =
        |name: &str| json!([{ "charge": "involuntary manslaughter", "node": { "name": name } }]);
    assert_eq!(
        charged,
        [
            &with_charge("Alec Baldwin"),
            &with_charge("Hannah Gutierrez-Reed")
        ]
    );
    let [baldwin, armorer] = cases[..] else {
        panic!("two cases, not {}", cases.len());
    };
    let step = |case: &Value, kind: &str| -> Vec<Value> {
        let steps = items(&case["steps"]["nodes"]).iter();
        steps.filter(|step| step["kind"] == kind).cloned().collect()
    };

    assert_eq!(baldwin["convicted"]["nodes"], json!([]));
    let dropped = step(baldwin, "CHARGES_DROPPED");
    assert_eq!(
        (&dropped[0]["date"], &dropped[0]["barsNewCharges"]),
        (&json!("2023-04-20"), &json!(false))
    );
    let dismissed = step(baldwin, "DISMISSAL");
    assert_eq!(
        (&dismissed[0]["date"], &dismissed[0]["barsNewCharges"]),
        (&json!("2024-07"), &json!(true))
    );
    assert_eq!(step(baldwin, "APPEAL_WITHDRAWN").len(), 1);

    assert_eq!(
        each(&armorer["convicted"]["nodes"], "name"),
        ["Hannah Gutierrez-Reed"]
    );
    assert_eq!(step(armorer, "SENTENCING")[0]["prisonMonths"], 18);
    assert_eq!(step(armorer, "APPEAL").len(), 1);
    assert_eq!(step(armorer, "MOTION_DENIED")[0]["date"], "2024-09");
}

#[test]
fn fifteen_months_lie_between_the_two_ends_of_the_case() {
    let data = ask(r#"{
        dropped: proceeding(id: "baldwin-charges-dropped") { date }
        dismissed: proceeding(id: "baldwin-dismissal-2024") { date }
    }"#);
    let months = |step: &str| {
        let date = data[step]["date"].as_str().expect("a date");
        let mut parts = date.split('-').map(|part| part.parse().expect("a number"));
        let (year, month): (i32, i32) = (parts.next().unwrap_or(0), parts.next().unwrap_or(0));
        12 * year + month
    };
    assert_eq!(months("dismissed") - months("dropped"), 15);
    assert_eq!(data["dismissed"]["date"], "2024-07", "the day is not known");
}

#[test]
fn the_civil_cases_name_their_parties_and_the_rest_is_a_number() {
    let data = ask(r#"{
        legalCases { nodes {
            caseType
            plaintiffs { nodes { name } }
            defendants { nodes { name } }
        } }
        event(id: "rust-shooting") {
            civilLawsuitCount
            claims(first: 500) { nodes { predicate qualifiers { name text } } }
        }
    }"#);
    let civil: Vec<_> = items(&data["legalCases"]["nodes"])
        .iter()
        .filter(|case| case["caseType"] == "CIVIL")
        .map(|case| {
            (
                each(&case["plaintiffs"]["nodes"], "name"),
                each(&case["defendants"]["nodes"], "name"),
            )
        })
        .collect();
    assert_eq!(
        civil,
        [
            (
                vec!["Alec Baldwin"],
                vec![
                    "New Mexico prosecutors sued by Alec Baldwin (unnamed)",
                    "Sheriff's office officials sued by Alec Baldwin (unnamed)",
                ]
            ),
            (
                vec!["Family of Halyna Hutchins"],
                vec!["Alec Baldwin", "Producers of Rust"]
            ),
        ]
    );
    assert_eq!(data["event"]["civilLawsuitCount"], 12);
    let bound = items(&data["event"]["claims"]["nodes"])
        .iter()
        .find(|claim| claim["predicate"] == "civil-lawsuit-count")
        .map(|claim| &claim["qualifiers"]);
    assert_eq!(
        bound,
        Some(&json!([{ "name": "bound", "text": "at least" }]))
    );
}

// ---- Where the sources disagree ----

#[test]
fn claims_about_the_trigger_stand_side_by_side() {
    let data = ask(r#"{
        physicalObject(id: "gun") { triggerPulledBy { edges {
            node { name }
            claims { status citations { stance source { id } attributedTo { name } } }
        } } }
        report(id: "fbi-forensic-report") {
            findings
            contestedBy { edges { reason node { name } } }
        }
    }"#);
    let edges = items(&data["physicalObject"]["triggerPulledBy"]["edges"]);
    assert_eq!(edges.len(), 1, "one relationship, several claims");
    assert_eq!(edges[0]["node"]["name"], "Alec Baldwin");
    let said: Vec<_> = items(&edges[0]["claims"])
        .iter()
        .flat_map(|claim| {
            let status = claim["status"].as_str().unwrap_or_default();
            items(&claim["citations"]).iter().map(move |citation| {
                (
                    status,
                    citation["stance"].as_str().unwrap_or_default(),
                    citation["source"]["id"].as_str().unwrap_or_default(),
                    each(&citation["attributedTo"], "name"),
                )
            })
        })
        .collect();
    assert_eq!(
        said,
        [
            (
                "DISPUTED",
                "REPORTS",
                "doc-001",
                vec!["Mary Carmack-Altwies"]
            ),
            ("DENIED", "DENIES", "doc-001", vec!["Alec Baldwin"]),
            (
                "DENIED",
                "DENIES",
                "doc-002",
                vec!["Alec Baldwin", "ABC News"]
            ),
            ("REPORTED", "ASSERTS", "doc-000", vec![]),
        ]
    );
    let report = &data["report"];
    assert_eq!(report["findings"].as_array().map(Vec::len), Some(1));
    assert_eq!(
        report["contestedBy"]["edges"][0]["node"]["name"],
        "Attorney of Alec Baldwin in 2022 (unnamed)"
    );
    assert_ne!(report["contestedBy"]["edges"][0]["reason"], Value::Null);
}

#[test]
fn two_sources_that_differ_on_the_year_of_a_charge_are_both_told() {
    let data = ask(r#"{
        proceeding(id: "gutierrez-reed-charge") { claims(first: 500) { nodes {
            predicate
            text
            citations { source { id } }
        } } }
        person(id: "hannah-gutierrez-reed", view: { validAt: "2023-04-24" }) {
            defendantIn { edges { claims { certainty citations { source { id } } } } }
        }
    }"#);
    let claims = items(&data["proceeding"]["claims"]["nodes"]).iter();
    let dated: Vec<_> = claims
        .filter(|claim| matches!(claim["predicate"].as_str(), Some("date" | "not-after")))
        .map(|claim| {
            (
                claim["predicate"].as_str().unwrap_or_default(),
                claim["text"].as_str().unwrap_or_default(),
                claim["citations"][0]["source"]["id"]
                    .as_str()
                    .unwrap_or_default(),
            )
        })
        .collect();
    assert_eq!(
        dated,
        [
            ("date", "2024", "doc-004"),
            ("not-after", "2023-04-24", "doc-000")
        ]
    );
    assert_eq!(
        data["person"]["defendantIn"]["edges"][0]["claims"],
        json!([{ "certainty": "YES", "citations": [{ "source": { "id": "doc-000" } }] }])
    );
}

// ---- What the sources do not tell ----

#[test]
fn make_and_caliber_of_the_gun_are_not_known() {
    let data = ask(r#"{
        physicalObject(id: "gun") { make caliber designations }
    }"#);
    assert_eq!(
        data["physicalObject"],
        json!({
            "make": null,
            "caliber": null,
            "designations": ["gun", "weapon", "prop gun", "movie prop", "firearm"],
        })
    );
}

#[test]
fn when_and_how_charges_were_brought_again_is_not_known() {
    let data = ask(r#"{
        proceeding(id: "baldwin-second-charge") {
            kind
            date
            chargingProcedure
            follows { nodes { id } }
            followedBy { nodes { id } }
        }
    }"#);
    assert_eq!(
        data["proceeding"],
        json!({
            "kind": "CHARGE",
            "date": null,
            "chargingProcedure": null,
            "follows": { "nodes": [{ "id": "baldwin-charges-dropped" }] },
            "followedBy": { "nodes": [{ "id": "baldwin-trial" }] },
        })
    );
}

#[test]
fn nothing_links_a_producer_of_one_film_to_another() {
    let data = ask(r#"{
        person(id: "julee-metz") {
            produced { totalCount }
            relations { nodes { id } }
        }
        documentary(id: "last-take") { producers { nodes { name } } }
    }"#);
    let metz = &data["person"];
    assert_eq!(metz["produced"]["totalCount"], 0);
    let linked = each(&metz["relations"]["nodes"], "id");
    assert!(linked.contains(&"mason-metz-production"), "{linked:?}");
    assert!(!linked.contains(&"last-take"), "{linked:?}");
    assert_eq!(
        each(&data["documentary"]["producers"]["nodes"], "name"),
        ["Rachel Mason"]
    );
}
