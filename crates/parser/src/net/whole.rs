//! Products of whole numbers: exact, so that every machine and every set of instructions comes to the same sums.
//!
//! What a layer is given and its weights are rounded to 16 bits. Each column of weights has a unit of its own, so large that no
//! sum of its products leaves 32 bits, whatever the weights are and whatever they are multiplied with.

use pulp::{Arch, NullaryFnOnce};

use crate::net::matrix::Matrix;

/// Two numbers side by side: the processor multiplies two pairs and adds the products in one instruction.
pub type Pair = [i16; 2];

/// Columns of a panel: so many that two rows of sums are enough to keep the processor busy.
pub const WIDE: usize = 32;
/// The pairs that a row takes are a multiple of this; rows and panels are filled up to it with zeros.
const LONG: usize = 8;

/// The sums of a row of a panel.
pub type Sums = [i32; WIDE];

/// What a row of a panel holds for two rows of weights. It is a line of the processor's nearest memory, so that reading one never takes two.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
struct Line([Pair; WIDE]);

/// The largest sum that may come out, a little below what 32 bits hold: units are computed in `f32`.
const MOST_SUM: f32 = 2.1e9;
/// Half a unit in the place where rounding takes place when this is added: what is below it is cut off.
const ROUND: f32 = 12_582_912.0;

/// Rounds a number below four million to a whole one, of which the lower 16 bits are kept.
#[inline(always)]
pub fn round(value: f32) -> i16 {
    (value + ROUND).to_bits() as i16
}

/// Rows of whole numbers, in pairs.
#[derive(Clone, Debug)]
pub struct Rows {
    pairs: Vec<Pair>,
    stride: usize,
}

/// Some columns of some rows.
#[derive(Clone, Copy, Debug)]
pub struct Left<'a> {
    pairs: &'a [Pair],
    stride: usize,
    rows: usize,
}

impl Rows {
    /// Rows of zeros.
    pub fn zeros(rows: usize, columns: usize) -> Self {
        let stride = depth(columns);
        Self { pairs: vec![[0; 2]; rows * stride], stride }
    }

    /// A row, to write to; it may be longer than asked for.
    pub fn row_mut(&mut self, at: usize) -> &mut [i16] {
        self.pairs[at * self.stride..(at + 1) * self.stride].as_flattened_mut()
    }

    /// All numbers.
    pub fn values(&self) -> &[i16] {
        self.pairs.as_flattened()
    }

    /// All numbers, to write to.
    pub fn values_mut(&mut self) -> &mut [i16] {
        self.pairs.as_flattened_mut()
    }

    /// Some rows from some column on, to multiply; the column is one where a stretch of pairs begins.
    pub fn part(&self, rows: std::ops::Range<usize>, column: usize) -> Left<'_> {
        let from = (rows.start * self.stride + column / 2).min(self.pairs.len());
        Left { pairs: &self.pairs[from..], stride: self.stride, rows: rows.len() }
    }
}

/// The pairs that so many numbers take.
fn depth(numbers: usize) -> usize {
    numbers.div_ceil(2 * LONG) * LONG
}

/// Rows of whole numbers, each in a unit of its own.
#[derive(Clone, Debug)]
pub struct Scaled {
    /// The numbers.
    pub rows: Rows,
    /// The unit of each row.
    pub units: Vec<f32>,
    most: f32,
}

impl Scaled {
    /// Room for rows, of which no number will be larger than `most`.
    pub fn new(rows: usize, columns: usize, most: f32) -> Self {
        Self { rows: Rows::zeros(rows, columns), units: vec![0.0; rows], most }
    }

    /// Rounds a row.
    #[inline(always)]
    pub fn set(&mut self, at: usize, values: &[f32]) {
        // Of positive numbers the larger has the larger bits, and whole numbers are compared many at a time.
        let largest = values.iter().fold(0, |largest: u32, value| largest.max(value.to_bits() & 0x7fff_ffff));
        let largest = f32::from_bits(largest).max(1e-30);
        self.units[at] = largest / self.most;
        let scale = self.most / largest;
        for (onto, value) in self.rows.row_mut(at).iter_mut().zip(values) {
            *onto = round(value * scale);
        }
    }
}

/// Numbers for whole panels, the last filled up with zeros.
pub fn filled<T: Copy + Default>(values: &[T]) -> Vec<T> {
    let mut filled = values.to_vec();
    filled.resize(values.len().next_multiple_of(WIDE), T::default());
    filled
}

/// The largest whole number for both sides of a sum of so many products.
pub fn most(products: usize) -> f32 {
    (MOST_SUM / products.max(1) as f32).sqrt().min(32_000.0).floor()
}

/// What is multiplied with weights: the unit of its numbers, and the largest of them.
#[derive(Clone, Copy, Debug)]
pub struct Range {
    /// What 1 stands for.
    pub unit: f32,
    /// The largest number.
    pub most: f32,
}

/// For each column of weights the unit of its sums: the smallest that the sum of all products, and what it starts with, allows.
pub fn units(weights: &[(&Matrix, Range)], start: &[f32]) -> Vec<f32> {
    let mut sums = start.iter().map(|start| start.abs()).collect::<Vec<_>>();
    let mut largest = vec![f32::MIN_POSITIVE; start.len()];
    for (matrix, range) in weights {
        for row in 0..matrix.rows() {
            for ((value, sum), largest) in matrix.row(row).iter().zip(&mut sums).zip(&mut largest) {
                *sum += value.abs() * range.unit * range.most;
                *largest = largest.max(value.abs() * range.unit);
            }
        }
    }
    let rounding = weights.iter().map(|(matrix, range)| matrix.rows() as f32 * range.most).sum::<f32>();
    let room = (MOST_SUM - rounding).max(1.0);
    sums.into_iter().zip(largest).map(|(sum, largest)| (sum / room).max(largest / 32_000.0).max(f32::MIN_POSITIVE)).collect()
}

/// Weights laid out to multiply with: in panels of a few columns, each contiguous, the last filled up with zeros.
#[derive(Clone, Debug)]
pub struct Weights {
    lines: Vec<Line>,
    depth: usize,
}

impl Weights {
    /// Rounds weights, given the unit of what they are multiplied with and those of the sums.
    pub fn new(matrix: &Matrix, unit: f32, units: &[f32]) -> Self {
        let mut weights = Self::zeros(depth(matrix.rows()), matrix.columns());
        for row in 0..matrix.rows() {
            for (column, (value, sum)) in matrix.row(row).iter().zip(units).enumerate() {
                weights.lines[column / WIDE * weights.depth + row / 2].0[column % WIDE][row % 2] = round(value * (unit / sum));
            }
        }
        weights
    }

    /// Lays out rows as columns: the first of one and some of another.
    pub fn turned(first: &Rows, rows: &Rows, some: std::ops::Range<usize>) -> Self {
        let depth = rows.stride;
        let mut weights = Self::zeros(depth, 1 + some.len());
        let some = &rows.pairs[some.start * depth..some.end * depth];
        for (column, row) in first.pairs.chunks_exact(depth.max(1)).take(1).chain(some.chunks_exact(depth.max(1))).enumerate() {
            let panel = &mut weights.lines[column / WIDE * depth..][..depth];
            panel.iter_mut().zip(row).for_each(|(line, pair)| line.0[column % WIDE] = *pair);
        }
        weights
    }

    fn zeros(depth: usize, columns: usize) -> Self {
        Self { lines: vec![Line([[0; 2]; WIDE]); columns.div_ceil(WIDE) * depth], depth }
    }

    /// The number of panels.
    pub fn panels(&self) -> usize {
        self.lines.len() / self.depth.max(1)
    }

    /// `onto += left * self`; a row of `onto` has sums for each panel.
    pub fn multiply(&self, left: Left<'_>, onto: &mut [Sums]) {
        if self.depth == 0 || left.rows == 0 {
            return;
        }
        let product = Product { weights: self, left, onto };
        #[cfg(target_arch = "x86_64")]
        {
            let arch = Arch::new();
            if let Arch::V4(simd) = arch {
                return match x86::Fused::try_new() {
                    Some(fused) => fused.vectorize(With(simd, product)),
                    None => simd.vectorize(With(simd, product)),
                };
            }
            if let Arch::V3(simd) = arch {
                return simd.vectorize(With(simd, product));
            }
            if let Some(simd) = pulp::x86::V1::try_new() {
                return simd.vectorize(With(simd, product));
            }
        }
        Arch::new().dispatch(With(Plain, product));
    }
}

/// Sums to be computed.
struct Product<'a> {
    weights: &'a Weights,
    left: Left<'a>,
    onto: &'a mut [Sums],
}

/// How a line of sums is kept and added to.
trait Lanes: Copy {
    type Sums: Copy;
    type Factors: Copy;
    fn load(self, line: &Sums) -> Self::Sums;
    fn store(self, sums: Self::Sums, line: &mut Sums);
    fn factors(self, line: &Line) -> Self::Factors;
    fn add(self, sums: Self::Sums, pair: Pair, factors: Self::Factors) -> Self::Sums;
    /// How many rows of sums there is room for.
    const ROOM: usize;
}

/// A product with the instructions to compute it with.
struct With<'a, L>(L, Product<'a>);

impl<L: Lanes> NullaryFnOnce for With<'_, L> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Self(lanes, Product { weights, left, onto }) = self;
        let panels = weights.panels();
        for (at, panel) in weights.lines.chunks_exact(weights.depth).enumerate() {
            let mut row = 0;
            while row < left.rows {
                let (pairs, onto) = (&left.pairs[row * left.stride..], &mut onto[row * panels..]);
                let (pairs, onto) = ((pairs, left.stride), (onto, panels, at));
                row += match left.rows - row {
                    4 | 6.. if 4 <= L::ROOM => tile::<L, 4>(lanes, panel, pairs, onto),
                    // Five are three and two: for one row alone reading the weights takes longer than multiplying.
                    3 | 5 if 4 <= L::ROOM => tile::<L, 3>(lanes, panel, pairs, onto),
                    2.. if 2 <= L::ROOM => tile::<L, 2>(lanes, panel, pairs, onto),
                    _ => tile::<L, 1>(lanes, panel, pairs, onto),
                };
            }
        }
    }
}

/// A few rows times one panel, kept in registers; gives the number of rows.
#[inline(always)]
fn tile<L: Lanes, const ROWS: usize>(
    lanes: L,
    panel: &[Line],
    (pairs, stride): (&[Pair], usize),
    (onto, panels, at): (&mut [Sums], usize, usize),
) -> usize {
    let mut left: [&[Pair]; ROWS] = [&[]; ROWS];
    let mut sums = [lanes.load(&onto[at]); ROWS];
    for row in 0..ROWS {
        left[row] = &pairs[row * stride..][..panel.len()];
        sums[row] = lanes.load(&onto[row * panels + at]);
    }
    // One step at a time: of several in a row the compiler makes other instructions than the fused ones, and slower.
    for (depth, line) in panel.iter().enumerate() {
        let factors = lanes.factors(line);
        for row in 0..ROWS {
            sums[row] = lanes.add(sums[row], left[row][depth], factors);
        }
    }
    for row in 0..ROWS {
        lanes.store(sums[row], &mut onto[row * panels + at]);
    }
    ROWS
}

/// Plain loops, for processors whose instructions are not written out below.
#[derive(Clone, Copy)]
struct Plain;

impl Lanes for Plain {
    type Sums = [i32; WIDE];
    type Factors = [Pair; WIDE];
    const ROOM: usize = 4;

    #[inline(always)]
    fn load(self, line: &Sums) -> Self::Sums {
        *line
    }

    #[inline(always)]
    fn store(self, sums: Self::Sums, line: &mut Sums) {
        *line = sums;
    }

    #[inline(always)]
    fn factors(self, line: &Line) -> Self::Factors {
        line.0
    }

    #[inline(always)]
    fn add(self, mut sums: Self::Sums, [first, second]: Pair, factors: Self::Factors) -> Self::Sums {
        let (first, second) = (i32::from(first), i32::from(second));
        for (sum, factors) in sums.iter_mut().zip(factors) {
            let both = first.wrapping_mul(i32::from(factors[0])).wrapping_add(second.wrapping_mul(i32::from(factors[1])));
            *sum = sum.wrapping_add(both);
        }
        sums
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::{__m128i, __m256i, __m512i};

    use pulp::{
        cast,
        x86::{V1, V3, V4},
    };

    use super::{Lanes, Line, Pair, Sums, WIDE};

    pulp::simd_type! {
        /// Instructions that multiply two pairs and add both products to a sum in one: the compiler makes them of the two written below.
        pub struct Fused {
            wide: "avx512bw",
            fused: "avx512vnni",
        }
    }

    impl Lanes for V4 {
        type Sums = [__m512i; 2];
        type Factors = [__m512i; 2];
        const ROOM: usize = 4;

        #[inline(always)]
        fn load(self, line: &Sums) -> Self::Sums {
            halves(cast(*line))
        }

        #[inline(always)]
        fn store(self, sums: Self::Sums, line: &mut Sums) {
            let halves: [[i32; WIDE / 2]; 2] = [cast(sums[0]), cast(sums[1])];
            *line = cast(halves);
        }

        #[inline(always)]
        fn factors(self, line: &Line) -> Self::Factors {
            halves(cast(line.0))
        }

        #[inline(always)]
        fn add(self, sums: Self::Sums, pair: Pair, factors: Self::Factors) -> Self::Sums {
            let pairs = self.avx512f._mm512_set1_epi32(cast(pair));
            let add = |at: usize| self.avx512f._mm512_add_epi32(sums[at], self.avx512bw._mm512_madd_epi16(pairs, factors[at]));
            [add(0), add(1)]
        }
    }

    #[inline(always)]
    fn halves(line: [[i32; WIDE / 2]; 2]) -> [__m512i; 2] {
        [cast(line[0]), cast(line[1])]
    }

    impl Lanes for V3 {
        type Sums = [__m256i; 4];
        type Factors = [__m256i; 4];
        const ROOM: usize = 2;

        #[inline(always)]
        fn load(self, line: &Sums) -> Self::Sums {
            quarters(cast(*line))
        }

        #[inline(always)]
        fn store(self, sums: Self::Sums, line: &mut Sums) {
            let quarters: [[i32; WIDE / 4]; 4] = [cast(sums[0]), cast(sums[1]), cast(sums[2]), cast(sums[3])];
            *line = cast(quarters);
        }

        #[inline(always)]
        fn factors(self, line: &Line) -> Self::Factors {
            quarters(cast(line.0))
        }

        #[inline(always)]
        fn add(self, sums: Self::Sums, pair: Pair, factors: Self::Factors) -> Self::Sums {
            let pairs = self.avx._mm256_set1_epi32(cast(pair));
            let add = |at: usize| self.avx2._mm256_add_epi32(sums[at], self.avx2._mm256_madd_epi16(pairs, factors[at]));
            [add(0), add(1), add(2), add(3)]
        }
    }

    #[inline(always)]
    fn quarters(line: [[i32; WIDE / 4]; 4]) -> [__m256i; 4] {
        [cast(line[0]), cast(line[1]), cast(line[2]), cast(line[3])]
    }

    impl Lanes for V1 {
        type Sums = [__m128i; 8];
        type Factors = [__m128i; 8];
        const ROOM: usize = 1;

        #[inline(always)]
        fn load(self, line: &Sums) -> Self::Sums {
            eighths(cast(*line))
        }

        #[inline(always)]
        fn store(self, sums: Self::Sums, line: &mut Sums) {
            let eighths: [[i32; WIDE / 8]; 8] =
                [cast(sums[0]), cast(sums[1]), cast(sums[2]), cast(sums[3]), cast(sums[4]), cast(sums[5]), cast(sums[6]), cast(sums[7])];
            *line = cast(eighths);
        }

        #[inline(always)]
        fn factors(self, line: &Line) -> Self::Factors {
            eighths(cast(line.0))
        }

        #[inline(always)]
        fn add(self, sums: Self::Sums, pair: Pair, factors: Self::Factors) -> Self::Sums {
            let pairs = self.sse2._mm_set1_epi32(cast(pair));
            let add = |at: usize| self.sse2._mm_add_epi32(sums[at], self.sse2._mm_madd_epi16(pairs, factors[at]));
            [add(0), add(1), add(2), add(3), add(4), add(5), add(6), add(7)]
        }
    }

    #[inline(always)]
    fn eighths(line: [[i32; WIDE / 8]; 8]) -> [__m128i; 8] {
        [cast(line[0]), cast(line[1]), cast(line[2]), cast(line[3]), cast(line[4]), cast(line[5]), cast(line[6]), cast(line[7])]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers of all sizes, in no order.
    fn numbers(count: usize) -> impl Iterator<Item = f32> {
        (1..=count).map(|at| ((at * 7_919) % 1_009) as f32 / 504.5 - 1.0)
    }

    fn matrix(rows: usize, columns: usize, largest: f32) -> Matrix {
        let mut matrix = Matrix::zeros(rows, columns);
        matrix.values_mut().iter_mut().zip(numbers(rows * columns)).for_each(|(value, number)| *value = number * largest);
        matrix
    }

    fn rows(count: usize, columns: usize, most: i16) -> Rows {
        let mut rows = Rows::zeros(count, columns);
        for at in 0..count {
            let numbers = numbers((at + 1) * columns).skip(at * columns);
            rows.row_mut(at).iter_mut().zip(numbers).for_each(|(onto, number)| *onto = round(number * f32::from(most)));
        }
        rows
    }

    /// The sums that instructions give, if the processor has them.
    fn sums(weights: &Weights, left: &Rows, count: usize, compute: impl Fn(Product<'_>)) -> Vec<Sums> {
        let mut sums = vec![[3; WIDE]; count * weights.panels()];
        compute(Product { weights, left: left.part(0..count, 0), onto: &mut sums });
        sums
    }

    #[test]
    fn all_instructions_give_the_plain_sums() {
        for (count, depth, columns) in [(1, 1, 1), (2, 16, 16), (7, 33, 40), (13, 110, 48), (31, 8, 5)] {
            let (matrix, left) = (matrix(depth, columns, 1.0), rows(count, depth, 2_000));
            let weights = Weights::new(&matrix, 1.0, &vec![1e-3; columns]);
            let plain = sums(&weights, &left, count, |product| With(Plain, product).call());
            for (row, column) in (0..count).flat_map(|row| (0..columns).map(move |column| (row, column))) {
                let left = &left.values()[row * left.stride * 2..];
                let products = (0..depth).map(|at| i32::from(left[at]) * i32::from(round(matrix.row(at)[column] * (1.0 / 1e-3))));
                assert_eq!(plain[row * weights.panels() + column / WIDE][column % WIDE], 3 + products.sum::<i32>(), "{row} {column}");
            }
            assert_eq!(plain, sums(&weights, &left, count, |Product { weights, left, onto }| weights.multiply(left, onto)));
            #[cfg(target_arch = "x86_64")]
            if let Some(simd) = pulp::x86::V4::try_new() {
                assert_eq!(plain, sums(&weights, &left, count, |product| simd.vectorize(With(simd, product))));
            }
            #[cfg(target_arch = "x86_64")]
            if let Some(simd) = pulp::x86::V3::try_new() {
                assert_eq!(plain, sums(&weights, &left, count, |product| simd.vectorize(With(simd, product))));
            }
            #[cfg(target_arch = "x86_64")]
            if let Some(simd) = pulp::x86::V1::try_new() {
                assert_eq!(plain, sums(&weights, &left, count, |product| simd.vectorize(With(simd, product))));
            }
        }
    }

    #[test]
    fn no_sum_leaves_its_bits() {
        for (largest, start) in [(1e-6, 0.0), (1.0, 5.0), (1e9, 1e12), (0.0, 0.0)] {
            let (mut matrix, most) = (matrix(512, 16, largest), 16_384.0);
            matrix.values_mut().iter_mut().skip(5).step_by(16).for_each(|value| *value = largest);
            let units = units(&[(&matrix, Range { unit: 0.5, most })], &[start; 16]);
            let weights = Weights::new(&matrix, 0.5, &units);
            for (column, unit) in units.iter().enumerate() {
                let factors = weights.lines.iter().flat_map(|line| line.0[column]).map(|factor| i64::from(factor).abs() * most as i64);
                assert!(factors.sum::<i64>() + i64::from((start / unit) as i32) < i64::from(i32::MAX), "{largest}");
            }
        }
    }

    #[test]
    fn rows_are_rounded_to_their_largest() {
        let mut scaled = Scaled::new(3, 4, 1_000.0);
        [[0.0; 4], [1.0, -2.0, 0.5, 0.001], [1e30, 0.0, -1e30, 1.0]].iter().enumerate().for_each(|(at, row)| scaled.set(at, row));
        let row = |at: usize| scaled.rows.values()[at * 16..at * 16 + 4].to_vec();
        assert_eq!([row(0), row(1), row(2)], [vec![0; 4], vec![500, -1_000, 250, 0], vec![1_000, 0, -1_000, 0]]);
        assert_eq!(scaled.units[1], 2.0 / 1_000.0);
    }
}
