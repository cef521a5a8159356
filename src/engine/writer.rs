//! How does an answer become JSON bytes?

use std::io::Write;

/// A buffer to which JSON is appended piece by piece.
#[derive(Debug, Default)]
pub struct JsonWriter {
    bytes: Vec<u8>,
}

/// Returns the two digits of a number below 100.
#[inline]
pub fn digits(number: u8) -> [u8; 2] {
    [b'0' + number / 10, b'0' + number % 10]
}

/// A piece of JSON that is written again and again.
#[derive(Debug)]
pub struct Piece {
    /// The beginning, filled up with zeros.
    step: [u8; JsonWriter::STEP],
    n_bytes: usize,
    /// What does not fit into the step.
    rest: Box<[u8]>,
}

impl Piece {
    /// Takes a text that is JSON.
    pub fn new(json: &str) -> Self {
        let (first, rest) = json.as_bytes().split_at(json.len().min(JsonWriter::STEP));
        let mut step = [0; JsonWriter::STEP];
        step[..first.len()].copy_from_slice(first);
        Self {
            step,
            n_bytes: first.len(),
            rest: rest.into(),
        }
    }
}

/// For each byte the letter of its short escape, `u` for a long one, 0 for none.
const ESCAPES: [u8; 256] = {
    let mut escapes = [0; 256];
    let mut at = 0;
    while at < 0x20 {
        escapes[at] = b'u';
        at += 1;
    }
    escapes[0x08] = b'b';
    escapes[0x09] = b't';
    escapes[0x0a] = b'n';
    escapes[0x0c] = b'f';
    escapes[0x0d] = b'r';
    escapes[b'"' as usize] = b'"';
    escapes[b'\\' as usize] = b'\\';
    escapes
};

impl JsonWriter {
    /// The number of bytes that are copied at once.
    pub const STEP: usize = 32;

    /// Returns an empty buffer with room for some bytes.
    pub fn with_capacity(capacity: usize) -> Self {
        Self {
            bytes: Vec::with_capacity(capacity),
        }
    }

    /// Returns the bytes that were written.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// Returns the number of bytes written.
    pub fn n_bytes(&self) -> usize {
        self.bytes.len()
    }

    /// Takes back everything that was written after the first `n_bytes`.
    pub(super) fn take_back_to(&mut self, n_bytes: usize) {
        self.bytes.truncate(n_bytes);
    }

    /// Writes bytes that are JSON already.
    #[inline]
    pub fn raw(&mut self, json: &[u8]) {
        self.bytes.extend_from_slice(json);
    }

    /// Writes the first `n_bytes` of some bytes; they are JSON already.
    ///
    /// For short pieces this is faster than [`raw`](Self::raw) when at least [`STEP`](Self::STEP) bytes are
    /// given: they are copied in one step of fixed length, and what is too much is taken back.
    #[inline]
    pub fn start_of(&mut self, bytes: &[u8], n_bytes: usize) {
        match bytes.first_chunk::<{ Self::STEP }>() {
            Some(step) if n_bytes <= Self::STEP => {
                let end = self.bytes.len() + n_bytes;
                self.bytes.extend_from_slice(step);
                self.bytes.truncate(end);
            }
            _ => self.raw(&bytes[..n_bytes]),
        }
    }

    /// Writes a piece of JSON.
    #[inline]
    pub fn piece(&mut self, piece: &Piece) {
        let end = self.bytes.len() + piece.n_bytes;
        self.bytes.extend_from_slice(&piece.step);
        self.bytes.truncate(end);
        if !piece.rest.is_empty() {
            self.raw(&piece.rest);
        }
    }

    /// Writes as many bytes as the type says; they are JSON already.
    #[inline]
    pub fn bytes<const N: usize>(&mut self, json: [u8; N]) {
        self.bytes.extend_from_slice(&json);
    }

    /// Writes one byte that is JSON already.
    #[inline]
    pub(super) fn byte(&mut self, json: u8) {
        self.bytes.push(json);
    }

    /// Writes `null`.
    #[inline]
    pub fn null(&mut self) {
        self.raw(b"null");
    }

    /// Writes `true` or `false`.
    #[inline]
    pub fn boolean(&mut self, value: bool) {
        self.raw(if value { b"true" } else { b"false" });
    }

    /// Writes a whole number.
    #[inline]
    pub fn integer(&mut self, value: i64) {
        match u16::try_from(value) {
            Ok(small @ 0..10_000) => self.small_integer(small),
            // Writing to a vector cannot fail.
            _ => drop(write!(self.bytes, "{value}")),
        }
    }

    fn small_integer(&mut self, value: u16) {
        let ([n1, n2], [n3, n4]) = (digits((value / 100) as u8), digits((value % 100) as u8));
        match value {
            1000.. => self.bytes([n1, n2, n3, n4]),
            100.. => self.bytes([n2, n3, n4]),
            10.. => self.bytes([n3, n4]),
            _ => self.bytes([n4]),
        }
    }

    /// Writes a number that is finite, so that it is read as the same number.
    pub fn float(&mut self, value: f64) {
        // Writing to a vector cannot fail.
        let _ = write!(self.bytes, "{value:?}");
    }

    /// Writes a string, escaped where JSON wants it.
    pub fn string(&mut self, text: &str) {
        self.byte(b'"');
        let bytes = text.as_bytes();
        let mut written = 0;
        for (at, &byte) in bytes.iter().enumerate() {
            let escape = ESCAPES[byte as usize];
            if escape != 0 {
                self.raw(&bytes[written..at]);
                self.escape(byte, escape);
                written = at + 1;
            }
        }
        self.raw(&bytes[written..]);
        self.byte(b'"');
    }

    #[cold]
    fn escape(&mut self, byte: u8, escape: u8) {
        if escape == b'u' {
            const HEX: &[u8; 16] = b"0123456789abcdef";
            let (high, low) = (HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]);
            self.raw(&[b'\\', b'u', b'0', b'0', high, low]);
        } else {
            self.raw(&[b'\\', escape]);
        }
    }

    /// Writes a string that is known to need no escape.
    #[inline]
    pub fn plain_string(&mut self, text: &str) {
        self.byte(b'"');
        self.raw(text.as_bytes());
        self.byte(b'"');
    }

    /// Writes what is displayed without quotation marks, backslashes and control characters as
    /// a string.
    pub fn displayed(&mut self, value: impl std::fmt::Display) {
        self.byte(b'"');
        // Writing to a vector cannot fail.
        let _ = write!(self.bytes, "{value}");
        self.byte(b'"');
    }

    /// Writes a list, item by item.
    pub fn list<T>(
        &mut self,
        items: impl IntoIterator<Item = T>,
        mut item: impl FnMut(&mut Self, T),
    ) {
        self.byte(b'[');
        for (at, value) in items.into_iter().enumerate() {
            if at > 0 {
                self.byte(b',');
            }
            item(self, value);
        }
        self.byte(b']');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl FnOnce(&mut JsonWriter)) -> String {
        let mut writer = JsonWriter::default();
        write(&mut writer);
        String::from_utf8(writer.into_bytes()).expect("JSON is UTF-8")
    }

    #[test]
    fn every_string_is_escaped_as_serde_json_escapes_it() {
        for code in 0..0x300 {
            let text: String = ['a', char::from_u32(code).expect("below surrogates"), 'z']
                .into_iter()
                .collect();
            let expected = serde_json::to_string(&text).expect("a string");
            assert_eq!(written(|json| json.string(&text)), expected);
        }
    }

    #[test]
    fn every_integer_is_written_in_decimal() {
        for number in [
            0,
            7,
            -1,
            10,
            99,
            100,
            999,
            1_000,
            9_999,
            10_000,
            65_536,
            1_234_567,
            i64::MAX,
            i64::MIN,
        ] {
            assert_eq!(written(|json| json.integer(number)), number.to_string());
        }
    }
}
