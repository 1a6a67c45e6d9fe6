//! What is read of each passage once: its vector by the shipped table, and what its form says. And the vectors of sessions.

use std::{io, path::Path};

use crate::{
    corpus::Corpus,
    quantised::{Quantised, Spread},
    rows::Rows,
    sentences::{Gains, Sentences},
    sessions::Sessions,
    turns::Telling,
};
use asof_vectors::{Embedder, Static, dot, normalise};

/// The vectors of one space.
#[derive(Debug, Default)]
pub(crate) struct Vectors {
    /// A row for each passage.
    rows: Quantised,
    /// For each row how long it was before it was brought to length 1.
    lengths: Vec<f32>,
    /// For each row what the form of its passage says.
    telling: Vec<u8>,
    /// For each session the sum of its passages' vectors, before they were brought to length 1.
    sessions: Vec<Vec<f32>>,
    /// The passages' sentences.
    sentences: Sentences,
    /// So many rows are counted in the sessions.
    summed: u32,
    /// So many rows are on disk.
    saved: usize,
}

/// A row on disk begins with its scale, its length and what the form of its passage says.
const HEAD: usize = 9;

impl Vectors {
    /// Takes in the passages told since it last looked.
    pub fn catch_up(&mut self, corpus: &dyn Corpus, sessions: &Sessions) {
        let text = |number: u32| corpus.passage(number).map_or("", |passage| passage.text);
        // Where only one of the two was whole on disk, the other is made again.
        for number in self.sentences.count()..self.count() as usize {
            self.sentences.add(text(u32::try_from(number).unwrap_or(u32::MAX)));
        }
        for number in self.count()..corpus.passages() {
            let text = text(number);
            self.telling.push(Telling::read(text).into());
            let is_cut = (number as usize) < self.sentences.count();
            let mut vector = if is_cut { Static::shipped().sum(text) } else { self.sentences.add(text) };
            let length = dot(&vector, &vector).sqrt();
            normalise(&mut vector);
            self.rows.add(&vector);
            self.lengths.push(length);
        }
        for number in self.summed..self.count() {
            self.add_to_session(sessions.of(number), number);
        }
        self.summed = self.count();
    }

    /// Reads the rows that are on disk, of no more passages than there are.
    pub fn open(folder: &Path, passages: u32) -> Self {
        let rows = rows(folder);
        let (rows_of_passages, sentences) = (Quantised::new(rows.width), Sentences::open(folder, passages));
        let mut vectors = Self { rows: rows_of_passages, sentences, ..Self::default() };
        for row in rows.read().chunks_exact(rows.row).take(passages as usize) {
            vectors.add_row(row);
        }
        vectors.saved = vectors.count() as usize;
        vectors
    }

    fn add_row(&mut self, row: &[u8]) {
        let number = |at: usize| row.get(at..at + 4).and_then(|bytes| bytes.try_into().ok()).map_or(0.0, f32::from_le_bytes);
        self.lengths.push(number(4));
        self.telling.push(row.get(8).copied().unwrap_or_default());
        self.rows.add_row(row.get(HEAD..).unwrap_or_default(), number(0));
    }

    /// Writes the rows that are not yet on disk.
    pub fn save(&mut self, folder: &Path) -> io::Result<()> {
        self.sentences.save(folder)?;
        let mut bytes = Vec::new();
        for row in self.saved..self.count() as usize {
            let (values, scale) = self.rows.row(row as u32);
            bytes.extend(scale.to_le_bytes());
            bytes.extend(self.lengths[row].to_le_bytes());
            bytes.push(self.telling[row]);
            bytes.extend_from_slice(values);
        }
        if bytes.is_empty() {
            return Ok(());
        }
        rows(folder).append(&bytes, self.saved == 0)?;
        self.saved = self.count() as usize;
        Ok(())
    }

    fn count(&self) -> u32 {
        self.rows.count()
    }

    fn add_to_session(&mut self, session: Option<u32>, passage: u32) {
        let Some(session) = session.map(|session| session as usize) else { return };
        if self.sessions.len() <= session {
            self.sessions.resize(session + 1, Vec::new());
        }
        let (values, scale) = self.rows.row(passage);
        let factor = scale * self.lengths[passage as usize];
        let sum = &mut self.sessions[session];
        sum.resize(self.rows.width(), 0.0);
        sum.iter_mut().zip(values).for_each(|(sum, value)| *sum += factor * f32::from(value.cast_signed()));
    }

    /// What the form of a passage says.
    pub fn telling(&self, passage: u32) -> Telling {
        self.telling.get(passage as usize).copied().unwrap_or_default().into()
    }

    /// How alike a passage is to a vector of length 1.
    pub fn likeness(&self, passage: u32, vector: &[f32]) -> f32 {
        self.rows.likeness(passage, vector)
    }

    /// How alike the passages are to a vector in general.
    pub fn spread(&self, vector: &[f32], size: u32) -> Spread {
        self.rows.spread(vector, size)
    }

    /// The passages most alike to a vector, of the first so many that are kept.
    pub fn nearest(&self, vector: &[f32], size: u32, most: usize, may: impl Fn(u32) -> bool, keeps: impl Fn(u32) -> bool) -> Vec<u32> {
        self.rows.nearest(vector, size, most, may, keeps)
    }

    /// How alike a passage's best sentence is to a question; none where it has no sentence.
    pub fn best_sentence(&self, passage: u32, gains: &mut Gains<'_>) -> Option<f32> {
        self.sentences.best(passage, gains)
    }

    /// The vector of a passage's best sentence for a question, of length 1.
    pub fn sentence(&self, passage: u32, gains: &mut Gains<'_>) -> Vec<f32> {
        self.sentences.best_vector(passage, gains)
    }

    /// The vectors of sessions, of length 1, one after the other.
    pub fn of_sessions(&self, sessions: &[u32]) -> Vec<f32> {
        let width = self.rows.width();
        let mut rows = Vec::with_capacity(sessions.len() * width);
        for (at, &session) in sessions.iter().enumerate() {
            rows.extend_from_slice(self.sessions.get(session as usize).map_or(&[], Vec::as_slice));
            rows.resize((at + 1) * width, 0.0);
            normalise(&mut rows[at * width..]);
        }
        rows
    }

    /// How alike two vectors are.
    pub fn alike(a: &[f32], b: &[f32]) -> f32 {
        if a.len() == b.len() { dot(a, b) } else { 0.0 }
    }
}

fn rows(folder: &Path) -> Rows<'_> {
    let width = Static::shipped().dimensions();
    Rows { folder, name: "vectors", model: Static::shipped().id(), width, row: HEAD + width }
}
