//! Is every declared name different from all others, in the spelling of each border?
//!
//! Enumeration values need no check of their own: keys of one table differ, and two keys that
//! differ are different constants.

use super::super::reserved;
use super::story::Reader;
use crate::document::{Diagnostic, Document, Entry, Item, Rule, Span};
use crate::ontology::{Key, TypeName};
use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;
use std::sync::Arc;

/// A name as it is spelled at one border.
#[derive(Debug)]
pub(super) struct Spelling {
    border: Border,
    text: String,
    span: Span,
}

/// Where names meet and have to differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Border {
    /// Keys of claims in data files.
    DataKey,
    /// Fields of entities.
    EntityField,
    /// Types of the API.
    Type,
    /// Fields at the root of a query.
    RootField,
    /// Values of the enumeration of entity types.
    TypeConstant,
    /// Values of the enumeration of standings.
    Standing,
}

impl Border {
    fn noun(self) -> &'static str {
        match self {
            Self::DataKey => "the key",
            Self::EntityField => "the field",
            Self::Type => "the GraphQL type",
            Self::RootField => "the query field",
            Self::TypeConstant => "the enumeration value",
            Self::Standing => "the standing",
        }
    }

    fn is_taken(self, text: &str) -> bool {
        match self {
            Self::DataKey => reserved::ENTITY_MEMBERS.contains(&text),
            Self::EntityField => as_fields(&reserved::ENTITY_MEMBERS).any(|field| field == text),
            Self::Type => reserved::is_core_type(text),
            Self::RootField => reserved::ROOT_FIELDS.contains(&text),
            Self::TypeConstant => text == "ENTITY",
            Self::Standing => reserved::STANDINGS.contains(&text),
        }
    }
}

fn as_fields(keys: &[&str]) -> impl Iterator<Item = String> {
    keys.iter()
        .filter_map(|key| Key::parse(key))
        .map(|key| key.to_field())
}

impl Reader {
    pub(super) fn spell_type(
        &mut self,
        entry: Entry<'_>,
        name: &TypeName,
        plural_item: Item<'_>,
        plural: &Key,
    ) {
        let span = entry.key_span;
        self.spell(Border::Type, span, name.as_str());
        let suffixes = [
            "Connection",
            "Edge",
            "Where",
            "Order",
            "Group",
            "GroupKey",
            "Aggregate",
        ];
        for suffix in suffixes {
            self.spell(Border::Type, span, &format!("{name}{suffix}"));
        }
        self.spell_edges(span, name.as_str());
        self.spell(Border::RootField, span, &name.to_field());
        self.spell(Border::TypeConstant, span, &name.to_constant());
        self.spell(Border::RootField, plural_item.span, &plural.to_field());
    }

    pub(super) fn spell_predicate(&mut self, span: Span, key: &Key) {
        self.spell(Border::DataKey, span, key.as_str());
        self.spell(Border::EntityField, span, &key.to_field());
    }

    /// Notes the field that counts the values of an attribute which may have several.
    pub(super) fn spell_count(&mut self, span: Span, key: &Key) {
        let field = format!("{}Count", key.to_field());
        self.spell(Border::EntityField, span, &field);
    }

    /// Notes the types that page a relation.
    pub(super) fn spell_pages(&mut self, span: Span, key: &Key) {
        let prefix = key.to_type_prefix();
        self.spell(Border::Type, span, &format!("{prefix}Connection"));
        self.spell(Border::Type, span, &format!("{prefix}Edge"));
        self.spell_edges(span, &prefix);
    }

    /// Notes the types by which edges are filtered, put in order, divided and summed up.
    fn spell_edges(&mut self, span: Span, prefix: &str) {
        for suffix in [
            "EdgeWhere",
            "EdgesWhere",
            "EdgeOrder",
            "EdgeCountOrder",
            "EdgeGroup",
            "EdgeGroupKey",
            "EdgeAggregate",
        ] {
            self.spell(Border::Type, span, &format!("{prefix}{suffix}"));
        }
    }

    pub(super) fn spell_enumeration(&mut self, span: Span, type_name: &str) {
        self.spell(Border::Type, span, type_name);
        self.spell(Border::Type, span, &format!("{type_name}Filter"));
    }

    pub(super) fn spell_standing(&mut self, span: Span, key: &Key) {
        self.spell(Border::Standing, span, key.as_str());
    }

    fn spell(&mut self, border: Border, span: Span, text: &str) {
        self.spellings.push(Spelling {
            border,
            text: text.to_owned(),
            span,
        });
    }

    /// Tells of names that are taken or that clash, each place once.
    pub(super) fn check_spellings(&mut self, document: &Arc<Document>) {
        let mut spellings = std::mem::take(&mut self.spellings);
        spellings.sort_by_key(|spelling| (spelling.span, spelling.border));
        let mut seen: HashMap<(Border, &str), Span> = HashMap::new();
        let mut told = None;
        for Spelling { border, text, span } in &spellings {
            if border.is_taken(text) && told != Some(*span) {
                told = Some(*span);
                self.findings
                    .push(taken(document, *span, border.noun(), text));
            }
            match seen.entry((*border, text)) {
                Slot::Vacant(slot) => {
                    slot.insert(*span);
                }
                Slot::Occupied(first) if told != Some(*span) => {
                    told = Some(*span);
                    let finding = clash(document, *span, border.noun(), text);
                    self.findings
                        .push(finding.label(document, *first.get(), "the first one"));
                }
                Slot::Occupied(_) => {}
            }
        }
    }

    /// Tells of qualifiers of one row whose names are taken or clash.
    pub(super) fn check_qualifier_names(&mut self, document: &Arc<Document>, keys: &[(Span, Key)]) {
        let mut seen: HashMap<String, Span> = HashMap::new();
        for (span, key) in keys {
            let field = key.to_field();
            if as_fields(reserved::CLAIM_MEMBERS).any(|member| member == field) {
                self.findings
                    .push(taken(document, *span, "the qualifier", key.as_str()));
            }
            if let Some(first) = seen.get(&field) {
                let finding = clash(document, *span, "the field", &field);
                self.findings
                    .push(finding.label(document, *first, "the first one"));
            }
            seen.entry(field).or_insert(*span);
        }
    }
}

fn taken(document: &Arc<Document>, span: Span, noun: &str, text: &str) -> Diagnostic {
    let message = format!("this name is taken: {noun} `{text}` belongs to every story");
    Diagnostic::new(Rule::ReservedName, document, span, message).help("choose another name")
}

fn clash(document: &Arc<Document>, span: Span, noun: &str, text: &str) -> Diagnostic {
    let message = format!("two names clash: both give {noun} `{text}`");
    Diagnostic::new(Rule::NameClash, document, span, message).help("rename one of them")
}
