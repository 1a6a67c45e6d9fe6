//! Matrices of `f32` in row order.

use std::ops::Range;

/// A matrix in row order.
#[derive(Clone, Debug)]
pub struct Matrix {
    values: Vec<f32>,
    rows: usize,
    columns: usize,
}

/// Some rows and columns of a matrix.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    /// The values from its first to its last.
    pub values: &'a [f32],
    /// How far apart its rows start.
    pub stride: usize,
    rows: usize,
    columns: usize,
}

/// Some rows and columns of a matrix, to write to.
#[derive(Debug)]
pub struct PartMut<'a> {
    /// The values from its first to its last.
    pub values: &'a mut [f32],
    /// How far apart its rows start.
    pub stride: usize,
}

impl<'a> Part<'a> {
    /// Its rows.
    pub fn rows(self) -> impl ExactSizeIterator<Item = &'a [f32]> {
        (0..self.rows).map(move |row| &self.values[row * self.stride..][..self.columns])
    }

    /// Its number of columns.
    pub fn columns(self) -> usize {
        self.columns
    }

    /// A copy with rows for columns.
    pub fn turned(self) -> Matrix {
        let mut turned = Matrix::zeros(self.columns, self.rows);
        for (at, row) in self.rows().enumerate() {
            turned.values.iter_mut().skip(at).step_by(self.rows).zip(row).for_each(|(onto, value)| *onto = *value);
        }
        turned
    }
}

impl Matrix {
    /// A matrix of zeros.
    pub fn zeros(rows: usize, columns: usize) -> Self {
        Self { values: vec![0.0; rows * columns], rows, columns }
    }

    /// Its number of rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Its number of columns.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Its values, row after row.
    pub fn values(&self) -> &[f32] {
        &self.values
    }

    /// Its values, row after row, to write to.
    pub fn values_mut(&mut self) -> &mut [f32] {
        &mut self.values
    }

    /// One row.
    pub fn row(&self, at: usize) -> &[f32] {
        &self.values[at * self.columns..(at + 1) * self.columns]
    }

    /// One row, to write to.
    pub fn row_mut(&mut self, at: usize) -> &mut [f32] {
        &mut self.values[at * self.columns..(at + 1) * self.columns]
    }

    /// The whole, to multiply.
    pub fn whole(&self) -> Part<'_> {
        self.part(0..self.rows, 0..self.columns)
    }

    /// The whole, to multiply into.
    pub fn whole_mut(&mut self) -> PartMut<'_> {
        self.part_mut(0..self.rows, 0..self.columns)
    }

    /// Some rows and columns, to multiply.
    pub fn part(&self, rows: Range<usize>, columns: Range<usize>) -> Part<'_> {
        Part { values: &self.values[self.span(&rows, &columns)], stride: self.columns, rows: rows.len(), columns: columns.len() }
    }

    /// Some rows and columns, to multiply into.
    pub fn part_mut(&mut self, rows: Range<usize>, columns: Range<usize>) -> PartMut<'_> {
        let span = self.span(&rows, &columns);
        PartMut { values: &mut self.values[span], stride: self.columns }
    }

    /// From the first to the last value of some rows and columns.
    fn span(&self, rows: &Range<usize>, columns: &Range<usize>) -> Range<usize> {
        if rows.is_empty() || columns.is_empty() {
            0..0
        } else {
            rows.start * self.columns + columns.start..(rows.end - 1) * self.columns + columns.end
        }
    }

    /// Writes the first row of `row` to every row.
    pub fn fill_rows(&mut self, row: &Self) {
        let columns = self.columns;
        for own in self.values.chunks_exact_mut(columns) {
            own.copy_from_slice(row.row(0));
        }
    }
}

/// The dot product of two rows.
pub fn dot(left: &[f32], right: &[f32]) -> f32 {
    left.iter().zip(right).map(|(left, right)| left * right).sum()
}

/// Adds `other` to `onto`.
pub fn add(onto: &mut [f32], other: &[f32]) {
    for (onto, other) in onto.iter_mut().zip(other) {
        *onto += other;
    }
}

/// Multiplies `onto` by `other`, value by value.
pub fn scale(onto: &mut [f32], other: &[f32]) {
    for (onto, other) in onto.iter_mut().zip(other) {
        *onto *= other;
    }
}

/// Turns scores into probabilities.
pub fn softmax(scores: &mut [f32]) {
    let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut sum = 0.0;
    for score in scores.iter_mut() {
        *score = (*score - most).exp();
        sum += *score;
    }
    for score in scores.iter_mut() {
        *score /= sum;
    }
}

/// The index of the largest score.
pub fn best(scores: &[f32]) -> usize {
    let mut best = 0;
    for (at, score) in scores.iter().enumerate() {
        if scores[best] < *score {
            best = at;
        }
    }
    best
}
