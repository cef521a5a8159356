//! Does an answer tell the digest of what is cited?

use crate::support::{SHIPPED, ask, data, each, engine_of, items};
use serde_json::json;
use throughline::model::Digest;

#[test]
fn a_citation_tells_the_digest_of_its_paragraph_and_null_when_nobody_knows_it() {
    let (first, second) = (Digest::of("Nobody asked."), Digest::of("A bell rang."));
    let read = format!(
        "source = \"doc-001\"\nname = \"Letter\"\npublished = \"2024\"\n\
         paragraphs = [\"{first}\", \"{second}\"]\n"
    );
    let engine = engine_of(&[
        ("ontology.toml", include_str!("../minimal/ontology.toml")),
        ("sources/read.toml", &read),
        (
            "sources/counted.toml",
            "source = \"doc-002\"\nname = \"Diary\"\npublished = \"2025\"\nparagraphs = 2\n",
        ),
        (
            "people/joel-souza.toml",
            "entity = \"joel-souza\"\ntype = \"Person\"\nname = \"Joel Souza\"\n\n\
             [[alias]]\nvalue = \"Souza\"\ncite = [\"doc-001#2\", \"doc-002#2\"]\n",
        ),
    ]);
    let data = data(
        &engine,
        r#"{
            sources { nodes { id paragraphCount } }
            person(id: "joel-souza") { claims { nodes { citations { paragraph digest } } } }
        }"#,
    );
    assert_eq!(
        data,
        json!({
            "sources": { "nodes": [
                { "id": "doc-001", "paragraphCount": 2 },
                { "id": "doc-002", "paragraphCount": 2 },
            ] },
            "person": { "claims": { "nodes": [{ "citations": [
                { "paragraph": 2, "digest": second.to_string() },
                { "paragraph": 2, "digest": null },
            ] }] } },
        })
    );
}

#[test]
fn every_citation_of_the_shipped_story_has_a_digest() {
    let graph = SHIPPED.domain().graph();
    let mut n_citations = 0;
    for source in graph.sources() {
        let query = format!(
            r#"{{ source(id: "{}") {{ claims(first: 500) {{ totalCount nodes {{
                citations(first: 10) {{ paragraph digest }} citationCount
            }} }} }} }}"#,
            source.id
        );
        let claims = &ask(&query)["source"]["claims"];
        assert_eq!(
            claims["totalCount"],
            items(&claims["nodes"]).len(),
            "{query}"
        );
        for claim in items(&claims["nodes"]) {
            let digests = each(&claim["citations"], "digest");
            assert_eq!(claim["citationCount"], digests.len(), "{claim}");
            let is_spelled = |digest: &&str| Digest::parse(digest).is_some();
            assert!(digests.iter().all(is_spelled), "{claim}");
            n_citations += digests.len();
        }
    }
    assert!(n_citations > graph.claims().len());
}
