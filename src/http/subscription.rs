//! What is a subscriber told next?

use super::account::Account;
use super::endpoint::Endpoint;
use super::live::News;
use super::persisted::Admitted;
use super::refusal::Refusal;
use crate::engine::{Answer, Domain};
use async_graphql::futures_util::stream::{self, BoxStream, StreamExt};
use std::time::Duration;
use tokio::time::sleep;

/// How long a subscriber waits before the next attempt when too much is asked at once.
const PATIENCE: Duration = Duration::from_secs(1);

/// What comes of a request: one answer, or one after another.
pub(super) enum Answers<D: Domain> {
    /// The answer to a query, or why nothing is answered.
    One(Answer),
    /// What a subscriber is told.
    Many(Subscription<D>),
}

/// A subscription that somebody reads, from one snapshot to the next.
///
/// Nothing is queued: who reads slowly is told at once of all that changed since the last time.
pub(super) struct Subscription<D: Domain> {
    endpoint: Endpoint<D>,
    admitted: Admitted,
    engines: News<D>,
    /// The snapshot of which the subscriber was told last.
    told: String,
    progress: Progress,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Progress {
    /// The snapshot that is served may hold something to tell.
    Behind,
    /// The subscriber knows the snapshot that is served.
    UpToDate,
    /// Nothing will come any more.
    Ended,
}

impl<D: Domain> Answers<D> {
    /// Begins what a request asks for.
    ///
    /// # Errors
    /// When too much is asked at once.
    pub(super) async fn of(endpoint: &Endpoint<D>, admitted: Admitted) -> Result<Self, Refusal> {
        let mut engines = endpoint.live().news();
        let engine = engines.engine();
        let account = Account::begin();
        let operation = match endpoint.prepare(&engine, &admitted).await {
            Ok(Ok(operation)) if operation.is_subscription() => operation,
            prepared => return endpoint.finish(account, prepared).await.map(Self::One),
        };
        let told = operation.since().unwrap_or(engine.domain().state());
        Ok(Self::Many(Subscription {
            endpoint: endpoint.clone(),
            told: told.to_owned(),
            admitted,
            engines,
            progress: Progress::Behind,
        }))
    }
}

impl<D: Domain> Answers<D> {
    /// Returns the answers one after the other.
    pub(super) fn into_stream(self) -> BoxStream<'static, Answer> {
        match self {
            Self::One(answer) => stream::iter([answer]).boxed(),
            Self::Many(subscription) => {
                let told = stream::unfold(subscription, async |mut subscription| {
                    let answer = subscription.next().await?;
                    Some((answer, subscription))
                });
                told.boxed()
            }
        }
    }
}

impl<D: Domain> Subscription<D> {
    /// Waits for something to tell; `None` when nothing will come any more.
    pub(super) async fn next(&mut self) -> Option<Answer> {
        loop {
            match self.progress {
                Progress::Ended => return None,
                Progress::UpToDate => self.engines.next().await?,
                Progress::Behind => {}
            }
            let mut account = Account::begin();
            let news = self.news(&mut account).await;
            if let Some(told) = news.as_ref().map(Option::as_ref).transpose() {
                self.endpoint.tell(&account, told);
            }
            match news {
                Ok(told) => {
                    // A refusal is the last word.
                    let has_ended = told.as_ref().is_some_and(|answer| answer.is_refused);
                    self.progress = match has_ended {
                        true => Progress::Ended,
                        false => Progress::UpToDate,
                    };
                    if told.is_some() {
                        return told;
                    }
                }
                Err(_) => {
                    self.progress = Progress::Behind;
                    sleep(PATIENCE).await;
                }
            }
        }
    }

    async fn news(&mut self, account: &mut Account) -> Result<Option<Answer>, Refusal> {
        let engine = self.engines.engine();
        let operation = match self.endpoint.prepare(&engine, &self.admitted).await? {
            Ok(operation) => {
                account.prepared(&operation);
                operation
            }
            // The types may have changed with the data.
            Err(refused) => return Ok(Some(refused)),
        };
        let since = self.told.clone();
        let lane = self.endpoint.lane();
        let told = lane.run(move |cancellation| operation.news(&since, cancellation));
        let told = told.await?;
        engine.domain().state().clone_into(&mut self.told);
        Ok(told)
    }
}
