//! What is told of an ontology, beyond one fixture for each rule?

use std::sync::Arc;
use throughline::document::Document;
use throughline::ontology::{read, reserved};

const STORY: &str = "[story]\nname = \"Rust\"\ndescription = \"A film.\"\n";

/// Reads an ontology and compares what is told with `rule line:column`.
#[track_caller]
fn check(rows: &str, expected: &[&str]) {
    let document = Arc::new(Document::new("ontology.toml", format!("{STORY}{rows}")));
    let told: Vec<_> = read(&document)
        .diagnostics
        .iter()
        .map(|finding| {
            let at = finding
                .position()
                .expect("a finding in an ontology has a place");
            format!("{} {}:{}", finding.rule, at.line, at.column)
        })
        .collect();
    assert_eq!(told, expected);
}

#[test]
fn keys_that_no_row_has_are_told() {
    check(
        "\n[type.Person]\nplural = \"people\"\ndescripton = \"A human being.\"\n\
         description = \"A human being.\"\n\n[types.X]\n",
        &["unknown-key 7:1", "unknown-key 10:2"],
    );
}

#[test]
fn what_a_row_needs_is_told() {
    check(
        "\n[type.Person]\ndescription = \"A human being.\"\n\n[attribute.alias]\n\
         description = \"A name.\"\n\n[relation.armorer-of]\ninverse = \"armorers\"\n\
         description = \"A link.\"\ninverse-description = \"A link.\"\n",
        &[
            "missing-key 5:1",
            "missing-key 8:1",
            "missing-key 8:1",
            "missing-key 11:1",
            "missing-key 11:1",
        ],
    );
}

#[test]
fn only_relations_have_identifying_qualifiers() {
    check(
        "\n[attribute.alias]\non = \"Entity\"\ntype = \"text\"\ndescription = \"A name.\"\n\n\
         [attribute.alias.qualifier.kind]\ntype = \"text\"\nidentifying = true\n\
         description = \"What sort.\"\n",
        &["unknown-key 12:1"],
    );
}

#[test]
fn values_of_the_wrong_kind_are_told() {
    check(
        "type = 5\n\n[attribute]\nalias = \"text\"\n\n[type.Person]\nabstract = \"no\"\n",
        &[
            "unknown-key 4:1",
            "wrong-value 7:9",
            "missing-key 9:1",
            "bad-description 9:1",
            "wrong-value 10:12",
        ],
    );
}

#[test]
fn a_story_needs_a_name_and_a_description() {
    let document = Arc::new(Document::new("ontology.toml", "[story]\n"));
    let told = read(&document).diagnostics;
    let rules: Vec<_> = told.iter().map(|finding| finding.rule.name()).collect();
    assert_eq!(rules, ["missing-key", "bad-description"]);
}

#[test]
fn a_row_that_is_wrong_is_broken_and_no_other() {
    let rows = "\n[relation.armorer-of]\nfrom = \"Nobody\"\nto = \"Entity\"\n\
                inverse = \"armorers\"\ndescription = \"A link.\"\n\
                inverse-description = \"A link.\"\n\n[attribute.alias]\non = \"Entity\"\n\
                type = \"text\"\ndescription = \"A name.\"\n";
    let document = Arc::new(Document::new("ontology.toml", format!("{STORY}{rows}")));
    let reading = read(&document);
    let mut broken: Vec<_> = reading.broken.into_iter().collect();
    broken.sort();
    assert_eq!(broken, ["armorer-of", "armorers"]);
    assert_eq!(reading.ontology.attributes.len(), 1);
    assert!(reading.ontology.relations.is_empty());
}

#[test]
fn every_reserved_type_is_refused() {
    for name in reserved::CORE_TYPES {
        let rows = format!("\n[type.{name}]\nplural = \"things\"\ndescription = \"A thing.\"\n");
        check(&rows, &["reserved-name 5:7"]);
    }
}

#[test]
fn every_reserved_member_is_refused() {
    for name in reserved::ENTITY_MEMBERS {
        let row = format!(
            "\n[attribute.{name}]\non = \"Entity\"\ntype = \"text\"\ndescription = \"A name.\"\n"
        );
        check(&row, &["reserved-name 5:12"]);
    }
    for name in reserved::CLAIM_MEMBERS {
        let row = format!(
            "\n[attribute.alias]\non = \"Entity\"\ntype = \"text\"\ndescription = \"A name.\"\n\n\
             [attribute.alias.qualifier.{name}]\ntype = \"text\"\ndescription = \"A detail.\"\n"
        );
        check(&row, &["reserved-name 10:28"]);
    }
}

#[test]
fn every_root_field_is_refused() {
    for name in reserved::ROOT_FIELDS {
        let mut plural = String::new();
        for c in name.chars() {
            if c.is_ascii_uppercase() {
                plural.push('-');
            }
            plural.push(c.to_ascii_lowercase());
        }
        let rows = format!("\n[type.Thing]\nplural = \"{plural}\"\ndescription = \"A thing.\"\n");
        check(&rows, &["reserved-name 6:10"]);
    }
}
