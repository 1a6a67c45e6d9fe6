//! A table of vectors, a byte a number, with a weight for each row; `distil` writes what is read here.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

/// The first bytes of a table; the last is the version.
pub const MARK: &[u8; 8] = b"asofvec\x01";

/// A table, over the bytes it was read from.
#[derive(Debug, Default)]
pub struct Table {
    bytes: Cow<'static, [u8]>,
    /// Where the numbers are.
    values: Range<usize>,
    name: String,
    width: usize,
    scales: Vec<f32>,
    weights: Vec<f32>,
    lengths: OnceLock<Vec<f32>>,
}

impl Table {
    /// Reads a table: its name, width and number of rows, then a scale for each row, a weight for each, and all numbers.
    /// Nothing if it is damaged or of another version.
    pub fn read(bytes: Cow<'static, [u8]>) -> Option<Self> {
        let mut reader = Reader(bytes.strip_prefix(MARK)?);
        let length = reader.number()?;
        let name = std::str::from_utf8(reader.take(length)?).ok()?.to_owned();
        let (width, rows) = (reader.number()?, reader.number()?);
        let (scales, weights) = (reader.floats(rows)?, reader.floats(rows)?);
        let size = rows.checked_mul(width).filter(|size| 0 < width && *size == reader.0.len())?;
        let values = bytes.len() - size..bytes.len();
        Some(Self { bytes, values, name, width, scales, weights, lengths: OnceLock::new() })
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How many numbers a row has.
    pub fn width(&self) -> usize {
        self.width
    }

    /// How many rows it has.
    pub fn rows(&self) -> usize {
        self.scales.len()
    }

    /// The weight of a row; none for a row that is not there.
    pub fn weight(&self, row: u32) -> f32 {
        self.weights.get(row as usize).copied().unwrap_or_default()
    }

    /// What the numbers of a row are multiplied by; nothing for a row that is not there.
    pub fn scale(&self, row: u32) -> f32 {
        self.scales.get(row as usize).copied().unwrap_or_default()
    }

    /// Adds a row times a factor; a row that is not there is all zeros.
    pub fn add(&self, row: u32, factor: f32, onto: &mut [f32]) {
        let factor = factor * self.scale(row);
        for (onto, value) in onto.iter_mut().zip(self.row(row)) {
            *onto += factor * f32::from(value.cast_signed());
        }
    }

    /// The cosine of two rows.
    pub fn cosine(&self, left: u32, right: u32) -> f32 {
        let lengths = self.lengths.get_or_init(|| (0..self.rows() as u32).map(|row| (self.product(row, row) as f32).sqrt()).collect());
        match (lengths.get(left as usize), lengths.get(right as usize)) {
            (Some(one), Some(other)) if 0.0 < one * other => (self.product(left, right) as f32 / (one * other)).clamp(-1.0, 1.0),
            _ => 0.0,
        }
    }

    fn product(&self, left: u32, right: u32) -> i32 {
        let pairs = self.row(left).iter().zip(self.row(right));
        pairs.map(|(left, right)| i32::from(left.cast_signed()) * i32::from(right.cast_signed())).sum()
    }

    /// The numbers of a row, a byte each, with signs; none for a row that is not there.
    pub fn row(&self, row: u32) -> &[u8] {
        let values = self.bytes.get(self.values.clone()).unwrap_or_default();
        (row as usize).checked_mul(self.width).and_then(|start| values.get(start..)?.get(..self.width)).unwrap_or_default()
    }
}

/// Reads numbers off bytes.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn number(&mut self) -> Option<usize> {
        usize::try_from(u32::from_le_bytes(self.take(4)?.try_into().ok()?)).ok()
    }

    fn floats(&mut self, length: usize) -> Option<Vec<f32>> {
        let bytes = self.take(length.checked_mul(4)?)?;
        let floats = bytes.as_chunks::<4>().0.iter().map(|bytes| f32::from_le_bytes(*bytes));
        floats.map(|value| value.is_finite().then_some(value)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes() -> Vec<u8> {
        let mut bytes = MARK.to_vec();
        bytes.extend([4, 0, 0, 0]);
        bytes.extend(b"name");
        bytes.extend([2, 0, 0, 0, 3, 0, 0, 0]);
        [0.5_f32, 1.0, 2.0, 1.0, 0.0, 3.0].iter().for_each(|value| bytes.extend(value.to_le_bytes()));
        bytes.extend([3_i8, 4, 0, 0, -128, -128].map(i8::cast_unsigned));
        bytes
    }

    #[test]
    fn a_table_is_read() {
        let table = Table::read(bytes().into()).unwrap();
        assert_eq!((table.name(), table.width(), table.rows()), ("name", 2, 3));
        let mut sum = [1.0, 1.0];
        table.add(0, 2.0, &mut sum);
        table.add(3, 9.0, &mut sum);
        assert_eq!((sum, table.weight(2), table.weight(9)), ([4.0, 5.0], 3.0, 0.0));
        assert!((table.cosine(0, 2) + 0.989_95).abs() < 1e-4);
        assert_eq!((table.cosine(0, 1), table.cosine(0, 7), table.cosine(2, 2)), (0.0, 0.0, 1.0));
    }

    #[test]
    fn a_damaged_table_is_refused_or_read_without_harm() {
        for length in 0..bytes().len() {
            assert!(Table::read(bytes()[..length].to_vec().into()).is_none(), "{length}");
        }
        for (at, mask) in (0..bytes().len()).flat_map(|at| [(at, 0xff), (at, 0x80), (at, 1)]) {
            let mut bytes = bytes();
            bytes[at] ^= mask;
            if let Some(table) = Table::read(bytes.into()) {
                table.add(2, 1.0, &mut vec![0.0; table.width()]);
                assert!(table.cosine(0, 2).abs() <= 1.0);
            }
        }
    }
}
