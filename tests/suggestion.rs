//! Is somebody who mistyped a name told what exists?

use crate::support::{SHIPPED, each, response};

/// Returns the messages with which an operation is refused.
fn messages(query: &str) -> Vec<String> {
    let response = response(&SHIPPED, query);
    let messages = each(&response["errors"], "message");
    messages.into_iter().map(str::to_owned).collect()
}

#[test]
fn what_was_probably_meant_is_suggested() {
    for (query, meant) in [
        ("{ persn(id: \"x\") { name } }", "Did you mean `person`?"),
        (
            "{ people { nodes { armourerOf { totalCount } } } }",
            "Did you mean `armorerOf`?",
        ),
        (
            "{ people(frist: 3) { totalCount } }",
            "Did you mean `first`?",
        ),
    ] {
        let messages = messages(query);
        assert_eq!(messages.len(), 1, "{messages:?}");
        assert!(messages[0].ends_with(meant), "{messages:?}");
    }
}

#[test]
fn nothing_is_suggested_where_nothing_is_near() {
    let expected = ["Type `Query` does not have a field `xyzzy`."];
    assert_eq!(messages("{ xyzzy }"), expected);
}
