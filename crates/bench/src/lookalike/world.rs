//! The made-up world that a list tells of: who there is, what holds, and what held before.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use super::{
    Settings, Style,
    forms::{Relation, below, pick},
    names::{Namer, key},
};
use crate::{Failure, measure::Luck};

/// How many of a hundred facts are real ones.
const REAL: usize = 18;
/// How many of a hundred subjects are such that something told them already, so that chains arise.
const LINKED: u64 = 65;
/// A fact that cannot be is drawn anew, so often for each fact.
const TRIES: usize = 60;
/// Endings of places that are larger than a city.
const NO_CITY: [&str; 4] = ["County", "District", "Empire", "Republic"];

/// Who or what is told of.
#[derive(Clone, Debug)]
pub struct Entity {
    pub name: String,
    pub kind: String,
}

/// What holds of a subject: the values in the order in which they are told, the newest last.
#[derive(Clone, Debug)]
pub struct Fact {
    pub subject: usize,
    pub relation: usize,
    pub values: Vec<usize>,
}

impl Fact {
    /// The value that holds.
    pub fn newest(&self) -> usize {
        self.values.last().copied().unwrap_or_default()
    }
}

/// A fact of the public set: relation, subject and object.
type RealFact = (&'static str, String, String);

/// The facts of the public set whose relations are among ours.
#[derive(Clone, Debug, Default)]
pub struct Real {
    facts: Vec<RealFact>,
}

impl Real {
    pub fn read(folder: &Path) -> Result<Self, Failure> {
        let mut names = BTreeMap::new();
        for line in fs::read_to_string(folder.join("entity2id.txt"))?.lines() {
            let mut columns = line.split('\t');
            if let (Some(name), Some(id)) = (columns.next(), columns.next()) {
                names.insert(id.to_owned(), readable(name));
            }
        }
        let mut facts = Vec::new();
        for line in fs::read_to_string(folder.join("train.txt"))?.lines() {
            let columns: Vec<&str> = line.split('\t').collect();
            let [subject, relation, object, ..] = columns.as_slice() else { continue };
            let (Some(relation), Some(subject), Some(object)) = (ours(relation), names.get(*subject), names.get(*object)) else { continue };
            facts.push((relation, subject.clone(), object.clone()));
        }
        Ok(Self { facts })
    }
}

/// A name as people write it.
fn readable(name: &str) -> String {
    name.trim_matches(['<', '>']).replace('_', " ").replace("\\u0022", "\"")
}

/// Our relation for one of the public set, by its number there.
fn ours(relation: &str) -> Option<&'static str> {
    Some(match relation {
        "0" => "birthplace",
        "1" => "employer",
        "2" => "plays_for",
        "4" => "spouse",
        "6" => "educated_at",
        "7" => "deathplace",
        _ => return None,
    })
}

fn object_kind(relation: &str) -> &'static str {
    match relation {
        "birthplace" | "deathplace" => "city",
        "employer" | "educated_at" => "university",
        "plays_for" => "team",
        _ => "person",
    }
}

/// Everybody and everything, and all that holds or held.
pub struct World {
    pub relations: Vec<Relation>,
    pub entities: Vec<Entity>,
    pub facts: Vec<Fact>,
    /// In the order of the list: which fact, which of its values.
    pub told: Vec<(usize, usize)>,
    namer: Namer,
    index: BTreeMap<(usize, usize), usize>,
    by_relation: Vec<Vec<usize>>,
    of_kind: BTreeMap<String, Vec<usize>>,
    by_key: BTreeMap<String, usize>,
    linked: BTreeMap<String, Vec<usize>>,
    /// People that somebody is or was married to, capitals: nothing else may be.
    exclusive: BTreeSet<(usize, usize)>,
}

impl World {
    /// Draws a world of so many statements.
    pub fn draw(settings: &Settings, real: &Real, relations: Vec<Relation>, luck: &mut Luck) -> Result<Self, Failure> {
        let mut world = Self {
            relations,
            entities: Vec::new(),
            facts: Vec::new(),
            told: Vec::new(),
            namer: Namer::new()?,
            index: BTreeMap::new(),
            by_relation: Vec::new(),
            of_kind: BTreeMap::new(),
            by_key: BTreeMap::new(),
            linked: BTreeMap::new(),
            exclusive: BTreeSet::new(),
        };
        let seeds = world.add_real(settings.facts * REAL / 100, real, luck);
        world.fill(settings.facts, luck);
        let mut left = settings.facts;
        for (subject, relation, object) in seeds {
            world.tell(settings, (subject, relation, Some(object)), &mut left, luck);
        }
        for _ in 0..settings.facts * TRIES {
            if left == 0 {
                break;
            }
            let Some((subject, relation)) = world.draw_topic(luck) else { continue };
            world.tell(settings, (subject, relation, None), &mut left, luck);
        }
        world.order(settings, luck);
        Ok(world)
    }

    /// Real facts, with who they are about; none of them told yet.
    fn add_real(&mut self, count: usize, real: &Real, luck: &mut Luck) -> Vec<(usize, usize, usize)> {
        let mut seeds = Vec::new();
        if real.facts.is_empty() {
            return seeds;
        }
        for _ in 0..count {
            let Some((relation, subject, object)) = pick(&real.facts, luck) else { break };
            let kind = object_kind(relation);
            let no_city = kind == "city" && (self.namer.is_no_city(object) || NO_CITY.iter().any(|end| object.contains(end)));
            if no_city || object.contains("national") {
                continue;
            }
            let Some(relation) = self.relation(relation) else { continue };
            let (Some(subject), Some(object)) = (self.real_entity(subject, "person"), self.real_entity(object, kind)) else { continue };
            seeds.push((subject, relation, object));
        }
        seeds
    }

    /// The entity of that name and kind; none if the name is another kind's.
    fn real_entity(&mut self, name: &str, kind: &str) -> Option<usize> {
        match self.by_key.get(&key(name)) {
            Some(&id) => (self.entities[id].kind == kind && self.entities[id].name == name).then_some(id),
            None => self.namer.take(kind, name).then(|| self.add(name, kind)),
        }
    }

    fn add(&mut self, name: &str, kind: &str) -> usize {
        let id = self.entities.len();
        self.entities.push(Entity { name: name.to_owned(), kind: kind.to_owned() });
        self.of_kind.entry(kind.to_owned()).or_default().push(id);
        self.by_key.insert(key(name), id);
        id
    }

    /// Fills up every kind with real names that everybody knows, and with invented ones.
    fn fill(&mut self, facts: usize, luck: &mut Luck) {
        for kind in self.namer.kinds() {
            let wanted = self.namer.count(&kind, facts);
            let present = self.of_kind.get(&kind).map_or(0, Vec::len);
            // Half of those that the public set has names for are invented all the same.
            let wanted = if present > 0 { wanted.max(present + wanted / 2) } else { wanted };
            for name in self.namer.real(&kind) {
                if self.of_kind.get(&kind).map_or(0, Vec::len) < wanted && self.namer.take(&kind, &name) {
                    self.add(&name, &kind);
                }
            }
            while self.of_kind.get(&kind).map_or(0, Vec::len) < wanted {
                let name = self.namer.fresh(&kind, luck);
                self.add(&name, &kind);
            }
        }
    }

    /// Composes names that nobody here has.
    pub fn namer(&self) -> Result<Namer, Failure> {
        let mut namer = Namer::new()?;
        for entity in &self.entities {
            namer.take(&entity.kind, &entity.name);
        }
        Ok(namer)
    }

    /// The place of a relation.
    pub fn relation(&self, id: &str) -> Option<usize> {
        self.relations.iter().position(|relation| relation.id == id)
    }

    /// What is told of a subject, if anything.
    pub fn fact(&self, subject: usize, relation: usize) -> Option<&Fact> {
        self.index.get(&(subject, relation)).and_then(|&at| self.facts.get(at))
    }

    /// Any fact, of each relation as often as of another.
    pub fn any_fact(&self, luck: &mut Luck) -> Option<&Fact> {
        let facts = pick(&self.by_relation, luck)?;
        self.facts.get(*pick(facts, luck)?)
    }

    pub fn name(&self, entity: usize) -> &str {
        self.entities.get(entity).map_or("", |entity| entity.name.as_str())
    }

    pub fn kind(&self, entity: usize) -> &str {
        self.entities.get(entity).map_or("", |entity| entity.kind.as_str())
    }

    /// Those of that kind.
    pub fn all(&self, kind: &str) -> &[usize] {
        self.of_kind.get(kind).map_or(&[], Vec::as_slice)
    }

    fn draw_topic(&self, luck: &mut Luck) -> Option<(usize, usize)> {
        let relation = below(self.relations.len(), luck);
        let kind = pick(&self.relations[relation].subject, luck)?;
        let linked = self.linked.get(kind).filter(|_| luck.below(100) < LINKED);
        let subject = pick(linked.map_or(self.all(kind), Vec::as_slice), luck)?;
        (!self.index.contains_key(&(*subject, relation))).then_some((*subject, relation))
    }

    /// Tells of a subject, once or several times, as far as statements are left.
    fn tell(&mut self, settings: &Settings, (subject, relation, first): (usize, usize, Option<usize>), left: &mut usize, luck: &mut Luck) {
        if self.index.contains_key(&(subject, relation)) {
            return;
        }
        let overridden = luck.share() < settings.overridden;
        let wanted = if !overridden { 1 } else { 2 + usize::from(luck.below(7) == 0) };
        let mut values = Vec::new();
        for value in first.into_iter().chain((0..20).filter_map(|_| self.draw_value(relation, luck))) {
            if values.len() == wanted.min(*left) {
                break;
            }
            if value != subject && !values.contains(&value) && self.may_take(subject, relation, value) {
                values.push(value);
            }
        }
        if values.is_empty() {
            return;
        }
        *left -= values.len();
        for &value in &values {
            self.exclude(subject, relation, value);
            let kind = self.entities[value].kind.clone();
            self.linked.entry(kind).or_default().push(value);
        }
        // Said again in other words: nothing changes.
        if settings.style == Style::Mixed && *left > 0 && luck.below(40) == 0 {
            values.extend(values.last().copied());
            *left -= 1;
        }
        self.index.insert((subject, relation), self.facts.len());
        self.facts.push(Fact { subject, relation, values });
    }

    /// A value such as the relation takes.
    pub fn draw_value(&self, relation: usize, luck: &mut Luck) -> Option<usize> {
        let kind = pick(&self.relations.get(relation)?.object, luck)?;
        pick(self.all(kind), luck).copied()
    }

    /// Whether nothing that holds of others speaks against it: a spouse has one spouse, a capital one country.
    fn may_take(&self, subject: usize, relation: usize, value: usize) -> bool {
        match self.relations[relation].id.as_str() {
            "spouse" => !self.exclusive.contains(&(relation, subject)) && !self.exclusive.contains(&(relation, value)),
            "capital" => !self.exclusive.contains(&(relation, value)),
            "child" => self.fact(value, relation).is_none_or(|fact| !fact.values.contains(&subject)),
            _ => true,
        }
    }

    fn exclude(&mut self, subject: usize, relation: usize, value: usize) {
        match self.relations[relation].id.as_str() {
            "spouse" => self.exclusive.extend([(relation, subject), (relation, value)]),
            "capital" => self.exclusive.extend([(relation, value)]),
            _ => {}
        }
    }

    /// Whether something else in the list lets one conclude that relation of the subject, though it is never told.
    pub fn hints_at(&self, subject: usize, relation: usize) -> bool {
        match self.relations[relation].id.as_str() {
            "spouse" => self.exclusive.contains(&(relation, subject)),
            "plays_for" => self.serves(subject, &["head_coach", "owner"]),
            "employer" => {
                let plays = self.relation("plays_for").is_some_and(|plays| self.fact(subject, plays).is_some());
                plays || self.serves(subject, &["ceo", "chairperson", "head_coach", "mayor"])
            }
            "campus" => self.all("city").iter().any(|&city| self.name(subject).contains(self.name(city))),
            "located_in" => self.relation("capital").is_some_and(|capital| self.exclusive.contains(&(capital, subject))),
            _ => false,
        }
    }

    /// Whether the entity is or was the value of one of those relations.
    fn serves(&self, entity: usize, relations: &[&str]) -> bool {
        let among = |fact: &&Fact| relations.contains(&self.relations[fact.relation].id.as_str());
        self.facts.iter().filter(among).any(|fact| fact.values.contains(&entity))
    }

    /// All in random order, the values of each fact in theirs.
    fn order(&mut self, settings: &Settings, luck: &mut Luck) {
        self.by_relation = (0..self.relations.len())
            .map(|relation| (0..self.facts.len()).filter(|&at| self.facts[at].relation == relation).collect())
            .filter(|facts: &Vec<usize>| !facts.is_empty())
            .collect();
        let mut keyed = Vec::with_capacity(settings.facts);
        for (at, fact) in self.facts.iter().enumerate() {
            let mut keys: Vec<u64> = fact.values.iter().map(|_| luck.next()).collect();
            keys.sort_unstable();
            keyed.extend(keys.into_iter().enumerate().map(|(nth, key)| (key, at, nth)));
        }
        keyed.sort_unstable();
        self.told = keyed.into_iter().map(|(_, at, nth)| (at, nth)).collect();
    }
}
