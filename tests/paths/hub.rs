//! Does a search end in time, whatever the graph?

use std::sync::LazyLock;
use std::thread;
use std::time::{Duration, Instant};
use throughline::dataset::{Dataset, read_texts};
use throughline::engine::{Cancellation, Deadline};
use throughline::graph::KnowledgeGraph;
use throughline::model::{
    Assertion, Citation, Claim, ClaimId, Entity, EntityIx, NonEmpty, SourceIx, Stance, Status,
};
use throughline::ontology::{Direction, RelationId, TypeId};
use throughline::query::{
    Budget, Cut, EdgeTest, EntityTest, Filter, Links, MAX_LENGTH, MAX_PATHS, Mode, PathFilter,
    Paths, Quantifier, Relations, Search, TextTest, Via, Vicinity, neighborhood, paths,
};

/// The number of entities that are linked with both hubs.
const N_LEAVES: u32 = 100_000;

/// The hubs, and an entity that hangs on one of the leaves.
const HUBS: [EntityIx; 2] = [EntityIx(0), EntityIx(1)];
const FAR: EntityIx = EntityIx(2);
const ALONE: EntityIx = EntityIx(3);

/// What a search may take: its own limit, and some time for a machine that is busy.
const IN_TIME: Duration = Duration::from_millis(1_500);

static GRAPH: LazyLock<KnowledgeGraph> = LazyLock::new(|| KnowledgeGraph::build(dataset()));

fn dataset() -> Dataset {
    let ontology = "[story]\nname = \"Hubs\"\ndescription = \"Two hubs.\"\n\n\
        [type.Thing]\nplural = \"things\"\ndescription = \"A thing.\"\n\n\
        [relation.touches]\nfrom = \"Thing\"\nto = \"Thing\"\ninverse = \"touched-by\"\n\
        description = \"What it touches.\"\ninverse-description = \"What touches it.\"\n";
    let source = "source = \"s\"\nname = \"S\"\npublished = \"2020\"\nparagraphs = 1\n";
    let files = [("ontology.toml", ontology), ("s.toml", source)];
    let files = files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()));
    let empty = read_texts(files).dataset.expect("the story is sound");
    let first_leaf = 4;
    let names = ["a-hub", "b-hub", "c-far", "d-alone"].map(str::to_owned);
    let names = names
        .into_iter()
        .chain((0..N_LEAVES).map(|n| format!("leaf-{n:06}")));
    let entities = names.map(|id| Entity {
        name: id.clone(),
        id,
        former_ids: Vec::new(),
        type_id: TypeId(1),
    });
    let claim = |subject: u32, object: EntityIx| Claim {
        id: ClaimId::Chosen(format!("claim-{subject}-{}", object.0).into()),
        subject: EntityIx(subject),
        assertion: Assertion::Relation {
            relation: RelationId(0),
            object,
        },
        qualifiers: Vec::new(),
        valid: None,
        status: Status::Reported,
        citations: NonEmpty::new(vec![Citation {
            source: SourceIx(0),
            paragraph: 1,
            stance: Stance::Asserts,
            attributed_to: Vec::new(),
        }])
        .expect("there is one"),
        retraction: None,
        note: None,
    };
    let leaves =
        (first_leaf..first_leaf + N_LEAVES).flat_map(|leaf| HUBS.map(|hub| claim(leaf, hub)));
    let far = claim(FAR.0, EntityIx(first_leaf));
    Dataset {
        entities: entities.collect(),
        claims: std::iter::once(far).chain(leaves).collect(),
        ..empty
    }
}

/// Returns a budget that a slow machine does not exhaust by being slow.
fn patient() -> Budget {
    Budget::new(4_000_000, Instant::now() + Duration::from_secs(60))
}

/// Searches, and fails when that takes longer than the budget and some more.
#[track_caller]
fn search_in_time(to: EntityIx, via: Option<&str>) -> Paths {
    LazyLock::force(&GRAPH);
    let start = Instant::now();
    let found = search(to, Mode::Simple, via, Budget::until(None));
    assert!(start.elapsed() < IN_TIME, "{:?}", start.elapsed());
    found
}

fn search(to: EntityIx, mode: Mode, via: Option<&str>, budget: Budget) -> Paths {
    search_where(&PathFilter::default(), (HUBS[0], to), mode, via, budget)
}

fn search_where(
    filter: &PathFilter,
    ends: (EntityIx, EntityIx),
    mode: Mode,
    via: Option<&str>,
    budget: Budget,
) -> Paths {
    let graph = &*GRAPH;
    let via = via.map(|via| Via::parse(graph.ontology(), via).expect("an expression"));
    let search = Search {
        relations: &Relations::default(),
        via: via.as_ref(),
        filter,
        mode,
        k: 5,
        max_length: MAX_LENGTH,
    };
    paths(graph.under(None), Some(ends), &search, budget)
}

fn n_found(found: &Paths) -> usize {
    (0..).map_while(|at| found.get(at)).count()
}

#[test]
fn all_simple_paths_between_two_hubs_end_with_as_many_as_one_search_finds() {
    let found = search(HUBS[1], Mode::Simple, None, patient());
    assert_eq!(found.cut(), Some(Cut::Found));
    assert_eq!(n_found(&found), MAX_PATHS);
    let mut all = (0..).map_while(|at| found.get(at));
    assert!(all.all(|path| path.hops.len() == 2));
}

#[test]
fn the_shortest_paths_across_a_hub_are_found_whole() {
    for (to, mode, n) in [
        (HUBS[1], Mode::KShortest, 5),
        (FAR, Mode::AllShortest, 1),
        (ALONE, Mode::Shortest, 0),
    ] {
        let found = search(to, mode, None, patient());
        assert_eq!((found.cut(), n_found(&found)), (None, n), "{mode:?}");
    }
}

#[test]
fn a_search_that_turns_back_again_and_again_ends_and_says_so() {
    let found = search(FAR, Mode::Simple, None, patient());
    assert!(n_found(&found) > 0);
    assert_eq!(found.cut(), Some(Cut::Followed));
}

#[test]
fn every_search_ends_in_time() {
    search_in_time(HUBS[1], None);
    search_in_time(FAR, None);
    // Every way that obeys the expression comes to a hub again, and so is no path.
    let again = "(touched-by/touches){5}/touched-by/^touches";
    assert_eq!(n_found(&search_in_time(FAR, Some(again))), 0);
}

#[test]
fn a_search_ends_at_the_deadline_of_its_operation() {
    let over = Budget::until(Some(Instant::now().into()));
    let found = search(HUBS[1], Mode::Shortest, None, over);
    assert_eq!((found.cut(), n_found(&found)), (Some(Cut::Time), 0));
}

#[test]
fn a_search_ends_soon_after_nobody_waits_for_it() {
    LazyLock::force(&GRAPH);
    let cancellation = Cancellation::default();
    let deadline = Deadline::unless(&cancellation, Instant::now() + Duration::from_secs(60));
    let begun = Instant::now();
    let found = thread::scope(|scope| {
        scope.spawn(|| {
            thread::sleep(Duration::from_millis(50));
            cancellation.cancel();
        });
        search(HUBS[1], Mode::Simple, None, Budget::new(u64::MAX, deadline))
    });
    assert_eq!(found.cut(), Some(Cut::Time));
    assert!(begun.elapsed() < IN_TIME, "{:?}", begun.elapsed());
}

#[test]
fn a_neighborhood_of_a_hub_counts_what_it_does_not_show() {
    let vicinity = Vicinity {
        of: &[HUBS[0], ALONE],
        depth: 2,
        relations: &Relations::default(),
        via: None,
        filter: &PathFilter::default(),
        limit: 500,
    };
    let found = neighborhood(GRAPH.under(None), &vicinity, patient());
    assert_eq!(found.cut(), Some(Cut::Found));
    assert_eq!(found.nodes().len(), 500);
    let links = |n_relationships, n_hidden| {
        Some(Links {
            n_relationships,
            n_hidden,
        })
    };
    assert_eq!(
        found.nodes()[0].links,
        links(N_LEAVES as usize, N_LEAVES as usize - 498)
    );
    assert_eq!(found.nodes()[1].links, links(0, 0));
    assert_eq!(found.edges().len(), 498);
}

/// Returns the condition that everything at the other end of the only relation passes.
fn every(direction: Direction, node: Filter<EntityTest>) -> Filter<EntityTest> {
    Filter::Is(EntityTest::Relation {
        relation: RelationId(0),
        direction,
        quantifier: Quantifier::Every,
        edges: Filter::Is(EdgeTest::Node(Box::new(node))),
    })
}

fn has_a_name() -> Filter<EntityTest> {
    Filter::Is(EntityTest::Name(TextTest::NotIn(Vec::new())))
}

#[test]
fn testing_what_is_met_takes_from_the_same_budget_and_ends_in_time() {
    // Every leaf is tested by all that touches the hubs which it touches.
    let filter = PathFilter {
        nodes: Some(every(
            Direction::Forward,
            every(Direction::Inverse, has_a_name()),
        )),
        ..PathFilter::default()
    };
    let ends = (HUBS[0], HUBS[1]);
    let found = search_where(&filter, ends, Mode::Shortest, None, patient());
    assert_eq!((found.cut(), n_found(&found)), (Some(Cut::Followed), 0));
    let start = Instant::now();
    let found = search_where(&filter, ends, Mode::Shortest, None, Budget::until(None));
    assert!(found.cut().is_some() && start.elapsed() < IN_TIME);
}

#[test]
fn an_entity_that_is_met_again_and_again_is_tested_once() {
    // A hub is tested by all that touches it, and leads on to all of them.
    let filter = PathFilter {
        nodes: Some(every(Direction::Inverse, has_a_name())),
        ..PathFilter::default()
    };
    let ends = (EntityIx(40), FAR);
    let found = search_where(&filter, ends, Mode::AllShortest, None, patient());
    assert_eq!((found.cut(), n_found(&found)), (None, 2));
}
