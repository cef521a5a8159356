//! What lies around some entities, for a drawing?
//!
//! Entities are gathered hop by hop, those that are nearer first, then by their ids. Between those
//! that were gathered, every relationship is told that somebody says there is.

use super::budget::{Budget, Cut};
use super::findings::{Finding, Findings};
use super::list::Relations;
use super::path::{Hop, PathFilter, Place, Verdicts, Via, Walk};
use crate::graph::{GraphView, KnowledgeGraph};
use crate::model::EntityIx;
use crate::ontology::Direction;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt::Write as _;

/// The most entities that one drawing shows.
pub const MAX_NODES: usize = 500;

/// The most relationships that one drawing shows.
const MAX_EDGES: usize = 10_000;

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Vicinity<'q> {
    /// The entities around which one looks.
    pub of: &'q [EntityIx],
    /// The most hops from one of them.
    pub depth: u8,
    /// The relations that count.
    pub relations: &'q Relations,
    /// The expression that the way to an entity has to begin to obey, if there is one.
    pub via: Option<&'q Via>,
    /// The conditions on what is gathered; the entities around which one looks need not fulfill them.
    pub filter: &'q PathFilter,
    /// The most entities that are told.
    pub limit: usize,
}

/// What lies around some entities.
#[derive(Debug, Clone)]
pub struct Neighborhood {
    pub(super) nodes: Findings<Neighbor>,
    edges: Vec<Hop>,
    cut: Option<Cut>,
}

impl Neighborhood {
    /// Returns the entities, those that are nearer first, then in the order of their ids.
    pub fn nodes(&self) -> &[Neighbor] {
        self.nodes.items()
    }

    /// Returns the relationships between the entities, each from its subject to its object, in the
    /// order of the subjects among the entities.
    pub fn edges(&self) -> &[Hop] {
        &self.edges
    }

    /// Returns why something is missing, when something is.
    pub fn cut(&self) -> Option<Cut> {
        self.cut
    }
}

/// An entity in a neighborhood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Neighbor {
    /// The entity.
    pub entity: EntityIx,
    /// The number of hops from the nearest of those around which one looks.
    pub depth: u8,
    /// What it is linked with; `None` when there was no time to look.
    pub links: Option<Links>,
}

/// How an entity is linked with all others, drawn or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Links {
    /// The number of its relationships that count.
    pub n_relationships: usize,
    /// The number of other entities at their ends that are not drawn.
    pub n_hidden: usize,
}

impl Finding for Neighbor {
    const LIST: &'static str = "neighborhood";

    fn key(&self, graph: &KnowledgeGraph) -> String {
        graph.id(self.entity).to_owned()
    }
}

/// Gathers what lies around some entities.
pub fn neighborhood(seen: GraphView<'_>, vicinity: &Vicinity<'_>, budget: Budget) -> Neighborhood {
    let verdicts = Verdicts::between(vicinity.filter, vicinity.of);
    let mut survey = Survey {
        walk: Walk {
            seen,
            relations: vicinity.relations,
            via: vicinity.via,
            verdicts: &verdicts,
        },
        budget,
        depths: HashMap::new(),
        order: Vec::new(),
        links: Vec::new(),
        edges: Vec::new(),
    };
    let gathered = survey.gather(vicinity);
    let linked = survey.link();
    let links = survey
        .links
        .into_iter()
        .map(Some)
        .chain(std::iter::repeat(None));
    let nodes = survey
        .order
        .iter()
        .zip(links)
        .map(|(entity, links)| Neighbor {
            entity: *entity,
            depth: survey.depths[entity],
            links,
        });
    Neighborhood {
        nodes: Findings::new(question(seen, vicinity), nodes.collect()),
        edges: survey.edges,
        cut: gathered.and(linked).err(),
    }
}

fn question(seen: GraphView<'_>, vicinity: &Vicinity<'_>) -> String {
    let mut question = String::new();
    for &entity in vicinity.of {
        let _ = write!(question, "{} ", seen.graph().id(entity));
    }
    question
}

/// A neighborhood that is being gathered.
struct Survey<'w> {
    walk: Walk<'w>,
    budget: Budget,
    depths: HashMap<EntityIx, u8>,
    order: Vec<EntityIx>,
    links: Vec<Links>,
    edges: Vec<Hop>,
}

impl Survey<'_> {
    /// Gathers the entities.
    fn gather(&mut self, vicinity: &Vicinity<'_>) -> Result<(), Cut> {
        let mut level: BTreeSet<Place> = vicinity.of.iter().map(|&entity| (entity, 0)).collect();
        let mut met: HashSet<Place> = level.iter().copied().collect();
        self.keep(&level, 0, vicinity.limit)?;
        for depth in 1..=vicinity.depth {
            let mut next = BTreeSet::new();
            let Self { walk, budget, .. } = self;
            for &place in &level {
                walk.onward(place, budget, |hop, place| {
                    if !met.contains(&place) && walk.admits(&hop, budget)? {
                        met.insert(place);
                        next.insert(place);
                    }
                    Ok(())
                })?;
            }
            self.keep(&next, depth, vicinity.limit)?;
            level = next;
        }
        Ok(())
    }

    /// Keeps the entities of a level that are not known from levels before.
    fn keep(&mut self, level: &BTreeSet<Place>, depth: u8, limit: usize) -> Result<(), Cut> {
        for (entity, _) in level {
            if self.depths.contains_key(entity) {
                continue;
            }
            if self.order.len() == limit {
                return Err(Cut::Found);
            }
            self.depths.insert(*entity, depth);
            self.order.push(*entity);
        }
        Ok(())
    }

    /// Gathers what links the entities with each other, and counts what links them with others,
    /// for all entities even when there are too many relationships to be told.
    fn link(&mut self) -> Result<(), Cut> {
        let mut told = Ok(());
        for at in 0..self.order.len() {
            let entity = self.order[at];
            let (links, own) = self.links_of(entity)?;
            self.links.push(links);
            if self.edges.len() + own.len() > MAX_EDGES {
                told = Err(Cut::Found);
            }
            if told.is_ok() {
                self.edges.extend(own);
            }
        }
        told
    }

    /// Returns how an entity is linked, with the relationships that start there and are drawn.
    fn links_of(&mut self, entity: EntityIx) -> Result<(Links, Vec<Hop>), Cut> {
        let seen = self.walk.seen;
        let mut n_relationships = 0;
        let mut hidden = Vec::new();
        let mut own = Vec::new();
        for (relation, direction, span) in seen.graph().all_relationships(entity) {
            if !self.walk.counts(relation) {
                continue;
            }
            self.budget.follow(span.len())?;
            for adjacent in seen.relationships_in(span).iter() {
                let hop = Hop {
                    from: entity,
                    relation,
                    direction,
                    adjacent,
                };
                if !self.walk.admits(&hop, &self.budget)? {
                    continue;
                }
                n_relationships += 1;
                if !self.depths.contains_key(&hop.to()) {
                    hidden.push(hop.to());
                } else if direction == Direction::Forward {
                    own.push(hop);
                }
            }
        }
        hidden.sort_unstable();
        hidden.dedup();
        let links = Links {
            n_relationships,
            n_hidden: hidden.len(),
        };
        Ok((links, own))
    }
}
