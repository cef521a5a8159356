//! What does Throughline promise, seen from outside?

mod support;

mod analysis;
mod cancellation;
mod changes;
mod check;
mod command;
mod conditions;
mod corpus;
mod corroboration;
mod disagreements;
mod errors;
mod evidence;
mod execution;
mod generation;
mod guide;
mod hostile;
mod http;
mod ladder;
mod limits;
mod loading;
mod merged;
mod ontology_growth;
mod pack;
mod pages;
mod paths;
mod questions;
mod readme;
mod reload;
mod retraction;
mod schema;
mod search;
mod standing;
mod subscription;
mod suggestion;
mod timeline;
#[cfg(feature = "otlp")]
mod trace;
mod view;
