//! When does the page in `web/` have to be built again, and how is that done once for all builds?
//!
//! The result stands in `web/dist` with a stamp: a hash of everything it was made from. Debug and
//! release builds, and several of them at a time, share it under a file lock, and each takes a copy
//! of its own to embed.

use std::fmt;
use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

/// What the page is made from, below `web/`.
const INPUTS: [&str; 7] = [
    "package.json",
    "package-lock.json",
    "index.html",
    "vite.config.ts",
    "tsconfig.json",
    "compress.mjs",
    "src",
];

/// Why there is no GraphiQL in this build.
pub(crate) enum Failure {
    /// There is no npm on this machine.
    NoNpm,
    /// npm ran and did not succeed; this is what it complained about.
    Npm { step: String, output: String },
    /// A file could not be read or written.
    File { path: PathBuf, source: io::Error },
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "Throughline is built without GraphiQL; `/` will serve a plain page."
        )?;
        match self {
            Self::NoNpm => writeln!(
                f,
                "npm was not found: install Node.js 20.19 or newer with npm."
            )?,
            Self::Npm { step, output } => writeln!(f, "`npm {step}` failed in web/:\n{output}")?,
            Self::File { path, source } => writeln!(f, "{}: {source}.", path.display())?,
        }
        write!(
            f,
            "Then `touch build.rs` and build again; or build with --no-default-features."
        )
    }
}

/// The npm project in `web/`.
pub(crate) struct Project {
    root: PathBuf,
}

impl Project {
    /// Names the project in this folder.
    pub(crate) fn new(root: PathBuf) -> Self {
        Self { root }
    }

    /// Returns the files and folders that the page is made from.
    pub(crate) fn inputs(&self) -> Vec<PathBuf> {
        INPUTS.iter().map(|name| self.root.join(name)).collect()
    }

    /// Returns the file that tells what `web/dist` was made from.
    fn stamp(&self) -> PathBuf {
        self.root.join("dist").join(".stamp")
    }

    /// Brings `web/dist` up to date and copies it into an empty folder at `out`.
    pub(crate) fn build_into(&self, out: &Path) -> Result<(), Failure> {
        let lock_path = self.root.join(".build-lock");
        let lock = at(&lock_path, File::create(&lock_path))?;
        at(&lock_path, lock.lock())?;

        let wanted = hash_of(&self.inputs())?;
        if !says(&self.stamp(), &wanted) {
            self.install()?;
            self.bundle(&wanted)?;
        }
        if out.exists() {
            at(out, fs::remove_dir_all(out))?;
        }
        copy_folder(&self.root.join("dist"), out)
    }

    /// Installs what the lock file names, unless it stands there already.
    fn install(&self) -> Result<(), Failure> {
        let wanted = hash_of(&[self.root.join("package-lock.json")])?;
        // Not npm's own record of the folder: it is written before an interrupted install is whole.
        let stamp = self.root.join("node_modules").join(".stamp");
        if says(&stamp, &wanted) {
            return Ok(());
        }
        self.npm(&[
            "ci",
            "--include=dev",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--no-update-notifier",
            "--fetch-retries=1",
        ])?;
        at(&stamp, fs::write(&stamp, wanted))
    }

    fn bundle(&self, wanted: &str) -> Result<(), Failure> {
        let dist = self.root.join("dist");
        if dist.exists() {
            at(&dist, fs::remove_dir_all(&dist))?;
        }
        self.npm(&["run", "build"])?;
        at(&self.stamp(), fs::write(self.stamp(), wanted))
    }

    fn npm(&self, arguments: &[&str]) -> Result<(), Failure> {
        let output = Command::new(NPM)
            .args(arguments)
            .current_dir(&self.root)
            .env("NO_COLOR", "1")
            .env_remove("NODE_ENV")
            .output()
            .map_err(|source| match source.kind() {
                io::ErrorKind::NotFound => Failure::NoNpm,
                _ => Failure::File {
                    path: PathBuf::from(NPM),
                    source,
                },
            })?;
        if output.status.success() {
            return Ok(());
        }
        Err(Failure::Npm {
            step: arguments.join(" "),
            output: complaints(&output.stderr),
        })
    }
}

/// Hashes names and contents of these files, and of all files in these folders.
fn hash_of(paths: &[PathBuf]) -> Result<String, Failure> {
    let mut hasher = DefaultHasher::new();
    for path in paths {
        for file in files_below(path)? {
            file.file_name().hash(&mut hasher);
            at(&file, fs::read(&file))?.hash(&mut hasher);
        }
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// Lists the file itself, or all files below the folder, in the order of their names.
fn files_below(path: &Path) -> Result<Vec<PathBuf>, Failure> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut entries = at(path, fs::read_dir(path))?
        .map(|entry| at(path, entry).map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()?;
    entries.sort();
    let nested = entries.iter().map(|entry| files_below(entry));
    Ok(nested.collect::<Result<Vec<_>, _>>()?.concat())
}

fn copy_folder(from: &Path, to: &Path) -> Result<(), Failure> {
    for file in files_below(from)? {
        let Ok(name) = file.strip_prefix(from) else {
            continue;
        };
        if name == Path::new(".stamp") {
            continue;
        }
        let target = to.join(name);
        if let Some(folder) = target.parent() {
            at(folder, fs::create_dir_all(folder))?;
        }
        at(&target, fs::copy(&file, &target))?;
    }
    Ok(())
}

fn says(stamp: &Path, wanted: &str) -> bool {
    fs::read_to_string(stamp).is_ok_and(|found| found == wanted)
}

/// Returns the first complaints of npm, without its warnings, its traces and its colors.
fn complaints(output: &[u8]) -> String {
    let text = String::from_utf8_lossy(output);
    let mut parts = text.split('\u{1b}');
    let first = parts.next().unwrap_or_default().to_owned();
    let plain = parts.fold(first, |plain, part| {
        plain + part.split_once('m').map_or(part, |(_color, rest)| rest)
    });
    let is_noise = |line: &str| line.starts_with("npm warn") || line.contains("    at ");
    plain
        .lines()
        .map(str::trim_end)
        .filter(|line| !line.is_empty() && !is_noise(line))
        .take(8)
        .collect::<Vec<_>>()
        .join("\n")
}

fn at<T>(path: &Path, result: io::Result<T>) -> Result<T, Failure> {
    result.map_err(|source| Failure::File {
        path: path.to_owned(),
        source,
    })
}
