//! Rows on disk of what is read of each passage once, so that opening need not read it anew: appended in blocks with a checksum each.
//! Made from the journal like all of the index: what does not fit is left out and made again.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::Path,
};

use crc32fast::hash;

/// A file of rows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rows<'a> {
    pub folder: &'a Path,
    pub name: &'static str,
    /// The model that they were made by, and the width of its vectors.
    pub model: &'a str,
    pub width: usize,
    /// The bytes of a row.
    pub row: usize,
}

impl Rows<'_> {
    /// The bytes before the first block: they differ for each model and width.
    fn header(&self) -> Vec<u8> {
        format!("asof {} 1\n{} {}\n", self.name, self.model, self.width).into_bytes()
    }

    /// Reads the rows, as many as are whole. What follows is cut off, for it would hide what is appended later.
    pub fn read(&self) -> Vec<u8> {
        let path = self.folder.join(self.name);
        let Ok(bytes) = fs::read(&path) else { return Vec::new() };
        let Some(mut rest) = bytes.strip_prefix(self.header().as_slice()) else { return Vec::new() };
        let mut rows = Vec::with_capacity(rest.len());
        while let Some((block, after)) = block(rest, self.row) {
            rows.extend_from_slice(block);
            rest = after;
        }
        if !rest.is_empty() {
            // Where it cannot be cut, rows are made again at every opening.
            drop(OpenOptions::new().write(true).open(path).and_then(|file| file.set_len((bytes.len() - rest.len()) as u64)));
        }
        rows
    }

    /// Appends rows to those that are there, or writes the file anew: what was there goes when all of that is written.
    pub fn append(&self, rows: &[u8], anew: bool) -> io::Result<()> {
        let path = self.folder.join(self.name);
        let mut bytes = if anew { self.header() } else { Vec::new() };
        let count = u32::try_from(rows.len() / self.row.max(1)).map_err(io::Error::other)?;
        bytes.extend(count.to_le_bytes());
        bytes.extend(hash(rows).to_le_bytes());
        bytes.extend_from_slice(rows);
        if anew {
            let fresh = self.folder.join(format!("{}.new", self.name));
            return put_in_place(&bytes, &fresh, &path).inspect_err(|_| drop(fs::remove_file(&fresh)));
        }
        let mut file = OpenOptions::new().create(true).append(true).open(path)?;
        let before = file.metadata()?.len();
        file.write_all(&bytes).inspect_err(|_| drop(file.set_len(before)))
    }
}

fn put_in_place(bytes: &[u8], fresh: &Path, path: &Path) -> io::Result<()> {
    let mut file = File::create(fresh)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(fresh, path)
}

/// The first block's rows and what follows it, if it is whole.
fn block(bytes: &[u8], row: usize) -> Option<(&[u8], &[u8])> {
    let (head, rest) = bytes.split_first_chunk::<8>()?;
    let [a, b, c, d, sum @ ..] = *head;
    let length = usize::try_from(u32::from_le_bytes([a, b, c, d])).ok()?.checked_mul(row)?;
    let (rows, after) = rest.split_at_checked(length)?;
    (hash(rows) == u32::from_le_bytes(sum)).then_some((rows, after))
}

#[cfg(test)]
mod tests {
    use super::Rows;

    #[test]
    fn rows_come_back_as_far_as_they_are_whole() {
        let folder = tempfile::tempdir().unwrap();
        let rows = Rows { folder: folder.path(), name: "rows", model: "m", width: 2, row: 2 };
        rows.append(&[1, 2, 3, 4], true).unwrap();
        rows.append(&[5, 6], false).unwrap();
        assert_eq!(rows.read(), [1, 2, 3, 4, 5, 6]);
        assert!(Rows { model: "other", ..rows }.read().is_empty());
        let path = folder.path().join("rows");
        let mut bytes = std::fs::read(&path).unwrap();
        bytes.pop();
        std::fs::write(&path, &bytes).unwrap();
        assert_eq!(rows.read(), [1, 2, 3, 4]);
        rows.append(&[7, 8], false).unwrap();
        assert_eq!(rows.read(), [1, 2, 3, 4, 7, 8]);
        // The disk refuses to write them anew: a folder stands in the way.
        let fresh = folder.path().join("rows.new");
        std::fs::create_dir(&fresh).unwrap();
        assert!(rows.append(&[9, 9], true).is_err());
        assert_eq!(rows.read(), [1, 2, 3, 4, 7, 8], "what was there stays");
        std::fs::remove_dir(&fresh).unwrap();
        rows.append(&[9, 9], true).unwrap();
        assert_eq!((rows.read(), fresh.exists()), (vec![9, 9], false));
    }
}
