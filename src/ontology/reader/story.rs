//! What may be said in this story, according to its `ontology.toml`?

use super::super::reserved;
use super::mentions::Declared;
use super::names::Spelling;
use super::predicates::Predicates;
use super::types::Types;
use crate::document::{Diagnostics, Document, Likeness, Row, Rule, Table, Words};
use crate::ontology::{Names, Ontology};
use std::collections::HashSet;
use std::sync::Arc;

/// What was understood of an ontology, and what is wrong with it.
#[derive(Debug)]
pub struct Reading {
    /// The rows that were understood; the whole ontology when there are no diagnostics.
    pub ontology: Ontology,
    /// The names of rows that are wrong: what uses them cannot be judged.
    pub broken: HashSet<String>,
    /// Whether the file could be taken apart into rows at all; when not, `broken` is not complete.
    pub is_legible: bool,
    /// What is wrong, in the order of the lines.
    pub diagnostics: Diagnostics,
}

/// Reads an ontology.
///
/// Every problem is told at once; a row that is wrong is left out, and its name kept as broken.
pub fn read(document: &Arc<Document>) -> Reading {
    let mut reader = Reader::default();
    let table = Table::parse(document, &mut reader.findings);
    let is_legible = table.is_whole();
    let ontology = if is_legible {
        reader.ontology(table.row())
    } else {
        Ontology {
            story_name: String::new(),
            story_description: String::new(),
            types: Types::built_in(),
            attributes: Vec::new(),
            relations: Vec::new(),
            standings: reserved::standings(),
            procedure: None,
            constraints: Vec::new(),
        }
    };
    let mut diagnostics = reader.findings;
    diagnostics.sort();
    Reading {
        ontology,
        broken: reader.broken,
        is_legible,
        diagnostics,
    }
}

/// What a reading gathers besides the rows.
#[derive(Debug, Default)]
pub(super) struct Reader {
    pub(super) findings: Diagnostics,
    pub(super) broken: HashSet<String>,
    pub(super) likeness: Likeness,
    pub(super) spellings: Vec<Spelling>,
}

impl Reader {
    fn ontology(&mut self, root: Row<'_>) -> Ontology {
        self.known_keys(
            root,
            &[
                "story",
                "type",
                "attribute",
                "relation",
                "standing",
                "procedure",
                "constraint",
            ],
        );
        let (story_name, story_description) = self.story(root);
        let types = self.types(root);
        let predicates = Predicates { types: &types };
        let mut ontology = Ontology {
            story_name,
            story_description,
            attributes: self.attributes(root, predicates),
            relations: self.relations(root, predicates),
            standings: self.standings(root),
            procedure: None,
            constraints: Vec::new(),
            types: types.into_rows(),
        };
        self.check_spellings(root.document);
        let names = &Names::of(&ontology);
        let declared = Declared {
            ontology: &ontology,
            names,
        };
        ontology.procedure = self.procedure(root, declared);
        let declared = Declared {
            ontology: &ontology,
            names,
        };
        ontology.constraints = self.constraints(root, declared);
        ontology
    }

    fn story(&mut self, root: Row<'_>) -> (String, String) {
        let what = "an ontology";
        let Some(item) = root.required("story", what, &mut self.findings) else {
            return Default::default();
        };
        let Some(row) = item.row() else {
            self.findings.push(item.mismatch("a table `[story]`"));
            return Default::default();
        };
        self.known_keys(row, &["name", "description"]);
        let name = row
            .required("name", "the story", &mut self.findings)
            .and_then(|item| item.text(Words::Name, &mut self.findings));
        let description = self.description(row, "description", "the story");
        (name.unwrap_or_default(), description)
    }

    /// Returns a description, or tells that it is missing or no sentence.
    pub(super) fn description(&mut self, row: Row<'_>, key: &str, owner: &str) -> String {
        let Some(item) = row.item(key) else {
            let message = format!("{owner} needs the key `{key}`");
            let help = "say it for somebody who has never seen the story, as a sentence";
            self.findings
                .push(row.finding(Rule::BadDescription, message).help(help));
            return String::new();
        };
        let Some(text) = item.text(Words::Prose, &mut self.findings) else {
            return String::new();
        };
        if !text.ends_with('.') {
            let message = "a description is a sentence with a full stop";
            let finding = item.finding(Rule::BadDescription, message);
            self.findings.push(finding.help("end it with a full stop"));
        }
        text
    }
}
