//! Where do claims disagree, or take the place of each other?

mod dispute;
mod side;

mod answer;

mod correction;
mod denial;
mod exclusive;
mod telling;

pub use dispute::{Disagreement, DisagreementKind, Dispute, disagreements};
pub use side::Side;
