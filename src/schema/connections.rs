//! How is a list of things paged over the wire?
//!
//! Connections, edges and page information follow the GraphQL Cursor Connections specification
//! (<https://relay.dev/graphql/connections.htm>).

use super::arguments::{Arguments, cursor_error, page_arguments};
use super::story::{Object, Story};
use super::values::object;
use crate::engine::{Field, FieldError, Halt, Leaf, Multiplicity, Produce, Type};
use crate::query::List;

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
    let produce = Produce::object(move |story: &Story, object, arguments: &Arguments| {
        let Some(list) = list(story, object, arguments) else {
            return Ok(None);
        };
        let window = list
            .window(story.graph(), &arguments.page)
            .map_err(cursor_error)?;
        Ok(Some(Object::Connection(list, window)))
    });
    Field::new(name, &format!("{connection}!"), description, produce).arguments(page_arguments())
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
        Field::new(
            "node",
            &format!("{node}!"),
            "What the edge leads to.",
            Produce::object(|_, object, _| {
                Ok(match object {
                    Object::Edge(_, _, item) => Some(Object::of_item(item)),
                    _ => None,
                })
            }),
        ),
        Field::new(
            "cursor",
            "String!",
            "The place of the edge in the list, for `after` and `before`.",
            Produce::leaf(|story: &Story, object, _, out| {
                let Object::Edge(list, at, item) = object else {
                    return Ok(Leaf::Null);
                };
                out.plain_string(&list.cursor(story.graph(), at, item).to_text());
                Ok(Leaf::Written)
            }),
        ),
    ];
    fields.extend(edge_fields);
    [
        object(
            &format!("{prefix}Connection"),
            &format!("A page of {what}."),
            connection_fields(node, &edge),
        ),
        object(&edge, &format!("One of {what}."), fields),
    ]
}

fn connection_fields(node: &str, edge: &str) -> Vec<Field<Story>> {
    vec![
        Field::new(
            "nodes",
            &format!("[{node}!]!"),
            "What the edges of the page lead to, in the order of the list.",
            Produce::objects(|story: &Story, object, _, each| {
                let Object::Connection(list, window) = object else {
                    return Err(no_connection());
                };
                list.items(story.graph(), window)
                    .try_for_each(|(_, item)| each(Some(Object::of_item(item))))
            }),
        )
        .multiplicity(Multiplicity::ParentPage),
        Field::new(
            "edges",
            &format!("[{edge}!]!"),
            "The edges of the page, in the order of the list.",
            Produce::objects(|story: &Story, object, _, each| {
                let Object::Connection(list, window) = object else {
                    return Err(no_connection());
                };
                list.items(story.graph(), window)
                    .try_for_each(|(at, item)| each(Some(Object::Edge(list, at, item))))
            }),
        )
        .multiplicity(Multiplicity::ParentPage),
        Field::new(
            "pageInfo",
            "PageInfo!",
            "What lies around the page.",
            Produce::object(|_, object, _| {
                Ok(match object {
                    Object::Connection(list, window) => Some(Object::PageInfo(list, window)),
                    _ => None,
                })
            }),
        ),
        Field::new(
            "totalCount",
            "Int!",
            "The number of items in the whole list, not only on the page.",
            Produce::leaf(|story: &Story, object, _, out| {
                let Object::Connection(list, _) = object else {
                    return Ok(Leaf::Null);
                };
                out.integer(count(list.total(story.graph())));
                Ok(Leaf::Written)
            }),
        ),
    ]
}

fn no_connection() -> Halt {
    FieldError::new("INTERNAL", "A list was asked for where none is.").into()
}

/// Returns a number of things as an integer of JSON.
pub(super) fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// Declares the type of the information about a page.
pub(super) fn page_info() -> Type<Story> {
    let flag = |of: fn(&Story, List<'_>, crate::query::Window) -> bool| {
        Produce::leaf(move |story: &Story, object: Object<'_>, _, out| {
            let Object::PageInfo(list, window) = object else {
                return Ok(Leaf::Null);
            };
            out.boolean(of(story, list, window));
            Ok(Leaf::Written)
        })
    };
    let cursor = |of: fn(crate::query::Window) -> usize| {
        Produce::leaf(move |story: &Story, object: Object<'_>, _, out| {
            let Object::PageInfo(list, window) = object else {
                return Ok(Leaf::Null);
            };
            let at = of(window);
            let one = crate::query::Window {
                start: at,
                end: at.saturating_add(1).min(window.end),
            };
            match list.items(story.graph(), one).next() {
                Some((at, item)) => {
                    out.plain_string(&list.cursor(story.graph(), at, item).to_text());
                    Ok(Leaf::Written)
                }
                None => Ok(Leaf::Null),
            }
        })
    };
    object(
        "PageInfo",
        "What lies around a page.",
        vec![
            Field::new(
                "hasNextPage",
                "Boolean!",
                "Whether the list goes on behind the page.",
                flag(|story, list, window| window.end < list.total(story.graph())),
            ),
            Field::new(
                "hasPreviousPage",
                "Boolean!",
                "Whether the list has items before the page.",
                flag(|_, _, window| window.start > 0),
            ),
            Field::new(
                "startCursor",
                "String",
                "The cursor of the first item on the page; null when the page is empty.",
                cursor(|window| window.start),
            ),
            Field::new(
                "endCursor",
                "String",
                "The cursor of the last item on the page; null when the page is empty.",
                cursor(|window| window.end.saturating_sub(1).max(window.start)),
            ),
        ],
    )
}
