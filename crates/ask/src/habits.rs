//! What is told of what kind of thing, as far as a sample of a memory shows: which wordings stand beside which.

use asof_wording::{Matcher, Wordings};
use rustc_hash::FxHashMap;

use crate::{
    kinds,
    wording::Wording,
    world::{Edge, World},
};

/// So many things are looked at.
const SAMPLED: usize = 400;
/// So many facts of each.
const MOST_FACTS: usize = 48;
/// Of fewer things than this nothing can be learnt.
const FEW_THINGS: usize = 4;
/// Two wordings that are told of this share of the things that either is told of, are not two ways to say the same.
const TOGETHER: f32 = 0.3;
/// At least of so many.
const MANY_THINGS: usize = 3;

/// Things less alike than this are of other kinds.
const UNLIKE: f32 = 0.05;

/// A wording, and whether it leads from its subject to its object.
pub type Way = (usize, bool);

/// The wordings of a memory, and which of them are told of the same things.
#[derive(Debug, Default)]
pub struct Habits {
    matcher: Matcher,
    /// For each wording the first that tells the same known relation, in a memory that tells relations in many: they count as one.
    firsts: Vec<usize>,
    /// For each way the ways, itself among them, that are told of the things it starts from, and of how many.
    beside: FxHashMap<Way, FxHashMap<Way, usize>>,
    /// For each noun with which others a thing is called so, and how many.
    called: FxHashMap<String, FxHashMap<String, usize>>,
    /// How often something that has one value at a time was told anew by a list.
    revised: usize,
}

/// A fact of something, as far as habits go.
struct Seen {
    /// Its wording without its ends.
    bare: String,
    forward: bool,
    to: u32,
    /// Whether a list tells it, and a schema or its words say that there is one value.
    single: bool,
    /// What it calls the thing.
    nouns: Vec<String>,
}

/// How two wordings stand to each other in a memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Company {
    /// Both are told of many of the same things.
    Together,
    /// Each is told of many things, and both of few.
    Apart,
    /// Nobody knows.
    Unknown,
}

impl Habits {
    /// Of a sample of what is in a world.
    pub fn of(world: &dyn World) -> Self {
        let mut habits = Self::default();
        let things: Vec<Vec<Seen>> = world.some(SAMPLED).into_iter().map(|thing| told_of(world, thing)).collect();
        let mut wordings: Vec<&str> = things.iter().flatten().map(|seen| seen.bare.as_str()).collect();
        wordings.sort_unstable();
        wordings.dedup();
        habits.matcher = Matcher::new(wordings.iter().copied());
        habits.firsts = firsts(&habits.matcher);
        let number = |wording| habits.matcher.rival(&Wordings::shipped().vector(wording)).map(|number| habits.first(number));
        let numbers: FxHashMap<&str, usize> = wordings.into_iter().filter_map(|wording| Some((wording, number(wording)?))).collect();
        for thing in &things {
            let known = |seen: &Seen| Some((*numbers.get(seen.bare.as_str())?, seen.forward));
            let mut ways: Vec<Way> = thing.iter().filter_map(known).collect();
            ways.sort_unstable();
            ways.dedup();
            for &one in &ways {
                let beside = habits.beside.entry(one).or_default();
                ways.iter().for_each(|other| *beside.entry(*other).or_default() += 1);
            }
            habits.note_nouns(thing);
            ways.iter().for_each(|way| habits.count(thing.iter().filter(|seen| seen.single && known(seen) == Some(*way))));
        }
        habits
    }

    /// Counts what a thing is called.
    fn note_nouns(&mut self, thing: &[Seen]) {
        let mut nouns: Vec<&String> = thing.iter().flat_map(|seen| &seen.nouns).collect();
        nouns.sort_unstable();
        nouns.dedup();
        for one in &nouns {
            let both = self.called.entry((*one).clone()).or_default();
            nouns.iter().for_each(|other| *both.entry((*other).clone()).or_default() += 1);
        }
    }

    /// Whether a thing may be called both: none where neither is seen to be called the other, and one of them is rare.
    pub fn may_be_both(&self, one: &str, other: &str) -> Option<bool> {
        let both = |one: &str, other: &str| self.called.get(one).and_then(|both| both.get(other)).copied().unwrap_or_default();
        match both(one, other) {
            0 => (FEW_THINGS <= both(one, one).min(both(other, other))).then_some(false),
            _ => Some(true),
        }
    }

    /// Counts what has one value, and was told anew by a list in the same words.
    fn count<'s>(&mut self, told: impl Iterator<Item = &'s Seen>) {
        let mut values: Vec<u32> = told.map(|seen| seen.to).collect();
        values.sort_unstable();
        values.dedup();
        self.revised += usize::from(1 < values.len());
    }

    /// Whether the lists of this memory are seen to revise what they said.
    pub fn revises(&self) -> bool {
        0 < self.revised
    }

    /// Judges wordings.
    pub fn matcher(&self) -> &Matcher {
        &self.matcher
    }

    fn first(&self, number: usize) -> usize {
        self.firsts.get(number).copied().unwrap_or(number)
    }

    /// For each wording whether it may be told of a thing of which these are.
    pub fn fitting(&self, ways: &[Way]) -> Vec<bool> {
        let beside = |number: usize| {
            let both = [(number, false), (number, true)];
            both.iter().any(|other| ways.iter().any(|way| 0 < self.both(*way, *other)))
        };
        (0..self.matcher.rivals()).map(|number| ways.is_empty() || beside(number)).collect()
    }

    /// Whether two wordings are two relations, however near they come: both are told of the same things, or of other kinds of things.
    pub fn are_two(&self, one: usize, other: usize) -> bool {
        let ways = |number: usize| [(number, false), (number, true)];
        let mut pairs = ways(one).into_iter().flat_map(|one| ways(other).map(|other| (one, other)));
        self.first(one) != self.first(other)
            && (pairs.any(|(one, other)| self.company(one, other) == Company::Together) || self.differ(one, other))
    }

    /// Whether two wordings lead between other kinds of things, whichever way round: from a person to a town, and to another person.
    fn differ(&self, one: usize, other: usize) -> bool {
        let unlike = |one: Way, other: Way| self.alike(one, other).is_some_and(|alike| alike < UNLIKE);
        let either_end = |turned: bool| unlike((one, true), (other, !turned)) || unlike((one, false), (other, turned));
        either_end(false) && either_end(true)
    }

    /// How alike the things are that two ways start from: the cosine of how often each way is told of them. Of few nobody knows.
    fn alike(&self, one: Way, other: Way) -> Option<f32> {
        let known = FEW_THINGS <= self.told(one).min(self.told(other));
        let length = |way: Way| self.product(way, way).sqrt().max(f32::MIN_POSITIVE);
        known.then(|| self.product(one, other) / (length(one) * length(other)))
    }

    #[expect(clippy::cast_precision_loss, reason = "a few hundred things")]
    fn product(&self, one: Way, other: Way) -> f32 {
        let beside = |(number, forward): Way| self.beside.get(&(self.first(number), forward)).into_iter().flatten();
        beside(one).map(|(way, count)| (count * self.both(other, *way)) as f32).sum()
    }

    /// Of how many things two ways are told.
    fn both(&self, one: Way, other: Way) -> usize {
        let first = |(number, forward): Way| (self.first(number), forward);
        self.beside.get(&first(one)).and_then(|beside| beside.get(&first(other))).copied().unwrap_or_default()
    }

    fn told(&self, way: Way) -> usize {
        self.both(way, way)
    }

    /// How two ways stand to each other.
    pub fn company(&self, one: Way, other: Way) -> Company {
        let fewest = self.told(one).min(self.told(other));
        let both = self.both(one, other);
        #[expect(clippy::cast_precision_loss, reason = "a few hundred things")]
        let share = both as f32 / fewest.max(1) as f32;
        match () {
            () if fewest < FEW_THINGS => Company::Unknown,
            () if MANY_THINGS <= both && TOGETHER <= share => Company::Together,
            () => Company::Apart,
        }
    }
}

/// For each rival the first that comes nearest to the same known relation, where relations are told in many wordings; else itself.
fn firsts(matcher: &Matcher) -> Vec<usize> {
    let all = 0..matcher.rivals();
    if !matcher.tells_each_in_many() {
        return all.collect();
    }
    let relations: Vec<Option<usize>> = all.clone().map(|rival| matcher.nearest_of(rival)).collect();
    let first = |own: usize| relations[..own].iter().position(|relation| relation.is_some() && *relation == relations[own]);
    all.map(|own| first(own).unwrap_or(own)).collect()
}

fn told_of(world: &dyn World, thing: u32) -> Vec<Seen> {
    let seen = |edge: &Edge| {
        let wording = world.wording(edge);
        let read = Wording::read(&wording);
        let single = edge.listed && (edge.single || read.has_one(edge.forward));
        let nouns = kinds::nouns(std::iter::once((edge, &read)));
        Seen { bare: bare(&wording), forward: edge.forward, to: edge.to, single, nouns }
    };
    // What follows from a fact is true of other kinds of things than what is told in its words.
    world.edges(thing).iter().filter(|edge| !edge.derived).take(MOST_FACTS).map(seen).collect()
}

/// A wording without its ends.
pub fn bare(wording: &str) -> String {
    wording.replace([crate::SUBJECT, crate::OBJECT].map(|end| end.chars().next().unwrap_or(' ')), " ")
}
