//! Products with matrices that are laid out for it once, in the widest vector instructions the processor has.

use pulp::{Arch, Simd, WithSimd};

use crate::net::matrix::{Part, PartMut};

/// Columns of a panel.
const WIDE: usize = 16;
/// Rows computed together.
const TALL: usize = 6;

/// A matrix cut into panels of a few columns, each contiguous, the last filled up with zeros.
#[derive(Clone, Debug)]
pub struct Panels {
    panels: Vec<[f32; WIDE]>,
    rows: usize,
    columns: usize,
}

impl Panels {
    /// Lays out a matrix.
    pub fn new(matrix: Part<'_>) -> Self {
        let rows = matrix.rows();
        let mut panels = Self::zeros(rows.len(), matrix.columns());
        for (row, values) in rows.enumerate() {
            for (at, values) in values.chunks(WIDE).enumerate() {
                panels.panels[at * panels.rows + row][..values.len()].copy_from_slice(values);
            }
        }
        panels
    }

    /// Lays out a matrix with its rows for columns.
    pub fn turned(matrix: Part<'_>) -> Self {
        let (rows, columns) = (matrix.columns(), matrix.rows());
        let mut panels = Self::zeros(rows, columns.len());
        for (at, column) in columns.enumerate() {
            let panel = &mut panels.panels[at / WIDE * rows..][..rows];
            panel.iter_mut().zip(column).for_each(|(row, value)| row[at % WIDE] = *value);
        }
        panels
    }

    fn zeros(rows: usize, columns: usize) -> Self {
        Self { panels: vec![[0.0; WIDE]; columns.div_ceil(WIDE) * rows], rows, columns }
    }

    /// `onto += left * self`
    pub fn multiply(&self, left: Part<'_>, onto: PartMut<'_>) {
        if 0 < self.rows && !left.values.is_empty() {
            Arch::new().dispatch(Product { panels: self, left, onto });
        }
    }
}

/// `onto += left * right`
pub fn multiply(left: Part<'_>, right: Part<'_>, onto: PartMut<'_>) {
    Panels::new(right).multiply(left, onto);
}

/// A product to be computed.
struct Product<'a> {
    panels: &'a Panels,
    left: Part<'a>,
    onto: PartMut<'a>,
}

impl WithSimd for Product<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        match WIDE / S::F32_LANES {
            1 => all::<S, 1>(simd, self),
            2 => all::<S, 2>(simd, self),
            4 => all::<S, 4>(simd, self),
            _ => all::<S, 16>(simd, self),
        }
    }
}

/// All panels times all rows; a row of a panel takes `VECTORS` vectors.
#[inline(always)]
fn all<S: Simd, const VECTORS: usize>(simd: S, product: Product<'_>) {
    let Product { panels, left: Part { values: left, stride, .. }, onto: PartMut { values: onto, stride: step } } = product;
    for (at, panel) in panels.panels.chunks_exact(panels.rows).enumerate() {
        let columns = at * WIDE..panels.columns.min((at + 1) * WIDE);
        for (left, onto) in left.chunks(TALL * stride).zip(onto.chunks_mut(TALL * step)) {
            let (left, onto) = ((left, stride), (onto, step));
            match left.0.len().div_ceil(stride).min(onto.0.len().div_ceil(step)) {
                6.. => tile::<S, 6, VECTORS>(simd, panel, left, onto, columns.clone()),
                5 => tile::<S, 5, VECTORS>(simd, panel, left, onto, columns.clone()),
                4 => tile::<S, 4, VECTORS>(simd, panel, left, onto, columns.clone()),
                3 => tile::<S, 3, VECTORS>(simd, panel, left, onto, columns.clone()),
                2 => tile::<S, 2, VECTORS>(simd, panel, left, onto, columns.clone()),
                1 => tile::<S, 1, VECTORS>(simd, panel, left, onto, columns.clone()),
                0 => {}
            }
        }
    }
}

/// A few rows times one panel, kept in registers.
#[inline(always)]
fn tile<S: Simd, const ROWS: usize, const VECTORS: usize>(
    simd: S,
    panel: &[[f32; WIDE]],
    (left, stride): (&[f32], usize),
    (onto, step): (&mut [f32], usize),
    columns: std::ops::Range<usize>,
) {
    let left: [&[f32]; ROWS] = std::array::from_fn(|row| &left[row * stride..][..panel.len()]);
    let mut sums = [[simd.splat_f32s(0.0); VECTORS]; ROWS];
    for (at, right) in panel.iter().enumerate() {
        let right = S::as_simd_f32s(right).0;
        for row in 0..ROWS {
            let value = simd.splat_f32s(left[row][at]);
            for vector in 0..VECTORS {
                sums[row][vector] = simd.mul_add_e_f32s(value, right[vector], sums[row][vector]);
            }
        }
    }
    let plain = stored(simd, sums);
    for (row, plain) in plain.iter().enumerate() {
        let onto = &mut onto[row * step..][columns.clone()];
        onto.iter_mut().zip(plain).for_each(|(onto, sum)| *onto += sum);
    }
}

/// Sums as plain numbers. One by one, in loops of known lengths: a slice of them taken anywhere keeps them in memory while they
/// are summed up, which takes twice the time.
#[inline(always)]
#[expect(clippy::manual_memcpy, reason = "a copy of slices is what must not be")]
fn stored<S: Simd, const ROWS: usize, const VECTORS: usize>(_: S, sums: [[S::f32s; VECTORS]; ROWS]) -> [[f32; WIDE]; ROWS] {
    let mut plain = [[0.0; WIDE]; ROWS];
    for row in 0..ROWS {
        let plain = S::as_mut_simd_f32s(&mut plain[row]).0;
        for vector in 0..VECTORS {
            plain[vector] = sums[row][vector];
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::net::matrix::Matrix;

    #[test]
    fn products_match_the_plain_sum() {
        for (count, rows, columns) in [(1, 1, 1), (7, 5, 16), (13, 9, 33), (6, 20, 50), (2, 3, 0), (0, 2, 2)] {
            let fill =
                |matrix: &mut Matrix| matrix.values_mut().iter_mut().zip(1..).for_each(|(value, at)| *value = (at * 7 % 11) as f32 - 5.0);
            let (mut left, mut right) = (Matrix::zeros(count, rows + 2), Matrix::zeros(rows, columns));
            fill(&mut left);
            fill(&mut right);
            let (mut found, mut again) = (Matrix::zeros(count, columns), Matrix::zeros(count, columns));
            multiply(left.part(0..count, 0..rows), right.whole(), found.whole_mut());
            Panels::turned(right.whole().turned().whole()).multiply(left.part(0..count, 0..rows), again.whole_mut());
            assert_eq!(found.values(), again.values());
            for (row, column) in (0..count).flat_map(|row| (0..columns).map(move |column| (row, column))) {
                let expected = (0..rows).map(|at| left.row(row)[at] * right.row(at)[column]).sum::<f32>();
                assert!((found.row(row)[column] - expected).abs() < 1e-3, "{count} {rows} {columns}");
            }
        }
    }
}
