//! What did somebody mean who wrote a name that does not exist?

/// How many names are looked at, over all unknown names of one reading.
///
/// Suggestions are a courtesy: a folder with many unknown names and millions of known ones must
/// not be compared name by name.
const BUDGET: usize = 2_000_000;

/// Suggests known names for unknown ones, within a bounded amount of work.
#[derive(Debug)]
pub struct Likeness {
    left: usize,
}

impl Default for Likeness {
    fn default() -> Self {
        Self { left: BUDGET }
    }
}

impl Likeness {
    /// Returns the sentence that suggests the known name nearest to `unknown`, if one is near.
    pub fn suggest<'a>(
        &mut self,
        unknown: &str,
        known: impl IntoIterator<Item = &'a str>,
    ) -> Option<String> {
        let looked_at = known
            .into_iter()
            .take(self.left)
            .inspect(|_| self.left -= 1);
        closest(unknown, looked_at).map(|name| format!("did you mean `{name}`?"))
    }
}

/// Returns the name that is nearest to `unknown`: a few keystrokes away, or with `unknown` as one
/// of its parts.
pub fn closest<'a>(unknown: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = unknown.to_lowercase();
    let most = (wanted.chars().count() / 3).clamp(1, 4);
    let mut best: Option<(usize, &str)> = None;
    for name in known {
        let distance = distance(&wanted, name, most);
        if let Some(distance) = distance
            && best.is_none_or(|(least, _)| distance < least)
        {
            best = Some((distance, name));
        }
    }
    best.map(|(_, name)| name)
}

fn distance(wanted: &str, name: &str, most: usize) -> Option<usize> {
    if wanted.len().abs_diff(name.len()) <= most {
        let keystrokes = strsim::osa_distance(wanted, &name.to_lowercase());
        return (keystrokes <= most).then_some(keystrokes);
    }
    let is_part = wanted.len() > 3
        && (name
            .strip_prefix(wanted)
            .is_some_and(|rest| rest.starts_with('-'))
            || name
                .strip_suffix(wanted)
                .is_some_and(|rest| rest.ends_with('-')));
    is_part.then_some(most + name.len() - wanted.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: [&str; 3] = ["armorer-of", "charged-in", "hannah-gutierrez-reed"];

    #[test]
    fn the_name_a_few_keystrokes_away_is_meant() {
        assert_eq!(closest("armourer-of", KNOWN), Some("armorer-of"));
        assert_eq!(closest("Charged-In", KNOWN), Some("charged-in"));
        assert_eq!(
            closest("gutierrez-reed", KNOWN),
            Some("hannah-gutierrez-reed")
        );
        assert_eq!(closest("directed", KNOWN), None);
    }

    #[test]
    fn suggestions_end_when_the_budget_is_spent() {
        let mut likeness = Likeness { left: 4 };
        assert!(likeness.suggest("charged", KNOWN).is_some());
        assert!(likeness.suggest("charged", KNOWN).is_none());
    }
}
