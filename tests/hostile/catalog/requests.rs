//! Which requests does HTTP not know, and which bodies are no request?

use super::{Hostile, body, post, raw, unanswered};

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
        body(
            "half a surrogate in a variable",
            r#"{"query":"query($a:ID!){person(id:$a){id}}","variables":{"a":"\udfff"}}"#,
            400,
            "BAD_REQUEST",
        ),
        body(
            "another encoding",
            r#"{"query":"{__typename}"}"#
                .encode_utf16()
                .flat_map(u16::to_le_bytes)
                .collect::<Vec<u8>>(),
            400,
            "BAD_REQUEST",
        ),
        body(
            "a number beyond all numbers",
            r#"{"query":"query($a:Int){people(first:$a){totalCount}}","variables":{"a":1e999}}"#,
            400,
            "BAD_REQUEST",
        ),
        body(
            "variables that stand twice",
            r#"{"query":"{__typename}","variables":{},"variables":{}}"#,
            400,
            "BAD_REQUEST",
        ),
        body(
            "variables that are a text",
            r#"{"query":"{__typename}","variables":"{}"}"#,
            400,
            "BAD_REQUEST",
        ),
        body(
            "a number for a name",
            r#"{"query":"query A{__typename}","operationName":1}"#,
            400,
            "BAD_REQUEST",
        ),
        body(
            "what is no number",
            r#"{"query":"{__typename}","variables":{"a":NaN}}"#,
            400,
            "BAD_REQUEST",
        ),
        body(
            "more than one value",
            r#"{"query":"{__typename}"}{"query":"{__typename}"}"#,
            400,
            "BAD_REQUEST",
        ),
        body(
            "extensions in extensions",
            format!(
                r#"{{"query":"{{__typename}}","extensions":{}1{}}}"#,
                r#"{"a":"#.repeat(9_000),
                "}".repeat(9_000)
            ),
            400,
            "BAD_REQUEST",
        ),
        body(
            "a digest without end",
            format!(
                r#"{{"extensions":{{"persistedQuery":{{"version":1,"sha256Hash":"{}"}}}}}}"#,
                "0".repeat(60_000)
            ),
            200,
            "PERSISTED_QUERY_NOT_FOUND",
        ),
        body(
            "a document under the digest of another",
            format!(
                r#"{{"query":"{{a}}","extensions":{{"persistedQuery":{{"version":1,"sha256Hash":"{}"}}}}}}"#,
                "0".repeat(64)
            ),
            400,
            "BAD_REQUEST",
        ),
        body(
            "an id without end",
            format!(r#"{{"documentId":"{}"}}"#, "x".repeat(60_000)),
            400,
            "DOCUMENT_NOT_FOUND",
        ),
        body("no request at all", "[]", 400, "one JSON object"),
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
        get("a host that is none", "/", "Host: a/b", 400, "nosniff"),
        get("a host with a user", "/", "Host: x@y", 400, "nosniff"),
        get(
            "bytes in an address that are no text",
            "/graphql?query=%ff%fe",
            "Host: x",
            400,
            "BAD_REQUEST",
        ),
        get(
            "nothing is accepted",
            "/graphql?query={__typename}",
            "Host: x\r\nAccept: */*;q=0",
            406,
            "NOT_ACCEPTABLE",
        ),
        get(
            "a weight that is none",
            "/graphql?query={__typename}",
            "Host: x\r\nAccept: application/json;q=2",
            406,
            "NOT_ACCEPTABLE",
        ),
        get(
            "another protocol is offered",
            "/graphql?query={__typename}",
            "Host: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAM",
            200,
            r#"{"data":{"__typename":"Query"}}"#,
        ),
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
            "a page of another origin asks first",
            "OPTIONS /graphql HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\
             Origin: https://evil.example\r\nAccess-Control-Request-Method: POST\r\n\r\n",
            405,
            "METHOD_NOT_ALLOWED",
        ),
        raw(
            "the address of another server",
            "GET http://evil.example/nowhere HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
            404,
            "",
        ),
        raw(
            "a way through",
            "CONNECT evil.example:80 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
            404,
            "",
        ),
        raw(
            "a line without a name",
            "GET / HTTP/1.1\r\nHost: x\r\n: y\r\n\r\n",
            400,
            "",
        ),
        raw(
            "many requests at once",
            format!(
                "{}GET / HTTP/1.1\r\n\r\n",
                "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n".repeat(500)
            ),
            200,
            "HTTP/1.1 400 ",
        ),
        unanswered(
            "frames of a later protocol",
            [
                b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".as_slice(),
                &[0, 0, 0, 4, 0, 0, 0, 0, 0],
            ]
            .concat(),
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
            "chunks of something compressed",
            "Transfer-Encoding: gzip, chunked",
            "0\r\n\r\n",
            400,
            "connection: close",
        ),
        post(
            "chunks in chunks",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
            "0\r\n\r\n",
            400,
            "connection: close",
        ),
        post("a length with a sign", "Content-Length: +2", "{}", 400, ""),
        post(
            "two types",
            "Connection: close\r\nContent-Type: text/plain\r\nContent-Length: 24",
            r#"{"query":"{__typename}"}"#,
            415,
            "UNSUPPORTED_MEDIA_TYPE",
        ),
        post(
            "a chunk that ends elsewhere",
            "Connection: close\r\nTransfer-Encoding: chunked",
            "2\r\n{}}\r\n0\r\n\r\n",
            400,
            "BAD_REQUEST",
        ),
        post(
            "a remark on a chunk without end",
            "Connection: close\r\nTransfer-Encoding: chunked",
            &format!("2;{}\r\n{{}}\r\n0\r\n\r\n", "x".repeat(100_000)),
            400,
            "BAD_REQUEST",
        ),
        post(
            "headers after the chunks without end",
            "Connection: close\r\nTransfer-Encoding: chunked",
            &format!("2\r\n{{}}\r\n0\r\n{}\r\n", "X: y\r\n".repeat(20_000)),
            400,
            "BAD_REQUEST",
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
