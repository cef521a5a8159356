//! How much may one operation ask for?
//!
//! Each limit is one row of a table, from which its field, its default, the option that sets it and
//! what clients and readers are told of it come.

use std::ops::RangeInclusive;
use std::time::Duration;

/// What the figure of a limit counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Bytes.
    Bytes,
    /// Things of the kind that the description names.
    Count,
    /// Thousandths of a second.
    Milliseconds,
}

impl Unit {
    /// Every unit with its spelling and its meaning.
    pub const ALL: [(Self, &str, &str); 3] = [
        (Self::Bytes, "bytes", "The limit is a number of bytes."),
        (
            Self::Count,
            "count",
            "The limit is a number of what its description names.",
        ),
        (
            Self::Milliseconds,
            "milliseconds",
            "The limit is a time in thousandths of a second.",
        ),
    ];

    /// Returns the unit in lower case.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Bytes => "bytes",
            Self::Count => "count",
            Self::Milliseconds => "milliseconds",
        }
    }
}

/// One limit, as it is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// Its name in words that are joined by underscores.
    pub name: &'static str,
    /// What is bounded, in a sentence.
    pub description: &'static str,
    /// What its figure counts.
    pub unit: Unit,
    /// The figure in force.
    pub value: u64,
    /// The figures that it can have.
    pub range: RangeInclusive<u64>,
}

/// What a limit is kept as.
pub(crate) trait Figure {
    /// Returns the limit of a figure.
    fn of(figure: u64) -> Self;

    /// Returns the figure of the limit.
    fn figure(&self) -> u64;
}

impl Figure for u64 {
    fn of(figure: u64) -> Self {
        figure
    }

    fn figure(&self) -> u64 {
        *self
    }
}

impl Figure for usize {
    fn of(figure: u64) -> Self {
        Self::try_from(figure).unwrap_or(Self::MAX)
    }

    fn figure(&self) -> u64 {
        u64::try_from(*self).unwrap_or(u64::MAX)
    }
}

impl Figure for Duration {
    fn of(figure: u64) -> Self {
        Self::from_millis(figure)
    }

    fn figure(&self) -> u64 {
        u64::try_from(self.as_millis()).unwrap_or(u64::MAX)
    }
}

/// Declares a table of limits: in each row what is bounded, the name, the type, the unit, the
/// default and the figures that are possible.
macro_rules! limits {
    (
        $(#[$about:meta])*
        $table:ident;
        $($description:literal $name:ident: $type:ty, $unit:ident = $default:expr, in $range:expr;)*
    ) => {
        $(#[$about])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $table {
            $(#[doc = $description] pub $name: $type,)*
        }

        impl Default for $table {
            fn default() -> Self {
                Self { $($name: $crate::engine::Figure::of($default),)* }
            }
        }

        impl $table {
            /// Returns every limit with the figure in force.
            pub fn table(&self) -> Vec<$crate::engine::Limit> {
                vec![$($crate::engine::Limit {
                    name: stringify!($name),
                    description: $description,
                    unit: $crate::engine::Unit::$unit,
                    value: $crate::engine::Figure::figure(&self.$name),
                    range: $range,
                },)*]
            }

            /// Puts a figure in force, unless the table has no limit of this name.
            pub fn set(&mut self, name: &str, figure: u64) {
                match name {
                    $(stringify!($name) => self.$name = $crate::engine::Figure::of(figure),)*
                    _ => {}
                }
            }
        }
    };
}

pub(crate) use limits;

limits! {
    /// The limits of one operation; what exceeds them is refused with the figure in the error.
    Limits;
    "Bytes of a document."
    document_bytes: usize, Bytes = 64 * 1024, in 1..=(16 << 20);
    "Tokens of a document."
    tokens: usize, Count = 15_000, in 1..=1_000_000;
    "Nesting of brackets of every kind in a document, and of lists and objects in variables."
    nesting: usize, Count = 32, in 1..=64;
    "Nesting of selections; introspection has a rule of its own."
    depth: u64, Count = 24, in 1..=64;
    "Aliases of an operation, counted wherever a fragment is spread."
    aliases: u64, Count = 30, in 1..=1_000_000;
    "Directives of an operation, counted wherever a fragment is spread."
    directives: u64, Count = 20, in 1..=1_000_000;
    "Fields of an operation, counted wherever a fragment is spread."
    fields: u64, Count = 5_000, in 1..=1_000_000;
    "Fragments that spread each other in a row."
    fragment_chain: usize, Count = 50, in 1..=100;
    "Values that an answer may hold by its page sizes."
    cost: u64, Count = 10_000_000, in 1..=1_000_000_000;
    "The cost above which an operation counts as heavy and leaves the threads that serve connections."
    inline_cost: u64, Count = 20_000, in 1..=1_000_000_000;
    "Values that an answer about the schema may hold."
    introspection: u64, Count = 1_000_000, in 1..=1_000_000_000;
    "Bytes of an answer."
    answer_bytes: usize, Bytes = 16 * 1024 * 1024, in 1..=(1 << 30);
    "The time that an operation may run."
    time: Duration, Milliseconds = 2_000, in 1..=600_000;
    "Bytes of documents, and of plans, that are kept."
    cached_bytes: u64, Bytes = 16 * 1024 * 1024, in 1..=(1 << 30);
}
