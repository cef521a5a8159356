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
            "types that a client declares",
            "{__typename} extend type Query{b:Int} schema{query:Query}",
            "GRAPHQL_VALIDATION_FAILED",
        ),
        operation(
            "two operations without names",
            "{__typename}{__typename}",
            "GRAPHQL_VALIDATION_FAILED",
        ),
        operation(
            "a mark that turns the direction of the text",
            "{\u{202e}__typename}",
            "GRAPHQL_PARSE_FAILED",
        ),
        operation(
            "a text without an end",
            r#"{person(id:"""x){id}}"#,
            "GRAPHQL_PARSE_FAILED",
        ),
        operation(
            "a directive that nobody knows",
            "{...@defer{__typename}}",
            "GRAPHQL_VALIDATION_FAILED",
        ),
        operation(
            "conditions in conditions",
            &format!(
                "{{people(where:{}{{name:{{eq:\"x\"}}}}{}){{totalCount}}}}",
                many(30, "{not:"),
                many(30, "}")
            ),
            "NESTING_TOO_DEEP",
        ),
        body(
            "a number beyond its type",
            r#"{"query":"query($a:Int){people(first:$a){totalCount}}","variables":{"a":18446744073709551616}}"#,
            400,
            "BAD_VARIABLE",
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
            &aliased(
                29,
                "__schema{types{name description fields{name description isDeprecated args{name description type{name kind description}} type{name kind description}}}}",
            ),
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
            "the same field, thousands of times",
            json(&format!("{{{}}}", "__typename ".repeat(5_000))),
            200,
            r#"{"data":{"__typename":"Query"}}"#,
        ),
        body(
            "one thing, hundreds of times",
            json(&format!(
                "{{nodes(ids:[{}]){{id ...on Entity{{relations(first:500){{totalCount}}}}}}}}",
                r#""rust","#.repeat(500)
            )),
            200,
            r#"{"data":{"nodes":["#,
        ),
        body(
            "conditions by the thousand",
            json(&format!(
                "{{people(where:{{or:[{}]}}){{totalCount}}}}",
                r#"{name:{contains:"a"}},"#.repeat(1_400)
            )),
            200,
            r#"{"data":{"people":"#,
        ),
        body(
            "many views",
            json(&repeated_under_views()),
            200,
            r#""a28":{"totalCount":"#,
        ),
        body(
            "many analyses",
            json(&aliased(
                29,
                "analysis(types:[PERSON]){centrality(measure:BETWEENNESS){totalCount}}",
            )),
            200,
            r#""a28":{"centrality":"#,
        ),
        body(
            "many searches for texts",
            json(&aliased(29, r#"search(text:"a b c d e f g"){totalCount}"#)),
            200,
            r#""a28":{"totalCount":"#,
        ),
        body(
            "all paths, many times over",
            json(&aliased(
                20,
                r#"paths(from:"alec-baldwin",to:"rust",mode:SIMPLE,maxLength:20){totalCount}"#,
            )),
            200,
            r#"{"data":"#,
        ),
        body(
            "an expression of a path with more states than can be told apart",
            json(
                r#"{paths(from:"a",to:"b",via:"(produced|crew-of)*/produced/(produced|crew-of){19}"){totalCount}}"#,
            ),
            200,
            "VIA_TOO_INVOLVED",
        ),
        body(
            "many searches for paths",
            json(&aliased(
                20,
                r#"path(from:"alec-baldwin",to:"rust",maxLength:20){length}"#,
            )),
            200,
            r#""a19":"#,
        ),
        body(
            "an expression of a path without end",
            json(&format!(
                r#"{{path(from:"a",to:"b",via:"{}"){{length}}}}"#,
                "(directed?)".repeat(2_000)
            )),
            200,
            "VIA_",
        ),
        body(
            "more words than are sought",
            json(&format!(
                r#"{{search(text:"{}"){{totalCount}}}}"#,
                "abcd ".repeat(5_000)
            )),
            200,
            "TOO_MANY_WORDS",
        ),
        body(
            "a cursor of nonsense",
            json(&format!(
                r#"{{people(after:"{}"){{totalCount}}}}"#,
                "A".repeat(5_000)
            )),
            200,
            "CURSOR_",
        ),
    ]
}

/// Returns the body of a request that asks for an operation.
fn json(query: &str) -> String {
    serde_json::json!({ "query": query }).to_string()
}

/// Returns a question that is asked under a view for each of its fields.
fn repeated_under_views() -> String {
    let field = |at| {
        let year = 2000 + at;
        format!(
            r#"a{at}:people(view:{{knownAt:"{year}-07-01",validAt:"{year}-07-01"}}){{totalCount}} "#
        )
    };
    format!("{{{}}}", repeated(29, field))
}

fn repeated(n: usize, part: impl Fn(usize) -> String) -> String {
    (0..n).map(part).collect()
}
