//! The passages' vectors by one embedder: a row for each passage, from the first on without a gap, in memory and on disk.
//!
//! Vectors may have cost money, so they outlive the index beside them: each row carries a checksum of the text that it was made of, and
//! is believed where the passage of that number still has that text.

use std::{
    fs::{self, File},
    io::{self, BufRead, BufReader, Read},
    path::{Path, PathBuf},
    sync::Arc,
};

use crc32fast::hash;

use crate::{
    corpus::Corpus,
    quantised::{Quantised, Spread},
    rows::Rows,
    unlike::as_the_table,
};

/// The file's name within its folder.
const NAME: &str = "vectors";
/// A row on disk begins with the checksum of its text, and its scale.
const HEAD: usize = 8;
/// No header is longer.
const LONGEST_HEADER: u64 = 1 << 12;
/// Rows are of so many values at a time.
const LANES: usize = 8;
/// No vector is wider.
pub(crate) const WIDEST: usize = 1 << 16;

/// The vectors that one embedder made.
#[derive(Debug)]
pub(crate) struct Embedded {
    kind: Kind,
    rows: Quantised,
    /// For each row the checksum of its text.
    sums: Vec<u32>,
    /// So many rows have no vector: their texts say nothing to the embedder.
    bare: u32,
    /// Where it is kept, unless it is gone with the process, and how many rows are there.
    folder: Option<PathBuf>,
    saved: usize,
}

/// What the header of a file says.
#[derive(Clone, Debug, PartialEq)]
struct Kind {
    model: Arc<str>,
    dimensions: usize,
    /// How alike texts are to the embedder that have nothing to do with each other.
    unlike: Spread,
}

impl Kind {
    fn read(folder: &Path) -> Option<Self> {
        let mut lines = BufReader::new(File::open(folder.join(NAME)).ok()?.take(LONGEST_HEADER)).lines().skip(1);
        let line = lines.next()?.ok()?;
        let mut words = line.rsplit_once(' ')?.0.splitn(4, ' ');
        let dimensions = words.next()?.parse().ok()?;
        let mut number = || Some(f32::from_bits(u32::from_str_radix(words.next()?, 16).ok()?)).filter(|number| number.is_finite());
        let unlike = Spread { mean: number()?, deviation: number().filter(|deviation| 0.0 < *deviation)? };
        let model = words.next()?.into();
        (0 < dimensions && dimensions <= WIDEST).then_some(Self { model, dimensions, unlike })
    }

    fn write(&self) -> String {
        let Spread { mean, deviation } = self.unlike;
        format!("{} {:08x} {:08x} {}", self.dimensions, mean.to_bits(), deviation.to_bits(), self.model)
    }
}

/// The name of a model as it stands in a header: on one line, and not too long.
pub(crate) fn name_of(id: &str) -> Arc<str> {
    let name: String = id.chars().take(1_000).map(|letter| if letter.is_control() { '?' } else { letter }).collect();
    name.into()
}

impl Embedded {
    /// None yet.
    pub fn new(model: &Arc<str>, dimensions: usize, unlike: Spread, folder: Option<PathBuf>) -> Self {
        Self::of_kind(Kind { model: Arc::clone(model), dimensions, unlike }, folder)
    }

    fn of_kind(kind: Kind, folder: Option<PathBuf>) -> Self {
        let rows = Quantised::new(kind.dimensions.next_multiple_of(LANES));
        Self { kind, rows, sums: Vec::new(), bare: 0, folder, saved: 0 }
    }

    /// Reads what a model made of these passages, if that is what is in a folder.
    pub fn open(folder: &Path, model: &str, corpus: &dyn Corpus) -> Option<Self> {
        let kind = Kind::read(folder).filter(|kind| &*kind.model == model)?;
        let mut embedded = Self::of_kind(kind, Some(folder.to_owned()));
        let header = embedded.kind.write();
        let rows = embedded.file(folder, &header);
        let on_disk = rows.read();
        for row in on_disk.chunks_exact(rows.row) {
            let text = corpus.passage(embedded.count()).map(|passage| hash(passage.text.as_bytes()));
            match embedded.read_row(row).filter(|(sum, _, _)| Some(*sum) == text) {
                Some((sum, scale, values)) => embedded.push_row(sum, scale, values),
                None => break,
            }
        }
        // Rows that are not of these passages are written over, by all those that are.
        embedded.saved = if embedded.sums.len() == on_disk.len() / rows.row { embedded.sums.len() } else { 0 };
        Some(embedded)
    }

    fn read_row<'r>(&self, row: &'r [u8]) -> Option<(u32, f32, &'r [u8])> {
        let (sum, rest) = row.split_first_chunk::<4>()?;
        let (scale, values) = rest.split_first_chunk::<4>()?;
        let scale = f32::from_le_bytes(*scale);
        (scale.is_finite() && values.len() == self.rows.width()).then_some((u32::from_le_bytes(*sum), scale, values))
    }

    fn push_row(&mut self, sum: u32, scale: f32, values: &[u8]) {
        self.rows.add_row(values, scale);
        self.sums.push(sum);
        self.bare += u32::from(!has_direction(scale));
    }

    /// Adds the vector of the next passage, of length 1 or all zeros.
    pub fn add(&mut self, text: &str, vector: &[f32]) {
        self.rows.add(vector);
        self.sums.push(hash(text.as_bytes()));
        self.bare += u32::from(!has_direction(self.rows.row(self.count() - 1).1));
    }

    /// Writes the rows that are not yet on disk. What cannot be written now is written with what comes next.
    pub fn save(&mut self) -> io::Result<()> {
        let Some(folder) = &self.folder else { return Ok(()) };
        if !folder.join(NAME).exists() {
            self.saved = 0;
        }
        if self.saved == self.sums.len() {
            return Ok(());
        }
        fs::create_dir_all(folder)?;
        let mut bytes = Vec::new();
        for (number, sum) in (0_u32..).zip(&self.sums).skip(self.saved) {
            let (values, scale) = self.rows.row(number);
            bytes.extend(sum.to_le_bytes());
            bytes.extend(scale.to_le_bytes());
            bytes.extend_from_slice(values);
        }
        self.file(folder, &self.kind.write()).append(&bytes, self.saved == 0)?;
        self.saved = self.sums.len();
        Ok(())
    }

    fn file<'f>(&self, folder: &'f Path, header: &'f str) -> Rows<'f> {
        let width = self.rows.width();
        Rows { folder, name: NAME, model: header, width, row: HEAD + width }
    }

    /// Takes the place of what is in another folder: at once, and for good before it does.
    pub fn take_place(&mut self, folder: &Path) -> io::Result<()> {
        self.save()?;
        let Some(own) = self.folder.as_deref().filter(|own| *own != folder) else { return Ok(()) };
        File::open(own.join(NAME))?.sync_all()?;
        fs::create_dir_all(folder)?;
        fs::rename(own.join(NAME), folder.join(NAME))?;
        self.folder = Some(folder.to_owned());
        Ok(())
    }

    /// The model that made them.
    pub fn model(&self) -> &Arc<str> {
        &self.kind.model
    }

    /// How many numbers a vector has.
    pub fn dimensions(&self) -> usize {
        self.kind.dimensions
    }

    /// Of how many passages.
    pub fn count(&self) -> u32 {
        self.rows.count()
    }

    /// Whether each of the first so many passages has a vector.
    pub fn covers(&self, passages: u32) -> bool {
        self.bare == 0 && passages <= self.count()
    }

    /// Whether a passage has a vector.
    pub fn has(&self, passage: u32) -> bool {
        passage < self.count() && has_direction(self.rows.row(passage).1)
    }

    /// The rows.
    pub fn rows(&self) -> &Quantised {
        &self.rows
    }

    /// How alike the shipped table would find two texts that the embedder finds so alike.
    pub fn as_the_table(&self, likeness: f32) -> f32 {
        as_the_table(self.kind.unlike, likeness)
    }

    /// A vector as wide as the rows are.
    pub fn widened(&self, mut vector: Vec<f32>) -> Vec<f32> {
        vector.resize(self.rows.width(), 0.0);
        vector
    }
}

/// Whether a row is more than zeros: the scale of one of length 1 is far greater.
fn has_direction(scale: f32) -> bool {
    f32::MIN_POSITIVE <= scale
}
