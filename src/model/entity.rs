//! What are claims about?

use crate::ontology::TypeId;

/// The position of an entity within one dataset or one graph; it means nothing outside of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityIx(pub u32);

/// A thing that claims are about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// The slug by which everything refers to it.
    pub id: String,
    /// The slugs by which it was referred to before, which lead to it still.
    pub former_ids: Vec<String>,
    /// Its concrete type.
    pub type_id: TypeId,
    /// The label under which readers meet it, in Unicode normalization form C.
    pub name: String,
}
