//! Which disagreements are told for what is asked?

use super::{DENIED_IN_PASSING, SEVERAL, story, told};
use crate::support::{data, each};
use serde_json::{Value, json};

const RELEASES: &str = "CONTRADICTION release-date: 2025-05-01 [early] / 2025-05-02 [later]";
const SYNOPSES: &str = "WORDING synopsis: A storm at sea. [early] / A ship in distress. [latest]";
const PREMIERES: &str = "CONTRADICTION premiered-at: venice [early] / berlin [latest]";

#[test]
fn disagreements_are_asked_for_by_what_they_are_about_and_by_kind() {
    let engine = story(SEVERAL);
    for (arguments, expected) in [
        ("", &[RELEASES, SYNOPSES, PREMIERES][..]),
        (r#"(about: "rust")"#, &[RELEASES, SYNOPSES, PREMIERES]),
        (r#"(about: "berlin")"#, &[PREMIERES]),
        (r#"(about: "ann")"#, &[]),
        (r#"(about: "nobody")"#, &[]),
        ("(kinds: [WORDING, DENIAL])", &[SYNOPSES]),
        ("(kinds: [])", &[]),
        ("(kinds: null)", &[RELEASES, SYNOPSES, PREMIERES]),
    ] {
        assert_eq!(told(&engine, arguments), expected, "{arguments}");
    }
}

#[test]
fn without_the_source_that_disagrees_there_is_no_disagreement() {
    let engine = story(SEVERAL);
    for (view, expected) in [
        (r#"exceptSources: ["later"]"#, &[SYNOPSES, PREMIERES][..]),
        (r#"exceptSources: ["early"]"#, &[]),
        (r#"knownAt: "2024-12-24""#, &[RELEASES]),
        (
            r#"onlySources: ["early", "latest"]"#,
            &[SYNOPSES, PREMIERES],
        ),
    ] {
        let arguments = format!("(view: {{ {view} }})");
        assert_eq!(told(&engine, &arguments), expected, "{view}");
    }
    let denial = |view: &str| told(&story(DENIED_IN_PASSING), &format!("(view: {{ {view} }})"));
    assert_eq!(denial(r#"exceptSources: ["later"]"#), [""; 0]);
    assert_eq!(
        denial(r#"exceptSources: ["early"]"#),
        ["DENIAL directed: ann: directed rust (denied) [later]"]
    );
}

#[test]
fn disagreements_are_paged() {
    let engine = story(SEVERAL);
    let (mut after, mut predicates) = (Value::Null, Vec::new());
    loop {
        let query = format!(
            "{{ disagreements(first: 1, after: {after}) {{
                totalCount pageInfo {{ hasNextPage endCursor }} nodes {{ predicate }}
            }} }}"
        );
        let page = data(&engine, &query)["disagreements"].take();
        assert_eq!(page["totalCount"], 3);
        predicates.extend(
            each(&page["nodes"], "predicate")
                .into_iter()
                .map(str::to_owned),
        );
        after = page["pageInfo"]["endCursor"].clone();
        if page["pageInfo"]["hasNextPage"] != json!(true) {
            break;
        }
    }
    assert_eq!(predicates, ["release-date", "synopsis", "premiered-at"]);
}
