//! Does the list of reserved names hold all that the schema has of its own?

use crate::support::Folder;
use std::collections::BTreeMap;
use std::process::Command;
use throughline::ontology::{Key, reserved};

/// A story whose every own name holds `zz`, so that it can be told from those of every story.
const STORY: &str = r#"
[story]
name = "Story"
description = "A story."

[type.Zz]
plural = "zzs"
description = "A thing."

[attribute.zz-text]
on = "Entity"
type = "text"
plural = "zz-texts"
description = "A detail."

[attribute.zz-enum]
on = "Zz"
type = "enum"
values = { zz = "A value." }
description = "A detail."

[relation.zz-of]
from = "Zz"
to = "Zz"
inverse = "zz-to"
accusatory = true
description = "A link."
inverse-description = "A link."

[relation.zz-of.qualifier.zz-enum]
type = "enum"
values = { zz = "A value." }
description = "A detail."
"#;

/// Returns the names that the schema of the story has of its own: each type with its fields.
fn own_names() -> BTreeMap<String, Vec<String>> {
    let folder = Folder::with_story();
    folder.write("zz/ontology.toml", STORY.as_bytes());
    let mut command = Command::new(env!("CARGO_BIN_EXE_throughline"));
    let command = command.arg("schema").arg("--data").arg(folder.path("zz"));
    let output = command.output().expect("the program runs");
    let sdl = String::from_utf8(output.stdout).expect("it is text");
    assert!(
        !sdl.is_empty(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let document = apollo_compiler::Schema::parse(sdl, "schema.graphql").expect("it is a schema");
    let is_own = |name: &str| !name.to_lowercase().contains("zz") && !name.starts_with("__");
    let types = document.types.iter();
    types
        .map(|(name, definition)| {
            use apollo_compiler::schema::ExtendedType;
            let fields: Vec<_> = match definition {
                ExtendedType::Object(object) => object.fields.keys().collect(),
                ExtendedType::Interface(interface) => interface.fields.keys().collect(),
                _ => Vec::new(),
            };
            let fields = fields.into_iter().filter(|name| is_own(name));
            (name.to_string(), fields.map(ToString::to_string).collect())
        })
        .collect()
}

fn as_fields(keys: &[&str]) -> Vec<String> {
    let keys = keys.iter().filter_map(|key| Key::parse(key));
    keys.map(|key| key.to_field()).collect()
}

#[test]
fn every_type_that_all_stories_have_is_reserved() {
    for name in own_names().keys() {
        let is_own = !name.to_lowercase().contains("zz") && !name.starts_with("__");
        assert!(!is_own || reserved::is_core_type(name), "{name}");
    }
}

#[test]
fn every_field_that_all_stories_have_is_reserved() {
    let names = own_names();
    let fields = |type_name: &str| {
        names
            .get(type_name)
            .unwrap_or_else(|| panic!("{type_name}"))
    };
    for name in fields("Query") {
        assert!(reserved::ROOT_FIELDS.contains(&name.as_str()), "{name}");
    }
    for type_name in ["Entity", "Zz"] {
        for name in fields(type_name) {
            assert!(
                as_fields(&reserved::ENTITY_MEMBERS).contains(name),
                "{name}"
            );
        }
    }
    for type_name in ["ZzOfEdge", "ZzToEdge"] {
        for name in fields(type_name) {
            assert!(as_fields(reserved::CLAIM_MEMBERS).contains(name), "{name}");
        }
    }
}
