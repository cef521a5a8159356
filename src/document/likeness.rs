//! What did somebody mean who wrote a name that does not exist?

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How many comparisons of characters are made, over all unknown names of one reading.
///
/// Suggestions are a courtesy: a folder with many unknown names and millions of known ones must
/// not be compared name by name.
const BUDGET: usize = 200_000_000;

/// How long a name may be for which others are suggested, in bytes.
const MOST_BYTES: usize = 200;

/// Suggests known names for unknown ones, within a bounded amount of work.
///
/// Clones share what is left of it.
#[derive(Debug, Clone)]
pub struct Likeness {
    left: Arc<AtomicUsize>,
}

impl Default for Likeness {
    fn default() -> Self {
        Self::with(BUDGET)
    }
}

impl Likeness {
    fn with(budget: usize) -> Self {
        let left = Arc::new(AtomicUsize::new(budget));
        Self { left }
    }

    /// Takes some work out of the budget; `None` when there is not as much left.
    fn spend(&self, work: usize) -> Option<()> {
        let less = |left: usize| left.checked_sub(work);
        let left = &self.left;
        left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less)
            .ok()?;
        Some(())
    }

    /// Returns the sentence that suggests the known name nearest to `unknown`, if one is near.
    pub fn suggest<'a>(
        &mut self,
        unknown: &str,
        known: impl IntoIterator<Item = &'a str>,
    ) -> Option<String> {
        self.closest(unknown, known)
            .map(|name| format!("did you mean `{name}`?"))
    }

    /// Returns the known name nearest to `unknown`: a few keystrokes away, or with `unknown` as
    /// one of its parts. Of several that are equally near, it is the first in the alphabet.
    pub fn closest<'a>(
        &mut self,
        unknown: &str,
        known: impl IntoIterator<Item = &'a str>,
    ) -> Option<&'a str> {
        if unknown.len() > MOST_BYTES {
            return None;
        }
        let wanted = unknown.to_lowercase();
        let most = (wanted.chars().count() / 3).clamp(1, 4);
        let mut best: Option<(usize, &str)> = None;
        for name in known {
            let is_of_like_length = wanted.len().abs_diff(name.len()) <= most;
            let work = if is_of_like_length {
                wanted.len().pow(2)
            } else {
                1
            };
            self.spend(work)?;
            let distance = match is_of_like_length {
                true => keystrokes(&wanted, name, most),
                false => missing(&wanted, name).map(|missing| most + missing),
            };
            if let Some(distance) = distance
                && best.is_none_or(|least| (distance, name) < least)
            {
                best = Some((distance, name));
            }
        }
        best.map(|(_, name)| name)
    }
}

/// Returns how many keystrokes away `name` is, when it is at most so many.
fn keystrokes(wanted: &str, name: &str, most: usize) -> Option<usize> {
    let keystrokes = strsim::osa_distance(wanted, &name.to_lowercase());
    (keystrokes <= most).then_some(keystrokes)
}

/// Returns how much is missing when `wanted` is the beginning or the end of `name`.
fn missing(wanted: &str, name: &str) -> Option<usize> {
    let begins = || name.strip_prefix(wanted)?.strip_prefix('-');
    let ends = || name.strip_suffix(wanted)?.strip_suffix('-');
    let missing = begins().or_else(ends)?;
    (wanted.len() > 3).then_some(missing.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: [&str; 3] = ["armorer-of", "charged-in", "hannah-gutierrez-reed"];

    #[test]
    fn the_name_a_few_keystrokes_away_is_meant() {
        let closest = |unknown| Likeness::default().closest(unknown, KNOWN);
        assert_eq!(closest("armourer-of"), Some("armorer-of"));
        assert_eq!(closest("Charged-In"), Some("charged-in"));
        assert_eq!(closest("gutierrez-reed"), Some("hannah-gutierrez-reed"));
        assert_eq!(closest("directed"), None);
        assert_eq!(closest(""), None);
    }

    #[test]
    fn suggestions_end_when_the_budget_is_spent() {
        let mut likeness = Likeness::with(110);
        assert!(likeness.suggest("charged-on", KNOWN).is_none());
        let mut likeness = Likeness::with(210);
        assert!(likeness.suggest("charged-on", KNOWN).is_some());
        assert!(likeness.suggest("charged-on", KNOWN).is_none());
    }
}
