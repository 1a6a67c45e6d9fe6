//! The log on disks that fail, lose frames, or do not read to their end.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::{
    frame::{FRAME, Key},
    store::{Each, Entry},
};

/// A disk that fails at the n-th commit, keeping what was committed before.
struct Faulty {
    pages: VolatileStore,
    commits_left: AtomicUsize,
    scans: AtomicUsize,
}

impl Faulty {
    fn after(commits: usize) -> Self {
        Self { pages: VolatileStore::default(), commits_left: AtomicUsize::new(commits), scans: AtomicUsize::new(0) }
    }

    fn frames(&self) -> usize {
        let mut frames = 0;
        let mut count = |_: &[u8], _: &[u8]| {
            frames += 1;
            Ok(())
        };
        self.pages.scan(&[FRAME], &mut count).unwrap();
        frames
    }
}

impl Store for &Faulty {
    fn commit(&self, changes: Vec<Change>) -> io::Result<()> {
        if self.commits_left.fetch_sub(1, Ordering::Relaxed) == 0 {
            return Err(io::Error::other("no space left on device"));
        }
        self.pages.commit(changes)
    }

    fn scan(&self, prefix: &[u8], each: Each<'_>) -> Result<(), JournalError> {
        self.scans.fetch_add(1, Ordering::Relaxed);
        self.pages.scan(prefix, each)
    }

    fn last(&self, prefix: &[u8]) -> Result<Option<Entry>, JournalError> {
        self.pages.last(prefix)
    }

    fn size_on_disk(&self) -> u64 {
        0
    }
}

fn transaction(tx: u32, size: usize) -> Transaction {
    let text = format!("{tx} ").repeat(size);
    Transaction { tx, recorded_at: i64::from(tx), records: vec![Record::Predicate(text)] }
}

fn replayed<S: Store>(journal: &mut Journal<S>, space: SpaceNo) -> Vec<Transaction> {
    let mut all = Vec::new();
    journal.replay(space, &mut |transaction| all.push(transaction.clone())).unwrap();
    all
}

#[test]
fn what_was_appended_is_replayed_in_order_whatever_its_size() {
    let disk = Faulty::after(usize::MAX);
    let mut journal = Journal::over(&disk).unwrap();
    let (a, b) = (journal.create_space("a").unwrap(), journal.create_space("b").unwrap());
    let told: Vec<Transaction> = (1..300).map(|tx| transaction(tx, if tx % 50 == 0 { 50_000 } else { 3 })).collect();
    for group in told.chunks(2) {
        journal.append(a, group).unwrap();
        journal.append(b, &[]).unwrap();
    }
    let mut reopened = Journal::over(&disk).unwrap();
    assert_eq!(replayed(&mut reopened, a), told);
    assert_eq!(replayed(&mut reopened, b), Vec::new());
    assert!(disk.frames() < 200, "small frames are packed");
    reopened.append(a, &[transaction(300, 1)]).unwrap();
}

#[test]
fn after_a_failed_commit_nothing_more_is_accepted_and_nothing_acknowledged_is_lost() {
    for failing in 1..200 {
        let disk = Faulty::after(failing);
        let mut journal = Journal::over(&disk).unwrap();
        let Ok(space) = journal.create_space("a") else { continue };
        let acknowledged = (1..150).take_while(|&tx| journal.append(space, &[transaction(tx, 1)]).is_ok()).count();
        if acknowledged == 149 {
            break;
        }
        let again = journal.append(space, &[transaction(u32::try_from(acknowledged).unwrap() + 1, 1)]);
        assert!(matches!(again, Err(JournalError::Poisoned)), "{again:?}");
        disk.commits_left.store(usize::MAX, Ordering::Relaxed);
        let found = replayed(&mut Journal::over(&disk).unwrap(), space).len();
        assert!(found == acknowledged || found == acknowledged + 1, "{failing}: {found} of {acknowledged}");
    }
}

#[test]
fn a_missing_frame_is_noticed() {
    let disk = Faulty::after(usize::MAX);
    let mut journal = Journal::over(&disk).unwrap();
    let space = journal.create_space("a").unwrap();
    for tx in 1..10 {
        journal.append(space, &[transaction(tx, 1)]).unwrap();
    }
    disk.pages.commit(vec![Change::Remove(Key { space: space.0, first: 4, part: 0 }.bytes().into())]).unwrap();
    let error = Journal::over(&disk).unwrap().replay(space, &mut |_| {}).unwrap_err();
    assert!(error.to_string().contains("transaction 4"), "{error}");
    assert_eq!(disk.frames(), 8);
}

#[test]
fn nothing_is_heard_of_what_comes_after_damage() {
    let disk = Faulty::after(usize::MAX);
    let mut journal = Journal::over(&disk).unwrap();
    let space = journal.create_space("a").unwrap();
    (1..300).for_each(|tx| journal.append(space, &[transaction(tx, 2_000)]).unwrap());
    let key = Key { space: space.0, first: 100, part: 0 }.bytes();
    let (_, mut frame) = disk.pages.last(&key).unwrap().unwrap();
    *frame.last_mut().unwrap() ^= 1;
    disk.pages.commit(vec![Change::Put(key.into(), frame)]).unwrap();
    let mut heard = Vec::new();
    let error = Journal::over(&disk).unwrap().replay(space, &mut |transaction| heard.push(transaction.tx)).unwrap_err();
    assert!(error.to_string().contains("does not match its checksum"), "{error}");
    assert_eq!(heard, (1..100).collect::<Vec<u32>>());
}

#[test]
fn who_panics_while_taking_in_leaves_nobody_waiting() {
    let disk = Faulty::after(usize::MAX);
    let mut journal = Journal::over(&disk).unwrap();
    let space = journal.create_space("a").unwrap();
    (1..300).for_each(|tx| journal.append(space, &[transaction(tx, 2_000)]).unwrap());
    let replay = || Journal::over(&disk).unwrap().replay(space, &mut |transaction| assert!(transaction.tx < 10, "enough"));
    assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(replay)).is_err());
}

#[test]
fn an_end_before_the_noted_one_is_noticed_without_reading_what_comes_before() {
    let (disk, folder) = (Faulty::after(usize::MAX), tempfile::tempdir().unwrap());
    let mut journal = Journal::over(&disk).unwrap();
    let (a, b) = (journal.create_space("a").unwrap(), journal.create_space("b").unwrap());
    journal.append(a, &[transaction(1, 9_000), transaction(2, 90_000)]).unwrap();
    (1..10).for_each(|tx| journal.append(b, &[transaction(tx, 1)]).unwrap());
    let check = |ends: &str| {
        let file = folder.path().join(ENDS_FILE);
        fs::write(&file, ends).unwrap();
        let opened = Journal::over(&disk).unwrap();
        let scans = disk.scans.load(Ordering::Relaxed);
        let checked = opened.check_ends(&file).map_err(|error| error.to_string());
        assert_eq!(disk.scans.load(Ordering::Relaxed), scans, "only the last frames are read");
        checked
    };
    assert_eq!(check("0 2\n1 9\n"), Ok(()));
    assert!(check("0 3\n1 9\n").unwrap_err().contains("space 0 ends at transaction 2, and once ended at 3"));
    assert!(check("0 2\n1 10\n").unwrap_err().contains("space 1 ends at transaction 9"));
    assert!(check("2 1\n").unwrap_err().contains("space 2 ends at transaction 0"));
    let last = disk.pages.last(&Key::of_space(a.0)).unwrap().unwrap().0;
    disk.pages.commit(vec![Change::Remove(last)]).unwrap();
    assert!(check("0 2\n1 9\n").unwrap_err().contains("the last parts of a transaction are missing"));
}

/// A disk that, read forwards, ends before a key without a word.
struct CutShort<'d> {
    disk: &'d Faulty,
    before: Vec<u8>,
}

impl Store for CutShort<'_> {
    fn commit(&self, changes: Vec<Change>) -> io::Result<()> {
        self.disk.commit(changes)
    }

    fn scan(&self, prefix: &[u8], each: Each<'_>) -> Result<(), JournalError> {
        self.disk.scan(prefix, &mut |key, value| if key < self.before.as_slice() { each(key, value) } else { Ok(()) })
    }

    fn last(&self, prefix: &[u8]) -> Result<Option<Entry>, JournalError> {
        self.disk.last(prefix)
    }

    fn size_on_disk(&self) -> u64 {
        0
    }
}

#[test]
fn a_reading_that_ends_before_the_last_frame_is_noticed() {
    let disk = Faulty::after(usize::MAX);
    let mut journal = Journal::over(&disk).unwrap();
    let space = journal.create_space("a").unwrap();
    (1..10).for_each(|tx| journal.append(space, &[transaction(tx, 1)]).unwrap());
    let before = |first| Key { space: space.0, first, part: 0 }.bytes().into();
    let read = |before| Journal::over(CutShort { disk: &disk, before }).unwrap().replay(space, &mut |_| {});
    assert!(read(before(10)).is_ok());
    for first in 1..10 {
        let error = read(before(first)).unwrap_err().to_string();
        assert!(error.contains(&format!("ends at transaction {}, and once ended at 9", first - 1)), "{error}");
    }
}

#[test]
fn a_space_whose_name_is_lost_is_noticed() {
    let (disk, folder) = (Faulty::after(usize::MAX), tempfile::tempdir().unwrap());
    let mut journal = Journal::over(&disk).unwrap();
    let space = journal.create_space("a").unwrap();
    journal.append(space, &[transaction(1, 1)]).unwrap();
    let ends = folder.path().join(ENDS_FILE);
    fs::write(&ends, "0 1\n").unwrap();
    assert!(Journal::over(&disk).unwrap().check_ends(&ends).is_ok());
    disk.pages.commit(vec![Change::Remove([&[SPACE][..], b"a"].concat())]).unwrap();
    let error = Journal::over(&disk).unwrap().check_ends(&ends).unwrap_err().to_string();
    assert!(error.contains("the name of a space is missing"), "{error}");
}

#[test]
fn the_format_is_raised_by_what_needs_it() {
    let folder = tempfile::tempdir().unwrap();
    let format = || fs::read_to_string(folder.path().join(FORMAT_FILE)).unwrap();
    let mut journal = Journal::open(folder.path(), Mode::Create).unwrap();
    let space = journal.create_space("a").unwrap();
    journal.append(space, &[transaction(1, 3)]).unwrap();
    assert_eq!(format(), "format 1\n");
    let run = Record::Run { number: 1, upto: 1, last: true };
    journal.append(space, &[Transaction { tx: 2, recorded_at: 2, records: vec![run] }]).unwrap();
    assert_eq!(format(), "format 2\n");
    drop(journal);
    let mut reopened = Journal::open(folder.path(), Mode::Existing).unwrap();
    assert_eq!(replayed(&mut reopened, space).len(), 2);
}

#[test]
fn a_folder_says_what_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    assert!(matches!(Journal::open(&path, Mode::Existing), Err(JournalError::Missing(_))));
    drop(Journal::open(&path, Mode::Create).unwrap());
    let open = Journal::open(&path, Mode::Existing).unwrap();
    assert!(matches!(Journal::open(&path, Mode::Existing), Err(JournalError::Locked(_))));
    drop(open);
    fs::write(path.join(FORMAT_FILE), "format 4\n").unwrap();
    let error = Journal::open(&path, Mode::Existing).err().unwrap().to_string();
    assert!(error.contains("upgrade Asof"), "{error}");
    fs::write(folder.path().join("other"), "").unwrap();
    assert!(matches!(Journal::open(folder.path(), Mode::Create), Err(JournalError::NotAStore(_))));
    assert!(matches!(Journal::open(&folder.path().join("other"), Mode::Create), Err(JournalError::NotAStore(_))));
}
