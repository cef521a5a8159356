//! Is every limit told as it is in force: to clients, on the command line and in the README?

use crate::support::{data, items, shipped_within};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use throughline::engine::{Limit, Limits, Unit};
use throughline::http::Settings;

const README: &str = include_str!("../README.md");

#[test]
fn every_default_is_possible_and_every_figure_fits_the_schema() {
    let limits = Settings::default().limits();
    let names: BTreeSet<_> = limits.iter().map(|limit| limit.name).collect();
    assert_eq!(names.len(), limits.len());
    for Limit {
        name, value, range, ..
    } in limits
    {
        assert!(range.contains(&value), "{name}");
        assert!(i32::try_from(*range.end()).is_ok(), "{name}");
    }
}

#[test]
fn a_limit_is_set_by_its_name_and_no_other_with_it() {
    let usual = Settings::default().limits();
    for limit in &usual {
        let mut settings = Settings::default();
        let figure = *limit.range.end();
        settings.set_limit(limit.name, figure);
        for (was, is) in usual.iter().zip(settings.limits()) {
            let expected = if was.name == limit.name {
                figure
            } else {
                was.value
            };
            assert_eq!(is.value, expected, "{} of {}", is.name, limit.name);
        }
    }
}

#[test]
fn clients_are_told_the_limits_in_force() {
    let engine = shipped_within(Limits {
        depth: 7,
        ..Limits::default()
    });
    let told = data(
        &engine,
        "{ serviceLimits { limitCount limits { name value unit description } } }",
    );
    let limits = items(&told["serviceLimits"]["limits"]);
    assert_eq!(told["serviceLimits"]["limitCount"], limits.len());
    let named = |name: &str| limits.iter().find(|limit| limit["name"] == name);
    assert_eq!(
        named("depth"),
        Some(&json!({
            "name": "depth",
            "value": 7,
            "unit": "COUNT",
            "description": "Nesting of selections; introspection has a rule of its own.",
        }))
    );
    let bytes = named("documentBytes").map_or(&Value::Null, |limit| &limit["unit"]);
    assert_eq!(bytes, "BYTES");
}

#[test]
fn the_readme_tells_every_limit_with_its_default() {
    let mut table = "| option | default | what it bounds |\n|---|---|---|\n".to_owned();
    for limit in Settings::default().limits() {
        let option = limit.name.replace('_', "-");
        let unit = match limit.unit {
            Unit::Bytes => " bytes",
            Unit::Count => "",
            Unit::Milliseconds => " ms",
        };
        let default = if limit.name == "operations_at_once" {
            "one less than there are processors".to_owned()
        } else {
            format!("{}{unit}", limit.value)
        };
        let description = limit.description;
        writeln!(table, "| `--limit-{option}` | {default} | {description} |").expect("it grows");
    }
    assert!(
        README.contains(&table),
        "the README has not this table:\n\n{table}"
    );
}
