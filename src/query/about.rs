//! What is a question about?

use crate::graph::GraphView;
use crate::model::EntityIx;

/// What a question is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum About {
    /// Everything.
    #[default]
    Everything,
    /// One entity.
    Entity(EntityIx),
    /// An entity that the view does not show, if there is one.
    Nothing,
}

impl About {
    /// Returns what a question with this id is about; everything when it names none.
    pub fn of(seen: GraphView<'_>, id: Option<&str>) -> Self {
        match id {
            None => Self::Everything,
            Some(id) => seen.entity_by_id(id).map_or(Self::Nothing, Self::Entity),
        }
    }

    /// Returns a text that spells it, and nothing else.
    pub fn spelled(self, seen: GraphView<'_>) -> &str {
        match self {
            Self::Everything => "*",
            Self::Entity(entity) => seen.graph().id(entity),
            Self::Nothing => "",
        }
    }
}
