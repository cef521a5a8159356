//! How is a checked story kept in one file?
//!
//! ```text
//! signature   8 bytes, which no text begins with and no transfer as text leaves alone
//! form        4 bytes: the edition of everything that follows
//! length      8 bytes: how many bytes the body has
//! checksum   32 bytes: BLAKE3 of the body
//! lengths     8 bytes for each part of the body
//! body        the story, its sources, its entities and its claims, in the encoding of Borsh
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
use std::io::{self, BufWriter, Read, Seek as _, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What a packed story begins with.
const SIGNATURE: [u8; 8] = *b"\x93TLINE\r\n";

/// The edition of the form, which changes with every part of it.
const FORM: u32 = 1;

/// How many parts the body has.
const N_PARTS: usize = 4;

/// How many bytes are written at a time.
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

/// What precedes the body.
#[derive(BorshSerialize, BorshDeserialize)]
struct Head {
    signature: [u8; 8],
    form: u32,
    length: u64,
    checksum: [u8; 32],
    lengths: [u64; N_PARTS],
}

/// How many bytes the head has.
const HEAD_BYTES: usize = 8 + 4 + 8 + 32 + 8 * N_PARTS;

/// The part of the body that is about the whole.
#[derive(BorshSerialize, BorshDeserialize)]
struct StoryPart {
    ontology: String,
    warnings: Vec<Breach>,
    n_breaches: Vec<u64>,
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
    };
    let partial = partial(file)?;
    let written = write(&story, dataset, &partial).and_then(|()| fs::rename(&partial, file));
    if written.is_err() {
        // What cannot be cleared up has a name that nobody takes for a story.
        let _ = fs::remove_file(&partial);
    }
    Ok(written?)
}

/// Returns under which name a file is written until it is whole.
fn partial(file: &Path) -> io::Result<PathBuf> {
    let name = file.file_name().ok_or(io::ErrorKind::InvalidFilename)?;
    Ok(file.with_file_name(format!(".{}.partial", name.to_string_lossy())))
}

fn write(story: &StoryPart, dataset: &Dataset, path: &Path) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.seek(SeekFrom::Start(HEAD_BYTES as u64))?;
    let body = Body {
        file,
        hash: blake3::Hasher::new(),
        length: 0,
    };
    let mut out = BufWriter::with_capacity(BLOCK, body);
    let ends = [
        append(story, &mut out)?,
        append(&dataset.sources, &mut out)?,
        append(&dataset.entities, &mut out)?,
        append(&dataset.claims, &mut out)?,
    ];
    let mut body = out.into_inner().map_err(io::IntoInnerError::into_error)?;
    let starts = [0, ends[0], ends[1], ends[2]];
    let head = Head {
        signature: SIGNATURE,
        form: FORM,
        length: body.length,
        checksum: body.hash.finalize().into(),
        lengths: std::array::from_fn(|at| ends[at] - starts[at]),
    };
    body.file.rewind()?;
    body.file.write_all(&borsh::to_vec(&head)?)?;
    body.file.sync_all()
}

/// Writes a part, and returns where it ends.
fn append(part: &impl BorshSerialize, out: &mut BufWriter<Body>) -> io::Result<u64> {
    part.serialize(out)?;
    out.flush()?;
    Ok(out.get_ref().length)
}

/// A body that is being written.
struct Body {
    file: File,
    hash: blake3::Hasher,
    length: u64,
}

impl Write for Body {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write_all(bytes)?;
        self.hash.update_rayon(bytes);
        self.length += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Reads a packed story.
///
/// # Errors
/// When the file cannot be read, is no packed story, or is not as it was written.
pub(super) fn unpack(path: &Path) -> Result<Dataset, PackError> {
    let mut file = File::open(path)?;
    let (head, body) = read(&mut file)?;
    let mut hash = blake3::Hasher::new();
    hash.update_rayon(&body);
    if hash.finalize() != blake3::Hash::from_bytes(head.checksum) {
        return Err(PackError::Damaged);
    }
    let mut rest = body.as_slice();
    let mut parts = [rest; N_PARTS];
    for (part, length) in parts.iter_mut().zip(head.lengths) {
        let length = usize::try_from(length).map_err(|_| PackError::Senseless)?;
        (*part, rest) = rest.split_at_checked(length).ok_or(PackError::Senseless)?;
    }
    let [story, sources, entities, claims] = parts;
    let (claims, (entities, (sources, story))) = rayon::join(
        || decode::<Claims>(claims),
        || {
            let entities = decode::<Entities>(entities);
            (entities, (decode::<Vec<Source>>(sources), decode(story)))
        },
    );
    let story: StoryPart = story?;
    let dataset = Dataset {
        ontology: ontology_of(&story.ontology).ok_or(PackError::Senseless)?,
        sources: sources?,
        entities: entities?,
        claims: claims?,
        warnings: story.warnings,
        n_breaches: story.n_breaches.into_iter().map(|n| n as usize).collect(),
    };
    Ok(dataset)
}

/// Reads the head and the body of a file.
fn read(file: &mut File) -> Result<(Head, Vec<u8>), PackError> {
    let found = file.metadata()?.len();
    let mut bytes = Vec::new();
    let mut start = Read::by_ref(file).take(HEAD_BYTES as u64);
    start.read_to_end(&mut bytes)?;
    if !bytes.starts_with(&SIGNATURE) {
        return Err(PackError::Foreign);
    }
    let form = bytes.get(8..12).and_then(<[u8]>::first_chunk);
    let form = form.map(|form| u32::from_le_bytes(*form));
    if let Some(form) = form.filter(|&form| form != FORM) {
        return Err(PackError::OtherForm(form));
    }
    let wrong_length = |expected| PackError::WrongLength { found, expected };
    let least = HEAD_BYTES as u64;
    let head = Head::try_from_slice(&bytes).map_err(|_| wrong_length(least))?;
    let expected = least.saturating_add(head.length);
    if found != expected {
        return Err(wrong_length(expected));
    }
    let mut body = Vec::with_capacity(usize::try_from(head.length).unwrap_or(0));
    file.take(head.length).read_to_end(&mut body)?;
    Ok((head, body))
}

fn decode<T: BorshDeserialize>(part: &[u8]) -> Result<T, PackError> {
    T::try_from_slice(part).map_err(|_| PackError::Senseless)
}

/// Returns the ontology that a text declares; `None` when something is wrong with it.
fn ontology_of(text: &str) -> Option<Ontology> {
    let document = Arc::new(Document::new(ONTOLOGY_FILE, text));
    let reading = ontology::read(&document);
    let is_sound = |severity| severity != Severity::Error;
    let mut severities = reading.diagnostics.iter().map(|it| it.severity());
    severities.all(is_sound).then_some(reading.ontology)
}
