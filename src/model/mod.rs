//! What is said: sources, entities, claims and their citations.
//!
//! Claims are the ground truth of the whole program; every graph and every index is made from them.

mod breach;
mod claim;
mod date;
mod digest;
mod entity;
mod source;
mod value;

pub use breach::Breach;
pub use claim::{Assertion, Citation, Claim, ClaimIx, NonEmpty, Retraction, Stance, Status};
pub use date::{Bound, DateError, PartialDate, Period};
pub use digest::{Digest, paragraphs};
pub use entity::{Entity, EntityIx};
pub use source::{Paragraphs, Source, SourceIx, is_file_name};
pub use value::{Money, Value};

pub use rust_decimal::Decimal;
