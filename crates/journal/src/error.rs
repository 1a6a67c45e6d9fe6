//! What can go wrong with a journal: the caller's fault, the disk's, and corruption, told apart.

use std::{io, path::PathBuf};

/// Why the journal cannot do what was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum JournalError {
    /// There is no store here.
    #[error("there is no store at {}; the first write creates one", .0.display())]
    Missing(PathBuf),
    /// The folder holds something else.
    #[error("{} holds files that are not an Asof store; choose an empty or new folder", .0.display())]
    NotAStore(PathBuf),
    /// Another process has the store open.
    #[error("the store at {} is in use by another process; close it, or wait until it is done", .0.display())]
    Locked(PathBuf),
    /// Written by a later version of Asof.
    #[error("the store at {} has format {found}, and this version reads up to {}; upgrade Asof to open it", .path.display(), crate::FORMAT)]
    Newer {
        /// Where the store is.
        path: PathBuf,
        /// Its format.
        found: u32,
    },
    /// What is on disk is not what was written.
    #[error("the store is damaged: {0}; restore it from a backup or an export")]
    Corrupt(#[from] Corruption),
    /// The disk refused.
    #[error("the disk refused: {0}")]
    Io(#[from] io::Error),
    /// A commit failed earlier, so that what is on disk is unknown.
    #[error("an earlier write failed, so no more are accepted; open the store again to go on from what is on disk")]
    Poisoned,
    /// What was to be erased is in no log any more, but its old files are still there.
    #[error("erased, but the old files at {} could not be removed ({}): remove that folder, or open the store again", .0.display(), .1)]
    NotRemoved(PathBuf, io::Error),
    /// One transaction is larger than can be written at once.
    #[error("{0} bytes in one transaction are too many; tell less at once")]
    TooLarge(usize),
}

/// What is on disk is not what was written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Corruption {
    /// A frame's checksum does not fit its bytes.
    #[error("a frame does not match its checksum (space {space}, transaction {tx})")]
    Checksum {
        /// The space.
        space: u32,
        /// The frame's first transaction.
        tx: u32,
    },
    /// A key or frame is not of the form that is written.
    #[error("a frame cannot be read: {0}")]
    Malformed(&'static str),
    /// A transaction is missing.
    #[error("transaction {expected} of space {space} is missing; the next one there is {found}")]
    Gap {
        /// The space.
        space: u32,
        /// The transaction that should have come.
        expected: u32,
        /// The one that came.
        found: u32,
    },
    /// The journal ends before where it was noted to end.
    #[error("space {space} ends at transaction {found}, and once ended at {expected}")]
    Truncated {
        /// The space.
        space: u32,
        /// Where it ended.
        expected: u32,
        /// Where it ends now.
        found: u32,
    },
    /// sled found its own files damaged.
    #[error("{0}")]
    Sled(String),
}
