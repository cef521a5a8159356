//! How do the tests run the program, and a server of their own?

use super::in_repository;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, ChildStderr, Command, Stdio};
use std::thread;
use std::time::Duration;

/// Returns the program with its arguments, free of what the surroundings may have set.
pub(crate) fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_throughline"));
    command
        .args(arguments)
        .current_dir(in_repository("."))
        .env_remove("THROUGHLINE_DATA")
        .env_remove("THROUGHLINE_LISTEN");
    command
}

/// A server of the smallest sound story, stopped when the test is over.
pub(crate) struct Server {
    pub(crate) child: Child,
    pub(crate) address: SocketAddr,
    pub(crate) announced: String,
    /// What of the log was not read, where it is a pipe.
    log: Option<BufReader<ChildStderr>>,
}

impl Server {
    pub(crate) fn start() -> Self {
        let data = in_repository("tests/minimal");
        let mut command = program(&["--listen", "127.0.0.1:0"]);
        Self::from(command.arg("--data").arg(data))
    }

    /// Starts a server and waits until it says where it listens.
    pub(crate) fn from(command: &mut Command) -> Self {
        let command = command.stdout(Stdio::piped());
        let mut child = command.spawn().expect("the program runs");
        let log = child.stderr.take().map(BufReader::new);
        let mut lines = BufReader::new(child.stdout.take().expect("it is a pipe")).lines();
        let mut announced = String::new();
        let address = loop {
            let line = lines.next().expect("the address is told");
            let line = line.expect("it is text") + "\n";
            announced += &line;
            let address = line.trim().strip_prefix("explore   http://");
            if let Some(address) = address {
                let address = address.trim_end_matches('/');
                break address.parse().expect("it is an address");
            }
        };
        Self {
            child,
            address,
            announced,
            log,
        }
    }

    /// Starts a server whose log is JSON and tells everything, and waits until it tells there
    /// where the server listens.
    pub(crate) fn listening(command: &mut Command) -> Self {
        let mut child = command
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program runs");
        let mut log = BufReader::new(child.stderr.take().expect("it is a pipe"));
        let mut line = String::new();
        log.read_line(&mut line).expect("it is text");
        let told: serde_json::Value = serde_json::from_str(&line).expect("a line is JSON");
        let address = told["address"].as_str().expect("the first line tells it");
        Self {
            child,
            address: address.parse().expect("it is an address"),
            announced: String::new(),
            log: Some(log),
        }
    }

    /// Returns the next line of the log that has a part, and all that come before it.
    pub(crate) fn log_until(&mut self, part: &str) -> Vec<String> {
        let log = self.log.as_mut().expect("the log is read");
        let mut lines = Vec::new();
        loop {
            let mut line = String::new();
            let n_bytes = log.read_line(&mut line).expect("it is text");
            assert!(n_bytes > 0, "no `{part}` in {lines:#?}");
            let is_it = line.contains(part);
            lines.push(line);
            if is_it {
                return lines;
            }
        }
    }

    /// Closes the end of the log at which it is read.
    pub(crate) fn forget_log(&mut self) {
        self.log = None;
    }

    /// Waits until the server tells that it takes requests, and returns the answer.
    pub(crate) fn readiness(&self) -> String {
        let mut looks = (0..600).map(|_| {
            thread::sleep(Duration::from_millis(100));
            self.exchange("GET /health/ready HTTP/1.0\r\n\r\n")
        });
        let ready = looks.find(|told| !told.ends_with("loading\n"));
        ready.expect("the story is read in time")
    }

    /// Returns what the log tells from here to its end.
    pub(crate) fn rest_of_log(&mut self) -> String {
        let mut rest = String::new();
        let log = self.log.as_mut().expect("the log is read");
        log.read_to_string(&mut rest).expect("it is text");
        rest
    }

    pub(crate) fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).expect("the server listens")
    }

    /// Sends a request and returns all that comes until the connection is closed.
    pub(crate) fn exchange(&self, request: &str) -> String {
        let mut stream = self.connect();
        stream.write_all(request.as_bytes()).expect("it listens");
        let mut response = String::new();
        stream.read_to_string(&mut response).expect("it answers");
        response
    }

    pub(crate) fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args(["-s", name, &id]).status();
        assert!(sent.expect("kill is there").success());
    }

    pub(crate) fn exit_code(&mut self) -> Option<i32> {
        self.child.wait().expect("it ends").code()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // A server that has ended already cannot be stopped once more.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
