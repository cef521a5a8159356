//! Which row does another row of the ontology mention?

use super::story::Reader;
use crate::document::{Item, Rule};
use crate::ontology::{
    AttributeId, Direction, Names, Ontology, Predicate, RelationId, TypeId, ValueType,
};
use std::collections::HashMap;

/// The rows that can be mentioned.
#[derive(Debug, Clone, Copy)]
pub(super) struct Declared<'o> {
    pub(super) ontology: &'o Ontology,
    pub(super) names: &'o Names,
}

impl Declared<'_> {
    /// Returns the concrete types of what stands at the near end of an attribute or relation.
    pub(super) fn types_at(&self, predicate: Predicate) -> Vec<TypeId> {
        let concrete = |id: TypeId| self.ontology.entity_type(id).concrete.iter().copied();
        match predicate {
            Predicate::Attribute(id) => {
                let on = &self.ontology.attribute(id).on;
                on.iter().flat_map(|&on| concrete(on)).collect()
            }
            Predicate::Relation(id, direction) => {
                concrete(self.ontology.relation(id).ends_towards(direction).0).collect()
            }
        }
    }

    /// Returns whether something may stand at the near ends of both.
    pub(super) fn may_meet(&self, one: Predicate, other: Predicate) -> bool {
        let types = self.types_at(one);
        self.types_at(other).iter().any(|id| types.contains(id))
    }
}

impl Reader {
    /// Returns the type that a value names, or tells that there is none.
    pub(super) fn type_in(
        &mut self,
        types: &HashMap<String, TypeId>,
        item: Item<'_>,
    ) -> Option<TypeId> {
        let name = item.string("the name of a type", &mut self.findings)?;
        let id = types.get(name).copied();
        if id.is_none() && !self.broken.contains(name) {
            let message = format!("no type is called `{name}`");
            let known = types.keys().map(String::as_str);
            let finding = item
                .finding(Rule::UnknownEnd, message)
                .help(format!("declare it as `[type.{name}]`"))
                .maybe_help(self.likeness.suggest(name, known));
            self.findings.push(finding);
        }
        id
    }

    /// Returns the attribute or relation that a value names, or tells that there is none.
    pub(super) fn predicate_in(&mut self, names: &Names, item: Item<'_>) -> Option<Predicate> {
        let expected = "the name of an attribute or relation";
        let name = item.string(expected, &mut self.findings)?;
        if self.broken.contains(name) {
            return None;
        }
        let predicate = names.predicates.get(name).copied();
        if predicate.is_none() {
            let message = format!("no attribute or relation is called `{name}`");
            let known = names.predicates.keys().map(String::as_str);
            let help = format!("declare it as `[attribute.{name}]` or `[relation.{name}]`");
            let finding = item
                .finding(Rule::UnknownPredicate, message)
                .help(help)
                .maybe_help(self.likeness.suggest(name, known));
            self.findings.push(finding);
        }
        predicate
    }

    /// Returns the attribute that a value names, when it is of one of these value types; tells it
    /// otherwise.
    pub(super) fn attribute_in(
        &mut self,
        declared: Declared<'_>,
        item: Item<'_>,
        value_types: &[&str],
    ) -> Option<AttributeId> {
        let Predicate::Attribute(id) = self.predicate_in(declared.names, item)? else {
            let message = "this is a relation, and an attribute is wanted";
            let help = "name an attribute";
            self.findings
                .push(item.finding(Rule::UnknownPredicate, message).help(help));
            return None;
        };
        let value_type = &declared.ontology.attribute(id).value_type;
        let fits = self.value_type_fits(item, value_type, value_types);
        fits.then_some(id)
    }

    /// Returns the attribute that a value names, when entities of a type may have it as well.
    pub(super) fn attribute_on(
        &mut self,
        declared: Declared<'_>,
        item: Item<'_>,
        value_type: &str,
        on: TypeId,
    ) -> Option<AttributeId> {
        let id = self.attribute_in(declared, item, &[value_type])?;
        let attribute = declared.ontology.attribute(id);
        let has = declared.ontology.has_attribute(on, attribute);
        if !has {
            let wanted = &declared.ontology.entity_type(on).name;
            let message = format!("`{}` is not for `{wanted}`", attribute.key);
            let help = format!("add `{wanted}` to its `on`, or name another attribute");
            self.findings
                .push(item.finding(Rule::AttributeDoesNotFit, message).help(help));
        }
        has.then_some(id)
    }

    /// Returns whether a value type is one of those that are wanted, or tells that it is none.
    pub(super) fn value_type_fits(
        &mut self,
        item: Item<'_>,
        value_type: &ValueType,
        wanted: &[&str],
    ) -> bool {
        let found = value_type.name();
        let fits = wanted.contains(&found);
        if !fits {
            let wanted = wanted.join("` or `");
            let message = format!("this is of the type `{found}`, and `{wanted}` is wanted");
            let finding = item.finding(Rule::ValueTypeDoesNotFit, message);
            self.findings
                .push(finding.help("name another one, or correct its `type`"));
        }
        fits
    }

    /// Returns the relation that a value names at the end where its subjects of this type are, or
    /// tells that there is none.
    pub(super) fn relation_in(
        &mut self,
        declared: Declared<'_>,
        item: Item<'_>,
        from: TypeId,
    ) -> Option<RelationId> {
        let Predicate::Relation(id, direction) = self.predicate_in(declared.names, item)? else {
            let message = "this is an attribute, and a relation is wanted";
            let help = "name a relation";
            self.findings
                .push(item.finding(Rule::UnknownPredicate, message).help(help));
            return None;
        };
        let relation = declared.ontology.relation(id);
        let (message, help) = if direction == Direction::Inverse {
            let key = &relation.key;
            let message = "this is the name of the relation at its other end".to_owned();
            (message, format!("write its own name: `{key}`"))
        } else if !declared.ontology.is_a(from, relation.from) {
            let name = |id| &declared.ontology.entity_type(id).name;
            let (found, wanted) = (name(relation.from), name(from));
            let message = format!("this leads from `{found}`, not from `{wanted}`");
            (message, "name another relation".to_owned())
        } else {
            return Some(id);
        };
        self.findings
            .push(item.finding(Rule::EndsDoNotFit, message).help(help));
        None
    }
}
