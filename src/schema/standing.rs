//! How does an answer tell where somebody stands in a legal case?

use super::fields::{leaf, list, objects};
use super::scalars::enumeration;
use super::story::{Object, Story};
use super::values::write_date;
use crate::engine::{Field, Type};
use crate::ontology::Ontology;
use crate::query::{self, DEFAULT_PAGE, Standing};

/// The name of the enumeration of standings.
pub(super) const STANDING: &str = "Standing";

/// Whether the relationships that have a field are all accusatory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Accusatory {
    /// All of them.
    All,
    /// Some of them; for the others, the field is null.
    Some,
}

/// Declares the enumeration of standings.
pub(super) fn types(ontology: &Ontology) -> Vec<Type<Story>> {
    let values = ontology.standings.iter();
    let values = values.map(|standing| (standing.key.to_constant(), standing.description.clone()));
    vec![enumeration(
        STANDING,
        "Where somebody stands in a legal case, as the steps of the case decide it.",
        values.collect(),
    )]
}

/// Returns whether any relation is accusatory.
pub(super) fn accuses(ontology: &Ontology) -> bool {
    let mut relations = ontology.relations.iter();
    relations.any(|relation| relation.accusatory)
}

fn standing_of(story: &Story, object: Object<'_>) -> Option<Standing> {
    let (_, _, adjacent) = object.relationship()?;
    query::standing(story.seen(), adjacent.relationship)
}

/// Returns the fields that tell, on an edge, where the accused stands as of the view.
pub(super) fn fields(ontology: &Ontology, accusatory: Accusatory) -> Vec<Field<Story>> {
    let constants: Vec<String> = ontology
        .standings
        .iter()
        .map(|standing| standing.key.to_constant())
        .collect();
    let (mark, otherwise) = match accusatory {
        Accusatory::All => ("!", ""),
        Accusatory::Some => ("", " Null when the relation accuses nobody."),
    };
    let mut fields = vec![
        leaf(
            "standing",
            &format!("{STANDING}{mark}"),
            format!(
                "Where the accused stands as of the view: what the newest step of the case decides, \
                 whatever the relation says.{otherwise}"
            ),
            move |story, object, out| {
                let standing = standing_of(story, object)?.standing;
                out.plain_string(&constants[usize::from(standing.0)]);
                Some(())
            },
        ),
        leaf(
            "standingText",
            &format!("String{mark}"),
            format!(
                "The standing in plain words, the newest outcome first, with the offense and the \
                 steps that led to it.{otherwise}"
            ),
            |story, object, out| {
                out.string(&standing_of(story, object)?.text);
                Some(())
            },
        ),
        leaf(
            "standingSince",
            "Date",
            "The date of the step that decides the standing; null when there is none, or nobody \
             tells its date.",
            |story, object, out| {
                write_date(standing_of(story, object)?.since?, out);
                Some(())
            },
        ),
        leaf(
            "standingContested",
            &format!("Boolean{mark}"),
            format!(
                "Whether sources differ on what the step was that decides the standing, or on its \
                 date.{otherwise}"
            ),
            |story, object, out| {
                out.boolean(standing_of(story, object)?.is_contested);
                Some(())
            },
        ),
    ];
    fields.extend(list(
        ("standingClaims", "standingClaimCount"),
        "Claim",
        "The claims on which the standing rests: those about the step that decides it and about \
         what came after; the accusation itself when no step is known.",
        DEFAULT_PAGE,
        |story, object| {
            let claims = standing_of(story, object).map_or_else(Vec::new, |found| found.claims);
            objects(claims.into_iter().map(Object::Claim))
        },
    ));
    fields
}
