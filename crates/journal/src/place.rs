//! Where the log is: in one of a store's folders, which an erasure changes for another by a single rename.
//!
//! A store begins with the log in `journal`. An erasure writes the next one, `journal-2`, beside it, and then says so in the file
//! `current`. Whatever is not current is left over: of an erasure that was cut short, or of one whose old log was not yet removed.

use std::{
    fs::{self, File, TryLockError},
    io,
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use crate::error::{Corruption, JournalError};

/// The folder of a log that nothing was ever erased from.
pub(crate) const FIRST: &str = "journal";
/// The file that names another folder.
const FILE: &str = "current";
/// What it is called until it is complete.
const NEW_FILE: &str = "current.new";
/// The file of sled's that is locked while a log is open.
const LOCKED: &str = "db";
/// How often it is looked whether sled has let go of a log that was closed, and how long is waited in between.
const TRIES: u32 = 500;
const PAUSE: Duration = Duration::from_millis(10);

/// The number of a folder, if it is one for logs.
fn number(name: &str) -> Option<u32> {
    if name == FIRST {
        return Some(1);
    }
    let digits = name.strip_prefix(FIRST)?.strip_prefix('-')?;
    digits.parse().ok().filter(|number: &u32| 2 <= *number && number.to_string() == digits)
}

/// The name of the folder that comes after another.
pub(crate) fn after(name: &str) -> String {
    format!("{FIRST}-{}", number(name).unwrap_or(1).saturating_add(1))
}

/// What the file says, to see whether it says something else later.
pub(crate) fn named(store: &Path) -> Option<Vec<u8>> {
    fs::read(store.join(FILE)).ok()
}

/// The name of the folder in use.
pub(crate) fn current(store: &Path) -> Result<String, JournalError> {
    // Looked at before the file is: an erasure names the log in use before it begins another.
    let others = names(store)?.iter().any(|name| number(name).is_some_and(|number| 1 < number));
    match fs::read(store.join(FILE)) {
        Ok(bytes) => {
            let name = String::from_utf8_lossy(&bytes).trim().to_owned();
            let known = number(&name).ok_or(Corruption::Malformed("the file `current` does not name a folder of the store"));
            known.and_then(|_| if store.join(&name).is_dir() { Ok(name) } else { Err(gone()) }).map_err(JournalError::from)
        }
        // Which of several logs is whole cannot be told from looking at them.
        Err(error) if error.kind() == io::ErrorKind::NotFound && others => {
            Err(Corruption::Malformed("the file `current` is missing").into())
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(FIRST.into()),
        Err(error) => Err(error.into()),
    }
}

fn gone() -> Corruption {
    Corruption::Malformed("the folder that the file `current` names is missing")
}

fn names(store: &Path) -> io::Result<Vec<String>> {
    match fs::read_dir(store) {
        Ok(entries) => entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

/// Makes another folder the one in use: at once or not at all, and durably.
pub(crate) fn change(store: &Path, name: &str) -> io::Result<()> {
    let new = store.join(NEW_FILE);
    fs::write(&new, format!("{name}\n"))?;
    File::open(&new)?.sync_all()?;
    fs::rename(new, store.join(FILE))?;
    sync_folder(store)
}

/// Names the log in use, where no file does yet: from then on, one that is missing beside several logs is an error.
pub(crate) fn name_current(store: &Path, name: &str) -> io::Result<()> {
    if store.join(FILE).exists() { Ok(()) } else { change(store, name) }
}

/// What an erasure left over.
pub(crate) fn left_over(store: &Path, current: &str) -> io::Result<Vec<PathBuf>> {
    let over = |name: &String| name == NEW_FILE || name != current && number(name).is_some();
    Ok(names(store)?.into_iter().filter(over).map(|name| store.join(name)).collect())
}

/// Removes what an erasure left over. Only who has the log locked may (nobody else is at it then), and has read it whole: the other
/// one may be all there is.
pub(crate) fn sweep(store: &Path, left: &[PathBuf]) -> io::Result<()> {
    left.iter().try_for_each(|path| remove(path))?;
    if left.is_empty() { Ok(()) } else { sync_folder(store) }
}

/// Removes a log that was closed, once sled has let go of it: until then it may still write.
pub(crate) fn remove_closed(folder: &Path) -> io::Result<()> {
    await_unlocked(folder);
    remove(folder)
}

fn await_unlocked(folder: &Path) {
    let Ok(file) = File::options().read(true).write(true).open(folder.join(LOCKED)) else { return };
    for _ in 0..TRIES {
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => thread::sleep(PAUSE),
            Ok(()) | Err(TryLockError::Error(_)) => return,
        }
    }
}

/// Removes a file or a folder. Who opens the store just then may yet make files in a folder that is no longer in use, until he looks
/// again at which one is: so it is tried again.
fn remove(path: &Path) -> io::Result<()> {
    for _ in 0..TRIES {
        let Err(error) = remove_once(path) else { return Ok(()) };
        if error.kind() == io::ErrorKind::NotFound && !path.exists() {
            return Ok(());
        }
        // Made, or made again, between looking and removing.
        if !matches!(error.kind(), io::ErrorKind::DirectoryNotEmpty | io::ErrorKind::IsADirectory | io::ErrorKind::NotFound) {
            return Err(error);
        }
        thread::sleep(PAUSE);
    }
    remove_once(path)
}

fn remove_once(path: &Path) -> io::Result<()> {
    if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }
}

/// Makes every file of a folder durable, and its name.
pub(crate) fn sync_all(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { sync_all(&path)? } else { File::open(&path)?.sync_all()? }
    }
    sync_folder(folder)
}

/// The name of a file is durable once its folder is. Not every system lets a folder be opened; there the rename has to do.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder).map_or(Ok(()), |folder| folder.sync_all())
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;

    #[test]
    fn only_folders_of_logs_are_taken_for_such() {
        let cases = [
            ("journal", Some(1)),
            ("journal-2", Some(2)),
            ("journal-41", Some(41)),
            ("journal-1", None),
            ("journal-02", None),
            ("journal-", None),
            ("journal-x", None),
            ("journal2", None),
            ("../journal-2", None),
            ("", None),
        ];
        for (name, expected) in cases {
            assert_eq!(number(name), expected, "{name}");
        }
        assert_eq!((after("journal").as_str(), after("journal-2").as_str()), ("journal-2", "journal-3"));
    }

    #[test]
    fn a_folder_that_somebody_still_writes_to_is_removed_all_the_same() {
        let store = tempfile::tempdir().unwrap();
        let (folder, begun) = (store.path().join("journal"), Instant::now());
        let busy = || begun.elapsed() < Duration::from_millis(300);
        let write = |writer: u32| {
            for file in (0..).take_while(|_| busy()) {
                // Gone between two files, it is made again: as sled does.
                let _ = fs::create_dir(&folder);
                let _ = fs::write(folder.join(format!("{writer}-{file}")), "");
            }
        };
        thread::scope(|scope| {
            (0..4).for_each(|writer| drop(scope.spawn(move || write(writer))));
            while busy() {
                remove_closed(&folder).unwrap();
            }
        });
        remove_closed(&folder).unwrap();
        assert!(!folder.exists());
    }

    #[test]
    fn what_is_current_is_what_the_file_says_and_the_rest_is_swept() {
        let store = tempfile::tempdir().unwrap();
        let at = |name: &str| store.path().join(name);
        assert_eq!(current(store.path()).unwrap(), "journal", "an empty folder");
        fs::create_dir(at("journal-2")).unwrap();
        assert!(current(store.path()).unwrap_err().to_string().contains("`current` is missing"));
        fs::create_dir(at("journal")).unwrap();
        fs::create_dir(at("journals")).unwrap();
        assert!(current(store.path()).unwrap_err().to_string().contains("`current` is missing"), "either may be the whole one");
        name_current(store.path(), "journal").unwrap();
        assert_eq!(current(store.path()).unwrap(), "journal", "the erasure was cut short");
        change(store.path(), "journal-2").unwrap();
        fs::write(at(NEW_FILE), "jour").unwrap();
        assert_eq!(current(store.path()).unwrap(), "journal-2");
        name_current(store.path(), "journal").unwrap();
        assert_eq!(current(store.path()).unwrap(), "journal-2", "it is named already");
        sweep(store.path(), &left_over(store.path(), "journal-2").unwrap()).unwrap();
        assert_eq!([at("journal"), at("journal-2"), at("journals"), at(NEW_FILE)].map(|path| path.exists()), [false, true, true, false]);
        fs::remove_dir(at("journal-2")).unwrap();
        assert!(current(store.path()).unwrap_err().to_string().contains("names is missing"));
        fs::write(at(FILE), "/etc").unwrap();
        assert!(current(store.path()).unwrap_err().to_string().contains("does not name a folder"));
    }
}
