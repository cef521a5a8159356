//! Which claims break a constraint of the ontology?
//!
//! Every kind of constraint is a function over the claims of a dataset, in their order, that tells
//! its breaches to a [`Ledger`](ledger::Ledger). Claims that were denied or retracted do not say
//! so, and neither does what is only planned.

mod ledger;
mod limits;

mod facts;

mod end;
mod exclusive;
mod qualifier;
mod range;
mod steps;

pub(super) use ledger::check;
pub(super) use limits::WrittenLimits;
