//! How does a plan become an answer?
//!
//! A loop over the plan that writes JSON. Where a value fails, what was written since the nearest
//! position that may be null is taken back, and `null` stands there instead.

use super::definition::{Domain, Halt, Items, Leaf, Produce};
use super::error::{FieldError, GraphqlError, MAX_ERRORS, PathStep, location_of};
use super::fault::INTERNAL;
use super::introspection::AboutSchema;
use super::limits::Limits;
use super::plan::{ItemsMay, PlannedField, Prepared, Selection, Work};
use super::writer::JsonWriter;
use crate::deadline::Deadline;

/// Everything that one execution reads.
pub(super) struct Inputs<'r, D: Domain> {
    pub(super) domain: &'r D,
    /// The scopes of the root fields; empty when all of them see the data as they are.
    pub(super) scopes: &'r [Option<D>],
    pub(super) text: &'r str,
    pub(super) arguments: &'r [Prepared<D>],
    pub(super) introspection: &'r [AboutSchema],
    pub(super) limits: &'r Limits,
    pub(super) deadline: &'r Deadline,
}

/// Writes the answer of an operation to `out`, and returns its errors.
///
/// # Errors
/// When a limit ended the whole operation.
pub(super) fn execute<D: Domain>(
    inputs: &Inputs<'_, D>,
    root: &[PlannedField<D>],
    out: JsonWriter,
) -> Result<(JsonWriter, Vec<GraphqlError>), GraphqlError> {
    let mut run = Run {
        inputs,
        domain: inputs.domain,
        out,
        errors: Vec::new(),
        path: Vec::new(),
        objects_until_look: OBJECTS_BETWEEN_LOOKS,
        ended: None,
    };
    let start = run.out.n_bytes();
    if run.root(root).is_err() {
        if let Some(error) = run.ended {
            return Err(error);
        }
        run.out.take_back_to(start);
        run.out.null();
    }
    Ok((run.out, run.errors))
}

/// The number of objects that are written between two looks at the clock.
const OBJECTS_BETWEEN_LOOKS: u32 = 64;

#[derive(Clone, Copy)]
enum Step<'r> {
    Key(&'r str),
    Index(usize),
}

struct Run<'i, 'r, D: Domain> {
    inputs: &'i Inputs<'r, D>,
    /// What is read: the data as the root field wants them to be seen.
    domain: &'r D,
    out: JsonWriter,
    errors: Vec<GraphqlError>,
    path: Vec<Step<'r>>,
    objects_until_look: u32,
    /// The error that ended the operation, when one did.
    ended: Option<GraphqlError>,
}

impl<'r, D: Domain> Run<'_, 'r, D> {
    fn root(&mut self, fields: &'r [PlannedField<D>]) -> Result<(), Halt> {
        let root = self.inputs.domain.root();
        if self.inputs.scopes.is_empty() {
            return self.object(fields, &root);
        }
        for (field, scope) in fields.iter().zip(self.inputs.scopes) {
            self.domain = scope.as_ref().unwrap_or(self.inputs.domain);
            let leaves = self.domain.leaves(&root);
            self.member(field, &root, leaves)?;
            // A field with a scope may have taken long to work out.
            self.objects_until_look = 1;
            self.keep_within_limits()?;
        }
        self.out.byte(b'}');
        Ok(())
    }

    fn object(
        &mut self,
        fields: &'r [PlannedField<D>],
        object: &D::Object<'r>,
    ) -> Result<(), Halt> {
        self.keep_within_limits()?;
        if fields.is_empty() {
            self.out.byte(b'{');
        }
        let leaves = self.domain.leaves(object);
        for field in fields {
            self.member(field, object, leaves)?;
        }
        self.out.byte(b'}');
        Ok(())
    }

    #[inline(always)]
    fn member(
        &mut self,
        field: &'r PlannedField<D>,
        object: &D::Object<'r>,
        leaves: D::Leaves<'r>,
    ) -> Result<(), Halt> {
        self.out.piece(&field.opening);
        match &field.work {
            Work::CommonLeaf(leaf) => {
                if D::write(leaves, *leaf, &mut self.out) == Leaf::Null {
                    self.absent(field)?;
                }
                Ok(())
            }
            _ => self.field(field, object),
        }
    }

    /// Writes whatever a field stands for.
    // Not inlined, so that the loop over common leaves stays small.
    #[inline(never)]
    fn field(&mut self, field: &'r PlannedField<D>, object: &D::Object<'r>) -> Result<(), Halt> {
        let start = self.out.n_bytes();
        let depth = self.path.len();
        let written = match &field.work {
            Work::TypeName(json) => {
                self.out.piece(json);
                return Ok(());
            }
            Work::Introspection => {
                self.introspection(&field.key);
                return Ok(());
            }
            Work::Failure(error) => {
                self.record(field, error.clone());
                return Err(Halt::Null);
            }
            // The loop over the fields has written it already.
            Work::CommonLeaf(_) => return Ok(()),
            Work::Leaf(declared) => {
                match (&declared.produce, field.arguments(self.inputs.arguments)) {
                    (Produce::Leaf(produce), Ok(arguments)) => {
                        match produce(self.domain, object, arguments, &mut self.out) {
                            Ok(Leaf::Written) => return Ok(()),
                            Ok(Leaf::Null) => self.missing(field),
                            Err(error) => Err(error.into()),
                        }
                    }
                    (_, Err(error)) => Err(error.clone().into()),
                    (_, Ok(_)) => self.missing(field),
                }
            }
            Work::Object(declared, selection) => {
                self.path.push(Step::Key(&field.key));
                match (&declared.produce, field.arguments(self.inputs.arguments)) {
                    (Produce::Object(produce), Ok(arguments)) => {
                        match produce(self.domain, object, arguments) {
                            Ok(Some(ref found)) => self.selected(selection, found),
                            Ok(None) => self.missing(field),
                            Err(error) => Err(error.into()),
                        }
                    }
                    (_, Err(error)) => Err(error.clone().into()),
                    (_, Ok(_)) => self.missing(field),
                }
            }
            Work::Objects(declared, selection, items) => {
                self.path.push(Step::Key(&field.key));
                match (&declared.produce, field.arguments(self.inputs.arguments)) {
                    (Produce::Objects(produce), Ok(arguments)) => {
                        self.list(field, selection, *items, |domain, each| {
                            produce(domain, object, arguments, each)
                        })
                    }
                    (_, Err(error)) => Err(error.clone().into()),
                    (_, Ok(_)) => self.missing(field),
                }
            }
        };
        self.path.truncate(depth);
        match written {
            Ok(()) => Ok(()),
            Err(halt) => self.failed(field, start, halt),
        }
    }

    fn selected(
        &mut self,
        selection: &'r Selection<D>,
        object: &D::Object<'r>,
    ) -> Result<(), Halt> {
        let fields = selection.fields_of(self.domain, object);
        self.object(fields, object)
    }

    fn list(
        &mut self,
        field: &'r PlannedField<D>,
        selection: &'r Selection<D>,
        items: ItemsMay,
        produce: impl FnOnce(&'r D, Items<'_, D::Object<'r>>) -> Result<(), Halt>,
    ) -> Result<(), Halt> {
        let domain = self.domain;
        self.out.byte(b'[');
        let mut at = 0;
        let depth = self.path.len();
        self.path.push(Step::Index(0));
        produce(domain, &mut |item| {
            if at > 0 {
                self.out.byte(b',');
            }
            // What the item before had added to the path is gone: every field takes it back.
            self.path[depth] = Step::Index(at);
            at += 1;
            let start = self.out.n_bytes();
            let written = match item {
                Some(object) => self.selected(selection, object),
                None if items == ItemsMay::BeNull => {
                    self.out.null();
                    Ok(())
                }
                None => {
                    self.record(field, no_value(field));
                    Err(Halt::Null)
                }
            };
            match written {
                Err(Halt::Null) if items == ItemsMay::BeNull => {
                    self.out.take_back_to(start);
                    self.out.null();
                    Ok(())
                }
                written => written,
            }
        })?;
        self.out.byte(b']');
        Ok(())
    }

    /// Deals with a common leaf that is not there.
    #[cold]
    fn absent(&mut self, field: &'r PlannedField<D>) -> Result<(), Halt> {
        let start = self.out.n_bytes();
        let written = self.missing(field);
        written.or_else(|halt| self.failed(field, start, halt))
    }

    /// Writes null for a field that has no value, or fails when null may not stand there.
    fn missing(&mut self, field: &PlannedField<D>) -> Result<(), Halt> {
        if field.is_nullable {
            self.out.null();
            return Ok(());
        }
        Err(no_value(field).into())
    }

    /// Deals with a field that could not be written; the path leads to the object that has it.
    #[cold]
    fn failed(&mut self, field: &'r PlannedField<D>, start: usize, halt: Halt) -> Result<(), Halt> {
        match halt {
            Halt::Operation => return Err(Halt::Operation),
            Halt::Field(error) => {
                self.path.push(Step::Key(&field.key));
                self.record(field, error);
                self.path.pop();
            }
            Halt::Null => {}
        }
        if field.is_nullable {
            self.out.take_back_to(start);
            self.out.null();
            Ok(())
        } else {
            Err(Halt::Null)
        }
    }

    /// Keeps an error of a field; the path leads to where it happened.
    fn record(&mut self, field: &'r PlannedField<D>, error: FieldError) {
        if self.errors.len() >= MAX_ERRORS {
            return;
        }
        let error = error.into_problem();
        let offsets = match &error.offset {
            Some(offset) => std::slice::from_ref(offset),
            None => field.offsets.as_slice(),
        };
        let locations = offsets
            .iter()
            .map(|&offset| location_of(self.inputs.text, offset));
        let path = self.path.iter().map(|step| match step {
            Step::Key(key) => PathStep::Key((*key).to_owned()),
            Step::Index(at) => PathStep::Index(*at),
        });
        self.errors.push(GraphqlError {
            code: error.code,
            message: error.message,
            locations: locations.collect(),
            // An error of the root object belongs to no field.
            path: (!self.path.is_empty()).then(|| path.collect()),
            fault: None,
        });
    }

    fn introspection(&mut self, key: &str) {
        let answers = self.inputs.introspection.iter();
        match answers.into_iter().find(|(of, _)| of == key) {
            Some((_, json)) => self.out.raw(json),
            None => self.out.null(),
        }
    }

    #[inline]
    fn keep_within_limits(&mut self) -> Result<(), Halt> {
        self.objects_until_look -= 1;
        if self.objects_until_look > 0 {
            return Ok(());
        }
        self.objects_until_look = OBJECTS_BETWEEN_LOOKS;
        let limits = self.inputs.limits;
        if self.out.n_bytes() > limits.answer_bytes {
            self.ended = Some(GraphqlError::of_request(
                "ANSWER_TOO_LARGE",
                format!(
                    "The answer exceeds {} bytes; ask for smaller pages or fewer fields.",
                    limits.answer_bytes
                ),
            ));
            return Err(Halt::Operation);
        }
        if self.inputs.deadline.is_cancelled() {
            self.ended = Some(GraphqlError::of_request(
                "CANCELLED",
                "Nobody waits for the answer any more.",
            ));
            return Err(Halt::Operation);
        }
        if self.inputs.deadline.is_over() {
            self.ended = Some(GraphqlError::of_request(
                "DEADLINE_EXCEEDED",
                format!(
                    "The operation took longer than {} ms; ask for smaller pages or fewer fields.",
                    limits.time.as_millis()
                ),
            ));
            return Err(Halt::Operation);
        }
        Ok(())
    }
}

/// Returns the error of a field that stands for something and found nothing.
fn no_value<D: Domain>(field: &PlannedField<D>) -> FieldError {
    FieldError::new(
        INTERNAL,
        format!("The field `{}` has no value and must have one.", field.key),
    )
}
