//! Makes the table from WordNet's files: reads them, chooses what is of use, packs it.

mod choose;
mod pack;
mod wordnet;

use std::io;
use std::path::Path;

/// Reads WordNet's `dict` folder and gives the bytes of the table.
///
/// # Errors
/// If a file cannot be read, or has a line that is not as WordNet's are.
pub fn build(folder: &Path) -> io::Result<Vec<u8>> {
    let wordnet = wordnet::WordNet::read(folder)?;
    pack::pack(&choose::choose(&wordnet))
}
