//! How does a checked operation become a plan?

use super::coerce::{self, Variables};
use super::definition::{
    Argument, Definition, Domain, Effort, Field, Kind, Produce, QUERY, SUBSCRIPTION,
};
use super::error::{FieldError, GraphqlError};
use super::limits::Limits;
use super::plan::{
    ArgumentSource, ItemsMay, Plan, PlannedField, Prepared, Selection, VariableArguments, Work,
    WrittenArguments, cost_of,
};
use super::writer::Piece;
use apollo_compiler::Node;
use apollo_compiler::ast::{self, DirectiveList};
use apollo_compiler::executable as exe;
use apollo_compiler::validation::Valid;
use async_graphql::Value;
use async_graphql::dynamic::TypeRef;
use async_graphql::indexmap::IndexMap;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

/// The most fields of a plan for each field that a document may select.
///
/// A field of an interface is planned for each of the types behind it.
const TYPES_PER_FIELD: u64 = 20;

/// The number of bytes for which the first answer has room from the beginning.
const INITIAL_ANSWER: usize = 1024;

/// Compiles an operation under the values of the variables that its conditions name.
///
/// # Errors
/// When fields of interfaces multiply beyond reason.
pub(super) fn compile<D: Domain>(
    definition: &Definition<D>,
    domain: &D,
    document: &Valid<exe::ExecutableDocument>,
    operation: &exe::Operation,
    conditions: &Conditions,
    limits: &Limits,
) -> Result<Plan<D>, GraphqlError> {
    let most_fields = limits.fields.saturating_mul(TYPES_PER_FIELD);
    let mut compiler = Compiler {
        definition,
        domain,
        document,
        conditions,
        variable_arguments: Vec::new(),
        has_introspection: false,
        effort: Effort::LookUp,
        selections: HashMap::new(),
        fields_left: most_fields,
    };
    let is_subscription = operation.operation_type == ast::OperationType::Subscription;
    let root_type = if is_subscription { SUBSCRIPTION } else { QUERY };
    let root = compiler
        .fields(root_type, &[&operation.selection_set])
        .map_err(|TooLarge| {
            GraphqlError::of_request(
                "TOO_MANY_FIELDS",
                "The operation selects too many fields of interfaces within each other; \
                 select on concrete types or ask in parts.",
            )
        })?;
    let fixed_cost = compiler
        .variable_arguments
        .is_empty()
        .then(|| cost_of(&root, &[], 1));
    Ok(Plan {
        root,
        variable_arguments: compiler.variable_arguments,
        fixed_cost,
        n_fields: most_fields - compiler.fields_left,
        is_subscription,
        has_introspection: compiler.has_introspection,
        effort: compiler.effort,
        answer_bytes: AtomicUsize::new(INITIAL_ANSWER),
    })
}

/// The values of the variables on which `@skip` and `@include` depend, in the order in which the
/// operation declares them; `None` is null.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(super) struct Conditions(pub(super) Vec<(String, Option<bool>)>);

impl Conditions {
    /// Returns whether a condition is null.
    fn has_null(&self) -> bool {
        self.0.iter().any(|(_, yes)| yes.is_none())
    }

    fn holds(&self, condition: &Node<ast::Value>) -> Result<bool, FieldError> {
        let holds = match &**condition {
            ast::Value::Boolean(yes) => Some(*yes),
            ast::Value::Variable(name) => self
                .0
                .iter()
                .find(|(variable, _)| variable == name.as_str())
                .and_then(|(_, yes)| *yes),
            _ => None,
        };
        // A variable with a default may stand here, and may still be given null.
        holds.ok_or_else(|| {
            FieldError::new(
                "BAD_ARGUMENT",
                format!("Argument `if`: A condition is true or false, and {condition} is null."),
            )
            .at(start_of(condition))
        })
    }

    /// Returns whether something with these directives is part of the answer.
    ///
    /// # Errors
    /// When a condition is null.
    fn include(&self, directives: &DirectiveList) -> Result<bool, FieldError> {
        for (name, wanted) in [("skip", false), ("include", true)] {
            let condition = directives
                .get(name)
                .and_then(|directive| directive.specified_argument_by_name("if"));
            if let Some(condition) = condition
                && self.holds(condition)? != wanted
            {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// Says that a plan would be too large.
struct TooLarge;

/// The fields of one selection by response key, in the order of the document.
type Collected<'d> = IndexMap<&'d str, Vec<&'d exe::Field>>;

struct Compiler<'d, D: Domain> {
    definition: &'d Definition<D>,
    domain: &'d D,
    document: &'d Valid<exe::ExecutableDocument>,
    conditions: &'d Conditions,
    variable_arguments: Vec<VariableArguments<D>>,
    has_introspection: bool,
    /// The most that a field takes.
    effort: Effort,
    /// The selections planned so far, by the type and by the addresses of the merged fields.
    selections: HashMap<(String, Vec<usize>), Arc<Selection<D>>>,
    fields_left: u64,
}

impl<'d, D: Domain> Compiler<'d, D> {
    fn fields(
        &mut self,
        type_name: &str,
        sets: &[&'d exe::SelectionSet],
    ) -> Result<Vec<PlannedField<D>>, TooLarge> {
        let mut collected = Collected::new();
        let mut spread = HashSet::new();
        for set in sets {
            if let Err(error) = self.collect(type_name, set, &mut spread, &mut collected) {
                return Ok(vec![failure(error)]);
            }
        }
        if self.conditions.has_null() {
            let introspection = collected
                .values()
                .flatten()
                .filter(|field| matches!(field.name.as_str(), "__schema" | "__type"));
            for field in introspection {
                // What answers introspection takes a null as if the directive was not there.
                let below = self.check_conditions(&field.selection_set, &mut HashSet::new());
                if let Err(error) = below {
                    return Ok(vec![failure(error)]);
                }
            }
        }
        let mut fields = Vec::with_capacity(collected.len());
        for (key, merged) in collected {
            let before = if fields.is_empty() { '{' } else { ',' };
            fields.extend(self.field(type_name, key, before, &merged)?);
        }
        Ok(fields)
    }

    /// Gathers the fields that a selection has on a concrete type.
    fn collect(
        &self,
        type_name: &str,
        set: &'d exe::SelectionSet,
        spread: &mut HashSet<&'d str>,
        collected: &mut Collected<'d>,
    ) -> Result<(), FieldError> {
        for selection in &set.selections {
            // What was spread once is not looked at again, whatever its condition.
            if let exe::Selection::FragmentSpread(named) = selection
                && spread.contains(named.fragment_name.as_str())
            {
                continue;
            }
            if !self.conditions.include(selection.directives())? {
                continue;
            }
            match selection {
                exe::Selection::Field(field) => {
                    let key = field.response_key().as_str();
                    collected.entry(key).or_default().push(field);
                }
                exe::Selection::InlineFragment(inline) => {
                    let condition = inline.type_condition.as_ref();
                    if condition.is_none_or(|c| self.applies(type_name, c)) {
                        self.collect(type_name, &inline.selection_set, spread, collected)?;
                    }
                }
                exe::Selection::FragmentSpread(named) => {
                    spread.insert(named.fragment_name.as_str());
                    let fragment = self.document.fragments.get(&named.fragment_name);
                    if let Some(fragment) = fragment
                        && self.applies(type_name, fragment.type_condition())
                    {
                        self.collect(type_name, &fragment.selection_set, spread, collected)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Tells of a condition that is null, on whatever level of a selection.
    fn check_conditions(
        &self,
        set: &'d exe::SelectionSet,
        spread: &mut HashSet<&'d str>,
    ) -> Result<(), FieldError> {
        for selection in &set.selections {
            if !self.conditions.include(selection.directives())? {
                continue;
            }
            match selection {
                exe::Selection::Field(field) => {
                    self.check_conditions(&field.selection_set, spread)?;
                }
                exe::Selection::InlineFragment(inline) => {
                    self.check_conditions(&inline.selection_set, spread)?;
                }
                exe::Selection::FragmentSpread(named) => {
                    if let Some(fragment) = self.document.fragments.get(&named.fragment_name)
                        && spread.insert(named.fragment_name.as_str())
                    {
                        self.check_conditions(&fragment.selection_set, spread)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Returns whether a fragment on `condition` applies to objects of a concrete type.
    fn applies(&self, type_name: &str, condition: &str) -> bool {
        if type_name == condition {
            return true;
        }
        let implemented = self
            .definition
            .type_named(type_name)
            .is_some_and(|declared| {
                matches!(&declared.kind, Kind::Object { interfaces, .. }
                if interfaces.iter().any(|interface| interface == condition))
            });
        implemented
            || self
                .definition
                .type_named(condition)
                .is_some_and(|declared| {
                    matches!(&declared.kind, Kind::Union { members }
                    if members.iter().any(|member| member == type_name))
                })
    }

    fn field(
        &mut self,
        type_name: &str,
        key: &str,
        before: char,
        merged: &[&'d exe::Field],
    ) -> Result<Option<PlannedField<D>>, TooLarge> {
        self.fields_left = self.fields_left.checked_sub(1).ok_or(TooLarge)?;
        let first = merged[0];
        let (is_nullable, arguments, work) = match first.name.as_str() {
            "__typename" => {
                let name = Piece::new(&format!("\"{type_name}\""));
                (false, no_arguments(), Work::TypeName(name))
            }
            "__schema" | "__type" => {
                self.has_introspection = true;
                (true, no_arguments(), Work::Introspection)
            }
            name => {
                let Some(field) = self.definition.field(type_name, name) else {
                    // Validation has seen to it that every field exists.
                    return Ok(None);
                };
                let field = Arc::clone(field);
                self.effort = self.effort.max(field.effort);
                let work = self.work(&field, merged)?;
                let is_nullable = !matches!(field.ty, TypeRef::NonNull(_));
                (is_nullable, self.arguments(&field, first), work)
            }
        };
        Ok(Some(PlannedField {
            key: key.to_owned(),
            opening: Piece::new(&format!("{before}\"{key}\":")),
            offsets: merged.iter().filter_map(|f| offset_of(f)).collect(),
            is_nullable,
            arguments,
            work,
        }))
    }

    fn work(
        &mut self,
        field: &Arc<Field<D>>,
        merged: &[&'d exe::Field],
    ) -> Result<Work<D>, TooLarge> {
        let named = field.ty.type_name();
        Ok(match &field.produce {
            Produce::CommonLeaf(leaf) => Work::CommonLeaf(*leaf),
            Produce::Leaf(_) => Work::Leaf(Arc::clone(field)),
            Produce::Object(_) => Work::Object(Arc::clone(field), self.selection(named, merged)?),
            Produce::Objects(_) => Work::Objects(
                Arc::clone(field),
                self.selection(named, merged)?,
                items_may(&field.ty),
            ),
        })
    }

    fn selection(
        &mut self,
        named: &str,
        merged: &[&'d exe::Field],
    ) -> Result<Arc<Selection<D>>, TooLarge> {
        let addresses = merged
            .iter()
            .map(|field| std::ptr::from_ref::<exe::Field>(field).addr())
            .collect();
        let key = (named.to_owned(), addresses);
        if let Some(selection) = self.selections.get(&key) {
            return Ok(Arc::clone(selection));
        }
        let sets: Vec<_> = merged.iter().map(|field| &field.selection_set).collect();
        let possible = self.definition.possible_types(named);
        let selection = Arc::new(match possible.as_slice() {
            [single] if *single == named => Selection::Concrete(self.fields(named, &sets)?),
            types => Selection::Abstract(
                types
                    .iter()
                    .map(|name| Ok(((*name).to_owned(), self.fields(name, &sets)?)))
                    .collect::<Result<_, TooLarge>>()?,
            ),
        });
        self.selections.insert(key, Arc::clone(&selection));
        Ok(selection)
    }

    fn arguments(&mut self, field: &Arc<Field<D>>, written: &exe::Field) -> ArgumentSource<D> {
        let written: WrittenArguments = written
            .arguments
            .iter()
            .map(|argument| (argument.name.to_string(), argument.value.clone()))
            .collect();
        if written
            .iter()
            .any(|(_, value)| coerce::holds_variable(value))
        {
            self.variable_arguments.push(VariableArguments {
                field: Arc::clone(field),
                written,
            });
            ArgumentSource::Variable(self.variable_arguments.len() - 1)
        } else {
            let prepared = prepare(
                self.definition,
                self.domain,
                field,
                &written,
                &Variables::default(),
            );
            match prepared {
                Ok(arguments) => {
                    self.effort = self.effort.max(D::effort(&arguments));
                    ArgumentSource::Fixed(Box::new(arguments))
                }
                Err(error) => ArgumentSource::Wrong(error),
            }
        }
    }
}

fn no_arguments<D: Domain>() -> ArgumentSource<D> {
    ArgumentSource::Fixed(Box::default())
}

/// Returns what stands in the place of the fields of an object, when a condition among them fails.
fn failure<D: Domain>(error: FieldError) -> PlannedField<D> {
    PlannedField {
        key: String::new(),
        opening: Piece::new("{\"\":"),
        offsets: Vec::new(),
        is_nullable: false,
        arguments: no_arguments(),
        work: Work::Failure(error),
    }
}

fn start_of(literal: &Node<ast::Value>) -> Option<usize> {
    Some(literal.location()?.offset())
}

fn offset_of(field: &exe::Field) -> Option<usize> {
    let span = field.alias.as_ref().unwrap_or(&field.name).location()?;
    Some(span.offset())
}

fn items_may(ty: &TypeRef) -> ItemsMay {
    match ty {
        TypeRef::NonNull(list) => items_may(list),
        TypeRef::List(item) if !matches!(**item, TypeRef::NonNull(_)) => ItemsMay::BeNull,
        _ => ItemsMay::NotBeNull,
    }
}

/// Coerces the arguments that a document writes for a field, puts defaults in the place of those
/// that are left out, and has the domain check them.
pub(super) fn prepare<D: Domain>(
    definition: &Definition<D>,
    domain: &D,
    field: &Field<D>,
    written: &[(String, Node<ast::Value>)],
    variables: &Variables,
) -> Prepared<D> {
    let mut coerced: Vec<(&Argument, Value)> = Vec::with_capacity(field.arguments.len());
    for argument in &field.arguments {
        let literal = written.iter().find(|(name, _)| *name == argument.name);
        let literal = literal.map(|(_, literal)| literal);
        let refused = |reason: String| {
            let message = format!("Argument `{}`: {reason}", argument.name);
            FieldError::new("BAD_ARGUMENT", message).at(literal.and_then(start_of))
        };
        let value = match literal {
            Some(literal) => coerce::from_literal(definition, &argument.ty, literal, variables)
                .map_err(refused)?,
            None => None,
        };
        if let Some(value) = value.or_else(|| argument.default.clone()) {
            coerced.push((argument, value));
        } else if matches!(argument.ty, TypeRef::NonNull(_)) {
            return Err(refused("A value is required.".to_owned()));
        }
    }
    // The domain sees `Domain::prepare` for fields without arguments as well, so that defaults of
    // its own hold everywhere.
    domain
        .prepare(&mut coerced.iter().map(|(argument, value)| (*argument, value)))
        .map_err(|error| error.telling(definition.disclosure.suggestions))
}
