//! Erasures that are killed, disks that are full, and others who are at it: the old memory whole, or the new one.

use std::{
    env, fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use asof::{Memory, OnError, Recall, Selector};

use super::{copy, entity, exported, files_with, forget};
use crate::binary::binary;

/// The store that a child of this test forgets in.
const STORE: &str = "ASOF_FORGET_STORE";
/// How often it is killed.
const ROUNDS: u32 = 16;
const WORD: &str = "Zerlina";

/// Texts and claims of which every third is about her.
fn lines(count: usize) -> String {
    let line = |number: usize| {
        let who = if number.is_multiple_of(3) { WORD } else { "Ben" };
        let noise: String = (0..60).map(|word| format!("{:x} ", (number * 64 + word).wrapping_mul(0x9E37_79B9_7F4A_7C15))).collect();
        format!(
            "{{\"episode\": \"{who} saw {noise}.\", \"id\": \"m{number}\"}}\n{{\"claim\": {{\"subject\": \"{who}\", \"predicate\": \"saw\", \"object\": \"P{number}\"}}, \"id\": \"c{number}\", \"episode_id\": \"m{number}\"}}\n"
        )
    };
    (0..count).map(line).collect()
}

fn filled(store: &Path, count: usize) -> String {
    let memory = Memory::open(store).unwrap();
    memory.import_lines(lines(count).as_bytes(), OnError::Stop).unwrap();
    exported(&memory)
}

/// An export without its last line: the transaction that stands for the forgetting has a time of its own.
fn without_last(export: &str) -> &str {
    export.trim_end().rsplit_once('\n').map_or("", |(rest, _)| rest)
}

fn logs(store: &Path) -> Vec<String> {
    let names = fs::read_dir(store).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    names.filter(|name| name.starts_with("journal")).collect()
}

#[test]
fn an_erasure_that_is_killed_leaves_the_old_memory_or_the_new_one() {
    if let Some(store) = env::var_os(STORE) {
        let memory = Memory::open(store).unwrap();
        println!("begun.");
        forget(&memory, &[entity(WORD)]);
        println!("done.");
        return thread::sleep(Duration::from_secs(60));
    }
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let old = filled(&at("store"), 2_500);
    copy(&at("store"), &at("whole"));
    let begun = Instant::now();
    let memory = Memory::open(at("whole")).unwrap();
    forget(&memory, &[entity(WORD)]);
    let (took, new) = (begun.elapsed(), exported(&memory));
    drop(memory);
    assert!(!new.contains(WORD) && old.contains(WORD));
    let (mut olds, mut news) = (0, 0);
    for round in 0..ROUNDS {
        let store = at(&format!("round-{round}"));
        copy(&at("store"), &store);
        let done = kill(&store, took * round / (ROUNDS - 6));
        let memory = Memory::open(&store).unwrap_or_else(|error| panic!("round {round}: {error}"));
        let is = exported(&memory);
        assert_eq!(memory.check().unwrap(), Vec::<String>::new());
        assert_eq!(logs(&store).len(), 1, "round {round}: {:?}", logs(&store));
        if is == old {
            assert!(!done, "round {round}: it said that it was done");
            olds += 1;
            forget(&memory, &[entity(WORD)]);
        } else {
            news += 1;
        }
        assert_eq!(without_last(&exported(&memory)), without_last(&new), "round {round}");
        assert_eq!(files_with(&store, WORD), Vec::<PathBuf>::new(), "round {round}");
        drop(memory);
        fs::remove_dir_all(store).unwrap();
    }
    assert!(0 < olds && 0 < news, "killed before and after: {olds} and {news}");
}

/// Starts a child that forgets, kills it so long after it began; whether it said that it was done.
fn kill(store: &Path, after: Duration) -> bool {
    let mut command = Command::new(env::current_exe().unwrap());
    let test = "forgotten::crash::an_erasure_that_is_killed_leaves_the_old_memory_or_the_new_one";
    command.args([test, "--exact", "--nocapture", "--test-threads=1"]).env(STORE, store);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    assert!(out.any(|line| line.ends_with("begun.")));
    thread::sleep(after);
    child.kill().unwrap();
    child.wait().unwrap();
    out.any(|line| line.ends_with("done."))
}

#[cfg(unix)]
#[test]
fn a_disk_that_is_full_is_an_error_and_nothing_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let old = filled(&at("store"), 2_500);
    let mut failed = 0;
    // The largest file that may be written, in blocks: none that would hold the new log.
    for blocks in [0, 16, 200, 1_000, 2_000] {
        let store = at(&format!("full-{blocks}"));
        copy(&at("store"), &store);
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" forget --entity {WORD} --yes");
        let mut child =
            Command::new("sh").args(["-c", &script]).arg(binary()).env("ASOF_STORE", &store).stderr(Stdio::piped()).spawn().unwrap();
        let ended = within(&mut child, Duration::from_secs(60)).unwrap_or_else(|| panic!("{blocks} blocks: it hangs"));
        let memory = Memory::open(&store).unwrap_or_else(|error| panic!("{blocks} blocks: {error}"));
        assert_eq!(memory.check().unwrap(), Vec::<String>::new());
        if ended.success() {
            assert_eq!(files_with(&store, WORD), Vec::<PathBuf>::new());
        } else {
            assert_eq!(ended.code(), Some(1), "{blocks} blocks");
            assert_eq!(exported(&memory), old, "{blocks} blocks");
            failed += 1;
        }
        forget(&memory, &[entity(WORD)]);
        assert_eq!(files_with(&store, WORD), Vec::<PathBuf>::new());
        assert_eq!(logs(&store).len(), 1);
    }
    assert!(2 <= failed, "the disk was full: {failed}");
}

fn within(child: &mut std::process::Child, limit: Duration) -> Option<std::process::ExitStatus> {
    let begun = Instant::now();
    while begun.elapsed() < limit {
        if let Some(status) = child.try_wait().unwrap() {
            return Some(status);
        }
        thread::sleep(Duration::from_millis(20));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    None
}

#[test]
fn a_file_that_names_no_log_is_a_clear_error_and_nothing_is_swept_away() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    let old = filled(&store, 10);
    fs::write(store.join("current"), "journal-7\n").unwrap();
    let error = Memory::open(&store).err().unwrap();
    assert!(error.is_corrupt() && error.to_string().contains("`current` names is missing"), "{error}");
    fs::write(store.join("current"), [0xFF, 0x00]).unwrap();
    let error = Memory::open(&store).err().unwrap();
    assert!(error.is_corrupt() && error.to_string().contains("does not name a folder"), "{error}");
    fs::remove_file(store.join("current")).unwrap();
    assert_eq!(exported(&Memory::open(&store).unwrap()), old);
}

#[test]
fn readers_and_recalls_beside_an_erasure_see_the_old_memory_or_the_new_one_and_write_nothing_back() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    // So many that the index goes to disk.
    let memory = Memory::open(&store).unwrap();
    let texts: String = (0..9_000)
        .map(|number| format!("{{\"episode\":\"{WORD} saw heron{number}.\",\"id\":\"m{number}\",\"source\":\"s{}\"}}\n", number % 2))
        .collect();
    memory.import_lines(texts.as_bytes(), OnError::Stop).unwrap();
    let done = Arc::new(AtomicBool::new(false));
    let readers: Vec<_> = (0..3)
        .map(|_| {
            let (memory, done) = (memory.clone(), Arc::clone(&done));
            thread::spawn(move || {
                let mut seen = 0;
                while !done.load(Ordering::Acquire) {
                    let episodes = memory.snapshot().stats().episodes;
                    assert!([9_000, 4_500, 0].contains(&episodes), "{episodes}");
                    memory.recall(&Recall::new("heron7 heron8")).unwrap();
                    let lines = exported(&memory).matches("\"episode\"").count();
                    assert!([9_000, 4_500, 0].contains(&lines), "{lines}");
                    seen += 1;
                }
                seen
            })
        })
        .collect();
    thread::sleep(Duration::from_millis(300));
    forget(&memory, &[Selector::Source("s0".into())]);
    thread::sleep(Duration::from_millis(300));
    forget(&memory, &[entity(WORD)]);
    done.store(true, Ordering::Release);
    let seen: Vec<u32> = readers.into_iter().map(|reader| reader.join().unwrap()).collect();
    assert!(seen.iter().all(|&seen| 0 < seen), "{seen:?}");
    assert!(memory.recall(&Recall::new("heron7 heron8")).unwrap().passages.is_empty());
    assert_eq!(memory.check().unwrap(), Vec::<String>::new());
    drop(memory);
    for word in [WORD, "heron"] {
        assert_eq!(files_with(&store, word), Vec::<PathBuf>::new());
    }
}
