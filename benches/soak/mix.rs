//! What is asked, and how often?
//!
//! Most requests are small and ask for one entity, as on a page of a site; others search for a name,
//! ask for the way between two entities, or are the examples that come with the story: lists,
//! histories, timelines, disagreements, paths, analyses.

use crate::client::{Client, Request};
use crate::story::Story;
use serde_json::{Value, json};
use std::net::SocketAddr;
use throughline::http::example::read_examples;

/// Requests of several kinds.
pub(crate) struct Mix {
    small: Kind,
    others: Vec<Kind>,
    /// The sum of the shares of the others.
    whole: u64,
}

/// Whether a request is small. Each client asks for one or the other: a small request that waits in
/// its own client for another one to be answered would tell nothing of the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weight {
    Small,
    Other,
}

/// Requests of a kind, one of which is asked at a time.
pub(crate) struct Kind {
    pub(crate) name: String,
    requests: Vec<Request>,
    /// How often it is asked, compared with others that are not small.
    share: u64,
}

/// The part of the requests that are small.
const SMALL_PART: f64 = 0.7;

const ENTITIES: &str = "{ entities(first: 500) { nodes { id name } } }";
const ENTITY: &str =
    "query($id: ID!) { entity(id: $id) { id name type aliases(first: 3) description } }";
const SEARCH: &str = "query($text: String!) { search(text: $text, first: 5) {
    totalCount nodes { score entity { id name } } } }";
const WAY: &str = "query($from: ID!, $to: ID!) { path(from: $from, to: $to, maxLength: 4) {
    length hops { field to { id name } } } }";

impl Mix {
    /// Asks the server what there is to ask for.
    pub(crate) fn of(address: SocketAddr, story: &Story) -> Self {
        let entities = entities(address);
        let text =
            |at: usize, key: &str| entities[at][key].as_str().expect("it is text").to_owned();
        let requests = |document: &str, variables: &dyn Fn(usize) -> Value| {
            let all = (0..entities.len()).map(variables);
            all.map(|variables| Request::new(&json!({ "query": document, "variables": variables })))
                .collect::<Vec<_>>()
        };
        let next = |at: usize| (at * 7 + 3) % entities.len();
        let mut others = vec![
            Kind::new(
                "a search",
                60,
                requests(SEARCH, &|at| {
                    let begun: String = text(at, "name").chars().take(6).collect();
                    json!({ "text": begun })
                }),
            ),
            Kind::new(
                "a way",
                20,
                requests(
                    WAY,
                    &|at| json!({ "from": text(at, "id"), "to": text(next(at), "id") }),
                ),
            ),
        ];
        let examples = read_examples(&story.folder().join("queries"));
        for example in examples.expect("the examples are sound") {
            let members = json!({ "query": example.query, "variables": example.variables });
            others.push(Kind::new(&example.name, 10, vec![Request::new(&members)]));
        }
        let small = requests(ENTITY, &|at| json!({ "id": text(at, "id") }));
        Self {
            small: Kind::new("one entity", 1, small),
            whole: others.iter().map(|kind| kind.share).sum(),
            others,
        }
    }

    pub(crate) fn n_kinds(&self) -> usize {
        self.others.len() + 1
    }

    /// Returns a request by chance, with its kind.
    pub(crate) fn request(&self, weight: Weight, chance: &mut Chance) -> (&Kind, &Request) {
        let kind = match weight {
            Weight::Small => &self.small,
            Weight::Other => self.other(chance),
        };
        let at = chance.below(kind.requests.len() as u64);
        (kind, &kind.requests[at as usize])
    }

    fn other(&self, chance: &mut Chance) -> &Kind {
        let mut left = chance.below(self.whole);
        for kind in &self.others {
            match left.checked_sub(kind.share) {
                Some(rest) => left = rest,
                None => return kind,
            }
        }
        unreachable!("a number below the sum of all shares is within one of them")
    }
}

impl Weight {
    pub(crate) const ALL: [Self; 2] = [Self::Small, Self::Other];

    /// Returns the part of all requests that have the weight.
    pub(crate) fn part(self) -> f64 {
        match self {
            Self::Small => SMALL_PART,
            Self::Other => 1.0 - SMALL_PART,
        }
    }

    /// Returns a weight by chance.
    pub(crate) fn any(chance: &mut Chance) -> Self {
        match chance.part() <= SMALL_PART {
            true => Self::Small,
            false => Self::Other,
        }
    }
}

impl Kind {
    fn new(name: &str, share: u64, requests: Vec<Request>) -> Self {
        let name = name.to_owned();
        Self {
            name,
            requests,
            share,
        }
    }
}

fn entities(address: SocketAddr) -> Vec<Value> {
    let mut client = Client::connect(address).expect("the server listens");
    let answer = client.ask(&Request::new(&json!({ "query": ENTITIES })));
    let told: Value = serde_json::from_slice(answer.expect("the server answers").body)
        .expect("an answer is JSON");
    let nodes = told["data"]["entities"]["nodes"].as_array();
    nodes.expect("there are entities").clone()
}

/// Numbers by chance, the same whenever it begins with the same seed.
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Returns the next number of SplitMix64.
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    /// Returns a number from 0 to 1, and never 0 itself.
    pub(crate) fn part(&mut self) -> f64 {
        ((self.next() >> 11) + 1) as f64 / (1_u64 << 53) as f64
    }
}
