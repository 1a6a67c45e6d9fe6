//! The vectors of passages and sessions: kept in 8 bits, looked through by their signs.

use asof_vectors::{Static, dot, normalise};

use crate::{corpus::Corpus, sessions::Sessions};

/// So many of the best by their signs are compared in full, for each one wanted.
const RESCORED: usize = 4;
/// The mean and spread of likeness are taken over so many passages, evenly spread over the memory.
const SAMPLE: usize = 4_096;

/// The vectors of one space.
#[derive(Debug, Default)]
pub(crate) struct Vectors {
    width: usize,
    /// Rows of 8-bit values, each row by its own scale.
    values: Vec<i8>,
    scales: Vec<f32>,
    /// For each row the signs of its values.
    signs: Vec<[u64; SIGNS]>,
    /// For each session the sum of its passages' vectors, before they were brought to length 1.
    sessions: Vec<Vec<f32>>,
}

const SIGNS: usize = 4;

/// How alike passages are to a question, at the mean, and how far that spreads.
#[derive(Clone, Copy, Debug)]
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
        for number in self.count()..corpus.passages() {
            let mut vector = corpus.passage(number).map_or_else(Vec::new, |passage| Static::shipped().sum(passage.text));
            self.add_to_session(sessions.of(number), &vector);
            normalise(&mut vector);
            self.add(&vector);
        }
    }

    fn count(&self) -> u32 {
        u32::try_from(self.scales.len()).unwrap_or(u32::MAX)
    }

    fn add_to_session(&mut self, session: Option<u32>, vector: &[f32]) {
        let Some(session) = session.map(|session| session as usize) else { return };
        if self.sessions.len() <= session {
            self.sessions.resize(session + 1, Vec::new());
        }
        let sum = &mut self.sessions[session];
        sum.resize(vector.len(), 0.0);
        sum.iter_mut().zip(vector).for_each(|(sum, value)| *sum += value);
    }

    fn add(&mut self, vector: &[f32]) {
        self.width = self.width.max(vector.len());
        let most = vector.iter().fold(f32::MIN_POSITIVE, |most, value| most.max(value.abs()));
        let scale = most / 127.0;
        self.values.extend(vector.iter().map(|value| (value / scale).round() as i8));
        self.values.resize((self.scales.len() + 1) * self.width, 0);
        self.scales.push(scale);
        self.signs.push(signs(vector));
    }

    /// How alike a passage is to a vector of length 1.
    pub fn likeness(&self, passage: u32, vector: &[f32]) -> f32 {
        let start = passage as usize * self.width;
        let Some(row) = self.values.get(start..start + self.width) else { return 0.0 };
        let product: f32 = row.iter().zip(vector).map(|(value, other)| f32::from(*value) * other).sum();
        product * self.scales[passage as usize]
    }

    /// How alike the passages are to a vector in general.
    pub fn spread(&self, vector: &[f32], size: u32) -> Spread {
        let size = self.count().min(size) as usize;
        let step = size.div_ceil(SAMPLE).max(1);
        let sample: Vec<f32> = (0..size).step_by(step).map(|passage| self.likeness(passage as u32, vector)).collect();
        Spread::of(sample.iter().copied())
    }

    /// The passages most alike to a vector, found by their signs and compared in full.
    pub fn nearest(&self, vector: &[f32], size: u32, most: usize, keep: &mut dyn FnMut(u32) -> bool) -> Vec<(u32, f32)> {
        let own = signs(vector);
        let differing = |other: &[u64; SIGNS]| own.iter().zip(other).map(|(a, b)| (a ^ b).count_ones()).sum::<u32>();
        let size = self.count().min(size) as usize;
        let mut rough: Vec<(u32, u32)> = (0u32..).zip(&self.signs[..size]).map(|(passage, other)| (differing(other), passage)).collect();
        let wanted = most * RESCORED;
        if wanted < rough.len() {
            rough.select_nth_unstable(wanted);
            rough.truncate(wanted);
        }
        let kept = rough.into_iter().map(|(_, passage)| passage).filter(|&passage| keep(passage));
        let mut near: Vec<(u32, f32)> = kept.map(|passage| (passage, self.likeness(passage, vector))).collect();
        near.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        near.truncate(most);
        near
    }

    /// The vectors of sessions, of length 1.
    pub fn of_session(&self, session: u32) -> Vec<f32> {
        let mut vector = self.sessions.get(session as usize).cloned().unwrap_or_default();
        normalise(&mut vector);
        vector
    }

    /// How alike two vectors are.
    pub fn alike(a: &[f32], b: &[f32]) -> f32 {
        if a.len() == b.len() { dot(a, b) } else { 0.0 }
    }
}

fn signs(vector: &[f32]) -> [u64; SIGNS] {
    let mut signs = [0; SIGNS];
    for (at, value) in vector.iter().enumerate().take(64 * SIGNS) {
        signs[at / 64] |= u64::from(*value < 0.0) << (at % 64);
    }
    signs
}
