//! Which kind of value does a row declare?

use super::rows::listed;
use super::story::Reader;
use crate::document::{Item, Row, Rule};
use crate::ontology::{EnumValue, Enumeration, ValueType};

impl Reader {
    /// Returns the value type of a row, or tells why there is none.
    pub(super) fn value_type(&mut self, row: Row<'_>, owner: &str) -> Option<ValueType> {
        let values = row.item("values");
        let item = row.required("type", owner, &mut self.findings)?;
        let name = item.string("a value type", &mut self.findings)?;
        let value_type = match name {
            "text" => ValueType::Text,
            "integer" => ValueType::Integer,
            "decimal" => ValueType::Decimal,
            "boolean" => ValueType::Boolean,
            "date" => ValueType::Date,
            "period" => ValueType::Period,
            "url" => ValueType::Url,
            "money" => ValueType::Money,
            "enum" => return self.enumeration(row, values).map(ValueType::Enumeration),
            _ => {
                let message = format!("there is no value type `{name}`");
                let finding = item
                    .finding(Rule::UnknownValueType, message)
                    .help(format!("the value types are {}", listed(ValueType::NAMES)))
                    .maybe_help(self.likeness.suggest(name, ValueType::NAMES));
                self.findings.push(finding);
                return None;
            }
        };
        if let Some(values) = values {
            let message = format!("`values` belongs to `type = \"enum\"`, and this is `{name}`");
            let help = "delete `values`, or write `type = \"enum\"`";
            self.findings
                .push(values.finding(Rule::EnumerationValues, message).help(help));
        }
        Some(value_type)
    }

    fn enumeration(&mut self, row: Row<'_>, values: Option<Item<'_>>) -> Option<Enumeration> {
        const HELP: &str = "write `values = { variant = \"Another spelling.\" }`, every value \
                            with its description";
        let Some(item) = values else {
            let message = "an enumeration needs the key `values`";
            self.findings
                .push(row.finding(Rule::EnumerationValues, message).help(HELP));
            return None;
        };
        let Some(row) = item.row().filter(|row| !row.is_empty()) else {
            let message = "an enumeration needs a table with at least one value";
            self.findings
                .push(item.finding(Rule::EnumerationValues, message).help(HELP));
            return None;
        };
        let entries = row.entries();
        if entries.len() > usize::from(u16::MAX) {
            let message = "an enumeration has at most 65,535 values";
            let help = "an attribute of the type `text` takes any value";
            self.findings
                .push(item.finding(Rule::TooManyRows, message).help(help));
            return None;
        }
        let n_entries = entries.len();
        let values: Vec<_> = entries
            .filter_map(|entry| {
                let owner = format!("the value `{}`", entry.key);
                let description = self.description(row, entry.key, &owner);
                let key = self.key_of(entry)?;
                Some(EnumValue { key, description })
            })
            .collect();
        (values.len() == n_entries).then_some(Enumeration { values })
    }
}
