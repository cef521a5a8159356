//! What does the program do, and how does it end?

use crate::support::{Folder, SHIPPED, Server, ask, in_repository, items, program};
use serde_json::Value;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};

#[track_caller]
fn run(arguments: &[&str]) -> Output {
    program(arguments).output().expect("the program runs")
}

fn text(bytes: &[u8]) -> &str {
    str::from_utf8(bytes).expect("it is text")
}

/// Checks that a command fails with exit code 1 and one line on the error output.
#[track_caller]
fn fails_with_one_line(arguments: &[&str], part: &str) {
    let output = run(arguments);
    let told = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(told.starts_with("error: "), "{told}");
    assert!(told.ends_with('\n') && told.lines().count() == 1, "{told}");
    assert!(told.contains(part), "{told}");
    assert_eq!(text(&output.stdout), "");
}

// ---- Commands that end by themselves ----

#[test]
fn query_prints_the_answer_and_ends_with_0() {
    let output = run(&["query", "{ statistics { sourceCount claimCount } }"]);
    assert_eq!(output.status.code(), Some(0));
    let told: Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    assert_eq!(
        told["data"],
        ask("{ statistics { sourceCount claimCount } }")
    );
}

#[test]
fn query_takes_a_file_with_variables_and_the_name_of_an_operation() {
    let example = in_repository("graph-data/queries/06-lawyers.graphql");
    let output = run(&[
        "query",
        &format!("@{}", example.display()),
        "--variables",
        r#"{ "client": "rust-movie-productions" }"#,
        "--operation",
        "Lawyers",
    ]);
    assert_eq!(output.status.code(), Some(0));
    let told: Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    let attorneys = items(&told["data"]["agent"]["attorneys"]["edges"]);
    assert_eq!(attorneys[0]["node"]["name"], "Melina Spadone");
}

#[test]
fn query_ends_with_1_when_the_answer_has_errors_and_prints_them() {
    let output = run(&["query", "{ nope }"]);
    assert_eq!(output.status.code(), Some(1));
    let told: Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    assert_eq!(
        told["errors"][0]["extensions"]["code"],
        "GRAPHQL_VALIDATION_FAILED"
    );
}

#[test]
fn what_cannot_be_read_is_one_clear_line() {
    fails_with_one_line(&["query", "@no-such-file"], "no-such-file");
    fails_with_one_line(&["query", "{ a }", "--variables", "[1]"], "object");
    fails_with_one_line(&["query", "{ a }", "--variables", "{"], "JSON");
    fails_with_one_line(&["schema", "--check", "no-such-file"], "no-such-file");
    fails_with_one_line(&["schema", "--write", "no/such/folder/x"], "no/such/folder");
}

#[test]
fn a_missing_folder_is_one_clear_line_whatever_was_to_be_done() {
    for command in [
        &["serve", "--listen", "127.0.0.1:0"][..],
        &["stats"],
        &["schema"],
        &["query", "{ a }"],
    ] {
        let mut arguments = command.to_vec();
        arguments.extend(["--data", "no-such-folder"]);
        fails_with_one_line(&arguments, "no-such-folder");
    }
}

#[test]
fn a_wrong_command_line_ends_with_2() {
    for arguments in [
        &["no-such-command"][..],
        &["--no-such-option"],
        &["query"],
        &["serve", "--listen", "nowhere"],
        &["schema", "--check", "a", "--write", "b"],
    ] {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert_eq!(text(&output.stdout), "", "{arguments:?}");
    }
}

#[test]
fn stats_counts_what_the_story_holds() {
    let output = run(&["stats"]);
    assert_eq!(output.status.code(), Some(0));
    let data = ask("{ statistics { sourceCount entityCount claimCount } people { totalCount } }");
    let figure = |name: &str| {
        let lines = text(&output.stdout).lines();
        let mut rows = lines.filter_map(|line| line.trim().rsplit_once(' '));
        let row = rows.find(|(label, _)| label.trim() == name);
        row.map(|(_, count)| count.replace(',', ""))
            .unwrap_or_default()
    };
    for (name, count) in [
        ("sources", &data["statistics"]["sourceCount"]),
        ("entities", &data["statistics"]["entityCount"]),
        ("claims", &data["statistics"]["claimCount"]),
        ("people", &data["people"]["totalCount"]),
    ] {
        assert_eq!(figure(name), count.to_string(), "{name}");
    }
    let warnings = SHIPPED.domain().graph().warnings();
    assert_eq!(figure("warnings"), warnings.len().to_string());
}

/// A file of its own, gone when the test is over.
struct File(PathBuf);

impl File {
    fn new(name: &str) -> Self {
        let name = format!("{}-{name}", std::process::id());
        Self(Path::new(env!("CARGO_TARGET_TMPDIR")).join(name))
    }

    fn name(&self) -> &str {
        self.0.to_str().expect("the path is text")
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

#[test]
fn schema_prints_writes_and_compares() {
    let printed = run(&["schema"]);
    assert_eq!(printed.status.code(), Some(0));
    assert_eq!(text(&printed.stdout), SHIPPED.sdl());

    let file = File::new("schema.graphql");
    let written = run(&["schema", "--write", file.name()]);
    assert_eq!(written.status.code(), Some(0));
    let agreed = fs::read_to_string(&file.0).expect("it was written");
    assert_eq!(agreed, SHIPPED.sdl());

    let same = run(&["schema", "--check", file.name()]);
    assert_eq!((same.status.code(), text(&same.stdout)), (Some(0), ""));

    let other = agreed.replacen("type Award ", "type Prize ", 1);
    fs::write(&file.0, &other).expect("the file is ours");
    let differs = run(&["schema", "--check", file.name()]);
    assert_eq!(differs.status.code(), Some(1));
    assert!(text(&differs.stdout).contains("\n-type Prize "));
    assert!(text(&differs.stdout).contains("\n+type Award "));
    assert!(text(&differs.stderr).contains("--write"));
    let after = fs::read_to_string(&file.0).expect("it is there");
    assert_eq!(after, other, "a comparison writes nothing");
}

#[test]
fn an_output_that_nobody_reads_is_no_reason_to_panic() {
    for arguments in [
        &["schema"][..],
        &["stats"],
        &["query", "{ ontology { types { name } } }"],
        &["check"],
        &["--help"],
    ] {
        let mut command = program(arguments);
        let command = command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program runs");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        assert!(
            !text(&output.stderr).contains("panicked"),
            "{arguments:?}: {}",
            text(&output.stderr)
        );
        assert!(output.status.code().is_some(), "{arguments:?}");
    }
}

// ---- Serving ----

const BODY: &str = r#"{"query":"{ people { totalCount } }"}"#;

#[test]
fn a_server_tells_what_it_read_and_where_it_listens() {
    let server = Server::start();
    let first = server.announced.lines().next().unwrap_or_default();
    assert!(
        first.starts_with("Read 2 sources, 4 entities and 3 claims in "),
        "{first}"
    );
    let response = server.exchange(&format!(
        "POST /graphql HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{BODY}",
        BODY.len()
    ));
    assert!(response.starts_with("HTTP/1.1 200 OK\r\n"), "{response}");
    assert!(
        response.ends_with(r#"{"data":{"people":{"totalCount":2}}}"#),
        "{response}"
    );
}

#[test]
fn folder_and_address_may_come_from_the_environment() {
    let mut command = program(&[]);
    let server = Server::from(
        command
            .env("THROUGHLINE_DATA", in_repository("tests/minimal"))
            .env("THROUGHLINE_LISTEN", "127.0.0.1:0"),
    );
    assert!(server.announced.contains("Read 2 sources"));
    let response = server.exchange("GET /health/ready HTTP/1.0\r\n\r\n");
    assert!(response.ends_with("\r\n\r\nready\n"), "{response}");
}

#[test]
fn limits_may_come_from_options_and_from_the_environment() {
    let data = in_repository("tests/minimal");
    let mut command = program(&["serve", "--listen", "127.0.0.1:0", "--limit-depth", "3"]);
    let server = Server::from(
        command
            .env("THROUGHLINE_DATA", data)
            .env("THROUGHLINE_LIMIT_BODY_BYTES", "99"),
    );
    let ask = |query: &str| {
        server.exchange(&format!(
            "GET /graphql?query={query} HTTP/1.0\r\nAccept: application/json\r\n\r\n"
        ))
    };
    let told = ask("{serviceLimits{limits{name,value}}}");
    assert!(told.contains(r#"{"name":"depth","value":3}"#), "{told}");
    assert!(
        told.contains(r#"{"name":"bodyBytes","value":99}"#),
        "{told}"
    );
    let refused = ask("{people{edges{node{id}}}}");
    assert!(refused.contains("DEPTH_TOO_GREAT"), "{refused}");
    let refused = server.exchange(
        "POST /graphql HTTP/1.0\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n",
    );
    assert!(refused.starts_with("HTTP/1.0 413 "), "{refused}");
}

#[test]
fn the_log_tells_of_operations_and_never_what_is_in_them() {
    let mut server = Server::from(
        program(&[
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--data",
            "tests/minimal",
        ])
        .args(["--log", "json", "--log-level", "info"])
        .stderr(Stdio::piped()),
    );
    let query = r#"query Marked($secret: ID!) { person(id: $secret) { hidden: name } }"#;
    let body = serde_json::json!({ "query": query, "variables": { "secret": "whispered" } });
    let body = body.to_string();
    server.exchange(&format!(
        "POST /graphql HTTP/1.0\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    ));
    server.signal("TERM");
    assert_eq!(server.exit_code(), Some(0));
    let log = server.rest_of_log();
    let line = log.lines().find(|line| line.contains("Marked"));
    let line = line.unwrap_or_else(|| panic!("no operation in {log}"));
    let told: Value = serde_json::from_str(line).expect("a line is JSON");
    assert_eq!(told["operation"], "Marked");
    assert_eq!(told["code"], "OK");
    assert_eq!(told["document"].as_str().map(str::len), Some(64));
    assert!(
        told["cost"].is_u64() && told["execute_us"].is_u64(),
        "{told}"
    );
    assert!(
        !log.contains("whispered") && !log.contains("hidden"),
        "{log}"
    );
}

#[test]
fn a_limit_beyond_what_is_possible_is_a_mistake_on_the_command_line() {
    let output = run(&["serve", "--limit-nesting", "65"]);
    assert_eq!(output.status.code(), Some(2));
    let told = text(&output.stderr);
    assert!(told.contains("65 is not in 1..=64"), "{told}");
}

#[test]
fn a_manifest_of_trusted_documents_that_is_none_is_one_clear_line() {
    let folder = Folder::empty();
    let path = folder.path("manifest.json");
    let path = path.to_str().expect("it is text");
    let arguments = [
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--trusted-documents",
        path,
    ];
    fails_with_one_line(&arguments, &format!("there is no file `{path}`"));
    folder.write("manifest.json", b"{\n  \"1\": \"{ nope }\"\n}");
    fails_with_one_line(&arguments, &format!("{path}:2:17: the document `1`"));
}

#[test]
fn a_taken_port_is_one_clear_line() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
    let address = taken.local_addr().expect("it has an address").to_string();
    fails_with_one_line(&["--listen", &address], &address);
}

/// Checks that a signal lets a request finish that the server is in the middle of.
fn finishes_what_is_in_flight(signal: &str) {
    let mut server = Server::start();
    let mut stream = server.connect();
    let idle = server.connect();
    write!(
        stream,
        "POST /graphql HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        BODY.len()
    )
    .expect("it listens");
    // The server asks for the body, so it is in the middle of the request.
    let mut reader = BufReader::new(stream.try_clone().expect("it is ours"));
    let mut line = String::new();
    reader.read_line(&mut line).expect("it answers");
    assert!(line.starts_with("HTTP/1.1 100"), "{line}");

    server.signal(signal);
    while TcpStream::connect(server.address).is_ok() {
        std::thread::yield_now();
    }
    stream.write_all(BODY.as_bytes()).expect("it still reads");
    let mut response = String::new();
    reader.read_to_string(&mut response).expect("it answers");
    assert!(response.contains("HTTP/1.1 200 OK\r\n"), "{response}");
    assert!(
        response.ends_with(r#"{"data":{"people":{"totalCount":2}}}"#),
        "{response}"
    );
    assert_eq!(server.exit_code(), Some(0));
    drop(idle);
}

#[test]
fn told_to_stop_as_soon_as_it_listens_it_ends_with_0() {
    for signal in ["TERM", "INT", "TERM", "INT"] {
        let mut server = Server::start();
        server.signal(signal);
        assert_eq!(server.exit_code(), Some(0), "{signal}");
    }
}

#[test]
fn told_to_terminate_it_finishes_what_is_in_flight_and_ends_with_0() {
    finishes_what_is_in_flight("TERM");
}

#[test]
fn interrupted_it_finishes_what_is_in_flight_and_ends_with_0() {
    finishes_what_is_in_flight("INT");
}

#[test]
fn a_request_that_never_ends_does_not_keep_it_from_ending() {
    let mut server = Server::start();
    let mut stream = server.connect();
    write!(
        stream,
        "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{{"
    )
    .expect("it listens");
    server.signal("TERM");
    assert_eq!(server.exit_code(), Some(0));
}

#[test]
#[cfg(target_os = "linux")]
fn an_output_that_cannot_be_written_is_a_failure() {
    let full = std::fs::File::create("/dev/full").expect("Linux has it");
    let mut stats = program(&["stats"]);
    let ended = stats.stdout(full).status().expect("it starts");
    assert_eq!(ended.code(), Some(1));
}
