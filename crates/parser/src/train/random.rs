//! Random numbers that are the same for the same seed.

use crate::net::matrix::Matrix;

/// A source of random numbers (splitmix64).
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// A source for a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Any number.
    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to 1.
    pub fn unit(&mut self) -> f32 {
        (self.number() >> 40) as f32 / (1_u64 << 24) as f32
    }

    /// Fills a matrix with numbers between -reach and reach.
    pub fn fill(&mut self, matrix: &mut Matrix, reach: f32) {
        for value in matrix.values_mut() {
            *value = (2.0 * self.unit() - 1.0) * reach;
        }
    }

    /// A mask that blanks this share of the values and scales the others up.
    pub fn mask(&mut self, rows: usize, columns: usize, blank: f32) -> Matrix {
        let mut mask = Matrix::zeros(rows, columns);
        for value in mask.values_mut() {
            *value = if self.unit() < blank { 0.0 } else { 1.0 / (1.0 - blank) };
        }
        mask
    }

    /// Shuffles a list.
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            list.swap(at, (self.number() % (at as u64 + 1)) as usize);
        }
    }
}
