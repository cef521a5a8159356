//! What may be said in this story: the declared types, attributes and relations.
//!
//! An [`Ontology`] is a table of data; nothing in the code names a type or a relation of a story.

mod key;
mod reader;
pub mod reserved;
mod tables;
mod value_type;

pub use key::{Key, TypeName, is_slug};
pub use reader::{Reading, read};
pub use tables::{
    Attribute, AttributeId, Direction, EntityType, Ontology, Qualifier, Relation, RelationId,
    TypeId,
};
pub use value_type::{EnumValue, Enumeration, ValueType};
