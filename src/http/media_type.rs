//! In which media type does a request arrive, and in which does its answer leave?

use axum::http::header::{ACCEPT, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue};

/// The media type of JSON, which is in UTF-8 unless something else is said.
pub(super) const JSON: &str = "application/json";

/// The media type in which an answer leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MediaType {
    /// `application/json`, in which a refusal of the operation is still a success of the transport.
    Json,
    /// `application/graphql-response+json`, in which it is not.
    GraphqlResponse,
    /// `text/event-stream`, on which one answer can follow the other; refusals leave as JSON.
    EventStream,
}

impl MediaType {
    /// All media types, in their order.
    pub(super) const ALL: [Self; 3] = [Self::Json, Self::GraphqlResponse, Self::EventStream];

    /// Returns the header that names it.
    pub(super) fn header(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::Json | Self::EventStream => "application/json; charset=utf-8",
            Self::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
        })
    }

    /// Returns the media type that a client accepts, the one it prefers when it accepts both.
    pub(super) fn accepted(headers: &HeaderMap) -> Option<Self> {
        let accepted = headers.get_all(ACCEPT);
        match accepted.iter().next() {
            None => return Some(Self::Json),
            // What many clients send need not be taken apart: nothing behind it weighs more.
            Some(first) if first == JSON => return Some(Self::Json),
            Some(_) => {}
        }
        accepted
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .filter_map(media_range)
            .reduce(|best, next| if next.1 > best.1 { next } else { best })
            .map(|(media_type, _)| media_type)
    }
}

/// Returns whether the body is said to be JSON in UTF-8.
pub(super) fn is_json(headers: &HeaderMap) -> bool {
    let mut values = headers.get_all(CONTENT_TYPE).iter();
    // Of several, each could be the one that somebody else goes by.
    let (Some(value), None) = (values.next(), values.next()) else {
        return false;
    };
    let Ok(value) = value.to_str() else {
        return false;
    };
    if value == JSON {
        return true;
    }
    let mut parts = value.split(';').map(str::trim);
    let is_json = parts
        .next()
        .is_some_and(|essence| essence.eq_ignore_ascii_case(JSON));
    let is_utf8 = parts.all(|parameter| match parameter.split_once('=') {
        Some((name, value)) if name.trim().eq_ignore_ascii_case("charset") => {
            value.trim().trim_matches('"').eq_ignore_ascii_case("utf-8")
        }
        _ => true,
    });
    is_json && is_utf8
}

/// Returns the media type that one range of an `Accept` header allows, with its weight in
/// thousandths.
fn media_range(range: &str) -> Option<(MediaType, u16)> {
    let mut parts = range.split(';').map(str::trim);
    let range = parts.next()?;
    let is = |name: &str| range.eq_ignore_ascii_case(name);
    let media_type = if is(JSON) || is("application/*") || is("*/*") {
        MediaType::Json
    } else if is("application/graphql-response+json") {
        MediaType::GraphqlResponse
    } else if is("text/event-stream") {
        MediaType::EventStream
    } else {
        return None;
    };
    let mut weight = 1000;
    for part in parts {
        let (name, value) = part.split_once('=')?;
        match name.trim().to_ascii_lowercase().as_str() {
            "q" => weight = quality(value.trim())?,
            "charset" if !value.trim().trim_matches('"').eq_ignore_ascii_case("utf-8") => {
                return None;
            }
            _ => {}
        }
    }
    (weight > 0).then_some((media_type, weight))
}

fn quality(text: &str) -> Option<u16> {
    let quality: f32 = text.parse().ok()?;
    (0.0..=1.0)
        .contains(&quality)
        .then_some((quality * 1000.0) as u16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(accept: &str, expected: Option<MediaType>) {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, accept.parse().expect("a header"));
        assert_eq!(MediaType::accepted(&headers), expected, "{accept}");
    }

    #[test]
    fn the_preferred_of_the_accepted_media_types_is_answered() {
        let graphql = Some(MediaType::GraphqlResponse);
        check("application/graphql-response+json", graphql);
        check("application/json", Some(MediaType::Json));
        check("*/*", Some(MediaType::Json));
        check("text/html, */*;q=0.5", Some(MediaType::Json));
        check(
            "application/graphql-response+json, application/json;q=0.9",
            graphql,
        );
        check(
            "application/json;q=0.5, application/graphql-response+json;q=0.7",
            graphql,
        );
        check("application/graphql-response+json; charset=utf-8", graphql);
        check("text/event-stream", Some(MediaType::EventStream));
        check("text/html", None);
        check("application/json; charset=latin1", None);
        check("application/json;q=0", None);
    }

    #[test]
    fn without_an_accept_header_the_answer_is_json() {
        assert_eq!(
            MediaType::accepted(&HeaderMap::new()),
            Some(MediaType::Json)
        );
    }
}
