//! How much may one client still ask for?
//!
//! Each client address has a budget that fills up evenly with time, and everything that is asked
//! from there is paid out of it: a document with its bytes, which have to be read, and an operation
//! with its cost. What is left is told in the headers of the draft of the IETF
//! (<https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/>).

use super::client_address::holder;
use super::limits::Limits;
use super::refusal::Refusal;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use governor::clock::{Clock, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::nanos::Nanos;
use governor::state::{InMemoryState, NotKeyed, StateStore};
use governor::{Quota, RateLimiter};
use quick_cache::sync::Cache;
use std::fmt::{self, Debug, Formatter};
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// How the budget is used up.
pub(super) const RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");
/// How large it is.
pub(super) const RATE_LIMIT_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");

const MINUTE: Duration = Duration::from_secs(60);

/// The budgets of all addresses.
pub(super) struct Budget {
    limiter: RateLimiter<IpAddr, Addresses, DefaultClock, StateInformationMiddleware>,
    clock: DefaultClock,
    /// The most that can be spent at once.
    burst: NonZeroU32,
    /// The time in which one unit comes in.
    unit_time: Duration,
    policy: HeaderValue,
}

/// What is known of each address; of the addresses that are too many, those that ask seldom are
/// forgotten first.
struct Addresses(Cache<IpAddr, Arc<InMemoryState>>);

impl StateStore for Addresses {
    type Key = IpAddr;

    fn measure_and_replace<T, F, E>(&self, address: &IpAddr, decide: F) -> Result<T, E>
    where
        F: Fn(Option<Nanos>) -> Result<(T, Nanos), E>,
    {
        let known = self.0.get(address);
        let state = known.unwrap_or_else(|| {
            let state = Arc::new(InMemoryState::default());
            self.0.insert(*address, Arc::clone(&state));
            state
        });
        state.measure_and_replace(&NotKeyed::NonKey, decide)
    }
}

/// What a client pays with: the budget of its address, or nothing where nothing has to be paid.
#[derive(Debug, Clone, Default)]
pub(super) struct Purse(Option<Arc<Payer>>);

#[derive(Debug)]
struct Payer {
    budget: Arc<Budget>,
    address: IpAddr,
    /// What was left in the budget after the last payment.
    left: AtomicU32,
}

impl Budget {
    /// Returns the budgets of all addresses, or `None` when nothing has to be paid.
    pub(super) fn new(limits: &Limits) -> Option<Self> {
        let per_minute = u32::try_from(limits.cost_per_minute).ok()?;
        let unit_time = MINUTE.checked_div(per_minute)?;
        let burst = u32::try_from(limits.cost_burst).unwrap_or(u32::MAX);
        let burst = NonZeroU32::new(burst)?;
        let quota = Quota::with_period(unit_time)?.allow_burst(burst);
        let clock = DefaultClock::default();
        let addresses = Addresses(Cache::new(limits.addresses));
        let window = in_seconds(unit_time * burst.get());
        let policy = HeaderValue::try_from(format!("\"cost\";q={burst};w={window}"));
        Some(Self {
            limiter: RateLimiter::new(quota, addresses, clock.clone()),
            clock,
            burst,
            unit_time,
            policy: policy.expect("figures are a header"),
        })
    }

    /// Takes an amount out of the budget of an address, and returns what is left.
    fn pay(&self, address: IpAddr, amount: u64) -> Result<u32, Refusal> {
        let too_much = Refusal::AboveBudget {
            amount,
            most: self.burst,
        };
        let amount = u32::try_from(amount.max(1)).ok().and_then(NonZeroU32::new);
        let paid = amount.map(|amount| self.limiter.check_key_n(&address, amount));
        match paid {
            Some(Ok(Ok(left))) => Ok(left.remaining_burst_capacity()),
            Some(Ok(Err(until))) => Err(Refusal::BudgetSpent {
                wait: in_seconds(until.wait_time_from(self.clock.now())).max(1),
            }),
            Some(Err(_)) | None => Err(too_much),
        }
    }
}

impl Debug for Budget {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Budget").field(&self.policy).finish()
    }
}

impl Purse {
    /// Returns the purse of a client at an address.
    pub(super) fn of(budget: &Arc<Budget>, address: IpAddr) -> Self {
        Self(Some(Arc::new(Payer {
            budget: Arc::clone(budget),
            address: holder(address),
            left: AtomicU32::new(0),
        })))
    }

    /// Pays an amount.
    ///
    /// # Errors
    /// When the budget does not hold as much.
    pub(super) fn pay(&self, amount: u64) -> Result<(), Refusal> {
        let Some(payer) = &self.0 else {
            return Ok(());
        };
        let left = payer.budget.pay(payer.address, amount)?;
        payer.left.store(left, Ordering::Relaxed);
        Ok(())
    }

    /// Tells how large the budget is, what was left after the last payment, and in how many seconds
    /// it is whole again.
    pub(super) fn tell(&self, headers: &mut HeaderMap) {
        let Some(payer) = &self.0 else {
            return;
        };
        let budget = &payer.budget;
        let left = payer.left.load(Ordering::Relaxed);
        let whole = in_seconds(budget.unit_time * budget.burst.get().saturating_sub(left));
        let left = HeaderValue::try_from(format!("\"cost\";r={left};t={whole}"));
        headers.insert(RATE_LIMIT, left.expect("figures are a header"));
        headers.insert(RATE_LIMIT_POLICY, budget.policy.clone());
    }
}

/// Returns a time in whole seconds, rounded up.
fn in_seconds(time: Duration) -> u64 {
    time.as_secs() + u64::from(time.subsec_nanos() > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn purse(cost_per_minute: u64, addresses: usize) -> impl Fn(&str) -> Purse {
        let limits = Limits {
            cost_per_minute,
            cost_burst: 100,
            addresses,
            ..Limits::default()
        };
        let budget = Arc::new(Budget::new(&limits).expect("something has to be paid"));
        move |address| Purse::of(&budget, address.parse().expect("an address"))
    }

    #[track_caller]
    fn is_spent(paid: Result<(), Refusal>) -> bool {
        match paid {
            Ok(()) => false,
            Err(Refusal::BudgetSpent { wait }) => {
                assert!(wait >= 1);
                true
            }
            Err(other) => panic!("{other:?}"),
        }
    }

    #[test]
    fn without_a_budget_nothing_is_paid() {
        assert!(Budget::new(&Limits::default()).is_none());
        let purse = Purse::default();
        assert!(purse.pay(u64::MAX).is_ok());
        let mut headers = HeaderMap::new();
        purse.tell(&mut headers);
        assert!(headers.is_empty());
    }

    #[test]
    fn a_budget_is_spent_by_one_address_and_not_by_another() {
        let of = purse(1, 10);
        assert!(of("192.0.2.1").pay(100).is_ok());
        assert!(is_spent(of("192.0.2.1").pay(1)));
        assert!(of("192.0.2.2").pay(100).is_ok());
        assert!(is_spent(of("::ffff:192.0.2.2").pay(1)));
        assert!(of("2001:db8::1").pay(100).is_ok());
        assert!(is_spent(of("2001:db8::ffff:1").pay(1)));
        assert!(of("2001:db8:0:1::1").pay(100).is_ok());
    }

    #[test]
    fn what_no_budget_ever_holds_is_not_a_matter_of_time() {
        let of = purse(1, 10);
        for amount in [101, u64::MAX] {
            let paid = of("192.0.2.1").pay(amount);
            assert!(matches!(paid, Err(Refusal::AboveBudget { .. })), "{paid:?}");
        }
        assert!(of("192.0.2.1").pay(100).is_ok());
    }

    #[test]
    fn what_is_left_is_told_with_the_time_in_which_it_is_whole_again() {
        let purse = purse(60, 10)("192.0.2.1");
        assert!(purse.pay(30).is_ok());
        let mut headers = HeaderMap::new();
        purse.tell(&mut headers);
        assert_eq!(headers[RATE_LIMIT], "\"cost\";r=70;t=30");
        assert_eq!(headers[RATE_LIMIT_POLICY], "\"cost\";q=100;w=100");
    }

    #[test]
    fn more_addresses_than_there_is_room_for_take_no_more_room() {
        let limits = Limits {
            cost_per_minute: 1,
            addresses: 50,
            ..Limits::default()
        };
        let budget = Budget::new(&limits).expect("something has to be paid");
        for at in 0..5_000_u32 {
            assert!(budget.pay(IpAddr::from(at.to_be_bytes()), 1).is_ok());
        }
        assert!(budget.limiter.into_state_store().0.len() <= 50);
    }
}
