//! What does a server say while it reads its story?

use crate::support::{Folder, Server, program};
use std::process::Stdio;

/// Writes a story that takes a moment to read.
fn long_story() -> Folder {
    let folder = Folder::empty();
    let ontology = "[story]\nname = \"S\"\ndescription = \"A story.\"\n\
        [type.Person]\nplural = \"people\"\ndescription = \"A person.\"\n\
        [attribute.word]\non = \"Person\"\ntype = \"text\"\ndescription = \"A word.\"\n";
    folder.write("ontology.toml", ontology.as_bytes());
    let paper = "source = \"paper\"\nname = \"Paper\"\npublished = \"2024\"\nparagraphs = 9\n";
    folder.write("paper.toml", paper.as_bytes());
    let words: String = (0..200)
        .map(|n| format!("[[word]]\nvalue = \"word {n}\"\ncite = \"paper#1\"\n"))
        .collect();
    for n in 0..300 {
        let person = format!("entity = \"p{n}\"\ntype = \"Person\"\nname = \"P {n}\"\n{words}");
        folder.write(&format!("p{n}.toml"), person.as_bytes());
    }
    folder
}

/// Starts a server, which is reading its story when this returns.
fn loading(story: &Folder) -> Server {
    let mut command = program(&["serve", "--listen", "127.0.0.1:0", "--log", "json"]);
    command.args(["--log-level", "info"]);
    command.arg("--data").arg(story.path(""));
    Server::listening(command.stdout(Stdio::null()))
}

fn ask(server: &Server, address: &str) -> String {
    server.exchange(&format!("GET {address} HTTP/1.0\r\n\r\n"))
}

#[test]
fn a_server_that_reads_its_story_lives_and_is_not_ready() {
    let story = long_story();
    let server = loading(&story);
    for address in ["/health/ready", "/", "/graphql?query={__typename}", "/x"] {
        let told = ask(&server, address);
        assert!(told.starts_with("HTTP/1.0 503 "), "{address}: {told}");
        assert!(told.contains("\r\nretry-after: 1\r\n"), "{address}: {told}");
        assert!(told.ends_with("\r\n\r\nloading\n"), "{address}: {told}");
    }
    let told = ask(&server, "/health/live");
    assert!(told.starts_with("HTTP/1.0 200 "), "{told}");
    assert!(told.ends_with("\r\n\r\nlive\n"), "{told}");

    let ready = server.readiness();
    assert!(ready.starts_with("HTTP/1.0 200 "), "{ready}");
    let told = ask(&server, "/graphql?query={people{totalCount}}");
    assert!(told.ends_with(r#"{"data":{"people":{"totalCount":300}}}"#));
}

#[test]
fn told_to_stop_while_it_reads_its_story_it_ends_with_0_at_once() {
    let story = long_story();
    let mut server = loading(&story);
    assert!(ask(&server, "/health/ready").ends_with("loading\n"));
    server.signal("TERM");
    assert_eq!(server.exit_code(), Some(0));
}

#[test]
fn a_story_that_is_wrong_ends_a_server_that_listens_already() {
    let story = Folder::empty();
    story.write("ontology.toml", b"[story]\nname = 7\n");
    let mut server = loading(&story);
    assert_eq!(server.exit_code(), Some(1));
    let told = server.rest_of_log();
    assert!(told.contains("ontology.toml:2:8"), "{told}");
    assert!(told.contains("nothing is served"), "{told}");
}
