//! How is the server set up?

use super::client_address::Network;
use super::cross_origin::Origin;
use super::limits::Limits;
use super::trusted::Allowed;
use crate::engine;
use axum::http::StatusCode;

/// Everything that an operator can set about how the story is served.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// What one operation may ask for.
    pub operations: engine::Limits,
    /// What clients may ask for at once, and how slowly.
    pub requests: Limits,
    /// What is told of the schema beyond answers.
    pub disclosure: engine::Disclosure,
    /// The origins whose pages may read answers.
    pub origins: Vec<Origin>,
    /// The proxies that are believed when they tell for whom they ask.
    pub proxies: Vec<Network>,
    /// What the status says of an answer that holds errors beside its data.
    pub partial_status: PartialStatus,
    /// The documents that may run; every one unless there is a manifest.
    pub trusted: Option<Allowed>,
}

/// The status of an answer that holds errors beside its data, in the media type that has a status of
/// its own for it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PartialStatus {
    /// 200, as of every operation that was executed.
    #[default]
    Ok,
    /// 294, which the draft of GraphQL over HTTP recommends and no registry of codes knows.
    PartialSuccess,
}

impl PartialStatus {
    /// Returns the code of the status.
    pub(super) fn code(self) -> StatusCode {
        match self {
            Self::Ok => StatusCode::OK,
            Self::PartialSuccess => {
                StatusCode::from_u16(294).expect("a number of three digits is a status")
            }
        }
    }
}

impl Settings {
    /// Returns every limit with the figure in force.
    pub fn limits(&self) -> Vec<engine::Limit> {
        let mut limits = self.operations.table();
        limits.extend(self.requests.table());
        limits
    }

    /// Puts a figure in force for the limit of a name.
    pub fn set_limit(&mut self, name: &str, figure: u64) {
        self.operations.set(name, figure);
        self.requests.set(name, figure);
    }
}
