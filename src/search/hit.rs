//! Which entities are found, and which of them comes first?

use super::entry::{Entry, EntryIx};
use super::index::Index;
use super::sought::Sought;
use crate::graph::GraphView;
use crate::model::EntityIx;
use std::cmp::Reverse;

/// How well something fits what is sought: 1,000,000,000 when it is the name itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Score(u32);

impl Score {
    /// Returns the score as a number above 0 and up to 1.
    pub fn as_fraction(self) -> f64 {
        f64::from(self.0) / 1e9
    }
}

/// An entity that is found.
#[derive(Debug, Clone)]
pub struct Hit {
    /// The entity.
    pub entity: EntityIx,
    /// How well it fits: the mean over the words of how well each fits where it fits best.
    pub score: Score,
    /// The texts in which it is found, those that fit best first; never empty.
    pub matches: Vec<Match>,
}

/// A text in which something that is sought is found.
#[derive(Debug, Clone, Copy)]
pub struct Match {
    /// The text.
    pub entry: EntryIx,
    /// How well it fits: the mean over the words, of which those that it lacks count nothing.
    pub score: Score,
}

/// What is found.
#[derive(Debug, Clone, Default)]
pub struct Hits {
    /// The entities, those that fit best first, and in the order of their ids among equals.
    pub hits: Vec<Hit>,
    /// Whether everything was looked at.
    pub complete: bool,
}

/// The most texts that are looked at for one search, shared out evenly among its words.
///
/// As many words of the index are compared with those that are sought.
pub const MAX_READ: usize = 100_000;

/// A word that is sought, seen in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Sighting {
    entity: EntityIx,
    entry: EntryIx,
    /// The position of the word among those that are sought.
    term: u8,
    nearness: Reverse<u32>,
    /// The place of the word in the text.
    place: u32,
}

impl Index {
    /// Finds the entities of which a view shows, for each word that is sought, a text with a word
    /// that is near to it.
    ///
    /// So many texts are looked at and no more, those with the nearest words first, and names
    /// before other texts; what is found says whether that was all.
    pub fn find(&self, seen: GraphView<'_>, sought: &Sought) -> Hits {
        self.find_within(seen, sought, MAX_READ)
    }

    fn find_within(&self, seen: GraphView<'_>, sought: &Sought, max_read: usize) -> Hits {
        let n_terms = sought.terms().len();
        if n_terms == 0 {
            return Hits {
                hits: Vec::new(),
                complete: true,
            };
        }
        let (mut sightings, complete) = self.sightings(seen, sought, max_read / n_terms);
        sightings.sort_unstable();
        // Of words of one text that are near to the same word, the nearest counts.
        sightings.dedup_by_key(|sighting| (sighting.entity, sighting.entry, sighting.term));
        let of_entities = sightings.chunk_by(|a, b| a.entity == b.entity);
        let mut hits: Vec<Hit> = of_entities
            .filter_map(|sightings| self.hit(sightings, n_terms))
            .collect();
        hits.sort_by_key(|hit| (Reverse(hit.score), hit.entity));
        Hits { hits, complete }
    }

    /// Returns where the words that are sought are seen in so many texts at most for each word,
    /// and whether everything was looked at.
    fn sightings(
        &self,
        seen: GraphView<'_>,
        sought: &Sought,
        most: usize,
    ) -> (Vec<Sighting>, bool) {
        let mut sightings = Vec::new();
        let mut complete = true;
        for (term, at) in sought.terms().iter().zip(0..) {
            let near = self.near(term, most);
            complete &= near.len() < most;
            let texts = near.iter().flat_map(|near| {
                let entries = self.entries_with(near);
                entries.map(|(entry, place)| (entry, place, near.nearness))
            });
            let mut texts = texts.fuse();
            for (entry, place, nearness) in texts.by_ref().take(most) {
                if counts(seen, sought, self.entry(entry)) {
                    sightings.push(Sighting {
                        entity: self.entry(entry).entity,
                        entry,
                        term: at,
                        nearness: Reverse(nearness),
                        place,
                    });
                }
            }
            complete &= texts.next().is_none();
        }
        (sightings, complete)
    }

    /// Returns what is found of an entity, when each word is seen in one of its texts.
    fn hit(&self, sightings: &[Sighting], n_terms: usize) -> Option<Hit> {
        let mut best = vec![0; n_terms];
        let texts = sightings.chunk_by(|a, b| a.entry == b.entry);
        let mut matches: Vec<Match> = texts
            .map(|text| {
                let fit_of_text = self.fit(text);
                let mut sum = 0;
                for sighting in text {
                    let fit = fit_of_text * u64::from(sighting.nearness.0);
                    let best = &mut best[usize::from(sighting.term)];
                    *best = fit.max(*best);
                    sum += fit;
                }
                Match {
                    entry: text[0].entry,
                    score: mean(sum, n_terms),
                }
            })
            .collect();
        matches.sort_by_key(|found| (Reverse(found.score), found.entry));
        let is_whole = best.iter().all(|&fit| fit > 0);
        is_whole.then(|| Hit {
            entity: sightings[0].entity,
            score: mean(best.iter().sum(), n_terms),
            matches,
        })
    }

    /// Returns how well a text fits in which words are seen, in millionths: by where it stands, how
    /// much of it is sought, and whether it begins with what is sought.
    fn fit(&self, text: &[Sighting]) -> u64 {
        let entry = text[0].entry;
        let n_seen = text.len() as u64;
        let n_words = u64::from(self.n_words(entry)).max(n_seen);
        let beginning = match text.iter().any(|sighting| sighting.place == 0) {
            true => 50,
            false => 0,
        };
        let weight = u64::from(self.entry(entry).field.weight());
        weight * (750 + 200 * n_seen / n_words + beginning)
    }
}

/// Returns whether a text counts for what is sought.
fn counts(seen: GraphView<'_>, sought: &Sought, entry: &Entry) -> bool {
    let type_of = seen.graph().type_of(entry.entity);
    (sought.fields.is_empty() || sought.fields.contains(&entry.field))
        && (sought.types.is_empty() || sought.types.contains(&type_of))
        && entry.is_shown(seen)
}

/// Returns the mean of fits, each of which is at most 1,000,000,000.
fn mean(sum: u64, n_terms: usize) -> Score {
    Score(u32::try_from(sum / n_terms as u64).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::read_texts;
    use crate::graph::KnowledgeGraph;

    const ONTOLOGY: &str = r#"
        [story]
        name = "Names"
        description = "People and what they are called."
        [type.Person]
        plural = "people"
        description = "A person."
        [attribute.alias]
        on = "Person"
        type = "text"
        plural = "aliases"
        naming = true
        description = "Another name."
    "#;

    const SOURCE: &str = r#"
        source = "paper"
        name = "Paper"
        published = "2021"
        paragraphs = 9
    "#;

    fn graph() -> KnowledgeGraph {
        let person = |n: usize| {
            let entity = format!("entity = \"p{n}\"\ntype = \"Person\"\nname = \"Alec {n}\"\n");
            let alias = format!("[[alias]]\nvalue = \"Alex {n}\"\ncite = \"paper#1\"\n");
            (format!("p{n}.toml"), (entity + &alias).into_bytes())
        };
        let text = |path: &str, text: &str| (path.to_owned(), text.as_bytes().to_vec());
        let files = [text("ontology.toml", ONTOLOGY), text("paper.toml", SOURCE)];
        let reading = read_texts(files.into_iter().chain((0..9).map(person)));
        KnowledgeGraph::build(reading.dataset.expect("a sound story"))
    }

    fn found(graph: &KnowledgeGraph, text: &str, max_read: usize) -> (usize, usize, bool) {
        let mut sought = Sought::default();
        sought.words_of(text).expect("few words");
        let found = Index::of(graph).find_within(graph.under(None), &sought, max_read);
        let n_matches = found.hits.iter().map(|hit| hit.matches.len()).sum();
        (found.hits.len(), n_matches, found.complete)
    }

    #[test]
    fn what_is_left_out_is_said_and_is_not_the_nearest() {
        let graph = graph();
        assert_eq!(found(&graph, "alec", 18), (9, 18, true));
        assert_eq!(found(&graph, "alec", 17), (9, 17, false));
        assert_eq!(found(&graph, "alec", 9), (9, 9, false));
        assert_eq!(found(&graph, "alec", 4), (4, 4, false));
        assert_eq!(found(&graph, "alec 3", 36), (1, 2, true));
        assert_eq!(found(&graph, "alec 3", 2), (0, 0, false));
    }
}
