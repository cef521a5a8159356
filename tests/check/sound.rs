//! What does a sound folder become?

use super::fixture::minimal;
use crate::support::dataset_of;
use std::collections::BTreeMap;
use throughline::dataset::{Dataset, read_texts};
use throughline::model::{Assertion, Citation, ClaimRef, Stance, Status, Value};
use throughline::ontology::TypeId;

fn story(files: BTreeMap<String, Vec<u8>>) -> Dataset {
    dataset_of(read_texts(files))
}

fn with(path: &str, text: &str) -> Dataset {
    let mut files = minimal();
    files.insert(path.to_owned(), text.as_bytes().to_vec());
    story(files)
}

fn claim_of<'d>(story: &'d Dataset, subject: &str) -> Vec<ClaimRef<'d>> {
    let is_subject = |claim: &ClaimRef<'_>| story.entities.id(claim.subject()) == subject;
    story.claims.iter().filter(is_subject).collect()
}

#[test]
fn sources_and_entities_are_in_the_order_of_their_ids() {
    let story = story(minimal());
    let sources: Vec<_> = story.sources.iter().map(|source| &source.id).collect();
    let entities: Vec<_> = story
        .entities
        .positions()
        .map(|at| story.entities.id(at))
        .collect();
    assert_eq!(sources, ["doc-002", "doc-004"]);
    assert_eq!(
        entities,
        [
            "alec-baldwin",
            "hannah-gutierrez-reed",
            "new-mexico-v-gutierrez-reed",
            "rust"
        ]
    );
}

#[test]
fn claims_are_in_the_order_of_subject_then_ontology_then_publication_then_id() {
    let story = with(
        "productions/rust.toml",
        r#"
entity = "rust"
type = "Production"
name = "Rust"

[[armorers]]
to = "alec-baldwin"
cite = "doc-002#1"

[[rating]]
value = 6.5
id = "b"
cite = "doc-004#1"

[[rating]]
value = 7.5
id = "a"
cite = ["doc-004#1"]

[[rating]]
value = 8.5
id = "z"
cite = ["doc-004#1", "doc-002#1"]

[[budget]]
value = "7000000 USD"
id = "budget-of-rust"
cite = "doc-004#1"
"#,
    );
    let ids: Vec<_> = claim_of(&story, "rust")
        .iter()
        .map(|claim| claim.id().to_string())
        .collect();
    assert_eq!(ids, ["budget-of-rust", "z", "a", "b"]);
    assert!(story.claims.iter().is_sorted_by_key(ClaimRef::subject));
    let [claim] = claim_of(&story, "alec-baldwin")[..] else {
        panic!("the relation is written at the other end");
    };
    assert!(matches!(claim.assertion(), Assertion::Relation { .. }));
}

#[test]
fn a_derived_id_is_the_same_for_ever() {
    let story = story(minimal());
    let ids: Vec<_> = story
        .claims
        .iter()
        .map(|claim| claim.id().to_string())
        .collect();
    assert_eq!(
        ids,
        ["c-3jus2o96imclr", "c-9k3vgtec020uq", "c-s716luuro0msn"]
    );
}

#[test]
fn a_derived_id_stays_when_a_claim_moves_or_gains_a_citation_or_a_note() {
    let here = with(
        "people/alec-baldwin.toml",
        "entity = \"alec-baldwin\"\ntype = \"Person\"\nname = \"Alec Baldwin\"\n\n\
         [[armorer-of]]\nto = \"rust\"\ncite = \"doc-002#1\"\n",
    );
    let there = with(
        "elsewhere/rust.toml",
        "entity = \"dust\"\ntype = \"Production\"\nname = \"Dust\"\n",
    );
    assert_ne!(here, there);
    let there = with(
        "productions/rust.toml",
        "entity = \"rust\"\ntype = \"Production\"\nname = \"Rust\"\n\n[[armorers]]\n\
         to = \"alec-baldwin\"\ncite = [\"doc-004#1\", \"doc-002#1\"]\nnote = \"Again.\"\n",
    );
    let id = |story: &Dataset| claim_of(story, "alec-baldwin")[0].id().to_string();
    assert_eq!(id(&here), id(&there));
}

#[test]
fn a_derived_id_stays_when_a_claim_is_retracted() {
    let claim = |retracted: &str| {
        let text = format!(
            "entity = \"zoe\"\ntype = \"Person\"\nname = \"Zoe\"\n\n[[age]]\nvalue = 40\n\
             status = \"alleged\"\ncite = \"doc-002#1\"\n{retracted}\n"
        );
        with("people/zoe.toml", &text)
    };
    let before = claim("");
    let after = claim(r#"retracted = { cite = "doc-004#2", reason = "The number was wrong." }"#);
    let [before, after] = [&before, &after].map(|story| claim_of(story, "zoe")[0]);
    assert_eq!(before.id(), after.id());
    assert_eq!(before.status_known(|_| true), Status::Alleged);
    assert_eq!(after.status_known(|_| true), Status::Retracted);
    assert_eq!(
        after.status(),
        Status::Alleged,
        "what it was before is kept"
    );
    assert_eq!(after.status_known(|_| false), Status::Alleged);
}

#[test]
fn a_retracted_claim_leads_to_the_one_that_replaces_it_wherever_that_is_sorted() {
    let retracted = |value: u32, correction: &str| {
        format!(
            "[[age]]\nvalue = {value}\nid = \"age-{value}\"\ncite = \"doc-002#1\"\nretracted = {{ \
             cite = \"doc-004#1\", reason = \"Wrong.\", corrected-by = \"{correction}\" }}\n\n"
        )
    };
    let text = format!(
        "entity = \"zoe\"\ntype = \"Person\"\nname = \"Zoe\"\n\n{}{}{}",
        retracted(30, "age-20"),
        retracted(10, "c-9k3vgtec020uq"),
        retracted(20, "age-10"),
    );
    let story = with("people/zoe.toml", &text);
    let followed = claim_of(&story, "zoe").into_iter().map(|claim| {
        let retraction = claim.retraction().expect("it is retracted");
        let correction = retraction.correction.expect("something replaces it");
        let correction = story.claims.at(correction);
        [claim.id().to_string(), correction.id().to_string()]
    });
    assert_eq!(
        followed.collect::<Vec<_>>(),
        [
            ["age-10", "c-9k3vgtec020uq"],
            ["age-20", "age-10"],
            ["age-30", "age-20"]
        ]
    );
}

#[test]
fn a_derived_id_changes_with_what_is_claimed() {
    let id = |claim: &str| {
        let text = format!(
            "entity = \"alec-baldwin\"\ntype = \"Person\"\nname = \"Alec Baldwin\"\n\n\
             [[charged-in]]\nto = \"new-mexico-v-gutierrez-reed\"\ncite = \"doc-002#1\"\n{claim}\n"
        );
        let story = with("people/alec-baldwin.toml", &text);
        claim_of(&story, "alec-baldwin")[0].id().to_string()
    };
    let ids: std::collections::BTreeSet<_> = [
        "",
        "status = \"alleged\"",
        "valid = \"2021\"",
        "valid = \"2021-10\"",
        "charge = \"involuntary manslaughter\"",
        "charge = \"involuntary manslaughter\\nstatus reported\"",
    ]
    .map(id)
    .into();
    assert_eq!(ids.len(), 6);
    assert_eq!(id("status = \"reported\""), id(""));
}

#[test]
fn a_passage_without_a_stance_reports_what_it_attributes_and_asserts_the_rest() {
    let story = with(
        "people/zoe.toml",
        r#"
entity = "zoe"
type = "Person"
name = "Zoe"

[[age]]
value = 40
cite = [
    "doc-002#1",
    { at = "doc-002#2" },
    { at = "doc-002#3", by = [] },
    { at = "doc-002#4", by = "alec-baldwin" },
    { at = "doc-002#5", by = ["alec-baldwin"], stance = "asserts" },
    { at = "doc-002#6", stance = "reports" },
    { at = "doc-002#7", by = ["alec-baldwin"], stance = "denies" },
]
"#,
    );
    let citations = claim_of(&story, "zoe")[0].citations();
    let stances: Vec<_> = citations.map(|Citation { stance, .. }| stance).collect();
    use Stance::{Asserts, Denies, Reports};
    assert_eq!(
        stances,
        [Asserts, Asserts, Asserts, Reports, Asserts, Reports, Denies]
    );
}

#[test]
fn names_are_kept_in_one_unicode_form() {
    let story = with(
        "people/zoe.toml",
        "entity = \"zoe\"\ntype = \"Person\"\nname = \"Zoe\u{308}\"\n\n[[alias]]\n\
         value = \"Zoe\u{308} A.\"\ncite = \"doc-002#1\"\n",
    );
    let entities = &story.entities;
    let zoe = entities.positions().find(|&at| entities.id(at) == "zoe");
    assert_eq!(zoe.map(|zoe| entities.name(zoe)), Some("Zo\u{eb}"));
    let alias = claim_of(&story, "zoe")[0].value();
    assert_eq!(alias, Some(Value::Text("Zo\u{eb} A.")));
}

#[test]
fn types_know_what_they_belong_to_and_what_they_cover() {
    let ontology = story(minimal()).ontology;
    let names = |ids: &[TypeId]| -> Vec<String> {
        let name = |&id: &TypeId| ontology.entity_type(id).name.to_string();
        ids.iter().map(name).collect()
    };
    let rows: Vec<_> = ontology
        .types
        .iter()
        .map(|row| {
            (
                row.name.as_str(),
                names(&row.ancestors),
                names(&row.concrete),
            )
        })
        .collect();
    let strings =
        |names: &[&str]| -> Vec<String> { names.iter().map(|&name| name.to_owned()).collect() };
    assert_eq!(
        rows,
        [
            (
                "Entity",
                strings(&[]),
                strings(&["Person", "Production", "LegalCase"])
            ),
            ("Agent", strings(&["Entity"]), strings(&["Person"])),
            (
                "Person",
                strings(&["Agent", "Entity"]),
                strings(&["Person"])
            ),
            ("Production", strings(&["Entity"]), strings(&["Production"])),
            ("LegalCase", strings(&["Entity"]), strings(&["LegalCase"])),
        ]
    );
}

#[test]
fn attributes_and_relations_are_in_the_order_of_the_file() {
    let ontology = story(minimal()).ontology;
    let attributes: Vec<_> = ontology
        .attributes
        .iter()
        .map(|row| row.key.as_str())
        .collect();
    let relations: Vec<_> = ontology
        .relations
        .iter()
        .map(|row| row.key.as_str())
        .collect();
    assert_eq!(
        attributes,
        [
            "alias", "age", "born", "active", "budget", "rating", "released", "website"
        ]
    );
    assert_eq!(relations, ["armorer-of", "charged-in"]);
}
