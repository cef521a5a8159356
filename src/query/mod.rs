//! What can be asked of a graph?
//!
//! Lists of entities, relationships, claims and sources in an order that survives a restart, and
//! the pages that are cut from them.

mod cursor;
mod list;
mod page;

pub use cursor::{Cursor, CursorError};
pub use list::{Item, List, Relations};
pub use page::{DEFAULT_PAGE, MAX_PAGE, Page, PageError, Window};
