//! Where can a person stand in a legal case, and which steps does the ontology say decide it?

use super::super::reserved;
use super::mentions::Declared;
use super::story::Reader;
use crate::document::{Entry, Item, Row, Rule, Words};
use crate::ontology::{
    AttributeId, Effect, Enumeration, Procedure, RelationId, Standing, StandingId, TypeId,
    ValueType,
};

/// The name of the table.
pub(super) const PROCEDURE: &str = "procedure";

/// What a diagnostic calls the table.
const OWNER: &str = "the procedure";

/// The most standings that an ontology may declare.
const MOST_STANDINGS: usize = u16::MAX as usize - reserved::STANDINGS.len();

/// The steps of legal cases while the roles that rows play in them are read.
#[derive(Clone, Copy)]
struct Steps<'t> {
    row: Row<'t>,
    declared: Declared<'t>,
    step: TypeId,
}

impl Reader {
    pub(super) fn standings(&mut self, root: Row<'_>) -> Vec<Standing> {
        let mut standings = reserved::standings();
        for (entry, row) in self.rows_up_to(root, "standing", MOST_STANDINGS) {
            match self.standing(entry, row) {
                Some(standing) => standings.push(standing),
                None => {
                    self.broken.insert(entry.key.to_owned());
                }
            }
        }
        standings
    }

    fn standing(&mut self, entry: Entry<'_>, row: Row<'_>) -> Option<Standing> {
        self.known_keys(row, &["description", "text"]);
        let owner = format!("the standing `{}`", entry.key);
        let description = self.description(row, "description", &owner);
        let text = row.required("text", &owner, &mut self.findings);
        let text = text.and_then(|item| item.text(Words::Name, &mut self.findings));
        let key = self.key_of(entry)?;
        self.spell_standing(entry.key_span, &key);
        Some(Standing {
            key,
            description,
            text: text?,
        })
    }

    /// Returns the procedure; a wrong one is noted as broken.
    pub(super) fn procedure(&mut self, root: Row<'_>, declared: Declared<'_>) -> Option<Procedure> {
        let item = root.item(PROCEDURE)?;
        let procedure = self.procedure_in(item, declared);
        if procedure.is_none() {
            self.broken.insert(PROCEDURE.to_owned());
        }
        procedure
    }

    fn procedure_in(&mut self, item: Item<'_>, declared: Declared<'_>) -> Option<Procedure> {
        let Some(row) = item.row() else {
            let help = "write `[procedure]`, and its keys below";
            self.findings
                .push(item.mismatch("a table `[procedure]`").help(help));
            return None;
        };
        self.known_keys(
            row,
            &[
                "step",
                "kind",
                "date",
                "not-before",
                "not-after",
                "case",
                "concerns",
                "follows",
                "bars-new-charges",
                "standings",
                "told",
            ],
        );
        let step = row.required("step", OWNER, &mut self.findings)?;
        let step = self.type_in(&declared.names.types, step)?;
        let steps = Steps {
            row,
            declared,
            step,
        };
        let kind = self.step_attribute(steps, "kind", "enum");
        let date = self.step_attribute(steps, "date", "date");
        let not_before = self.optional_step_attribute(steps, "not-before", "date");
        let not_after = self.optional_step_attribute(steps, "not-after", "date");
        let case = self.step_relation(steps, "case");
        let concerns = self.step_relation(steps, "concerns");
        let follows = self.chain_of_steps(steps);
        let bars_new_charges = self.optional_step_attribute(steps, "bars-new-charges", "boolean");
        Some(Procedure {
            step,
            kind: kind?,
            date: date?,
            not_before,
            not_after,
            case: case?,
            concerns: concerns?,
            follows: follows?,
            bars_new_charges,
            effects: self.effects(steps, kind?),
        })
    }

    fn step_attribute(
        &mut self,
        steps: Steps<'_>,
        role: &str,
        value_type: &str,
    ) -> Option<AttributeId> {
        let item = steps.row.required(role, OWNER, &mut self.findings)?;
        self.attribute_on(steps.declared, item, value_type, steps.step)
    }

    fn optional_step_attribute(
        &mut self,
        steps: Steps<'_>,
        role: &str,
        value_type: &str,
    ) -> Option<AttributeId> {
        let item = steps.row.item(role)?;
        self.attribute_on(steps.declared, item, value_type, steps.step)
    }

    fn step_relation(&mut self, steps: Steps<'_>, role: &str) -> Option<RelationId> {
        let item = steps.row.required(role, OWNER, &mut self.findings)?;
        self.relation_in(steps.declared, item, steps.step)
    }

    /// Returns the relation that leads from a step to an earlier one.
    fn chain_of_steps(&mut self, steps: Steps<'_>) -> Option<RelationId> {
        let id = self.step_relation(steps, "follows")?;
        let ontology = steps.declared.ontology;
        let to = ontology.relation(id).to;
        let leads_to_steps = ontology.is_a(steps.step, to);
        if !leads_to_steps && let Some(item) = steps.row.item("follows") {
            let name = |id| &ontology.entity_type(id).name;
            let message = format!(
                "this leads to `{}`, not to `{}`",
                name(to),
                name(steps.step)
            );
            let finding = item.finding(Rule::EndsDoNotFit, message);
            self.findings.push(finding.help("name another relation"));
        }
        leads_to_steps.then_some(id)
    }

    /// Returns what each kind of step decides.
    fn effects(&mut self, steps: Steps<'_>, kind: AttributeId) -> Vec<Effect> {
        let attribute = steps.declared.ontology.attribute(kind);
        let ValueType::Enumeration(kinds) = &attribute.value_type else {
            return Vec::new();
        };
        let mut effects = vec![Effect::Nothing; kinds.values.len()];
        for (entry, kind) in self.kinds_below(steps.row, "standings", kinds) {
            if let Some(standing) = self.standing_in(steps.declared, entry.item) {
                effects[kind] = Effect::Leads(standing);
            }
        }
        for (entry, kind) in self.kinds_below(steps.row, "told", kinds) {
            let words = entry.item.text(Words::Name, &mut self.findings);
            if effects[kind] != Effect::Nothing {
                let message = "steps of this kind lead to a standing, which tells of them";
                let finding = entry.finding(Rule::WrongValue, message);
                let help = "delete it here, or in the table `standings`";
                self.findings.push(finding.help(help));
            } else if let Some(words) = words {
                effects[kind] = Effect::Told(words);
            }
        }
        effects
    }

    /// Returns the entries of a table whose keys are kinds of step, each with the kind's position.
    pub(super) fn kinds_below<'t>(
        &mut self,
        row: Row<'t>,
        table: &str,
        kinds: &Enumeration,
    ) -> Vec<(Entry<'t>, usize)> {
        let Some(item) = row.item(table) else {
            return Vec::new();
        };
        let Some(row) = item.row() else {
            self.findings.push(item.mismatch("a table of kinds"));
            return Vec::new();
        };
        let entries = row.entries();
        entries
            .filter_map(|entry| {
                let position = kinds.position(entry.key);
                if position.is_none() {
                    let message = format!("no step is of the kind `{}`", entry.key);
                    let names = kinds.values.iter().map(|value| value.key.as_str());
                    let finding = entry
                        .finding(Rule::UnknownEnumValue, message)
                        .help("add it to the values of the enumeration")
                        .maybe_help(self.likeness.suggest(entry.key, names));
                    self.findings.push(finding);
                }
                position.map(|position| (entry, position))
            })
            .collect()
    }

    /// Returns the standing that a value names, or tells that no step can lead there.
    fn standing_in(&mut self, declared: Declared<'_>, item: Item<'_>) -> Option<StandingId> {
        let name = item.string("the name of a standing", &mut self.findings)?;
        let standings = &declared.names.standings;
        let id = standings.get(name).copied();
        let id = id.filter(|&id| id != StandingId::ACCUSED);
        if id.is_none() && !self.broken.contains(name) {
            let message = format!("no step can lead to the standing `{name}`");
            let others = standings.keys().map(String::as_str);
            let others = others.filter(|other| *other != name);
            let finding = item
                .finding(Rule::UnknownStanding, message)
                .help(match standings.contains_key(name) {
                    true => "this one is for those about whom no step is known".to_owned(),
                    false => format!("declare it as `[standing.{name}]`"),
                })
                .maybe_help(self.likeness.suggest(name, others));
            self.findings.push(finding);
        }
        id
    }
}
