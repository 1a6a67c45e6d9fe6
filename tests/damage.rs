//! A store cut short, altered or taken apart: a clear error, or every answer as before. Never a panic, a hang, or another answer.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail as tests do")]

mod binary;

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::OnceLock,
    thread,
    time::{Duration, Instant},
};

use asof::{Claim, Memory, Operation, Statement};
use binary::binary;
use tempfile::TempDir;

/// Nothing here takes longer, whatever was done to the store.
const TIMEOUT: Duration = Duration::from_secs(20);
/// The spaces of the store, and how many transactions each is told.
const SPACES: [(&str, u32); 2] = [("default", 300), ("other", 40)];
/// What an error about a damaged store says: that it is damaged, or that it is none.
const WORDS: [&str; 4] = ["is damaged", "upgrade Asof", "not an Asof store", "there is no store"];

/// What is done to a store, in words and in deed.
type Case = (String, Box<dyn Fn(&Path)>);

/// Text that does not compress, so that the store's files are not all of one page.
fn noise(words: u32, seed: u32) -> String {
    let mut luck = u64::from(seed).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut word = || {
        luck ^= luck << 13;
        luck ^= luck >> 7;
        luck ^= luck << 17;
        format!("{luck:016x}")
    };
    (0..words).map(|_| word()).collect::<Vec<_>>().join(" ")
}

fn tell(memory: &Memory, number: u32) {
    let claim = Claim::new(&format!("P{number}"), "knows", &format!("P{}", number / 2)).from("2020".parse().unwrap());
    let claim = Operation::Claim(Statement { id: Some(format!("c{number}")), ..Statement::new(claim) });
    let episode = Operation::Episode {
        id: Some(format!("m{number}")),
        text: noise(if number.is_multiple_of(40) { 3_000 } else { 60 }, number),
        occurred_at: None,
        speaker: None,
        source: Some("noise".into()),
    };
    memory.tell_all(vec![claim, episode]).unwrap();
}

/// A good store, closed, and what it exports.
struct Good {
    folder: TempDir,
    exports: Vec<String>,
}

impl Good {
    fn make() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let memory = Memory::open(folder.path().join("store")).unwrap();
        for (space, transactions) in SPACES {
            let memory = memory.space(space).unwrap();
            (0..transactions).for_each(|number| tell(&memory, number));
        }
        copy(&folder.path().join("store"), &folder.path().join("left-open"));
        drop(memory);
        let mut good = Self { folder, exports: Vec::new() };
        good.exports = SPACES.iter().map(|(space, _)| good.run("export", space).out).collect();
        assert!(good.exports.iter().zip(SPACES).all(|(export, (_, told))| told as usize * 2 < export.lines().count()));
        good
    }

    fn get() -> &'static Self {
        static GOOD: OnceLock<Good> = OnceLock::new();
        GOOD.get_or_init(Self::make)
    }

    fn run(&self, command: &str, space: &str) -> Ran {
        run(&self.store(), command, space)
    }

    fn store(&self) -> PathBuf {
        self.folder.path().join("store")
    }

    /// The same store as a process that was killed leaves it: never closed.
    fn left_open(&self) -> PathBuf {
        self.folder.path().join("left-open")
    }

    /// Every file of the store, relative to its folder.
    fn files(&self) -> Vec<PathBuf> {
        let mut files = Vec::new();
        collect(&self.store(), &mut files);
        files.iter().map(|file| file.strip_prefix(self.store()).unwrap().to_owned()).collect()
    }

    fn size(&self, file: &Path) -> u64 {
        fs::metadata(self.store().join(file)).unwrap().len()
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() { collect(&entry, files) } else { files.push(entry) }
    }
    files.sort();
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(|entry| entry.unwrap()) {
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        if source.is_dir() {
            copy(&source, &target)
        } else {
            assert_eq!(fs::copy(&source, &target).unwrap(), entry.metadata().unwrap().len())
        }
    }
}

/// What a command did; no code when it had to be ended.
struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

fn run(store: &Path, command: &str, space: &str) -> Ran {
    let logs = tempfile::tempdir().unwrap();
    let log = |name: &str| fs::File::create(logs.path().join(name)).unwrap();
    let mut child = Command::new(binary())
        .args([command, "--space", space, "--store"])
        .arg(store)
        .env_remove("RUST_BACKTRACE")
        .stdin(Stdio::null())
        .stdout(log("out"))
        .stderr(log("err"))
        .spawn()
        .unwrap();
    let code = wait(&mut child);
    let read = |name: &str| String::from_utf8_lossy(&fs::read(logs.path().join(name)).unwrap()).into_owned();
    Ran { code, out: read("out"), err: read("err") }
}

fn wait(child: &mut Child) -> Option<i32> {
    let start = Instant::now();
    while start.elapsed() < TIMEOUT {
        if let Some(status) = child.try_wait().unwrap() {
            return status.code();
        }
        thread::sleep(Duration::from_millis(3));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    None
}

/// What is wrong with how a command took the damage; nothing when it refused clearly or did its work.
fn complaint(what: &str, ran: &Ran) -> Option<String> {
    let told = ran.err.lines().any(|line| line.starts_with("asof: ") && WORDS.iter().any(|word| line.contains(word)));
    let panicked = ran.err.contains("panicked at");
    match ran.code {
        Some(0) if !panicked => None,
        Some(1 | 3) if told && !panicked => None,
        code => Some(format!("{what} ended with {code:?} and said: {}", ran.err.lines().take(4).collect::<Vec<_>>().join(" / "))),
    }
}

/// Does the damage to a copy, and says what is wrong with how it was taken.
fn judge(case: &str, damage: &dyn Fn(&Path)) -> Vec<String> {
    judge_copy(&Good::get().store(), case, damage)
}

fn judge_copy(of: &Path, case: &str, damage: &dyn Fn(&Path)) -> Vec<String> {
    let good = Good::get();
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    copy(of, &store);
    damage(&store);
    let check = run(&store, "check", "default");
    let mut wrong: Vec<String> = complaint("check", &check).into_iter().collect();
    for ((space, _), expected) in SPACES.iter().zip(&good.exports) {
        let export = run(&store, "export", space);
        wrong.extend(complaint("export", &export));
        if export.code == Some(0) && export.out != *expected {
            let (found, expected) = (export.out.lines().count(), expected.lines().count());
            wrong.push(format!("space {space} exports {found} lines instead of {expected}, after check ended with {:?}", check.code));
        }
        if check.code == Some(0) && export.code != Some(0) {
            wrong.push(format!("check found nothing, and export says {}", export.err.trim()));
        }
    }
    let again = run(&store, "check", "default");
    if again.code != check.code {
        wrong.push(format!("check ended with {:?} and, asked again, with {:?}", check.code, again.code));
    }
    wrong.into_iter().map(|wrong| format!("{case}: {wrong}")).collect()
}

/// All wrongs of some cases.
fn judge_all(cases: impl IntoIterator<Item = Case>) {
    let wrong: Vec<String> = cases.into_iter().flat_map(|(case, damage)| judge(&case, &*damage)).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn flip(file: &Path, at: u64) {
    let mut bytes = fs::read(file).unwrap();
    bytes[usize::try_from(at).unwrap()] ^= 0x41;
    fs::write(file, bytes).unwrap();
}

fn cut(file: &Path, length: u64) {
    fs::OpenOptions::new().write(true).open(file).unwrap().set_len(length).unwrap();
}

#[test]
fn a_store_that_nothing_happened_to_is_sound() {
    judge_all([("no damage".to_owned(), Box::new(|_: &Path| ()) as Box<dyn Fn(&Path)>)]);
}

#[test]
fn a_file_cut_short_at_any_length_is_noticed() {
    let good = Good::get();
    let cases = good.files().into_iter().flat_map(|file| {
        let size = good.size(&file);
        let mut lengths: Vec<u64> = [0, 1, size / 4, size / 2, size * 3 / 4, size * 9 / 10, size.saturating_sub(1)].into();
        lengths.retain(|&length| length < size);
        lengths.dedup();
        lengths.into_iter().map(move |length| {
            let file = file.clone();
            let case = format!("{} cut from {size} to {length}", file.display());
            (case, Box::new(move |store: &Path| cut(&store.join(&file), length)) as Box<dyn Fn(&Path)>)
        })
    });
    judge_all(cases);
}

#[test]
fn a_changed_byte_anywhere_is_noticed_or_does_not_matter() {
    let good = Good::get();
    let cases = good.files().into_iter().flat_map(|file| {
        let size = good.size(&file);
        let places = if size < 2_000 { size.min(12) } else { 48 };
        (0..places).map(move |place| {
            let file = file.clone();
            let at = (size * place / places + place * 7) % size;
            let case = format!("{} changed at {at} of {size}", file.display());
            (case, Box::new(move |store: &Path| flip(&store.join(&file), at)) as Box<dyn Fn(&Path)>)
        })
    });
    judge_all(cases);
}

/// What is wrong with how a store that was never closed takes changed bytes, one place at a time.
fn never_closed() -> &'static [String] {
    static WRONG: OnceLock<Vec<String>> = OnceLock::new();
    WRONG.get_or_init(|| {
        let store = Good::get().left_open();
        let size = fs::metadata(store.join("journal/db")).unwrap().len();
        let places = (0..24).map(|place| size * place / 24 + place * 7);
        places
            .flat_map(|at| judge_copy(&store, &format!("db changed at {at} of {size}"), &|store| flip(&store.join("journal/db"), at)))
            .collect()
    })
}

#[test]
fn a_changed_byte_in_a_store_that_was_never_closed_does_not_lose_anything_silently() {
    let wrong: Vec<&str> = never_closed().iter().map(String::as_str).filter(|wrong| !wrong.contains("panicked")).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_changed_byte_in_a_store_that_was_never_closed_shows_no_panic() {
    let wrong: Vec<&str> = never_closed().iter().map(String::as_str).filter(|wrong| wrong.contains("panicked")).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_snapshot_that_was_cut_short_by_a_full_disk_or_a_kill_does_no_harm() {
    for unfinished in [&b""[..], b"cut short"] {
        let cut = |store: &Path| fs::write(store.join("journal/snap.00000000FFFFFFFF.generating"), unfinished).unwrap();
        let wrong = judge("an unfinished snapshot", &cut);
        assert!(wrong.is_empty(), "{wrong:?}");
        let folder = tempfile::tempdir().unwrap();
        copy(&Good::get().store(), folder.path());
        cut(folder.path());
        assert_eq!(run(folder.path(), "export", "default").out, Good::get().exports[0]);
    }
}

#[test]
fn a_stretch_of_zeros_is_noticed_or_does_not_matter() {
    let good = Good::get();
    let big = good.files().into_iter().max_by_key(|file| good.size(file)).unwrap();
    let size = usize::try_from(good.size(&big)).unwrap();
    let cases = (0..16).map(|place| {
        let (file, at) = (big.clone(), size * place / 16);
        let zero = move |store: &Path| {
            let mut bytes = fs::read(store.join(&file)).unwrap();
            bytes[at..size.min(at + 4_096)].fill(0);
            fs::write(store.join(&file), bytes).unwrap();
        };
        (format!("{} with zeros from {at}", big.display()), Box::new(zero) as Box<dyn Fn(&Path)>)
    });
    judge_all(cases);
}

#[test]
fn a_file_or_folder_that_is_gone_is_noticed_or_does_not_matter() {
    let mut cases: Vec<Case> = Vec::new();
    for file in Good::get().files() {
        let case = format!("{} removed", file.display());
        cases.push((case, Box::new(move |store: &Path| fs::remove_file(store.join(&file)).unwrap())));
    }
    cases.push(("the journal removed".into(), Box::new(|store: &Path| fs::remove_dir_all(store.join("journal")).unwrap())));
    judge_all(cases);
}

#[test]
fn a_damaged_store_is_still_damaged_when_it_is_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    copy(&Good::get().store(), &store);
    fs::remove_dir_all(store.join("journal")).unwrap();
    for time in ["first", "second", "third"] {
        let opened = Memory::options().create(false).open(&store);
        let error = opened.err().unwrap_or_else(|| panic!("opened the {time} time: what is lost is forgotten"));
        assert!(error.is_corrupt(), "{error}");
    }
}

#[test]
fn a_store_without_the_file_that_names_it_is_not_taken_for_none() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    copy(&Good::get().store(), &store);
    fs::remove_file(store.join("asof-store")).unwrap();
    let ran = run(&store, "check", "default");
    assert_ne!(ran.code, Some(0));
    assert!(!ran.err.contains("the first write creates one"), "a write cannot create one here: {}", ran.err);
}

#[test]
fn a_store_of_a_newer_format_says_to_upgrade() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    copy(&Good::get().store(), &store);
    for format in ["format 4\n", "format 99", "format 4294967295\n"] {
        fs::write(store.join("asof-store"), format).unwrap();
        let ran = run(&store, "check", "default");
        assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""));
        assert!(ran.err.contains("upgrade Asof") && ran.err.contains("reads up to 3"), "{}", ran.err);
    }
    fs::write(store.join("asof-store"), "format 1\n").unwrap();
    assert_eq!(run(&store, "export", "default").out, Good::get().exports[0], "trying did no harm");
}

#[test]
fn garbage_in_place_of_the_format_is_damage() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    copy(&Good::get().store(), &store);
    let garbage: [&[u8]; 7] = [b"", b"format", b"format x", b"format -1", b"format 99999999999999999999", b"hello", &[0xFF, 0xFE, 0, 7]];
    let mut wrong = Vec::new();
    for bytes in garbage {
        fs::write(store.join("asof-store"), bytes).unwrap();
        let ran = run(&store, "check", "default");
        if ran.code != Some(1) || !(ran.err.contains("is damaged") || ran.err.contains("upgrade Asof")) {
            wrong.push(format!("{:?}: {:?} {}", String::from_utf8_lossy(bytes), ran.code, ran.err));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
