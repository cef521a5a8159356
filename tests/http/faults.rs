//! What is a client told when something of ours goes wrong?

use super::client::{GRAPHQL, JSON, Received, send_to};
use crate::support::codes;
use async_graphql::Value;
use axum::Router;
use axum::body::Body;
use axum::http::header::{ACCEPT, CONTENT_TYPE};
use axum::http::{Request, StatusCode};
use serde_json::json;
use std::sync::Arc;
use throughline::engine::{
    Argument, Deadline, Definition, Domain, Effort, Engine, Field, FieldError, JsonWriter, Kind,
    Leaf, Limits, Multiplicity, Produce, QUERY, Type,
};
use throughline::http::{Settings, router};

/// Data of which some cannot be told.
#[derive(Clone)]
struct Fragile;

impl Domain for Fragile {
    type Object<'r> = ();
    type Arguments = ();
    type CommonLeaf = ();
    type Leaves<'r> = ();

    fn root(&self) -> Self::Object<'_> {}

    fn type_name<'r>(&'r self, (): Self::Object<'r>) -> &'r str {
        QUERY
    }

    fn leaves<'r>(&'r self, (): &Self::Object<'r>) -> Self::Leaves<'r> {}

    fn write((): Self::Leaves<'_>, (): Self::CommonLeaf, _out: &mut JsonWriter) -> Leaf {
        Leaf::Null
    }

    fn prepare(
        &self,
        _arguments: &mut dyn Iterator<Item = (&Argument, &Value)>,
    ) -> Result<Self::Arguments, FieldError> {
        Ok(())
    }

    fn effort((): &Self::Arguments) -> Effort {
        Effort::LookUp
    }

    fn scope(
        &self,
        _effort: Effort,
        (): &Self::Arguments,
        _deadline: &Deadline,
        _beside: Option<&Self>,
    ) -> Option<Self> {
        None
    }

    fn extensions(&self, _scopes: &mut dyn Iterator<Item = (&str, &Self)>) -> Option<String> {
        None
    }

    fn page_size((): &Self::Arguments) -> u64 {
        1
    }
}

fn server() -> Router {
    let sound = Produce::leaf(|_: &Fragile, (), &(), out: &mut JsonWriter| {
        out.plain_string("sound");
        Ok(Leaf::Written)
    });
    let missing = Produce::leaf(|_: &Fragile, (), &(), _: &mut JsonWriter| Ok(Leaf::Null));
    let broken = Produce::leaf(|_: &Fragile, (), &(), _: &mut JsonWriter| panic!("secret words"));
    let heavy = Produce::leaf(|_: &Fragile, (), &(), _: &mut JsonWriter| panic!("secret words"));
    let fields = vec![
        Field::new("sound", "String!", "Sound.", sound),
        Field::new("missing", "String!", "Missing.", missing),
        Field::new("broken", "String", "Broken.", broken),
        Field::new("heavy", "String", "Broken, after some work.", heavy)
            .effort(Effort::WorkOut)
            .multiplicity(Multiplicity::One),
    ];
    let query = Type {
        name: QUERY.to_owned(),
        description: "What can be asked.".to_owned(),
        kind: Kind::Object {
            fields: fields.into_iter().map(Into::into).collect(),
            interfaces: Vec::new(),
        },
    };
    let definition = Definition::new("Something fragile.", vec![query]);
    let engine = Engine::new(definition, Fragile, Limits::default()).expect("it can be served");
    router(engine, &[], &Settings::default(), &Arc::default())
}

async fn ask(server: &Router, accept: &str, query: &str) -> Received {
    let request = Request::post("/graphql")
        .header(CONTENT_TYPE, JSON)
        .header(ACCEPT, accept);
    let body = Body::from(json!({ "query": query }).to_string());
    send_to(server, request.body(body).expect("sound")).await
}

#[tokio::test]
async fn a_panic_is_answered_as_a_fault_of_ours_with_a_number_and_harms_nothing_else() {
    let server = server();
    for (accept, query) in [
        (JSON, "{ broken }"),
        (GRAPHQL, "{ broken }"),
        (JSON, "{ heavy }"),
        (GRAPHQL, "{ sound heavy }"),
    ] {
        let received = ask(&server, accept, query).await;
        assert_eq!(
            received.status,
            StatusCode::INTERNAL_SERVER_ERROR,
            "{query}"
        );
        let told = received.json();
        assert_eq!(codes(&told), ["INTERNAL"], "{query}");
        let id = told["errors"][0]["extensions"]["id"]
            .as_str()
            .unwrap_or_default();
        assert_eq!(id.len(), 16, "{told}");
        assert!(!received.text().contains("secret"), "{told}");
        let next = ask(&server, accept, "{ sound }").await;
        assert_eq!(next.json(), json!({ "data": { "sound": "sound" } }));
    }
}

#[tokio::test]
async fn a_value_that_is_missing_is_a_fault_of_ours_with_a_number() {
    let received = ask(&server(), GRAPHQL, "{ sound missing }").await;
    assert_eq!(received.status, StatusCode::OK);
    let told = received.json();
    assert_eq!(codes(&told), ["INTERNAL"]);
    let error = &told["errors"][0];
    assert_eq!(error["path"], json!(["missing"]));
    assert_eq!(
        error["message"],
        "The server failed to answer; the fault is not in the request."
    );
    assert_eq!(error["extensions"]["id"].as_str().map(str::len), Some(16));
}
