//! Is a regular path expression read as it is meant, and refused where it is wrong?

use crate::support::{SHIPPED, ask, codes, response};
use serde_json::json;

#[track_caller]
fn refused(via: &str, code: &str, told: &str) {
    let via = json!(via).to_string();
    let query = format!(r#"{{ path(from: "rust", to: "alec-baldwin", via: {via}) {{ length }} }}"#);
    let response = response(&SHIPPED, &query);
    assert_eq!(codes(&response), [code], "{via}");
    let message = response["errors"][0]["message"]
        .as_str()
        .unwrap_or_default();
    assert_eq!(message, told, "{via}");
    assert_eq!(response["data"]["path"], json!(null));
}

#[track_caller]
fn lengths(from: &str, to: &str, via: &str) -> Vec<i64> {
    let query = format!(
        r#"{{ paths(from: "{from}", to: "{to}", via: "{via}", mode: SIMPLE, maxLength: 4) {{
            complete nodes {{ length }} }} }}"#
    );
    let mut answer = ask(&query);
    assert_eq!(answer["paths"]["complete"], true);
    let nodes = answer["paths"]["nodes"].take();
    let nodes = nodes.as_array().into_iter().flatten();
    nodes.filter_map(|node| node["length"].as_i64()).collect()
}

#[test]
fn an_error_points_at_its_place_and_tells_what_was_expected() {
    refused(
        "armorers/",
        "VIA_MALFORMED",
        "Argument `via`, character 10: expected the name of a relation, `^` or `(`, and the \
         expression ends.",
    );
    refused(
        "(armorers | directors",
        "VIA_MALFORMED",
        "Argument `via`, character 22: expected `)`, `/`, `|` or a repetition, and the expression \
         ends.",
    );
    refused(
        "armorers directors",
        "VIA_MALFORMED",
        "Argument `via`, character 10: expected `/`, `|`, a repetition or the end, found `d`.",
    );
    refused(
        "armorers{3,1}",
        "VIA_MALFORMED",
        "Argument `via`, character 9: a repetition is counted from 0 to 20, the lower bound first, \
         as in {1,3}.",
    );
    refused(
        "directors | armourers",
        "UNKNOWN_RELATION",
        "Argument `via`, character 13: there is no relation `armourers`; `ontology` lists those \
         that there are. Did you mean `armorers`?",
    );
    refused(
        "chargedInn",
        "UNKNOWN_RELATION",
        "Argument `via`, character 1: there is no relation `chargedInn`; `ontology` lists those \
         that there are. Did you mean `chargedIn`?",
    );
}

#[test]
fn an_expression_beyond_all_need_is_refused() {
    let told = "the expression is too long, too deep or repeats too much; ask for less at once.";
    let nested = format!("{}armorers{}", "(".repeat(21), ")".repeat(21));
    let long = "armorers|".repeat(120) + "armorers";
    let repeated = "((armorers/armorer-of){20}){20}";
    for (via, character) in [(nested.as_str(), 22), (&long, 1), (repeated, 1)] {
        refused(
            via,
            "VIA_TOO_INVOLVED",
            &format!("Argument `via`, character {character}: {told}"),
        );
    }
}

#[test]
fn names_are_those_of_the_files_and_of_the_api_seen_from_either_end() {
    for via in [
        "armorer-of",
        "armorerOf",
        "ARMORER_OF",
        "^armorers",
        "^^armorer-of",
    ] {
        assert_eq!(lengths("hannah-gutierrez-reed", "rust", via), [1], "{via}");
    }
    for via in ["armorers", "^armorerOf", "^ ( armorer-of ) "] {
        assert_eq!(lengths("rust", "hannah-gutierrez-reed", via), [1], "{via}");
    }
}

#[test]
fn a_whole_path_obeys_the_expression() {
    let lengths = |via| lengths("hannah-gutierrez-reed", "halyna-hutchins", via);
    assert_eq!(lengths("armorer-of/cinematographers"), [2]);
    assert_eq!(lengths("armorer-of/(cinematographers|directors)"), [2]);
    assert_eq!(lengths("^(cinematographer-of/armorers)"), [2]);
    assert_eq!(lengths("armorer-of/directors?/cinematographers"), [2]);
    assert_eq!(lengths("armorer-of"), [0; 0]);
    assert_eq!(lengths("(armorer-of/cinematographers){2}"), [0; 0]);
}

#[test]
fn relations_and_a_direction_restrict_every_hop() {
    let length = |restriction: &str| {
        let query = format!(
            r#"{{ path(from: "hannah-gutierrez-reed", to: "halyna-hutchins", {restriction}) {{
                length }} }}"#
        );
        ask(&query)["path"]["length"].as_i64()
    };
    assert_eq!(length("types: [ARMORER_OF, CINEMATOGRAPHER_OF]"), Some(2));
    assert_eq!(length("types: [ARMORER_OF]"), None);
    let both = "types: [ARMORER_OF, CINEMATOGRAPHER_OF], direction: FORWARD";
    assert_eq!(length(both), None);
    assert_eq!(
        length("types: [ARMORER_OF], via: \"armorer-of/cinematographers\""),
        None
    );
}
