//! Which warnings about a claim does a view show?

use crate::support::constrained;
use throughline::graph::{KnowledgeGraph, View, Visible};

#[test]
fn a_warning_is_shown_with_every_claim_that_it_is_about() {
    let graph = graph();
    let [warning] = graph.warnings() else {
        panic!("there is one warning: {:?}", graph.warnings());
    };
    assert_eq!(warning.claims.len(), 2);
    assert_eq!(graph.n_breaches(warning.constraint), 1);
    for claim in graph.under(None).claims() {
        let shown: Vec<_> = graph.under(None).warnings_on(claim).collect();
        match warning.claims.contains(&claim) {
            true => assert_eq!(shown, [warning]),
            false => assert!(shown.is_empty()),
        }
    }
}

#[test]
fn a_warning_that_rests_on_a_hidden_claim_is_not_shown() {
    let graph = graph();
    let claim = graph.warnings()[0].claims[0];
    let later = graph.source_by_id("retrospect").expect("it is there");
    let view = View {
        except_sources: vec![later],
        ..View::default()
    };
    let visible = Visible::of(&graph, view);
    let seen = graph.under(Some(&visible));
    assert!(seen.shows_claim(claim));
    assert_eq!(seen.warnings_on(claim).count(), 0);
}

/// Returns the graph of an invented story in which one source dates a charge later than another
/// one allows.
fn graph() -> KnowledgeGraph {
    let reading = constrained("date-not-too-late/bad");
    KnowledgeGraph::build(reading.dataset.expect("what warns is served"))
}

#[test]
fn the_shipped_story_shows_its_warnings_with_the_claims() {
    let query = r#"{ proceeding(id: "gutierrez-reed-charge") {
        claims(first: 100) { nodes { warnings { constraint rule text claims { id } } warningCount } }
    } }"#;
    let answer = crate::support::ask(query);
    let claims = crate::support::items(&answer["proceeding"]["claims"]["nodes"]);
    let warned: Vec<_> = claims
        .iter()
        .filter(|claim| claim["warningCount"] != 0)
        .collect();
    assert_eq!(warned.len(), 2);
    for claim in warned {
        let warning = &claim["warnings"][0];
        assert_eq!(crate::support::items(&warning["claims"]).len(), 2);
        let text = warning["text"].as_str().unwrap_or_default();
        assert!(text.ends_with('.') && text.contains("2024"), "{text}");
    }
}
