//! The names in a memory, whoever uses them: what claims speak of and what passages are called, each in one form.
//!
//! Kept by the retriever beside the index and made from what was told alone. What it answers does not depend on how much was
//! told at a time.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::{corpus::Corpus, forward::title, function_words::is_function_word, words::each_word};

/// A name of more words than this is read no further.
const LONGEST_NAME: usize = 32;
/// A name inside a question or another name has so many words at the most.
const LONGEST_INSIDE: usize = 10;
/// A question is searched for names so many words far.
const LONGEST_QUESTION: usize = 256;
/// No name, no entity.
const NONE: u32 = u32::MAX;

/// A name.
#[derive(Debug)]
struct Key {
    /// Its words as they are indexed, without articles and prepositions around them.
    text: Arc<str>,
    /// The first entity of that name.
    entity: u32,
    /// The claims that speak of it, in order.
    claims: Vec<u32>,
    /// How many passages say these claims.
    passages: u32,
    /// The last of those.
    last: u32,
}

/// The names of one space.
#[derive(Debug, Default)]
pub(crate) struct Names {
    numbers: FxHashMap<Arc<str>, u32>,
    keys: Vec<Key>,
    /// For each entity its name.
    of_entity: Vec<u32>,
    /// The passages that are called by a name.
    titles: FxHashMap<u32, Vec<u32>>,
    /// The longer names of claims that have a title inside.
    around: FxHashMap<u32, Vec<u32>>,
    /// The names of claims that have several words, by each of these.
    with_word: FxHashMap<Box<str>, Vec<u32>>,
    passages: u32,
    claims: u32,
}

impl Names {
    /// Takes in what was told since it last looked.
    pub fn catch_up(&mut self, corpus: &dyn Corpus) {
        for passage in self.passages..corpus.passages() {
            self.add_passage(corpus, passage);
        }
        for claim in self.claims..corpus.claims() {
            self.add_claim(corpus, claim);
        }
        self.passages = self.passages.max(corpus.passages());
        self.claims = self.claims.max(corpus.claims());
    }

    /// Whether all of it is taken in.
    pub fn knows(&self, corpus: &dyn Corpus) -> bool {
        corpus.passages() <= self.passages && corpus.claims() <= self.claims
    }

    fn add_passage(&mut self, corpus: &dyn Corpus, passage: u32) {
        let Some(title) = corpus.passage(passage).and_then(|passage| title(passage.text)) else { return };
        for text in title_keys(title) {
            let key = self.intern(&text);
            let titles = self.titles.entry(key).or_default();
            titles.push(passage);
            if titles.len() == 1 {
                self.find_around(key);
            }
        }
    }

    /// A name is a title now: which names of claims have it inside?
    fn find_around(&mut self, key: u32) {
        let text = Arc::clone(&self.keys[key as usize].text);
        if is_too_common(&text) {
            return;
        }
        let with = text.split(' ').filter_map(|word| self.with_word.get(word)).min_by_key(|names| names.len());
        let around = |name: &&u32| has_inside(&self.keys[**name as usize].text, &text);
        let mut around: Vec<u32> = with.into_iter().flatten().filter(around).copied().collect();
        around.dedup();
        if !around.is_empty() {
            self.around.insert(key, around);
        }
    }

    fn add_claim(&mut self, corpus: &dyn Corpus, claim: u32) {
        let Some(sides) = corpus.sides(claim) else { return };
        for entity in [sides.subject, sides.object] {
            let key = self.add_entity(corpus, entity);
            let Some(key) = self.keys.get_mut(key as usize) else { continue };
            if key.claims.last() != Some(&claim) {
                key.claims.push(claim);
            }
            let passage = sides.passage.unwrap_or(NONE);
            key.passages += u32::from(key.last != passage || passage == NONE);
            key.last = passage;
        }
    }

    fn add_entity(&mut self, corpus: &dyn Corpus, entity: u32) -> u32 {
        if let Some(&known) = self.of_entity.get(entity as usize).filter(|known| **known != NONE) {
            return known;
        }
        let Some(text) = key(&corpus.entity_name(entity)) else { return NONE };
        let key = self.intern(&text);
        let place = entity as usize;
        if self.of_entity.len() <= place {
            self.of_entity.resize(place + 1, NONE);
        }
        self.of_entity[place] = key;
        if self.keys[key as usize].entity == NONE {
            self.keys[key as usize].entity = entity;
            self.find_inside(key);
        }
        key
    }

    /// A name is spoken of now: which titles does it have inside?
    fn find_inside(&mut self, key: u32) {
        let text = Arc::clone(&self.keys[key as usize].text);
        if !text.contains(' ') {
            return;
        }
        for inside in self.inside(&text) {
            self.around.entry(inside).or_default().push(key);
        }
        let mut words: Vec<&str> = text.split(' ').collect();
        words.sort_unstable();
        words.dedup();
        for word in words {
            match self.with_word.get_mut(word) {
                Some(names) => names.push(key),
                None => {
                    self.with_word.insert(word.into(), vec![key]);
                }
            }
        }
    }

    fn intern(&mut self, text: &str) -> u32 {
        if let Some(&known) = self.numbers.get(text) {
            return known;
        }
        let number = u32::try_from(self.keys.len()).unwrap_or(NONE);
        let text: Arc<str> = text.into();
        self.keys.push(Key { text: Arc::clone(&text), entity: NONE, claims: Vec::new(), passages: 0, last: NONE });
        self.numbers.insert(text, number);
        number
    }

    /// The titles inside a name, each once.
    pub fn inside(&self, text: &str) -> Vec<u32> {
        let mut found = Vec::new();
        for (from, to) in runs(text) {
            let part = &text[from..to];
            if part.len() < text.len() && !is_too_common(part) {
                found.extend(self.numbers.get(part).filter(|key| self.titles.contains_key(key)));
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The names in a question: the longest first, then from left to right, none over another; in that order.
    pub fn named_in(&self, question: &str) -> Vec<u32> {
        let text = joined(question, LONGEST_QUESTION, false);
        let mut runs: Vec<(usize, usize)> = runs(&text).collect();
        let length = |&(from, to): &(usize, usize)| text[from..to].split(' ').count();
        runs.sort_by_key(|run| (std::cmp::Reverse(length(run)), run.0));
        let mut taken: Vec<(usize, usize)> = Vec::new();
        let mut named = Vec::new();
        for (from, to) in runs {
            let part = &text[from..to];
            let Some(&key) = self.numbers.get(part).filter(|_| !is_too_common(part)) else { continue };
            if taken.iter().all(|other| to <= other.0 || other.1 <= from) {
                taken.push((from, to));
                if !named.contains(&key) {
                    named.push(key);
                }
            }
        }
        named
    }

    /// The names that a title gives its passage.
    pub fn of_title<'n>(&'n self, title: &str) -> impl Iterator<Item = u32> + use<'n> {
        title_keys(title).into_iter().filter_map(|text| self.numbers.get(text.as_str()).copied())
    }

    /// The name of an entity.
    pub fn of_entity(&self, entity: u32) -> Option<u32> {
        self.of_entity.get(entity as usize).copied().filter(|&key| key != NONE)
    }

    /// The words of a name, as they are indexed.
    pub fn text(&self, key: u32) -> &str {
        self.keys.get(key as usize).map_or("", |key| &key.text)
    }

    /// An entity of that name.
    pub fn entity(&self, key: u32) -> Option<u32> {
        self.keys.get(key as usize).map(|key| key.entity).filter(|&entity| entity != NONE)
    }

    /// The passages that are called so.
    pub fn titled(&self, key: u32) -> &[u32] {
        self.titles.get(&key).map_or(&[], Vec::as_slice)
    }

    /// The claims that speak of it, or of something that has its name inside.
    pub fn claims(&self, key: u32) -> impl Iterator<Item = u32> {
        self.with_around(key).flat_map(|key| &key.claims).copied()
    }

    /// In how many passages it is spoken of.
    pub fn passages(&self, key: u32) -> u32 {
        let spoken: u32 = self.with_around(key).map(|key| key.passages).sum();
        spoken.max(u32::try_from(self.titled(key).len()).unwrap_or(NONE)).max(1)
    }

    fn with_around(&self, key: u32) -> impl Iterator<Item = &Key> {
        let around = self.around.get(&key).map_or(&[][..], Vec::as_slice);
        std::iter::once(key).chain(around.iter().copied()).filter_map(|key| self.keys.get(key as usize))
    }
}

/// A name in one form; nothing where it has no words.
fn key(name: &str) -> Option<String> {
    let text = joined(name, LONGEST_NAME, true);
    (!text.is_empty()).then_some(text)
}

/// The words of a text as they are indexed; for a name without the function words around it, unless it has no others.
fn joined(text: &str, most: usize, is_name: bool) -> String {
    let mut words: Vec<(bool, String)> = Vec::new();
    each_word(text, &mut |written, word| {
        // Of a word of nothing but marks nothing is left when it is folded.
        if words.len() < most && !word.is_empty() && !word.contains(' ') {
            words.push((is_name && is_function_word(written), word.to_owned()));
        }
    });
    let first = words.iter().position(|word| !word.0).unwrap_or(0);
    let last = words.iter().rposition(|word| !word.0).map_or(words.len(), |last| last + 1);
    let words: Vec<&str> = words[first..last].iter().map(|word| word.1.as_str()).collect();
    words.join(" ")
}

/// What a title says a passage is about: all of it, it without what stands in brackets, and that up to a comma.
fn title_keys(title: &str) -> Vec<String> {
    let plain = without_brackets(title);
    let first = plain.split(',').next().unwrap_or_default();
    let mut keys: Vec<String> = [title, &plain, first].into_iter().filter_map(key).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

fn without_brackets(title: &str) -> String {
    let mut depth = 0_usize;
    let mut plain = String::with_capacity(title.len());
    for letter in title.chars() {
        depth += usize::from(letter == '(');
        if depth == 0 {
            plain.push(letter);
        }
        depth = depth.saturating_sub(usize::from(letter == ')'));
    }
    plain
}

/// The runs of words of a text that may be names: where they begin and end.
fn runs(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let mut ends: Vec<(usize, usize)> = Vec::new();
    let mut from = 0;
    for word in text.split(' ') {
        ends.push((from, from + word.len()));
        from += word.len() + 1;
    }
    let count = ends.len();
    let run = move |(first, last): (usize, usize)| Some((ends.get(first)?.0, ends.get(last)?.1));
    (0..count).flat_map(move |first| (first..count.min(first + LONGEST_INSIDE)).map(move |last| (first, last))).filter_map(run)
}

/// Whether a name has another inside, at the borders of words.
fn has_inside(name: &str, inside: &str) -> bool {
    let at_borders = |(at, _): (usize, &str)| {
        let end = at + inside.len();
        (at == 0 || name.as_bytes()[at - 1] == b' ') && (end == name.len() || name.as_bytes()[end] == b' ')
    };
    inside.len() < name.len() && inside.split(' ').count() <= LONGEST_INSIDE && name.match_indices(inside).any(at_borders)
}

/// A single word that is a number, a letter or two, or a function word names nothing inside a sentence.
fn is_too_common(text: &str) -> bool {
    let number = text.bytes().all(|byte| byte.is_ascii_digit());
    // An empty text is a number, too.
    number || (text.is_ascii() && text.len() < 3) || text.split(' ').all(is_function_word)
}
