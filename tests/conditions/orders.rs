//! Does an order put a list as sorting by hand does, whatever the keys?

use super::properties::{links, shows, single, view_argument};
use crate::support::{data, each, engine_over};
use crate::view::properties::{N_ENTITIES, built, graph, view};
use crate::view::reference::Reference;
use proptest::prelude::*;
use proptest::sample::select;
use std::cmp::Ordering;
use throughline::engine::Limits;
use throughline::model::{EntityIx, PartialDate, ValueRef as Stored};

/// What an entity is compared by.
#[derive(Debug, Clone, Copy)]
enum By {
    Id,
    Name,
    Weight,
    Found,
    Count(&'static str),
    CountOfHeavy(&'static str),
}

/// A value of one kind; values of several are never compared.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Compared {
    Number(i64),
    Date(PartialDate),
    Text(String, String),
}

impl By {
    /// Returns the key as the API takes it.
    fn spelled(self, direction: &str) -> String {
        match self {
            Self::Id => format!("{{ id: {direction} }}"),
            Self::Name => format!("{{ name: {direction} }}"),
            Self::Weight => format!("{{ weight: {direction} }}"),
            Self::Found => format!("{{ found: {direction} }}"),
            Self::Count(relation) => format!("{{ {relation}: {{ direction: {direction} }} }}"),
            Self::CountOfHeavy(relation) => format!(
                "{{ {relation}: {{ direction: {direction}, where: {{ node: {{ weight: {{ gt: 1 }} }} }} }} }}"
            ),
        }
    }

    /// Finds the value by looking at every claim.
    fn value(self, slow: &Reference<'_>, entity: EntityIx) -> Option<Compared> {
        let weight = |entity| match single(slow, entity, 0) {
            Some(Stored::Integer(weight)) => Some(i64::from(weight)),
            _ => None,
        };
        let number = |n: usize| Some(Compared::Number(i64::try_from(n).expect("it is small")));
        let name = slow.graph.name(entity);
        match self {
            Self::Id => Some(Compared::Text(
                slow.graph.id(entity).to_owned(),
                String::new(),
            )),
            Self::Name => Some(Compared::Text(name.to_lowercase(), name.to_owned())),
            Self::Weight => weight(entity).map(Compared::Number),
            Self::Found => match single(slow, entity, 1) {
                Some(Stored::Date(found)) => Some(Compared::Date(found)),
                _ => None,
            },
            Self::Count(relation) => number(links(slow, entity, relation).len()),
            Self::CountOfHeavy(relation) => {
                let others = links(slow, entity, relation).into_iter();
                let heavy = others.filter(|(other, _)| weight(*other).is_some_and(|n| n > 1));
                number(heavy.count())
            }
        }
    }
}

fn by() -> impl Strategy<Value = By> {
    let relation = select(&["touches", "touchedBy", "shades", "shadedBy"][..]);
    prop_oneof![
        Just(By::Id),
        Just(By::Name),
        Just(By::Weight),
        Just(By::Found),
        relation.clone().prop_map(By::Count),
        relation.prop_map(By::CountOfHeavy),
    ]
}

fn compare(direction: &str, a: Option<&Compared>, b: Option<&Compared>) -> Ordering {
    let nulls_first = direction.ends_with("NULLS_FIRST");
    match (a, b) {
        (Some(a), Some(b)) if direction.starts_with("DESC") => b.cmp(a),
        (Some(a), Some(b)) => a.cmp(b),
        (a, b) if nulls_first => a.is_some().cmp(&b.is_some()),
        (a, b) => a.is_none().cmp(&b.is_none()),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn an_order_is_that_of_sorting_by_hand_and_ties_are_decided_by_the_id(
        (published, claims) in graph(),
        view in view(),
        orders in proptest::collection::vec(
            proptest::collection::vec(
                (by(), select(&["ASC", "DESC", "ASC_NULLS_FIRST", "DESC_NULLS_FIRST"][..])),
                1..4,
            ),
            8,
        ),
    ) {
        let engine = engine_over(built(&published, &claims), Limits::default());
        let slow = Reference { graph: engine.domain().graph(), view };
        for keys in orders {
            let spelled: Vec<_> = keys.iter().map(|(by, direction)| by.spelled(direction)).collect();
            let query = format!(
                "{{ things(first: 500, orderBy: [{}], {}) {{ nodes {{ id }} }} }}",
                spelled.join(", "),
                view_argument(&slow.view),
            );
            let answer = data(&engine, &query);
            let found = each(&answer["things"]["nodes"], "id");

            let shown = (0..N_ENTITIES as u32).map(EntityIx).filter(|&entity| shows(&slow, entity));
            let mut expected: Vec<_> = shown.collect();
            expected.sort_by(|&a, &b| {
                let orders = keys.iter().map(|(by, direction)| {
                    compare(direction, by.value(&slow, a).as_ref(), by.value(&slow, b).as_ref())
                });
                orders.fold(Ordering::Equal, Ordering::then)
            });
            let expected: Vec<_> = expected.iter().map(|&entity| slow.graph.id(entity)).collect();
            prop_assert_eq!(found, expected, "{}", query);
        }
    }
}
