//! Which rules must the data keep?

use super::diagnostic::Severity;
use std::fmt;

/// A rule that the data must keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// The folder is there and can be read.
    MissingFolder,
    /// What is no folder is a packed story, as it was written.
    BadPack,
    /// The folder holds at least one data file.
    EmptyFolder,
    /// The folder holds an ontology.
    MissingOntology,
    /// The files and folders can be read.
    Unreadable,
    /// A data file says something.
    EmptyFile,
    /// A file is small enough to be read by a person.
    FileTooLarge,
    /// There are no more files than the reader takes.
    TooManyFiles,
    /// Folders are not nested without end.
    FolderTooDeep,
    /// A data file is a file, not a pipe, a socket or a device.
    NotAFile,
    /// A link does not lead out of the folder.
    LinkLeavesFolder,
    /// A link does not lead back to a folder that holds it.
    LinkLoop,
    /// A text is encoded in UTF-8.
    NotUtf8,
    /// A text has no control characters but line breaks and tabs.
    ControlCharacter,
    /// A text has no invisible characters that reorder what one reads.
    BidirectionalControl,
    /// A name has no invisible characters.
    ZeroWidthCharacter,
    /// A file is valid TOML.
    TomlSyntax,
    /// A line is a valid JSON object.
    JsonSyntax,
    /// A line is small enough to be read by a person.
    LineTooLong,
    /// Brackets and dotted keys are not nested without end.
    NestingTooDeep,
    /// A file is about one source or about one entity.
    NoSubject,
    /// What is required is there.
    MissingKey,
    /// A key is one that the format knows.
    UnknownKey,
    /// A value is of the kind that stands there.
    WrongValue,
    /// A text has at least one visible character.
    EmptyText,
    /// An id is a slug.
    IdNotSlug,
    /// An id is used once.
    DuplicateId,
    /// Ids differ in more than case or Unicode form.
    IdsAlike,
    /// An entity is of a type that the ontology declares.
    UnknownType,
    /// An entity is of a concrete type.
    AbstractType,
    /// An attribute or relation is one that the ontology declares.
    UnknownPredicate,
    /// A claim has only the qualifiers that the ontology declares for it.
    UnknownQualifier,
    /// A value is one that its enumeration lists.
    UnknownEnumValue,
    /// The entity that a claim names is there.
    DanglingEntity,
    /// The source that a citation names is there.
    DanglingSource,
    /// The claim that replaces another is there.
    DanglingClaim,
    /// A relation links entities of the types that it is declared for.
    EndsDoNotFit,
    /// An attribute is one that the entity's type may have.
    AttributeDoesNotFit,
    /// The same is not claimed twice.
    RepeatedClaim,
    /// A claim has a citation.
    NoCitation,
    /// A citation is a source and a paragraph.
    MalformedCitation,
    /// Paragraphs are counted from 1.
    ParagraphZero,
    /// A cited paragraph is in the document.
    ParagraphBeyondEnd,
    /// A retraction says where a claim was withdrawn, and why.
    BareRetraction,
    /// A claim is not withdrawn before anybody made it.
    RetractedBeforeSaid,
    /// No claim is replaced by itself, nor by one that it replaces.
    CorrectionCycle,
    /// A digest is 64 hexadecimal digits with letters in lower case.
    MalformedDigest,
    /// The file of a document is named without folders.
    BadFileName,
    /// A date or period has the form of one.
    MalformedDate,
    /// A date is in the calendar.
    ImpossibleDate,
    /// A period does not end before it starts.
    EndsBeforeStart,
    /// A name in the ontology keeps the naming rule.
    BadName,
    /// A name in the ontology is not taken by the API or the files.
    ReservedName,
    /// Names in the ontology differ in every spelling.
    NameClash,
    /// A relation has a name from the other end.
    MissingInverse,
    /// A type that the ontology mentions is declared.
    UnknownEnd,
    /// A type belongs only to abstract types.
    ConcreteParent,
    /// No type belongs to itself.
    TypeCycle,
    /// A description is a sentence with a full stop.
    BadDescription,
    /// A value type is one of those that there are.
    UnknownValueType,
    /// An enumeration lists its values, and nothing else does.
    EnumerationValues,
    /// Only a text can name an entity.
    NamingNotText,
    /// An attribute with several values at a time does not exclude any.
    ExclusivePlural,
    /// A standing is one that the ontology declares.
    UnknownStanding,
    /// An attribute is of a value type that fits what it is named for.
    ValueTypeDoesNotFit,
    /// The ontology has no more rows than can be counted.
    TooManyRows,
    /// Names of different entities do not look alike.
    LookAlikeNames,
    /// The claims keep the constraints of the ontology that are errors.
    BrokenConstraint,
    /// The claims keep the constraints of the ontology that are warnings.
    DoubtfulClaim,
}

// Invariant: `ALL` holds every rule; whoever adds one at the end is told here.
const _: () = assert!(Rule::DoubtfulClaim as usize + 1 == Rule::ALL.len());

impl Rule {
    /// Every rule.
    pub const ALL: [Self; 69] = [
        Self::MissingFolder,
        Self::BadPack,
        Self::EmptyFolder,
        Self::MissingOntology,
        Self::Unreadable,
        Self::EmptyFile,
        Self::FileTooLarge,
        Self::TooManyFiles,
        Self::FolderTooDeep,
        Self::NotAFile,
        Self::LinkLeavesFolder,
        Self::LinkLoop,
        Self::NotUtf8,
        Self::ControlCharacter,
        Self::BidirectionalControl,
        Self::ZeroWidthCharacter,
        Self::TomlSyntax,
        Self::JsonSyntax,
        Self::LineTooLong,
        Self::NestingTooDeep,
        Self::NoSubject,
        Self::MissingKey,
        Self::UnknownKey,
        Self::WrongValue,
        Self::EmptyText,
        Self::IdNotSlug,
        Self::DuplicateId,
        Self::IdsAlike,
        Self::UnknownType,
        Self::AbstractType,
        Self::UnknownPredicate,
        Self::UnknownQualifier,
        Self::UnknownEnumValue,
        Self::DanglingEntity,
        Self::DanglingSource,
        Self::DanglingClaim,
        Self::EndsDoNotFit,
        Self::AttributeDoesNotFit,
        Self::RepeatedClaim,
        Self::NoCitation,
        Self::MalformedCitation,
        Self::ParagraphZero,
        Self::ParagraphBeyondEnd,
        Self::BareRetraction,
        Self::RetractedBeforeSaid,
        Self::CorrectionCycle,
        Self::MalformedDigest,
        Self::BadFileName,
        Self::MalformedDate,
        Self::ImpossibleDate,
        Self::EndsBeforeStart,
        Self::BadName,
        Self::ReservedName,
        Self::NameClash,
        Self::MissingInverse,
        Self::UnknownEnd,
        Self::ConcreteParent,
        Self::TypeCycle,
        Self::BadDescription,
        Self::UnknownValueType,
        Self::EnumerationValues,
        Self::NamingNotText,
        Self::ExclusivePlural,
        Self::UnknownStanding,
        Self::ValueTypeDoesNotFit,
        Self::TooManyRows,
        Self::LookAlikeNames,
        Self::BrokenConstraint,
        Self::DoubtfulClaim,
    ];

    /// Returns the name of the rule: `no-citation`.
    pub fn name(self) -> String {
        let mut name = String::new();
        for c in format!("{self:?}").chars() {
            if c.is_ascii_uppercase() && !name.is_empty() {
                name.push('-');
            }
            name.push(c.to_ascii_lowercase());
        }
        name
    }

    /// Returns how much it matters when the rule is broken.
    pub fn severity(self) -> Severity {
        match self {
            Self::LookAlikeNames | Self::DoubtfulClaim => Severity::Warning,
            _ => Severity::Error,
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_rule_is_listed_once_in_the_order_of_its_declaration() {
        for (at, rule) in Rule::ALL.into_iter().enumerate() {
            assert_eq!(rule as usize, at, "{rule}");
        }
    }

    #[test]
    fn rules_are_named_in_kebab_case() {
        let names: BTreeSet<_> = Rule::ALL.into_iter().map(Rule::name).collect();
        assert_eq!(names.len(), Rule::ALL.len());
        assert_eq!(Rule::NoCitation.name(), "no-citation");
        assert_eq!(Rule::NotUtf8.name(), "not-utf8");
    }
}
