//! Which entities does a text find, as a list that is paged?

use super::findings::{Finding, Findings};
use crate::graph::{GraphView, KnowledgeGraph};
use crate::search::{Hit, Hits, Index, Sought};

/// A text that was searched for, and what it finds.
#[derive(Debug, Clone)]
pub struct TextSearch {
    /// What was sought.
    pub sought: Sought,
    /// The entities that are found, those that fit best first.
    pub hits: Findings<Hit>,
    /// Whether everything was looked at.
    pub complete: bool,
}

impl Finding for Hit {
    const LIST: &'static str = "search";

    fn key(&self, graph: &KnowledgeGraph) -> String {
        graph.id(self.entity).to_owned()
    }
}

/// Finds the entities that fit what is sought.
pub fn search(seen: GraphView<'_>, index: &Index, sought: &Sought) -> TextSearch {
    let Hits { hits, complete } = index.find(seen, sought);
    TextSearch {
        hits: Findings::new(sought.spelled(seen.graph()), hits),
        sought: sought.clone(),
        complete,
    }
}
