//! What does an operation come down to once everything about it is decided?
//!
//! A plan is a tree of fields in the order in which they are written, each with the function that
//! produces it. Fragments are spread, duplicates merged and conditions decided; what remains for
//! each request are the arguments that depend on variables.

use super::definition::{Domain, Effort, Field, Multiplicity};
use super::error::FieldError;
use super::writer::Piece;
use apollo_compiler::{Node, ast};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A compiled operation.
pub(super) struct Plan<D: Domain> {
    /// The fields of the root object.
    pub(super) root: Vec<PlannedField<D>>,
    /// The arguments that are known only with the variables of a request.
    pub(super) variable_arguments: Vec<VariableArguments<D>>,
    /// The cost, when it does not depend on variables.
    pub(super) fixed_cost: Option<u64>,
    /// The number of fields on all levels.
    pub(super) n_fields: u64,
    /// Whether the operation is a subscription.
    pub(super) is_subscription: bool,
    /// Whether the operation asks for the schema.
    pub(super) has_introspection: bool,
    /// The most that a field takes, arguments with variables apart.
    pub(super) effort: Effort,
    /// The number of bytes of the last answer, for which the next one makes room.
    pub(super) answer_bytes: AtomicUsize,
}

/// The arguments of a field, when variables are among them.
pub(super) struct VariableArguments<D: Domain> {
    /// The field.
    pub(super) field: Arc<Field<D>>,
    /// The arguments as the document writes them.
    pub(super) written: WrittenArguments,
}

/// The names and literals of arguments, as a document writes them.
pub(super) type WrittenArguments = Vec<(String, Node<ast::Value>)>;

/// The arguments of a field, ready for its producer, or the error that stands in its place.
pub(super) type Prepared<D> = Result<<D as Domain>::Arguments, FieldError>;

/// Where the arguments of a planned field are.
pub(super) enum ArgumentSource<D: Domain> {
    /// They are the same in every request.
    Fixed(Box<D::Arguments>),
    /// They are wrong in every request.
    Wrong(FieldError),
    /// They are at this position of the request's own.
    Variable(usize),
}

/// A field of a plan.
pub(super) struct PlannedField<D: Domain> {
    /// The response key.
    pub(super) key: String,
    /// What stands before the value: the opening brace of the object or a comma, the response key
    /// and a colon.
    pub(super) opening: Piece,
    /// The byte offsets of the field in the document, more than one when duplicates were merged.
    pub(super) offsets: Vec<usize>,
    /// Whether null may stand here.
    pub(super) is_nullable: bool,
    /// The arguments.
    pub(super) arguments: ArgumentSource<D>,
    /// What is done.
    pub(super) work: Work<D>,
}

/// What is done to answer a field.
pub(super) enum Work<D: Domain> {
    /// The name of the object's type is written; it is kept as a JSON string.
    TypeName(Piece),
    /// A part of the schema is written.
    Introspection,
    /// The object fails, because it is not known which fields it has.
    Failure(FieldError),
    /// A common leaf is written.
    CommonLeaf(D::CommonLeaf),
    /// A scalar, an enumeration value or a list of them is written.
    Leaf(Arc<Field<D>>),
    /// An object is written.
    Object(Arc<Field<D>>, Arc<Selection<D>>),
    /// A list of objects is written.
    Objects(Arc<Field<D>>, Arc<Selection<D>>, ItemsMay),
}

/// Whether the items of a list may be null.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ItemsMay {
    /// They may be null.
    BeNull,
    /// They must not be null.
    NotBeNull,
}

/// What is written of an object, by its concrete type.
pub(super) enum Selection<D: Domain> {
    /// The object can have one type only.
    Concrete(Vec<PlannedField<D>>),
    /// The object has one of several types.
    Abstract(Vec<(String, Vec<PlannedField<D>>)>),
}

impl<D: Domain> Selection<D> {
    /// Returns the fields that are written of an object of a type.
    #[inline]
    pub(super) fn fields_of<'r>(
        &'r self,
        domain: &'r D,
        object: &D::Object<'r>,
    ) -> &'r [PlannedField<D>] {
        match self {
            Self::Concrete(fields) => fields,
            Self::Abstract(by_type) => {
                let type_name = domain.type_name(*object);
                by_type
                    .iter()
                    .find(|(name, _)| name == type_name)
                    .map_or(&[], |(_, fields)| fields)
            }
        }
    }
}

impl<D: Domain> PlannedField<D> {
    /// Returns the arguments, given those of the request.
    ///
    /// # Errors
    /// Returns the error that stands in the place of the field.
    #[inline]
    pub(super) fn arguments<'r>(
        &'r self,
        of_request: &'r [Prepared<D>],
    ) -> Result<&'r D::Arguments, &'r FieldError> {
        match &self.arguments {
            ArgumentSource::Fixed(arguments) => Ok(arguments),
            ArgumentSource::Wrong(error) => Err(error),
            ArgumentSource::Variable(at) => of_request[*at].as_ref(),
        }
    }
}

impl<D: Domain> Plan<D> {
    /// Returns the number of bytes for which an answer should have room from the beginning.
    pub(super) fn room_for_answer(&self) -> usize {
        let last = self.answer_bytes.load(Ordering::Relaxed);
        // The next answer is about as long, and the writer needs some room to work in.
        last + last / 16 + 64
    }

    /// Returns the number of values that the answer may hold by its page sizes; saturates.
    pub(super) fn cost(&self, of_request: &[Prepared<D>]) -> u64 {
        self.fixed_cost
            .unwrap_or_else(|| cost_of(&self.root, of_request, 1))
    }
}

/// Returns the cost of some fields of one object; `parent_page` is the page size of the field
/// that led to the object.
pub(super) fn cost_of<D: Domain>(
    fields: &[PlannedField<D>],
    of_request: &[Prepared<D>],
    parent_page: u64,
) -> u64 {
    let cost = |field: &PlannedField<D>| {
        let own_page = match field.arguments(of_request) {
            Ok(arguments) => D::page_size(arguments),
            Err(_) => 0,
        };
        let (declared, below) = match &field.work {
            Work::TypeName(_) | Work::Introspection | Work::Failure(_) | Work::CommonLeaf(_) => {
                return 1;
            }
            Work::Leaf(declared) => (declared, 1),
            Work::Object(declared, selection) | Work::Objects(declared, selection, _) => {
                let page = match declared.multiplicity {
                    Multiplicity::ParentPage => parent_page,
                    _ => own_page,
                };
                (
                    declared,
                    cost_of_selection(selection, of_request, page).saturating_add(1),
                )
            }
        };
        match declared.multiplicity {
            Multiplicity::One => below,
            Multiplicity::OwnPage => below.saturating_mul(own_page.max(1)),
            Multiplicity::ParentPage => below.saturating_mul(parent_page.max(1)),
        }
    };
    fields.iter().map(cost).fold(0, u64::saturating_add)
}

fn cost_of_selection<D: Domain>(
    selection: &Selection<D>,
    of_request: &[Prepared<D>],
    page: u64,
) -> u64 {
    match selection {
        Selection::Concrete(fields) => cost_of(fields, of_request, page),
        Selection::Abstract(by_type) => by_type
            .iter()
            .map(|(_, fields)| cost_of(fields, of_request, page))
            .max()
            .unwrap_or(0),
    }
}
