//! Where does somebody stand in a legal case, as of the view?
//!
//! The steps of a case decide it, never the accusation. They are put in the order in which they
//! came: as they follow each other, and else by their dates. The last of them that leads to a
//! standing is what counts; under a view with a day, the last that had certainly come by then.

use super::wording::date_in_words;
use crate::graph::{ClaimIx, GraphView, RelationshipIx};
use crate::model::{EntityIx, PartialDate, Status, Value};
use crate::ontology::{AttributeId, Direction, Effect, Procedure, RelationId, StandingId};

/// Where somebody stands, and what that rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Where they stand.
    pub standing: StandingId,
    /// The date of the step that decided it; `None` when nobody tells.
    pub since: Option<PartialDate>,
    /// Whether sources differ on what the step was or on its date.
    pub is_contested: bool,
    /// All of it in plain words, the newest outcome first.
    pub text: String,
    /// The claims on which it rests, in ascending order.
    pub claims: Vec<ClaimIx>,
}

/// Returns where the subject of an accusatory relationship stands; `None` for other relationships.
pub fn standing(seen: GraphView<'_>, at: RelationshipIx) -> Option<Standing> {
    let graph = seen.graph();
    let ontology = graph.ontology();
    let relationship = graph.relationship(at);
    if !ontology.relation(relationship.relation).accusatory {
        return None;
    }
    let is_case = |procedure: &&Procedure| {
        let (_, case) = ontology
            .relation(procedure.case)
            .ends_towards(Direction::Forward);
        ontology.is_a(graph.type_of(relationship.object), case)
    };
    let steps = ontology.procedure().filter(is_case).map(|procedure| {
        let case = Case {
            seen,
            procedure,
            case: relationship.object,
            person: relationship.subject,
        };
        case.steps()
    });
    let steps = steps.unwrap_or_default();
    let offense = said_of(seen, at);
    let view = seen.view().and_then(|view| view.valid_at);
    Some(match History::of(&steps, view) {
        Some(history) => history.told(seen, &offense),
        None => accused(seen, at, &steps, &offense),
    })
}

/// Returns the standing of somebody about whom no step of a case says anything.
fn accused(seen: GraphView<'_>, at: RelationshipIx, steps: &[Step], offense: &str) -> Standing {
    let claims: Vec<ClaimIx> = seen.claims_behind(at).collect();
    let statuses = |wanted: Status| {
        let is_it = |&&claim: &&ClaimIx| seen.status(seen.graph().claim(claim)) == wanted;
        claims.iter().find(is_it).map(|_| wanted)
    };
    let told: Vec<&str> = [
        (Status::Adjudicated, "decided by a court"),
        (Status::Admitted, "admitted"),
        (Status::Reported, "reported"),
        (Status::Alleged, "alleged"),
        (Status::Planned, "expected"),
        (Status::Disputed, "disputed"),
        (Status::Denied, "denied"),
        (Status::Retracted, "withdrawn"),
    ]
    .into_iter()
    .filter_map(|(status, words)| statuses(status).map(|_| words))
    .collect();
    let accused = &seen.graph().ontology().standing(StandingId::ACCUSED).text;
    let mut text = capitalized(accused);
    text.push_str(&format!(": {}", told.join(", ")));
    if !steps.is_empty() {
        let steps: Vec<String> = steps.iter().map(|step| step.words(seen)).collect();
        text.push_str(&format!("; perhaps {}", steps.join(", ")));
    }
    text.push_str(offense);
    Standing {
        standing: StandingId::ACCUSED,
        since: None,
        is_contested: false,
        text: text + ".",
        claims,
    }
}

/// Returns what tells a relationship from others between the same two, as the end of a sentence.
pub(super) fn said_of(seen: GraphView<'_>, at: RelationshipIx) -> String {
    let graph = seen.graph();
    let relation = graph.ontology().relation(graph.relationship(at).relation);
    let claims: Vec<_> = seen
        .claims_behind(at)
        .map(|claim| graph.claim(claim))
        .collect();
    let mut text = String::new();
    for (qualifier, number) in relation.qualifiers.iter().zip(0u8..) {
        let said = claims.iter().find_map(|claim| claim.qualifier(number));
        if let Some(value) = said.filter(|_| qualifier.identifying) {
            let value = value.in_words(&qualifier.value_type);
            let key = qualifier.key.as_str().replace('-', " ");
            text.push_str(&format!("; {key}: {value}"));
        }
    }
    text
}

/// A case as it concerns one person.
struct Case<'g> {
    seen: GraphView<'g>,
    procedure: &'g Procedure,
    case: EntityIx,
    person: EntityIx,
}

/// A step of a case that concerns somebody.
#[derive(Debug, Clone)]
struct Step {
    entity: EntityIx,
    /// What it is, as positions in the enumeration of kinds, the answer first.
    kinds: Vec<u16>,
    effect: Effect,
    date: Option<PartialDate>,
    /// The first and the last day on which it may have come.
    bounds: (Option<PartialDate>, Option<PartialDate>),
    /// The day by which it must have come, when a source tells no more.
    not_after: Option<PartialDate>,
    is_contested: bool,
    bars_new_charges: Option<bool>,
    /// Whether no source says that it came to it.
    is_planned: bool,
    claims: Vec<ClaimIx>,
    /// The steps of the case that it follows.
    follows: Vec<EntityIx>,
}

impl Case<'_> {
    /// Returns the steps in the order in which they came.
    fn steps(&self) -> Vec<Step> {
        let entities = self.others(self.case, self.procedure.case, Direction::Inverse);
        let mut steps: Vec<Step> = entities
            .into_iter()
            .filter_map(|(step, claims)| self.step(step, claims))
            .collect();
        for at in 0..steps.len() {
            let earlier = self.others(steps[at].entity, self.procedure.follows, Direction::Forward);
            let of_case = |entity: &EntityIx| steps.iter().any(|step| step.entity == *entity);
            let earlier = earlier.into_iter().map(|(entity, _)| entity);
            steps[at].follows = earlier.filter(of_case).collect();
        }
        tighten(&mut steps);
        in_order(steps)
    }

    /// Returns the entities at the other end of relationships that somebody says there are, with
    /// the claims that say so.
    fn others(
        &self,
        entity: EntityIx,
        relation: RelationId,
        direction: Direction,
    ) -> Vec<(EntityIx, Vec<ClaimIx>)> {
        let graph = self.seen.graph();
        let span = graph.relationships(entity, relation, direction);
        let stands = |&claim: &ClaimIx| self.seen.stands(graph.claim(claim));
        self.seen
            .relationships_in(span)
            .iter()
            .map(|adjacent| {
                let claims = self.seen.claims_behind(adjacent.relationship);
                (adjacent.other, claims.filter(stands).collect::<Vec<_>>())
            })
            .filter(|(_, claims)| !claims.is_empty())
            .collect()
    }

    fn step(&self, step: EntityIx, mut claims: Vec<ClaimIx>) -> Option<Step> {
        let (seen, procedure) = (self.seen, self.procedure);
        let concerned = self.others(step, procedure.concerns, Direction::Forward);
        let (_, concerns) = concerned.into_iter().find(|(who, _)| *who == self.person)?;
        let is_planned = concerns.iter().all(|&claim| self.is_planned(claim));
        claims.extend(concerns);
        let kind = match seen.attribute(step, procedure.kind)? {
            Value::Enumeration(kind) => kind,
            _ => return None,
        };
        let mut kinds = vec![kind];
        for claim in self.said(step, procedure.kind) {
            claims.push(claim);
            if let Some(Value::Enumeration(kind)) = seen.graph().value(claim)
                && !kinds.contains(&kind)
            {
                kinds.push(kind);
            }
        }
        let told = Told {
            on: self.dates(step, procedure.date, &mut claims),
            not_before: self.dated(step, procedure.not_before, &mut claims),
            not_after: self.dated(step, procedure.not_after, &mut claims),
        };
        let date = match seen.attribute(step, procedure.date) {
            Some(Value::Date(date)) => Some(date),
            _ => None,
        };
        let bars = procedure.bars_new_charges;
        let bars_new_charges = match bars.and_then(|bars| seen.attribute(step, bars)) {
            Some(Value::Boolean(bars)) => Some(bars),
            _ => None,
        };
        claims.sort_unstable();
        claims.dedup();
        let leads = |kind: &u16| procedure.effect(*kind).clone();
        Some(Step {
            entity: step,
            effect: leads(&kind),
            is_contested: kinds.iter().any(|other| leads(other) != leads(&kind))
                || told.is_contradictory(),
            kinds,
            date,
            bounds: told.bounds(),
            not_after: told.not_after.into_iter().min(),
            bars_new_charges,
            is_planned,
            claims,
            follows: Vec::new(),
        })
    }

    fn is_planned(&self, claim: ClaimIx) -> bool {
        self.seen.status(self.seen.graph().claim(claim)) == Status::Planned
    }

    /// Returns the claims about an attribute of a step that stand.
    fn said(&self, step: EntityIx, attribute: AttributeId) -> Vec<ClaimIx> {
        let claims = self.seen.attribute_claims(step, attribute);
        claims
            .filter(|&claim| self.seen.stands(self.seen.graph().claim(claim)))
            .collect()
    }

    fn dated(
        &self,
        step: EntityIx,
        attribute: Option<AttributeId>,
        claims: &mut Vec<ClaimIx>,
    ) -> Vec<PartialDate> {
        attribute.map_or_else(Vec::new, |attribute| self.dates(step, attribute, claims))
    }

    /// Returns the dates that are told, and keeps the claims that tell them.
    fn dates(
        &self,
        step: EntityIx,
        attribute: AttributeId,
        claims: &mut Vec<ClaimIx>,
    ) -> Vec<PartialDate> {
        let said = self.said(step, attribute);
        claims.extend(&said);
        let dates = said
            .iter()
            .filter_map(|&claim| match self.seen.graph().value(claim)? {
                Value::Date(date) => Some(date),
                _ => None,
            });
        dates.collect()
    }
}

/// What is told of the date of a step.
struct Told {
    on: Vec<PartialDate>,
    not_before: Vec<PartialDate>,
    not_after: Vec<PartialDate>,
}

impl Told {
    /// Returns the first and the last day that fit everything that is told.
    fn agreed(&self) -> (Option<PartialDate>, Option<PartialDate>) {
        let starts = self.on.iter().chain(&self.not_before);
        let ends = self.on.iter().chain(&self.not_after);
        (
            starts.map(|date| date.earliest()).max(),
            ends.map(|date| date.latest()).min(),
        )
    }

    /// Returns whether no day fits everything that is told.
    fn is_contradictory(&self) -> bool {
        matches!(self.agreed(), (Some(start), Some(end)) if end < start)
    }

    /// Returns the first and the last day on which the step may have come.
    fn bounds(&self) -> (Option<PartialDate>, Option<PartialDate>) {
        if !self.is_contradictory() {
            return self.agreed();
        }
        // Sources that contradict each other leave only the latest of what they tell.
        let ends = self.on.iter().chain(&self.not_after);
        (None, ends.map(|date| date.latest()).max())
    }
}

fn least(a: Option<PartialDate>, b: Option<PartialDate>) -> Option<PartialDate> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// Narrows the bounds of steps by those that they follow and those that follow them.
fn tighten(steps: &mut [Step]) {
    // Each round carries a bound one step further, and no way is longer than all steps.
    for _ in 0..steps.len() {
        let mut is_changed = false;
        for at in 0..steps.len() {
            for earlier in 0..steps.len() {
                if !steps[at].follows.contains(&steps[earlier].entity) {
                    continue;
                }
                let first = steps[at].bounds.0.max(steps[earlier].bounds.0);
                let last = least(steps[earlier].bounds.1, steps[at].bounds.1);
                is_changed |= first != steps[at].bounds.0 || last != steps[earlier].bounds.1;
                steps[at].bounds.0 = first;
                steps[earlier].bounds.1 = last;
            }
        }
        if !is_changed {
            break;
        }
    }
}

/// Puts steps in the order in which they came: each behind those that it follows; of those that
/// may be next, the one that had come first for certain.
fn in_order(mut steps: Vec<Step>) -> Vec<Step> {
    let n = steps.len();
    let mut is_placed = vec![false; n];
    let mut order = Vec::with_capacity(n);
    while order.len() < n {
        let waits = |at: usize| {
            let is_open = |other: usize| other != at && !is_placed[other];
            (0..n).any(|other| is_open(other) && steps[at].follows.contains(&steps[other].entity))
        };
        let left = || (0..n).filter(|&at| !is_placed[at]);
        let key = |&at: &usize| {
            let (first, last) = steps[at].bounds;
            // Steps that follow each other in a circle come last, by their dates.
            (waits(at), last.or(first), first, at)
        };
        let Some(next) = left().min_by_key(key) else {
            break;
        };
        is_placed[next] = true;
        order.push(next);
    }
    let mut placed: Vec<Option<Step>> = steps.drain(..).map(Some).collect();
    order
        .into_iter()
        .filter_map(|at| placed[at].take())
        .collect()
}

/// The steps that count, in the order in which they came.
struct History<'s> {
    /// The step that decides.
    decisive: &'s Step,
    standing: StandingId,
    earlier: Vec<&'s Step>,
    later: Vec<&'s Step>,
    /// The steps that may have come by the day of the view, and may not.
    uncertain: Vec<&'s Step>,
    /// The steps that were to come next.
    expected: Vec<&'s Step>,
}

impl<'s> History<'s> {
    /// Returns the history as of a day, or of all time; `None` when no step decides.
    fn of(steps: &'s [Step], on: Option<PartialDate>) -> Option<Self> {
        let has_come = |step: &&Step| {
            let by = |on: PartialDate| step.bounds.1.is_some_and(|last| last <= on.earliest());
            on.is_none_or(by)
        };
        let may_have_come = |step: &&Step| {
            let by = |on: PartialDate| step.bounds.0.is_none_or(|first| first <= on.latest());
            on.is_none_or(by)
        };
        let steps = steps.iter().filter(|step| step.effect != Effect::Nothing);
        let (planned, steps): (Vec<&Step>, Vec<&Step>) = steps.partition(|step| step.is_planned);
        let (come, open): (Vec<&Step>, Vec<&Step>) = steps.into_iter().partition(has_come);
        let leads = |step: &&Step| matches!(step.effect, Effect::Leads(_));
        let at = come.iter().rposition(leads)?;
        let Effect::Leads(standing) = come[at].effect else {
            return None;
        };
        let follows = |step: &&Step| step.follows.contains(&come[at].entity);
        Some(Self {
            decisive: come[at],
            standing,
            earlier: come[..at].to_vec(),
            later: come[at + 1..].to_vec(),
            uncertain: open.into_iter().filter(may_have_come).collect(),
            expected: planned.into_iter().filter(follows).collect(),
        })
    }

    fn told(&self, seen: GraphView<'_>, offense: &str) -> Standing {
        let words = |steps: &[&Step]| -> String {
            let words: Vec<String> = steps.iter().map(|step| step.words(seen)).collect();
            words.join(", ")
        };
        let mut text = capitalized(&self.decisive.words(seen));
        text.push_str(offense);
        if !self.later.is_empty() {
            text.push_str(&format!("; since then {}", words(&self.later)));
        }
        if !self.uncertain.is_empty() {
            text.push_str(&format!("; perhaps by then {}", words(&self.uncertain)));
        }
        if !self.expected.is_empty() {
            text.push_str(&format!("; expected to be {}", words(&self.expected)));
        }
        if !self.earlier.is_empty() {
            let newest_first: Vec<&Step> = self.earlier.iter().rev().copied().collect();
            text.push_str(&format!("; before that {}", words(&newest_first)));
        }
        let rests_on = self.later.iter().chain([&self.decisive]);
        let mut claims: Vec<ClaimIx> = rests_on
            .flat_map(|step| step.claims.iter().copied())
            .collect();
        claims.sort_unstable();
        claims.dedup();
        Standing {
            standing: self.standing,
            since: self.decisive.date,
            is_contested: self.decisive.is_contested,
            text: text + ".",
            claims,
        }
    }
}

impl Step {
    /// Returns the step in words, such as `case dismissed in July 2024 (new charges are ruled out)`.
    fn words(&self, seen: GraphView<'_>) -> String {
        let ontology = seen.graph().ontology();
        let effects = self.kinds.iter().filter_map(|&kind| {
            Some(match ontology.procedure()?.effect(kind) {
                Effect::Leads(standing) => ontology.standing(*standing).text.as_str(),
                Effect::Told(words) => words.as_str(),
                Effect::Nothing => return None,
            })
        });
        let mut words: Vec<&str> = effects.collect();
        words.dedup();
        let mut text = words.join(" or, as another source has it, ");
        match (self.date, self.not_after) {
            (Some(date), _) if date.day().is_some() => {
                text.push_str(&format!(" on {}", date_in_words(date)));
            }
            (Some(date), _) => text.push_str(&format!(" in {}", date_in_words(date))),
            (None, Some(by)) => text.push_str(&format!(" by {}", date_in_words(by))),
            (None, None) => {}
        }
        let mut remarks = Vec::new();
        if self.is_contested {
            remarks.push("sources differ");
        }
        match self.bars_new_charges {
            Some(true) => remarks.push("new charges are ruled out"),
            Some(false) => remarks.push("new charges are possible"),
            None => {}
        }
        if !remarks.is_empty() {
            text.push_str(&format!(" ({})", remarks.join(", ")));
        }
        text
    }
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}
