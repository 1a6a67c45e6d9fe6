//! The facts around two entities: what both share, what cannot be of one, and what holds between them.

use rustc_hash::FxHashMap;

use crate::{
    Resolver,
    evidence::{Case, Clue, Limit},
    profile::{Feature, Kind, Profile},
};

/// So many facts of an entity are looked at.
const MOST_FACTS: usize = 256;
/// Shared facts count no more than this together: they come in bundles.
pub(crate) const MOST_WEIGHT: f64 = 7.0;

/// How many have a fact.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Holders {
    /// Of those that go by a name.
    pub named: u32,
    /// Of those that go by a description.
    pub described: u32,
}

/// How many have each fact: as counted, or as somebody knows.
#[derive(Default)]
pub(crate) struct Features<'p> {
    counted: FxHashMap<(u32, u32), Holders>,
    known: Option<Known<'p>>,
}

/// Who knows how many have a fact.
pub(crate) type Known<'p> = Box<dyn Fn(Feature) -> Holders + 'p>;

impl<'p> Features<'p> {
    pub(crate) fn known(known: impl Fn(Feature) -> Holders + 'p) -> Self {
        Self { known: Some(Box::new(known)), ..Self::default() }
    }

    pub(crate) fn count(&mut self, profile: &Profile, description: bool) {
        if self.known.is_some() {
            return;
        }
        let mut seen: Vec<(u32, u32)> = profile.facts.iter().take(MOST_FACTS).map(|fact| (fact.predicate, fact.other)).collect();
        seen.sort_unstable();
        seen.dedup();
        for feature in seen {
            let holders = self.counted.entry(feature).or_default();
            let slot = if description { &mut holders.described } else { &mut holders.named };
            *slot += 1;
        }
    }

    pub(crate) fn holders(&self, feature: Feature) -> Holders {
        let counted = || self.counted.get(&(feature.predicate, feature.other)).copied().unwrap_or_default();
        self.known.as_ref().map_or_else(counted, |known| known(feature))
    }

    fn all(&self, feature: Feature) -> f64 {
        let holders = self.holders(feature);
        f64::from(holders.named.saturating_add(holders.described))
    }
}

impl Resolver<'_> {
    /// Adds what the facts say; the weight of what is shared.
    pub(crate) fn facts(&self, a: &Profile, b: &Profile, case: &mut Case) -> f64 {
        if let (Some(one), Some(other)) = (a.kind, b.kind)
            && one != other
            && one != Kind::Other
            && other != Kind::Other
        {
            case.bound(|| Clue::Kinds(one, other), -8.0, Limit::Apart);
        }
        self.related(a, b, case);
        self.conflicts(a, b, case);
        self.shared(a, b, case)
    }

    /// Whatever stands in a relation to a thing is not that thing.
    fn related(&self, a: &Profile, b: &Profile, case: &mut Case) {
        let of_b = a.facts.iter().find(|fact| fact.other == b.number);
        if let Some(fact) = of_b.or_else(|| b.facts.iter().find(|fact| fact.other == a.number)) {
            case.bound(|| Clue::Related(self.predicate(fact.predicate)), -8.0, Limit::Apart);
        }
    }

    fn conflicts(&self, a: &Profile, b: &Profile, case: &mut Case) {
        for fact in a.facts.iter().take(MOST_FACTS).filter(|fact| fact.functional) {
            if let Some(rival) = self.rival(*fact, a, b) {
                let clue = || Clue::Conflict(self.predicate(fact.predicate), self.name(fact.other), self.name(rival));
                return case.bound(clue, -8.0, Limit::Apart);
            }
        }
    }

    /// What `b` has where `a` has something else at the same time. What one of them has twice over by itself proves nothing.
    fn rival(&self, fact: Feature, a: &Profile, b: &Profile) -> Option<u32> {
        let has = |profile: &Profile, other: u32| {
            profile.facts.iter().take(MOST_FACTS).any(|own| (own.predicate, own.other) == (fact.predicate, other))
        };
        if has(b, fact.other) {
            return None;
        }
        let told = b.facts.iter().take(MOST_FACTS).filter(|other| other.predicate == fact.predicate && other.functional);
        let mut rivals = told.filter(|other| other.during.meets(fact.during) && !has(a, other.other));
        rivals.find(|other| !self.may_be_one(fact.other, other.other)).map(|other| other.other)
    }

    /// Whether two others may turn out to be one by their names.
    fn may_be_one(&self, a: u32, b: u32) -> bool {
        let (Some(a), Some(b)) = (self.index(a), self.index(b)) else { return false };
        let case = self.names(a, b, false);
        case.limit != Limit::Apart && -2.2 < case.log_odds
    }

    fn shared(&self, a: &Profile, b: &Profile, case: &mut Case) -> f64 {
        let mut total: f64 = 0.0;
        let crowd = f64::from(self.words.profiles) + 10.0;
        for fact in a.facts.iter().take(MOST_FACTS) {
            let Some(other) = b.facts.iter().take(MOST_FACTS).find(|other| (other.predicate, other.other) == (fact.predicate, fact.other))
            else {
                continue;
            };
            let rarity = (crowd / ((self.features.all(*fact) - 2.0).max(0.0) + 1.0)).ln();
            let at_once = fact.functional && other.functional && fact.during.meets(other.during);
            let weight = if at_once { rarity.min(5.0) } else { (rarity * 0.6).min(3.0) };
            let weight = weight.clamp(0.0, MOST_WEIGHT - total);
            if 0.0 < weight {
                total += weight;
                case.add(|| Clue::Shared(self.predicate(fact.predicate), self.name(fact.other)), weight);
            }
        }
        total
    }

    /// "Ana's sister" and Lucia: only a fact that the description states can make them one, and only if nobody else fits it.
    pub(crate) fn described(&self, a: usize, b: usize, case: &mut Case) {
        let (Some(one), Some(other)) = (self.profiles.get(a), self.profiles.get(b)) else { return };
        let both = self.is_described(a) && self.is_described(b);
        let (described, named) = if self.is_described(a) { (one, other) } else { (other, one) };
        for fact in described.facts.iter().filter(|fact| fact.defining) {
            let same = |other: &&Feature| (other.predicate, other.other) == (fact.predicate, fact.other) && (!both || other.defining);
            let Some(found) = named.facts.iter().find(same) else { continue };
            let holders = self.features.holders(*fact);
            let (predicate, name) = (self.predicate(fact.predicate), self.name(fact.other));
            let only = !both && holders.named == 1 && holders.described == 1;
            let sole = fact.functional && found.functional && fact.during.meets(found.during);
            *case = case.anew();
            return if only {
                case.add(|| Clue::Described(predicate, name), 4.0 + if sole { 1.0 } else { 0.0 });
            } else {
                case.bound(|| Clue::NotTheOnly(predicate, name), -0.5, Limit::Unsure);
            };
        }
    }
}
