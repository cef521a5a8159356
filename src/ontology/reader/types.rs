//! Which types does the ontology declare, and which belong to which?

use super::super::reserved;
use super::story::Reader;
use crate::document::{Diagnostic, Entry, Item, Row, Rule};
use crate::ontology::{EntityType, Key, TypeId, TypeName};
use std::collections::{HashMap, VecDeque};

/// The types while the rest of the ontology is read.
#[derive(Debug)]
pub(super) struct Types {
    rows: Vec<EntityType>,
    pub(super) by_name: HashMap<String, TypeId>,
}

/// A declared type before it is known to what it belongs.
struct Declared<'t> {
    entry: Entry<'t>,
    row: Row<'t>,
    id: TypeId,
}

impl Types {
    /// Returns the types that every story has.
    pub(super) fn built_in() -> Vec<EntityType> {
        let (name, plural, description) = reserved::entity();
        let built_in = name
            .zip(Key::parse(plural))
            .map(|(name, plural)| EntityType {
                name,
                plural,
                description: description.to_owned(),
                is_abstract: true,
                ancestors: Vec::new(),
                concrete: Vec::new(),
            });
        built_in.into_iter().collect()
    }

    pub(super) fn into_rows(self) -> Vec<EntityType> {
        self.rows
    }

    fn get(&self, id: TypeId) -> &EntityType {
        &self.rows[usize::from(id.0)]
    }
}

impl Reader {
    pub(super) fn types(&mut self, root: Row<'_>) -> Types {
        let mut types = Types {
            rows: Types::built_in(),
            by_name: HashMap::from([("Entity".to_owned(), TypeId::ENTITY)]),
        };
        let mut declared = Vec::new();
        for (entry, row) in self.rows(root, "type") {
            let Ok(id) = u16::try_from(types.rows.len()).map(TypeId) else {
                let message = "there are more than 65,535 types";
                let finding = entry.finding(Rule::TooManyRows, message);
                self.findings
                    .push(finding.help("merge types that are used alike"));
                break;
            };
            if let Some(entity_type) = self.entity_type(entry, row) {
                if id_is_new(&mut types, entry.key, id) {
                    types.rows.push(entity_type);
                    declared.push(Declared { entry, row, id });
                }
            } else {
                self.broken.insert(entry.key.to_owned());
            }
        }
        self.belonging(&mut types, &declared);
        types
    }

    fn entity_type(&mut self, entry: Entry<'_>, row: Row<'_>) -> Option<EntityType> {
        self.known_keys(row, &["abstract", "is", "plural", "description"]);
        let owner = format!("the type `{}`", entry.key);
        let description = self.description(row, "description", &owner);
        let is_abstract = self.flag(row, "abstract");
        let plural = row.required("plural", &owner, &mut self.findings);
        let plural = plural.and_then(|item| Some((item, self.key_in(item)?)));
        let name = TypeName::parse(entry.key);
        if name.is_none() {
            let message = format!("`{}` is not spelled as a type", entry.key);
            let help = "write ASCII letters and digits, beginning with a capital letter: \
                        `LegalCase`";
            self.findings
                .push(entry.finding(Rule::BadName, message).help(help));
        }
        let (name, (plural_item, plural)) = name.zip(plural)?;
        self.spell_type(entry, &name, plural_item, &plural);
        Some(EntityType {
            name,
            plural,
            description,
            is_abstract,
            ancestors: Vec::new(),
            concrete: Vec::new(),
        })
    }

    /// Fills in to which types each belongs.
    fn belonging(&mut self, types: &mut Types, declared: &[Declared<'_>]) {
        let mut parents: HashMap<TypeId, Vec<TypeId>> = HashMap::new();
        for Declared { row, id, .. } in declared {
            let items = row.item("is").map(|item| item.one_or_many());
            for item in items.into_iter().flatten() {
                if let Some(parent) = self.parent(types, item) {
                    parents.entry(*id).or_default().push(parent);
                }
            }
        }
        for Declared { entry, row, id } in declared {
            let (ancestors, is_cyclic) = ancestors(*id, &parents);
            if is_cyclic {
                let message = format!("the type `{}` belongs to itself", entry.key);
                let finding = row.finding(Rule::TypeCycle, message);
                let span = row.item("is").map_or(entry.key_span, |item| item.span);
                let finding = Diagnostic {
                    span: Some(span),
                    ..finding
                };
                let help = "take out one of the `is` that lead back to it";
                self.findings.push(finding.help(help));
            }
            types.rows[usize::from(id.0)].ancestors = ancestors;
        }
        for Declared { id, .. } in declared {
            if !types.get(*id).is_abstract {
                let mut covering = types.get(*id).ancestors.clone();
                covering.push(*id);
                for ancestor in covering {
                    types.rows[usize::from(ancestor.0)].concrete.push(*id);
                }
            }
        }
    }

    fn parent(&mut self, types: &Types, item: Item<'_>) -> Option<TypeId> {
        let id = self.type_in(&types.by_name, item)?;
        let parent = types.get(id);
        if !parent.is_abstract {
            let message = format!(
                "`{}` is not abstract, so nothing can belong to it",
                parent.name
            );
            let help = "write `abstract = true` in its row, or name an abstract type";
            self.findings
                .push(item.finding(Rule::ConcreteParent, message).help(help));
            return None;
        }
        Some(id)
    }
}

/// Notes a type under its name; the second of two that are called the same is left out.
fn id_is_new(types: &mut Types, name: &str, id: TypeId) -> bool {
    let is_new = !types.by_name.contains_key(name);
    if is_new {
        types.by_name.insert(name.to_owned(), id);
    }
    is_new
}

/// Returns what a type belongs to, nearest first and `Entity` last, and whether it belongs to itself.
fn ancestors(id: TypeId, parents: &HashMap<TypeId, Vec<TypeId>>) -> (Vec<TypeId>, bool) {
    let mut found = Vec::new();
    let mut queue = VecDeque::from([id]);
    let mut is_cyclic = false;
    while let Some(at) = queue.pop_front() {
        for &parent in parents.get(&at).map(Vec::as_slice).unwrap_or_default() {
            is_cyclic |= parent == id;
            if parent != id && parent != TypeId::ENTITY && !found.contains(&parent) {
                found.push(parent);
                queue.push_back(parent);
            }
        }
    }
    found.push(TypeId::ENTITY);
    (found, is_cyclic)
}
