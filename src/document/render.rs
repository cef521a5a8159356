//! How is a finding shown to the person who has to mend it?

use super::diagnostic::{Diagnostic, Label, Severity};
use super::diagnostics::Diagnostics;
use super::text::{Document, Span};
use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};
use std::fmt::Write as _;
use std::ops::Range;

/// The most findings that are shown one by one; the rest is counted.
pub const MOST_SHOWN: usize = 100;

/// The most bytes of a line that is shown as it stands; the renderer folds it to the terminal.
const LONG_LINE: usize = 4096;

/// The most characters that are shown of a longer line: before the place, of it and after it.
const CONTEXT: usize = 60;

/// Whether what is shown has colors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Palette {
    /// Characters only.
    Plain,
    /// With the color codes of terminals.
    Colored,
}

/// Returns the findings as text: what is wrong, the file, line and column, the line itself, and how
/// to mend it.
///
/// At most the first 100 findings are shown; a last line counts the others.
pub fn render(diagnostics: &Diagnostics, palette: Palette) -> String {
    let renderer = match palette {
        Palette::Plain => Renderer::plain(),
        Palette::Colored => Renderer::styled(),
    };
    let mut shown = String::new();
    for diagnostic in diagnostics.iter().take(MOST_SHOWN) {
        shown.push_str(renderer.render(&[group(diagnostic)]).trim_end());
        shown.push_str("\n\n");
    }
    if let Some(more) = diagnostics.n_found().checked_sub(MOST_SHOWN + 1) {
        let _ = writeln!(
            shown,
            "... and {} not shown; mend the first ones and check again\n",
            counted(more + 1, "more finding")
        );
    }
    shown
}

/// Returns how many findings there are: `2 errors and 1 warning`.
pub fn summary(findings: &Diagnostics) -> String {
    let (n_errors, n_warnings) = (
        findings.n_of(Severity::Error),
        findings.n_of(Severity::Warning),
    );
    match (n_errors, n_warnings) {
        (0, 0) => "no errors".to_owned(),
        (errors, 0) => counted(errors, "error"),
        (0, warnings) => counted(warnings, "warning"),
        (errors, warnings) => format!(
            "{} and {}",
            counted(errors, "error"),
            counted(warnings, "warning")
        ),
    }
}

fn counted(n: usize, noun: &str) -> String {
    let plural = if n == 1 { "" } else { "s" };
    format!("{n} {noun}{plural}")
}

fn group(diagnostic: &Diagnostic) -> Group<'_> {
    let level = match diagnostic.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level
        .primary_title(diagnostic.message.as_str())
        .id(diagnostic.rule.name());
    let document = &*diagnostic.document;
    let mut group = match diagnostic.span {
        None => title.element(Origin::path(document.path())),
        Some(span) => title.elements(place(document, span, AnnotationKind::Primary, None)),
    };
    for Label {
        document,
        span,
        message,
    } in &diagnostic.labels
    {
        group = group.elements(place(
            document,
            *span,
            AnnotationKind::Context,
            Some(message.as_str()),
        ));
    }
    match &diagnostic.help {
        Some(help) => group.element(Level::HELP.message(help.as_str())),
        None => group,
    }
}

/// Returns the file, line and column of a place, and its first line.
fn place<'a>(
    document: &'a Document,
    span: Span,
    kind: AnnotationKind,
    label: Option<&'a str>,
) -> Vec<Element<'a>> {
    let position = document.position(span.start);
    let line = document.line(position.line);
    let start = document.nearest(span.start).clamp(line.start, line.end);
    let end = document.nearest(span.end).clamp(start, line.end);
    let n = position.line as usize;
    if line.len() > LONG_LINE {
        let origin = Origin::path(document.path()).line(n);
        let excerpt = excerpt(document.text(), line, start..end);
        return vec![
            origin.char_column(position.column as usize).into(),
            Level::NOTE.message(format!("there: {excerpt}")).into(),
        ];
    }
    let annotation = kind.span(start - line.start..end - line.start).label(label);
    let snippet = Snippet::source(&document.text()[line])
        .path(document.path())
        .line_start(n)
        .annotation(annotation);
    vec![snippet.into()]
}

/// Returns the part of a long line around a place, with `...` where it was cut.
fn excerpt(text: &str, line: Range<usize>, marked: Range<usize>) -> String {
    let end = marked.start + prefix(&text[marked.clone()], CONTEXT);
    let from = marked.start - suffix(&text[line.start..marked.start], CONTEXT);
    let to = end + prefix(&text[end..line.end], CONTEXT);
    let before = if from > line.start { "..." } else { "" };
    let after = if to < line.end { "..." } else { "" };
    format!("{before}{}{after}", &text[from..to])
}

/// Returns the bytes of the first characters.
fn prefix(text: &str, n_characters: usize) -> usize {
    let cut = text.char_indices().nth(n_characters);
    cut.map_or(text.len(), |(at, _)| at)
}

/// Returns the bytes of the last characters.
fn suffix(text: &str, n_characters: usize) -> usize {
    let cut = text.char_indices().rev().take(n_characters).last();
    cut.map_or(0, |(at, _)| text.len() - at)
}

#[cfg(test)]
mod tests {
    use super::super::rule::Rule;
    use super::*;
    use std::sync::Arc;

    fn finding(text: &str, marked: &str) -> Diagnostic {
        let document = Arc::new(Document::new("people/halyna.toml", text));
        let start = text.find(marked).expect("it is there");
        let span = Span::of(start..start + marked.len());
        Diagnostic::new(Rule::UnknownKey, &document, span, "there is no key `nmae`")
            .help("did you mean `name`?")
    }

    fn told(finding: Diagnostic) -> Diagnostics {
        std::iter::once(finding).collect()
    }

    #[test]
    fn a_finding_shows_file_line_column_the_line_and_the_remedy() {
        let shown = render(
            &told(finding("entity = \"halyna\"\nnmae = \"Halyna\"\n", "nmae")),
            Palette::Plain,
        );
        assert_eq!(
            shown,
            "\
error[unknown-key]: there is no key `nmae`
 --> people/halyna.toml:2:1
  |
2 | nmae = \"Halyna\"
  | ^^^^
  |
  = help: did you mean `name`?

"
        );
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let text = format!("{}nmae{}", "é".repeat(100_000), "x".repeat(100_000));
        let shown = render(&told(finding(&text, "nmae")), Palette::Plain);
        assert!(shown.contains("people/halyna.toml:1:100001"), "{shown}");
        assert!(shown.contains("...éé"), "{shown}");
        assert!(shown.len() < 1_000, "{shown}");
    }

    #[test]
    fn a_flood_of_findings_is_counted() {
        let findings = std::iter::repeat_n(finding("nmae", "nmae"), 1_000).collect();
        let shown = render(&findings, Palette::Plain);
        assert_eq!(shown.matches("error[").count(), MOST_SHOWN);
        assert!(
            shown.contains("... and 900 more findings not shown"),
            "{shown}"
        );
        assert_eq!(summary(&findings), "1000 errors");
    }

    #[test]
    fn colors_are_a_choice() {
        let findings = told(finding("nmae", "nmae"));
        assert!(render(&findings, Palette::Colored).contains('\u{1b}'));
        assert!(!render(&findings, Palette::Plain).contains('\u{1b}'));
    }
}
