//! What does a response tell beside the answer, because the request asks for it?

use async_graphql::{Request, Value};
use std::time::Duration;

/// What a request wants to know about its own execution: `"extensions": {"tell": ["cost", "timing"]}`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Tell {
    cost: bool,
    timing: bool,
}

/// What there is to tell about an execution.
#[derive(Debug, Clone, Copy)]
pub(super) struct Execution {
    pub(super) cost: u64,
    pub(super) most_cost: u64,
    pub(super) preparing: Duration,
    pub(super) executing: Duration,
}

impl Tell {
    /// Reads what a request wants to know; words that mean nothing are passed over.
    pub(super) fn of(request: &Request) -> Self {
        match request.extensions.get("tell") {
            Some(Value::List(words)) => {
                let has = |word: &str| words.iter().any(|value| *value == Value::from(word));
                Self {
                    cost: has("cost"),
                    timing: has("timing"),
                }
            }
            _ => Self::default(),
        }
    }

    /// Returns the members of `extensions` that tell what was asked for.
    pub(super) fn members(self, execution: Execution) -> impl Iterator<Item = String> {
        let Execution {
            cost,
            most_cost,
            preparing,
            executing,
        } = execution;
        let cost = self
            .cost
            .then(|| format!(r#""cost":{{"estimated":{cost},"limit":{most_cost}}}"#));
        let timing = self.timing.then(|| {
            let [preparing, executing] = [preparing, executing].map(|time| time.as_micros());
            format!(
                r#""timing":{{"preparingMicroseconds":{preparing},"executingMicroseconds":{executing}}}"#
            )
        });
        cost.into_iter().chain(timing)
    }
}
