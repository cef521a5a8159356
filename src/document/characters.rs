//! Which characters have no place in a text, because nobody sees them or they deceive the eye?

use super::rule::Rule;

/// A kind of character that is not welcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CharacterClass {
    /// NUL and the other control characters, except line break, carriage return and tab.
    Control,
    /// Characters that change the direction of reading and show nothing.
    BidirectionalControl,
    /// Characters that have no width and show nothing.
    ZeroWidth,
}

impl CharacterClass {
    /// Returns the class of a character; `None` for a welcome one.
    pub fn of(c: char) -> Option<Self> {
        match c {
            '\t' | '\n' | '\r' => None,
            c if c.is_control() => Some(Self::Control),
            // Line and paragraph separators break a line for some programs and not for others.
            '\u{2028}' | '\u{2029}' => Some(Self::Control),
            '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' => {
                Some(Self::BidirectionalControl)
            }
            '\u{2066}'..='\u{2069}' => Some(Self::BidirectionalControl),
            '\u{00AD}' | '\u{034F}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' => {
                Some(Self::ZeroWidth)
            }
            '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200D}' | '\u{2060}'..='\u{2065}' => {
                Some(Self::ZeroWidth)
            }
            '\u{206A}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' => {
                Some(Self::ZeroWidth)
            }
            '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}' => {
                Some(Self::ZeroWidth)
            }
            _ => None,
        }
    }

    /// Returns the rule that such a character breaks.
    pub fn rule(self) -> Rule {
        match self {
            Self::Control => Rule::ControlCharacter,
            Self::BidirectionalControl => Rule::BidirectionalControl,
            Self::ZeroWidth => Rule::ZeroWidthCharacter,
        }
    }

    /// Returns what such a character is called.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Control => "the control character",
            Self::BidirectionalControl => "the invisible reordering character",
            Self::ZeroWidth => "the invisible character",
        }
    }
}

/// Returns whether a text consists of visible ASCII characters and spaces, none of which is ever
/// unwelcome.
pub(super) fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// Returns the unwelcome characters of a text with their byte positions.
pub fn find_unwelcome(text: &str) -> impl Iterator<Item = (usize, char, CharacterClass)> {
    text.char_indices()
        .filter_map(|(at, c)| CharacterClass::of(c).map(|class| (at, c, class)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_every_script_are_welcome() {
        for text in [
            "Hannah Gutierrez-Reed",
            "Zoë",
            "Алек",
            "ハリナ",
            "شاهد",
            "\t\r\n",
        ] {
            assert_eq!(find_unwelcome(text).next(), None, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_seen_is_found_with_its_place() {
        let found = |text| {
            find_unwelcome(text)
                .map(|(at, _, class)| (at, class))
                .next()
        };
        assert_eq!(found("a\0"), Some((1, CharacterClass::Control)));
        assert_eq!(found("\u{9b}"), Some((0, CharacterClass::Control)));
        assert_eq!(
            found("é\u{202e}"),
            Some((2, CharacterClass::BidirectionalControl))
        );
        assert_eq!(found("a\u{200b}b"), Some((1, CharacterClass::ZeroWidth)));
    }
}
