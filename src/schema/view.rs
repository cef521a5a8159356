//! Which view does a root field ask for, and how is it told beside the answer?

use super::arguments;
use super::story::Story;
use crate::engine::{Argument, FieldError, Kind, Type};
use crate::graph::{KnowledgeGraph, View};
use crate::model::{PartialDate, SourceIx};
use async_graphql::Value;
use serde_json::json;

/// The name of the input type.
const VIEW: &str = "View";

/// Declares the input type of views.
pub(super) fn types() -> Vec<Type<Story>> {
    let fields = vec![
        Argument::new(
            "validAt",
            "Date",
            "The day on which claims are to hold. Those that may hold then are shown as well, and \
             `certainty` tells which is which; a month or a year means an unknown day in it. Claims \
             of any time when left out or null.",
        ),
        Argument::new(
            "knownAt",
            "Date",
            "The day by whose end claims are to be known: a claim is known from the publication \
             of the earliest source that is read. A month or a year means its last day. \
             All that is known when left out or null.",
        ),
        Argument::new(
            "onlySources",
            "[ID!]",
            "The ids of the sources that are read; none when the list is empty, and all when left \
             out or null.",
        ),
        Argument::new(
            "exceptSources",
            "[ID!]",
            "The ids of sources that are not read, as if they had never been published.",
        ),
    ];
    vec![Type {
        name: VIEW.to_owned(),
        description: "What a question is asked of: the claims that are valid on a day, known on a \
                      day, from these sources or without those. Everything below the field obeys \
                      it."
        .to_owned(),
        kind: Kind::InputObject { fields },
    }]
}

/// Returns the argument by which a root field takes a view.
pub(super) fn argument() -> Argument {
    Argument::new(
        "view",
        VIEW,
        "What the field and everything below it is asked of; all that is known when left out or \
         null.",
    )
}

/// Returns the view for which a coerced argument asks; none when it restricts nothing.
pub(super) fn read(graph: &KnowledgeGraph, value: &Value) -> Result<Option<View>, FieldError> {
    let Value::Object(fields) = value else {
        return Ok(None);
    };
    let date = |name| fields.get::<str>(name).and_then(arguments::date);
    let sources = |name| match fields.get::<str>(name) {
        Some(Value::List(ids)) => sources(graph, name, ids).map(Some),
        _ => Ok(None),
    };
    let view = View {
        valid_at: date("validAt"),
        known_at: date("knownAt"),
        only_sources: sources("onlySources")?,
        except_sources: sources("exceptSources")?.unwrap_or_default(),
    };
    Ok((!view.is_unrestricted()).then_some(view))
}

/// Returns the sources with some ids, each once, in ascending order.
fn sources(graph: &KnowledgeGraph, name: &str, ids: &[Value]) -> Result<Vec<SourceIx>, FieldError> {
    let mut sources = Vec::with_capacity(ids.len());
    for id in ids {
        let Value::String(id) = id else { continue };
        sources.push(known_source(
            graph,
            id,
            &format!("Argument `view`: `{name}`"),
        )?);
    }
    sources.sort_unstable();
    sources.dedup();
    Ok(sources)
}

/// Returns the source with an id that `what` names.
pub(super) fn known_source(
    graph: &KnowledgeGraph,
    id: &str,
    what: &str,
) -> Result<SourceIx, FieldError> {
    graph.source_by_id(id).ok_or_else(|| {
        let message = format!(
            "{what} names `{id}`, and there is no source with this id; `sources` lists them."
        );
        FieldError::new("UNKNOWN_SOURCE", message)
    })
}

/// Returns what the response tells beside the answer: the snapshot, and the view of each root
/// field that has one, as the input that asks for it; nothing without a view.
pub(super) fn extensions<'s>(
    graph: &KnowledgeGraph,
    views: impl Iterator<Item = (&'s str, &'s View)>,
) -> Option<String> {
    let views: serde_json::Map<_, _> = views
        .map(|(key, view)| (key.to_owned(), to_json(graph, view)))
        .collect();
    let is_told = !views.is_empty();
    is_told.then(|| json!({ "snapshot": graph.snapshot(), "views": views }).to_string())
}

fn to_json(graph: &KnowledgeGraph, view: &View) -> serde_json::Value {
    let ids = |sources: &[SourceIx]| {
        let ids = sources.iter().map(|&at| graph.source(at).id.as_str());
        ids.collect::<serde_json::Value>()
    };
    let date = |date: PartialDate| date.to_string().into();
    let except = (!view.except_sources.is_empty()).then_some(&view.except_sources);
    let fields = [
        ("validAt", view.valid_at.map(date)),
        ("knownAt", view.known_at.map(date)),
        ("onlySources", view.only_sources.as_deref().map(ids)),
        ("exceptSources", except.map(|sources| ids(sources))),
    ];
    let given = fields
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)));
    serde_json::Value::Object(given.collect())
}
