//! Where are claims kept?
//!
//! A table with a column for each part of a claim, because a story may have ten million of them:
//! what every claim has is a number in a column, what few have is kept only for those, and words
//! lie in one buffer. [`ClaimRef`] reads a row of it.

use super::cell::{Cells, Kind};
use super::claim::{Assertion, Citation, CitationRef, Claim, ClaimIx, Retraction, Stance, Status};
use super::column;
use super::date::{Bound, PartialDate, Period};
use super::entity::EntityIx;
use super::identity::{ClaimId, ClaimIdRef, Identity};
use super::lists::Lists;
use super::source::SourceIx;
use super::texts::TextIx;
use super::value::ValueRef;
use crate::ontology::{AttributeId, Direction, Predicate, RelationId};
use borsh::{BorshDeserialize, BorshSerialize};
use std::fmt;

/// Claims, numbered from 0.
#[derive(Debug, Clone, PartialEq, Default, BorshSerialize, BorshDeserialize)]
pub struct Claims {
    #[borsh(deserialize_with = "column::read")]
    subjects: Vec<EntityIx>,
    /// The attribute, or the relation, as its kind of object says.
    #[borsh(deserialize_with = "column::read")]
    predicates: Vec<u16>,
    #[borsh(deserialize_with = "column::read")]
    objects: Vec<u32>,
    #[borsh(deserialize_with = "column::read")]
    kinds: Vec<Kind>,
    #[borsh(deserialize_with = "column::read")]
    statuses: Vec<Status>,
    #[borsh(deserialize_with = "column::read")]
    valid: Vec<Days>,
    #[borsh(deserialize_with = "column::read")]
    ids: Vec<u64>,
    #[borsh(deserialize_with = "column::read")]
    id_kinds: Vec<IdKind>,
    qualifiers: Lists<Qualification>,
    notes: Lists<TextIx>,
    retractions: Lists<Retraction>,
    /// Where the citations of each claim end.
    #[borsh(deserialize_with = "column::read")]
    citation_ends: Vec<u32>,
    citations: Citations,
    cells: Cells,
}

/// The citations of all claims, one behind the other.
#[derive(Debug, Clone, PartialEq, Default, BorshSerialize, BorshDeserialize)]
struct Citations {
    #[borsh(deserialize_with = "column::read")]
    sources: Vec<SourceIx>,
    #[borsh(deserialize_with = "column::read")]
    paragraphs: Vec<u32>,
    #[borsh(deserialize_with = "column::read")]
    stances: Vec<Stance>,
    speakers: Lists<EntityIx>,
}

/// A qualifier of a claim.
#[derive(Debug, Clone, Copy, PartialEq, BorshSerialize, BorshDeserialize)]
struct Qualification {
    value: u32,
    kind: Kind,
    /// The position among the qualifiers of the predicate.
    at: u8,
}

/// What an id in its column is.
#[derive(Debug, Clone, Copy, PartialEq, BorshSerialize, BorshDeserialize)]
enum IdKind {
    /// The place of a text.
    Chosen,
    /// The lower bits of an identity whose highest one is not set.
    DerivedLow,
    /// The lower bits of an identity whose highest one is set.
    DerivedHigh,
}

/// The two ends of a period, of which none may be known, in 32 bits each.
#[derive(Debug, Clone, Copy, PartialEq, BorshSerialize, BorshDeserialize)]
struct Days([u32; 2]);

impl Claims {
    /// Appends a claim.
    ///
    /// # Panics
    /// When the claims have more than 2^32 citations, or 4 GiB of text.
    pub fn push(&mut self, claim: Claim) {
        self.subjects.push(claim.subject);
        let (predicate, object, kind) = match &claim.assertion {
            Assertion::Relation { relation, object } => (relation.0, object.0, Kind::Entity),
            Assertion::Attribute { attribute, value } => {
                let (value, kind) = self.cells.push(value);
                (attribute.0, value, kind)
            }
        };
        self.predicates.push(predicate);
        self.objects.push(object);
        self.kinds.push(kind);
        self.statuses.push(claim.status);
        self.valid.push(Days::of(claim.valid));
        let (id, id_kind) = match claim.id {
            ClaimId::Chosen(id) => (u64::from(self.cells.texts.push(&id).0), IdKind::Chosen),
            ClaimId::Derived(identity) => match identity.split() {
                (low, false) => (low, IdKind::DerivedLow),
                (low, true) => (low, IdKind::DerivedHigh),
            },
        };
        self.ids.push(id);
        self.id_kinds.push(id_kind);
        let cells = &mut self.cells;
        self.qualifiers
            .push(claim.qualifiers.iter().map(|(at, value)| {
                let (value, kind) = cells.push(value);
                let at = *at;
                Qualification { value, kind, at }
            }));
        let note = claim.note.map(|note| self.cells.texts.push(&note));
        self.notes.push(note);
        for citation in claim.citations.as_slice() {
            self.citations.push(citation);
        }
        self.retractions.push(claim.retraction.map(|it| *it));
        let end = u32::try_from(self.citations.sources.len());
        let end = end.expect("citations are counted in 32 bits");
        self.citation_ends.push(end);
    }

    /// Returns the number of claims.
    #[inline]
    pub fn len(&self) -> usize {
        self.subjects.len()
    }

    /// Returns whether there are no claims.
    pub fn is_empty(&self) -> bool {
        self.subjects.is_empty()
    }

    /// Returns the claim at a position.
    #[inline]
    pub fn at(&self, ClaimIx(at): ClaimIx) -> ClaimRef<'_> {
        ClaimRef {
            table: self,
            at: at as usize,
        }
    }

    /// Returns the claims in their order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = ClaimRef<'_>> + Clone {
        (0..self.len()).map(|at| ClaimRef { table: self, at })
    }

    /// Returns how many claims stand before the first for which a condition does not hold, when it
    /// holds for all before it and for none behind it.
    pub fn partition_point(&self, holds: impl Fn(ClaimRef<'_>) -> bool) -> usize {
        let (mut start, mut end) = (0, self.len());
        while start < end {
            let middle = start.midpoint(end);
            match holds(ClaimRef {
                table: self,
                at: middle,
            }) {
                true => start = middle + 1,
                false => end = middle,
            }
        }
        start
    }

    /// Returns whether any claim was withdrawn.
    pub fn have_retractions(&self) -> bool {
        !self.retractions.are_empty()
    }

    /// Appends the claims of another table.
    ///
    /// # Panics
    /// When the claims have more than 2^32 citations, or 4 GiB of text.
    pub fn append(&mut self, mut other: Self) {
        let moved = self.cells.append(other.cells);
        self.subjects.append(&mut other.subjects);
        self.predicates.append(&mut other.predicates);
        let objects = other.objects.into_iter().zip(&other.kinds);
        let objects = objects.map(|(bits, kind)| moved.bits(bits, *kind));
        self.objects.extend(objects);
        self.kinds.append(&mut other.kinds);
        self.statuses.append(&mut other.statuses);
        self.valid.append(&mut other.valid);
        let ids = other.ids.into_iter().zip(&other.id_kinds);
        let ids = ids.map(|(bits, kind)| match kind {
            IdKind::Chosen => u64::from(moved.bits(bits as u32, Kind::Text)),
            IdKind::DerivedLow | IdKind::DerivedHigh => bits,
        });
        self.ids.extend(ids);
        self.id_kinds.append(&mut other.id_kinds);
        self.qualifiers
            .append(other.qualifiers, |it| Qualification {
                value: moved.bits(it.value, it.kind),
                ..it
            });
        let note = |TextIx(at)| TextIx(moved.bits(at, Kind::Text));
        self.notes.append(other.notes, note);
        self.retractions.append(other.retractions, |it| it);
        let n_citations = self.citations.sources.len();
        let n_citations = u32::try_from(n_citations).expect("citations are counted in 32 bits");
        let ends = other.citation_ends.into_iter();
        self.citation_ends.extend(ends.map(|end| n_citations + end));
        self.citations.append(other.citations);
    }
}

impl FromIterator<Claim> for Claims {
    fn from_iter<I: IntoIterator<Item = Claim>>(claims: I) -> Self {
        let mut table = Self::default();
        claims.into_iter().for_each(|claim| table.push(claim));
        table
    }
}

impl Citations {
    fn push(&mut self, citation: &Citation) {
        self.sources.push(citation.source);
        self.paragraphs.push(citation.paragraph);
        self.stances.push(citation.stance);
        let speakers = citation.attributed_to.iter().copied();
        self.speakers.push(speakers);
    }

    fn append(&mut self, mut other: Self) {
        self.sources.append(&mut other.sources);
        self.paragraphs.append(&mut other.paragraphs);
        self.stances.append(&mut other.stances);
        self.speakers.append(other.speakers, |it| it);
    }

    #[inline]
    fn at(&self, at: usize) -> CitationRef<'_> {
        Citation {
            source: self.sources[at],
            paragraph: self.paragraphs[at],
            stance: self.stances[at],
            attributed_to: self.speakers.of(at),
        }
    }
}

impl Days {
    /// That nobody says when.
    const UNSAID: Self = Self([u32::MAX; 2]);
    /// An end that is open.
    const OPEN: u32 = u32::MAX - 1;

    fn of(period: Option<Period>) -> Self {
        let bits = |bound: Bound| bound.date().map_or(Self::OPEN, PartialDate::to_bits);
        period.map_or(Self::UNSAID, |period| {
            Self([bits(period.start()), bits(period.end())])
        })
    }

    #[inline]
    fn period(self) -> Option<Period> {
        if self == Self::UNSAID {
            return None;
        }
        let [start, end] = self.0.map(|bits| match bits {
            Self::OPEN => Bound::Open,
            bits => Bound::At(PartialDate::from_bits(bits)),
        });
        Period::new(start, end)
    }
}

/// A claim in a table.
#[derive(Clone, Copy)]
pub struct ClaimRef<'c> {
    table: &'c Claims,
    at: usize,
}

impl<'c> ClaimRef<'c> {
    /// Returns the slug by which everything refers to it.
    pub fn id(self) -> ClaimIdRef<'c> {
        self.key().to_text()
    }

    /// Returns the id as it is kept.
    #[inline]
    pub fn key(self) -> ClaimId<&'c str> {
        let bits = self.table.ids[self.at];
        match self.table.id_kinds[self.at] {
            IdKind::Chosen => ClaimId::Chosen(self.text(TextIx(bits as u32))),
            IdKind::DerivedLow => ClaimId::Derived(Identity::joined(bits, false)),
            IdKind::DerivedHigh => ClaimId::Derived(Identity::joined(bits, true)),
        }
    }

    /// Returns what it is about.
    #[inline]
    pub fn subject(self) -> EntityIx {
        self.table.subjects[self.at]
    }

    /// Returns which attribute or relation it is about, seen from the subject.
    #[inline]
    pub fn predicate(self) -> Predicate {
        let number = self.table.predicates[self.at];
        match self.table.kinds[self.at] {
            Kind::Entity => Predicate::Relation(RelationId(number), Direction::Forward),
            _ => Predicate::Attribute(AttributeId(number)),
        }
    }

    /// Returns what it says about the subject.
    pub fn assertion(self) -> Assertion<ValueRef<'c>> {
        let number = self.table.predicates[self.at];
        match self.value() {
            None => Assertion::Relation {
                relation: RelationId(number),
                object: EntityIx(self.table.objects[self.at]),
            },
            Some(value) => Assertion::Attribute {
                attribute: AttributeId(number),
                value,
            },
        }
    }

    /// Returns the entity to which it links the subject, when it does.
    #[inline]
    pub fn object(self) -> Option<EntityIx> {
        let is_link = self.table.kinds[self.at] == Kind::Entity;
        is_link.then(|| EntityIx(self.table.objects[self.at]))
    }

    /// Returns the value that it gives to an attribute, when it does.
    #[inline]
    pub fn value(self) -> Option<ValueRef<'c>> {
        let (bits, kind) = (self.table.objects[self.at], self.table.kinds[self.at]);
        self.table.cells.value(bits, kind)
    }

    /// Returns the details, as positions in the predicate's qualifiers with their values, in
    /// ascending order.
    pub fn qualifiers(self) -> impl ExactSizeIterator<Item = (u8, ValueRef<'c>)> + Clone {
        let cells = &self.table.cells;
        self.table.qualifiers.of(self.at).iter().map(|it| {
            let value = cells.value(it.value, it.kind);
            (it.at, value.expect("a qualifier has a value"))
        })
    }

    /// Returns the value of a qualifier, when the claim has it.
    pub fn qualifier(self, wanted: u8) -> Option<ValueRef<'c>> {
        let found = self.qualifiers().find(|(at, _)| *at == wanted);
        found.map(|(_, value)| value)
    }

    /// Returns when it was so; `None` when nobody says.
    #[inline]
    pub fn valid(self) -> Option<Period> {
        self.table.valid[self.at].period()
    }

    /// Returns how it stands as long as it is not retracted.
    #[inline]
    pub fn status(self) -> Status {
        self.table.statuses[self.at]
    }

    /// Returns the number of passages that speak for or against it.
    #[inline]
    pub fn n_citations(self) -> usize {
        self.cited_at().len()
    }

    /// Returns who says it, and where; never nobody.
    #[inline]
    pub fn citations(
        self,
    ) -> impl ExactSizeIterator<Item = CitationRef<'c>> + DoubleEndedIterator + Clone {
        let citations = &self.table.citations;
        self.cited_at().map(|at| citations.at(at))
    }

    fn cited_at(self) -> std::ops::Range<usize> {
        let ends = &self.table.citation_ends;
        let start = self.at.checked_sub(1).map_or(0, |before| ends[before]);
        start as usize..ends[self.at] as usize
    }

    /// Returns that it was withdrawn, if it was.
    #[inline]
    pub fn retraction(self) -> Option<&'c Retraction> {
        self.table.retractions.of(self.at).first()
    }

    /// Returns a remark by whoever keeps the story.
    pub fn note(self) -> Option<&'c str> {
        let note = self.table.notes.of(self.at).first();
        note.map(|&note| self.text(note))
    }

    fn text(self, at: TextIx) -> &'c str {
        self.table.cells.texts.text(at)
    }

    /// Returns whether somebody who reads these sources knows the claim: one of them says or
    /// denies it.
    pub fn is_known(self, reads: impl Fn(SourceIx) -> bool) -> bool {
        let mut sources = self.table.citations.sources[self.cited_at()].iter();
        sources.any(|&source| reads(source))
    }

    /// Returns how the claim stands for somebody who reads these sources: retracted once one of
    /// them withdraws it.
    pub fn status_known(self, reads: impl Fn(SourceIx) -> bool) -> Status {
        match self.retraction_known(reads) {
            Some(_) => Status::Retracted,
            None => self.status(),
        }
    }

    /// Returns the retraction of the claim, when its source is one of those that are read.
    pub fn retraction_known(self, reads: impl Fn(SourceIx) -> bool) -> Option<&'c Retraction> {
        let retraction = self.retraction();
        retraction.filter(|retraction| reads(retraction.citation.source))
    }

    /// Returns the entities at its ends: the subject, and the object when it is a link.
    pub fn ends(self) -> impl Iterator<Item = EntityIx> {
        [Some(self.subject()), self.object()].into_iter().flatten()
    }

    /// Returns every place that is cited: for the claim, against it, and for its retraction.
    pub fn cited(self) -> impl Iterator<Item = CitationRef<'c>> + Clone {
        let retraction = self.retraction().into_iter();
        let withdrawn = retraction.map(|retraction| retraction.citation.as_ref());
        self.citations().chain(withdrawn)
    }
}

impl fmt::Debug for ClaimRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Claim({})", self.id())
    }
}
