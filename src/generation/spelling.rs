//! How are invented names, sentences and dates spelled?
//!
//! Nothing that is spelled here needs an escape in JSON, and no two names look alike: every
//! syllable is a consonant and a vowel.

use super::number::Numbers;
use std::fmt::Write as _;

const CONSONANTS: &[u8; 16] = b"bcdfghjklmnprstv";

const VOWELS: &[u8; 4] = b"aeio";

/// How many different syllables there are.
const N_SYLLABLES: u32 = 64;

/// How many words of two syllables there are.
const N_WORDS: u32 = N_SYLLABLES * N_SYLLABLES;

/// How many days a month has here; all of them have as many.
const DAYS: u32 = 28;

const MONTHS: u32 = 12;

/// The first year in which something happens.
const FIRST_YEAR: u32 = 1950;

/// How many days there are in which something happens.
pub(super) const N_DAYS: u32 = 76 * MONTHS * DAYS;

/// Writes the id of an entity: words of two syllables that no other number has.
pub(super) fn push_id(text: &mut String, number: u32) {
    // A multiplication by an odd number gives each number another one, in no order to the eye.
    let spread = number.wrapping_mul(0x9E37_79B1);
    // All 32 bits are spelled: two words of 12 bits and one of 8.
    push_word(text, spread >> 20);
    text.push('-');
    push_word(text, spread >> 8 & (N_WORDS - 1));
    text.push('-');
    push_word(text, spread & 0xFF);
}

/// Writes the name of an entity: its id as people write names.
pub(super) fn push_name(text: &mut String, number: u32) {
    let start = text.len();
    push_id(text, number);
    let id = text.split_off(start);
    for (at, word) in id.split('-').enumerate() {
        if at > 0 {
            text.push(' ');
        }
        push_capitalized(text, word);
    }
}

/// Writes another form of a name: one of its words with another.
pub(super) fn push_alias(text: &mut String, numbers: &mut Numbers) {
    for at in 0..2 {
        if at > 0 {
            text.push(' ');
        }
        let mut word = String::new();
        push_word(&mut word, numbers.below(N_WORDS));
        push_capitalized(text, &word);
    }
}

/// Writes a sentence of a few words, some of them frequent and most rare.
pub(super) fn push_sentence(text: &mut String, numbers: &mut Numbers) {
    let n_words = 3 + numbers.below(9);
    for at in 0..n_words {
        let mut word = String::new();
        push_word(&mut word, numbers.skewed(N_WORDS));
        if at == 0 {
            push_capitalized(text, &word);
        } else {
            text.push(' ');
            text.push_str(&word);
        }
    }
    text.push('.');
}

/// Writes a day as an EDTF date that is known to the day, the month or the year.
pub(super) fn push_date(text: &mut String, day: u32, numbers: &mut Numbers) {
    let precision = numbers.below(10);
    let _ = write!(text, "{}", FIRST_YEAR + year(day));
    if precision > 0 {
        let _ = write!(text, "-{:02}", 1 + day / DAYS % MONTHS);
    }
    if precision > 2 {
        let _ = write!(text, "-{:02}", 1 + day % DAYS);
    }
}

/// Writes a stretch of time, open at one end at times.
pub(super) fn push_period(text: &mut String, numbers: &mut Numbers) {
    let (one, other) = (numbers.below(N_DAYS), numbers.below(N_DAYS));
    match numbers.below(4) {
        0 => push_date(text, one, numbers),
        1 => {
            push_date(text, one, numbers);
            text.push_str("/..");
        }
        2 => {
            text.push_str("../");
            push_date(text, one, numbers);
        }
        _ => {
            push_date(text, one.min(other), numbers);
            text.push('/');
            // The ends are of different years, so that a period is never spelled like a date.
            match year(one) == year(other) {
                true => text.push_str(".."),
                false => push_date(text, one.max(other), numbers),
            }
        }
    }
}

fn year(day: u32) -> u32 {
    day / DAYS / MONTHS
}

fn push_word(text: &mut String, number: u32) {
    for syllable in [number / N_SYLLABLES % N_SYLLABLES, number % N_SYLLABLES] {
        let (consonant, vowel) = (syllable / 4, syllable % 4);
        text.push(char::from(CONSONANTS[consonant as usize]));
        text.push(char::from(VOWELS[vowel as usize]));
    }
}

fn push_capitalized(text: &mut String, word: &str) {
    let mut letters = word.chars();
    text.extend(letters.next().map(|first| first.to_ascii_uppercase()));
    text.push_str(letters.as_str());
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn no_two_entities_have_the_same_id() {
        let spelled = |number| {
            let mut id = String::new();
            push_id(&mut id, number);
            id
        };
        let ids: HashSet<_> = (0..100_000).map(spelled).collect();
        assert_eq!(ids.len(), 100_000);
    }
}
