//! How does an analysis of the graph look in an answer?

use super::arguments::Arguments;
use super::conditions;
use super::connections;
use super::entities::{ENTITY_TYPE, RELATION_TYPE, has_concrete_type};
use super::fields::{count, float, list, object, objects, one};
use super::story::{Object, Story};
use crate::engine::{Argument, Effort, Field, FieldError, JsonWriter, Leaf, Produce, Type};
use crate::model::EntityIx;
use crate::ontology::Ontology;
use crate::query::{
    Centrality, Cut, DEFAULT_PAGE, Figure, Found, List, MAX_ANALYSIS_TIME, MAX_ANALYZED,
    Projection, SharedNeighbor, among, shared_neighbors,
};
use std::collections::BTreeSet;

/// Declares what an analysis tells; a story without relations has none.
pub(super) fn types(ontology: &Ontology) -> Vec<Type<Story>> {
    if ontology.relations.is_empty() {
        return Vec::new();
    }
    let connection = |name: &str, what: &str| connections::types(name, name, what, Vec::new());
    let mut types = vec![
        analysis(ontology),
        centrality(),
        cluster(),
        shared_neighbor(),
    ];
    types.extend(connection(
        "Centrality",
        "entities, by how much they matter",
    ));
    types.extend(connection("Cluster", "the clusters of entities"));
    types.extend(connection(
        "SharedNeighbor",
        "entities that are linked with all of some others",
    ));
    types
}

/// Declares the root field.
pub(super) fn field(ontology: &Ontology) -> Option<Field<Story>> {
    if ontology.relations.is_empty() {
        return None;
    }
    let produce = Produce::object(|story: &Story, _, arguments: &Arguments| {
        let relations = &arguments.relations.types;
        let projection = story.projection(relations, &arguments.types);
        Ok(Some(Object::Analysis(projection.map_err(unfinished)?)))
    });
    let description = "Who matters in the graph, and how it hangs together. What is analyzed are \
                       entities that the view shows, and the relationships between them that \
                       somebody says there are: a claim behind each is neither denied nor \
                       retracted. A relationship can be told from either end, so it is read \
                       without direction.";
    let field = Field::new("analysis", "Analysis!", description, produce)
        .argument(Argument::new(
            "relations",
            &format!("[{RELATION_TYPE}!]"),
            "The relations that count; all of them when left out, null or empty.",
        ))
        .effort(Effort::WorkOut);
    Some(field.arguments(types_argument(
        ontology,
        "The types whose entities count, and which relationships have at both ends; all of them \
         when left out, null or empty.",
    )))
}

fn types_argument(ontology: &Ontology, description: &str) -> Option<Argument> {
    let argument = || Argument::new("types", &format!("[{ENTITY_TYPE}!]"), description);
    has_concrete_type(ontology).then(argument)
}

/// Returns the error of an analysis that had to end.
fn unfinished(cut: Cut) -> FieldError {
    let reason = match cut {
        Cut::Followed => format!(
            "Relationships would have to be followed more than {} million times.",
            MAX_ANALYZED / 1_000_000
        ),
        Cut::Time | Cut::Found => format!(
            "It takes longer than {} ms, or than the operation may take.",
            MAX_ANALYSIS_TIME.as_millis()
        ),
    };
    let message = format!(
        "The graph is too large to work this out while you wait. {reason} Name fewer `relations` \
         or `types` in `analysis`, or choose another measure."
    );
    FieldError::new("ANALYSIS_UNFINISHED", message)
}

fn projection_of(object: Object<'_>) -> Option<&Projection> {
    match object {
        Object::Analysis(projection) => Some(projection),
        _ => None,
    }
}

fn analysis(ontology: &Ontology) -> Type<Story> {
    let fields = vec![
        count(
            "nodeCount",
            "The number of entities that are analyzed.",
            |_, object| Some(projection_of(object)?.n_nodes()),
        ),
        count(
            "edgeCount",
            "The number of relationships that are analyzed, parallel ones included.",
            |_, object| Some(projection_of(object)?.n_edges()),
        ),
        centrality_field(ontology),
        clusters_field(
            "components",
            "ClusterConnection!",
            "The connected components: entities are in the same one when relationships lead from \
             one to the other, over whomever. The largest come first, then those with the \
             smallest id. Each entity is in one of them, alone when it has no relationships.",
            Figure::Components,
        ),
        clusters_field(
            "communities",
            "ClusterConnection",
            "The communities: clusters of entities with more relationships among each other than \
             with the rest, as the method of Louvain finds them when it takes entities in the \
             order of their ids, with parallel relationships counted each; what is not connected \
             within itself is parted. The largest come first, then those with the smallest id. \
             Null, with an error, when the graph is too large.",
            Figure::Communities,
        ),
        modularity_field(),
        shared_neighbors_field(),
    ];
    object(
        "Analysis",
        "Figures of a part of the graph, as the view shows it. They tell what sources write about, \
         and nothing of the merit or the guilt of anybody.",
        &[],
        fields,
    )
}

fn centrality_field(ontology: &Ontology) -> Field<Story> {
    let field = connections::fallible_field(
        "centrality",
        "CentralityConnection",
        "How much entities matter by one measure, the highest score first, equal ones in the order \
         of their ids. Null, with an error, when the graph is too large for the measure.",
        |story, object, arguments| {
            let asked = projection_of(object).zip(arguments.measure);
            let Some((projection, measure)) = asked else {
                return Ok(None);
            };
            let found = story.figure(projection, Figure::Centrality(measure));
            let found = found.map_err(unfinished)?;
            Ok(Some(match found {
                Found::Centrality(all) if is_part(arguments) => {
                    let (question, wanted) = wanted(story, arguments);
                    story.keep(Found::Centrality(among(all, &question, wanted)))
                }
                found => List::Found(found),
            }))
        },
    )
    .argument(Argument::new(
        "measure",
        "CentralityMeasure!",
        "What makes an entity matter.",
    ))
    .argument(Argument::new(
        "of",
        "[ID!]",
        "The ids of the entities that are listed, at most 500, with the ranks and scores that they \
         have among all; all entities when left out or null. Ids of what is not analyzed list \
         nothing.",
    ));
    field.arguments(types_argument(
        ontology,
        "The types whose entities are listed, with the ranks and scores that they have among all; \
         all of them when left out, null or empty.",
    ))
}

/// Returns whether only a part of all scores is asked for.
fn is_part(arguments: &Arguments) -> bool {
    arguments.of.is_some() || !arguments.types.is_empty()
}

/// Returns which entities are asked for: a text that spells it, and whether one is wanted.
fn wanted<'r>(story: &'r Story, arguments: &'r Arguments) -> (String, impl Fn(EntityIx) -> bool) {
    let graph = story.graph();
    let types = &arguments.types;
    let names = types
        .iter()
        .map(|&id| graph.ontology().entity_type(id).name.as_str());
    let names: Vec<_> = names.collect();
    let ids = arguments.of.as_deref();
    let question = format!("{} / {:?}", names.join(" "), ids);
    let listed: Option<BTreeSet<EntityIx>> = ids.map(|ids| {
        let found = ids.iter().filter_map(|id| graph.entity_by_id(id));
        found.collect()
    });
    let is_wanted = move |entity| {
        let is_listed = listed
            .as_ref()
            .is_none_or(|listed| listed.contains(&entity));
        is_listed && (types.is_empty() || types.contains(&graph.type_of(entity)))
    };
    (question, is_wanted)
}

fn clusters_field(name: &str, ty: &str, description: &str, figure: Figure) -> Field<Story> {
    connections::fallible_field(name, ty, description, move |story, object, _| {
        let Some(projection) = projection_of(object) else {
            return Ok(None);
        };
        let found = story.figure(projection, figure);
        found.map(List::Found).map(Some).map_err(unfinished)
    })
}

fn modularity_field() -> Field<Story> {
    let write = |story: &Story, object: Object<'_>, _: &Arguments, out: &mut JsonWriter| {
        let Some(projection) = projection_of(object) else {
            return Ok(Leaf::Null);
        };
        let found = story
            .figure(projection, Figure::Communities)
            .map_err(unfinished)?;
        let modularity = match found {
            Found::Partition(communities) => communities.modularity(),
            _ => None,
        };
        Ok(match modularity {
            Some(modularity) => {
                out.float(modularity);
                Leaf::Written
            }
            None => Leaf::Null,
        })
    };
    let description = "How well `communities` are set apart: the part of all relationships that \
                       stay within one, less the part that would if their ends were dealt out at \
                       random. From -0.5 to 1; 0 for no better than chance. Null when there are no \
                       relationships, and, with an error, when the graph is too large.";
    Field::new("modularity", "Float", description, Produce::leaf(write))
}

fn shared_neighbors_field() -> Field<Story> {
    connections::fallible_field(
        "sharedNeighbors",
        "SharedNeighborConnection",
        "The entities that are linked with every one of some others, in the order of their ids: \
         who connects these two. The others are left out themselves. There are none when an id is \
         not that of an entity which is analyzed, or when there are no ids. Null, with an error, \
         when the graph is too large.",
        |story, object, arguments| {
            let asked = projection_of(object).zip(arguments.of.as_deref());
            let Some((projection, ids)) = asked else {
                return Ok(None);
            };
            let seen = story.seen();
            let found = shared_neighbors(seen, projection, ids, &story.analysis_budget());
            let found = Found::SharedNeighbors(found.map_err(unfinished)?);
            Ok(Some(story.keep(found)))
        },
    )
    .argument(Argument::new(
        "of",
        "[ID!]!",
        "The ids of the others, at most 500.",
    ))
}

fn centrality_of(object: Object<'_>) -> Option<&Centrality> {
    match object {
        Object::Centrality(found) => Some(found),
        _ => None,
    }
}

fn centrality() -> Type<Story> {
    let fields = vec![
        count(
            "rank",
            "The place of the entity among all that are analyzed: one more than the number of \
             those with a higher score, so equal scores have equal ranks.",
            |_, object| Some(centrality_of(object)?.rank as usize),
        ),
        float(
            "score",
            "Float!",
            "The score, to 12 significant digits. What it means is told by the measure.",
            |object| Some(centrality_of(object)?.score),
        ),
        one("entity", "Entity!", "The entity.", |_, object, _| {
            Some(Object::Entity(centrality_of(object)?.entity))
        }),
    ];
    object(
        "Centrality",
        "How much an entity matters in the graph, by one measure.",
        &[],
        fields,
    )
}

fn cluster() -> Type<Story> {
    fn members_of(object: Object<'_>) -> Option<&[EntityIx]> {
        match object {
            Object::Cluster(members) => Some(members),
            _ => None,
        }
    }
    let fields = vec![
        count("size", "The number of entities.", |_, object| {
            Some(members_of(object)?.len())
        }),
        connections::field(
            "members",
            "EntityConnection",
            "The entities, in the order of their ids.",
            |_, object, _| members_of(object).map(List::Members),
        )
        .arguments(conditions::arguments("Entity")),
    ];
    object("Cluster", "Entities that belong together.", &[], fields)
}

fn shared_neighbor() -> Type<Story> {
    fn neighbor_of(object: Object<'_>) -> Option<&SharedNeighbor> {
        match object {
            Object::SharedNeighbor(found) => Some(found),
            _ => None,
        }
    }
    let mut fields = vec![one("entity", "Entity!", "The entity.", |_, object, _| {
        Some(Object::Entity(neighbor_of(object)?.entity))
    })];
    fields.extend(list(
        ("hops", "hopCount"),
        "Hop",
        "The relationships of the entity with the others, in the order of the ids of these.",
        DEFAULT_PAGE,
        |_, object| objects(neighbor_of(object)?.hops.iter().map(Object::Hop)),
    ));
    object(
        "SharedNeighbor",
        "An entity that is linked with every one of some others.",
        &[],
        fields,
    )
}
