//! What can be asked of a graph?
//!
//! Lists of entities, relationships, claims and sources in an order that survives a restart, and
//! the pages that are cut from them; into which groups lists fall, and what their values come to;
//! what happened, and what became known, in the order of time; where claims disagree; how two
//! entities are connected, and what lies around some; who matters in the graph, and how it hangs
//! together; which entities a text finds.

mod about;
mod analysis;
mod budget;
mod changes;
mod choice;
mod corroboration;
mod cursor;
mod details;
mod difference;
mod disagreement;
mod filter;
mod findings;
mod found;
mod group;
mod list;
mod neighborhood;
mod opposition;
mod order;
mod page;
mod passage;
mod path;
mod property;
mod search;
mod standing;
mod summary;
mod timeline;
mod value_test;
mod wording;
mod work;

pub use about::About;
pub use analysis::{
    Centrality, Extent, Figure, Measure, Partition, Projection, SharedNeighbor, among,
    shared_neighbors, work_out,
};
pub use budget::{Budget, Cut, MAX_ANALYSIS_TIME, MAX_ANALYZED};
pub use changes::{Change, ChangeKind, Interval, answers, change_in_words, changes};
pub use choice::{Choice, Chosen, ItemFilter};
pub use corroboration::{Origin, origin, origins, repeating};
pub use cursor::{Cursor, CursorError};
pub use details::{period_of, qualifier_of};
pub use difference::{
    Difference, DifferenceKind, Differences, History, MOST_REMEMBERED, MOST_STEPS, Watched,
};
pub use disagreement::{Disagreement, DisagreementKind, Dispute, Side, disagreements};
pub use filter::{ClaimTest, EdgeTest, EntityTest, Filter, Quantifier, SourceTest};
pub use findings::{Finding, Findings};
pub use found::Found;
pub use group::{DateUnit, Group, GroupKey, GroupOrder, Grouping, Groups};
pub use list::{Item, List, Relations};
pub use neighborhood::{Links, MAX_NODES, Neighbor, Neighborhood, Vicinity, neighborhood};
pub use opposition::Oppositions;
pub use order::OrderKey;
pub use page::{DEFAULT_PAGE, MAX_PAGE, Page, PageError, Window};
pub use passage::CitationIx;
pub use path::{
    Hop, MAX_LENGTH, MAX_PATHS, Mode, Path, PathFilter, Paths, Search, Via, ViaError, ViaProblem,
    co_temporal, hop_in_words, is_contested, n_origins, paths, sources_of, survives_without,
    weakest_hop,
};
pub use property::{Datum, EntityProperty, Property, Whose};
pub use search::{TextSearch, search};
pub use standing::{Standing, standing};
pub use summary::Summary;
pub use timeline::{Era, Moment, MomentKind, timeline};
pub use value_test::{DateTest, Folded, NumberTest, TextTest, ValueTest};
pub use wording::{assertion_in_words, claim_in_words, date_in_words};
pub use work::{MOST_WORK, Work, WorkDone};
