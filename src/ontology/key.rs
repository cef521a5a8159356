//! How is one name spelled in the data files, in the API and in its enumerations?
//!
//! The one naming rule: an ontology writes keys as `armorer-of` and types as `LegalCase`;
//! every other spelling is derived here.

use std::fmt;

/// The longest accepted name, in bytes.
const MAX_LENGTH: usize = 100;

/// The name of an attribute, relation, qualifier, plural or enumeration value, spelled `armorer-of`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(Box<str>);

impl Key {
    /// Returns the key that `text` spells.
    ///
    /// `None` unless the text is a slug that begins with a letter: lower-case ASCII letters and
    /// digits in groups joined by single hyphens, at most 100 characters.
    pub fn parse(text: &str) -> Option<Self> {
        (is_slug(text) && text.starts_with(|c: char| c.is_ascii_lowercase()))
            .then(|| Self(text.into()))
    }

    /// Returns the key as the ontology spells it: `armorer-of`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the key as a GraphQL field or argument: `armorerOf`.
    pub fn to_field(&self) -> String {
        let mut groups = self.0.split('-');
        let first = groups.next().unwrap_or_default().to_owned();
        groups.fold(first, |field, group| field + &capitalized(group))
    }

    /// Returns the key as the beginning of a GraphQL type name: `ArmorerOf`.
    pub fn to_type_prefix(&self) -> String {
        self.0.split('-').map(capitalized).collect()
    }

    /// Returns the key as a GraphQL enumeration value: `ARMORER_OF`.
    pub fn to_constant(&self) -> String {
        self.0.replace('-', "_").to_ascii_uppercase()
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The name of an entity type, spelled `LegalCase`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeName(Box<str>);

impl TypeName {
    /// Returns the type name that `text` spells.
    ///
    /// `None` unless the text consists of ASCII letters and digits, begins with a capital letter
    /// and has at most 100 characters.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = text.len() <= MAX_LENGTH
            && text.starts_with(|c: char| c.is_ascii_uppercase())
            && text.chars().all(|c| c.is_ascii_alphanumeric());
        fits.then(|| Self(text.into()))
    }

    /// Returns the name as the ontology and the API spell it: `LegalCase`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the name as a root field: `legalCase`.
    pub fn to_field(&self) -> String {
        let mut chars = self.0.chars();
        let first = chars.next().map(|c| c.to_ascii_lowercase());
        first.into_iter().chain(chars).collect()
    }

    /// Returns the name as a GraphQL enumeration value: `LEGAL_CASE`.
    pub fn to_constant(&self) -> String {
        let mut constant = String::with_capacity(self.0.len() + 4);
        for (at, c) in self.0.char_indices() {
            let starts_word = c.is_ascii_uppercase()
                && !self.0[..at].ends_with(|before: char| before.is_ascii_uppercase());
            if at > 0 && starts_word {
                constant.push('_');
            }
            constant.push(c.to_ascii_uppercase());
        }
        constant
    }
}

impl fmt::Display for TypeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Returns whether `text` is a slug, the spelling of every id: lower-case ASCII letters and
/// digits in groups joined by single hyphens, at most 100 characters.
pub fn is_slug(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= MAX_LENGTH
        && text.split('-').all(|group| {
            !group.is_empty()
                && group
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        })
}

fn capitalized(group: &str) -> String {
    let mut chars = group.chars();
    let first = chars.next().map(|c| c.to_ascii_uppercase());
    first.into_iter().chain(chars).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_has_one_spelling_for_each_border() {
        let key = Key::parse("armorer-of").expect("a slug");
        assert_eq!(key.to_field(), "armorerOf");
        assert_eq!(key.to_type_prefix(), "ArmorerOf");
        assert_eq!(key.to_constant(), "ARMORER_OF");
    }

    #[test]
    fn a_type_name_has_one_spelling_for_each_border() {
        let name = TypeName::parse("LegalCase").expect("Pascal case");
        assert_eq!(name.to_field(), "legalCase");
        assert_eq!(name.to_constant(), "LEGAL_CASE");
    }

    #[test]
    fn a_slug_is_lower_case_groups_joined_by_single_hyphens() {
        for good in ["a", "doc-004", "42", "alec-baldwin"] {
            assert!(is_slug(good), "{good}");
        }
        for bad in [
            "",
            "-a",
            "a-",
            "a--b",
            "A",
            "a_b",
            "é",
            "a b",
            &"a".repeat(101),
        ] {
            assert!(!is_slug(bad), "{bad}");
        }
    }

    #[test]
    fn a_key_begins_with_a_letter() {
        assert_eq!(Key::parse("2nd-unit"), None);
    }
}
