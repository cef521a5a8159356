//! How is a list of things paged over the wire?
//!
//! Connections, edges and page information follow the GraphQL Cursor Connections specification
//! (<https://relay.dev/graphql/connections.htm>).

use super::aggregates;
use super::arguments::{Arguments, cursor_error, page_arguments};
use super::fields::{count, leaf, object, one};
use super::groups;
use super::story::{Object, Story};
use crate::engine::{Field, FieldError, Multiplicity, Produce, Type};
use crate::query::{List, Window};

/// Declares a field that leads to a page of a list.
pub(super) fn field(
    name: impl Into<String>,
    connection: &str,
    description: impl Into<String>,
    list: impl for<'r> Fn(&'r Story, Object<'r>, &'r Arguments) -> Option<List<'r>>
    + Send
    + Sync
    + 'static,
) -> Field<Story> {
    fallible_field(
        name,
        &format!("{connection}!"),
        description,
        move |story, object, arguments| Ok(list(story, object, arguments)),
    )
}

/// Declares a field that leads to a page of a list which may fail to be worked out; `ty` is the
/// type of the connection, nullable or not.
pub(super) fn fallible_field(
    name: impl Into<String>,
    ty: &str,
    description: impl Into<String>,
    list: impl for<'r> Fn(&'r Story, Object<'r>, &'r Arguments) -> Result<Option<List<'r>>, FieldError>
    + Send
    + Sync
    + 'static,
) -> Field<Story> {
    let produce = Produce::object(move |story: &Story, object, arguments: &Arguments| {
        let Some(list) = list(story, object, arguments)? else {
            return Ok(None);
        };
        // Each arm turns to the page by itself: where nothing is chosen, the kind of the list is
        // known, and no copy of it is made.
        let page = match &arguments.choice {
            None => page(story, list, arguments)?,
            Some(choice) => page(story, story.chosen(list, choice)?, arguments)?,
        };
        Ok(Some(page))
    });
    Field::new(name, ty, description, produce).arguments(page_arguments())
}

/// Returns the page of a list that is asked for.
#[inline(always)]
fn page<'r>(
    story: &'r Story,
    list: List<'r>,
    arguments: &Arguments,
) -> Result<Object<'r>, FieldError> {
    let window = list.window(story.seen(), &arguments.page);
    Ok(Object::Connection(list, window.map_err(cursor_error)?))
}

/// Declares a connection type and its edge type: what lies behind the list, and the fields that
/// its edges have beside `node` and `cursor`.
pub(super) fn types(
    prefix: &str,
    node: &str,
    what: &str,
    edge_fields: Vec<Field<Story>>,
) -> [Type<Story>; 2] {
    let edge = format!("{prefix}Edge");
    let mut fields = vec![
        one(
            "node",
            &format!("{node}!"),
            "What the edge leads to.",
            |_, object, _| match object {
                Object::Edge(list, item) => Object::of_item(list, item),
                _ => None,
            },
        ),
        leaf(
            "cursor",
            "String!",
            "The place of the edge in the list, for `after` and `before`.",
            |story, object, out| match object {
                Object::Edge(list, item) => {
                    out.plain_string(&list.cursor(story.seen(), item).to_text());
                    Some(())
                }
                _ => None,
            },
        ),
    ];
    fields.extend(edge_fields);
    [
        object(
            &format!("{prefix}Connection"),
            &format!("A page of {what}."),
            &[],
            connection_fields(node, &edge),
        ),
        object(&edge, &format!("One of {what}."), &[], fields),
    ]
}

/// Declares the [types](types) of a list that can be filtered; `items` begins the names of the types
/// by which its items are filtered, put in order, divided and summed up.
pub(super) fn types_of_items(
    prefix: &str,
    node: &str,
    what: &str,
    items: &str,
    edge_fields: Vec<Field<Story>>,
) -> [Type<Story>; 2] {
    let [connection, edge] = types(prefix, node, what, edge_fields);
    let connection = connection.fields([aggregates::field(items)]);
    [connection.fields(groups::fields(items)), edge]
}

fn connection_fields(node: &str, edge: &str) -> Vec<Field<Story>> {
    let nodes = Produce::objects(|story: &Story, object, _, each| {
        let (list, window) = page_of(object)?;
        list.try_for_each(story.seen(), window, |item| {
            each(Object::of_item(list, item).as_ref())
        })
    });
    let edges = Produce::objects(|story: &Story, object, _, each| {
        let (list, window) = page_of(object)?;
        list.try_for_each(story.seen(), window, |item| {
            each(Some(&Object::Edge(list, item)))
        })
    });
    vec![
        Field::new(
            "nodes",
            &format!("[{node}!]!"),
            "What the edges of the page lead to, in the order of the list.",
            nodes,
        )
        .multiplicity(Multiplicity::ParentPage),
        Field::new(
            "edges",
            &format!("[{edge}!]!"),
            "The edges of the page, in the order of the list.",
            edges,
        )
        .multiplicity(Multiplicity::ParentPage),
        one(
            "pageInfo",
            "PageInfo!",
            "What lies around the page.",
            |_, object, _| match object {
                Object::Connection(list, window) => Some(Object::PageInfo(list, window)),
                _ => None,
            },
        ),
        count(
            "totalCount",
            "The number of items in the whole list, not only on the page.",
            |story, object| Some(page_of(object).ok()?.0.total(story.seen())),
        ),
    ]
}

/// Returns the list and the part of it that a connection stands for.
pub(super) fn page_of(object: Object<'_>) -> Result<(List<'_>, Window), FieldError> {
    match object {
        Object::Connection(list, window) | Object::PageInfo(list, window) => Ok((list, window)),
        _ => Err(FieldError::new(
            "INTERNAL",
            "A list was asked for where none is.",
        )),
    }
}

/// Declares the type of the information about a page.
pub(super) fn page_info() -> Type<Story> {
    let flag = |name: &str, description: &str, of: fn(&Story, List<'_>, Window) -> bool| {
        leaf(name, "Boolean!", description, move |story, object, out| {
            let (list, window) = page_of(object).ok()?;
            out.boolean(of(story, list, window));
            Some(())
        })
    };
    let cursor = |name: &str, description: &str, of: fn(Window) -> u32| {
        leaf(name, "String", description, move |story, object, out| {
            let (list, window) = page_of(object).ok()?;
            let start = of(window);
            let end = (start + 1).min(window.end);
            let item = *list.items(story.seen(), Window { start, end }).first()?;
            out.plain_string(&list.cursor(story.seen(), item).to_text());
            Some(())
        })
    };
    object(
        "PageInfo",
        "What lies around a page.",
        &[],
        vec![
            flag(
                "hasNextPage",
                "Whether the list goes on behind the page.",
                |story, list, window| window.range().end < list.total(story.seen()),
            ),
            flag(
                "hasPreviousPage",
                "Whether the list has items before the page.",
                |_, _, window| window.start > 0,
            ),
            cursor(
                "startCursor",
                "The cursor of the first item on the page; null when the page is empty.",
                |window| window.start,
            ),
            cursor(
                "endCursor",
                "The cursor of the last item on the page; null when the page is empty.",
                |window| window.end.saturating_sub(1).max(window.start),
            ),
        ],
    )
}
