//! Which text was read, what does it hold, and what is wrong with it?
//!
//! Nothing here knows what the text is about: a [`Document`] is a file's name and its characters, a
//! [`Row`] is a table whose every key and value knows its place, whether it is written in TOML or in
//! JSON, and a [`Diagnostic`] is
//! a finding at such a place. Nothing here touches the disk.

mod characters;
mod diagnostic;
mod diagnostics;
mod likeness;
mod render;
mod rule;
mod text;

mod json;
mod toml;
mod tree;

pub use characters::{CharacterClass, find_unwelcome};
pub use diagnostic::{Diagnostic, Label, Severity};
pub use diagnostics::Diagnostics;
pub use json::JsonLines;
pub use likeness::Likeness;
pub use render::{MOST_SHOWN, Palette, render, summary};
pub use rule::Rule;
pub use text::{Document, Position, Span, Syntax};
pub use toml::Table;
pub use tree::{Entry, Item, Row, Words};
