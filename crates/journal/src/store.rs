//! The narrow door to the disk: sorted keys, atomic durable batches, scans. Small enough to inject faults through.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io,
    path::Path,
    sync::{Mutex, MutexGuard, PoisonError},
};

use crate::error::{Corruption, JournalError};

/// One change of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Writes a value.
    Put(Vec<u8>, Vec<u8>),
    /// Removes a key.
    Remove(Vec<u8>),
}

/// What is called with each key and value of a scan.
pub type Each<'e> = &'e mut dyn FnMut(&[u8], &[u8]) -> Result<(), JournalError>;

/// A key with its value.
pub type Entry = (Vec<u8>, Vec<u8>);

/// Sorted keys on disk.
pub trait Store: Send + Sync {
    /// Applies all changes or none, and returns when they are durable.
    ///
    /// # Errors
    /// Whatever the disk says; what is on disk is then unknown until the store is opened again.
    fn commit(&self, changes: Vec<Change>) -> io::Result<()>;

    /// Calls back with every key and value under a prefix, in order.
    ///
    /// # Errors
    /// What the disk says, what sled says of its files, and the first error of the callback.
    fn scan(&self, prefix: &[u8], each: Each<'_>) -> Result<(), JournalError>;

    /// The last key and value under a prefix.
    ///
    /// # Errors
    /// As [`Store::scan`].
    fn last(&self, prefix: &[u8]) -> Result<Option<Entry>, JournalError>;

    /// How many bytes the store takes on disk.
    fn size_on_disk(&self) -> u64;
}

impl Store for Box<dyn Store> {
    fn commit(&self, changes: Vec<Change>) -> io::Result<()> {
        self.as_ref().commit(changes)
    }

    fn scan(&self, prefix: &[u8], each: Each<'_>) -> Result<(), JournalError> {
        self.as_ref().scan(prefix, each)
    }

    fn last(&self, prefix: &[u8]) -> Result<Option<Entry>, JournalError> {
        self.as_ref().last(prefix)
    }

    fn size_on_disk(&self) -> u64 {
        self.as_ref().size_on_disk()
    }
}

/// A store that is gone with the process: for trying things out, and for tests.
#[derive(Debug, Default)]
pub struct VolatileStore(Mutex<BTreeMap<Vec<u8>, Vec<u8>>>);

impl VolatileStore {
    fn pages(&self) -> MutexGuard<'_, BTreeMap<Vec<u8>, Vec<u8>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store for VolatileStore {
    fn commit(&self, changes: Vec<Change>) -> io::Result<()> {
        let mut pages = self.pages();
        for change in changes {
            match change {
                Change::Put(key, value) => pages.insert(key, value),
                Change::Remove(key) => pages.remove(&key),
            };
        }
        Ok(())
    }

    fn scan(&self, prefix: &[u8], each: Each<'_>) -> Result<(), JournalError> {
        self.pages().iter().filter(|(key, _)| key.starts_with(prefix)).try_for_each(|(key, value)| each(key, value))
    }

    fn last(&self, prefix: &[u8]) -> Result<Option<Entry>, JournalError> {
        let pages = self.pages();
        let last = pages.iter().rfind(|(key, _)| key.starts_with(prefix));
        Ok(last.map(|(key, value)| (key.clone(), value.clone())))
    }

    fn size_on_disk(&self) -> u64 {
        0
    }
}

/// The store on sled 0.34: one tree, explicit flushes by the one writer.
#[derive(Debug)]
pub struct SledStore(sled::Db);

/// Bytes of pages that sled keeps in memory: the log is read once, at opening, so little is worth keeping.
const CACHE: u64 = 8 << 20;

impl SledStore {
    /// Opens or creates the files in a folder.
    ///
    /// # Errors
    /// [`JournalError::Locked`] when another process has them open, [`JournalError::Corrupt`] when sled finds them damaged.
    pub fn open(folder: &Path) -> Result<Self, JournalError> {
        for _ in 0..TRIES {
            match Self::try_open(folder) {
                Err(JournalError::Locked(_)) => std::thread::sleep(PAUSE),
                Err(JournalError::Corrupt(_)) if remove_unfinished(folder)? => {}
                opened => return opened,
            }
        }
        Self::try_open(folder)
    }

    fn try_open(folder: &Path) -> Result<Self, JournalError> {
        let config = sled::Config::new().path(folder).cache_capacity(CACHE).flush_every_ms(None);
        let opened = guarded(|| config.open());
        opened?.map(Self).map_err(|error| {
            let locked = matches!(&error, sled::Error::Io(error) if is_lock(error));
            if locked { JournalError::Locked(folder.into()) } else { from_sled(error) }
        })
    }
}

/// How often a lock is tried, and how long is waited in between: sled lets go of its lock in a thread of its own, a moment after a
/// store is closed, and whoever opens it again at once should not be told that it is in use.
const TRIES: u32 = 20;
const PAUSE: std::time::Duration = std::time::Duration::from_millis(25);

/// How the name of a snapshot ends that sled has not finished. Killed meanwhile, or on a full disk, sled leaves it; and takes it for the
/// newest snapshot when it opens its files again, though the one before is good, as is the log.
const UNFINISHED: &str = ".generating";

/// Removes snapshots that were never finished, unless somebody has the store open, who may be at one; whether there were any.
fn remove_unfinished(folder: &Path) -> io::Result<bool> {
    let Ok(lock) = File::open(folder.join(SLED_LOG)) else { return Ok(false) };
    if lock.try_lock().is_err() {
        return Ok(false);
    }
    let mut removed = false;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().ends_with(UNFINISHED) {
            fs::remove_file(entry.path())?;
            removed = true;
        }
    }
    Ok(removed)
}

/// The file of sled's that it locks.
const SLED_LOG: &str = "db";

/// sled reports damage it did not expect by panicking; to the caller that is damage all the same.
pub(crate) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, JournalError> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(work))
        .map_err(|_| Corruption::Sled("sled could not make sense of its files".into()).into())
}

fn is_lock(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::WouldBlock || error.to_string().contains("could not acquire lock")
}

fn from_sled(error: sled::Error) -> JournalError {
    match error {
        // Files that end before sled's own records do.
        sled::Error::Io(error) if error.kind() == io::ErrorKind::UnexpectedEof => Corruption::Sled("its files are cut short".into()).into(),
        sled::Error::Io(error) => JournalError::Io(error),
        sled::Error::Corruption { .. } => Corruption::Sled("its files do not fit together".into()).into(),
        other @ (sled::Error::CollectionNotFound(_) | sled::Error::Unsupported(_) | sled::Error::ReportableBug(_)) => {
            Corruption::Sled(other.to_string()).into()
        }
    }
}

impl Store for SledStore {
    fn commit(&self, changes: Vec<Change>) -> io::Result<()> {
        let mut batch = sled::Batch::default();
        for change in changes {
            match change {
                Change::Put(key, value) => batch.insert(key, value),
                Change::Remove(key) => batch.remove(key),
            }
        }
        let io = |error: sled::Error| io::Error::other(error.to_string());
        let written = guarded(|| self.0.apply_batch(batch).and_then(|()| self.0.flush()));
        written.map_err(io::Error::other)?.map(drop).map_err(io)
    }

    fn scan(&self, prefix: &[u8], each: Each<'_>) -> Result<(), JournalError> {
        guarded(|| {
            for entry in self.0.scan_prefix(prefix) {
                let (key, value) = entry.map_err(from_sled)?;
                each(&key, &value)?;
            }
            Ok(())
        })?
    }

    fn last(&self, prefix: &[u8]) -> Result<Option<Entry>, JournalError> {
        let last = guarded(|| self.0.scan_prefix(prefix).next_back())?.transpose().map_err(from_sled)?;
        Ok(last.map(|(key, value)| (key.to_vec(), value.to_vec())))
    }

    fn size_on_disk(&self) -> u64 {
        self.0.size_on_disk().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snapshot_that_was_never_finished_does_no_harm() {
        let folder = tempfile::tempdir().unwrap();
        let told = || vec![Change::Put(b"key".to_vec(), b"value".to_vec())];
        let opened = || {
            let store = SledStore::open(folder.path()).unwrap();
            assert_eq!(store.last(b"key").unwrap(), Some((b"key".to_vec(), b"value".to_vec())));
        };
        SledStore::open(folder.path()).unwrap().commit(told()).unwrap();
        opened();
        for unfinished in [&b""[..], b"cut", &[7; 4_000]] {
            fs::write(folder.path().join("snap.00000000FFFFFFFF.generating"), unfinished).unwrap();
            opened();
        }
    }

    #[test]
    fn a_snapshot_that_somebody_is_at_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let _open = SledStore::open(folder.path()).unwrap();
        let unfinished = folder.path().join("snap.00000000FFFFFFFF.generating");
        fs::write(&unfinished, "").unwrap();
        assert!(matches!(SledStore::open(folder.path()), Err(JournalError::Locked(_))));
        assert!(!remove_unfinished(folder.path()).unwrap() && unfinished.exists());
    }
}
