//! Which answers exclude each other, and which are change?

use crate::support::dataset_of;
use std::collections::BTreeSet;
use throughline::dataset::{Dataset, read_texts};

const ONTOLOGY: &str = r#"
[story]
name = "Dust"
description = "An invented film."

[type.Person]
plural = "people"
description = "A human being."

[type.Place]
plural = "places"
description = "A place."

[attribute.born]
on = "Person"
type = "date"
exclusive = true
description = "The date of birth."

[attribute.height]
on = "Person"
type = "integer"
exclusive = true
description = "The height in centimeters."

[attribute.height.qualifier.bound]
type = "text"
description = "How the number is to be read."

[relation.lives-in]
from = "Person"
to = "Place"
inverse = "residents"
exclusive = "to"
description = "The place in which this person lives."
inverse-description = "The people who live in this place."

[relation.lives-in.qualifier.season]
type = "text"
identifying = true
description = "The season for which the person lives there."

[relation.lives-in.qualifier.reason]
type = "text"
description = "Why the person lives there."

[constraint.one-answer]
severity = "warning"
kind = "exclusive"
description = "Of answers that exclude each other at most one is right."
"#;

/// Returns a story in which somebody has these claims, which are numbered by their ids.
#[track_caller]
fn story(claims: &[String]) -> Dataset {
    let mut person = "entity = \"jane-doe\"\ntype = \"Person\"\nname = \"Jane Doe\"\n".to_owned();
    for (at, claim) in claims.iter().enumerate() {
        person += &format!("\n{claim}\nid = \"claim-{at}\"\n");
    }
    let source = |id: &str, published: &str| {
        let text = format!(
            "source = \"{id}\"\nname = \"A report\"\npublished = \"{published}\"\nparagraphs = 9\n"
        );
        (format!("{id}.toml"), text)
    };
    let place = |id: &str| {
        let text = format!("entity = \"{id}\"\ntype = \"Place\"\nname = \"The {id}\"\n");
        (format!("{id}.toml"), text)
    };
    let files = [
        ("ontology.toml".to_owned(), ONTOLOGY.to_owned()),
        ("jane-doe.toml".to_owned(), person),
        source("early", "2023-01-21"),
        source("late", "2025-02-06"),
        place("town"),
        place("village"),
    ];
    let files = files.map(|(path, text)| (path, text.into_bytes()));
    dataset_of(read_texts(files))
}

/// Returns the numbers of the claims about which there is a warning.
fn warned(story: &Dataset) -> BTreeSet<usize> {
    let claims = story.warnings.iter().flat_map(|warning| &warning.claims);
    let ids = claims.map(|at| story.claims.at(*at).id());
    let number = |id: &str| id.strip_prefix("claim-").and_then(|n| n.parse().ok());
    ids.map(|id| number(&id).expect("the id of a claim"))
        .collect()
}

/// Compares which of some claims, each a key and its lines, exclude others.
#[track_caller]
fn check(claims: &[(&str, &str)], expected: &[usize]) {
    let claims: Vec<_> = claims
        .iter()
        .map(|(key, lines)| {
            let cite = if lines.contains("cite") {
                ""
            } else {
                "\ncite = \"late#1\""
            };
            format!("[[{key}]]\n{}{cite}", lines.replace("; ", "\n"))
        })
        .collect();
    let found: Vec<_> = warned(&story(&claims)).into_iter().collect();
    assert_eq!(found, expected, "{claims:#?}");
}

#[test]
fn different_answers_at_the_same_time_exclude_each_other() {
    let two = [("height", "value = 170"), ("height", "value = 171")];
    check(&two, &[0, 1]);
    let days = [
        ("height", "value = 170; valid = \"2021/2023\""),
        ("height", "value = 171; valid = \"2022-06-01\""),
    ];
    check(&days, &[0, 1]);
}

#[test]
fn answers_about_different_times_are_change() {
    for valid in [
        "2023-01-01",
        "2022-12-31",
        "2021",
        "2022",
        "2023/..",
        "../2021",
    ] {
        let second = format!("value = 171; valid = \"{valid}\"");
        let first = ("height", "value = 170; valid = \"2021-06-01/2022-12-31\"");
        check(&[first, ("height", &second)], &[]);
    }
    let undated = [
        ("height", "value = 170"),
        ("height", "value = 171; valid = \"2022-06-01\""),
    ];
    check(&undated, &[]);
}

#[test]
fn an_open_end_is_vouched_for_until_it_was_last_said() {
    let claims = |said: &str| {
        let first = format!("value = 170; valid = \"2022/..\"; cite = \"{said}#1\"");
        let second = "value = 171; valid = \"2024-06-01\"; cite = \"late#2\"".to_owned();
        [first, second]
    };
    let [first, second] = claims("early");
    check(&[("height", &first), ("height", &second)], &[]);
    let [first, second] = claims("late");
    check(&[("height", &first), ("height", &second)], &[0, 1]);
}

#[test]
fn a_less_precise_date_excludes_nothing_that_it_may_mean() {
    let dates = [
        ("born", "value = \"1979\""),
        ("born", "value = \"1979-04\""),
        ("born", "value = \"1979-04-10\""),
    ];
    check(&dates, &[]);
    let [year, month, _] = dates;
    check(&[year, month, ("born", "value = \"1979-05-10\"")], &[1, 2]);
}

#[test]
fn what_is_not_said_to_be_so_excludes_nothing() {
    for line in [
        "status = \"denied\"",
        "status = \"planned\"",
        "cite = { at = \"late#2\", stance = \"denies\" }",
        "cite = \"early#2\"; retracted = { cite = \"late#3\", reason = \"A slip.\" }",
    ] {
        let second = format!("value = 171; {line}");
        check(&[("height", "value = 170"), ("height", &second)], &[]);
    }
    for line in ["status = \"alleged\"", "status = \"disputed\""] {
        let second = format!("value = 171; {line}");
        check(&[("height", "value = 170"), ("height", &second)], &[0, 1]);
    }
}

#[test]
fn a_qualifier_makes_another_question_of_it() {
    let at_least = ("height", "value = 171; bound = \"at least\"");
    check(&[("height", "value = 170"), at_least], &[]);
    check(
        &[("height", "value = 170; bound = \"at least\""), at_least],
        &[0, 1],
    );
}

#[test]
fn a_relation_with_one_other_end_excludes_others() {
    let town = ("lives-in", "to = \"town\"");
    check(&[town, ("lives-in", "to = \"village\"")], &[0, 1]);
    check(
        &[town, ("lives-in", "to = \"town\"; status = \"alleged\"")],
        &[],
    );
    let other_reason = "to = \"village\"; reason = \"work\"";
    check(&[town, ("lives-in", other_reason)], &[0, 1]);
    let other_season = "to = \"village\"; season = \"summer\"";
    check(&[town, ("lives-in", other_season)], &[]);
}

#[test]
fn answers_that_exclude_each_other_at_several_times_are_told_apart() {
    let claims = [
        "value = 170\nvalid = \"2021-01-01\"",
        "value = 171\nvalid = \"2021-01-01\"",
        "value = 172\nvalid = \"2022-01-01\"",
        "value = 173\nvalid = \"2022-01-01\"",
        "value = 174\nvalid = \"2023-01-01\"",
    ];
    let claims = claims.map(|lines| format!("[[height]]\n{lines}\ncite = \"late#1\""));
    let story = story(&claims);
    assert_eq!(story.warnings.len(), 2);
    assert_eq!(story.n_breaches, [2]);
    assert_eq!(warned(&story), BTreeSet::from([0, 1, 2, 3]));
}

#[test]
fn a_crowd_of_answers_is_told_as_a_whole() {
    let claims: Vec<_> = (0..500)
        .map(|value| format!("[[height]]\nvalue = {value}\ncite = \"late#1\""))
        .collect();
    let story = story(&claims);
    assert_eq!(story.warnings.len(), 1);
    assert_eq!(warned(&story).len(), 500);
    let text = &story.warnings[0].text;
    assert!(
        text.ends_with("and others, of which at most one can be right"),
        "{text}"
    );
}

/// A day of January 2021, and the heights that are said of some of them.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Said {
    from: u32,
    to: u32,
    value: u32,
}

/// Returns the claims that another one excludes, by comparing each with each.
fn excluded(said: &[Said]) -> BTreeSet<usize> {
    let share_time = |a: &Said, b: &Said| {
        let shared = a.to.min(b.to).checked_sub(a.from.max(b.from));
        let is_handed_over = a.to == b.from || b.to == a.from;
        match shared {
            None => false,
            Some(0) => !is_handed_over || (a.from, a.to) == (b.from, b.to),
            Some(_) => true,
        }
    };
    let is_excluded = |a: &Said| said.iter().any(|b| a.value != b.value && share_time(a, b));
    (0..said.len())
        .filter(|&at| is_excluded(&said[at]))
        .collect()
}

#[test]
fn random_answers_are_compared_as_each_with_each() {
    let mut state = 20_211_021_u64;
    let mut random = |below: u32| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        u32::try_from(state >> 33).expect("31 bits") % below
    };
    for _ in 0..60 {
        let mut said: Vec<Said> = Vec::new();
        for _ in 0..random(12) {
            let from = 1 + random(10);
            let next = Said {
                from,
                to: from + random(4),
                value: random(3),
            };
            if !said.contains(&next) {
                said.push(next);
            }
        }
        let claims: Vec<_> = said
            .iter()
            .map(|Said { from, to, value }| {
                let valid = format!("2021-01-{from:02}/2021-01-{to:02}");
                format!("[[height]]\nvalue = {value}\nvalid = \"{valid}\"\ncite = \"late#1\"")
            })
            .collect();
        assert_eq!(warned(&story(&claims)), excluded(&said), "{said:?}");
    }
}
