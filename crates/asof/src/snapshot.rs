//! Snapshots: the memory as a value, asked as of any valid date and any known-at date.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use asof_graph::{AsOfGraph, Belief, Direction, Graph};
use asof_journal::Class;
use asof_model::{Extent, Fact, Instant, Point, Schema, TxId, TxTime};
use serde::Serialize;

use crate::error::{Error, Result};

/// So many transactions within a known-at stretch are looked at one by one; of more, so many.
const MOST_KNOWN: usize = 4_096;

/// A memory at one moment. Cheap to clone, free to keep, never changed by later writes.
#[derive(Clone)]
pub struct Snapshot {
    graph: Arc<Graph>,
    now: TxTime,
}

/// When the memory is asked to know up to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KnownAt {
    /// All that it knows.
    Now,
    /// What it knew then: for a day, month or year, over all of it.
    At(Point),
    /// What it knew after a transaction.
    Tx(TxId),
}

/// The two dates of a question. Both default to now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AsOf {
    /// When it should hold; now if absent.
    pub valid: Option<Point>,
    /// What the memory should know.
    pub known: KnownAt,
}

impl AsOf {
    /// What holds now, as known now.
    pub const NOW: Self = Self { valid: None, known: KnownAt::Now };

    /// What held then, as known now.
    #[must_use]
    pub fn valid(point: Point) -> Self {
        Self { valid: Some(point), known: KnownAt::Now }
    }

    /// The same question of what was known then.
    #[must_use]
    pub fn known(self, known: KnownAt) -> Self {
        Self { known, ..self }
    }
}

/// How a fact differs between two dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// It holds at the later date only.
    Added,
    /// It held at the earlier date only.
    Removed,
}

/// A fact that differs between two dates.
#[derive(Clone, Debug, Serialize)]
pub struct Difference {
    /// How.
    pub change: Change,
    /// The fact.
    pub fact: Fact,
}

/// What there is in a memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Stats {
    /// Transactions told.
    pub transactions: u32,
    /// Claims told, whether still believed or not.
    pub claims: u32,
    /// Claims visible now.
    pub visible_claims: u32,
    /// Episodes told.
    pub episodes: u32,
    /// Entities and values, merged ones counted once.
    pub entities: usize,
    /// Predicates in use.
    pub predicates: u32,
    /// Sources and speakers.
    pub sources: u32,
    /// Claims that were forgotten, not counted above.
    pub erased_claims: u32,
    /// Episodes that were forgotten.
    pub erased_episodes: u32,
}

impl Snapshot {
    pub(crate) fn new(graph: Arc<Graph>, now: TxTime) -> Self {
        Self { graph, now }
    }

    pub(crate) fn shared_graph(&self) -> Arc<Graph> {
        Arc::clone(&self.graph)
    }

    /// The last transaction it knows.
    #[must_use]
    pub fn last_tx(&self) -> TxId {
        TxId(self.graph.last_tx())
    }

    /// When it was taken.
    #[must_use]
    pub fn taken_at(&self) -> TxTime {
        self.now
    }

    /// When a transaction was recorded.
    #[must_use]
    pub fn recorded_at(&self, tx: TxId) -> Option<TxTime> {
        self.graph.recorded_at(tx.0).and_then(Instant::from_micros).map(TxTime)
    }

    /// The number of an entity, for walks in numbers.
    #[must_use]
    pub fn entity(&self, name: &str) -> Option<u32> {
        self.graph.view(u32::MAX).entity(name)
    }

    /// The number of a predicate, for walks in numbers.
    #[must_use]
    pub fn predicate(&self, name: &str) -> Option<u32> {
        self.graph.number(Class::Predicate, name)
    }

    /// The graph behind it, for walks in numbers.
    #[must_use]
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// The snapshot asked as of a pair of dates.
    #[must_use]
    pub fn as_of(&self, as_of: AsOf) -> Reading<'_> {
        let now = Point::at(self.now.0);
        let valid = as_of.valid.unwrap_or(now);
        let (low, high) = match as_of.known {
            KnownAt::Now => (self.graph.last_tx(), self.graph.last_tx()),
            KnownAt::Tx(tx) => (tx.0.min(self.graph.last_tx()), tx.0.min(self.graph.last_tx())),
            KnownAt::At(point) => {
                let last = point.reach() - 1;
                (self.graph.tx_at(point.lo().micros()), self.graph.tx_at(last))
            }
        };
        Reading { graph: &self.graph, asked: (valid.lo().micros(), valid.reach()), known: (low, high) }
    }

    /// The schemas in force, in order of name.
    #[must_use]
    pub fn schemas(&self) -> Vec<Schema> {
        let told = self.graph.schemas(u32::MAX).iter().map(|(_, predicate)| Schema::clone(&predicate.schema));
        let mut schemas: Vec<Schema> = told.filter(|schema| !schema.name.is_empty()).collect();
        schemas.sort_by(|a, b| a.name.cmp(&b.name));
        schemas
    }

    /// What there is.
    #[must_use]
    pub fn stats(&self) -> Stats {
        let graph = &self.graph;
        let visible = (0..graph.claim_count()).filter(|&claim| graph.shows(claim)).count();
        Stats {
            transactions: graph.last_tx(),
            claims: graph.claim_count(),
            visible_claims: u32::try_from(visible).unwrap_or(u32::MAX),
            episodes: graph.episode_count(),
            entities: graph.view(u32::MAX).entities().count(),
            predicates: graph.next_number(Class::Predicate),
            sources: graph.next_number(Class::Source),
            erased_claims: graph.erased().claims,
            erased_episodes: graph.erased().episodes,
        }
    }

    /// The last episodes of a source, or of none, oldest first: who spoke, and the text.
    #[must_use]
    pub fn last_said(&self, source: Option<&str>, most: usize) -> Vec<(Option<String>, String)> {
        /// How far back the episodes of other sources are passed over.
        const FAR: u32 = 1_000;
        let graph = &self.graph;
        let episodes = (0..graph.episode_count()).rev().take(FAR as usize).filter_map(|number| graph.episode(number));
        let own = episodes.filter(|episode| episode.source.map(|number| graph.source_text(number)) == source);
        let said = |episode: &asof_graph::Episode| {
            (episode.speaker.map(|speaker| graph.source_text(speaker).to_owned()), episode.text.to_string())
        };
        let mut last: Vec<_> = own.take(most).map(said).collect();
        last.reverse();
        last
    }

    /// The id of the visible claim that a text stands for: an id, or the claims that say subject, predicate and object now.
    ///
    /// # Errors
    /// When there is none.
    pub fn claims_saying(&self, subject: &str, predicate: &str, object: &str) -> Result<Vec<String>> {
        let facts = self.as_of(AsOf::NOW).timeline(subject, Some(predicate))?;
        let wanted = asof_model::normalise(object);
        let claims: BTreeSet<String> =
            facts.into_iter().filter(|fact| asof_model::normalise(&fact.object.text()) == wanted).flat_map(|fact| fact.claims).collect();
        if claims.is_empty() {
            return Err(Error::not_found("claim", &format!("{subject} {predicate} {object}")));
        }
        Ok(claims.into_iter().collect())
    }
}

/// A snapshot asked as of a pair of dates.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'a> {
    graph: &'a Graph,
    /// Valid time, in microseconds, half-open.
    asked: (i64, i64),
    /// The first and last transaction asked about.
    known: (u32, u32),
}

impl<'a> Reading<'a> {
    /// The first and last transaction that the known-at date spans.
    #[must_use]
    pub fn known(&self) -> (TxId, TxId) {
        (TxId(self.known.0), TxId(self.known.1))
    }

    /// The graph as of the two dates (the first instant of each), for petgraph's algorithms.
    #[must_use]
    pub fn graph(&self) -> AsOfGraph<'a> {
        self.graph.view(self.known.0).at(self.asked.0)
    }

    /// What holds of an entity, as subject or object.
    ///
    /// # Errors
    /// When the name was not in use by then.
    ///
    /// ```
    /// # use asof::{AsOf, Claim, Kind, Memory, Operation, Statement};
    /// # let folder = tempfile::tempdir()?;
    /// # let memory = Memory::open(folder.path().join("store"))?;
    /// let claim = Claim::new("Ana", "lives_in", "Berlin").kind(Kind::Begins).from("2024-03".parse()?);
    /// memory.tell(Operation::Claim(Statement::new(claim)))?;
    /// let facts = memory.snapshot().as_of(AsOf::valid("2024-06".parse()?)).facts("Ana")?;
    /// assert_eq!(facts[0].object.text(), "Berlin");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn facts(&self, entity: &str) -> Result<Vec<Fact>> {
        self.facts_in(entity, Direction::Both)
    }

    /// What holds of an entity, seen from one side.
    ///
    /// # Errors
    /// As [`Reading::facts`].
    pub fn facts_in(&self, entity: &str, direction: Direction) -> Result<Vec<Fact>> {
        let found = self.over_known(entity, |k, root| self.graph.view(k).beliefs(root, direction, None, self.asked))?;
        let stretch = self.asked.0 + 1 < self.asked.1;
        Ok(found.into_iter().map(|fact| if stretch { fact } else { Fact { holds: None, ..fact } }).collect())
    }

    /// Every fact of an entity, of one predicate or all, in order of time; the valid date does not matter.
    ///
    /// # Errors
    /// When the name was not in use by then, or nothing has the predicate.
    pub fn timeline(&self, entity: &str, predicate: Option<&str>) -> Result<Vec<Fact>> {
        let predicate = predicate.map(|name| self.predicate(name)).transpose()?;
        let always = (i64::MIN, i64::MAX);
        let found = self.over_known(entity, |k, root| self.graph.view(k).beliefs(root, Direction::Both, predicate, always))?;
        Ok(found.into_iter().map(|fact| Fact { holds: None, ..fact }).collect())
    }

    fn predicate(&self, name: &str) -> Result<u32> {
        self.graph.number(Class::Predicate, name).ok_or_else(|| {
            let close = similar(name, (0..self.graph.next_number(Class::Predicate)).map(|number| self.graph.predicate_text(number)));
            Error::not_found_with("predicate", name, close)
        })
    }

    fn entity(&self, k: u32, name: &str) -> Option<u32> {
        self.graph.view(k).entity(name)
    }

    /// Asks at every transaction of the known-at stretch that can matter, and says of each answer for how much of it.
    fn over_known(&self, name: &str, ask: impl Fn(u32, u32) -> Vec<Belief>) -> Result<Vec<Fact>> {
        let Some(root) = self.entity(self.known.1, name) else { return Err(self.unknown(name)) };
        let ks = self.transactions(root);
        if let [k] = ks.as_slice() {
            return Ok(self.present(&ask(*k, root)));
        }
        let mut found: BTreeMap<(u32, u32, u32, i64), (usize, Belief)> = BTreeMap::new();
        for &k in &ks {
            let beliefs = self.entity(k, name).map_or(Vec::new(), |root| ask(k, root));
            for belief in beliefs {
                // The same fact, though its end may have been known differently.
                let same = (belief.subject, belief.predicate, belief.object, belief.lo);
                let times = found.get(&same).map_or(0, |(times, _)| *times);
                found.insert(same, (times + 1, belief));
            }
        }
        let extent = |times: usize| if times == ks.len() { Extent::Throughout } else { Extent::Part };
        let mut beliefs: Vec<(usize, Belief)> = found.into_values().collect();
        beliefs.sort_by_key(|(_, belief)| belief.lo);
        Ok(beliefs.into_iter().map(|(times, belief)| Fact { believed: Some(extent(times)), ..self.graph.fact(&belief) }).collect())
    }

    fn transactions(&self, root: u32) -> Vec<u32> {
        let (low, high) = self.known;
        if low == high {
            return vec![high];
        }
        let changes = self.graph.view(high).changes(root);
        let mut ks: Vec<u32> = changes.range(low + 1..=high).copied().take(MOST_KNOWN).collect();
        ks.insert(0, low);
        ks
    }

    fn present(&self, beliefs: &[Belief]) -> Vec<Fact> {
        beliefs.iter().map(|belief| self.graph.fact(belief)).collect()
    }

    fn unknown(&self, name: &str) -> Error {
        if let Err(error) = asof_model::check_name("entity", name) {
            return Error::invalid(error.to_string());
        }
        let view = self.graph.view(self.known.1);
        let texts = view.entities().map(|entity| self.graph.entity_text(entity));
        let hint = if self.graph.number(Class::Entity, name).is_some() {
            " yet: it became known later than the date given by known-at".into()
        } else {
            similar(name, texts)
        };
        Error::not_found_with("entity", name, hint)
    }

    /// What differs between this reading and a later one: of one entity, or of all.
    ///
    /// # Errors
    /// When the entity is unknown to both.
    pub fn diff(&self, later: &Self, entity: Option<&str>) -> Result<Vec<Difference>> {
        let (this, other) = (self.at_its_end(), later.at_its_end());
        let (before, after) = match entity {
            Some(name) => (this.facts_or_nothing(name), other.facts_or_nothing(name)),
            None => (this.everything(), other.everything()),
        };
        if let (Some(name), true) = (entity, before.is_empty() && after.is_empty()) {
            later.facts(name)?;
        }
        let keys = |facts: &[Fact]| -> BTreeSet<(String, String, String)> { facts.iter().map(key).collect() };
        let (old, new) = (keys(&before), keys(&after));
        let removed = before.into_iter().filter(|fact| !new.contains(&key(fact))).map(|fact| Difference { change: Change::Removed, fact });
        let added = after.into_iter().filter(|fact| !old.contains(&key(fact))).map(|fact| Difference { change: Change::Added, fact });
        Ok(removed.chain(added).collect())
    }

    /// The same, as known at the end of a known-at stretch.
    fn at_its_end(&self) -> Self {
        Self { known: (self.known.1, self.known.1), ..*self }
    }

    fn facts_or_nothing(&self, name: &str) -> Vec<Fact> {
        self.facts(name).unwrap_or_default()
    }

    /// Every fact that holds, each once.
    #[must_use]
    pub fn everything(&self) -> Vec<Fact> {
        let view = self.graph.view(self.known.1);
        let beliefs = view.entities().flat_map(|entity| view.beliefs(entity, Direction::Outgoing, None, self.asked));
        // What is read from both sides is told from that of the entity that came first.
        let once = beliefs.filter(|belief| belief.subject <= belief.object || !view.is_symmetric(belief.predicate));
        let mut facts: Vec<Fact> = once.map(|belief| self.graph.fact(&belief)).collect();
        facts.sort_by_key(Fact::order);
        facts
    }
}

fn key(fact: &Fact) -> (String, String, String) {
    (fact.subject.clone(), fact.predicate.clone(), fact.object.text())
}

/// Names close to one that was not found, as a hint to end an error with. Values, written as JSON, are nobody's names.
fn similar<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> String {
    let wanted = asof_model::normalise(name);
    let mut close: Vec<&str> = known
        .filter(|other| {
            let other = asof_model::normalise(other);
            !other.is_empty() && !other.starts_with('{') && (other.contains(&wanted) || wanted.contains(&other) || one_off(&wanted, &other))
        })
        .take(50)
        .collect();
    close.sort_by_key(|other| other.len().abs_diff(name.len()));
    close.truncate(3);
    if close.is_empty() { String::new() } else { format!("; did you mean {}?", close.join(", ")) }
}

/// Whether two texts differ by one letter changed, left out or added.
fn one_off(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if 1 < a.len().abs_diff(b.len()) {
        return false;
    }
    let start = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let end = a[start..].iter().rev().zip(b[start..].iter().rev()).take_while(|(x, y)| x == y).count();
    a.len().max(b.len()) - start - end <= 1
}
