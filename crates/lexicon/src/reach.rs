//! How far a word reaches: the meanings that can be come to from it, each with how near it still is.

use crate::morphy::Base;
use crate::part::Part;
use crate::table::{Link, Sense, Table};

/// Synonyms.
const SAME_MEANING: f32 = 0.93;
/// A word and another derived from it, in the same sense of both.
const DERIVED: f32 = 0.92;
/// The least for two words that are derived one from the other, however rare the senses.
const DERIVED_AT_ALL: f32 = 0.75;
/// As a derivation, but from a synonym.
const DERIVED_FROM_SYNONYM: f32 = 0.84;
/// Two kinds of one thing, beside what each step up takes.
const SIBLINGS: f32 = 0.75;
/// A base form that the word is only if inflected, when it is a word itself too ("found" of "find").
const INFLECTED: f32 = 0.95;
/// A phrase that the table does not have is only as near as its main word, less this.
pub const HEAD_ONLY: f32 = 0.8;
/// What is farther than this is not followed.
const FARTHEST: f32 = 0.3;
/// How many steps are taken from each of two words.
const STEPS: u8 = 2;

/// What one word reaches. Two of them can be compared without another look at the table.
#[derive(Debug, Clone, Default)]
pub struct Reach {
    /// The word in normal form.
    pub(crate) word: String,
    /// The base forms with how surely the word is one of them.
    pub(crate) bases: Vec<(u32, f32)>,
    /// Base forms of words derived from it, with how near they are; sorted.
    pub(crate) derived: Vec<(u32, f32)>,
    /// The lines of everyday relations that it is in, with how near words of one line are.
    pub(crate) lines: Vec<(u32, f32)>,
    pub(crate) spots: Vec<Spot>,
    /// The factor if only the main word of a phrase is known.
    pub(crate) factor: f32,
}

/// A meaning that was reached.
#[derive(Debug, Clone, Copy)]
pub struct Spot {
    pub synset: u32,
    pub nearness: f32,
    /// Steps towards more general meanings.
    up: u8,
    steps: u8,
}

impl Reach {
    /// How near two words are, from 0 to 1.
    pub fn nearness(&self, other: &Self) -> f32 {
        if self.word == other.word && !self.word.is_empty() {
            return 1.0;
        }
        let same = best(&self.bases, &other.bases, |one, two| one.min(two));
        let derived = best(&self.bases, &other.derived, |one, two| one * two).max(best(&self.derived, &other.bases, |one, two| one * two));
        let everyday = best(&self.lines, &other.lines, f32::min);
        let near = same.max(derived).max(everyday);
        // Nothing that meets elsewhere is nearer than synonyms are.
        let near = if near < SAME_MEANING { near.max(self.meeting(other)) } else { near };
        near * self.factor * other.factor
    }

    fn meeting(&self, other: &Self) -> f32 {
        let (mut best, mut shared, mut rest) = (0.0_f32, 0, other.spots.as_slice());
        for spot in &self.spots {
            rest = rest.get(rest.partition_point(|two| two.synset < spot.synset)..).unwrap_or_default();
            if let Some(two) = rest.first().filter(|two| two.synset == spot.synset) {
                best = best.max(spot.meets(*two));
                shared += usize::from(spot.steps + two.steps == 0);
            }
        }
        // Two spellings of one word share most of its meanings, each of them rare beside the others.
        let own = self.own().min(other.own());
        if 1 < shared && own < 2 * shared { SAME_MEANING } else { best }
    }

    /// How many meanings the word itself has.
    fn own(&self) -> usize {
        self.spots.iter().filter(|spot| spot.steps == 0).count()
    }
}

impl Spot {
    fn meets(self, other: Self) -> f32 {
        let factor = match (self.up, other.up) {
            (0, 0) if self.steps + other.steps == 0 => SAME_MEANING,
            (0, _) | (_, 0) => 1.0,
            _ => SIBLINGS,
        };
        self.nearness * other.nearness * factor
    }
}

/// The best of the pairs with the same key; both lists are short.
fn best(one: &[(u32, f32)], other: &[(u32, f32)], of: impl Fn(f32, f32) -> f32) -> f32 {
    let pairs = one.iter().flat_map(|(key, near)| other.iter().filter(move |(other, _)| key == other).map(|(_, two)| (*near, *two)));
    pairs.fold(0.0, |best, (one, two)| best.max(of(one, two)))
}

/// Finds what a word in normal form reaches.
pub fn reach(table: &Table, word: String, bases: &[Base]) -> Reach {
    let mut search = Search { table, spots: Vec::new() };
    let mut derived: Vec<(u32, f32)> = Vec::new();
    let is_itself = |base: &Base| table.words.get(base.word) == word;
    let itself = bases.iter().any(is_itself);
    let mut told = Vec::new();
    for base in bases {
        let sure = if itself && !is_itself(base) { INFLECTED } else { 1.0 };
        told.push((base.word, sure));
        for (number, sense, prominence) in prominent(table, base.word, base.part) {
            let prominence = prominence * sure;
            search.visit(Spot { synset: sense.synset, nearness: prominence, up: 0, steps: 0 });
            for (_, sense) in derivations(table, number) {
                derived.push((sense.word, derived_at(prominence, prominence_of(table, sense))));
            }
        }
    }
    search.walk(&told);
    let mut spots = search.spots;
    spots.sort_unstable_by_key(|spot| spot.synset);
    derived.sort_unstable_by(|(one, near), (other, far)| one.cmp(other).then(far.total_cmp(near)));
    derived.dedup_by_key(|(word, _)| *word);
    Reach { word, bases: told, derived, lines: Vec::new(), spots, factor: 1.0 }
}

fn derived_at(one: f32, other: f32) -> f32 {
    DERIVED_AT_ALL + (DERIVED - DERIVED_AT_ALL) * one * other
}

fn derivations(table: &Table, sense: u32) -> impl Iterator<Item = (u32, Sense)> {
    let links = table.links.of(sense).iter().filter(|(link, _)| matches!(link, Link::Derived | Link::Pertains));
    links.filter_map(|(_, other)| Some((*other, *table.senses.get(*other as usize)?)))
}

/// A word's senses as one part of speech or all, with how much each is what the word means: 1 for the most frequent one.
pub fn prominent(table: &Table, word: u32, part: Option<Part>) -> impl Iterator<Item = (u32, Sense, f32)> {
    let is_wanted = move |sense: &Sense| part.is_none_or(|part| table.part(sense.synset) == Some(part));
    let most = table.senses_of(word).filter(|(_, sense)| is_wanted(sense)).map(|(_, sense)| often(sense)).fold(0.0, f32::max);
    table.senses_of(word).filter(move |(_, sense)| is_wanted(sense)).map(move |(number, sense)| (number, sense, prominence(sense, most)))
}

fn prominence_of(table: &Table, sense: Sense) -> f32 {
    let most = table.senses_of(sense.word).map(|(_, sense)| often(sense)).fold(0.0, f32::max);
    prominence(sense, most)
}

fn prominence(sense: Sense, most: f32) -> f32 {
    0.5 + 0.5 * (often(sense) / most).cbrt()
}

/// How often a sense is met, as far as is known; of those that never were, the earlier ones more.
fn often(sense: Sense) -> f32 {
    f32::from(sense.count) + 1.0 / f32::from(sense.rank.max(1))
}

/// The search from a word's own meanings.
struct Search<'t> {
    table: &'t Table,
    spots: Vec<Spot>,
}

impl Search<'_> {
    /// Goes to a meaning unless it was reached by a nearer way.
    fn visit(&mut self, spot: Spot) {
        if spot.nearness < FARTHEST {
            return;
        }
        match self.spots.iter_mut().find(|other| other.synset == spot.synset) {
            Some(other) if other.nearness < spot.nearness => *other = spot,
            Some(_) => {}
            None => self.spots.push(spot),
        }
    }

    fn walk(&mut self, own: &[(u32, f32)]) {
        for steps in 0..STEPS {
            let front: Vec<Spot> = self.spots.iter().filter(|spot| spot.steps == steps).copied().collect();
            for spot in front {
                self.step(spot, own);
            }
        }
        // Kinds of kinds of kinds are worth a third step, no other is.
        let front: Vec<Spot> = self.spots.iter().filter(|spot| spot.steps == STEPS && 0 < spot.up).copied().collect();
        front.into_iter().for_each(|spot| self.step_up(spot));
    }

    fn step(&mut self, spot: Spot, own: &[(u32, f32)]) {
        self.step_up(spot);
        let next = |synset, factor| Spot { synset, nearness: spot.nearness * factor, up: spot.up, steps: spot.steps + 1 };
        for (link, other) in self.table.bonds.of(spot.synset) {
            self.visit(next(*other, strength(*link)));
        }
        for member in self.table.members.of(spot.synset) {
            let Some(sense) = self.table.senses.get(*member as usize) else { continue };
            let is_own = spot.steps == 0 && own.iter().any(|(word, _)| *word == sense.word);
            for (link, other) in self.table.links.of(*member) {
                let Some(other) = self.table.senses.get(*other as usize) else { continue };
                let factor = if *link == Link::Derived && !is_own { DERIVED_FROM_SYNONYM } else { strength(*link) };
                self.visit(next(other.synset, factor));
            }
        }
    }

    fn step_up(&mut self, spot: Spot) {
        for above in self.table.above.of(spot.synset) {
            let breadth = self.table.synsets.get(*above as usize).map(|synset| f32::from(synset.breadth)).unwrap_or_default();
            // The more kinds there are of a thing, the less it says to be one.
            let factor = 0.9 - 0.03 * breadth;
            self.visit(Spot { synset: *above, nearness: spot.nearness * factor, up: spot.up + 1, steps: spot.steps + 1 });
        }
    }
}

/// How near what a link leads to is.
fn strength(link: Link) -> f32 {
    match link {
        Link::Derived => DERIVED,
        Link::Pertains => 0.88,
        Link::Group => 0.85,
        Link::Similar => 0.75,
        Link::Attribute => 0.7,
        Link::Leads => 0.6,
        Link::Opposite => 0.5,
    }
}
