//! Stores written by earlier versions: they open, are sound, and export exactly what they exported then.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail as tests do")]

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use asof::{AsOf, KnownAt, Memory, TxId};
use tempfile::TempDir;

/// Each frozen store, its spaces, and what each of those exports.
const STORES: [(&str, &[(&str, &str)]); 3] = [
    ("format-1", &[("default", "format-1.jsonl"), ("second", "format-1-second.jsonl")]),
    ("format-2", &[("default", "format-2.jsonl"), ("second", "format-2-second.jsonl")]),
    ("format-3", &[("default", "format-3.jsonl"), ("second", "format-3-second.jsonl")]),
];

fn stores() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/stores")
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// A copy to open: opening writes.
fn thawed(store: &str) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    copy(&stores().join(store), &path).unwrap();
    (folder, path)
}

fn open(path: &Path) -> Memory {
    Memory::options().create(false).open(path).unwrap()
}

fn exported(memory: &Memory) -> String {
    let mut lines = Vec::new();
    memory.export(&mut lines).unwrap();
    String::from_utf8(lines).unwrap()
}

fn expected(file: &str) -> String {
    fs::read_to_string(stores().join(file)).unwrap()
}

/// That every space of a store is sound and says what it said.
fn is_as_it_was(memory: &Memory, spaces: &[(&str, &str)]) {
    assert_eq!(memory.spaces(), spaces.iter().map(|(space, _)| *space).collect::<Vec<_>>());
    for (space, file) in spaces {
        let memory = memory.space(space).unwrap();
        assert_eq!(memory.check().unwrap(), Vec::<String>::new());
        let (found, expected) = (exported(&memory), expected(file));
        let differs = found.lines().zip(expected.lines()).find(|(found, expected)| found != expected);
        assert_eq!(differs, None);
        assert_eq!(found.len(), expected.len());
    }
}

#[test]
fn a_frozen_store_of_each_format_opens_and_says_what_it_said() {
    for (store, spaces) in STORES {
        let (_folder, path) = thawed(store);
        is_as_it_was(&open(&path), spaces);
        is_as_it_was(&open(&path), spaces);
    }
}

#[test]
fn a_frozen_store_takes_what_is_told_now() {
    for (store, spaces) in STORES {
        let (_folder, path) = thawed(store);
        let memory = open(&path);
        let last = memory.snapshot().last_tx();
        let report = memory.tell(asof::Operation::Undo { tx: last }).unwrap();
        assert_eq!(report.tx, Some(TxId(last.0 + 1)));
        memory.tell(asof::Operation::Undo { tx: TxId(last.0 + 1) }).unwrap();
        drop(memory);
        let memory = open(&path);
        assert_eq!(memory.check().unwrap(), Vec::<String>::new());
        assert!(exported(&memory).starts_with(&expected(spaces[0].1)), "what was told then still comes first");
    }
}

#[test]
fn the_lines_of_an_old_export_import_to_the_same() {
    for file in STORES.iter().flat_map(|(_, spaces)| spaces.iter().map(|(_, file)| *file)) {
        let memory = Memory::options().volatile().unwrap();
        memory.import_lines(expected(file).as_bytes(), asof::OnError::Stop).unwrap();
        assert_eq!(exported(&memory), expected(file));
    }
}

#[test]
fn a_frozen_store_still_answers_as_it_did() {
    let (_folder, path) = thawed("format-1");
    let snapshot = open(&path).snapshot();
    let places = |as_of: AsOf| -> Vec<String> {
        let facts = snapshot.as_of(as_of).facts("Ana").unwrap();
        facts.iter().filter(|fact| fact.predicate == "lives_in").map(|fact| fact.object.text()).collect()
    };
    let at = |date: &str| AsOf::valid(date.parse().unwrap());
    assert_eq!(places(at("2021-07")), ["Rome"]);
    assert_eq!(places(at("2023-06")), ["Berlin"]);
    assert_eq!(places(at("2023-06").known(KnownAt::At("2024-01-15".parse().unwrap()))), ["Paris"]);
    assert_eq!(places(at("2023-06").known(KnownAt::Tx(TxId(3)))), ["Berlin"]);
    assert_eq!(places(at("2025-06")), Vec::<String>::new());
}

#[test]
fn a_frozen_store_remembers_what_was_consolidated() {
    let (_folder, path) = thawed("format-2");
    let memory = open(&path);
    let runs = memory.runs();
    assert_eq!(runs.iter().map(|run| (run.number, run.complete, run.undone)).collect::<Vec<_>>(), [(1, true, false)]);
    assert_eq!(memory.snapshot().entity("NYC"), memory.snapshot().entity("New York City"));
    assert_eq!(memory.snapshot().reviews().len(), 3);
    let done = memory.consolidate(&asof::Consolidation::default(), &mut |_| true).unwrap();
    assert!(done.proposes_nothing(), "{:#?}", done.findings);
    assert!(memory.space("second").unwrap().runs()[0].undone);
}

#[test]
fn a_frozen_store_knows_only_how_much_was_forgotten() {
    let (_folder, path) = thawed("format-3");
    let memory = open(&path);
    let stats = memory.snapshot().stats();
    assert_eq!((stats.erased_claims, stats.erased_episodes), (3, 0));
    assert!(memory.snapshot().entity("Fay").is_none() && memory.statement("t9").is_err_and(|error| error.is_not_found()));
    assert!(memory.forget(&[asof::Selector::Entity("Fay".into())], &mut |_, _| {}).is_err_and(|error| error.is_not_found()));
    // The space that went whole left its number, which the next does not get.
    let third = memory.space("third").unwrap();
    third.tell(asof::Operation::Claim(asof::Statement::new(asof::Claim::new("Ana", "likes", "figs")))).unwrap();
    drop((memory, third));
    assert_eq!(open(&path).spaces(), ["default", "second", "third"]);
}
