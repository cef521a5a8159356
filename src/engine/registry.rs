//! How does a definition become async-graphql's schema, and from there the SDL?
//!
//! async-graphql holds the type registry, checks that the types fit together and prints the SDL.
//! Execution is the engine's: a field that is resolved through this schema says so.

use super::definition::{Argument, Definition, Domain, Field, Kind, QUERY, SUBSCRIPTION, Type};
use async_graphql::SDLExportOptions;
use async_graphql::dynamic::{
    Enum, EnumItem, FieldFuture, InputObject, InputValue, Interface, InterfaceField, Object,
    Scalar, Schema, SchemaError, Subscription, SubscriptionField, SubscriptionFieldFuture, Union,
};
use async_graphql::futures_util::stream;

/// Registers every type of a definition with async-graphql.
///
/// # Errors
/// When the types do not fit together.
pub(super) fn registry<D: Domain>(definition: &Definition<D>) -> Result<Schema, SchemaError> {
    let subscription = definition.type_named(SUBSCRIPTION).map(|_| SUBSCRIPTION);
    let builder = Schema::build(QUERY, None, subscription);
    definition.types.iter().fold(builder, register).finish()
}

/// Prints the SDL of a schema, with the description of the whole on top.
pub(super) fn sdl<D: Domain>(schema: &Schema, definition: &Definition<D>) -> String {
    let options = SDLExportOptions::new()
        .include_specified_by()
        .prefer_single_line_descriptions()
        .use_space_ident()
        .indent_width(2);
    let types = schema.sdl_with_options(options);
    let types = types.trim();
    // async-graphql prints no description of the schema itself.
    let types = types.replacen(
        "\nschema {",
        &format!("\n{}\nschema {{", quoted(&definition.description)),
        1,
    );
    // Nor does it print which interfaces an interface implements.
    let types = definition
        .types
        .iter()
        .fold(types, |types, declared| match &declared.kind {
            Kind::Interface { interfaces, .. } if !interfaces.is_empty() => {
                let head = format!("\ninterface {} ", declared.name);
                let implements = format!("{head}implements {} ", interfaces.join(" & "));
                types.replacen(&head, &implements, 1)
            }
            _ => types,
        });
    format!("{types}\n")
}

/// Returns a description in such a way that async-graphql prints it as one valid string.
///
/// Its printer escapes quotation marks, but neither backslashes nor what follows a line break.
fn escaped(description: &str) -> String {
    description.replace('\\', "\\\\").replace(['\n', '\r'], " ")
}

/// Returns a description as the SDL writes it.
fn quoted(description: &str) -> String {
    format!("\"{}\"", escaped(description).replace('"', "\\\""))
}

fn register<D: Domain>(
    builder: async_graphql::dynamic::SchemaBuilder,
    declared: &Type<D>,
) -> async_graphql::dynamic::SchemaBuilder {
    let name = declared.name.as_str();
    let description = declared.description.as_str();
    match &declared.kind {
        Kind::Object { fields, .. } if name == SUBSCRIPTION => {
            let subscription = Subscription::new(name).description(escaped(description));
            let fields = fields.iter().map(|f| subscription_field(f));
            builder.register(fields.fold(subscription, Subscription::field))
        }
        Kind::Object { fields, interfaces } => {
            let object = Object::new(name).description(escaped(description));
            let object = interfaces.iter().fold(object, Object::implement);
            builder.register(
                fields
                    .iter()
                    .map(|f| object_field(f))
                    .fold(object, Object::field),
            )
        }
        Kind::Interface { fields, interfaces } => {
            let interface = Interface::new(name).description(escaped(description));
            let interface = interfaces.iter().fold(interface, Interface::implement);
            let fields = fields.iter().map(|f| interface_field(f));
            builder.register(fields.fold(interface, Interface::field))
        }
        Kind::Union { members } => {
            let union = Union::new(name).description(escaped(description));
            builder.register(members.iter().fold(union, Union::possible_type))
        }
        Kind::Enumeration { values } => {
            let enumeration = Enum::new(name).description(escaped(description));
            let items = values
                .iter()
                .map(|(value, meaning)| EnumItem::new(value).description(escaped(meaning)));
            builder.register(items.fold(enumeration, Enum::item))
        }
        Kind::Scalar { specified_by, .. } => builder.register(
            Scalar::new(name)
                .description(escaped(description))
                .specified_by_url(specified_by),
        ),
        Kind::InputObject { fields } => {
            let input = InputObject::new(name).description(escaped(description));
            builder.register(
                fields
                    .iter()
                    .map(input_value)
                    .fold(input, InputObject::field),
            )
        }
    }
}

/// Returns why nothing is resolved through the registered schema.
fn not_here() -> async_graphql::Error {
    async_graphql::Error::new("this schema is executed by the engine")
}

fn subscription_field<D: Domain>(field: &Field<D>) -> SubscriptionField {
    let declared = SubscriptionField::new(&field.name, field.ty.clone(), |_| {
        SubscriptionFieldFuture::new(async {
            Err::<stream::Empty<Result<async_graphql::Value, _>>, _>(not_here())
        })
    });
    field.arguments.iter().map(input_value).fold(
        declared.description(escaped(&field.description)),
        SubscriptionField::argument,
    )
}

fn object_field<D: Domain>(field: &Field<D>) -> async_graphql::dynamic::Field {
    let declared = async_graphql::dynamic::Field::new(&field.name, field.ty.clone(), |_| {
        FieldFuture::new(async { Err::<Option<async_graphql::Value>, _>(not_here()) })
    });
    field.arguments.iter().map(input_value).fold(
        declared.description(escaped(&field.description)),
        |declared, argument| declared.argument(argument),
    )
}

fn interface_field<D: Domain>(field: &Field<D>) -> InterfaceField {
    let declared = InterfaceField::new(&field.name, field.ty.clone());
    field.arguments.iter().map(input_value).fold(
        declared.description(escaped(&field.description)),
        InterfaceField::argument,
    )
}

fn input_value(argument: &Argument) -> InputValue {
    let declared = InputValue::new(&argument.name, argument.ty.clone())
        .description(escaped(&argument.description));
    match &argument.default {
        Some(value) => declared.default_value(value.clone()),
        None => declared,
    }
}
