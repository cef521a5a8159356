//! Does the story answer what could be known on a day, and nothing that came later?

use crate::support::{ask, each, items};
use serde_json::{Value, json};

/// Returns what is told of a criminal case as known on a day: the standing of the first who is
/// charged, whether the case goes on, and the kinds of its steps.
fn case_as_known(id: &str, known_at: &str) -> Value {
    let query = format!(
        r#"{{ legalCase(id: "{id}", view: {{ knownAt: "{known_at}" }}) {{
            caseStatus
            charged {{ edges {{ charge standing standingSince }} }}
            convicted {{ totalCount }}
            steps {{ edges {{ node {{ kind }} claims {{ status }} }} }}
        }} }}"#
    );
    ask(&query)["legalCase"].take()
}

fn kinds_of_steps(case: &Value) -> Vec<&str> {
    let edges = items(&case["steps"]["edges"]).iter();
    let mut kinds: Vec<_> = edges
        .filter_map(|edge| edge["node"]["kind"].as_str())
        .collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

#[test]
fn in_january_2023_the_actor_is_charged_and_a_trial_is_expected() {
    let case = case_as_known("baldwin-criminal-case", "2023-01-21");
    assert_eq!(case["caseStatus"], "PENDING");
    assert_eq!(
        case["charged"]["edges"],
        json!([{
            "charge": "involuntary manslaughter", "standing": "CHARGED", "standingSince": null,
        }])
    );
    assert_eq!(
        kinds_of_steps(&case),
        ["CHARGE", "FUNDING_REQUEST", "TRIAL"]
    );
    let trial = items(&case["steps"]["edges"])
        .iter()
        .find(|edge| edge["node"]["kind"] == "TRIAL");
    let trial = trial.expect("a trial is anticipated");
    assert_eq!(trial["claims"], json!([{ "status": "PLANNED" }]));
}

#[test]
fn in_december_2024_the_case_against_the_actor_is_over_and_a_civil_one_goes_on() {
    let case = case_as_known("baldwin-criminal-case", "2024-12-24");
    assert_eq!(case["caseStatus"], "ENDED");
    assert_eq!(
        case["charged"]["edges"],
        json!([{
            "charge": "involuntary manslaughter",
            "standing": "DISMISSED",
            "standingSince": "2024-07",
        }])
    );
    assert!(kinds_of_steps(&case).contains(&"APPEAL_WITHDRAWN"));
    let civil = ask(r#"{
            legalCase(id: "hutchins-family-civil-case", view: { knownAt: "2024-12-24" }) {
                caseStatus
            }
            proceeding(id: "baldwin-trial", view: { knownAt: "2024-12-24" }) { date duration }
        }"#);
    assert_eq!(
        civil,
        json!({
            "legalCase": { "caseStatus": "PENDING" },
            "proceeding": { "date": "2024-07", "duration": "three days" },
        })
    );
}

#[test]
fn in_april_2023_the_armorer_faces_prosecution_and_the_police_accuse_her() {
    let case = case_as_known("gutierrez-reed-criminal-case", "2023-04-24");
    assert_eq!(case["caseStatus"], "PENDING");
    assert_eq!(case["charged"]["edges"][0]["standing"], "CHARGED");
    assert_eq!(case["convicted"]["totalCount"], 0);
    let data = ask(
        r#"{ person(id: "hannah-gutierrez-reed", view: { knownAt: "2023-04-24" }) {
            accusedOf { edges { standing node { id } claims {
                status citations { attributedTo { id } }
            } } }
        } }"#,
    );
    assert_eq!(
        data["person"]["accusedOf"]["edges"],
        json!([{
            "standing": "ACCUSED",
            "node": { "id": "live-ammunition-loaded" },
            "claims": [{
                "status": "ALLEGED",
                "citations": [{ "attributedTo": [{ "id": "police" }] }],
            }],
        }])
    );
}

#[test]
fn in_april_2023_the_film_is_being_shot_again_and_to_be_done_within_a_month() {
    let data = ask(
        r#"{ production(id: "rust", view: { knownAt: "2023-04-24", validAt: "2023-04-24" }) {
            stage releaseDate
            filmedIn { nodes { id } }
            milestones { edges { node { id date notAfter } claims { status } } }
        } }"#,
    );
    let film = &data["production"];
    assert_eq!(film["stage"], "FILMING");
    assert_eq!(film["releaseDate"], Value::Null);
    assert!(each(&film["filmedIn"]["nodes"], "id").contains(&"montana"));
    let end = items(&film["milestones"]["edges"])
        .iter()
        .find(|edge| edge["node"]["id"] == "rust-end-of-filming");
    let end = end.expect("an end is planned");
    assert_eq!(
        *end,
        json!({
            "node": { "id": "rust-end-of-filming", "date": null, "notAfter": "2023-05-24" },
            "claims": [{ "status": "PLANNED" }],
        })
    );
}

#[test]
fn in_april_2023_no_source_tells_of_the_report_on_the_gun() {
    let data = ask(r#"{
            then: report(id: "fbi-forensic-report", view: { knownAt: "2023-04-24" }) { name }
            now: report(id: "fbi-forensic-report") {
                findings
                obtainedBy { edges {
                    node { name }
                    period { text }
                    claims { citations { source { published } } }
                } }
            }
            gun: physicalObject(id: "gun", view: { knownAt: "2023-04-24" }) {
                triggerPulledBy { edges { standing claims {
                    status citations { stance source { id } }
                } } }
            }
        }"#);
    assert_eq!(data["then"], Value::Null);
    assert_eq!(
        data["now"]["obtainedBy"]["edges"],
        json!([{
            "node": { "name": "ABC News" },
            "period": { "text": "2022-08" },
            "claims": [{ "citations": [{ "source": { "published": "2025-05-02" } }] }],
        }])
    );
    assert_eq!(items(&data["now"]["findings"]).len(), 1);
    let said = |status: &str, stance: &str, source: &str| {
        json!({
            "status": status,
            "citations": [{ "stance": stance, "source": { "id": source } }],
        })
    };
    let edge = &data["gun"]["triggerPulledBy"]["edges"][0];
    assert_eq!(edge["standing"], "ACCUSED");
    let mut claims = items(&edge["claims"]).to_vec();
    claims.sort_by_key(ToString::to_string);
    let mut expected = vec![
        said("DISPUTED", "REPORTS", "doc-001"),
        said("DENIED", "DENIES", "doc-001"),
        said("REPORTED", "ASSERTS", "doc-000"),
    ];
    expected.sort_by_key(ToString::to_string);
    assert_eq!(claims, expected);
}
