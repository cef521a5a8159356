//! How many connections may be open, and how many of them from one address?

use super::client_address::{Network, holder};
use super::limits::Limits;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The places of all connections.
#[derive(Debug)]
pub(super) struct Places {
    all: Arc<Semaphore>,
    n_places: usize,
    most_of_one: usize,
    taken: Arc<Taken>,
    /// Many clients stand behind a proxy, so a proxy may take every place.
    proxies: Vec<Network>,
}

/// How many places each address has taken.
///
/// Invariant: an address without a connection is not in it, so it never has more addresses than
/// there are places.
#[derive(Debug, Default)]
struct Taken(Mutex<HashMap<IpAddr, usize>>);

/// A place, which is free again when it is dropped.
#[derive(Debug)]
pub(super) struct Place {
    _of_all: OwnedSemaphorePermit,
    _of_one: Option<PlaceOfOne>,
}

/// A place that one address has taken.
#[derive(Debug)]
struct PlaceOfOne {
    address: IpAddr,
    taken: Arc<Taken>,
}

impl Places {
    /// Returns as many places as there may be connections.
    pub(super) fn new(limits: &Limits, proxies: &[Network]) -> Self {
        Self {
            all: Arc::new(Semaphore::new(limits.connections)),
            n_places: limits.connections,
            most_of_one: limits.connections_per_address,
            taken: Arc::default(),
            proxies: proxies.to_vec(),
        }
    }

    /// Returns a place for a connection from an address, unless there is none, or the address has
    /// taken as many as it may.
    pub(super) fn take(&self, peer: IpAddr) -> Option<Place> {
        let peer = peer.to_canonical();
        let of_one = match self.proxies.iter().any(|proxy| proxy.has(peer)) {
            true => None,
            false => Some(Taken::take(&self.taken, holder(peer), self.most_of_one)?),
        };
        let of_all = Arc::clone(&self.all).try_acquire_owned().ok()?;
        Some(Place {
            _of_all: of_all,
            _of_one: of_one,
        })
    }

    /// Waits until every place is free.
    pub(super) async fn all_free(&self) {
        let all = u32::try_from(self.n_places).unwrap_or(u32::MAX);
        // The semaphore is never closed.
        let _ = self.all.acquire_many(all).await;
    }
}

impl Taken {
    fn take(taken: &Arc<Self>, address: IpAddr, most: usize) -> Option<PlaceOfOne> {
        match taken.counts().entry(address) {
            Entry::Occupied(count) if *count.get() >= most => return None,
            Entry::Occupied(mut count) => *count.get_mut() += 1,
            Entry::Vacant(count) => {
                count.insert(1);
            }
        }
        Some(PlaceOfOne {
            address,
            taken: Arc::clone(taken),
        })
    }

    /// Nobody panics while the counts are changed.
    fn counts(&self) -> MutexGuard<'_, HashMap<IpAddr, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for PlaceOfOne {
    fn drop(&mut self) {
        if let Entry::Occupied(mut count) = self.taken.counts().entry(self.address) {
            *count.get_mut() -= 1;
            if *count.get() == 0 {
                count.remove();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places() -> Places {
        let limits = Limits {
            connections: 5,
            connections_per_address: 2,
            ..Limits::default()
        };
        Places::new(&limits, &["10.0.0.0/8".parse().expect("a network")])
    }

    fn take(places: &Places, address: &str) -> Option<Place> {
        places.take(address.parse().expect("an address"))
    }

    #[test]
    fn one_address_takes_only_its_share_of_the_places() {
        let places = places();
        let first = take(&places, "192.0.2.1");
        let second = take(&places, "::ffff:192.0.2.1");
        assert!(first.is_some() && second.is_some());
        assert!(take(&places, "192.0.2.1").is_none());
        assert!(take(&places, "192.0.2.2").is_some());
        drop(first);
        assert!(take(&places, "192.0.2.1").is_some());
    }

    #[test]
    fn addresses_of_ipv6_that_one_client_has_take_one_share() {
        let places = places();
        let taken = ["2001:db8::1", "2001:db8::2"].map(|address| take(&places, address));
        assert!(taken.iter().all(Option::is_some));
        assert!(take(&places, "2001:db8::3").is_none());
        assert!(take(&places, "2001:db8:0:1::1").is_some());
    }

    #[test]
    fn a_trusted_proxy_takes_every_place_and_no_more() {
        let places = places();
        let taken = [(); 5].map(|()| take(&places, "10.0.0.1"));
        assert!(taken.iter().all(Option::is_some));
        assert!(take(&places, "10.0.0.1").is_none());
        assert!(take(&places, "192.0.2.1").is_none());
    }

    #[test]
    fn an_address_that_has_gone_is_forgotten() {
        let places = places();
        let taken = take(&places, "192.0.2.1");
        assert_eq!(places.taken.counts().len(), 1);
        drop(taken);
        assert!(places.taken.counts().is_empty());
    }
}
