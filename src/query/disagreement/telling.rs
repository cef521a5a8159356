//! What do sources tell in different words, or for different reasons?

use super::answer::Answered;
use super::dispute::{Disagreement, DisagreementKind};
use super::side::Side;
use crate::graph::GraphView;
use crate::ontology::{Attribute, Predicate, ValueType};

/// Returns whether sources may tell an attribute in different words that are all right: it has one
/// value and that is words, or its values are reasons.
pub(super) fn is_told_in_words(attribute: &Attribute) -> bool {
    let is_words = matches!(
        attribute.value_type,
        ValueType::Text | ValueType::Enumeration(_)
    );
    attribute.reason || (is_words && attribute.plural.is_none() && !attribute.exclusive)
}

/// Finds what is told differently among the answers to one question.
///
/// Where one source gives all the answers, they go together.
pub(super) fn find(seen: GraphView<'_>, answers: &[Answered<'_>], found: &mut Vec<Disagreement>) {
    let [first, _, ..] = answers else {
        return;
    };
    let Predicate::Attribute(attribute) = first.predicate else {
        return;
    };
    let attribute = seen.graph().ontology().attribute(attribute);
    if !is_told_in_words(attribute) || is_about_different_times(answers) {
        return;
    }
    let sides = Answered::sides(seen, answers.iter());
    if sides.len() < 2 || has_common_source(seen, &sides) {
        return;
    }
    let told = Side::listed(&sides, "\"; \"");
    let text = match attribute.reason {
        true => {
            let about = seen.graph().name(first.about);
            format!("Sources give different reasons for \"{about}\": \"{told}\".")
        }
        false => {
            let topic = first.topic(seen);
            format!("Sources tell \"{topic}\" in different words: \"{told}\".")
        }
    };
    found.push(first.disagreement(DisagreementKind::Wording, sides, text));
}

/// Returns whether two of the answers are certainly about times that follow each other.
fn is_about_different_times(answers: &[Answered<'_>]) -> bool {
    let times = || answers.iter().filter_map(|it| it.times);
    let first_end = times().map(|times| times.perhaps.1).min();
    let last_start = times().filter_map(|times| times.perhaps.0).max();
    first_end
        .zip(last_start)
        .is_some_and(|(end, start)| end < start)
}

fn has_common_source(seen: GraphView<'_>, sides: &[Side]) -> bool {
    let sources = sides.iter().map(|side| side.sources(seen.graph()));
    let common = sources.reduce(|common, sources| &common & &sources);
    common.is_some_and(|common| !common.is_empty())
}
