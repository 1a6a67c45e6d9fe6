//! A product with a matrix and a sum with a row, in the widest vector instructions the processor has.

use std::ops::Range;

use pulp::{Arch, Simd, WithSimd};

/// Outputs computed together.
const WIDE: usize = 16;
/// Rows computed together.
const TALL: usize = 6;

/// A layer of weights, laid out in panels of a few outputs each.
#[derive(Debug)]
pub struct Dense {
    panels: Vec<[f32; WIDE]>,
    bias: Vec<f32>,
    inputs: usize,
}

impl Dense {
    /// Lays out weights: for each output, its bias, and a row with one weight for each input.
    pub fn new(bias: Vec<f32>, weights: &[f32]) -> Self {
        let inputs = weights.len().checked_div(bias.len()).unwrap_or_default();
        let mut panels = vec![[0.0; WIDE]; bias.len().div_ceil(WIDE) * inputs];
        for (output, row) in weights.chunks_exact(inputs.max(1)).enumerate() {
            let panel = &mut panels[output / WIDE * inputs..][..inputs];
            panel.iter_mut().zip(row).for_each(|(panel, weight)| panel[output % WIDE] = *weight);
        }
        Self { panels, bias, inputs }
    }

    /// The outputs for each row of inputs.
    pub fn apply(&self, rows: &[f32]) -> Vec<f32> {
        let count = rows.len().checked_div(self.inputs).unwrap_or_default();
        let mut outputs = self.bias.repeat(count);
        if 0 < count {
            Arch::new().dispatch(Product { layer: self, rows, outputs: &mut outputs });
        }
        outputs
    }
}

/// A product to be computed.
struct Product<'a> {
    layer: &'a Dense,
    rows: &'a [f32],
    outputs: &'a mut [f32],
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
fn all<S: Simd, const VECTORS: usize>(simd: S, Product { layer, rows, outputs }: Product<'_>) {
    let width = layer.bias.len();
    for (at, panel) in layer.panels.chunks_exact(layer.inputs).enumerate() {
        let columns = at * WIDE..width.min((at + 1) * WIDE);
        let (mut rows, mut outputs) = (rows, &mut *outputs);
        while layer.inputs * TALL <= rows.len() {
            let (some, rest) = outputs.split_at_mut(TALL * width);
            tile::<S, TALL, VECTORS>(simd, panel, rows, some, width, columns.clone());
            (rows, outputs) = (&rows[TALL * layer.inputs..], rest);
        }
        for (row, output) in rows.chunks_exact(layer.inputs).zip(outputs.chunks_exact_mut(width)) {
            tile::<S, 1, VECTORS>(simd, panel, row, output, width, columns.clone());
        }
    }
}

/// A few rows times one panel, kept in registers.
#[inline(always)]
fn tile<S: Simd, const ROWS: usize, const VECTORS: usize>(
    simd: S,
    panel: &[[f32; WIDE]],
    rows: &[f32],
    outputs: &mut [f32],
    width: usize,
    columns: Range<usize>,
) {
    let rows: [&[f32]; ROWS] = std::array::from_fn(|row| &rows[row * panel.len()..][..panel.len()]);
    let mut sums = [[simd.splat_f32s(0.0); VECTORS]; ROWS];
    for (at, weights) in panel.iter().enumerate() {
        let weights = S::as_simd_f32s(weights).0;
        for row in 0..ROWS {
            let value = simd.splat_f32s(rows[row][at]);
            for vector in 0..VECTORS {
                sums[row][vector] = simd.mul_add_e_f32s(value, weights[vector], sums[row][vector]);
            }
        }
    }
    for (row, sums) in sums.iter().enumerate() {
        let mut plain = [0.0; WIDE];
        S::as_mut_simd_f32s(&mut plain).0.copy_from_slice(sums);
        let onto = &mut outputs[row * width..][columns.clone()];
        onto.iter_mut().zip(plain).for_each(|(onto, sum)| *onto += sum);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_match_the_plain_sum() {
        for (count, inputs, outputs) in [(1, 1, 1), (7, 5, 16), (13, 9, 33), (6, 20, 50), (2, 3, 0), (0, 2, 2)] {
            let fill = |length: usize| (1..=length).map(|at| (at * 7 % 11) as f32 - 5.0).collect::<Vec<_>>();
            let (bias, weights, rows) = (fill(outputs), fill(inputs * outputs), fill(count * inputs));
            let found = Dense::new(bias.clone(), &weights).apply(&rows);
            let mut expected = Vec::new();
            for (row, output) in (0..count).flat_map(|row| (0..outputs).map(move |output| (row, output))) {
                let sum: f32 = (0..inputs).map(|at| rows[row * inputs + at] * weights[output * inputs + at]).sum();
                expected.push(bias[output] + sum);
            }
            assert_eq!(found, expected, "{count} {inputs} {outputs}");
        }
    }
}
