//! Which names are taken before the story declares its own?
//!
//! The one list of them: the schema is tested against it, and the reader of the ontology refuses
//! what stands here.

use super::key::{Key, TypeName};
use super::procedure::Standing;

/// The GraphQL types that every story has, and the scalars.
pub const CORE_TYPES: &[&str] = &[
    // Roots.
    "Query",
    "Mutation",
    "Subscription",
    // Objects, interfaces and what pages them.
    "Node",
    "NodeConnection",
    "NodeEdge",
    "Entity",
    "EntityConnection",
    "EntityEdge",
    "Claim",
    "ClaimConnection",
    "ClaimEdge",
    "Citation",
    "CitationConnection",
    "CitationEdge",
    "Retraction",
    "Source",
    "SourceConnection",
    "SourceEdge",
    "PageInfo",
    "Ontology",
    "Statistics",
    "ServiceLimits",
    "ServiceLimit",
    "LimitUnit",
    "EntityType",
    "Predicate",
    "TypeDeclaration",
    "TypeCount",
    "ValueDeclaration",
    "View",
    "TimelineEntry",
    "TimelineConnection",
    "TimelineEdge",
    "TimelineKind",
    "Change",
    "ChangeConnection",
    "ChangeEdge",
    "ChangeKind",
    "SnapshotChange",
    "ClaimDifference",
    "ClaimDifferenceKind",
    "Disagreement",
    "DisagreementConnection",
    "DisagreementEdge",
    "DisagreementKind",
    "DisagreementSide",
    "Path",
    "PathConnection",
    "PathEdge",
    "PathMode",
    "PathWhere",
    "Hop",
    "HopWhere",
    "Neighborhood",
    "Neighbor",
    "SearchLimit",
    "SearchHit",
    "SearchConnection",
    "SearchEdge",
    "SearchMatch",
    "SearchHighlight",
    "SearchField",
    "Analysis",
    "Centrality",
    "CentralityConnection",
    "CentralityEdge",
    "CentralityMeasure",
    "Cluster",
    "ClusterConnection",
    "ClusterEdge",
    "SharedNeighbor",
    "SharedNeighborConnection",
    "SharedNeighborEdge",
    "OpposingSource",
    "Corroboration",
    "Origin",
    "Certainty",
    // Values.
    "Value",
    "TextValue",
    "IntegerValue",
    "DecimalValue",
    "BooleanValue",
    "DateValue",
    "PeriodValue",
    "UrlValue",
    "MoneyValue",
    "EnumerationValue",
    "EnumValue",
    "EntityValue",
    "Period",
    "Money",
    "ValueType",
    // Enumerations.
    "Status",
    "ClaimStatus",
    "Stance",
    "Standing",
    "StandingDeclaration",
    "ProcedureDeclaration",
    "ConstraintDeclaration",
    "Warning",
    "Severity",
    "Direction",
    "Order",
    "OrderDirection",
    // Conditions and orders.
    "IdFilter",
    "TextFilter",
    "IntegerFilter",
    "DecimalFilter",
    "BooleanFilter",
    "DateFilter",
    "MoneyFilter",
    "ClaimStatusFilter",
    "StanceFilter",
    "StandingFilter",
    "EntityTypeFilter",
    "EntityWhere",
    "EntityOrder",
    "EntityEdgeWhere",
    "EntityEdgesWhere",
    "EntityEdgeOrder",
    "EntityEdgeCountOrder",
    "ClaimWhere",
    "ClaimOrder",
    "SourceWhere",
    "SourceOrder",
    // Groups and what lists come to.
    "GroupByValue",
    "GroupByDate",
    "GroupByRelated",
    "GroupingOrder",
    "GroupKey",
    "EntityGroup",
    "EntityGroupKey",
    "EntityEdgeGroup",
    "EntityEdgeGroupKey",
    "ClaimGroup",
    "ClaimGroupKey",
    "SourceGroup",
    "SourceGroupKey",
    "EntityAggregate",
    "EntityEdgeAggregate",
    "ClaimAggregate",
    "SourceAggregate",
    "ValueAggregate",
    "TextAggregate",
    "IntegerAggregate",
    "DecimalAggregate",
    "DateAggregate",
    "MoneyAggregate",
    "CurrencyAggregate",
    // Scalars.
    "Interval",
    "Int",
    "Float",
    "String",
    "Boolean",
    "ID",
    "Date",
    "Decimal",
    "URL",
];

/// How the names of further core types begin: what describes the ontology over the wire.
pub const CORE_TYPE_PREFIXES: [&str; 3] = ["Relation", "Attribute", "Qualifier"];

/// The root fields that every story has, and those to come.
pub const ROOT_FIELDS: [&str; 21] = [
    "node",
    "nodes",
    "entity",
    "entities",
    "source",
    "sources",
    "claim",
    "claims",
    "ontology",
    "statistics",
    "search",
    "path",
    "paths",
    "neighborhood",
    "timeline",
    "changes",
    "disagreements",
    "analysis",
    "serviceLimits",
    "view",
    "relations",
];

/// The names that no attribute, relation or inverse may have: fields of every entity, keys at the
/// top of a data file, and the words that join conditions.
pub const ENTITY_MEMBERS: [&str; 12] = [
    "id",
    "name",
    "type",
    "entity",
    "formerly",
    "source",
    "claims",
    "claim-count",
    "relations",
    "and",
    "or",
    "not",
];

/// The names that no qualifier may have: keys of a claim in a data file, fields of a relationship,
/// and the words that join conditions.
pub const CLAIM_MEMBERS: &[&str] = &[
    "to",
    "value",
    "valid",
    "status",
    "cite",
    "retracted",
    "id",
    "note",
    "node",
    "cursor",
    "period",
    "claims",
    "claim-count",
    "standing",
    "standing-text",
    "standing-since",
    "standing-contested",
    "standing-claims",
    "standing-claim-count",
    "and",
    "or",
    "not",
];

/// The standings that every story has.
pub const STANDINGS: [&str; 1] = ["accused"];

/// Returns whether a GraphQL type of this name is, or may become, one that every story has.
pub fn is_core_type(name: &str) -> bool {
    CORE_TYPES.contains(&name) || CORE_TYPE_PREFIXES.iter().any(|p| name.starts_with(p))
}

/// Returns the built-in standings.
pub(super) fn standings() -> Vec<Standing> {
    let keys = STANDINGS.iter().filter_map(|key| Key::parse(key));
    let standing = |key| Standing {
        key,
        description: "Somebody says so, and no step of a case is known.".to_owned(),
        text: "accused".to_owned(),
    };
    keys.map(standing).collect()
}

/// Returns the built-in type to which every entity belongs: its name, plural and description.
pub(super) fn entity() -> (Option<TypeName>, &'static str, &'static str) {
    (
        TypeName::parse("Entity"),
        "entities",
        "A thing that claims are about, of whatever type.",
    )
}
