//! Which attributes and relations does the ontology declare?

use super::story::Reader;
use super::types::Types;
use crate::document::{Diagnostic, Entry, Row, Rule};
use crate::ontology::{Attribute, Direction, Key, Qualifier, Relation, TypeId, ValueType};

/// What the reading of attributes and relations needs to know.
#[derive(Debug, Clone, Copy)]
pub(super) struct Predicates<'a> {
    pub(super) types: &'a Types,
}

/// The most attributes and the most relations that an ontology may declare.
const MOST_ROWS: usize = u16::MAX as usize;

/// The most qualifiers that an attribute or relation may have.
const MOST_QUALIFIERS: usize = u8::MAX as usize;

impl Reader {
    pub(super) fn attributes(&mut self, root: Row<'_>, known: Predicates<'_>) -> Vec<Attribute> {
        let rows = self.rows_up_to(root, "attribute", MOST_ROWS);
        rows.into_iter()
            .filter_map(|(entry, row)| {
                let attribute = self.attribute(entry, row, known);
                if attribute.is_none() {
                    self.broken.insert(entry.key.to_owned());
                }
                attribute
            })
            .collect()
    }

    fn attribute(
        &mut self,
        entry: Entry<'_>,
        row: Row<'_>,
        known: Predicates<'_>,
    ) -> Option<Attribute> {
        self.known_keys(
            row,
            &[
                "on",
                "type",
                "values",
                "plural",
                "naming",
                "reason",
                "exclusive",
                "description",
                "qualifier",
            ],
        );
        let owner = format!("the attribute `{}`", entry.key);
        let description = self.description(row, "description", &owner);
        let on = self.types_in(row, "on", &owner, known);
        let value_type = self.value_type(row, &owner);
        let plural = row.item("plural");
        let plural = plural.map(|item| (item.span, self.key_in(item)));
        let naming = self.flag(row, "naming");
        let reason = self.flag(row, "reason");
        let exclusive = self.exclusive_value(row, &owner);
        let key = self.key_of(entry);
        let qualifiers = self.qualifiers(row, entry.key, QualifierOwner::Attribute);
        let (key, value_type) = key.zip(value_type)?;
        if naming && value_type != ValueType::Text {
            let span = row.item("naming").map(|item| item.span);
            let message = format!("{owner} cannot name entities, because its type is not `text`");
            let finding = row.finding(Rule::NamingNotText, message);
            let help = "delete `naming`, or write `type = \"text\"`";
            self.findings
                .push(Diagnostic { span, ..finding }.help(help));
        }
        self.spell_predicate(entry.key_span, &key);
        if let Some((span, Some(plural))) = &plural {
            self.spell_predicate(*span, plural);
            self.spell_count(*span, &key);
        }
        if matches!(value_type, ValueType::Enumeration(_)) {
            self.spell_enumeration(entry.key_span, &key.to_type_prefix());
        }
        Some(Attribute {
            key,
            on: on?,
            value_type,
            plural: plural.and_then(|(_, key)| key),
            naming,
            reason,
            exclusive,
            description,
            qualifiers: qualifiers?,
        })
    }

    /// Returns whether an attribute has one value at a time, or tells that it has several.
    fn exclusive_value(&mut self, row: Row<'_>, owner: &str) -> bool {
        let exclusive = self.flag(row, "exclusive");
        if exclusive && let Some(plural) = row.item("plural") {
            let message = format!("{owner} has several values, so none of them excludes another");
            let help = "delete `plural`, or delete `exclusive`";
            self.findings
                .push(plural.finding(Rule::ExclusivePlural, message).help(help));
        }
        exclusive
    }

    pub(super) fn relations(&mut self, root: Row<'_>, known: Predicates<'_>) -> Vec<Relation> {
        let rows = self.rows_up_to(root, "relation", MOST_ROWS);
        rows.into_iter()
            .filter_map(|(entry, row)| {
                let relation = self.relation(entry, row, known);
                if relation.is_none() {
                    let inverse = row.item("inverse").and_then(|item| item.as_str());
                    self.broken.extend(inverse.map(str::to_owned));
                    self.broken.insert(entry.key.to_owned());
                }
                relation
            })
            .collect()
    }

    fn relation(
        &mut self,
        entry: Entry<'_>,
        row: Row<'_>,
        known: Predicates<'_>,
    ) -> Option<Relation> {
        self.known_keys(
            row,
            &[
                "from",
                "to",
                "inverse",
                "description",
                "inverse-description",
                "accusatory",
                "exclusive",
                "qualifier",
            ],
        );
        let owner = format!("the relation `{}`", entry.key);
        let description = self.description(row, "description", &owner);
        let inverse_description = self.description(row, "inverse-description", &owner);
        let from = self.end(row, "from", &owner, known);
        let to = self.end(row, "to", &owner, known);
        let accusatory = self.flag(row, "accusatory");
        let exclusive = self.exclusive_ends(row);
        let key = self.key_of(entry);
        if let Some(key) = &key {
            self.spell_predicate(entry.key_span, key);
            self.spell_pages(entry.key_span, key);
        }
        let inverse = self.inverse(row, &owner);
        let qualifiers = self.qualifiers(row, entry.key, QualifierOwner::Relation);
        Some(Relation {
            key: key?,
            inverse: inverse?,
            from: from?,
            to: to?,
            description,
            inverse_description,
            accusatory,
            exclusive,
            qualifiers: qualifiers?,
        })
    }

    /// Returns the directions in which one sees at most one other end.
    fn exclusive_ends(&mut self, row: Row<'_>) -> Vec<Direction> {
        let Some(item) = row.item("exclusive") else {
            return Vec::new();
        };
        let mut directions = Vec::new();
        for item in item.one_or_many() {
            match item.as_str() {
                Some("to") => directions.push(Direction::Forward),
                Some("from") => directions.push(Direction::Inverse),
                _ => {
                    let message = "this is not an end of the relation";
                    let help = "write `\"to\"` when a subject has one object at a time, `\"from\"` \
                                when an object has one subject, or a list of both";
                    self.findings
                        .push(item.finding(Rule::WrongValue, message).help(help));
                }
            }
        }
        directions
    }

    fn inverse(&mut self, row: Row<'_>, owner: &str) -> Option<Key> {
        let Some(item) = row.item("inverse") else {
            let message = format!("{owner} needs the key `inverse`");
            let help = "name it as it is seen from the other end: `inverse = \"armorers\"`";
            self.findings
                .push(row.finding(Rule::MissingInverse, message).help(help));
            return None;
        };
        let key = self.key_in(item)?;
        self.spell_predicate(item.span, &key);
        self.spell_pages(item.span, &key);
        Some(key)
    }

    fn end(
        &mut self,
        row: Row<'_>,
        key: &str,
        owner: &str,
        known: Predicates<'_>,
    ) -> Option<TypeId> {
        let item = row.required(key, owner, &mut self.findings)?;
        self.type_in(&known.types.by_name, item)
    }

    fn types_in(
        &mut self,
        row: Row<'_>,
        key: &str,
        owner: &str,
        known: Predicates<'_>,
    ) -> Option<Vec<TypeId>> {
        let item = row.required(key, owner, &mut self.findings)?;
        let items = item.one_or_many();
        if items.len() == 0 {
            let message = format!("{owner} needs at least one type in `{key}`");
            let help = "`Entity` means every type";
            self.findings
                .push(item.finding(Rule::WrongValue, message).help(help));
            return None;
        }
        let n_items = items.len();
        let types: Vec<_> = items
            .filter_map(|item| self.type_in(&known.types.by_name, item))
            .collect();
        (types.len() == n_items).then_some(types)
    }

    /// Returns the qualifiers of a row, or `None` when one of them is wrong.
    fn qualifiers(
        &mut self,
        row: Row<'_>,
        owner: &str,
        kind: QualifierOwner,
    ) -> Option<Vec<Qualifier>> {
        let rows = self.rows_up_to(row, "qualifier", MOST_QUALIFIERS);
        let n_rows = rows.len();
        let mut fields = Vec::new();
        let qualifiers: Vec<_> = rows
            .into_iter()
            .filter_map(|(entry, row)| {
                let qualifier = self.qualifier(entry, row, owner, kind)?;
                fields.push((entry.key_span, qualifier.key.clone()));
                Some(qualifier)
            })
            .collect();
        self.check_qualifier_names(row.document, &fields);
        (qualifiers.len() == n_rows).then_some(qualifiers)
    }

    fn qualifier(
        &mut self,
        entry: Entry<'_>,
        row: Row<'_>,
        owner: &str,
        kind: QualifierOwner,
    ) -> Option<Qualifier> {
        let known: &[&str] = match kind {
            QualifierOwner::Attribute => &["type", "values", "description"],
            QualifierOwner::Relation => &["type", "values", "description", "identifying"],
        };
        self.known_keys(row, known);
        let what = format!("the qualifier `{}`", entry.key);
        let description = self.description(row, "description", &what);
        let value_type = self.value_type(row, &what);
        let identifying = self.flag(row, "identifying");
        let (key, value_type) = self.key_of(entry).zip(value_type)?;
        if matches!(value_type, ValueType::Enumeration(_)) {
            let owner = Key::parse(owner)?.to_type_prefix();
            let type_name = owner + &key.to_type_prefix();
            self.spell_enumeration(entry.key_span, &type_name);
        }
        Some(Qualifier {
            key,
            value_type,
            description,
            identifying,
        })
    }

    pub(super) fn rows_up_to<'t>(
        &mut self,
        root: Row<'t>,
        table: &str,
        most: usize,
    ) -> Vec<(Entry<'t>, Row<'t>)> {
        let mut rows = self.rows(root, table);
        if let Some((entry, _)) = rows.get(most) {
            let message = format!("there are more than {most} of `{table}`");
            let help = "merge rows that are used alike";
            self.findings
                .push(entry.finding(Rule::TooManyRows, message).help(help));
            rows.truncate(most);
        }
        rows
    }
}

/// What has the qualifiers.
#[derive(Debug, Clone, Copy)]
enum QualifierOwner {
    Attribute,
    Relation,
}
