//! What does each file say by itself, before anything it refers to is looked up?

use super::vocabulary::Vocabulary;
use crate::document::{Diagnostic, Diagnostics, Document, Item, Likeness, Row, Rule, Span};
use crate::model::{ClaimId, Identity, Period, Source, Stance, Status, Value};
use crate::ontology::{Predicate, TypeId, is_slug};
use hashbrown::HashMap;
use hashbrown::hash_map::Entry;
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

/// Everything that the files say.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) vocabulary: Arc<Vocabulary>,
    pub(super) sources: Vec<SourceDraft>,
    pub(super) entities: Vec<EntityDraft>,
    pub(super) claims: Vec<ClaimDraft>,
    pub(super) ids: HashMap<String, IdUse>,
    /// The ids that were given, in their order, before it is known what each stands for.
    declared: Vec<(String, IdUse)>,
    pub(super) findings: Diagnostics,
    pub(super) likeness: Likeness,
    /// Ids that are no slugs.
    odd_ids: Vec<(String, Place)>,
}

/// A place in a file.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) document: Arc<Document>,
    pub(super) span: Span,
}

/// What an id stands for.
#[derive(Debug)]
pub(super) struct IdUse {
    pub(super) place: Place,
    pub(super) referent: Referent,
}

/// What an id stands for, as a position in the drafts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Referent {
    Source(usize),
    Entity(usize),
    Claim(usize),
    /// Something in a file that could not be read, or an id that is no slug.
    Broken,
    /// Several things that were given the same id.
    Several,
}

#[derive(Debug)]
pub(super) struct SourceDraft {
    /// The source, when nothing is wrong with it.
    pub(super) source: Option<Source>,
    pub(super) n_paragraphs: Option<u32>,
    pub(super) place: Place,
}

#[derive(Debug)]
pub(super) struct EntityDraft {
    pub(super) id: String,
    pub(super) former_ids: Vec<String>,
    pub(super) type_id: Option<TypeId>,
    pub(super) name: Option<String>,
    pub(super) name_place: Place,
}

#[derive(Debug)]
pub(super) struct ClaimDraft {
    pub(super) place: Place,
    /// The id that was chosen for it.
    pub(super) id: Option<String>,
    /// What tells it from all others, once its references were followed.
    pub(super) identity: Option<Identity>,
    pub(super) subject: usize,
    pub(super) predicate: Predicate,
    pub(super) object: Option<ObjectDraft>,
    pub(super) qualifiers: Vec<(u8, Value)>,
    pub(super) valid: Option<Period>,
    pub(super) status: Status,
    pub(super) citations: Vec<CitationDraft>,
    /// In a box, because it is rare.
    pub(super) retraction: Option<Box<RetractionDraft>>,
    pub(super) note: Option<String>,
    /// Whether nothing is wrong with it so far.
    pub(super) is_sound: bool,
}

impl ClaimDraft {
    /// Returns its id, once its references were followed.
    pub(super) fn key(&self) -> Option<ClaimId<&str>> {
        match &self.id {
            Some(id) => Some(ClaimId::Chosen(id)),
            None => self.identity.map(ClaimId::Derived),
        }
    }
}

#[derive(Debug)]
pub(super) enum ObjectDraft {
    Entity(Reference),
    Value(Value, Span),
}

/// An id that refers to something.
#[derive(Debug)]
pub(super) struct Reference {
    pub(super) id: Box<str>,
    pub(super) span: Span,
    /// To what it refers, as a position among the drafts of its kind; `None` as long as nobody
    /// looked, and when there is no such thing.
    pub(super) target: Option<u32>,
}

impl Reference {
    pub(super) fn new(id: &str, span: Span) -> Self {
        Self {
            id: id.into(),
            span,
            target: None,
        }
    }

    /// Returns the position to which it leads, once that was looked up.
    pub(super) fn at(&self) -> Option<usize> {
        self.target.map(|at| at as usize)
    }
}

#[derive(Debug)]
pub(super) struct CitationDraft {
    pub(super) source: Reference,
    pub(super) paragraph: u32,
    pub(super) stance: Stance,
    pub(super) attributed_to: Vec<Reference>,
}

#[derive(Debug)]
pub(super) struct RetractionDraft {
    pub(super) citation: CitationDraft,
    pub(super) reason: String,
    pub(super) correction: Option<Reference>,
}

impl Place {
    pub(super) fn of(document: &Arc<Document>, span: Span) -> Self {
        let document = Arc::clone(document);
        Self { document, span }
    }

    pub(super) fn finding(&self, rule: Rule, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(rule, &self.document, self.span, message)
    }
}

impl Draft {
    pub(super) fn new(vocabulary: Vocabulary, findings: Diagnostics) -> Self {
        Self {
            findings,
            ..Self::of(Arc::new(vocabulary), Likeness::default())
        }
    }

    /// Returns an empty draft for a part of the files.
    pub(super) fn part(&self) -> Self {
        Self::of(Arc::clone(&self.vocabulary), self.likeness.clone())
    }

    fn of(vocabulary: Arc<Vocabulary>, likeness: Likeness) -> Self {
        Self {
            vocabulary,
            sources: Vec::new(),
            entities: Vec::new(),
            claims: Vec::new(),
            ids: HashMap::new(),
            declared: Vec::new(),
            findings: Diagnostics::default(),
            likeness,
            odd_ids: Vec::new(),
        }
    }

    /// Appends what the next part of the files says.
    pub(super) fn append(&mut self, mut part: Self) {
        let (n_sources, n_entities) = (self.sources.len(), self.entities.len());
        let n_claims = self.claims.len();
        for (id, IdUse { place, referent }) in part.declared.drain(..) {
            let referent = match referent {
                Referent::Source(at) => Referent::Source(n_sources + at),
                Referent::Entity(at) => Referent::Entity(n_entities + at),
                Referent::Claim(at) => Referent::Claim(n_claims + at),
                referent => referent,
            };
            self.note(id, IdUse { place, referent });
        }
        for claim in &mut part.claims {
            claim.subject += n_entities;
        }
        self.sources.append(&mut part.sources);
        self.entities.append(&mut part.entities);
        self.claims.append(&mut part.claims);
        self.findings.append(&mut part.findings);
    }

    /// Returns what an id stands for.
    pub(super) fn referent(&self, id: &str) -> Option<Referent> {
        self.ids.get(id).map(|used| used.referent)
    }

    /// Declares an id and returns it, or tells that it is none.
    pub(super) fn declare(&mut self, item: Item<'_>, referent: Referent) -> Option<String> {
        let id = item.string("an id", &mut self.findings)?.to_owned();
        let place = Place::of(item.document, item.span);
        self.declared.push((id.clone(), IdUse { place, referent }));
        Some(id)
    }

    /// Declares the id of what cannot be read: who refers to it is not to blame.
    pub(super) fn declare_broken(&mut self, row: Row<'_>) {
        let items = ["source", "entity"].map(|key| row.item(key));
        for item in items.into_iter().flatten() {
            if let Some(id) = item.as_str() {
                let place = Place::of(item.document, item.span);
                let referent = Referent::Broken;
                self.declared
                    .push((id.to_owned(), IdUse { place, referent }));
            }
        }
    }

    /// Notes for what an id stands, or tells that it is used twice.
    fn note(&mut self, id: String, mut used: IdUse) {
        if used.referent != Referent::Broken && !is_slug(&id) {
            self.odd_ids.push((id.clone(), used.place.clone()));
            used.referent = Referent::Broken;
        }
        match self.ids.entry(id) {
            Entry::Vacant(slot) => {
                slot.insert(used);
            }
            Entry::Occupied(first)
                if [used.referent, first.get().referent].contains(&Referent::Broken) => {}
            Entry::Occupied(mut first) => {
                let message = format!("the id `{}` is used twice", first.key());
                let IdUse { place, referent } = first.get_mut();
                *referent = Referent::Several;
                self.findings.push(
                    used.place
                        .finding(Rule::DuplicateId, message)
                        .help("choose another id; sources, entities and claims share one space")
                        .label(&place.document, place.span, "first used here"),
                );
            }
        }
    }

    /// Tells of ids that are no slugs, once all ids are known.
    pub(super) fn check_ids(&mut self) {
        let mut folded: HashMap<String, Place> = HashMap::new();
        for (id, place) in std::mem::take(&mut self.odd_ids) {
            let fold: String = id.nfkc().collect::<String>().to_lowercase();
            let other = match self.ids.get(&fold) {
                Some(other) if is_slug(&fold) => Some(other.place.clone()),
                _ => folded.get(&fold).cloned(),
            };
            let finding = match other {
                Some(other) => place
                    .finding(
                        Rule::IdsAlike,
                        format!("`{id}` differs from another id only by case or Unicode form"),
                    )
                    .help("write both the same if they mean the same, else choose another id")
                    .label(&other.document, other.span, "the other one"),
                None => place
                    .finding(Rule::IdNotSlug, format!("`{id}` is not spelled as an id"))
                    .help(slug_help(&fold)),
            };
            self.findings.push(finding);
            folded.entry(fold).or_insert(place);
        }
    }
}

fn slug_help(text: &str) -> String {
    let groups = text.split(|c: char| !c.is_ascii_alphanumeric());
    let groups: Vec<_> = groups.filter(|group| !group.is_empty()).collect();
    let slug = groups.join("-");
    let rule = "an id is lower-case ASCII letters and digits in groups joined by single hyphens, \
                at most 100 characters";
    match is_slug(&slug) {
        true => format!("{rule}: `{slug}`"),
        false => rule.to_owned(),
    }
}
