//! How do the data change while they are served?

use crate::folder::{Folder, files_below};
use crate::in_repository;
use std::fs;
use std::path::PathBuf;

const DIARY: &str = include_str!("changes/diary.toml");
const SOUND: &str = include_str!("changes/sound.toml");
const UNSOUND: &str = include_str!("changes/unsound.toml");

/// Of so many changes, the last leads to a state that must not be served.
const UNSOUND_EACH: u32 = 4;

/// A copy of the shipped data, which changes step by step.
pub(crate) struct Story {
    folder: Folder,
    n_changes: u32,
}

impl Story {
    pub(crate) fn copy() -> Self {
        let folder = Folder::empty();
        for (path, bytes) in files_below(&in_repository("graph-data")) {
            folder.write(&path, &bytes);
        }
        folder.write("soak/diary.toml", DIARY.as_bytes());
        Self {
            folder,
            n_changes: 0,
        }
    }

    pub(crate) fn folder(&self) -> PathBuf {
        self.folder.path(".")
    }

    /// Changes a file as an editor does: the new one takes the place of the old one.
    pub(crate) fn change(&mut self) {
        self.n_changes += 1;
        let text = match self.n_changes.is_multiple_of(UNSOUND_EACH) {
            true => UNSOUND,
            false => SOUND,
        };
        let text = text.replace("{step}", &self.n_changes.to_string());
        self.folder.write("soak/rehearsal.new", text.as_bytes());
        let [from, to] =
            ["soak/rehearsal.new", "soak/rehearsal.toml"].map(|path| self.folder.path(path));
        fs::rename(from, to).expect("the folder is ours");
    }

    /// Returns the number of changes that led to a state that can be served.
    pub(crate) fn n_sound(&self) -> u32 {
        self.n_changes - self.n_changes / UNSOUND_EACH
    }
}
