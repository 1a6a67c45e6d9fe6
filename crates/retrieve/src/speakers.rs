//! Who speaks in a memory, and which of them a question names.

use std::collections::BTreeMap;

use crate::{corpus::Corpus, words::each_word};

/// A speaker in more than this share of the passages' sessions would be no help; a memory with more speakers than this keeps no list.
const MOST: usize = 10_000;

/// The speakers of a memory, by the words of their names.
#[derive(Debug, Default)]
pub(crate) struct Speakers {
    /// For each name its words, as they are indexed.
    names: BTreeMap<String, Vec<String>>,
    seen: u32,
    /// Whether anything was told by nobody.
    any_silent: bool,
}

/// The speakers that a question names.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Named<'s> {
    /// Their names' words that it has, as they are indexed.
    pub words: Vec<String>,
    names: Vec<&'s str>,
}

impl<'s> Named<'s> {
    /// The one speaker that is named, if it is just one.
    pub fn only(&self) -> Option<&'s str> {
        if let [only] = self.names.as_slice() { Some(only) } else { None }
    }
}

impl Speakers {
    /// Takes in the passages told since it last looked.
    pub fn catch_up(&mut self, corpus: &dyn Corpus) {
        for number in self.seen..corpus.passages() {
            let Some(speaker) = corpus.passage(number).and_then(|passage| passage.speaker) else {
                self.any_silent = true;
                continue;
            };
            if !self.names.contains_key(speaker) && self.names.len() < MOST {
                let mut words = Vec::new();
                each_word(speaker, &mut |_, word| words.push(word.to_owned()));
                self.names.insert(speaker.to_owned(), words);
            }
        }
        self.seen = self.seen.max(corpus.passages());
    }

    /// Whether any passage is said by somebody.
    pub fn any(&self) -> bool {
        !self.names.is_empty()
    }

    /// Whether any passage is said by nobody.
    pub fn any_silent(&self) -> bool {
        self.any_silent
    }

    /// The speakers whose first name, or all of whose name, a question has.
    pub fn named_in(&self, question: &str) -> Named<'_> {
        let mut has = Vec::new();
        each_word(question, &mut |written, word| {
            // "user" and "assistant" are parts in a chat, and ordinary words.
            if !PARTS.contains(&written) {
                has.push(word.to_owned());
            }
        });
        let mut named = Named::default();
        for (name, words) in &self.names {
            if words.first().is_some_and(|first| has.contains(first)) {
                named.names.push(name);
                named.words.extend(words.iter().filter(|word| has.contains(word)).cloned());
            }
        }
        named
    }
}

/// Speakers that are a part in a chat rather than a name.
const PARTS: [&str; 4] = ["assistant", "system", "tool", "user"];
