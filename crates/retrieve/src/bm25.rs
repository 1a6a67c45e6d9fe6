//! BM25 (Robertson and Zaragoza, 2009) over one field, with the as-of filter inside: what it leaves out takes up no place.

use tantivy::fieldnorm::FieldNormReader;

use crate::{
    field::Field,
    index::{Reader, Statistics},
    windows::{Together, WINDOW},
};

/// BM25's two constants.
#[derive(Clone, Copy, Debug)]
pub struct Bm25 {
    /// How soon more of the same word stops counting.
    pub k1: f32,
    /// How much long documents are held back, 0 to 1.
    pub b: f32,
}

/// Documents with their scores, each once.
#[derive(Debug, Default)]
pub(crate) struct Scores(Vec<(u32, f32)>);

/// Looks nothing up, and keeps all.
pub(crate) fn all() -> (impl Fn(u32), impl Fn(u32, ()) -> bool) {
    (|_| (), |_, ()| true)
}

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

    /// Scores the documents of a field that have any of the words, of the first so many and of those that are kept by what is looked up
    /// of them.
    pub fn score<T>(
        self,
        reader: &Reader<'_>,
        field: Field,
        words: &[String],
        size: u32,
        (look_up, keep): (impl Fn(u32) -> T, impl Fn(u32, T) -> bool),
    ) -> Scores {
        let statistics = reader.statistics(field);
        let by_length = self.by_length(statistics);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let found = Together::find(reader, field, &words);
        let weights: Vec<f32> = found.documents.iter().map(|&with_word| Self::idf(statistics.documents, with_word)).collect();
        let mut scores = Scores::default();
        let mut sums = [0.0_f32; WINDOW];
        found.each_window(|window| {
            // What was told after the snapshot that is asked has no place here.
            window.retain(&look_up, |_, number, found| number < size && keep(number, found));
            for (word, weight) in weights.iter().enumerate() {
                window.each_posting(word, |place, frequency, length| {
                    sums[place] += weight * self.saturate(frequency, by_length[usize::from(length)]);
                });
            }
            window.each_document(|place, number| scores.0.push((number, std::mem::take(&mut sums[place]))));
        });
        scores
    }
}

impl Scores {
    /// Every document that has a score.
    pub fn all(&self) -> &[(u32, f32)] {
        &self.0
    }

    /// The best documents, best first; of equal ones the later told.
    pub fn best(mut self, most: usize) -> Vec<(u32, f32)> {
        let order = |a: &(u32, f32), b: &(u32, f32)| b.1.total_cmp(&a.1).then(b.0.cmp(&a.0));
        if most < self.0.len() {
            self.0.select_nth_unstable_by(most, order);
            self.0.truncate(most);
        }
        self.0.sort_unstable_by(order);
        self.0
    }
}
