//! Is a story that was generated sound, of the size asked for, and shaped like a real one?

use crate::support::{Folder, files_below, program, told};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;
use std::thread::sleep;
use std::time::{Duration, Instant};
use throughline::dataset::{Dataset, read};
use throughline::model::{ClaimRef, Stance};

fn command(out: &Path, size: &[&str]) -> Command {
    let mut command = program(&["generate"]);
    command.args(size).arg("--out").arg(out);
    command
}

fn generate(out: &Path, size: &[&str]) -> Output {
    command(out, size).output().expect("the program runs")
}

/// Returns the files of a story that was generated.
fn files(size: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let folder = Folder::empty();
    let output = generate(&folder.path("story"), size);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    files_below(&folder.path("story"))
}

fn story(size: &[&str]) -> Dataset {
    let folder = Folder::empty();
    generate(&folder.path("story"), size);
    let reading = read(&folder.path("story"));
    assert_eq!(told(&reading), Vec::<String>::new());
    reading.dataset.expect("nothing is wrong with it")
}

const SMALL: [&str; 6] = ["--entities", "2000", "--claims", "9000", "--sources", "150"];

static STORY: LazyLock<Dataset> = LazyLock::new(|| story(&SMALL));

/// Returns how many of a hundred claims are so.
fn share(is_so: impl Fn(ClaimRef<'_>) -> bool) -> usize {
    let n_claims = STORY.claims.iter().filter(|&claim| is_so(claim)).count();
    n_claims * 100 / STORY.claims.len()
}

#[test]
fn a_story_has_the_size_that_was_asked_for() {
    assert_eq!(STORY.entities.len(), 2000);
    assert_eq!(STORY.claims.len(), 9000);
    assert_eq!(STORY.sources.len(), 150);
    for (entities, claims) in [("1", "0"), ("1", "1000"), ("7", "3"), ("40", "40000")] {
        let story = story(&["--entities", entities, "--claims", claims]);
        assert_eq!(story.entities.len().to_string(), entities);
        assert_eq!(story.claims.len().to_string(), claims);
    }
}

#[test]
fn one_seed_gives_one_story() {
    let of_seed = |seed| files(&["--entities", "300", "--claims", "900", "--seed", seed]);
    let one = of_seed("1");
    assert!(one == of_seed("1"));
    assert!(one != of_seed("2"));
    let names: Vec<_> = one.keys().map(String::as_str).collect();
    let expected = ["entities-000.jsonl", "ontology.toml", "sources-000.jsonl"];
    assert_eq!(names, expected);
}

#[test]
fn a_few_entities_are_hubs_and_most_are_hardly_known() {
    let mut degrees = vec![0usize; STORY.entities.len()];
    for claim in STORY.claims.iter().filter(|claim| claim.object().is_some()) {
        claim.ends().for_each(|end| degrees[end.0 as usize] += 1);
    }
    degrees.sort_unstable_by(|a, b| b.cmp(a));
    let median = degrees[degrees.len() / 2].max(1);
    let all: usize = degrees.iter().sum();
    let of_the_first_hundredth: usize = degrees[..degrees.len() / 100].iter().sum();
    assert!(degrees[0] > 50 * median, "{} and {median}", degrees[0]);
    assert!(
        of_the_first_hundredth * 100 > 15 * all,
        "{of_the_first_hundredth} of {all}"
    );
}

#[test]
fn claims_are_as_various_as_real_ones() {
    let citations = |claim: ClaimRef<'_>| claim.n_citations();
    assert!((10..60).contains(&share(|claim| citations(claim) > 1)));
    assert!((5..40).contains(&share(|claim| {
        let mut cited = claim.cited();
        cited.any(|citation| !citation.attributed_to.is_empty())
    })));
    assert!((1..10).contains(&share(|claim| {
        let mut cited = claim.cited();
        cited.any(|citation| citation.stance == Stance::Denies)
    })));
    assert!((20..80).contains(&share(|claim| claim.valid().is_some())));
    let is_vague = |claim: ClaimRef<'_>| {
        let start = claim.valid().and_then(|valid| valid.start().date());
        start.is_some_and(|date| date.day().is_none())
    };
    assert!((5..40).contains(&share(is_vague)));
    let retracted = STORY
        .claims
        .iter()
        .filter(|claim| claim.retraction().is_some());
    assert!((20..300).contains(&retracted.count()));
    assert!(
        STORY.n_breaches.iter().sum::<usize>() > 0,
        "nobody disagrees"
    );
}

#[test]
fn what_cannot_be_generated_is_one_clear_line() {
    let folder = Folder::empty();
    folder.write("taken/notes.txt", b"mine");
    for (out, size, part) in [
        (
            "new",
            ["--entities", "0", "--claims", "0"],
            "at least one entity",
        ),
        (
            "new",
            ["--entities", "2", "--claims", "2001"],
            "2 entities have at most 2000 claims",
        ),
        (
            "taken",
            ["--entities", "2", "--claims", "2"],
            "is there already",
        ),
    ] {
        let output = generate(&folder.path(out), &size);
        let told = String::from_utf8(output.stderr).expect("it is text");
        assert_eq!(output.status.code(), Some(1), "{told}");
        assert!(told.contains(part) && told.lines().count() == 1, "{told}");
    }
    let left: Vec<_> = files_below(&folder.path("")).into_keys().collect();
    assert_eq!(left, ["taken/notes.txt"]);
}

#[test]
fn who_interrupts_it_is_left_with_nothing_half_written() {
    let folder = Folder::empty();
    let size = ["--entities", "100000000", "--claims", "1000000000"];
    let mut command = command(&folder.path("story"), &size);
    let mut child = command
        .stdout(Stdio::null())
        .spawn()
        .expect("the program runs");
    let begun = Instant::now();
    while !folder.path(".story.partial/sources-000.jsonl").exists() {
        assert!(
            begun.elapsed() < Duration::from_secs(60),
            "it does not begin"
        );
        sleep(Duration::from_millis(10));
    }
    let id = child.id().to_string();
    let sent = Command::new("kill").args(["-s", "INT", &id]).status();
    assert!(sent.expect("kill is there").success());
    let status = child.wait().expect("it ends");
    assert_eq!(status.code(), Some(130));
    assert!(files_below(&folder.path("")).is_empty());
}
