//! What may be said in this story: the declared types, attributes, relations, standings and
//! constraints.
//!
//! An [`Ontology`] is a table of data; nothing in the code names a type or a relation of a story.

mod constraint;
mod key;
mod names;
mod procedure;
mod reader;
pub mod reserved;
mod tables;
mod value_type;

pub use crate::document::Severity;
pub use constraint::{Constraint, ConstraintId, ConstraintKind, Limit};
pub use key::{Key, TypeName, is_slug};
pub use names::{Names, Predicate};
pub use procedure::{Effect, Procedure, Standing, StandingId};
pub use reader::{Reading, read};
pub use tables::{
    Attribute, AttributeId, Direction, EntityType, Ontology, Qualifier, Relation, RelationId,
    TypeId,
};
pub use value_type::{EnumValue, Enumeration, ValueType};
