//! How does a request become an answer?

use super::answer::Answer;
use super::compile::prepare;
use super::definition::{Definition, Domain, Effort};
use super::disclosure;
use super::document::{self, Chosen, Document, PlanKey};
use super::error::{self, GraphqlError};
use super::execute::{Inputs, execute};
use super::introspection::{AboutSchema, Introspection};
use super::limits::Limits;
use super::plan::{Plan, Prepared};
use super::registry;
use super::tell::{Execution, Tell};
use super::writer::JsonWriter;
use crate::deadline::{Cancellation, Deadline};
use apollo_compiler::Schema;
use async_graphql::{Request, Value};
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use sha2::{Digest as _, Sha256};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

/// Checks, compiles and executes operations over one snapshot.
///
/// Clones share everything.
#[derive(Clone)]
pub struct Engine<D: Domain> {
    shared: Arc<Shared<D>>,
}

struct Shared<D: Domain> {
    definition: Definition<D>,
    introspection: Introspection,
    sdl: String,
    edition: [u8; 32],
    domain: D,
    limits: Limits,
    documents: Cache<String, Arc<Document>, Weight>,
    /// The number of documents that were not known.
    n_checked: AtomicU64,
    plans: Cache<PlanKey, Arc<Plan<D>>, Weight>,
    /// What operations are answered about the schema, where no variable is involved.
    introspections: Cache<PlanKey, Arc<[AboutSchema]>, Weight>,
}

/// A schema that cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum SchemaError {
    /// async-graphql finds that the types do not fit together.
    #[error("the types of the schema do not fit together: {0}")]
    Registry(#[from] async_graphql::dynamic::SchemaError),
    /// The printed SDL is not a valid schema.
    #[error("the printed schema is not valid: {0}")]
    Sdl(String),
}

/// An operation that may be executed.
pub struct Operation<D: Domain> {
    shared: Arc<Shared<D>>,
    document: Arc<Document>,
    chosen: Chosen,
    plan: Arc<Plan<D>>,
    arguments: Vec<Prepared<D>>,
    cost: u64,
    /// The most that a field takes.
    effort: Effort,
    /// When it began to be prepared.
    begun: Instant,
    deadline: Instant,
    tell: Tell,
}

impl<D: Domain> Engine<D> {
    /// Makes an engine that answers from `domain` what `definition` declares.
    ///
    /// # Errors
    /// When the types of the definition do not fit together.
    pub fn new(definition: Definition<D>, domain: D, limits: Limits) -> Result<Self, SchemaError> {
        let registered = registry::registry(&definition)?;
        let sdl = registry::sdl(&registered, &definition);
        let schema = Schema::parse_and_validate(&sdl, "schema.graphql")
            .map_err(|found| SchemaError::Sdl(found.errors.to_string()))?;
        let edition = Sha256::new()
            .chain_update(domain.state())
            .chain_update(&sdl);
        Ok(Self {
            shared: Arc::new(Shared {
                definition,
                introspection: Introspection::new(schema),
                sdl,
                edition: edition.finalize().into(),
                domain,
                n_checked: AtomicU64::new(0),
                documents: Cache::with_weighter(ESTIMATED_DOCUMENTS, limits.cached_bytes, Weight),
                plans: Cache::with_weighter(ESTIMATED_DOCUMENTS, limits.cached_bytes, Weight),
                introspections: Cache::with_weighter(
                    ESTIMATED_INTROSPECTIONS,
                    limits.cached_bytes,
                    Weight,
                ),
                limits,
            }),
        })
    }

    /// Returns the schema in the schema definition language.
    pub fn sdl(&self) -> &str {
        &self.shared.sdl
    }

    /// Returns what names the data and the schema; what engines of one edition and the same limits
    /// answer is the same.
    pub fn edition(&self) -> &[u8; 32] {
        &self.shared.edition
    }

    /// Returns the limits in force.
    pub fn limits(&self) -> &Limits {
        &self.shared.limits
    }

    /// Returns the number of documents that were not known and had to be checked.
    pub fn n_checked(&self) -> u64 {
        self.shared.n_checked.load(Ordering::Relaxed)
    }

    /// Returns what is answered from.
    pub fn domain(&self) -> &D {
        &self.shared.domain
    }

    /// Returns the declared types.
    pub fn definition(&self) -> &Definition<D> {
        &self.shared.definition
    }

    /// Checks the text of a document, whatever its operations are asked with.
    ///
    /// # Errors
    /// Returns what is wrong with it.
    pub fn check(&self, text: &str) -> Result<(), Vec<GraphqlError>> {
        self.checked(text).map(|_| ())
    }

    /// Checks a request and finds or makes the plan of its operation.
    ///
    /// # Errors
    /// Returns the answer that says why the request is refused.
    pub fn prepare(&self, request: &Request) -> Result<Operation<D>, Answer> {
        let document = match self.shared.documents.get(&request.query) {
            Some(known) => known,
            None => self.document(&request.query)?,
        };
        self.operation(document, request)
    }

    /// Does the same as [`prepare`](Self::prepare), unless it may take more than a moment: the
    /// document is long and not known.
    pub fn prepare_at_once(&self, request: &Request) -> Option<Result<Operation<D>, Answer>> {
        let document = match self.shared.documents.get(&request.query) {
            Some(known) => Ok(known),
            None if request.query.len() > SHORT_DOCUMENT => return None,
            None => self.document(&request.query),
        };
        Some(document.and_then(|document| self.operation(document, request)))
    }

    /// Returns whether a request asks for a mutation, whether or not the schema has any.
    pub fn is_mutation(&self, request: &Request) -> bool {
        // A text without the word need not be parsed for it.
        request.query.contains("mutation")
            && document::asks_for_mutation(
                &request.query,
                request.operation_name.as_deref(),
                &self.shared.limits,
            )
    }

    fn operation(
        &self,
        document: Arc<Document>,
        request: &Request,
    ) -> Result<Operation<D>, Answer> {
        let refused = |error: GraphqlError| Answer::refused(&[error]);
        let shared = &self.shared;
        let limits = &shared.limits;
        let begun = Instant::now();
        check_nesting(&request.variables, limits).map_err(refused)?;
        let name = request.operation_name.as_deref();
        let chosen = document
            .choose(&shared.definition, name, &request.variables)
            .map_err(refused)?;
        let plan = self.plan(&document, &chosen).map_err(refused)?;
        let may_ask =
            shared.definition.disclosure.introspection == disclosure::Introspection::Answered;
        if plan.has_introspection && !may_ask {
            return Err(refused(GraphqlError::of_request(
                "INTROSPECTION_REFUSED",
                "This server does not tell its schema; ask those who run it.",
            )));
        }
        let arguments: Vec<Prepared<D>> = plan
            .variable_arguments
            .iter()
            .map(|of| {
                prepare(
                    &shared.definition,
                    &shared.domain,
                    &of.field,
                    &of.written,
                    &chosen.variables,
                )
            })
            .collect();
        let cost = plan.cost(&arguments);
        if cost > limits.cost {
            return Err(refused(GraphqlError::of_request(
                "COST_TOO_HIGH",
                format!(
                    "By its page sizes the answer may hold {cost} values; at most {} are \
                     answered at once. Ask for smaller pages or fewer nested lists.",
                    limits.cost
                ),
            )));
        }
        let of_arguments = arguments.iter().flatten().map(D::effort);
        Ok(Operation {
            effort: of_arguments.fold(plan.effort, Effort::max),
            shared: Arc::clone(shared),
            document,
            chosen,
            plan,
            arguments,
            cost,
            begun,
            deadline: begun + limits.time,
            tell: Tell::of(request),
        })
    }

    fn document(&self, text: &str) -> Result<Arc<Document>, Answer> {
        self.checked(text)
            .map_err(|errors| Answer::refused(&errors))
    }

    /// Checks the text of a document and keeps what comes of it.
    fn checked(&self, text: &str) -> Result<Arc<Document>, Vec<GraphqlError>> {
        let shared = &self.shared;
        shared.n_checked.fetch_add(1, Ordering::Relaxed);
        let schema = shared.introspection.schema();
        let document = Document::check(text, schema, &shared.definition, &shared.limits)?;
        let document = Arc::new(document);
        shared
            .documents
            .insert(text.to_owned(), Arc::clone(&document));
        Ok(document)
    }

    fn plan(&self, document: &Document, chosen: &Chosen) -> Result<Arc<Plan<D>>, GraphqlError> {
        let shared = &self.shared;
        if let Some(plan) = shared.plans.get(&chosen.plan_key) {
            return Ok(plan);
        }
        let plan = Arc::new(document.compile(
            &shared.definition,
            &shared.domain,
            chosen,
            &shared.limits,
        )?);
        shared
            .plans
            .insert(chosen.plan_key.clone(), Arc::clone(&plan));
        Ok(plan)
    }

    /// Checks and executes a request on the calling thread.
    pub fn answer(&self, request: &Request) -> Answer {
        match self.prepare(request) {
            Ok(operation) => operation.execute(),
            Err(refused) => refused,
        }
    }
}

impl<D: Domain> Operation<D> {
    /// Returns whether the operation may keep a thread busy for more than a moment.
    pub fn is_heavy(&self) -> bool {
        let known = || {
            self.shared
                .introspections
                .peek(&self.chosen.plan_key)
                .is_some()
        };
        self.cost > self.shared.limits.inline_cost
            || (self.plan.has_introspection && !known())
            || self.effort == Effort::WorkOut
    }

    /// Returns the word with which a document begins such an operation: `query`.
    pub fn kind(&self) -> &'static str {
        self.chosen.operation.operation_type.name()
    }

    /// Returns the name of the operation, when it has one.
    pub fn name(&self) -> Option<&str> {
        self.chosen
            .operation
            .name
            .as_ref()
            .map(|name| name.as_str())
    }

    /// Returns the SHA-256 of the document's text in hexadecimal digits.
    pub fn document_digest(&self) -> &str {
        self.document.digest()
    }

    /// Returns the number of values that the answer may hold by its page sizes.
    pub fn cost(&self) -> u64 {
        self.cost
    }

    /// Executes the operation on the calling thread.
    pub fn execute(&self) -> Answer {
        self.execute_by(&self.deadline.into())
    }

    /// Executes the operation on the calling thread, unless it is cancelled.
    pub fn execute_unless(&self, cancellation: &Cancellation) -> Answer {
        self.execute_by(&Deadline::unless(cancellation, self.deadline))
    }

    /// Executes the operation until a deadline; a subscription is refused, because it has no single
    /// answer.
    fn execute_by(&self, deadline: &Deadline) -> Answer {
        if self.is_subscription() {
            return Answer::refused(&[GraphqlError::of_request(
                "SUBSCRIPTION_WITHOUT_STREAM",
                "A subscription has many answers; ask for it over a WebSocket with the protocol \
                 `graphql-transport-ws`, or accept `text/event-stream`.",
            )]);
        }
        self.execute_in(&self.scopes(deadline), deadline)
    }

    /// Returns whether the operation is a subscription.
    pub fn is_subscription(&self) -> bool {
        self.plan.is_subscription
    }

    /// Returns the state since which a subscription asks, when it names one.
    pub fn since(&self) -> Option<&str> {
        let mut fields = self.plan.root.iter();
        fields.find_map(|field| D::since(field.arguments(&self.arguments).ok()?))
    }

    /// Returns what a subscription tells of what changed since a state; `None` when nothing did for
    /// which it asks.
    pub fn news(&self, since: &str, cancellation: &Cancellation) -> Option<Answer> {
        let domain = &self.shared.domain;
        let deadline = Deadline::unless(cancellation, self.deadline);
        let mut scopes = Vec::new();
        for field in &self.plan.root {
            // Arguments that do not fit are told by the field itself.
            let Ok(arguments) = field.arguments(&self.arguments) else {
                scopes.push(None);
                continue;
            };
            match domain.news(arguments, since, &deadline) {
                Ok(Some(scope)) => scopes.push(Some(scope)),
                Ok(None) => return None,
                Err(error) => {
                    let problem = error.into_problem();
                    let error = GraphqlError::of_request(problem.code, problem.message);
                    return Some(Answer::refused(&[error]));
                }
            }
        }
        Some(self.execute_in(&scopes, &deadline))
    }

    /// Executes the operation where root fields have these scopes.
    fn execute_in(&self, scopes: &[Option<D>], deadline: &Deadline) -> Answer {
        let executing = self.tells_something().then(Instant::now);
        let introspection = match self.introspection() {
            Ok(answers) => answers,
            Err(error) => return Answer::refused(&[error]),
        };
        let inputs = Inputs {
            domain: &self.shared.domain,
            scopes,
            text: &self.document.text,
            arguments: &self.arguments,
            introspection: introspection.as_deref().unwrap_or_default(),
            limits: &self.shared.limits,
            deadline,
        };
        let mut out = JsonWriter::with_capacity(self.plan.room_for_answer());
        out.raw(b"{\"data\":");
        let (mut out, mut errors) = match execute(&inputs, &self.plan.root, out) {
            Ok(written) => written,
            Err(error) => {
                let mut out = JsonWriter::default();
                out.raw(b"{\"data\":null");
                (out, vec![error])
            }
        };
        let faults = errors.iter_mut().filter_map(GraphqlError::masked).collect();
        if !errors.is_empty() {
            out.raw(b",\"errors\":");
            out.raw(error::to_json(&errors).to_string().as_bytes());
        }
        if executing.is_some() || !scopes.is_empty() {
            self.write_extensions(scopes, executing, &mut out);
        }
        out.raw(b"}");
        let mut body = out.into_bytes();
        self.plan.answer_bytes.store(body.len(), Ordering::Relaxed);
        if body.len() < body.capacity() / 2 {
            body.shrink_to_fit();
        }
        Answer {
            body,
            is_refused: false,
            // What is worked out may have been cut short by the clock.
            is_repeatable: errors.is_empty()
                && self.effort == Effort::LookUp
                && !self.tells_something(),
            code: errors.first().map(|error| error.code),
            faults,
        }
    }

    fn tells_something(&self) -> bool {
        self.tell != Tell::default()
    }

    /// Writes what the response tells beside the answer.
    fn write_extensions(
        &self,
        scopes: &[Option<D>],
        executing: Option<Instant>,
        out: &mut JsonWriter,
    ) {
        let fields = self.plan.root.iter().zip(scopes);
        let mut seen = fields.filter_map(|(field, scope)| Some((&*field.key, scope.as_ref()?)));
        let of_domain = self.shared.domain.extensions(&mut seen);
        let own = executing.map(|executing| {
            self.tell.members(Execution {
                cost: self.cost,
                most_cost: self.shared.limits.cost,
                preparing: executing - self.begun,
                executing: executing.elapsed(),
            })
        });
        // The members of an object stand between its braces.
        let of_domain = of_domain.map(|object| object[1..object.len() - 1].to_owned());
        let members: Vec<_> = of_domain
            .into_iter()
            .chain(own.into_iter().flatten())
            .collect();
        if !members.is_empty() {
            out.raw(b",\"extensions\":{");
            out.raw(members.join(",").as_bytes());
            out.byte(b'}');
        }
    }

    /// Returns the scope of each root field that has one; nothing when none has.
    fn scopes(&self, deadline: &Deadline) -> Vec<Option<D>> {
        let mut scopes: Vec<Option<D>> = Vec::new();
        for (at, field) in self.plan.root.iter().enumerate() {
            let Ok(arguments) = field.arguments(&self.arguments) else {
                continue;
            };
            let beside = scopes.iter().flatten().next();
            let domain = &self.shared.domain;
            let scope = domain.scope(self.effort, arguments, deadline, beside);
            if let Some(scope) = scope {
                scopes.resize_with(self.plan.root.len(), || None);
                scopes[at] = Some(scope);
            }
        }
        scopes
    }

    fn introspection(&self) -> Result<Option<Arc<[AboutSchema]>>, GraphqlError> {
        let plan = &self.plan;
        if !plan.has_introspection {
            return Ok(None);
        }
        let known = &self.shared.introspections;
        if let Some(known) = known.get(&self.chosen.plan_key) {
            return Ok(Some(known));
        }
        let answers = self.shared.introspection.answers(
            &self.document.text,
            &self.document.executable,
            &self.chosen.operation,
            &self.chosen.variables,
            &self.shared.limits,
        )?;
        let answers: Arc<[AboutSchema]> = answers.into();
        let most = self.shared.limits.answer_bytes;
        if n_bytes(&answers) > most {
            return Err(GraphqlError::of_request(
                "ANSWER_TOO_LARGE",
                format!("The answer exceeds {most} bytes; ask for less of the schema."),
            ));
        }
        if self.chosen.variables.is_empty() {
            known.insert(self.chosen.plan_key.clone(), Arc::clone(&answers));
        }
        Ok(Some(answers))
    }
}

/// The number of bytes up to which a document is checked on the thread that serves a connection.
const SHORT_DOCUMENT: usize = 2 * 1024;

/// A guess at the number of documents in the cache, with which its tables are sized.
const ESTIMATED_DOCUMENTS: usize = 1_000;

/// A guess at the number of answers about the schema that are kept.
const ESTIMATED_INTROSPECTIONS: usize = 16;

/// Returns the bytes of answers about the schema.
fn n_bytes(answers: &[AboutSchema]) -> usize {
    answers
        .iter()
        .map(|(key, json)| key.len() + json.len())
        .sum()
}

/// Documents and plans weigh what they are thought to take of memory, in bytes.
#[derive(Clone)]
struct Weight;

impl Weighter<String, Arc<Document>> for Weight {
    fn weight(&self, text: &String, _document: &Arc<Document>) -> u64 {
        1024 + 16 * text.len() as u64
    }
}

impl Weighter<PlanKey, Arc<[AboutSchema]>> for Weight {
    fn weight(&self, _key: &PlanKey, answers: &Arc<[AboutSchema]>) -> u64 {
        1024 + n_bytes(answers) as u64
    }
}

impl<D: Domain> Weighter<PlanKey, Arc<Plan<D>>> for Weight {
    fn weight(&self, _key: &PlanKey, plan: &Arc<Plan<D>>) -> u64 {
        1024 + 300 * plan.n_fields
    }
}

/// Refuses variables whose lists and objects are nested too deeply.
fn check_nesting(
    variables: &async_graphql::Variables,
    limits: &Limits,
) -> Result<(), GraphqlError> {
    // The JSON parser bounds the recursion.
    fn depth(value: &Value) -> usize {
        match value {
            Value::List(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
            Value::Object(fields) => 1 + fields.values().map(depth).max().unwrap_or(0),
            _ => 0,
        }
    }
    match variables
        .iter()
        .find(|(_, value)| depth(value) > limits.nesting)
    {
        None => Ok(()),
        Some((name, _)) => Err(GraphqlError::of_request(
            "NESTING_TOO_DEEP",
            format!(
                "Variable `${name}`: Lists and objects are nested beyond the limit of {}.",
                limits.nesting
            ),
        )),
    }
}
