//! Do the documents still say what is cited from them?

use super::arguments::VerifyArguments;
use super::load::{grouped, read};
use super::output::{failed, print};
use crate::dataset::Dataset;
use crate::evidence::{State, Tally, Texts, Verdict, verify};
use crate::model::SourceIx;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::process::ExitCode;

/// Prints how each citation stands against the texts, and a summary.
///
/// Ends with a failure unless every citation matches.
pub(super) fn run(arguments: &VerifyArguments) -> ExitCode {
    let dataset = match read(&arguments.folder, "nothing is verified") {
        Ok(dataset) => dataset,
        Err(code) => return code,
    };
    let texts = match Texts::open(&arguments.sources) {
        Ok(texts) => texts,
        Err(error) => {
            let folder = arguments.sources.display();
            return failed(&format!("cannot read the folder {folder}: {error}"));
        }
    };
    let verdicts = verify(&dataset, &texts);
    let tally = Tally::of(&verdicts);
    let text = match arguments.json {
        true => format!("{:#}\n", to_json(&dataset, &verdicts, tally)),
        false => to_table(&dataset, &verdicts, tally),
    };
    let printed = print(&text);
    match tally.is_clean() {
        true => printed,
        false => ExitCode::FAILURE,
    }
}

/// Returns one line for each citation, under a line for each source that is cited.
fn to_table(dataset: &Dataset, verdicts: &[Verdict<'_>], tally: Tally) -> String {
    let claim_width = verdicts.iter().map(|v| v.claim.len()).max().unwrap_or(0);
    let mut text = String::new();
    for of_source in verdicts.chunk_by(|a, b| a.source == b.source) {
        let source = &dataset.sources[of_source[0].source.0 as usize];
        let file = source.file.as_deref().unwrap_or("no file");
        let counts = Tally::of(of_source);
        let _ = writeln!(text, "{} ({file}): {}", source.id, summary(counts));
        let place = |paragraph: u32| format!("{}#{paragraph}", source.id);
        let widest = of_source.iter().map(|v| place(v.paragraph).len()).max();
        let place_width = widest.unwrap_or(0);
        for Verdict {
            claim,
            paragraph,
            state,
            ..
        } in of_source
        {
            let place = place(*paragraph);
            let _ = writeln!(
                text,
                "  {claim:claim_width$}  {place:place_width$}  {state}"
            );
        }
    }
    let _ = writeln!(text, "{}", summary(tally));
    text
}

/// Returns how many citations there are and how they stand: `3 citations: 2 match, 1 changed`.
fn summary(tally: Tally) -> String {
    let total = match tally.total() {
        0 => return "no citations".to_owned(),
        1 => "1 citation".to_owned(),
        n => format!("{} citations", grouped(n)),
    };
    let counts = tally.counts().into_iter().filter(|&(_, count)| count > 0);
    let counts = counts.map(|(name, count)| format!("{} {name}", grouped(count)));
    format!("{total}: {}", counts.collect::<Vec<_>>().join(", "))
}

fn to_json(dataset: &Dataset, verdicts: &[Verdict<'_>], tally: Tally) -> Value {
    let id = |source: SourceIx| dataset.sources[source.0 as usize].id.as_str();
    let citations = verdicts.iter().map(|verdict| {
        let mut citation = json!({
            "claim": &*verdict.claim,
            "source": id(verdict.source),
            "paragraph": verdict.paragraph,
            "state": verdict.state.name(),
        });
        match &verdict.state {
            State::Match | State::Changed => {}
            State::Moved { to } => citation["movedTo"] = (*to).into(),
            State::Missing(absence) => citation["reason"] = absence.to_string().into(),
        }
        citation
    });
    let counts = tally.counts().into_iter();
    let counts: serde_json::Map<_, _> = counts
        .map(|(name, count)| (name.to_owned(), count.into()))
        .collect();
    json!({
        "allMatch": tally.is_clean(),
        "citationCount": tally.total(),
        "counts": counts,
        "citations": citations.collect::<Vec<_>>(),
    })
}
