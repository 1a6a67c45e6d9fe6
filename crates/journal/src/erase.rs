//! Erasure: what survives is written into a fresh log beside the old one, which is then changed for it and removed.
//!
//! sled leaves old bytes in its files, so nothing is erased where it stands. A kill at any moment leaves either the whole old
//! store or the whole new one (see [`place`]); what is left over beside it goes with the next opening. Both logs are locked while
//! there are two, so nobody else comes in between.

use std::{
    collections::BTreeMap,
    io, mem,
    panic::{self, AssertUnwindSafe},
    path::Path,
};

use crate::{
    codec::Reader,
    ends::note_end,
    error::{Corruption, JournalError},
    frame::{self, FRAME, Key},
    log::{ERASED_SPACE, FORMAT, Journal, SPACE, SpaceNo, read_spaces},
    place,
    record::{Transaction, encode_transaction},
    replay::{read_whole, replay},
    store::{Change, SledStore, Store, VolatileStore, guarded},
};

/// So many bytes of records are gathered into one group.
const GROUP: usize = 12 << 10;
/// So many frames are written in one batch.
const FRAMES: usize = 256;

/// What is done with each transaction of a space: what is left of it. Its number and its time stay.
pub type Weed<'w> = &'w mut dyn FnMut(Transaction) -> Transaction;
/// What is called once everything is written and before anything is changed: the last moment to refuse.
pub type Ready<'r> = &'r mut dyn FnMut() -> io::Result<()>;

impl Journal {
    /// Writes the log anew, with what `weed` leaves of each transaction of a space, and `then` one more of it. Returns when no file
    /// of the log holds anything else.
    ///
    /// # Errors
    /// What the disk says; the journal is as it was then, but for [`JournalError::NotRemoved`], which says that the old files
    /// are still there, and for [`JournalError::Poisoned`] from then on, where it is not known which log is in use.
    pub fn erase(&mut self, space: SpaceNo, weed: Weed<'_>, then: Transaction, ready: Ready<'_>) -> Result<(), JournalError> {
        let last = then.tx;
        let mut then = Some(then);
        let mut ends = self.least_ends();
        ends.insert(space, last);
        self.renew(&mut |from, to| copy_weeded(from, to, space, weed, then.take()), &ends, ready)?;
        note_end(self.ends_file.as_ref(), space, last);
        Ok(())
    }

    /// Writes the log anew without a space: its name goes too, and its number is never used again.
    ///
    /// # Errors
    /// As [`Journal::erase`].
    pub fn erase_space(&mut self, space: SpaceNo, ready: Ready<'_>) -> Result<(), JournalError> {
        let tombstone = || Change::Put([&[ERASED_SPACE][..], &space.0.to_be_bytes()].concat(), Vec::new());
        // Not looked at: a space that is damaged may go.
        let mut ends = self.least_ends();
        ends.remove(&space);
        self.renew(
            &mut |from, to| {
                copy_others(from, to, space, true)?;
                Ok(to.commit(vec![tombstone()])?)
            },
            &ends,
            ready,
        )
    }

    /// Removes what an erasure left over, once the log in use was read whole.
    pub(crate) fn sweep(&self, folder: &Path) -> Result<(), JournalError> {
        let left = place::left_over(folder, &self.place)?;
        if !left.is_empty() {
            read_whole(&self.store, &self.least_ends())?;
        }
        Ok(place::sweep(folder, &left)?)
    }

    fn renew(&mut self, write: Write<'_>, ends: &Ends, ready: Ready<'_>) -> Result<(), JournalError> {
        if self.poisoned {
            return Err(JournalError::Poisoned);
        }
        let done = match self.folder.clone() {
            Some(folder) => self.renew_on_disk(&folder, write, ends, ready),
            None => self.renew_in_memory(write, ends, ready),
        };
        if matches!(done, Ok(()) | Err(JournalError::NotRemoved(..))) {
            // What is known of the old log means nothing in the new one.
            self.ends = BTreeMap::new();
            self.poisoned = true;
            (self.spaces, self.erased) = read_spaces(&self.store)?;
            self.poisoned = false;
        }
        done
    }

    fn renew_in_memory(&mut self, write: Write<'_>, ends: &Ends, ready: Ready<'_>) -> Result<(), JournalError> {
        let fresh = VolatileStore::default();
        write(&self.store, &fresh)?;
        read_whole(&fresh, ends)?;
        ready()?;
        self.store = Box::new(fresh);
        Ok(())
    }

    fn renew_on_disk(&mut self, folder: &Path, write: Write<'_>, ends: &Ends, ready: Ready<'_>) -> Result<(), JournalError> {
        self.sweep(folder)?;
        place::name_current(folder, &self.place)?;
        let next = place::after(&self.place);
        let fresh = SledStore::open(&folder.join(&next))?;
        let written = match panic::catch_unwind(AssertUnwindSafe(|| write(&self.store, &fresh))) {
            Ok(written) => written,
            // Not sled's, which are caught where it is called: who weeds hears his own.
            Err(panicked) => {
                abandon(fresh, &folder.join(&next));
                panic::resume_unwind(panicked)
            }
        };
        // The old log goes next: what the new one does not have is lost.
        let whole = written.and_then(|()| read_whole(&fresh, ends));
        let durable = whole.and_then(|()| Ok(place::sync_all(&folder.join(&next))?)).and_then(|()| Ok(place::sync_folder(folder)?));
        if let Err(error) = durable.and_then(|()| Ok(ready()?)).and_then(|()| self.raise_to(FORMAT)) {
            abandon(fresh, &folder.join(&next));
            return Err(error);
        }
        // If this fails, nobody knows which log the next opening takes.
        self.poisoned = true;
        place::change(folder, &next)?;
        self.poisoned = false;
        let old = mem::replace(&mut self.store, Box::new(fresh));
        let gone = folder.join(mem::replace(&mut self.place, next));
        let _ = guarded(|| drop(old));
        let removed = place::remove_closed(&gone).and_then(|()| place::sync_folder(folder));
        removed.map_err(|error| JournalError::NotRemoved(gone, error))
    }
}

/// What was written is of no use; where it cannot be removed now, the next opening does.
fn abandon(fresh: SledStore, folder: &Path) {
    let _ = guarded(|| drop(fresh));
    let _ = place::remove_closed(folder);
}

/// Where each space of the new log ends at the least.
type Ends = BTreeMap<SpaceNo, u32>;
/// What fills a fresh log from the old one.
type Write<'w> = &'w mut dyn FnMut(&dyn Store, &dyn Store) -> Result<(), JournalError>;

fn copy_weeded(from: &dyn Store, to: &dyn Store, space: SpaceNo, weed: Weed<'_>, then: Option<Transaction>) -> Result<(), JournalError> {
    copy_others(from, to, space, false)?;
    let mut writer = Writer::new(to, space);
    let mut failed = None;
    let tail = replay(from, space, &mut |transaction| {
        if failed.is_none() {
            failed = writer.add(&weed(transaction.clone())).err();
        }
    })?;
    failed.map_or(Ok(()), Err)?;
    if let Some(then) = then {
        let expected = tail.last + 1;
        if then.tx != expected {
            return Err(Corruption::Gap { space: space.0, expected, found: then.tx }.into());
        }
        writer.add(&then)?;
    }
    writer.finish()
}

/// Copies everything but the frames of a space, and its name where that goes, too. Every checksum is looked at.
fn copy_others(from: &dyn Store, to: &dyn Store, space: SpaceNo, whole: bool) -> Result<(), JournalError> {
    let mut changes = Vec::new();
    from.scan(&[], &mut |key, value| {
        let keep = match key.first() {
            Some(&FRAME) => {
                frame::open(key, value)?;
                Key::read(key)?.space != space.0
            }
            Some(&SPACE) => !whole || Reader(value).small()? != space.0,
            _ => true,
        };
        if keep {
            changes.push(Change::Put(key.into(), value.into()));
        }
        if FRAMES <= changes.len() { Ok(to.commit(mem::take(&mut changes))?) } else { Ok(()) }
    })?;
    Ok(to.commit(changes)?)
}

/// Gathers transactions into groups, and frames into batches.
struct Writer<'s> {
    to: &'s dyn Store,
    space: SpaceNo,
    group: Vec<u8>,
    first: u32,
    last: u32,
    changes: Vec<Change>,
}

impl<'s> Writer<'s> {
    fn new(to: &'s dyn Store, space: SpaceNo) -> Self {
        Self { to, space, group: Vec::new(), first: 0, last: 0, changes: Vec::new() }
    }

    fn add(&mut self, transaction: &Transaction) -> Result<(), JournalError> {
        let mut bytes = Vec::new();
        encode_transaction(&mut bytes, transaction);
        if GROUP < self.group.len() + bytes.len() {
            self.seal()?;
        }
        if self.group.is_empty() {
            self.first = transaction.tx;
        }
        self.last = transaction.tx;
        self.group.extend(bytes);
        Ok(())
    }

    fn seal(&mut self) -> Result<(), JournalError> {
        if self.group.is_empty() {
            return Ok(());
        }
        let frames = frame::seal(self.space.0, self.first, self.last, &self.group)?;
        self.group.clear();
        // The frames of a group may not be parted: a batch is whole or not there.
        self.changes.extend(frames.into_iter().map(|(key, frame)| Change::Put(key.bytes().into(), frame)));
        if FRAMES <= self.changes.len() { Ok(self.to.commit(mem::take(&mut self.changes))?) } else { Ok(()) }
    }

    fn finish(mut self) -> Result<(), JournalError> {
        self.seal()?;
        Ok(self.to.commit(self.changes)?)
    }
}

#[cfg(test)]
mod tests {
    use std::{
        fs::{self, File},
        path::PathBuf,
        sync::atomic::{AtomicBool, AtomicUsize, Ordering},
        thread,
    };

    use asof_model::Erased;

    use super::*;
    use crate::{
        log::{Mode, open_store},
        record::Record,
        store::Each,
    };

    const WORD: &str = "Quetzalcoatl";

    fn transaction(tx: u32, text: &str) -> Transaction {
        Transaction { tx, recorded_at: i64::from(tx), records: vec![Record::Predicate(text.into())] }
    }

    fn tombstone(tx: u32) -> Transaction {
        Transaction { tx, recorded_at: i64::from(tx), records: vec![Record::Erased(Erased::default())] }
    }

    /// Leaves nothing of what has the word.
    fn weed(transaction: Transaction) -> Transaction {
        let has = transaction.records.iter().any(|record| matches!(record, Record::Predicate(text) if text.contains(WORD)));
        if has { tombstone(transaction.tx) } else { transaction }
    }

    /// Two spaces, of which every third transaction has the word, and some are of several frames.
    fn filled<S: Store>(journal: &mut Journal<S>) -> (SpaceNo, SpaceNo) {
        let (a, b) = (journal.create_space("a").unwrap(), journal.create_space(WORD).unwrap());
        for tx in 1..=200 {
            let word = if tx % 3 == 0 { WORD } else { "Ana" };
            let text: String =
                (0..if tx % 50 == 0 { 20_000 } else { 5 }).map(|n: u32| format!("{word} {:x} ", n.wrapping_mul(0x9E37_79B9))).collect();
            journal.append(a, &[transaction(tx, &text)]).unwrap();
            journal.append(b, &[transaction(tx, &format!("{tx}"))]).unwrap();
        }
        (a, b)
    }

    fn replayed<S: Store>(journal: &mut Journal<S>, space: SpaceNo) -> Vec<Transaction> {
        let mut all = Vec::new();
        journal.replay(space, &mut |transaction| all.push(transaction.clone())).unwrap();
        all
    }

    fn expected(told: &[Transaction]) -> Vec<Transaction> {
        told.iter().cloned().map(weed).chain([tombstone(201)]).collect()
    }

    fn files(folder: &Path) -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
    }

    fn files_with(folder: &Path, word: &str) -> Vec<PathBuf> {
        let has = |path: &PathBuf| fs::read(path).unwrap().windows(word.len()).any(|bytes| bytes.eq_ignore_ascii_case(word.as_bytes()));
        files(folder).into_iter().filter(has).collect()
    }

    fn copy(from: &Path, to: &Path) {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap().map(|entry| entry.unwrap()) {
            let (source, target) = (entry.path(), to.join(entry.file_name()));
            if source.is_dir() { copy(&source, &target) } else { fs::copy(source, target).map(drop).unwrap() }
        }
    }

    #[test]
    fn what_is_weeded_is_in_no_file_and_the_rest_is_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("store");
        let mut journal = Journal::open(&store, Mode::Create).unwrap();
        let (a, b) = filled(&mut journal);
        let (told, other) = (replayed(&mut journal, a), replayed(&mut journal, b));
        assert!(!files_with(&store, WORD).is_empty());
        journal.erase(a, &mut weed, tombstone(201), &mut || Ok(())).unwrap();
        assert_eq!((replayed(&mut journal, a), replayed(&mut journal, b)), (expected(&told), other));
        // So many that small frames are packed.
        (202..400).for_each(|tx| journal.append(a, &[transaction(tx, "Ben")]).unwrap());
        // The other space's name is the word; nobody asked for that.
        journal.erase_space(b, &mut || Ok(())).unwrap();
        assert_eq!(files_with(&store, WORD), Vec::<PathBuf>::new());
        assert_eq!(journal.create_space("c").unwrap(), SpaceNo(2), "numbers are not used again");
        drop(journal);
        let mut reopened = Journal::open(&store, Mode::Existing).unwrap();
        assert_eq!(replayed(&mut reopened, a).len(), 399);
        assert_eq!(reopened.spaces().collect::<Vec<_>>(), [("a", SpaceNo(0)), ("c", SpaceNo(2))]);
        assert_eq!(files_with(&store, WORD), Vec::<PathBuf>::new());
        assert!(!store.join("journal").exists() && store.join("journal-3").exists());
        assert_eq!(fs::read_to_string(store.join("asof-store")).unwrap(), "format 3\n");
    }

    #[test]
    fn an_erasure_that_is_cut_short_leaves_the_old_log_or_the_new_one() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let mut journal = Journal::open(&at("store"), Mode::Create).unwrap();
        let (a, _) = filled(&mut journal);
        let told = replayed(&mut journal, a);
        let mut ready = || {
            copy(&at("store"), &at("written"));
            copy(&at("store"), &at("changed"));
            Ok(())
        };
        journal.erase(a, &mut weed, tombstone(201), &mut ready).unwrap();
        place::change(&at("changed"), "journal-2").unwrap();
        copy(&at("written"), &at("half"));
        fs::write(at("half").join("current.new"), "jour").unwrap();
        for (name, whole) in [("written", told.clone()), ("half", told.clone()), ("changed", expected(&told))] {
            for _ in 0..2 {
                let mut journal = Journal::open(&at(name), Mode::Existing).unwrap();
                assert_eq!(replayed(&mut journal, a), whole, "{name}");
                assert_eq!(at(name).join("journal").exists(), name != "changed", "{name}");
                assert_eq!(at(name).join("journal-2").exists(), name == "changed", "{name}");
            }
        }
        assert_eq!(files_with(&at("changed").join("journal-2"), WORD).len(), 1, "only the other space's name");
        let mut journal = Journal::open(&at("written"), Mode::Existing).unwrap();
        journal.erase(a, &mut weed, tombstone(201), &mut || Ok(())).unwrap();
        assert_eq!(replayed(&mut journal, a), expected(&told));
    }

    /// What is done to a store.
    type Damage<'d> = &'d dyn Fn(&Path);

    #[test]
    fn a_log_that_is_left_over_is_kept_until_the_one_in_use_was_read_whole() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let mut journal = Journal::open(&at("store"), Mode::Create).unwrap();
        let (a, b) = filled(&mut journal);
        let mut ready = || {
            copy(&at("store"), &at("both"));
            Ok(())
        };
        journal.erase(a, &mut weed, tombstone(201), &mut ready).unwrap();
        place::change(&at("both"), "journal-2").unwrap();
        drop(journal);
        let lost = Change::Remove(Key { space: b.0, first: 1, part: 0 }.bytes().into());
        let cases: [(&str, Damage<'_>, &str); 4] = [
            ("unnamed", &|store| fs::remove_file(store.join("current")).unwrap(), "`current` is missing"),
            ("short", &|store| File::options().write(true).open(store.join("journal-2/db")).unwrap().set_len(9_000).unwrap(), "damaged"),
            ("empty", &|store| fs::remove_file(store.join("journal-2/db")).unwrap(), "damaged"),
            ("gap", &|store| SledStore::open(&store.join("journal-2")).unwrap().commit(vec![lost.clone()]).unwrap(), "is missing"),
        ];
        for (name, damage, expected) in cases {
            let store = at(name);
            copy(&at("both"), &store);
            damage(&store);
            for _ in 0..2 {
                let error = Journal::open(&store, Mode::Existing).err().unwrap_or_else(|| panic!("{name}: it opens")).to_string();
                assert!(error.contains(expected), "{name}: {error}");
                assert!(store.join("journal").exists() && store.join("journal-2").exists(), "{name}");
            }
        }
        drop(Journal::open(&at("both"), Mode::Existing).unwrap());
        assert!(!at("both").join("journal").exists(), "one that is whole is enough");
    }

    #[test]
    fn who_opens_a_store_beside_erasures_hears_that_it_is_in_use_and_hinders_none() {
        let folder = tempfile::tempdir().unwrap();
        let mut journal = Journal::open(folder.path(), Mode::Create).unwrap();
        let (a, _) = filled(&mut journal);
        let done = AtomicBool::new(false);
        let look = || {
            let mut heard = 0;
            while !done.load(Ordering::Acquire) {
                let error = open_store(folder.path()).err();
                assert!(matches!(error, None | Some(JournalError::Locked(_))), "{error:?}");
                heard += 1;
            }
            heard
        };
        thread::scope(|scope| {
            let readers: Vec<_> = (0..6).map(|_| scope.spawn(look)).collect();
            let erased: Vec<_> = (201..221).map(|tx| journal.erase(a, &mut weed, tombstone(tx), &mut || Ok(()))).collect();
            done.store(true, Ordering::Release);
            assert!(readers.into_iter().all(|reader| 0 < reader.join().unwrap()));
            assert!(erased.iter().all(Result::is_ok), "{erased:?}");
        });
        assert_eq!(replayed(&mut journal, a).len(), 220);
    }

    #[test]
    fn a_log_that_misses_anything_is_not_changed_for_its_copy() {
        let frame = |space: SpaceNo, first| Change::Remove(Key { space: space.0, first, part: 0 }.bytes().into());
        // Where something is missing, what, and what is said.
        let cases = [
            (SpaceNo(0), vec![frame(SpaceNo(0), 1)], "transaction 1 of space 0 is missing"),
            (SpaceNo(1), vec![frame(SpaceNo(1), 1)], "transaction 1 of space 1 is missing"),
            (SpaceNo(0), vec![frame(SpaceNo(0), 200)], "part"),
            (SpaceNo(0), ended_at(SpaceNo(0)), "space 0"),
            (SpaceNo(1), ended_at(SpaceNo(1)), "space 1"),
        ];
        for (number, (lost, changes, expected)) in cases.into_iter().enumerate() {
            let folder = tempfile::tempdir().unwrap();
            let mut journal = Journal::open(folder.path(), Mode::Create).unwrap();
            let (a, b) = filled(&mut journal);
            journal.store.commit(changes).unwrap();
            let weeded = journal.erase(a, &mut weed, tombstone(201), &mut || Ok(())).unwrap_err().to_string();
            assert!(weeded.contains(expected), "{number}: {weeded}");
            let (whole, other) = if lost == a { (b, a) } else { (a, b) };
            let error = journal.erase_space(whole, &mut || Ok(())).unwrap_err().to_string();
            assert!(error.contains(expected), "{number}: {error}");
            assert!(folder.path().join("journal").exists() && !folder.path().join("journal-2").exists(), "{number}");
            journal.erase_space(other, &mut || Ok(())).unwrap();
            assert_eq!(replayed(&mut journal, whole).len(), 200, "{number}: what is damaged may go whole");
        }
    }

    /// What takes away all frames of a space after the first, as if it ended there.
    fn ended_at(space: SpaceNo) -> Vec<Change> {
        (2..=200).flat_map(|first| (0..99).map(move |part| Change::Remove(Key { space: space.0, first, part }.bytes().into()))).collect()
    }

    #[test]
    fn who_panics_while_weeding_hears_it_and_the_log_is_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let mut journal = Journal::open(folder.path(), Mode::Create).unwrap();
        let (a, _) = filled(&mut journal);
        let told = replayed(&mut journal, a);
        let mut fail = |transaction: Transaction| if transaction.tx < 100 { transaction } else { panic!("mine") };
        let erase = || journal.erase(a, &mut fail, tombstone(201), &mut || Ok(()));
        let panicked = panic::catch_unwind(AssertUnwindSafe(erase)).unwrap_err();
        assert_eq!(panicked.downcast_ref::<&str>(), Some(&"mine"));
        assert!(!folder.path().join("journal-2").exists());
        assert_eq!(replayed(&mut journal, a), told);
        journal.erase(a, &mut weed, tombstone(201), &mut || Ok(())).unwrap();
        assert_eq!(replayed(&mut journal, a), expected(&told));
    }

    #[test]
    fn an_erasure_that_is_refused_leaves_everything_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let mut journal = Journal::open(folder.path(), Mode::Create).unwrap();
        let (a, _) = filled(&mut journal);
        let told = replayed(&mut journal, a);
        let refused = journal.erase(a, &mut weed, tombstone(201), &mut || Err(io::Error::other("not now")));
        assert!(refused.unwrap_err().to_string().contains("not now"));
        assert_eq!(replayed(&mut journal, a), told);
        assert!(!folder.path().join("journal-2").exists());
        assert_eq!(place::current(folder.path()).unwrap(), "journal");
        journal.append(a, &[transaction(201, "Ben")]).unwrap();
    }

    /// A disk that fails at the n-th commit.
    struct Faulty(VolatileStore, AtomicUsize);

    impl Store for Faulty {
        fn commit(&self, changes: Vec<Change>) -> io::Result<()> {
            if self.1.fetch_sub(1, Ordering::Relaxed) == 0 {
                return Err(io::Error::other("no space left on device"));
            }
            self.0.commit(changes)
        }

        fn scan(&self, prefix: &[u8], each: Each<'_>) -> Result<(), JournalError> {
            self.0.scan(prefix, each)
        }

        fn last(&self, prefix: &[u8]) -> Result<Option<crate::store::Entry>, JournalError> {
            self.0.last(prefix)
        }

        fn size_on_disk(&self) -> u64 {
            0
        }
    }

    #[test]
    fn a_disk_that_fails_while_it_is_written_is_an_error() {
        let from = VolatileStore::default();
        let mut journal = Journal::over(Box::new(from) as Box<dyn Store>).unwrap();
        let (a, _) = filled(&mut journal);
        let told = replayed(&mut journal, a);
        let mut commits = 0;
        while let Err(error) = {
            let to = Faulty(VolatileStore::default(), AtomicUsize::new(commits));
            copy_weeded(&journal.store, &to, a, &mut weed, Some(tombstone(201)))
        } {
            assert!(error.to_string().contains("no space left"), "{error}");
            commits += 1;
        }
        assert!(2 <= commits, "it was tried at every commit: {commits}");
        assert_eq!(replayed(&mut journal, a), told);
        journal.erase(a, &mut weed, tombstone(201), &mut || Ok(())).unwrap();
        assert_eq!(replayed(&mut journal, a), expected(&told));
    }
}
