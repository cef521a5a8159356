//! Does an operation end when nobody waits for its answer?

use crate::support::{SHIPPED, codes, parsed};
use serde_json::Value;
use throughline::engine::{Cancellation, Request};

#[test]
fn a_cancelled_operation_ends_where_it_looks_at_the_clock() {
    let cancelled = Cancellation::default();
    cancelled.cancel();
    for query in [
        "{ entities(first: 500) { nodes { id } } }",
        "{ timeline(first: 1) { totalCount } }",
        r#"{ people(view: { knownAt: "2024-01-01" }) { totalCount } }"#,
    ] {
        let operation = SHIPPED.prepare(&Request::new(query));
        let operation = operation.unwrap_or_else(|refused| panic!("{refused:?}"));
        let told = parsed(&operation.execute_unless(&cancelled));
        assert_eq!(codes(&told), ["CANCELLED"], "{query}");
        assert_eq!(told["data"], Value::Null, "{query}");
        let told = parsed(&operation.execute_unless(&Cancellation::default()));
        assert_eq!(told.get("errors"), None, "{query}");
    }
}
