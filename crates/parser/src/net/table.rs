//! Tables of vectors in a byte a value, found by hashed keys.

use rustc_hash::FxHashMap;

/// A table of vectors.
#[derive(Clone, Debug)]
pub struct Table<'a> {
    rows: FxHashMap<u32, u32>,
    scales: Vec<f32>,
    values: &'a [u8],
    width: usize,
}

impl<'a> Table<'a> {
    /// Reads a table: its width and length, then all keys, all scales, all values.
    pub fn read(reader: &mut Reader<'a>) -> Option<Self> {
        let (width, length) = (reader.number()?, reader.number()?);
        let keys = reader.take(length.checked_mul(4)?)?;
        let rows = keys.as_chunks::<4>().0.iter().map(|key| u32::from_le_bytes(*key)).zip(0..).collect();
        let scales = reader.floats(length)?;
        Some(Self { rows, scales, values: reader.take(length.checked_mul(width)?)?, width })
    }

    /// How wide its vectors are.
    pub fn width(&self) -> usize {
        self.width
    }

    /// The row of a key.
    pub fn find(&self, key: u64) -> Option<u32> {
        self.rows.get(&short(key)).copied()
    }

    /// Adds a row, times a factor.
    pub fn add(&self, row: u32, factor: f32, onto: &mut [f32]) {
        let row = row as usize;
        let factor = factor * self.scales[row];
        for (onto, value) in onto.iter_mut().zip(&self.values[row * self.width..(row + 1) * self.width]) {
            *onto += factor * f32::from(value.cast_signed());
        }
    }
}

/// The part of a key that is stored.
pub fn short(key: u64) -> u32 {
    (key >> 32) as u32
}

/// Reads numbers off bytes.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a>(pub &'a [u8]);

impl<'a> Reader<'a> {
    /// The next bytes.
    pub fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    /// A whole number.
    pub fn number(&mut self) -> Option<usize> {
        usize::try_from(u32::from_le_bytes(self.take(4)?.try_into().ok()?)).ok()
    }

    /// A text with its length before it.
    pub fn text(&mut self) -> Option<&'a str> {
        let length = self.number()?;
        std::str::from_utf8(self.take(length)?).ok()
    }

    /// Numbers in two bytes each: the upper half of an `f32`; nothing if one of them is not finite.
    pub fn floats(&mut self, length: usize) -> Option<Vec<f32>> {
        let bytes = self.take(length.checked_mul(2)?)?;
        let floats = bytes.as_chunks::<2>().0.iter().map(|half| f32::from_bits(u32::from(u16::from_le_bytes(*half)) << 16));
        floats.map(|value| value.is_finite().then_some(value)).collect()
    }
}
