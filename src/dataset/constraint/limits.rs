//! Which values does the ontology write as the limits of ranges?

use crate::dataset::value::value_of;
use crate::document::{Diagnostics, Document, Likeness, Table, Words};
use crate::model::{Value, ValueRef};
use crate::ontology::{ConstraintId, ConstraintKind, Limit, Ontology, Predicate, ValueType};
use std::collections::HashMap;
use std::sync::Arc;

/// The limits that stand in the rows of constraints: the least and the greatest value.
#[derive(Debug, Default)]
pub(in crate::dataset) struct WrittenLimits(HashMap<ConstraintId, [Option<Value>; 2]>);

impl WrittenLimits {
    /// Reads the limits in the text of an ontology, or tells what is wrong with them.
    ///
    /// The ontology itself knows no values, so the rows that it found sound are looked at again.
    pub(in crate::dataset) fn read(
        document: &Arc<Document>,
        ontology: &Ontology,
        findings: &mut Diagnostics,
    ) -> Self {
        // What is wrong with the text as such was told when the ontology was read.
        let table = Table::parse(document, &mut Diagnostics::default());
        let mut limits = Self::default();
        let Some(rows) = table.row().item("constraint").and_then(|item| item.row()) else {
            return limits;
        };
        for (id, constraint) in ontology.constraints_with_ids() {
            let &ConstraintKind::Range {
                of,
                qualifier,
                minimum,
                maximum,
            } = &constraint.kind
            else {
                continue;
            };
            let row = rows.item(constraint.key.as_str());
            let row = row.and_then(|item| item.row());
            if let Some((row, value_type)) = row.zip(value_type_of(ontology, of, qualifier)) {
                let mut written = |key, limit: Option<Limit>| {
                    limit.filter(|limit| *limit == Limit::Written)?;
                    let likeness = &mut Likeness::default();
                    value_of(row.item(key)?, value_type, Words::Prose, likeness, findings)
                };
                let sides = [written("minimum", minimum), written("maximum", maximum)];
                limits.0.insert(id, sides);
            }
        }
        limits
    }

    /// Returns the least and the greatest value that a constraint writes.
    pub(super) fn of(&self, constraint: ConstraintId) -> [Option<ValueRef<'_>>; 2] {
        let written = self.0.get(&constraint);
        written.map_or([None, None], |sides| {
            sides
                .each_ref()
                .map(|limit| limit.as_ref().map(Value::as_ref))
        })
    }
}

/// Returns the value type of a qualifier, or of an attribute itself.
pub(super) fn value_type_of(
    ontology: &Ontology,
    of: Predicate,
    qualifier: Option<u8>,
) -> Option<&ValueType> {
    match (qualifier, of) {
        (Some(at), _) => {
            let qualifier = ontology.qualifiers(of).get(usize::from(at))?;
            Some(&qualifier.value_type)
        }
        (None, Predicate::Attribute(id)) => Some(&ontology.attribute(id).value_type),
        (None, Predicate::Relation(..)) => None,
    }
}
