//! What is kept of all names from one run to the next: how common each word is, and which names share a key.
//!
//! So a few new names are compared with many known ones at a cost that grows with the few. A name that stands for the same entity as
//! another counts as a name of its own.

use std::cmp::Ordering;

use rustc_hash::FxHashMap;

use crate::{
    block::{SMALL, Side, WINDOW, key},
    reading::{Reading, read},
    words::Words,
};

/// New entries wait until they are one in so many; then they are sorted in.
const WAITING: usize = 16;
/// So many names are read at a time: their words are kept while they are.
const AT_ONCE: usize = 4_096;

/// The half of an entry that is its key.
const KEY: u64 = u64::MAX << 32;

/// The names of a memory, numbered from nought without gaps.
#[derive(Debug, Default)]
pub struct Census {
    names: u32,
    /// How many names have each word, by its hash.
    words: FxHashMap<u64, u32>,
    /// The names that are sorted in, in order of the alphabet.
    alphabet: Vec<u32>,
    /// Keys (the upper half) and the places in the alphabet of the names that have them (the lower), sorted.
    entries: Vec<u64>,
    /// The same of the latest, with their numbers.
    waiting: Vec<u64>,
    /// All names in plain letters, one after the other, with their ends.
    letters: String,
    ends: Vec<u32>,
}

impl Census {
    /// The number of the next name to be taken in.
    pub fn next(&self) -> u32 {
        number(self.ends.len())
    }

    /// Takes in the names that follow; nothing stands for one that names no entity.
    pub fn extend<'n>(&mut self, names: impl IntoIterator<Item = Option<&'n str>>) {
        let mut words = Words::default();
        for (at, name) in names.into_iter().enumerate() {
            if at % AT_ONCE == 0 {
                words = Words::default();
            }
            if let Some(name) = name {
                self.add(&read(name, &mut words), &words);
            }
            self.ends.push(number(self.letters.len()));
        }
        self.waiting.sort_unstable();
        self.waiting.dedup();
        if self.entries.len() < WAITING * self.waiting.len() {
            self.sort_in();
        }
    }

    fn sort_in(&mut self) {
        let before = self.alphabet.clone();
        let mut alphabet = std::mem::take(&mut self.alphabet);
        alphabet.extend(number(before.len())..self.next());
        // Here and below, what is in order already is only merged.
        alphabet.sort_by(|a, b| self.order(*a, *b));
        let mut places = vec![0; alphabet.len()];
        for (place, name) in (0_u32..).zip(&alphabet) {
            if let Some(slot) = places.get_mut(*name as usize) {
                *slot = place;
            }
        }
        let place = |entry: u64, name: u32| entry & KEY | u64::from(places.get(name as usize).copied().unwrap_or(0));
        for entry in &mut self.entries {
            *entry = place(*entry, before.get(low(*entry) as usize).copied().unwrap_or(0));
        }
        self.entries.reserve_exact(self.waiting.len());
        self.entries.extend(std::mem::take(&mut self.waiting).into_iter().map(|entry| place(entry, low(entry))));
        self.entries.sort();
        self.alphabet = alphabet;
    }

    fn add(&mut self, name: &Reading, words: &Words) {
        let at = self.next();
        self.names += 1;
        self.letters.push_str(&name.solid);
        let mut core = name.core.clone();
        core.sort_unstable();
        core.dedup();
        for word in core {
            *self.words.entry(key(words.text(word))).or_default() += 1;
        }
        if !name.relational {
            words.name_keys(name, &mut |key, side| self.waiting.push(half(key, side) | u64::from(at)));
        }
    }

    /// How many names there are.
    pub fn names(&self) -> u32 {
        self.names
    }

    pub(crate) fn count(&self, word: &str) -> u32 {
        self.words.get(&key(word)).copied().unwrap_or(0)
    }

    /// The names that each of those given shares a key with, as pairs, the given one first. Of a key that many share, the neighbours in the
    /// alphabet.
    pub fn beside<'n>(&self, names: impl IntoIterator<Item = (u32, &'n str)>) -> Vec<(u32, u32)> {
        let (mut pairs, mut words) = (Vec::new(), Words::default());
        for (at, name) in names {
            let reading = read(name, &mut words);
            let mut keys = Vec::new();
            if !reading.relational {
                words.name_keys(&reading, &mut |key, side| keys.push(half(key, side.opposite())));
            }
            let from = pairs.len();
            keys.into_iter().for_each(|key| self.near(at, key, &mut pairs));
            let own = pairs.split_off(from);
            pairs.extend(each_once(own));
        }
        pairs
    }

    fn near(&self, at: u32, key: u64, pairs: &mut Vec<(u32, u32)>) {
        let (old, new) = (members(&self.entries, key), members(&self.waiting, key));
        let name = |entry: &u64| self.alphabet.get(low(*entry) as usize).copied().unwrap_or(u32::MAX);
        let others = |old: &[u64]| -> Vec<u32> {
            old.iter().map(name).chain(new.iter().map(|entry| low(*entry))).filter(|other| *other != at).collect()
        };
        if old.len() + new.len() <= SMALL {
            return pairs.extend(others(old).into_iter().map(|other| (at, other)));
        }
        let middle = old.partition_point(|entry| self.order(name(entry), at) == Ordering::Less);
        // It may stand there itself.
        let around = old.get(middle.saturating_sub(WINDOW)..old.len().min(middle + WINDOW + 1)).unwrap_or(&[]);
        let (before, after): (Vec<u32>, Vec<u32>) = others(around).into_iter().partition(|other| self.order(*other, at) == Ordering::Less);
        let nearest = closest(before, |a, b| self.order(*b, *a)).into_iter().chain(closest(after, |a, b| self.order(*a, *b)));
        pairs.extend(nearest.map(|other| (at, other)));
    }

    fn order(&self, a: u32, b: u32) -> Ordering {
        self.solid(a).cmp(self.solid(b)).then(a.cmp(&b))
    }

    fn solid(&self, at: u32) -> &str {
        let end = |at: usize| self.ends.get(at).map_or(0, |end| *end as usize);
        let from = (at as usize).checked_sub(1).map_or(0, end);
        self.letters.get(from..end(at as usize)).unwrap_or("")
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[expect(clippy::cast_possible_truncation, reason = "the lower half")]
fn low(entry: u64) -> u32 {
    entry as u32
}

/// The upper half of an entry. Half a key is enough: names that share it by chance are found to have nothing else in common.
fn half(key_of: u64, side: Side) -> u64 {
    let sided = if side == Side::Any { key_of } else { key((key_of, side == Side::Short)) };
    sided & KEY
}

fn members(entries: &[u64], key: u64) -> &[u64] {
    let of_key = entries.partition_point(|entry| *entry < key)..entries.partition_point(|entry| *entry <= key | !KEY);
    entries.get(of_key).unwrap_or(&[])
}

fn each_once(mut pairs: Vec<(u32, u32)>) -> Vec<(u32, u32)> {
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

fn closest(mut names: Vec<u32>, order: impl Fn(&u32, &u32) -> Ordering) -> Vec<u32> {
    if WINDOW < names.len() {
        names.select_nth_unstable_by(WINDOW, order);
        names.truncate(WINDOW);
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn census(names: &[&str]) -> Census {
        let mut census = Census::default();
        for name in names {
            census.extend([Some(*name)]);
        }
        census
    }

    #[test]
    fn names_that_may_be_one_are_found_beside_each_other() {
        let names =
            ["Ana Silva", "A. Silva", "NYC", "New York City", "Jonas", "Jonass", "Katherine", "Catherine", "Ana's sister", "Bob Krum"];
        let census = census(&names);
        let numbered = || (0..).zip(names);
        let pairs = each_once(census.beside(numbered()));
        assert_eq!(pairs, [(0, 1), (1, 0), (2, 3), (3, 2), (4, 5), (5, 4), (6, 7), (7, 6)]);
        assert_eq!((census.names(), census.next(), census.count("silva")), (10, 10, 2));
    }

    #[test]
    fn it_does_not_matter_in_how_many_steps_names_are_taken_in() {
        let names: Vec<String> = (0..500).map(|at| format!("Ana S{}l{}va{at}", at % 7, at % 5)).collect();
        let mut at_once = Census::default();
        at_once.extend(names.iter().map(|name| Some(name.as_str())));
        let one_by_one = census(&names.iter().map(String::as_str).collect::<Vec<_>>());
        let beside = |census: &Census| each_once(census.beside((0..).zip(names.iter().map(String::as_str))));
        assert_eq!(beside(&at_once), beside(&one_by_one));
        assert!(beside(&at_once).iter().all(|(one, other)| one != other));
    }
}
