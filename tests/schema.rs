//! Is the schema the one that was agreed upon, and can a stranger read it?

use crate::support::{SHIPPED, ask, codes, data, each, in_repository, items, response};
use apollo_compiler::Schema;
use apollo_compiler::ast::{FieldDefinition, InputValueDefinition, Type};
use apollo_compiler::schema::ExtendedType;
use async_graphql::{Request, Value};
use std::fs;
use std::sync::LazyLock;
use throughline::cli::difference;
use throughline::engine::{Argument, Domain, Kind, Multiplicity};
use throughline::query::{DEFAULT_PAGE, MAX_PAGE};

/// The schema of the shipped story, as a client reads it.
static SCHEMA: LazyLock<Schema> = LazyLock::new(|| {
    Schema::parse_and_validate(SHIPPED.sdl(), "schema.graphql")
        .expect("the schema is valid")
        .into_inner()
});

/// An element of the schema: how it is called, and what its description says.
struct Element {
    name: String,
    description: Option<String>,
}

fn own_types() -> impl Iterator<Item = (&'static str, &'static ExtendedType)> {
    let types = SCHEMA.types.iter();
    types
        .filter(|(_, declared)| !declared.is_built_in())
        .map(|(name, declared)| (name.as_str(), declared))
}

/// Returns the fields of an object type or an interface.
fn fields(declared: &ExtendedType) -> Vec<&FieldDefinition> {
    match declared {
        ExtendedType::Object(object) => object.fields.values().map(|field| &***field).collect(),
        ExtendedType::Interface(interface) => {
            interface.fields.values().map(|field| &***field).collect()
        }
        _ => Vec::new(),
    }
}

/// Returns the types, fields, arguments, enumeration values and input fields.
fn elements() -> Vec<Element> {
    let mut found = Vec::new();
    let mut add = |name: String, description: Option<&str>| {
        found.push(Element {
            name,
            description: description.map(str::to_owned),
        });
    };
    add(
        "schema".to_owned(),
        SCHEMA.schema_definition.description.as_deref(),
    );
    for (name, declared) in own_types() {
        add(name.to_owned(), declared.description().map(|text| &**text));
        for field in fields(declared) {
            add(
                format!("{name}.{}", field.name),
                field.description.as_deref(),
            );
            for argument in &field.arguments {
                add(
                    format!("{name}.{}({}:)", field.name, argument.name),
                    argument.description.as_deref(),
                );
            }
        }
        if let ExtendedType::Enum(enumeration) = declared {
            for (value, meaning) in &enumeration.values {
                add(format!("{name}.{value}"), meaning.description.as_deref());
            }
        }
        if let ExtendedType::InputObject(input) = declared {
            for (field, meaning) in &input.fields {
                add(format!("{name}.{field}"), meaning.description.as_deref());
            }
        }
    }
    found
}

#[test]
fn the_schema_is_the_one_that_was_agreed_upon() {
    let file = in_repository("schema.graphql");
    let agreed = fs::read_to_string(&file).expect("schema.graphql is there");
    if let Some(difference) = difference(&agreed, SHIPPED.sdl(), "schema.graphql") {
        panic!(
            "the schema differs from the one that was agreed upon; when that is meant, run \
             `cargo run -- schema --write schema.graphql`\n{difference}"
        );
    }
}

#[test]
fn a_difference_shows_the_lines_that_differ_and_a_few_around_them() {
    let agreed = "a\nb\nc\nd\ne\nf\ng\nh\ni\n";
    assert_eq!(difference(agreed, agreed, "agreed"), None);
    let told = difference(agreed, &agreed.replace("h\n", "H\n"), "agreed");
    let told = told.expect("they differ");
    assert!(
        told.starts_with("--- agreed\n+++ the schema of this build\n"),
        "{told}"
    );
    assert!(told.contains("\n-h\n+H\n"), "{told}");
    assert!(!told.contains("\n a\n"), "{told}");
}

#[test]
fn everything_has_a_description_that_ends_in_a_full_stop() {
    let elements = elements();
    assert!(elements.len() > 1_000, "{} elements", elements.len());
    for element in elements {
        let Some(description) = element.description else {
            panic!("{} has no description", element.name);
        };
        let is_sentence = description.ends_with('.')
            && description.starts_with(|first: char| first.is_uppercase() || first.is_numeric());
        assert!(is_sentence, "{}: {description}", element.name);
    }
}

#[test]
fn introspection_and_the_file_describe_the_same() {
    let data = ask("{ __schema { description types { name description } } }");
    let types = items(&data["__schema"]["types"]);
    for (name, declared) in own_types() {
        let told = types.iter().find(|told| told["name"] == name);
        let told = told.unwrap_or_else(|| panic!("{name} is missing"));
        assert_eq!(
            told["description"].as_str(),
            declared.description().map(|text| &**text),
            "{name}"
        );
    }
    assert_eq!(
        data["__schema"]["description"].as_str(),
        SCHEMA.schema_definition.description.as_deref()
    );
}

#[test]
fn enumeration_values_are_in_screaming_snake_case() {
    for (name, declared) in own_types() {
        let ExtendedType::Enum(enumeration) = declared else {
            continue;
        };
        for value in enumeration.values.keys() {
            let is_constant = value.starts_with(|first: char| first.is_ascii_uppercase())
                && !value.ends_with('_')
                && !value.contains("__")
                && value
                    .chars()
                    .all(|c| c == '_' || c.is_ascii_uppercase() || c.is_ascii_digit());
            assert!(is_constant, "{name}.{value}");
        }
    }
}

#[test]
fn types_are_in_pascal_case_and_fields_and_arguments_in_camel_case() {
    let is_word = |name: &str| name.chars().all(|c| c.is_ascii_alphanumeric());
    for (name, declared) in own_types() {
        assert!(
            is_word(name) && name.starts_with(|c: char| c.is_ascii_uppercase()),
            "{name}"
        );
        for field in fields(declared) {
            let arguments = field.arguments.iter().map(|argument| &argument.name);
            for member in arguments.chain([&field.name]) {
                assert!(
                    is_word(member) && member.starts_with(|c: char| c.is_ascii_lowercase()),
                    "{name}.{}: {member}",
                    field.name
                );
            }
        }
    }
}

#[test]
fn scalars_name_their_specification() {
    let mut n_scalars = 0;
    for (name, declared) in own_types() {
        let ExtendedType::Scalar(scalar) = declared else {
            continue;
        };
        n_scalars += 1;
        let directive = scalar.directives.get("specifiedBy");
        let url = directive
            .and_then(|directive| directive.specified_argument_by_name("url"))
            .and_then(|url| url.as_str());
        let is_address = url.is_some_and(|url| url.starts_with("https://"));
        assert!(is_address, "{name}: {url:?}");
    }
    assert!(n_scalars >= 3, "{n_scalars} scalars");
}

// ---- Lists ----

fn is_list(ty: &Type) -> bool {
    match ty {
        Type::List(_) | Type::NonNullList(_) => true,
        Type::Named(_) | Type::NonNullNamed(_) => false,
    }
}

fn argument<'f>(field: &'f FieldDefinition, name: &str) -> Option<&'f InputValueDefinition> {
    let mut arguments = field.arguments.iter();
    arguments
        .find(|argument| argument.name == name)
        .map(|argument| &**argument)
}

/// Returns whether a field of a type is the page that a connection stands for.
fn is_page(type_name: &str, field: &str) -> bool {
    type_name.ends_with("Connection") && matches!(field, "nodes" | "edges")
}

#[test]
fn every_list_is_bounded_by_a_page() {
    let mut n_lists = 0;
    for (name, declared) in own_types() {
        for field in fields(declared) {
            if !is_list(&field.ty) {
                continue;
            }
            n_lists += 1;
            let is_page = is_page(name, &field.name);
            let bound = argument(field, "first").or_else(|| argument(field, "ids"));
            let says_maximum = bound
                .and_then(|bound| bound.description.as_deref())
                .is_some_and(|text| text.contains(&MAX_PAGE.to_string()));
            assert!(is_page || says_maximum, "{name}.{}", field.name);
        }
    }
    assert!(n_lists > 100, "{n_lists} lists");
}

#[test]
fn every_connection_takes_the_four_page_arguments() {
    for (name, declared) in own_types() {
        for field in fields(declared) {
            if !field.ty.inner_named_type().ends_with("Connection") {
                continue;
            }
            for of_page in ["first", "after", "last", "before"] {
                assert!(
                    argument(field, of_page).is_some(),
                    "{name}.{} has no `{of_page}`",
                    field.name
                );
            }
        }
    }
}

#[test]
fn node_takes_an_id_and_nothing_else_as_relay_wants_it() {
    let field = SCHEMA.type_field("Query", "node").expect("there is a node");
    let arguments = field.arguments.iter();
    let arguments: Vec<_> = arguments.map(|taken| taken.to_string()).collect();
    assert_eq!(arguments.len(), 1, "{arguments:?}");
    assert_eq!(field.arguments[0].name, "id");
}

#[test]
fn every_list_that_is_no_connection_tells_how_long_it_is() {
    for (name, declared) in own_types() {
        for field in fields(declared) {
            let has_own_page = is_list(&field.ty) && argument(field, "first").is_some();
            if !has_own_page {
                continue;
            }
            let counts = fields(declared)
                .iter()
                .filter(|other| other.name.ends_with("Count"))
                .count();
            let lists = fields(declared)
                .iter()
                .filter(|other| is_list(&other.ty) && argument(other, "first").is_some())
                .count();
            assert!(counts >= lists, "{name}: {lists} lists, {counts} counts");
        }
    }
}

#[test]
fn a_page_beyond_the_maximum_is_refused_wherever_it_is_asked() {
    let too_large = Value::from(MAX_PAGE + 1);
    for name in ["first", "last"] {
        let argument = Argument::new(name, "Int", "A size.");
        let mut arguments = [(&argument, &too_large)].into_iter();
        let refused = SHIPPED.domain().prepare(&mut arguments);
        assert_eq!(
            refused.err().map(|error| error.code()),
            Some("PAGE_TOO_LARGE")
        );
    }
    let ids: Value = vec![Value::from("x"); MAX_PAGE as usize + 1].into();
    let argument = Argument::new("ids", "[ID!]!", "The ids.");
    let refused = SHIPPED
        .domain()
        .prepare(&mut [(&argument, &ids)].into_iter());
    assert_eq!(
        refused.err().map(|error| error.code()),
        Some("PAGE_TOO_LARGE")
    );
    let told = response(&SHIPPED, "{ people(first: 501) { totalCount } }");
    assert_eq!(codes(&told), ["PAGE_TOO_LARGE"]);
}

#[test]
fn every_list_multiplies_the_cost() {
    for declared in &SHIPPED.definition().types {
        let (Kind::Object { fields, .. } | Kind::Interface { fields, .. }) = &declared.kind else {
            continue;
        };
        for field in fields {
            let notation = field.ty.to_string();
            let expected = match notation.starts_with('[') {
                false => Multiplicity::One,
                true if is_page(&declared.name, &field.name) => Multiplicity::ParentPage,
                true => Multiplicity::OwnPage,
            };
            assert_eq!(
                field.multiplicity, expected,
                "{}.{}: {notation}",
                declared.name, field.name
            );
        }
    }
}

#[test]
fn the_cost_grows_with_the_page_size_of_every_list_at_the_root() {
    let cost = |query: &str| match SHIPPED.prepare(&Request::new(query)) {
        Ok(operation) => operation.cost(),
        Err(refused) => panic!("{query}: {}", String::from_utf8_lossy(&refused.body)),
    };
    let query = SCHEMA.types.get("Query").expect("there is a root");
    let mut n_lists = 0;
    for field in fields(query) {
        if !field.ty.inner_named_type().ends_with("Connection") {
            continue;
        }
        n_lists += 1;
        // What a list cannot do without is a date.
        let required = field.arguments.iter().filter(|given| given.is_required());
        let required: Vec<String> = required
            .map(|given| format!("{}: \"2021\"", given.name))
            .collect();
        let with = |page: Option<String>| {
            let given: Vec<String> = required.iter().cloned().chain(page).collect();
            let arguments = match given.is_empty() {
                true => String::new(),
                false => format!("({})", given.join(", ")),
            };
            cost(&format!(
                "{{ {}{arguments} {{ nodes {{ __typename }} }} }}",
                field.name
            ))
        };
        let of = |size: u32| with(Some(format!("first: {size}")));
        assert!(of(400) > 9 * of(40), "{}: {}", field.name, of(400));
        let without = with(None);
        assert_eq!(without, of(DEFAULT_PAGE), "{}", field.name);
    }
    assert!(n_lists > 20, "{n_lists} lists");
    let looked_up = |n: usize| cost(&format!("{{ nodes(ids: {:?}) {{ id }} }}", vec!["x"; n]));
    assert!(looked_up(100) > 9 * looked_up(10));
}

#[test]
fn the_cost_of_lists_within_lists_is_their_product() {
    let cost = |query: &str| {
        let prepared = SHIPPED.prepare(&Request::new(query));
        prepared.map_or(0, |operation| operation.cost())
    };
    let nested = cost(
        "{ people(first: 100) { nodes { claims(first: 50) { nodes { citations(first: 4) { \
         paragraph } } } } } }",
    );
    assert!(nested > 100 * 50 * 4, "{nested}");
    assert!(nested < 3 * 100 * 50 * 4, "{nested}");
}

// ---- The ontology in the schema ----

#[test]
fn every_type_attribute_and_relation_of_the_story_is_in_the_schema() {
    let data = data(
        &SHIPPED,
        "{ ontology {
            types(first: 500) { name pluralField isAbstract }
            relations(first: 500) { field inverseField from { name } to { name } }
            attributes(first: 500) { field on { name } }
        } }",
    );
    let ontology = &data["ontology"];
    let has = |type_name: &str, field: &str| {
        let declared = SCHEMA.types.get(type_name);
        let declared = declared.unwrap_or_else(|| panic!("{type_name} is missing"));
        let is_there = fields(declared).iter().any(|known| known.name == field);
        assert!(is_there, "{type_name}.{field}");
    };
    for declared in items(&ontology["types"]) {
        has(
            "Query",
            declared["pluralField"].as_str().unwrap_or_default(),
        );
        has(declared["name"].as_str().unwrap_or_default(), "relations");
    }
    for relation in items(&ontology["relations"]) {
        let text = |key: &str| relation[key].as_str().unwrap_or_default();
        let end = |key: &str| relation[key]["name"].as_str().unwrap_or_default();
        has(end("from"), text("field"));
        has(end("to"), text("inverseField"));
    }
    for attribute in items(&ontology["attributes"]) {
        for type_name in each(&attribute["on"], "name") {
            has(type_name, attribute["field"].as_str().unwrap_or_default());
        }
    }
}

#[test]
fn the_whole_ontology_can_be_asked_for_at_once() {
    let data = ask(
        "{ ontology {
            types { name ancestors { name } }
            typeCount
            attributes { key on { name } values { constant } qualifiers { key values { constant } } }
            attributeCount
            relations { key from { name } to { name } qualifiers { key values { constant } } }
            relationCount
        } }",
    );
    let ontology = &data["ontology"];
    for (list, count) in [
        ("types", "typeCount"),
        ("attributes", "attributeCount"),
        ("relations", "relationCount"),
    ] {
        assert_eq!(ontology[count], items(&ontology[list]).len(), "{list}");
    }
}
