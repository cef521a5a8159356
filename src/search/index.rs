//! In which texts do the words stand?
//!
//! The index of one snapshot: tantivy keeps which words there are and in which entries each of
//! them stands, all of it in memory. The texts themselves stay where they are, in the graph.

use super::entry::{Entry, EntryIx, narrow};
use super::sought::{Ending, Term};
use super::word::words;
use crate::graph::KnowledgeGraph;
use std::fmt;
use std::sync::Arc;
use tantivy::directory::RamDirectory;
use tantivy::index::InvertedIndexReader;
use tantivy::postings::{Postings as _, TermInfo};
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::{
    Field, IndexRecordOption, Schema, TantivyDocument, TextFieldIndexing, TextOptions,
};
use tantivy::{DocSet, ReloadPolicy, SingleSegmentIndexWriter, TERMINATED};

/// The texts of one snapshot, by their words.
pub struct Index {
    entries: Vec<Entry>,
    /// The number of words of each entry.
    n_words: Vec<u16>,
    /// Entries are its documents, by their positions.
    dictionary: Arc<InvertedIndexReader>,
    field: Field,
}

/// A word of the index that is near to one that is sought.
pub(super) struct Near {
    pub(super) nearness: u32,
    postings: TermInfo,
}

/// The memory with which the writing of an index begins, in bytes; it grows as it must.
const MEMORY_TO_BEGIN: usize = 1 << 20;

impl Index {
    /// Puts the texts of a graph in order.
    ///
    /// # Panics
    /// When there are more than 2^31 texts.
    pub fn of(graph: &KnowledgeGraph) -> Self {
        let entries = Entry::all(graph);
        let texts = entries.iter().map(|entry| entry.text(graph));
        let (dictionary, field, n_words) =
            write(texts).expect("an index in memory is written without a disk that could fail");
        Self {
            entries,
            n_words,
            dictionary,
            field,
        }
    }

    /// Returns the entry at this position.
    pub fn entry(&self, at: EntryIx) -> &Entry {
        &self.entries[at.0 as usize]
    }

    /// Returns the number of words of an entry.
    pub(super) fn n_words(&self, at: EntryIx) -> u16 {
        self.n_words[at.0 as usize]
    }

    /// Returns words that are near to one that is sought, the nearest first; so many at most.
    pub(super) fn near(&self, term: &Term, most: usize) -> Vec<Near> {
        let word = tantivy::Term::from_field_text(self.field, &term.word);
        let query = match term.ending {
            Ending::Closed => FuzzyTermQuery::new(word, term.n_forgiven, true),
            Ending::Open => FuzzyTermQuery::new_prefix(word, term.n_forgiven, true),
        };
        let automaton = query.automaton().expect("at most two errors are forgiven");
        let mut candidates = self
            .dictionary
            .terms()
            .search(automaton)
            .into_stream()
            .expect("memory can be read");
        let mut near = Vec::new();
        while near.len() < most
            && let Some((word, postings)) = candidates.next()
        {
            let nearness = str::from_utf8(word)
                .ok()
                .and_then(|word| term.nearness(word));
            near.extend(nearness.map(|nearness| Near {
                nearness,
                postings: postings.clone(),
            }));
        }
        near.sort_by_key(|near| std::cmp::Reverse(near.nearness));
        near
    }

    /// Returns the entries in which a word stands, in ascending order, each with the place of the
    /// word where it stands first.
    pub(super) fn entries_with(&self, near: &Near) -> impl Iterator<Item = (EntryIx, u32)> {
        let mut postings = self
            .dictionary
            .read_postings_from_terminfo(&near.postings, IndexRecordOption::WithFreqsAndPositions)
            .expect("memory can be read");
        let mut places = Vec::new();
        std::iter::from_fn(move || {
            let at = postings.doc();
            if at == TERMINATED {
                return None;
            }
            postings.positions(&mut places);
            postings.advance();
            Some((EntryIx(at), places.first().copied().unwrap_or_default()))
        })
    }
}

impl fmt::Debug for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Index({} entries)", self.entries.len())
    }
}

/// Writes an index of texts, each of them a document, and counts their words.
fn write<'t>(
    texts: impl Iterator<Item = &'t str>,
) -> tantivy::Result<(Arc<InvertedIndexReader>, Field, Vec<u16>)> {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("whitespace")
        .set_index_option(IndexRecordOption::WithFreqsAndPositions)
        .set_fieldnorms(false);
    let mut schema = Schema::builder();
    let field = schema.add_text_field(
        "words",
        TextOptions::default().set_indexing_options(indexing),
    );
    // One segment, so that a document keeps the position at which it was added.
    let mut writer: SingleSegmentIndexWriter = tantivy::Index::builder()
        .schema(schema.build())
        .single_segment_index_writer(RamDirectory::create(), MEMORY_TO_BEGIN)?;
    let mut n_words = Vec::new();
    for text in texts {
        let words: Vec<_> = words(text).map(|word| word.folded).collect();
        n_words.push(u16::try_from(words.len()).unwrap_or(u16::MAX));
        let mut document = TantivyDocument::default();
        document.add_text(field, words.join(" "));
        writer.add_document(document)?;
    }
    narrow(n_words.len());
    let reader = writer.finalize()?.reader_builder();
    let reader = reader.reload_policy(ReloadPolicy::Manual).try_into()?;
    let searcher = reader.searcher();
    let dictionary = match searcher.segment_readers().first() {
        Some(segment) => segment.inverted_index(field)?,
        None => Arc::new(InvertedIndexReader::empty(
            IndexRecordOption::WithFreqsAndPositions,
        )),
    };
    Ok((dictionary, field, n_words))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::Sought;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn index_of(texts: &[&str]) -> Index {
        let (dictionary, field, n_words) = write(texts.iter().copied()).expect("it is in memory");
        Index {
            entries: Vec::new(),
            n_words,
            dictionary,
            field,
        }
    }

    proptest! {
        #[test]
        fn the_words_that_are_near_are_found_and_no_others(
            known in prop::collection::vec("[ab\u{e9}1]{1,10}", 1..60),
            sought in "[ab\u{e9}1]{1,10}( [ab\u{e9}1]{1,10})?",
        ) {
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            let index = index_of(&known);
            let mut wanted = Sought::default();
            wanted.words_of(&sought).expect("two words");
            for term in wanted.terms() {
                let near = index.near(term, usize::MAX);
                let texts = near.iter().flat_map(|near| index.entries_with(near));
                let found: BTreeSet<_> = texts.map(|(EntryIx(at), _)| at).collect();
                let is_near = |text: &str| {
                    words(text).any(|word| term.nearness(&word.folded).is_some())
                };
                let expected = (0..).zip(&known).filter(|(_, text)| is_near(text));
                prop_assert_eq!(found, expected.map(|(at, _)| at).collect(), "{:?}", term);
            }
        }
    }

    #[test]
    fn an_index_without_texts_finds_nothing() {
        let mut sought = Sought::default();
        sought.words_of("rust").expect("one word");
        assert_eq!(index_of(&[]).near(&sought.terms()[0], 9).len(), 0);
    }
}
