//! How does what lies around some entities look in an answer?

use super::arguments::{Arguments, skip_argument};
use super::conditions::path_argument;
use super::entities::relations_arguments;
use super::fields::{count, leaf, list, object, objects, one};
use super::paths::{completeness, via_argument};
use super::story::{Object, Story};
use crate::engine::{Argument, Effort, Field, Type};
use crate::ontology::Ontology;
use crate::query::{
    Found, List, MAX_LENGTH, MAX_NODES, MAX_PAGE, Neighbor, Neighborhood, Vicinity, neighborhood,
};

/// The most hops when nothing is said.
const DEFAULT_DEPTH: u8 = 1;

/// The most entities when nothing is said.
const DEFAULT_NODES: u32 = 100;

/// Declares neighborhoods; a story without relations has none.
pub(super) fn types(ontology: &Ontology) -> Vec<Type<Story>> {
    if ontology.relations.is_empty() {
        return Vec::new();
    }
    vec![whole(), neighbor()]
}

/// Declares the root field.
pub(super) fn field(ontology: &Ontology) -> Option<Field<Story>> {
    if ontology.relations.is_empty() {
        return None;
    }
    let field = one(
        "neighborhood",
        "Neighborhood!",
        "What lies around some entities, as flat lists of entities and of the relationships between \
         them, for a drawing.",
        |story, _, arguments| match surroundings(story, arguments) {
            List::Found(Found::Neighborhood(found)) => Some(Object::Neighborhood(found)),
            _ => None,
        },
    );
    let of = "The ids of the entities around which one looks, at most 500; an id that names none \
              is passed over.";
    let depth = format!(
        "The most hops from one of them, from 0 to {MAX_LENGTH}; {DEFAULT_DEPTH} when left out or \
         null."
    );
    let limit = format!(
        "The most entities that are told, up to {MAX_NODES}; {DEFAULT_NODES} when left out or null."
    );
    let field = field
        .argument(Argument::new("of", "[ID!]!", of))
        .argument(Argument::new("depth", "Int", depth))
        .arguments(relations_arguments("the entity from which a hop starts"))
        .argument(via_argument("the way to an entity has to begin to obey"))
        .argument(path_argument("the entities around which one looks"))
        .argument(Argument::new("limit", "Int", limit));
    Some(field.effort(Effort::WorkOut))
}

fn surroundings<'r>(story: &'r Story, arguments: &Arguments) -> List<'r> {
    story.found(|seen| {
        let ids = arguments.of.iter().flatten();
        let of: Vec<_> = ids.filter_map(|id| seen.entity_by_id(id)).collect();
        let depth = arguments.depth.and_then(|depth| u8::try_from(depth).ok());
        let vicinity = Vicinity {
            of: &of,
            depth: depth.unwrap_or(DEFAULT_DEPTH),
            relations: &arguments.relations,
            via: arguments.via.as_ref(),
            filter: &arguments.path_filter,
            limit: arguments.limit.unwrap_or(DEFAULT_NODES) as usize,
        };
        Found::Neighborhood(neighborhood(seen, &vicinity, story.budget()))
    })
}

fn neighborhood_of(object: Object<'_>) -> Option<&Neighborhood> {
    match object {
        Object::Neighborhood(found) => Some(found),
        _ => None,
    }
}

fn whole() -> Type<Story> {
    let mut fields = Vec::new();
    fields.extend(list(
        ("nodes", "nodeCount"),
        "Neighbor",
        "The entities, those that are nearer first, then in the order of their ids.",
        MAX_PAGE,
        |_, object| {
            objects(
                neighborhood_of(object)?
                    .nodes()
                    .iter()
                    .map(Object::Neighbor),
            )
        },
    ));
    let [edges, n_edges] = list(
        ("edges", "edgeCount"),
        "Hop",
        "The relationships between the entities that somebody says there are, each once, from where \
         the relation starts to where it leads, in the order of the nodes where they start.",
        MAX_PAGE,
        |_, object| objects(neighborhood_of(object)?.edges().iter().map(Object::Hop)),
    );
    // There may be more of them than one list gives.
    fields.extend([edges.argument(skip_argument("relationships")), n_edges]);
    fields.extend(completeness(|object| Some(neighborhood_of(object)?.cut())));
    object(
        "Neighborhood",
        "What lies around some entities.",
        &[],
        fields,
    )
}

fn neighbor_of(object: Object<'_>) -> Option<&Neighbor> {
    match object {
        Object::Neighbor(neighbor) => Some(neighbor),
        _ => None,
    }
}

fn neighbor() -> Type<Story> {
    let number = |name, description, of: fn(&Neighbor) -> Option<usize>| {
        leaf(name, "Int", description, move |_, object, out| {
            let number = of(neighbor_of(object)?)?;
            out.integer(i64::try_from(number).unwrap_or(i64::MAX));
            Some(())
        })
    };
    let fields = vec![
        one("entity", "Entity!", "The entity.", |_, object, _| {
            Some(Object::Entity(neighbor_of(object)?.entity))
        }),
        count(
            "depth",
            "The number of hops from the nearest of those around which one looks.",
            |_, object| Some(neighbor_of(object)?.depth.into()),
        ),
        number(
            "degree",
            "The number of its relationships by relations that count and as `where` asks, drawn or \
             not; null when there was no time to count.",
            |neighbor| Some(neighbor.links?.n_relationships),
        ),
        number(
            "hiddenNeighborCount",
            "The number of entities at the other ends of these that are not among the nodes; null \
             when there was no time to count.",
            |neighbor| Some(neighbor.links?.n_hidden),
        ),
    ];
    object("Neighbor", "An entity in a neighborhood.", &[], fields)
}
