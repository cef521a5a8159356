//! What does one file say about its source or its entity?

use super::draft::{Draft, EntityDraft, Place, Referent, SourceDraft};
use super::value::{date_of, url_of};
use crate::document::{Diagnostic, Entry, Item, Row, Rule, Syntax, Words};
use crate::model::{Digest, Paragraphs, Source, is_file_name};
use crate::ontology::TypeId;

const SOURCE_KEYS: [&str; 10] = [
    "source",
    "name",
    "title",
    "publisher",
    "authors",
    "published",
    "language",
    "url",
    "file",
    "paragraphs",
];

const ENTITY_KEYS: [&str; 4] = ["entity", "formerly", "type", "name"];

impl Draft {
    /// Reads one file.
    pub(super) fn read(&mut self, row: Row<'_>) {
        match (row.item("source"), row.item("entity")) {
            (Some(id), None) => self.read_source(row, id),
            (None, Some(id)) => self.read_entity(row, id),
            (Some(_), Some(_)) => {
                let span = row.key_span("source").max(row.key_span("entity"));
                let (message, help) = match row.document.syntax() {
                    Syntax::Toml => (
                        "a file is about a source or about an entity, not about both",
                        "make two files of it",
                    ),
                    Syntax::JsonLines => (
                        "a line is about a source or about an entity, not about both",
                        "make two lines of it",
                    ),
                };
                let finding = Diagnostic::new(Rule::NoSubject, row.document, span, message);
                self.findings.push(finding.help(help));
            }
            (None, None) => {
                let first = row.entries().next().map(|entry| entry.key_span);
                let span = first.unwrap_or(row.span);
                let (message, help) = match row.document.syntax() {
                    Syntax::Toml => (
                        "this file does not say what it is about",
                        "begin it with `entity = \"...\"` or `source = \"...\"`",
                    ),
                    Syntax::JsonLines => (
                        "this line does not say what it is about",
                        "begin it with `\"entity\": \"...\"` or `\"source\": \"...\"`",
                    ),
                };
                let finding = Diagnostic::new(Rule::NoSubject, row.document, span, message);
                self.findings.push(finding.help(help));
            }
        }
    }

    fn read_source(&mut self, row: Row<'_>, id: Item<'_>) {
        let row = row.announced_by("source");
        let n_findings = self.findings.n_found();
        for entry in row.entries() {
            if !SOURCE_KEYS.contains(&entry.key) {
                self.tell_unknown_key(entry, "the file of a source", &SOURCE_KEYS);
            }
        }
        let owner = "a source";
        let id_span = id.span;
        let id = self.declare(id, Referent::Source(self.sources.len()));
        let name = self.name_of(row, owner);
        let title = self.optional_name(row, "title");
        let publisher = self.optional_name(row, "publisher");
        let authors = self.authors(row);
        let published = row.required("published", owner, &mut self.findings);
        let published = published.and_then(|item| date_of(item, &mut self.findings));
        let language = row.item("language").and_then(|item| self.language(item));
        let url = row.item("url");
        let url = url.and_then(|item| url_of(item, &mut self.findings));
        let file = row.item("file").and_then(|item| self.file_name(item));
        let paragraphs = row.required("paragraphs", owner, &mut self.findings);
        let paragraphs = paragraphs.and_then(|item| self.paragraphs(item));
        let n_paragraphs = paragraphs.as_ref().map(Paragraphs::count);
        let parts = id.zip(name).zip(published).zip(paragraphs);
        let source = parts.map(|(((id, name), published), paragraphs)| Source {
            id,
            name,
            title,
            publisher,
            authors,
            published,
            language,
            url,
            file,
            paragraphs,
        });
        self.sources.push(SourceDraft {
            source: source.filter(|_| self.findings.n_found() == n_findings),
            n_paragraphs,
            place: Place::of(row.document, id_span),
        });
    }

    fn name_of(&mut self, row: Row<'_>, owner: &str) -> Option<String> {
        let item = row.required("name", owner, &mut self.findings)?;
        item.text(Words::Name, &mut self.findings)
    }

    fn optional_name(&mut self, row: Row<'_>, key: &str) -> Option<String> {
        row.item(key)?.text(Words::Name, &mut self.findings)
    }

    fn authors(&mut self, row: Row<'_>) -> Vec<String> {
        let items = row.item("authors").map(|item| item.one_or_many());
        let items = items.into_iter().flatten();
        items
            .filter_map(|item| item.text(Words::Name, &mut self.findings))
            .collect()
    }

    fn language(&mut self, item: Item<'_>) -> Option<String> {
        let tag = item.string("a language tag", &mut self.findings)?;
        let is_subtag = |part: &str| {
            (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
        };
        let first = tag.split('-').next().unwrap_or_default();
        let fits = (2..=3).contains(&first.len())
            && first.bytes().all(|b| b.is_ascii_alphabetic())
            && tag.split('-').all(is_subtag);
        if !fits {
            let message = format!("`{tag}` is not a language tag");
            let finding = item.finding(Rule::WrongValue, message);
            self.findings
                .push(finding.help("write a BCP 47 tag, such as `en` or `es-MX`"));
        }
        fits.then(|| tag.to_owned())
    }

    fn file_name(&mut self, item: Item<'_>) -> Option<String> {
        let name = item.string("the name of a file", &mut self.findings)?;
        if !is_file_name(name) {
            let message = format!("`{name}` is not a plain file name");
            let help = "write the name alone, without folders or a dot before it, as in `file = \"report.txt\"`; where \
                        the folder is, `throughline verify --sources DIR` is told";
            let finding = item.finding(Rule::BadFileName, message);
            self.findings.push(finding.help(help));
            return None;
        }
        Some(name.to_owned())
    }

    fn paragraphs(&mut self, item: Item<'_>) -> Option<Paragraphs> {
        if item.is_list() {
            let items = item.one_or_many();
            let n_items = items.len();
            let digests: Vec<_> = items.filter_map(|item| self.digest(item)).collect();
            if n_items > 0 {
                return (digests.len() == n_items).then_some(Paragraphs::Digested(digests));
            }
        }
        let count = item.integer().and_then(|n| u32::try_from(n).ok());
        let count = count.filter(|&n| n > 0);
        if count.is_none() {
            let message = "expected a list of digests, or a number of paragraphs from 1";
            let help = "`throughline digest FILE` prints the list for the text of a document; \
                        without the text, count the lines that hold a non-whitespace character";
            let finding = item.finding(Rule::WrongValue, message);
            self.findings.push(finding.help(help));
        }
        count.map(Paragraphs::Counted)
    }

    fn digest(&mut self, item: Item<'_>) -> Option<Digest> {
        let text = item.string("a digest in quotes", &mut self.findings)?;
        let digest = Digest::parse(text);
        if digest.is_none() {
            let message = format!("`{text}` is not a digest");
            let help = "a digest is 64 hexadecimal digits with letters in lower case; \
                        `throughline digest FILE` prints those of a document";
            let finding = item.finding(Rule::MalformedDigest, message);
            self.findings.push(finding.help(help));
        }
        digest
    }

    fn read_entity(&mut self, row: Row<'_>, id: Item<'_>) {
        let row = row.announced_by("entity");
        let owner = "an entity";
        let subject = self.entities.len();
        let id = self.declare(id, Referent::Entity(subject));
        let former_ids = row.item("formerly").map(|item| item.one_or_many());
        let former_ids = former_ids.into_iter().flatten();
        let former_ids = former_ids
            .filter_map(|item| self.declare(item, Referent::Entity(subject)))
            .collect();
        let type_item = row.required("type", owner, &mut self.findings);
        let type_id = type_item.and_then(|item| self.type_of(item));
        let name = self.name_of(row, owner);
        let name_span = row.item("name").map_or(row.span, |item| item.span);
        self.entities.push(EntityDraft {
            id: id.unwrap_or_default(),
            former_ids,
            type_id,
            name,
            name_place: Place::of(row.document, name_span),
        });
        for entry in row.entries() {
            if !ENTITY_KEYS.contains(&entry.key) {
                self.read_claims(entry, subject);
            }
        }
    }

    fn type_of(&mut self, item: Item<'_>) -> Option<TypeId> {
        let name = item.string("the name of a type", &mut self.findings)?;
        let Some(id) = self.vocabulary.type_named(name) else {
            if self.vocabulary.can_judge(name) {
                let names = self.vocabulary.type_names();
                let suggestion = self.likeness.suggest(name, names);
                let message = format!("no type is called `{name}`");
                let finding = item
                    .finding(Rule::UnknownType, message)
                    .help(format!("declare it in the ontology as `[type.{name}]`"));
                self.findings.push(finding.maybe_help(suggestion));
            }
            return None;
        };
        let ontology = self.vocabulary.ontology.as_ref();
        let row = ontology.map(|ontology| ontology.entity_type(id));
        if let Some(row) = row.filter(|row| row.is_abstract) {
            let concrete = row.concrete.iter();
            let names: Vec<_> = concrete
                .map(|&id| format!("`{}`", self.vocabulary.type_name(id)))
                .collect();
            let message = format!("`{name}` is abstract, and no entity is just that");
            let help = match names.is_empty() {
                true => "name a concrete type".to_owned(),
                false => format!("name a concrete type: {}", names.join(", ")),
            };
            self.findings
                .push(item.finding(Rule::AbstractType, message).help(help));
            return None;
        }
        Some(id)
    }

    fn read_claims(&mut self, entry: Entry<'_>, subject: usize) {
        let Some(predicate) = self.vocabulary.predicate_named(entry.key) else {
            if self.vocabulary.can_judge(entry.key) {
                self.tell_unknown_predicate(entry);
            }
            return;
        };
        let rows = Some(entry.item.one_or_many());
        let rows = rows.filter(|rows| entry.item.is_list() && rows.len() > 0);
        if rows.is_none() {
            let finding = entry.finding(Rule::WrongValue, "a claim is a table of its own");
            let key = entry.key;
            let help = match entry.item.document.syntax() {
                Syntax::Toml => format!("write `[[{key}]]` with two brackets, and its keys below"),
                Syntax::JsonLines => format!("write a list of objects: `\"{key}\": [{{...}}]`"),
            };
            self.findings.push(finding.help(help));
        }
        for item in rows.into_iter().flatten() {
            match item.row() {
                Some(row) => self.read_claim(row, entry.key, subject, predicate),
                None => self.findings.push(item.mismatch("a table")),
            }
        }
    }

    fn tell_unknown_predicate(&mut self, entry: Entry<'_>) {
        let key = entry.key;
        let is_claim = entry.item.row().is_some() || entry.item.is_list();
        if !is_claim {
            self.tell_unknown_key(entry, "the file of an entity", &ENTITY_KEYS);
            return;
        }
        let message = format!("no attribute or relation is called `{key}`");
        let names = self.vocabulary.predicate_names();
        let suggestion = self.likeness.suggest(key, names);
        let help =
            format!("declare it in the ontology as `[attribute.{key}]` or `[relation.{key}]`");
        let finding = entry.finding(Rule::UnknownPredicate, message).help(help);
        self.findings.push(finding.maybe_help(suggestion));
    }

    /// Tells of a key that what it belongs to does not have.
    pub(super) fn tell_unknown_key(&mut self, entry: Entry<'_>, owner: &str, known: &[&str]) {
        let message = format!("{owner} has no key `{}`", entry.key);
        let suggestion = self.likeness.suggest(entry.key, known.iter().copied());
        let finding = entry
            .finding(Rule::UnknownKey, message)
            .help(format!("the keys are `{}`", known.join("`, `")));
        self.findings.push(finding.maybe_help(suggestion));
    }
}
