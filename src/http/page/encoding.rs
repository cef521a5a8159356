//! In which encoding does a client want to have a file?

use axum::http::HeaderMap;
use axum::http::header::ACCEPT_ENCODING;

/// A way to write the bytes of a file on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    /// Brotli, the smallest; browsers ask for it over HTTPS and from the machine itself.
    Brotli,
    /// Gzip, which every browser takes.
    Gzip,
    /// The bytes as they are.
    Identity,
}

impl Encoding {
    /// Returns the name of the encoding in HTTP, or nothing for the bytes as they are.
    pub(super) fn name(self) -> Option<&'static str> {
        match self {
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
            Self::Identity => None,
        }
    }
}

/// Returns the encoding that the client likes best, the smaller one when it likes both the same.
///
/// A client that refuses everything gets the bytes as they are, which it can read all the same.
pub(super) fn preferred(headers: &HeaderMap) -> Encoding {
    let mut liked: [Option<f32>; 2] = [None; 2];
    let mut others = 0.0;
    let values = headers
        .get_all(ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok());
    for item in values.flat_map(|value| value.split(',')) {
        let (name, weight) = weighted(item);
        match name.to_ascii_lowercase().as_str() {
            "br" => liked[0] = Some(weight),
            "gzip" | "x-gzip" => liked[1] = Some(weight),
            "*" => others = weight,
            _ => {}
        }
    }
    let [brotli, gzip] = liked.map(|weight| weight.unwrap_or(others));
    if brotli > 0.0 && brotli >= gzip {
        Encoding::Brotli
    } else if gzip > 0.0 {
        Encoding::Gzip
    } else {
        Encoding::Identity
    }
}

/// Splits `gzip;q=0.5` into the name and how much it is liked, from 0 to 1.
fn weighted(item: &str) -> (&str, f32) {
    let mut parts = item.split(';').map(str::trim);
    let name = parts.next().unwrap_or_default();
    let weight = parts
        .find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")))
        .map_or(1.0, |weight| weight.trim().parse().unwrap_or(0.0));
    (name, weight)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(accepted: &str, expected: Encoding) {
        let headers = HeaderMap::from_iter([(ACCEPT_ENCODING, accepted.parse().unwrap())]);
        assert_eq!(preferred(&headers), expected, "{accepted}");
    }

    #[test]
    fn the_smallest_encoding_that_the_client_takes_is_chosen() {
        check("gzip, deflate, br, zstd", Encoding::Brotli);
        check("gzip, deflate", Encoding::Gzip);
        check("GZIP", Encoding::Gzip);
        check("br;q=0.5, gzip;q=0.8", Encoding::Gzip);
        check("br;q=0, gzip", Encoding::Gzip);
        check("*", Encoding::Brotli);
        check("br;q=0, *;q=0.1", Encoding::Gzip);
    }

    #[test]
    fn a_client_that_takes_neither_gets_the_bytes_as_they_are() {
        assert_eq!(preferred(&HeaderMap::new()), Encoding::Identity);
        check("", Encoding::Identity);
        check("identity", Encoding::Identity);
        check("gzip;q=0, br;q=none", Encoding::Identity);
        check("*;q=0", Encoding::Identity);
    }
}
