//! Tensors by name, from a safetensors file.

use serde_json::Value;

/// A file of tensors.
pub struct Tensors<'a> {
    header: Value,
    values: &'a [u8],
}

impl<'a> Tensors<'a> {
    /// Reads the header of a file.
    pub fn read(file: &'a [u8]) -> Option<Self> {
        let (length, rest) = file.split_first_chunk::<8>()?;
        let (header, values) = rest.split_at_checked(usize::try_from(u64::from_le_bytes(*length)).ok()?)?;
        Some(Self { header: serde_json::from_slice(header).ok()?, values })
    }

    /// A tensor of `f32` with so many values; nothing if it is not there or is another one.
    pub fn floats(&self, name: &str, length: usize) -> Option<Vec<f32>> {
        let entry = self.entry(name)?;
        let (from, to) = (entry.number("/data_offsets/0")?, entry.number("/data_offsets/1")?);
        let bytes = self.values.get(from..to).filter(|bytes| length.checked_mul(4) == Some(bytes.len()))?;
        let floats = bytes.as_chunks::<4>().0.iter().map(|bytes| f32::from_le_bytes(*bytes));
        floats.map(|value| value.is_finite().then_some(value)).collect()
    }

    /// The rows and columns of a tensor.
    pub fn shape(&self, name: &str) -> Option<(usize, usize)> {
        let entry = self.entry(name)?;
        Some((entry.number("/shape/0")?, entry.number("/shape/1")?))
    }

    fn entry(&self, name: &str) -> Option<Entry<'_>> {
        self.header.get(name).filter(|entry| entry["dtype"] == "F32").map(Entry)
    }
}

/// What the header says of a tensor.
struct Entry<'a>(&'a Value);

impl Entry<'_> {
    fn number(&self, place: &str) -> Option<usize> {
        usize::try_from(self.0.pointer(place)?.as_u64()?).ok()
    }
}
