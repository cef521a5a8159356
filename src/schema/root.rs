//! Where does a query begin, and what is the whole schema?

use super::arguments::Arguments;
use super::conditions;
use super::connections;
use super::entities::NODE;
use super::fields::{object, one};
use super::story::{Object, Story};
use super::{
    aggregates, analysis, changes, claims, corroboration, disagreements, entities, groups, limits,
    neighborhood, ontology as declarations, orders, paths, scalars, search, sources, subscription,
    timeline, values, view, warnings,
};
use crate::engine::{Argument, Definition, Field, Multiplicity, Produce, QUERY, Type};
use crate::graph::GraphView;
use crate::ontology::{Ontology, TypeId};
use crate::query::List;

/// Declares the whole schema for an ontology.
pub fn definition(ontology: &Ontology) -> Definition<Story> {
    let mut types = vec![query(ontology)];
    types.extend(entities::types(ontology));
    types.extend(claims::types());
    types.extend(sources::types());
    types.extend(values::types());
    types.push(connections::page_info());
    types.extend(declarations::types());
    types.extend(scalars::types());
    types.extend(view::types());
    types.extend(warnings::types());
    types.extend(conditions::types(ontology));
    types.extend(orders::types(ontology));
    types.extend(groups::types(ontology));
    types.extend(aggregates::types(ontology));
    types.extend(timeline::types());
    types.extend(changes::types());
    types.extend(disagreements::types());
    types.extend(paths::types(ontology));
    types.extend(search::types());
    types.extend(analysis::types(ontology));
    types.extend(corroboration::types());
    types.extend(subscription::types(ontology));
    types.extend(neighborhood::types(ontology));
    types.extend(limits::types());
    let description = format!(
        "{}: {} Every fact carries who said it and where.",
        ontology.story_name, ontology.story_description
    );
    Definition::new(description, types)
}

fn query(ontology: &Ontology) -> Type<Story> {
    let mut fields = Vec::new();
    for (type_id, declared) in ontology.types_with_ids() {
        let name = declared.name.as_str();
        fields.push(by_id(&declared.name.to_field(), name, type_id));
        fields.push(
            connections::field(
                declared.plural.to_field(),
                &format!("{name}Connection"),
                format!("All entities of type {name}, in the order of their ids."),
                move |story, _, _| Some(List::entities(story.seen(), type_id)),
            )
            .arguments(conditions::arguments(name)),
        );
    }
    fields.extend(core_fields(ontology));
    fields.extend(paths::fields(ontology));
    fields.extend(neighborhood::field(ontology));
    fields.extend(analysis::field(ontology));
    let mut fields: Vec<_> = fields
        .into_iter()
        .map(|field| field.argument(view::argument()))
        .collect();
    fields.push(node());
    // What the server allows is no matter of the story.
    fields.push(limits::field());
    object(QUERY, "What can be asked.", &[], fields)
}

fn id_argument() -> Argument {
    Argument::new("id", "ID!", "The id.")
}

/// Declares the field that looks up an entity of a type by its id.
fn by_id(field: &str, name: &str, type_id: TypeId) -> Field<Story> {
    let description = format!(
        "The entity of type {name} with this id; null when there is none, or when the entity \
         is of another type."
    );
    one(field, name, description, move |story, _, arguments| {
        let found = story.seen().entity_by_id(&arguments.id)?;
        let graph = story.graph();
        let is_it = graph.ontology().is_a(graph.type_of(found), type_id);
        is_it.then_some(Object::Entity(found))
    })
    .argument(id_argument())
}

/// Returns the entity, source or claim with an id.
fn node_by_id<'g>(seen: GraphView<'g>, id: &str) -> Option<Object<'g>> {
    let entity = seen.entity_by_id(id).map(Object::Entity);
    let source = || seen.source_by_id(id).map(Object::Source);
    let claim = || seen.claim_by_id(id).map(Object::Claim);
    entity.or_else(source).or_else(claim)
}

/// Declares the field by which Relay fetches again what has an id. Its compiler refuses a field that
/// takes anything besides the id, so there is no view here.
fn node() -> Field<Story> {
    let description = "The entity, source or claim with this id, by all that is known; null when \
                       there is none. Under a view it is found by `nodes`.";
    one("node", NODE, description, |story, _, arguments| {
        node_by_id(story.seen(), &arguments.id)
    })
    .argument(id_argument())
}

fn core_fields(ontology: &Ontology) -> Vec<Field<Story>> {
    let nodes = Produce::objects(|story: &Story, _, arguments: &Arguments, each| {
        let ids = arguments.ids.as_deref().unwrap_or_default();
        ids.iter()
            .try_for_each(|id| each(node_by_id(story.seen(), id).as_ref()))
    });
    vec![
        Field::new(
            "nodes",
            &format!("[{NODE}]!"),
            "The entities, sources and claims with these ids, in the same order; null where an \
             id has none.",
            nodes,
        )
        .argument(Argument::new("ids", "[ID!]!", "The ids, at most 500."))
        .multiplicity(Multiplicity::OwnPage),
        one(
            "source",
            "Source",
            "The source with this id; null when there is none.",
            |story, _, arguments| {
                let source = story.seen().source_by_id(&arguments.id)?;
                Some(Object::Source(source))
            },
        )
        .argument(id_argument()),
        connections::field(
            "sources",
            "SourceConnection",
            "All sources, in the order of their ids.",
            |_, _, _| Some(List::Sources),
        )
        .arguments(conditions::arguments("Source")),
        one(
            "claim",
            "Claim",
            "The claim with this id; null when there is none.",
            |story, _, arguments| {
                let claim = story.seen().claim_by_id(&arguments.id)?;
                Some(Object::Claim(claim))
            },
        )
        .argument(id_argument()),
        timeline::field(),
        changes::field(),
        disagreements::field(),
        search::field(ontology),
        one(
            "ontology",
            "Ontology!",
            "What may be said in this story: its types, attributes and relations.",
            |_, _, _| Some(Object::Ontology),
        ),
        one(
            "statistics",
            "Statistics!",
            "How much the graph holds.",
            |_, _, _| Some(Object::Statistics),
        ),
    ]
}
