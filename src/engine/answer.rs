//! What comes of a request?

use super::error::{self, GraphqlError};
use super::fault::Fault;

/// The answer to a request.
#[derive(Debug)]
pub struct Answer {
    /// The response as JSON.
    pub body: Vec<u8>,
    /// Whether the request was refused before any of it was executed.
    pub is_refused: bool,
    /// Whether the same request is answered alike for as long as the edition is the same.
    pub is_repeatable: bool,
    /// The code of the first error, when there is one.
    pub code: Option<&'static str>,
    /// What went wrong that is not the client's; the body tells only the numbers.
    pub faults: Vec<Fault>,
}

impl Answer {
    /// Returns the answer to a request that is not executed.
    pub fn refused(errors: &[GraphqlError]) -> Self {
        let code = errors.first().map(|error| error.code);
        let errors = error::to_json(errors);
        Self {
            code,
            body: format!("{{\"errors\":{errors}}}").into_bytes(),
            is_refused: true,
            is_repeatable: false,
            faults: Vec::new(),
        }
    }
}
