//! Which documents are there, and what do they say of themselves?

use super::number::Numbers;
use super::order::Order;
use super::spelling::{N_DAYS, push_alias, push_date, push_sentence};
use std::fmt::Write as _;

/// The most paragraphs of a document.
const MOST_PARAGRAPHS: u32 = 60;

/// The share of the days on which something happens in which documents are published, from the
/// end, as one of so many.
const PUBLISHED_IN: u32 = 3;

/// The documents of a story: later ones have higher numbers.
pub(super) struct Sources {
    /// How many paragraphs each has.
    n_paragraphs: Vec<u8>,
}

impl Sources {
    /// Returns the documents, and passes on what each says of itself.
    pub(super) fn tell<E>(
        order: &Order,
        numbers: &mut Numbers,
        mut pass_on: impl FnMut(&str) -> Result<(), E>,
    ) -> Result<Self, E> {
        let mut n_paragraphs = Vec::new();
        let mut line = String::new();
        for source in 0..order.n_sources {
            let count = 1 + numbers.skewed(MOST_PARAGRAPHS);
            line.clear();
            push_source(&mut line, source, order.n_sources, count, numbers);
            pass_on(&line)?;
            n_paragraphs.push(u8::try_from(count).expect("a document has a few paragraphs"));
        }
        Ok(Self { n_paragraphs })
    }

    /// Returns one of the documents, most often an early one that many cite.
    pub(super) fn known(&self, numbers: &mut Numbers) -> u32 {
        // Every third citation is of any document, so that most are cited at all.
        match numbers.below(3) {
            0 => numbers.below(self.count()),
            _ => numbers.skewed(self.count()),
        }
    }

    /// Returns one of the documents that were published no earlier than another one.
    pub(super) fn later(&self, than: u32, numbers: &mut Numbers) -> u32 {
        than + numbers.below(self.count() - than)
    }

    /// Writes a place in a document.
    pub(super) fn push_place(&self, text: &mut String, source: u32, numbers: &mut Numbers) {
        let count = u32::from(self.n_paragraphs[source as usize]);
        let _ = write!(text, "\"source-{source}#{}\"", 1 + numbers.below(count));
    }

    fn count(&self) -> u32 {
        u32::try_from(self.n_paragraphs.len()).expect("an order counts its sources in 32 bits")
    }
}

fn push_source(line: &mut String, source: u32, n_sources: u32, count: u32, numbers: &mut Numbers) {
    let _ = write!(line, "{{\"source\":\"source-{source}\",\"name\":\"");
    push_alias(line, numbers);
    let _ = write!(line, " {source}\",\"publisher\":\"");
    push_alias(line, numbers);
    if numbers.happens(50) {
        line.push_str("\",\"title\":\"");
        push_sentence(line, numbers);
    }
    line.push_str("\",\"published\":\"");
    push_date(line, day(source, n_sources), numbers);
    let _ = write!(line, "\",\"language\":\"en\",\"paragraphs\":{count}}}");
}

/// Returns the day on which a document was published.
fn day(source: u32, n_sources: u32) -> u32 {
    let n_days = N_DAYS / PUBLISHED_IN;
    let days_in = u64::from(source) * u64::from(n_days) / u64::from(n_sources);
    N_DAYS - n_days + u32::try_from(days_in).expect("it is below the number of days")
}
