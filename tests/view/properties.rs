//! Do indexed views answer like a search through all claims, whatever the graph and the view?

use super::reference::Reference;
use crate::support::dataset_of;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use std::collections::BTreeMap;
use std::fmt::Write;
use throughline::dataset::read_texts;
use throughline::graph::{ClaimIx, GraphView, KnowledgeGraph, View, Visible};
use throughline::model::{EntityIx, PartialDate, SourceIx};
use throughline::ontology::Direction;
use throughline::query::{Item, List, Page, Relations};

pub(crate) const N_ENTITIES: usize = 6;
pub(crate) const N_SOURCES: usize = 4;

const ONTOLOGY: &str = r#"
[story]
name = "Random"
description = "Claims without a meaning."

[type.Thing]
abstract = true
plural = "things"
description = "Anything."

[type.Stone]
is = ["Thing"]
plural = "stones"
description = "A stone."

[type.Tree]
is = ["Thing"]
plural = "trees"
description = "A tree."

[attribute.weight]
on = "Entity"
type = "integer"
description = "The weight."

[attribute.found]
on = "Entity"
type = "date"
description = "The date."

[attribute.tag]
on = "Entity"
type = "text"
plural = "tags"
description = "A tag."

[relation.touches]
from = "Entity"
to = "Entity"
inverse = "touched-by"
description = "What it touches."
inverse-description = "What touches it."

[relation.shades]
from = "Entity"
to = "Entity"
inverse = "shaded-by"
description = "What it shades."
inverse-description = "What shades it."
"#;

pub(crate) const DATES: [&str; 7] = [
    "2020",
    "2020-06",
    "2020-06-15",
    "2021",
    "2021-01-01",
    "2021-12",
    "2022-02-28",
];

pub(crate) const PERIODS: [&str; 9] = [
    "2020",
    "2020-06-15",
    "2020/2021",
    "2020-06-15/2021-12",
    "2021/..",
    "2020-06/..",
    "../2020-06",
    "../2021-01-01",
    "../..",
];

pub(crate) const STATUSES: [&str; 4] = ["reported", "alleged", "denied", "planned"];

/// What a claim says: subject, predicate with object or value, period, status.
pub(crate) type Content = (usize, String, Option<&'static str>, &'static str);

/// Who says it: sources with the entity to which they attribute it and the stance; and the source
/// that withdraws it, if one does.
pub(crate) type Said = (Vec<(usize, Option<usize>, &'static str)>, Option<usize>);

fn content() -> impl Strategy<Value = Content> {
    let says = prop_oneof![
        (0..3_i32).prop_map(|n| format!("weight value {n}")),
        select(&DATES[..]).prop_map(|date| format!("found value \"{date}\"")),
        (0..3).prop_map(|n| format!("tag value \"t{n}\"")),
        (0..N_ENTITIES).prop_map(|n| format!("touches to \"e{n}\"")),
        (0..N_ENTITIES).prop_map(|n| format!("shades to \"e{n}\"")),
    ];
    let period = proptest::option::of(select(&PERIODS[..]));
    (0..N_ENTITIES, says, period, select(&STATUSES[..]))
}

pub(crate) fn said() -> impl Strategy<Value = Said> {
    let citation = (
        0..N_SOURCES,
        proptest::option::weighted(0.3, 0..N_ENTITIES),
        select(&["asserts", "denies"][..]),
    );
    let retraction = proptest::option::weighted(0.2, 0..N_SOURCES);
    (proptest::collection::vec(citation, 1..4), retraction)
}

pub(crate) fn graph() -> impl Strategy<Value = (Vec<&'static str>, BTreeMap<Content, Said>)> {
    let published = proptest::collection::vec(select(&DATES[..]), N_SOURCES);
    let claims = proptest::collection::btree_map(content(), said(), 1..25);
    (published, claims)
}

pub(crate) fn view() -> impl Strategy<Value = View> {
    let date = || proptest::option::of(select(&DATES[..]));
    let all: Vec<SourceIx> = (0..N_SOURCES as u32).map(SourceIx).collect();
    let only = proptest::option::weighted(0.3, subsequence(all.clone(), 0..=N_SOURCES));
    let except = subsequence(all, 0..=N_SOURCES / 2);
    (date(), date(), only, except).prop_map(|(valid, known, only_sources, except_sources)| View {
        valid_at: valid.map(day),
        known_at: known.map(day),
        only_sources,
        except_sources,
    })
}

fn day(text: &str) -> PartialDate {
    PartialDate::parse(text).expect("a date")
}

/// Returns the graph over some claims, read from the text of a data file for each entity.
pub(crate) fn built(published: &[&str], claims: &BTreeMap<Content, Said>) -> KnowledgeGraph {
    let mut files = vec![("ontology.toml".to_owned(), ONTOLOGY.to_owned())];
    for (at, published) in published.iter().enumerate() {
        let text = format!(
            "source = \"s{at}\"\nname = \"S{at}\"\npublished = \"{published}\"\nparagraphs = 9\n"
        );
        files.push((format!("s{at}.toml"), text));
    }
    for at in 0..N_ENTITIES {
        let kind = ["Tree", "Stone"][at % 2];
        let mut text = format!("entity = \"e{at}\"\ntype = \"{kind}\"\nname = \"E{at}\"\n");
        for ((_, says, period, status), (said, retraction)) in
            claims.iter().filter(|claim| claim.0.0 == at)
        {
            let (key, object) = says.split_once(' ').expect("a key and an object");
            let (name, object) = object.split_once(' ').expect("a name and an object");
            let _ = write!(
                text,
                "\n[[{key}]]\n{name} = {object}\nstatus = \"{status}\"\n"
            );
            if let Some(period) = period {
                let _ = writeln!(text, "valid = \"{period}\"");
            }
            let cited: Vec<_> = said
                .iter()
                .enumerate()
                .map(|(paragraph, (source, by, stance))| {
                    let by = by.map_or(String::new(), |by| format!(", by = [\"e{by}\"]"));
                    format!(
                        "{{ at = \"s{source}#{}\"{by}, stance = \"{stance}\" }}",
                        paragraph + 1
                    )
                })
                .collect();
            let _ = writeln!(text, "cite = [{}]", cited.join(", "));
            // Nothing is withdrawn before it was said.
            let first = said.iter().map(|said| day(published[said.0]).earliest());
            let retraction =
                retraction.filter(|&at| Some(day(published[at]).latest()) >= first.min());
            if let Some(source) = retraction {
                let _ = writeln!(
                    text,
                    "retracted = {{ cite = {{ at = \"s{source}#9\", by = [\"e0\"] }}, reason = \"Wrong.\" }}"
                );
            }
        }
        files.push((format!("e{at}.toml"), text));
    }
    let texts = files
        .into_iter()
        .map(|(path, text)| (path, text.into_bytes()));
    KnowledgeGraph::build(dataset_of(read_texts(texts)))
}

/// Returns the items of a list, read page by page and from either end.
fn paged(seen: GraphView<'_>, list: List<'_>) -> Vec<Item> {
    let page = Page::new(Some(500), None, None, None).expect("a page");
    let whole = list.items(seen, list.window(seen, &page).expect("a window"));
    assert_eq!(list.total(seen), whole.len());
    let mut read = Vec::new();
    let mut after = None;
    loop {
        let page = Page::new(Some(2), None, after, None).expect("a page");
        let window = list.window(seen, &page).expect("a page");
        let page = list.items(seen, window);
        let Some(&last) = page.last() else {
            break;
        };
        after = Some(list.cursor(seen, last));
        read.extend(page);
    }
    assert_eq!(read, whole);
    whole
}

fn claims_of(items: Vec<Item>) -> Vec<ClaimIx> {
    let claim = |item| match item {
        Item::Claim(claim) => claim,
        other => panic!("no claim: {other:?}"),
    };
    items.into_iter().map(claim).collect()
}

/// Compares everything that a view can hide with what a search through all claims finds.
fn check(graph: &KnowledgeGraph, view: View) {
    let visible = Visible::of(graph, view.clone());
    let seen = graph.under(Some(&visible));
    let slow = Reference { graph, view };
    let ontology = graph.ontology();
    let entities = (0..N_ENTITIES as u32).map(EntityIx);

    let claims: Vec<_> = slow.claims().into_iter().map(|(at, _)| at).collect();
    assert_eq!(seen.claims().collect::<Vec<_>>(), claims);
    assert_eq!(seen.n_claims(), claims.len());
    for (at, claim) in slow.claims() {
        assert_eq!(seen.certainty(claim), slow.certainty(claim), "{at:?}");
        let cited = claim.citations();
        let cited: Vec<_> = cited
            .filter(|citation| slow.reads(citation.source))
            .collect();
        assert_eq!(seen.citations(claim).collect::<Vec<_>>(), cited);
        assert_eq!(seen.retraction(claim).is_some(), slow.is_retracted(claim));
    }
    let n_shown = entities.clone().filter(|&e| slow.shows_entity(e)).count();
    assert_eq!(seen.n_entities(), n_shown);
    for (type_id, _) in ontology.types_with_ids() {
        let expected: Vec<_> = entities
            .clone()
            .filter(|&e| slow.shows_entity(e) && ontology.is_a(graph.type_of(e), type_id))
            .map(Item::Entity)
            .collect();
        assert_eq!(paged(seen, List::entities(seen, type_id)), expected);
    }
    for source in (0..N_SOURCES as u32)
        .map(SourceIx)
        .filter(|&s| slow.reads(s))
    {
        let found = claims_of(paged(seen, List::claims_from(seen, source)));
        assert_eq!(found, slow.claims_from(source));
    }
    for entity in entities {
        assert_eq!(seen.shows_entity(entity), slow.shows_entity(entity));
        let about = claims_of(paged(seen, List::claims_about(seen, entity)));
        assert_eq!(about, slow.claims_about(entity));
        for (attribute, declared) in ontology.attributes_with_ids() {
            if declared.plural.is_none() {
                let answer = slow.answer(entity, attribute);
                assert_eq!(seen.answer(entity, attribute), answer);
            }
            let candidates = slow.candidates(entity, attribute);
            let n_values = seen.values(entity, attribute).len();
            assert!(n_values <= candidates.len());
            assert_eq!(n_values == 0, candidates.is_empty());
        }
        let mut n_relationships = 0;
        for (relation, _) in ontology.relations_with_ids() {
            for direction in Direction::BOTH {
                let list = List::relationships(seen, entity, relation, direction);
                let found: Vec<_> = paged(seen, list)
                    .into_iter()
                    .map(|item| match item {
                        Item::Relationship { adjacent, .. } => {
                            let claims = seen.claims_behind(adjacent.relationship);
                            (adjacent.other, claims.collect::<Vec<_>>())
                        }
                        other => panic!("no relationship: {other:?}"),
                    })
                    .collect();
                n_relationships += found.len();
                assert_eq!(found, slow.relationships(entity, relation, direction));
            }
        }
        let any = List::AnyRelationships {
            from: entity,
            relations: &Relations::default(),
        };
        assert_eq!(paged(seen, any).len(), n_relationships);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn an_indexed_view_answers_like_a_search_through_all_claims(
        (published, claims) in graph(),
        views in proptest::collection::vec(view(), 4),
    ) {
        let graph = built(&published, &claims);
        for view in views {
            check(&graph, view);
        }
    }

    #[test]
    fn a_view_without_restriction_shows_what_no_view_shows(
        (published, claims) in graph(),
    ) {
        let graph = built(&published, &claims);
        let visible = Visible::of(&graph, View::default());
        let (all, seen) = (graph.under(None), graph.under(Some(&visible)));
        for entity in (0..N_ENTITIES as u32).map(EntityIx).filter(|&e| seen.shows_entity(e)) {
            for (attribute, _) in graph.ontology().attributes_with_ids() {
                prop_assert_eq!(all.answer(entity, attribute), seen.answer(entity, attribute));
                prop_assert_eq!(all.attribute(entity, attribute), seen.attribute(entity, attribute));
            }
            let about = |seen| claims_of(paged(seen, List::claims_about(seen, entity)));
            prop_assert_eq!(about(all), about(seen));
            let any = |seen| {
                let relations = &Relations::default();
                paged(seen, List::AnyRelationships { from: entity, relations })
            };
            prop_assert_eq!(any(all), any(seen));
        }
    }

    #[test]
    fn what_is_known_later_contains_what_was_known_earlier(
        (published, claims) in graph(),
        view in view(),
        (earlier, later) in (select(&DATES[..]), select(&DATES[..])),
    ) {
        prop_assume!(day(earlier).latest() <= day(later).latest());
        let graph = built(&published, &claims);
        let at = |date| {
            let known_at = Some(day(date));
            let visible = Visible::of(&graph, View { known_at, ..view.clone() });
            graph.under(Some(&visible)).claims().collect::<Vec<_>>()
        };
        let later = at(later);
        prop_assert!(at(earlier).iter().all(|claim| later.contains(claim)));
    }
}
