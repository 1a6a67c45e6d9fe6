//! Vectors kept in 8 bits, looked through by their signs: the best by signs are compared in full.

use pulp::Arch;

/// So many of the best by their signs are compared in full, for each one wanted and each 256 values of a row.
const RESCORED: usize = 4;
/// The mean and spread of likeness are taken over so many rows, evenly spread over all.
const SAMPLE: usize = 1_024;
const SIGNS: usize = 4;
/// Farther than any two are.
const FAR: u16 = u16::MAX;

/// Rows of vectors of one width.
#[derive(Debug, Default)]
pub(crate) struct Quantised {
    /// What the processor can do: the loops over rows are compiled for each kind.
    arch: Arch,
    width: usize,
    /// Rows of 8-bit values with signs, each row by its own scale.
    values: Vec<u8>,
    scales: Vec<f32>,
    /// For each row the signs of its values.
    signs: Vec<[u64; SIGNS]>,
    /// The rows that tell how alike all are to a vector.
    sample: Sample,
}

/// Rows evenly spread over all, side by side: every question reads them.
#[derive(Debug, Default)]
struct Sample {
    /// Each so manieth is there.
    step: usize,
    values: Vec<u8>,
    scales: Vec<f32>,
}

/// How alike rows are to a vector, at the mean, and how far that spreads.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
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

impl Quantised {
    /// None yet, of a width that is a multiple of 8.
    pub fn new(width: usize) -> Self {
        Self { width, ..Self::default() }
    }

    /// How many values a row has.
    pub fn width(&self) -> usize {
        self.width
    }

    /// How many rows there are.
    pub fn count(&self) -> u32 {
        u32::try_from(self.scales.len()).unwrap_or(u32::MAX)
    }

    /// A row's values, and what to multiply them by.
    pub fn row(&self, row: u32) -> (&[u8], f32) {
        let start = row as usize * self.width;
        let values = self.values.get(start..start + self.width).unwrap_or_default();
        (values, self.scales.get(row as usize).copied().unwrap_or_default())
    }

    /// Adds a vector.
    pub fn add(&mut self, vector: &[f32]) {
        self.width = self.width.max(vector.len());
        let most = vector.iter().fold(f32::MIN_POSITIVE, |most, value| most.max(value.abs()));
        let scale = most / 127.0;
        self.values.extend(vector.iter().map(|value| ((value / scale).round() as i8).cast_unsigned()));
        self.values.resize((self.scales.len() + 1) * self.width, 0);
        self.scales.push(scale);
        self.signs.push(signs(vector.iter().map(|value| *value < 0.0)));
        self.sample_last();
    }

    /// Adds a row as [`Quantised::row`] gives it.
    pub fn add_row(&mut self, values: &[u8], scale: f32) {
        self.values.extend_from_slice(values);
        self.values.resize((self.scales.len() + 1) * self.width, 0);
        self.scales.push(scale);
        self.signs.push(signs(values.iter().map(|value| value.cast_signed() < 0)));
        self.sample_last();
    }

    /// Keeps the sample one of all rows, where one was added.
    fn sample_last(&mut self) {
        let count = self.scales.len();
        let step = step(count);
        if step != self.sample.step {
            self.sample = Sample { step, ..Sample::default() };
            (0..count).step_by(step).for_each(|row| self.sample_row(row));
        } else if (count - 1).is_multiple_of(step) {
            self.sample_row(count - 1);
        }
    }

    fn sample_row(&mut self, row: usize) {
        self.sample.values.extend_from_slice(&self.values[row * self.width..(row + 1) * self.width]);
        self.sample.scales.push(self.scales[row]);
    }

    /// How alike a row is to a vector of length 1.
    pub fn likeness(&self, row: u32, vector: &[f32]) -> f32 {
        let (values, scale) = self.row(row);
        scale * self.arch.dispatch(|| product(values, vector))
    }

    /// How alike the rows are to a vector in general.
    pub fn spread(&self, vector: &[f32], size: u32) -> Spread {
        let size = self.count().min(size) as usize;
        let sample: Vec<f32> = if size == self.scales.len() {
            let rows = self.sample.values.chunks_exact(self.width.max(1)).zip(&self.sample.scales);
            rows.map(|(values, scale)| scale * self.arch.dispatch(|| product(values, vector))).collect()
        } else {
            (0..size).step_by(step(size)).map(|row| self.likeness(row as u32, vector)).collect()
        };
        Spread::of(sample.iter().copied())
    }

    /// The rows most alike to a vector, of the first so many and of those kept: found by their signs, compared in full. Whether one
    /// may be kept is told at once; whether it is kept may be long to tell.
    pub fn nearest(&self, vector: &[f32], size: u32, most: usize, may: impl Fn(u32) -> bool, keeps: impl Fn(u32) -> bool) -> Vec<u32> {
        let own = signs(vector.iter().map(|value| *value < 0.0));
        let size = self.count().min(size) as usize;
        let mut differences = vec![0_u16; size];
        self.arch.dispatch(|| differ(&own, &self.signs[..size], &mut differences));
        // Of wide rows the signs tell less.
        let mut wanted = most * RESCORED * self.width.div_ceil(64 * SIGNS).max(1);
        loop {
            let least = least_of(&differences, wanted);
            let near = self.by_likeness(within(&differences, least).into_iter().filter(|&row| may(row)), vector);
            // Only the best are asked about.
            let kept: Vec<u32> = near.into_iter().map(|(row, _)| row).filter(|&row| keeps(row)).take(most).collect();
            // Where much of what is near is not kept, one looks further.
            if most <= kept.len() || least == FAR {
                return kept;
            }
            wanted *= RESCORED;
        }
    }

    fn by_likeness(&self, rows: impl Iterator<Item = u32>, vector: &[f32]) -> Vec<(u32, f32)> {
        let mut near: Vec<(u32, f32)> = rows.map(|row| (row, self.likeness(row, vector))).collect();
        near.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        near
    }
}

/// Of so many rows each so manieth is in a sample.
fn step(rows: usize) -> usize {
    rows.div_ceil(SAMPLE).max(1)
}

/// The difference that at least so many, and few more, do not exceed; [`FAR`] where there are not so many.
fn least_of(differences: &[u16], wanted: usize) -> u16 {
    // Those that a few tell to be small are nearly always enough: they alone are counted.
    let most = small(differences, wanted);
    let few: Vec<u16> =
        if most < FAR { within(differences, most).iter().map(|&at| differences[at as usize]).collect() } else { Vec::new() };
    counted(if wanted <= few.len() { &few } else { differences }, wanted)
}

/// What some times as many as are wanted hardly exceed, as far as differences here and there tell.
fn small(differences: &[u16], wanted: usize) -> u16 {
    const TIMES: usize = 3;
    let mut some: Vec<u16> = differences.iter().step_by(step(differences.len())).copied().collect();
    let place = TIMES * (1 + wanted * some.len() / differences.len().max(1));
    if place < some.len() { *some.select_nth_unstable(place).1 } else { FAR }
}

/// As [`least_of`], of all.
fn counted(differences: &[u16], wanted: usize) -> u16 {
    // Many are near the mean: counted in four places by turns, one need not wait for the one before.
    let mut counts = [[0_usize; 64 * SIGNS + 1]; 4];
    for differences in differences.chunks(counts.len()) {
        for (counts, &difference) in counts.iter_mut().zip(differences) {
            counts[usize::from(difference)] += 1;
        }
    }
    let mut within = 0;
    let enough = (0..=64 * SIGNS).position(|difference| {
        within += counts.iter().map(|counts| counts[difference]).sum::<usize>();
        wanted <= within
    });
    enough.and_then(|least| u16::try_from(least).ok()).unwrap_or(FAR)
}

/// The places of the differences that do not exceed one, which are few.
fn within(differences: &[u16], least: u16) -> Vec<u32> {
    const BLOCK: usize = 64;
    let mut found = Vec::new();
    for (first, block) in (0_u32..).step_by(BLOCK).zip(differences.chunks(BLOCK)) {
        // Of most blocks none does: that is told of many at once.
        if block.iter().fold(FAR, |least, difference| least.min(*difference)) <= least {
            found.extend((first..).zip(block).filter(|(_, difference)| **difference <= least).map(|(at, _)| at));
        }
    }
    found
}

/// In how many signs each row differs from one. Nothing is called here but what is sure to be compiled in place: a call would
/// be left to the plainest of processors.
#[inline(always)]
fn differ(own: &[u64; SIGNS], rows: &[[u64; SIGNS]], differences: &mut [u16]) {
    let mut at = 0;
    while at < rows.len() && at < differences.len() {
        let (row, mut sum, mut place) = (&rows[at], 0, 0);
        while place < SIGNS {
            sum += (own[place] ^ row[place]).count_ones();
            place += 1;
        }
        differences[at] = sum as u16;
        at += 1;
    }
}

/// The product of a row of values with signs and a vector, in eight sums side by side; compiled in place as [`differ`] is.
#[inline(always)]
pub(crate) fn product(row: &[u8], vector: &[f32]) -> f32 {
    let (row, vector) = (row.as_chunks::<8>().0, vector.as_chunks::<8>().0);
    let mut sums = [0.0_f32; 8];
    let mut at = 0;
    while at < row.len() && at < vector.len() {
        let (values, others, mut lane) = (&row[at], &vector[at], 0);
        while lane < 8 {
            sums[lane] += f32::from(values[lane].cast_signed()) * others[lane];
            lane += 1;
        }
        at += 1;
    }
    sums.iter().sum()
}

/// The signs of up to 256 values, a bit each.
fn signs(negative: impl Iterator<Item = bool>) -> [u64; SIGNS] {
    let mut signs = [0; SIGNS];
    for (at, negative) in negative.take(64 * SIGNS).enumerate() {
        signs[at / 64] |= u64::from(negative) << (at % 64);
    }
    signs
}
