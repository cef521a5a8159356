//! How much may an answer about the schema hold?
//!
//! Few words ask for very much of a large schema, and what answers them cannot be stopped on its
//! way. So it is counted before: exactly where every type is asked for once, and by the largest type
//! elsewhere.

use apollo_compiler::executable::{ExecutableDocument, Selection, SelectionSet};
use apollo_compiler::schema::{ExtendedType, Schema};

/// How many members the types of a schema have.
#[derive(Debug)]
pub(super) struct SchemaSize {
    n_types: u64,
    n_directives: u64,
    fields: Members,
    arguments: Members,
    input_fields: Members,
    enum_values: Members,
    interfaces: Members,
    possible_types: Members,
}

/// How many members of one kind there are in all, and how many at most in one place.
#[derive(Debug, Default, Clone, Copy)]
struct Members {
    total: u64,
    most: u64,
}

/// Which objects of the schema stand at a place of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    /// Every type, as often as every other.
    AllTypes,
    /// Every field of every type, as often as every other.
    AllFields,
    /// Any.
    Some,
}

impl Members {
    fn add(&mut self, n: usize) {
        self.total += n as u64;
        self.most = self.most.max(n as u64);
    }
}

/// Returns the number of object types that implement an interface.
fn n_objects_of(schema: &Schema, interface: &str) -> usize {
    let implements = |declared: &&ExtendedType| match declared {
        ExtendedType::Object(object) => {
            let mut implemented = object.implements_interfaces.iter();
            implemented.any(|name| name.as_str() == interface)
        }
        _ => false,
    };
    schema.types.values().filter(implements).count()
}

impl SchemaSize {
    pub(super) fn of(schema: &Schema) -> Self {
        let mut size = Self {
            n_types: schema.types.len() as u64,
            n_directives: schema.directive_definitions.len() as u64,
            fields: Members::default(),
            arguments: Members::default(),
            input_fields: Members::default(),
            enum_values: Members::default(),
            interfaces: Members::default(),
            possible_types: Members::default(),
        };
        for declared in schema.types.values() {
            match declared {
                ExtendedType::Object(object) => {
                    size.interfaces.add(object.implements_interfaces.len());
                    size.fields.add(object.fields.len());
                    let fields = object.fields.values();
                    fields.for_each(|field| size.arguments.add(field.arguments.len()));
                }
                ExtendedType::Interface(interface) => {
                    size.interfaces.add(interface.implements_interfaces.len());
                    size.fields.add(interface.fields.len());
                    let fields = interface.fields.values();
                    fields.for_each(|field| size.arguments.add(field.arguments.len()));
                    size.possible_types
                        .add(n_objects_of(schema, &interface.name));
                }
                ExtendedType::Union(union) => size.possible_types.add(union.members.len()),
                ExtendedType::Enum(enumeration) => size.enum_values.add(enumeration.values.len()),
                ExtendedType::InputObject(input) => size.input_fields.add(input.fields.len()),
                ExtendedType::Scalar(_) => {}
            }
        }
        size
    }

    /// Returns the most values that the answers to `__schema` and `__type` at the root may hold.
    pub(super) fn values(&self, document: &ExecutableDocument, root: &SelectionSet) -> u64 {
        root.selections
            .iter()
            .map(|selection| match selection {
                Selection::Field(field) if field.name.starts_with("__") => {
                    self.below(document, &field.selection_set, 1, Of::Some)
                }
                Selection::Field(_) => 0,
                Selection::InlineFragment(inline) => self.values(document, &inline.selection_set),
                Selection::FragmentSpread(spread) => spread
                    .fragment_def(document)
                    .map_or(0, |fragment| self.values(document, &fragment.selection_set)),
            })
            .fold(0, u64::saturating_add)
    }

    /// Returns the most values below `n` objects of the schema.
    fn below(&self, document: &ExecutableDocument, set: &SelectionSet, n: u64, of: Of) -> u64 {
        set.selections
            .iter()
            .map(|selection| match selection {
                Selection::Field(field) => {
                    let (n_below, of_below) = self.members(field.name.as_str(), n, of);
                    let below = self.below(document, &field.selection_set, n_below, of_below);
                    n.saturating_add(below)
                }
                Selection::InlineFragment(inline) => {
                    self.below(document, &inline.selection_set, n, of)
                }
                Selection::FragmentSpread(spread) => {
                    spread.fragment_def(document).map_or(0, |fragment| {
                        self.below(document, &fragment.selection_set, n, of)
                    })
                }
            })
            .fold(0, u64::saturating_add)
    }

    /// Returns how many objects a field of `n` objects leads to, and which.
    fn members(&self, field: &str, n: u64, of: Of) -> (u64, Of) {
        let (members, owners, whole, becomes) = match field {
            "types" => return (n.saturating_mul(self.n_types), Of::AllTypes),
            "directives" => return (n.saturating_mul(self.n_directives), Of::Some),
            "fields" => (self.fields, self.n_types, Of::AllTypes, Of::AllFields),
            "args" => (self.arguments, self.fields.total, Of::AllFields, Of::Some),
            "inputFields" => (self.input_fields, self.n_types, Of::AllTypes, Of::Some),
            "enumValues" => (self.enum_values, self.n_types, Of::AllTypes, Of::Some),
            "interfaces" => (self.interfaces, self.n_types, Of::AllTypes, Of::Some),
            "possibleTypes" => (self.possible_types, self.n_types, Of::AllTypes, Of::Some),
            _ => return (n, Of::Some),
        };
        if of == whole {
            let times = n.div_ceil(owners.max(1));
            (times.saturating_mul(members.total), becomes)
        } else {
            (n.saturating_mul(members.most), Of::Some)
        }
    }
}
