//! How is a field of this schema declared?
//!
//! Each function takes what a field is called, what it means and what produces it; a producer
//! that finds nothing answers with `None`, and the field is null.

use super::arguments::{Arguments, first_argument};
use super::story::{Object, Story};
use crate::engine::{Field, JsonWriter, Kind, Leaf, Multiplicity, Produce, Type};

/// Declares a field that writes a scalar or an enumeration value.
pub(super) fn leaf(
    name: impl Into<String>,
    ty: &str,
    description: impl Into<String>,
    write: impl for<'r> Fn(&'r Story, Object<'r>, &mut JsonWriter) -> Option<()> + Send + Sync + 'static,
) -> Field<Story> {
    let produce = Produce::leaf(move |story: &Story, object, _, out| {
        Ok(match write(story, object, out) {
            Some(()) => Leaf::Written,
            None => Leaf::Null,
        })
    });
    Field::new(name, ty, description, produce)
}

/// Declares a field that counts something.
pub(super) fn count(
    name: impl Into<String>,
    description: impl Into<String>,
    counted: impl for<'r> Fn(&'r Story, Object<'r>) -> Option<usize> + Send + Sync + 'static,
) -> Field<Story> {
    leaf(name, "Int!", description, move |story, object, out| {
        out.integer(i64::try_from(counted(story, object)?).unwrap_or(i64::MAX));
        Some(())
    })
}

/// Declares a field that tells a number with a fraction, which is finite.
pub(super) fn float(
    name: impl Into<String>,
    ty: &str,
    description: impl Into<String>,
    found: impl for<'r> Fn(Object<'r>) -> Option<f64> + Send + Sync + 'static,
) -> Field<Story> {
    leaf(name, ty, description, move |_, object, out| {
        out.float(found(object)?);
        Some(())
    })
}

/// Declares a field that leads to one object.
pub(super) fn one(
    name: impl Into<String>,
    ty: &str,
    description: impl Into<String>,
    find: impl for<'r> Fn(&'r Story, Object<'r>, &'r Arguments) -> Option<Object<'r>>
    + Send
    + Sync
    + 'static,
) -> Field<Story> {
    let produce =
        Produce::object(move |story: &Story, object, arguments| Ok(find(story, object, arguments)));
    Field::new(name, ty, description, produce)
}

/// The items of a list.
pub(super) type Objects<'r> = Box<dyn Iterator<Item = Object<'r>> + 'r>;

/// Returns items as the items of a list.
pub(super) fn objects<'r>(items: impl Iterator<Item = Object<'r>> + 'r) -> Option<Objects<'r>> {
    Some(Box::new(items))
}

/// Declares a list that has no pages, and the field beside it that counts all of its items;
/// `names` are those of the list and of the count.
pub(super) fn list(
    names: (&str, &str),
    ty: &str,
    description: impl Into<String>,
    first: u32,
    find: impl for<'r> Fn(&'r Story, Object<'r>) -> Option<Objects<'r>> + Clone + Send + Sync + 'static,
) -> [Field<Story>; 2] {
    let counted = find.clone();
    let produce = Produce::objects(move |story: &Story, object, arguments: &Arguments, each| {
        let from = arguments.skip.unwrap_or(0) as usize;
        let most = arguments.page.size() as usize;
        let found = find(story, object).into_iter().flatten().skip(from);
        found.take(most).try_for_each(|object| each(Some(&object)))
    });
    let (list, counter) = names;
    [
        Field::new(list, &format!("[{ty}!]!"), description, produce)
            .argument(first_argument(first))
            .multiplicity(Multiplicity::OwnPage),
        count(
            counter,
            format!("The number of items of `{list}` in all, however many are given."),
            move |story, object| Some(counted(story, object)?.count()),
        ),
    ]
}

/// Declares an object type.
pub(super) fn object(
    name: &str,
    description: &str,
    interfaces: &[&str],
    fields: Vec<Field<Story>>,
) -> Type<Story> {
    Type {
        name: name.to_owned(),
        description: description.to_owned(),
        kind: Kind::Object {
            fields: fields.into_iter().map(Into::into).collect(),
            interfaces: interfaces.iter().map(|&name| name.to_owned()).collect(),
        },
    }
}
