//! How is one row of the ontology taken apart?

use super::story::Reader;
use crate::document::{Entry, Item, Row, Rule};
use crate::ontology::Key;

impl Reader {
    /// Returns the rows below a table such as `[attribute]`, in the order of the file.
    pub(super) fn rows<'t>(&mut self, root: Row<'t>, table: &str) -> Vec<(Entry<'t>, Row<'t>)> {
        let Some(item) = root.item(table) else {
            return Vec::new();
        };
        let Some(row) = item.row() else {
            let expected = format!("tables `[{table}.x]`");
            let help = format!("write `[{table}.x]`, and its keys below");
            self.findings.push(item.mismatch(&expected).help(help));
            return Vec::new();
        };
        let entries = row.entries();
        entries
            .filter_map(|entry| {
                let row = entry.item.row();
                if row.is_none() {
                    let expected = format!("a table `[{table}.{}]`", entry.key);
                    let help = format!("write `[{table}.{}]`, and its keys below", entry.key);
                    self.findings
                        .push(entry.item.mismatch(&expected).help(help));
                    self.broken.insert(entry.key.to_owned());
                }
                row.map(|row| (entry, row))
            })
            .collect()
    }

    /// Tells of keys that a row cannot have.
    pub(super) fn known_keys(&mut self, row: Row<'_>, known: &[&str]) {
        for entry in row.entries() {
            if !known.contains(&entry.key) {
                let message = format!("there is no key `{}` here", entry.key);
                let known = known.iter().copied();
                let finding = entry
                    .finding(Rule::UnknownKey, message)
                    .help(format!("the keys are {}", listed(known.clone())))
                    .maybe_help(self.likeness.suggest(entry.key, known));
                self.findings.push(finding);
            }
        }
    }

    /// Returns a flag, `false` when it is left out.
    pub(super) fn flag(&mut self, row: Row<'_>, key: &str) -> bool {
        let item = row.item(key);
        item.and_then(|item| item.boolean(&mut self.findings))
            .unwrap_or_default()
    }

    /// Returns the name of a row, or tells that it is none.
    pub(super) fn key_of(&mut self, entry: Entry<'_>) -> Option<Key> {
        let key = Key::parse(entry.key);
        if key.is_none() {
            let finding = entry.finding(Rule::BadName, bad_key(entry.key));
            self.findings.push(finding.help(KEY_RULE));
            self.broken.insert(entry.key.to_owned());
        }
        key
    }

    /// Returns the name that a value spells, or tells that it spells none.
    pub(super) fn key_in(&mut self, item: Item<'_>) -> Option<Key> {
        let text = item.string("a name such as `armorer-of`", &mut self.findings)?;
        let key = Key::parse(text);
        if key.is_none() {
            let finding = item.finding(Rule::BadName, bad_key(text));
            self.findings.push(finding.help(KEY_RULE));
        }
        key
    }
}

const KEY_RULE: &str = "write lower-case ASCII letters and digits in groups joined by single \
                        hyphens, beginning with a letter, at most 100 characters: `armorer-of`";

fn bad_key(text: &str) -> String {
    format!("`{text}` is not spelled as a name")
}

/// Returns names as they are listed in a sentence.
pub(super) fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let quoted: Vec<_> = names.into_iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}
