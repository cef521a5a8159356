//! What are the objects of an answer, and of which types are they?

use super::arguments::Arguments;
use super::condition_reading::Reader;
use super::kept::Kept;
use super::members::Members;
use super::subscription::unknown_snapshot;
use super::view;
use super::wire::{Leaves, Slot, Wire};
use crate::engine::{Argument, Deadline, Domain, Effort, FieldError, JsonWriter, Leaf, Limit};
use crate::graph::{Adjacent, ClaimIx, GraphView, KnowledgeGraph, View, Visible};
use crate::model::{
    Breach, CitationRef, EntityIx, Money, Period, SourceIx, ValueRef as StoredValue,
};
use crate::ontology::{
    AttributeId, Direction, EnumValue, Qualifier, RelationId, TypeId, ValueType,
};
use crate::query::{
    About, Budget, Centrality, Change, Choice, Chosen, CitationIx, Cut, Difference, Differences,
    Disagreement, Extent, Figure, Found, Group, Grouping, Groups, History, Hop, Item, List,
    MOST_WORK, Moment, Neighbor, Neighborhood, Oppositions, Path, Projection, Property,
    SharedNeighbor, Side, Summary, TextSearch, Watched, Whose, Window, Work, WorkDone, work_out,
};
use crate::search::{Hit, Index, Match};
use async_graphql::Value;
use elsa::sync::FrozenVec;
use std::convert::Infallible;
use std::sync::{Arc, OnceLock};

/// One snapshot of a story, as the engine reads it.
#[derive(Debug)]
pub struct Story {
    shared: Arc<Shared>,
    /// What is shown; everything when there is nothing here.
    visible: Option<Arc<Visible>>,
    /// What was worked out for a root field, in the scope of that field.
    found: OnceLock<Found>,
    /// The parts of the graph that are analyzed below it, and what was worked out of them.
    projections: FrozenVec<Arc<Projection>>,
    figures: FrozenVec<Arc<Found>>,
    /// The lists that were filtered or put in order below it.
    chosen: FrozenVec<Box<Chosen>>,
    /// The groups into which lists fell.
    groups: FrozenVec<Box<Groups>>,
    /// What the values of lists came to.
    summaries: FrozenVec<Box<Summary>>,
    /// What the operation may still look at.
    work: Arc<Work>,
    /// The time by which everything below it has to be worked out.
    deadline: Option<Deadline>,
    /// Which sources oppose each other under the view, once that was asked for.
    oppositions: OnceLock<Oppositions>,
    /// What changed since the snapshot that a subscriber saw last.
    differences: Option<Differences>,
}

impl Clone for Story {
    /// Returns the same snapshot under the same view, for which nothing is worked out.
    fn clone(&self) -> Self {
        Self::scoped(Arc::clone(&self.shared), self.visible.clone())
    }
}

#[derive(Debug)]
struct Shared {
    graph: KnowledgeGraph,
    history: History,
    wire: Wire,
    /// The texts by their words, once somebody searches or was expected to.
    index: OnceLock<Index>,
    members: Members,
    limits: Vec<Limit>,
    /// Which sources oppose each other without a view, once that was asked for.
    oppositions: OnceLock<Oppositions>,
    /// The views that were asked for of late.
    views: Kept<View, Visible>,
    /// The parts of the graph that were analyzed of late.
    projections: Kept<Extent, Projection>,
    /// What was worked out of them.
    figures: Kept<(Extent, Figure), Found>,
}

/// The number of bytes up to which views are kept, and projections, and their figures.
const KEPT_BYTES: u64 = 64 * 1024 * 1024;

impl Story {
    /// Takes a graph as the snapshot that is answered from, and the limits in force, to tell them.
    pub fn new(graph: KnowledgeGraph, limits: Vec<Limit>) -> Self {
        Self::with_history(graph, History::default(), limits)
    }

    /// Takes a graph as the snapshot that follows this one, and remembers what changed.
    #[must_use]
    pub fn followed_by(&self, graph: KnowledgeGraph) -> Self {
        let history = self.shared.history.followed(self.graph(), &graph);
        Self::with_history(graph, history, self.shared.limits.clone())
    }

    fn with_history(graph: KnowledgeGraph, history: History, limits: Vec<Limit>) -> Self {
        let shared = Shared {
            wire: Wire::of(&graph),
            index: OnceLock::new(),
            members: Members::of(graph.ontology()),
            graph,
            history,
            limits,
            oppositions: OnceLock::new(),
            views: Kept::up_to(KEPT_BYTES),
            projections: Kept::up_to(KEPT_BYTES),
            figures: Kept::up_to(KEPT_BYTES),
        };
        Self::scoped(Arc::new(shared), None)
    }

    fn scoped(shared: Arc<Shared>, visible: Option<Arc<Visible>>) -> Self {
        Self {
            shared,
            visible,
            found: OnceLock::new(),
            projections: FrozenVec::new(),
            figures: FrozenVec::new(),
            chosen: FrozenVec::new(),
            groups: FrozenVec::new(),
            summaries: FrozenVec::new(),
            work: Arc::new(Work::new(MOST_WORK, None)),
            deadline: None,
            oppositions: OnceLock::new(),
            differences: None,
        }
    }

    /// Does now what a request would have to wait for: it puts the texts in order.
    pub fn warm_up(&self) {
        self.index();
    }

    /// Returns the graph.
    pub fn graph(&self) -> &KnowledgeGraph {
        &self.shared.graph
    }

    /// Returns the limits in force.
    pub(super) fn limits(&self) -> &[Limit] {
        &self.shared.limits
    }

    /// Returns the texts of the graph, by their words.
    pub(super) fn index(&self) -> &Index {
        self.shared.index.get_or_init(|| Index::of(self.graph()))
    }

    /// Returns the graph as the view shows it that was asked for.
    #[inline]
    pub fn seen(&self) -> GraphView<'_> {
        self.shared.graph.under(self.visible.as_deref())
    }

    /// Works out a list, in the scope of the root field that asks for it.
    pub(super) fn found(&self, work_out: impl FnOnce(GraphView<'_>) -> Found) -> List<'_> {
        List::Found(self.found.get_or_init(|| work_out(self.seen())))
    }

    /// Returns what a search may look at, in the scope of the root field that asks for it.
    pub(super) fn budget(&self) -> Budget {
        Budget::until(self.deadline.clone()).part_of(Arc::clone(&self.work))
    }

    /// Returns what an analysis may look at, in the scope of the root field that asks for it.
    pub(super) fn analysis_budget(&self) -> Budget {
        Budget::of_analysis(self.deadline.clone())
    }

    /// Returns the part of the graph with some relations and types, ready to be analyzed.
    pub(super) fn projection(
        &self,
        relations: &[RelationId],
        types: &[TypeId],
    ) -> Result<&Projection, Cut> {
        let extent = Extent {
            view: self.seen().view().cloned(),
            relations: relations.to_vec(),
            types: types.to_vec(),
        };
        let work_out = || Projection::of(self.seen(), extent.clone(), &self.analysis_budget());
        let projection = self.shared.projections.get_or_work_out(&extent, work_out)?;
        Ok(self.projections.push_get(projection))
    }

    /// Returns a figure of a projection.
    pub(super) fn figure(&self, projection: &Projection, figure: Figure) -> Result<&Found, Cut> {
        let key = (projection.extent().clone(), figure);
        let work_out = || work_out(self.graph(), projection, figure, &self.analysis_budget());
        let found = self.shared.figures.get_or_work_out(&key, work_out)?;
        Ok(self.figures.push_get(found))
    }

    /// Keeps what was worked out below a root field, until the request is answered.
    pub(super) fn keep(&self, found: Found) -> List<'_> {
        List::Found(self.figures.push_get(Arc::new(found)))
    }

    /// Returns the search that was made in the scope of the root field.
    pub(super) fn search(&self) -> Option<&TextSearch> {
        match self.found.get()? {
            Found::Search(search) => Some(search),
            _ => None,
        }
    }

    /// Returns what changed since the snapshot that a subscriber saw last, in the scope of the field
    /// that asks.
    pub(super) fn differences(&self) -> Option<&Differences> {
        self.differences.as_ref()
    }

    /// Returns which sources oppose each other.
    pub(super) fn oppositions(&self) -> &Oppositions {
        let kept = match self.visible {
            None => &self.shared.oppositions,
            Some(_) => &self.oppositions,
        };
        kept.get_or_init(|| Oppositions::of(self.seen()))
    }

    /// Returns the story under a view.
    fn under(&self, view: &View) -> Self {
        let work_out = || Ok(Visible::of(self.graph(), view.clone()));
        let visible: Result<_, Infallible> = self.shared.views.get_or_work_out(view, work_out);
        let Ok(visible) = visible;
        Self::scoped(Arc::clone(&self.shared), Some(visible))
    }

    /// Returns a scope for a root field with these arguments, which shares the work with another one.
    fn scope_until(
        &self,
        deadline: &Deadline,
        arguments: &Arguments,
        beside: Option<&Self>,
    ) -> Self {
        let seen = match &arguments.view {
            Some(view) => self.under(view),
            None => self.clone(),
        };
        let deadline = Some(deadline.clone());
        let work = match beside {
            Some(beside) => Arc::clone(&beside.work),
            None => Arc::new(Work::new(MOST_WORK, deadline.clone())),
        };
        Self {
            deadline,
            work,
            ..seen
        }
    }

    /// Returns how much is kept that was worked out of lists: nothing but while a request is
    /// answered, in the scope of a root field.
    pub fn n_kept(&self) -> usize {
        self.chosen.len() + self.groups.len() + self.summaries.len()
    }

    /// Returns the items of a list that are wanted, in the order that is wanted.
    pub(super) fn chosen<'r>(
        &'r self,
        list: List<'r>,
        choice: &Choice,
    ) -> Result<List<'r>, FieldError> {
        let chosen = Chosen::of(self.seen(), list, choice, &self.work).map_err(work_done)?;
        Ok(List::Chosen(self.chosen.push_get(Box::new(chosen))))
    }

    /// Returns the groups into which a list falls.
    pub(super) fn groups(
        &self,
        list: List<'_>,
        grouping: &Grouping,
    ) -> Result<&Groups, FieldError> {
        let groups = Groups::of(self.seen(), list, grouping, &self.work).map_err(work_done)?;
        Ok(self.groups.push_get(Box::new(groups)))
    }

    /// Returns what the values come to that the items of a list have of a property.
    pub(super) fn summary(
        &self,
        list: List<'_>,
        property: &Property,
    ) -> Result<&Summary, FieldError> {
        let summary = Summary::of(self.seen(), list, property, &self.work).map_err(work_done)?;
        Ok(self.summaries.push_get(Box::new(summary)))
    }
}

/// Returns the error of a field that would make the server look at too much.
fn work_done(error: WorkDone) -> FieldError {
    let code = match error {
        WorkDone::Looked => "WORK_TOO_HIGH",
        WorkDone::Time => "DEADLINE_EXCEEDED",
    };
    FieldError::new(code, error.to_string())
}

/// An object of an answer.
#[derive(Debug, Clone, Copy)]
pub enum Object<'g> {
    /// The root.
    Query,
    /// An entity.
    Entity(EntityIx),
    /// A source.
    Source(SourceIx),
    /// A claim.
    Claim(ClaimIx),
    /// A citation of a claim.
    Citation(CitationRef<'g>),
    /// A page of a list.
    Connection(List<'g>, Window),
    /// What the values of a list come to, of each of its items or of an entity of each.
    Aggregate(List<'g>, Whose),
    /// What the values of one property come to.
    Summary(&'g Summary),
    /// What amounts of money in one currency come to.
    Currency(&'g ([u8; 3], Summary)),
    /// A group of a list.
    Group(&'g Groups, &'g Group),
    /// What the items of a group have in common, by the position of the key.
    GroupKey(&'g Groups, &'g Group, usize),
    /// An item on a page.
    Edge(List<'g>, Item),
    /// What lies around a page.
    PageInfo(List<'g>, Window),
    /// A stretch of time.
    Period(Period),
    /// An amount of money.
    Money(Money),
    /// The value of a claim or a qualifier.
    Value(StoredValue<'g>, &'g ValueType),
    /// A qualifier of a claim.
    Qualifier(&'g Qualifier, StoredValue<'g>),
    /// The declared types, attributes and relations.
    Ontology,
    /// A declared type.
    DeclaredType(TypeId),
    /// A declared attribute.
    DeclaredAttribute(AttributeId),
    /// A declared relation.
    DeclaredRelation(RelationId),
    /// A declared qualifier.
    DeclaredQualifier(&'g Qualifier),
    /// A declared value of an enumeration.
    DeclaredValue(&'g EnumValue),
    /// An entry of a timeline.
    Moment(&'g Moment),
    /// What a source changed about what is known of a claim.
    Change(&'g Change),
    /// Claims that disagree.
    Disagreement(&'g Disagreement),
    /// One side of a disagreement.
    Side(&'g Side),
    /// A path from one entity to another.
    Path(&'g Path),
    /// A relationship as a step from one entity to another.
    Hop(&'g Hop),
    /// Something that does not fit about some claims.
    Warning(&'g Breach),
    /// An entity that a text finds.
    Hit(&'g Hit),
    /// A text in which something that is sought is found.
    Match(&'g Match),
    /// A word that is sought, as characters of a fragment.
    Highlight(usize, usize),
    /// A part of the graph that is analyzed.
    Analysis(&'g Projection),
    /// How much an entity matters.
    Centrality(&'g Centrality),
    /// Entities that belong together.
    Cluster(&'g [EntityIx]),
    /// An entity that is linked with every one of some others.
    SharedNeighbor(&'g SharedNeighbor),
    /// A source, and one that takes another side than it somewhere.
    Opposing(SourceIx, SourceIx),
    /// Where a claim comes from.
    Corroboration(ClaimIx),
    /// An origin of a claim, as the first passage that has it.
    Origin(CitationIx),
    /// What lies around some entities.
    Neighborhood(&'g Neighborhood),
    /// An entity in a neighborhood.
    Neighbor(&'g Neighbor),
    /// What changed in the data.
    Differences(&'g Differences),
    /// A claim that is not as it was.
    Difference(&'g Difference),
    /// The figures about the whole.
    Statistics,
    /// How much may be asked.
    Limits,
    /// One limit of what may be asked.
    Limit(&'g Limit),
    /// The number of entities of a type.
    TypeCount(TypeId),
}

impl<'g> Object<'g> {
    /// Returns the entity that the object is, or the one at the far end of an edge.
    pub(super) fn entity(self) -> Option<EntityIx> {
        match self {
            Self::Entity(entity) => Some(entity),
            Self::Edge(_, item) => match item {
                Item::Entity(entity) => Some(entity),
                Item::Relationship { adjacent, .. } => Some(adjacent.other),
                Item::Claim(_) | Item::Source(_) | Item::Finding(_) => None,
            },
            _ => None,
        }
    }

    /// Returns the relationship that an edge or a hop stands for.
    pub(super) fn relationship(self) -> Option<(RelationId, Direction, Adjacent)> {
        match self {
            Self::Edge(
                _,
                Item::Relationship {
                    relation,
                    direction,
                    adjacent,
                },
            ) => Some((relation, direction, adjacent)),
            Self::Hop(hop) => Some((hop.relation, hop.direction, hop.adjacent)),
            _ => None,
        }
    }

    /// Returns the object that a value with parts is; a value without parts stands for itself.
    pub(super) fn of_value(value: StoredValue<'g>) -> Self {
        match value {
            StoredValue::Period(period) => Self::Period(period),
            StoredValue::Money(money) => Self::Money(money),
            value => Self::Value(value, &ValueType::Text),
        }
    }

    /// Returns the object that an item of a list is.
    #[inline]
    pub(super) fn of_item(list: List<'g>, item: Item) -> Option<Self> {
        Some(match item {
            Item::Entity(entity) => Self::Entity(entity),
            Item::Relationship { adjacent, .. } => Self::Entity(adjacent.other),
            Item::Claim(claim) => Self::Claim(claim),
            Item::Source(source) => Self::Source(source),
            Item::Finding(at) => match list {
                List::Found(Found::Timeline(found)) => Self::Moment(found.get(at)?),
                List::Found(Found::Changes(found)) => Self::Change(found.get(at)?),
                List::Found(Found::Disagreements(found)) => Self::Disagreement(found.get(at)?),
                List::Found(Found::Paths(found)) => Self::Path(found.get(at)?),
                List::Found(Found::Search(search)) => Self::Hit(search.hits.get(at)?),
                List::Found(Found::Neighborhood(found)) => {
                    Self::Neighbor(found.nodes().get(at as usize)?)
                }
                List::Found(Found::Centrality(found)) => Self::Centrality(found.get(at)?),
                List::Found(Found::Partition(found)) => Self::Cluster(found.cluster(at)?),
                List::Found(Found::SharedNeighbors(found)) => Self::SharedNeighbor(found.get(at)?),
                _ => return None,
            },
        })
    }
}

impl Domain for Story {
    type Object<'r> = Object<'r>;
    type Arguments = Arguments;
    type CommonLeaf = Slot;
    type Leaves<'r> = Leaves<'r>;

    fn root(&self) -> Object<'_> {
        Object::Query
    }

    fn type_name<'r>(&'r self, object: Object<'r>) -> &'r str {
        match object {
            Object::Entity(entity) => {
                let graph = self.graph();
                let type_id = graph.type_of(entity);
                graph.ontology().entity_type(type_id).name.as_str()
            }
            Object::Source(_) => "Source",
            Object::Claim(_) => "Claim",
            Object::Value(_, value_type) => super::values::type_name(value_type),
            // No other object stands where one of several types may.
            _ => "",
        }
    }

    #[inline]
    fn leaves<'r>(&'r self, object: &Object<'r>) -> Leaves<'r> {
        match object {
            Object::Entity(entity) => self.shared.wire.leaves(self.seen(), *entity),
            _ => Leaves::default(),
        }
    }

    #[inline(always)]
    fn write(leaves: Leaves<'_>, slot: Slot, out: &mut JsonWriter) -> Leaf {
        leaves.write(slot, out)
    }

    fn prepare(
        &self,
        arguments: &mut dyn Iterator<Item = (&Argument, &Value)>,
    ) -> Result<Arguments, FieldError> {
        let reader = Reader {
            graph: self.graph(),
            members: &self.shared.members,
        };
        Arguments::read(reader, arguments)
    }

    fn effort(arguments: &Arguments) -> Effort {
        match arguments.choice {
            Some(_) => Effort::WorkOut,
            None if !arguments.grouping.question.is_empty() => Effort::WorkOut,
            None => Effort::LookUp,
        }
    }

    fn scope(
        &self,
        effort: Effort,
        arguments: &Arguments,
        deadline: &Deadline,
        beside: Option<&Self>,
    ) -> Option<Self> {
        let is_seen_as_it_is = arguments.view.is_none() && effort == Effort::LookUp;
        (!is_seen_as_it_is).then(|| self.scope_until(deadline, arguments, beside))
    }

    fn extensions(&self, scopes: &mut dyn Iterator<Item = (&str, &Self)>) -> Option<String> {
        let views = scopes.filter_map(|(key, scope)| Some((key, scope.seen().view()?)));
        view::extensions(self.graph(), views)
    }

    fn size(&self) -> Vec<(&'static str, usize)> {
        let graph = self.graph();
        vec![
            ("sources", graph.sources().len()),
            ("entities", graph.n_entities()),
            ("claims", graph.claims().len()),
        ]
    }

    fn state(&self) -> &str {
        self.graph().snapshot()
    }

    fn since(arguments: &Arguments) -> Option<&str> {
        arguments.since.as_deref()
    }

    fn news(
        &self,
        arguments: &Arguments,
        since: &str,
        deadline: &Deadline,
    ) -> Result<Option<Self>, FieldError> {
        let mut scope = self.scope_until(deadline, arguments, None);
        let seen = scope.seen();
        let watched = Watched {
            about: About::of(seen, arguments.about.as_deref()),
            types: &arguments.sought.types,
        };
        let differences = self.shared.history.since(seen, since, watched);
        let differences = differences.ok_or_else(|| unknown_snapshot(since))?;
        scope.differences = Some(differences).filter(|found| !found.claims.is_empty());
        Ok(Some(scope).filter(|scope| scope.differences.is_some()))
    }

    fn page_size(arguments: &Arguments) -> u64 {
        arguments.n_asked()
    }
}
