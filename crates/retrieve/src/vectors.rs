//! What is read of each passage once: its vector, kept in 8 bits and looked through by its signs, and what its form says. And the
//! vectors of sessions.

use std::{io, path::Path};

use asof_vectors::{Embedder, Static, dot, normalise};
use pulp::Arch;

use crate::{
    corpus::Corpus,
    filter::Filter,
    rows::Rows,
    sentences::{Gains, Sentences},
    sessions::Sessions,
    turns::Telling,
};

/// So many of the best by their signs are compared in full, for each one wanted.
const RESCORED: usize = 4;
/// The mean and spread of likeness are taken over so many passages, evenly spread over the memory.
const SAMPLE: usize = 1_024;

/// The vectors of one space.
#[derive(Debug, Default)]
pub(crate) struct Vectors {
    /// What the processor can do: the loops over rows are compiled for each kind.
    arch: Arch,
    width: usize,
    /// Rows of 8-bit values with signs, each row by its own scale.
    values: Vec<u8>,
    scales: Vec<f32>,
    /// For each row how long it was before it was brought to length 1.
    lengths: Vec<f32>,
    /// For each row what the form of its passage says.
    telling: Vec<u8>,
    /// For each row the signs of its values.
    signs: Vec<[u64; SIGNS]>,
    /// For each session the sum of its passages' vectors, before they were brought to length 1.
    sessions: Vec<Vec<f32>>,
    /// The passages' sentences.
    sentences: Sentences,
    /// So many rows are counted in the sessions.
    summed: u32,
    /// So many rows are on disk.
    saved: usize,
}

const SIGNS: usize = 4;
/// Farther than any two are.
const FAR: u16 = u16::MAX;
/// A row on disk begins with its scale, its length and what the form of its passage says.
const HEAD: usize = 9;

/// How alike passages are to a question, at the mean, and how far that spreads.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Spread {
    pub mean: f32,
    pub deviation: f32,
}

impl Spread {
    /// How far a value is from the mean, in deviations.
    pub fn score(self, value: f32) -> f32 {
        (value - self.mean) / self.deviation
    }

    /// Of some values.
    pub fn of(values: impl Iterator<Item = f32> + Clone) -> Self {
        let count = values.clone().count().max(1) as f32;
        let mean = values.clone().sum::<f32>() / count;
        let variance = values.map(|value| (value - mean) * (value - mean)).sum::<f32>() / count;
        Self { mean, deviation: variance.sqrt().max(1e-9) }
    }
}

impl Vectors {
    /// Takes in the passages told since it last looked.
    pub fn catch_up(&mut self, corpus: &dyn Corpus, sessions: &Sessions) {
        let text = |number: u32| corpus.passage(number).map_or("", |passage| passage.text);
        // Where only one of the two was whole on disk, the other is made again.
        for number in self.sentences.count()..self.scales.len() {
            self.sentences.add(text(u32::try_from(number).unwrap_or(u32::MAX)));
        }
        for number in self.count()..corpus.passages() {
            let text = text(number);
            self.telling.push(Telling::read(text).into());
            let is_cut = (number as usize) < self.sentences.count();
            let mut vector = if is_cut { Static::shipped().sum(text) } else { self.sentences.add(text) };
            let length = dot(&vector, &vector).sqrt();
            normalise(&mut vector);
            self.add(&vector, length);
        }
        for number in self.summed..self.count() {
            self.add_to_session(sessions.of(number), number);
        }
        self.summed = self.count();
    }

    /// Reads the rows that are on disk, of no more passages than there are.
    pub fn open(folder: &Path, passages: u32) -> Self {
        let rows = rows(folder);
        let mut vectors = Self { width: rows.width, sentences: Sentences::open(folder, passages), ..Self::default() };
        for row in rows.read().chunks_exact(rows.row).take(passages as usize) {
            vectors.add_row(row);
        }
        vectors.saved = vectors.scales.len();
        vectors
    }

    fn add_row(&mut self, row: &[u8]) {
        let number = |at: usize| row.get(at..at + 4).and_then(|bytes| bytes.try_into().ok()).map_or(0.0, f32::from_le_bytes);
        self.scales.push(number(0));
        self.lengths.push(number(4));
        self.telling.push(row.get(8).copied().unwrap_or_default());
        let start = self.values.len();
        self.values.extend_from_slice(row.get(HEAD..).unwrap_or_default());
        self.signs.push(signs(self.values[start..].iter().map(|value| value.cast_signed() < 0)));
    }

    /// Writes the rows that are not yet on disk.
    pub fn save(&mut self, folder: &Path) -> io::Result<()> {
        self.sentences.save(folder)?;
        let mut bytes = Vec::new();
        for row in self.saved..self.scales.len() {
            bytes.extend(self.scales[row].to_le_bytes());
            bytes.extend(self.lengths[row].to_le_bytes());
            bytes.push(self.telling[row]);
            bytes.extend_from_slice(&self.values[row * self.width..(row + 1) * self.width]);
        }
        if bytes.is_empty() {
            return Ok(());
        }
        rows(folder).append(&bytes, self.saved == 0)?;
        self.saved = self.scales.len();
        Ok(())
    }

    fn count(&self) -> u32 {
        u32::try_from(self.scales.len()).unwrap_or(u32::MAX)
    }

    fn add_to_session(&mut self, session: Option<u32>, passage: u32) {
        let Some(session) = session.map(|session| session as usize) else { return };
        if self.sessions.len() <= session {
            self.sessions.resize(session + 1, Vec::new());
        }
        let row = passage as usize;
        let factor = self.scales[row] * self.lengths[row];
        let sum = &mut self.sessions[session];
        sum.resize(self.width, 0.0);
        let values = &self.values[row * self.width..(row + 1) * self.width];
        sum.iter_mut().zip(values).for_each(|(sum, value)| *sum += factor * f32::from(value.cast_signed()));
    }

    fn add(&mut self, vector: &[f32], length: f32) {
        self.width = self.width.max(vector.len());
        let most = vector.iter().fold(f32::MIN_POSITIVE, |most, value| most.max(value.abs()));
        let scale = most / 127.0;
        self.values.extend(vector.iter().map(|value| ((value / scale).round() as i8).cast_unsigned()));
        self.values.resize((self.scales.len() + 1) * self.width, 0);
        self.scales.push(scale);
        self.lengths.push(length);
        self.signs.push(signs(vector.iter().map(|value| *value < 0.0)));
    }

    /// What the form of a passage says.
    pub fn telling(&self, passage: u32) -> Telling {
        self.telling.get(passage as usize).copied().unwrap_or_default().into()
    }

    /// How alike a passage is to a vector of length 1.
    pub fn likeness(&self, passage: u32, vector: &[f32]) -> f32 {
        let start = passage as usize * self.width;
        let Some(row) = self.values.get(start..start + self.width) else { return 0.0 };
        let product = self.arch.dispatch(|| product(row, vector));
        product * self.scales.get(passage as usize).copied().unwrap_or_default()
    }

    /// How alike a passage's best sentence is to a question; none where it has no sentence.
    pub fn best_sentence(&self, passage: u32, gains: &mut Gains<'_>) -> Option<f32> {
        self.sentences.best(passage, gains)
    }

    /// How alike the passages are to a vector in general.
    pub fn spread(&self, vector: &[f32], size: u32) -> Spread {
        let size = self.count().min(size) as usize;
        let step = size.div_ceil(SAMPLE).max(1);
        let sample: Vec<f32> = (0..size).step_by(step).map(|passage| self.likeness(passage as u32, vector)).collect();
        Spread::of(sample.iter().copied())
    }

    /// The passages most alike to a vector of those that the filter keeps: found by their signs, compared in full.
    pub fn nearest(&self, vector: &[f32], size: u32, most: usize, filter: &Filter<'_>) -> Vec<u32> {
        let own = signs(vector.iter().map(|value| *value < 0.0));
        let size = self.count().min(size) as usize;
        let mut differences = vec![0_u16; size];
        self.arch.dispatch(|| differ(&own, &self.signs[..size], &mut differences));
        let mut wanted = most * RESCORED;
        loop {
            let least = least_of(&differences, wanted);
            let near = self.by_likeness(within(&differences, least).filter(|&passage| filter.may_keep(passage)), vector);
            // Whether one is kept may be long to tell: only the best are asked about.
            let kept: Vec<u32> = near.into_iter().map(|(passage, _)| passage).filter(|&passage| filter.keeps(passage)).take(most).collect();
            // Where much of what is near is not kept, one looks further.
            if most <= kept.len() || least == FAR {
                return kept;
            }
            wanted *= RESCORED;
        }
    }

    fn by_likeness(&self, passages: impl Iterator<Item = u32>, vector: &[f32]) -> Vec<(u32, f32)> {
        let mut near: Vec<(u32, f32)> = passages.map(|passage| (passage, self.likeness(passage, vector))).collect();
        near.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        near
    }

    /// The vectors of sessions, of length 1, one after the other.
    pub fn of_sessions(&self, sessions: &[u32]) -> Vec<f32> {
        let mut rows = Vec::with_capacity(sessions.len() * self.width);
        for (at, &session) in sessions.iter().enumerate() {
            rows.extend_from_slice(self.sessions.get(session as usize).map_or(&[], Vec::as_slice));
            rows.resize((at + 1) * self.width, 0.0);
            normalise(&mut rows[at * self.width..]);
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

/// The difference that at least so many, and few more, do not exceed; [`FAR`] where there are not so many.
fn least_of(differences: &[u16], wanted: usize) -> u16 {
    // Many are near the mean: counted in four places by turns, one need not wait for the one before.
    let mut counts = [[0_usize; 64 * SIGNS + 1]; 4];
    for differences in differences.chunks(counts.len()) {
        for (counts, &difference) in counts.iter_mut().zip(differences) {
            counts[usize::from(difference)] += 1;
        }
    }
    let mut within = 0;
    let enough = (0..=64 * SIGNS).position(|difference| {
        within += counts.iter().map(|counts| counts[difference]).sum::<usize>();
        wanted <= within
    });
    enough.and_then(|least| u16::try_from(least).ok()).unwrap_or(FAR)
}

/// The places of the differences that do not exceed one, which are few.
fn within(differences: &[u16], least: u16) -> impl Iterator<Item = u32> {
    const BLOCK: usize = 64;
    let is_within = move |difference: &u16| *difference <= least;
    let any = move |block: &[u16]| block.iter().map(|difference| u16::from(is_within(difference))).sum::<u16>() != 0;
    let blocks = (0_u32..).step_by(BLOCK).zip(differences.chunks(BLOCK)).filter(move |(_, block)| any(block));
    blocks.flat_map(move |(first, block)| (first..).zip(block).filter(move |(_, difference)| is_within(difference)).map(|(at, _)| at))
}

/// In how many signs each row differs from one. Nothing is called here but what is sure to be compiled in place: a call would
/// be left to the plainest of processors.
#[inline(always)]
fn differ(own: &[u64; SIGNS], rows: &[[u64; SIGNS]], differences: &mut [u16]) {
    let mut at = 0;
    while at < rows.len() && at < differences.len() {
        let (row, mut sum, mut place) = (&rows[at], 0, 0);
        while place < SIGNS {
            sum += (own[place] ^ row[place]).count_ones();
            place += 1;
        }
        differences[at] = sum as u16;
        at += 1;
    }
}

/// The product of a row of values with signs and a vector, in eight sums side by side; compiled in place as [`differ`] is.
#[inline(always)]
pub(crate) fn product(row: &[u8], vector: &[f32]) -> f32 {
    let (row, vector) = (row.as_chunks::<8>().0, vector.as_chunks::<8>().0);
    let mut sums = [0.0_f32; 8];
    let mut at = 0;
    while at < row.len() && at < vector.len() {
        let (values, others, mut lane) = (&row[at], &vector[at], 0);
        while lane < 8 {
            sums[lane] += f32::from(values[lane].cast_signed()) * others[lane];
            lane += 1;
        }
        at += 1;
    }
    sums.iter().sum()
}

/// The signs of up to 256 values, a bit each.
fn signs(negative: impl Iterator<Item = bool>) -> [u64; SIGNS] {
    let mut signs = [0; SIGNS];
    for (at, negative) in negative.take(64 * SIGNS).enumerate() {
        signs[at / 64] |= u64::from(negative) << (at % 64);
    }
    signs
}
