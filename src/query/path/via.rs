//! Which way may a path go on from where it came to?
//!
//! A regular path expression becomes a deterministic automaton, so that each path is found in one
//! way only: first one with empty moves (Thompson), then its sets of states.

use super::expression::{Expression, Step, ViaError, ViaProblem, parse};
use crate::ontology::{Ontology, RelationId};
use std::collections::{BTreeMap, BTreeSet};

/// The most states of an automaton, of either kind.
const MAX_STATES: usize = 256;

/// A state of an automaton; the first is where a path begins.
pub(super) type State = u16;

/// A regular path expression, ready to be followed.
#[derive(Debug, Clone)]
pub struct Via {
    text: String,
    /// Where each step leads from each state, in ascending order of the steps.
    next: Vec<Vec<(Step, State)>>,
    /// From which states each step leads to a state, in ascending order of the steps.
    before: Vec<Vec<(Step, State)>>,
    /// The states in which a path may end.
    ends: Vec<State>,
}

impl Via {
    /// Reads an expression over the relations of an ontology.
    ///
    /// # Errors
    /// When it is none, names a relation that there is not, or is too involved.
    pub fn parse(ontology: &Ontology, text: &str) -> Result<Self, ViaError> {
        let expression = parse(ontology, text)?;
        let too_involved = || ViaError {
            column: 1,
            problem: ViaProblem::TooInvolved,
        };
        let drawn = Draft::of(&expression).ok_or_else(too_involved)?;
        drawn.determined(text).ok_or_else(too_involved)
    }

    /// Returns the expression as it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns whether the expression names a relation, seen from either end.
    pub(super) fn names(&self, relation: RelationId) -> bool {
        let mut steps = self.next.iter().flatten();
        steps.any(|((of, _), _)| *of == relation)
    }

    /// Returns the states in which a path may end.
    pub(super) fn ends(&self) -> &[State] {
        &self.ends
    }

    /// Returns where a step leads from a state.
    pub(super) fn next(&self, state: State, step: Step) -> Option<State> {
        let steps = &self.next[usize::from(state)];
        let at = steps.binary_search_by_key(&step, |(of, _)| *of).ok()?;
        Some(steps[at].1)
    }

    /// Returns the states from which a step leads to a state.
    pub(super) fn before(&self, state: State, step: Step) -> impl Iterator<Item = State> {
        let steps = &self.before[usize::from(state)];
        let first = steps.partition_point(|(of, _)| *of < step);
        let same = steps[first..].iter().take_while(move |(of, _)| *of == step);
        same.map(|(_, before)| *before)
    }
}

/// An automaton with empty moves; it begins in the first state and ends in the second.
#[derive(Default)]
struct Draft {
    moves: Vec<Vec<usize>>,
    steps: Vec<Vec<(Step, usize)>>,
}

impl Draft {
    /// Returns the automaton of an expression; `None` when it has too many states.
    fn of(expression: &Expression) -> Option<Self> {
        let mut draft = Self::default();
        let (start, end) = (draft.state()?, draft.state()?);
        draft.draw(expression, start, end)?;
        Some(draft)
    }

    fn state(&mut self) -> Option<usize> {
        self.moves.push(Vec::new());
        self.steps.push(Vec::new());
        (self.moves.len() <= MAX_STATES).then(|| self.moves.len() - 1)
    }

    /// Draws an expression between two states.
    fn draw(&mut self, expression: &Expression, start: usize, end: usize) -> Option<()> {
        match expression {
            Expression::Step(step) => self.steps[start].push((*step, end)),
            Expression::Alternative(branches) => {
                for branch in branches {
                    self.draw(branch, start, end)?;
                }
            }
            Expression::Sequence(parts) => {
                let mut at = start;
                for part in parts {
                    at = self.draw_behind(part, at)?;
                }
                self.moves[at].push(end);
            }
            Expression::Repetition(repeated, least, most) => {
                let mut at = start;
                for _ in 0..*least {
                    at = self.draw_behind(repeated, at)?;
                }
                match most {
                    Some(most) => {
                        for _ in *least..*most {
                            self.moves[at].push(end);
                            at = self.draw_behind(repeated, at)?;
                        }
                    }
                    None => {
                        // A state of its own, so that no way leads back into what stands before.
                        let turn = self.state()?;
                        self.moves[at].push(turn);
                        let again = self.draw_behind(repeated, turn)?;
                        self.moves[again].push(turn);
                        at = turn;
                    }
                }
                self.moves[at].push(end);
            }
        }
        Some(())
    }

    /// Draws an expression from a state to another of its own, and returns that one.
    fn draw_behind(&mut self, expression: &Expression, start: usize) -> Option<usize> {
        let (inside, end) = (self.state()?, self.state()?);
        self.moves[start].push(inside);
        self.draw(expression, inside, end)?;
        Some(end)
    }

    /// Returns the deterministic automaton that follows the same ways; `None` when it has too many
    /// states.
    fn determined(&self, text: &str) -> Option<Via> {
        let start = self.closed(BTreeSet::from([0]));
        let mut numbers = BTreeMap::from([(start.clone(), 0)]);
        let mut sets = vec![start];
        let mut next: Vec<Vec<(Step, State)>> = Vec::new();
        let mut before: Vec<Vec<(Step, State)>> = vec![Vec::new()];
        while next.len() < sets.len() {
            let mut steps: BTreeMap<Step, BTreeSet<usize>> = BTreeMap::new();
            for &state in &sets[next.len()] {
                for &(step, to) in &self.steps[state] {
                    steps.entry(step).or_default().insert(to);
                }
            }
            let from = narrow(next.len())?;
            let mut row = Vec::new();
            for (step, reached) in steps {
                let reached = self.closed(reached);
                let to = match numbers.get(&reached) {
                    Some(&to) => to,
                    None => {
                        let to = narrow(sets.len())?;
                        numbers.insert(reached.clone(), to);
                        sets.push(reached);
                        before.push(Vec::new());
                        to
                    }
                };
                row.push((step, to));
                before[usize::from(to)].push((step, from));
            }
            next.push(row);
        }
        before.iter_mut().for_each(|steps| steps.sort_unstable());
        let ends = sets.iter().zip(0..).filter(|(set, _)| set.contains(&1));
        Some(Via {
            text: text.to_owned(),
            ends: ends.map(|(_, state)| state).collect(),
            next,
            before,
        })
    }

    /// Returns some states with those that empty moves reach from them.
    fn closed(&self, mut states: BTreeSet<usize>) -> BTreeSet<usize> {
        let mut open: Vec<usize> = states.iter().copied().collect();
        while let Some(state) = open.pop() {
            open.extend(self.moves[state].iter().filter(|&&to| states.insert(to)));
        }
        states
    }
}

fn narrow(state: usize) -> Option<State> {
    (state < MAX_STATES).then(|| State::try_from(state).ok())?
}
