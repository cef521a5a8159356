//! Which requests does HTTP not know, and which bodies are no request?

use super::{Hostile, body, post, raw};

/// Returns bodies that are no request.
pub(crate) fn bodies() -> Vec<Hostile> {
    vec![
        body("nothing", "", 400, "BAD_REQUEST"),
        body(
            "bytes that are no text",
            b"{\"query\":\"{ \xff\xfe }\"}",
            400,
            "BAD_REQUEST",
        ),
        body(
            "a mark of the byte order",
            "\u{feff}{\"query\":\"{__typename}\"}",
            400,
            "BAD_REQUEST",
        ),
        body(
            "half a surrogate",
            r#"{"query":"\ud800"}"#,
            400,
            "BAD_REQUEST",
        ),
        body(
            "a query that stands twice",
            r#"{"query":"{__typename}","query":"{a}"}"#,
            400,
            "BAD_REQUEST",
        ),
        body("null", "null", 400, "BAD_REQUEST"),
        body("null for a query", r#"{"query":null}"#, 400, "BAD_REQUEST"),
        body(
            "a batch",
            r#"[{"query":"{__typename}"}]"#,
            400,
            "BAD_REQUEST",
        ),
        body(
            "brackets without end",
            "[".repeat(60_000),
            400,
            "BAD_REQUEST",
        ),
        body(
            "a body that is too large",
            "x".repeat(70_000),
            413,
            "BODY_TOO_LARGE",
        ),
    ]
}

/// Returns requests that HTTP does not know, or that mean two things.
pub(crate) fn breaches() -> Vec<Hostile> {
    let get = |name, path: &str, headers: &str, status, holds| {
        let bytes = format!("GET {path} HTTP/1.1\r\nConnection: close\r\n{headers}\r\n\r\n");
        raw(name, bytes, status, holds)
    };
    vec![
        get("no host", "/", "X: y", 400, ""),
        get("two hosts", "/", "Host: x\r\nHost: y", 400, ""),
        get("out of the folder", "/../../etc/passwd", "Host: x", 404, ""),
        get(
            "out of the folder, written otherwise",
            "/assets/..%2f..%2fetc/passwd",
            "Host: x",
            404,
            "",
        ),
        get(
            "a parameter that stands twice",
            "/graphql?query={__typename}&query={a}",
            "Host: x",
            400,
            "BAD_REQUEST",
        ),
        get(
            "a mutation",
            "/graphql?query=mutation{a}",
            "Host: x",
            405,
            "allow: POST",
        ),
        get("a control character", "/", "Host: x\r\nX: a\u{0}b", 400, ""),
        get(
            "a header in two lines",
            "/",
            "Host: x\r\nX: a\r\n b",
            400,
            "",
        ),
        get(
            "an address without end",
            &format!("/graphql?query={}", "%7b".repeat(60_000)),
            "Host: x",
            414,
            "",
        ),
        get(
            "headers without end",
            "/",
            &format!("Host: x\r\n{}", "X: y\r\n".repeat(300)),
            431,
            "",
        ),
        raw(
            "another method",
            "TRACE /graphql HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
            405,
            "METHOD_NOT_ALLOWED",
        ),
        raw(
            "another version",
            "GET / HTTP/3.0\r\nHost: x\r\n\r\n",
            400,
            "",
        ),
        raw(
            "another protocol",
            [
                &b"\x16\x03\x01\x00\xf8\x01\x00\x00\xf4\x03\x03"[..],
                &[0; 200],
            ]
            .concat(),
            400,
            "",
        ),
        post(
            "two lengths",
            "Content-Length: 5\r\nContent-Length: 6",
            "",
            400,
            "",
        ),
        post(
            "a length and chunks",
            "Content-Length: 4\r\nTransfer-Encoding: chunked",
            "0\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n",
            400,
            "connection: close",
        ),
        post(
            "chunks of no length",
            "Transfer-Encoding: chunked",
            "ZZZ\r\n",
            400,
            "",
        ),
        post(
            "chunks beyond all lengths",
            "Transfer-Encoding: chunked",
            "FFFFFFFFFFFFFFFFF\r\n",
            400,
            "",
        ),
        post(
            "chunks that never end",
            "Transfer-Encoding: chunked",
            "4\r\n{   \r\n",
            408,
            "BODY_TOO_SLOW",
        ),
        post(
            "less than was announced",
            "Content-Length: 100",
            "{",
            408,
            "BODY_TOO_SLOW",
        ),
        post(
            "more than may be announced",
            "Content-Length: 99999999999",
            "{",
            413,
            "BODY_TOO_LARGE",
        ),
        post(
            "a compressed body",
            "Connection: close\r\nContent-Encoding: gzip\r\nContent-Length: 2",
            "{}",
            415,
            "UNSUPPORTED_ENCODING",
        ),
    ]
}
