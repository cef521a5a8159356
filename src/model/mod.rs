//! What is said: sources, entities, claims and their citations.
//!
//! Claims are the ground truth of the whole program; every graph and every index is made from them.

mod breach;
mod cell;
mod claim;
mod claims;
mod column;
mod date;
mod digest;
mod entity;
mod identity;
mod lists;
mod rank;
mod source;
mod texts;
mod value;

pub use breach::Breach;
pub use claim::{
    Assertion, Citation, CitationRef, Claim, ClaimIx, NonEmpty, Retraction, Stance, Status,
};
pub use claims::{ClaimRef, Claims};
pub use date::{Bound, DateError, PartialDate, Period};
pub use digest::{Digest, paragraphs};
pub use entity::{Entities, Entity, EntityIx};
pub use identity::{ClaimId, ClaimIdRef, Identity};
pub use rank::Ranked;
pub use source::{Paragraphs, Source, SourceIx, is_file_name};
pub use texts::{TextIx, Texts};
pub use value::{Money, Value, ValueRef};

pub use rust_decimal::Decimal;
