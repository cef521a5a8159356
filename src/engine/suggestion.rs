//! What did somebody mean who asked for a field or an argument that does not exist?

use crate::document::Likeness;
use apollo_compiler::Schema;

/// Returns a sentence that suggests a known name for the unknown one of which a finding of
/// apollo-compiler tells.
///
/// The finding names what it is about between backticks and in no other way.
pub(super) fn for_finding(finding: &str, schema: &Schema) -> Option<String> {
    let parts: Vec<&str> = finding.split('`').collect();
    match parts.as_slice() {
        ["type ", ty, " does not have a field ", field, ..] => {
            nearest(field, &fields_of(schema, ty))
        }
        [
            "the argument ",
            argument,
            " is not supported by ",
            owner,
            ..,
        ] => {
            let (ty, field) = owner.split_once('.')?;
            let declared = schema.type_field(ty, field).ok()?;
            let names = declared
                .arguments
                .iter()
                .map(|argument| argument.name.as_str());
            nearest(argument, &names.collect::<Vec<_>>())
        }
        _ => None,
    }
}

/// Returns a sentence that suggests the known name nearest to an unknown one, if one is near.
pub(super) fn nearest(unknown: &str, known: &[&str]) -> Option<String> {
    let closest = Likeness::default().closest(unknown, known.iter().copied());
    closest.map(of)
}

/// Returns the sentence that suggests a name.
pub(super) fn of(name: &str) -> String {
    format!("Did you mean `{name}`?")
}

fn fields_of<'s>(schema: &'s Schema, ty: &str) -> Vec<&'s str> {
    use apollo_compiler::schema::ExtendedType;
    let fields = match schema.types.get(ty) {
        Some(ExtendedType::Object(object)) => &object.fields,
        Some(ExtendedType::Interface(interface)) => &interface.fields,
        _ => return Vec::new(),
    };
    fields.keys().map(|name| name.as_str()).collect()
}
