//! The vectors of passages on disk: rows appended in blocks with a checksum each, so that opening need not embed anew. Made from
//! the journal like all of the index: what does not fit is left out and made again.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    path::Path,
};

use crc32fast::hash;

const NAME: &str = "vectors";
const MAGIC: &[u8] = b"asof vectors 1\n";

/// The bytes before the first block: they differ for each model and width.
fn header(model: &str, width: usize) -> Vec<u8> {
    let mut header = MAGIC.to_vec();
    header.extend(format!("{model} {width}\n").bytes());
    header
}

/// Reads the rows of a model, as many as are whole; each is `row` bytes.
pub(crate) fn read(folder: &Path, model: &str, width: usize, row: usize) -> Vec<u8> {
    let Ok(bytes) = fs::read(folder.join(NAME)) else { return Vec::new() };
    let Some(mut rest) = bytes.strip_prefix(header(model, width).as_slice()) else { return Vec::new() };
    let mut rows = Vec::with_capacity(rest.len());
    while let Some((block, after)) = block(rest, row) {
        rows.extend_from_slice(block);
        rest = after;
    }
    rows
}

/// The first block's rows and what follows it, if it is whole.
fn block(bytes: &[u8], row: usize) -> Option<(&[u8], &[u8])> {
    let (head, rest) = bytes.split_first_chunk::<8>()?;
    let [a, b, c, d, sum @ ..] = *head;
    let length = usize::try_from(u32::from_le_bytes([a, b, c, d])).ok()?.checked_mul(row)?;
    let (rows, after) = rest.split_at_checked(length)?;
    (hash(rows) == u32::from_le_bytes(sum)).then_some((rows, after))
}

/// Appends rows to those that are there, or writes the file anew.
pub(crate) fn append(folder: &Path, (model, width): (&str, usize), rows: &[u8], row: usize, anew: bool) -> io::Result<()> {
    let path = folder.join(NAME);
    let mut bytes = if anew { header(model, width) } else { Vec::new() };
    let count = u32::try_from(rows.len() / row.max(1)).map_err(io::Error::other)?;
    bytes.extend(count.to_le_bytes());
    bytes.extend(hash(rows).to_le_bytes());
    bytes.extend_from_slice(rows);
    let mut file = OpenOptions::new().create(true).write(true).append(!anew).truncate(anew).open(path)?;
    file.write_all(&bytes)
}

#[cfg(test)]
mod tests {
    use super::{append, read};

    #[test]
    fn rows_come_back_as_far_as_they_are_whole() {
        let folder = tempfile::tempdir().unwrap();
        append(folder.path(), ("m", 2), &[1, 2, 3, 4], 2, true).unwrap();
        append(folder.path(), ("m", 2), &[5, 6], 2, false).unwrap();
        assert_eq!(read(folder.path(), "m", 2, 2), [1, 2, 3, 4, 5, 6]);
        assert!(read(folder.path(), "other", 2, 2).is_empty());
        let path = folder.path().join("vectors");
        let mut bytes = std::fs::read(&path).unwrap();
        bytes.pop();
        std::fs::write(&path, &bytes).unwrap();
        assert_eq!(read(folder.path(), "m", 2, 2), [1, 2, 3, 4]);
    }
}
