//! Which id does a claim have?

use std::cmp::Ordering;
use std::fmt;
use std::ops::Deref;

/// What tells a claim from all others: the first 65 bits of the digest of what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Identity(u128);

/// How many digits a derived id has.
const N_DIGITS: usize = 13;

/// How many bits a digit stands for.
const DIGIT_BITS: usize = 5;

/// The digits of a derived id: base32hex in lower case.
const DIGITS: &[u8; 32] = b"0123456789abcdefghijklmnopqrstuv";

/// What a derived id begins with.
const PREFIX: &[u8; 2] = b"c-";

/// The length of a derived id in bytes.
const N_BYTES: usize = PREFIX.len() + N_DIGITS;

impl Identity {
    /// Returns the identity of a claim whose canonical text has this SHA-256.
    pub fn from_digest(digest: &[u8; 32]) -> Self {
        let head = digest.iter().take(16);
        let head = head.fold(0u128, |bits, &byte| bits << 8 | u128::from(byte));
        Self(head >> (128 - DIGIT_BITS * N_DIGITS))
    }

    /// Returns the identity from which an id was derived; `None` when it was not derived.
    pub fn parse(id: &str) -> Option<Self> {
        let digits = id.as_bytes().strip_prefix(PREFIX)?;
        if digits.len() != N_DIGITS {
            return None;
        }
        let value = |digit: &u8| DIGITS.iter().position(|d| d == digit);
        let bits = digits.iter().map(value).try_fold(0, |bits: u128, value| {
            Some(bits << DIGIT_BITS | value? as u128)
        });
        bits.map(Self)
    }

    /// Returns the lowest 64 bits, which are as good as random.
    pub fn low_bits(self) -> u64 {
        self.split().0
    }

    /// Returns the lowest 64 bits, and whether the highest one is set.
    pub(super) fn split(self) -> (u64, bool) {
        (self.0 as u64, self.0 >> 64 == 1)
    }

    /// Returns the identity that was [split](Self::split).
    pub(super) fn joined(low: u64, is_high: bool) -> Self {
        Self(u128::from(is_high) << 64 | u128::from(low))
    }

    fn spelled(self) -> [u8; N_BYTES] {
        let mut bytes = [0; N_BYTES];
        let (prefix, digits) = bytes.split_at_mut(PREFIX.len());
        prefix.copy_from_slice(PREFIX);
        for (at, digit) in digits.iter_mut().rev().enumerate() {
            *digit = DIGITS[(self.0 >> (DIGIT_BITS * at) & 31) as usize];
        }
        bytes
    }
}

/// The id of a claim, with a chosen one in a form of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClaimId<T = Box<str>> {
    /// It was chosen.
    Chosen(T),
    /// It is derived from what the claim says.
    Derived(Identity),
}

impl<'c> ClaimId<&'c str> {
    /// Returns the id as a text.
    pub fn to_text(self) -> ClaimIdRef<'c> {
        let spelled = match self {
            Self::Chosen(_) => [0; N_BYTES],
            Self::Derived(identity) => identity.spelled(),
        };
        ClaimIdRef(self, spelled)
    }

    /// Returns the id with a chosen one in a place of its own.
    pub fn to_claim_id(self) -> ClaimId {
        match self {
            Self::Chosen(id) => ClaimId::Chosen(id.into()),
            Self::Derived(identity) => ClaimId::Derived(identity),
        }
    }
}

/// The id of a claim as a text.
#[derive(Clone, Copy)]
pub struct ClaimIdRef<'c>(ClaimId<&'c str>, [u8; N_BYTES]);

impl Deref for ClaimIdRef<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        match self.0 {
            ClaimId::Chosen(id) => id,
            ClaimId::Derived(_) => str::from_utf8(&self.1).expect("digits are ASCII"),
        }
    }
}

impl fmt::Display for ClaimIdRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

impl fmt::Debug for ClaimIdRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &**self)
    }
}

impl PartialEq for ClaimIdRef<'_> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for ClaimIdRef<'_> {}

impl PartialOrd for ClaimIdRef<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for ClaimIdRef<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        (**self).cmp(&**other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_derived_id_leads_back_to_its_identity() {
        for byte in [0, 1, 0x7F, 0x80, 0xFF] {
            let identity = Identity::from_digest(&[byte; 32]);
            let id = ClaimId::Derived(identity).to_text();
            assert_eq!(Identity::parse(&id), Some(identity), "{id}");
            let (low, is_high) = identity.split();
            assert_eq!(Identity::joined(low, is_high), identity);
        }
    }

    #[test]
    fn a_chosen_id_is_not_taken_for_a_derived_one() {
        for id in ["c-", "c-0123456789ab", "c-0123456789abw", "d-0123456789abc"] {
            assert_eq!(Identity::parse(id), None, "{id}");
        }
    }
}
