//! What was read from one `graph-data` folder?

use crate::model::{Breach, Claims, Entities, Source};
use crate::ontology::Ontology;

/// A checked story: its ontology, sources, entities and claims.
///
/// Invariant: `sources` and `entities` are in ascending order of their ids; `claims` are in
/// ascending order of subject, then attributes before relations in the order of the ontology,
/// then earliest publication, then id; the citations of a claim are in ascending order of
/// publication, then source, then paragraph. Every position held inside points into these lists, and every claim fits
/// the ontology.
#[derive(Debug, Clone, PartialEq)]
pub struct Dataset {
    /// What may be said.
    pub ontology: Ontology,
    /// The documents.
    pub sources: Vec<Source>,
    /// The things that claims are about.
    pub entities: Entities,
    /// What is said.
    pub claims: Claims,
    /// Where claims break a constraint that warns, in the order of the constraints.
    pub warnings: Vec<Breach>,
    /// How often each constraint is broken, in the order of the ontology.
    pub n_breaches: Vec<usize>,
    /// What names everything that the data say: 32 hexadecimal digits.
    pub snapshot: String,
}
