//! Which claims lack a qualifier that they need?

use super::facts::{Facts, ends_of, quoted, stands};
use super::ledger::Ledger;
use crate::ontology::Predicate;

/// Tells of claims about something that stand and do not carry the qualifier.
pub(super) fn check(facts: Facts<'_>, of: Predicate, qualifier: u8, ledger: &mut Ledger) {
    for (at, claim) in facts.claims() {
        let lacks_it = claim.qualifier(qualifier).is_none();
        if lacks_it && stands(claim) && ends_of(claim, of).is_some() {
            ledger.tell(vec![at], || {
                let ontology = facts.ontology();
                let predicate = claim.predicate();
                let wanted = &ontology.qualifiers(predicate)[usize::from(qualifier)].key;
                let key = ontology.key(predicate);
                let subject = quoted(facts.name(claim.subject()));
                format!("`{key}` of {subject} does not say the `{wanted}`")
            });
        }
    }
}
