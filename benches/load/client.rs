//! How does a bench ask a server?

use std::io::{self, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// A request as it goes over the wire.
#[derive(Clone)]
pub(crate) struct Request(String);

impl Request {
    /// Returns a request with its members as JSON: `query`, and `variables` where there are any.
    pub(crate) fn new(members: &serde_json::Value) -> Self {
        let body = members.to_string();
        Self(format!(
            "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        ))
    }
}

/// A connection that is kept.
pub(crate) struct Client {
    stream: TcpStream,
    received: Vec<u8>,
}

/// The answer to a request.
pub(crate) struct Answer<'c> {
    pub(crate) status: u16,
    pub(crate) body: &'c [u8],
}

impl Answer<'_> {
    /// Returns whether the answer is whole and without an error.
    pub(crate) fn is_good(&self) -> bool {
        let body = String::from_utf8_lossy(self.body);
        self.status == 200 && body.starts_with("{\"data\":{") && !body.contains("\"errors\":[")
    }
}

/// The time after which nobody waits for an answer any more.
const PATIENCE: Duration = Duration::from_secs(60);

impl Client {
    pub(crate) fn connect(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Self {
            stream,
            received: Vec::new(),
        })
    }

    /// Sends a request and reads the whole answer.
    ///
    /// # Errors
    /// When the connection ends before.
    pub(crate) fn ask(&mut self, request: &Request) -> io::Result<Answer<'_>> {
        self.stream.write_all(request.0.as_bytes())?;
        self.received.clear();
        let mut buffer = [0; 64 * 1024];
        loop {
            let n = self.stream.read(&mut buffer)?;
            if n == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            self.received.extend_from_slice(&buffer[..n]);
            if let Some((status, start)) = self.whole() {
                let body = &self.received[start..];
                return Ok(Answer { status, body });
            }
        }
    }

    /// Returns the status, and where the body begins, once the whole answer is there.
    fn whole(&self) -> Option<(u16, usize)> {
        let mut fours = self.received.windows(4);
        let head = fours.position(|four| four == b"\r\n\r\n")?;
        let text = str::from_utf8(&self.received[..head]).expect("a head is text");
        let length = text.lines().find_map(|line| {
            let (name, value) = line.split_once(": ")?;
            name.eq_ignore_ascii_case("content-length")
                .then(|| value.parse::<usize>())
        });
        let length = length
            .expect("an answer has a length")
            .expect("it is a number");
        let status = text.split(' ').nth(1).expect("an answer has a status");
        let status = status.parse().expect("a status is a number");
        (self.received.len() >= head + 4 + length).then_some((status, head + 4))
    }
}
