//! Pretrained vectors of word pieces, read from a safetensors file and its vocabulary.

use rustc_hash::FxHashMap;

use crate::net::words;

/// The vectors, each column moved and scaled to mean 0 and spread 1.
#[derive(Clone, Debug)]
pub struct Vectors {
    rows: FxHashMap<u64, u32>,
    values: Vec<f32>,
    width: usize,
}

impl Vectors {
    /// Reads the tensor `name`; `vocabulary` has the piece of each row, a line each. Pieces that no English word has are left out.
    pub fn read(file: &[u8], name: &str, vocabulary: &str) -> Option<Self> {
        let size = u64::from_le_bytes(file.get(..8)?.try_into().ok()?) as usize;
        let header = std::str::from_utf8(file.get(8..8 + size)?).ok()?;
        let entry = &header[header.find(&format!("\"{name}\""))?..];
        let numbers = |key: &str| {
            let list = &entry[entry.find(key)? + key.len()..];
            let list = &list[list.find('[')? + 1..list.find(']')?];
            list.split(',').map(|number| number.trim().parse::<usize>().ok()).collect::<Option<Vec<_>>>()
        };
        let (shape, span) = (numbers("\"shape\"")?, numbers("\"data_offsets\"")?);
        let (width, bytes) = (*shape.get(1)?, file.get(8 + size + span.first()?..8 + size + span.get(1)?)?);
        let all = bytes.as_chunks::<4>().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect::<Vec<_>>();
        let (mut rows, mut values) = (FxHashMap::default(), Vec::new());
        for (piece, row) in vocabulary.lines().zip(all.chunks_exact(width)) {
            if is_kept(piece) && !rows.contains_key(&words::piece_key(piece)) {
                rows.insert(words::piece_key(piece), rows.len() as u32);
                values.extend_from_slice(row);
            }
        }
        let mut vectors = Self { rows, values, width };
        vectors.level();
        Some(vectors)
    }

    fn level(&mut self) {
        let rows = (self.values.len() / self.width) as f32;
        for column in 0..self.width {
            let values = || self.values.iter().skip(column).step_by(self.width);
            let mean = values().sum::<f32>() / rows;
            let spread = (values().map(|value| (value - mean) * (value - mean)).sum::<f32>() / rows).sqrt().max(1e-6);
            self.values.iter_mut().skip(column).step_by(self.width).for_each(|value| *value = (*value - mean) / spread);
        }
    }

    /// How wide they are.
    pub fn width(&self) -> usize {
        self.width
    }

    /// The row of each piece.
    pub fn rows(&self) -> &FxHashMap<u64, u32> {
        &self.rows
    }

    /// One row.
    pub fn row(&self, at: usize) -> &[f32] {
        &self.values[at * self.width..(at + 1) * self.width]
    }

    /// The mean of a word's pieces.
    pub fn word(&self, form: &str) -> Vec<f32> {
        let pieces = words::pieces(form, |key| self.rows.get(&key).copied());
        let mut mean = vec![0.0; self.width];
        for piece in &pieces {
            crate::net::matrix::add(&mut mean, self.row(*piece as usize));
        }
        mean.iter_mut().for_each(|value| *value /= pieces.len().max(1) as f32);
        mean
    }
}

/// Whether a piece may be part of an English word.
fn is_kept(piece: &str) -> bool {
    !(piece.starts_with('[') && 1 < piece.len())
        && piece.chars().all(|letter| letter < '\u{250}' || ('\u{2010}'..'\u{2130}').contains(&letter))
}
