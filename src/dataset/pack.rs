//! How is a checked story kept in one file?
//!
//! ```text
//! signature   8 bytes, which no text begins with and no transfer as text leaves alone
//! form        4 bytes: the edition of everything that follows
//! contents   40 bytes for each part: its length in 8, its BLAKE3 in 32
//! parts      the story, its sources, its entities and its claims, in the encoding of Borsh
//! checksum   32 bytes: BLAKE3 of everything before the parts
//! ```
//!
//! All numbers are little-endian. The story is the text of its ontology and what breaks its
//! constraints; the rest are the tables of [`Dataset`] as they are in memory. So what is read from
//! such a file was checked before it was written, and is not checked again.

use super::reading::ONTOLOGY_FILE;
use super::tables::Dataset;
use crate::document::{Document, Severity};
use crate::model::{Breach, Claims, Entities, Source};
use crate::ontology::{self, Ontology};
use borsh::{BorshDeserialize, BorshSerialize};
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Seek as _, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What a packed story begins with.
const SIGNATURE: [u8; 8] = *b"\x93TLINE\r\n";

/// The edition of the form, which changes with every part of it.
const FORM: u32 = 1;

/// How many parts there are.
const N_PARTS: usize = 4;

/// How many bytes are read or written at a time.
const BLOCK: usize = 1 << 20;

/// Why a packed story cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// The system refused it.
    #[error("{0}")]
    System(#[from] io::Error),
    /// The file is something else.
    #[error("this is neither a folder nor a packed story")]
    Foreign,
    /// It was written in another form.
    #[error("this story was packed in form {0}, and this version reads form {FORM}")]
    OtherForm(u32),
    /// It ends too early, or too late.
    #[error("this packed story has {found} bytes where it should have {expected}")]
    WrongLength {
        /// How many bytes there are.
        found: u64,
        /// How many there should be.
        expected: u64,
    },
    /// Some of its bytes are others.
    #[error("this packed story is damaged: its checksum does not match")]
    Damaged,
    /// Its parts are not what they should be.
    #[error("this packed story holds what no story can hold")]
    Senseless,
    /// The ontology is no longer what it was when the story was read.
    #[error("the ontology changed while it was packed")]
    Changed,
}

impl PackError {
    /// Returns how it is mended.
    pub(super) fn help(&self) -> &'static str {
        match self {
            Self::System(_) => "see to it that it is there and may be read",
            Self::Foreign => {
                "name the folder of a story, or a file that `throughline pack` has written"
            }
            Self::OtherForm(_) => "pack the story again with this version",
            Self::WrongLength { .. } | Self::Damaged | Self::Senseless => {
                "copy it again, or pack the story again"
            }
            Self::Changed => "pack it again",
        }
    }
}

/// What precedes the parts.
#[derive(BorshSerialize, BorshDeserialize)]
struct Head {
    signature: [u8; 8],
    form: u32,
    contents: [Entry; N_PARTS],
}

/// What is told of a part.
#[derive(Clone, Copy, BorshSerialize, BorshDeserialize)]
struct Entry {
    length: u64,
    checksum: [u8; CHECKSUM_BYTES],
}

/// How many bytes a checksum has.
const CHECKSUM_BYTES: usize = 32;

/// How many bytes the head has.
const HEAD_BYTES: usize = 8 + 4 + (8 + CHECKSUM_BYTES) * N_PARTS;

/// The part that is about the whole.
#[derive(BorshSerialize, BorshDeserialize)]
struct StoryPart {
    ontology: String,
    warnings: Vec<Breach>,
    n_breaches: Vec<u64>,
    snapshot: String,
}

/// Packs the story that was read from a folder into a file; whatever was there is replaced once the
/// new file is whole.
///
/// # Errors
/// When the file cannot be written, or the ontology in the folder is no longer the one of the story.
pub fn pack(dataset: &Dataset, folder: &Path, file: &Path) -> Result<(), PackError> {
    let text = fs::read_to_string(folder.join(ONTOLOGY_FILE))?;
    if ontology_of(&text).as_ref() != Some(&dataset.ontology) {
        return Err(PackError::Changed);
    }
    let story = StoryPart {
        ontology: text,
        warnings: dataset.warnings.clone(),
        n_breaches: dataset.n_breaches.iter().map(|&n| n as u64).collect(),
        snapshot: dataset.snapshot.clone(),
    };
    let partial = partial(file).ok_or(io::Error::from(io::ErrorKind::InvalidFilename))?;
    let written = write(&story, dataset, &partial).and_then(|()| fs::rename(&partial, file));
    if written.is_err() {
        // What cannot be cleared up has a name that nobody takes for a story.
        let _ = fs::remove_file(&partial);
    }
    Ok(written?)
}

/// Returns where a file or folder is written until it is whole: beside it, under a name that is
/// never looked at. `None` when the path does not end in a name.
pub fn partial(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_string_lossy();
    Some(path.with_file_name(format!(".{name}.partial")))
}

fn write(story: &StoryPart, dataset: &Dataset, path: &Path) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.seek(SeekFrom::Start(HEAD_BYTES as u64))?;
    let contents = [
        append(story, &mut file)?,
        append(&dataset.sources, &mut file)?,
        append(&dataset.entities, &mut file)?,
        append(&dataset.claims, &mut file)?,
    ];
    let head = borsh::to_vec(&Head {
        signature: SIGNATURE,
        form: FORM,
        contents,
    })?;
    file.write_all(blake3::hash(&head).as_bytes())?;
    file.rewind()?;
    file.write_all(&head)?;
    file.sync_all()
}

/// Writes a part, and returns what is told of it.
fn append(part: &impl BorshSerialize, file: &mut File) -> io::Result<Entry> {
    let mut out = BufWriter::with_capacity(BLOCK, Summed::of(file));
    part.serialize(&mut out)?;
    let summed = out.into_inner().map_err(io::IntoInnerError::into_error)?;
    Ok(summed.entry())
}

/// A file of which everything that is written or read goes into a checksum.
struct Summed<F> {
    file: F,
    hash: blake3::Hasher,
    length: u64,
}

impl<F> Summed<F> {
    fn of(file: F) -> Self {
        Self {
            file,
            hash: blake3::Hasher::new(),
            length: 0,
        }
    }

    fn add(&mut self, bytes: &[u8]) {
        self.hash.update(bytes);
        self.length += bytes.len() as u64;
    }

    fn entry(&self) -> Entry {
        Entry {
            length: self.length,
            checksum: self.hash.finalize().into(),
        }
    }
}

impl<F: Write> Write for Summed<F> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n_bytes = self.file.write(bytes)?;
        self.add(&bytes[..n_bytes]);
        Ok(n_bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl<F: Read> Read for Summed<F> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let n_bytes = self.file.read(bytes)?;
        self.add(&bytes[..n_bytes]);
        Ok(n_bytes)
    }
}

/// Reads a packed story.
///
/// # Errors
/// When the file cannot be read, is no packed story, or is not as it was written.
pub(super) fn unpack(path: &Path) -> Result<Dataset, PackError> {
    let head = read_head(path)?;
    let (claims, (entities, (sources, story))) = rayon::join(
        || read_part::<Claims>(path, &head, 3),
        || {
            let entities = read_part::<Entities>(path, &head, 2);
            let sources = read_part::<Vec<Source>>(path, &head, 1);
            (entities, (sources, read_part::<StoryPart>(path, &head, 0)))
        },
    );
    let story = story?;
    Ok(Dataset {
        ontology: ontology_of(&story.ontology).ok_or(PackError::Senseless)?,
        sources: sources?,
        entities: entities?,
        claims: claims?,
        warnings: story.warnings,
        n_breaches: story.n_breaches.into_iter().map(|n| n as usize).collect(),
        snapshot: story.snapshot,
    })
}

/// Reads what precedes the parts, and looks whether all of them are there.
fn read_head(path: &Path) -> Result<Head, PackError> {
    let mut file = File::open(path)?;
    let found = file.metadata()?.len();
    let mut bytes = Vec::new();
    let mut start = Read::by_ref(&mut file).take(HEAD_BYTES as u64);
    start.read_to_end(&mut bytes)?;
    if !bytes.starts_with(&SIGNATURE) {
        return Err(PackError::Foreign);
    }
    let form = bytes.get(8..12).and_then(<[u8]>::first_chunk);
    let form = form.map(|form| u32::from_le_bytes(*form));
    if let Some(form) = form.filter(|&form| form != FORM) {
        return Err(PackError::OtherForm(form));
    }
    let least = (HEAD_BYTES + CHECKSUM_BYTES) as u64;
    let wrong_length = |expected| PackError::WrongLength { found, expected };
    let head = Head::try_from_slice(&bytes).map_err(|_| wrong_length(least))?;
    let lengths = head.contents.iter().map(|entry| entry.length);
    let expected = lengths.fold(least, u64::saturating_add);
    if found != expected {
        return Err(wrong_length(expected));
    }
    let mut checksum = [0; CHECKSUM_BYTES];
    file.seek(SeekFrom::End(-(CHECKSUM_BYTES as i64)))?;
    file.read_exact(&mut checksum)?;
    match blake3::hash(&bytes) == checksum {
        true => Ok(head),
        false => Err(PackError::Damaged),
    }
}

/// Reads the part at this place.
fn read_part<T: BorshDeserialize>(path: &Path, head: &Head, at: usize) -> Result<T, PackError> {
    let before = head.contents[..at].iter().map(|entry| entry.length);
    let entry = head.contents[at];
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(HEAD_BYTES as u64 + before.sum::<u64>()))?;
    let summed = Summed::of(file.take(entry.length));
    let mut reader = BufReader::with_capacity(BLOCK, summed);
    let part = T::deserialize_reader(&mut reader);
    // Damage may have made nonsense of it, or ended it early.
    let is_whole = io::copy(&mut reader, &mut io::sink())? == 0;
    match reader.get_ref().entry().checksum == entry.checksum {
        true => part.ok().filter(|_| is_whole).ok_or(PackError::Senseless),
        false => Err(PackError::Damaged),
    }
}

/// Returns the ontology that a text declares; `None` when something is wrong with it.
fn ontology_of(text: &str) -> Option<Ontology> {
    let document = Arc::new(Document::new(ONTOLOGY_FILE, text));
    let reading = ontology::read(&document);
    let n_errors = reading.diagnostics.n_of(Severity::Error);
    (n_errors == 0).then_some(reading.ontology)
}
