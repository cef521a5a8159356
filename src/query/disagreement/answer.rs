//! Which claims answer the same question, what do they answer, and for when?

use super::dispute::{Disagreement, DisagreementKind};
use super::side::Side;
use super::telling;
use crate::graph::{ClaimIx, GraphView};
use crate::model::{
    Assertion, ClaimRef, EntityIx, PartialDate, Period, Stance, Status, Value, ValueRef,
};
use crate::ontology::{Direction, Ontology, Predicate, ValueType};
use crate::query::passage::says_so;
use std::collections::HashMap;

/// A claim as the answer to a question.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Answered<'g> {
    /// Whom or what the question is about.
    pub(super) about: EntityIx,
    /// What is asked about it.
    pub(super) predicate: Predicate,
    /// The conditions under which it is asked, spelled.
    pub(super) conditions: String,
    /// The claim.
    pub(super) claim: ClaimIx,
    /// What it answers.
    pub(super) answer: Answer<'g>,
    /// The times for which it does so; `None` when it names none.
    pub(super) times: Option<Times>,
}

/// What a claim answers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Answer<'g> {
    /// This entity.
    Entity(EntityIx),
    /// This value.
    Value(ValueRef<'g>),
    /// This date or a later one.
    NotBefore(PartialDate),
    /// This date or an earlier one.
    NotAfter(PartialDate),
}

/// The days for which a claim speaks; an open end reaches to where its sources vouch for it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Times {
    period: Period,
    /// From the last day that the beginning may mean to the first that the end may mean.
    pub(super) surely: (PartialDate, PartialDate),
    /// From the first day that the beginning may mean, when that is known, to the last that the
    /// end may mean.
    pub(super) perhaps: (Option<PartialDate>, PartialDate),
}

/// Returns the claims that answer a question to which there may be several answers.
///
/// Claims that deny, or were withdrawn, answer nothing, and neither do plans.
pub(super) fn gather<'g>(seen: GraphView<'g>, claims: &[ClaimIx]) -> Vec<Answered<'g>> {
    let graph = seen.graph();
    let mut gathered = Vec::new();
    for &at in claims {
        let claim = graph.claim(at);
        if claim.status() == Status::Planned || !says_so(seen, claim) {
            continue;
        }
        for (about, predicate, answer) in answers(graph.ontology(), claim) {
            gathered.push(Answered {
                about,
                predicate,
                conditions: conditions(graph.ontology(), claim),
                claim: at,
                answer,
                times: Times::of(seen, claim),
            });
        }
    }
    gathered
}

/// Returns what a claim answers to which questions.
fn answers<'g>(ontology: &Ontology, claim: ClaimRef<'g>) -> Vec<(EntityIx, Predicate, Answer<'g>)> {
    match claim.assertion() {
        Assertion::Relation { relation, object } => {
            let ends = [(claim.subject(), object), (object, claim.subject())];
            let seen_from = Direction::BOTH.into_iter().zip(ends);
            let declared = ontology.relation(relation);
            seen_from
                .filter(|(direction, _)| declared.is_exclusive_towards(*direction))
                .map(|(direction, (here, there))| {
                    let predicate = Predicate::Relation(relation, direction);
                    (here, predicate, Answer::Entity(there))
                })
                .collect()
        }
        Assertion::Attribute { attribute, value } => {
            let own = (attribute, Answer::Value(value));
            let limit = ontology.procedure().and_then(|procedure| match value {
                Value::Date(date) if Some(attribute) == procedure.not_before => {
                    Some((procedure.date, Answer::NotBefore(date)))
                }
                Value::Date(date) if Some(attribute) == procedure.not_after => {
                    Some((procedure.date, Answer::NotAfter(date)))
                }
                _ => None,
            });
            let (of, answer) = limit.unwrap_or(own);
            let declared = ontology.attribute(of);
            let counts = declared.exclusive || telling::is_told_in_words(declared);
            let answer = (claim.subject(), Predicate::Attribute(of), answer);
            counts.then_some(answer).into_iter().collect()
        }
    }
}

/// Returns the qualifiers of a claim that make the question another one: all of them for a value,
/// the identifying ones for a link.
fn conditions(ontology: &Ontology, claim: ClaimRef<'_>) -> String {
    let identifying = |at: u8| match claim.predicate() {
        Predicate::Attribute(_) => true,
        Predicate::Relation(relation, _) => {
            ontology.relation(relation).qualifiers[usize::from(at)].identifying
        }
    };
    let qualifiers = claim.qualifiers();
    let telling: Vec<_> = qualifiers.filter(|(at, _)| identifying(*at)).collect();
    match telling.is_empty() {
        true => String::new(),
        false => format!("{telling:?}"),
    }
}

impl Answered<'_> {
    /// Orders answers by their questions, those to the same question by their claims.
    pub(super) fn compare(&self, other: &Self) -> std::cmp::Ordering {
        let rank = |it: &Self| (it.about, it.predicate);
        rank(self)
            .cmp(&rank(other))
            .then_with(|| self.conditions.cmp(&other.conditions))
            .then(self.claim.cmp(&other.claim))
    }

    /// Returns whether two claims answer the same question.
    pub(super) fn is_to_the_same_question(&self, other: &Self) -> bool {
        (self.about, self.predicate) == (other.about, other.predicate)
            && self.conditions == other.conditions
    }

    /// Returns what is asked, in words.
    pub(super) fn topic(&self, seen: GraphView<'_>) -> String {
        let graph = seen.graph();
        let key = graph.ontology().key(self.predicate);
        let key = key.as_str().replace('-', " ");
        format!("{}: {key}", graph.name(self.about))
    }

    /// Returns a disagreement among answers to the same question.
    pub(super) fn disagreement(
        &self,
        kind: DisagreementKind,
        sides: Vec<Side>,
        text: String,
    ) -> Disagreement {
        Disagreement {
            kind,
            about: self.about,
            predicate: self.predicate,
            sides,
            text,
        }
    }

    /// Returns a side for each different answer, in the order of their first claims.
    pub(super) fn sides<'a, 'g: 'a>(
        seen: GraphView<'g>,
        answers: impl Iterator<Item = &'a Answered<'g>>,
    ) -> Vec<Side> {
        let mut answers: Vec<_> = answers.collect();
        answers.sort_by_key(|it| it.claim);
        let mut sides: Vec<(&Answered<'_>, Vec<ClaimIx>)> = Vec::new();
        let mut side_at: HashMap<String, usize> = HashMap::new();
        for it in answers {
            let spelled = format!("{:?}", it.answer);
            let at = *side_at.entry(spelled).or_insert_with(|| {
                sides.push((it, Vec::new()));
                sides.len() - 1
            });
            sides[at].1.push(it.claim);
        }
        sides
            .into_iter()
            .map(|(first, claims)| {
                let text = first.answer.in_words(seen, first.predicate);
                Side::of(seen, text, claims)
            })
            .collect()
    }
}

impl Answer<'_> {
    /// Returns whether both may be right.
    pub(super) fn agrees_with(self, other: Self) -> bool {
        match (self, other) {
            (Self::Value(a), Self::Value(b)) => a.agrees_with(b),
            (Self::Entity(a), Self::Entity(b)) => a == b,
            (a, b) => {
                let ((first, last), (other_first, other_last)) = (a.days(), b.days());
                let may_meet = |first: Option<PartialDate>, last: Option<PartialDate>| {
                    first.zip(last).is_none_or(|(first, last)| first <= last)
                };
                may_meet(first, other_last) && may_meet(other_first, last)
            }
        }
    }

    /// Returns the first and the last day that the answer leaves open.
    fn days(self) -> (Option<PartialDate>, Option<PartialDate>) {
        match self {
            Self::Value(Value::Date(date)) => (Some(date.earliest()), Some(date.latest())),
            Self::NotBefore(date) => (Some(date.earliest()), None),
            Self::NotAfter(date) => (None, Some(date.latest())),
            Self::Value(_) | Self::Entity(_) => (None, None),
        }
    }

    /// Returns the answer in words, such as `2024` or `not after 2023-04-24`.
    pub(super) fn in_words(self, seen: GraphView<'_>, predicate: Predicate) -> String {
        let value_type = match predicate {
            Predicate::Attribute(id) => &seen.graph().ontology().attribute(id).value_type,
            Predicate::Relation(..) => &ValueType::Text,
        };
        match self {
            Self::Entity(entity) => seen.graph().name(entity).to_owned(),
            Self::Value(value) => value.in_words(value_type),
            Self::NotBefore(date) => format!("not before {date}"),
            Self::NotAfter(date) => format!("not after {date}"),
        }
    }
}

impl Times {
    /// Returns the days for which a claim speaks; `None` when it names none.
    pub(super) fn of(seen: GraphView<'_>, claim: ClaimRef<'_>) -> Option<Self> {
        let period = claim.valid()?;
        let citations = seen.citations(claim);
        let saying = citations.filter(|citation| citation.stance != Stance::Denies);
        let said: Vec<PartialDate> = saying
            .map(|citation| seen.graph().source(citation.source).published)
            .collect();
        let last_said = said.iter().map(|said| said.latest()).max();
        let (start, end) = (period.start().date(), period.end().date());
        Some(Self {
            period,
            surely: period.certain_ends(said.into_iter())?,
            perhaps: (
                start.map(PartialDate::earliest),
                end.map(PartialDate::latest).or(last_said)?,
            ),
        })
    }

    /// Returns whether the days are over before those of another claim begin, whatever their dates
    /// mean.
    pub(super) fn is_certainly_before(&self, other: &Self) -> bool {
        other
            .perhaps
            .0
            .is_some_and(|begins| self.perhaps.1 < begins)
    }

    /// Returns whether the days of another claim begin where these end.
    fn hands_over_to(&self, other: &Self) -> bool {
        match (self.period.end().date(), other.period.start().date()) {
            (Some(end), Some(start)) => self.period != other.period && end.agrees_with(start),
            _ => false,
        }
    }

    /// Returns whether these days are certainly followed by those of another claim.
    pub(super) fn is_followed_by(&self, other: &Self) -> bool {
        let hands_over = self.hands_over_to(other) && !other.hands_over_to(self);
        self.is_certainly_before(other) || hands_over
    }

    /// Returns whether both claims speak for the same day, whatever their dates mean.
    pub(super) fn certainly_coincide(&self, other: &Self) -> bool {
        let meets = |a: &Self, b: &Self| a.surely.0 <= b.surely.1;
        self.period == other.period
            || (meets(self, other)
                && meets(other, self)
                && !self.hands_over_to(other)
                && !other.hands_over_to(self))
    }
}
