//! What does the folder say, and what is wrong with it?
//!
//! Reading goes in four steps: files of the folder, drafts of what each file says by itself, the
//! whole in which every reference was followed, and the constraints that hold among its claims.

mod tables;

mod file;
mod folder;
mod pack;
mod progress;
mod reading;

mod draft;
mod fingerprint;
mod vocabulary;

mod citation;
mod claim;
mod retraction;
mod subject;
mod value;

mod assembly;
mod identity;
mod references;
mod similarity;

mod constraint;

pub use folder::Limits;
pub use pack::{PackError, pack, partial};
pub use progress::{Phase, Progress};
pub use reading::{ONTOLOGY_FILE, Reading, read, read_texts, read_watched, read_within};
pub use tables::Dataset;
