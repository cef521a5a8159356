//! What names everything that the data say?

use crate::model::{Claims, Entities, Source};
use borsh::BorshSerialize;
use sha2::{Digest as _, Sha256};
use std::io::BufWriter;

/// How many bytes are digested at a time.
const BLOCK: usize = 1 << 16;

/// Returns the first half of a SHA-256 over the digests of the parts, in hexadecimal digits.
pub(super) fn fingerprint(sources: &[Source], entities: &Entities, claims: &Claims) -> String {
    let (claims, (entities, sources)) = rayon::join(
        || digest_of(claims),
        || (digest_of(entities), digest_of(&sources)),
    );
    let mut hash = Sha256::new();
    for digest in [sources, entities, claims] {
        hash.update(digest);
    }
    let digits = hash.finalize();
    let digits = digits[..16].iter().map(|byte| format!("{byte:02x}"));
    digits.collect()
}

fn digest_of(said: &impl BorshSerialize) -> [u8; 32] {
    let mut hash = BufWriter::with_capacity(BLOCK, Sha256::new());
    said.serialize(&mut hash).expect("hashing never fails");
    let hash = hash.into_inner();
    hash.expect("hashing never fails").finalize().into()
}
