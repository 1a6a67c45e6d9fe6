//! A naive model of the whole memory: a list of what was told, and every question answered from the whole list again.
//!
//! Written from `docs/time.md` alone; it shares no code with the engine. Where the page leaves something open, a
//! `// reading:` comment says which way was taken.

#![expect(clippy::wildcard_enum_match_arm, reason = "most questions are about one kind of operation and pass over all others")]

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet},
};

use asof::{Cardinality, End, Kind, Operation, Point, Schema, Statement};

#[expect(dead_code, reason = "only the answer at an instant is asked of it here")]
#[path = "../../crates/timeline/tests/reference/mod.rs"]
mod reference;

const DAY: f64 = 86_400_000_000.0;

/// One operation, as it was told.
#[derive(Clone, Debug)]
pub struct Entry {
    pub tx: u32,
    /// When its transaction was recorded.
    pub time: i64,
    pub operation: Operation,
}

/// The whole memory: all that was told, in order.
#[derive(Clone, Debug, Default)]
pub struct Brute {
    pub told: Vec<Entry>,
}

/// A fact that holds at the instant asked about. Of an event, only that it happened is said.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Answer {
    pub subject: String,
    pub predicate: String,
    pub object: String,
    pub certain: bool,
    pub disputed: bool,
    pub event: bool,
}

/// What a claim can be about: an entity by the normal form of the name it goes by, or a value by its text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Thing {
    Entity(String),
    Value(String),
}

/// A claim as it was told.
struct Said<'a> {
    /// Where among all that was told.
    place: usize,
    time: i64,
    /// Its number among the claims.
    number: usize,
    id: String,
    given: bool,
    corrects: Option<&'a str>,
    statement: &'a Statement,
}

/// Subject, predicate and object as they are read at a transaction.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Triple {
    subject: Thing,
    predicate: String,
    object: Thing,
}

/// A slot with at most one value at a time: the predicate or group, the side of it, and the things that are fixed.
type Slot = (String, &'static str, Vec<Thing>);

/// All that is in force at a known-at transaction.
struct Known<'a> {
    told: &'a [Entry],
    /// The operations in force, with their places.
    force: Vec<(usize, &'a Entry)>,
    schemas: BTreeMap<&'a str, &'a Schema>,
    /// What each name was merged into.
    parents: BTreeMap<String, String>,
    spellings: BTreeMap<String, &'a str>,
}

/// The form under which the few names of these tests are compared.
fn normal(name: &str) -> String {
    name.to_lowercase()
}

impl Brute {
    /// Everything that holds at an instant, as known at a transaction.
    pub fn everything(&self, t: i64, k: u32) -> Everything {
        let known = Known::new(&self.told, k);
        let visible = known.visible();
        let answers: Vec<(Triple, Answer)> = known.events(&visible, t).into_iter().chain(known.states(&visible, t, k)).collect();
        Everything { answers, parents: known.parents }
    }

    /// The name that an entity goes by, as known at a transaction.
    pub fn goes_by(&self, name: &str, k: u32) -> String {
        let known = Known::new(&self.told, k);
        known.text(&known.entity(name))
    }

    /// Which slot of a predicate has at most one value, as known at a transaction.
    pub fn cardinality(&self, predicate: &str, k: u32) -> Cardinality {
        Known::new(&self.told, k).schema(predicate).cardinality
    }

    /// Subject and object in the order of their texts, if the predicate is symmetric as known at `k`: it is read from both sides.
    pub fn orient(&self, answer: Answer, k: u32) -> Answer {
        let symmetric = Known::new(&self.told, k).schemas.get(answer.predicate.as_str()).is_some_and(|schema| schema.symmetric);
        if symmetric { sorted(answer) } else { answer }
    }
}

/// What holds at one instant, and who is who.
pub struct Everything {
    answers: Vec<(Triple, Answer)>,
    parents: BTreeMap<String, String>,
}

impl Everything {
    pub fn of(&self, name: &str) -> Vec<Answer> {
        let entity = Thing::Entity(root(&self.parents, &normal(name)));
        let about = |triple: &Triple| triple.subject == entity || triple.object == entity;
        let mut answers: Vec<Answer> = self.answers.iter().filter(|(triple, _)| about(triple)).map(|(_, answer)| answer.clone()).collect();
        answers.sort();
        answers
    }
}

fn sorted(answer: Answer) -> Answer {
    if answer.object < answer.subject { Answer { subject: answer.object, object: answer.subject, ..answer } } else { answer }
}

fn root(parents: &BTreeMap<String, String>, name: &str) -> String {
    parents.get(name).map_or_else(|| name.to_owned(), |parent| root(parents, parent))
}

/// The transactions that are undone at `k`. Only earlier ones can be undone, so the last undo decides first.
fn undone(told: &[Entry], k: u32) -> BTreeSet<u32> {
    let mut undone = BTreeSet::new();
    for entry in told.iter().rev().filter(|entry| entry.tx <= k) {
        if let Operation::Undo { tx } = &entry.operation
            && !undone.contains(&entry.tx)
        {
            undone.insert(tx.0);
        }
    }
    undone
}

/// The claims told, a claim told again under its id only once.
fn claims(told: &[Entry]) -> Vec<Said<'_>> {
    let mut claims: Vec<Said> = Vec::new();
    for (place, entry) in told.iter().enumerate() {
        let (statement, corrects) = match &entry.operation {
            Operation::Claim(statement) => (statement, None),
            Operation::Correct { target, statement, .. } => (statement, Some(target.as_str())),
            _ => continue,
        };
        let number = claims.len();
        let id = statement.id.clone().unwrap_or_else(|| format!("~{number}"));
        if claims.iter().all(|claim| claim.id != id) {
            let given = statement.id.is_some();
            claims.push(Said { place, time: entry.time, number, id, given, corrects, statement });
        }
    }
    claims
}

/// The first spelling of every name, undone or not.
fn spellings(told: &[Entry]) -> BTreeMap<String, &str> {
    let mut spellings = BTreeMap::new();
    for claim in claims(told) {
        let object = match &claim.statement.claim.object {
            asof::Object::Entity(name) => Some(name),
            asof::Object::Value { .. } => None,
        };
        for name in std::iter::once(&claim.statement.claim.subject).chain(object) {
            spellings.entry(normal(name)).or_insert(name.as_str());
        }
    }
    spellings
}

impl<'a> Known<'a> {
    fn new(told: &'a [Entry], k: u32) -> Self {
        let undone = undone(told, k);
        let in_force = |entry: &Entry| entry.tx <= k && !undone.contains(&entry.tx);
        let force: Vec<(usize, &Entry)> = told.iter().enumerate().filter(|(_, entry)| in_force(entry)).collect();
        let schemas = force.iter().filter_map(|(_, entry)| schema_of(&entry.operation)).collect();
        let parents = parents(&force);
        Self { told, force, schemas, parents, spellings: spellings(told) }
    }

    // ---- Visibility ----

    fn visible(&self) -> Vec<Said<'a>> {
        let mut visible: Vec<Said> = Vec::new();
        for claim in claims(self.told) {
            let in_force = self.force.iter().any(|(place, _)| *place == claim.place);
            let supported = claim.statement.supports.iter().all(|id| visible.iter().any(|support| support.id == *id));
            if in_force && supported && !self.is_taken_back(&claim) {
                visible.push(claim);
            }
        }
        visible
    }

    fn is_taken_back(&self, claim: &Said) -> bool {
        self.force.iter().any(|(place, entry)| match &entry.operation {
            // reading: of an episode, as of a source, what came so far is taken back; what comes later is not.
            Operation::Retract { target, .. } => {
                *target == claim.id || claim.place < *place && claim.statement.episode.as_ref() == Some(target)
            }
            Operation::RetractSource { source, .. } => {
                // reading: a claim is of the source it names itself, not of its episode's.
                claim.place < *place && claim.statement.source.as_ref() == Some(source)
            }
            Operation::Correct { target, .. } => *target == claim.id,
            _ => false,
        })
    }

    /// The episode of a statement, whether it is in force or not.
    fn episode(&self, statement: &Statement) -> Option<&'a Operation> {
        let wanted = statement.episode.as_ref()?;
        let is_it = |operation: &Operation| matches!(operation, Operation::Episode { id: Some(id), .. } if id == wanted);
        self.told.iter().map(|entry| &entry.operation).find(|operation| is_it(operation))
    }

    /// When a claim was said.
    fn occurred(&self, claim: &Said) -> reference::Point {
        let of_episode = || match self.episode(claim.statement)? {
            Operation::Episode { occurred_at, .. } => *occurred_at,
            _ => None,
        };
        let said = claim.statement.occurred_at.or_else(of_episode);
        said.map_or(reference::Point { lo: claim.time, hi: claim.time }, point)
    }

    // ---- Names and schemas ----

    fn thing(&self, object: &asof::Object) -> Thing {
        match object {
            asof::Object::Entity(name) => self.entity(name),
            asof::Object::Value { .. } => Thing::Value(object.text()),
        }
    }

    fn entity(&self, name: &str) -> Thing {
        Thing::Entity(root(&self.parents, &normal(name)))
    }

    fn text(&self, thing: &Thing) -> String {
        match thing {
            Thing::Entity(name) => self.spellings.get(name).map_or_else(|| name.clone(), |&spelling| spelling.to_owned()),
            Thing::Value(text) => text.clone(),
        }
    }

    /// reading: an event belongs to no slot, so it is read as it was told.
    fn triple_as_told(&self, claim: &Said) -> Triple {
        let said = &claim.statement.claim;
        Triple { subject: self.entity(&said.subject), predicate: said.predicate.clone(), object: self.thing(&said.object) }
    }

    /// What a claim says, an inverse as its partner with the sides changed, a symmetric one with its sides in order.
    fn triple(&self, claim: &Said) -> Triple {
        let Triple { subject, predicate, object } = self.triple_as_told(claim);
        let partner = self.schemas.values().find(|schema| schema.inverse_of.as_ref() == Some(&predicate));
        let (subject, predicate, object) = match partner {
            Some(partner) => (object, partner.name.clone(), subject),
            None => (subject, predicate, object),
        };
        let swap = self.schema(&predicate).symmetric && object < subject;
        let (subject, object) = if swap { (object, subject) } else { (subject, object) };
        Triple { subject, predicate, object }
    }

    fn schema(&self, predicate: &str) -> Schema {
        self.schemas.get(predicate).map_or_else(|| Schema::many(predicate), |&schema| schema.clone())
    }

    /// The slots that a triple has a value in, with the value's text.
    fn slots(&self, triple: &Triple) -> Vec<(Slot, String)> {
        let Triple { subject, predicate, object } = triple;
        let schema = self.schema(predicate);
        let slot = |side: &'static str, fixed: &Thing, value: &Thing| ((predicate.clone(), side, vec![fixed.clone()]), self.text(value));
        let (forth, back) = if schema.symmetric { ("either", "either") } else { ("object", "subject") };
        match schema.cardinality {
            Cardinality::OneObjectPerSubject => vec![slot("object", subject, object)],
            Cardinality::OneSubjectPerObject => vec![slot("subject", object, subject)],
            Cardinality::OneToOne => vec![slot(forth, subject, object), slot(back, object, subject)],
            Cardinality::Many => {
                let both = vec![subject.clone(), object.clone()];
                match schema.exclusive_group {
                    Some(group) => vec![((group, "group", both), predicate.clone())],
                    None => vec![((predicate.clone(), "many", both), self.text(object))],
                }
            }
        }
    }

    // ---- Answers ----

    fn events(&self, visible: &[Said], t: i64) -> Vec<(Triple, Answer)> {
        let happens = |claim: &&Said| claim.statement.claim.kind == Kind::Happens && self.is_during(claim, t);
        let triples: BTreeSet<Triple> = visible.iter().filter(happens).map(|claim| self.triple_as_told(claim)).collect();
        triples.into_iter().map(|triple| self.answer(triple, false, false, true)).collect()
    }

    fn is_during(&self, event: &Said, t: i64) -> bool {
        let from = event.statement.claim.from.map_or_else(|| self.occurred(event), point);
        let to = if let End::At(to) = event.statement.claim.to { point(to) } else { from };
        from.lo <= t && t < to.hi.max(from.lo + 1)
    }

    fn states(&self, visible: &[Said], t: i64, k: u32) -> Vec<(Triple, Answer)> {
        let states: Vec<(&Said, Triple)> =
            visible.iter().filter(|claim| is_state(claim)).map(|claim| (claim, self.triple(claim))).collect();
        let triples: BTreeSet<&Triple> = states.iter().map(|(_, triple)| triple).collect();
        let holds = |triple: &Triple| {
            let slots = self.slots(triple);
            let beliefs: Option<Vec<(bool, bool)>> = slots.iter().map(|slot| self.belief(&states, slot, t, k)).collect();
            // reading: of one to one, certain when both sides are, disputed when either is.
            let (certain, disputed) = beliefs?.iter().fold((true, false), |all, one| (all.0 && one.0, all.1 || one.1));
            Some(self.answer(triple.clone(), certain, disputed, false))
        };
        triples.into_iter().filter_map(holds).collect()
    }

    fn answer(&self, triple: Triple, certain: bool, disputed: bool, event: bool) -> (Triple, Answer) {
        let (subject, object) = (self.text(&triple.subject), self.text(&triple.object));
        let answer = Answer { subject, predicate: triple.predicate.clone(), object, certain, disputed, event };
        let answer = if self.schema(&triple.predicate).symmetric { sorted(answer) } else { answer };
        (triple, answer)
    }

    /// Whether a slot has that very value at the instant: certain and disputed if so.
    fn belief(&self, states: &[(&Said, Triple)], (slot, value): &(Slot, String), t: i64, k: u32) -> Option<(bool, bool)> {
        let value_there = |triple: &Triple| self.slots(triple).into_iter().find(|(other, _)| other == slot).map(|(_, value)| value);
        let mut fluent: Vec<(&Said, String)> = states.iter().filter_map(|(claim, triple)| Some((*claim, value_there(triple)?))).collect();
        fluent.sort_by(|a, b| self.compare(a, b));
        let values: Vec<&String> = fluent.iter().map(|(_, value)| value).collect::<BTreeSet<_>>().into_iter().collect();
        let number = |value: &String| values.iter().position(|other| *other == value).and_then(|at| u32::try_from(at).ok());
        let footings: Vec<(bool, f32, f32)> = fluent.iter().map(|(claim, _)| footing(claim)).collect();
        let told: Vec<reference::Told> = (0_u32..)
            .zip(&fluent)
            .filter_map(|(strength, (claim, value))| {
                let equals = footings.iter().position(|other| *other == footing(claim))?;
                let footing = u32::try_from(equals).ok()?;
                Some(reference::Told { value: number(value)?, shape: self.shape(claim), strength, footing, visible: vec![(0, u32::MAX)] })
            })
            .collect();
        let half_life = self.schema(&slot.0).half_life.map(micros);
        let belief = reference::belief_at(&told, t, k, half_life)?;
        (Some(belief.value) == number(value)).then_some((belief.certain, belief.disputed))
    }

    /// The total order of strength: the weaker first.
    fn compare(&self, (a, value_a): &(&Said, String), (b, value_b): &(&Said, String)) -> Ordering {
        let (left, right) = (footing(a), footing(b));
        left.0
            .cmp(&right.0)
            .then(left.1.total_cmp(&right.1))
            .then(left.2.total_cmp(&right.2))
            .then_with(|| self.occurred(a).lo.cmp(&self.occurred(b).lo))
            .then_with(|| a.time.cmp(&b.time))
            .then_with(|| match (a.given, b.given) {
                (true, true) => a.id.cmp(&b.id),
                // reading: of made-up ids, the value earlier in the alphabet is the stronger; the page gives no direction.
                (false, false) => value_b.cmp(value_a).then(a.number.cmp(&b.number)),
                (true, false) => Ordering::Greater,
                (false, true) => Ordering::Less,
            })
    }

    fn shape(&self, claim: &Said) -> reference::Shape {
        use reference::Shape::{Deny, DenySpan, Span, Start, Stop};
        let said = &claim.statement.claim;
        let to = if let End::At(to) = said.to { Some(point(to)) } else { None };
        match (said.kind, said.from.map(point), to) {
            (Kind::Ends, from, to) => Stop(from.or(to).unwrap_or_else(|| self.occurred(claim))),
            (Kind::Holds, None, Some(to)) => Stop(to),
            (Kind::Denies, Some(from), Some(to)) => DenySpan(from, to),
            (Kind::Denies, from, _) => Deny(from.unwrap_or_else(|| self.occurred(claim))),
            (_, Some(from), Some(to)) => Span(from, to),
            (_, from, _) => Start(from.unwrap_or_else(|| self.occurred(claim))),
        }
    }
}

fn is_state(claim: &Said) -> bool {
    claim.statement.claim.kind != Kind::Happens
}

/// What makes two claims equals: correction, trust, confidence.
fn footing(claim: &Said) -> (bool, f32, f32) {
    (claim.corrects.is_some(), claim.statement.trust, claim.statement.confidence)
}

fn point(point: Point) -> reference::Point {
    reference::Point { lo: point.lo().micros(), hi: point.hi().micros() }
}

#[expect(clippy::cast_possible_truncation, reason = "days of a few years in microseconds")]
fn micros(days: f64) -> i64 {
    (days * DAY) as i64
}

fn schema_of(operation: &Operation) -> Option<(&str, &Schema)> {
    match operation {
        Operation::Predicate(schema) => Some((schema.name.as_str(), schema)),
        _ => None,
    }
}

/// What each name is merged into, after the merges and splits in force, in order.
fn parents(force: &[(usize, &Entry)]) -> BTreeMap<String, String> {
    let mut parents = BTreeMap::new();
    for (_, entry) in force {
        match &entry.operation {
            Operation::Merge { from, into } => {
                let (from, into) = (root(&parents, &normal(from)), root(&parents, &normal(into)));
                if from != into {
                    parents.insert(from, into);
                }
            }
            // reading: also when an undo has made the name part of another entity than the one it was split from.
            Operation::Split { name, .. } => {
                parents.remove(&normal(name));
            }
            _ => {}
        }
    }
    parents
}
