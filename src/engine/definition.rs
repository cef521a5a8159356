//! What can be asked over the wire, and what produces each answer?
//!
//! A [`Field`] holds its declaration and the function that produces it side by side; the SDL,
//! introspection, validation and every plan come from there.

use super::disclosure::Disclosure;
use super::error::FieldError;
use super::writer::JsonWriter;
use crate::deadline::Deadline;
use async_graphql::Value;
use async_graphql::dynamic::TypeRef;
use std::collections::HashMap;
use std::sync::Arc;

/// What an operation reads: one snapshot of some data, and how its objects are handled.
///
/// The engine knows GraphQL and no story; everything about the data goes through this trait.
pub trait Domain: Clone + Send + Sync + Unpin + 'static {
    /// A handle on one object of the data, valid while the operation runs.
    type Object<'r>: Copy;
    /// The arguments of a field, checked once for each operation and not for each object.
    type Arguments: Default + Send + Sync;
    /// A leaf of the kind that most answers consist of.
    ///
    /// It is told apart by a value and not reached through a pointer to a function: the call would
    /// cost as much as the leaf.
    type CommonLeaf: Copy + Send + Sync;
    /// Where the common leaves of one object are.
    ///
    /// It is found once for each object and not for each leaf: finding it would cost as much as
    /// the leaf.
    type Leaves<'r>: Copy;

    /// Returns the object on which an operation starts.
    fn root(&self) -> Self::Object<'_>;

    /// Returns the name of the concrete GraphQL type of an object that stands where objects of
    /// several types may.
    fn type_name<'r>(&'r self, object: Self::Object<'r>) -> &'r str;

    /// Returns where the common leaves of an object are.
    fn leaves<'r>(&'r self, object: &Self::Object<'r>) -> Self::Leaves<'r>;

    /// Writes a common leaf of an object, or tells that there is none.
    fn write(leaves: Self::Leaves<'_>, leaf: Self::CommonLeaf, out: &mut JsonWriter) -> Leaf;

    /// Checks the coerced arguments of a field.
    ///
    /// # Errors
    /// When an argument has the right type and still makes no sense, such as a negative page size.
    fn prepare(
        &self,
        arguments: &mut dyn Iterator<Item = (&Argument, &Value)>,
    ) -> Result<Self::Arguments, FieldError>;

    /// Returns what a field with these arguments takes, below whatever root field it stands.
    fn effort(arguments: &Self::Arguments) -> Effort;

    /// Returns the data as a root field and everything below it see it; `None` when it is seen as
    /// it is, and nothing is kept. What is worked out has to be there by the deadline; what it may
    /// take is shared with the scope of another root field of the operation, if there is one.
    fn scope(
        &self,
        effort: Effort,
        arguments: &Self::Arguments,
        deadline: &Deadline,
        beside: Option<&Self>,
    ) -> Option<Self>;

    /// Returns what the response tells beside the answer, as a JSON object, given the scopes with
    /// the response keys of their root fields.
    fn extensions(&self, scopes: &mut dyn Iterator<Item = (&str, &Self)>) -> Option<String>;

    /// Returns how much of what there is, for those who run the server.
    fn size(&self) -> Vec<(&'static str, usize)> {
        Vec::new()
    }

    /// Returns what names the state of the data; what is told to a subscriber is what changed since
    /// such a state. Data that never change have one state.
    fn state(&self) -> &str {
        ""
    }

    /// Returns the state since which a subscriber asks, when the arguments name one.
    fn since(_arguments: &Self::Arguments) -> Option<&str> {
        None
    }

    /// Returns the data as they tell a subscriber, under a root field with these arguments, what
    /// changed since a state; `None` when nothing did that the arguments ask for. What is worked
    /// out has to be there by the deadline.
    ///
    /// # Errors
    /// When nobody knows what changed since that state.
    fn news(
        &self,
        _arguments: &Self::Arguments,
        _since: &str,
        _deadline: &Deadline,
    ) -> Result<Option<Self>, FieldError> {
        Ok(None)
    }

    /// Returns the number of items that a list with these arguments may have.
    fn page_size(arguments: &Self::Arguments) -> u64;
}

/// Whether a producer wrote a value or found none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leaf {
    /// A value was written.
    Written,
    /// There is no value, and nothing was written.
    Null,
}

/// Takes the items of a list one after the other; an error stops the list and is passed on.
pub type Items<'a, O> = &'a mut dyn FnMut(Option<&O>) -> Result<(), Halt>;

/// Why the rest of an object or a list is not written.
#[derive(Debug)]
pub enum Halt {
    /// A null stands where none may be; the nearest nullable position above becomes null.
    Null,
    /// The whole operation is at an end.
    Operation,
    /// The field itself failed.
    Field(FieldError),
}

impl From<FieldError> for Halt {
    fn from(error: FieldError) -> Self {
        Self::Field(error)
    }
}

type ObjectOf<'r, D> = <D as Domain>::Object<'r>;

// Objects are passed by reference: an object of a story is wide, and a leaf reads little of it.
// What is more, a processor that copies an object as a whole, right after its parts were written,
// waits until the last of them has reached the cache.

type LeafFn<D> = dyn for<'r> Fn(
        &'r D,
        &ObjectOf<'r, D>,
        &'r <D as Domain>::Arguments,
        &mut JsonWriter,
    ) -> Result<Leaf, FieldError>
    + Send
    + Sync;

type ObjectFn<D> = dyn for<'r> Fn(
        &'r D,
        &ObjectOf<'r, D>,
        &'r <D as Domain>::Arguments,
    ) -> Result<Option<ObjectOf<'r, D>>, FieldError>
    + Send
    + Sync;

type ObjectsFn<D> = dyn for<'r> Fn(
        &'r D,
        &ObjectOf<'r, D>,
        &'r <D as Domain>::Arguments,
        Items<'_, ObjectOf<'r, D>>,
    ) -> Result<(), Halt>
    + Send
    + Sync;

type CheckFn = dyn Fn(&Value) -> Result<(), String> + Send + Sync;

/// The function behind a field.
pub enum Produce<D: Domain> {
    /// Writes a scalar or an enumeration value, as the domain knows by itself.
    CommonLeaf(D::CommonLeaf),
    /// Writes a scalar, an enumeration value, or a list of them.
    Leaf(Box<LeafFn<D>>),
    /// Finds one object.
    Object(Box<ObjectFn<D>>),
    /// Finds the objects of a list.
    Objects(Box<ObjectsFn<D>>),
}

impl<D: Domain> Produce<D> {
    /// A field that writes a scalar, an enumeration value, or a list of them.
    pub fn leaf<F>(function: F) -> Self
    where
        F: for<'r> Fn(
                &'r D,
                ObjectOf<'r, D>,
                &'r D::Arguments,
                &mut JsonWriter,
            ) -> Result<Leaf, FieldError>
            + Send
            + Sync
            + 'static,
    {
        Self::Leaf(Box::new(move |domain, object, arguments, out| {
            function(domain, *object, arguments, out)
        }))
    }

    /// A field that finds one object or none.
    pub fn object<F>(function: F) -> Self
    where
        F: for<'r> Fn(
                &'r D,
                ObjectOf<'r, D>,
                &'r D::Arguments,
            ) -> Result<Option<ObjectOf<'r, D>>, FieldError>
            + Send
            + Sync
            + 'static,
    {
        Self::Object(Box::new(move |domain, object, arguments| {
            function(domain, *object, arguments)
        }))
    }

    /// A field that finds the objects of a list.
    pub fn objects<F>(function: F) -> Self
    where
        F: for<'r> Fn(
                &'r D,
                ObjectOf<'r, D>,
                &'r D::Arguments,
                Items<'_, ObjectOf<'r, D>>,
            ) -> Result<(), Halt>
            + Send
            + Sync
            + 'static,
    {
        Self::Objects(Box::new(move |domain, object, arguments, each| {
            function(domain, *object, arguments, each)
        }))
    }
}

/// How many values a field stands for, when the cost of an operation is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Multiplicity {
    /// One.
    One,
    /// As many as its own page arguments allow.
    OwnPage,
    /// As many as the page arguments of the field that leads to its object allow.
    ParentPage,
}

/// What it takes to find what a field stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effort {
    /// It stands in an index.
    LookUp,
    /// It is worked out for the request and kept, in a scope of its root field, until the end.
    WorkOut,
}

/// A field of an object type or an interface.
pub struct Field<D: Domain> {
    /// Its name.
    pub name: String,
    /// Its type.
    pub ty: TypeRef,
    /// What it means.
    pub description: String,
    /// Its arguments.
    pub arguments: Vec<Argument>,
    /// How many values it stands for.
    pub multiplicity: Multiplicity,
    /// What it takes, when it is a root field.
    pub effort: Effort,
    /// What produces it.
    pub produce: Produce<D>,
}

impl<D: Domain> Field<D> {
    /// Declares a field; `ty` is in GraphQL notation, `[Person!]!`.
    pub fn new(
        name: impl Into<String>,
        ty: &str,
        description: impl Into<String>,
        produce: Produce<D>,
    ) -> Self {
        Self {
            name: name.into(),
            ty: type_ref(ty),
            description: description.into(),
            arguments: Vec::new(),
            multiplicity: Multiplicity::One,
            effort: Effort::LookUp,
            produce,
        }
    }

    /// Adds an argument; `ty` is in GraphQL notation.
    #[must_use]
    pub fn argument(mut self, argument: Argument) -> Self {
        self.arguments.push(argument);
        self
    }

    /// Adds several arguments.
    #[must_use]
    pub fn arguments(mut self, arguments: impl IntoIterator<Item = Argument>) -> Self {
        self.arguments.extend(arguments);
        self
    }

    /// Says what the field takes.
    #[must_use]
    pub fn effort(mut self, effort: Effort) -> Self {
        self.effort = effort;
        self
    }

    /// Says how many values the field stands for.
    #[must_use]
    pub fn multiplicity(mut self, multiplicity: Multiplicity) -> Self {
        self.multiplicity = multiplicity;
        self
    }
}

/// An argument of a field, or a field of an input object.
#[derive(Debug, Clone)]
pub struct Argument {
    /// Its name.
    pub name: String,
    /// Its type.
    pub ty: TypeRef,
    /// What it means.
    pub description: String,
    /// The value that it has when it is left out.
    pub default: Option<Value>,
}

impl Argument {
    /// Declares an argument; `ty` is in GraphQL notation.
    pub fn new(name: impl Into<String>, ty: &str, description: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            ty: type_ref(ty),
            description: description.into(),
            default: None,
        }
    }

    /// Gives the argument a value for when it is left out.
    #[must_use]
    pub fn default(mut self, value: impl Into<Value>) -> Self {
        self.default = Some(value.into());
        self
    }
}

/// A type of the schema.
pub struct Type<D: Domain> {
    /// Its name.
    pub name: String,
    /// What it stands for.
    pub description: String,
    /// What kind of type it is.
    pub kind: Kind<D>,
}

impl<D: Domain> Type<D> {
    /// Adds fields to an object type or an interface; other types have none.
    #[must_use]
    pub fn fields(mut self, more: impl IntoIterator<Item = Field<D>>) -> Self {
        if let Kind::Object { fields, .. } | Kind::Interface { fields, .. } = &mut self.kind {
            fields.extend(more.into_iter().map(Arc::new));
        }
        self
    }
}

/// What a type consists of.
pub enum Kind<D: Domain> {
    /// An object type.
    Object {
        /// Its fields.
        fields: Vec<Arc<Field<D>>>,
        /// The interfaces that it implements, inherited ones included.
        interfaces: Vec<String>,
    },
    /// An interface.
    Interface {
        /// Its fields.
        fields: Vec<Arc<Field<D>>>,
        /// The interfaces that it implements, inherited ones included.
        interfaces: Vec<String>,
    },
    /// A union.
    Union {
        /// Its object types.
        members: Vec<String>,
    },
    /// An enumeration.
    Enumeration {
        /// Its values with their meaning.
        values: Vec<(String, String)>,
    },
    /// A scalar of our own.
    Scalar {
        /// The address of its specification.
        specified_by: String,
        /// Tells what is wrong with an input value, when something is.
        check: Box<CheckFn>,
    },
    /// An input object.
    InputObject {
        /// Its fields.
        fields: Vec<Argument>,
    },
}

/// The types of a schema.
pub struct Definition<D: Domain> {
    /// What the whole is about.
    pub description: String,
    /// The types, in the order of their declaration.
    pub types: Vec<Type<D>>,
    /// What is told of the schema beyond the answer.
    pub disclosure: Disclosure,
    by_name: HashMap<String, usize>,
}

/// The name of the type at which queries start.
pub const QUERY: &str = "Query";

/// The name of the type at which subscriptions start, where there are any.
pub const SUBSCRIPTION: &str = "Subscription";

impl<D: Domain> Definition<D> {
    /// Gathers the types of a schema.
    pub fn new(description: impl Into<String>, types: Vec<Type<D>>) -> Self {
        let by_name = types
            .iter()
            .enumerate()
            .map(|(at, declared)| (declared.name.clone(), at))
            .collect();
        Self {
            description: description.into(),
            types,
            disclosure: Disclosure::default(),
            by_name,
        }
    }

    /// Says what is told of the schema beyond the answer.
    #[must_use]
    pub fn disclosing(mut self, disclosure: Disclosure) -> Self {
        self.disclosure = disclosure;
        self
    }

    /// Returns the type of this name, unless it is built into GraphQL or unknown.
    pub fn type_named(&self, name: &str) -> Option<&Type<D>> {
        self.by_name.get(name).map(|&at| &self.types[at])
    }

    /// Returns a field of an object type.
    pub fn field(&self, type_name: &str, field: &str) -> Option<&Arc<Field<D>>> {
        match &self.type_named(type_name)?.kind {
            Kind::Object { fields, .. } => fields.iter().find(|declared| declared.name == field),
            _ => None,
        }
    }

    /// Returns the object types that a value of this type may have.
    pub fn possible_types<'d>(&'d self, name: &'d str) -> Vec<&'d str> {
        match self.type_named(name).map(|declared| &declared.kind) {
            Some(Kind::Union { members }) => members.iter().map(String::as_str).collect(),
            Some(Kind::Interface { .. }) => self
                .types
                .iter()
                .filter(|declared| {
                    matches!(&declared.kind, Kind::Object { interfaces, .. }
                        if interfaces.iter().any(|interface| interface == name))
                })
                .map(|declared| declared.name.as_str())
                .collect(),
            _ => vec![name],
        }
    }
}

/// Returns the type that GraphQL writes as `notation`.
fn type_ref(notation: &str) -> TypeRef {
    if let Some(nullable) = notation.strip_suffix('!') {
        TypeRef::NonNull(Box::new(type_ref(nullable)))
    } else if let Some(item) = notation.strip_prefix('[').and_then(|n| n.strip_suffix(']')) {
        TypeRef::List(Box::new(type_ref(item)))
    } else {
        TypeRef::Named(notation.to_owned().into())
    }
}
