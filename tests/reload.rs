//! What is served when something changes on the disk, and what does the log tell of it?

use crate::support::{Folder, Server, program};
use serde_json::{Value, json};
use std::fs;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

const N_CLAIMS: &str = "{statistics{claimCount}}";
const N_PEOPLE: &str = "{people{totalCount}}";

/// Returns a story of one person, of whom as many words are known.
fn story(words: &[&str]) -> Folder {
    const STORY: &str = "[story]\nname = \"S\"\ndescription = \"A story.\"\n\
        [type.Person]\nplural = \"people\"\ndescription = \"A person.\"\n\
        [attribute.word]\non = \"Person\"\ntype = \"text\"\ndescription = \"A word.\"\n";
    let folder = Folder::empty();
    folder.write("story/ontology.toml", STORY.as_bytes());
    let paper = "source = \"paper\"\nname = \"Paper\"\npublished = \"2024\"\nparagraphs = 9\n";
    folder.write("story/paper.toml", paper.as_bytes());
    folder.write("story/ann.toml", person(words).as_bytes());
    folder
}

fn person(words: &[&str]) -> String {
    let claim = |word: &&str| format!("[[word]]\nvalue = \"{word}\"\ncite = \"paper#1\"\n");
    let claims: String = words.iter().map(claim).collect();
    format!("entity = \"ann\"\ntype = \"Person\"\nname = \"Ann\"\n{claims}")
}

fn manifest(documents: &[&str]) -> Vec<u8> {
    let entries = documents.iter().enumerate();
    let manifest: Value = entries
        .map(|(n, text)| (n.to_string(), json!(text)))
        .collect();
    manifest.to_string().into_bytes()
}

/// Returns the command that serves a story.
fn serving(folder: &Folder) -> Command {
    let mut command = program(&["--listen", "127.0.0.1:0"]);
    command.arg("--data").arg(folder.path("story"));
    command.stderr(Stdio::piped());
    command
}

/// Returns the command that serves a story, with a log of everything in JSON.
fn telling(folder: &Folder) -> Command {
    let mut command = serving(folder);
    command.args(["--log", "json", "--log-level", "info"]);
    command.stdout(Stdio::null());
    command
}

impl Server {
    /// Returns the response to a document.
    fn ask(&self, document: &str) -> Value {
        let response = self.exchange(&format!(
            "GET /graphql?query={document} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        ));
        let (_, body) = response.split_once("\r\n\r\n").expect("there is a body");
        serde_json::from_str(body).expect("it is JSON")
    }

    /// Returns the number of claims that are served.
    fn n_claims(&self) -> u64 {
        let answer = self.ask(N_CLAIMS);
        let n = answer["data"]["statistics"]["claimCount"].as_u64();
        n.unwrap_or_else(|| panic!("{answer}"))
    }

    /// Waits until a number of claims is served.
    #[track_caller]
    fn wait_for_claims(&self, n: u64) {
        let is_there = soon(|| self.n_claims() == n);
        assert!(is_there, "{} claims", self.n_claims());
    }

    /// Returns whether a document may run.
    fn trusts(&self, document: &str) -> bool {
        let answer = self.ask(document);
        let code = answer["errors"][0]["extensions"]["code"].as_str();
        code != Some("DOCUMENT_NOT_TRUSTED")
    }
}

/// Returns whether something comes to be so.
fn soon(is_so: impl Fn() -> bool) -> bool {
    (0..200).any(|_| {
        thread::sleep(Duration::from_millis(50));
        is_so()
    })
}

#[test]
fn data_that_change_are_served_and_bad_ones_never_are() {
    let folder = story(&["yes"]);
    let mut server = Server::from(&mut serving(&folder));
    assert_eq!(server.n_claims(), 1);

    folder.write("story/ann.toml", b"entity = \"ann\"\n");
    server.log_until("the snapshot that is served stays");
    let told = server.log_until("entity = \"ann\"").concat();
    assert!(told.contains("ann.toml:1:1"), "{told}");
    assert_eq!(server.n_claims(), 1);

    folder.write("story/ann.toml", person(&["yes", "no"]).as_bytes());
    server.wait_for_claims(2);
    let words = person(&["yes", "no", "perhaps"]);
    folder.write("story/sub/ann.toml", words.as_bytes());
    fs::remove_file(folder.path("story/ann.toml")).expect("it is there");
    server.wait_for_claims(3);

    server.signal("HUP");
    server.signal("TERM");
    assert_eq!(server.exit_code(), Some(0));
}

#[test]
fn a_manifest_that_changes_is_obeyed_and_a_bad_one_never_is() {
    let folder = story(&["yes"]);
    folder.write("manifest.json", &manifest(&[N_CLAIMS]));
    let mut command = serving(&folder);
    let path = folder.path("manifest.json");
    let mut server = Server::from(command.arg("--trusted-documents").arg(&path));
    assert!(server.trusts(N_CLAIMS) && !server.trusts(N_PEOPLE));

    folder.write("manifest.json", &manifest(&[N_PEOPLE, "{nope}"]));
    let told = server.log_until("the manifest that was read before stays");
    assert!(told.concat().contains("the document `1` cannot run"));
    assert!(server.trusts(N_CLAIMS) && !server.trusts(N_PEOPLE));

    folder.write("next.json", &manifest(&[N_PEOPLE]));
    fs::rename(folder.path("next.json"), &path).expect("the folder is ours");
    assert!(soon(|| server.trusts(N_PEOPLE)));
    assert!(!server.trusts(N_CLAIMS));
}

#[test]
fn a_manifest_that_nobody_watches_is_read_again_on_sighup() {
    let folder = story(&["yes"]);
    folder.write("elsewhere/manifest.json", &manifest(&[N_CLAIMS]));
    folder.link("manifest.json", "elsewhere/manifest.json");
    let mut command = serving(&folder);
    command.arg("--trusted-documents");
    let server = Server::from(command.arg(folder.path("manifest.json")));
    assert!(!server.trusts(N_PEOPLE));
    folder.write("elsewhere/manifest.json", &manifest(&[N_PEOPLE]));
    server.signal("HUP");
    assert!(soon(|| server.trusts(N_PEOPLE)));
}

#[test]
fn a_document_that_fits_the_next_schema_may_run_once_that_is_served() {
    let folder = story(&["yes"]);
    folder.write("manifest.json", &manifest(&[N_CLAIMS]));
    let mut command = serving(&folder);
    command.arg("--trusted-documents");
    let mut server = Server::from(command.arg(folder.path("manifest.json")));
    let places = "{places{totalCount}}";
    folder.write("manifest.json", &manifest(&[places]));
    server.log_until("the manifest that was read before stays");
    let ontology = fs::read_to_string(folder.path("story/ontology.toml")).expect("it is there");
    let place = "[type.Place]\nplural = \"places\"\ndescription = \"A place.\"\n";
    folder.write("story/ontology.toml", (ontology + place).as_bytes());
    assert!(soon(|| server.trusts(places)));
}

#[test]
fn every_line_of_the_log_is_json_where_that_is_wanted() {
    let folder = story(&["yes"]);
    folder.write("manifest.json", &manifest(&[N_CLAIMS]));
    let mut command = telling(&folder);
    command.arg("--trusted-documents");
    let mut server = Server::listening(command.arg(folder.path("manifest.json")));
    server.readiness();
    let mut lines = Vec::new();
    let mut change = |path: &str, bytes: &[u8], part: &str| {
        folder.write(path, bytes);
        lines.extend(server.log_until(part));
    };
    let stays = "the snapshot that is served stays";
    change("story/ann.toml", b"entity = \"ann\"\n", stays);
    let words = person(&["yes", "no"]);
    change("story/ann.toml", words.as_bytes(), "another snapshot");
    change("manifest.json", b"{}", "no document may run");
    let documents = manifest(&[N_PEOPLE]);
    change("manifest.json", &documents, "another manifest");
    server.signal("TERM");
    assert_eq!(server.exit_code(), Some(0));
    let rest = server.rest_of_log();
    let lines = lines.iter().map(String::as_str).chain(rest.lines());
    let told: Vec<Value> = lines
        .map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}")))
        .collect();
    let is_of_ann = |line: &&Value| {
        let file = line["file"].as_str();
        file.is_some_and(|file| file.ends_with("ann.toml"))
    };
    let finding = told.iter().find(is_of_ann);
    let finding = finding.expect("the finding is told");
    assert_eq!(
        (&finding["line"], &finding["severity"]),
        (&json!(1), &json!("error"))
    );
    assert!(
        finding["rule"].is_string() && finding["message"].is_string(),
        "{finding}"
    );
    let served = told.iter().find(|line| line["claims"] == 2);
    assert!(served.is_some_and(|line| line["snapshot"].is_string()));
}

#[test]
fn a_log_that_nobody_reads_does_not_end_the_server() {
    let folder = story(&["yes"]);
    let mut server = Server::listening(&mut telling(&folder));
    server.readiness();
    server.forget_log();
    assert_eq!(server.n_claims(), 1);
    folder.write("story/ann.toml", person(&["yes", "no"]).as_bytes());
    server.wait_for_claims(2);
    server.signal("TERM");
    assert_eq!(server.exit_code(), Some(0));
}
