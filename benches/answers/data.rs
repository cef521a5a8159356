//! Which people and productions are asked about?
//!
//! Generated from a seed, so every run asks the same questions of the same graph. The plain arrays
//! are what the contenders beside the engine read; the engine reads a graph of the same claims, each
//! with a source and many with a period, which only a view tells apart.

use std::sync::Arc;
use throughline::dataset::Dataset;
use throughline::document::Document;
use throughline::model::{
    Assertion, Bound, Citation, Claim, ClaimId, Claims, Entity, EntityIx, NonEmpty, Paragraphs,
    PartialDate, Period, Source, SourceIx, Stance, Status, Value,
};
use throughline::ontology::{self, AttributeId, Ontology, RelationId, TypeId};

const N_PEOPLE: u32 = 100_000;
const N_PRODUCTIONS: u32 = 50_000;
const PARTS_OF_A_PERSON: usize = 4;
const FILMS_OF_A_DIRECTOR: usize = 1;

/// The years in which the sources were published, one in each.
const PUBLISHED: std::ops::Range<i16> = 1926..2026;

/// The year of which, and in which, a view asks: half of the sources were published by then.
pub(crate) const MIDDLE: &str = "1975";

/// People and productions in ascending order of their ids, linked by their positions.
pub(crate) struct Data {
    pub(crate) people: Vec<Person>,
    pub(crate) productions: Vec<Production>,
}

pub(crate) struct Person {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) born: PartialDate,
    pub(crate) nationality: String,
    pub(crate) height: i32,
    pub(crate) occupation: Occupation,
    pub(crate) acted_in: Vec<u32>,
    pub(crate) directed: Vec<u32>,
}

pub(crate) struct Production {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) released: PartialDate,
    pub(crate) runtime: i32,
    pub(crate) actors: Vec<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, async_graphql::Enum)]
pub(crate) enum Occupation {
    Actor,
    StuntPerformer,
    Director,
}

impl Occupation {
    const ALL: [Self; 3] = [Self::Actor, Self::StuntPerformer, Self::Director];
}

impl Data {
    /// Invents everything.
    pub(crate) fn generate() -> Self {
        let mut dice = Dice(0x5eed);
        let mut productions: Vec<_> = (0..N_PRODUCTIONS)
            .map(|at| production(at, &mut dice))
            .collect();
        let people = (0..N_PEOPLE)
            .map(|at| {
                let person = person(at, &mut dice);
                for &in_which in &person.acted_in {
                    productions[in_which as usize].actors.push(at);
                }
                person
            })
            .collect();
        Self {
            people,
            productions,
        }
    }

    /// Returns the person with this id.
    pub(crate) fn person_by_id(&self, id: &str) -> Option<&Person> {
        let at = self.people.binary_search_by(|p| p.id.as_str().cmp(id));
        Some(&self.people[at.ok()?])
    }

    /// Returns what the engine's graph is built from.
    pub(crate) fn to_dataset(&self) -> Dataset {
        let ontology = ontology();
        let known = Known::of(&ontology);
        let people = self.people.iter().map(|person| Entity {
            id: person.id.clone(),
            former_ids: Vec::new(),
            type_id: known.person,
            name: person.name.clone(),
        });
        let productions = self.productions.iter().map(|production| Entity {
            id: production.id.clone(),
            former_ids: Vec::new(),
            type_id: known.production,
            name: production.name.clone(),
        });
        let entities = people.chain(productions).collect();
        let mut claims = Telling::default();
        for (at, person) in (0..).zip(&self.people) {
            let subject = EntityIx(at);
            let values = [
                (known.born, Value::Date(person.born)),
                (
                    known.nationality,
                    Value::Text(person.nationality.as_str().into()),
                ),
                (known.height, Value::Integer(person.height)),
                (
                    known.occupation,
                    Value::Enumeration(person.occupation as u16),
                ),
            ];
            claims.push_values(subject, values);
            let linked = [
                (known.acted_in, &person.acted_in),
                (known.directed, &person.directed),
            ];
            for (relation, productions) in linked {
                for &production in productions {
                    let object = EntityIx(N_PEOPLE + production);
                    let assertion = Assertion::Relation { relation, object };
                    claims.push(subject, assertion);
                }
            }
        }
        for (at, production) in (N_PEOPLE..).zip(&self.productions) {
            let values = [
                (known.released, Value::Date(production.released)),
                (known.runtime, Value::Integer(production.runtime)),
            ];
            claims.push_values(EntityIx(at), values);
        }
        Dataset {
            ontology,
            sources: sources(),
            entities,
            claims: claims.in_order(),
            warnings: Vec::new(),
            n_breaches: Vec::new(),
            snapshot: String::new(),
        }
    }
}

fn person(at: u32, dice: &mut Dice) -> Person {
    Person {
        id: format!("person-{at:06}"),
        name: dice.name(),
        born: dice.date(1930..2005),
        nationality: (*dice.one_of(&NATIONALITIES)).to_owned(),
        height: 150 + i32::from(dice.below_byte(50)),
        occupation: *dice.one_of(&Occupation::ALL),
        acted_in: dice.distinct(PARTS_OF_A_PERSON, N_PRODUCTIONS),
        directed: dice.distinct(FILMS_OF_A_DIRECTOR, N_PRODUCTIONS),
    }
}

fn production(at: u32, dice: &mut Dice) -> Production {
    Production {
        id: format!("production-{at:05}"),
        name: format!(
            "The {} of {}",
            dice.one_of(&THINGS),
            dice.one_of(&FAMILY_NAMES)
        ),
        released: dice.date(1950..2026),
        runtime: 60 + i32::from(dice.below_byte(120)),
        actors: Vec::new(),
    }
}

const GIVEN_NAMES: [&str; 8] = [
    "Hannah",
    "Dave",
    "Sarah",
    "Seth",
    "Zo\u{eb}",
    "Jos\u{e9}",
    "Halyna",
    "Joel",
];
const FAMILY_NAMES: [&str; 8] = [
    "Reed",
    "Hall",
    "Zachry",
    "Kenney",
    "O'Neill",
    "M\u{fc}ller",
    "Hutchins",
    "Souza",
];
const NATIONALITIES: [&str; 4] = ["Ukraine", "United States", "Canada", "C\u{f4}te d'Ivoire"];
const THINGS: [&str; 5] = ["Return", "Sorrow", "Last Ride", "Silence", "Second Winter"];

/// Numbers that look like chance and are the same in every run: splitmix64.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: u32) -> u32 {
        (self.roll() % u64::from(limit)) as u32
    }

    fn below_byte(&mut self, limit: u8) -> u8 {
        self.below(limit.into()) as u8
    }

    fn one_of<'t, T>(&mut self, table: &'t [T]) -> &'t T {
        let n = u8::try_from(table.len()).expect("tables are short");
        &table[usize::from(self.below_byte(n))]
    }

    fn name(&mut self) -> String {
        let (given, family) = (self.one_of(&GIVEN_NAMES), self.one_of(&FAMILY_NAMES));
        match self.below(16) {
            // Some names need an escape in JSON.
            0 => format!("{given} \"Ace\" {family}"),
            _ => format!("{given} {family}"),
        }
    }

    fn date(&mut self, years: std::ops::Range<i16>) -> PartialDate {
        let n_years = u32::from(years.end.abs_diff(years.start));
        let year = i16::try_from(self.below(n_years)).expect("a small number") + years.start;
        let (month, day) = (1 + self.below_byte(12), 1 + self.below_byte(28));
        let date = match self.below(10) {
            0 => PartialDate::new(year, None, None),
            _ => PartialDate::new(year, Some(month), Some(day)),
        };
        date.expect("every month has 28 days")
    }

    /// Returns `n` different numbers below a limit, in ascending order.
    fn distinct(&mut self, n: usize, limit: u32) -> Vec<u32> {
        let mut chosen = Vec::with_capacity(n);
        while chosen.len() < n {
            let number = self.below(limit);
            if !chosen.contains(&number) {
                chosen.push(number);
            }
        }
        chosen.sort_unstable();
        chosen
    }
}

fn ontology() -> Ontology {
    let text = include_str!("ontology.toml");
    let reading = ontology::read(&Arc::new(Document::new("ontology.toml", text)));
    assert!(reading.diagnostics.is_empty(), "{:?}", reading.diagnostics);
    reading.ontology
}

/// The names of the ontology that the claims use.
struct Known {
    person: TypeId,
    production: TypeId,
    born: AttributeId,
    nationality: AttributeId,
    height: AttributeId,
    occupation: AttributeId,
    released: AttributeId,
    runtime: AttributeId,
    acted_in: RelationId,
    directed: RelationId,
}

impl Known {
    fn of(ontology: &Ontology) -> Self {
        let entity_type = |name: &str| {
            let mut types = ontology.types_with_ids();
            let found = types.find(|(_, declared)| declared.name.as_str() == name);
            found.expect("the type is declared").0
        };
        let attribute = |key: &str| {
            let mut attributes = ontology.attributes_with_ids();
            let found = attributes.find(|(_, declared)| declared.key.as_str() == key);
            found.expect("the attribute is declared").0
        };
        let relation = |key: &str| {
            let mut relations = ontology.relations_with_ids();
            let found = relations.find(|(_, declared)| declared.key.as_str() == key);
            found.expect("the relation is declared").0
        };
        Self {
            person: entity_type("Person"),
            production: entity_type("Production"),
            born: attribute("born"),
            nationality: attribute("nationality"),
            height: attribute("height"),
            occupation: attribute("occupation"),
            released: attribute("released"),
            runtime: attribute("runtime"),
            acted_in: relation("acted-in"),
            directed: relation("directed"),
        }
    }
}

/// The claims, while they are made.
struct Telling {
    claims: Vec<Claim>,
    /// Says who says what and when it was so, apart from what is said.
    dice: Dice,
}

impl Default for Telling {
    fn default() -> Self {
        Self {
            claims: Vec::new(),
            dice: Dice(0xc1a1),
        }
    }
}

impl Telling {
    fn push_values<const N: usize>(
        &mut self,
        subject: EntityIx,
        values: [(AttributeId, Value); N],
    ) {
        for (attribute, value) in values {
            self.push(subject, Assertion::Attribute { attribute, value });
        }
    }

    /// Says something: half of it at any time, a quarter from a date on, and a quarter from a date
    /// on for the second time, so that without a view the later claim answers.
    fn push(&mut self, subject: EntityIx, assertion: Assertion) {
        let start = self.dice.date(PUBLISHED);
        match self.dice.below(4) {
            0 => {
                let earlier = PartialDate::new(start.year() - 20, start.month(), start.day());
                self.say(subject, assertion.clone(), earlier);
                self.say(subject, assertion, Some(start));
            }
            1 => self.say(subject, assertion, Some(start)),
            _ => self.say(subject, assertion, None),
        }
    }

    fn say(&mut self, subject: EntityIx, assertion: Assertion, start: Option<PartialDate>) {
        let n_sources = u32::try_from(PUBLISHED.len()).expect("a century is short");
        let citation = Citation {
            source: SourceIx(self.dice.below(n_sources)),
            paragraph: 1,
            stance: Stance::Asserts,
            attributed_to: Vec::new(),
        };
        self.claims.push(Claim {
            id: ClaimId::Chosen(format!("claim-{:07}", self.claims.len()).into()),
            subject,
            assertion,
            qualifiers: Vec::new(),
            valid: start.and_then(|start| Period::new(Bound::At(start), Bound::Open)),
            status: Status::Reported,
            retraction: None,
            citations: NonEmpty::new(vec![citation]).expect("one citation"),
            note: None,
        });
    }

    /// Returns the claims in the order that a dataset promises, which the publication decides among
    /// those about the same.
    fn in_order(mut self) -> Claims {
        self.claims.sort_by_key(|claim| {
            let predicate = match claim.assertion {
                Assertion::Attribute { attribute, .. } => (0, attribute.0),
                Assertion::Relation { relation, .. } => (1, relation.0),
            };
            (
                claim.subject,
                predicate,
                claim.citations.as_slice()[0].source,
            )
        });
        self.claims.into_iter().collect()
    }
}

fn sources() -> Vec<Source> {
    let source = |year: i16| Source {
        id: format!("almanac-{year}"),
        name: format!("Almanac of {year}"),
        title: None,
        publisher: None,
        authors: Vec::new(),
        published: PartialDate::new(year, None, None).expect("a year"),
        language: None,
        url: None,
        file: None,
        paragraphs: Paragraphs::Counted(1),
    };
    PUBLISHED.map(source).collect()
}
