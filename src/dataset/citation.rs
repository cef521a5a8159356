//! Which place in which source does a citation name?

use super::draft::{CitationDraft, Draft, Reference};
use crate::document::{Item, Row, Rule};
use crate::model::Stance;

const CITATION_KEYS: [&str; 3] = ["at", "by", "stance"];

impl Draft {
    /// Returns the citations of a claim, or tells what is wrong with them.
    pub(super) fn citations(&mut self, row: Row<'_>) -> Vec<CitationDraft> {
        const HELP: &str = "say where it is said: `cite = \"doc-004#5\"`, source and paragraph";
        let Some(item) = row.item("cite") else {
            let finding = row.finding(Rule::NoCitation, "this claim has no citation");
            self.findings.push(finding.help(HELP));
            return Vec::new();
        };
        let items = item.one_or_many();
        if items.len() == 0 {
            let finding = item.finding(Rule::NoCitation, "this claim has no citation");
            self.findings.push(finding.help(HELP));
        }
        items.filter_map(|item| self.citation(item)).collect()
    }

    /// Returns one citation, or tells what is wrong with it.
    pub(super) fn citation(&mut self, item: Item<'_>) -> Option<CitationDraft> {
        let Some(row) = item.row() else {
            let (source, paragraph) = self.place_in_source(item)?;
            return Some(CitationDraft {
                source,
                paragraph,
                stance: Stance::Asserts,
                attributed_to: Vec::new(),
            });
        };
        for entry in row.entries() {
            if !CITATION_KEYS.contains(&entry.key) {
                self.tell_unknown_key(entry, "a citation", &CITATION_KEYS);
            }
        }
        let stance = row.item("stance").and_then(|item| self.stance(item));
        let speakers = row.item("by").map(|item| item.one_or_many());
        // What somebody else says is passed on; only what nobody else says is the source's own.
        let unwritten = match &speakers {
            Some(speakers) if speakers.len() > 0 => Stance::Reports,
            _ => Stance::Asserts,
        };
        let attributed_to = speakers
            .into_iter()
            .flatten()
            .filter_map(|item| self.reference(item))
            .collect();
        let at = row.required("at", "a citation", &mut self.findings)?;
        let (source, paragraph) = self.place_in_source(at)?;
        Some(CitationDraft {
            source,
            paragraph,
            stance: stance.unwrap_or(unwritten),
            attributed_to,
        })
    }

    fn stance(&mut self, item: Item<'_>) -> Option<Stance> {
        let names = || Stance::ALL.iter().map(|&(_, name, _)| name);
        let name = item.one_of(names, &mut self.likeness, &mut self.findings)?;
        let found = Stance::ALL.iter().find(|(_, spelled, _)| *spelled == name);
        found.map(|&(stance, ..)| stance)
    }

    fn place_in_source(&mut self, item: Item<'_>) -> Option<(Reference, u32)> {
        let text = item.string("a source and a paragraph", &mut self.findings)?;
        let parts = text.split_once('#');
        let parts = parts.filter(|(source, paragraph)| {
            !source.is_empty()
                && !paragraph.is_empty()
                && paragraph.bytes().all(|b| b.is_ascii_digit())
        });
        let Some((source, paragraph)) = parts else {
            let message = format!("`{text}` is not a citation");
            let help = "write the source, a number sign and the paragraph: `doc-004#5`";
            self.findings
                .push(item.finding(Rule::MalformedCitation, message).help(help));
            return None;
        };
        // A number that takes more than 32 bits is beyond the end of every document.
        let paragraph = paragraph.parse().unwrap_or(u32::MAX);
        if paragraph == 0 {
            let help = "paragraphs are counted from 1";
            let finding = item.finding(Rule::ParagraphZero, "there is no paragraph 0");
            self.findings.push(finding.help(help));
            return None;
        }
        Some((Reference::new(source, item.span), paragraph))
    }
}
