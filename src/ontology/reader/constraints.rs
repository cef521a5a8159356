//! Which constraints does the ontology declare?

use super::mentions::Declared;
use super::procedure::PROCEDURE;
use super::story::Reader;
use crate::document::{Entry, Item, Row, Rule, Severity};
use crate::ontology::{
    Constraint, ConstraintKind, Direction, Enumeration, Limit, Ontology, Predicate, Qualifier,
    ValueType,
};

/// The kinds of constraint, each with the keys that only it has.
const KINDS: [(&str, &[&str]); 6] = [
    ("step-order", &["after"]),
    ("earlier-step", &["step", "needs"]),
    ("end", &["end", "date", "acts"]),
    ("exclusive", &["of"]),
    ("required-qualifier", &["of", "qualifier"]),
    ("range", &["of", "qualifier", "minimum", "maximum"]),
];

/// The keys that every constraint has.
const COMMON_KEYS: [&str; 3] = ["severity", "description", "kind"];

/// The most constraints that an ontology may declare.
const MOST_CONSTRAINTS: usize = u16::MAX as usize;

/// The value types whose values have an order.
const ORDERED: [&str; 4] = ["integer", "decimal", "money", "date"];

/// A row while it is read.
#[derive(Clone, Copy)]
struct Constrained<'t> {
    row: Row<'t>,
    owner: &'t str,
    declared: Declared<'t>,
}

impl Reader {
    pub(super) fn constraints(&mut self, root: Row<'_>, declared: Declared<'_>) -> Vec<Constraint> {
        let rows = self.rows_up_to(root, "constraint", MOST_CONSTRAINTS);
        rows.into_iter()
            .filter_map(|(entry, row)| self.constraint(entry, row, declared))
            .collect()
    }

    fn constraint(
        &mut self,
        entry: Entry<'_>,
        row: Row<'_>,
        declared: Declared<'_>,
    ) -> Option<Constraint> {
        let owner = &format!("the constraint `{}`", entry.key);
        let constrained = Constrained {
            row,
            owner,
            declared,
        };
        let key = self.key_of(entry);
        let description = self.description(row, "description", owner);
        let severity = self.severity(row, owner);
        let item = row.required("kind", owner, &mut self.findings)?;
        let names = || KINDS.into_iter().map(|(name, _)| name);
        let kind = item.one_of(names, &mut self.likeness, &mut self.findings)?;
        let own = KINDS.into_iter().find(|(name, _)| *name == kind)?.1;
        self.known_keys(row, &[&COMMON_KEYS, own].concat());
        let kind = match kind {
            "step-order" => self.step_order(constrained),
            "earlier-step" => self.earlier_step(constrained),
            "end" => self.end_of_acts(constrained),
            "exclusive" => self.exclusive(constrained),
            "required-qualifier" => self.required_qualifier(constrained),
            _ => self.range(constrained),
        };
        Some(Constraint {
            key: key?,
            severity: severity?,
            description,
            kind: kind?,
        })
    }

    fn severity(&mut self, row: Row<'_>, owner: &str) -> Option<Severity> {
        let item = row.required("severity", owner, &mut self.findings)?;
        let names = || Severity::ALL.iter().map(|severity| severity.name());
        let name = item.one_of(names, &mut self.likeness, &mut self.findings)?;
        Severity::ALL.into_iter().find(|it| it.name() == name)
    }

    fn step_order(&mut self, it: Constrained<'_>) -> Option<ConstraintKind> {
        let kinds = self.kinds_of_steps(it)?;
        let mut after = vec![None; kinds.values.len()];
        for (entry, kind) in self.kinds_below(it.row, "after", kinds) {
            after[kind] = Some(self.kinds_in(entry.item, kinds));
        }
        Some(ConstraintKind::StepOrder { after })
    }

    fn earlier_step(&mut self, it: Constrained<'_>) -> Option<ConstraintKind> {
        let kinds = self.kinds_of_steps(it)?;
        let step = it.row.required("step", it.owner, &mut self.findings);
        let needs = it.row.required("needs", it.owner, &mut self.findings);
        Some(ConstraintKind::EarlierStep {
            kinds: self.kinds_in(step?, kinds),
            needs: self.kinds_in(needs?, kinds),
        })
    }

    /// Returns the kinds of step that the procedure knows, or tells that there is no procedure.
    fn kinds_of_steps<'t>(&mut self, it: Constrained<'t>) -> Option<&'t Enumeration> {
        let Some(procedure) = it.declared.ontology.procedure() else {
            if self.broken.contains(PROCEDURE) {
                return None;
            }
            let message = format!("{} is about steps, and there are none", it.owner);
            let help = "declare with `[procedure]` how the steps of legal cases are told";
            let finding = it.row.finding(Rule::MissingKey, message);
            self.findings.push(finding.help(help));
            return None;
        };
        match &it.declared.ontology.attribute(procedure.kind).value_type {
            ValueType::Enumeration(kinds) => Some(kinds),
            _ => None,
        }
    }

    /// Returns the kinds of step that a value names.
    fn kinds_in(&mut self, item: Item<'_>, kinds: &Enumeration) -> Vec<u16> {
        let names = || kinds.values.iter().map(|value| value.key.as_str());
        let items = item.one_or_many();
        items
            .filter_map(|item| {
                let name = item.one_of(names, &mut self.likeness, &mut self.findings)?;
                u16::try_from(kinds.position(name)?).ok()
            })
            .collect()
    }

    fn end_of_acts(&mut self, it: Constrained<'_>) -> Option<ConstraintKind> {
        let end = it.row.required("end", it.owner, &mut self.findings);
        let end = end.and_then(|item| {
            let end = self.predicate_in(it.declared.names, item)?;
            if let Predicate::Attribute(_) = end {
                self.attribute_in(it.declared, item, &["date"])?;
            }
            Some(end)
        });
        let date = it.row.item("date");
        let date = date.and_then(|item| self.attribute_in(it.declared, item, &["date"]));
        let acts = it.row.required("acts", it.owner, &mut self.findings)?;
        let end = end?;
        let acts = acts.one_or_many();
        let acts = acts.filter_map(|item| self.meeting(it, item, end));
        Some(ConstraintKind::End {
            end,
            date,
            acts: acts.collect(),
        })
    }

    /// Returns what a value names, or tells that nothing can stand at its near end and at that of
    /// the other as well.
    fn meeting(
        &mut self,
        it: Constrained<'_>,
        item: Item<'_>,
        other: Predicate,
    ) -> Option<Predicate> {
        let predicate = self.predicate_in(it.declared.names, item)?;
        let meets = it.declared.may_meet(predicate, other);
        if !meets {
            let message = "nothing can have both this and what the constraint is about";
            let help = "take it out, or name it as it is seen from its other end";
            let finding = item.finding(Rule::EndsDoNotFit, message);
            self.findings.push(finding.help(help));
        }
        meets.then_some(predicate)
    }

    /// Returns what has one answer at a time: what the row names, or all that is declared so.
    fn exclusive(&mut self, it: Constrained<'_>) -> Option<ConstraintKind> {
        let Some(item) = it.row.item("of") else {
            let of = exclusive_answers(it.declared.ontology);
            return Some(ConstraintKind::Exclusive { of });
        };
        let mut of = Vec::new();
        for item in item.one_or_many() {
            let Some(predicate) = self.predicate_in(it.declared.names, item) else {
                continue;
            };
            let is_named = |other: &Predicate| match (predicate, *other) {
                (Predicate::Relation(id, _), Predicate::Relation(other, _)) => id == other,
                (id, other) => id == other,
            };
            let mut answers = exclusive_answers(it.declared.ontology);
            answers.retain(is_named);
            if answers.is_empty() {
                let message = "this is not declared to have one answer at a time";
                let finding = item.finding(Rule::WrongValue, message);
                let help = "write `exclusive` in its own row, or take it out";
                self.findings.push(finding.help(help));
            }
            of.append(&mut answers);
        }
        Some(ConstraintKind::Exclusive { of })
    }

    fn required_qualifier(&mut self, it: Constrained<'_>) -> Option<ConstraintKind> {
        let of = it.row.required("of", it.owner, &mut self.findings);
        let qualifier = it.row.required("qualifier", it.owner, &mut self.findings);
        let of = self.predicate_in(it.declared.names, of?)?;
        let (qualifier, _) = self.qualifier_in(it, qualifier?, of)?;
        Some(ConstraintKind::RequiredQualifier { of, qualifier })
    }

    /// Returns the qualifier that a value names, or tells that there is none.
    fn qualifier_in<'t>(
        &mut self,
        it: Constrained<'t>,
        item: Item<'_>,
        of: Predicate,
    ) -> Option<(u8, &'t Qualifier)> {
        let qualifiers = it.declared.ontology.qualifiers(of);
        let name = item.string("the name of a qualifier", &mut self.findings)?;
        let mut numbered = (0..=u8::MAX).zip(qualifiers);
        let found = numbered.find(|(_, qualifier)| qualifier.key.as_str() == name);
        if found.is_none() {
            let message = format!("there is no qualifier `{name}`");
            let known = qualifiers.iter().map(|qualifier| qualifier.key.as_str());
            let finding = item
                .finding(Rule::UnknownQualifier, message)
                .help("declare it below the attribute or relation")
                .maybe_help(self.likeness.suggest(name, known));
            self.findings.push(finding);
        }
        found
    }

    fn range(&mut self, it: Constrained<'_>) -> Option<ConstraintKind> {
        let of_item = it.row.required("of", it.owner, &mut self.findings)?;
        let of = self.predicate_in(it.declared.names, of_item)?;
        let ontology = it.declared.ontology;
        let (item, qualifier, value_type) = match (it.row.item("qualifier"), of) {
            (Some(item), _) => {
                let (position, qualifier) = self.qualifier_in(it, item, of)?;
                (item, Some(position), &qualifier.value_type)
            }
            (None, Predicate::Attribute(id)) => (of_item, None, &ontology.attribute(id).value_type),
            (None, Predicate::Relation(..)) => {
                let message = "a relation has no value of its own";
                let help = "name with `qualifier` what holds the value";
                let finding = of_item.finding(Rule::ValueTypeDoesNotFit, message);
                self.findings.push(finding.help(help));
                return None;
            }
        };
        if !self.value_type_fits(item, value_type, &ORDERED) {
            return None;
        }
        let sides = ["minimum", "maximum"].map(|key| it.row.item(key));
        if sides.iter().all(Option::is_none) {
            let message = format!("{} needs the key `minimum` or `maximum`", it.owner);
            let finding = it.row.finding(Rule::MissingKey, message);
            let help = "write the least or the greatest value that is welcome";
            self.findings.push(finding.help(help));
        }
        let [minimum, maximum] =
            sides.map(|item| item.and_then(|item| self.limit(it, item, of, value_type)));
        Some(ConstraintKind::Range {
            of,
            qualifier,
            minimum,
            maximum,
        })
    }

    /// Returns where a limit is told; a value that stands there is read with those of claims.
    fn limit(
        &mut self,
        it: Constrained<'_>,
        item: Item<'_>,
        of: Predicate,
        value_type: &ValueType,
    ) -> Option<Limit> {
        let Some(row) = item.row() else {
            return Some(Limit::Written);
        };
        self.known_keys(row, &["attribute"]);
        let item = row.required("attribute", "a limit", &mut self.findings)?;
        let id = self.attribute_in(it.declared, item, &[value_type.name()])?;
        self.meeting(it, item, of)?;
        Some(Limit::Attribute(id))
    }
}

/// Returns all that is declared to have one answer at a time.
fn exclusive_answers(ontology: &Ontology) -> Vec<Predicate> {
    let attributes = ontology.attributes_with_ids();
    let attributes = attributes.filter(|(_, attribute)| attribute.exclusive);
    let attributes = attributes.map(|(id, _)| Predicate::Attribute(id));
    let relations = ontology.relations_with_ids().flat_map(|(id, relation)| {
        let exclusive = |direction: &Direction| relation.is_exclusive_towards(*direction);
        let directions = Direction::BOTH.into_iter().filter(exclusive);
        directions.map(move |direction| Predicate::Relation(id, direction))
    });
    attributes.chain(relations).collect()
}
