//! What passages and claims have of a question's words.

use crate::{
    bm25::Bm25,
    field::Field,
    forward::{Forward, title},
    index::Reader,
    terms::Terms,
    view::View,
};

/// BM25's constants; a title counts twice.
const PASSAGES: Bm25 = Bm25 { k1: 1.2, b: 0.75 };

/// For passages that are asked for: how much of each word of a question each has, 0 to 1.
pub(crate) struct Shares {
    /// For each passage of the memory its row, counted from 1.
    rows: Vec<u32>,
    /// The passages of the rows, in order.
    pub passages: Vec<u32>,
    values: Vec<f32>,
    /// For each row what its title adds to the length.
    lengths: Vec<f32>,
    /// So many rows are filled.
    filled: usize,
    width: usize,
}

impl Shares {
    pub fn new(size: u32, terms: &Terms) -> Self {
        let width = terms.all.len();
        Self { rows: vec![0; size as usize], passages: Vec::new(), values: Vec::new(), lengths: Vec::new(), filled: 0, width }
    }

    /// Wants a passage; each is read once.
    pub fn want(&mut self, view: &dyn View, terms: &Terms, passage: u32) {
        let Some(row) = self.rows.get_mut(passage as usize).filter(|row| **row == 0) else { return };
        self.passages.push(passage);
        *row = u32::try_from(self.passages.len()).unwrap_or(0);
        let title = view.corpus().passage(passage).and_then(|passage| title(passage.text));
        let title = title.map(Forward::read).unwrap_or_default();
        self.values.extend(terms.all.iter().map(|term| title.count(&term.word) as f32));
        self.lengths.push(title.length as f32);
    }

    /// Fills the rows that were wanted since: one pass over the words' postings.
    pub fn fill(&mut self, reader: &Reader<'_>, terms: &Terms) {
        let statistics = reader.statistics(Field::Text);
        let by_length = PASSAGES.by_length(statistics);
        let of_title = PASSAGES.k1 * PASSAGES.b / statistics.mean_length;
        if self.filled == self.passages.len() {
            return;
        }
        for (place, term) in terms.all.iter().enumerate() {
            reader.find(Field::Text, &term.word).each(|passage, count, length| {
                let row = self.rows.get(passage as usize).map_or(0, |row| *row as usize);
                if self.filled < row {
                    let value = &mut self.values[(row - 1) * self.width + place];
                    let count = *value + count as f32;
                    *value = (2.0 * count / (count + by_length[length as usize] + of_title * self.lengths[row - 1])).min(1.0);
                }
            });
        }
        self.filled = self.passages.len();
    }

    /// What a passage has of each word.
    pub fn of(&self, passage: u32) -> &[f32] {
        let row = self.rows.get(passage as usize).map_or(0, |row| *row as usize);
        row.checked_sub(1).and_then(|row| self.values.get(row * self.width..(row + 1) * self.width)).unwrap_or(&[])
    }
}

/// Which of a question's words each claim has, a bit each.
pub(crate) struct Said {
    has: Vec<u64>,
}

impl Said {
    pub fn read(reader: &Reader<'_>, terms: &Terms, size: u32) -> Self {
        let mut has = vec![0_u64; size as usize];
        for (place, term) in terms.all.iter().enumerate().take(64) {
            reader.find(Field::Claim, &term.word).each(|claim, _, _| {
                if let Some(has) = has.get_mut(claim as usize) {
                    *has |= 1 << place;
                }
            });
        }
        Self { has }
    }

    /// The share of a question's worth that a claim has, of what is not had yet.
    pub fn gain(&self, claim: u32, terms: &Terms, had: &[f32]) -> f32 {
        let mut has = self.has.get(claim as usize).copied().unwrap_or(0);
        let mut gain = 0.0;
        while has != 0 {
            let place = has.trailing_zeros() as usize;
            has &= has - 1;
            let missing = 1.0 - had.get(place).copied().unwrap_or(0.0);
            gain += terms.all.get(place).map_or(0.0, |term| term.share * missing);
        }
        gain
    }
}

/// The share of a question's worth that is had, beyond what was had before.
pub(crate) fn beyond(terms: &Terms, has: &[f32], had: &[f32]) -> f32 {
    let had = had.iter().copied().chain(std::iter::repeat(0.0));
    terms.all.iter().zip(has).zip(had).map(|((term, has), had)| term.share * (has - had).max(0.0)).sum()
}
