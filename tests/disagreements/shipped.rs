//! Where do the documents of the shipped story disagree?

use crate::support::ask;
use serde_json::json;

#[test]
fn whether_the_trigger_was_pulled_is_told_as_a_denial() {
    let answer = ask(r#"{ disagreements(about: "gun", kinds: [DENIAL]) { nodes {
        about { id } predicate
        sides { citations { source { id } paragraph attributedTo { id } } }
    } } }"#);
    let passage = |source: &str, paragraph: u8, by: &[&str]| {
        let by: Vec<_> = by.iter().map(|id| json!({ "id": id })).collect();
        json!({ "source": { "id": source }, "paragraph": paragraph, "attributedTo": by })
    };
    assert_eq!(
        answer["disagreements"]["nodes"],
        json!([{
            "about": { "id": "alec-baldwin" },
            "predicate": "pulled-trigger-of",
            "sides": [
                { "citations": [
                    passage("doc-001", 2, &["mary-carmack-altwies"]),
                    passage("doc-000", 3, &[]),
                ] },
                { "citations": [
                    passage("doc-001", 2, &["alec-baldwin"]),
                    passage("doc-002", 9, &["alec-baldwin", "abc-news"]),
                ] },
            ],
        }])
    );
}

#[test]
fn the_sources_contradict_each_other_on_the_year_of_one_charge_only() {
    let answer = ask("{ disagreements(kinds: [CONTRADICTION]) { nodes {
        about { id } predicate sides { text sources { id } }
    } } }");
    assert_eq!(
        answer["disagreements"]["nodes"],
        json!([{
            "about": { "id": "gutierrez-reed-charge" },
            "predicate": "date",
            "sides": [
                { "text": "2024", "sources": [{ "id": "doc-004" }] },
                { "text": "not after 2023-04-24", "sources": [{ "id": "doc-000" }] },
            ],
        }])
    );
    let before = ask(
        r#"{ disagreements(kinds: [CONTRADICTION], view: { knownAt: "2025-02-05" }) { totalCount } }"#,
    );
    assert_eq!(before["disagreements"]["totalCount"], 0);
}

#[test]
fn the_two_ends_of_one_case_are_told_in_different_words_and_for_different_reasons() {
    let sides = |about: &str| {
        let query = format!(
            "{{ disagreements(about: \"{about}\", kinds: [WORDING]) {{ nodes {{
                predicate sides {{ sources {{ id }} }}
            }} }} }}"
        );
        ask(&query)["disagreements"]["nodes"].take()
    };
    let told = |predicate: &str, sources: [&str; 2]| {
        let sides = sources.map(|id| json!({ "sources": [{ "id": id }] }));
        json!([{ "predicate": predicate, "sides": sides }])
    };
    assert_eq!(
        sides("baldwin-charges-dropped"),
        told("kind", ["doc-000", "doc-002"])
    );
    assert_eq!(
        sides("baldwin-dismissal-2024"),
        told("ground", ["doc-003", "doc-004"])
    );
}
