//! Which documents and variables have a harmful shape, and which ask for too much?

use super::{Hostile, body, operation};

/// Returns documents and variables of a harmful shape, which are refused.
pub(crate) fn shapes() -> Vec<Hostile> {
    let many = |n, part: &str| part.repeat(n);
    let doubling = repeated(28, |at| {
        format!("fragment F{at} on Query {{ ...F{0} ...F{0} }} ", at + 1)
    });
    let chain = repeated(200, |at| {
        format!("fragment F{at} on Query {{ ...F{} }} ", at + 1)
    });
    vec![
        operation(
            "deep",
            &format!("{}{}", many(5_000, "{a"), many(5_000, "}")),
            "NESTING_TOO_DEEP",
        ),
        operation(
            "deep within the brackets",
            &format!("{}id{}", many(26, "{node"), many(26, "}")),
            "DEPTH_TOO_GREAT",
        ),
        operation(
            "many aliases",
            &format!("{{{}}}", repeated(3_000, |at| format!("a{at}:__typename "))),
            "TOO_MANY_ALIASES",
        ),
        operation(
            "many fields",
            &format!("{{{}}}", many(5_200, "id ")),
            "TOO_MANY_FIELDS",
        ),
        operation(
            "many directives",
            &format!("{{__typename {}}}", many(1_000, "@skip(if:false)")),
            "TOO_MANY_DIRECTIVES",
        ),
        operation(
            "many tokens",
            &format!("{{{}}}", many(20_000, "a ")),
            "TOO_MANY_TOKENS",
        ),
        operation(
            "a cycle",
            "{...A} fragment A on Query {...B} fragment B on Query {...A}",
            "FRAGMENT_CYCLE",
        ),
        operation(
            "fragments that double",
            &format!("{{...F0}} {doubling} fragment F28 on Query {{__typename}}"),
            "TOO_MANY_FIELDS",
        ),
        operation(
            "fragments in a row",
            &format!("{{...F0}} {chain} fragment F200 on Query {{__typename}}"),
            "FRAGMENT_CHAIN_TOO_LONG",
        ),
        operation(
            "lists in lists",
            &format!(
                "{{nodes(ids:{}{}){{id}}}}",
                many(20_000, "["),
                many(20_000, "]")
            ),
            "NESTING_TOO_DEEP",
        ),
        operation(
            "a number without end",
            &format!("{{people(first:{}){{totalCount}}}}", many(50_000, "9")),
            "GRAPHQL_VALIDATION_FAILED",
        ),
        operation(
            "an exponent without end",
            "{people(first:1e999999999){totalCount}}",
            "GRAPHQL_VALIDATION_FAILED",
        ),
        operation("a null character", "{\u{0}}", "GRAPHQL_PARSE_FAILED"),
        operation(
            "half a surrogate",
            r#"{person(id:"\ud800"){id}}"#,
            "GRAPHQL_PARSE_FAILED",
        ),
        operation(
            "unknown fields by the thousand",
            &format!("{{{}}}", repeated(4_000, |at| format!("x{at} "))),
            "GRAPHQL_VALIDATION_FAILED",
        ),
        operation(
            "a name without end",
            &format!("{{{}}}", many(60_000, "x")),
            "GRAPHQL_VALIDATION_FAILED",
        ),
        operation(
            "unused variables",
            &format!(
                "query({}){{__typename}}",
                repeated(2_000, |at| format!("$v{at}:Int "))
            ),
            "GRAPHQL_VALIDATION_FAILED",
        ),
        operation(
            "a subscription without a stream",
            r#"subscription{changed{__typename}}"#,
            "\"code\":\"",
        ),
        body(
            "variables in variables",
            format!(
                r#"{{"query":"query($a:ID!){{person(id:$a){{id}}}}","variables":{{"a":{}1{}}}}}"#,
                many(10_000, r#"{"a":"#),
                many(10_000, "}")
            ),
            400,
            "BAD_REQUEST",
        ),
        body(
            "variables in variables that are read",
            format!(
                r#"{{"query":"query($a:ID!){{person(id:$a){{id}}}}","variables":{{"a":{}1{}}}}}"#,
                many(60, "["),
                many(60, "]")
            ),
            400,
            "NESTING_TOO_DEEP",
        ),
    ]
}

/// Returns questions that ask for too much, which are refused or answered in part.
pub(crate) fn appetites() -> Vec<Hostile> {
    let aliased = |n, part: &str| format!("{{{}}}", repeated(n, |at| format!("a{at}:{part} ")));
    vec![
        operation(
            "the schema, many times over",
            &aliased(29, "__schema{types{name description fields{name description isDeprecated args{name description type{name kind description}} type{name kind description}}}}"),
            "INTROSPECTION_TOO_LARGE",
        ),
        operation(
            "the schema, fields of fields",
            "{__schema{types{fields{type{fields{type{fields{name}}}}}}}}",
            "INTROSPECTION_TOO_DEEP",
        ),
        operation(
            "more than may be answered",
            "{people(first:500){nodes{claims(first:500){nodes{citations(first:500){source{\
             claims(first:500){nodes{id}}}}}}}}}",
            "COST_TOO_HIGH",
        ),
        body(
            "many searches for paths",
            serde_json::json!({ "query": aliased(20, r#"path(from:"alec-baldwin",to:"rust",maxLength:20){length}"#) }).to_string(),
            200,
            r#""a19":"#,
        ),
        body(
            "an expression of a path without end",
            serde_json::json!({ "query": format!(r#"{{path(from:"a",to:"b",via:"{}"){{length}}}}"#, "(directed?)".repeat(2_000)) }).to_string(),
            200,
            "VIA_",
        ),
        body(
            "more words than are sought",
            serde_json::json!({ "query": format!(r#"{{search(text:"{}"){{totalCount}}}}"#, "abcd ".repeat(5_000)) }).to_string(),
            200,
            "TOO_MANY_WORDS",
        ),
        body(
            "a cursor of nonsense",
            serde_json::json!({ "query": format!(r#"{{people(after:"{}"){{totalCount}}}}"#, "A".repeat(5_000)) }).to_string(),
            200,
            "CURSOR_",
        ),
    ]
}

fn repeated(n: usize, part: impl Fn(usize) -> String) -> String {
    (0..n).map(part).collect()
}
