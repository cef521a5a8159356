//! What does the same answer cost when nothing but its bytes has to be written?
//!
//! Written for these operations alone, from plain arrays: the practical limit.

use crate::data::{Data, Occupation, Person};
use async_graphql::{Request, Value};
use async_graphql_axum::GraphQLRequest;
use axum::Router;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::post;
use std::sync::Arc;
use throughline::model::PartialDate;

/// Returns the route that answers the operations of the benchmark.
pub(crate) fn router(data: Arc<Data>) -> Router {
    Router::new()
        .route("/graphql", post(answer))
        .with_state(data)
}

async fn answer(State(data): State<Arc<Data>>, request: GraphQLRequest) -> impl IntoResponse {
    let request = request.into_inner();
    let body = match request.operation_name.as_deref() {
        Some("OneEntity") => one_entity(&data, &request),
        Some("ThreeLevels") => three_levels(&data),
        Some("ThousandEntities") => thousand_entities(&data),
        Some("Nested") => nested(&data),
        Some("LargeDocument") => large_document(&data, &request),
        _ => b"{\"data\":null}".to_vec(),
    };
    ([(CONTENT_TYPE, "application/json")], body)
}

fn asked_person<'d>(data: &'d Data, request: &Request) -> &'d Person {
    match request.variables.get("id") {
        Some(Value::String(id)) => data.person_by_id(id).expect("the person exists"),
        _ => panic!("every request names the person"),
    }
}

fn one_entity(data: &Data, request: &Request) -> Vec<u8> {
    let person = asked_person(data, request);
    let mut out = Vec::with_capacity(256);
    raw(&mut out, "{\"data\":{\"person\":{\"id\":");
    plain(&mut out, &person.id);
    raw(&mut out, ",\"name\":");
    string(&mut out, &person.name);
    raw(&mut out, ",\"born\":");
    date(&mut out, person.born);
    raw(&mut out, ",\"nationality\":");
    string(&mut out, &person.nationality);
    raw(&mut out, ",\"height\":");
    integer(&mut out, person.height);
    raw(&mut out, "}}}");
    out
}

fn large_document(data: &Data, request: &Request) -> Vec<u8> {
    let person = asked_person(data, request);
    let mut out = Vec::with_capacity(256);
    raw(&mut out, "{\"data\":{\"person\":{\"id\":");
    plain(&mut out, &person.id);
    raw(&mut out, ",\"name\":");
    string(&mut out, &person.name);
    raw(&mut out, ",\"born\":");
    date(&mut out, person.born);
    raw(&mut out, ",\"nationality\":");
    string(&mut out, &person.nationality);
    raw(&mut out, ",\"occupation\":");
    occupation(&mut out, person.occupation);
    raw(&mut out, "}}}");
    out
}

fn three_levels(data: &Data) -> Vec<u8> {
    let mut out = Vec::with_capacity(64 * 1024);
    raw(&mut out, "{\"data\":{\"people\":{\"nodes\":");
    list(&mut out, &data.people[..20], |out, person| {
        raw(out, "{\"id\":");
        plain(out, &person.id);
        raw(out, ",\"name\":");
        string(out, &person.name);
        raw(out, ",\"actedIn\":{\"nodes\":");
        list(out, first(4, &person.acted_in), |out, &at| {
            let production = &data.productions[at as usize];
            raw(out, "{\"id\":");
            plain(out, &production.id);
            raw(out, ",\"name\":");
            string(out, &production.name);
            raw(out, ",\"actors\":{\"nodes\":");
            list(out, first(5, &production.actors), |out, &at| {
                actor(out, &data.people[at as usize]);
            });
            raw(out, "}}");
        });
        raw(out, "}}");
    });
    raw(&mut out, "}}}");
    out
}

fn thousand_entities(data: &Data) -> Vec<u8> {
    let mut out = Vec::with_capacity(192 * 1024);
    let card = |out: &mut Vec<u8>, person: &Person| {
        raw(out, "{\"id\":");
        plain(out, &person.id);
        raw(out, ",\"name\":");
        string(out, &person.name);
        raw(out, ",\"born\":");
        date(out, person.born);
        raw(out, ",\"nationality\":");
        string(out, &person.nationality);
        raw(out, ",\"height\":");
        integer(out, person.height);
        raw(out, ",\"occupation\":");
        occupation(out, person.occupation);
        raw(out, "}");
    };
    raw(&mut out, "{\"data\":{\"young\":{\"nodes\":");
    list(&mut out, &data.people[..500], card);
    raw(&mut out, "},\"old\":{\"nodes\":");
    list(&mut out, &data.people[data.people.len() - 500..], card);
    raw(&mut out, "}}}");
    out
}

fn nested(data: &Data) -> Vec<u8> {
    let mut out = Vec::with_capacity(1024 * 1024);
    raw(&mut out, "{\"data\":{\"people\":{\"nodes\":");
    list(&mut out, &data.people[..270], |out, person| {
        raw(out, "{\"id\":");
        plain(out, &person.id);
        raw(out, ",\"name\":");
        string(out, &person.name);
        raw(out, ",\"actedIn\":{\"totalCount\":");
        integer(
            out,
            i32::try_from(person.acted_in.len()).unwrap_or(i32::MAX),
        );
        raw(out, ",\"edges\":");
        list(out, first(4, &person.acted_in), |out, &at| {
            let production = &data.productions[at as usize];
            raw(out, "{\"node\":{\"id\":");
            plain(out, &production.id);
            raw(out, ",\"name\":");
            string(out, &production.name);
            raw(out, ",\"released\":");
            date(out, production.released);
            raw(out, ",\"runtime\":");
            integer(out, production.runtime);
            raw(out, ",\"actors\":{\"nodes\":");
            list(out, first(25, &production.actors), |out, &at| {
                actor(out, &data.people[at as usize]);
            });
            raw(out, "}}}");
        });
        raw(out, "}}");
    });
    raw(&mut out, "}}}");
    out
}

fn actor(out: &mut Vec<u8>, person: &Person) {
    raw(out, "{\"id\":");
    plain(out, &person.id);
    raw(out, ",\"name\":");
    string(out, &person.name);
    raw(out, ",\"born\":");
    date(out, person.born);
    raw(out, "}");
}

fn first(n: usize, all: &[u32]) -> &[u32] {
    &all[..n.min(all.len())]
}

fn raw(out: &mut Vec<u8>, json: &str) {
    out.extend_from_slice(json.as_bytes());
}

/// Writes a text that is known to need no escape.
fn plain(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    raw(out, text);
    out.push(b'"');
}

fn string(out: &mut Vec<u8>, text: &str) {
    if text.bytes().all(|b| b >= 0x20 && b != b'"' && b != b'\\') {
        plain(out, text);
    } else {
        serde_json::to_writer(out, text).expect("a string is JSON");
    }
}

fn integer(out: &mut Vec<u8>, number: i32) {
    let mut digits = [0; 11];
    let mut at = digits.len();
    let mut rest = number.unsigned_abs();
    loop {
        at -= 1;
        digits[at] = digit(rest % 10);
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if number < 0 {
        at -= 1;
        digits[at] = b'-';
    }
    out.extend_from_slice(&digits[at..]);
}

fn digit(number: u32) -> u8 {
    b'0' + u8::try_from(number).unwrap_or_default()
}

fn date(out: &mut Vec<u8>, date: PartialDate) {
    let year = u32::from(date.year().unsigned_abs());
    out.push(b'"');
    out.extend_from_slice(&[1000, 100, 10, 1].map(|power| digit(year / power % 10)));
    for part in [date.month(), date.day()].into_iter().flatten() {
        let part = u32::from(part);
        out.extend_from_slice(&[b'-', digit(part / 10), digit(part % 10)]);
    }
    out.push(b'"');
}

fn occupation(out: &mut Vec<u8>, occupation: Occupation) {
    raw(
        out,
        match occupation {
            Occupation::Actor => "\"ACTOR\"",
            Occupation::StuntPerformer => "\"STUNT_PERFORMER\"",
            Occupation::Director => "\"DIRECTOR\"",
        },
    );
}

fn list<T>(out: &mut Vec<u8>, items: &[T], item: impl Fn(&mut Vec<u8>, &T)) {
    out.push(b'[');
    for (at, value) in items.iter().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        item(out, value);
    }
    out.push(b']');
}
