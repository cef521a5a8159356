//! What happens to something of ours that went wrong?
//!
//! The client is told a number, and the log tells under this number what it was.

use crate::engine::Fault;
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Does some work; when it panics, that is a fault and harms nothing else.
///
/// # Errors
/// When the work panics.
pub(super) fn caught<T>(work: impl FnOnce() -> T) -> Result<T, Fault> {
    // What the work leaves half done is its own: everything shared is immutable or a cache that
    // takes an entry whole or not at all.
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| of_panic(&*panic))
}

/// Returns the fault that made some work panic.
fn of_panic(panic: &(dyn Any + Send)) -> Fault {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
    Fault::new(text.unwrap_or("a panic without words"))
}

/// Writes a fault to the log.
pub(super) fn report(fault: &Fault) {
    tracing::error!(fault = %fault.id, "{}", fault.what);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_a_fault_with_its_words() {
        let fault = caught(|| panic!("on {}", "purpose"));
        assert_eq!(
            fault.map_err(|fault: Fault| fault.what),
            Err::<(), _>("on purpose".to_owned())
        );
        assert_eq!(caught(|| 7).ok(), Some(7));
    }
}
