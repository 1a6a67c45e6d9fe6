//! BM25 (Robertson and Zaragoza, 2009) over one field, with the as-of filter inside: what it leaves out takes up no place.

use tantivy::fieldnorm::FieldNormReader;

use crate::{
    field::Field,
    index::{Found, Reader, Statistics},
};

/// BM25's two constants.
#[derive(Clone, Copy, Debug)]
pub struct Bm25 {
    /// How soon more of the same word stops counting.
    pub k1: f32,
    /// How much long documents are held back, 0 to 1.
    pub b: f32,
}

/// Documents with their scores.
#[derive(Debug)]
pub(crate) struct Scores {
    /// For each number its score; what was left out is below zero.
    values: Vec<f32>,
    /// The numbers that were met, in order of meeting.
    met: Vec<u32>,
}

const LEFT_OUT: f32 = -1.0;

impl Bm25 {
    /// The inverse document frequency of a word.
    pub fn idf(documents: f32, with_word: u32) -> f32 {
        let with_word = (with_word as f32).min(documents);
        (1.0 + (documents - with_word + 0.5) / (with_word + 0.5)).ln()
    }

    /// What a word's count gives, by what the length adds below the fraction.
    pub fn saturate(self, count: u32, by_length: f32) -> f32 {
        let count = count as f32;
        count * (self.k1 + 1.0) / (count + by_length)
    }

    /// What a length adds below the fraction, for each code of a length.
    pub fn by_length(self, statistics: Statistics) -> [f32; 256] {
        std::array::from_fn(|code| {
            let length = FieldNormReader::id_to_fieldnorm(u8::try_from(code).unwrap_or(u8::MAX)) as f32;
            self.k1 * (1.0 - self.b + self.b * length / statistics.mean_length)
        })
    }

    /// Scores the documents of a field that have any of the words, of those that are wanted.
    pub fn score(self, reader: &Reader<'_>, field: Field, words: &[String], size: u32, keep: &mut dyn FnMut(u32) -> bool) -> Scores {
        let statistics = reader.statistics(field);
        let by_length = self.by_length(statistics);
        let found: Vec<Found<'_>> = words.iter().map(|word| reader.find(field, word)).filter(|found| found.documents() != 0).collect();
        // Where nothing is found there need be no place for it.
        let places = if found.is_empty() { 0 } else { size as usize };
        let mut scores = Scores { values: vec![0.0; places], met: Vec::new() };
        for found in found {
            let weight = Self::idf(statistics.documents, found.documents());
            found.each(|number, count, length| scores.add(number, weight * self.saturate(count, by_length[length as usize]), keep));
        }
        scores
    }
}

impl Scores {
    fn add(&mut self, number: u32, score: f32, keep: &mut dyn FnMut(u32) -> bool) {
        // What was told after the snapshot that is asked has no place here.
        let Some(value) = self.values.get_mut(number as usize) else { return };
        if *value == 0.0 {
            self.met.push(number);
            *value = if keep(number) { score } else { LEFT_OUT };
        } else if 0.0 < *value {
            *value += score;
        }
    }

    /// The score of a document; 0 where it has none.
    pub fn of(&self, number: u32) -> f32 {
        self.values.get(number as usize).copied().unwrap_or(0.0).max(0.0)
    }

    /// Every document that has a score.
    pub fn all(&self) -> impl Iterator<Item = (u32, f32)> {
        let scored = |&number: &u32| (0.0 < self.of(number)).then(|| (number, self.of(number)));
        self.met.iter().filter_map(scored)
    }

    /// The best documents, best first; of equal ones the later told.
    pub fn best(&self, most: usize) -> Vec<(u32, f32)> {
        let mut best: Vec<(u32, f32)> = self.all().collect();
        let order = |a: &(u32, f32), b: &(u32, f32)| b.1.total_cmp(&a.1).then(b.0.cmp(&a.0));
        if most < best.len() {
            best.select_nth_unstable_by(most, order);
            best.truncate(most);
        }
        best.sort_unstable_by(order);
        best
    }
}
