//! Which pairs are worth comparing: those that share a key, rare keys first, and of common keys only neighbours in the alphabet.

use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashSet, FxHasher};

use crate::{
    Resolver,
    alike::initials,
    reading::Reading,
    words::{WordId, Words},
};

/// Up to so many entities of a key are compared each with each.
pub(crate) const SMALL: usize = 24;
/// Of more, each with so many that follow it in the alphabet (Hernández and Stolfo 1995: the sorted neighbourhood).
pub(crate) const WINDOW: usize = 6;
/// Names of an entity beyond these make no keys.
const MOST_NAMES: usize = 8;

/// The side of a key: those of one side are not compared with each other.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Side {
    Any,
    Short,
    Long,
}

impl Side {
    /// The side whose names are compared with those of this one.
    pub(crate) const fn opposite(self) -> Self {
        match self {
            Self::Any => Self::Any,
            Self::Short => Self::Long,
            Self::Long => Self::Short,
        }
    }
}

/// A key, who has it, and on which side.
type Entry = (u64, Side, u32);

pub(crate) fn key(parts: impl Hash) -> u64 {
    let mut hasher = FxHasher::default();
    parts.hash(&mut hasher);
    hasher.finish()
}

impl Resolver<'_> {
    /// The pairs of positions that share a key; with `changed`, only those of which one is in it.
    pub(crate) fn blocked(&self, changed: Option<&FxHashSet<u32>>) -> Vec<(u32, u32)> {
        let mut pairs = self.paired(self.entries(changed));
        if let Some(changed) = changed {
            pairs.retain(|(a, b)| changed.contains(a) || changed.contains(b));
        }
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }

    /// The pairs of positions that a description brings together.
    pub(crate) fn described_pairs(&self) -> Vec<(u32, u32)> {
        let mut entries = Vec::new();
        self.places().for_each(|at| self.described_keys(at, &mut entries));
        self.paired(entries)
    }

    fn paired(&self, mut entries: Vec<Entry>) -> Vec<(u32, u32)> {
        entries.sort_unstable();
        entries.dedup();
        let mut pairs = Vec::new();
        if entries.is_empty() {
            return pairs;
        }
        let rank = self.alphabet();
        for block in entries.chunk_by(|one, other| one.0 == other.0) {
            pair_up(block, &rank, &mut pairs);
        }
        pairs
    }

    /// All entries; with `changed`, only keys that one of these has.
    fn entries(&self, changed: Option<&FxHashSet<u32>>) -> Vec<Entry> {
        let wanted: Option<FxHashSet<u64>> = changed.map(|changed| {
            let mut entries = Vec::new();
            changed.iter().for_each(|at| self.keys(*at, &mut entries));
            entries.iter().map(|entry| entry.0).collect()
        });
        let (mut entries, mut own) = (Vec::new(), Vec::new());
        for at in self.places() {
            own.clear();
            self.keys(at, &mut own);
            entries.extend(own.iter().filter(|entry| wanted.as_ref().is_none_or(|wanted| wanted.contains(&entry.0))));
        }
        entries
    }

    fn places(&self) -> std::ops::Range<u32> {
        0..u32::try_from(self.profiles.len()).unwrap_or(u32::MAX)
    }

    /// The place of each profile in the alphabet.
    fn alphabet(&self) -> Vec<u32> {
        let solid = |at: &u32| self.readings.get(*at as usize).and_then(|names| names.first()).map_or("", |name| name.solid.as_str());
        let mut order: Vec<u32> = self.places().collect();
        order.sort_by(|x, y| solid(x).cmp(solid(y)).then(x.cmp(y)));
        let mut rank = vec![0; order.len()];
        for (place, at) in (0..).zip(order) {
            if let Some(slot) = rank.get_mut(at as usize) {
                *slot = place;
            }
        }
        rank
    }

    fn keys(&self, at: u32, entries: &mut Vec<Entry>) {
        self.described_keys(at, entries);
        let names = self.readings.get(at as usize).map_or(&[][..], Vec::as_slice);
        for name in names.iter().take(MOST_NAMES) {
            if !name.relational {
                self.words.name_keys(name, &mut |key, side| entries.push((key, side, at)));
            }
        }
    }

    /// What brings descriptions together with names.
    fn described_keys(&self, at: u32, entries: &mut Vec<Entry>) {
        let described = self.is_described(at as usize);
        let Some(profile) = self.profiles.get(at as usize) else { return };
        for fact in profile.facts.iter().filter(|fact| self.defining.contains(&(fact.predicate, fact.other))) {
            let side = if described && fact.defining { Side::Short } else { Side::Long };
            entries.push((key(("described", fact.predicate, fact.other)), side, at));
        }
    }
}

impl Words {
    /// The keys of a name.
    pub(crate) fn name_keys(&self, name: &Reading, add: &mut impl FnMut(u64, Side)) {
        add(key(("solid", name.solid.as_str())), Side::Any);
        let merged = |word: &WordId| self.get(*word).umlauts_merged.as_str();
        let mut sorted: Vec<&str> = name.core.iter().map(merged).collect();
        sorted.sort_unstable();
        add(key(("sorted", &sorted)), Side::Any);
        self.acronym_keys(name, add);
        self.word_keys(name, add);
        if let [word] = name.core[..] {
            deletions(self.text(word), add);
            self.get(word).lines.iter().for_each(|line| add(key(("nickname", line, "")), Side::Any));
        } else {
            self.people_keys(name, add);
            self.slip_keys(name, add);
        }
    }

    fn acronym_keys(&self, name: &Reading, add: &mut impl FnMut(u64, Side)) {
        if let Some(line) = name.short_form {
            add(key(("known", line)), Side::Any);
        }
        if name.capitals {
            add(key(("acronym", name.solid.as_str())), Side::Short);
        }
        for letters in initials(name, self) {
            add(key(("acronym", letters.as_str())), Side::Long);
        }
    }

    /// Each word, and each name that it may be short for.
    fn word_keys(&self, name: &Reading, add: &mut impl FnMut(u64, Side)) {
        for word in name.core.iter().map(|word| self.get(*word)).filter(|word| !word.is_letter()) {
            add(key(("word", word.umlauts_merged.as_str())), Side::Any);
        }
    }

    /// The surname with the initial of each name that the first one may stand for.
    fn people_keys(&self, name: &Reading, add: &mut impl FnMut(u64, Side)) {
        let turned = 0 < name.before_comma;
        let at = if turned { name.before_comma } else { 0 };
        let last = if turned { name.before_comma.checked_sub(1) } else { name.core.len().checked_sub(1) };
        let (Some(first), Some(last)) = (name.core.get(at), last.and_then(|last| name.core.get(last))) else { return };
        let (first, last) = (self.get(*first), self.get(*last));
        add(key(("initial", first.text.chars().next(), last.umlauts_merged.as_str())), Side::Any);
        for line in &first.lines {
            add(key(("nickname", line, last.umlauts_merged.as_str())), Side::Any);
        }
    }

    /// All words but one, with the beginning and with the end of that one: a slip leaves one of these whole.
    fn slip_keys(&self, name: &Reading, add: &mut impl FnMut(u64, Side)) {
        for (at, word) in name.core.iter().enumerate().take(6) {
            let text = self.text(*word);
            if text.len() < 4 {
                continue;
            }
            let mut others: Vec<&str> =
                name.core.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, word)| self.text(*word)).collect();
            others.sort_unstable();
            let (mut head, mut tail) = (text.chars(), text.chars().rev());
            add(key(("head", [head.next(), head.next()], &others)), Side::Any);
            add(key(("tail", [tail.next(), tail.next()], &others)), Side::Any);
        }
        let heads: Vec<String> = name.core.iter().take(6).map(|word| self.text(*word).chars().take(3).collect()).collect();
        add(key(("heads", heads)), Side::Any);
    }
}

/// The word without each of its letters in turn (Garbe's symmetric deletions): words one edit apart share one.
fn deletions(word: &str, add: &mut impl FnMut(u64, Side)) {
    if word.len() < 5 || 24 < word.len() {
        return;
    }
    add(key(("deleted", word)), Side::Any);
    for (at, letter) in word.char_indices() {
        let (before, after) = (word.get(..at).unwrap_or(""), word.get(at + letter.len_utf8()..).unwrap_or(""));
        add(key(("deleted", [before, after].concat().as_str())), Side::Any);
    }
}

fn pair_up(block: &[Entry], rank: &[u32], pairs: &mut Vec<(u32, u32)>) {
    if block.len() < 2 {
        return;
    }
    let mut members: Vec<(u32, u32, Side)> =
        block.iter().map(|(_, side, at)| (rank.get(*at as usize).copied().unwrap_or(0), *at, *side)).collect();
    members.sort_unstable();
    let reach = if members.len() <= SMALL { SMALL } else { WINDOW };
    for (place, (_, one, side)) in members.iter().enumerate() {
        for (_, other, other_side) in members.iter().skip(place + 1).take(reach) {
            let opposite = *side == Side::Any || *other_side == Side::Any || side != other_side;
            if one != other && opposite {
                pairs.push((*one.min(other), *one.max(other)));
            }
        }
    }
}
