//! What are claims about?

use super::column;
use super::texts::{TextIx, Texts};
use crate::ontology::TypeId;
use borsh::{BorshDeserialize, BorshSerialize};

/// The position of an entity within one dataset or one graph; it means nothing outside of it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize,
)]
pub struct EntityIx(pub u32);

/// A thing that claims are about, as it is put into a table of [`Entities`].
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

/// Entities, numbered from 0.
#[derive(Debug, Clone, PartialEq, Default, BorshSerialize, BorshDeserialize)]
pub struct Entities {
    #[borsh(deserialize_with = "column::read")]
    types: Vec<TypeId>,
    /// The id and the name of each.
    texts: Texts,
    /// The ids that some had before.
    former_ids: Vec<(String, EntityIx)>,
}

impl Entities {
    /// Appends an entity.
    ///
    /// # Panics
    /// When the ids and names exceed 4 GiB.
    pub fn push(&mut self, entity: Entity) {
        let at = u32::try_from(self.len()).expect("entities are counted in 32 bits");
        let former = entity.former_ids.into_iter();
        self.former_ids.extend(former.map(|id| (id, EntityIx(at))));
        self.types.push(entity.type_id);
        self.texts.push(&entity.id);
        self.texts.push(&entity.name);
    }

    /// Returns the number of entities.
    #[inline]
    pub fn len(&self) -> usize {
        self.types.len()
    }

    /// Returns whether there are none.
    pub fn is_empty(&self) -> bool {
        self.types.is_empty()
    }

    /// Returns the positions of all entities.
    pub fn positions(&self) -> impl ExactSizeIterator<Item = EntityIx> + Clone {
        (0..self.len()).map(|at| EntityIx(at as u32))
    }

    /// Returns the slug by which everything refers to an entity.
    #[inline]
    pub fn id(&self, EntityIx(at): EntityIx) -> &str {
        self.texts.text(TextIx(2 * at))
    }

    /// Returns the label under which readers meet an entity.
    #[inline]
    pub fn name(&self, EntityIx(at): EntityIx) -> &str {
        self.texts.text(TextIx(2 * at + 1))
    }

    /// Returns the concrete type of an entity.
    #[inline]
    pub fn type_of(&self, EntityIx(at): EntityIx) -> TypeId {
        self.types[at as usize]
    }

    /// Returns the slugs by which entities were referred to before.
    pub fn former_ids(&self) -> impl Iterator<Item = (&str, EntityIx)> {
        let former = self.former_ids.iter();
        former.map(|(id, entity)| (id.as_str(), *entity))
    }
}

impl FromIterator<Entity> for Entities {
    fn from_iter<I: IntoIterator<Item = Entity>>(entities: I) -> Self {
        let mut table = Self::default();
        entities.into_iter().for_each(|entity| table.push(entity));
        table
    }
}
