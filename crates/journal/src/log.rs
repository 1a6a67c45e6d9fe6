//! The log itself: spaces, appending, replaying, packing small frames together.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{self, File, OpenOptions},
    io,
    path::{Path, PathBuf},
};

use crate::{
    codec::{Reader, put},
    ends::{ENDS_FILE, note_end, noted_ends},
    error::{Corruption, JournalError},
    frame, place,
    record::{Record, Transaction, encode_transaction},
    replay::{SMALL, Small, Tail, last_told, reaches, replay},
    store::{Change, SledStore, Store, VolatileStore},
};

/// The newest format that this version reads, and writes where it needs to.
pub const FORMAT: u32 = 3;
/// The format of a new store. It is raised when the first record is told that needs a later one, so that earlier versions open
/// what they understand.
const FIRST_FORMAT: u32 = 1;

/// The file that says what the folder is.
const FORMAT_FILE: &str = "asof-store";
/// What it is called until it is complete.
const NEW_FORMAT_FILE: &str = "asof-store.new";
/// The first byte of the key of a space's name.
pub(crate) const SPACE: u8 = b's';
/// The first byte of the key of what is left of a space that was erased: its number.
pub(crate) const ERASED_SPACE: u8 = b'x';
/// So many small frames are packed together.
const PACK_FRAMES: usize = 64;
/// Before a large frame cuts them off, so many are.
const PACK_FEW: usize = 8;

/// A space's number within its store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SpaceNo(pub u32);

/// Whether opening may create.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Create the store if there is none.
    Create,
    /// There must be one.
    Existing,
}

/// Transactions of a space that are appended as one.
struct Group {
    space: SpaceNo,
    /// The last of them, and where they begin.
    last: u32,
    key: frame::Key,
    /// What they are in bytes.
    raw: Vec<u8>,
}

/// The log of every space of one store, with one writer.
pub struct Journal<S: Store = Box<dyn Store>> {
    pub(crate) store: S,
    /// Where the ends are noted, once they have been compared.
    pub(crate) ends_file: Option<File>,
    /// The folder with the file that says which format the store has, unless it is gone with the process.
    pub(crate) folder: Option<PathBuf>,
    /// The name of the folder in it where the log is.
    pub(crate) place: String,
    format: u32,
    pub(crate) spaces: BTreeMap<String, SpaceNo>,
    /// The spaces that were erased.
    pub(crate) erased: BTreeSet<SpaceNo>,
    pub(crate) ends: BTreeMap<SpaceNo, Tail>,
    pub(crate) poisoned: bool,
}

impl Journal {
    /// A journal that is gone with the process.
    ///
    /// # Errors
    /// None that can occur.
    pub fn volatile() -> Result<Self, JournalError> {
        Self::over(Box::new(VolatileStore::default()))
    }

    /// Opens the journal in a folder.
    ///
    /// # Errors
    /// [`JournalError`] when there is no store (and `mode` says so), when it is in use, damaged, or of a newer format.
    pub fn open(folder: &Path, mode: Mode) -> Result<Self, JournalError> {
        let format = match (read_format(folder)?, mode) {
            (Some(format), _) => format,
            (None, Mode::Existing) => return Err(JournalError::Missing(folder.into())),
            (None, Mode::Create) => create(folder)?,
        };
        let (store, place) = open_store(folder)?;
        let mut journal = Self::over(Box::new(store) as Box<dyn Store>)?;
        // An erasure by another process may have raised it since.
        let format = read_format(folder)?.unwrap_or(format);
        (journal.folder, journal.place, journal.format) = (Some(folder.into()), place, format);
        let ends = folder.join(ENDS_FILE);
        journal.check_ends(&ends)?;
        journal.sweep(folder)?;
        journal.ends_file = Some(OpenOptions::new().create(true).write(true).truncate(false).open(ends)?);
        Ok(journal)
    }
}

/// Opens the log in use. It may be changed for another between looking and locking, and what is found then is half removed: an
/// error counts only where nothing was changed.
pub(crate) fn open_store(folder: &Path) -> Result<(SledStore, String), JournalError> {
    let locked = |error| if matches!(error, JournalError::Locked(_)) { JournalError::Locked(folder.into()) } else { error };
    loop {
        let named = place::named(folder);
        let opened = place::current(folder).and_then(|place| Ok((SledStore::open(&folder.join(&place)).map_err(locked)?, place)));
        // Numbers only go up, so what is named the same was never anything else.
        if place::named(folder) == named {
            return opened;
        }
    }
}

fn read_format(folder: &Path) -> Result<Option<u32>, JournalError> {
    match fs::read(folder.join(FORMAT_FILE)) {
        Ok(bytes) => {
            let text = String::from_utf8_lossy(&bytes);
            let found = text.trim().strip_prefix("format ").and_then(|number| number.parse().ok());
            match found {
                Some(found) if FORMAT < found => Err(JournalError::Newer { path: folder.into(), found }),
                Some(found) => Ok(Some(found)),
                None => Err(Corruption::Malformed("the file `asof-store` does not name a format").into()),
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound && folder.join(place::FIRST).exists() => {
            Err(Corruption::Malformed("the file `asof-store` is missing").into())
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => Err(JournalError::NotAStore(folder.into())),
        Err(error) => Err(error.into()),
    }
}

fn create(folder: &Path) -> Result<u32, JournalError> {
    fs::create_dir_all(folder)?;
    let temporary = folder.join(NEW_FORMAT_FILE);
    for entry in fs::read_dir(folder)? {
        // A creation that was cut short leaves this, and nothing else.
        if entry?.path() != temporary {
            return Err(JournalError::NotAStore(folder.into()));
        }
    }
    write_format(folder, FIRST_FORMAT)?;
    Ok(FIRST_FORMAT)
}

/// Says which format the store has, at once or not at all, and durably.
fn write_format(folder: &Path, format: u32) -> io::Result<()> {
    let temporary = folder.join(NEW_FORMAT_FILE);
    fs::write(&temporary, format!("format {format}\n"))?;
    File::open(&temporary)?.sync_all()?;
    fs::rename(temporary, folder.join(FORMAT_FILE))?;
    place::sync_folder(folder)
}

/// The spaces by name, and the numbers of those that were erased.
pub(crate) fn read_spaces(store: &dyn Store) -> Result<(BTreeMap<String, SpaceNo>, BTreeSet<SpaceNo>), JournalError> {
    let (mut spaces, mut erased) = (BTreeMap::new(), BTreeSet::new());
    store.scan(&[SPACE], &mut |key, value| {
        let name = std::str::from_utf8(&key[1..]).map_err(|_| Corruption::Malformed("a space's name is not UTF-8"))?;
        spaces.insert(name.to_owned(), SpaceNo(Reader(value).small()?));
        Ok(())
    })?;
    store.scan(&[ERASED_SPACE], &mut |key, _| {
        let number = key[1..].try_into().map_err(|_| Corruption::Malformed("an erased space's number has the wrong form"))?;
        erased.insert(SpaceNo(u32::from_be_bytes(number)));
        Ok(())
    })?;
    Ok((spaces, erased))
}

impl<S: Store> Journal<S> {
    /// A journal over any store.
    ///
    /// # Errors
    /// What the store says.
    pub fn over(store: S) -> Result<Self, JournalError> {
        let (spaces, erased) = read_spaces(&store)?;
        Ok(Self {
            store,
            ends_file: None,
            folder: None,
            place: place::FIRST.into(),
            format: FIRST_FORMAT,
            spaces,
            erased,
            ends: BTreeMap::new(),
            poisoned: false,
        })
    }

    /// Compares where each space ends with where it was noted to end. sled takes damage near the end of its log for the
    /// end; the note tells the two apart. What comes before the end is checked when the space is read. A space that is noted has
    /// a name: names are lost as frames are, and who asks for one must not hear that there never was such a space.
    fn check_ends(&self, ends: &Path) -> Result<(), JournalError> {
        let named: BTreeSet<SpaceNo> = self.spaces.values().copied().collect();
        let mut noted = noted_ends(ends).into_iter().filter(|(space, _)| !self.erased.contains(space));
        noted.try_for_each(|(space, expected)| {
            reaches(space, self.last_told(space)?, expected)?;
            if named.contains(&space) { Ok(()) } else { Err(Corruption::Malformed("the name of a space is missing").into()) }
        })
    }

    /// Where each space ends at the least, by what was noted and by what was read.
    pub(crate) fn least_ends(&self) -> BTreeMap<SpaceNo, u32> {
        let noted = self.folder.as_deref().map(|folder| noted_ends(&folder.join(ENDS_FILE))).unwrap_or_default();
        let read = self.ends.iter().map(|(space, tail)| (*space, tail.last));
        let mut ends: BTreeMap<SpaceNo, u32> = self.spaces.values().map(|space| (*space, 0)).collect();
        for (space, last) in read.chain(noted).filter(|(space, _)| !self.erased.contains(space)) {
            let end = ends.entry(space).or_default();
            *end = last.max(*end);
        }
        ends
    }

    /// The spaces, by name.
    pub fn spaces(&self) -> impl Iterator<Item = (&str, SpaceNo)> {
        self.spaces.iter().map(|(name, number)| (name.as_str(), *number))
    }

    /// The number of a space, if there is one of this name.
    #[must_use]
    pub fn space(&self, name: &str) -> Option<SpaceNo> {
        self.spaces.get(name).copied()
    }

    /// The number of a space, which is created if need be.
    ///
    /// # Errors
    /// As [`Journal::append`].
    pub fn create_space(&mut self, name: &str) -> Result<SpaceNo, JournalError> {
        if let Some(space) = self.space(name) {
            return Ok(space);
        }
        let number = self.spaces.values().chain(&self.erased).map(|space| space.0 + 1).max().unwrap_or(0);
        let mut value = Vec::new();
        put(&mut value, number.into());
        self.commit(vec![Change::Put([&[SPACE], name.as_bytes()].concat(), value)])?;
        self.spaces.insert(name.into(), SpaceNo(number));
        Ok(SpaceNo(number))
    }

    /// The last transaction of a space; 0 when there is none.
    ///
    /// # Errors
    /// What the store says.
    pub fn last(&mut self, space: SpaceNo) -> Result<u32, JournalError> {
        if !self.ends.contains_key(&space) {
            self.replay(space, &mut |_| {})?;
        }
        Ok(self.ends.get(&space).map_or(0, |tail| tail.last))
    }

    /// The last transaction of a space by its last frame alone, without reading what comes before; 0 when there is none.
    ///
    /// # Errors
    /// What the store says, and [`JournalError::Corrupt`] when that frame does not read back.
    pub fn last_told(&self, space: SpaceNo) -> Result<u32, JournalError> {
        last_told(&self.store, space)
    }

    /// Writes transactions, which must follow on the last, and returns when they are durable.
    ///
    /// # Errors
    /// [`JournalError::Poisoned`] after an earlier failure, [`JournalError::TooLarge`] for more than fits one atomic
    /// batch, [`JournalError::Io`] when the disk refuses.
    pub fn append(&mut self, space: SpaceNo, transactions: &[Transaction]) -> Result<(), JournalError> {
        if transactions.is_empty() { Ok(()) } else { self.append_all(&[(space, transactions.iter().collect())]) }
    }

    /// Writes transactions of several spaces, each there once, and returns when they are durable: all of them, or none.
    ///
    /// # Errors
    /// As [`Journal::append`].
    pub fn append_all(&mut self, told: &[(SpaceNo, Vec<&Transaction>)]) -> Result<(), JournalError> {
        if self.poisoned {
            return Err(JournalError::Poisoned);
        }
        let (mut changes, mut groups) = (Vec::new(), Vec::new());
        for (space, transactions) in told {
            let Some(group) = self.seal(*space, transactions, &mut changes)? else { continue };
            groups.push(group);
        }
        // Of one space seal has seen to it.
        if 1 < groups.len() && frame::MOST_PARTS < changes.len() {
            return Err(JournalError::TooLarge(groups.iter().map(|group| group.raw.len()).sum()));
        }
        if !changes.is_empty() {
            self.commit(changes)?;
        }
        groups.into_iter().for_each(|group| self.appended(group));
        Ok(())
    }

    /// Makes frames of a space's transactions, which must follow on its last.
    fn seal(&mut self, space: SpaceNo, transactions: &[&Transaction], changes: &mut Vec<Change>) -> Result<Option<Group>, JournalError> {
        let (Some(first), Some(last)) = (transactions.first().map(|first| first.tx), transactions.last().map(|last| last.tx)) else {
            return Ok(None);
        };
        let expected = self.last(space)? + 1;
        if first != expected {
            return Err(Corruption::Gap { space: space.0, expected, found: first }.into());
        }
        self.raise_format(transactions)?;
        let mut raw = Vec::new();
        transactions.iter().for_each(|transaction| encode_transaction(&mut raw, transaction));
        let frames = frame::seal(space.0, first, last, &raw)?;
        let key = frames.first().map(|(key, _)| *key);
        changes.extend(frames.into_iter().map(|(key, frame)| Change::Put(key.bytes().into(), frame)));
        Ok(key.map(|key| Group { space, last, key, raw }))
    }

    /// Notes where a space ends since a group of it is durable, and packs its small frames.
    fn appended(&mut self, Group { space, last, key, raw }: Group) {
        let is_small = raw.len() < SMALL;
        let tail = self.ends.entry(space).or_default();
        tail.last = last;
        note_end(self.ends_file.as_ref(), space, last);
        if is_small {
            tail.small.push(Small { key, last, raw });
        }
        let packed = self.pack(space, if is_small { PACK_FRAMES } else { PACK_FEW });
        if !is_small {
            self.ends.entry(space).or_default().small.clear();
        }
        // What was told is durable, so that is what the caller hears; a journal poisoned by packing refuses the next write.
        debug_assert!(packed.is_ok() || self.poisoned);
    }

    /// Raises the store's format, before anything is written that readers of the old one would not understand.
    fn raise_format(&mut self, transactions: &[&Transaction]) -> Result<(), JournalError> {
        let needed = transactions.iter().flat_map(|transaction| &transaction.records).map(Record::format).max().unwrap_or(FIRST_FORMAT);
        self.raise_to(needed)
    }

    pub(crate) fn raise_to(&mut self, needed: u32) -> Result<(), JournalError> {
        if self.format < needed {
            self.folder.as_deref().map_or(Ok(()), |folder| write_format(folder, needed))?;
            self.format = needed;
        }
        Ok(())
    }

    /// Packs the last small frames into one, so that a journal of many small commits stays as small as one of few.
    fn pack(&mut self, space: SpaceNo, enough: usize) -> Result<(), JournalError> {
        let Some(tail) = self.ends.get_mut(&space).filter(|tail| enough <= tail.small.len()) else { return Ok(()) };
        let small = std::mem::take(&mut tail.small);
        let Some(first) = small.first().map(|small| small.key.first) else { return Ok(()) };
        let last = small.last().map_or(first, |small| small.last);
        let group: Vec<u8> = small.iter().flat_map(|small| small.raw.iter().copied()).collect();
        let frames = frame::seal(space.0, first, last, &group)?;
        let written: Vec<[u8; 11]> = frames.iter().map(|(key, _)| key.bytes()).collect();
        let gone = small.iter().map(|small| small.key.bytes()).filter(|key| !written.contains(key));
        let mut changes: Vec<Change> = gone.map(|key| Change::Remove(key.into())).collect();
        changes.extend(frames.into_iter().map(|(key, frame)| Change::Put(key.bytes().into(), frame)));
        self.commit(changes)
    }

    fn commit(&mut self, changes: Vec<Change>) -> Result<(), JournalError> {
        if self.poisoned {
            return Err(JournalError::Poisoned);
        }
        self.poisoned = true;
        self.store.commit(changes)?;
        self.poisoned = false;
        Ok(())
    }

    /// Calls back with every transaction of a space, in order.
    ///
    /// # Errors
    /// [`JournalError::Corrupt`] where a frame does not read back, or a transaction is missing.
    pub fn replay(&mut self, space: SpaceNo, each: &mut dyn FnMut(&Transaction)) -> Result<(), JournalError> {
        let tail = replay(&self.store, space, each)?;
        self.ends.insert(space, tail);
        Ok(())
    }

    /// How many bytes the journal takes on disk.
    #[must_use]
    pub fn size_on_disk(&self) -> u64 {
        self.store.size_on_disk()
    }
}

#[cfg(test)]
mod tests;
