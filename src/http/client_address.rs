//! From which address does a request come?
//!
//! Behind a proxy every connection comes from the proxy, which tells in a header for whom it asks.
//! Anybody can write such a header, so it is believed from listed proxies only.

use axum::http::HeaderMap;
use axum::http::HeaderName;
use axum::http::header::FORWARDED;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::str::FromStr;

/// The header of proxies that know no other.
const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// Addresses that begin alike, as in `192.0.2.0/24`, or a single one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    /// The number of bits in which addresses agree.
    prefix: u32,
}

/// A text that is no network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "a network is an address, as in `192.0.2.7` or `2001:db8::7`, or an address with the number of \
     bits that count, as in `192.0.2.0/24`, and zeros behind them"
)]
pub struct NotANetwork;

impl FromStr for Network {
    type Err = NotANetwork;

    fn from_str(text: &str) -> Result<Self, NotANetwork> {
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().map_err(|_| NotANetwork)?;
        let (bits, length) = bits(address);
        let prefix = match prefix {
            Some(prefix) => prefix.parse().map_err(|_| NotANetwork)?,
            None => length,
        };
        let is_whole = prefix <= length && masked(bits, length, prefix) == bits;
        match is_whole {
            true => Ok(Self { address, prefix }),
            false => Err(NotANetwork),
        }
    }
}

impl Network {
    /// Returns whether an address is one of the network.
    pub(super) fn has(&self, address: IpAddr) -> bool {
        let ((own, length), (other, other_length)) = (bits(self.address), bits(address));
        length == other_length && masked(other, length, self.prefix) == own
    }
}

/// Returns the bits of an address, and how many they are.
fn bits(address: IpAddr) -> (u128, u32) {
    match address {
        IpAddr::V4(address) => (address.to_bits().into(), 32),
        IpAddr::V6(address) => (address.to_bits(), 128),
    }
}

/// Returns the first bits of an address, with zeros behind them.
fn masked(bits: u128, length: u32, prefix: u32) -> u128 {
    let n_free = length - prefix;
    bits.checked_shr(n_free)
        .and_then(|bits| bits.checked_shl(n_free))
        .unwrap_or(0)
}

/// Returns the address of the client that sent a request over a connection from `peer`.
///
/// Of the addresses that proxies tell, the last one counts that is not a proxy's. Where a proxy
/// hands on both headers and they differ, a client wrote one of them, and neither is believed.
pub(super) fn client_address(peer: IpAddr, headers: &HeaderMap, proxies: &[Network]) -> IpAddr {
    let peer = peer.to_canonical();
    let is_proxy = |address| proxies.iter().any(|proxy| proxy.has(address));
    if !is_proxy(peer) {
        return peer;
    }
    let behind = |header: HeaderName, address_in: fn(&str) -> Option<IpAddr>| {
        let lines = headers
            .contains_key(&header)
            .then(|| headers.get_all(header).iter().rev())?;
        let told = lines.flat_map(|line| line.to_str().unwrap_or_default().rsplit(','));
        let mut client = peer;
        for address in told.map(address_in) {
            // Who is behind somebody that is not told is not known.
            let Some(address) = address else { break };
            client = address;
            if !is_proxy(client) {
                break;
            }
        }
        Some(client)
    };
    match (
        behind(FORWARDED, forwarded_for),
        behind(X_FORWARDED_FOR, node),
    ) {
        (Some(client), None) | (None, Some(client)) => client,
        (Some(client), Some(other)) if client == other => client,
        _ => peer,
    }
}

/// Returns the address that stands for all that one client has: who has one address of IPv6 has the
/// 2^64 beside it.
pub(super) fn holder(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).into(),
        address => address,
    }
}

/// Returns the address for which a proxy asks, in an element of `Forwarded`
/// (<https://www.rfc-editor.org/rfc/rfc7239>).
fn forwarded_for(element: &str) -> Option<IpAddr> {
    let mut pairs = element.split(';').filter_map(|pair| pair.split_once('='));
    let (_, value) = pairs.find(|(name, _)| name.trim().eq_ignore_ascii_case("for"))?;
    node(value.trim().trim_matches('"'))
}

/// Returns an address that is written with or without a port.
fn node(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let bare = text
        .strip_prefix('[')
        .and_then(|text| text.strip_suffix(']'));
    let address = bare.unwrap_or(text).parse::<IpAddr>().ok();
    let address = address.or_else(|| Some(text.parse::<SocketAddr>().ok()?.ip()));
    address.map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_is_an_address_with_the_bits_that_count() {
        for (text, inside, outside) in [
            ("192.0.2.7", "192.0.2.7", "192.0.2.8"),
            ("192.0.2.0/24", "192.0.2.255", "192.0.3.0"),
            ("0.0.0.0/0", "255.255.255.255", "::1"),
            ("2001:db8::/32", "2001:db8:1::1", "2001:db9::1"),
            ("::/0", "2001:db8::1", "192.0.2.7"),
        ] {
            let network: Network = text.parse().expect(text);
            assert!(network.has(inside.parse().expect("an address")), "{text}");
            assert!(!network.has(outside.parse().expect("an address")), "{text}");
        }
        for text in [
            "",
            "x",
            "192.0.2.0/",
            "192.0.2.0/33",
            "192.0.2.7/24",
            "::/129",
            "/8",
            "::/-1",
        ] {
            assert_eq!(text.parse::<Network>(), Err(NotANetwork), "{text}");
        }
    }

    #[track_caller]
    fn check(peer: &str, told: &[(&'static str, &'static str)], expected: &str) {
        let proxies = ["10.0.0.0/8", "2001:db8::/32"].map(|text| text.parse().expect("a network"));
        let mut headers = HeaderMap::new();
        for (name, value) in told {
            headers.append(*name, value.parse().expect("a header"));
        }
        let client = client_address(peer.parse().expect("an address"), &headers, &proxies);
        assert_eq!(client.to_string(), expected, "{told:?}");
    }

    #[test]
    fn only_a_listed_proxy_is_believed() {
        let told = [("x-forwarded-for", "192.0.2.1")];
        check("198.51.100.1", &told, "198.51.100.1");
        check("10.0.0.1", &told, "192.0.2.1");
        check("::ffff:10.0.0.1", &told, "192.0.2.1");
        check("10.0.0.1", &[], "10.0.0.1");
    }

    #[test]
    fn the_last_address_counts_that_is_not_a_proxys() {
        let lines = |first, second| [("x-forwarded-for", first), ("x-forwarded-for", second)];
        check(
            "10.0.0.1",
            &lines("203.0.113.9, 192.0.2.1", "10.0.0.2"),
            "192.0.2.1",
        );
        check("10.0.0.1", &lines("10.0.0.3", "10.0.0.2"), "10.0.0.3");
        check(
            "10.0.0.1",
            &lines("192.0.2.1", "unknown, 10.0.0.2"),
            "10.0.0.2",
        );
    }

    #[test]
    fn addresses_are_read_as_proxies_write_them() {
        for (value, expected) in [
            ("for=192.0.2.1", "192.0.2.1"),
            (
                "proto=https;For=\"192.0.2.1:4711\";by=10.0.0.1",
                "192.0.2.1",
            ),
            ("for=\"[2001:db9::1]:4711\"", "2001:db9::1"),
            ("for=\"[2001:db9::1]\"", "2001:db9::1"),
            ("for=203.0.113.9, for=192.0.2.1", "192.0.2.1"),
            ("for=_hidden", "10.0.0.1"),
            ("proto=https", "10.0.0.1"),
            ("nonsense", "10.0.0.1"),
        ] {
            check("10.0.0.1", &[("forwarded", value)], expected);
        }
        check(
            "10.0.0.1",
            &[("x-forwarded-for", "192.0.2.1:80")],
            "192.0.2.1",
        );
        check(
            "10.0.0.1",
            &[("x-forwarded-for", "2001:db9::1")],
            "2001:db9::1",
        );
    }

    #[test]
    fn headers_that_differ_are_not_believed() {
        let both = |other| [("forwarded", "for=192.0.2.1"), ("x-forwarded-for", other)];
        check("10.0.0.1", &both("192.0.2.1"), "192.0.2.1");
        check("10.0.0.1", &both("203.0.113.9"), "10.0.0.1");
    }
}
