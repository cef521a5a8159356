//! Does what the fuzzer found interesting once still do no harm?

#[path = "../fuzz/targets.rs"]
#[expect(
    unreachable_pub,
    reason = "the fuzzer reaches it as a crate of its own"
)]
mod targets;

use crate::support::{files_below, in_repository};

#[test]
fn what_is_kept_of_the_fuzzer_does_no_harm() {
    type Target = fn(&[u8]);
    let targets: [(&str, Target); 7] = [
        ("document", targets::document),
        ("variables", targets::variables),
        ("data_file", targets::data_file),
        ("data_lines", targets::data_lines),
        ("path_expression", targets::path_expression),
        ("date", targets::date),
        ("cursor", targets::cursor),
    ];
    for (name, target) in targets {
        let corpus = files_below(&in_repository("fuzz/corpus").join(name));
        assert!(corpus.len() >= 5, "{name} has {} inputs", corpus.len());
        corpus.values().for_each(|bytes| target(bytes));
    }
}
