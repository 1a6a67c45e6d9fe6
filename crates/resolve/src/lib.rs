//! Which names are one entity: candidates found without comparing each with each, scored, with the evidence told.
//!
//! ```
//! use asof_resolve::{Profile, Verdict, candidates};
//!
//! let profiles = [Profile::named(1, "Dr. Ana Ito"), Profile::named(2, "Ito, Ana"), Profile::named(3, "Ana Itai")];
//! let found = candidates(&profiles);
//! assert_eq!(found.len(), 1);
//! assert_eq!((found[0].a, found[0].b, found[0].verdict), (1, 2, Verdict::Same));
//! ```
//!
//! # How a pair is judged
//!
//! As Fellegi and Sunter do (*A theory for record linkage*, JASA 64, 1969): each thing that two profiles agree or disagree on has a
//! weight, the logarithm of how much likelier it is of one entity than of two. The weights are added to the prior, which is one in as many
//! entities as there are (and a thousand more, so that a small memory is not sure too soon). The logistic of the sum is the score.
//!
//! - A word that both have weighs by its rarity among the profiles themselves (Winkler, *Frequency-based matching*, 1989). Common given
//!   names are held to be common from the start.
//! - Words agree fully, or as umlauts and nicknames do, or as an initial, or as a slip of the pen: one of the four edits of Damerau (*A technique
//!   for computer detection and correction of spelling errors*, CACM 7, 1964), in a word of at least five letters.
//! - Facts that both have weigh by rarity too, those with one object at a time more.
//!
//! Weights alone would join what a person would not. So most clues also set a **limit**: other numbers, other words on both sides, two spouses at
//! once, different kinds, or a fact between the two keep a pair apart whatever else speaks for it; a first name alone, a lone initial, or
//! a slip that may be another name is never sure without strong facts. At last, what is sure of each pair must be so of all
//! together: "J. Smith" that fits John and Jane is unsure of both, and no chain of likenesses joins two that are apart.
//!
//! # How pairs are found
//!
//! Profiles that share a key are compared: the letters, the sorted words, each word, surname and initial, nickname and surname, acronym,
//! all words but one with the beginning or end of that one, single words with a letter left out. A key that many share gives only neighbours in the
//! alphabet (Hernández and Stolfo, *The merge/purge problem for large databases*, SIGMOD 1995), so the pairs grow with the profiles, not with
//! their square.

mod alike;
mod block;
mod census;
mod cluster;
mod describe;
mod evidence;
mod fold;
mod lists;
mod neighbours;
mod nicknames;
mod profile;
mod reading;
mod slip;
mod words;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    alike::{Kinds, Pair},
    evidence::{Case, Limit},
    neighbours::Features,
    reading::Reading,
    words::Words,
};
pub use crate::{
    census::Census,
    describe::is_description,
    evidence::{Candidate, Clue, Evidence, Verdict},
    neighbours::Holders,
    profile::{During, Feature, Kind, Profile},
};

/// From this probability on, two entities are one.
const SAME: f64 = 0.95;
/// From this one on, somebody may want to look.
const UNSURE: f64 = 0.10;
/// So much shared facts must weigh to make up for a name that says too little: "Ana".
const STRONG_FACTS: f64 = 4.0;
/// And so much for one that says nearly enough: "A. Silva".
const A_RARE_FACT: f64 = 2.9;
/// So many unsure pairs of one entity are told.
const MOST_UNSURE: usize = 8;
/// Names of one entity that are compared.
const MOST_NAMES: usize = 8;

/// Whether a name of one word is one that many people are given.
#[must_use]
pub fn is_given(name: &str) -> bool {
    nicknames::is_given(&fold::fold(name))
}

/// Profiles, read and indexed.
pub struct Resolver<'p> {
    profiles: &'p [Profile],
    readings: Vec<Vec<Reading>>,
    words: Words,
    features: Features<'p>,
    /// What descriptions say.
    defining: FxHashSet<(u32, u32)>,
    positions: FxHashMap<u32, usize>,
    predicates: FxHashMap<u32, String>,
}

impl<'p> Resolver<'p> {
    /// Reads all names. Of profiles with the same number, the first counts.
    pub fn new(profiles: &'p [Profile]) -> Self {
        Self::read(profiles, Features::default())
    }

    /// Profiles out of many more: how common their words are is told by all names, and by `holders`, how many have a fact that two share.
    pub fn among(profiles: &'p [Profile], census: &Census, holders: impl Fn(Feature) -> Holders + 'p) -> Self {
        let mut resolver = Self::read(profiles, Features::known(holders));
        resolver.words.are_of(census);
        resolver
    }

    fn read(profiles: &'p [Profile], mut features: Features<'p>) -> Self {
        let mut words = Words::of(profiles.len());
        let mut readings = Vec::with_capacity(profiles.len());
        for profile in profiles {
            let names: Vec<Reading> = profile.names.iter().take(MOST_NAMES).map(|name| reading::read(name, &mut words)).collect();
            let mut own: Vec<_> = names.iter().flat_map(|name| &name.core).copied().collect();
            own.sort_unstable();
            own.dedup();
            own.into_iter().for_each(|word| words.count(word));
            features.count(profile, names.first().is_some_and(|name| name.description));
            readings.push(names);
        }
        let defining = profiles.iter().flat_map(|profile| &profile.facts).filter(|fact| fact.defining);
        Self {
            readings,
            features,
            words,
            defining: defining.map(|fact| (fact.predicate, fact.other)).collect(),
            positions: profiles.iter().enumerate().rev().map(|(at, profile)| (profile.number, at)).collect(),
            predicates: FxHashMap::default(),
            profiles,
        }
    }

    /// Names for the predicates, so that the evidence can be read.
    #[must_use]
    pub fn with_predicates(mut self, names: impl IntoIterator<Item = (u32, String)>) -> Self {
        self.predicates.extend(names.into_iter().map(|(number, name)| (number, name.replace('_', " "))));
        self
    }

    /// All pairs that are one or may be, in order of their numbers.
    pub fn candidates(&self) -> Vec<Candidate> {
        self.judge_all(&self.blocked(None))
    }

    /// Those of which one is among the entities given.
    pub fn candidates_of(&self, numbers: &[u32]) -> Vec<Candidate> {
        let changed = numbers.iter().filter_map(|number| u32::try_from(self.index(*number)?).ok()).collect();
        self.judge_all(&self.blocked(Some(&changed)))
    }

    /// Of pairs of entities, those that facts may make one, as far as their names and kinds go.
    pub fn likely(&self, pairs: &[(u32, u32)]) -> Vec<(u32, u32)> {
        let may_be = |(a, b): &(u32, u32)| {
            let (Some(a), Some(b)) = (self.index(*a), self.index(*b)) else { return false };
            let odds = || self.names(a, b, false).at_best(neighbours::MOST_WEIGHT);
            self.is_described(a) || self.is_described(b) || UNSURE <= probability(odds())
        };
        pairs.iter().copied().filter(may_be).collect()
    }

    /// Of those pairs, and of those of one of the entities given that a description brings together, those that are one or may be.
    pub fn candidates_among(&self, pairs: &[(u32, u32)], numbers: &[u32]) -> Vec<Candidate> {
        let place = |number: &u32| self.index(*number).and_then(|at| u32::try_from(at).ok());
        let of: FxHashSet<u32> = numbers.iter().filter_map(place).collect();
        let described = self.described_pairs().into_iter().filter(|(a, b)| of.contains(a) || of.contains(b));
        let named = pairs.iter().filter_map(|(a, b)| place(a).zip(place(b))).map(|(a, b)| (a.min(b), a.max(b)));
        let mut pairs: Vec<(u32, u32)> = named.chain(described).collect();
        pairs.sort_unstable();
        pairs.dedup();
        self.judge_all(&pairs)
    }

    /// How many pairs [`candidates`](Self::candidates) looks at.
    pub fn compared(&self) -> usize {
        self.blocked(None).len()
    }

    /// One pair, by itself: whatever the verdict, and without regard to whom else a name may fit.
    pub fn compare(&self, a: u32, b: u32) -> Option<Candidate> {
        let (a, b) = (self.index(a)?, self.index(b)?);
        self.conclude(a, b, self.judge(a, b, true)?)
    }

    /// Whether something speaks against two, and not just too little for them.
    fn contradict(&self, a: u32, b: u32) -> bool {
        let case = || self.judge(self.index(a)?, self.index(b)?, false);
        case().is_none_or(|case| case.limit <= Limit::Unsure)
    }

    fn judge_all(&self, pairs: &[(u32, u32)]) -> Vec<Candidate> {
        let odds = |(a, b): &(u32, u32)| Some((*a, *b, self.judge(*a as usize, *b as usize, false)?.capped()));
        let mut likely: Vec<(u32, u32, f64)> = pairs.iter().filter_map(odds).filter(|pair| UNSURE <= probability(pair.2)).collect();
        keep_best(&mut likely);
        let told = likely.iter().filter_map(|(a, b, _)| {
            let (a, b) = (*a as usize, *b as usize);
            self.conclude(a, b, self.judge(a, b, true)?)
        });
        let mut candidates: Vec<Candidate> = told.collect();
        candidates.sort_by_key(|candidate| (candidate.a, candidate.b));
        self.make_consistent(&mut candidates);
        candidates
    }

    /// All that speaks for and against a pair.
    fn judge(&self, a: usize, b: usize, tell: bool) -> Option<Case> {
        let (one, other) = (self.profiles.get(a)?, self.profiles.get(b)?);
        if one.number == other.number {
            return None;
        }
        let mut case = self.names(a, b, tell);
        let described = self.is_described(a) || self.is_described(b);
        if described {
            self.described(a, b, &mut case);
        }
        let before = if described { case.limit } else { Limit::Free };
        let shared = if case.limit == Limit::Apart { 0.0 } else { self.facts(one, other, &mut case) };
        case.limit = case.limit.min(before);
        if case.limit == Limit::WithFacts && STRONG_FACTS <= shared || case.limit == Limit::WithAFact && A_RARE_FACT <= shared {
            case.limit = Limit::Free;
        }
        Some(case)
    }

    /// The probability that the log-odds stand for, kept within what the limit allows.
    fn conclude(&self, a: usize, b: usize, case: Case) -> Option<Candidate> {
        let (a, b) = (self.profiles.get(a)?.number, self.profiles.get(b)?.number);
        let score = probability(case.capped());
        let verdict = match score {
            _ if SAME <= score => Verdict::Same,
            _ if UNSURE <= score => Verdict::Unsure,
            _ => Verdict::Apart,
        };
        let mut evidence = case.evidence;
        evidence.sort_by(|x, y| y.weight.abs().total_cmp(&x.weight.abs()));
        Some(Candidate { a: a.min(b), b: a.max(b), score, verdict, evidence })
    }

    /// The best that any name of the one and any of the other make together.
    fn names(&self, a: usize, b: usize, tell: bool) -> Case {
        let of = |at: usize| self.readings.get(at).map_or(&[][..], Vec::as_slice);
        let kind = |at: usize| self.profiles.get(at).and_then(|profile| profile.kind);
        let kinds = Kinds(kind(a), kind(b));
        let case = |(one, other)| Pair { words: &self.words, a: one, b: other, kinds }.case(tell);
        let pairs = of(a).iter().flat_map(|one| of(b).iter().map(move |other| (one, other)));
        let mut cases = pairs.map(case);
        let Some(main) = cases.next() else { return Case::nameless(tell) };
        let apart = main.limit == Limit::Apart && !of(a).iter().chain(of(b)).any(|name| name.relational);
        let mut best = cases.fold(main, |best, case| if best.capped() < case.capped() { case } else { best });
        if apart && best.limit != Limit::Apart && !best.whole {
            self.doubt_alias(a, b, &mut best);
        }
        best
    }

    /// An alias may be shared; the names that two mostly go by should not contradict.
    fn doubt_alias(&self, a: usize, b: usize, case: &mut Case) {
        let name = |at: usize| self.profiles.get(at).and_then(|profile| profile.names.first()).cloned().unwrap_or_default();
        let full = |at: usize| self.readings.get(at).and_then(|names| names.first()).is_some_and(|name| 2 <= name.core.len());
        if full(a) && full(b) {
            case.bound(|| Clue::MainNames(name(a), name(b)), -2.0, Limit::Unsure);
        }
    }

    fn is_described(&self, at: usize) -> bool {
        self.readings.get(at).and_then(|names| names.first()).is_some_and(|name| name.description)
    }

    fn index(&self, number: u32) -> Option<usize> {
        self.positions.get(&number).copied()
    }

    fn name(&self, number: u32) -> String {
        let profile = self.index(number).and_then(|at| self.profiles.get(at));
        profile.and_then(|profile| profile.names.first()).map_or_else(|| format!("entity {number}"), Clone::clone)
    }

    fn predicate(&self, number: u32) -> String {
        self.predicates.get(&number).cloned().unwrap_or_else(|| format!("have fact {number} with"))
    }
}

fn probability(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

/// Of the unsure, leaves only those that are among the best of either: what may be a hundred others is no question for anybody.
fn keep_best(likely: &mut Vec<(u32, u32, f64)>) {
    likely.sort_by(|x, y| y.2.total_cmp(&x.2).then((x.0, x.1).cmp(&(y.0, y.1))));
    let mut kept: FxHashMap<u32, usize> = FxHashMap::default();
    likely.retain(|(a, b, log_odds)| {
        let room = |one: &u32| kept.get(one).is_none_or(|count| *count < MOST_UNSURE);
        let keep = SAME <= probability(*log_odds) || room(a) || room(b);
        if keep {
            *kept.entry(*a).or_default() += 1;
            *kept.entry(*b).or_default() += 1;
        }
        keep
    });
}

/// All pairs of profiles that are one or may be: see [`Resolver`].
pub fn candidates(profiles: &[Profile]) -> Vec<Candidate> {
    Resolver::new(profiles).candidates()
}

/// Those of which one is among the numbers given.
pub fn candidates_of(numbers: &[u32], profiles: &[Profile]) -> Vec<Candidate> {
    Resolver::new(profiles).candidates_of(numbers)
}
