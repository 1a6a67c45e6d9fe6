//! Entity resolution on real names with realistic noise: which noisy twins find their entity, and who is wrongly joined.
//!
//! Each entity of a half of `yago11k` stands with its name and facts. Some get a twin: the name as somebody else writes it, and
//! a share of the facts. Some get a decoy: a name much like theirs, and the facts of somebody else. Everything else
//! in the half is a non-pair too, the similar names of real data among them.

pub mod noise;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use asof_resolve::{Feature, Kind, Profile, Resolver, Verdict};

use crate::{Failure, measure::Luck};

/// Twins are numbered from here, and decoys from twice this.
const TWINS: u32 = 1_000_000;
/// Predicates read backwards are numbered from here.
const BACKWARDS: u32 = 100;
/// `wasBornIn`, `diedIn`, `isMarriedTo`: one object at a time.
const FUNCTIONAL: [u32; 3] = [0, 7, 4];

/// One half of the names: one to develop on, one to look at in the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Half {
    Developed,
    Held,
}

/// What is told of an entity besides its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    NamesAlone,
    NamesAndFacts,
}

/// Pairs found and right.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tally {
    pub found: usize,
    pub right: usize,
    pub expected: usize,
}

impl Tally {
    pub fn precision(self) -> f64 {
        share(self.right, self.found)
    }

    pub fn recall(self) -> f64 {
        share(self.right, self.expected)
    }

    pub fn f1(self) -> f64 {
        share(2 * self.right, self.found + self.expected)
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of pairs")]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

/// What came of all seeds together.
#[derive(Debug, Default)]
pub struct Outcome {
    /// What would be merged.
    pub same: Tally,
    /// What would be merged or put up for review.
    pub offered: Tally,
    /// The merged ones by the noise of their twin; `found` is what was offered.
    pub by_noise: BTreeMap<noise::Noise, Tally>,
    /// Wrong merges and missed twins, as text.
    pub errors: Vec<String>,
}

/// Measures one half with each seed.
pub fn measure(folder: &Path, half: Half, told: Told, seeds: &[u64]) -> Result<Outcome, Failure> {
    let data = Data::read(folder, half)?;
    let mut outcome = Outcome::default();
    for seed in seeds {
        data.world(*seed, told).judge(&mut outcome);
    }
    Ok(outcome)
}

/// The entities of a half and what the file says of them.
struct Data {
    names: BTreeMap<u32, String>,
    facts: BTreeMap<u32, Vec<Feature>>,
    kinds: BTreeMap<u32, Kind>,
}

/// Profiles, and which of them are one.
struct World {
    profiles: Vec<Profile>,
    twins: BTreeMap<(u32, u32), noise::Noise>,
}

impl Data {
    fn read(folder: &Path, half: Half) -> Result<Self, Failure> {
        let mut data = Self { names: read_names(&folder.join("entity2id.txt"), half)?, facts: BTreeMap::new(), kinds: BTreeMap::new() };
        for part in ["train", "valid", "test"] {
            for line in std::fs::read_to_string(folder.join(part).with_extension("txt"))?.lines() {
                let row: Option<Vec<u32>> = line.split('\t').take(3).map(|id| id.parse().ok()).collect();
                let Some([subject, relation, object]) = row.as_deref() else { return Err(format!("not a row: {line}").into()) };
                data.add(*subject, *relation, *object, line);
            }
        }
        Ok(data)
    }

    fn add(&mut self, subject: u32, relation: u32, object: u32, line: &str) {
        let during = years(line);
        let feature = |predicate, other| {
            Feature { functional: FUNCTIONAL.contains(&predicate), ..Feature::new(predicate, other) }.during(during.0, during.1)
        };
        self.facts.entry(subject).or_default().push(feature(relation, object));
        self.facts.entry(object).or_default().push(feature(relation + BACKWARDS, subject));
        let (of_subject, of_object) = match relation {
            0 | 7 => (Kind::Person, Kind::Place),
            1 | 2 | 6 | 8 => (Kind::Person, Kind::Organisation),
            4 => (Kind::Person, Kind::Person),
            9 => (Kind::Other, Kind::Work),
            _ => (Kind::Other, Kind::Other),
        };
        for (entity, kind) in [(subject, of_subject), (object, of_object)] {
            if kind != Kind::Other {
                self.kinds.entry(entity).or_insert(kind);
            }
        }
    }

    fn world(&self, seed: u64, told: Told) -> World {
        let mut luck = Luck(seed);
        let mut world = World { profiles: Vec::new(), twins: BTreeMap::new() };
        let ids: Vec<u32> = self.names.keys().copied().collect();
        // A memory has one entity of a name.
        let mut taken: BTreeSet<String> = self.names.values().map(|name| name.to_lowercase()).collect();
        for (id, name) in &self.names {
            let person = self.kinds.get(id) == Some(&Kind::Person);
            let twin = if luck.share() < 0.4 { noise::distort(name, person, &mut luck) } else { None };
            let twin = twin.filter(|(_, twin)| twin.to_lowercase() == name.to_lowercase() || taken.insert(twin.to_lowercase()));
            let facts = self.facts.get(id).map_or(&[][..], Vec::as_slice);
            let (own, others) = divide(facts, twin.is_some(), &mut luck);
            world.profiles.push(self.profile(*id, *id, name, own, told));
            if let Some((noise, twin)) = twin {
                world.twins.insert((*id, TWINS + id), noise);
                world.profiles.push(self.profile(TWINS + id, *id, &twin, others, told));
            }
            if luck.share() < 0.15 {
                let decoy = self.decoy(*id, name, &ids, told, &mut luck);
                world.profiles.extend(decoy.filter(|decoy| decoy.names.iter().all(|name| taken.insert(name.to_lowercase()))));
            }
        }
        world
    }

    fn decoy(&self, id: u32, name: &str, ids: &[u32], told: Told, luck: &mut Luck) -> Option<Profile> {
        let other = noise::pick(ids, luck)?;
        let person = self.kinds.get(&id) == Some(&Kind::Person);
        let decoy = noise::decoy(name, person, self.names.get(other)?, luck)?;
        let facts = self.facts.get(other).cloned().unwrap_or_default();
        Some(self.profile(2 * TWINS + id, id, &decoy, facts, told))
    }

    fn profile(&self, number: u32, id: u32, name: &str, facts: Vec<Feature>, told: Told) -> Profile {
        let bare = Profile::named(number, name);
        match told {
            Told::NamesAlone => bare,
            Told::NamesAndFacts => Profile { kind: self.kinds.get(&id).copied(), facts, ..bare },
        }
    }
}

/// The facts of an entity and of its twin: a third each, a third both.
fn divide(facts: &[Feature], twin: bool, luck: &mut Luck) -> (Vec<Feature>, Vec<Feature>) {
    let (mut own, mut others) = (Vec::new(), Vec::new());
    for fact in facts {
        let draw = if twin { luck.below(3) } else { 0 };
        if draw != 1 {
            own.push(*fact);
        }
        if draw != 0 {
            others.push(*fact);
        }
    }
    (own, others)
}

impl World {
    fn judge(&self, outcome: &mut Outcome) {
        let resolver = Resolver::new(&self.profiles);
        let mut merged = BTreeSet::new();
        let mut offered = BTreeSet::new();
        for candidate in resolver.candidates() {
            let pair = (candidate.a, candidate.b);
            offered.insert(pair);
            if candidate.verdict == Verdict::Same {
                merged.insert(pair);
            }
        }
        self.count(&merged, &mut outcome.same);
        self.count(&offered, &mut outcome.offered);
        for (pair, noise) in &self.twins {
            let tally = outcome.by_noise.entry(*noise).or_default();
            tally.expected += 1;
            tally.found += usize::from(offered.contains(pair));
            tally.right += usize::from(merged.contains(pair));
        }
        let wrong = merged.iter().filter(|pair| !self.twins.contains_key(pair)).map(|pair| ("joined", *pair));
        let missed = self.twins.keys().filter(|pair| !merged.contains(pair)).map(|pair| ("missed", *pair));
        outcome.errors.extend(wrong.chain(missed).map(|(error, pair)| self.tell(error, pair, &resolver)));
    }

    fn count(&self, found: &BTreeSet<(u32, u32)>, tally: &mut Tally) {
        tally.found += found.len();
        tally.right += found.iter().filter(|pair| self.twins.contains_key(pair)).count();
        tally.expected += self.twins.len();
    }

    fn tell(&self, error: &str, (a, b): (u32, u32), resolver: &Resolver<'_>) -> String {
        let name = |number| self.profiles.iter().find(|profile| profile.number == number).and_then(|profile| profile.names.first());
        let candidate = resolver.compare(a, b);
        let why: Vec<String> =
            candidate.iter().flat_map(|candidate| &candidate.evidence).map(|e| format!("{e} {:+.1}", e.weight)).collect();
        let score = candidate.map_or(0.0, |candidate| candidate.score);
        let noise = self.twins.get(&(a, b)).map_or_else(String::new, |noise| format!("{noise:?} "));
        format!(
            "{error} {noise}{:?} | {:?} {score:.3}: {}",
            name(a).map_or("", String::as_str),
            name(b).map_or("", String::as_str),
            why.join("; ")
        )
    }
}

/// The years in which a row is known to hold; at any time if neither is told.
fn years(line: &str) -> (i64, i64) {
    let mut columns = line.split('\t').skip(3);
    let mut year = || columns.next().and_then(|date| date.get(..4)?.parse::<i64>().ok());
    match (year(), year()) {
        (None, None) => (i64::MIN, i64::MAX),
        (Some(year), None) | (None, Some(year)) => (year, year),
        (Some(first), Some(last)) => (first, last.max(first)),
    }
}

/// The names of a half. What stands in brackets stays only where the rest alone would be another's name too.
fn read_names(path: &Path, half: Half) -> Result<BTreeMap<u32, String>, Failure> {
    let text = std::fs::read_to_string(path)?;
    let mut names: BTreeMap<u32, String> = BTreeMap::new();
    for line in text.lines() {
        let mut columns = line.split('\t');
        let (Some(name), Some(id)) = (columns.next(), columns.next()) else { return Err(format!("not a name: {line}").into()) };
        names.insert(id.parse()?, name.trim_matches(['<', '>']).replace('_', " "));
    }
    let bare = |name: &str| name.split(" (").next().unwrap_or(name).to_owned();
    let mut bearers: BTreeMap<String, usize> = BTreeMap::new();
    names.values().for_each(|name| *bearers.entry(bare(name)).or_default() += 1);
    let chosen = |id: &u32| Luck(u64::from(*id)).next().is_multiple_of(2) == (half == Half::Developed);
    let shown = |name: String| if bearers.get(&bare(&name)) == Some(&1) { bare(&name) } else { name };
    Ok(names.into_iter().filter(|(id, _)| chosen(id)).map(|(id, name)| (id, shown(name))).collect())
}
