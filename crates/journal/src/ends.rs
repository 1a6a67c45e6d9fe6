//! Where each space ends, noted beside the log: a line each, at a place of its own.

use std::{
    fs::{self, File},
    io::{Seek, SeekFrom, Write},
    path::Path,
};

use crate::log::SpaceNo;

/// The file that says so.
pub(crate) const ENDS_FILE: &str = "ends";
/// The bytes of a line: two numbers, padded, and what separates them.
const END_LINE: u64 = 22;

/// Where the spaces were noted to end.
pub(crate) fn noted_ends(file: &Path) -> Vec<(SpaceNo, u32)> {
    let text = fs::read_to_string(file).unwrap_or_default();
    let noted = text.lines().filter_map(|line| {
        let mut numbers = line.split_whitespace().map_while(|number| number.parse().ok());
        Some((SpaceNo(numbers.next()?), numbers.next()?))
    });
    noted.collect()
}

/// Notes where a space ends, after that is durable: so the note is never ahead of the log. It needs no flush of its own,
/// and a note that cannot be written costs only the comparison.
pub(crate) fn note_end(file: Option<&File>, space: SpaceNo, last: u32) {
    let Some(mut file) = file else { return };
    let line = format!("{:>10} {last:>10}\n", space.0);
    let _ = file.seek(SeekFrom::Start(u64::from(space.0) * END_LINE)).and_then(|_| file.write_all(line.as_bytes()));
}
