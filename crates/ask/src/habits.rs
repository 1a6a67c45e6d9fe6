//! What is told of what kind of thing, as far as a sample of a memory shows: which wordings stand beside which.

use asof_wording::{Matcher, Wordings};
use rustc_hash::FxHashMap;

use crate::world::World;

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

/// A wording, and whether it leads from its subject to its object.
pub type Way = (usize, bool);

/// The wordings of a memory, and which of them are told of the same things.
#[derive(Debug, Default)]
pub struct Habits {
    matcher: Matcher,
    /// How many things each way is told of, and each two ways together.
    told: FxHashMap<Way, usize>,
    together: FxHashMap<(Way, Way), usize>,
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
        let things: Vec<Vec<(String, bool)>> = world.some(SAMPLED).into_iter().map(|thing| told_of(world, thing)).collect();
        let mut wordings: Vec<&str> = things.iter().flatten().map(|(wording, _)| wording.as_str()).collect();
        wordings.sort_unstable();
        wordings.dedup();
        habits.matcher = Matcher::new(wordings.into_iter());
        for thing in things {
            let mut ways: Vec<Way> = thing.iter().filter_map(|(wording, forward)| Some((habits.number(wording)?, *forward))).collect();
            ways.sort_unstable();
            ways.dedup();
            for &one in &ways {
                *habits.told.entry(one).or_default() += 1;
                for &other in &ways {
                    *habits.together.entry((one, other)).or_default() += 1;
                }
            }
        }
        habits
    }

    /// Judges wordings.
    pub fn matcher(&self) -> &Matcher {
        &self.matcher
    }

    /// The number of a wording, if it or one that hardly differs was in the sample.
    pub fn number(&self, wording: &str) -> Option<usize> {
        self.matcher.rival(&Wordings::shipped().vector(&bare(wording)))
    }

    /// For each wording whether it may be told of a thing of which these are.
    pub fn fitting(&self, ways: &[Way]) -> Vec<bool> {
        let beside = |number: usize| {
            let both = [(number, false), (number, true)];
            both.iter().any(|other| ways.iter().any(|way| self.together.contains_key(&(*way, *other))))
        };
        (0..self.matcher.rivals()).map(|number| ways.is_empty() || beside(number)).collect()
    }

    /// The wordings that are told of the same things as this one.
    pub fn together(&self, number: usize) -> impl Iterator<Item = usize> {
        let ways = |number: usize| [(number, false), (number, true)];
        let both = move |other: &usize| {
            let pairs = ways(number).into_iter().flat_map(|one| ways(*other).map(|other| (one, other)));
            pairs.into_iter().any(|(one, other)| self.company(one, other) == Company::Together)
        };
        (0..self.matcher.rivals()).filter(move |other| *other != number).filter(both)
    }

    /// How two ways stand to each other.
    pub fn company(&self, one: Way, other: Way) -> Company {
        let count = |way: Way| self.told.get(&way).copied().unwrap_or_default();
        let fewest = count(one).min(count(other));
        let both = self.together.get(&(one, other)).copied().unwrap_or_default();
        #[expect(clippy::cast_precision_loss, reason = "a few hundred things")]
        let share = both as f32 / fewest.max(1) as f32;
        match () {
            () if fewest < FEW_THINGS => Company::Unknown,
            () if MANY_THINGS <= both && TOGETHER <= share => Company::Together,
            () => Company::Apart,
        }
    }
}

fn told_of(world: &dyn World, thing: u32) -> Vec<(String, bool)> {
    world.edges(thing).iter().take(MOST_FACTS).map(|edge| (bare(&world.wording(edge)), edge.forward)).collect()
}

/// A wording without its ends.
pub fn bare(wording: &str) -> String {
    wording.replace([crate::SUBJECT, crate::OBJECT].map(|end| end.chars().next().unwrap_or(' ')), " ")
}
