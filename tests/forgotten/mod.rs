//! A store of a few chats about Zerlina and Ben, and what can be looked for in its files.

mod cli;
mod crash;
mod laws;
mod names;
mod words;

use std::{
    fs,
    path::{Path, PathBuf},
};

use asof::{Forgotten, Memory, OnError, Selector};

/// What is told: some of it about Zerlina, whom some call Zee.
pub const TOLD: &str = r#"
{"predicate":{"name":"snubbed"},"recorded_at":"2024-01-01T00:00:00Z"}
{"episode":"Zerlina moved to Zanzibar.","id":"t1","source":"chat-1","speaker":"Ben","occurred_at":"2024-03-01","recorded_at":"2024-03-01T00:00:00Z"}
{"claim":{"subject":"Zerlina","predicate":"lives_in","object":"Zanzibar","kind":"begins","from":"2024-03"},"id":"c1","source":"chat-1","episode_id":"t1","span":[0,26],"recorded_at":"2024-03-01T00:00:00Z"}
{"episode":"She works for Quibble.","id":"t2","source":"chat-1","speaker":"Ben","recorded_at":"2024-03-02T00:00:00Z"}
{"claim":{"subject":"Zerlina","predicate":"works_at","object":"Quibble"},"id":"c2","source":"chat-1","episode_id":"t2","recorded_at":"2024-03-02T00:00:00Z"}
{"claim":{"subject":"Ben","predicate":"works_at","object":"Quibble"},"source":"chat-1","episode_id":"t2","recorded_at":"2024-03-02T00:00:00Z"}
{"episode":"Ben lives in Porto, he says.","id":"t3","source":"chat-2","speaker":"Ben","recorded_at":"2024-03-03T00:00:00Z"}
{"claim":{"subject":"Ben","predicate":"lives_in","object":"Porto"},"id":"c3","source":"chat-2","episode_id":"t3","recorded_at":"2024-03-03T00:00:00Z"}
{"claim":{"subject":"Zee","predicate":"likes","object":"liquorice"},"id":"c4","source":"chat-2","recorded_at":"2024-03-04T00:00:00Z"}
{"merge":{"from":"Zee","into":"Zerlina"},"recorded_at":"2024-03-05T00:00:00Z"}
{"claim":{"subject":"Quibble","predicate":"located_in","object":"Zanzibar"},"id":"d1","supports":["c1","c2"],"recorded_at":"2024-03-06T00:00:00Z"}
{"claim":{"subject":"Zanzibar","predicate":"shares_border_with","object":"Quibbleland"},"id":"d2","supports":["d1"],"recorded_at":"2024-03-06T00:00:00Z"}
{"correct":"c3","claim":{"subject":"Ben","predicate":"lives_in","object":"Faro"},"id":"c5","source":"chat-3","reason":"Zerlina said so","recorded_at":"2024-03-07T00:00:00Z"}
{"claim":{"subject":"Ben","predicate":"visited","object":"Rome"},"source":"chat-3","recorded_at":"2024-03-08T00:00:00Z"}
{"claim":{"subject":"Ben","predicate":"visited","object":"Oslo"},"id":"c7","source":"chat-3","recorded_at":"2024-03-08T00:00:00Z"}
{"retract":"c7","reason":"zerlina was joking","recorded_at":"2024-03-09T00:00:00Z"}
{"retract":"c4","reason":"no tea","recorded_at":"2024-03-09T00:00:00Z"}
{"finding":{"key":"same zee | zerlina","kind":"same_entity","outcome":"review","reason":"Zee and Zerlina","rule":"nickname","proposes":[{"merge":{"from":"Zee","into":"Zerlina"}}]},"recorded_at":"2024-03-10T00:00:00Z"}
{"finding":{"key":"superseded c3 by c5","kind":"one_value","outcome":"review","reason":"Ben lives in Faro, not Porto","rule":"newer","claims":["c5"],"gave_way":["c3"]},"recorded_at":"2024-03-10T00:00:00Z"}
{"finding":{"key":"pattern ben","kind":"pattern","outcome":"review","reason":"Ben goes places","rule":"often"},"recorded_at":"2024-03-10T00:00:00Z"}
{"decision":{"finding":"same zee | zerlina","accepted":false},"reason":"who is Zee?","recorded_at":"2024-03-11T00:00:00Z"}
{"claim":{"subject":"Zerlina","predicate":"likes","object":"figs"},"id":"c9","recorded_at":"2024-03-12T00:00:00Z"}
{"undo":{"tx":17},"recorded_at":"2024-03-12T00:00:00Z"}
{"episode":"A word from Dora: zerlina snubbed me.","id":"t4","source":"chat-4","speaker":"Dora","recorded_at":"2024-03-13T00:00:00Z"}
{"claim":{"subject":"Dora","predicate":"snubbed","object":"Emil"},"id":"c8","source":"chat-4","recorded_at":"2024-03-13T00:00:00Z"}
"#;

/// A store in a folder of its own, with what is told in it.
pub struct Told {
    folder: tempfile::TempDir,
}

impl Told {
    pub fn new() -> Self {
        let told = Self { folder: tempfile::tempdir().unwrap() };
        let imported = told.open().import_lines(TOLD.trim().as_bytes(), OnError::Stop).unwrap();
        assert_eq!(imported.rejected, Vec::new());
        told
    }

    pub fn store(&self) -> PathBuf {
        self.folder.path().join("store")
    }

    pub fn open(&self) -> Memory {
        Memory::open(self.store()).unwrap()
    }
}

/// Forgets, and says what went.
pub fn forget(memory: &Memory, selectors: &[Selector]) -> Forgotten {
    memory.forget(selectors, &mut |_, _| {}).unwrap()
}

pub fn entity(name: &str) -> Selector {
    Selector::Entity(name.into())
}

pub fn exported(memory: &Memory) -> String {
    let mut lines = Vec::new();
    memory.export(&mut lines).unwrap();
    String::from_utf8(lines).unwrap()
}

/// The lines of an export after those of the schemas that ship with the engine.
pub fn told_lines(memory: &Memory) -> Vec<String> {
    exported(memory).lines().filter(|line| !line.ends_with("\"tx\":1}")).map(str::to_owned).collect()
}

pub fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// The files of a folder, at any depth, that have a word in their bytes or their names, whatever its case. A file that goes while they
/// are read, as one does when an index puts two of its parts into one, holds nothing any more.
pub fn files_with(folder: &Path, word: &str) -> Vec<PathBuf> {
    let word = word.to_lowercase().into_bytes();
    let has = |bytes: &[u8]| bytes.to_ascii_lowercase().windows(word.len()).any(|window| window == word);
    let named = |path: &PathBuf| has(path.strip_prefix(folder).unwrap().as_os_str().as_encoded_bytes());
    let holds = |path: &PathBuf| match fs::read(path) {
        Ok(bytes) => has(&bytes),
        Err(gone) if gone.kind() == std::io::ErrorKind::NotFound => false,
        Err(error) => panic!("{}: {error}", path.display()),
    };
    files(folder).into_iter().filter(|path| named(path) || holds(path)).collect()
}

/// That no file of a store has any of the words, nor any line of what it exports.
pub fn has_none_of(store: &Path, memory: &Memory, words: &[&str]) {
    let text = exported(memory).to_lowercase();
    for word in words {
        assert_eq!(files_with(store, word), Vec::<PathBuf>::new(), "{word}");
        assert!(!text.contains(&word.to_lowercase()), "{word}: {text}");
    }
}

pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(|entry| entry.unwrap()) {
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        if source.is_dir() { copy(&source, &target) } else { fs::copy(source, target).map(drop).unwrap() }
    }
}
